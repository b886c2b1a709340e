// Copyright 2026 the wininet authors. MIT license.

/**
 * Where the data of a reply ends, and which dots in it are not of the data.
 *
 * Gopher+ tells the form in the header: so many bytes ({@linkcode CountedBody}),
 * lines up to one that is only a dot ({@linkcode DottedBody}), or everything
 * ({@linkcode OpenBody}). Without a header a text is read by {@linkcode TextBody}
 * and the rest by {@linkcode OpenBody}: in those a dot is a byte like another.
 *
 * RFC 1436 ends a text with a lone dot and doubles a dot that begins a line. Real
 * servers do one of that, both, or neither: gophernicus and pygopherd send text
 * files as they are. So a text is read until the connection ends; a lone dot is the
 * end only when nothing follows it; and doubled dots are undone only as long as
 * the server has not shown that it does not double them. It shows that with a line
 * that begins with a dot and could not come from a server that does: `.x`, or a
 * lone dot that is not the end.
 *
 * Lines end with LF, or with CR LF.
 *
 * @module
 */

import {
  ERROR_INTERNET_CONNECTION_ABORTED,
  InternetError,
} from "../../error.ts";
import { joined } from "../../_base/bytes.ts";
import { BLANK, CR, DOT, LF, TAB } from "./octets.ts";

/** Blanks behind a lone dot. Servers that have any have one; what has more is a line of text. */
export const MAX_DOT_BLANKS = 16;

/** Makes the data of what comes behind the header. */
export interface BodyDecoder {
  /** Takes bytes; answers data. That may be a view of the bytes. */
  push(chunk: Uint8Array): Uint8Array;
  /**
   * The connection has ended: the last data.
   *
   * @throws {InternetError} ERROR_INTERNET_CONNECTION_ABORTED If the data is cut.
   */
  end(): Uint8Array;
  /** Whether all data is there, so that the connection can be closed. */
  readonly ended: boolean;
  /** Whether the data would prove by itself to be whole if the connection ended now. */
  readonly proven: boolean;
  /** Whether silence may be the end: a whole line that is only a dot came last. */
  readonly atDot: boolean;
}

const NOTHING = new Uint8Array();

/** So many bytes. What comes behind them is not of the data. */
export class CountedBody implements BodyDecoder {
  readonly #length: number;
  #received = 0;
  /** Counted bytes may hold any dots. */
  readonly atDot = false;

  /** @param length How many bytes the header has announced. */
  constructor(length: number) {
    this.#length = length;
  }

  /** Whether all bytes are there. */
  get ended(): boolean {
    return this.#received >= this.#length;
  }

  /** Whether all bytes are there. */
  get proven(): boolean {
    return this.ended;
  }

  /** Takes bytes; answers those that belong to the data. */
  push(chunk: Uint8Array): Uint8Array {
    const open = this.#length - this.#received;
    const data = chunk.length > open ? chunk.subarray(0, open) : chunk;
    this.#received += data.length;
    return data;
  }

  /**
   * The connection has ended.
   *
   * @throws {InternetError} ERROR_INTERNET_CONNECTION_ABORTED If bytes are missing.
   */
  end(): Uint8Array {
    if (this.ended) return NOTHING;
    throw new InternetError(
      ERROR_INTERNET_CONNECTION_ABORTED,
      `Cannot read the data: the connection has ended after ${this.#received} of ${this.#length} bytes`,
    );
  }
}

/** Everything until the connection ends. */
export class OpenBody implements BodyDecoder {
  #ended = false;
  /** Nothing tells that these bytes are all. */
  readonly proven = false;
  /** These bytes may hold any dots. */
  readonly atDot = false;

  /** Whether the connection has ended. */
  get ended(): boolean {
    return this.#ended;
  }

  /** Takes bytes, which are the data. */
  push(chunk: Uint8Array): Uint8Array {
    return chunk;
  }

  /** The connection has ended, and so has the data. */
  end(): Uint8Array {
    this.#ended = true;
    return NOTHING;
  }
}

/** Lines up to one that is only a dot. */
export class DottedBody implements BodyDecoder {
  readonly #lines = new DotLines(true);

  /** Whether the lone dot has come. */
  get ended(): boolean {
    return this.#lines.found;
  }

  /** Whether the lone dot has come. A dot alone may be one of two, a CR behind it tells that it is not. */
  get proven(): boolean {
    return this.ended || this.#lines.whole;
  }

  /** The lone dot is the end, and silence before it is none. */
  readonly atDot = false;

  /** Takes bytes; answers those of the lines before the lone dot. */
  push(chunk: Uint8Array): Uint8Array {
    return this.#lines.read(chunk);
  }

  /**
   * The connection has ended. That is also the end of the line of the dot.
   *
   * @throws {InternetError} ERROR_INTERNET_CONNECTION_ABORTED If there was no dot.
   */
  end(): Uint8Array {
    if (this.ended || this.#lines.held.length > 0) {
      this.#lines.found = true;
      return NOTHING;
    }
    throw new InternetError(
      ERROR_INTERNET_CONNECTION_ABORTED,
      "Cannot read the data: the connection has ended before the dot that ends the data",
    );
  }
}

/** A text without a header: see the head of this module. */
export class TextBody implements BodyDecoder {
  readonly #lines = new DotLines(false);
  #ended = false;

  /** Whether the connection has ended. */
  get ended(): boolean {
    return this.#ended;
  }

  /** Whether a lone dot came last and the server has not shown that such lines are text to it. */
  get proven(): boolean {
    return this.#lines.doubling && this.#lines.whole;
  }

  /** Whether what came last is a lone dot whose line has ended: it may begin a longer line else. */
  get atDot(): boolean {
    return this.#lines.whole;
  }

  /** Takes bytes; answers those that are surely text. */
  push(chunk: Uint8Array): Uint8Array {
    return this.#lines.read(chunk);
  }

  /** The connection has ended: a lone dot that came last was the end. */
  end(): Uint8Array {
    this.#ended = true;
    return NOTHING;
  }
}

/** What a line that begins with a dot is; `next` is where to go on. */
type DotLine =
  | { readonly kind: "open" }
  | { readonly kind: "doubled" | "lone" | "text"; readonly next: number };

/** Finds the lines that begin with a dot. */
class DotLines {
  /** Whether a lone dot is the end, whatever follows. */
  readonly #ends: boolean;
  /** Whether the next byte begins a line. */
  #lineStart = true;
  /** A line that is only a dot as far as it has come. */
  held: Uint8Array = NOTHING;
  /** Whether the server may be one that doubles dots. */
  doubling = true;
  /** Whether the lone dot has come that ends everything. */
  found = false;

  constructor(ends: boolean) {
    this.#ends = ends;
  }

  /** Whether the line that is held has ended: what has only blanks behind the dot may go on. */
  get whole(): boolean {
    const last = this.held.at(-1);
    return last === CR || last === LF;
  }

  /** Takes bytes; answers them without the dots that are not of the data. */
  read(chunk: Uint8Array): Uint8Array {
    if (this.found || chunk.length === 0) return NOTHING;
    // What is held has few bytes and begins a line, so reading it again is cheap.
    const bytes = joined(this.held, chunk);
    this.held = NOTHING;
    let kept: Uint8Array | null = null;
    let length = 0;
    let from = 0;
    let end = bytes.length;
    let at = this.#nextDot(bytes, 0);
    while (at >= 0) {
      const line = this.#look(bytes, at);
      if (line.kind === "open") {
        this.held = bytes.slice(at);
        end = at;
        break;
      }
      if (line.kind === "lone" && this.#ends) {
        this.found = true;
        end = at;
        break;
      }
      if (line.kind === "doubled" && this.doubling) {
        // The runs between the dots are moved together in one copy.
        kept ??= bytes.slice();
        kept.copyWithin(length, from, at);
        length += at - from;
        from = at + 1;
      } else if (line.kind !== "doubled") this.doubling = false;
      at = this.#nextDot(bytes, line.next);
    }
    this.#lineStart = end < bytes.length || bytes[end - 1] === LF;
    if (kept === null) {
      return end === bytes.length ? bytes : bytes.subarray(0, end);
    }
    kept.copyWithin(length, from, end);
    return kept.subarray(0, length + end - from);
  }

  /** Where the next dot is that begins a line, -1 when there is none. */
  #nextDot(bytes: Uint8Array, from: number): number {
    let at = bytes.indexOf(DOT, from);
    while (at > 0 && bytes[at - 1] !== LF) at = bytes.indexOf(DOT, at + 1);
    if (at !== 0 || this.#lineStart) return at;
    return this.#nextDot(bytes, 1);
  }

  /** What the line is that begins with the dot. */
  #look(bytes: Uint8Array, dot: number): DotLine {
    let at = dot + 1;
    if (bytes[at] === DOT) return { kind: "doubled", next: at + 1 };
    const most = at + MAX_DOT_BLANKS;
    while (at < most && (bytes[at] === BLANK || bytes[at] === TAB)) at++;
    if (bytes[at] === CR) at++;
    if (at >= bytes.length) return { kind: "open" };
    if (bytes[at] !== LF) return { kind: "text", next: dot + 1 };
    // A lone dot in a text is the end when nothing follows: that is not known yet.
    if (!this.#ends && at + 1 === bytes.length) return { kind: "open" };
    return { kind: "lone", next: at + 1 };
  }
}
