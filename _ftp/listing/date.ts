// Copyright 2026 the wininet authors. MIT license.

/**
 * Dates in listings.
 *
 * A server lists times of its local clock, without a time zone. They are stored
 * in a `Date` as if they were UTC: `getUTCHours()` returns the hour that the
 * server wrote. If a line has a time zone (`ls --full-time`), or the format is
 * defined as UTC (MLSD, EPLF), the `Date` is exact.
 *
 * `ls` omits the year of a recent time. The year is chosen so that the time is
 * in the most recent past. Up to one day in the future is accepted, because the
 * clocks and time zones of two computers differ. The 29th of February belongs
 * to the last leap year.
 *
 * The parser returns the end of the date, so that the rest can be used as a
 * name. The order of day and month is detected if possible (a month has a name
 * or is at most 12); otherwise it is the order of the format.
 *
 * @module
 */

import {
  COMMA,
  isDigit,
  isPoint,
  type ListLine,
  MAX_WORD,
  readNumber,
} from "./line.ts";
import { readMonth } from "./months.ts";

/** A day, in milliseconds. */
export const DAY = 86400000;

/** The separators within a date in one field. */
const SEPARATORS = "-/.";

const WEEKDAY_REGEXP = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)$/;

/** All spaces before the name are padding. */
const PADDED = Number.MAX_SAFE_INTEGER;

/** The order of a date whose day and month could be either. */
export type DateOrder = "day-month" | "month-day";

/**
 * Returns the milliseconds since 1970 of a date, or NaN if the calendar has no
 * such day. `time` is the number of milliseconds since midnight.
 */
export function timeOf(
  year: number,
  month: number,
  day: number,
  time = 0,
): number {
  if (month < 1 || month > 12 || day < 1 || day > daysOf(year, month)) {
    return NaN;
  }
  // Counts days in the proleptic Gregorian calendar with years that start in
  // March.
  const years = month > 2 ? year : year - 1;
  const months = month > 2 ? month - 3 : month + 9;
  const days = 365 * years + Math.floor(years / 4) - Math.floor(years / 100) +
    Math.floor(years / 400) + Math.floor((153 * months + 2) / 5) + day - 719469;
  return days * DAY + time;
}

function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

function daysOf(year: number, month: number): number {
  if (month === 2) return isLeap(year) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Returns the year for a number with two digits, or with three (103 is 2003). */
export function fullYear(year: number): number {
  if (year < 70) return year + 2000;
  return year < 1000 ? year + 1900 : year;
}

/**
 * Returns a time of day such as 9:05, 15:17, 07:15:48.20, 05:32PM or 24:00, in
 * milliseconds since midnight, or -1 if it is not one.
 */
export function readTime(text: string, start: number, end: number): number {
  if (end - start < 3 || end - start > 24) return -1;
  const colon = isDigit(text.charCodeAt(start + 1)) ? start + 2 : start + 1;
  if (text.charCodeAt(colon) !== 0x3a || !isDigit(text.charCodeAt(start))) {
    return -1;
  }
  let hours = readNumber(text, start, colon);
  let at = colon + 1;
  while (at < end && isDigit(text.charCodeAt(at))) at++;
  const minutes = at - colon > 3 ? -1 : readNumber(text, colon + 1, at);
  if (minutes < 0 || minutes > 59) return -1;
  let milliseconds = 0;
  let seconds = 0;
  if (text.charCodeAt(at) === 0x3a && at < end) {
    const from = at + 1;
    at = from + 2;
    seconds = readNumber(text, from, Math.min(at, end));
    if (seconds < 0 || seconds > 60) return -1;
    if (at < end && text.charCodeAt(at) === 0x2e) {
      const point = at++;
      while (at < end && isDigit(text.charCodeAt(at))) at++;
      milliseconds = Math.floor(
        Number(text.slice(point, Math.min(at, point + 4))) * 1000,
      );
      if (Number.isNaN(milliseconds)) return -1;
    }
  }
  if (at < end) hours = halfDay(hours, text.slice(at, end));
  if (hours < 0 || hours > 24) return -1;
  return ((hours * 60 + minutes) * 60 + seconds) * 1000 + milliseconds;
}

/**
 * Returns an hour of a twelve-hour clock as one of 24 hours, or -1 if the mark
 * is not AM or PM.
 */
export function halfDay(hours: number, mark: string): number {
  if (hours < 1 || hours > 12 || !/^[ap]\.?m?\.?$/i.test(mark)) return -1;
  return hours % 12 + (mark.charAt(0).toLowerCase() === "p" ? 12 : 0);
}

/**
 * Returns a date in one field, such as 2008-10-19, 27-02-2004, 08-19-03,
 * 1997/08/25, 21.11.06, 23-SEP-2004 or May-16-1999, in milliseconds since 1970.
 * Returns NaN if there is no such day, or `null` if it is not a date.
 */
export function readDate(
  text: string,
  start: number,
  end: number,
  order: DateOrder,
): number | null {
  if (end - start < 6 || end - start > MAX_WORD) return null;
  const first = separatorIn(text, start, end);
  if (first <= start) return null;
  const mark = text.charCodeAt(first);
  const second = text.indexOf(text.charAt(first), first + 1);
  if (second <= first + 1 || second >= end - 1) return null;
  if (!isDigit(text.charCodeAt(start))) {
    const month = readMonth(text, start, first);
    const day = readNumber(text, first + 1, second);
    const year = readYear(text, second + 1, end);
    return month === 0 || day < 0 || year < 0 ? null : timeOf(year, month, day);
  }
  const one = readNumber(text, start, first);
  const three = readNumber(text, second + 1, end);
  if (one < 0 || three < 0 || first - start > 4) return null;
  let two = readNumber(text, first + 1, second);
  if (two < 0) {
    two = readMonth(text, first + 1, second);
    if (two === 0) return null;
    return timeOf(readYear(text, second + 1, end), two, one);
  }
  if (first - start > 2 || one > 69) return timeOf(fullYear(one), two, three);
  if (end - second > 5) return null;
  const dayFirst = one > 12 ||
    two <= 12 && (mark === 0x2e || order === "day-month");
  return dayFirst
    ? timeOf(fullYear(three), two, one)
    : timeOf(fullYear(three), one, two);
}

/** Returns the index of the first separator of a date, or -1 if there is none. */
function separatorIn(text: string, start: number, end: number): number {
  for (let at = start; at < end; at++) {
    if (SEPARATORS.includes(text.charAt(at))) return at;
  }
  return -1;
}

/** Returns a year of two to four digits, or -1 if it is not one. */
function readYear(text: string, start: number, end: number): number {
  const size = end - start;
  if (size < 2 || size > 4) return -1;
  const year = readNumber(text, start, end);
  return year < 0 ? -1 : fullYear(year);
}

/** Reads the dates of Unix lines, which take one to four fields. */
export class ListDate {
  /** The last time that was read, or NaN if there is no such day. */
  time: number = NaN;
  /** The last field of the date. */
  last = 0;
  /** The number of padding spaces after the date, in addition to the one that ends it. */
  padding = 0;
  #now: number;
  #year: number;

  /** Creates a reader for the current time. */
  constructor(now: Date) {
    this.#now = now.getTime();
    this.#year = now.getUTCFullYear();
  }

  /**
   * Returns `true` if a date starts at a field. With `anyMonth`, a word that is
   * not a known month is accepted as one; the time is then unknown, but the
   * name of the entry is not lost.
   */
  read(line: ListLine, at: number, anyMonth = false): boolean {
    const code = line.code(at);
    if (isDigit(code)) {
      return this.#readNumbers(line, at, anyMonth);
    }
    if (code < 0x41) return false;
    const day = dayAt(line, at + 1);
    // Old versions of `ls --full-time` write the day of the week, in English.
    if (day === 0) {
      return WEEKDAY_REGEXP.test(line.word(at)) && isMonth(line, at + 1) &&
        this.read(line, at + 1);
    }
    const month = readMonth(line.text, line.start(at), line.end(at));
    return (month > 0 || anyMonth) &&
      this.#readRest(line, at + 2, month, day);
  }

  /** Returns the time of a day whose year is not listed. */
  recent(month: number, day: number, time: number): number {
    if (month === 2 && day === 29) return this.#leapDay(time);
    const thisYear = timeOf(this.#year, month, day, time);
    return thisYear > this.#now + DAY
      ? timeOf(this.#year - 1, month, day, time)
      : thisYear;
  }

  #leapDay(time: number): number {
    let year = this.#year;
    while (!isLeap(year) || timeOf(year, 2, 29, time) > this.#now + DAY) year--;
    return timeOf(year, 2, 29, time);
  }

  /** Reads a date that starts with a digit. */
  #readNumbers(line: ListLine, at: number, anyMonth: boolean): boolean {
    const text = line.text;
    const start = line.start(at);
    const end = line.end(at);
    if (end - start > MAX_WORD) return false;
    let mark = start + 1;
    while (mark < end && isDigit(text.charCodeAt(mark))) mark++;
    if (mark < end && text.charCodeAt(mark) > 0x7f) {
      return this.#readMarked(line, at);
    }
    if (mark < end - 1) return this.#readCompound(line, at);
    const next = line.code(at + 1);
    if (mark - start === 4 && mark === end) return this.#readMarked(line, at);
    const day = dayAt(line, at);
    if (day === 0) return false;
    if (isDigit(next)) {
      // A month as a number: only a following time distinguishes it from sizes
      // and names.
      const month = day;
      const monthDay = dayAt(line, at + 1);
      return month <= 12 && monthDay > 0 && mark === end &&
        timeAt(line, at + 2) >= 0 &&
        this.#readRest(line, at + 2, month, monthDay);
    }
    if (next < 0x41) return false;
    const month = readMonth(text, line.start(at + 1), line.end(at + 1));
    return (month > 0 || anyMonth) &&
      this.#readRest(line, at + 2, month, day);
  }

  /** Reads the part after month and day: a year, a time, or both. */
  #readRest(line: ListLine, at: number, month: number, day: number): boolean {
    const year = yearAt(line, at);
    if (year >= 0) {
      this.last = at;
      // A year is as wide as a time. Servers that left-align it add one more
      // space after it.
      this.padding = line.start(at) - line.end(at - 1) > 1 ? 0 : 1;
      let time = 0;
      if (line.lastCode(at - 1) === COMMA && timeAt(line, at + 1) >= 0) {
        time = timeAt(line, at + 1);
        this.last = at + 1;
        this.padding = 0;
      }
      this.time = month === 0 ? NaN : timeOf(year, month, day, time);
      return true;
    }
    const time = timeAt(line, at);
    if (time < 0) return false;
    this.last = at;
    this.padding = 0;
    if (line.size(at) > 5 && yearAt(line, at + 1) >= 0) {
      this.last = at + 1;
      this.time = month === 0
        ? NaN
        : timeOf(yearAt(line, at + 1), month, day, time);
    } else {
      this.time = month === 0 ? NaN : this.recent(month, day, time);
    }
    return true;
  }

  /** Reads a date in one field, with or without a time after it; or month and day in one. */
  #readCompound(line: ListLine, at: number): boolean {
    const text = line.text;
    const date = readDate(text, line.start(at), line.end(at), "day-month");
    if (date === null) return this.#readMonthDay(line, at);
    const time = timeAt(line, at + 1);
    this.last = time < 0 ? at : at + 1;
    this.padding = time < 0 ? PADDED : 0;
    this.time = time < 0 ? date : date + time;
    if (line.size(at + 1) > 5 && time >= 0) {
      const zone = zoneAt(line, at + 2);
      if (!Number.isNaN(zone)) {
        this.last = at + 2;
        this.time -= zone;
      }
    }
    return true;
  }

  /** Reads month and day in one field, such as 09-26, followed by a time or a year. */
  #readMonthDay(line: ListLine, at: number): boolean {
    const match = /^(\d{1,2})[-/](\d{1,2})$/.exec(line.word(at));
    if (match === null) return false;
    const month = Number(match[1]);
    const day = Number(match[2]);
    return month >= 1 && month <= 12 && day >= 1 && day <= 31 &&
      this.#readRest(line, at + 1, month, day);
  }

  /** Reads a date whose numbers have signs after them, such as 2007年 3月 9日, in either order. */
  #readMarked(line: ListLine, at: number): boolean {
    const yearFirst = yearAt(line, at) >= 0;
    const monthField = yearFirst ? at + 1 : at;
    const month = markedNumber(line, monthField);
    const day = markedNumber(line, monthField + 1);
    const text = line.text;
    const isMarked = text.charCodeAt(line.start(monthField) + 1) > 0x7f ||
      text.charCodeAt(line.start(monthField) + 2) > 0x7f;
    if (!isMarked || month < 1 || month > 12 || day < 1 || day > 31) {
      return false;
    }
    if (!yearFirst) return this.#readRest(line, at + 2, month, day);
    this.time = timeOf(yearAt(line, at), month, day);
    this.last = at + 2;
    this.padding = PADDED;
    return true;
  }
}

/**
 * Returns `true` if an unreadable date starts at a field: a month, or digits
 * and signs such as `0000-00-00` or `???`.
 */
export function startsDate(line: ListLine, field: number): boolean {
  return isMonth(line, field) ||
    isDateText(line, field) &&
      (line.number(field) < 0 ||
        isShortNumber(line, field) && isMonth(line, field + 1) &&
          !isShortNumber(line, field + 2));
}

/**
 * Returns the field after a date that cannot be read and starts at `field`: the
 * name. The last field of a line is never part of a date.
 */
export function fieldAfterDate(line: ListLine, field: number): number {
  const last = line.count - 1;
  let at = field;
  let month = false;
  for (; at < last && at < field + MAX_DATE_FIELDS; at++) {
    if (!month && isMonth(line, at)) month = true;
    else if (!isDateText(line, at)) break;
    // After month and day, only a year or a time belongs to the date.
    else if (
      at > field + 1 &&
      (isShortNumber(line, at) || month && /\d[-/.]\d/.test(line.word(at)))
    ) break;
  }
  return at;
}

/** The maximum number of fields of a date: month, day, time, year. */
const MAX_DATE_FIELDS = 4;

function isMonth(line: ListLine, field: number): boolean {
  return line.code(field) >= 0x41 && line.size(field) <= MAX_WORD &&
    readMonth(line.text, line.start(field), line.end(field)) > 0;
}

function isShortNumber(line: ListLine, field: number): boolean {
  return line.size(field) < 3 && line.number(field) >= 0;
}

function isDateText(line: ListLine, field: number): boolean {
  return /^[-\d:/.,?*']+$/.test(line.word(field));
}

/**
 * Returns a day of a month, optionally followed by a dot or a comma, or 0 if
 * the field is not a day.
 */
export function dayAt(line: ListLine, field: number): number {
  const size = line.size(field);
  if (size < 1 || size > 3) return 0;
  const end = line.end(field);
  const digits = isPoint(line.text.charCodeAt(end - 1)) ? end - 1 : end;
  const start = line.start(field);
  if (digits - start > 2) return 0;
  const day = readNumber(line.text, start, digits);
  return day > 31 || day < 1 ? 0 : day;
}

/** Returns a year of four digits, optionally followed by a sign, or -1 if it is not one. */
function yearAt(line: ListLine, field: number): number {
  const size = line.size(field);
  if (size < 4 || size > 8) return -1;
  const start = line.start(field);
  if (size > 4 && line.text.charCodeAt(start + 4) < 0x80) return -1;
  return readNumber(line.text, start, start + 4);
}

/** Returns the time of day in a field, or -1 if it is not one. */
function timeAt(line: ListLine, field: number): number {
  return line.size(field) === 0
    ? -1
    : readTime(line.text, line.start(field), line.end(field));
}

/**
 * Returns a number of one or two digits, optionally followed by a sign, or -1
 * for anything else.
 */
function markedNumber(line: ListLine, field: number): number {
  const start = line.start(field);
  const size = line.size(field);
  if (size < 1 || size > 6) return -1;
  let digits = 1;
  while (digits < size && isDigit(line.text.charCodeAt(start + digits))) {
    digits++;
  }
  if (digits > 2) return -1;
  if (digits < size && line.text.charCodeAt(start + digits) < 0x80) return -1;
  return readNumber(line.text, start, start + digits);
}

/** Returns a time zone such as +0200 or -03:30 in milliseconds, or NaN if it is not one. */
function zoneAt(line: ListLine, field: number): number {
  const match = /^([+-])(\d\d):?(\d\d)$/.exec(line.word(field));
  if (match === null) return NaN;
  const minutes = Number(match[2]) * 60 + Number(match[3]);
  return (match[1] === "-" ? -minutes : minutes) * 60000;
}
