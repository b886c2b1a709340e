// Copyright 2026 the wininet authors. MIT license.

/**
 * Converts between the bytes of a server and the strings of a program, without loss.
 *
 * A Gopher server does not name the encoding of its menus, and a selector is not text at
 * all: it must be sent back byte for byte. So bytes are read as UTF-8, and each byte that is
 * not part of valid UTF-8 becomes a lone half of a surrogate pair, U+DC80 to U+DCFF. Valid
 * UTF-8 never has such a character, so the conversion can be reversed: {@linkcode octetsOf}
 * of {@linkcode textOf} returns the same bytes. (Python reads file names in the same way.)
 *
 * Such texts are selectors, hosts and locators. {@linkcode displayOf} converts them to texts
 * for people.
 *
 * @module
 */

import { ERROR_INVALID_PARAMETER, InternetError } from "../../error.ts";
import { MAX_ARGUMENTS } from "../../_base/bytes.ts";
import { quotedValue } from "../../_base/secrets.ts";

/** The octets that separate and mark parts in Gopher, by their names in ASCII. */
export const TAB = 0x09;
/** The end of a line. */
export const LF = 0x0a;
/** Precedes {@linkcode LF}, or not. */
export const CR = 0x0d;
/** A blank. */
export const BLANK = 0x20;
/** `%`. */
export const PERCENT = 0x25;
/** `+`. */
export const PLUS = 0x2b;
/** `.`. */
export const DOT = 0x2e;
/** `0`. */
export const ZERO = 0x30;
/** `9`. */
export const NINE = 0x39;
/** `?`. */
export const QUESTION_MARK = 0x3f;
/** The control character after the visible ones. */
export const DEL = 0x7f;

/** The byte 0x80 becomes U+DC80. */
const ESCAPE = 0xdc00;
/** A half of a surrogate pair that is not a byte. With the flag `u`, complete pairs do not match. */
const STRAY_REGEXP = /[\ud800-\udc7f\udd00-\udfff]/u;
const ESCAPE_REGEXP = /[\udc80-\udcff]/gu;
/** Control characters, which are never shown: C0, DEL, C1. */
// deno-lint-ignore no-control-regex
const HIDDEN_REGEXP = /[\0-\x1f\x7f-\x9f]/;
const ALL_HIDDEN_REGEXP = new RegExp(HIDDEN_REGEXP, "g");

const DECODER = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const ENCODER = new TextEncoder();
/** The characters of the bytes from 0x80 on; those that windows-1252 lacks are C1 controls. */
const WINDOWS_1252: string = new TextDecoder("windows-1252").decode(
  Uint8Array.from({ length: 128 }, (_, at) => 0x80 + at),
);

/** Returns the text of bytes; see the top of this module. */
export function textOf(bytes: Uint8Array): string {
  try {
    return DECODER.decode(bytes);
  } catch {
    return escapedText(bytes);
  }
}

/**
 * Returns the bytes of such a text.
 *
 * @throws {InternetError} ERROR_INVALID_PARAMETER if it has a half of a surrogate pair that is not a byte.
 */
export function octetsOf(text: string): Uint8Array {
  if (text.isWellFormed()) return ENCODER.encode(text);
  if (!isOctets(text)) {
    throw new InternetError(
      ERROR_INVALID_PARAMETER,
      `Cannot send ${quotedValue(text)}: it has half a character`,
    );
  }
  // A UTF-16 code unit has at most three bytes.
  const bytes = new Uint8Array(text.length * 3);
  let length = 0;
  let from = 0;
  for (const { index } of text.matchAll(ESCAPE_REGEXP)) {
    const plain = text.slice(from, index);
    length += ENCODER.encodeInto(plain, bytes.subarray(length)).written;
    bytes[length++] = text.charCodeAt(index) - ESCAPE;
    from = index + 1;
  }
  length += ENCODER.encodeInto(text.slice(from), bytes.subarray(length))
    .written;
  return bytes.slice(0, length);
}

/** Returns `true` if {@linkcode octetsOf} accepts a text. */
export function isOctets(text: string): boolean {
  return text.isWellFormed() || !STRAY_REGEXP.test(text);
}

/**
 * Returns a text for people: bytes that are not UTF-8 are read as windows-1252, which
 * includes Latin-1; control characters, which could command a terminal, are dropped.
 */
export function displayOf(text: string): string {
  return withoutControls(
    text.isWellFormed() ? text : withoutEscapes(text).toWellFormed(),
  );
}

/** Returns several lines for people. */
export function shownLines(text: string): string {
  return text.split("\r\n").map(displayOf).join("\r\n");
}

/** Returns a text without control characters. */
export function withoutControls(text: string): string {
  return HIDDEN_REGEXP.test(text) ? text.replace(ALL_HIDDEN_REGEXP, "") : text;
}

/** Replaces bytes by characters of windows-1252. By a loop, because all lines of a menu may have them. */
function withoutEscapes(text: string): string {
  let plain = "";
  let from = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < 0xd800 || code > 0xdcff) continue;
    // The second half of a pair looks like a byte.
    if (code < ESCAPE) at += isSecondHalf(text.charCodeAt(at + 1)) ? 1 : 0;
    else if (code >= ESCAPE + 0x80) {
      plain += text.slice(from, at) + WINDOWS_1252[code - ESCAPE - 0x80];
      from = at + 1;
    }
  }
  return plain + text.slice(from);
}

function isSecondHalf(code: number): boolean {
  return code >= 0xdc00 && code <= 0xdfff;
}

/** Returns the text of bytes that are not all UTF-8. */
function escapedText(bytes: Uint8Array): string {
  // Never more code units than bytes: four bytes become two.
  const units = new Uint16Array(bytes.length);
  let length = 0;
  for (let at = 0; at < bytes.length;) {
    const byte = bytes[at]!;
    if (byte < 0x80) {
      units[length++] = byte;
      at++;
      continue;
    }
    const size = sequenceLength(bytes, at);
    if (size === 4) {
      const code = codePoint(bytes, at, size) - 0x10000;
      units[length++] = 0xd800 + (code >> 10);
      units[length++] = 0xdc00 + (code & 0x3ff);
    } else if (size > 1) units[length++] = codePoint(bytes, at, size);
    else units[length++] = ESCAPE + byte;
    at += size || 1;
  }
  let text = "";
  for (let at = 0; at < length; at += MAX_ARGUMENTS) {
    // Spread syntax would go through an iterator, which takes ten times as long.
    text += Reflect.apply(
      String.fromCharCode,
      null,
      units.subarray(at, Math.min(at + MAX_ARGUMENTS, length)),
    );
  }
  return text;
}

/** Returns the number of bytes of the character that starts here; 0 if there is none. */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const lead = bytes[at]!;
  const size = lead < 0xc2 || lead > 0xf4
    ? 0
    : lead < 0xe0
    ? 2
    : lead < 0xf0
    ? 3
    : 4;
  if (size === 0 || at + size > bytes.length) return 0;
  // The second byte also rules out long forms, surrogates, and what is beyond U+10FFFF.
  const least = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
  const most = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
  const second = bytes[at + 1]!;
  if (second < least || second > most) return 0;
  for (let next = at + 2; next < at + size; next++) {
    if ((bytes[next]! & 0xc0) !== 0x80) return 0;
  }
  return size;
}

function codePoint(bytes: Uint8Array, at: number, size: number): number {
  let code = bytes[at]! & (0x7f >> size);
  for (let next = at + 1; next < at + size; next++) {
    code = code << 6 | bytes[next]! & 0x3f;
  }
  return code;
}
