// Copyright 2026 the wininet authors. MIT license.

import { assertEquals } from "@std/assert";
import {
  ERROR_HTTP_HEADER_ALREADY_EXISTS,
  ERROR_HTTP_HEADER_NOT_FOUND,
  ERROR_HTTP_INVALID_HEADER,
  ERROR_INTERNET_INCORRECT_HANDLE_TYPE,
  ERROR_INVALID_HANDLE,
  ERROR_INVALID_PARAMETER,
} from "../../error.ts";
import {
  HTTP_ADDREQ_FLAG_ADD,
  HTTP_ADDREQ_FLAG_ADD_IF_NEW,
  HTTP_ADDREQ_FLAG_COALESCE,
  HTTP_ADDREQ_FLAG_REPLACE,
  HTTP_QUERY_CUSTOM,
  HTTP_QUERY_FLAG_REQUEST_HEADERS,
  HTTP_QUERY_RAW_HEADERS_CRLF,
} from "../../flags.ts";
import {
  HttpAddRequestHeaders,
  HttpQueryInfo,
  HttpSendRequest,
} from "../../http.ts";
import {
  InternetCloseHandle,
  InternetConnect,
  InternetOpen,
} from "../../internet.ts";
import type { HINTERNET } from "../../structures.ts";
import { openRequest, thrownCode, usualServer } from "../helpers/calls.ts";
import { FakeHttpServer } from "../servers/http_server.ts";
import { watch } from "../helpers/watch.ts";

/** Opens a request that is never sent. */
async function unsentRequest(hInternet: HINTERNET): Promise<HINTERNET> {
  return await openRequest(hInternet, { hostname: "localhost", port: 1 });
}

function custom(hRequest: HINTERNET, name: string): unknown {
  const level = HTTP_QUERY_CUSTOM | HTTP_QUERY_FLAG_REQUEST_HEADERS;
  return HttpQueryInfo(hRequest, level, name);
}

Deno.test("HttpAddRequestHeaders() adds lines that a query returns immediately", async () => {
  using hInternet = InternetOpen("agent");
  const hRequest = await unsentRequest(hInternet);
  assertEquals(HttpAddRequestHeaders(hRequest, "X-A: 1\r\nX-B: 2\r\n"), true);
  const level = HTTP_QUERY_RAW_HEADERS_CRLF | HTTP_QUERY_FLAG_REQUEST_HEADERS;
  assertEquals(
    HttpQueryInfo(hRequest, level),
    "GET / HTTP/1.1\r\nX-A: 1\r\nX-B: 2\r\n\r\n",
  );
});

const REFUSED: [
  name: string,
  lines: unknown,
  modifiers: number,
  code: number,
][] = [
  [
    "a line without a colon",
    "X-A",
    HTTP_ADDREQ_FLAG_ADD,
    ERROR_HTTP_INVALID_HEADER,
  ],
  [
    "a header that is there",
    "x-there: 2",
    HTTP_ADDREQ_FLAG_ADD_IF_NEW,
    ERROR_HTTP_HEADER_ALREADY_EXISTS,
  ],
  [
    "a header that is missing",
    "X-A: 1",
    HTTP_ADDREQ_FLAG_REPLACE,
    ERROR_HTTP_HEADER_NOT_FOUND,
  ],
  [
    "a missing Host",
    "Host: a.test",
    HTTP_ADDREQ_FLAG_REPLACE,
    ERROR_HTTP_HEADER_NOT_FOUND,
  ],
  ["an empty value", "X-A:", HTTP_ADDREQ_FLAG_ADD, ERROR_INVALID_PARAMETER],
  [
    "an empty agent",
    "User-Agent: ",
    HTTP_ADDREQ_FLAG_ADD,
    ERROR_HTTP_HEADER_NOT_FOUND,
  ],
  [
    "bits that mean nothing",
    "X-A: 1",
    HTTP_ADDREQ_FLAG_ADD | 1,
    ERROR_INVALID_PARAMETER,
  ],
  ["modifiers that are not a DWORD", "X-A: 1", -1, ERROR_INVALID_PARAMETER],
  [
    "a value that is not a string",
    null,
    HTTP_ADDREQ_FLAG_ADD,
    ERROR_INVALID_PARAMETER,
  ],
];

for (const [name, lines, modifiers, code] of REFUSED) {
  Deno.test(`HttpAddRequestHeaders() refuses ${name}`, async () => {
    using hInternet = InternetOpen("agent");
    const hRequest = await unsentRequest(hInternet);
    HttpAddRequestHeaders(hRequest, "X-There: 1");
    assertEquals(
      thrownCode(() =>
        HttpAddRequestHeaders(hRequest, lines as string, modifiers)
      ),
      code,
    );
    assertEquals(custom(hRequest, "X-There"), "1");
  });
}

Deno.test("HttpAddRequestHeaders() refuses handles that are not requests", async () => {
  using hInternet = InternetOpen("agent");
  const hConnect = await InternetConnect(hInternet, "localhost");
  for (const handle of [hInternet, hConnect]) {
    assertEquals(
      thrownCode(() => HttpAddRequestHeaders(handle, "A: 1")),
      ERROR_INTERNET_INCORRECT_HANDLE_TYPE,
    );
  }
  const hRequest = await unsentRequest(hInternet);
  InternetCloseHandle(hRequest);
  assertEquals(
    thrownCode(() => HttpAddRequestHeaders(hRequest, "A: 1")),
    ERROR_INVALID_HANDLE,
  );
});

for (const [how, dwContext] of [["observed", 1], ["unobserved", 0]] as const) {
  Deno.test(`HttpAddRequestHeaders() sends headers in order, ${how}`, async () => {
    await using server = usualServer();
    await using watched = watch();
    const hRequest = await openRequest(watched.hInternet, server, {
      dwContext,
    });
    HttpAddRequestHeaders(hRequest, "X-A: 1\r\nX-B: \xe4\r\nX-A: 2");
    HttpAddRequestHeaders(hRequest, "X-B: 3", HTTP_ADDREQ_FLAG_COALESCE);
    await HttpSendRequest(hRequest);
    const own = server.requests[0]!.headers.filter(([name]) =>
      name.toLowerCase().startsWith("x-")
    );
    assertEquals(
      own,
      dwContext
        ? [["X-A", "1"], ["X-B", "\xe4, 3"], ["X-A", "2"]]
        // fetch combines the lines of one name, in lower case.
        : [["x-a", "1"], ["x-a", "2"], ["x-b", "\xe4, 3"]],
    );
  });

  Deno.test(`HttpAddRequestHeaders() prefers the headers of the program, ${how}`, async () => {
    await using server = usualServer();
    await using watched = watch();
    const hRequest = await openRequest(watched.hInternet, server, {
      dwContext,
    });
    const own = {
      host: "other.invalid:81",
      "user-agent": "own",
      accept: "text/own",
      connection: "Close",
      cookie: "a=b",
      authorization: "Basic own",
    };
    for (const [name, value] of Object.entries(own)) {
      HttpAddRequestHeaders(hRequest, `${name}: ${value}`);
    }
    await HttpSendRequest(hRequest);
    const request = server.requests[0]!;
    for (const [name, value] of Object.entries(own)) {
      const lines = request.headers.filter(([key]) => key === name);
      assertEquals(lines, [[name, value]]);
    }
  });

  Deno.test(`HttpAddRequestHeaders() does not change the framing of the body, ${how}`, async () => {
    await using server = usualServer();
    await using watched = watch();
    const hRequest = await openRequest(watched.hInternet, server, {
      verb: "POST",
      path: "/upload",
      dwContext,
    });
    HttpAddRequestHeaders(
      hRequest,
      "Content-Length: 2\r\nTransfer-Encoding: chunked",
    );
    await HttpSendRequest(hRequest, null, "hello");
    const request = server.requests[0]!;
    assertEquals(request.header("content-length"), "5");
    assertEquals(request.header("transfer-encoding"), undefined);
    assertEquals(new TextDecoder().decode(request.body), "hello");
  });
}

Deno.test("HttpAddRequestHeaders() in SENDING_REQUEST applies from the next send", async () => {
  await using server = new FakeHttpServer({
    "*": (_request, reply) => reply(),
  });
  let added = false;
  await using watched = watch({
    onStatus: ({ name, hInternet }) => {
      if (name !== "SENDING_REQUEST" || added) return;
      added = HttpAddRequestHeaders(hInternet, "X-Late: 1");
    },
  });
  const hRequest = await openRequest(watched.hInternet, server, {
    dwContext: 1,
  });
  await HttpSendRequest(hRequest);
  await HttpSendRequest(hRequest);
  assertEquals(server.requests.map((request) => request.header("x-late")), [
    undefined,
    "1",
  ]);
});
