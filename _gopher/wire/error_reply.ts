// Copyright 2026 the wininet authors. MIT license.

/**
 * Errors in place of a file. Servers without Gopher+ send menu lines of type 3,
 * regardless of the request. A reply of only such lines is an error; a file
 * that only starts with them is not. A TLS server may send an alert instead,
 * because a plain-text request is not a handshake.
 *
 * @module
 */

import { textOf, withoutMark } from "./octets.ts";

/** The maximum number of bytes of such an error. Servers send one or a few lines. */
export const MAX_ERROR_REPLY = 4096;

/** The maximum number of characters of the server's text that an error keeps. */
export const MAX_ERROR_TEXT = 65_536;

/** The maximum number of characters of the server's text in an error message. */
export const MAX_QUOTED = 200;

/**
 * Complete lines `3text TAB selector TAB host TAB port`, also of type `i`, and
 * an optional lone dot.
 */
const ERROR_REGEXP =
  /^(?:[3i][^\t\r\n]*\t[^\t\r\n]*\t[^\t\r\n]*\t[ \d]*(?:\t[^\r\n]*)?(?:\r?\n|$))+(?:\.[ \t]*(?:\r?\n|$)\s*)?$/;
/** The start of an error: such lines, and the start of another line or of the dot. */
const UNFINISHED_ERROR_REGEXP =
  /^(?:[3i][^\t\r\n]*\t[^\t\r\n]*\t[^\t\r\n]*\t[ \d]*(?:\t[^\r\n]*)?\r?\n)*(?:[3i][^\r\n]*\r?|\.[ \t]*(?:\r?\n?\s*)?)?$/;

const DOT_REGEXP = /\n\.[ \t]*\r?\n$/;

/** Returns `true` if more bytes are needed to decide if a reply is an error. */
export function mayBeError(start: Uint8Array): boolean {
  // The bytes of a byte order mark become a character only when all three have
  // arrived.
  if (start.length < 3 && "\udcef\udcbb".startsWith(textOf(start))) return true;
  const text = startOf(start);
  return start.length < MAX_ERROR_REPLY && UNFINISHED_ERROR_REGEXP.test(text) &&
    !DOT_REGEXP.test(text);
}

/**
 * Returns the text of a reply that is an error, or `null` if it is data.
 *
 * @param whole `true` if the connection has ended after it. A lone dot is also
 * an end.
 */
export function errorTextOf(reply: Uint8Array, whole: boolean): string | null {
  const text = startOf(reply);
  if (!whole && !DOT_REGEXP.test(text)) return null;
  if (!ERROR_REGEXP.test(text) || !/^3/m.test(text)) return null;
  return text.split(/\r?\n/)
    .filter((line) => line.startsWith("3"))
    .map((line) => line.slice(1, line.indexOf("\t")))
    .join("\r\n");
}

/** Returns the start of a reply as a string, without a byte order mark. */
function startOf(start: Uint8Array): string {
  return withoutMark(textOf(start));
}

/**
 * The number of bytes of a TLS alert: the type 21, a version from 3.0 to 3.4,
 * the length 2, the level, and the reason.
 */
export const TLS_ALERT = 7;

/** Returns `true` if a reply that ends here, or continues, may be a TLS alert and nothing else. */
export function mayBeAlert(start: Uint8Array): boolean {
  const [type, major, minor = 0, high = 0, low = 2, level = 2] = start;
  return start.length <= TLS_ALERT && type === 21 &&
    (major === undefined || major === 3) && minor <= 4 && high === 0 &&
    low === 2 && (level === 1 || level === 2);
}
