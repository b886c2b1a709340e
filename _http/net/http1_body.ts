// Copyright 2026 the wininet authors. MIT license.

/**
 * The body of a response on an HTTP/1.1 connection: as many bytes as were
 * announced, or chunks, or all that comes until the connection ends.
 *
 * Bytes go from the socket straight into the buffer of the reader where that
 * saves a copy; small reads and small chunks share the buffer of the connection.
 *
 * @module
 */

import { isResizable, lostBuffer } from "../../_base/buffers.ts";
import { ChunkedFraming } from "../wire/chunked.ts";
import type { Framing } from "../wire/response_head.ts";
import type { Http1Connection } from "./http1_connection.ts";
import type { IncomingBody } from "./transport.ts";

/** A reader's buffer from this size on is read into directly. */
const DIRECT = 16_384;

/** A chunk from this size on is; smaller ones come several at a time. */
const DIRECT_CHUNK = 65_536;

/** The body of one response. */
export class Http1Body implements IncomingBody {
  readonly length: number | null;
  readonly #connection: Http1Connection;
  readonly #chunks: ChunkedFraming | null;
  /** Bytes that still come; of a body without a length, any number. */
  #left: number;
  /** What is wrong with the framing; told by the next read that waits. */
  #fault: unknown = null;

  constructor(connection: Http1Connection, framing: Framing) {
    this.#connection = connection;
    this.#chunks = framing.kind === "chunked" ? new ChunkedFraming() : null;
    this.length = framing.kind === "length" ? framing.length : null;
    this.#left = this.length ?? Infinity;
  }

  get ended(): boolean {
    return this.#chunks?.ended ?? this.#left === 0;
  }

  get ready(): number {
    // In this order: what looks like data may be framing.
    const due = this.#due();
    return Math.min(due, this.#connection.ready);
  }

  take(target: Uint8Array): number {
    const due = this.#due();
    if (due === 0) return 0;
    const count = this.#connection.take(target, due);
    this.#count(count);
    // What follows may be the end, and the end frees the connection.
    if (count > 0) this.#due();
    return count;
  }

  async read(target: Uint8Array): Promise<number> {
    for (;;) {
      const count = this.take(target);
      if (count > 0 || this.ended || target.length === 0) return count;
      const room = Math.min(target.length, this.#due());
      const direct = this.#chunks === null ? DIRECT : DIRECT_CHUNK;
      if (room < direct || isResizable(target)) {
        await this.#fill();
        continue;
      }
      const read = await this.#connection.readInto(target.subarray(0, room));
      if (read === null) {
        this.#end();
        continue;
      }
      // Nothing was read into nothing: the program has taken the buffer away.
      if (read === 0) throw lostBuffer();
      this.#count(read);
      return read;
    }
  }

  async wait(): Promise<void> {
    while (this.ready === 0 && !this.ended) await this.#fill();
  }

  /** Bytes of data that come next, once the framing before them was read; 0 if that is not there yet. */
  #due(): number {
    const chunks = this.#chunks;
    if (chunks === null) return this.#left;
    if (chunks.left === 0 && !chunks.ended && this.#connection.ready > 0) {
      try {
        this.#connection.skip(chunks.push(this.#connection.bytes));
      } catch (error) {
        this.#fault ??= error;
      }
    }
    return chunks.left;
  }

  #count(bytes: number): void {
    if (bytes === 0) return;
    if (this.#chunks === null) this.#left -= bytes;
    else this.#chunks.take(bytes);
  }

  async #fill(): Promise<void> {
    if (this.#fault !== null) throw this.#fault;
    if (!await this.#connection.fill()) this.#end();
  }

  /** The connection has ended: that is the end of a body without a length, and of no other. */
  #end(): void {
    if (this.#chunks === null && this.length === null) this.#left = 0;
    else {
      throw new Deno.errors.UnexpectedEof(
        "the connection ended before the response did",
      );
    }
  }
}
