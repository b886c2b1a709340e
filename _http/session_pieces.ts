// Copyright 2026 the wininet authors. MIT license.

/**
 * The pieces of a body as `fetch` gives them, read into buffers that are used
 * again and again.
 *
 * While one piece is handed out, the next one is already being read, as soon as
 * a body has shown that it is big and flows: then the network does not wait for
 * the program, and no more than one piece lies ahead.
 *
 * @module
 */

/** The most that is asked of `fetch` at once. */
export const BIG_PIECE = 262144;

/** The least: a smaller buffer would only mean more calls. */
const SMALL_PIECE = 16384;

/** Behind a piece of this size the next one is read ahead. */
const FLOWING = 65536;

type Piece = ReadableStreamReadResult<Uint8Array<ArrayBuffer>>;

/** Reads the pieces of one body, in order. */
export class PieceReader {
  readonly #body: ReadableStream<Uint8Array<ArrayBuffer>>;
  #reader: ReadableStreamBYOBReader | null = null;
  /** The buffer of the piece that was given out last. */
  #given: ArrayBuffer | null = null;
  /** A buffer that nobody uses. */
  #spare: ArrayBuffer | null = null;
  #ahead: Promise<Piece> | null = null;

  constructor(body: ReadableStream<Uint8Array<ArrayBuffer>>) {
    this.#body = body;
  }

  /**
   * The next piece, `null` at the end. The piece before it is overwritten.
   *
   * @param wanted Bytes that the program waits for.
   * @param left Bytes that the body still has; `null` when that is not known.
   */
  async next(wanted: number, left: number | null): Promise<Uint8Array | null> {
    this.#spare ??= this.#given;
    this.#given = null;
    const { value, done } = await (this.#ahead ?? this.#read(wanted, left));
    this.#ahead = null;
    if (done) return null;
    this.#given = value.buffer;
    if (value.length >= FLOWING && (left === null || value.length < left)) {
      this.#readAhead(left === null ? null : left - value.length);
    }
    return value;
  }

  /** Whether nothing comes any more; to be asked when everything that was announced has come. */
  async atEnd(): Promise<boolean> {
    const { done } = await (this.#ahead ??
      this.#start(new Uint8Array(new ArrayBuffer(1))));
    this.#ahead = null;
    return done;
  }

  #readAhead(left: number | null): void {
    this.#ahead = this.#read(BIG_PIECE, left);
    // Whoever asks for the piece gets the error; nobody may ask any more.
    this.#ahead.catch(() => {});
  }

  #read(wanted: number, left: number | null): Promise<Piece> {
    const buffer = this.#spare ?? new ArrayBuffer(pieceSize(wanted, left));
    this.#spare = null;
    return this.#start(new Uint8Array(buffer));
  }

  #start(view: Uint8Array<ArrayBuffer>): Promise<Piece> {
    this.#reader ??= this.#body.getReader({ mode: "byob" });
    return this.#reader.read(view);
  }
}

function pieceSize(wanted: number, left: number | null): number {
  const size = Math.min(Math.max(wanted, SMALL_PIECE), BIG_PIECE);
  return left === null ? size : Math.max(1, Math.min(size, left));
}
