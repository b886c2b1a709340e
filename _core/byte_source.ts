// Copyright 2026 the wininet authors. MIT license.

/**
 * The sources of the bytes that handles read.
 *
 * @module
 */

import type { InternetError } from "../error.ts";
import { isResizable, lostBuffer } from "../_base/buffers.ts";

/** A source of bytes that is read in order. */
export interface ByteSource {
  /**
   * Reads bytes into a buffer; returns 0 at the end. Waits until the buffer is
   * full, or with `noWait` only for the first bytes.
   */
  read(buffer: Uint8Array, noWait: boolean): Promise<number>;
  /** Returns the number of bytes that a read returns without waiting, or 0 at the end. */
  available(): Promise<number>;
  /** Closes the source before or at its end. */
  close(): Promise<void>;
}

/** The number of bytes that a source reads at a time if the program requests fewer. */
export const READ_AHEAD = 65_536;

/** Buffers of at least this size are filled directly, if that is possible. */
const SMALL = 16_384;

/** A source whose bytes arrive in pieces of any size. */
export abstract class PieceSource implements ByteSource {
  /** The bytes that have arrived and have not been read yet. */
  #ahead: Uint8Array = new Uint8Array();
  #ended = false;
  /**
   * The error after bytes were read into a buffer that the program has
   * transferred; further reads would hide that bytes are missing.
   */
  #gap: InternetError | null = null;

  /** Returns the next piece, which may be empty, or `null` at the end. */
  protected abstract pull(): Promise<Uint8Array | null>;

  /** `true` if {@linkcode pullInto} can be used now. */
  protected get direct(): boolean {
    return false;
  }

  /** Reads the next bytes into a buffer; returns the number of bytes, or 0 at the end. */
  protected pullInto(_buffer: Uint8Array): Promise<number> {
    return Promise.resolve(0);
  }

  abstract close(): Promise<void>;

  /** `true` if all bytes were read. */
  get ended(): boolean {
    return this.#ended && this.#ahead.length === 0;
  }

  /**
   * Discards the bytes that have arrived, and the end: the next bytes come from
   * another source.
   */
  protected restart(): void {
    this.#ahead = new Uint8Array();
    this.#ended = false;
    this.#gap = null;
  }

  async read(buffer: Uint8Array, noWait: boolean): Promise<number> {
    if (this.#gap !== null) throw this.#gap;
    let filled = 0;
    while (filled < buffer.length && !(noWait && filled > 0)) {
      const rest = buffer.subarray(filled);
      // The buffer size decides, so that the last bytes of a large buffer need
      // no separate pieces.
      const count = this.#ahead.length === 0 && buffer.length >= SMALL &&
          this.direct && !this.#ended && !isResizable(buffer)
        ? await this.pullInto(rest)
        : await this.#take(rest);
      if (count === 0) break;
      filled += count;
    }
    if (filled > buffer.length) throw this.#gap = lostBuffer();
    return filled;
  }

  async #take(buffer: Uint8Array): Promise<number> {
    const count = Math.min(await this.available(), buffer.length);
    // The buffer may have no room because the program has transferred it.
    if (count === 0) return 0;
    buffer.set(this.#ahead.subarray(0, count));
    this.#ahead = this.#ahead.subarray(count);
    return count;
  }

  async available(): Promise<number> {
    while (this.#ahead.length === 0 && !this.#ended) {
      const piece = await this.pull();
      if (piece === null) this.#ended = true;
      else this.#ahead = piece;
    }
    return this.#ahead.length;
  }
}
