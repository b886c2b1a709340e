// Copyright 2026 the wininet authors. MIT license.

/**
 * Files of this machine: reading them, and the errors of the system. Files are written
 * by `local_target.ts`.
 *
 * @module
 */

import {
  ERROR_ACCESS_DENIED,
  ERROR_CANT_RESOLVE_FILENAME,
  ERROR_DISK_FULL,
  ERROR_FILE_EXISTS,
  ERROR_FILE_NOT_FOUND,
  ERROR_FILENAME_EXCED_RANGE,
  ERROR_GEN_FAILURE,
  ERROR_NOT_SAME_DEVICE,
  ERROR_NOT_SUPPORTED,
  ERROR_PATH_NOT_FOUND,
  ERROR_SHARING_VIOLATION,
  ERROR_TOO_MANY_OPEN_FILES,
  ERROR_WRITE_FAULT,
  InternetError,
} from "../error.ts";
import { hexHash, nameStart } from "./local_name.ts";
import { permitted } from "./permission.ts";

const NO_SPACE = "the disk is full; free some space";
const NOT_ALLOWED =
  "the system does not allow it; check the owner and the mode of the path";
const TOO_MANY_FILES =
  "the program or the system has too many open files; close some";
const NOT_SUPPORTED = "the file system does not support it; use another one";

/** Codes of the system: the errors of Windows for them, and what to do. */
const ERRORS_BY_CODE: Readonly<
  Record<string, readonly [code: number, why: string]>
> = {
  EACCES: [ERROR_ACCESS_DENIED, NOT_ALLOWED],
  EBUSY: [ERROR_SHARING_VIOLATION, "it is in use; try again later"],
  EDQUOT: [
    ERROR_DISK_FULL,
    "the quota of the disk is used up; free some space",
  ],
  EEXIST: [ERROR_FILE_EXISTS, "it already exists; remove it first"],
  EFBIG: [ERROR_DISK_FULL, "the file is too big for the file system"],
  EISDIR: [ERROR_ACCESS_DENIED, "it is a directory; add the name of a file"],
  ELOOP: [ERROR_CANT_RESOLVE_FILENAME, "its symbolic links form a loop"],
  EMFILE: [ERROR_TOO_MANY_OPEN_FILES, TOO_MANY_FILES],
  ENAMETOOLONG: [
    ERROR_FILENAME_EXCED_RANGE,
    "the name is too long; shorten it",
  ],
  ENFILE: [ERROR_TOO_MANY_OPEN_FILES, TOO_MANY_FILES],
  ENOSPC: [ERROR_DISK_FULL, NO_SPACE],
  ENOTDIR: [
    ERROR_PATH_NOT_FOUND,
    "a part of the path is a file and not a directory; check the path",
  ],
  ENOTSUP: [ERROR_NOT_SUPPORTED, NOT_SUPPORTED],
  EOPNOTSUPP: [ERROR_NOT_SUPPORTED, NOT_SUPPORTED],
  EPERM: [ERROR_ACCESS_DENIED, NOT_ALLOWED],
  EPIPE: [ERROR_WRITE_FAULT, "no process reads from the pipe"],
  EROFS: [ERROR_ACCESS_DENIED, "the file system is read-only"],
  EXDEV: [ERROR_NOT_SAME_DEVICE, "the two paths are on different disks"],
};

/** Returns an error of the system as an InternetError; `missing` is the code of a missing file. */
export function localError(
  action: string,
  cause: unknown,
  missing: number,
): InternetError {
  if (cause instanceof InternetError) return cause;
  const error = cause as { code?: unknown; message?: unknown; name?: unknown };
  const [code, why] = error.name === "NotCapable"
    ? [ERROR_ACCESS_DENIED, error.message]
    : error.code === "ENOENT"
    ? [missing, MISSING[missing] ?? error.message]
    : ERRORS_BY_CODE[String(error.code)] ?? [ERROR_GEN_FAILURE, error.message];
  return new InternetError(code, `Cannot ${action}: ${why}`, { cause });
}

/** The advice for a path that does not exist, by error code. */
const MISSING: Readonly<Record<number, string>> = {
  [ERROR_FILE_NOT_FOUND]: "it does not exist; check the path",
  [ERROR_PATH_NOT_FOUND]:
    "a directory of the path does not exist; create it or check the path",
};

/** A kind of permission for a path. */
type PathAccess = "read" | "write";

/**
 * Throws ERROR_ACCESS_DENIED if the program has no permission for these kinds
 * of access to a path: Deno would ask the user.
 */
export function checkPermission(
  action: string,
  path: string,
  ...names: readonly PathAccess[]
): void {
  checkAccess(action, path, names, path);
}

/**
 * Throws ERROR_ACCESS_DENIED if the program has no permission to write a file.
 * Its part has another name, so that the program needs the permission for the
 * directory.
 */
export function checkWritable(action: string, path: string): void {
  const folder = path.slice(0, nameStart(path)) || ".";
  checkAccess(action, path, ["read", "write"], folder);
}

/** @param needed The path to grant. */
function checkAccess(
  action: string,
  path: string,
  names: readonly PathAccess[],
  needed: string,
): void {
  if (names.every((name) => permitted({ name, path }))) return;
  const missing = names.filter((name) =>
    !permitted({ name, path }) || !permitted({ name, path: needed })
  );
  throw new InternetError(
    ERROR_ACCESS_DENIED,
    `Cannot ${action}: the program has no permission for "${path}"; run it with ${
      missing.map((name) => `--allow-${name}=${needed}`).join(" ")
    }`,
  );
}

/** Returns the entry at a path, without following a link; `null` if there is none. */
export function linkInfo(path: string): Deno.FileInfo | null {
  try {
    return Deno.lstatSync(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}

/**
 * Returns information about an open file. Deno requires permission for the
 * target of the links in its path. If the program has it only for the path
 * itself, the path is used.
 */
export function openFileInfo(file: Deno.FsFile, path: string): Deno.FileInfo {
  return permitsEnd(path) ? file.statSync() : Deno.statSync(path);
}

function permitsEnd(path: string): boolean {
  if (permitted({ name: "read" })) return true;
  return permitted({ name: "read", path: Deno.realPathSync(path) });
}

/** Closes a file that may be closed already. */
export function closeFile(file: Deno.FsFile | null): void {
  try {
    file?.close();
  } catch {
    // It was closed already.
  }
}

/**
 * Closes a locked file. Closing alone would not always end the lock: a child
 * process that is being started has a copy of the descriptor for a moment.
 */
export function closeLocked(file: Deno.FsFile | null): void {
  try {
    file?.unlockSync();
  } catch {
    // The file system has no locks, or the file was closed already.
  }
  closeFile(file);
}

/** A file that is read. */
export class LocalSource implements Disposable {
  /** The size in bytes. */
  readonly size: number;
  /** The modification time; `null` if the system does not report it. */
  readonly modified: Date | null;
  readonly #file: Deno.FsFile;
  readonly #path: string;
  readonly #action: string;

  private constructor(
    file: Deno.FsFile,
    info: Deno.FileInfo,
    path: string,
    action: string,
  ) {
    this.#file = file;
    this.#path = path;
    this.#action = action;
    this.size = info.size;
    this.modified = info.mtime;
  }

  /**
   * Opens a file.
   *
   * @throws {InternetError} ERROR_FILE_NOT_FOUND, ERROR_ACCESS_DENIED and the like.
   */
  static open(path: string): LocalSource {
    const action = `read the file "${path}"`;
    checkPermission(action, path, "read");
    let file: Deno.FsFile | null = null;
    try {
      // Opening a pipe would block the whole program until the other end is opened.
      if (Deno.statSync(path).isFile) {
        file = Deno.openSync(path);
        const info = openFileInfo(file, path);
        if (info.isFile) return new LocalSource(file, info, path, action);
      }
    } catch (error) {
      closeFile(file);
      throw localError(action, error, ERROR_FILE_NOT_FOUND);
    }
    closeFile(file);
    throw new InternetError(
      ERROR_ACCESS_DENIED,
      `Cannot ${action}: it must be a regular file, not a directory or a device`,
    );
  }

  /** The version of the file, its size and time, as eight hex digits. */
  get version(): string {
    return hexHash(`${this.size}/${this.modified?.getTime() ?? ""}`);
  }

  /** Returns `true` if the file was changed after a time of whole seconds. */
  isNewerThan(time: Date): boolean {
    return this.modified !== null &&
      Math.floor(this.modified.getTime() / 1000) > time.getTime() / 1000;
  }

  /** Returns `true` if the file has changed since it was opened. */
  hasChanged(): boolean {
    checkPermission(this.#action, this.#path, "read");
    const { size, mtime } = openFileInfo(this.#file, this.#path);
    return size !== this.size || mtime?.getTime() !== this.modified?.getTime();
  }

  /** Moves to a byte. */
  seek(offset: number): void {
    this.#file.seekSync(offset, Deno.SeekMode.Start);
  }

  /** Reads; returns 0 at the end. */
  read(buffer: Uint8Array): number {
    try {
      return this.#file.readSync(buffer) ?? 0;
    } catch (error) {
      throw localError(this.#action, error, ERROR_FILE_NOT_FOUND);
    }
  }

  [Symbol.dispose](): void {
    closeFile(this.#file);
  }
}

/** Returns random hex digits, for a name that no other transfer uses. */
export function randomDigits(): string {
  return crypto.getRandomValues(new Uint8Array(4)).toHex();
}
