// Copyright 2026 the wininet authors. MIT license.

/**
 * Sizes and times in replies (RFC 3659) and in commands.
 *
 * @module
 */

import { type FtpReply, replyMessage } from "./reply.ts";

/**
 * Returns the size in the reply of SIZE, if it is valid. A comment may follow it, but
 * not the rest of a number: `5,555` is not valid.
 */
export function parseSizeReply(reply: FtpReply): number | null {
  if (reply.code !== 213) return null;
  const digits = /^\s*(\d{1,16})(?![\d.]|,\d)/.exec(replyMessage(reply))?.[1];
  const size = Number(digits ?? NaN);
  return Number.isSafeInteger(size) ? size : null;
}

/**
 * Returns the size in the reply that opens a transfer: `(1234 bytes)`. It is a guess:
 * servers round it or count in another way.
 */
export function parseAnnouncedSize(reply: FtpReply): number | null {
  const digits = /\((\d{1,16}) bytes\)/i.exec(reply.lines.join(" "))?.[1];
  const size = Number(digits ?? NaN);
  return Number.isSafeInteger(size) ? size : null;
}

const REPLY_TIME_REGEXP =
  /^\s*(?:19(1\d\d)|(\d{4}))(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.(\d{1,9}))?(?!\d)/;

/** Returns the time in the reply of MDTM, in UTC; a year 19100 is a bug of a server and means 2000. */
export function parseTimeReply(reply: FtpReply): Date | null {
  if (reply.code !== 213) return null;
  const match = REPLY_TIME_REGEXP.exec(replyMessage(reply));
  if (match === null) return null;
  const [, faulty, year, month, day, hour, minute, second, fraction] = match;
  const years = faulty === undefined ? Number(year) : 1900 + Number(faulty);
  const time = new Date(0);
  time.setUTCFullYear(years, Number(month) - 1, Number(day));
  // Checked before the time is set: a leap second is the first one of the next day.
  const valid = time.getUTCMonth() + 1 === Number(month) &&
    time.getUTCDate() === Number(day) && Number(hour) < 24 &&
    Number(minute) < 60 && Number(second) < 61;
  time.setUTCHours(
    Number(hour),
    Number(minute),
    Number(second),
    Math.trunc(Number(`0.${fraction ?? 0}`) * 1000),
  );
  return valid ? time : null;
}

/** Returns a time in the form of MFMT. */
export function formatTime(time: Date): string {
  return time.toISOString().slice(0, 19).replaceAll(/\D/g, "");
}
