// Copyright 2026 the wininet authors. MIT license.

/**
 * FtpPutFile: uploads a whole file.
 *
 * It is uploaded under a temporary name and renamed when it is complete; an
 * existing file with the final name is kept until then. If the server does not
 * support renaming, the file is uploaded under its final name, and deleted if
 * it is incomplete.
 *
 * With FTP_OPTION_RESUME the temporary name is derived from the version of the
 * local file (`remote_parts.ts`), and the partial file is kept if the upload
 * fails, so that the next upload of that version can continue it. Partial files
 * of other versions are removed after a complete upload.
 *
 * @module
 */

import { ERROR_INVALID_DATA, InternetError } from "../../error.ts";
import { FTP_RESUME_NEVER, FTP_RESUME_OR_FAIL } from "../../ftp_options.ts";
import { asInternetError, plainMessage } from "../../_base/failure.ts";
import { LocalSource, randomDigits } from "../../_base/local_file.ts";
import {
  commandRefused,
  type Dialogue,
  refusalCode,
  tryCommand,
} from "../wire/command.ts";
import {
  askBinarySize,
  askTime,
  currentDirectory,
  setTime,
} from "../wire/file_dialogues.ts";
import { type FtpReply, isPositive } from "../wire/reply.ts";
import { ToNetwork } from "../wire/text_mode.ts";
import { moveData } from "./abort.ts";
import { compareChecksums } from "./checksum.ts";
import {
  type Copy,
  type CopyContext,
  isWrong,
  settingsOf,
} from "./get_file.ts";
import type { FtpLogin } from "./login.ts";
import { remotePartPath, remotePartsOf } from "./remote_parts.ts";
import { type Attempt, FtpTransfer } from "./transfer.ts";
import { Upload } from "./upload.ts";

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
  const left = resumes ? await remotePartsOf(context, copy.remote) : [];
  const digits = resumes ? source.version : randomDigits();
  const name = remotePartPath(copy.remote, digits);
  try {
    await putAs(context, copy, source, { name, isPart: true, resumes });
  } catch (error) {
    // The server may reject only the temporary name.
    if (!(error instanceof NameRefused)) throw error;
    return await putAs(context, copy, source, direct);
  }
  if (!await giveName(login, name, copy.remote)) {
    login.server.keepsNames = true;
    await putAs(context, copy, source, direct);
    // Not earlier: until now the partial file was the only complete copy on the
    // server.
    await login.control.run(tryCommand("DELE", name));
  }
  await removeParts(login, left.filter((part) => part !== name));
}

/** Removes partial files of earlier uploads, as far as the server and the connection allow. */
async function removeParts(
  login: FtpLogin,
  parts: readonly string[],
): Promise<void> {
  try {
    for (const part of parts) await login.control.run(tryCommand("DELE", part));
  } catch {
    // The upload has succeeded, and the next call reports a lost connection.
  }
}

/**
 * Renames a partial file to its final name; returns `false` if the server does
 * not support renaming. Some servers do not rename to an existing name: then
 * the existing file is renamed first, and deleted when the partial file has its
 * name. An existing directory is never renamed.
 */
async function giveName(
  login: FtpLogin,
  part: string,
  name: string,
): Promise<boolean> {
  const reply = await login.control.run(tryRename(part, name));
  if (isPositive(reply)) return true;
  const isTaken = TAKEN.includes(reply.code);
  const refusal = reply.code < 500
    ? commandRefused(`rename the upload to "${name}"`, reply)
    : isTaken && await isDirectory(login, name)
    ? commandRefused(`put "${name}"`, reply, IS_DIRECTORY)
    : null;
  if (refusal !== null) {
    await login.control.run(tryCommand("DELE", part));
    throw refusal;
  }
  if (!isTaken) return false;
  const aside = `${name}.${randomDigits()}.old`;
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

/** The cure if the final name is that of a directory. */
const IS_DIRECTORY =
  "it is a directory on the server, so add the name of the file";

/** Returns `true` for a directory. The current directory does not change. */
async function isDirectory(login: FtpLogin, path: string): Promise<boolean> {
  const { control, codec } = login;
  const before = await control.run(currentDirectory());
  codec.noteName(before);
  if (!isPositive(await control.run(tryCommand("CWD", path)))) return false;
  const back = await control.run(tryCommand("CWD", before));
  if (isPositive(back)) return true;
  // In an unexpected directory, the program could delete the wrong files.
  const error = commandRefused(`return to "${before}"`, back);
  login.abort(error);
  throw error;
}

/** Renames a file; returns the decisive reply. */
function* tryRename(from: string, to: string): Dialogue<FtpReply> {
  const reply = yield { verb: "RNFR", argument: from };
  return reply.code >= 400 ? reply : yield { verb: "RNTO", argument: to };
}

/** The codes of replies to RNTO if the name exists. */
const TAKEN: readonly number[] = [550, 553];

/** The codes of replies to STOR if the server rejects the name. */
const BAD_NAME: readonly number[] = [501, 504, 550, 553];

/** The error for a name that the server rejected: nothing was written. */
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
  let offset = 0;
  try {
    offset = resumes
      ? await resumeOffset(context, copy, source, { name, isPart, resumes })
      : 0;
    source.seek(offset);
    if (offset < source.size || offset === 0) {
      await sendFrom(context, copy, source, name, offset, attempt);
      if (offset > 0) await checkSize(context, source, name);
    }
    if (verifies) await compareChecksums(login, copy.local, name);
  } catch (error) {
    const isRefused = attempt.state === "refused" &&
      BAD_NAME.includes(refusalCode(error) ?? 0);
    if (isPart && isRefused) throw new NameRefused();
    // Some servers create the file before they reject its data.
    const mayBeThere = attempt.state === "begun" ||
      (isPart && attempt.state !== "not sent");
    if (!mayBeThere) throw error;
    const hasSent = attempt.state !== "refused" || offset > 0;
    const mayStay = resumes && !isWrong(error);
    if (!login.alive || (mayStay && await hasBytes(login, name, hasSent))) {
      throw context.signal.aborted ? error : leftBehind(error, name);
    }
    await login.control.run(tryCommand("DELE", name)).catch(() => {});
    throw error;
  }
  if (keepTimes && source.modified !== null) {
    const features = await login.control.run(login.server.learnFeatures());
    await login.control.run(setTime(name, source.modified, features));
  }
}

/**
 * Returns `true` if a file has bytes to continue, of this upload or of another
 * one that has begun in the meantime. Some servers create an empty file whose
 * data they refuse.
 */
async function hasBytes(
  login: FtpLogin,
  name: string,
  hasSent: boolean,
): Promise<boolean> {
  const asking = login.control.run(askBinarySize(name, login.parameters));
  const size = await asking.catch(() => null);
  return size === null ? hasSent : size > 0;
}

/** Returns the error of an upload with the name of the file that may remain on the server. */
function leftBehind(error: unknown, name: string): InternetError {
  const failure = asInternetError(error);
  const { code, responseText } = failure;
  return new InternetError(
    code,
    `${
      plainMessage(failure)
    }; an incomplete file may be left on the server as "${name}"`,
    {
      cause: failure,
      ...(responseText === undefined ? {} : { responseText }),
    },
  );
}

/** Returns the offset at which an upload continues. */
async function resumeOffset(
  context: CopyContext,
  copy: Copy,
  source: LocalSource,
  { name, isPart }: UploadName,
): Promise<number> {
  const { login } = context;
  const size = await login.control.run(
    askBinarySize(name, login.parameters),
  ) ?? 0;
  // The name of a partial file identifies the version.
  const modified = size === 0 || isPart
    ? null
    : await login.control.run(askTime(name));
  const fault = size > source.size
    ? "it has more bytes on the server than here"
    : modified !== null && source.isNewerThan(modified)
    ? `it is older than "${copy.local}"`
    : null;
  if (fault === null) return size;
  if (settingsOf(context, copy).resume !== FTP_RESUME_OR_FAIL) return 0;
  throw new InternetError(
    ERROR_INVALID_DATA,
    `Cannot continue "${name}": ${fault}`,
  );
}

/**
 * Checks the size of a continued file: the server may still have been writing
 * earlier bytes.
 */
async function checkSize(
  { login }: CopyContext,
  { size }: LocalSource,
  name: string,
): Promise<void> {
  const now = await login.control.run(askBinarySize(name, login.parameters));
  if (now === null || now === size) return;
  throw new InternetError(
    ERROR_INVALID_DATA,
    `Cannot continue "${name}": it has ${now} bytes now instead of ${size}; send it again`,
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
  await moveData(transfer, upload, signal, async () => {
    await sendAll(upload, source, copy, offset, login.buffer);
    await upload.finish();
  });
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
    `Cannot put "${copy.remote}": "${copy.local}" was changed during the upload; it had ${source.size} bytes at first and ${sent} at the end`,
  );
}
