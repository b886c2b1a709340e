// Copyright 2026 the wininet authors. MIT license.

import { assertEquals } from "@std/assert";
import { isIdempotent } from "../../../_http/wire/method.ts";

for (
  const [method, expected] of [
    ["GET", true],
    ["HEAD", true],
    ["OPTIONS", true],
    ["PUT", true],
    ["DELETE", true],
    ["POST", false],
    ["PATCH", false],
    ["CONNECT", false],
    ["PROPFIND", false],
    // Methods have a case (RFC 9110 section 9.1).
    ["get", false],
    ["", false],
  ] as const
) {
  Deno.test(`isIdempotent("${method}") is ${expected}`, () => {
    assertEquals(isIdempotent(method), expected);
  });
}
