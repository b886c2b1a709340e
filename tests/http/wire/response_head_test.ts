// Copyright 2026 the wininet authors. MIT license.

import { assertEquals, assertThrows } from "@std/assert";
import type { Header } from "../../../_http/wire/header_list.ts";
import { WireError } from "../../../_http/wire/fields.ts";
import {
  emptyLines,
  type Framing,
  framingOf,
  headEnd,
  keepsAlive,
  parseResponseHead,
  ResponseHead,
  startsLikeHttp,
} from "../../../_http/wire/response_head.ts";
import { concat } from "../../servers/tcp_server.ts";
import { everyTwoCuts, latin1 } from "../../helpers/splits.ts";

function parse(text: string): ResponseHead {
  return parseResponseHead(latin1(text));
}

/** A head with these fields. */
function headOf(fields: string, status = 200, version = "1.1"): ResponseHead {
  return parse(`HTTP/${version} ${status} OK\r\n${fields}\r\n`);
}

// ---- the end of a head ----

const ENDS: [title: string, head: string][] = [
  ["CRLF", "HTTP/1.1 200 OK\r\nA: b\r\n\r\n"],
  ["LF", "HTTP/1.1 200 OK\nA: b\n\n"],
  ["LF and CRLF", "HTTP/1.1 200 OK\nA: b\n\r\n"],
  ["CRLF and LF", "HTTP/1.1 200 OK\r\nA: b\r\n\n"],
  ["extra CRs before them", "HTTP/1.1 200 OK\r\nA: b\r\r\n\r\n"],
];

for (const [title, head] of ENDS) {
  Deno.test(`headEnd() finds the end by ${title}, at every pair of positions, with a body after it`, () => {
    const whole = latin1(`${head}\r\n\r\nbody\n\n`);
    for (const pieces of everyTwoCuts(whole)) {
      let bytes = new Uint8Array();
      let end = -1;
      for (const piece of pieces) {
        const searched = bytes.length;
        bytes = concat([bytes, piece]) as Uint8Array<ArrayBuffer>;
        if (end < 0) end = headEnd(bytes, searched);
        assertEquals(end, bytes.length < head.length ? -1 : head.length);
      }
    }
  });
}

Deno.test("startsLikeHttp() returns true for every start of an HTTP/1 response", () => {
  const bytes = latin1("HTTP/1.1 200 OK");
  for (let end = 0; end <= bytes.length; end++) {
    assertEquals(startsLikeHttp(bytes.subarray(0, end)), true);
  }
});

for (
  const text of [
    "h",
    "HTTP/2",
    "HTP",
    "ICY 200 OK",
    "220 ready",
    " HTTP/1.1",
    "\0",
  ]
) {
  Deno.test(`startsLikeHttp() returns false for ${JSON.stringify(text)}`, () => {
    assertEquals(startsLikeHttp(latin1(text)), false);
  });
}

Deno.test("emptyLines() counts the empty lines before a head", () => {
  const counts = ["HTTP", "\r\nHTTP", "\n\r\n\r\nH", "\r\n\r\n", ""].map((
    text,
  ) => emptyLines(latin1(text)));
  assertEquals(counts, [0, 2, 5, 4, 0]);
});

// ---- the contents of a head ----

const HEADS: [
  title: string,
  head: string,
  version: string,
  status: number,
  reason: string,
  fields: Header[],
][] = [
  ["the usual form", "HTTP/1.1 200 OK\r\nA: b\r\n\r\n", "HTTP/1.1", 200, "OK", [
    [
      "A",
      "b",
    ],
  ]],
  ["HTTP/1.0", "HTTP/1.0 200 OK\r\n\r\n", "HTTP/1.0", 200, "OK", []],
  [
    "a future version",
    "HTTP/1.9 200 OK\r\n\r\n",
    "HTTP/1.9",
    200,
    "OK",
    [],
  ],
  ["no reason", "HTTP/1.1 200\r\n\r\n", "HTTP/1.1", 200, "", []],
  ["an empty reason", "HTTP/1.1 200 \r\n\r\n", "HTTP/1.1", 200, "", []],
  [
    "a custom reason",
    "HTTP/1.1 404 Gone  for good\r\n\r\n",
    "HTTP/1.1",
    404,
    "Gone  for good",
    [],
  ],
  [
    "a reason beyond ASCII",
    "HTTP/1.1 404 \x80\xe4\t\r\n\r\n",
    "HTTP/1.1",
    404,
    "\x80\xe4\t",
    [],
  ],
  [
    "many blanks after the version",
    "HTTP/1.1   200 OK\r\n\r\n",
    "HTTP/1.1",
    200,
    "OK",
    [],
  ],
  [
    "statuses from 100",
    "HTTP/1.1 100 Continue\r\n\r\n",
    "HTTP/1.1",
    100,
    "Continue",
    [],
  ],
  ["statuses to 999", "HTTP/1.1 999 What\r\n\r\n", "HTTP/1.1", 999, "What", []],
  [
    "lines that end with LF",
    "HTTP/1.1 200 OK\nA: b\nc: d\n\n",
    "HTTP/1.1",
    200,
    "OK",
    [
      ["A", "b"],
      ["c", "d"],
    ],
  ],
  [
    "names twice, and folded lines",
    "HTTP/1.1 200 OK\r\nA: b\r\na: c\r\n d\r\n\r\n",
    "HTTP/1.1",
    200,
    "OK",
    [
      ["A", "b"],
      ["a", "c d"],
    ],
  ],
];

for (const [title, head, version, status, reason, fields] of HEADS) {
  Deno.test(`parseResponseHead() accepts ${title}`, () => {
    const parsed = parse(head);
    assertEquals(
      [parsed.version, parsed.status, parsed.reason, parsed.fields],
      [version, status, reason, fields],
    );
  });
}

const NO_HTTP = "the server did not respond in HTTP/1; check the port";
const CONTROL = "the reason phrase contains a control character";

const REFUSED: [title: string, head: string, text: string][] = [
  ["HTTP/2", "HTTP/2 200 OK\r\n\r\n", NO_HTTP],
  ["HTTP/2.0", "HTTP/2.0 200 OK\r\n\r\n", NO_HTTP],
  ["a version of two digits", "HTTP/1.10 200 OK\r\n\r\n", NO_HTTP],
  ["a version in small letters", "http/1.1 200 OK\r\n\r\n", NO_HTTP],
  ["no status", "HTTP/1.1\r\n\r\n", NO_HTTP],
  ["a status of two digits", "HTTP/1.1 20 OK\r\n\r\n", NO_HTTP],
  ["a status of four digits", "HTTP/1.1 2000 OK\r\n\r\n", NO_HTTP],
  ["a status below 100", "HTTP/1.1 099 OK\r\n\r\n", NO_HTTP],
  ["a status with a reason after it", "HTTP/1.1 200OK\r\n\r\n", NO_HTTP],
  ["a tab before the status", "HTTP/1.1\t200 OK\r\n\r\n", NO_HTTP],
  ["no blank before the status", "HTTP/1.1200 OK\r\n\r\n", NO_HTTP],
  ["another protocol", "ICY 200 OK\r\n\r\n", NO_HTTP],
  ["NUL in the reason", "HTTP/1.1 200 O\0K\r\n\r\n", CONTROL],
  ["CR in the reason", "HTTP/1.1 200 O\rK\r\n\r\n", CONTROL],
  ["two CRs after the reason", "HTTP/1.1 200 OK\r\r\n\r\n", CONTROL],
  ["DEL in the reason", "HTTP/1.1 200 \x7f\r\n\r\n", CONTROL],
  [
    "two CRs after a value",
    "HTTP/1.1 200 OK\r\nA: b\r\r\n\r\n",
    'the header "A" contains a control character',
  ],
  [
    "a lone CR in a value",
    "HTTP/1.1 200 OK\r\nA: b\rC: d\r\n\r\n",
    'the header "A" contains a control character',
  ],
  [
    "a folded line first",
    "HTTP/1.1 200 OK\r\n A: b\r\n\r\n",
    "the first header line begins with a blank",
  ],
  [
    "a line that is not a header",
    "HTTP/1.1 200 OK\r\nabc\r\n\r\n",
    '"abc" is not a header line',
  ],
];

for (const [title, head, text] of REFUSED) {
  Deno.test(`parseResponseHead() refuses ${title}`, () => {
    const error = assertThrows(() => parse(head), WireError);
    assertEquals(error.message, text);
  });
}

Deno.test("ResponseHead.get() joins the values of a name, ResponseHead.values() does not", () => {
  const head = headOf("A: 1\r\nB: 2\r\na: 3\r\n");
  assertEquals([head.get("a"), head.get("b"), head.get("c")], [
    "1, 3",
    "2",
    null,
  ]);
  assertEquals([head.values("A"), head.values("c")], [["1", "3"], []]);
});

// ---- the end of the body ----

const CLOSE: Framing = { kind: "close" };
const CHUNKED: Framing = { kind: "chunked" };

function length(bytes: number): Framing {
  return { kind: "length", length: bytes };
}

/** Heads, the ends of their bodies, and `true` if the connection is kept after a GET. */
const FRAMINGS: [
  title: string,
  head: ResponseHead,
  framing: Framing,
  keeps: boolean,
  method?: string,
][] = [
  ["no length", headOf(""), CLOSE, false],
  [
    "no length, with keep-alive",
    headOf("Connection: keep-alive\r\n"),
    CLOSE,
    false,
  ],
  ["a length", headOf("Content-Length: 5\r\n"), length(5), true],
  ["the length 0", headOf("content-length:0\r\n"), length(0), true],
  [
    "a length with zeros before it",
    headOf("Content-Length: 005\r\n"),
    length(5),
    true,
  ],
  [
    "the longest length",
    headOf("Content-Length: 9007199254740991\r\n"),
    length(Number.MAX_SAFE_INTEGER),
    true,
  ],
  [
    "the same length twice",
    headOf("Content-Length: 5\r\nContent-Length: 5\r\n"),
    length(5),
    true,
  ],
  [
    "the same length in one line",
    headOf("Content-Length: 5, 5\t,5\r\n"),
    length(5),
    true,
  ],
  ["chunks", headOf("Transfer-Encoding: chunked\r\n"), CHUNKED, true],
  [
    "chunks in any case",
    headOf("transfer-encoding: \t CHUNKED \t\r\n"),
    CHUNKED,
    true,
  ],
  [
    "chunks and a length",
    headOf("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n"),
    CHUNKED,
    false,
  ],
  [
    "a length and Connection: close",
    headOf("Content-Length: 5\r\nConnection: close\r\n"),
    length(5),
    false,
  ],
  [
    "close in a list",
    headOf("Content-Length: 5\r\nConnection: foo , CLOSE\t,bar\r\n"),
    length(5),
    false,
  ],
  [
    "close in a second line",
    headOf(
      "Content-Length: 5\r\nConnection: keep-alive\r\nConnection: close\r\n",
    ),
    length(5),
    false,
  ],
  [
    "close in Proxy-Connection",
    headOf("Content-Length: 5\r\nProxy-Connection: close\r\n"),
    length(5),
    false,
  ],
  [
    "close as a part of a word",
    headOf("Content-Length: 5\r\nConnection: close-not, disclose\r\n"),
    length(5),
    true,
  ],
  [
    "chunks and close",
    headOf("Transfer-Encoding: chunked\r\nConnection: close\r\n"),
    CHUNKED,
    false,
  ],
  [
    "a length of HTTP/1.0",
    headOf("Content-Length: 5\r\n", 200, "1.0"),
    length(5),
    false,
  ],
  [
    "a length of HTTP/1.0 with keep-alive",
    headOf("Content-Length: 5\r\nConnection: foo, Keep-Alive\r\n", 200, "1.0"),
    length(5),
    true,
  ],
  [
    "chunks of HTTP/1.0 with keep-alive",
    headOf(
      "Transfer-Encoding: chunked\r\nConnection: keep-alive\r\n",
      200,
      "1.0",
    ),
    CHUNKED,
    false,
  ],
  ["no length of HTTP/1.0", headOf("", 200, "1.0"), CLOSE, false],
  ["204", headOf("", 204), length(0), true],
  ["204 with a length", headOf("Content-Length: 5\r\n", 204), length(0), true],
  [
    "204 with chunks",
    headOf("Transfer-Encoding: chunked\r\n", 204),
    length(0),
    true,
  ],
  ["304 with a length", headOf("Content-Length: 5\r\n", 304), length(0), true],
  ["304 with close", headOf("Connection: close\r\n", 304), length(0), false],
  [
    "205, which has a body all the same",
    headOf("Content-Length: 5\r\n", 205),
    length(5),
    true,
  ],
  ["205 that announces nothing", headOf("", 205), length(0), false],
  [
    "205 without a body",
    headOf("Content-Length: 0\r\n", 205),
    length(0),
    true,
  ],
  [
    "101",
    headOf("Upgrade: a\r\nConnection: upgrade\r\n", 101),
    length(0),
    false,
  ],
  ["HEAD", headOf("Content-Length: 5\r\n"), length(0), true, "HEAD"],
  ["HEAD without a length", headOf(""), length(0), true, "HEAD"],
  [
    "HEAD with chunks",
    headOf("Transfer-Encoding: chunked\r\n"),
    length(0),
    true,
    "HEAD",
  ],
  ["HEAD of HTTP/1.0", headOf("", 200, "1.0"), length(0), false, "HEAD"],
];

for (const [title, head, framing, keeps, method = "GET"] of FRAMINGS) {
  Deno.test(`framingOf() and keepsAlive() of ${title}: ${framing.kind}, ${keeps ? "kept" : "closed"}`, () => {
    const found = framingOf(head, method);
    assertEquals(found, framing);
    assertEquals(keepsAlive(head, found), keeps);
  });
}

const TWO_LENGTHS = "it has two different Content-Lengths";

function noLength(text: string): string {
  return `"${text}" is not a Content-Length`;
}

function noCoding(text: string): string {
  return `the Transfer-Encoding "${text}" is not supported`;
}

const CONTRADICTIONS: [fields: string, text: string][] = [
  ["Content-Length: 5\r\nContent-Length: 6\r\n", TWO_LENGTHS],
  ["Content-Length: 5, 6\r\n", TWO_LENGTHS],
  ["Content-Length: 5,\r\n", TWO_LENGTHS],
  ["Content-Length: 5\r\nContent-Length: 05\r\n", TWO_LENGTHS],
  ["Content-Length:\r\n", noLength("")],
  ["Content-Length: -1\r\n", noLength("-1")],
  ["Content-Length: +1\r\n", noLength("+1")],
  ["Content-Length: 0x5\r\n", noLength("0x5")],
  ["Content-Length: 5 6\r\n", noLength("5 6")],
  ["Content-Length: 1e3\r\n", noLength("1e3")],
  ["Content-Length: \xa05\r\n", noLength("\xa05")],
  ["Content-Length: 5;\r\n", noLength("5;")],
  ["Content-Length: 9007199254740992\r\n", noLength("9007199254740992")],
  [
    "Content-Length: 18446744073709551616\r\n",
    noLength("18446744073709551616"),
  ],
  [`Content-Length: ${"9".repeat(100)}\r\n`, noLength("9".repeat(40))],
  ["Transfer-Encoding:\r\n", noCoding("")],
  ["Transfer-Encoding: gzip\r\n", noCoding("gzip")],
  ["Transfer-Encoding: identity\r\n", noCoding("identity")],
  ["Transfer-Encoding: gzip, chunked\r\n", noCoding("gzip, chunked")],
  ["Transfer-Encoding: chunked, gzip\r\n", noCoding("chunked, gzip")],
  ["Transfer-Encoding: chunked, chunked\r\n", noCoding("chunked, chunked")],
  [
    "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
    noCoding("chunked, chunked"),
  ],
  ["Transfer-Encoding: chunked;a=b\r\n", noCoding("chunked;a=b")],
  ["Transfer-Encoding: xchunked\r\n", noCoding("xchunked")],
  ["Transfer-Encoding: chunked\xa0\r\n", noCoding("chunked\xa0")],
  ["Content-Length: 5\r\nTransfer-Encoding: gzip\r\n", noCoding("gzip")],
  [`Transfer-Encoding: ${"a".repeat(100)}\r\n`, noCoding("a".repeat(40))],
];

for (const [fields, text] of CONTRADICTIONS) {
  for (
    const [method, status] of [["GET", 200], ["HEAD", 200], [
      "GET",
      304,
    ]] as const
  ) {
    Deno.test(`framingOf() refuses ${JSON.stringify(fields)} of ${method} with ${status}`, () => {
      const error = assertThrows(
        () => framingOf(headOf(fields, status), method),
        WireError,
      );
      assertEquals(error.message, text);
    });
  }
}

Deno.test("keepsAlive() is false if the version is not available and the body ends with the connection", () => {
  const head = new ResponseHead(null, 200, "OK", []);
  assertEquals(keepsAlive(head, framingOf(head, "GET")), false);
});
