// Copyright 2026 the wininet authors. MIT license.

/**
 * Cookies are bytes in HTTP and strings in a program. The jar keeps them like
 * the headers of `fetch`, with one byte in each character, so that a server
 * receives the bytes that it sent, in any character set. Strings of a program
 * are sent as UTF-8.
 *
 * @module
 */

import { latin1Bytes, latin1Text } from "../_base/bytes.ts";

const encoder = new TextEncoder();
const strictDecoder = new TextDecoder("utf-8", {
  fatal: true,
  ignoreBOM: true,
});

/** Returns a string in UTF-8, with one byte in each character. */
export function bytesFromText(text: string): string {
  // deno-lint-ignore no-control-regex
  if (/^[\x00-\x7f]*$/.test(text)) return text;
  return latin1Text(encoder.encode(text));
}

/** Decodes UTF-8 bytes; bytes that are not UTF-8 are read as ISO 8859-1. */
export function textFromBytes(bytes: string): string {
  // deno-lint-ignore no-control-regex
  if (/^[\x00-\x7f]*$/.test(bytes)) return bytes;
  try {
    return strictDecoder.decode(latin1Bytes(bytes));
  } catch {
    return bytes;
  }
}

/** Returns a header as bytes. Only a program can use characters above 255. */
export function bytesFromHeader(line: string): string {
  return /^[\0-\xff]*$/.test(line) ? line : bytesFromText(line);
}
