// Copyright 2026 the wininet authors. MIT license.

/**
 * The chunked transfer coding (RFC 9112 section 7.1) in both directions.
 *
 * @module
 */

import { CR, latin1Text, LF } from "../../_base/bytes.ts";
import { parseFields, WireError } from "./fields.ts";

/** The maximum number of characters of a size line, including its extensions. */
const MAX_SIZE_LINE = 16 * 1024;

/** The maximum number of characters of all trailer lines together. */
const MAX_TRAILERS = 256 * 1024;

/** A size, spaces, and extensions, which are ignored. */
const SIZE_REGEXP = /^([0-9a-f]+)[ \t]*(?:;[^\r\n\0]*)?$/i;

const encoder = new TextEncoder();

/**
 * The next part of the framing: a size line, data, the CRLF after it, the
 * trailers, or none.
 */
type FramingState = "size" | "data" | "dataEnd" | "trailers" | "end";

/**
 * The framing of a chunked body. It reads the bytes between the data and returns the
 * number of data bytes that follow. The data itself does not pass through it, so that it
 * can go from the socket directly into the buffer of the reader.
 */
export class ChunkedFraming {
  #state: FramingState = "size";
  #left = 0;
  #line = "";
  #trailers: string[] = [];
  #trailersLength = 0;

  /** The number of data bytes that follow; 0 while framing follows. */
  get left(): number {
    return this.#left;
  }

  /** True if the last chunk and the trailers have been read. */
  get ended(): boolean {
    return this.#state === "end";
  }

  /** Counts data bytes that were taken, at most {@linkcode left}. */
  take(count: number): void {
    this.#left -= count;
    if (this.#left === 0) this.#state = "dataEnd";
  }

  /**
   * Reads framing; stops where data starts and where the body ends.
   *
   * @returns The number of bytes read.
   * @throws {WireError} If the framing is invalid.
   */
  push(bytes: Uint8Array): number {
    let at = 0;
    while (at < bytes.length && this.#left === 0 && this.#state !== "end") {
      at = this.#pushLine(bytes, at);
    }
    return at;
  }

  #pushLine(bytes: Uint8Array, at: number): number {
    const end = bytes.indexOf(LF, at);
    const stop = end < 0 ? bytes.length : end;
    const most = this.#state === "trailers" ? MAX_TRAILERS : MAX_SIZE_LINE;
    if (this.#line.length + stop - at > most) {
      throw new WireError("a line between the chunks is too long");
    }
    if (this.#state === "dataEnd" && stop - at + this.#line.length > 1) {
      throw new WireError("a chunk does not end where its size says");
    }
    this.#line += latin1Text(bytes.subarray(at, stop));
    if (end < 0) return stop;
    const line = this.#line;
    this.#line = "";
    this.#takeLine(line);
    return end + 1;
  }

  #takeLine(line: string): void {
    const isWhole = line.charCodeAt(line.length - 1) === CR;
    const text = isWhole ? line.slice(0, -1) : line;
    if (this.#state === "trailers") return this.#takeTrailer(text);
    // Programs interpret a bare LF here differently, which allows request
    // smuggling.
    if (!isWhole) {
      throw new WireError("a line between the chunks ends with a bare LF");
    }
    if (this.#state === "size") return this.#takeSize(text);
    if (text !== "") {
      throw new WireError("a chunk does not end where its size says");
    }
    this.#state = "size";
  }

  #takeSize(line: string): void {
    const digits = SIZE_REGEXP.exec(line)?.[1];
    const size = digits === undefined ? NaN : parseInt(digits, 16);
    if (!Number.isSafeInteger(size)) {
      throw new WireError(
        `"${
          line.slice(0, 20).replace(/[^ -~]/g, "?")
        }" is not the size of a chunk`,
      );
    }
    this.#left = size;
    this.#state = size === 0 ? "trailers" : "data";
  }

  #takeTrailer(line: string): void {
    if (line === "") {
      parseFields(this.#trailers);
      this.#trailers = [];
      this.#state = "end";
      return;
    }
    this.#trailersLength += line.length;
    if (this.#trailersLength > MAX_TRAILERS) {
      throw new WireError("the trailers are too long");
    }
    this.#trailers.push(line);
  }
}

/** The end of a chunked body. */
export const LAST_CHUNK: Uint8Array = encoder.encode("0\r\n\r\n");

/**
 * Returns one chunk with its framing, or no bytes for empty data, because an
 * empty chunk would end the body.
 */
export function chunkOf(data: Uint8Array): Uint8Array<ArrayBuffer> {
  if (data.length === 0) return new Uint8Array();
  const size = encoder.encode(`${data.length.toString(16)}\r\n`);
  const chunk = new Uint8Array(size.length + data.length + 2);
  chunk.set(size);
  chunk.set(data, size.length);
  chunk.set([CR, LF], size.length + data.length);
  return chunk;
}
