// Copyright 2026 the wininet authors. MIT license.

/**
 * Files of this machine: reading and writing them, and the errors of the system.
 *
 * @module
 */

import {
  ERROR_ACCESS_DENIED,
  ERROR_DISK_FULL,
  ERROR_FILE_EXISTS,
  ERROR_FILE_NOT_FOUND,
  ERROR_FILENAME_EXCED_RANGE,
  ERROR_GEN_FAILURE,
  ERROR_PATH_NOT_FOUND,
  ERROR_TOO_MANY_OPEN_FILES,
  InternetError,
} from "../error.ts";
import { close } from "./connection.ts";
import { permitted } from "./permission.ts";

/** Codes of the system, and the errors of Windows for them. */
const ERRORS_BY_CODE: Readonly<Record<string, number>> = {
  EACCES: ERROR_ACCESS_DENIED,
  EDQUOT: ERROR_DISK_FULL,
  EEXIST: ERROR_FILE_EXISTS,
  EFBIG: ERROR_DISK_FULL,
  EISDIR: ERROR_ACCESS_DENIED,
  EMFILE: ERROR_TOO_MANY_OPEN_FILES,
  ENAMETOOLONG: ERROR_FILENAME_EXCED_RANGE,
  ENFILE: ERROR_TOO_MANY_OPEN_FILES,
  ENOSPC: ERROR_DISK_FULL,
  ENOTDIR: ERROR_PATH_NOT_FOUND,
  EPERM: ERROR_ACCESS_DENIED,
  EROFS: ERROR_ACCESS_DENIED,
};

/** Returns an error of the system as an InternetError; `missing` is the code of a missing file. */
export function localError(
  action: string,
  cause: unknown,
  missing: number,
): InternetError {
  const error = cause as { code?: unknown; message?: unknown; name?: unknown };
  const code = error.name === "NotCapable"
    ? ERROR_ACCESS_DENIED
    : error.code === "ENOENT"
    ? missing
    : ERRORS_BY_CODE[String(error.code)] ?? ERROR_GEN_FAILURE;
  return new InternetError(code, `Cannot ${action}: ${error.message}`, {
    cause,
  });
}

/** Throws ERROR_ACCESS_DENIED if the program may not read or write a file: Deno would ask the user. */
export function checkPermission(
  action: string,
  name: "read" | "write",
  path: string,
): void {
  if (permitted({ name, path })) return;
  throw new InternetError(
    ERROR_ACCESS_DENIED,
    `Cannot ${action}: the program has no permission, run it with --allow-${name}`,
  );
}

/** A file that is read. */
export class LocalSource implements Disposable {
  /** The size in bytes. */
  readonly size: number;
  /** The time of the last change; `null` if the system does not have it. */
  readonly modified: Date | null;
  readonly #file: Deno.FsFile;
  readonly #action: string;

  private constructor(file: Deno.FsFile, info: Deno.FileInfo, action: string) {
    this.#file = file;
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
    checkPermission(action, "read", path);
    let file: Deno.FsFile | null = null;
    try {
      // Opening a pipe would block the whole program until the other end is opened.
      if (Deno.statSync(path).isFile) {
        file = Deno.openSync(path);
        const info = file.statSync();
        if (info.isFile) return new LocalSource(file, info, action);
      }
    } catch (error) {
      close(file);
      throw localError(action, error, ERROR_FILE_NOT_FOUND);
    }
    close(file);
    throw new InternetError(
      ERROR_ACCESS_DENIED,
      `Cannot ${action}: it is no file`,
    );
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
    close(this.#file);
  }
}

/** Options for writing a target. */
export interface LocalTargetOptions {
  /** True if the target must not exist yet. */
  readonly failIfExists: boolean;
  /**
   * True if the part file of an earlier attempt is continued, and kept for a
   * later one.
   */
  readonly resume: boolean;
}

/**
 * A file that is written. It is a part file next to its target, and renamed to the
 * target when it is complete: there is never an incomplete file under that name, and
 * an existing file stays until then.
 */
export class LocalTarget {
  /** The path of the file until then. */
  readonly partPath: string;
  readonly #path: string;
  readonly #options: LocalTargetOptions;
  readonly #action: string;
  readonly #file: Deno.FsFile;
  #isKept = false;
  /** The number of bytes that an earlier attempt has left. */
  readonly start: number;
  #size: number;

  private constructor(
    path: string,
    partPath: string,
    options: LocalTargetOptions,
    file: Deno.FsFile,
    start: number,
  ) {
    this.#path = path;
    this.partPath = partPath;
    this.#options = options;
    this.#file = file;
    this.start = this.#size = start;
    this.#action = `write the file "${path}"`;
  }

  /**
   * Opens the part file for writing.
   *
   * @throws {InternetError} ERROR_FILE_EXISTS, ERROR_PATH_NOT_FOUND,
   * ERROR_ACCESS_DENIED and the like.
   */
  static open(path: string, options: LocalTargetOptions): LocalTarget {
    const action = `write the file "${path}"`;
    checkPermission(action, "write", path);
    checkLocalTarget(path, action, options.failIfExists);
    const suffix = options.resume ? "" : `.${randomDigits()}`;
    const partPath = `${path}${suffix}.part`;
    checkPermission(action, "write", partPath);
    try {
      const file = Deno.openSync(partPath, {
        write: true,
        create: true,
        createNew: !options.resume,
      });
      const start = options.resume ? file.seekSync(0, Deno.SeekMode.End) : 0;
      return new LocalTarget(path, partPath, options, file, start);
    } catch (error) {
      throw localError(action, error, ERROR_PATH_NOT_FOUND);
    }
  }

  /** Writes all bytes. */
  write(bytes: Uint8Array): void {
    try {
      for (let at = 0; at < bytes.length;) {
        at += this.#file.writeSync(bytes.subarray(at));
      }
      this.#size += bytes.length;
    } catch (error) {
      throw localError(this.#action, error, ERROR_PATH_NOT_FOUND);
    }
  }

  /** Drops the bytes that an earlier attempt has left. */
  restart(): void {
    this.#file.truncateSync(0);
    this.#size = 0;
    this.#file.seekSync(0, Deno.SeekMode.Start);
  }

  /** Renames the part file to the target. */
  commit(modified: Date | null): void {
    try {
      if (modified !== null) this.#file.utimeSync(modified, modified);
      close(this.#file);
      if (this.#options.failIfExists) {
        // Fails if the target was created in the meantime, and so keeps it.
        close(Deno.openSync(this.#path, { write: true, createNew: true }));
      }
      Deno.renameSync(this.partPath, this.#path);
    } catch (error) {
      throw localError(this.#action, error, ERROR_PATH_NOT_FOUND);
    }
  }

  /** Lets `discard` leave the part file in any case: it may be complete. */
  keep(): void {
    this.#isKept = true;
  }

  /**
   * Gives up. Without {@linkcode keep}, the part file is kept only if `keep` is set and a later attempt
   * can continue it.
   */
  discard(keep: boolean): void {
    close(this.#file);
    if (this.#isKept) return;
    if (keep && this.#options.resume && this.#size > 0) return;
    try {
      Deno.removeSync(this.partPath);
    } catch {
      // The part file was renamed already, or another program has removed it.
    }
  }
}

/** Rejects a target that cannot be written, before anything is sent. */
function checkLocalTarget(
  path: string,
  action: string,
  failIfExists: boolean,
): void {
  if (!permitted({ name: "read", path })) return;
  let info: Deno.FileInfo;
  try {
    info = Deno.lstatSync(path);
  } catch {
    return; // It does not exist, or opening the part file reports the error.
  }
  if (failIfExists) {
    throw new InternetError(
      ERROR_FILE_EXISTS,
      `Cannot ${action}: it is there already`,
    );
  }
  if (info.isDirectory) {
    throw new InternetError(
      ERROR_ACCESS_DENIED,
      `Cannot ${action}: it is a directory`,
    );
  }
}

/** Returns random hex digits, for a name that no other transfer uses. */
export function randomDigits(): string {
  return crypto.getRandomValues(new Uint8Array(4)).toHex();
}
