// Copyright 2026 the wininet authors. MIT license.

import { assert, assertEquals } from "@std/assert";
import {
  ERROR_HTTP_HEADER_NOT_FOUND,
  ERROR_INTERNET_INCORRECT_HANDLE_TYPE,
  ERROR_INVALID_HANDLE,
  ERROR_INVALID_PARAMETER,
} from "../../error.ts";
import {
  HTTP_QUERY_FLAG_REQUEST_HEADERS,
  HTTP_QUERY_HOST,
  HTTP_QUERY_RAW_HEADERS_CRLF,
  HTTP_QUERY_USER_AGENT,
  INTERNET_FLAG_KEEP_CONNECTION,
  INTERNET_FLAG_NO_CACHE_WRITE,
  INTERNET_FLAG_PRAGMA_NOCACHE,
  INTERNET_FLAG_RELOAD,
  INTERNET_FLAG_SECURE,
  INTERNET_SERVICE_HTTP,
} from "../../flags.ts";
import { HttpOpenRequest, HttpQueryInfo, HttpSendRequest } from "../../http.ts";
import {
  InternetCloseHandle,
  InternetConnect,
  InternetOpen,
  InternetQueryOption,
  InternetSetOption,
} from "../../internet.ts";
import {
  INTERNET_OPTION_URL,
  INTERNET_OPTION_USER_AGENT,
} from "../../options.ts";
import type { HINTERNET } from "../../structures.ts";
import {
  byFetchUnlessWatched,
  openRequest,
  readText,
  sentRequest,
  thrownCode,
} from "../helpers/calls.ts";
import { fixture } from "../helpers/certificates.ts";
import { FakeHttpServer, type FakeRequest } from "../servers/http_server.ts";
import { watch } from "../helpers/watch.ts";

/** The arguments of HttpOpenRequest after the handle. */
type Opening = [
  lpszVerb?: string | null,
  lpszObjectName?: string | null,
  lpszVersion?: string | null,
  lpszReferrer?: string | null,
  lplpszAcceptTypes?: string[] | null,
  dwFlags?: number,
];

function okServer(): FakeHttpServer {
  return new FakeHttpServer({
    "*": (_request, reply) => reply({ body: "ok" }),
  });
}

/** Opens and sends a request; returns it as the server receives it. */
async function arriving(
  opening: Opening,
  dwContext: unknown,
  agent = "agent",
): Promise<FakeRequest> {
  await using server = okServer();
  await using watched = watch();
  InternetSetOption(watched.hInternet, INTERNET_OPTION_USER_AGENT, agent);
  const hConnect = await connectTo(watched.hInternet, server);
  byFetchUnlessWatched(hConnect, dwContext);
  const [verb, name, version, referrer, accept, flags] = opening;
  const hRequest = await HttpOpenRequest(
    hConnect,
    verb,
    name,
    version,
    referrer,
    accept,
    flags,
    dwContext,
  );
  await HttpSendRequest(hRequest);
  return server.requests[0]!;
}

function connectTo(
  hInternet: HINTERNET,
  server: { hostname: string; port: number },
): Promise<HINTERNET> {
  return InternetConnect(hInternet, server.hostname, server.port);
}

const LONG = `/${"long/".repeat(1000)}end`;

const LINES: [name: string, opening: Opening, line: string][] = [
  ["GET of the default page", [], "GET / HTTP/1.1"],
  ["GET for null", [null, null], "GET / HTTP/1.1"],
  ["GET for an empty verb", ["", ""], "GET / HTTP/1.1"],
  ["POST", ["POST", "/x"], "POST /x HTTP/1.1"],
  [
    "a custom verb, in its case",
    ["Propfind", "/x"],
    "Propfind /x HTTP/1.1",
  ],
  ["a name without a slash", [null, "x"], "GET /x HTTP/1.1"],
  ["a query", [null, "/x?a=b&c"], "GET /x?a=b&c HTTP/1.1"],
  ["only a query", [null, "?a"], "GET /?a HTTP/1.1"],
  ["a name without its fragment", [null, "/x#part"], "GET /x HTTP/1.1"],
  [
    "a path without its dot segments",
    [null, "/A/../B/./C/../../x"],
    "GET /x HTTP/1.1",
  ],
  ["a path above the root", [null, "/../../x"], "GET /x HTTP/1.1"],
  [
    "a path with two slashes",
    [null, "//other.invalid/x"],
    "GET //other.invalid/x HTTP/1.1",
  ],
  [
    "a URL as a path",
    [null, "http://other.invalid/x"],
    "GET /http://other.invalid/x HTTP/1.1",
  ],
  ["a path with blanks", [null, "/a b"], "GET /a%20b HTTP/1.1"],
  ["a path in UTF-8", [null, "/\xe4"], "GET /%C3%A4 HTTP/1.1"],
  ["a path of 5,000 characters", [null, LONG], `GET ${LONG} HTTP/1.1`],
  ["HTTP/1.1 for HTTP/1.0", [null, null, "HTTP/1.0"], "GET / HTTP/1.1"],
  ["HTTP/1.1 for an empty version", [null, null, ""], "GET / HTTP/1.1"],
];

for (const [name, opening, line] of LINES) {
  Deno.test(`HttpOpenRequest() requests ${name}`, async () => {
    const request = await arriving(opening, 0);
    const { method, target, version } = request;
    assertEquals(`${method} ${target} ${version}`, line);
  });
}

const NO_CACHE = { "cache-control": "no-cache" };

const HEADERS: [
  name: string,
  opening: Opening,
  headers: Record<string, string | undefined>,
  agent?: string,
][] = [
  ["the headers of a plain GET", [], {
    "user-agent": "agent",
    "accept": "*/*",
    "accept-encoding": "identity",
    "connection": undefined,
    "cache-control": undefined,
    "pragma": undefined,
    "referer": undefined,
    "content-length": undefined,
    "range": undefined,
  }],
  ["an empty agent", [], { "user-agent": "" }, ""],
  ["the referrer", [null, null, null, "http://a.test/"], {
    referer: "http://a.test/",
  }],
  ["the accept types", [null, null, null, null, [
    "text/html",
    "",
    "text/plain",
  ]], { accept: "text/html, text/plain" }],
  ["any text for accept types that are all empty", [null, null, null, null, [
    "",
  ]], { accept: "text/*" }],
  ["all types for no accept types", [null, null, null, null, []], {
    accept: "*/*",
  }],
  ["Keep-Alive for KEEP_CONNECTION", [
    null,
    null,
    null,
    null,
    null,
    INTERNET_FLAG_KEEP_CONNECTION,
  ], { connection: "Keep-Alive" }],
  ["Pragma for PRAGMA_NOCACHE", [
    null,
    null,
    null,
    null,
    null,
    INTERNET_FLAG_PRAGMA_NOCACHE,
  ], { pragma: "no-cache", "cache-control": undefined }],
  ["Cache-Control for RELOAD", [
    null,
    null,
    null,
    null,
    null,
    INTERNET_FLAG_RELOAD,
  ], NO_CACHE],
  ["no Cache-Control for GET with NO_CACHE_WRITE", [
    null,
    null,
    null,
    null,
    null,
    INTERNET_FLAG_NO_CACHE_WRITE,
  ], { "cache-control": undefined }],
  ["Cache-Control for POST with NO_CACHE_WRITE", [
    "POST",
    null,
    null,
    null,
    null,
    INTERNET_FLAG_NO_CACHE_WRITE,
  ], NO_CACHE],
  ["Cache-Control for HEAD", ["HEAD"], NO_CACHE],
  ["Cache-Control for an odd verb", ["RPC_IN_DATA"], NO_CACHE],
  ["no Cache-Control for POST", ["POST"], { "cache-control": undefined }],
  ["a length of 0 for POST", ["POST"], { "content-length": "0" }],
  ["a length of 0 for PUT", ["PUT"], { "content-length": "0" }],
];

/** Headers that only fetch adds. */
const ADDED_BY_FETCH: Record<string, string> = {
  "accept": "*/*",
  "user-agent": "",
};

for (const [name, opening, headers, agent] of HEADERS) {
  for (
    const [how, dwContext] of [["observed", 1], ["unobserved", 0]] as const
  ) {
    Deno.test(`HttpOpenRequest() sends ${name}, ${how}`, async () => {
      const request = await arriving(opening, dwContext, agent);
      for (const [key, value] of Object.entries(headers)) {
        const isOfFetch = dwContext && value === ADDED_BY_FETCH[key];
        const expected = isOfFetch ? undefined : value;
        assertEquals(request.header(key), expected, key);
      }
    });
  }
}

const REFUSED: [name: string, opening: Opening][] = [
  ["CONNECT", ["CONNECT"]],
  ["TRACE in any case", ["trace"]],
  ["TRACK", ["TRACK"]],
  ["a verb with a blank", ["GET /"]],
  ["a verb with a line end", ["GET\r\n"]],
  ["HTTP/2", [null, null, "HTTP/2"]],
  ["a version with a line end", [null, null, "HTTP/1.1\r\nX: 1"]],
  ["a path with a line end", [null, "/x\r\nX: 1"]],
  ["a path with NUL", [null, "/x\0"]],
  ["a referrer with a line end", [null, null, null, "a\r\nX: 1"]],
  ["a referrer beyond Latin-1", [null, null, null, "\u20ac"]],
  ["an accept type with a line end", [null, null, null, null, [
    "a/b",
    "c\r\nX: 1",
  ]]],
  ["flags that are not a DWORD", [null, null, null, null, null, -1]],
  ["a verb that is not a string", [5 as unknown as string]],
  ["a name that is not a string", [null, {} as string]],
];

for (const [name, opening] of REFUSED) {
  Deno.test(`HttpOpenRequest() refuses ${name}`, async () => {
    await using watched = watch();
    const hConnect = await connectTo(watched.hInternet, {
      hostname: "localhost",
      port: 1,
    });
    const [verb, path, version, referrer, accept, flags] = opening;
    const code = thrownCode(() =>
      HttpOpenRequest(hConnect, verb, path, version, referrer, accept, flags, 1)
    );
    assertEquals(code, ERROR_INVALID_PARAMETER);
    assertEquals(watched.names(), []);
  });
}

Deno.test("HttpOpenRequest() refuses handles that are not HTTP connections", async () => {
  using hInternet = InternetOpen("agent");
  const hConnect = await InternetConnect(hInternet, "localhost");
  const hRequest = await HttpOpenRequest(hConnect);
  for (const handle of [hInternet, hRequest]) {
    assertEquals(
      thrownCode(() => HttpOpenRequest(handle)),
      ERROR_INTERNET_INCORRECT_HANDLE_TYPE,
    );
  }
  InternetCloseHandle(hConnect);
  for (const handle of [hConnect, hRequest, null as unknown as HINTERNET]) {
    assertEquals(
      thrownCode(() => HttpOpenRequest(handle)),
      ERROR_INVALID_HANDLE,
    );
  }
});

Deno.test("HttpOpenRequest() reports the handle on the connection, before it resolves", async () => {
  await using watched = watch();
  const { hInternet } = watched;
  const hConnect = await InternetConnect(
    hInternet,
    "localhost",
    80,
    null,
    null,
    INTERNET_SERVICE_HTTP,
    0,
    "c",
  );
  const hRequest = await HttpOpenRequest(
    hConnect,
    null,
    null,
    null,
    null,
    null,
    0,
    "r",
  );
  assertEquals(watched.names(), ["HANDLE_CREATED", "HANDLE_CREATED"]);
  assert(watched.log[0]!.hInternet === hInternet);
  assert(watched.log[0]!.information === hConnect);
  assertEquals(watched.log[0]!.dwContext, "c");
  assert(watched.log[1]!.hInternet === hConnect);
  assert(watched.log[1]!.information === hRequest);
  assertEquals(watched.log[1]!.dwContext, "r");
});

const URLS: [
  port: number,
  connectFlags: number,
  requestFlags: number,
  url: string,
][] = [
  [0, 0, 0, "http://a.test/x"],
  [80, 0, 0, "http://a.test/x"],
  [8080, 0, 0, "http://a.test:8080/x"],
  [0, INTERNET_FLAG_SECURE, 0, "https://a.test/x"],
  [443, INTERNET_FLAG_SECURE, 0, "https://a.test/x"],
  [443, 0, INTERNET_FLAG_SECURE, "https://a.test/x"],
  [443, 0, 0, "http://a.test:443/x"],
  [80, 0, INTERNET_FLAG_SECURE, "https://a.test:80/x"],
  [0, 0, INTERNET_FLAG_SECURE, "https://a.test:80/x"],
];

for (const [port, connectFlags, requestFlags, url] of URLS) {
  const flags = `${connectFlags.toString(16)} and ${requestFlags.toString(16)}`;
  Deno.test(`HttpOpenRequest() requests ${url} for port ${port} with flags ${flags}`, async () => {
    using hInternet = InternetOpen("agent");
    const hConnect = await InternetConnect(
      hInternet,
      "a.test",
      port,
      null,
      null,
      INTERNET_SERVICE_HTTP,
      connectFlags,
    );
    const hRequest = await HttpOpenRequest(
      hConnect,
      null,
      "x",
      null,
      null,
      null,
      requestFlags,
    );
    assertEquals(InternetQueryOption(hRequest, INTERNET_OPTION_URL), url);
  });
}

Deno.test("HttpOpenRequest() with INTERNET_FLAG_SECURE uses TLS", async () => {
  await using server = new FakeHttpServer({
    "*": (_request, reply) => reply({ body: "ok" }),
  }, { tls: fixture("localhost") });
  await using watched = watch();
  for (const dwContext of [0, 1]) {
    const options = { dwFlags: INTERNET_FLAG_SECURE, dwContext };
    const hRequest = await sentRequest(watched.hInternet, {
      hostname: "localhost",
      port: server.port,
    }, options);
    assertEquals(await readText(hRequest), "ok");
  }
  assertEquals(server.requests[1]!.header("host"), `localhost:${server.port}`);
});

Deno.test("HttpOpenRequest() sends a lower-case HEAD in capitals like fetch, without waiting for a body", async () => {
  await using server = okServer();
  await using watched = watch();
  for (const dwContext of [0, 1]) {
    const hRequest = await sentRequest(watched.hInternet, server, {
      verb: "head",
      dwContext,
    });
    assertEquals(await readText(hRequest), "");
  }
  assertEquals(server.requests.map(({ method }) => method), ["HEAD", "HEAD"]);
  const hRequest = await openRequest(watched.hInternet, server, {
    verb: "get",
  });
  assertEquals(
    thrownCode(() => HttpSendRequest(hRequest, null, "body")),
    ERROR_INVALID_PARAMETER,
  );
});

Deno.test("HttpOpenRequest() has Host and User-Agent after the send, not before", async () => {
  await using server = okServer();
  await using watched = watch();
  const hRequest = await openRequest(watched.hInternet, server);
  const query = (level: number) =>
    HttpQueryInfo(hRequest, level | HTTP_QUERY_FLAG_REQUEST_HEADERS);
  for (const level of [HTTP_QUERY_HOST, HTTP_QUERY_USER_AGENT]) {
    assertEquals(thrownCode(() => query(level)), ERROR_HTTP_HEADER_NOT_FOUND);
  }
  assertEquals(query(HTTP_QUERY_RAW_HEADERS_CRLF), "GET / HTTP/1.1\r\n\r\n");
  await HttpSendRequest(hRequest);
  assertEquals(query(HTTP_QUERY_HOST), `127.0.0.1:${server.port}`);
  assertEquals(query(HTTP_QUERY_USER_AGENT), "watch/1");
});

Deno.test("HttpOpenRequest() sends the agent of the session at the time when the connection was made", async () => {
  await using server = okServer();
  await using watched = watch();
  const { hInternet } = watched;
  const before = await connectTo(hInternet, server);
  InternetSetOption(hInternet, INTERNET_OPTION_USER_AGENT, "later");
  const after = await connectTo(hInternet, server);
  for (const hConnect of [before, after]) {
    await HttpSendRequest(await HttpOpenRequest(hConnect));
  }
  assertEquals(server.requests.map((request) => request.header("user-agent")), [
    "watch/1",
    "later",
  ]);
});
