// Copyright 2026 the wininet authors. MIT license.

/**
 * The head of a request as bytes (RFC 9112 sections 3 and 5).
 *
 * @module
 */

import { isHeaderValue, isToken } from "../../_base/field_text.ts";
import type { Header } from "./header_list.ts";
import { WireError } from "./fields.ts";

const encoder = new TextEncoder();

/** What may stand in a request target: visible ASCII. */
const TARGET_REGEXP = /^[\x21-\x7e]+$/;

/**
 * Encodes a head.
 *
 * @param target The request target: a path with its query, or the whole URL for a proxy.
 * @throws {WireError} If a part could end its line: nothing of the head is sent then.
 */
export function encodeRequestHead(
  method: string,
  target: string,
  fields: readonly Header[],
): Uint8Array<ArrayBuffer> {
  if (!isToken(method) || !TARGET_REGEXP.test(target)) {
    throw new WireError(
      "the request line contains a character that it cannot carry",
    );
  }
  let head = `${method} ${target} HTTP/1.1\r\n`;
  for (const [name, value] of fields) {
    if (!isToken(name) || !isHeaderValue(value)) {
      throw new WireError(
        `the header "${name}" contains a character that it cannot carry`,
      );
    }
    head += `${name}: ${value}\r\n`;
  }
  return latin1Bytes(`${head}\r\n`);
}

/** A text as ISO 8859-1; nearly every head is ASCII, where that is UTF-8 too. */
function latin1Bytes(text: string): Uint8Array<ArrayBuffer> {
  const bytes = encoder.encode(text);
  return bytes.length === text.length
    ? bytes
    : Uint8Array.from(text, (character) => character.charCodeAt(0));
}
