// Copyright 2026 the wininet authors. MIT license.

/**
 * The date of a cookie, parsed as in RFC 6265 section 5.1.1: words in any
 * order, with nearly any separator. The first word that matches a time is the
 * time, the first other word that matches a day is the day, then month and
 * year.
 *
 * InternetTimeToSystemTime (`http_time.ts`) follows Windows instead: its rules
 * depend on the order, and it accepts any string.
 *
 * @module
 */

import { FIRST_YEAR, MONTHS } from "../_base/http_time.ts";

const DELIMITERS_REGEXP = /[\t\x20-\x2f;-@[-`{-~]+/;
/** Any character that is not a digit may follow the digits. */
const TIME_REGEXP = /^(\d{1,2}):(\d{1,2}):(\d{1,2})(?!\d)/;
const DAY_REGEXP = /^\d{1,2}(?!\d)/;
const MONTH_REGEXP = /^(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)/i;
const YEAR_REGEXP = /^\d{2,4}(?!\d)/;

/** Returns the time in milliseconds, or `null` if the text is not a date. */
export function parseCookieDate(text: string): number | null {
  let time: RegExpExecArray | null = null;
  let day: RegExpExecArray | null = null;
  let month: RegExpExecArray | null = null;
  let year: RegExpExecArray | null = null;
  for (const word of text.split(DELIMITERS_REGEXP)) {
    if (time === null && (time = TIME_REGEXP.exec(word))) continue;
    if (day === null && (day = DAY_REGEXP.exec(word))) continue;
    if (month === null && (month = MONTH_REGEXP.exec(word))) continue;
    if (year === null) year = YEAR_REGEXP.exec(word);
  }
  return time && day && month && year
    ? momentOf(year[0], month[0], day[0], time)
    : null;
}

/**
 * Returns the time for the parts of a date, or `null` if there is no such day,
 * such as 30 February.
 */
function momentOf(
  year: string,
  month: string,
  day: string,
  [, hour, minute, second]: readonly (string | undefined)[],
): number | null {
  const parts = [
    fourDigitYear(Number(year)),
    MONTHS.indexOf(month.toLowerCase()),
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
  ] as const;
  if (parts[0] < FIRST_YEAR) return null;
  const date = new Date(Date.UTC(...parts));
  const kept = [
    date.getUTCFullYear(),
    date.getUTCMonth(),
    date.getUTCDate(),
    date.getUTCHours(),
    date.getUTCMinutes(),
    date.getUTCSeconds(),
  ];
  return kept.every((part, at) => part === parts[at]) ? date.getTime() : null;
}

/** Two digits mean a year from 1970 to 2069. */
function fourDigitYear(year: number): number {
  return year >= 100 ? year : year >= 70 ? year + 1900 : year + 2000;
}
