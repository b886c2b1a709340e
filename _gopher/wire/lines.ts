// Copyright 2026 the wininet authors. MIT license.

/**
 * Lines as they arrive: bytes in, texts out, however they are split.
 *
 * A line ends with LF, and CRs before that are not of the line. A start of a line
 * is kept in a buffer that doubles, so that a line that comes byte by byte is
 * copied as often as one that comes at once.
 *
 * @module
 */

import { ERROR_GOPHER_PROTOCOL_ERROR, InternetError } from "../../error.ts";
import { CR, LF, octetsOf, textOf } from "./octets.ts";

/** Bytes of a line. Descriptors have 653, abstracts written as one line have some thousands. */
export const MAX_REPLY_LINE = 65_536;

/** Cuts bytes into lines. */
export class LineDecoder {
  /** The start of a line whose end has not come, with room behind it. */
  #rest: Uint8Array = new Uint8Array(256);
  #length = 0;

  /**
   * Takes bytes; answers the lines that they complete. The bytes are not kept.
   *
   * @throws {InternetError} ERROR_GOPHER_PROTOCOL_ERROR If a line is longer than {@linkcode MAX_REPLY_LINE}.
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
    if (this.#length > MAX_REPLY_LINE) throw lineTooLong();
    return lines;
  }

  /** The connection has ended: its last line, where that has no LF. */
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
    // A character has 3 bytes at most (one of 4 bytes counts as two).
    if (
      line.length * 3 > MAX_REPLY_LINE && octetsOf(line).length > MAX_REPLY_LINE
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
    `Cannot read the reply: a line of it is longer than ${MAX_REPLY_LINE} bytes`,
  );
}
