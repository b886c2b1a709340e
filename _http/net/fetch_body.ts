// Copyright 2026 the wininet authors. MIT license.

/**
 * The body of a response of `fetch`.
 *
 * @module
 */

import type { IncomingBody } from "./transport.ts";

/**
 * A body of up to this many bytes is taken whole if the reader's buffer can
 * hold it: one call instead of three.
 */
const SMALL_BODY = 65_536;

/** The number of bytes to request if the reader does not specify one. */
const PIECE = 262_144;

/**
 * Statuses without a body in `fetch`; reading `body` would create a stream,
 * which small responses do not need.
 */
const BODILESS_STATUSES: ReadonlySet<number> = new Set([101, 204, 205, 304]);

/**
 * The maximum number of bytes to request from `fetch` at a time: larger pieces
 * are not faster.
 */
const BIG_PIECE = 1048576;

/** The minimum number of bytes to request: a smaller buffer would only need more calls. */
const SMALL_PIECE = 16384;

const NOTHING = new Uint8Array();

/** The body of one response. */
export class FetchBody implements IncomingBody {
  readonly length: number | null;
  readonly #response: Response;
  #pieces: PieceReader | null = null;
  /** The bytes that were taken from `fetch` and not read yet. */
  #memory: Uint8Array = NOTHING;
  #taken = 0;
  #isOver: boolean;

  constructor(response: Response, method: string) {
    this.#response = response;
    this.length = bodyLength(method, response);
    this.#isOver = BODILESS_STATUSES.has(response.status);
  }

  get ready(): number {
    return this.#memory.length;
  }

  get ended(): boolean {
    return this.#isOver && this.#memory.length === 0;
  }

  take(target: Uint8Array): number {
    const count = Math.min(this.#memory.length, target.length);
    if (count > 0) {
      target.set(this.#memory.subarray(0, count));
      this.#memory = this.#memory.subarray(count);
    }
    return count;
  }

  async read(target: Uint8Array, all: boolean): Promise<number> {
    if (this.ready === 0 && !this.#isOver) {
      if (all && this.#isSmallFor(target)) await this.#takeWhole();
      else await this.#pull(target.length);
    }
    return this.take(target);
  }

  async wait(): Promise<void> {
    if (this.length === 0 && !this.#isOver) await this.#takeWhole();
    else if (this.ready === 0 && !this.#isOver) await this.#pull(PIECE);
  }

  #isSmallFor({ length }: Uint8Array): boolean {
    return this.#pieces === null && this.length !== null &&
      this.length <= SMALL_BODY && this.length <= length;
  }

  async #takeWhole(): Promise<void> {
    this.#memory = new Uint8Array(await this.#response.arrayBuffer());
    this.#isOver = true;
  }

  async #pull(wanted: number): Promise<void> {
    const pieces = this.#pieces ??= new PieceReader(this.#response.body!);
    const left = this.length === null ? null : this.length - this.#taken;
    const piece = await pieces.next(wanted, left);
    this.#memory = piece;
    this.#taken += piece.length;
    // For a body of known length one more read sees the end and frees the
    // connection.
    this.#isOver = piece.length === 0 ||
      this.#taken === this.length && await pieces.atEnd();
  }
}

/** Returns the length of a response's body in bytes, or `null` if it is not known. */
function bodyLength(
  method: string,
  { status, headers }: Response,
): number | null {
  if (method === "HEAD" || BODILESS_STATUSES.has(status)) return 0;
  const length = headers.get("content-length");
  if (length === null || headers.has("transfer-encoding")) return null;
  return /^\d+$/.test(length) ? Number(length) : null;
}

/** Reads the pieces of one body, in order. */
class PieceReader {
  readonly #reader: ReadableStreamBYOBReader;
  #buffer: ArrayBuffer = NOTHING.buffer;

  constructor(body: ReadableStream<Uint8Array<ArrayBuffer>>) {
    this.#reader = body.getReader({ mode: "byob" });
  }

  /**
   * Returns the next piece, which is empty at the end and overwrites the piece
   * before it.
   *
   * @param wanted The number of bytes that the program waits for.
   * @param left The number of bytes that the body still has, or `null` if it is
   * not known.
   */
  async next(wanted: number, left: number | null): Promise<Uint8Array> {
    const size = pieceSize(wanted, left);
    const buffer = this.#buffer.byteLength < size
      ? new ArrayBuffer(size)
      : this.#buffer;
    this.#buffer = NOTHING.buffer;
    const view = new Uint8Array(buffer);
    const { value } = await this.#reader.read(view);
    if (value === undefined) return NOTHING;
    this.#buffer = value.buffer;
    return value;
  }

  /** Returns true if the body has ended; called after all announced bytes have arrived. */
  async atEnd(): Promise<boolean> {
    // Not read into the buffer, which still holds the last piece.
    return (await this.#reader.read(new Uint8Array(1))).done;
  }
}

function pieceSize(wanted: number, left: number | null): number {
  const size = Math.min(Math.max(wanted, SMALL_PIECE), BIG_PIECE);
  return left === null ? size : Math.max(1, Math.min(size, left));
}
