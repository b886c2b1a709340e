// Copyright 2026 the wininet authors. MIT license.

import { assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import {
  hasHeader,
  headerValue,
  WireError,
  withHeader,
} from "../../../_http/wire/fields.ts";
import type { Header } from "../../../_http/wire/header_list.ts";
import {
  bindsConnection,
  encodeRequestHead,
  isIdempotent,
  newIdentity,
  requestFields,
  withHost,
} from "../../../_http/wire/request_head.ts";
import {
  INTERNET_FLAG_KEEP_CONNECTION,
  INTERNET_FLAG_NO_CACHE_WRITE,
  INTERNET_FLAG_PRAGMA_NOCACHE,
  INTERNET_FLAG_RELOAD,
} from "../../../flags.ts";
import { latin1 } from "../../helpers/splits.ts";

// ---- bytes ----

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
  ["of a custom method", "m-!", "*", [], "m-! * HTTP/1.1\r\n\r\n"],
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

const LINE = "the request line contains a character that is not allowed there";

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
    `the header "${name}" contains a character that is not allowed there`,
  ]),
  ...["\r\nB: c", "\n", "\r", "\0", "\x7f", "€"].map(
    (value): typeof REFUSED[number] => [
      `the value ${JSON.stringify(value)}`,
      "GET",
      "/",
      [["A", value]],
      'the header "A" contains a character that is not allowed there',
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

// ---- fields ----

const NO_CACHE: Header = ["Cache-Control", "no-cache"];

const ADDED: [
  name: string,
  method: string,
  flags: number,
  headers: Header[],
  added: Header[],
][] = [
  ["nothing but the agent and identity", "GET", 0, [], []],
  ["Connection for KEEP_CONNECTION", "GET", INTERNET_FLAG_KEEP_CONNECTION, [], [
    ["Connection", "Keep-Alive"],
  ]],
  ["Pragma for PRAGMA_NOCACHE", "GET", INTERNET_FLAG_PRAGMA_NOCACHE, [], [[
    "Pragma",
    "no-cache",
  ]]],
  ["Cache-Control for RELOAD", "GET", INTERNET_FLAG_RELOAD, [], [NO_CACHE]],
  [
    "nothing for NO_CACHE_WRITE to GET",
    "GET",
    INTERNET_FLAG_NO_CACHE_WRITE,
    [],
    [],
  ],
  [
    "Cache-Control for NO_CACHE_WRITE to POST",
    "POST",
    INTERNET_FLAG_NO_CACHE_WRITE,
    [],
    [NO_CACHE],
  ],
  [
    "Cache-Control for NO_CACHE_WRITE to HEAD",
    "HEAD",
    INTERNET_FLAG_NO_CACHE_WRITE,
    [],
    [NO_CACHE],
  ],
];

for (const [name, method, flags, headers, added] of ADDED) {
  Deno.test(`requestFields() adds ${name}`, () => {
    assertEquals(requestFields(headers, "agent", flags, method), [
      ...headers,
      ["User-Agent", "agent"],
      ...added,
      ["Accept-Encoding", "identity"],
    ]);
  });
}

Deno.test("requestFields() keeps the fields of the program, in any case", () => {
  const own: Header[] = [
    ["user-agent", "own"],
    ["CONNECTION", "close"],
    ["pragma", "own"],
    ["cache-control", "max-age=0"],
    ["accept-encoding", "identity"],
  ];
  const flags = INTERNET_FLAG_KEEP_CONNECTION | INTERNET_FLAG_PRAGMA_NOCACHE;
  assertEquals(
    requestFields(own, "agent", flags | (INTERNET_FLAG_RELOAD >>> 0), "GET"),
    own,
  );
});

Deno.test("requestFields() sends no agent if the program has none, as an empty field that the transport recognizes", () => {
  assertEquals(requestFields([], "", 0, "GET")[0], ["User-Agent", ""]);
});

Deno.test("requestFields() removes the framing, which the transport adds", () => {
  const own: Header[] = [["Content-Length", "5"], ["Transfer-Encoding", "x"]];
  const names = requestFields(own, "a", 0, "POST").map(([name]) => name);
  assertEquals(names, ["User-Agent", "Accept-Encoding"]);
});

const FIELDS: Header[] = [["A", "1"], ["B", "2"], ["a", "3"]];

Deno.test("hasHeader() and headerValue() find fields in any case", () => {
  assertEquals([hasHeader(FIELDS, "a"), hasHeader(FIELDS, "c")], [true, false]);
  assertEquals(
    ["a", "b", "c"].map((name) => headerValue(FIELDS, name)),
    ["1, 3", "2", null],
  );
});

Deno.test("withHeader() replaces all fields with its name with one field", () => {
  assertEquals(withHeader(FIELDS, "A", "4"), [["B", "2"], ["A", "4"]]);
  assertEquals(withHeader(FIELDS, "C", "4"), [...FIELDS, ["C", "4"]]);
});

for (
  const [url, host] of [
    ["http://a.test/", "a.test"],
    ["http://a.test:8080/", "a.test:8080"],
    ["https://a.test:443/", "a.test"],
    ["http://[::1]:80/", "[::1]"],
  ] as const
) {
  Deno.test(`withHost() sets Host: ${host} for ${url}`, () => {
    assertEquals(withHost(FIELDS, new URL(url)), [...FIELDS, ["Host", host]]);
  });
}

Deno.test("withHost() keeps the Host of the program", () => {
  const own: Header[] = [["HOST", "b.test"]];
  assertEquals(withHost(own, new URL("http://a.test/")), own);
});

// ---- methods ----

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
    // Methods are case-sensitive (RFC 9110 section 9.1).
    ["get", false],
    ["", false],
  ] as const
) {
  Deno.test(`isIdempotent("${method}") is ${expected}`, () => {
    assertEquals(isIdempotent(method), expected);
  });
}

// ---- identity ----

for (const name of ["Authorization", "proxy-authorization", "AUTHORIZATION"]) {
  for (
    const [value, binds] of [
      ["NTLM TlRMTVNTUAAB", true],
      ["ntlm", true],
      ["Negotiate YII=", true],
      ["  negotiate\tYII=", true],
      ["NEGOTIATE,", true],
      ["Kerberos YII=", true],
      ["Nego2 YII=", true],
      ["Basic YTpi", false],
      ['Digest username="NTLM"', false],
      ["Bearer NTLM", false],
      ["NTLMv2 YII=", false],
      ["", false],
    ] as const
  ) {
    Deno.test(`bindsConnection() is ${binds} for "${name}: ${value}"`, () => {
      assertEquals(bindsConnection([["A", "b"], [name, value]]), binds);
    });
  }
}

Deno.test("bindsConnection() is false for other fields, and checks every line of a name", () => {
  assertEquals(bindsConnection([]), false);
  assertEquals(bindsConnection([["WWW-Authenticate", "NTLM"]]), false);
  assertEquals(bindsConnection([["X-Authorization", "NTLM x"]]), false);
  assertEquals(
    bindsConnection([["Authorization", "Basic a"], [
      "Authorization",
      "NTLM x",
    ]]),
    true,
  );
});

Deno.test("newIdentity() returns a name that was never returned before", () => {
  const names = Array.from({ length: 100 }, newIdentity);
  assertEquals(new Set(names).size, 100);
  for (const name of names) assertNotEquals(name, "");
});
