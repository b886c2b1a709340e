// Copyright 2026 the wininet authors. MIT license.

/**
 * The lines that show the progress of transfers.
 *
 * @module
 */

import { bar, formatDuration, formatSize, pad, shorten } from "./text.ts";

/** The progress of a transfer that a line shows. */
export interface Moving {
  readonly bytes: number;
  readonly total: number | null;
  readonly rate: number;
  readonly remaining: number | null;
}

/** The progress of all transfers together. */
export interface MovingAll extends Moving {
  readonly done: number;
  readonly failed: number;
}

/** The columns of a percentage, a rate and a time, each with a leading space. */
const NUMBERS = 5 + 10 + 14;

/** 99:59:59 in seconds. A longer remaining time is not shown. */
const MAX_TIME = 359_999;

/** The maximum width of a bar, in columns. */
const MAX_BAR = 30;
const MIN_BAR = 8;
/** The maximum width of a name, in columns. */
const MAX_NAME = 40;

/** Returns the progress line of one transfer, cut to a number of columns. */
export function progressLine(
  name: string,
  { bytes, total, rate, remaining }: Moving,
  columns: number,
): string {
  // One column less, because a terminal wraps a full line.
  const free = columns - 1 - NUMBERS - 1;
  const width = Math.min(Math.max(free - MIN_BAR, 8), MAX_NAME);
  const barWidth = Math.min(free - width, MAX_BAR);
  const percent = total === null || total === 0
    ? ""
    : `${Math.floor(bytes / total * 100)}%`;
  const drawn = barWidth < MIN_BAR
    ? ""
    : total === null
    ? pad(formatSize(bytes), barWidth, "right")
    : bar(bytes, total, barWidth);
  const cells = [
    pad(shorten(name, width), width),
    ` ${drawn}`,
    pad(percent, 5, "right"),
    pad(rate > 0 ? `${formatSize(rate)}/s` : "", 10, "right"),
    pad(timeOf(remaining), 14, "right"),
  ];
  return shorten(cells.join(""), columns - 1).trimEnd();
}

function timeOf(seconds: number | null): string {
  return seconds === null || seconds > MAX_TIME
    ? ""
    : `${formatDuration(seconds)} left`;
}

/** Returns the progress line of all transfers together. */
export function totalLine(all: MovingAll, count: number): string {
  const failed = all.failed > 0 ? `, ${all.failed} failed` : "";
  const rate = all.rate > 0 ? `, ${formatSize(all.rate)}/s` : "";
  const total = all.total === null ? "" : ` of ${formatSize(all.total)}`;
  const time = timeOf(all.remaining);
  const rest = time === "" ? "" : `, ${time} for all`;
  return `${all.done} of ${count} done${failed}, ${
    formatSize(all.bytes)
  }${total}${rate}${rest}`;
}

/** The amount of data that was transferred. */
export interface Amount {
  readonly bytes: number;
  /** The number of bytes from an earlier attempt that was continued. */
  readonly resumedFrom: number;
  readonly milliseconds: number;
}

/** Returns the size and duration of a finished transfer, in parentheses. */
export function amountOf(
  { bytes, resumedFrom, milliseconds }: Amount,
): string {
  const before = resumedFrom === 0
    ? ""
    : `, continued after ${formatSize(resumedFrom)}`;
  const seconds = (milliseconds / 1000).toFixed(1);
  return `(${formatSize(bytes)}${before}, ${seconds} s)`;
}
