// Copyright 2026 the wininet authors. MIT license.

import { assert, assertEquals } from "@std/assert";
import {
  ERROR_HTTP_INVALID_HEADER,
  ERROR_INTERNET_CANNOT_CONNECT,
  ERROR_INTERNET_INCORRECT_HANDLE_TYPE,
  ERROR_INTERNET_INVALID_URL,
  ERROR_INTERNET_OPERATION_CANCELLED,
  ERROR_INTERNET_UNRECOGNIZED_SCHEME,
  ERROR_INVALID_PARAMETER,
} from "../../error.ts";
import {
  HTTP_QUERY_STATUS_CODE,
  INTERNET_FLAG_RELOAD,
  INTERNET_FLAG_SECURE,
} from "../../flags.ts";
import { HttpQueryInfo } from "../../http.ts";
import {
  InternetCloseHandle,
  InternetConnect,
  InternetOpen,
  InternetOpenUrl,
  InternetQueryOption,
  InternetSetStatusCallback,
} from "../../internet.ts";
import {
  INTERNET_HANDLE_TYPE_HTTP_REQUEST,
  INTERNET_OPTION_HANDLE_TYPE,
  INTERNET_OPTION_PARENT_HANDLE,
  INTERNET_OPTION_URL,
} from "../../options.ts";
import { INTERNET_STATUS_HANDLE_CREATED } from "../../status.ts";
import type { HINTERNET } from "../../structures.ts";
import {
  BOTH,
  completions,
  HELLO,
  readText,
  rejectedCode,
  thrownCode,
  usualServer,
} from "../helpers/calls.ts";
import { fixture } from "../helpers/certificates.ts";
import { heldLookUps } from "../helpers/look_ups.ts";
import { FakeHttpServer } from "../servers/http_server.ts";
import { TcpServer } from "../servers/tcp_server.ts";
import { watch } from "../helpers/watch.ts";

const TLS = fixture("localhost");

for (const [how, dwContext] of BOTH) {
  Deno.test(`InternetOpenUrl() opens a URL, ${how}`, async () => {
    await using server = usualServer();
    await using watched = watch();
    const url = `${server.url}/upload?x=1#part`;
    const hRequest = await InternetOpenUrl(
      watched.hInternet,
      url,
      "X-A: 1",
      INTERNET_FLAG_RELOAD,
      dwContext,
    );
    const request = server.requests[0]!;
    assertEquals(`${request.method} ${request.target}`, "GET /upload?x=1");
    assertEquals(request.header("x-a"), "1");
    assertEquals(request.header("cache-control"), "no-cache");
    assertEquals(InternetQueryOption(hRequest, INTERNET_OPTION_URL), url);
    assertEquals(
      InternetQueryOption(hRequest, INTERNET_OPTION_HANDLE_TYPE),
      INTERNET_HANDLE_TYPE_HTTP_REQUEST,
    );
    assert(
      InternetQueryOption(hRequest, INTERNET_OPTION_PARENT_HANDLE) ===
        watched.hInternet,
    );
  });

  Deno.test(`InternetOpenUrl() succeeds for 404, ${how}`, async () => {
    await using server = usualServer();
    await using watched = watch();
    const hRequest = await InternetOpenUrl(
      watched.hInternet,
      `${server.url}/none`,
      null,
      0,
      dwContext,
    );
    assertEquals(HttpQueryInfo(hRequest, HTTP_QUERY_STATUS_CODE), "404");
    assertEquals(await readText(hRequest), "no such route\n");
  });

  Deno.test(`InternetOpenUrl() follows redirects, ${how}`, async () => {
    await using server = usualServer();
    await using watched = watch();
    const hRequest = await InternetOpenUrl(
      watched.hInternet,
      `${server.url}/redirect`,
      null,
      0,
      dwContext,
    );
    assertEquals(await readText(hRequest), HELLO);
    assertEquals(
      InternetQueryOption(hRequest, INTERNET_OPTION_URL),
      `${server.url}/`,
    );
  });
}

Deno.test("InternetOpenUrl() reports its handle first and returns it as dwResult", async () => {
  await using server = usualServer();
  await using watched = watch();
  const hRequest = await InternetOpenUrl(
    watched.hInternet,
    server.url,
    null,
    0,
    "context",
  );
  const [created] = watched.log;
  assertEquals(created!.name, "HANDLE_CREATED");
  assert(created!.hInternet === watched.hInternet);
  assert(created!.information === hRequest);
  assertEquals(created!.dwContext, "context");
  const [complete] = completions(watched);
  assert(complete!.dwResult === hRequest);
  assertEquals(complete!.dwError, 0);
  assert(watched.log.at(-1)!.hInternet === hRequest);
  assertEquals(watched.names().at(-1), "REQUEST_COMPLETE");
});

Deno.test("InternetOpenUrl() accepts any value as a context", async () => {
  await using server = usualServer();
  await using watched = watch();
  const contexts = [
    1,
    -1,
    "",
    "text",
    false,
    true,
    {},
    Symbol("s"),
    5n,
    () => {},
  ];
  for (const dwContext of contexts) {
    await InternetOpenUrl(watched.hInternet, server.url, null, 0, dwContext);
    assert(watched.log.length > 0);
    assert(watched.log.every((entry) => entry.dwContext === dwContext));
    watched.log.length = 0;
  }
});

for (const dwContext of [0, null, undefined]) {
  Deno.test(`InternetOpenUrl() reports nothing with the context ${dwContext}`, async () => {
    await using server = usualServer();
    await using watched = watch();
    const hRequest = await InternetOpenUrl(
      watched.hInternet,
      server.url,
      null,
      0,
      dwContext,
    );
    assertEquals(await readText(hRequest), HELLO);
    hRequest[Symbol.dispose]();
    assertEquals(watched.names(), []);
  });
}

Deno.test("InternetOpenUrl() reports its error first and then closes its handle", async () => {
  const closed = new TcpServer(() => {});
  await closed[Symbol.asyncDispose]();
  await using watched = watch();
  const opening = InternetOpenUrl(watched.hInternet, closed.url, null, 0, 1);
  assertEquals(await rejectedCode(opening), ERROR_INTERNET_CANNOT_CONNECT);
  assertEquals(watched.names(), [
    "HANDLE_CREATED",
    "CONNECTING_TO_SERVER",
    "REQUEST_COMPLETE",
    "HANDLE_CLOSING",
  ]);
  assertEquals(completions(watched), [{
    dwResult: 0,
    dwError: ERROR_INTERNET_CANNOT_CONNECT,
  }]);
  const created = watched.log[0]!.information as { closed: boolean };
  assert(created.closed);
});

const BROKEN: [url: unknown, code: number][] = [
  ["", ERROR_INVALID_PARAMETER],
  [null, ERROR_INVALID_PARAMETER],
  ["server", ERROR_INTERNET_UNRECOGNIZED_SCHEME],
  ["about:blank", ERROR_INTERNET_UNRECOGNIZED_SCHEME],
  ["http://", ERROR_INTERNET_INVALID_URL],
  ["http:///x", ERROR_INTERNET_INVALID_URL],
  ["http://a.test:70000/", ERROR_INTERNET_INVALID_URL],
  ["http://a.test/\r\nX: 1", ERROR_INTERNET_INVALID_URL],
];

for (const [url, code] of BROKEN) {
  Deno.test(`InternetOpenUrl() refuses ${JSON.stringify(url)} immediately and without a status`, async () => {
    await using watched = watch();
    const call = () =>
      InternetOpenUrl(watched.hInternet, url as string, null, 0, 1);
    assertEquals(thrownCode(call), code);
    assertEquals(watched.names(), []);
  });
}

const ARGUMENTS: [
  name: string,
  headers: unknown,
  flags: number,
  code: number,
][] = [
  ["invalid headers", "X", 0, ERROR_HTTP_INVALID_HEADER],
  [
    "headers with a line end in a value",
    "X: 1\x00",
    0,
    ERROR_HTTP_INVALID_HEADER,
  ],
  ["headers that are not a string", 5, 0, ERROR_INVALID_PARAMETER],
  ["flags that are not a DWORD", null, -1, ERROR_INVALID_PARAMETER],
];

for (const [name, headers, flags, code] of ARGUMENTS) {
  Deno.test(`InternetOpenUrl() refuses ${name} immediately and without a status`, async () => {
    await using watched = watch();
    const call = () =>
      InternetOpenUrl(
        watched.hInternet,
        "http://a.test",
        headers as string,
        flags,
        1,
      );
    assertEquals(thrownCode(call), code);
    assertEquals(watched.names(), []);
  });
}

Deno.test("InternetOpenUrl() leaves no handle if it cannot start", async () => {
  await using watched = watch();
  // 0x01000000 is INTERNET_FLAG_OFFLINE: the request is created and then
  // refused.
  thrownCode(() =>
    InternetOpenUrl(watched.hInternet, "http://a.test", null, 0x01000000, 1)
  );
  watched.hInternet[Symbol.dispose]();
  await watched.hInternet[Symbol.asyncDispose]();
  assertEquals(watched.names(), []);
});

Deno.test("InternetOpenUrl() refuses handles that are not sessions", async () => {
  using hInternet = InternetOpen("agent");
  const hConnect = await InternetConnect(hInternet, "localhost");
  assertEquals(
    thrownCode(() => InternetOpenUrl(hConnect, "http://a.test")),
    ERROR_INTERNET_INCORRECT_HANDLE_TYPE,
  );
});

/** URLs, and the URLs that INTERNET_FLAG_SECURE opens for them. */
const SECURED: [url: string, opened: string][] = [
  ["http://a.invalid/x?y#z", "https://a.invalid/x?y#z"],
  ["HTTP://a.invalid", "https://a.invalid/"],
  ["http://a.invalid:80/x", "https://a.invalid:80/x"],
  ["http://a.invalid:443/x", "https://a.invalid/x"],
  ["http://a.invalid:8080/a&b c", "https://a.invalid:8080/a&b%20c"],
  ["https://a.invalid/x", "https://a.invalid/x"],
  ["https://a.invalid:80/x", "https://a.invalid:80/x"],
];

for (const [url, opened] of SECURED) {
  Deno.test(`InternetOpenUrl() with INTERNET_FLAG_SECURE opens ${opened} for ${url}`, async () => {
    // Held, so that the request cannot end before the callback was called.
    using lookUps = heldLookUps();
    await using watched = watch();
    let shown: unknown;
    const { hInternet } = watched;
    InternetSetStatusCallback(hInternet, (_, __, status, information) => {
      if (status !== INTERNET_STATUS_HANDLE_CREATED) return;
      const hRequest = information as HINTERNET;
      shown = InternetQueryOption(hRequest, INTERNET_OPTION_URL);
      InternetCloseHandle(hRequest);
    });
    const call = InternetOpenUrl(hInternet, url, null, INTERNET_FLAG_SECURE, 1);
    assertEquals(await rejectedCode(call), ERROR_INTERNET_OPERATION_CANCELLED);
    lookUps.end();
    assertEquals(shown, opened);
  });
}

for (const [how, dwContext] of BOTH) {
  Deno.test(`InternetOpenUrl() with INTERNET_FLAG_SECURE uses TLS for http, ${how}`, async () => {
    await using server = new FakeHttpServer({
      "*": (_request, reply) => reply({ body: HELLO }),
    }, { tls: TLS });
    await using watched = watch();
    const hRequest = await InternetOpenUrl(
      watched.hInternet,
      `http://localhost:${server.port}/`,
      null,
      INTERNET_FLAG_SECURE,
      dwContext,
    );
    assertEquals(await readText(hRequest), HELLO);
  });
}
