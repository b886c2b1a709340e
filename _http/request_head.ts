// Copyright 2026 the wininet authors. MIT license.

/**
 * The head of a request: what WinINet adds to the headers of the program, what
 * `fetch` adds, and how long that makes it. Behind TLS nobody but `fetch` sees them, so their lengths
 * are reckoned from what is in them.
 *
 * @module
 */

import {
  INTERNET_FLAG_KEEP_CONNECTION,
  INTERNET_FLAG_NO_CACHE_WRITE,
  INTERNET_FLAG_PRAGMA_NOCACHE,
  INTERNET_FLAG_RELOAD,
} from "../flags.ts";
import type { Header } from "./header_list.ts";

/** What `fetch` adds to a request that has no such header of its own. */
const ADDED_BY_FETCH: readonly Header[] = [["accept", "*/*"], [
  "accept-language",
  "*",
]];

/** Methods for which `fetch` also says that there is no body. */
const LENGTH_WITHOUT_BODY: ReadonlySet<string> = new Set(["POST", "PUT"]);

/** Headers that `fetch` makes by itself. */
const MADE_BY_FETCH: readonly string[] = [
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

/** The headers that `fetch` is given: those of the program, and what agent and flags add. */
export function fetchHeaders(
  headers: readonly Header[],
  agent: string,
  flags: number,
  method: string,
): Header[] {
  const list = headers.filter((header) =>
    !MADE_BY_FETCH.includes(header[0].toLowerCase())
  );
  // Empty rather than absent: fetch would put its own name there.
  if (!hasHeader(list, "user-agent")) list.push(["User-Agent", agent]);
  for (const [name, value] of flagHeaders(flags, method)) {
    if (!hasHeader(list, name.toLowerCase())) list.push([name, value]);
  }
  if (!hasHeader(list, "accept-encoding")) {
    list.push(["Accept-Encoding", "identity"]);
  } else if (!hasHeader(list, "range")) {
    // fetch decodes what it asked for, but never the answer to a request with a range; servers ignore an empty one.
    list.push(["Range", ""]);
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

/** Bytes of the head that `fetch` makes of a request. */
export function requestHeadLength(
  method: string,
  url: URL,
  headers: readonly Header[],
  body: number | "chunked" | null,
): number {
  const names = new Set(headers.map(([name]) => name.toLowerCase()));
  const added = ADDED_BY_FETCH.filter(([name]) => !names.has(name));
  if (!names.has("host")) added.push(["host", url.host]);
  if (body === "chunked") added.push(["transfer-encoding", "chunked"]);
  else if (body !== null) added.push(["content-length", String(body)]);
  else if (LENGTH_WITHOUT_BODY.has(method)) added.push(["content-length", "0"]);
  const target = `${url.pathname}${url.search}`;
  return method.length + target.length + " HTTP/1.1\r\n".length + 1 +
    headersLength(headers) + headersLength(added) + 2;
}

/** Bytes of the head of a response, but for what `fetch` drops of it. */
export function responseHeadLength(response: Response): number {
  return `HTTP/1.1 ${response.status} ${response.statusText}\r\n\r\n`.length +
    headersLength([...response.headers]);
}

function headersLength(
  headers: readonly (readonly [string, string])[],
): number {
  return headers.reduce(
    (length, [name, value]) => length + name.length + value.length + 4,
    0,
  );
}

/** Bytes that a part of a body has on the wire: in the chunked coding it has a size line and an end. */
export function framedLength(bytes: number, chunked: boolean): number {
  return chunked ? bytes + bytes.toString(16).length + 4 : bytes;
}
