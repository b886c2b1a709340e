// Copyright 2026 the wininet authors. MIT license.

/**
 * One line of a listing, split into fields, and the entry made from it.
 *
 * All formats read a line by its fields, which are separated by spaces and
 * tabs. A field is two numbers, its start and its end; substrings are made only
 * for values that are kept. The fields are found in one pass over the line,
 * which stops after as many as the longest format has. So every line takes
 * linear time at most, and an ordinary line needs no memory except for its
 * entry. Regular expressions are used on short single fields only.
 *
 * Some servers list an entry by its path. Only the last part is its name: a
 * program that joins names to a path must stay in the directory that it
 * requested. A line whose name is not valid (empty, blank, with a NUL) is not
 * an entry.
 *
 * @module
 */

import { SPACE, TAB } from "../../_base/bytes.ts";
import {
  FILE_ATTRIBUTE_DIRECTORY,
  FILE_ATTRIBUTE_NORMAL,
} from "../../flags.ts";
import type { WIN32_FIND_DATA } from "../../structures.ts";

/**
 * The maximum number of fields that are examined: the longest format has 12
 * before its name.
 */
export const MAX_FIELDS = 24;

/** The maximum length of a field that is a word of a format: date, time, mode or keyword. */
export const MAX_WORD = 40;

/** The largest time that a `Date` can hold, in seconds. */
export const MAX_SECONDS = 8.64e12;

export const ASTERISK = 0x2a;
export const COMMA = 0x2c;
const DOT = 0x2e;
const SLASH = 0x2f;
const ZERO = 0x30;
const NINE = 0x39;

/** The text between the name of a link and its target. */
export const ARROW = " -> ";

/** An entry that is being created. */
export type ListEntry = {
  -readonly [Member in keyof WIN32_FIND_DATA]: WIN32_FIND_DATA[Member];
};

/** A line and its fields. One object serves all lines of a listing. */
export class ListLine {
  /** The line. */
  text = "";
  /** The number of fields, at most `MAX_FIELDS`. */
  count = 0;
  /** `true` if all fields of the line are counted. */
  whole = true;
  #starts = new Int32Array(MAX_FIELDS);
  #ends = new Int32Array(MAX_FIELDS);
  #cuts: string[] = [];

  /** Splits another line into fields. */
  read(text: string): this {
    const starts = this.#starts;
    const ends = this.#ends;
    const length = text.length;
    let count = 0;
    let at = 0;
    while (at < length) {
      let code = text.charCodeAt(at);
      if (code === SPACE || code === TAB) {
        at++;
        continue;
      }
      if (count === MAX_FIELDS) break;
      starts[count] = at++;
      while (at < length) {
        code = text.charCodeAt(at);
        if (code === SPACE || code === TAB) break;
        at++;
      }
      ends[count++] = at;
    }
    this.text = text;
    this.count = count;
    this.whole = at === length;
    return this;
  }

  /** Returns the start of a field, or the end of the line if the field does not exist. */
  start(field: number): number {
    return field < this.count ? this.#starts[field]! : this.text.length;
  }

  /** Returns the end of a field, or the end of the line if the field does not exist. */
  end(field: number): number {
    return field < this.count ? this.#ends[field]! : this.text.length;
  }

  /** Returns the length of a field, or 0 if the field does not exist. */
  size(field: number): number {
    return this.end(field) - this.start(field);
  }

  /** Returns a field, or `""` if the field does not exist. */
  field(field: number): string {
    return this.text.slice(this.start(field), this.end(field));
  }

  /** Returns a field if it is short enough to be a word of a format, otherwise `""`. */
  word(field: number): string {
    return this.size(field) > MAX_WORD ? "" : this.field(field);
  }

  /** Returns the code of the first character of a field, or -1 if the field does not exist. */
  code(field: number): number {
    return field < this.count ? this.text.charCodeAt(this.start(field)) : -1;
  }

  /** Returns the code of the last character of a field, or -1 if the field does not exist. */
  lastCode(field: number): number {
    return field < this.count ? this.text.charCodeAt(this.end(field) - 1) : -1;
  }

  /** Returns the line from the start of a field. */
  from(field: number): string {
    return this.text.slice(this.start(field));
  }

  /**
   * Returns the rest of the line after a field and one space, and skips at most
   * `blanks` further spaces. The remaining spaces belong to the name.
   */
  behind(field: number, blanks = 0): string {
    const text = this.text;
    let at = this.end(field) + 1;
    while (blanks-- > 0 && isBlank(text.charCodeAt(at))) at++;
    return text.slice(at);
  }

  /** Returns a field of digits as a number, or -1 for anything else. */
  number(field: number): number {
    return field < this.count
      ? readNumber(this.text, this.start(field), this.end(field))
      : -1;
  }

  /**
   * Returns a part of the line. If it equals the last part of its kind, that
   * string is reused: a listing has many entries, but few owners and few
   * permissions.
   */
  cut(kind: number, start: number, end: number): string {
    const last = this.#cuts[kind];
    return last !== undefined && last.length === end - start &&
        this.text.startsWith(last, start)
      ? last
      : this.#cuts[kind] = this.text.slice(start, end);
  }

  /** Joins fields with one space between them. */
  joined(from: number, to: number): string {
    let text = this.field(from);
    for (let field = from + 1; field < to; field++) {
      text += ` ${this.field(field)}`;
    }
    return text;
  }
}

/** Returns `true` for a space or a tab, which separate fields. */
export function isBlank(code: number): boolean {
  return code === SPACE || code === TAB;
}

/** Returns `true` for a digit from 0 to 9. */
export function isDigit(code: number): boolean {
  return code >= ZERO && code <= NINE;
}

/**
 * Returns digits as a number, or -1 if there are other characters. A size that
 * a number cannot represent exactly is 0 (unknown) rather than an
 * approximation.
 */
export function readNumber(text: string, start: number, end: number): number {
  if (start >= end) return -1;
  let value = 0;
  for (let at = start; at < end; at++) {
    const digit = text.charCodeAt(at) - ZERO;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value <= Number.MAX_SAFE_INTEGER ? value : 0;
}

/**
 * Returns a number whose digits are grouped, such as 9,730 or 1.048.576,
 * because Windows servers format sizes for the locale of their users. Returns
 * -1 if it is not such a number.
 */
export function readGrouped(text: string): number {
  return /^\d{1,3}(?:[.,'\u2019\u00a0\u202f]\d{3})+$/.test(text)
    ? readNumber(text.replace(/\D/g, ""), 0, text.replace(/\D/g, "").length)
    : readNumber(text, 0, text.length);
}

/** The units of `ls -h`, by increasing powers of 1024. */
const SIZE_UNITS = "KMGTP";

/** Returns a size with a unit, such as 33.5k, 4.0K or 2KB, in bytes, or -1 if it is not one. */
export function readScaled(text: string): number {
  if (text.length > 16) return -1;
  const match = /^(\d+(?:[.,]\d+)?)([KMGTPkmgtp])[Bb]?$/.exec(text);
  if (match === null) return -1;
  const [, digits = "", unit = ""] = match;
  const power = SIZE_UNITS.indexOf(unit.toUpperCase()) + 1;
  const size = Math.floor(Number(digits.replace(",", ".")) * 1024 ** power);
  return size <= Number.MAX_SAFE_INTEGER ? size : 0;
}

/**
 * Returns `true` for a dot or a comma, which some languages put at the end of a
 * field of a date.
 */
export function isPoint(code: number): boolean {
  return code === DOT || code === COMMA;
}

/**
 * Returns the name of an entry, or `null` if it cannot be a name. The name of a
 * path is its last part. Some servers mark directories with a slash at the end.
 */
export function entryName(listed: string): string | null {
  const name = listed.includes("/") ? lastPart(listed) : listed;
  // Most names do not start with a space, so they are not blank.
  const isBlankName = !(name.charCodeAt(0) > SPACE) && name.trim() === "";
  return isBlankName || listed.includes("\0") ? null : name;
}

function lastPart(path: string): string {
  let end = path.length;
  while (end > 0 && path.charCodeAt(end - 1) === SLASH) end--;
  return path.slice(path.lastIndexOf("/", end - 1) + 1, end);
}

/**
 * Returns the attributes of an entry. `FILE_ATTRIBUTE_NORMAL` is used only if
 * there is no other attribute.
 */
export function attributes(directory: boolean, others = 0): number {
  const word = directory ? FILE_ATTRIBUTE_DIRECTORY | others : others;
  return word === 0 ? FILE_ATTRIBUTE_NORMAL : word;
}

/** Creates an entry; a time of NaN is unknown. */
export function makeEntry(
  raw: string,
  name: string,
  dwFileAttributes: number,
  nFileSize: number,
  time: number,
): ListEntry {
  return {
    cFileName: name,
    dwFileAttributes,
    nFileSize,
    ftLastWriteTime: makeDate(time),
    ftCreationTime: null,
    ftLastAccessTime: null,
    raw,
  };
}

/** Returns a date, or `null` if the time is NaN. */
export function makeDate(time: number): Date | null {
  return Number.isNaN(time) ? null : new Date(time);
}
