// Copyright 2026 the wininet authors. MIT license.

import { assert, assertEquals } from "@std/assert";
import {
  ERROR_ACCESS_DENIED,
  ERROR_DISK_FULL,
  ERROR_FILE_EXISTS,
  ERROR_FTP_DROPPED,
  ERROR_GOPHER_DATA_ERROR,
  ERROR_HTTP_INVALID_SERVER_RESPONSE,
  ERROR_INTERNET_CANNOT_CONNECT,
  ERROR_INTERNET_CONNECTION_ABORTED,
  ERROR_INTERNET_CONNECTION_RESET,
  ERROR_INTERNET_EXTENDED_ERROR,
  ERROR_INTERNET_INVALID_CA,
  ERROR_INTERNET_LOGIN_FAILURE,
  ERROR_INTERNET_NAME_NOT_RESOLVED,
  ERROR_INTERNET_OPERATION_CANCELLED,
  ERROR_INTERNET_PROXY_SERVER_UNREACHABLE,
  ERROR_INTERNET_SEC_CERT_CN_INVALID,
  ERROR_INTERNET_TIMEOUT,
  ERROR_INVALID_DATA,
  InternetError,
} from "../../error.ts";
import {
  backoff,
  isTransient,
  MAX_RETRY_AFTER,
  parseRetryAfter,
  StatusError,
} from "../../_transfers/retry.ts";

const CODES: [code: number, passes: boolean][] = [
  [ERROR_INTERNET_TIMEOUT, true],
  [ERROR_INTERNET_CANNOT_CONNECT, true],
  [ERROR_INTERNET_CONNECTION_RESET, true],
  [ERROR_INTERNET_CONNECTION_ABORTED, true],
  [ERROR_INTERNET_PROXY_SERVER_UNREACHABLE, true],
  [ERROR_FTP_DROPPED, true],
  [ERROR_ACCESS_DENIED, false],
  [ERROR_DISK_FULL, false],
  [ERROR_FILE_EXISTS, false],
  [ERROR_GOPHER_DATA_ERROR, false],
  [ERROR_HTTP_INVALID_SERVER_RESPONSE, false],
  [ERROR_INTERNET_INVALID_CA, false],
  [ERROR_INTERNET_LOGIN_FAILURE, false],
  [ERROR_INTERNET_NAME_NOT_RESOLVED, false],
  [ERROR_INTERNET_OPERATION_CANCELLED, false],
  [ERROR_INTERNET_SEC_CERT_CN_INVALID, false],
  [ERROR_INVALID_DATA, false],
];

for (const [code, passes] of CODES) {
  const error = new InternetError(code, "x");
  Deno.test(`isTransient() returns ${passes} for ${error.message}`, () => {
    assertEquals(isTransient(error), passes);
  });
}

Deno.test("isTransient() distinguishes an end before the response from a wrong response", () => {
  const cause = new Deno.errors.UnexpectedEof();
  const code = ERROR_HTTP_INVALID_SERVER_RESPONSE;
  assert(isTransient(new InternetError(code, "x", { cause })));
});

Deno.test("isTransient() distinguishes a name server that does not respond from an unknown host", () => {
  const cause = new Error(
    "failed to lookup address information: Temporary failure in name resolution",
  );
  const code = ERROR_INTERNET_NAME_NOT_RESOLVED;
  assert(isTransient(new InternetError(code, "x", { cause })));
});

for (
  const status of [300, 304, 400, 401, 403, 404, 407, 410, 416, 451, 501, 505]
) {
  Deno.test(`isTransient() returns false for the status ${status}`, () => {
    assert(!isTransient(new StatusError("x", status, "", null)));
  });
}

for (const status of [408, 429, 500, 502, 503, 504]) {
  Deno.test(`isTransient() returns true for the status ${status}`, () => {
    assert(isTransient(new StatusError("x", status, "", null)));
  });
}

for (const reply of [421, 425, 426, 450, 451, 452, 500, 530, 550, 553]) {
  const passes = reply < 452;
  Deno.test(`isTransient() returns ${passes} for the FTP reply ${reply}`, () => {
    const responseText = `${reply} Sorry`;
    const code = ERROR_INTERNET_EXTENDED_ERROR;
    const error = new InternetError(code, "x", { responseText });
    assertEquals(isTransient(error), passes);
  });
}

Deno.test("isTransient() returns false if the server requires too long a wait", () => {
  assert(isTransient(new StatusError("x", 503, "", MAX_RETRY_AFTER)));
  assert(!isTransient(new StatusError("x", 503, "", MAX_RETRY_AFTER + 1)));
});

Deno.test("backoff() doubles, is randomly up to half shorter, and has a limit", () => {
  assertEquals([1, 2, 3, 4].map((attempt) => backoff(attempt, 0)), [
    500,
    1000,
    2000,
    4000,
  ]);
  assertEquals(backoff(1, 0.5), 750);
  assertEquals(backoff(3, 0.999), 3998);
  assertEquals(backoff(100, 0.999999), 30_000);
  assertEquals(backoff(10_000, 0), 15_000);
});

const NOW = new Date("2026-03-01T12:00:00Z");
const WAITS: [field: string, milliseconds: number | null][] = [
  ["0", 0],
  [" 120 ", 120_000],
  ["9999999999", 9_999_999_999_000],
  ["Sun, 01 Mar 2026 12:00:30 GMT", 30_000],
  ["Sunday, 01-Mar-26 12:00:30 GMT", 30_000],
  ["Sun Mar  1 12:00:30 2026", 30_000],
  ["Sun, 01 Mar 2026 11:59:00 GMT", 0],
  ["", null],
  ["-1", null],
  ["1.5", null],
  ["soon", null],
  ["Sun, 99 Mar 2026 12:00:30 GMT", null],
];

for (const [field, milliseconds] of WAITS) {
  Deno.test(`parseRetryAfter() reads ${JSON.stringify(field)}`, () => {
    assertEquals(parseRetryAfter(field, NOW), milliseconds);
  });
}
