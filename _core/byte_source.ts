// Copyright 2026 the wininet authors. MIT license.

/**
 * What a handle reads its bytes from.
 *
 * @module
 */

import type { InternetError } from "../error.ts";
import { isResizable, lostBuffer } from "../_base/buffers.ts";

/** What can be read like a file. */
export interface ByteSource {
  /** Reads; 0 at the end. Waits until the buffer is full, or only for the first bytes. */
  read(buffer: Uint8Array, noWait: boolean): Promise<number>;
  /** How much a read gets without waiting; 0 at the end. */
  available(): Promise<number>;
  /** Ends it where it is. */
  close(): Promise<void>;
}

/** Reads that want more go straight into their buffer, where that is possible. */
const SMALL = 16_384;

/** A source whose bytes come in pieces of any size. */
export abstract class PieceSource implements ByteSource {
  /** What has come and was not read. */
  #ahead: Uint8Array = new Uint8Array();
  #ended = false;
  /** Bytes were read into a buffer that the program has taken away: what follows would hide the gap. */
  #gap: InternetError | null = null;

  /** The next piece, which may be empty; `null` at the end. */
  protected abstract pull(): Promise<Uint8Array | null>;

  /** Whether {@linkcode pullInto} can be used now. */
  protected get direct(): boolean {
    return false;
  }

  /** Puts the next bytes into a buffer; answers how many, 0 at the end. */
  protected pullInto(_buffer: Uint8Array): Promise<number> {
    return Promise.resolve(0);
  }

  abstract close(): Promise<void>;

  /** Whether everything was read. */
  get ended(): boolean {
    return this.#ended && this.#ahead.length === 0;
  }

  /** Forgets what has come and that it has ended: what follows comes from elsewhere. */
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
    // Where nothing fits, the program may have taken the buffer away.
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
