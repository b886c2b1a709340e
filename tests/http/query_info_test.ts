// Copyright 2026 the wininet authors. MIT license.

import { assertEquals } from "@std/assert";
import {
  ERROR_HTTP_HEADER_NOT_FOUND,
  ERROR_HTTP_INVALID_HEADER,
  ERROR_HTTP_INVALID_QUERY_REQUEST,
  ERROR_INTERNET_INCORRECT_HANDLE_TYPE,
  ERROR_INVALID_HANDLE,
  ERROR_INVALID_PARAMETER,
  GetLastError,
} from "../../error.ts";
import {
  HTTP_QUERY_CONTENT_LENGTH,
  HTTP_QUERY_CONTENT_TYPE,
  HTTP_QUERY_CUSTOM,
  HTTP_QUERY_FLAG_NUMBER,
  HTTP_QUERY_FLAG_NUMBER64,
  HTTP_QUERY_FLAG_REQUEST_HEADERS,
  HTTP_QUERY_FLAG_SYSTEMTIME,
  HTTP_QUERY_LAST_MODIFIED,
  HTTP_QUERY_RAW_HEADERS,
  HTTP_QUERY_RAW_HEADERS_CRLF,
  HTTP_QUERY_REQUEST_METHOD,
  HTTP_QUERY_SET_COOKIE,
  HTTP_QUERY_STATUS_CODE,
  HTTP_QUERY_STATUS_TEXT,
  HTTP_QUERY_VERSION,
  INTERNET_FLAG_NO_COOKIES,
} from "../../flags.ts";
import { HttpQueryInfo, HttpSendRequest } from "../../http.ts";
import {
  InternetCloseHandle,
  InternetConnect,
  InternetOpen,
} from "../../internet.ts";
import type { HINTERNET } from "../../structures.ts";
import {
  BOTH,
  openRequest,
  readText,
  sentRequest,
  thrownCode,
} from "../helpers/calls.ts";
import { FakeHttpServer } from "../servers/http_server.ts";
import { watch } from "../helpers/watch.ts";

/** A server whose response has every header that can be queried. */
function richServer(): FakeHttpServer {
  return new FakeHttpServer({
    "*": (_request, reply) =>
      reply({
        status: 404,
        reason: "Not Here",
        body: "hello",
        headers: [
          ["Content-Type", "text/plain"],
          ["Last-Modified", "Fri, 07 Jan 2005 12:06:35 GMT"],
          ["Set-Cookie", "a=1"],
          ["X-Own", "one"],
          ["Set-Cookie", "b=2"],
          ["X-Own", "tw\xf6"],
          ["X-Long", "x".repeat(4000)],
        ],
      }),
  });
}

const ANSWERS: [
  name: string,
  level: number,
  value: unknown,
  custom?: string,
  index?: number,
][] = [
  ["a header", HTTP_QUERY_CONTENT_TYPE, "text/plain"],
  ["a number", HTTP_QUERY_CONTENT_LENGTH | HTTP_QUERY_FLAG_NUMBER, 5],
  ["a wide number", HTTP_QUERY_CONTENT_LENGTH | HTTP_QUERY_FLAG_NUMBER64, 5],
  [
    "a time",
    HTTP_QUERY_LAST_MODIFIED | HTTP_QUERY_FLAG_SYSTEMTIME,
    new Date("2005-01-07T12:06:35Z"),
  ],
  ["the first cookie", HTTP_QUERY_SET_COOKIE, "a=1"],
  ["the second cookie", HTTP_QUERY_SET_COOKIE, "b=2", "", 1],
  [
    "a header of 4,000 characters",
    HTTP_QUERY_CUSTOM,
    "x".repeat(4000),
    "X-Long",
  ],
  ["the status", HTTP_QUERY_STATUS_CODE, "404"],
  [
    "the status as a number",
    HTTP_QUERY_STATUS_CODE | HTTP_QUERY_FLAG_NUMBER,
    404,
  ],
  ["the version", HTTP_QUERY_VERSION, "HTTP/1.1"],
  ["the method", HTTP_QUERY_REQUEST_METHOD, "GET"],
  [
    "a request header",
    HTTP_QUERY_CUSTOM | HTTP_QUERY_FLAG_REQUEST_HEADERS,
    "1",
    "X-Mine",
  ],
];

/** Headers that fetch changes and sockets return as they were sent. */
const BY_TRANSPORT: Record<typeof BOTH[number][0], typeof ANSWERS> = {
  observed: [
    ["a custom header", HTTP_QUERY_CUSTOM, "one", "x-OWN"],
    ["the second custom header", HTTP_QUERY_CUSTOM, "tw\xf6", "x-OWN", 1],
    ["the reason of the server", HTTP_QUERY_STATUS_TEXT, "Not Here"],
  ],
  unobserved: [
    [
      "a custom header, joined by fetch",
      HTTP_QUERY_CUSTOM,
      "one, tw\xf6",
      "x-OWN",
    ],
    ["the reason of the standard", HTTP_QUERY_STATUS_TEXT, "Not Found"],
  ],
};

const FAILURES: [
  name: string,
  level: number,
  code: number,
  custom?: string,
  index?: number,
][] = [
  [
    "a header that is missing",
    HTTP_QUERY_CUSTOM,
    ERROR_HTTP_HEADER_NOT_FOUND,
    "X-Mine",
  ],
  ["a third cookie", HTTP_QUERY_SET_COOKIE, ERROR_HTTP_HEADER_NOT_FOUND, "", 2],
  [
    "a third header of a name",
    HTTP_QUERY_CUSTOM,
    ERROR_HTTP_HEADER_NOT_FOUND,
    "X-Own",
    2,
  ],
  [
    "a second status",
    HTTP_QUERY_STATUS_CODE,
    ERROR_HTTP_HEADER_NOT_FOUND,
    "",
    1,
  ],
  [
    "a text as a number",
    HTTP_QUERY_CONTENT_TYPE | HTTP_QUERY_FLAG_NUMBER,
    ERROR_HTTP_INVALID_HEADER,
  ],
  [
    "a text as a time",
    HTTP_QUERY_CONTENT_TYPE | HTTP_QUERY_FLAG_SYSTEMTIME,
    ERROR_HTTP_INVALID_HEADER,
  ],
  [
    "the status of the request",
    HTTP_QUERY_STATUS_CODE | HTTP_QUERY_FLAG_REQUEST_HEADERS,
    ERROR_HTTP_INVALID_QUERY_REQUEST,
  ],
  ["an invalid level", 1000, ERROR_HTTP_INVALID_QUERY_REQUEST],
  ["a level that is not an integer", 1.5, ERROR_INVALID_PARAMETER],
  [
    "a custom header without a name",
    HTTP_QUERY_CUSTOM,
    ERROR_INVALID_PARAMETER,
  ],
  [
    "a negative index",
    HTTP_QUERY_CONTENT_TYPE,
    ERROR_INVALID_PARAMETER,
    "",
    -1,
  ],
];

for (const [how, dwContext] of BOTH) {
  const answers = [...ANSWERS, ...BY_TRANSPORT[how]];
  for (const [name, level, value, custom, index] of answers) {
    Deno.test(`HttpQueryInfo() returns ${name}, ${how}`, async () => {
      await using server = richServer();
      await using watched = watch();
      const hRequest = await openRequest(watched.hInternet, server, {
        dwContext,
      });
      await HttpSendRequest(hRequest, "X-Mine: 1");
      // A signed integer, as a C program passes it.
      assertEquals(HttpQueryInfo(hRequest, level | 0, custom, index), value);
      assertEquals(HttpQueryInfo(hRequest, level >>> 0, custom, index), value);
      assertEquals(GetLastError(), 0);
    });
  }

  Deno.test(`HttpQueryInfo() fails for a missing header, ${how}`, async (context) => {
    await using server = richServer();
    await using watched = watch();
    const hRequest = await openRequest(watched.hInternet, server, {
      dwContext,
    });
    await HttpSendRequest(hRequest, "X-Mine: 1");
    for (const [name, level, code, custom, index] of FAILURES) {
      await context.step(name, () => {
        assertEquals(
          thrownCode(() => HttpQueryInfo(hRequest, level, custom, index)),
          code,
        );
        assertEquals(GetLastError(), code);
      });
    }
  });

  Deno.test(`HttpQueryInfo() returns raw headers, ${how}`, async () => {
    await using server = new FakeHttpServer({
      "*": (_request, reply) => reply({ headers: { "X-B": "2", "X-A": "1" } }),
    });
    await using watched = watch();
    const hRequest = await sentRequest(watched.hInternet, server, {
      dwContext,
    });
    const fields = dwContext
      ? ["X-B: 2", "X-A: 1", "Content-Length: 0"]
      // fetch sorts them.
      : ["content-length: 0", "x-a: 1", "x-b: 2"];
    const lines = ["HTTP/1.1 200 OK", ...fields, ""];
    assertEquals(
      HttpQueryInfo(hRequest, HTTP_QUERY_RAW_HEADERS),
      lines.join("\0"),
    );
    assertEquals(
      HttpQueryInfo(hRequest, HTTP_QUERY_RAW_HEADERS_CRLF),
      `${lines.join("\r\n")}\r\n`,
    );
  });

  Deno.test(`HttpQueryInfo() returns the raw headers of the request that was sent, ${how}`, async () => {
    await using server = richServer();
    await using watched = watch();
    const hRequest = await openRequest(watched.hInternet, server, {
      verb: "POST",
      path: "/x?y",
      dwContext,
      dwFlags: INTERNET_FLAG_NO_COOKIES,
    });
    await HttpSendRequest(hRequest, "X-Mine: 1", "hello");
    const level = HTTP_QUERY_RAW_HEADERS_CRLF | HTTP_QUERY_FLAG_REQUEST_HEADERS;
    assertEquals(
      HttpQueryInfo(hRequest, level),
      "POST /x?y HTTP/1.1\r\nX-Mine: 1\r\nUser-Agent: watch/1\r\n" +
        `Accept-Encoding: identity\r\nHost: 127.0.0.1:${server.port}\r\n\r\n`,
    );
  });

  Deno.test(`HttpQueryInfo() returns the same after the body was read, ${how}`, async () => {
    await using server = richServer();
    await using watched = watch();
    const hRequest = await sentRequest(watched.hInternet, server, {
      dwContext,
    });
    assertEquals(await readText(hRequest), "hello");
    assertEquals(HttpQueryInfo(hRequest, HTTP_QUERY_STATUS_CODE), "404");
  });

  for (
    const [length, value] of [["4294967295", 4294967295], [
      "4294967296",
      ERROR_HTTP_INVALID_HEADER,
    ]] as const
  ) {
    Deno.test(`HttpQueryInfo() returns ${value} for a length of ${length}, ${how}`, async () => {
      await using server = new FakeHttpServer({
        "*": (_request, reply) =>
          reply.raw(`HTTP/1.1 200 OK\r\nContent-Length: ${length}\r\n\r\nx`),
      });
      await using watched = watch();
      const hRequest = await sentRequest(watched.hInternet, server, {
        dwContext,
      });
      const query = () =>
        HttpQueryInfo(
          hRequest,
          HTTP_QUERY_CONTENT_LENGTH | HTTP_QUERY_FLAG_NUMBER,
        );
      if (value === ERROR_HTTP_INVALID_HEADER) {
        assertEquals(thrownCode(query), value);
      } else assertEquals(query(), value);
      const wide = HTTP_QUERY_CONTENT_LENGTH | HTTP_QUERY_FLAG_NUMBER64;
      assertEquals(HttpQueryInfo(hRequest, wide), Number(length));
    });
  }
}

const BEFORE: [name: string, level: number, value: unknown][] = [
  ["0 for the status", HTTP_QUERY_STATUS_CODE, "0"],
  [
    "0 for the status as a number",
    HTTP_QUERY_STATUS_CODE | HTTP_QUERY_FLAG_NUMBER,
    0,
  ],
  ["nothing for raw headers", HTTP_QUERY_RAW_HEADERS, ""],
  [
    "an empty line for raw headers with CRLF",
    HTTP_QUERY_RAW_HEADERS_CRLF,
    "\r\n",
  ],
];

for (const [name, level, value] of BEFORE) {
  Deno.test(`HttpQueryInfo() returns ${name} before the send`, async () => {
    using hInternet = InternetOpen("agent");
    const hRequest = await openRequest(hInternet, {
      hostname: "localhost",
      port: 1,
    });
    assertEquals(HttpQueryInfo(hRequest, level), value);
  });
}

Deno.test("HttpQueryInfo() finds neither a reason nor a header before the send", async () => {
  using hInternet = InternetOpen("agent");
  const hRequest = await openRequest(hInternet, {
    hostname: "localhost",
    port: 1,
  });
  for (
    const level of [
      HTTP_QUERY_STATUS_TEXT,
      HTTP_QUERY_CONTENT_LENGTH,
      HTTP_QUERY_VERSION,
    ]
  ) {
    assertEquals(
      thrownCode(() => HttpQueryInfo(hRequest, level)),
      ERROR_HTTP_HEADER_NOT_FOUND,
    );
  }
});

Deno.test("HttpQueryInfo() returns the headers inside RESPONSE_RECEIVED and those of the request inside REQUEST_SENT", async () => {
  await using server = richServer();
  const seen: unknown[] = [];
  const query = (hInternet: HINTERNET, level: number) =>
    seen.push(HttpQueryInfo(hInternet, level, "X-Mine"));
  await using watched = watch({
    onStatus: ({ name, hInternet }) => {
      if (name === "REQUEST_SENT") {
        query(hInternet, HTTP_QUERY_CUSTOM | HTTP_QUERY_FLAG_REQUEST_HEADERS);
      }
      if (name === "RESPONSE_RECEIVED") {
        query(hInternet, HTTP_QUERY_STATUS_CODE);
      }
    },
  });
  const hRequest = await openRequest(watched.hInternet, server, {
    dwContext: 1,
  });
  await HttpSendRequest(hRequest, "X-Mine: 1");
  assertEquals(seen, ["1", "404"]);
});

Deno.test("HttpQueryInfo() refuses handles that are not requests", async () => {
  using hInternet = InternetOpen("agent");
  const hConnect = await InternetConnect(hInternet, "localhost");
  for (const handle of [hInternet, hConnect]) {
    assertEquals(
      thrownCode(() => HttpQueryInfo(handle, 0)),
      ERROR_INTERNET_INCORRECT_HANDLE_TYPE,
    );
  }
  const hRequest = await openRequest(hInternet, {
    hostname: "localhost",
    port: 1,
  });
  InternetCloseHandle(hRequest);
  assertEquals(
    thrownCode(() => HttpQueryInfo(hRequest, 0)),
    ERROR_INVALID_HANDLE,
  );
});
