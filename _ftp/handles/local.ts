// Copyright 2026 the wininet authors. MIT license.

/**
 * Files of this machine that FtpGetFile writes.
 *
 * A download goes to a file beside its target, which gets the name of the target
 * when it is whole. So there is never half a file under that name, and what was
 * there stays until then.
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

/** How a target is written. */
export interface TargetOptions {
  /** Whether it must not be there yet. */
  readonly failIfExists: boolean;
  /** Whether what an earlier attempt has left is continued, and left for a later one. */
  readonly resume: boolean;
}

/** A file that gets its name when it is whole. */
export class LocalTarget {
  /** Where it is until then. */
  readonly partPath: string;
  readonly #path: string;
  readonly #options: TargetOptions;
  readonly #action: string;
  readonly #file: Deno.FsFile;
  /** How many bytes an earlier attempt has left. */
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
   * Begins to write.
   *
   * @throws {InternetError} ERROR_FILE_EXISTS, ERROR_PATH_NOT_FOUND, ERROR_ACCESS_DENIED and the like.
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

  /** Drops what an earlier attempt has left. */
  restart(): void {
    this.#file.truncateSync(0);
    this.#size = 0;
    this.#file.seekSync(0, Deno.SeekMode.Start);
  }

  /** Gives the file its name. */
  commit(modified: Date | null): void {
    try {
      if (modified !== null) this.#file.utimeSync(modified, modified);
      close(this.#file);
      if (this.#options.failIfExists) {
        // Whoever made it meanwhile keeps it.
        close(Deno.openSync(this.#path, { write: true, createNew: true }));
      }
      Deno.renameSync(this.partPath, this.#path);
    } catch (error) {
      throw localError(this.#action, error, ERROR_PATH_NOT_FOUND);
    }
  }

  /** Gives up; what has come is kept only where it can be continued. */
  discard(keep: boolean): void {
    close(this.#file);
    if (keep && this.#options.resume && this.#size > 0) return;
    try {
      Deno.removeSync(this.partPath);
    } catch {
      // It has its name already, or somebody else has removed it.
    }
  }
}

/** A target that cannot be one is found out before anything is sent. */
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
    return; // It is not there, or opening it tells what is wrong.
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

/** Part of a name that no other transfer has. */
export function randomDigits(): string {
  return crypto.getRandomValues(new Uint8Array(4)).toHex();
}
