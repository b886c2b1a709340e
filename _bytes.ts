// Copyright 2026 the wininet authors. MIT license.

/**
 * What is done with bytes everywhere.
 *
 * @module
 */

/** Both as one: a copy, or the other itself where one is empty. */
export function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  if (first.length === 0) return second;
  if (second.length === 0) return first;
  const bytes = new Uint8Array(first.length + second.length);
  bytes.set(first);
  bytes.set(second, first.length);
  return bytes;
}
