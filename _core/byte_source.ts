// Copyright 2026 the wininet authors. MIT license.

/**
 * The sources of the bytes that handles read.
 *
 * @module
 */

import type { InternetError } from "../error.ts";
import { isResizable, lostBuffer } from "../_base/buffers.ts";

/** A source that can be read like a file. */
export interface ByteSource {
  /** Reads; returns 0 at the end. Waits until the buffer is full, or only for the first bytes. */
  read(buffer: Uint8Array, noWait: boolean): Promise<number>;
  /** Returns the number of bytes that a read gets without waiting; 0 at the end. */
  available(): Promise<number>;
  /** Ends the source where it is. */
  close(): Promise<void>;
}

/** Bytes that a source takes at a time if a program asks for fewer. */
export const READ_AHEAD = 65_536;

/** Reads of more bytes go straight into their buffer, where that is possible. */
const SMALL = 16_384;

/** A source whose bytes come in pieces of any size. */
export abstract class PieceSource implements ByteSource {
  /** Bytes that have arrived and were not read yet. */
  #ahead: Uint8Array = new Uint8Array();
  #ended = false;
  /** Bytes were read into a buffer that the program has taken away: further reads would hide the gap. */
  #gap: InternetError | null = null;

  /** The next piece, which may be empty; `null` at the end. */
  protected abstract pull(): Promise<Uint8Array | null>;

  /** `true` if {@linkcode pullInto} can be used now. */
  protected get direct(): boolean {
    return false;
  }

  /** Reads the next bytes into a buffer; returns their number, 0 at the end. */
  protected pullInto(_buffer: Uint8Array): Promise<number> {
    return Promise.resolve(0);
  }

  abstract close(): Promise<void>;

  /** `true` if everything was read. */
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
      // Also the last bytes of a big buffer: a piece for each of them is garbage.
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
    // If nothing fits, the program may have taken the buffer away.
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
