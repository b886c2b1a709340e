// Copyright 2026 the wininet authors. MIT license.

/**
 * Splits bytes that arrive in pieces of any size into lines.
 *
 * A line ends with LF, and CRs before the LF do not belong to it. The start of
 * a line is kept in a buffer that doubles its size, so that a line that arrives
 * byte by byte is not copied again for each byte.
 *
 * @module
 */

import { ERROR_GOPHER_PROTOCOL_ERROR, InternetError } from "../../error.ts";
import { CR, LF } from "../../_base/bytes.ts";
import { octetsOf, textOf } from "./octets.ts";

/**
 * The maximum number of bytes of a line. Descriptors have up to 653, abstracts
 * in one line have several thousand.
 */
export const MAX_TEXT_LINE = 65_536;

/** Splits bytes into lines. */
export class LineDecoder {
  /** The start of an incomplete line, followed by free space. */
  #rest: Uint8Array = new Uint8Array(256);
  #length = 0;

  /**
   * Adds bytes; returns the lines that they complete. The bytes are not kept.
   *
   * @throws {InternetError} ERROR_GOPHER_PROTOCOL_ERROR if a line is longer
   * than {@linkcode MAX_TEXT_LINE}.
   */
  push(chunk: Uint8Array): string[] {
    const end = chunk.lastIndexOf(LF) + 1;
    let lines: string[] = [];
    if (end > 0 && this.#length === 0) {
      lines = splitLines(chunk.subarray(0, end - 1));
    } else if (end > 0) {
      this.#keep(chunk.subarray(0, end - 1));
      lines = this.end();
    }
    this.#keep(chunk.subarray(end));
    if (this.#length > MAX_TEXT_LINE) throw lineTooLong();
    return lines;
  }

  /** Returns the last line at the end of the connection if it has no LF. */
  end(): string[] {
    if (this.#length === 0) return [];
    const bytes = this.#rest.subarray(0, this.#length);
    this.#length = 0;
    return splitLines(bytes);
  }

  #keep(bytes: Uint8Array): void {
    const length = this.#length + bytes.length;
    if (length > this.#rest.length) {
      const larger = new Uint8Array(Math.max(length, this.#rest.length * 2));
      larger.set(this.#rest.subarray(0, this.#length));
      this.#rest = larger;
    }
    this.#rest.set(bytes, this.#length);
    this.#length = length;
  }
}

function splitLines(bytes: Uint8Array): string[] {
  const lines = textOf(bytes).split("\n");
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at]!;
    // A UTF-16 code unit has at most 3 bytes (a character of 4 bytes has two
    // units).
    if (
      line.length * 3 > MAX_TEXT_LINE && octetsOf(line).length > MAX_TEXT_LINE
    ) {
      throw lineTooLong();
    }
    let end = line.length;
    while (end > 0 && line.charCodeAt(end - 1) === CR) end--;
    if (end < line.length) lines[at] = line.slice(0, end);
  }
  return lines;
}

function lineTooLong(): InternetError {
  return new InternetError(
    ERROR_GOPHER_PROTOCOL_ERROR,
    `Cannot read the reply: a line of it is longer than ${MAX_TEXT_LINE} bytes`,
  );
}
