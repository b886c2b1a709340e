// Copyright 2026 the wininet authors. MIT license.

/**
 * FtpGetFile: downloads a whole file.
 *
 * If nothing confirms that the file is complete, the partial file is kept, and
 * the error names it. With FTP_OPTION_RESUME the partial file is kept after
 * every failure, so that the next download can continue it.
 *
 * @module
 */

import {
  ERROR_INVALID_DATA,
  ERROR_NOT_SUPPORTED,
  InternetError,
} from "../../error.ts";
import { asInternetError, plainMessage } from "../../_base/failure.ts";
import { FTP_RESUME_NEVER, FTP_RESUME_OR_FAIL } from "../../ftp_options.ts";
import type { HandleObject } from "../../_core/handle.ts";
import { type LocalTarget, openTarget } from "../../_base/local_target.ts";
import { type FileVersion, isSameVersion } from "../../_base/part_file.ts";
import { refusalCode } from "../wire/command.ts";
import { askTime, askVersion } from "../wire/file_dialogues.ts";
import { moveData } from "./abort.ts";
import { compareChecksums } from "./checksum.ts";
import { converterOf, Download } from "./download.ts";
import type { TransferType } from "../wire/server_state.ts";
import type { FtpLogin } from "./login.ts";
import { FtpTransfer } from "./transfer.ts";

/** The files to copy. */
export interface Copy {
  /** The path of the local file. */
  readonly local: string;
  /** The name of the file on the server. */
  readonly remote: string;
  /** The representation type: bytes or text. */
  readonly type: TransferType;
  /** FtpGetFile: `true` to fail if the local file exists. */
  readonly failIfExists: boolean;
  /** One of the `FTP_RESUME_*` constants, in place of that of the settings. */
  readonly resume?: number;
  /** `true` to keep the modification time of the file, regardless of the settings. */
  readonly keepTimes?: boolean;
  /**
   * FtpGetFile: the time of the remote file if it is already known, so that it
   * is not requested.
   */
  readonly modified?: Date | null;
  /** Called with the number of bytes whenever some have been transferred. */
  readonly onBytes?: (count: number) => void;
}

/** Returns the settings for a copy: those of the copy, or else those of the connection. */
export function settingsOf({ owner }: CopyContext, copy: Copy): CopySettings {
  const { settings } = owner;
  const { resume = settings.resume, keepTimes = settings.keepTimes } = copy;
  const { verify, directUpload } = settings;
  return { resume, keepTimes, verifies: verify, directUpload };
}

/** The settings of a copy. */
export interface CopySettings {
  readonly resume: number;
  readonly keepTimes: boolean;
  readonly verifies: boolean;
  readonly directUpload: boolean;
}

/** The login of a copy, its owner and its signal. */
export interface CopyContext {
  /** The login. */
  readonly login: FtpLogin;
  /** The handle that posts the progress and has the settings. */
  readonly owner: HandleObject;
  /** Cancels the copy. */
  readonly signal: AbortSignal;
}

/** FtpGetFile. */
export async function getFile(
  context: CopyContext,
  copy: Copy,
): Promise<void> {
  const { login } = context;
  const { resume, verifies, keepTimes } = settingsOf(context, copy);
  const resumes = resume !== FTP_RESUME_NEVER && copy.type === "I";
  const target = await openTarget(copy.local, {
    failIfExists: copy.failIfExists,
    resume: resumes,
    signal: context.signal,
  });
  let isWhole = false;
  try {
    if (verifies && target.isStream) throw notVerifiable(copy);
    await login.control.run(login.server.prepareName(copy.remote));
    await fill(context, copy, target, resumes);
    isWhole = true;
    if (verifies) await verify(context, target, copy);
    // The download does not fail if the time is not available.
    const time = !keepTimes
      ? null
      : copy.modified !== undefined
      ? copy.modified
      : await login.control.run(askTime(copy.remote)).catch(() => null);
    // The program may have cancelled the call after everything had arrived.
    context.signal.throwIfAborted();
    await target.commit(time);
  } catch (error) {
    target.discard(!isWhole || !isWrong(error));
    throw error;
  }
}

/** Compares the partial file with the file on the server. It is kept if the session is lost. */
async function verify(
  context: CopyContext,
  target: LocalTarget,
  { remote }: Copy,
): Promise<void> {
  const { login } = context;
  try {
    await compareChecksums(login, target.written(), remote);
  } catch (error) {
    throw isWrong(error) || login.alive ? error : kept(context, target, error);
  }
}

/**
 * Keeps the partial file; returns the error that names it. After a cancelled
 * call it is removed, because the program would not see that error.
 */
function kept(
  { signal }: CopyContext,
  target: LocalTarget,
  error: unknown,
): InternetError {
  const failure = asInternetError(error);
  if (target.isStream || signal.aborted) return failure;
  target.keep();
  return new InternetError(
    failure.code,
    `${plainMessage(failure)}; the data is kept in "${target.written()}"`,
    { cause: failure },
  );
}

/** Downloads the missing part of the file, or all of it. */
async function fill(
  context: CopyContext,
  copy: Copy,
  target: LocalTarget,
  resumes: boolean,
): Promise<void> {
  const { login } = context;
  const mustResume = settingsOf(context, copy).resume === FTP_RESUME_OR_FAIL;
  let offset = target.start;
  let size: number | null = null;
  if (resumes) {
    const version = await login.control.run(
      askVersion(copy.remote, login.parameters),
    );
    size = version.size;
    if (offset > 0) {
      const fault = continuationFault(copy, target, version);
      if (fault === null && size === offset) return;
      if (fault !== null) {
        if (mustResume) throw fault;
        target.restart();
        offset = 0;
      }
    }
    target.note(version);
  }
  try {
    await receive(context, copy, target, offset, size);
  } catch (error) {
    const again = offset > 0 && refusalCode(error) !== null &&
      !login.parameters.restarted && !mustResume;
    if (!again) throw error;
    target.restart();
    await receive(context, copy, target, 0, size);
  }
}

async function receive(
  context: CopyContext,
  copy: Copy,
  target: LocalTarget,
  offset: number,
  size: number | null,
): Promise<void> {
  const { login, owner, signal } = context;
  const transfer = await FtpTransfer.open(
    login,
    {
      command: { verb: "RETR", argument: copy.remote },
      upload: false,
      type: copy.type,
      offset,
      size,
      listing: false,
      whole: offset === 0,
      action: `get "${copy.remote}"`,
    },
    owner,
    signal,
  );
  const download = new Download(transfer);
  try {
    await moveData(transfer, download, signal, async () => {
      const converter = converterOf(copy.type);
      const { buffer } = login;
      for (let count; (count = await download.read(buffer)) > 0;) {
        const bytes = buffer.subarray(0, count);
        await target.write(converter === null ? bytes : converter.push(bytes));
        copy.onBytes?.(count);
      }
      if (converter !== null) await target.write(converter.end());
    });
  } catch (error) {
    throw transfer.end.isUnconfirmed ? kept(context, target, error) : error;
  }
}

/**
 * Returns the reason why the partial file of an earlier attempt cannot be
 * continued, or `null` if it can.
 */
function continuationFault(
  { local, remote }: Copy,
  { start, version: before }: LocalTarget,
  now: FileVersion,
): InternetError | null {
  const reason = now.size !== null && now.size < start
    ? `it has more bytes than "${remote}" on the server`
    : before !== null && !isSameVersion(before, now)
    ? `"${remote}" has changed on the server`
    : null;
  return reason === null ? null : new InternetError(
    ERROR_INVALID_DATA,
    `Cannot continue "${local}": ${reason}`,
  );
}

function notVerifiable({ local }: Copy): InternetError {
  return new InternetError(
    ERROR_NOT_SUPPORTED,
    `Cannot compare the checksum of "${local}": a device cannot be read again; switch FTP_OPTION_VERIFY off`,
  );
}

/** Returns `true` if the data is wrong, so that a later transfer cannot continue it. */
export function isWrong(error: unknown): boolean {
  return error instanceof InternetError && error.code === ERROR_INVALID_DATA;
}
