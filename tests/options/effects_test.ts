// Copyright 2026 the wininet authors. MIT license.

/** The effects of single options. */

import { assert, assertEquals, assertStrictEquals } from "@std/assert";
import {
  ERROR_BAD_ARGUMENTS,
  ERROR_INTERNET_TIMEOUT,
  ERROR_INVALID_PARAMETER,
} from "../../error.ts";
import {
  HTTP_QUERY_FLAG_REQUEST_HEADERS,
  HTTP_QUERY_USER_AGENT,
} from "../../flags.ts";
import { HttpOpenRequest, HttpQueryInfo, HttpSendRequest } from "../../http.ts";
import {
  InternetConnect,
  InternetOpen,
  InternetOpenUrl,
  InternetQueryOption,
  InternetSetOption,
  InternetSetStatusCallback,
} from "../../internet.ts";
import {
  INTERNET_OPTION_CALLBACK,
  INTERNET_OPTION_CONTEXT_VALUE,
  INTERNET_OPTION_MAX_CONNS_PER_SERVER,
  INTERNET_OPTION_RECEIVE_TIMEOUT,
  INTERNET_OPTION_REQUEST_FLAGS,
  INTERNET_OPTION_SECURITY_FLAGS,
  INTERNET_OPTION_SETTINGS_CHANGED,
  INTERNET_OPTION_URL,
  INTERNET_OPTION_USER_AGENT,
  INTERNET_REQFLAG_NET_TIMEOUT,
  INTERNET_REQFLAG_NO_HEADERS,
  SECURITY_FLAG_IGNORE_CERT_CN_INVALID,
  SECURITY_FLAG_IGNORE_CERT_DATE_INVALID,
  SECURITY_FLAG_IGNORE_UNKNOWN_CA,
  SECURITY_FLAG_SECURE,
  SECURITY_FLAG_STRENGTH_STRONG,
} from "../../options.ts";
import type { StatusCallback } from "../../status.ts";
import {
  HELLO,
  openRequest,
  readText,
  rejectedCode,
  sentRequest,
  thrownCode,
  usualServer,
} from "../helpers/calls.ts";
import { fixture } from "../helpers/certificates.ts";
import { FakeHttpServer } from "../servers/http_server.ts";
import { watch } from "../helpers/watch.ts";

const MAX_CONNS = INTERNET_OPTION_MAX_CONNS_PER_SERVER;

Deno.test("INTERNET_OPTION_CALLBACK is the callback, or null if there is none", () => {
  using hInternet = InternetOpen("agent");
  const option = INTERNET_OPTION_CALLBACK;
  assertStrictEquals(InternetQueryOption(hInternet, option), null);
  const callback: StatusCallback = () => {};
  InternetSetStatusCallback(hInternet, callback);
  assertStrictEquals(InternetQueryOption(hInternet, option), callback);
});

Deno.test("INTERNET_OPTION_CONTEXT_VALUE accepts any value", () => {
  using hInternet = InternetOpen("agent");
  const option = INTERNET_OPTION_CONTEXT_VALUE;
  for (const value of [1, "text", Symbol("s"), { a: 1 }, null, undefined, 0]) {
    InternetSetOption(hInternet, option, value);
    assertStrictEquals(InternetQueryOption(hInternet, option), value ?? 0);
  }
});

Deno.test("INTERNET_OPTION_USER_AGENT is the agent of InternetOpen() until it is set", async () => {
  await using server = usualServer();
  await using hInternet = InternetOpen("first/1");
  const option = INTERNET_OPTION_USER_AGENT;
  assertEquals(InternetQueryOption(hInternet, option), "first/1");
  InternetSetOption(hInternet, option, "second/2");
  assertEquals(InternetQueryOption(hInternet, option), "second/2");
  const hRequest = await sentRequest(hInternet, server);
  assertEquals(server.requests[0]?.header("user-agent"), "second/2");
  const query = HTTP_QUERY_USER_AGENT | HTTP_QUERY_FLAG_REQUEST_HEADERS;
  assertEquals(HttpQueryInfo(hRequest, query), "second/2");
});

Deno.test("INTERNET_OPTION_USER_AGENT does not affect existing connections", async () => {
  await using server = usualServer();
  await using hInternet = InternetOpen("first/1");
  const hConnect = await InternetConnect(
    hInternet,
    server.hostname,
    server.port,
  );
  InternetSetOption(hInternet, INTERNET_OPTION_USER_AGENT, "second/2");
  await HttpSendRequest(await HttpOpenRequest(hConnect));
  assertEquals(server.requests[0]?.header("user-agent"), "first/1");
});

Deno.test("INTERNET_OPTION_USER_AGENT refuses values that are invalid in a header", () => {
  using hInternet = InternetOpen("agent");
  const option = INTERNET_OPTION_USER_AGENT;
  for (const value of ["a\r\nB: c", "a\0", "\u2028", 5, {}]) {
    assertEquals(
      thrownCode(() => InternetSetOption(hInternet, option, value as never)),
      ERROR_INVALID_PARAMETER,
    );
  }
  assertEquals(InternetQueryOption(hInternet, option), "agent");
});

Deno.test("INTERNET_OPTION_URL is the target of a redirect", async () => {
  await using server = usualServer();
  await using hInternet = InternetOpen("agent");
  const hRequest = await openRequest(hInternet, server, { path: "/redirect" });
  const before = InternetQueryOption(hRequest, INTERNET_OPTION_URL);
  assertEquals(before, `${server.url}/redirect`);
  await HttpSendRequest(hRequest);
  const after = InternetQueryOption(hRequest, INTERNET_OPTION_URL);
  assertEquals(after, `${server.url}/`);
});

Deno.test("INTERNET_OPTION_REQUEST_FLAGS is NO_HEADERS until the response has arrived", async () => {
  await using server = usualServer();
  await using hInternet = InternetOpen("agent");
  const hRequest = await openRequest(hInternet, server);
  const option = INTERNET_OPTION_REQUEST_FLAGS;
  assertEquals(
    InternetQueryOption(hRequest, option),
    INTERNET_REQFLAG_NO_HEADERS,
  );
  await HttpSendRequest(hRequest);
  assertEquals(InternetQueryOption(hRequest, option), 0);
});

Deno.test("INTERNET_OPTION_REQUEST_FLAGS reports that a send timed out", async () => {
  await using server = usualServer();
  await using hInternet = InternetOpen("agent");
  const hRequest = await openRequest(hInternet, server, { path: "/wait" });
  InternetSetOption(hRequest, INTERNET_OPTION_RECEIVE_TIMEOUT, 1);
  assertEquals(
    await rejectedCode(HttpSendRequest(hRequest)),
    ERROR_INTERNET_TIMEOUT,
  );
  assertEquals(
    InternetQueryOption(hRequest, INTERNET_OPTION_REQUEST_FLAGS),
    INTERNET_REQFLAG_NO_HEADERS | INTERNET_REQFLAG_NET_TIMEOUT,
  );
});

Deno.test("INTERNET_OPTION_SECURITY_FLAGS keeps the bits that can be set", async () => {
  await using hInternet = InternetOpen("agent");
  const hRequest = await openRequest(hInternet, {
    hostname: "127.0.0.1",
    port: 1,
  });
  const option = INTERNET_OPTION_SECURITY_FLAGS;
  assertEquals(InternetQueryOption(hRequest, option), 0);
  const settable = SECURITY_FLAG_IGNORE_CERT_CN_INVALID |
    SECURITY_FLAG_IGNORE_UNKNOWN_CA | SECURITY_FLAG_IGNORE_CERT_DATE_INVALID;
  const reported = SECURITY_FLAG_SECURE | SECURITY_FLAG_STRENGTH_STRONG;
  InternetSetOption(hRequest, option, (settable | reported) >>> 0);
  assertEquals(InternetQueryOption(hRequest, option), settable);
  assertEquals(
    thrownCode(() => InternetSetOption(hRequest, option, "all" as never)),
    ERROR_INVALID_PARAMETER,
  );
});

Deno.test("INTERNET_OPTION_SECURITY_FLAGS is SECURE after a request with TLS", async () => {
  await using server = new FakeHttpServer({
    "/": (_request, reply) => reply({ body: HELLO }),
  }, { tls: fixture("localhost") });
  await using hInternet = InternetOpen("agent");
  const hUrl = await InternetOpenUrl(hInternet, server.url);
  await readText(hUrl);
  assertEquals(
    InternetQueryOption(hUrl, INTERNET_OPTION_SECURITY_FLAGS),
    SECURITY_FLAG_SECURE,
  );
});

Deno.test("INTERNET_OPTION_SETTINGS_CHANGED closes idle connections, on any handle or none", async () => {
  await using server = usualServer();
  await using watched = watch();
  const levels = [null, watched.hInternet];
  for (const [at, handle] of levels.entries()) {
    for (const _again of [1, 2]) {
      const hRequest = await sentRequest(watched.hInternet, server, {
        dwContext: 1,
      });
      await readText(hRequest);
    }
    assertEquals(server.connections, at + 1, "the second request reuses it");
    assertEquals(
      InternetSetOption(handle, INTERNET_OPTION_SETTINGS_CHANGED, null),
      true,
    );
    await server.allClosed();
  }
});

Deno.test("INTERNET_OPTION_MAX_CONNS_PER_SERVER is set and queried without a handle", () => {
  const before = InternetQueryOption(null, MAX_CONNS);
  try {
    for (const value of [1, 2, 128, 0xffffffff]) {
      assertEquals(InternetSetOption(null, MAX_CONNS, value as never), true);
      assertEquals(InternetQueryOption(null, MAX_CONNS), value);
    }
  } finally {
    InternetSetOption(null, MAX_CONNS, before);
  }
});

Deno.test("INTERNET_OPTION_MAX_CONNS_PER_SERVER fails with ERROR_BAD_ARGUMENTS for 0", () => {
  const before = InternetQueryOption(null, MAX_CONNS);
  assertEquals(
    thrownCode(() => InternetSetOption(null, MAX_CONNS, 0)),
    ERROR_BAD_ARGUMENTS,
  );
  for (const value of [-1, "2", 1.5, null]) {
    assertEquals(
      thrownCode(() => InternetSetOption(null, MAX_CONNS, value as never)),
      ERROR_INVALID_PARAMETER,
    );
  }
  assertEquals(InternetQueryOption(null, MAX_CONNS), before);
});

Deno.test("INTERNET_OPTION_MAX_CONNS_PER_SERVER makes one request wait for another", async () => {
  await using server = usualServer();
  await using watched = watch();
  using _limit = limitConnections(1);
  const first = await openRequest(watched.hInternet, server, {
    path: "/wait",
    dwContext: "first",
  });
  const second = await openRequest(watched.hInternet, server, {
    dwContext: "second",
  });
  const sent = HttpSendRequest(first);
  const waiting = HttpSendRequest(second);
  await server.requested(1);
  assertEquals(watched.names("second"), ["HANDLE_CREATED"]);
  first[Symbol.dispose]();
  await rejectedCode(sent);
  assertEquals(await waiting, true);
});

Deno.test("INTERNET_OPTION_MAX_CONNS_PER_SERVER starts waiting requests if it is raised", async () => {
  await using server = usualServer();
  await using watched = watch();
  using limit = limitConnections(1);
  const first = await openRequest(watched.hInternet, server, {
    path: "/wait",
  });
  const sent = HttpSendRequest(first);
  const waiting = sentRequest(watched.hInternet, server);
  await server.requested(1);
  limit[Symbol.dispose]();
  await waiting;
  first[Symbol.dispose]();
  await rejectedCode(sent);
});

Deno.test("INTERNET_OPTION_MAX_CONNS_PER_SERVER loses no slot if two requests are closed together", async () => {
  await using server = usualServer();
  await using watched = watch();
  using _limit = limitConnections(1);
  const requests = [];
  for (const path of ["/wait", "/wait"]) {
    requests.push(await openRequest(watched.hInternet, server, { path }));
  }
  const calls = requests.map((hRequest) => HttpSendRequest(hRequest));
  await server.requested(1);
  // The first request passes its connection to the second one, which is closed
  // before it can use it.
  for (const hRequest of requests) hRequest[Symbol.dispose]();
  for (const call of calls) await rejectedCode(call);
  const hRequest = await sentRequest(watched.hInternet, server);
  assertEquals(await readText(hRequest), HELLO);
});

Deno.test("INTERNET_OPTION_MAX_CONNS_PER_SERVER counts each server separately", async () => {
  await using one = usualServer();
  await using other = usualServer();
  await using watched = watch();
  using _limit = limitConnections(1);
  const stuck = await sentRequest(watched.hInternet, one, { path: "/stuck" });
  const hRequest = await sentRequest(watched.hInternet, other);
  assertEquals(await readText(hRequest), HELLO);
  assert(!stuck.closed);
});

/** Sets the limit until it is disposed. */
function limitConnections(most: number): Disposable {
  const before = InternetQueryOption(null, MAX_CONNS);
  InternetSetOption(null, MAX_CONNS, most);
  return {
    [Symbol.dispose]: () => void InternetSetOption(null, MAX_CONNS, before),
  };
}
