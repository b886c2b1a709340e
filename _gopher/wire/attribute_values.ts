// Copyright 2026 the wininet authors. MIT license.

/**
 * The values of Gopher+ attributes, after their names.
 *
 * A date is `<YYYYMMDDhhmmss>`, usually after a readable form of the same date.
 * Gopher+ does not define its time zone. Servers write their local time without
 * its offset from GMT; a line for that (TZ) is recommended for the root item
 * only. WinINet returns a FILETIME, which is in UTC. So the digits are read as
 * UTC: the time may be wrong by the offset of the server, but it is the same on
 * every computer, and dates of one server are compared correctly.
 *
 * A size is `<10k>`, `<56K>`, `<1234>`, `<512b>`, `<.5k>` or `<2M>`; a kilobyte
 * has 1024 bytes, as on the servers.
 *
 * A position has degrees, minutes and seconds for each axis; minutes and
 * seconds may be missing. A sign or one of the letters N, S, E and W is the
 * direction.
 *
 * Values that cannot be parsed are `null`, so that the line can be returned
 * unchanged.
 *
 * @module
 */

import {
  GOPHER_ADMIN_ATTRIBUTE,
  GOPHER_ATTRIBUTE_ID_ADMIN,
  GOPHER_ATTRIBUTE_ID_GEOG,
  GOPHER_ATTRIBUTE_ID_LOCATION,
  GOPHER_ATTRIBUTE_ID_MOD_DATE,
  GOPHER_ATTRIBUTE_ID_ORG,
  GOPHER_ATTRIBUTE_ID_PROVIDER,
  GOPHER_ATTRIBUTE_ID_RANGE,
  GOPHER_ATTRIBUTE_ID_SCORE,
  GOPHER_ATTRIBUTE_ID_SITE,
  GOPHER_ATTRIBUTE_ID_TIMEZONE,
  GOPHER_ATTRIBUTE_ID_TREEWALK,
  GOPHER_ATTRIBUTE_ID_TTL,
  GOPHER_ATTRIBUTE_ID_VERSION,
  GOPHER_GEOG_ATTRIBUTE,
  GOPHER_LOCATION_ATTRIBUTE,
  GOPHER_MOD_DATE_ATTRIBUTE,
  GOPHER_ORG_ATTRIBUTE,
  GOPHER_PROVIDER_ATTRIBUTE,
  GOPHER_RANGE_ATTRIBUTE,
  GOPHER_SCORE_ATTRIBUTE,
  GOPHER_SITE_ATTRIBUTE,
  GOPHER_TIMEZONE_ATTRIBUTE,
  GOPHER_TREEWALK_ATTRIBUTE,
  GOPHER_TTL_ATTRIBUTE,
  GOPHER_VERSION_ATTRIBUTE,
} from "../../flags.ts";
import type {
  GOPHER_ADMIN_ATTRIBUTE_TYPE,
  GOPHER_ASK_ATTRIBUTE_TYPE,
  GOPHER_ATTRIBUTE_VALUES,
  GOPHER_VIEW_ATTRIBUTE_TYPE,
} from "../../structures.ts";
import { displayOf } from "./octets.ts";

/** The maximum number of characters of a number, a date or a position. */
export const MAX_SHORT_VALUE = 256;

/** A type of question. */
export type GopherQuestionType =
  | "Ask"
  | "AskP"
  | "AskL"
  | "AskF"
  | "Select"
  | "Choose"
  | "ChooseF"
  | "Note";

/** The question types of Gopher+. */
export const QUESTION_TYPES: readonly GopherQuestionType[] = [
  "Ask",
  "AskP",
  "AskL",
  "AskF",
  "Select",
  "Choose",
  "ChooseF",
  "Note",
];

const UNITS: Readonly<Record<string, number>> = {
  "": 1,
  b: 1,
  k: 1024,
  m: 1_048_576,
  g: 1_073_741_824,
};

/**
 * The number of an attribute, and the parser of its value, which returns `null`
 * for a value of another form.
 */
export type AttributeReader = readonly [
  id: number,
  read: (value: string) => GOPHER_ATTRIBUTE_VALUES | null,
];

const MOD_DATE: AttributeReader = [
  GOPHER_ATTRIBUTE_ID_MOD_DATE,
  (value) => ({ ModDate: { DateAndTime: parseDate(value) } }),
];

/** The lines of `+ADMIN`, by name in lower case. */
export const ADMIN_READERS: ReadonlyMap<string, AttributeReader> = readers([
  [GOPHER_ADMIN_ATTRIBUTE, [
    GOPHER_ATTRIBUTE_ID_ADMIN,
    (value) => ({ Admin: parseAdmin(value) }),
  ]],
  [GOPHER_MOD_DATE_ATTRIBUTE, MOD_DATE],
  // An example in the Gopher+ specification uses this name.
  ["Date", MOD_DATE],
  [GOPHER_TTL_ATTRIBUTE, [
    GOPHER_ATTRIBUTE_ID_TTL,
    (value) => wrap(parseInteger(value), (Ttl) => ({ Ttl: { Ttl } })),
  ]],
  [GOPHER_SCORE_ATTRIBUTE, [
    GOPHER_ATTRIBUTE_ID_SCORE,
    (value) => wrap(parseInteger(value), (Score) => ({ Score: { Score } })),
  ]],
  [GOPHER_RANGE_ATTRIBUTE, [
    GOPHER_ATTRIBUTE_ID_RANGE,
    (value) => wrap(parseRange(value), (ScoreRange) => ({ ScoreRange })),
  ]],
  [GOPHER_SITE_ATTRIBUTE, [
    GOPHER_ATTRIBUTE_ID_SITE,
    (value) => ({ Site: { Site: plainOf(value) } }),
  ]],
  [GOPHER_ORG_ATTRIBUTE, [
    GOPHER_ATTRIBUTE_ID_ORG,
    (value) => ({ Organization: { Organization: plainOf(value) } }),
  ]],
  [GOPHER_LOCATION_ATTRIBUTE, [
    GOPHER_ATTRIBUTE_ID_LOCATION,
    (value) => ({ Location: { Location: plainOf(value) } }),
  ]],
  [GOPHER_GEOG_ATTRIBUTE, [
    GOPHER_ATTRIBUTE_ID_GEOG,
    (value) =>
      wrap(parsePosition(value), (GeographicalLocation) => ({
        GeographicalLocation,
      })),
  ]],
  [GOPHER_TIMEZONE_ATTRIBUTE, [
    GOPHER_ATTRIBUTE_ID_TIMEZONE,
    (value) => wrap(parseZone(value), (Zone) => ({ TimeZone: { Zone } })),
  ]],
  [GOPHER_PROVIDER_ATTRIBUTE, [
    GOPHER_ATTRIBUTE_ID_PROVIDER,
    (value) => ({ Provider: { Provider: plainOf(value) } }),
  ]],
  [GOPHER_VERSION_ATTRIBUTE, [
    GOPHER_ATTRIBUTE_ID_VERSION,
    (value) => ({ Version: { Version: plainOf(value) } }),
  ]],
]);

/** The lines of `+VERONICA`, by name in lower case. */
export const VERONICA_READERS: ReadonlyMap<string, AttributeReader> = readers([
  [GOPHER_TREEWALK_ATTRIBUTE, [
    GOPHER_ATTRIBUTE_ID_TREEWALK,
    (value) =>
      /^(?:yes|no|true|false|0|1)$/i.test(value)
        ? { Veronica: { TreeWalk: /^(?:yes|true|1)$/i.test(value) } }
        : null,
  ]],
]);

/** Returns a string in readable form: on one line, without control characters. */
export function plainOf(value: string): string {
  return displayOf(value.replaceAll("\t", " ")).trim();
}

/** Parses `[comments] <address>`. Without angle brackets, a word with an `@` is the address. */
export function parseAdmin(value: string): GOPHER_ADMIN_ATTRIBUTE_TYPE {
  const text = plainOf(value);
  const from = text.lastIndexOf("<");
  const to = text.indexOf(">", from);
  if (from >= 0 && to >= 0) {
    const Comment = `${text.slice(0, from).trim()} ${text.slice(to + 1).trim()}`
      .trim();
    return { Comment, EmailAddress: text.slice(from + 1, to).trim() };
  }
  return /^[^\s@]+@[^\s@]+$/.test(text)
    ? { Comment: "", EmailAddress: text }
    : { Comment: text, EmailAddress: "" };
}

/** Returns the date in a line. */
export function parseDate(value: string): Date | null {
  if (value.length > MAX_SHORT_VALUE) return null;
  const match =
    /(?:<|^)\s*(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d)?)?\s*(?:>|$)/
      .exec(value);
  if (match === null) return null;
  const [year = 0, month = 0, day = 0, hours = 0, minutes = 0, seconds = 0] =
    match.slice(1).map((digits) => Number(digits ?? 0));
  const date = new Date(0);
  // Date.UTC adds 1900 to years below 100.
  date.setUTCFullYear(year, month - 1, day);
  date.setUTCHours(hours, minutes, seconds);
  // The 31st day of a month with 30 days would become a day of the next month.
  const isDate = date.getUTCMonth() === month - 1 &&
    date.getUTCHours() === hours &&
    date.getUTCMinutes() === minutes && date.getUTCSeconds() === seconds;
  return isDate ? date : null;
}

/** Parses `type/subtype[ language]: [<size>]`. */
export function parseView(line: string): GOPHER_VIEW_ATTRIBUTE_TYPE {
  const bracket = line.indexOf("<");
  const key = bracket < 0 ? line : line.slice(0, bracket);
  const colon = key.lastIndexOf(":");
  const [ContentType = "", ...more] = (colon < 0 ? key : key.slice(0, colon))
    .trim().split(/[ \t]+/);
  const Size = bracket < 0 ? 0 : parseSize(line.slice(bracket));
  return { ContentType, Language: more.join(" "), Size };
}

/** Returns the number of bytes of a size such as `<10k>`, or 0 if there is none. */
function parseSize(text: string): number {
  const match = /^<\s*(\d{0,15})(\.\d{1,6})?\s*([kmgb]?)(?:b|bytes?)?\s*>/i
    .exec(text.slice(0, MAX_SHORT_VALUE));
  if (match === null) return 0;
  const [, whole = "", part = "", unit = ""] = match;
  const size = Math.round(
    Number(`0${whole}${part}`) * UNITS[unit.toLowerCase()]!,
  );
  return Math.min(size, Number.MAX_SAFE_INTEGER);
}

/** Parses `question: text`. A line without a colon is a note. */
export function parseAsk(line: string): GOPHER_ASK_ATTRIBUTE_TYPE {
  const colon = line.indexOf(":");
  if (colon < 0) return { QuestionType: "Note", QuestionText: line.trim() };
  const word = line.slice(0, colon).trim();
  const QuestionType =
    QUESTION_TYPES.find((type) => type.toLowerCase() === word.toLowerCase()) ??
      word;
  const QuestionText = line.slice(colon + 1).replace(/^ +/, "");
  return { QuestionType, QuestionText };
}

/** Parses an integer; returns `null` for anything else. */
export function parseInteger(value: string): number | null {
  return /^[+-]?\d{1,15}$/.test(value) ? Number(value) : null;
}

/** Parses `lower upper`. */
export function parseRange(
  value: string,
): NonNullable<GOPHER_ATTRIBUTE_VALUES["ScoreRange"]> | null {
  const match = /^([+-]?\d{1,15})[ \t,]+([+-]?\d{1,15})$/
    .exec(value.slice(0, MAX_SHORT_VALUE));
  if (match === null) return null;
  return { LowerBound: Number(match[1]), UpperBound: Number(match[2]) };
}

/** Parses the offset from GMT in hours: `-6`, `+05:30`, `-0600`, `GMT+1`. */
export function parseZone(value: string): number | null {
  const match = /^(?:gmt|utc)?\s*([+-]?)\s*(\d{1,2})(?::?([0-5]\d))?$/i
    .exec(value.slice(0, MAX_SHORT_VALUE));
  if (match === null) return null;
  const hours = Number(match[2]) + Number(match[3] ?? 0) / 60;
  if (hours > 14) return null;
  return hours === 0 || match[1] !== "-" ? hours : -hours;
}

/** Parses `latitude longitude`. */
export function parsePosition(
  value: string,
): NonNullable<GOPHER_ATTRIBUTE_VALUES["GeographicalLocation"]> | null {
  if (value.length > MAX_SHORT_VALUE) return null;
  const axes = axesOf(value.toUpperCase());
  if (axes === null) return null;
  const north = angle(axes[0], "S", 90);
  const east = angle(axes[1], "W", 180);
  if (north === null || east === null) return null;
  return {
    DegreesNorth: north[0],
    MinutesNorth: north[1],
    SecondsNorth: north[2],
    DegreesEast: east[0],
    MinutesEast: east[1],
    SecondsEast: east[2],
  };
}

/** Returns the words of the latitude and of the longitude. */
function axesOf(value: string): [string[], string[]] | null {
  if (!/^[-+\d.\s°'",:;NSEW]*$/.test(value)) return null;
  const words = value.match(/-?\d+(?:\.\d+)?|[NSEW]/g) ?? [];
  const border = words.findIndex((word) => word === "N" || word === "S");
  if (border === 0) {
    const second = words.findIndex((word) => word === "E" || word === "W");
    return second < 0 ? null : [words.slice(0, second), words.slice(second)];
  }
  if (border < 0 && words.length % 2 > 0) return null;
  const half = border > 0 ? border + 1 : words.length / 2;
  return [words.slice(0, half), words.slice(half)];
}

/** Returns the degrees, minutes and seconds of an axis, each with the sign. */
function angle(
  words: readonly string[],
  negative: string,
  most: number,
): [number, number, number] | null {
  const numbers = words.filter((word) => /\d/.test(word)).map(Number);
  if (numbers.length < 1 || numbers.length > 3) return null;
  const [degrees = 0, minutes = 0, seconds = 0] = numbers;
  const isNegative = words.includes(negative) || words[0]?.startsWith("-");
  if (!(minutes >= 0 && minutes < 60 && seconds >= 0 && seconds < 60)) {
    return null;
  }
  const total = Math.round(
    Math.abs(degrees) * 3600 + minutes * 60 + seconds,
  );
  if (total > most * 3600) return null;
  const parts = [
    Math.floor(total / 3600),
    Math.floor(total / 60) % 60,
    total % 60,
  ].map((part) => part === 0 || !isNegative ? part : -part);
  return [parts[0]!, parts[1]!, parts[2]!];
}

function readers(
  rows: readonly (readonly [name: string, AttributeReader])[],
): ReadonlyMap<string, AttributeReader> {
  return new Map(rows.map(([name, reader]) => [name.toLowerCase(), reader]));
}

function wrap<T>(
  value: T | null,
  make: (value: T) => GOPHER_ATTRIBUTE_VALUES,
): GOPHER_ATTRIBUTE_VALUES | null {
  return value === null ? null : make(value);
}
