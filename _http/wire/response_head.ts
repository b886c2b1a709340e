// Copyright 2026 the wininet authors. MIT license.

/**
 * The head of a response: its status line, its header fields, and the framing of the
 * body (RFC 9112 sections 4 to 6).
 *
 * @module
 */

import { CR, latin1Text, LF } from "../../_base/bytes.ts";
import { hasControlButTab, withoutBlanks } from "../../_base/field_text.ts";
import type { Header } from "./header_list.ts";
import { fieldValues, parseFields, WireError } from "./fields.ts";

/**
 * The maximum number of bytes of a head. Servers that put a whole session into
 * cookies send some 100 KiB; Apache and nginx by themselves cannot send more
 * than that.
 */
export const MAX_RESPONSE_HEAD = 786_432;

const VERSION_START = new TextEncoder().encode("HTTP/1.");

/** The status line; this client supports the versions HTTP/1.x. */
const STATUS_LINE_REGEXP = /^HTTP\/1\.(\d) +([1-9]\d\d)(?: (.*))?$/s;

/** A response without its body. */
export class ResponseHead {
  /** The version, such as `HTTP/1.1`, or `null` if the transport does not report it. */
  readonly version: string | null;
  /** The status code. */
  readonly status: number;
  /** The reason phrase. */
  readonly reason: string;
  readonly #fields: readonly Header[];

  constructor(
    version: string | null,
    status: number,
    reason: string,
    fields: readonly Header[],
  ) {
    this.version = version;
    this.status = status;
    this.reason = reason;
    this.#fields = fields;
  }

  /** The header fields in the order in which they arrived. */
  get fields(): readonly Header[] {
    return this.#fields;
  }

  /** Returns the value of a field, several joined by commas, or `null` if there is none. */
  get(name: string): string | null {
    const values = this.values(name);
    return values.length === 0 ? null : values.join(", ");
  }

  /** Returns the values of a field, one for each line. */
  values(name: string): string[] {
    return fieldValues(this.fields, name);
  }
}

/** Returns a head as a string; {@linkcode parseHeadText} parses it. */
export function headText(
  { version, status, reason }: ResponseHead,
  fields: readonly Header[],
): string {
  const lines = fields.map(([name, value]) => `${name}: ${value}\r\n`);
  return `${version ?? "HTTP/1.1"} ${status} ${reason}\r\n${
    lines.join("")
  }\r\n`;
}

/** The rule that finds the end of a body. */
export type Framing =
  | { readonly kind: "length"; readonly length: number }
  | { readonly kind: "chunked" }
  | { readonly kind: "close" };

/**
 * Finds the end of a head: returns the index after its empty line, or -1.
 *
 * @param from The index of the first byte that was not searched yet.
 */
export function headEnd(bytes: Uint8Array, from: number): number {
  for (
    let at = bytes.indexOf(LF, Math.max(0, from - 2));
    at >= 0;
    at = bytes.indexOf(LF, at + 1)
  ) {
    if (bytes[at + 1] === LF) return at + 2;
    if (bytes[at + 1] === CR && bytes[at + 2] === LF) return at + 3;
  }
  return -1;
}

/**
 * Returns the number of bytes of empty lines at the start, which are ignored as
 * RFC 9112 section 2.2 recommends for requests.
 */
export function emptyLines(bytes: Uint8Array): number {
  let at = 0;
  while (bytes[at] === LF || bytes[at] === CR) at++;
  return at;
}

/**
 * Returns true if bytes can be the start of an HTTP/1 response; another
 * protocol is refused immediately.
 */
export function startsLikeHttp(bytes: Uint8Array): boolean {
  const length = Math.min(bytes.length, VERSION_START.length);
  for (let at = 0; at < length; at++) {
    if (bytes[at] !== VERSION_START[at]) return false;
  }
  return true;
}

/**
 * Parses a head, including its empty line.
 *
 * @throws {WireError} If it is not an HTTP/1 message head.
 */
export function parseResponseHead(bytes: Uint8Array): ResponseHead {
  return parseHeadText(latin1Text(bytes));
}

/** Does the same as {@linkcode parseResponseHead} for a string. */
export function parseHeadText(text: string): ResponseHead {
  const lines = text.split("\n");
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at]!;
    if (line.endsWith("\r")) lines[at] = line.slice(0, -1);
  }
  // Removes the empty line, and the empty string after the last line end.
  lines.length -= 2;
  const [, minor, status, reason = ""] = STATUS_LINE_REGEXP.exec(lines[0]!) ??
    [];
  if (status === undefined) {
    throw new WireError("the server did not respond in HTTP/1; check the port");
  }
  if (hasControlButTab(reason)) {
    throw new WireError("the reason phrase contains a control character");
  }
  return new ResponseHead(
    `HTTP/1.${minor}`,
    Number(status),
    reason,
    parseFields(lines.slice(1)),
  );
}

/**
 * Returns the rule that finds the end of the body (RFC 9112 section 6.3).
 *
 * @throws {WireError} If the fields contradict each other.
 */
export function framingOf(head: ResponseHead, method: string): Framing {
  const codings = head.values("transfer-encoding");
  const lengths = head.values("content-length");
  const length = lengths.length === 0 ? null : parseLength(lengths);
  const isChunked = codings.length > 0 && checkChunked(codings);
  if (hasNoBody(head.status, method)) return { kind: "length", length: 0 };
  // RFC 9112 section 6.3: chunked overrides the length.
  if (isChunked) return { kind: "chunked" };
  if (length !== null) return { kind: "length", length };
  return isSilentReset(head)
    ? { kind: "length", length: 0 }
    : { kind: "close" };
}

/** Returns true for a 205 without framing fields: it has no body (RFC 9110 section 15.3.6), and servers do not close the connection after it. */
function isSilentReset({ status, fields }: ResponseHead): boolean {
  return status === 205 && fieldValues(fields, "content-length").length === 0 &&
    fieldValues(fields, "transfer-encoding").length === 0;
}

/** Returns true if a response has no body, regardless of its fields. */
function hasNoBody(status: number, method: string): boolean {
  return method === "HEAD" || status === 204 || status === 304 ||
    status === 101;
}

/** Returns true if the connection can serve another request after this response. */
export function keepsAlive(head: ResponseHead, framing: Framing): boolean {
  if (framing.kind === "close" || head.status === 101) return false;
  // A body that was not announced may follow.
  if (isSilentReset(head)) return false;
  const options = head.values("connection").concat(
    head.values("proxy-connection"),
  ).join(",").toLowerCase();
  if (saysClose(options)) return false;
  if (framing.kind === "chunked" && head.values("content-length").length > 0) {
    return false;
  }
  if (head.version !== "HTTP/1.0") return true;
  // RFC 9112 section 6.1: the framing of an HTTP/1.0 message with chunked is
  // unreliable.
  return framing.kind === "length" && /keep-alive/.test(options);
}

/** Returns true if the value of a Connection header has the option `close`. */
export function saysClose(value: string): boolean {
  return /(^|[,\s])close($|[,\s])/i.test(value);
}

/** Returns the length that one or more fields announce: all must be equal. */
function parseLength(values: readonly string[]): number {
  const parts = values.join(",").split(",").map(withoutBlanks);
  const [first] = parts;
  if (!parts.every((part) => part === first)) {
    throw new WireError("it has two different Content-Lengths");
  }
  const length = /^\d+$/.test(first!) ? Number(first) : NaN;
  if (Number.isSafeInteger(length)) return length;
  throw new WireError(
    `"${first!.slice(0, 40)}" is not a Content-Length`,
  );
}

/**
 * Checks that the only transfer coding is chunked: no other one was requested,
 * and no other one can be decoded.
 */
function checkChunked(values: readonly string[]): boolean {
  const codings = values.join(",").split(",")
    .map((coding) => withoutBlanks(coding).toLowerCase());
  if (codings.length === 1 && codings[0] === "chunked") return true;
  throw new WireError(
    `the Transfer-Encoding "${
      codings.join(", ").slice(0, 40)
    }" is not supported`,
  );
}
