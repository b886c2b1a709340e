// Copyright 2026 the wininet authors. MIT license.

/**
 * The destination of a download: a local file, or a stream of the program.
 *
 * @module
 */

import {
  ERROR_INVALID_DATA,
  ERROR_WRITE_FAULT,
  InternetError,
} from "../error.ts";
import { abortable } from "../_base/deadline.ts";
import { plainMessage } from "../_base/failure.ts";
import type { LocalTarget } from "../_base/local_target.ts";
import type { FileVersion } from "../_base/part_file.ts";

/** The part of a `LocalTarget` that a download needs. A stream also implements it. */
export interface Target extends
  Pick<
    LocalTarget,
    "start" | "version" | "isStream" | "write" | "note" | "commit" | "discard"
  > {
  /**
   * Discards the existing bytes; throws if that is not possible. `why` is the
   * failure that makes the transfer start again.
   */
  restart(why: InternetError | null): void;
  /** Returns the path from which the bytes can be read again, or `null` if they cannot. */
  written(): string | null;
}

/** A stream of the program, which stays open between attempts. */
export class WritableTarget implements Target {
  /** A download into a stream can be continued. */
  readonly isStream = false;
  readonly #writer: WritableStreamDefaultWriter<Uint8Array>;
  readonly #signal: AbortSignal;
  #written = 0;
  #version: FileVersion | null = null;

  constructor(stream: WritableStream<Uint8Array>, signal: AbortSignal) {
    this.#writer = stream.getWriter();
    this.#writer.closed.catch(() => {});
    this.#signal = signal;
  }

  get start(): number {
    return this.#written;
  }

  get version(): FileVersion | null {
    return this.#version;
  }

  written(): null {
    return null;
  }

  async write(bytes: Uint8Array): Promise<void> {
    // Copies the bytes, because the stream may keep its chunk and the buffer is
    // reused.
    await this.#do("write", () => this.#writer.write(bytes.slice()));
    this.#written += bytes.length;
  }

  note(version: FileVersion): void {
    this.#version = version;
  }

  restart(why: InternetError | null): void {
    if (this.#written === 0) return;
    const reason = why === null
      ? ""
      : `. It was interrupted: ${plainMessage(why)}`;
    throw new InternetError(
      ERROR_INVALID_DATA,
      `Cannot continue the download: the stream has ${this.#written} bytes already, and the server does not continue after them${reason}`,
      why === null ? {} : { cause: why },
    );
  }

  commit(): Promise<void> {
    return this.#do("close", () => this.#writer.close());
  }

  /** The stream stays open for the next attempt. */
  discard(): void {}

  /** Ends the stream with an error. */
  abort(reason: unknown): void {
    this.#writer.abort(reason).catch(() => {});
  }

  async #do(what: string, act: () => Promise<void>): Promise<void> {
    try {
      // A write may wait forever for the reader of the stream.
      await abortable(act(), this.#signal);
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : String(cause);
      const message = `Cannot ${what} the stream: ${why}`;
      throw new InternetError(ERROR_WRITE_FAULT, message, { cause });
    }
  }
}
