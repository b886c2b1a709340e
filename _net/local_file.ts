// Copyright 2026 the wininet authors. MIT license.

/**
 * Files of this machine: reading them, and the errors of the system.
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
      `Cannot ${action}: it must be a regular file`,
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
