// Copyright 2026 the wininet authors. MIT license.

import { assertEquals } from "@std/assert";
import { AbsoluteForm } from "../../_http/absolute_form.ts";
import { concat, latin1Of } from "../servers/tcp_server.ts";
import { everyTwoCuts, inPieces, latin1 } from "../splits.ts";

const ORIGIN = "http://a.test:8080";

/** What is sent for the pieces. */
function sent(pieces: Uint8Array[], origin: string = ORIGIN): string {
  const form = new AbsoluteForm(origin);
  return latin1Of(concat(pieces.map((piece) => form.push(piece))));
}

/** What `fetch` writes, and the request line that the proxy gets. */
const REQUESTS: readonly [
  name: string,
  request: string,
  origin: string,
  line: string,
][] = [
  ["a path", "GET / HTTP/1.1", ORIGIN, `GET ${ORIGIN}/ HTTP/1.1`],
  ["a query", "GET /a?b=c HTTP/1.1", ORIGIN, `GET ${ORIGIN}/a?b=c HTTP/1.1`],
  [
    "another method",
    "PROPFIND /a HTTP/1.1",
    ORIGIN,
    `PROPFIND ${ORIGIN}/a HTTP/1.1`,
  ],
  [
    "the default port",
    "GET /a HTTP/1.1",
    "http://a.test",
    "GET http://a.test/a HTTP/1.1",
  ],
  [
    "IPv6",
    "GET /a HTTP/1.1",
    "http://[::1]:1",
    "GET http://[::1]:1/a HTTP/1.1",
  ],
];

for (const [name, request, origin, line] of REQUESTS) {
  Deno.test(`AbsoluteForm names the server in a request line with ${name}, however it is cut`, () => {
    const rest = "\r\nHost: a b\r\n\r\nbody / of blanks";
    const input = latin1(`${request}${rest}`);
    for (const pieces of everyTwoCuts(input)) {
      assertEquals(sent(pieces, origin), `${line}${rest}`);
    }
    assertEquals(sent(inPieces(input, 1), origin), `${line}${rest}`);
  });
}

Deno.test("AbsoluteForm changes nothing before the first blank and nothing behind it", () => {
  const form = new AbsoluteForm(ORIGIN);
  assertEquals(latin1Of(form.push(latin1("GE"))), "GE");
  assertEquals(latin1Of(form.push(latin1("T"))), "T");
  assertEquals(latin1Of(form.push(latin1(" "))), ` ${ORIGIN}`);
  const later = latin1("/ HTTP/1.1\r\n\r\nGET / HTTP/1.1\r\n\r\n");
  assertEquals(form.push(later), later);
});

Deno.test("AbsoluteForm hands out the bytes of a body themselves", () => {
  const form = new AbsoluteForm(ORIGIN);
  form.push(latin1("PUT / HTTP/1.1\r\n\r\n"));
  const body = new Uint8Array(1_000_000).fill(0x20);
  // No copy is made of what may be long.
  assertEquals(form.push(body) === body, true);
});
