// Copyright 2026 the wininet authors. MIT license.

/**
 * Parses a line of `ls -l` with the help of the line before, in a fraction of
 * the time.
 *
 *     -rw-r--r--    1 anna     staff        4096 Sep 17  2012 name
 *     prefix                         size        date         name
 *
 * In a long listing most lines start like the line before, have size and name
 * in the same columns, and a date that occurred before. Any other line is
 * parsed by its fields, as described in `unix.ts`, and so is every line that
 * the columns alone do not determine.
 *
 * @module
 */

import type { WIN32_FIND_DATA } from "../../structures.ts";
import { entryName, isBlank, isDigit, makeDate, readNumber } from "./line.ts";

/** The maximum number of dates that are remembered. */
const MAX_DATES = 1024;

/** The columns of a line that was read by its fields. */
export interface UnixColumns {
  /** The end of the owner and the group. */
  readonly ownerEnd: number;
  readonly sizeEnd: number;
  readonly nameStart: number;
  readonly time: number;
}

/** Parses the lines that are similar to the line before. */
export class UnixMemo {
  #prefix = "";
  #sizeEnd = 0;
  #nameStart = 0;
  #pattern: WIN32_FIND_DATA | null = null;
  readonly #dates = new Map<string, number>();
  /** The date of the last line, with the spaces around it. */
  #date = "";
  #time = NaN;

  /** Remembers a line and its entry. */
  learn(text: string, entry: WIN32_FIND_DATA, columns: UnixColumns): void {
    const { ownerEnd, sizeEnd, nameStart, time } = columns;
    const prefix = text.slice(0, ownerEnd);
    const isSame = prefix === this.#prefix && sizeEnd === this.#sizeEnd &&
      nameStart === this.#nameStart;
    if (!isSame || this.#dates.size === MAX_DATES) this.#dates.clear();
    this.#prefix = prefix;
    this.#sizeEnd = sizeEnd;
    this.#nameStart = nameStart;
    this.#pattern = entry;
    this.#date = text.slice(sizeEnd, nameStart);
    this.#time = time;
    this.#dates.set(this.#date, time);
  }

  /** Returns the entry of a line, or `null` if its fields must be parsed. */
  read(text: string): WIN32_FIND_DATA | null {
    const pattern = this.#pattern;
    if (pattern === null || !text.startsWith(this.#prefix)) return null;
    const size = this.#size(text);
    if (size < 0 || isBlank(text.charCodeAt(this.#nameStart))) return null;
    if (!this.#readDate(text)) return null;
    const name = entryName(text.slice(this.#nameStart));
    if (name === null) return null;
    return {
      cFileName: name,
      dwFileAttributes: pattern.dwFileAttributes,
      nFileSize: size,
      ftLastWriteTime: makeDate(this.#time),
      ftCreationTime: null,
      ftLastAccessTime: null,
      raw: text,
      permissions: pattern.permissions!,
      owner: pattern.owner!,
      group: pattern.group!,
    };
  }

  /** Finds the time of a line; returns `false` if its date has not occurred before. */
  #readDate(text: string): boolean {
    if (text.startsWith(this.#date, this.#sizeEnd)) return true;
    const date = text.slice(this.#sizeEnd, this.#nameStart);
    const time = this.#dates.get(date);
    if (time === undefined) return false;
    this.#date = date;
    this.#time = time;
    return true;
  }

  /** Returns the size, which spaces separate from the prefix, or -1 if there is none. */
  #size(text: string): number {
    const end = this.#sizeEnd;
    let start = end;
    while (isDigit(text.charCodeAt(start - 1))) start--;
    const size = readNumber(text, start, end);
    let at = this.#prefix.length;
    if (at === start) return -1;
    while (at < start && isBlank(text.charCodeAt(at))) at++;
    return at === start ? size : -1;
  }
}
