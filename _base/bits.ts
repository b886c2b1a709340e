// Copyright 2026 the wininet authors. MIT license.

/**
 * Flag words. The results of `|` and `&` are signed in JavaScript, and the
 * words of WinINet are unsigned: use these two functions to combine and test
 * them.
 *
 * @module
 */

/** Returns `true` if `word` has every bit of `flag`. */
export function hasFlag(word: number, flag: number): boolean {
  return ((word & flag) >>> 0) === (flag >>> 0);
}

/** The union of flag words, unsigned. */
export function combineFlags(...flags: number[]): number {
  return flags.reduce((word, flag) => word | flag, 0) >>> 0;
}

/**
 * Returns a flag word as an unsigned number, or `null` if the value is not one.
 * `|` gives a negative number if the highest bit is set: it is accepted as the
 * unsigned word with the same bits.
 */
export function asDword(value: unknown): number | null {
  if (typeof value !== "number" || !Number.isInteger(value)) return null;
  return value >= -0x80000000 && value <= 0xffffffff ? value >>> 0 : null;
}

/** Returns `true` if a value can be a DWORD. */
export function isDword(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 0 &&
    value <= 0xffffffff;
}
