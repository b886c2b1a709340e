// Copyright 2026 the wininet authors. MIT license.

/**
 * FtpGetFile and FtpPutFile: whole files between this machine and the server.
 *
 * An upload goes to a name of its own, which is changed when everything has
 * arrived; the file that has the name stays until then. A server that lets no
 * names be changed gets the file under its final name, and half a file is removed.
 *
 * With FTP_OPTION_RESUME the name of the part is always the same, and it stays
 * when the transfer fails, so that the next one can continue it.
 *
 * @module
 */

import { ERROR_INVALID_DATA, InternetError } from "../../error.ts";
import { FTP_RESUME_NEVER, FTP_RESUME_OR_FAIL } from "../../ftp_options.ts";
import type { HandleObject } from "../../_core/handle.ts";
import { LocalSource } from "../../_net/local_file.ts";
import { type Dialogue, refusalCode, refused } from "../wire/command.ts";
import { askSize, askTime, setTime } from "../wire/file_dialogues.ts";
import { type FtpReply, isPositive } from "../wire/reply.ts";
import { converterOf, Download } from "./download.ts";
import { ask, type FtpLink, type TransferType } from "./link.ts";
import { LocalTarget, randomDigits } from "./local.ts";
import { type Attempt, FtpTransfer } from "./transfer.ts";
import { Upload } from "./upload.ts";
import { ToNetwork } from "../wire/text_mode.ts";

/** Which file goes where. */
export interface Copy {
  /** The file of this machine. */
  readonly local: string;
  /** The file of the server. */
  readonly remote: string;
  /** How the bytes are meant. */
  readonly type: TransferType;
  /** FtpGetFile: whether the file of this machine must not be there. */
  readonly failIfExists: boolean;
}

/** What a copy needs. */
export interface CopyContext {
  /** The session. */
  readonly link: FtpLink;
  /** Posts the progress, and has the settings. */
  readonly owner: HandleObject;
  /** Ends the copy. */
  readonly signal: AbortSignal;
}

/** Loaded only when it is wanted, because of `node:crypto`. */
async function verify(
  link: FtpLink,
  localPath: string,
  remoteName: string,
): Promise<void> {
  const checksum = await import("./checksum.ts");
  await checksum.verify(link, localPath, remoteName);
}

// ---- FtpGetFile ----

/** FtpGetFile. */
export async function getFile(
  context: CopyContext,
  copy: Copy,
): Promise<void> {
  const { link, owner } = context;
  const { resume, verify: verifies, keepTimes } = owner.settings;
  const target = LocalTarget.open(copy.local, {
    failIfExists: copy.failIfExists,
    resume: resume !== FTP_RESUME_NEVER && copy.type === "I",
  });
  let isWhole = false;
  try {
    await link.prepareName(copy.remote);
    await fill(context, copy, target);
    isWhole = true;
    if (verifies) await verify(link, target.partPath, copy.remote);
    // A time that cannot be had is no reason to lose the file.
    const time = keepTimes
      ? await link.run(askTime(copy.remote)).catch(() => null)
      : null;
    target.commit(time);
  } catch (error) {
    target.discard(!isWhole || !isWrong(error));
    throw error;
  }
}

/** Brings what is missing of the file. */
async function fill(
  context: CopyContext,
  copy: Copy,
  target: LocalTarget,
): Promise<void> {
  const { link, owner } = context;
  let offset = target.start;
  let size: number | null = null;
  if (offset > 0) {
    await link.setType("I");
    size = await link.run(askSize(copy.remote));
    if (size === offset) return;
    if (size !== null && size < offset) {
      if (owner.settings.resume === FTP_RESUME_OR_FAIL) throw longer(copy);
      target.restart();
      offset = 0;
    }
  }
  try {
    await receive(context, copy, target, offset, size);
  } catch (error) {
    const again = offset > 0 && isRefusal(error) && !link.restarted &&
      owner.settings.resume !== FTP_RESUME_OR_FAIL;
    if (!again) throw error;
    target.restart();
    await receive(context, copy, target, 0, size);
  }
}

async function receive(
  { link, owner, signal }: CopyContext,
  copy: Copy,
  target: LocalTarget,
  offset: number,
  size: number | null,
): Promise<void> {
  const transfer = await FtpTransfer.open(
    link,
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
    const { buffer } = link;
    for (let count; (count = await download.read(buffer)) > 0;) {
      const bytes = buffer.subarray(0, count);
      target.write(converter === null ? bytes : converter.push(bytes));
    }
    if (converter !== null) target.write(converter.end());
  } catch (error) {
    await download.abort();
    throw error;
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

function longer({ local, remote }: Copy): InternetError {
  return new InternetError(
    ERROR_INVALID_DATA,
    `Cannot continue "${local}": it has more bytes than "${remote}" on the server`,
  );
}

// ---- FtpPutFile ----

/** FtpPutFile. */
export async function putFile(
  context: CopyContext,
  copy: Copy,
): Promise<void> {
  const { link, owner } = context;
  const { resume, directUpload } = owner.settings;
  const resumes = resume !== FTP_RESUME_NEVER && copy.type === "I";
  using source = LocalSource.open(copy.local);
  await link.prepareName(copy.remote);
  const direct = { name: copy.remote, isPart: false, resumes: false };
  if (directUpload) {
    return await putAs(context, copy, source, { ...direct, resumes });
  }
  if (link.keepsNames) return await putAs(context, copy, source, direct);
  const suffix = resumes ? "" : `.${randomDigits()}`;
  const name = `${copy.remote}${suffix}.part`;
  try {
    await putAs(context, copy, source, { name, isPart: true, resumes });
  } catch (error) {
    // The server may refuse only this name.
    if (!(error instanceof NameRefused)) throw error;
    return await putAs(context, copy, source, direct);
  }
  if (await giveName(link, name, copy.remote)) return;
  link.keepsNames = true;
  await putAs(context, copy, source, direct);
  // Only now: it was the one whole file on the server.
  await link.run(ask("DELE", name));
}

/**
 * Gives a part its final name; answers `false` when the server changes no names.
 * Some servers give no name that is taken: then the file that has it is put aside,
 * and removed when the part has the name.
 */
async function giveName(
  link: FtpLink,
  part: string,
  name: string,
): Promise<boolean> {
  const reply = await link.run(tryRename(part, name));
  if (isPositive(reply)) return true;
  if (reply.code < 500) {
    await link.run(ask("DELE", part));
    throw refused(`rename the upload to "${name}"`, reply);
  }
  const aside = `${name}.${randomDigits()}.old`;
  if (!TAKEN.includes(reply.code)) return false;
  if (!isPositive(await link.run(tryRename(name, aside)))) return false;
  if (isPositive(await link.run(tryRename(part, name)))) {
    await link.run(ask("DELE", aside));
    return true;
  }
  await link.run(tryRename(aside, name));
  return false;
}

/** Renames; answers the reply that decides. */
function* tryRename(from: string, to: string): Dialogue<FtpReply> {
  const reply = yield { verb: "RNFR", argument: from };
  return reply.code >= 400 ? reply : yield { verb: "RNTO", argument: to };
}

/** What servers say to RNTO when there is such a file. */
const TAKEN: readonly number[] = [550, 553];

/** What servers say to STOR when they do not like the name. */
const BAD_NAME: readonly number[] = [501, 504, 550, 553];

/** The server has not taken a name: nothing was written. */
class NameRefused extends Error {}

/** Under which name an upload goes. */
interface UploadName {
  readonly name: string;
  /** Whether no file of the user's has it. */
  readonly isPart: boolean;
  /** Whether what is there is the start of this upload. */
  readonly resumes: boolean;
}

/** Uploads under a name; what it leaves behind when it fails is removed, unless it can be continued. */
async function putAs(
  context: CopyContext,
  copy: Copy,
  source: LocalSource,
  { name, isPart, resumes }: UploadName,
): Promise<void> {
  const { link, owner } = context;
  const { verify: verifies, keepTimes } = owner.settings;
  const attempt: Attempt = { state: "not sent" };
  try {
    const offset = resumes ? await startOf(context, source, name) : 0;
    source.seek(offset);
    if (offset < source.size || offset === 0) {
      await sendFrom(context, copy, source, name, offset, attempt);
    }
    if (verifies) await verify(link, copy.local, name);
  } catch (error) {
    const isRefused = attempt.state === "refused" &&
      BAD_NAME.includes(refusalCode(error) ?? 0);
    if (isPart && isRefused) throw new NameRefused();
    // Some servers make the file before they refuse to fill it.
    const mayBeThere = attempt.state === "begun" ||
      (isPart && attempt.state !== "not sent");
    if (mayBeThere && link.alive && (!resumes || isWrong(error))) {
      await link.run(ask("DELE", name)).catch(() => {});
    }
    throw error;
  }
  if (keepTimes && source.modified !== null) {
    await link.run(setTime(name, source.modified, await link.features()));
  }
}

/** Whether the bytes are not what they should be: then they cannot be continued. */
function isWrong(error: unknown): boolean {
  return error instanceof InternetError && error.code === ERROR_INVALID_DATA;
}

/** Where an upload continues. */
async function startOf(
  { link, owner }: CopyContext,
  source: LocalSource,
  name: string,
): Promise<number> {
  await link.setType("I");
  const there = await link.run(askSize(name)) ?? 0;
  if (there <= source.size) return there;
  if (owner.settings.resume !== FTP_RESUME_OR_FAIL) return 0;
  throw new InternetError(
    ERROR_INVALID_DATA,
    `Cannot continue "${name}": it has more bytes on the server than here`,
  );
}

async function sendFrom(
  { link, owner, signal }: CopyContext,
  copy: Copy,
  source: LocalSource,
  name: string,
  offset: number,
  attempt: Attempt,
): Promise<void> {
  const transfer = await FtpTransfer.open(
    link,
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
    await sendAll(upload, source, copy, offset, link.buffer);
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
  }
  if (sent === source.size) return;
  throw new InternetError(
    ERROR_INVALID_DATA,
    `Cannot put "${copy.remote}": "${copy.local}" had ${source.size} bytes at first and ${sent} at the end`,
  );
}

/** Whether the server has refused something, and can go on. */
function isRefusal(error: unknown): boolean {
  return refusalCode(error) !== null;
}
