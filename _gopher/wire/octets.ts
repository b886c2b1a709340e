// Copyright 2026 the wininet authors. MIT license.

/**
 * Converts between the bytes of a server and the strings of a program, without
 * loss.
 *
 * A Gopher server does not name the encoding of its menus, and a selector is
 * not text at all: it must be sent back byte for byte. So bytes are read as
 * UTF-8, and each byte that is not part of valid UTF-8 becomes a lone
 * surrogate, U+DC80 to U+DCFF. Valid UTF-8 never has such a character, so the
 * conversion can be reversed: {@linkcode octetsOf} of {@linkcode textOf}
 * returns the same bytes. (Python reads file names in the same way.)
 *
 * Selectors, hosts and locators are such strings. {@linkcode displayOf}
 * converts them to readable text.
 *
 * @module
 */

import { ERROR_INVALID_PARAMETER, InternetError } from "../../error.ts";
import { MAX_ARGUMENTS } from "../../_base/bytes.ts";
import { quotedValue } from "../../_base/secrets.ts";

/** The bytes that separate parts in Gopher, named by their ASCII characters: a space. */
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
/** The control character after the printable ones. */
export const DEL = 0x7f;

/** The byte 0x80 becomes U+DC80. */
const ESCAPE = 0xdc00;
/**
 * A surrogate that does not represent a byte. With the flag `u`, complete pairs
 * do not match.
 */
const STRAY_REGEXP = /[\ud800-\udc7f\udd00-\udfff]/u;
const ESCAPE_REGEXP = /[\udc80-\udcff]/gu;
/** Control characters, which are never shown: C0, DEL, C1. */
// deno-lint-ignore no-control-regex
const CONTROL_REGEXP = /[\0-\x1f\x7f-\x9f]/;
/**
 * Terminal commands (ECMA-48), each as a whole: control sequences such as ANSI
 * colours, strings with their terminator, and escape sequences; and other
 * control characters. No alternative matches beyond the start of another
 * string, so that many incomplete ones take linear time.
 */
const COMMAND_REGEXP =
  // deno-lint-ignore no-control-regex
  /(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x90\x98\x9c-\x9f]*(?:\x07|\x1b\\|\x9c)|\x1b[!-/]*[0-~]?|[\0-\x1f\x7f-\x9f]/g;

const DECODER = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const ENCODER = new TextEncoder();
const WINDOWS_1252_DECODER = new TextDecoder("windows-1252");
/**
 * The characters of the bytes from 0x80; those that windows-1252 does not
 * define are C1 controls.
 */
const WINDOWS_1252: string = WINDOWS_1252_DECODER.decode(
  Uint8Array.from({ length: 128 }, (_, at) => 0x80 + at),
);
/** Expressions that match all occurrences of each of these characters. */
const WINDOWS_1252_REGEXPS: readonly RegExp[] = Array.from(
  WINDOWS_1252,
  (character) => new RegExp(character, "g"),
);
/**
 * The maximum proportion of non-ASCII bytes for which it is faster to replace
 * one character after the other.
 */
const FEW = 1 / 16;

/**
 * Returns a string without a byte order mark at its start, which is not part of
 * the first line.
 */
export function withoutMark(text: string): string {
  return text.startsWith("\ufeff") ? text.slice(1) : text;
}

/** Returns the string for bytes, as described at the top of this module. */
export function textOf(bytes: Uint8Array): string {
  return utf8Text(bytes) ?? escapedText(bytes);
}

/** Returns the string for bytes that are valid UTF-8, or `null` if they are not. */
export function utf8Text(bytes: Uint8Array): string | null {
  try {
    return DECODER.decode(bytes);
  } catch {
    return null;
  }
}

/** Bytes as two strings that have one character for each byte. */
export interface SingleBytes {
  readonly bytes: Uint8Array;
  /** The bytes, each non-ASCII byte as a lone surrogate, even if the bytes are UTF-8. */
  readonly octets: string;
  /** The bytes in windows-1252. */
  readonly shown: string;
}

/**
 * Decodes bytes one by one. Both strings are created by native code, because a
 * whole menu may consist of such bytes.
 */
export function singleBytes(bytes: Uint8Array): SingleBytes {
  const shown = WINDOWS_1252_DECODER.decode(bytes);
  const counts = new Uint32Array(0x100);
  for (let at = 0; at < bytes.length; at++) counts[bytes[at]!]!++;
  const high = counts.subarray(0x80);
  const total = high.reduce((sum, count) => sum + count, 0);
  if (total > bytes.length * FEW) {
    const units = new Uint16Array(bytes);
    for (let at = 0; at < units.length; at++) {
      if (units[at]! >= 0x80) units[at]! += ESCAPE;
    }
    return { bytes, octets: stringOf(units), shown };
  }
  let octets = shown;
  for (const [at, count] of high.entries()) {
    if (count === 0) continue;
    const escape = String.fromCharCode(ESCAPE + 0x80 + at);
    octets = octets.replace(WINDOWS_1252_REGEXPS[at]!, escape);
  }
  return { bytes, octets, shown };
}

/** Returns `true` if a byte and the next one may start a UTF-8 character. */
export function mayBeUtf8(bytes: Uint8Array, at: number): boolean {
  const lead = bytes[at]!;
  const next = bytes[at + 1]!;
  return lead >= 0xc2 && lead <= 0xf4 && next >= 0x80 && next <= 0xbf;
}

/**
 * Returns the bytes of such a string.
 *
 * @throws {InternetError} ERROR_INVALID_PARAMETER if it contains a surrogate
 * that does not represent a byte.
 */
export function octetsOf(text: string): Uint8Array {
  if (text.isWellFormed()) return ENCODER.encode(text);
  if (!isOctets(text)) {
    throw new InternetError(
      ERROR_INVALID_PARAMETER,
      `Cannot send ${quotedValue(text)}: remove the lone surrogate from it`,
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

/** Returns `true` if {@linkcode octetsOf} accepts a string. */
export function isOctets(text: string): boolean {
  return text.isWellFormed() || !STRAY_REGEXP.test(text);
}

/**
 * Returns a string in readable form. If it contains bytes that are not UTF-8,
 * all of it is read as windows-1252, which includes Latin-1: its other bytes
 * are UTF-8 only by accident. Control characters, which could command a
 * terminal, are dropped with the rest of their command.
 */
export function displayOf(text: string): string {
  return withoutControls(text.isWellFormed() ? text : windows1252Text(text));
}

/** Returns several lines in readable form. */
export function shownLines(text: string): string {
  return text.split("\r\n").map(displayOf).join("\r\n");
}

/** Returns a string without control characters and the sequences that they start. */
export function withoutControls(text: string): string {
  return CONTROL_REGEXP.test(text) ? text.replace(COMMAND_REGEXP, "") : text;
}

/**
 * Decodes the bytes of a string as windows-1252. A loop is used because all
 * lines of a menu may have such bytes.
 */
function windows1252Text(text: string): string {
  let plain = "";
  let from = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < 0x80) continue;
    plain += text.slice(from, at);
    if (code >= ESCAPE + 0x80 && code < ESCAPE + 0x100) {
      plain += WINDOWS_1252[code - ESCAPE - 0x80];
    } else {
      const character = String.fromCodePoint(text.codePointAt(at)!);
      // A lone surrogate that does not represent a byte comes from the program,
      // not from a server.
      if (!character.isWellFormed()) plain += "\ufffd";
      else {
        for (const byte of ENCODER.encode(character)) {
          plain += WINDOWS_1252[byte - 0x80];
        }
      }
      at += character.length - 1;
    }
    from = at + 1;
  }
  return plain + text.slice(from);
}

/**
 * Does the same as {@linkcode textOf} for bytes that are known not to be valid
 * UTF-8 as a whole.
 */
export function escapedText(bytes: Uint8Array): string {
  // There are never more code units than bytes: four bytes become two units.
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
  return stringOf(units.subarray(0, length));
}

function stringOf(units: Uint16Array): string {
  let text = "";
  for (let at = 0; at < units.length; at += MAX_ARGUMENTS) {
    // Spread syntax would use an iterator, which takes ten times as long.
    text += Reflect.apply(
      String.fromCharCode,
      null,
      units.subarray(at, at + MAX_ARGUMENTS),
    );
  }
  return text;
}

/**
 * Returns the number of bytes of the UTF-8 character that starts here, or 0 if
 * there is none.
 */
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
  // The second byte also excludes overlong forms, surrogates, and code points
  // above U+10FFFF.
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
