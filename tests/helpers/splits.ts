// Copyright 2026 the wininet authors. MIT license.

/**
 * Splits the input of a decoder: the result must be the same for every split.
 *
 * @module
 */

/** The bytes of a latin1 text. */
export function latin1(text: string): Uint8Array {
  return Uint8Array.from(text, (char) => char.charCodeAt(0));
}

/** Returns the input split at every pair of positions; the pieces may be empty. */
export function* everyTwoCuts(input: Uint8Array): Generator<Uint8Array[]> {
  for (let first = 0; first <= input.length; first++) {
    for (let second = first; second <= input.length; second++) {
      yield [
        input.subarray(0, first),
        input.subarray(first, second),
        input.subarray(second),
      ];
    }
  }
}

/** The input in pieces of one size. */
export function inPieces(input: Uint8Array, size: number): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < input.length; at += size) {
    pieces.push(input.subarray(at, at + size));
  }
  return pieces;
}
