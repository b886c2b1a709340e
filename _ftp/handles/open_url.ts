// Copyright 2026 the wininet authors. MIT license.

/**
 * InternetOpenUrl for FTP: a login that serves one URL after the other.
 *
 * A URL does not say for certain if it names a file or a directory. With a
 * slash at its end it is a directory; otherwise it is opened as a file first,
 * and as a directory if the server refuses that because of its name.
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
import { isPositive } from "../wire/reply.ts";
import { KeptLogins, loginKey } from "./kept_logins.ts";
import { FtpLogin } from "./login.ts";
import { loadTransfers } from "./parts.ts";
import { FtpReader } from "./reader.ts";
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
  // The login belongs to the session handle until its own handle exists.
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
        // The program does not know the login that waited, nor its loss.
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
  const openDirectory = (path: string, named?: string) =>
    hasFlag(flags, INTERNET_FLAG_RAW_DATA)
      ? reader.openRaw(path)
      : reader.openPage(path, named);
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
    if (
      !refusesName(error) ||
      !isPositive(await login.control.run(tryCommand("CWD", path)))
    ) {
      throw error;
    }
    return await openDirectory("", path);
  }
}

/**
 * Returns `true` if a server refuses a command because of the name in it. The second digit
 * of a code says what it is about (RFC 959 section 4.2): 5 is the file system, 0 the syntax.
 * Other refusals are of connections and accounts.
 */
function refusesName(error: unknown): boolean {
  return /^[45][05]/.test(`${refusalCode(error)}`);
}
