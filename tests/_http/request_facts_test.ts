// Copyright 2026 the wininet authors. MIT license.

import { assertEquals } from "@std/assert";
import { ERROR_HTTP_HEADER_NOT_FOUND } from "../../error.ts";
import { announcedLength, socketInfo } from "../../_http/request_facts.ts";
import { thrownCode } from "../calls.ts";

for (
  const [url, DestPort, Flags] of [
    ["http://a.test/", 80, 0],
    ["http://a.test:8080/", 8080, 0],
    ["https://a.test/", 443, 2],
    ["https://[::1]:80/", 80, 2],
  ] as const
) {
  Deno.test(`socketInfo() of ${url} has port ${DestPort} and flags ${Flags}`, () => {
    const expected = { Socket: 0, SourcePort: 0, DestPort, Flags };
    assertEquals(socketInfo(new URL(url)), expected);
  });
}

for (const length of [0, 5, 2 ** 40]) {
  Deno.test(`announcedLength() is ${length} when the server says so`, () => {
    const headers = new Headers({ "content-length": String(length) });
    assertEquals(announcedLength(headers), length);
  });
}

for (const text of [null, "", "-1", "1.5", "0x10", "5, 5", "9".repeat(16)]) {
  Deno.test(`announcedLength() answers ERROR_HTTP_HEADER_NOT_FOUND for ${text}`, () => {
    const headers = new Headers(
      text === null ? {} : { "content-length": text },
    );
    assertEquals(
      thrownCode(() => announcedLength(headers)),
      ERROR_HTTP_HEADER_NOT_FOUND,
    );
  });
}
