// Copyright 2026 the wininet authors. MIT license.

/**
 * The time functions of proxy scripts: each returns `true` if the current time
 * is in a range, which includes its ends. A range whose end is before its start
 * continues over the end of the week, the year or the day. The last argument
 * `"GMT"` means UTC instead of local time.
 *
 * @module
 */

/** The value of an argument or a result: a JSON value. */
export type Primitive = string | number | boolean | null;

const DAYS = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];
const MONTHS = [
  "JAN",
  "FEB",
  "MAR",
  "APR",
  "MAY",
  "JUN",
  "JUL",
  "AUG",
  "SEP",
  "OCT",
  "NOV",
  "DEC",
];

/** The fields of a time, the most significant first. */
interface Clock {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly weekday: number;
  readonly time: readonly [hour: number, minute: number, second: number];
}

type Args = readonly Primitive[];

/** `weekdayRange("MON", "FRI")`. */
export function weekdayRange(now: Date, args: Args): boolean {
  const [values, { weekday }] = split(now, args);
  const days = values.map((value) => DAYS.indexOf(String(value)));
  if (days.length < 1 || days.length > 2 || days.includes(-1)) return false;
  return isBetween([weekday], [days[0]!], [days.at(-1)!]);
}

/** `timeRange(8, 17)`, `timeRange(8, 30, 17, 0)`, `timeRange(8, 30, 0, 17, 0, 0)`. */
export function timeRange(now: Date, args: Args): boolean {
  const [values, { time }] = split(now, args);
  const numbers = values.map(Number);
  if (![1, 2, 4, 6].includes(numbers.length) || numbers.some(Number.isNaN)) {
    return false;
  }
  const [from, to] = halves(numbers);
  return isBetween(time.slice(0, from.length), from, to);
}

/**
 * `dateRange(1, "JUN", 2026, 15, "AUG", 2026)`, or only days, months or years.
 * Arguments of different kinds, such as `dateRange(24, "DEC")`, are a single
 * date.
 */
export function dateRange(now: Date, args: Args): boolean {
  const [values, clock] = split(now, args);
  const parts = values.map(datePart);
  const [from, to] = areDifferent(parts) ? [parts, parts] : halves(parts);
  const kinds = from.map((part) => part?.kind);
  if (
    parts.length === 0 || parts.includes(null) || !areDifferent(from) ||
    to.some((part, index) => part?.kind !== kinds[index])
  ) return false;
  const order = (["year", "month", "day"] as const)
    .filter((kind) => kinds.includes(kind));
  const pick = (half: typeof from) =>
    order.map((kind) => half.find((part) => part?.kind === kind)!.value);
  return isBetween(order.map((kind) => clock[kind]), pick(from), pick(to));
}

interface DatePart {
  readonly kind: "year" | "month" | "day";
  readonly value: number;
}

function areDifferent(parts: readonly (DatePart | null)[]): boolean {
  return new Set(parts.map((part) => part?.kind)).size === parts.length;
}

/** Parses a day, a month or a year, which have different forms. */
function datePart(value: Primitive): DatePart | null {
  const month = MONTHS.indexOf(String(value));
  if (month >= 0) return { kind: "month", value: month };
  const number = Number(value);
  if (value === null || !Number.isInteger(number) || number < 1) return null;
  return { kind: number > 31 ? "year" : "day", value: number };
}

/** Returns the arguments without `"GMT"`, and the current time in that time zone. */
function split(now: Date, args: Args): [values: Args, clock: Clock] {
  const isUtc = args.at(-1) === "GMT";
  const values = isUtc ? args.slice(0, -1) : args;
  return [values, isUtc ? utcClock(now) : localClock(now)];
}

function utcClock(now: Date): Clock {
  return {
    year: now.getUTCFullYear(),
    month: now.getUTCMonth(),
    day: now.getUTCDate(),
    weekday: now.getUTCDay(),
    time: [now.getUTCHours(), now.getUTCMinutes(), now.getUTCSeconds()],
  };
}

function localClock(now: Date): Clock {
  return {
    year: now.getFullYear(),
    month: now.getMonth(),
    day: now.getDate(),
    weekday: now.getDay(),
    time: [now.getHours(), now.getMinutes(), now.getSeconds()],
  };
}

/** Returns both ends of a range; a single value is both ends. */
function halves<Value>(values: readonly Value[]): [Value[], Value[]] {
  const half = Math.ceil(values.length / 2);
  return [values.slice(0, half), values.slice(-half)];
}

/** Compares fields, the most significant first; the range may wrap around. */
function isBetween(
  now: readonly number[],
  from: readonly number[],
  to: readonly number[],
): boolean {
  const isAfterStart = compare(from, now) <= 0;
  const isBeforeEnd = compare(now, to) <= 0;
  return compare(from, to) <= 0
    ? isAfterStart && isBeforeEnd
    : isAfterStart || isBeforeEnd;
}

function compare(a: readonly number[], b: readonly number[]): number {
  const index = a.findIndex((value, index) => value !== b[index]);
  return index < 0 ? 0 : a[index]! - b[index]!;
}
