// Copyright 2026 the wininet authors. MIT license.

/**
 * Cookies are bytes in HTTP and text in a program. The jar keeps them like headers of
 * `fetch`, with one character for each byte, so that a server gets back the bytes that
 * it sent, whatever its character set is. A program's text is UTF-8.
 *
 * @module
 */

import { latin1Bytes, latin1Text } from "../_base/bytes.ts";

const encoder = new TextEncoder();
const strictDecoder = new TextDecoder("utf-8", {
  fatal: true,
  ignoreBOM: true,
});

/** Returns a text in UTF-8, with one character for each byte. */
export function bytesFromText(text: string): string {
  // deno-lint-ignore no-control-regex
  if (/^[\x00-\x7f]*$/.test(text)) return text;
  return latin1Text(encoder.encode(text));
}

/** Returns the text of bytes in UTF-8; bytes that are not UTF-8 are read as ISO 8859-1. */
export function textFromBytes(bytes: string): string {
  // deno-lint-ignore no-control-regex
  if (/^[\x00-\x7f]*$/.test(bytes)) return bytes;
  try {
    return strictDecoder.decode(latin1Bytes(bytes));
  } catch {
    return bytes;
  }
}

/** Returns a header as bytes: characters above 255 can only come from a program. */
export function bytesFromHeader(line: string): string {
  return /^[\0-\xff]*$/.test(line) ? line : bytesFromText(line);
}
