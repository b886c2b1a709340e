// Copyright 2026 the wininet authors. MIT license.

/**
 * The head of a request: the fields that the agent and the flags add to those
 * of the program, and the encoding (RFC 9112 sections 3 and 5).
 *
 * @module
 */

import {
  INTERNET_FLAG_KEEP_CONNECTION,
  INTERNET_FLAG_NO_CACHE_WRITE,
  INTERNET_FLAG_PRAGMA_NOCACHE,
  INTERNET_FLAG_RELOAD,
} from "../../flags.ts";
import { latin1Bytes } from "../../_base/bytes.ts";
import { isHeaderValue, isToken } from "../../_base/field_text.ts";
import { hasHeader, WireError } from "./fields.ts";
import type { Header } from "./header_list.ts";
import { saysClose } from "./response_head.ts";

/**
 * The framing of a body that the program writes in pieces: `"raw"` is chunks
 * that the program frames.
 */
export type UploadFraming = "length" | "chunked" | "raw";

/** Fields that frame a body; the transport adds those of a request. */
export const FRAMING_FIELDS: readonly string[] = [
  "content-length",
  "transfer-encoding",
];

/**
 * Methods that expect no body, so that a request without one need not declare
 * it (RFC 9110 section 8.6).
 */
const BODILESS_METHODS: ReadonlySet<string> = new Set([
  "GET",
  "HEAD",
  "DELETE",
  "OPTIONS",
  "TRACE",
]);

/** Idempotent methods, whose requests may be repeated (RFC 9110 section 9.2.2). */
const IDEMPOTENT: ReadonlySet<string> = new Set([
  "GET",
  "HEAD",
  "OPTIONS",
  "PUT",
  "DELETE",
]);

/** Header fields with credentials. */
const CREDENTIALS_REGEXP = /^(?:proxy-)?authorization$/i;

/** Header fields with options for the connection. */
const CONNECTION_REGEXP = /^(?:proxy-)?connection$/i;

/** Schemes that authenticate the connection. */
const BINDING_REGEXP = /^\s*(?:ntlm|negotiate|kerberos|nego2)(?:\s|,|$)/i;

/** A request target: visible ASCII. */
const TARGET_REGEXP = /^[\x21-\x7e]+$/;

/** Adds a Host header, unless the program has set one. */
export function withHost(
  headers: readonly Header[],
  url: URL,
): readonly Header[] {
  return hasHeader(headers, "host")
    ? headers
    : [...headers, ["Host", url.host]];
}

/** Returns the fields to send, without Host and those that frame the body. */
export function requestFields(
  headers: readonly Header[],
  agent: string,
  flags: number,
  method: string,
): Header[] {
  const list = headers.filter((header) =>
    !FRAMING_FIELDS.includes(header[0].toLowerCase())
  );
  // Empty rather than absent: fetch would send its default value. Sockets omit
  // the field.
  if (!hasHeader(list, "user-agent")) list.push(["User-Agent", agent]);
  for (const [name, value] of flagHeaders(flags, method)) {
    if (!hasHeader(list, name.toLowerCase())) list.push([name, value]);
  }
  if (!hasHeader(list, "accept-encoding")) {
    list.push(["Accept-Encoding", "identity"]);
  }
  return list;
}

function flagHeaders(flags: number, method: string): Header[] {
  const list: Header[] = [];
  if (flags & INTERNET_FLAG_KEEP_CONNECTION) {
    list.push(["Connection", "Keep-Alive"]);
  }
  if (flags & INTERNET_FLAG_PRAGMA_NOCACHE) list.push(["Pragma", "no-cache"]);
  const uncached = flags & INTERNET_FLAG_NO_CACHE_WRITE && method !== "GET";
  if (flags & INTERNET_FLAG_RELOAD || uncached) {
    list.push(["Cache-Control", "no-cache"]);
  }
  return list;
}

/** Returns true if a request with this method must declare that its body is empty. */
export function expectsBody(method: string): boolean {
  return !BODILESS_METHODS.has(method);
}

/** Returns the fields that frame the body of a request. */
export function framingFields(
  method: string,
  body: {
    readonly framing: UploadFraming;
    readonly length: number | null;
  } | null,
): Header[] {
  if (body === null) {
    return expectsBody(method) ? [["Content-Length", "0"]] : [];
  }
  return body.framing === "length"
    ? [["Content-Length", String(body.length)]]
    : [["Transfer-Encoding", "chunked"]];
}

/** Returns true if a request with this method may be sent twice. */
export function isIdempotent(method: string): boolean {
  return IDEMPOTENT.has(method);
}

/**
 * Returns true if a request authenticates its connection: NTLM and Negotiate
 * authenticate the connection, not the request, so every later request on it is
 * treated as one of the same user (RFC 4559 section 6). A request with such
 * credentials, even in a header that the program has set, uses connections that
 * no other request uses, before or after it.
 */
export function bindsConnection(fields: readonly Header[]): boolean {
  return fields.some((field) =>
    CREDENTIALS_REGEXP.test(field[0]) && BINDING_REGEXP.test(field[1])
  );
}

/**
 * Returns the fields without the option `close` of Connection: a login
 * continues on the connection of its first message.
 */
export function withoutClose(fields: readonly Header[]): Header[] {
  return fields.flatMap(([name, value]): Header[] => {
    if (!CONNECTION_REGEXP.test(name)) return [[name, value]];
    const options = value.split(",").filter((option) => !saysClose(option));
    return options.length === 0 ? [] : [[name, options.join(",")]];
  });
}

let lastIdentity = 0;

/** Returns a name that no other request has. */
export function newIdentity(): string {
  return `identity ${++lastIdentity}`;
}

/**
 * Encodes a head.
 *
 * @param target The request target: a path with its query, or the whole URL for
 * a proxy.
 * @throws {WireError} If a part contains a line end: no part of the head is
 * sent then.
 */
export function encodeRequestHead(
  method: string,
  target: string,
  fields: readonly Header[],
): Uint8Array<ArrayBuffer> {
  if (!isToken(method) || !TARGET_REGEXP.test(target)) {
    throw new WireError(
      "the request line contains a character that is not allowed there",
    );
  }
  let head = `${method} ${target} HTTP/1.1\r\n`;
  for (const [name, value] of fields) {
    if (!isToken(name) || !isHeaderValue(value)) {
      throw new WireError(
        `the header "${name}" contains a character that is not allowed there`,
      );
    }
    head += `${name}: ${value}\r\n`;
  }
  return latin1Bytes(`${head}\r\n`);
}
