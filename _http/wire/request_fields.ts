// Copyright 2026 the wininet authors. MIT license.

/**
 * The header fields of a request: those of the program, and those that the agent and
 * the flags add.
 *
 * @module
 */

import {
  INTERNET_FLAG_KEEP_CONNECTION,
  INTERNET_FLAG_NO_CACHE_WRITE,
  INTERNET_FLAG_PRAGMA_NOCACHE,
  INTERNET_FLAG_RELOAD,
} from "../../flags.ts";
import type { Header } from "./header_list.ts";

/** Fields that say where the body ends; the transport makes them. */
const FRAMING: readonly string[] = [
  "content-length",
  "transfer-encoding",
];

/** Whether there is a header with a name, given in lower case. */
export function hasHeader(headers: readonly Header[], name: string): boolean {
  return headers.some((header) => header[0].toLowerCase() === name);
}

/** The values of all headers with a name, given in lower case, as one list; `null` where there is none. */
export function headerValue(
  headers: readonly Header[],
  name: string,
): string | null {
  const values = headers.filter((header) => header[0].toLowerCase() === name)
    .map(([, value]) => value);
  return values.length === 0 ? null : values.join(", ");
}

/** The headers with one that takes the place of all with its name. */
export function withHeader(
  headers: readonly Header[],
  name: string,
  value: string,
): readonly Header[] {
  const key = name.toLowerCase();
  return [
    ...headers.filter((header) => header[0].toLowerCase() !== key),
    [name, value],
  ];
}

/** The headers with a Host header, as the server sees them. */
export function withHost(
  headers: readonly Header[],
  url: URL,
): readonly Header[] {
  return hasHeader(headers, "host")
    ? headers
    : [...headers, ["Host", url.host]];
}

/** The fields as they go out, but for those that frame the body and Host. */
export function requestFields(
  headers: readonly Header[],
  agent: string,
  flags: number,
  method: string,
): Header[] {
  const list = headers.filter((header) =>
    !FRAMING.includes(header[0].toLowerCase())
  );
  // Empty rather than absent: fetch would put its own name there. Sockets leave it out.
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
