// Copyright 2026 the wininet authors. MIT license.

/**
 * The replies of a CSO phone book (ph, port 105), which items of type 2 refer
 * to.
 *
 *     102:There were 2 matches to your request.
 *     -200:1:          name: Smith, Jo
 *     -200:1:         phone: 1234
 *     -508:1:         email: Not present in entry.
 *     -200:2:          name: Smith, Al
 *     200:Ok.
 *
 * A hyphen before the code means that more lines follow. The second number is
 * the number of the entry. A line with an empty field continues the value of
 * the line before. Codes from 100 to 199 report progress.
 *
 * 501 means that no one was found. That is not a failure of the server: it ends
 * the reply in the same way as 200. A field that an entry does not have is
 * reported in a separate line, with a code of 500 or higher.
 *
 * @module
 */

import {
  ERROR_GOPHER_DATA_ERROR,
  ERROR_GOPHER_PROTOCOL_ERROR,
  ERROR_INTERNET_CONNECTION_ABORTED,
  InternetError,
} from "../../error.ts";
import { quotedValue } from "../../_base/secrets.ts";
import { MAX_QUOTED } from "./error_reply.ts";
import { LineDecoder } from "./lines.ts";
import { displayOf } from "./octets.ts";

/** The maximum number of lines of a reply. Phone books reject queries long before that. */
export const MAX_CSO_LINES = 500_000;

/** The final code if no one was found. */
export const CSO_NO_MATCH = 501;

/** A line about an entry. */
export interface CsoLine {
  /** 200, or 500 or higher if the entry does not have the field. */
  readonly code: number;
  /** The number of the entry, starting at 1; 0 if the line does not refer to an entry. */
  readonly index: number;
  /** The name of the field, or `""` if the line continues a value. */
  readonly field: string;
  /** The value. */
  readonly value: string;
}

/** Decodes the lines of a reply. */
export class CsoDecoder {
  readonly #lines = new LineDecoder();
  #count = 0;
  #code = 0;
  #text = "";

  /** `true` if the final line has arrived. */
  get ended(): boolean {
    return this.#code > 0;
  }

  /**
   * The code of the final line: 200 to 299, or {@linkcode CSO_NO_MATCH}; 0
   * until it has arrived.
   */
  get code(): number {
    return this.#code;
  }

  /** The text of the final line. */
  get text(): string {
    return this.#text;
  }

  /**
   * Decodes bytes; returns the lines about entries. Bytes after the final line
   * are ignored.
   *
   * @throws {InternetError} ERROR_GOPHER_DATA_ERROR if the server rejects the
   * query; ERROR_GOPHER_PROTOCOL_ERROR if it is not a phone book, or there are
   * too many lines.
   */
  push(chunk: Uint8Array): CsoLine[] {
    return this.ended ? [] : this.#take(this.#lines.push(chunk));
  }

  /**
   * Returns the last lines at the end of the connection.
   *
   * @throws {InternetError} ERROR_INTERNET_CONNECTION_ABORTED if there was no final line.
   */
  end(): CsoLine[] {
    const found = this.ended ? [] : this.#take(this.#lines.end());
    if (this.ended) return found;
    throw new InternetError(
      ERROR_INTERNET_CONNECTION_ABORTED,
      "Cannot read the reply: the connection has ended before its last line",
    );
  }

  #take(lines: string[]): CsoLine[] {
    const found: CsoLine[] = [];
    for (const line of lines) {
      if (this.ended) break;
      if (++this.#count > MAX_CSO_LINES) {
        throw new InternetError(
          ERROR_GOPHER_PROTOCOL_ERROR,
          `Cannot read the reply: it has more than ${MAX_CSO_LINES} lines`,
        );
      }
      const entry = this.#takeLine(line);
      if (entry !== null) found.push(entry);
    }
    return found;
  }

  #takeLine(line: string): CsoLine | null {
    if (line.trim() === "") return null;
    const match = /^(-?)([1-9]\d\d)(?::|$)/.exec(line);
    if (match === null) {
      throw new InternetError(
        ERROR_GOPHER_PROTOCOL_ERROR,
        `Cannot read the reply: ${
          quotedValue(displayOf(line))
        } is not a line of a phone book`,
        { responseText: displayOf(line) },
      );
    }
    const code = Number(match[2]);
    const rest = line.slice(match[0].length);
    if (code < 200) return null;
    if (match[1] === "-") return entryOf(code, rest);
    if (code >= 300 && code !== CSO_NO_MATCH) {
      throw new InternetError(
        ERROR_GOPHER_DATA_ERROR,
        `Cannot search the phone book: the server replied "${
          displayOf(line.trim()).slice(0, MAX_QUOTED)
        }"`,
        { responseText: displayOf(line) },
      );
    }
    this.#code = code;
    this.#text = rest.trim();
    return null;
  }
}

/** Parses a line about an entry: `n: field: value`; other lines have no number. */
function entryOf(code: number, rest: string): CsoLine {
  const match = /^\s*(\d{1,9}):/.exec(rest);
  const index = Number(match?.[1] ?? 0);
  const text = rest.slice(match?.[0].length ?? 0);
  const colon = text.indexOf(":");
  if (match === null || colon < 0) {
    return { code, index, field: "", value: text.trim() };
  }
  const field = text.slice(0, colon).trim();
  return { code, index, field, value: text.slice(colon + 1).trim() };
}
