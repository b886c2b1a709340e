// Copyright 2026 the wininet authors. MIT license.

/**
 * InternetOpenUrl for FTP: a login that serves one URL after the other.
 *
 * The URL does not determine for certain if it names a file or a directory.
 * With a slash at its end it is a directory; otherwise it is opened as a file
 * first, and as a directory if the server rejects it because of its name.
 *
 * @module
 */

import {
  FTP_TRANSFER_TYPE_ASCII,
  FTP_TRANSFER_TYPE_MASK,
  INTERNET_FLAG_RAW_DATA,
} from "../../flags.ts";
import { INTERNET_HANDLE_TYPE_FTP_FILE } from "../../options.ts";
import { hasFlag } from "../../_base/bits.ts";
import { cancellation } from "../../_base/failure.ts";
import type { Opening, OpenUrlInit } from "../../_core/opening.ts";
import type { Session } from "../../_core/session.ts";
import { refusalCode, tryCommand } from "../wire/command.ts";
import { parseDirectoryReply } from "../wire/file_dialogues.ts";
import { isPositive } from "../wire/reply.ts";
import { KeptLogins, loginKey } from "./kept_logins.ts";
import { FtpLogin } from "./login.ts";
import { loadTransfers } from "./parts.ts";
import { type EnteredDirectory, FtpReader } from "./reader.ts";
import type { FtpTarget } from "./target.ts";
import type { FtpUrl } from "../wire/url.ts";

/** Opens the file or directory that an FTP URL names. */
export function openFtpUrl(
  session: Session,
  url: FtpUrl,
  target: FtpTarget,
  init: OpenUrlInit,
): Opening<FtpReader, FtpReader> {
  const kept = KeptLogins.of(session);
  const key = loginKey(target, session.settings);
  const lender = {
    serves: () => true,
    lend: null,
    // Ending a login takes less time than aborting its transfer.
    free: () => {
      const busy = reader.busy || login.queue.transferring;
      reader.track(kept.giveBack(key, login, busy));
    },
  };
  const waiting = kept.take(key);
  // The login belongs to the session handle until the new handle exists.
  const login = waiting ?? new FtpLogin(session, target);
  const reader = new FtpReader(
    session,
    login,
    lender,
    init.context,
    INTERNET_HANDLE_TYPE_FTP_FILE,
  );
  login.owner = reader;
  const stop = new AbortController();
  reader.onClosed(() => stop.abort(cancellation()));
  const work = () =>
    login.queue.exclusively(async () => {
      await loadTransfers();
      if (waiting === null) await login.connect(stop.signal);
      if (url.foreign) login.codec.names.note(url.path, true);
      return await login.renewing(
        stop.signal,
        () => openTarget(reader, login, url, init),
        // The program is not aware of the kept login, nor of its loss.
        waiting !== null,
      );
    });
  return { handle: reader, work };
}

async function openTarget(
  reader: FtpReader,
  login: FtpLogin,
  url: FtpUrl,
  { flags, from = null }: OpenUrlInit,
): Promise<FtpReader> {
  const { path, isDirectory } = url;
  const openDirectory = (path: string, entered?: EnteredDirectory) =>
    hasFlag(flags, INTERNET_FLAG_RAW_DATA)
      ? reader.openRaw(path, entered)
      : reader.openPage(path, entered);
  if (isDirectory) return await openDirectory(path);
  const isText = (flags & FTP_TRANSFER_TYPE_MASK) === FTP_TRANSFER_TYPE_ASCII;
  try {
    return await reader.openFile(
      path,
      url.type ?? (isText ? "A" : "I"),
      "RETR",
      from,
    );
  } catch (error) {
    const entered = refusesName(error) ? await enter(login, path) : null;
    if (entered === null) throw error;
    return await openDirectory("", entered);
  }
}

/**
 * Returns `true` if a server rejects a command because of the name in it. The
 * second digit of the code shows the subject (RFC 959 section 4.2): 5 is the
 * file system, 0 the syntax. Other rejections concern connections and accounts.
 */
function refusesName(error: unknown): boolean {
  return /^[45][05]/.test(`${refusalCode(error)}`);
}

/** Changes to a directory; returns `null` if the path is not one. */
async function enter(
  { control, codec }: FtpLogin,
  path: string,
): Promise<EnteredDirectory | null> {
  const reply = await control.run(tryCommand("PWD"));
  const before = reply.code === 257 ? parseDirectoryReply(reply) : null;
  if (before !== null) codec.noteName(before);
  const isDirectory = isPositive(await control.run(tryCommand("CWD", path)));
  return isDirectory ? { path, before } : null;
}
