// Copyright 2026 the wininet authors. MIT license.

/**
 * Local files that FtpGetFile writes.
 *
 * A download goes to a file next to its target, which is renamed to the target
 * when it is complete. So there is never an incomplete file under that name,
 * and an existing file stays until then.
 *
 * @module
 */

import {
  ERROR_ACCESS_DENIED,
  ERROR_FILE_EXISTS,
  ERROR_PATH_NOT_FOUND,
  InternetError,
} from "../../error.ts";
import { close } from "../../_net/connection.ts";
import { checkPermission, localError } from "../../_net/local_file.ts";
import { permitted } from "../../_net/permission.ts";

/** Options for writing a target. */
export interface TargetOptions {
  /** True if the target must not exist yet. */
  readonly failIfExists: boolean;
  /**
   * True if the part file of an earlier attempt is continued, and kept for a
   * later one.
   */
  readonly resume: boolean;
}

/** A file that gets its name when it is complete. */
export class LocalTarget {
  /** The path of the file until then. */
  readonly partPath: string;
  readonly #path: string;
  readonly #options: TargetOptions;
  readonly #action: string;
  readonly #file: Deno.FsFile;
  /** The number of bytes that an earlier attempt has left. */
  readonly start: number;
  #size: number;

  private constructor(
    path: string,
    partPath: string,
    options: TargetOptions,
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
  static open(path: string, options: TargetOptions): LocalTarget {
    const action = `write the file "${path}"`;
    checkPermission(action, "write", path);
    checkTarget(path, action, options.failIfExists);
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

  /**
   * Gives up. The part file is kept only if `keep` is set and a later attempt
   * can continue it.
   */
  discard(keep: boolean): void {
    close(this.#file);
    if (keep && this.#options.resume && this.#size > 0) return;
    try {
      Deno.removeSync(this.partPath);
    } catch {
      // The part file was renamed already, or another program has removed it.
    }
  }
}

/** Rejects a target that cannot be written, before anything is sent. */
function checkTarget(
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
