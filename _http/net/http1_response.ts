// Copyright 2026 the wininet authors. MIT license.

/**
 * A response on an HTTP/1.1 connection: its head, and its body, which has the
 * announced length, or consists of chunks, or lasts until the connection ends.
 *
 * Bytes of the body are read from the socket directly into the buffer of the
 * reader if that saves a copy; small reads and small chunks share the buffer of
 * the connection.
 *
 * @module
 */

import { isResizable, lostBuffer } from "../../_base/buffers.ts";
import { ChunkedFraming } from "../wire/chunked.ts";
import { WireError } from "../wire/fields.ts";
import {
  emptyLines,
  type Framing,
  headEnd,
  MAX_RESPONSE_HEAD,
  parseResponseHead,
  type ResponseHead,
  startsLikeHttp,
} from "../wire/response_head.ts";
import type { Http1Connection } from "./http1_connection.ts";
import type { IncomingBody, Stages } from "./transport.ts";

/** The minimum size in bytes of a reader's buffer that is read into directly. */
const DIRECT = 16_384;

/** The same for chunks: smaller chunks are read several at a time. */
const DIRECT_CHUNK = 65_536;

/** Reads the head of a response, and reports it; the bytes after it stay in the connection. */
export async function readResponseHead(
  connection: Http1Connection,
  stages: Pick<Stages, "head">,
): Promise<ResponseHead> {
  let searched = 0;
  let skipped = 0;
  for (;;) {
    if (connection.ready > 0 && searched === 0) {
      const empty = emptyLines(connection.bytes);
      connection.skip(empty);
      skipped += empty;
    }
    const { bytes } = connection;
    if (!startsLikeHttp(bytes)) throw otherProtocol(bytes);
    const end = headEnd(bytes, searched);
    if (skipped + (end < 0 ? bytes.length : end) > MAX_RESPONSE_HEAD) {
      throw new WireError(`its head is longer than ${MAX_RESPONSE_HEAD} bytes`);
    }
    if (end >= 0) {
      const head = bytes.subarray(0, end);
      stages.head?.("in", head);
      const parsed = parseResponseHead(head);
      connection.skip(end);
      return parsed;
    }
    searched = bytes.length;
    if (!await connection.fill()) {
      throw new Deno.errors.UnexpectedEof(
        "the server closed the connection before it had responded",
      );
    }
  }
}

/** Returns the error of a response that is not HTTP/1. */
function otherProtocol(bytes: Uint8Array): WireError {
  const TLS_ALERT = 21;
  return new WireError(
    bytes[0] === TLS_ALERT
      ? "the server speaks TLS; use https or INTERNET_FLAG_SECURE"
      : "the server did not respond in HTTP/1; check the port",
  );
}

/** The body of one response. */
export class Http1Body implements IncomingBody {
  readonly length: number | null;
  readonly #connection: Http1Connection;
  readonly #chunks: ChunkedFraming | null;
  /**
   * The number of bytes of the body that have not arrived yet; infinite if it
   * has no length.
   */
  #left: number;
  /** The framing error, which is thrown by the next read that must wait. */
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
    // In this order, because bytes that look like data may be framing.
    const due = this.#due();
    return Math.min(due, this.#connection.ready);
  }

  take(target: Uint8Array): number {
    const due = this.#due();
    if (due === 0) return 0;
    const count = this.#connection.take(target, due);
    this.#count(count);
    // The next bytes may be the end, which frees the connection.
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
      // Zero bytes were read because the program has detached the buffer.
      if (read === 0) throw lostBuffer();
      this.#count(read);
      return read;
    }
  }

  async wait(): Promise<void> {
    while (this.ready === 0 && !this.ended) await this.#fill();
  }

  /**
   * Reads the framing that has arrived; returns the number of data bytes that
   * follow it, or 0 if it is incomplete.
   */
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

  /** Handles the end of the connection, which is valid only for a body without a length. */
  #end(): void {
    if (this.#chunks === null && this.length === null) this.#left = 0;
    else {
      throw new Deno.errors.UnexpectedEof(
        "the connection ended before the response did",
      );
    }
  }
}
