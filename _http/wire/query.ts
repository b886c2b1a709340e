// Copyright 2026 the wininet authors. MIT license.

/**
 * HttpQueryInfo: finds the header of a query, and converts it to a value.
 *
 * @module
 */

import {
  ERROR_HTTP_HEADER_NOT_FOUND,
  ERROR_HTTP_INVALID_HEADER,
  ERROR_HTTP_INVALID_QUERY_REQUEST,
  ERROR_INVALID_PARAMETER,
  InternetError,
} from "../../error.ts";
import {
  HTTP_QUERY_CUSTOM,
  HTTP_QUERY_FLAG_COALESCE,
  HTTP_QUERY_FLAG_COALESCE_WITH_COMMA,
  HTTP_QUERY_FLAG_NUMBER,
  HTTP_QUERY_FLAG_NUMBER64,
  HTTP_QUERY_FLAG_REQUEST_HEADERS,
  HTTP_QUERY_FLAG_SYSTEMTIME,
  HTTP_QUERY_HEADER_MASK,
  HTTP_QUERY_RAW_HEADERS,
  HTTP_QUERY_RAW_HEADERS_CRLF,
  HTTP_QUERY_REQUEST_METHOD,
  HTTP_QUERY_STATUS_CODE,
  HTTP_QUERY_STATUS_TEXT,
  HTTP_QUERY_VERSION,
} from "../../flags.ts";
import { isToken } from "../../_base/field_text.ts";
import { quotedValue } from "../../_base/secrets.ts";
import type { Header } from "./header_list.ts";
import type { ResponseHead } from "./response_head.ts";

/** The header names of the query levels, by number; levels without a header are absent. */
const HEADER_OF_LEVEL: ReadonlyMap<number, string> = new Map(
  // deno-fmt-ignore
  [
    [0, "MIME-Version"], [1, "Content-Type"], [2, "Content-Transfer-Encoding"], [3, "Content-ID"],
    [4, "Content-Description"], [5, "Content-Length"], [6, "Content-Language"], [7, "Allow"], [8, "Public"],
    [9, "Date"], [10, "Expires"], [11, "Last-Modified"], [12, "Message-ID"], [13, "URI"], [14, "Derived-From"],
    [15, "Cost"], [16, "Link"], [17, "Pragma"], [23, "Connection"], [24, "Accept"], [25, "Accept-Charset"],
    [26, "Accept-Encoding"], [27, "Accept-Language"], [28, "Authorization"], [29, "Content-Encoding"],
    [30, "Forwarded"], [31, "From"], [32, "If-Modified-Since"], [33, "Location"], [34, "Orig-URI"],
    [35, "Referer"], [36, "Retry-After"], [37, "Server"], [38, "Title"], [39, "User-Agent"],
    [40, "WWW-Authenticate"], [41, "Proxy-Authenticate"], [42, "Accept-Ranges"], [43, "Set-Cookie"],
    [44, "Cookie"], [46, "Refresh"], [47, "Content-Disposition"], [48, "Age"], [49, "Cache-Control"],
    [50, "Content-Base"], [51, "Content-Location"], [52, "Content-MD5"], [53, "Content-Range"], [54, "ETag"],
    [55, "Host"], [56, "If-Match"], [57, "If-None-Match"], [58, "If-Range"], [59, "If-Unmodified-Since"],
    [60, "Max-Forwards"], [61, "Proxy-Authorization"], [62, "Range"], [63, "Transfer-Encoding"], [64, "Upgrade"],
    [65, "Vary"], [66, "Via"], [67, "Warning"], [68, "Expect"], [69, "Proxy-Connection"],
    [70, "Unless-Modified-Since"], [75, "Proxy-Support"], [76, "Authentication-Info"], [77, "PassportURLs"],
    [78, "PassportConfig"], [79, "X-Content-Type-Options"], [80, "P3P"], [81, "X-P2P-PeerDist"],
    [82, "Translate"], [83, "X-UA-Compatible"], [84, "Default-Style"], [85, "X-Frame-Options"],
    [86, "X-XSS-Protection"], [87, "Set-Cookie2"], [88, "DNT"], [89, "Keep-Alive"], [90, "HTTP2-Settings"],
    [91, "Strict-Transport-Security"], [92, "Token-Binding"], [93, "Include-Referred-Token-Binding-ID"],
    [94, "Public-Key-Pins"], [95, "Public-Key-Pins-Report-Only"],
  ],
);

/** The largest value of a 32-bit query. */
const MAX_DWORD = 0xffffffff;

/** The head of a request or of a response, as queries see it. */
export interface QueriedHead {
  /** The request line or status line, or `null` before the head exists. */
  readonly startLine: string | null;
  /** The headers, in order. */
  readonly headers: readonly Header[];
  /** The method of the request, also for a response. */
  readonly method: string;
  /** The status code; 0 before the response has arrived. */
  readonly status: number;
  /** The reason phrase, or `null` before the response has arrived. */
  readonly reason: string | null;
}

/** Returns the head of a request with these headers. */
export function queriedRequest(
  method: string,
  url: URL,
  headers: readonly Header[],
): QueriedHead {
  return {
    startLine: `${method} ${url.pathname}${url.search} HTTP/1.1`,
    headers,
    method,
    status: 0,
    reason: null,
  };
}

/**
 * Returns the head of the response to a request, without the Content-Encoding
 * and the length of a body that was decoded; `response` is `null` before it has
 * arrived.
 */
export function queriedResponse(
  method: string,
  response: ResponseHead | null,
  decoded: boolean,
): QueriedHead {
  if (response === null) {
    return { startLine: null, headers: [], method, status: 0, reason: null };
  }
  const { version, status, reason, fields } = response;
  return {
    startLine: `${version ?? "HTTP/1.1"} ${status} ${reason}`.trimEnd(),
    headers: decoded ? fields.filter(isOfDecodedBody) : fields,
    method,
    status,
    reason,
  };
}

function isOfDecodedBody([name]: Header): boolean {
  return !/^content-(?:encoding|length)$/i.test(name);
}

/** Returns the value of a query from a head. */
export function queryHead(
  head: QueriedHead,
  level: number,
  name: string | undefined,
  index: number,
): string | number | Date {
  if (!Number.isInteger(index) || index < 0) {
    throw new InternetError(
      ERROR_INVALID_PARAMETER,
      `Cannot query the header: dwIndex must be a whole number from 0, not ${
        quotedValue(index)
      }`,
    );
  }
  const numeric =
    (level & (HTTP_QUERY_FLAG_NUMBER | HTTP_QUERY_FLAG_NUMBER64)) !== 0;
  const time = (level & HTTP_QUERY_FLAG_SYSTEMTIME) !== 0;
  if (numeric && time) {
    throw invalidQuery(
      "a value cannot be a number and a time, so use one of HTTP_QUERY_FLAG_NUMBER and HTTP_QUERY_FLAG_SYSTEMTIME",
    );
  }
  const text = queryText(head, level, name, index);
  if (numeric) return toNumber(text, (level & HTTP_QUERY_FLAG_NUMBER64) !== 0);
  return time ? toTime(text) : text;
}

function queryText(
  head: QueriedHead,
  level: number,
  name: string | undefined,
  index: number,
): string {
  const attribute = level & HTTP_QUERY_HEADER_MASK;
  const ofRequest = (level & HTTP_QUERY_FLAG_REQUEST_HEADERS) !== 0;
  switch (attribute) {
    case HTTP_QUERY_RAW_HEADERS:
      return single(index, rawHeaders(head, "\0"));
    case HTTP_QUERY_RAW_HEADERS_CRLF:
      return single(index, rawHeaders(head, "\r\n"));
    case HTTP_QUERY_REQUEST_METHOD:
      return single(index, head.method);
    case HTTP_QUERY_VERSION:
      return single(index, head.startLine === null ? null : "HTTP/1.1");
    case HTTP_QUERY_STATUS_CODE:
    case HTTP_QUERY_STATUS_TEXT:
      if (ofRequest) {
        throw invalidQuery(
          "a request has no status, so leave HTTP_QUERY_FLAG_REQUEST_HEADERS out",
        );
      }
      return single(
        index,
        attribute === HTTP_QUERY_STATUS_CODE
          ? String(head.status)
          : head.reason,
      );
  }
  return headerText(head, headerName(attribute, name), level, index);
}

function headerName(attribute: number, name: string | undefined): string {
  const known = HEADER_OF_LEVEL.get(attribute);
  if (known !== undefined) return known;
  if (attribute !== HTTP_QUERY_CUSTOM) {
    throw invalidQuery(
      `${attribute} must be one of the HTTP_QUERY_* constants; HTTP_QUERY_CUSTOM is for any name`,
    );
  }
  if (name !== undefined && isToken(name)) return name;
  throw new InternetError(
    ERROR_INVALID_PARAMETER,
    `Cannot query the header ${
      quotedValue(name)
    }: HTTP_QUERY_CUSTOM needs the name of a header, for example "X-Colour"`,
  );
}

function headerText(
  head: QueriedHead,
  name: string,
  level: number,
  index: number,
): string {
  const wanted = name.toLowerCase();
  const values = head.headers.filter(([name]) => name.toLowerCase() === wanted)
    .map(([, value]) => value);
  if (
    level & (HTTP_QUERY_FLAG_COALESCE | HTTP_QUERY_FLAG_COALESCE_WITH_COMMA) &&
    values.length > 1
  ) {
    return single(index, values.join(", "));
  }
  const value = values[index];
  if (value === undefined) {
    const at = index === 0 ? "" : ` with index ${index}`;
    throw missingItem(
      `the header "${name}"${at}`,
      level & HTTP_QUERY_FLAG_REQUEST_HEADERS
        ? "the request does not have it"
        : "the response does not have it",
    );
  }
  return value;
}

function single(index: number, value: string | null): string {
  if (value === null || index > 0) {
    throw missingItem(
      `the item with index ${index}`,
      value === null ? "there is no response yet" : "there is only one",
    );
  }
  return value;
}

/**
 * Returns lines that all end with `end`, followed by an empty line unless `end`
 * is a NUL; no other lines if the head does not exist.
 */
function rawHeaders(head: QueriedHead, end: string): string {
  if (head.startLine === null) return end === "\0" ? "" : end;
  const lines = [
    head.startLine,
    ...head.headers.map(([name, value]) => `${name}: ${value}`),
  ];
  return lines.map((line) => line + end).join("") + (end === "\0" ? "" : end);
}

function toNumber(text: string, wide: boolean): number {
  const value = /^[ \t]*\d+[ \t]*$/.test(text) ? Number(text) : NaN;
  if (value <= (wide ? Number.MAX_SAFE_INTEGER : MAX_DWORD)) return value;
  throw new InternetError(
    ERROR_HTTP_INVALID_HEADER,
    `Cannot query "${
      text.slice(0, 40)
    }" as a number: it must be one of at most ${
      wide ? 53 : 32
    } bits; query it without HTTP_QUERY_FLAG_NUMBER`,
  );
}

function toTime(text: string): Date {
  // In HTTP a date without a zone (asctime) is in GMT, and "0" is not a date;
  // Date.parse differs in both.
  const date = text.trim().replace(/\bUTC$/, "GMT");
  const zoned = /(GMT|[+-]\d{4})$/i.test(date) ? date : `${date} GMT`;
  const time = /[a-z]{3}/i.test(date) ? Date.parse(zoned) : NaN;
  if (!Number.isNaN(time)) return new Date(time);
  throw new InternetError(
    ERROR_HTTP_INVALID_HEADER,
    `Cannot query "${
      text.slice(0, 40)
    }" as a time: it is not one; query it without HTTP_QUERY_FLAG_SYSTEMTIME`,
  );
}

function invalidQuery(why: string): InternetError {
  return new InternetError(
    ERROR_HTTP_INVALID_QUERY_REQUEST,
    `Cannot query the header: ${why}`,
  );
}

function missingItem(what: string, why: string): InternetError {
  return new InternetError(
    ERROR_HTTP_HEADER_NOT_FOUND,
    `Cannot query ${what}: ${why}; HTTP_QUERY_RAW_HEADERS_CRLF returns all headers`,
  );
}
