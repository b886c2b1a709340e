// Copyright 2026 the wininet authors. MIT license.

import { assert, assertEquals } from "@std/assert";
import {
  INTERNET_FLAG_KEEP_CONNECTION,
  INTERNET_FLAG_NO_CACHE_WRITE,
  INTERNET_FLAG_PRAGMA_NOCACHE,
  INTERNET_FLAG_RELOAD,
} from "../../flags.ts";
import type { Header } from "../../_http/header_list.ts";
import {
  fetchHeaders,
  framedLength,
  requestHeadLength,
  responseHeadLength,
} from "../../_http/request_head.ts";
import { httpFetch } from "../../_net/http_fetch.ts";
import { SizedBody } from "../../_net/http_fetch.ts";
import { FakeHttpServer } from "../servers/http_server.ts";

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
  Deno.test(`fetchHeaders() adds ${name}`, () => {
    assertEquals(fetchHeaders(headers, "agent", flags, method), [
      ...headers,
      ["User-Agent", "agent"],
      ...added,
      ["Accept-Encoding", "identity"],
    ]);
  });
}

Deno.test("fetchHeaders() leaves what the program says, in any case", () => {
  const own: Header[] = [
    ["user-agent", "own"],
    ["CONNECTION", "close"],
    ["pragma", "own"],
    ["cache-control", "max-age=0"],
    ["accept-encoding", "identity"],
  ];
  const flags = INTERNET_FLAG_KEEP_CONNECTION | INTERNET_FLAG_PRAGMA_NOCACHE;
  assertEquals(
    fetchHeaders(own, "agent", flags | (INTERNET_FLAG_RELOAD >>> 0), "GET"),
    [...own, ["Range", ""]],
  );
});

Deno.test("fetchHeaders() asks for raw bytes by an empty Range, unless there is one", () => {
  const own: Header[] = [["Accept-Encoding", "gzip"], ["range", "bytes=1-"]];
  assertEquals(fetchHeaders(own, "a", 0, "GET"), [...own, ["User-Agent", "a"]]);
});

Deno.test("fetchHeaders() drops the framing, which fetch makes", () => {
  const own: Header[] = [["Content-Length", "5"], ["Transfer-Encoding", "x"]];
  const names = fetchHeaders(own, "a", 0, "POST").map(([name]) => name);
  assertEquals(names, ["User-Agent", "Accept-Encoding"]);
});

/** A body and what is reckoned with. */
interface Body {
  init: () => BodyInit;
  length: number | "chunked";
}

function* pieces(...texts: string[]): Generator<Uint8Array<ArrayBuffer>> {
  for (const text of texts) yield new TextEncoder().encode(text);
}

const BODIES: Record<string, Body> = {
  "bytes": { init: () => new Uint8Array(1234), length: 1234 },
  "a sized stream": {
    init: () => new SizedBody(5, ReadableStream.from(pieces("he", "llo"))),
    length: 5,
  },
  "a chunked stream": {
    init: () => ReadableStream.from(pieces("he", "llo")),
    length: "chunked",
  },
};

const REQUESTS: [
  name: string,
  method: string,
  target: string,
  headers: Header[],
  body?: string,
][] = [
  ["a plain GET", "GET", "/", []],
  ["a query", "GET", "/a/b?c=d&e", []],
  ["a path that is escaped", "GET", "/a%20b%C3%A4", []],
  ["HEAD", "HEAD", "/", []],
  ["another verb", "PROPFIND", "/", []],
  ["headers of its own", "GET", "/", [["X-A", "1"], ["X-A", "2"], [
    "X-B",
    "\xe4",
  ]]],
  ["an Accept of its own", "GET", "/", [["Accept", "text/html"]]],
  ["an Accept-Language of its own", "GET", "/", [["accept-language", "de"]]],
  ["an empty agent", "GET", "/", [["User-Agent", ""]]],
  ["another Host", "GET", "/", [["Host", "other.test"]]],
  ["gzip asked for", "GET", "/", [["Accept-Encoding", "gzip"]]],
  ["a kept connection", "GET", "/", [["Connection", "Keep-Alive"]]],
  ["a body of bytes", "POST", "/", [["Content-Type", "x/y"]], "bytes"],
  [
    "a body of a sized stream",
    "PUT",
    "/",
    [["Content-Type", "x/y"]],
    "a sized stream",
  ],
  [
    "a chunked body",
    "POST",
    "/",
    [["Content-Type", "x/y"]],
    "a chunked stream",
  ],
  ["a body without a type", "POST", "/", [], "bytes"],
  ["POST without a body", "POST", "/", []],
  ["PUT without a body", "PUT", "/", []],
  ["DELETE without a body", "DELETE", "/", []],
];

for (const [name, method, target, headers, bodyName] of REQUESTS) {
  Deno.test(`requestHeadLength() reckons the bytes of ${name}`, async () => {
    await using server = new FakeHttpServer({
      "*": (_request, reply) => reply(),
    });
    using client = Deno.createHttpClient({ http2: false, allowHost: true });
    const url = new URL(server.url + target);
    const body = bodyName === undefined ? null : BODIES[bodyName]!;
    const all = fetchHeaders(headers, "agent", 0, method);
    const answer = await httpFetch({
      client,
      method,
      url: url.href,
      headers: all,
      body: body?.init() ?? null,
      signal: new AbortController().signal,
    });
    await answer.body?.cancel();
    const { rawHead } = server.requests[0]!;
    const reckoned = requestHeadLength(method, url, all, body?.length ?? null);
    assertEquals(reckoned, rawHead.length, rawHead);
  });
}

Deno.test("responseHeadLength() reckons the bytes of a head in the usual form", async () => {
  await using server = new FakeHttpServer({
    "*": (_request, reply) => reply({ headers: { "X-A": "1", "X-B": "two" } }),
  });
  const answer = await fetch(server.url);
  await answer.body?.cancel();
  assertEquals(
    responseHeadLength(answer),
    "HTTP/1.1 200 OK\r\nX-A: 1\r\nX-B: two\r\nContent-Length: 0\r\n\r\n".length,
  );
});

Deno.test("framedLength() counts the line and the end of a chunk", () => {
  assertEquals(framedLength(10, false), 10);
  for (const length of [1, 15, 16, 255, 256, 65536]) {
    const chunk = `${length.toString(16)}\r\n${"x".repeat(length)}\r\n`;
    assertEquals(framedLength(length, true), chunk.length);
  }
  assert(framedLength(0, false) === 0);
});
