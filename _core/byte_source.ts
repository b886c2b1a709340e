// Copyright 2026 the wininet authors. MIT license.

/**
 * What a handle reads its bytes from.
 *
 * @module
 */

/** What can be read like a file. */
export interface ByteSource {
  /** Reads; 0 at the end. Waits until the buffer is full, or only for the first bytes. */
  read(buffer: Uint8Array, noWait: boolean): Promise<number>;
  /** How much a read gets without waiting; 0 at the end. */
  available(): Promise<number>;
  /** Ends it where it is. */
  close(): Promise<void>;
}

/** A source whose bytes come in pieces of any size. */
export abstract class PieceSource implements ByteSource {
  /** What has come and was not read. */
  #ahead: Uint8Array = new Uint8Array();
  #ended = false;

  /** The next piece, which may be empty; `null` at the end. */
  protected abstract pull(): Promise<Uint8Array | null>;

  abstract close(): Promise<void>;

  async read(buffer: Uint8Array, noWait: boolean): Promise<number> {
    let filled = 0;
    while (filled < buffer.length && !(noWait && filled > 0)) {
      const count = Math.min(await this.available(), buffer.length - filled);
      if (count === 0) break;
      buffer.set(this.#ahead.subarray(0, count), filled);
      this.#ahead = this.#ahead.subarray(count);
      filled += count;
    }
    return filled;
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
