// Copyright 2026 the wininet authors. MIT license.

/**
 * The end of the data of a reply, and the dots in it that are not data.
 *
 * The Gopher+ header defines the form: a number of bytes ({@linkcode
 * CountedBody}), lines until one that is only a dot ({@linkcode DottedBody}),
 * or all data until the connection ends ({@linkcode OpenBody}). Without a
 * header, text is read by {@linkcode TextBody} and everything else by
 * {@linkcode OpenBody}, which treats dots as ordinary bytes.
 *
 * RFC 1436 ends a text with a line that is only a dot (a lone dot), and doubles
 * a dot at the start of a line. Real servers do one of these, both, or neither:
 * gophernicus and pygopherd send text files unchanged. So a text is read until
 * the connection ends; a lone dot is the end only if nothing follows it; and
 * doubled dots are undone only as long as the server has not shown that it does
 * not double them. A line shows that if it starts with a dot and a server that
 * doubles dots could not have sent it: `.x`, or a lone dot that is not the end.
 *
 * Lines end with LF, or with CR LF.
 *
 * @module
 */

import {
  ERROR_INTERNET_CONNECTION_ABORTED,
  InternetError,
} from "../../error.ts";
import { CR, joined, LF, TAB } from "../../_base/bytes.ts";
import { BLANK, DOT } from "./octets.ts";

/**
 * The maximum number of spaces after a lone dot. Servers send at most one; a
 * line with more is text.
 */
export const MAX_DOT_BLANKS = 16;

/** Decodes the data after the header. */
export interface BodyDecoder {
  /** Decodes bytes; returns data, which may be a view of the bytes. */
  push(chunk: Uint8Array): Uint8Array;
  /**
   * Returns the last data at the end of the connection.
   *
   * @throws {InternetError} ERROR_INTERNET_CONNECTION_ABORTED if the data is incomplete.
   */
  end(): Uint8Array;
  /** `true` if all data has arrived, so that the connection can be closed. */
  readonly ended: boolean;
  /** `true` if the data itself would prove that it is complete if the connection ended now. */
  readonly proven: boolean;
  /** `true` if the data may have ended, because the last line is only a dot. */
  readonly atDot: boolean;
}

const NOTHING = new Uint8Array();

/** Data of a known length. Bytes after it are ignored. */
export class CountedBody implements BodyDecoder {
  readonly #length: number;
  #received = 0;
  /** Dots are ordinary bytes here. */
  readonly atDot = false;

  /**
   * @param length The number of bytes that the header announces.
   */
  constructor(length: number) {
    this.#length = length;
  }

  /** `true` if all bytes have arrived. */
  get ended(): boolean {
    return this.#received >= this.#length;
  }

  /** `true` if all bytes have arrived. */
  get proven(): boolean {
    return this.ended;
  }

  /** Decodes bytes; returns those that are data. */
  push(chunk: Uint8Array): Uint8Array {
    const open = this.#length - this.#received;
    const data = chunk.length > open ? chunk.subarray(0, open) : chunk;
    this.#received += data.length;
    return data;
  }

  /**
   * Handles the end of the connection.
   *
   * @throws {InternetError} ERROR_INTERNET_CONNECTION_ABORTED if bytes are missing.
   */
  end(): Uint8Array {
    if (this.ended) return NOTHING;
    throw new InternetError(
      ERROR_INTERNET_CONNECTION_ABORTED,
      `Cannot read the data: the connection has ended after ${this.#received} of ${this.#length} bytes`,
    );
  }
}

/** Data until the connection ends. */
export class OpenBody implements BodyDecoder {
  #ended = false;
  /** Nothing proves that the data is complete. */
  readonly proven = false;
  /** Dots are ordinary bytes here. */
  readonly atDot = false;

  /** `true` if the connection has ended. */
  get ended(): boolean {
    return this.#ended;
  }

  /** Returns the bytes, which are all data. */
  push(chunk: Uint8Array): Uint8Array {
    return chunk;
  }

  /** Ends the data with the connection. */
  end(): Uint8Array {
    this.#ended = true;
    return NOTHING;
  }
}

/** Lines until one that is only a dot. */
export class DottedBody implements BodyDecoder {
  readonly #lines = new DotLines(true);

  /** `true` if the lone dot has arrived. */
  get ended(): boolean {
    return this.#lines.found;
  }

  /**
   * `true` if the lone dot has arrived, followed by CR or LF, because otherwise
   * a second dot could follow.
   */
  get proven(): boolean {
    return this.ended || this.#lines.whole;
  }

  /** The data never ends before the lone dot. */
  readonly atDot = false;

  /** Decodes bytes; returns those before the lone dot. */
  push(chunk: Uint8Array): Uint8Array {
    return this.#lines.read(chunk);
  }

  /**
   * Handles the end of the connection, which also ends the line of the dot.
   *
   * @throws {InternetError} ERROR_INTERNET_CONNECTION_ABORTED if there was no dot.
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

/** Text without a header; see the top of this module. */
export class TextBody implements BodyDecoder {
  readonly #lines = new DotLines(false);
  #ended = false;

  /** `true` if the connection has ended. */
  get ended(): boolean {
    return this.#ended;
  }

  /**
   * `true` if the last line is a lone dot and the server has not shown that it
   * sends such lines as text.
   */
  get proven(): boolean {
    return this.#lines.doubling && this.#lines.whole;
  }

  /**
   * `true` if the last line is a lone dot with a line end: without a line end
   * the line may be longer.
   */
  get atDot(): boolean {
    return this.#lines.whole;
  }

  /** Decodes bytes; returns those that are certainly text. */
  push(chunk: Uint8Array): Uint8Array {
    return this.#lines.read(chunk);
  }

  /** Ends the text with the connection; a lone dot at its end is removed. */
  end(): Uint8Array {
    this.#ended = true;
    return NOTHING;
  }
}

/** A line that starts with a dot; `next` is the index after the examined bytes. */
type DotLine =
  | { readonly kind: "open" }
  | { readonly kind: "doubled" | "lone" | "text"; readonly next: number };

/** Finds the lines that start with a dot. */
class DotLines {
  /** `true` if a lone dot is the end even if data follows. */
  readonly #ends: boolean;
  /** `true` if the next byte starts a line. */
  #lineStart = true;
  /** An incomplete line that is only a dot so far. */
  held: Uint8Array = NOTHING;
  /** `true` if the server may double dots. */
  doubling = true;
  /** `true` if the lone dot that ends the data has arrived. */
  found = false;

  constructor(ends: boolean) {
    this.#ends = ends;
  }

  /** `true` if the held line has ended; if it only ends with spaces, the line may continue. */
  get whole(): boolean {
    const last = this.held.at(-1);
    return last === CR || last === LF;
  }

  /** Decodes bytes; returns them without the dots that are not data. */
  read(chunk: Uint8Array): Uint8Array {
    if (this.found || chunk.length === 0) return NOTHING;
    // The held bytes are few and start a line, so reading them again is cheap.
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
        // The data between the dots is moved together within one copy.
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

  /** Returns the index of the next dot that starts a line, or -1 if there is none. */
  #nextDot(bytes: Uint8Array, from: number): number {
    let at = bytes.indexOf(DOT, from);
    while (at > 0 && bytes[at - 1] !== LF) at = bytes.indexOf(DOT, at + 1);
    if (at !== 0 || this.#lineStart) return at;
    return this.#nextDot(bytes, 1);
  }

  /** Classifies the line that starts with a dot. */
  #look(bytes: Uint8Array, dot: number): DotLine {
    let at = dot + 1;
    if (bytes[at] === DOT) return { kind: "doubled", next: at + 1 };
    const most = at + MAX_DOT_BLANKS;
    while (at < most && (bytes[at] === BLANK || bytes[at] === TAB)) at++;
    if (bytes[at] === CR) at++;
    if (at >= bytes.length) return { kind: "open" };
    if (bytes[at] !== LF) return { kind: "text", next: dot + 1 };
    // In a text a lone dot is the end only if nothing follows, which is not known yet.
    if (!this.#ends && at + 1 === bytes.length) return { kind: "open" };
    return { kind: "lone", next: at + 1 };
  }
}
