// Copyright 2026 the wininet authors. MIT license.

import { assertEquals, assertThrows } from "@std/assert";
import {
  ERROR_HTTP_INVALID_HEADER,
  ERROR_HTTP_INVALID_QUERY_REQUEST,
  InternetError,
} from "../../../error.ts";
import * as flags from "../../../flags.ts";
import { type QueriedHead, queryHead } from "../../../_http/wire/query.ts";

const {
  HTTP_QUERY_DATE: DATE,
  HTTP_QUERY_FLAG_REQUEST_HEADERS: REQUEST_HEADERS,
  HTTP_QUERY_FLAG_SYSTEMTIME: SYSTEMTIME,
} = flags;

/** A head with one header. */
function withHeader(name: string, value: string): QueriedHead {
  return {
    startLine: "HTTP/1.1 200 OK",
    headers: [[name, value]],
    method: "GET",
    status: 200,
    reason: "OK",
  };
}

/** Runs a test in a time zone other than GMT, in which a wrong zone would be noticed. */
function inTokyo(run: () => void): void {
  const before = Deno.env.get("TZ");
  Deno.env.set("TZ", "Asia/Tokyo");
  try {
    run();
  } finally {
    if (before === undefined) Deno.env.delete("TZ");
    else Deno.env.set("TZ", before);
  }
}

for (
  const text of [
    "Fri, 07 Jan 2005 12:06:35 GMT",
    "Fri, 07 Jan 2005 12:06:35 UTC",
    "Fri, 07 Jan 2005 12:06:35",
    "Fri, 7 Jan 2005 12:06:35 GMT",
    "Friday, 07-Jan-05 12:06:35 GMT",
    "Fri Jan  7 12:06:35 2005",
    "Fri, 07 Jan 2005 21:06:35 +0900",
  ]
) {
  Deno.test(`queryHead() returns the time "${text}"`, () => {
    inTokyo(() => {
      const level = DATE | SYSTEMTIME;
      assertEquals(
        queryHead(withHeader("Date", text), level, undefined, 0),
        new Date("2005-01-07T12:06:35Z"),
      );
    });
  });
}

for (
  const text of ["", "0", "-1", "5", "soon", "Fri, 99 Jan 2005 12:06:35 GMT"]
) {
  Deno.test(`queryHead() refuses the time "${text}"`, () => {
    const head = withHeader("Expires", text);
    const level = flags.HTTP_QUERY_EXPIRES | SYSTEMTIME;
    const error = assertThrows(
      () => queryHead(head, level, undefined, 0),
      InternetError,
    );
    assertEquals(error.code, ERROR_HTTP_INVALID_HEADER);
  });
}

/** Headers whose name is not derived from the name of the constant. */
const OTHER_NAMES: Record<string, string> = {
  DO_NOT_TRACK: "DNT",
  PASSPORT_CONFIG: "PassportConfig",
  PASSPORT_URLS: "PassportURLs",
  X_P2P_PEERDIST: "X-P2P-PeerDist",
  INCLUDE_REFERER_TOKEN_BINDING_ID: "Include-Referred-Token-Binding-ID",
};

/** Levels that have no header, and aliases of other levels. */
const NO_HEADERS =
  /^(VERSION|STATUS_CODE|STATUS_TEXT|RAW_HEADERS|RAW_HEADERS_CRLF|REQUEST_METHOD|ECHO_.*|MAX|CUSTOM|FLAG_.*|.*_MASK)$/;

for (const [constant, level] of Object.entries(flags)) {
  const name = /^HTTP_QUERY_(.*)$/.exec(constant)?.[1];
  if (name === undefined || NO_HEADERS.test(name)) continue;
  const header = OTHER_NAMES[name] ?? name.replaceAll("_", "-");
  Deno.test(`queryHead() returns ${header} for ${constant}`, () => {
    const head = withHeader(header, "value");
    assertEquals(queryHead(head, level as number, undefined, 0), "value");
    assertEquals(
      queryHead(head, (level as number) | REQUEST_HEADERS, undefined, 0),
      "value",
    );
  });
}

for (const level of [71, 72, 73, 74]) {
  Deno.test(`queryHead() refuses the echo attribute ${level}`, () => {
    const error = assertThrows(
      () => queryHead(withHeader("A", "1"), level, undefined, 0),
      InternetError,
    );
    assertEquals(error.code, ERROR_HTTP_INVALID_QUERY_REQUEST);
  });
}
