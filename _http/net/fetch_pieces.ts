// Copyright 2026 the wininet authors. MIT license.

/**
 * The pieces of a body as `fetch` gives them, read into a buffer that is used
 * again and again.
 *
 * @module
 */

/** The most that is asked of `fetch` at once: more brings no more speed. */
const BIG_PIECE = 1048576;

/** The least: a smaller buffer would only mean more calls. */
const SMALL_PIECE = 16384;

const NOTHING = new Uint8Array(0);

/** Reads the pieces of one body, in order. */
export class PieceReader {
  readonly #reader: ReadableStreamBYOBReader;
  #buffer: ArrayBuffer = NOTHING.buffer;

  constructor(body: ReadableStream<Uint8Array<ArrayBuffer>>) {
    this.#reader = body.getReader({ mode: "byob" });
  }

  /**
   * The next piece, empty at the end. The piece before it is overwritten.
   *
   * @param wanted Bytes that the program waits for.
   * @param left Bytes that the body still has; `null` when that is not known.
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

  /** Whether nothing comes any more; to be asked when everything that was announced has come. */
  async atEnd(): Promise<boolean> {
    // Not the buffer: the last piece still lies in it.
    return (await this.#reader.read(new Uint8Array(1))).done;
  }
}

function pieceSize(wanted: number, left: number | null): number {
  const size = Math.min(Math.max(wanted, SMALL_PIECE), BIG_PIECE);
  return left === null ? size : Math.max(1, Math.min(size, left));
}
