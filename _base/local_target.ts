// Copyright 2026 the wininet authors. MIT license.

/**
 * Writes local files: downloads and the cookie file.
 *
 * A file is written as a part (`part_file.ts`), which is renamed to the target
 * when it is complete. So a file with that name is always complete, and an
 * existing file stays until then. The new file gets the mode and, if the system
 * allows it, the owner of the existing one.
 *
 * - A link is followed: its target is replaced or created.
 * - A file with several hard links is overwritten when everything has arrived,
 *   so that all of its names have the new bytes.
 * - A device or a named pipe is written directly, without a part.
 * - A directory is an error.
 *
 * @module
 */

import {
  ERROR_ACCESS_DENIED,
  ERROR_FILE_EXISTS,
  ERROR_PATH_NOT_FOUND,
  ERROR_TIMEOUT,
  InternetError,
} from "../error.ts";
import { pause, settlesWithin } from "./deadline.ts";
import type { FolderNames } from "./folder_names.ts";
import {
  checkWritable,
  closeFile,
  closeLocked,
  linkInfo,
  localError,
  openFileInfo,
} from "./local_file.ts";
import { notePath } from "./local_name.ts";
import { type Place, placeOf } from "./local_place.ts";
import {
  type FileVersion,
  noteVersion,
  openPart,
  type Part,
  removeFile,
  removeNamedPart,
  removePart,
  sweepParts,
} from "./part_file.ts";

/** Options for writing a target. */
export interface LocalTargetOptions {
  /** `true` if the target must not exist yet. */
  readonly failIfExists: boolean;
  /**
   * `true` if the part of an earlier attempt is continued, and kept for a later
   * one.
   */
  readonly resume: boolean;
  /** `true` if only its owner may read the file, and no part of it is ever kept. */
  readonly secret?: boolean;
  /** Ends the wait for the reader of a pipe. */
  readonly signal?: AbortSignal;
  /**
   * The names in the folder of the target. A file that is created after they
   * were read is found when the target gets its name, if it must not exist yet.
   */
  readonly folder?: FolderNames | undefined;
}

/** A file that is written. */
export interface LocalTarget {
  /** The number of bytes that an earlier attempt has left. */
  readonly start: number;
  /**
   * The version of the remote file that those bytes come from, or `null` if it
   * was not recorded.
   */
  readonly version: FileVersion | null;
  /** `true` for a device or a pipe: its bytes cannot be read again. */
  readonly isStream: boolean;
  /** Returns the path at which the bytes can be read again. */
  written(): string;
  /** Writes all bytes. */
  write(bytes: Uint8Array): Promise<void>;
  /** Records the version of the remote file for a later attempt. */
  note(version: FileVersion): void;
  /** Drops the bytes that an earlier attempt has left. */
  restart(): void;
  /** Gives the target its new bytes, and a time unless it is `null`. */
  commit(modified: Date | null): Promise<void>;
  /** Lets `discard` leave the part in any case, because it may be complete. */
  keep(): void;
  /** Gives up. A part that a later attempt can continue is kept if `keep` is set. */
  discard(keep: boolean): void;
}

/**
 * Opens a target for writing.
 *
 * @throws {InternetError} ERROR_FILE_EXISTS, ERROR_PATH_NOT_FOUND, ERROR_ACCESS_DENIED,
 * ERROR_INVALID_NAME, ERROR_SHARING_VIOLATION and the like.
 */
export async function openTarget(
  path: string,
  options: LocalTargetOptions,
): Promise<LocalTarget> {
  const action = `write the file "${path}"`;
  const { failIfExists, folder } = options;
  const place = placeOf(path, action, failIfExists ? folder : undefined);
  const { info } = place;
  if (info?.isFile) removeNamedPart(place.path, info);
  if (failIfExists && (info !== null || place.path !== path)) {
    throw alreadyThere(action);
  }
  if (info === null || (info.isFile && !place.isDescriptor)) {
    // A part of an existing file gets its mode at the end: it may be a secret.
    const mode = options.secret || info !== null ? 0o600 : 0o666;
    const part = openPart(place.path, options.resume, mode, action);
    return new PartTarget(place, part, options, action);
  }
  if (info.isFile || info.isFifo || info.isCharDevice || info.isBlockDevice) {
    const { signal } = options;
    return await StreamTarget.open({ path: place.path, signal, action });
  }
  throw new InternetError(
    ERROR_ACCESS_DENIED,
    `Cannot ${action}: it is ${
      info.isDirectory ? "a directory; add the name of a file" : "not a file"
    }`,
  );
}

function alreadyThere(action: string): InternetError {
  return new InternetError(
    ERROR_FILE_EXISTS,
    `Cannot ${action}: it already exists; remove it, or let it be replaced (fFailIfExists = false, or the option overwrite)`,
  );
}

// ---- files ----

/** A target that is a file. */
class PartTarget implements LocalTarget {
  readonly isStream = false;
  readonly #place: Place;
  readonly #part: Part;
  readonly #options: LocalTargetOptions;
  readonly #action: string;
  #size: number;
  #mayHaveNote: boolean;
  /**
   * `true` if the part is kept in any case, because everything has arrived or
   * may have arrived.
   */
  #isKept = false;

  constructor(
    place: Place,
    part: Part,
    options: LocalTargetOptions,
    action: string,
  ) {
    this.#place = place;
    this.#part = part;
    this.#options = options;
    this.#action = action;
    this.#size = part.start;
    const { resume, folder } = options;
    this.#mayHaveNote = resume &&
      !(part.isNew && folder?.lacks(notePath(part.path)));
  }

  get start(): number {
    return this.#part.start;
  }

  get version(): FileVersion | null {
    return this.#part.version;
  }

  written(): string {
    // On Windows a locked file cannot be read by others.
    if (Deno.build.os === "windows") this.#part.file.unlockSync();
    return this.#part.path;
  }

  // deno-lint-ignore require-await
  async write(bytes: Uint8Array): Promise<void> {
    try {
      for (let at = 0; at < bytes.length;) {
        at += this.#part.file.writeSync(bytes.subarray(at));
      }
      this.#size += bytes.length;
    } catch (error) {
      throw localError(this.#action, error, ERROR_PATH_NOT_FOUND);
    }
  }

  note(version: FileVersion): void {
    if (!this.#options.resume) return;
    this.#mayHaveNote = true;
    noteVersion(this.#part, version);
  }

  restart(): void {
    this.#part.file.truncateSync(0);
    this.#size = 0;
    this.#part.file.seekSync(0, Deno.SeekMode.Start);
  }

  async commit(modified: Date | null): Promise<void> {
    const { file } = this.#part;
    const { info } = this.#place;
    const { secret = false } = this.#options;
    this.#isKept = !secret;
    try {
      // The program may have lost it since then.
      checkWritable(this.#action, this.#place.path);
      if (secret) await file.syncData();
      if (info !== null) keepOwner(this.#part, info, secret);
      if (modified !== null) {
        Deno.utimeSync(this.#part.path, modified, modified);
      }
      // The file stays open until then, because its lock keeps other transfers
      // from removing it.
      await patiently(() => this.#giveName(modified));
    } catch (error) {
      throw this.#kept(localError(this.#action, error, ERROR_PATH_NOT_FOUND));
    }
    closeLocked(file);
    sweepParts(this.#place.path, this.#part.slot, this.#options.folder);
  }

  /**
   * Gives the part its final name, and removes its note immediately: the
   * program may be killed.
   */
  #giveName(modified: Date | null): void {
    this.#replace(modified);
    if (this.#mayHaveNote) removeFile(notePath(this.#part.path));
  }

  #replace(modified: Date | null): void {
    const { path } = this.#part;
    const target = this.#place.path;
    if (this.#options.failIfExists) return linkOnce(path, target, this.#action);
    const names = this.#place.info === null ? 1 : linkInfo(target)?.nlink ?? 1;
    if (names === 1) return Deno.renameSync(path, target);
    overwrite(path, target);
    if (this.#options.secret) Deno.chmodSync(target, 0o600);
    if (modified !== null) Deno.utimeSync(target, modified, modified);
    removeFile(path);
  }

  /** Returns the error with the name of the part, if that has everything. */
  #kept(error: InternetError): InternetError {
    if (error.code === ERROR_FILE_EXISTS) this.#isKept = false;
    if (!this.#isKept) return error;
    return new InternetError(
      error.code,
      `Cannot ${this.#action}: all bytes are in "${this.#part.path}", which could not be renamed, so rename it yourself`,
      { cause: error },
    );
  }

  keep(): void {
    this.#isKept = true;
  }

  discard(keep: boolean): void {
    const isKept = this.#isKept ||
      (keep && this.#options.resume && this.#size > 0);
    if (!isKept) removePart(this.#part);
    closeLocked(this.#part.file);
  }
}

/** Gives a part the owner and the mode of the file that it replaces. */
function keepOwner(
  { path, file }: Part,
  { uid, gid, mode }: Deno.FileInfo,
  secret: boolean,
): void {
  if (mode === null) return; // Windows.
  const own = openFileInfo(file, path);
  try {
    // The bytes come from the network, so they never get the setuid or setgid
    // bit.
    Deno.chmodSync(path, secret ? 0o600 : mode & 0o777);
    if (own.uid !== uid || own.gid !== gid) Deno.chownSync(path, uid, gid);
  } catch {
    // The file system has no modes, or only the administrator can change the
    // owner.
  }
}

/** Gives a part the name of the target unless that exists. */
function linkOnce(part: string, target: string, action: string): void {
  try {
    Deno.linkSync(part, target);
  } catch (error) {
    if (error instanceof Deno.errors.AlreadyExists) throw error;
    // On a file system without hard links, another program could still create
    // the file in between.
    if (linkInfo(target) !== null) throw alreadyThere(action);
    return Deno.renameSync(part, target);
  }
  removeFile(part);
}

/** Overwrites a file with another one. */
function overwrite(from: string, to: string): void {
  using source = Deno.openSync(from);
  using target = Deno.openSync(to, { write: true });
  const buffer = new Uint8Array(262_144);
  for (let count; (count = source.readSync(buffer)) !== null;) {
    for (let at = 0; at < count;) {
      at += target.writeSync(buffer.subarray(at, count));
    }
  }
  target.truncateSync(target.seekSync(0, Deno.SeekMode.Current));
}

/**
 * The waits before a change is tried again, in milliseconds: a virus scanner
 * keeps a new file open for a moment.
 */
const PAUSES: readonly number[] = [10, 50, 200];

/** The codes of errors that may pass; EACCES is one on Windows only. */
const BUSY: readonly unknown[] = Deno.build.os === "windows"
  ? ["EBUSY", "EPERM", "EACCES"]
  : ["EBUSY", "EPERM"];

async function patiently(change: () => void): Promise<void> {
  for (const milliseconds of PAUSES) {
    try {
      return change();
    } catch (error) {
      if (!BUSY.includes((error as { code?: unknown }).code)) throw error;
    }
    await pause(milliseconds);
  }
  change();
}

// ---- devices and pipes ----

/** The maximum wait for the reader of a pipe in milliseconds, the same as for an FTP server. */
const READER_PATIENCE = 120_000;

/** A device, a named pipe or an open file of a process. */
interface Stream {
  readonly path: string;
  readonly signal: AbortSignal | undefined;
  readonly action: string;
}

/** A target that is a stream. */
class StreamTarget implements LocalTarget {
  readonly isStream = true;
  readonly start = 0;
  readonly version = null;
  readonly #stream: Stream;
  readonly #file: Deno.FsFile;

  private constructor(stream: Stream, file: Deno.FsFile) {
    this.#stream = stream;
    this.#file = file;
  }

  /** Opens it; opening a pipe waits for its reader. */
  static async open(stream: Stream): Promise<StreamTarget> {
    // Appends, because the program may already have written to the file.
    const opening = Deno.open(stream.path, { append: true });
    return new StreamTarget(stream, await bounded(opening, closeFile, stream));
  }

  written(): string {
    return this.#stream.path;
  }

  async write(bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length;) {
      // A copy, because an abandoned write still reads it.
      const writing = this.#file.write(bytes.slice(at));
      at += await bounded(writing, () => this.discard(), this.#stream);
    }
  }

  note(): void {}

  restart(): void {}

  keep(): void {}

  commit(): Promise<void> {
    this.discard();
    return Promise.resolve();
  }

  discard(): void {
    closeFile(this.#file);
  }
}

/** Waits a limited time for work that the reader of a pipe delays. `close` closes the pipe. */
async function bounded<Value>(
  work: Promise<Value>,
  close: (value: Value) => void,
  { path, signal, action }: Stream,
): Promise<Value> {
  const over = Promise.withResolvers<never>();
  const cancel = () => over.reject(signal?.reason);
  const timer = setTimeout(() => {
    const message = `Cannot ${action}: no process reads from the pipe`;
    over.reject(new InternetError(ERROR_TIMEOUT, message));
  }, READER_PATIENCE);
  if (signal?.aborted) cancel();
  signal?.addEventListener("abort", cancel, { once: true });
  let isDone = false;
  const done = work.finally(() => isDone = true);
  try {
    return await Promise.race([done, over.promise]);
  } catch (error) {
    if (isDone) throw localError(action, error, ERROR_PATH_NOT_FOUND);
    await release(done.then(close), path);
    throw error;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", cancel);
  }
}

/** The maximum wait for the end of abandoned work, in milliseconds. */
const RELEASE_PATIENCE = 5000;

/**
 * Ends abandoned work: a thread waits for a reader, and the program for the
 * thread.
 */
async function release(work: Promise<void>, path: string): Promise<void> {
  await settlesWithin(RELEASE_PATIENCE, readUntilEnd(work, path));
}

async function readUntilEnd(work: Promise<void>, path: string): Promise<void> {
  let isDone = false;
  let isOpen = false;
  if (!(await Deno.stat(path)).isFifo) return;
  const opening = Deno.open(path).finally(() => isOpen = true);
  // Work that ended first has closed the pipe: then the reader waits for a writer.
  const end = work.catch(() => {}).then(async () => {
    isDone = true;
    if (!isOpen) closeFile(await Deno.open(path, { append: true }));
  });
  using reader = await opening;
  const buffer = new Uint8Array(65_536);
  while (!isDone && await reader.read(buffer) !== null) { /* Drops it. */ }
  await end;
}
