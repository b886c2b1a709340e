// Copyright 2026 the wininet authors. MIT license.

import { assertEquals, assertThrows } from "@std/assert";
import {
  ERROR_HTTP_HEADER_NOT_FOUND,
  ERROR_HTTP_INVALID_HEADER,
  ERROR_HTTP_INVALID_QUERY_REQUEST,
  ERROR_INVALID_PARAMETER,
  InternetError,
} from "../../../error.ts";
import * as flags from "../../../flags.ts";
import {
  type QueriedHead,
  queriedRequest,
  queriedResponse,
  queryHead,
} from "../../../_http/wire/query.ts";
import { ResponseHead } from "../../../_http/wire/response_head.ts";

const {
  HTTP_QUERY_FLAG_COALESCE: COALESCE,
  HTTP_QUERY_FLAG_COALESCE_WITH_COMMA: WITH_COMMA,
  HTTP_QUERY_FLAG_NUMBER: NUMBER,
  HTTP_QUERY_FLAG_NUMBER64: NUMBER64,
  HTTP_QUERY_FLAG_REQUEST_HEADERS: REQUEST_HEADERS,
  HTTP_QUERY_FLAG_SYSTEMTIME: SYSTEMTIME,
  HTTP_QUERY_CONTENT_LENGTH: CONTENT_LENGTH,
  HTTP_QUERY_CUSTOM: CUSTOM,
  HTTP_QUERY_DATE: DATE,
  HTTP_QUERY_RAW_HEADERS: RAW_HEADERS,
  HTTP_QUERY_RAW_HEADERS_CRLF: RAW_HEADERS_CRLF,
  HTTP_QUERY_REQUEST_METHOD: REQUEST_METHOD,
  HTTP_QUERY_SET_COOKIE: SET_COOKIE,
  HTTP_QUERY_STATUS_CODE: STATUS_CODE,
  HTTP_QUERY_STATUS_TEXT: STATUS_TEXT,
  HTTP_QUERY_VERSION: VERSION,
} = flags;

const ANSWER: QueriedHead = {
  startLine: "HTTP/1.1 404 Not Found",
  headers: [
    ["Content-Length", "42"],
    ["Set-Cookie", "a=1"],
    ["X-Own", "one"],
    ["set-cookie", "b=2"],
    ["x-own", "two"],
    ["Date", "Fri, 07 Jan 2005 12:06:35 GMT"],
  ],
  method: "GET",
  status: 404,
  reason: "Not Found",
};

const UNSENT: QueriedHead = {
  startLine: null,
  headers: [],
  method: "GET",
  status: 0,
  reason: null,
};

const REQUEST: QueriedHead = {
  startLine: "GET /x?y HTTP/1.1",
  headers: [["Accept", "text/html"], ["Host", "a.test"]],
  method: "GET",
  status: 0,
  reason: null,
};

/** A head with one header. */
function withHeader(name: string, value: string): QueriedHead {
  return { ...ANSWER, headers: [[name, value]] };
}

const QUERIES: [
  name: string,
  head: QueriedHead,
  level: number,
  value: unknown,
  custom?: string | undefined,
  index?: number,
][] = [
  ["a header", ANSWER, CONTENT_LENGTH, "42"],
  ["a header as a number", ANSWER, CONTENT_LENGTH | NUMBER, 42],
  ["a header as a wide number", ANSWER, CONTENT_LENGTH | NUMBER64, 42],
  [
    "a header as a time",
    ANSWER,
    DATE | SYSTEMTIME,
    new Date("2005-01-07T12:06:35Z"),
  ],
  ["the second of a name", ANSWER, SET_COOKIE, "b=2", undefined, 1],
  ["a custom header", ANSWER, CUSTOM, "one", "X-Own"],
  ["a custom header in another case", ANSWER, CUSTOM, "two", "X-OWN", 1],
  [
    "a custom header that also has a level",
    ANSWER,
    CUSTOM | NUMBER,
    42,
    "Content-Length",
  ],
  ["all of a name", ANSWER, SET_COOKIE | COALESCE, "a=1, b=2"],
  [
    "all of a name with commas",
    ANSWER,
    CUSTOM | WITH_COMMA,
    "one, two",
    "x-own",
  ],
  [
    "all of a name that is there once",
    ANSWER,
    DATE | COALESCE,
    "Fri, 07 Jan 2005 12:06:35 GMT",
  ],
  ["the status", ANSWER, STATUS_CODE, "404"],
  ["the status as a number", ANSWER, STATUS_CODE | NUMBER, 404],
  ["the status before the send", UNSENT, STATUS_CODE, "0"],
  ["the status before the send as a number", UNSENT, STATUS_CODE | NUMBER, 0],
  ["the reason", ANSWER, STATUS_TEXT, "Not Found"],
  ["an empty reason", { ...ANSWER, reason: "" }, STATUS_TEXT, ""],
  ["the version", ANSWER, VERSION, "HTTP/1.1"],
  ["the version of a request", REQUEST, VERSION | REQUEST_HEADERS, "HTTP/1.1"],
  ["the method", ANSWER, REQUEST_METHOD, "GET"],
  ["the method of a request", REQUEST, REQUEST_METHOD | REQUEST_HEADERS, "GET"],
  [
    "a header of a request",
    REQUEST,
    flags.HTTP_QUERY_ACCEPT | REQUEST_HEADERS,
    "text/html",
  ],
  ["raw headers before the send", UNSENT, RAW_HEADERS, ""],
  ["raw headers with CRLF before the send", UNSENT, RAW_HEADERS_CRLF, "\r\n"],
  [
    "raw headers",
    withHeader("A", "1"),
    RAW_HEADERS,
    "HTTP/1.1 404 Not Found\0A: 1\0",
  ],
  [
    "raw headers with CRLF",
    withHeader("A", "1"),
    RAW_HEADERS_CRLF,
    "HTTP/1.1 404 Not Found\r\nA: 1\r\n\r\n",
  ],
  [
    "raw headers of a request",
    REQUEST,
    RAW_HEADERS_CRLF | REQUEST_HEADERS,
    "GET /x?y HTTP/1.1\r\nAccept: text/html\r\nHost: a.test\r\n\r\n",
  ],
  [
    "the largest DWORD",
    withHeader("Content-Length", "4294967295"),
    CONTENT_LENGTH | NUMBER,
    4294967295,
  ],
  [
    "a number with blanks",
    withHeader("Content-Length", " 007\t"),
    CONTENT_LENGTH | NUMBER,
    7,
  ],
  [
    "the largest wide number",
    withHeader("Content-Length", "9007199254740991"),
    CONTENT_LENGTH | NUMBER64,
    9007199254740991,
  ],
];

for (const [name, head, level, value, custom, index = 0] of QUERIES) {
  Deno.test(`queryHead() returns ${name}`, () => {
    assertEquals(queryHead(head, level, custom, index), value);
  });
}

const FAILURES: [
  name: string,
  head: QueriedHead,
  level: number,
  code: number,
  custom?: string | undefined,
  index?: number,
][] = [
  [
    "a header that is missing",
    ANSWER,
    flags.HTTP_QUERY_ETAG,
    ERROR_HTTP_HEADER_NOT_FOUND,
  ],
  [
    "an index after the last",
    ANSWER,
    SET_COOKIE,
    ERROR_HTTP_HEADER_NOT_FOUND,
    undefined,
    2,
  ],
  [
    "an index into one value of many",
    ANSWER,
    SET_COOKIE | COALESCE,
    ERROR_HTTP_HEADER_NOT_FOUND,
    undefined,
    1,
  ],
  [
    "a custom header that is missing",
    ANSWER,
    CUSTOM,
    ERROR_HTTP_HEADER_NOT_FOUND,
    "X-Other",
  ],
  [
    "the status with an index",
    ANSWER,
    STATUS_CODE,
    ERROR_HTTP_HEADER_NOT_FOUND,
    undefined,
    1,
  ],
  [
    "the version with an index",
    ANSWER,
    VERSION,
    ERROR_HTTP_HEADER_NOT_FOUND,
    undefined,
    1,
  ],
  [
    "raw headers with an index",
    ANSWER,
    RAW_HEADERS,
    ERROR_HTTP_HEADER_NOT_FOUND,
    undefined,
    1,
  ],
  [
    "raw headers with CRLF and an index",
    ANSWER,
    RAW_HEADERS_CRLF,
    ERROR_HTTP_HEADER_NOT_FOUND,
    undefined,
    1,
  ],
  [
    "the reason before the send",
    UNSENT,
    STATUS_TEXT,
    ERROR_HTTP_HEADER_NOT_FOUND,
  ],
  ["the version before the send", UNSENT, VERSION, ERROR_HTTP_HEADER_NOT_FOUND],
  [
    "the status of a request",
    REQUEST,
    STATUS_CODE | REQUEST_HEADERS,
    ERROR_HTTP_INVALID_QUERY_REQUEST,
  ],
  [
    "the reason of a request",
    REQUEST,
    STATUS_TEXT | REQUEST_HEADERS,
    ERROR_HTTP_INVALID_QUERY_REQUEST,
  ],
  [
    "both a number and a time",
    ANSWER,
    DATE | NUMBER | SYSTEMTIME,
    ERROR_HTTP_INVALID_QUERY_REQUEST,
  ],
  [
    "an attribute that does not exist",
    ANSWER,
    96,
    ERROR_HTTP_INVALID_QUERY_REQUEST,
  ],
  [
    "an attribute beyond CUSTOM",
    ANSWER,
    0x10000,
    ERROR_HTTP_INVALID_QUERY_REQUEST,
  ],
  ["a custom header without a name", ANSWER, CUSTOM, ERROR_INVALID_PARAMETER],
  [
    "a custom header whose name is not a token",
    ANSWER,
    CUSTOM,
    ERROR_INVALID_PARAMETER,
    "a b",
  ],
  [
    "a negative index",
    ANSWER,
    SET_COOKIE,
    ERROR_INVALID_PARAMETER,
    undefined,
    -1,
  ],
  [
    "half an index",
    ANSWER,
    SET_COOKIE,
    ERROR_INVALID_PARAMETER,
    undefined,
    0.5,
  ],
  ["a text as a number", ANSWER, DATE | NUMBER, ERROR_HTTP_INVALID_HEADER],
  [
    "raw headers as a number",
    ANSWER,
    RAW_HEADERS | NUMBER,
    ERROR_HTTP_INVALID_HEADER,
  ],
  [
    "more than a DWORD",
    withHeader("Content-Length", "4294967296"),
    CONTENT_LENGTH | NUMBER,
    ERROR_HTTP_INVALID_HEADER,
  ],
  [
    "more than a wide number",
    withHeader("Content-Length", "9007199254740992"),
    CONTENT_LENGTH | NUMBER64,
    ERROR_HTTP_INVALID_HEADER,
  ],
  [
    "a negative number",
    withHeader("Age", "-1"),
    flags.HTTP_QUERY_AGE | NUMBER,
    ERROR_HTTP_INVALID_HEADER,
  ],
  [
    "a number with a sign",
    withHeader("Age", "+1"),
    flags.HTTP_QUERY_AGE | NUMBER,
    ERROR_HTTP_INVALID_HEADER,
  ],
  [
    "a hexadecimal number",
    withHeader("Age", "0x10"),
    flags.HTTP_QUERY_AGE | NUMBER,
    ERROR_HTTP_INVALID_HEADER,
  ],
  [
    "an empty number",
    withHeader("Age", ""),
    flags.HTTP_QUERY_AGE | NUMBER,
    ERROR_HTTP_INVALID_HEADER,
  ],
];

for (const [name, head, level, code, custom, index = 0] of FAILURES) {
  Deno.test(`queryHead() refuses ${name}`, () => {
    const error = assertThrows(
      () => queryHead(head, level, custom, index),
      InternetError,
    );
    assertEquals(error.code, code);
  });
}

Deno.test("queriedRequest() has the request line with path and query", () => {
  const url = new URL("http://127.0.0.1/a?b=c#d");
  assertEquals(
    queriedRequest("GET", url, [["Accept", "*/*"]]),
    {
      startLine: "GET /a?b=c HTTP/1.1",
      headers: [["Accept", "*/*"]],
      method: "GET",
      status: 0,
      reason: null,
    },
  );
});

Deno.test("queriedResponse() is empty before a response has arrived", () => {
  assertEquals(
    queriedResponse("GET", null, false),
    { startLine: null, headers: [], method: "GET", status: 0, reason: null },
  );
});

Deno.test("queriedResponse() omits the coding and the length of a decoded body", () => {
  const head = new ResponseHead("HTTP/1.1", 200, "", [
    ["Content-Encoding", "gzip"],
    ["Content-Length", "20"],
    ["Content-Type", "text/plain"],
  ]);
  assertEquals(queriedResponse("GET", head, true), {
    startLine: "HTTP/1.1 200",
    headers: [["Content-Type", "text/plain"]],
    method: "GET",
    status: 200,
    reason: "",
  });
  assertEquals(queriedResponse("GET", head, false).headers, head.fields);
});
