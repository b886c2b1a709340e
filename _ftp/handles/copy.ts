// Copyright 2026 the wininet authors. MIT license.

/**
 * FtpGetFile and FtpPutFile: whole files between this machine and the server.
 *
 * An upload goes to a temporary name and is renamed when it is complete; an
 * existing file of the final name stays until then. If the server does not
 * rename files, the upload goes to the final name, and an incomplete file is
 * deleted.
 *
 * If nothing confirms that a download is complete, its part stays, and the error names
 * it.
 *
 * With FTP_OPTION_RESUME the temporary name is always the same, and the part
 * stays if the transfer fails, so that the next one can continue it.
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
import { LocalSource, randomDigits } from "../../_base/local_file.ts";
import { type LocalTarget, openTarget } from "../../_base/local_target.ts";
import { type FileVersion, isSameVersion } from "../../_base/part_file.ts";
import {
  commandRefused,
  type Dialogue,
  refusalCode,
  tryCommand,
} from "../wire/command.ts";
import {
  askBinarySize,
  askTime,
  askVersion,
  setTime,
} from "../wire/file_dialogues.ts";
import { type FtpReply, isPositive } from "../wire/reply.ts";
import { compareChecksums } from "./checksum.ts";
import { converterOf, Download } from "./download.ts";
import type { TransferType } from "../wire/server_state.ts";
import type { FtpLogin } from "./login.ts";
import { type Attempt, FtpTransfer } from "./transfer.ts";
import { Upload } from "./upload.ts";
import { ToNetwork } from "../wire/text_mode.ts";

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
  /** One of the `FTP_RESUME_*` constants, instead of that of the settings. */
  readonly resume?: number;
  /** `true` to keep the time of the file, instead of what the settings say. */
  readonly keepTimes?: boolean;
  /** FtpGetFile: the time of the remote file if it is known, so that it is not asked for. */
  readonly modified?: Date | null;
  /** Receives the number of bytes whenever some have gone to the other side. */
  readonly onBytes?: (count: number) => void;
}

/** Returns what a copy decides itself, and otherwise the settings. */
function settingsOf({ owner }: CopyContext, copy: Copy) {
  const { settings } = owner;
  const { resume = settings.resume, keepTimes = settings.keepTimes } = copy;
  const { verify, directUpload } = settings;
  return { resume, keepTimes, verifies: verify, directUpload };
}

/** The login of a copy, its owner and its signal. */
export interface CopyContext {
  /** The login. */
  readonly login: FtpLogin;
  /** Posts the progress, and has the settings. */
  readonly owner: HandleObject;
  /** Cancels the copy. */
  readonly signal: AbortSignal;
}

// ---- FtpGetFile ----

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
    // Everything may have come before the program cancelled the call.
    context.signal.throwIfAborted();
    await target.commit(time);
  } catch (error) {
    target.discard(!isWhole || !isWrong(error));
    throw error;
  }
}

/** Compares the part with the file on the server. It stays if the session is lost. */
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
 * Lets the part stay; returns the error that names it. The part of a cancelled call does
 * not stay, because nobody would see that error.
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
  const stop = () => transfer.cancel();
  signal.addEventListener("abort", stop, { once: true });
  try {
    signal.throwIfAborted();
    const converter = converterOf(copy.type);
    const { buffer } = login;
    for (let count; (count = await download.read(buffer)) > 0;) {
      const bytes = buffer.subarray(0, count);
      await target.write(converter === null ? bytes : converter.push(bytes));
      copy.onBytes?.(count);
    }
    if (converter !== null) await target.write(converter.end());
  } catch (error) {
    await download.abort();
    throw transfer.end.isUnconfirmed ? kept(context, target, error) : error;
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

/** Returns the reason why the part of an earlier attempt cannot be continued; `null` if it can. */
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
    `Cannot compare the checksum of "${local}": a device cannot be read again, switch FTP_OPTION_VERIFY off`,
  );
}

// ---- FtpPutFile ----

/** FtpPutFile. */
export async function putFile(
  context: CopyContext,
  copy: Copy,
): Promise<void> {
  const { login } = context;
  const { resume, directUpload } = settingsOf(context, copy);
  const resumes = resume !== FTP_RESUME_NEVER && copy.type === "I";
  using source = LocalSource.open(copy.local);
  await login.control.run(login.server.prepareName(copy.remote));
  const direct = { name: copy.remote, isPart: false, resumes: false };
  if (directUpload) {
    return await putAs(context, copy, source, { ...direct, resumes });
  }
  if (login.server.keepsNames) {
    return await putAs(context, copy, source, direct);
  }
  const suffix = resumes ? "" : `.${randomDigits()}`;
  const name = `${copy.remote}${suffix}.part`;
  try {
    await putAs(context, copy, source, { name, isPart: true, resumes });
  } catch (error) {
    // The server may refuse only the temporary name.
    if (!(error instanceof NameRefused)) throw error;
    return await putAs(context, copy, source, direct);
  }
  if (await giveName(login, name, copy.remote)) return;
  login.server.keepsNames = true;
  await putAs(context, copy, source, direct);
  // Not earlier: until now the part was the only complete copy on the server.
  await login.control.run(tryCommand("DELE", name));
}

/**
 * Renames a part to its final name; returns `false` if the server does not
 * rename it. Some servers do not rename to a name that exists: then the
 * existing file is renamed first, and deleted when the part has its name.
 */
async function giveName(
  login: FtpLogin,
  part: string,
  name: string,
): Promise<boolean> {
  const reply = await login.control.run(tryRename(part, name));
  if (isPositive(reply)) return true;
  if (reply.code < 500) {
    await login.control.run(tryCommand("DELE", part));
    throw commandRefused(`rename the upload to "${name}"`, reply);
  }
  const aside = `${name}.${randomDigits()}.old`;
  if (!TAKEN.includes(reply.code)) return false;
  if (!isPositive(await login.control.run(tryRename(name, aside)))) {
    return false;
  }
  if (isPositive(await login.control.run(tryRename(part, name)))) {
    await login.control.run(tryCommand("DELE", aside));
    return true;
  }
  await login.control.run(tryRename(aside, name));
  return false;
}

/** Renames a file; returns the reply that decides. */
function* tryRename(from: string, to: string): Dialogue<FtpReply> {
  const reply = yield { verb: "RNFR", argument: from };
  return reply.code >= 400 ? reply : yield { verb: "RNTO", argument: to };
}

/** The codes of replies to RNTO if the name exists. */
const TAKEN: readonly number[] = [550, 553];

/** The codes of replies to STOR if the server refuses the name. */
const BAD_NAME: readonly number[] = [501, 504, 550, 553];

/** The error for a name that the server refused: nothing was written. */
class NameRefused extends Error {}

/** The name of an upload. */
interface UploadName {
  readonly name: string;
  /** `true` for a temporary name, which no file of the user has. */
  readonly isPart: boolean;
  /** `true` if an existing file is the start of this upload. */
  readonly resumes: boolean;
}

/**
 * Uploads to a name. If that fails, the incomplete file is deleted, unless a
 * later upload can continue it.
 */
async function putAs(
  context: CopyContext,
  copy: Copy,
  source: LocalSource,
  { name, isPart, resumes }: UploadName,
): Promise<void> {
  const { login } = context;
  const { verifies, keepTimes } = settingsOf(context, copy);
  const attempt: Attempt = { state: "not sent" };
  try {
    const offset = resumes
      ? await resumeOffset(context, copy, source, name)
      : 0;
    source.seek(offset);
    if (offset < source.size || offset === 0) {
      await sendFrom(context, copy, source, name, offset, attempt);
    }
    if (verifies) await compareChecksums(login, copy.local, name);
  } catch (error) {
    const isRefused = attempt.state === "refused" &&
      BAD_NAME.includes(refusalCode(error) ?? 0);
    if (isPart && isRefused) throw new NameRefused();
    // Some servers create the file before they refuse its data.
    const mayBeThere = attempt.state === "begun" ||
      (isPart && attempt.state !== "not sent");
    if (mayBeThere && login.alive && (!resumes || isWrong(error))) {
      await login.control.run(tryCommand("DELE", name)).catch(() => {});
    }
    throw error;
  }
  if (keepTimes && source.modified !== null) {
    const features = await login.control.run(login.server.learnFeatures());
    await login.control.run(setTime(name, source.modified, features));
  }
}

/**
 * Returns `true` if the data is wrong, so that a transfer cannot continue it.
 */
function isWrong(error: unknown): boolean {
  return error instanceof InternetError && error.code === ERROR_INVALID_DATA;
}

/** Returns the offset at which an upload continues. */
async function resumeOffset(
  context: CopyContext,
  copy: Copy,
  source: LocalSource,
  name: string,
): Promise<number> {
  const { login } = context;
  const there = await login.control.run(
    askBinarySize(name, login.parameters),
  ) ?? 0;
  if (there <= source.size) return there;
  if (settingsOf(context, copy).resume !== FTP_RESUME_OR_FAIL) return 0;
  throw new InternetError(
    ERROR_INVALID_DATA,
    `Cannot continue "${name}": it has more bytes on the server than here`,
  );
}

async function sendFrom(
  { login, owner, signal }: CopyContext,
  copy: Copy,
  source: LocalSource,
  name: string,
  offset: number,
  attempt: Attempt,
): Promise<void> {
  const transfer = await FtpTransfer.open(
    login,
    {
      command: { verb: offset > 0 ? "APPE" : "STOR", argument: name },
      upload: true,
      type: copy.type,
      offset,
      size: null,
      listing: false,
      whole: offset === 0,
      action: `put "${copy.remote}"`,
    },
    owner,
    signal,
    attempt,
  );
  const upload = new Upload(transfer);
  const stop = () => transfer.cancel();
  signal.addEventListener("abort", stop, { once: true });
  try {
    signal.throwIfAborted();
    await sendAll(upload, source, copy, offset, login.buffer);
    await upload.finish();
  } catch (error) {
    await upload.abort();
    throw error;
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

async function sendAll(
  upload: Upload,
  source: LocalSource,
  copy: Copy,
  offset: number,
  buffer: Uint8Array,
): Promise<void> {
  const converter = copy.type === "A" ? new ToNetwork() : null;
  let sent = offset;
  for (let count; (count = source.read(buffer)) > 0; sent += count) {
    const bytes = buffer.subarray(0, count);
    await upload.write(converter === null ? bytes : converter.push(bytes));
    copy.onBytes?.(count);
  }
  if (sent === source.size && !source.hasChanged()) return;
  throw new InternetError(
    ERROR_INVALID_DATA,
    `Cannot put "${copy.remote}": "${copy.local}" was changed meanwhile; it had ${source.size} bytes at first and ${sent} at the end`,
  );
}
