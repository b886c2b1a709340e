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

import {
  ERROR_INTERNET_EXTENDED_ERROR,
  ERROR_INVALID_DATA,
  InternetError,
} from "../error.ts";
import { FTP_RESUME_NEVER, FTP_RESUME_OR_FAIL } from "../ftp_options.ts";
import type { HandleObject } from "../_core/handle.ts";
import type { Dialogue } from "./command.ts";
import { askSize, askTime, setTime } from "./file_dialogues.ts";
import { isPositive } from "./reply.ts";
import { converterOf, Download } from "./session_download.ts";
import { ask, type FtpLink, type TransferType } from "./session_link.ts";
import { LocalSource, LocalTarget, randomDigits } from "./session_local.ts";
import { FtpTransfer } from "./session_transfer.ts";
import { Upload } from "./session_upload.ts";
import { ToNetwork } from "./text_mode.ts";

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

/** How far an upload has come. */
interface Attempt {
  /** Whether the server was told of the file: there may be something of it. */
  sent: boolean;
  /** Whether it has taken the name. */
  accepted: boolean;
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
  const checksum = await import("./session_checksum.ts");
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
  let whole = false;
  try {
    await link.prepareName(copy.remote);
    await fill(context, copy, target);
    whole = true;
    if (verifies) await verify(link, target.partPath, copy.remote);
    target.commit(
      keepTimes ? await link.run(askTime(copy.remote)) : null,
    );
  } catch (error) {
    target.discard(!whole && !isRefusal(error));
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
  using source = LocalSource.open(copy.local);
  await link.prepareName(copy.remote);
  const direct = owner.settings.directUpload || link.keepsNames;
  if (direct) return await putAs(context, copy, source, copy.remote);
  const resumes = owner.settings.resume !== FTP_RESUME_NEVER;
  const part = resumes && copy.type === "I"
    ? `${copy.remote}.part`
    : `${copy.remote}.${randomDigits()}.part`;
  const attempt: Attempt = { sent: false, accepted: false };
  try {
    await putAs(context, copy, source, part, attempt);
  } catch (error) {
    // The server may refuse only this name.
    if (!isRefusal(error) || !attempt.sent || attempt.accepted) throw error;
    source.seek(0);
    return await putAs(context, copy, source, copy.remote);
  }
  if (await giveName(link, part, copy.remote)) return;
  link.keepsNames = true;
  await link.run(ask("DELE", part));
  source.seek(0);
  await putAs(context, copy, source, copy.remote);
}

/** Gives a part its final name; answers `false` when the server changes no names. */
async function giveName(
  link: FtpLink,
  part: string,
  name: string,
): Promise<boolean> {
  const outcome = await link.run(tryName(part, name));
  if (outcome !== "taken") return outcome === "given";
  // Some servers give no name that is taken.
  const removed = await link.run(ask("DELE", name));
  return removed.code < 300 &&
    await link.run(tryName(part, name)) === "given";
}

function* tryName(
  part: string,
  name: string,
): Dialogue<"given" | "taken" | "refused"> {
  const first = yield { verb: "RNFR", argument: part };
  if (first.code >= 400) return "refused";
  return isPositive(yield { verb: "RNTO", argument: name }) ? "given" : "taken";
}

/** Uploads under a name; what it leaves behind when it fails is removed, unless it can be continued. */
async function putAs(
  context: CopyContext,
  copy: Copy,
  source: LocalSource,
  name: string,
  attempt: Attempt = { sent: false, accepted: false },
): Promise<void> {
  const { link, owner } = context;
  const { resume, verify: verifies, keepTimes } = owner.settings;
  const resumes = resume !== FTP_RESUME_NEVER && copy.type === "I";
  try {
    const offset = resumes ? await startOf(context, source, name) : 0;
    source.seek(offset);
    if (offset < source.size || offset === 0) {
      await sendFrom(context, copy, source, name, offset, attempt);
    }
    if (verifies) await verify(link, copy.local, name);
  } catch (error) {
    const isWrong = (error as InternetError).code === ERROR_INVALID_DATA;
    if (attempt.accepted && link.alive && (!resumes || isWrong)) {
      await link.run(ask("DELE", name)).catch(() => {});
    }
    throw error;
  }
  if (keepTimes && source.modified !== null) {
    await link.run(setTime(name, source.modified, await link.features()));
  }
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
      action: `put "${copy.remote}"`,
    },
    owner,
    signal,
    () => attempt.sent = true,
  );
  attempt.accepted = true;
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
  return error instanceof InternetError &&
    error.code === ERROR_INTERNET_EXTENDED_ERROR;
}
