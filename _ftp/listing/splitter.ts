// Copyright 2026 the wininet authors. MIT license.

/**
 * Splits the text of a listing into lines. The text arrives in pieces, split
 * anywhere.
 *
 * LF ends a line, with or without CR before it. If the first line ends with
 * CRLF, a bare LF may be part of a name: the text between two CRLFs stays one
 * line if it is an entry and no part after an LF is one.
 *
 * @module
 */

import { CR } from "../../_base/bytes.ts";

/** The maximum length of a line that contains an LF. */
const MAX_LENGTH = 65_536;

/** Finds the lines. */
export class LineSplitter {
  readonly #isEntry: (line: string) => boolean;
  /** The pieces of an incomplete line. */
  #rest: string[] = [];
  /** `true` if the first line ended with CRLF; `null` before the end of the first line. */
  #crlf: boolean | null = null;
  /** The parts since the last CRLF; each ended with a bare LF. */
  #parts: string[] = [];
  #length = 0;
  /** `true` if the parts until the next CRLF are separate lines. */
  #parted = false;

  /** @param isEntry Returns `true` if a line by itself is an entry. */
  constructor(isEntry: (line: string) => boolean) {
    this.#isEntry = isEntry;
  }

  /** Adds text; returns the lines that it completes, without their line breaks. */
  push(text: string): string[] {
    const lines: string[] = [];
    let from = 0;
    for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", from)) {
      let line = text.slice(from, at);
      from = at + 1;
      if (this.#rest.length > 0) {
        line = this.#rest.join("") + line;
        this.#rest = [];
      }
      this.#take(line, lines);
    }
    if (from < text.length) this.#rest.push(text.slice(from));
    return lines;
  }

  /** Ends the listing; returns its last lines. */
  end(): string[] {
    const lines: string[] = [];
    this.#parts.push(this.#rest.join(""));
    this.#rest = [];
    this.#finish(lines);
    return lines;
  }

  /** Adds the text before an LF. */
  #take(line: string, lines: string[]): void {
    const returned = line.charCodeAt(line.length - 1) === CR;
    this.#crlf ??= returned;
    if (!this.#crlf || returned && this.#parts.length === 0) {
      this.#parted = false;
      lines.push(withoutReturn(line));
      return;
    }
    this.#parts.push(line);
    this.#length += line.length;
    if (returned) this.#finish(lines);
    else if (this.#isParted()) this.#flush(lines);
  }

  /**
   * Returns `true` if the parts so far are separate lines, regardless of the
   * text that follows.
   */
  #isParted(): boolean {
    const parts = this.#parts;
    this.#parted ||= this.#length > MAX_LENGTH ||
      parts.length > 1 && this.#isEntry(parts.at(-1)!);
    return this.#parted;
  }

  /** Ends the parts at CRLF, or at the end of the listing. */
  #finish(lines: string[]): void {
    const whole = this.#parts.map(withoutReturn).join("\n");
    if (!this.#isParted() && this.#parts.length > 1 && this.#isEntry(whole)) {
      lines.push(whole);
      this.#parts = [];
    } else this.#flush(lines);
    this.#length = 0;
    this.#parted = false;
  }

  #flush(lines: string[]): void {
    lines.push(...this.#parts.map(withoutReturn));
    this.#parts = [];
  }
}

/** Returns a line without the CR at its end; servers send more than one. */
function withoutReturn(line: string): string {
  let end = line.length;
  while (end > 0 && line.charCodeAt(end - 1) === CR) end--;
  return end === line.length ? line : line.slice(0, end);
}
