// Copyright 2026 the wininet authors. MIT license.

/**
 * Bytes and operations on bytes that every protocol needs.
 *
 * @module
 */

/** ASCII characters that delimit the words and lines of text protocols. */
export const TAB = 0x09;
export const LF = 0x0a;
export const CR = 0x0d;
export const SPACE = 0x20;

/** Joins two arrays: returns a copy, or the other array itself if one is empty. */
export function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  if (first.length === 0) return second;
  if (second.length === 0) return first;
  const bytes = new Uint8Array(first.length + second.length);
  bytes.set(first);
  bytes.set(second, first.length);
  return bytes;
}

/** Joins any number of arrays: returns a copy, or the array itself if there is only one. */
export function concatenated(parts: readonly Uint8Array[]): Uint8Array {
  if (parts.length === 1) return parts[0]!;
  let length = 0;
  for (const part of parts) length += part.length;
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

const decoder = new TextDecoder("windows-1252");

/** The characters of windows-1252 for the bytes 0x80 to 0x9f. */
const NOT_LATIN1_REGEXP = /[\u0100-\uffff]/;

/** The maximum number of bytes passed to a function at a time: arguments are on the stack. */
export const MAX_ARGUMENTS = 4096;

/**
 * Decodes ISO 8859-1: each byte becomes the character with the same number.
 *
 * `TextDecoder` only supports windows-1252, also under the name "latin1". It is
 * many times faster, and the result is the same for nearly every text.
 */
export function latin1Text(bytes: Uint8Array): string {
  const text = decoder.decode(bytes);
  if (!NOT_LATIN1_REGEXP.test(text)) return text;
  let exact = "";
  for (let at = 0; at < bytes.length; at += MAX_ARGUMENTS) {
    exact += String.fromCharCode(...bytes.subarray(at, at + MAX_ARGUMENTS));
  }
  return exact;
}

const encoder = new TextEncoder();

/**
 * Encodes ISO 8859-1, one byte for each character. Nearly every text is ASCII,
 * where UTF-8 is the same.
 */
export function latin1Bytes(text: string): Uint8Array<ArrayBuffer> {
  const bytes = encoder.encode(text);
  return bytes.length === text.length
    ? bytes
    : Uint8Array.from(text, (character) => character.charCodeAt(0));
}
