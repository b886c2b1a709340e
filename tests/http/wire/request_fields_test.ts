// Copyright 2026 the wininet authors. MIT license.

import { assertEquals } from "@std/assert";
import {
  INTERNET_FLAG_KEEP_CONNECTION,
  INTERNET_FLAG_NO_CACHE_WRITE,
  INTERNET_FLAG_PRAGMA_NOCACHE,
  INTERNET_FLAG_RELOAD,
} from "../../../flags.ts";
import type { Header } from "../../../_http/wire/header_list.ts";
import {
  hasHeader,
  headerValue,
  requestFields,
  withHeader,
  withHost,
} from "../../../_http/wire/request_fields.ts";

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

Deno.test("requestFields() leaves what the program says, in any case", () => {
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

Deno.test("requestFields() sends no name where the program gives none, as an empty field that the transport knows", () => {
  assertEquals(requestFields([], "", 0, "GET")[0], ["User-Agent", ""]);
});

Deno.test("requestFields() drops the framing, which the transport makes", () => {
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

Deno.test("withHeader() puts one field in the place of all with its name", () => {
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
  Deno.test(`withHost() says Host: ${host} for ${url}`, () => {
    assertEquals(withHost(FIELDS, new URL(url)), [...FIELDS, ["Host", host]]);
  });
}

Deno.test("withHost() leaves the Host of the program", () => {
  const own: Header[] = [["HOST", "b.test"]];
  assertEquals(withHost(own, new URL("http://a.test/")), own);
});
