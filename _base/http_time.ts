// Copyright 2026 the wininet authors. MIT license.

/**
 * Dates as texts: the two time functions.
 *
 * Writing uses one form, `Fri, 07 Jan 2005 12:06:35 GMT`. Reading accepts nearly
 * anything: only the order of words and numbers counts, never the characters between
 * them. After the day of the week, as a name or a number, come
 *
 * - day, month as a name or a number, year, hour, minute, second; or
 * - month as a name, day, hour, minute, second, year, as C writes dates.
 *
 * A text without the day of the week is read if its month is a name. The rest
 * of the text is ignored: the time is GMT, even if the text names another time
 * zone.
 *
 * Reading never fails. Parts that the text does not have are taken from the clock, as
 * on Windows: a text that is not a date at all is the current time.
 *
 * @module
 */

import { INTERNET_RFC1123_FORMAT } from "../flags.ts";
import { answer, badParameter } from "./failure.ts";
import { quotedValue } from "./secrets.ts";

/** The first year of a SYSTEMTIME and of a cookie's date (RFC 6265 section 5.1.1). */
export const FIRST_YEAR = 1601;
/** The last year that the 29 characters of the text can hold. */
const LAST_YEAR = 9999;

/**
 * The number of characters that are read: dates have thirty, and the rest is
 * ignored.
 */
const MAX_READ = 256;

const DAYS = "sun mon tue wed thu fri sat".split(" ");
/** The months as HTTP abbreviates them, in lower case. */
export const MONTHS: readonly string[] =
  "jan feb mar apr may jun jul aug sep oct nov dec".split(" ");

/**
 * Formats a time for HTTP, in GMT: `Fri, 07 Jan 2005 12:06:35 GMT`.
 *
 * Differences: SYSTEMTIME is a `Date`; fractions of a second are dropped.
 *
 * @param date The time, of the years 1601 to 9999.
 * @param dwRFC INTERNET_RFC1123_FORMAT.
 * @returns The text.
 * @throws {InternetError} If the time is not valid, or dwRFC has another value
 * (ERROR_INVALID_PARAMETER).
 *
 * @example A time for If-Modified-Since
 * ```ts
 * import { InternetTimeFromSystemTime } from "@wininet/wininet/internet";
 * import { assertEquals } from "@std/assert";
 *
 * const text = InternetTimeFromSystemTime(new Date(Date.UTC(2005, 0, 7, 12, 6, 35)));
 *
 * assertEquals(text, "Fri, 07 Jan 2005 12:06:35 GMT");
 * ```
 *
 * @see {@link https://learn.microsoft.com/windows/win32/api/wininet/nf-wininet-internettimefromsystemtimew}
 */
export function InternetTimeFromSystemTime(
  date: Date,
  dwRFC: number = INTERNET_RFC1123_FORMAT,
): string {
  return answer(() => {
    if (dwRFC !== INTERNET_RFC1123_FORMAT) {
      throw badParameter(
        `Cannot write the time: dwRFC must be INTERNET_RFC1123_FORMAT, not ${
          quotedValue(dwRFC)
        }`,
      );
    }
    const year = date instanceof Date ? date.getUTCFullYear() : NaN;
    if (year >= FIRST_YEAR && year <= LAST_YEAR) return date.toUTCString();
    throw badParameter(
      `Cannot write ${
        date instanceof Date ? date.toUTCString() : quotedValue(date)
      } as a time: it must be a valid Date of the years ${FIRST_YEAR} to ${LAST_YEAR}`,
    );
  });
}

/**
 * Reads a time as HTTP and C write it. Separators, case, and text after the
 * time are ignored.
 *
 * Differences: SYSTEMTIME is a `Date`, which has no 32nd of January: a text that names a day or an
 * hour that does not exist is not a date. As on Windows, a text that is not a date is read as the
 * current time: check the text first if that matters. Two digits are a year from 1980 to 2079, as
 * on Windows.
 *
 * @param text The text.
 * @returns The time.
 * @throws {InternetError} If the text is not a string (ERROR_INVALID_PARAMETER).
 *
 * @example The time of a header
 * ```ts
 * import { InternetTimeToSystemTime } from "@wininet/wininet/internet";
 * import { assertEquals } from "@std/assert";
 *
 * const date = InternetTimeToSystemTime("Fri Jan 7 12:06:35 2005");
 *
 * assertEquals(date.toISOString(), "2005-01-07T12:06:35.000Z");
 * ```
 *
 * @see {@link https://learn.microsoft.com/windows/win32/api/wininet/nf-wininet-internettimetosystemtimew}
 */
export function InternetTimeToSystemTime(text: string): Date {
  return answer(() => {
    if (typeof text !== "string") {
      throw badParameter(
        `Cannot read the time ${quotedValue(text)}: it must be a string`,
      );
    }
    return parseTime(text, new Date());
  });
}

const TIME = "(?<hour>\\d\\d):(?<minute>\\d\\d):(?<second>\\d\\d)";
const MONTH = `(?<month>${MONTHS.join("|")})`;

/** The three forms of RFC 9110 section 5.6.7; caches ignore the case (RFC 9111 section 4.2). */
const HTTP_DATES: readonly RegExp[] = [
  `(?:${DAYS.join("|")}), (?<day>\\d\\d) ${MONTH} (?<year>\\d{4}) ${TIME} GMT`,
  `(?:(?:sun|mon|tues|wednes|thurs|fri|satur)day), (?<day>\\d\\d)-${MONTH}-(?<year>\\d\\d) ${TIME} GMT`,
  `(?:${DAYS.join("|")}) ${MONTH} (?<day>[ \\d]\\d) ${TIME} (?<year>\\d{4})`,
].map((form) => new RegExp(`^${form}$`, "i"));

/**
 * Returns the time of a date in one of the three forms of HTTP, in milliseconds; `null`
 * for any other text. Two digits are the year that is at most 50 years after `now`.
 */
export function parseHttpDate(text: string, now: number): number | null {
  const form = HTTP_DATES.find((form) => form.test(text));
  if (form === undefined) return null;
  const { day, month, year, hour, minute, second } = form.exec(text)!.groups!;
  const fields = [
    fullYear(year!, now),
    month,
    day!.trim(),
    hour,
    minute,
    second,
  ];
  return dateOf(fields, new Date(now))?.getTime() ?? null;
}

function fullYear(text: string, now: number): string {
  if (text.length === 4) return text;
  const thisYear = new Date(now).getUTCFullYear();
  const year = thisYear - thisYear % 100 + Number(text);
  return String(year > thisYear + 50 ? year - 100 : year);
}

/** Returns the time of a text; parts that it does not have are those of `now`. */
export function parseTime(text: string, now: Date): Date {
  const words = text.slice(0, MAX_READ).match(/[a-z]+|\d+/gi) ?? [];
  const fields = orderOf(words);
  if (fields === null) return now;
  return dateOf(fields, now) ?? now;
}

/**
 * The words in the order year, month, day, hour, minute, second, as far as the
 * text has them.
 */
type Fields = readonly (string | undefined)[];

function orderOf(words: readonly string[]): Fields | null {
  const [first = "", second = "", third = ""] = words;
  const hasDay = isDayName(first) ||
    (isNumber(first) && isNumber(second) && third !== "");
  if (hasDay && isMonthName(second)) {
    const [, month, day, hour, minute, seconds, year] = words;
    return [year, month, day, hour, minute, seconds];
  }
  if (!hasDay && !isMonthName(second)) return null;
  const [day, month, year, ...time] = hasDay ? words.slice(1) : words;
  return [year, month, day, ...time.slice(0, 3)];
}

function dateOf(fields: Fields, now: Date): Date | null {
  const [year, month, day, hour, minute, second] = fields;
  const parts = [
    year === undefined ? now.getUTCFullYear() : yearOf(year),
    month === undefined ? now.getUTCMonth() : monthOf(month),
    numberOf(day, now.getUTCDate()),
    numberOf(hour, now.getUTCHours()),
    numberOf(minute, now.getUTCMinutes()),
    numberOf(second, now.getUTCSeconds()),
  ] as const;
  const date = new Date(Date.UTC(...parts));
  const kept = [
    date.getUTCFullYear(),
    date.getUTCMonth(),
    date.getUTCDate(),
    date.getUTCHours(),
    date.getUTCMinutes(),
    date.getUTCSeconds(),
  ];
  // A time that rolled over into the next month or hour was not a date; NaN is equal to nothing.
  return kept.every((value, index) => value === parts[index]) ? date : null;
}

function yearOf(text: string): number {
  const year = numberOf(text, NaN);
  if (text.length > 2) return year;
  return year < 80 ? year + 2000 : year + 1900;
}

function monthOf(text: string): number {
  return isNumber(text)
    ? Number(text) - 1
    : MONTHS.indexOf(text.slice(0, 3).toLowerCase());
}

function numberOf(text: string | undefined, absent: number): number {
  if (text === undefined) return absent;
  return isNumber(text) ? Number(text) : NaN;
}

function isDayName(text: string): boolean {
  return DAYS.includes(text.slice(0, 3).toLowerCase());
}

function isMonthName(text: string): boolean {
  return MONTHS.includes(text.slice(0, 3).toLowerCase());
}

function isNumber(text: string): boolean {
  return /^\d{1,5}$/.test(text);
}
