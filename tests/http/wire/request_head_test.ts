// Copyright 2026 the wininet authors. MIT license.

import { assertEquals, assertThrows } from "@std/assert";
import type { Header } from "../../../_http/wire/header_list.ts";
import { WireError } from "../../../_http/wire/fields.ts";
import { encodeRequestHead } from "../../../_http/wire/request_head.ts";
import { latin1 } from "../../helpers/splits.ts";

const HEADS: [
  title: string,
  method: string,
  target: string,
  fields: Header[],
  head: string,
][] = [
  ["without fields", "GET", "/", [], "GET / HTTP/1.1\r\n\r\n"],
  [
    "with fields in their order and case",
    "POST",
    "/a?b=c",
    [["Host", "a.test"], ["x-b", "1"], ["X-B", "2"]],
    "POST /a?b=c HTTP/1.1\r\nHost: a.test\r\nx-b: 1\r\nX-B: 2\r\n\r\n",
  ],
  [
    "for a proxy",
    "GET",
    "http://a.test:8080/",
    [],
    "GET http://a.test:8080/ HTTP/1.1\r\n\r\n",
  ],
  ["of a method of its own", "m-!", "*", [], "m-! * HTTP/1.1\r\n\r\n"],
  [
    "with an empty value",
    "GET",
    "/",
    [["A", ""]],
    "GET / HTTP/1.1\r\nA: \r\n\r\n",
  ],
  [
    "with bytes beyond ASCII, one for each character",
    "GET",
    "/",
    [["A", "\t \x80\xe4\xff"]],
    "GET / HTTP/1.1\r\nA: \t \x80\xe4\xff\r\n\r\n",
  ],
];

for (const [title, method, target, fields, head] of HEADS) {
  Deno.test(`encodeRequestHead() encodes a head ${title}`, () => {
    assertEquals(encodeRequestHead(method, target, fields), latin1(head));
  });
}

const LINE = "the request line contains a character that it cannot carry";

const REFUSED: [
  title: string,
  method: string,
  target: string,
  fields: Header[],
  text: string,
][] = [
  ["an empty method", "", "/", [], LINE],
  ["a blank in the method", "GET /", "/", [], LINE],
  ["CRLF in the method", "GET\r\n", "/", [], LINE],
  ["an empty target", "GET", "", [], LINE],
  ["a blank in the target", "GET", "/ HTTP/1.1", [], LINE],
  ["CRLF in the target", "GET", "/\r\nA: b", [], LINE],
  ["LF in the target", "GET", "/\n", [], LINE],
  ["NUL in the target", "GET", "/\0", [], LINE],
  ["DEL in the target", "GET", "/\x7f", [], LINE],
  ["a character beyond ASCII in the target", "GET", "/ä", [], LINE],
  ...["", "A b", "A:", "A\r\n", "ä"].map((name): typeof REFUSED[number] => [
    `the name ${JSON.stringify(name)}`,
    "GET",
    "/",
    [["A", "b"], [name, "c"]],
    `the header "${name}" contains a character that it cannot carry`,
  ]),
  ...["\r\nB: c", "\n", "\r", "\0", "\x7f", "€"].map(
    (value): typeof REFUSED[number] => [
      `the value ${JSON.stringify(value)}`,
      "GET",
      "/",
      [["A", value]],
      'the header "A" contains a character that it cannot carry',
    ],
  ),
];

for (const [title, method, target, fields, text] of REFUSED) {
  Deno.test(`encodeRequestHead() refuses ${title}`, () => {
    const error = assertThrows(
      () => encodeRequestHead(method, target, fields),
      WireError,
    );
    assertEquals(error.message, text);
  });
}
