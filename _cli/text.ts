// Copyright 2026 the wininet authors. MIT license.

/**
 * Text for a terminal: its width in columns, and the removal of control
 * characters.
 *
 * @module
 */

/** Characters that take two columns (Unicode East Asian Width W and F, and emoji). */
const WIDE_REGEXP =
  /^(?:\p{Emoji_Presentation}|.\ufe0f|[\u1100-\u115f\u2329\u232a\u2e80-\u303e\u3041-\u4dbf\u4e00-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6b\uff01-\uff60\uffe0-\uffe6\u{16fe0}-\u{18cff}\u{1aff0}-\u{1b2ff}\u{20000}-\u{3fffd}])/u;

/** Characters without a width: marks, joiners and other invisible characters. */
const INVISIBLE_REGEXP = /^[\p{Mark}\p{Default_Ignorable_Code_Point}]+$/u;

/** Characters that can move the cursor, end a line or reverse its direction. */
const HARMFUL_REGEXP = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;

const ASCII_REGEXP = /^[\x20-\x7e]*$/;

const SEGMENTER = new Intl.Segmenter();

/** Returns the width of a text without control characters, in columns. */
export function widthOf(text: string): number {
  if (ASCII_REGEXP.test(text)) return text.length;
  let width = 0;
  for (const { segment } of SEGMENTER.segment(text)) {
    width += columnsOf(segment);
  }
  return width;
}

function columnsOf(segment: string): number {
  if (INVISIBLE_REGEXP.test(segment)) return 0;
  return WIDE_REGEXP.test(segment) ? 2 : 1;
}

/**
 * Returns text from a server as one line, with `?` for characters that could
 * control a terminal.
 */
export function plainText(text: string): string {
  return text.toWellFormed().replace(HARMFUL_REGEXP, "?");
}

/** Cuts a text to a number of columns; a text that was cut ends with an ellipsis. */
export function shorten(text: string, columns: number): string {
  if (widthOf(text) <= columns) return text;
  let shown = "";
  let left = Math.max(columns - 1, 0);
  for (const { segment } of SEGMENTER.segment(text)) {
    left -= columnsOf(segment);
    if (left < 0) break;
    shown += segment;
  }
  return `${shown}…`;
}

/** Pads a text with spaces to a number of columns. */
export function pad(
  text: string,
  columns: number,
  align: "left" | "right" = "left",
): string {
  const blanks = " ".repeat(Math.max(columns - widthOf(text), 0));
  return align === "left" ? text + blanks : blanks + text;
}

/** The width of a bar in columns, including its brackets. */
const BAR_WIDTH = 22;

const UNITS = ["kB", "MB", "GB", "TB", "PB"];

/** Formats a number of bytes in units of 1000, such as `1.2 MB`. */
export function formatSize(bytes: number): string {
  if (bytes < 1000) return `${Math.round(bytes)} B`;
  let value = bytes / 1000;
  let unit = 0;
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${value.toFixed(value < 9.95 ? 1 : 0)} ${UNITS[unit]}`;
}

/** Formats seconds as `0:07`, `12:30` or `3:05:00`. */
export function formatDuration(seconds: number): string {
  const whole = Math.ceil(seconds);
  const parts = [Math.floor(whole / 60) % 60, whole % 60];
  const hours = Math.floor(whole / 3600);
  const [first, ...rest] = hours > 0 ? [hours, ...parts] : parts;
  return [first, ...rest.map((part) => `${part}`.padStart(2, "0"))].join(":");
}

/** Returns a bar that fills from the left, or spaces if the total is not known. */
export function bar(
  done: number,
  total: number | null,
  columns: number = BAR_WIDTH,
): string {
  if (total === null) return " ".repeat(columns);
  const share = total === 0 ? 1 : Math.min(done / total, 1);
  const filled = Math.round(share * (columns - 2));
  return `[${"#".repeat(filled)}${".".repeat(columns - 2 - filled)}]`;
}
