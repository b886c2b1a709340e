// Copyright 2026 the wininet authors. MIT license.

/**
 * A temporary file for a response that is not stored, for INTERNET_FLAG_NEED_FILE.
 *
 * @module
 */

import { closeFile } from "../_base/local_file.ts";
import { removeFile } from "../_base/part_file.ts";
import type { BodyWriter } from "./response_cache.ts";

/** A file that is removed when it is abandoned, and never stored. */
export class TemporaryFile implements BodyWriter {
  readonly #path: string;
  readonly #file: Deno.FsFile;
  #size = 0;

  /** Makes an empty file. */
  constructor(extension: string | null) {
    const suffix = extension === null ? "" : `.${extension}`;
    this.#path = Deno.makeTempFileSync({ prefix: "wininet-", suffix });
    this.#file = Deno.openSync(this.#path, { read: true, write: true });
  }

  get size(): number {
    return this.#size;
  }

  path(): string {
    return this.#path;
  }

  write(bytes: Uint8Array): void {
    this.#file.seekSync(this.#size, Deno.SeekMode.Start);
    for (let at = 0; at < bytes.length;) {
      at += this.#file.writeSync(bytes.subarray(at));
    }
    this.#size += bytes.length;
  }

  read(position: number, buffer: Uint8Array): number {
    this.#file.seekSync(position, Deno.SeekMode.Start);
    return this.#file.readSync(buffer) ?? 0;
  }

  commit(): null {
    return null;
  }

  abandon(): void {
    closeFile(this.#file);
    removeFile(this.#path);
  }
}
