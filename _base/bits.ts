// Copyright 2026 the wininet authors. MIT license.

/**
 * Flag words. JavaScript's `|` and `&` give signed results, WinINet's words are
 * unsigned: combine and test through these two.
 *
 * @module
 */

/** Whether `word` has every bit of `flag`. */
export function hasFlag(word: number, flag: number): boolean {
  return ((word & flag) >>> 0) === (flag >>> 0);
}

/** The union of flag words, unsigned. */
export function combineFlags(...flags: number[]): number {
  return flags.reduce((word, flag) => word | flag, 0) >>> 0;
}

/**
 * A flag word as WinINet sees it, or `null` when the value is none. `|` gives
 * negative numbers as soon as the highest bit is set: they are taken as they are
 * meant.
 */
export function asDword(value: unknown): number | null {
  if (typeof value !== "number" || !Number.isInteger(value)) return null;
  return value >= -0x80000000 && value <= 0xffffffff ? value >>> 0 : null;
}

/** Whether a value can be a DWORD. */
export function isDword(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 0 &&
    value <= 0xffffffff;
}
