// Copyright 2026 the wininet authors. MIT license.

import { assertEquals } from "@std/assert";
import { ERROR_HTTP_HEADER_NOT_FOUND } from "../../../error.ts";
import {
  announcedLength,
  socketInfo,
} from "../../../_http/wire/request_facts.ts";
import { ResponseHead } from "../../../_http/wire/response_head.ts";
import { thrownCode } from "../../helpers/calls.ts";

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
  Deno.test(`announcedLength() returns ${length} if the server sends it`, () => {
    assertEquals(announcedLength(headOf(String(length))), length);
  });
}

for (const text of [null, "", "-1", "1.5", "0x10", "5, 5", "9".repeat(16)]) {
  Deno.test(`announcedLength() fails with ERROR_HTTP_HEADER_NOT_FOUND for ${text}`, () => {
    assertEquals(
      thrownCode(() => announcedLength(headOf(text))),
      ERROR_HTTP_HEADER_NOT_FOUND,
    );
  });
}

function headOf(length: string | null): ResponseHead {
  return new ResponseHead(
    "HTTP/1.1",
    200,
    "OK",
    length === null ? [] : [["Content-Length", length]],
  );
}
