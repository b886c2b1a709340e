// Copyright 2026 the wininet authors. MIT license.

import { assertEquals } from "@std/assert";
import { InternetGetCookie, InternetSetCookie } from "../../cookie.ts";
import {
  HTTP_QUERY_COOKIE,
  HTTP_QUERY_FLAG_REQUEST_HEADERS,
  HTTP_QUERY_SET_COOKIE,
  INTERNET_FLAG_NO_AUTO_REDIRECT,
  INTERNET_FLAG_NO_COOKIES,
} from "../../flags.ts";
import {
  HttpAddRequestHeaders,
  HttpEndRequest,
  HttpQueryInfo,
  HttpSendRequest,
  HttpSendRequestEx,
} from "../../http.ts";
import { InternetOpenUrl } from "../../internet.ts";
import {
  ANN,
  forget,
  Guard,
  openAs,
  serverFor,
  urlOf,
  WAYS,
} from "../servers/auth_servers.ts";
import { readText, statusOf } from "../helpers/calls.ts";
import {
  cookieServer,
  cookiesOf,
  emptyJar,
  setting,
} from "../servers/cookie_servers.ts";
import { type Watch, watch } from "../helpers/watch.ts";

/** Returns the statuses about cookies: name and number. */
function told({ log }: Watch): unknown[][] {
  return log.filter(({ name }) => name.startsWith("COOKIE"))
    .map(({ name, information }) => [name, information]);
}

/**
 * Set-Cookie lines of a first response, and the cookies that a request for its
 * path sends; `undefined` for none.
 */
const CASES: [
  name: string,
  path: string,
  lines: string[],
  next: string,
  sent: string | undefined,
][] = [
  ["one cookie", "/", ["a=1"], "/x", "a=1"],
  ["several lines", "/", ["a=1", "b=2; HttpOnly", "c=3"], "/", "a=1; b=2; c=3"],
  ["a value with an equals sign and a comma", "/", ["a=b=c,d"], "/", "a=b=c,d"],
  [
    "a line with commas in its date",
    "/",
    [
      "a=1; Expires=Fri, 31 Dec 2100 23:59:59 GMT",
      "b=2",
    ],
    "/",
    "a=1; b=2",
  ],
  ["a later value", "/", ["a=1", "a=2"], "/", "a=2"],
  ["Max-Age=0", "/", ["a=1", "a=1; Max-Age=0", "b=2"], "/", "b=2"],
  [
    "a date that is over",
    "/",
    [
      "a=1; Expires=Thu, 01 Jan 1970 00:00:00 GMT",
    ],
    "/",
    undefined,
  ],
  [
    "Max-Age over Expires",
    "/",
    [
      "a=1; Max-Age=100; Expires=Thu, 01 Jan 1970 00:00:00 GMT",
    ],
    "/",
    "a=1",
  ],
  ["a path, inside", "/", ["a=1; Path=/in"], "/in/side", "a=1"],
  ["a path, itself", "/", ["a=1; Path=/in"], "/in", "a=1"],
  ["a path, beside", "/", ["a=1; Path=/in"], "/inside", undefined],
  ["the path of its URL, inside", "/in/x", ["a=1"], "/in/y/z", "a=1"],
  ["the path of its URL, outside", "/in/x", ["a=1"], "/out", undefined],
  [
    "the longest path first",
    "/",
    ["a=1; Path=/", "b=2; Path=/in"],
    "/in",
    "b=2; a=1",
  ],
  [
    "the domain of another host",
    "/",
    ["a=1; Domain=example.com"],
    "/",
    undefined,
  ],
  ["no name and value", "/", ["; Path=/", "b=2"], "/", "b=2"],
];

for (const way of WAYS) {
  const { how, dwContext } = way;

  for (const [name, path, lines, next, sent] of CASES) {
    Deno.test(`Set-Cookie with ${name} applies to later requests, ${how}`, async () => {
      emptyJar();
      await using server = serverFor(way, {
        "*": (_request, reply) =>
          reply({
            headers: server.requests.length === 1 ? setting(...lines) : [],
          }),
      });
      {
        await using watched = watch();
        const hRequest = await openAs(watched.hInternet, way, server, { path });
        await HttpSendRequest(hRequest);
        assertEquals(
          told(watched),
          dwContext ? [["COOKIE_RECEIVED", lines.length]] : [],
        );
      }
      await using watched = watch();
      const options = { path: next };
      const hRequest = await openAs(watched.hInternet, way, server, options);
      await HttpSendRequest(hRequest);
      assertEquals(cookiesOf(server), [undefined, sent]);
      const count = sent?.split("; ").length ?? 0;
      assertEquals(
        told(watched),
        dwContext && count > 0 ? [["COOKIE_SENT", count]] : [],
      );
    });
  }

  Deno.test(`InternetOpenUrl() sends and stores cookies, ${how}`, async () => {
    emptyJar();
    await using server = cookieServer(way);
    await using watched = watch();
    const { hInternet } = watched;
    for (const path of ["/?a=1", "/"]) {
      const url = urlOf(way, server, path);
      await InternetOpenUrl(hInternet, url, null, 0, dwContext);
    }
    assertEquals(cookiesOf(server), [undefined, "a=1"]);
  });

  Deno.test(`HttpSendRequestEx() sends and stores cookies, ${how}`, async () => {
    emptyJar();
    await using server = cookieServer(way);
    await using watched = watch();
    for (const path of ["/?a=1", "/"]) {
      const options = { verb: "POST", path };
      const hRequest = await openAs(watched.hInternet, way, server, options);
      await HttpSendRequestEx(hRequest, { lpvBuffer: new Uint8Array(3) });
      await HttpEndRequest(hRequest);
    }
    assertEquals(cookiesOf(server), [undefined, "a=1"]);
  });

  Deno.test(`INTERNET_FLAG_NO_COOKIES leaves cookies to the program, ${how}`, async () => {
    emptyJar();
    await using server = cookieServer(way);
    await using watched = watch();
    const { hInternet } = watched;
    const plain = await openAs(hInternet, way, server, { path: "/?jar=1" });
    await HttpSendRequest(plain);
    watched.log.length = 0;
    const dwFlags = INTERNET_FLAG_NO_COOKIES;
    const options = { path: "/?other=1", dwFlags };
    const hRequest = await openAs(hInternet, way, server, options);
    await HttpSendRequest(hRequest);
    assertEquals(HttpQueryInfo(hRequest, HTTP_QUERY_SET_COOKIE), "other=1");
    const own = await openAs(hInternet, way, server, { dwFlags });
    await HttpSendRequest(own, "Cookie: own=1");
    assertEquals(told(watched), []);
    await HttpSendRequest(await openAs(hInternet, way, server));
    assertEquals(cookiesOf(server), [undefined, undefined, "own=1", "jar=1"]);
  });

  Deno.test(`a Cookie header of the program is sent before the cookies of the jar, ${how}`, async () => {
    emptyJar();
    await using server = cookieServer(way);
    await using watched = watch();
    const { hInternet } = watched;
    const level = HTTP_QUERY_COOKIE | HTTP_QUERY_FLAG_REQUEST_HEADERS;
    const hRequest = await openAs(hInternet, way, server, { path: "/?a=1" });
    await HttpSendRequest(hRequest, "Cookie: own=1");
    assertEquals(HttpQueryInfo(hRequest, level), "own=1");
    const later = await openAs(hInternet, way, server);
    await HttpSendRequest(later, "cookie: own=1\r\nX-Own: 1");
    assertEquals(HttpQueryInfo(later, level), "own=1; a=1");
    assertEquals(cookiesOf(server), ["own=1", "own=1; a=1"]);
    assertEquals(server.requests[1]!.header("x-own"), "1");
    assertEquals(
      told(watched).at(-1),
      dwContext ? ["COOKIE_SENT", 1] : undefined,
    );
    // The header that is sent again contains the cookies of the jar once.
    await readText(later);
    await HttpSendRequest(later);
    assertEquals(cookiesOf(server).at(-1), "own=1; a=1");
  });

  Deno.test(`a cookie of the program and one of the jar with its name are both sent, ${how}`, async () => {
    emptyJar();
    await using server = cookieServer(way);
    await using watched = watch();
    InternetSetCookie(urlOf(way, server), "a", "jar");
    const hRequest = await openAs(watched.hInternet, way, server);
    HttpAddRequestHeaders(hRequest, "Cookie: a=own");
    await HttpSendRequest(hRequest);
    assertEquals(cookiesOf(server), ["a=own; a=jar"]);
  });

  Deno.test(`a Cookie header of the program follows only redirects on its origin, ${how}`, async () => {
    emptyJar();
    await using elsewhere = cookieServer(way);
    await using server = serverFor(way, {
      "/": (_request, reply) =>
        reply({
          status: 302,
          headers: [["Location", "/there"], ...setting("a=1")],
        }),
      "/there": (_request, reply) => reply.redirect(urlOf(way, elsewhere)),
    });
    await using watched = watch();
    const hRequest = await openAs(watched.hInternet, way, server);
    await HttpSendRequest(hRequest, "Cookie: own=1");
    assertEquals(cookiesOf(server), ["own=1", "own=1; a=1"]);
    // The cookies of the jar also apply to another port of the same host.
    assertEquals(cookiesOf(elsewhere), ["a=1"]);
  });

  Deno.test(`a cookie that a redirect sets applies to the next request, ${how}`, async () => {
    emptyJar();
    await using server = serverFor(way, {
      "/": (_request, reply) =>
        reply({
          status: 302,
          headers: [["Location", "/there"], ...setting("a=1")],
        }),
      "/there": (_request, reply) => reply({ headers: setting("b=2") }),
    });
    await using watched = watch();
    const { hInternet } = watched;
    await HttpSendRequest(await openAs(hInternet, way, server));
    assertEquals(cookiesOf(server), [undefined, "a=1"]);
    assertEquals(
      told(watched),
      dwContext
        ? [["COOKIE_RECEIVED", 1], ["COOKIE_SENT", 1], ["COOKIE_RECEIVED", 1]]
        : [],
    );
    const dwFlags = INTERNET_FLAG_NO_AUTO_REDIRECT;
    await HttpSendRequest(await openAs(hInternet, way, server, { dwFlags }));
    assertEquals(cookiesOf(server)[2], "a=1; b=2");
  });

  Deno.test(`a cookie that a challenge sets applies to the next attempt, ${how}`, async () => {
    emptyJar();
    const door = new Guard({ before: setting("ticket=7") });
    await using server = serverFor(way, { "*": door.guard() });
    await using watched = watch();
    const hRequest = await openAs(watched.hInternet, way, server, ANN);
    await HttpSendRequest(hRequest);
    assertEquals(statusOf(hRequest), 200);
    assertEquals(cookiesOf(server), [undefined, "ticket=7"]);
  });

  Deno.test(`session cookies end with INTERNET_OPTION_END_BROWSER_SESSION, others stay, ${how}`, async () => {
    emptyJar();
    await using server = cookieServer(way);
    await using watched = watch();
    const { hInternet } = watched;
    const options = { path: "/?a=1|b=2; Max-Age=100".replaceAll(" ", "%20") };
    await HttpSendRequest(await openAs(hInternet, way, server, options));
    forget();
    await HttpSendRequest(await openAs(hInternet, way, server));
    assertEquals(cookiesOf(server), [undefined, "b=2"]);
  });

  Deno.test(`cookies of the program and of requests are in one jar, ${how}`, async () => {
    emptyJar();
    await using server = cookieServer(way);
    await using watched = watch();
    const url = urlOf(way, server);
    InternetSetCookie(url, "own", "1");
    const options = { path: "/?seen=1|hidden=1;HttpOnly" };
    const hRequest = await openAs(watched.hInternet, way, server, options);
    await HttpSendRequest(hRequest);
    await HttpSendRequest(hRequest);
    assertEquals(cookiesOf(server), ["own=1", "own=1; seen=1; hidden=1"]);
    assertEquals(InternetGetCookie(url), "own=1; seen=1");
  });
}

for (const way of WAYS.filter(({ dwContext }) => dwContext === 1)) {
  Deno.test(`COOKIE_SENT is posted before the request and COOKIE_RECEIVED after the response, ${way.how}`, async () => {
    emptyJar();
    await using server = cookieServer(way);
    await using watched = watch();
    const options = { path: "/?a=1|b=2" };
    const hRequest = await openAs(watched.hInternet, way, server, options);
    await HttpSendRequest(hRequest);
    watched.log.length = 0;
    await HttpSendRequest(hRequest);
    assertEquals(watched.names(), [
      "COOKIE_SENT",
      "SENDING_REQUEST",
      "REQUEST_SENT",
      "RECEIVING_RESPONSE",
      "RESPONSE_RECEIVED",
      "COOKIE_RECEIVED",
      "REQUEST_COMPLETE",
    ]);
    assertEquals(told(watched), [["COOKIE_SENT", 2], ["COOKIE_RECEIVED", 2]]);
  });
}
