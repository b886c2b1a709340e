// Copyright 2026 the wininet authors. MIT license.

/** HTTP through proxies: the route of a request, and its statuses. */

import { assert, assertEquals } from "@std/assert";
import {
  INTERNET_FLAG_IGNORE_CERT_CN_INVALID,
  INTERNET_FLAG_SECURE,
  INTERNET_OPEN_TYPE_DIRECT,
} from "../../flags.ts";
import {
  HttpEndRequest,
  HttpOpenRequest,
  HttpSendRequest,
  HttpSendRequestEx,
} from "../../http.ts";
import {
  InternetConnect,
  InternetSetOption,
  InternetWriteFile,
} from "../../internet.ts";
import { INTERNET_OPTION_PROXY } from "../../options.ts";
import { BOTH } from "../helpers/calls.ts";
import {
  get,
  httpProxy,
  isViaProxy,
  openBy,
  openProxy,
  PROXY_KINDS,
  read,
  SCHEMES,
  serverOf,
  watchBy,
} from "../helpers/http_proxy_calls.ts";
import { watch } from "../helpers/watch.ts";
import { FakeHttpServer } from "../servers/http_server.ts";
import { FakeProxy } from "../servers/proxy_servers.ts";
import { lacks } from "../helpers/lacks.ts";

for (const kind of PROXY_KINDS) {
  for (const scheme of SCHEMES) {
    for (const [how, dwContext] of BOTH) {
      Deno.test(`${scheme} works through a ${kind} proxy, ${how}`, async () => {
        await using server = serverOf(scheme);
        await using proxy = openProxy(kind);
        await using hInternet = openBy(proxy.list());
        const url = `${server.url}/a?b=c`;
        const got = await get(hInternet, url, dwContext);
        assertEquals([got.status, got.text], [200, "by the server"]);
        assert(got.viaProxy);
        const [request] = server.requests;
        assertEquals(request?.target, "/a?b=c");
        assertEquals(request?.header("host"), `127.0.0.1:${server.port}`);
        assertEquals(request?.header("proxy-authorization"), undefined);
        const place = `127.0.0.1:${server.port}`;
        const forwarded = scheme === "http" && kind !== "socks5";
        const asked = kind === "socks5"
          ? place
          : forwarded
          ? `GET ${url}`
          : `CONNECT ${place}`;
        assertEquals(proxy.asked, [asked]);
      });
    }
  }
}

// ---- statuses about the proxy ----

for (const scheme of SCHEMES) {
  Deno.test(`the statuses of ${scheme} have the proxy, not the server`, async () => {
    await using server = serverOf(scheme);
    await using proxy = httpProxy({ route: () => `127.0.0.1:${server.port}` });
    await using log = watchBy(`localhost:${proxy.port}`);
    const got = await get(
      log.hInternet,
      `${scheme}://server.invalid/`,
      "request",
      INTERNET_FLAG_IGNORE_CERT_CN_INVALID,
    );
    assertEquals(got.text, "by the server");
    const told = log.log.filter(({ name }) => /RESOLV|CONNECT/.test(name));
    const resolving = told.filter(({ name }) => name === "RESOLVING_NAME");
    assertEquals(resolving.map(({ information }) => information), [
      "localhost",
    ]);
    const connected = told.filter(({ name }) => name === "CONNECTED_TO_SERVER");
    assertEquals(connected.map(({ information }) => information), [
      "127.0.0.1",
    ]);
    assert(
      !JSON.stringify(told.map((entry) => entry.information)).includes(
        "server.invalid",
      ),
    );
    const names = log.names("request");
    assertEquals(names.slice(names.indexOf("CONNECTED_TO_SERVER")), [
      "CONNECTED_TO_SERVER",
      "SENDING_REQUEST",
      "REQUEST_SENT",
      "RECEIVING_RESPONSE",
      "RESPONSE_RECEIVED",
      "REQUEST_COMPLETE",
      "REQUEST_COMPLETE",
      "REQUEST_COMPLETE",
    ]);
  });
}

Deno.test("REQUEST_SENT counts the bytes sent to the proxy", async () => {
  await using server = serverOf("http");
  await using proxy = httpProxy();
  await using log = watchBy(proxy.list());
  await get(log.hInternet, `${server.url}/`, "request");
  const sent = log.log.find(({ name }) => name === "REQUEST_SENT");
  assertEquals(sent?.information, proxy.requests[0]?.rawHead.length);
});

for (const kind of PROXY_KINDS) {
  for (const scheme of SCHEMES) {
    Deno.test(`${scheme} keeps its connection through a ${kind} proxy`, async () => {
      await using server = serverOf(scheme);
      await using proxy = openProxy(kind);
      await using log = watchBy(proxy.list());
      for (const path of ["/1", "/2?x", "/3"]) {
        const got = await get(log.hInternet, server.url + path, "request");
        assertEquals(got.text, "by the server");
      }
      assertEquals(proxy.connections, 1);
      assertEquals(server.requests.map(({ target }) => target), [
        "/1",
        "/2?x",
        "/3",
      ]);
      const connected = log.names().filter((name) =>
        name === "CONNECTED_TO_SERVER"
      );
      assertEquals(connected.length, 1);
    });
  }
}

// ---- the choice of the proxy ----

/** A list of proxies as letters, and the proxy used for http and for https. */
const LISTS: readonly [list: string, http: string, https: string][] = [
  ["A", "A", "A"],
  ["http=A", "A", ""],
  ["https=A", "", "A"],
  ["http=A https=B", "A", "B"],
  ["http=A;https=B", "A", "B"],
  ["https=B http://A", "A", "B"],
  ["socks=S", "S", "S"],
  ["http=A socks=S", "A", "S"],
  ["ftp=A", "", ""],
];

for (const [list, ...asked] of LISTS) {
  for (const [index, scheme] of SCHEMES.entries()) {
    const who = asked[index] || "no proxy";
    Deno.test(`${scheme} sends the request to ${who} with "${list}"`, async () => {
      await using server = serverOf(scheme);
      await using a = httpProxy();
      await using b = httpProxy();
      await using s = new FakeProxy("socks5");
      const ports: Record<string, number> = { A: a.port, B: b.port, S: s.port };
      const text = list.replace(/[ABS]/g, (name) => `127.0.0.1:${ports[name]}`);
      await using hInternet = openBy(text);
      const got = await get(hInternet, server.url);
      assertEquals(got.text, "by the server");
      assertEquals(got.viaProxy, asked[index] !== "");
      const connections = {
        A: a.connections,
        B: b.connections,
        S: s.connections,
      };
      const expected = { A: 0, B: 0, S: 0, ...(asked[index] && { [who]: 1 }) };
      assertEquals(connections, expected);
    });
  }
}

/** The bypass list, a host, and `true` if it is reached directly; `PORT` is the server's. */
const BYPASSES: readonly [
  bypass: string | null,
  host: string,
  past: boolean,
][] = [
  [null, "127.0.0.1", true],
  [null, "localhost", true],
  ["", "[::1]", true],
  ["<-loopback>", "127.0.0.1", false],
  ["<-loopback>", "[::1]", false],
  ["<-loopback>;127.*", "127.0.0.1", true],
  ["<-loopback> 127.*", "127.0.0.1", true],
  ["<-loopback>;128.*", "127.0.0.1", false],
  ["<-loopback>;<local>", "localhost", true],
  ["<-loopback>;<local>", "127.0.0.1", false],
  ["<-loopback>;LOCAL*", "localhost", true],
  ["<-loopback>;[::1]", "[::1]", true],
  ["<-loopback>;::*", "[::1]", true],
  ["<-loopback>;127.0.0.1:PORT", "127.0.0.1", true],
  ["<-loopback>;127.0.0.1:1", "127.0.0.1", false],
  ["<-loopback>;[::1]:PORT", "[::1]", true],
  ["<-loopback>;[::1]:1", "[::1]", false],
  ["<-loopback>;http://127.0.0.1", "127.0.0.1", true],
  ["<-loopback>;https://127.0.0.1", "127.0.0.1", false],
  ["<-loopback>;*", "127.0.0.1", true],
];

for (const [bypass, host, past] of BYPASSES) {
  Deno.test(
    `a request to ${host} goes ${
      past ? "past the" : "by the"
    } proxy with the bypass list ${JSON.stringify(bypass)}`,
    { ignore: host === "[::1]" && lacks("::1") },
    async () => {
      const hostname = host === "[::1]" ? "::1" : "127.0.0.1";
      await using server = new FakeHttpServer({
        "*": (_request, reply) => reply({ body: "by the server" }),
      }, { hostname });
      await using proxy = httpProxy();
      await using hInternet = openBy(
        proxy.list(),
        bypass?.replace("PORT", String(server.port)) ?? null,
      );
      const got = await get(hInternet, `http://${host}:${server.port}/`);
      assertEquals(got.text, "by the server");
      assertEquals(got.viaProxy, !past);
      assertEquals(proxy.connections, past ? 0 : 1);
    },
  );
}

Deno.test("INTERNET_OPTION_PROXY changes the route of later requests of a session", async () => {
  await using server = serverOf("http");
  await using proxy = httpProxy();
  await using log = watch({ accessType: INTERNET_OPEN_TYPE_DIRECT });
  const { hInternet } = log;
  // Observed, so that sockets are used and idle connections are kept in the
  // library's pool.
  assert(!(await get(hInternet, server.url, 1)).viaProxy);
  const info = {
    dwAccessType: 3,
    lpszProxy: proxy.list(),
    lpszProxyBypass: "<-loopback>",
  };
  InternetSetOption(hInternet, INTERNET_OPTION_PROXY, info);
  assert((await get(hInternet, server.url, 1)).viaProxy);
  // The idle connection without a proxy is not used for it.
  assertEquals(proxy.asked, [`GET ${server.url}/`]);
  InternetSetOption(hInternet, INTERNET_OPTION_PROXY, {
    ...info,
    dwAccessType: INTERNET_OPEN_TYPE_DIRECT,
  });
  assert(!(await get(hInternet, server.url, 1)).viaProxy);
  assertEquals(proxy.asked.length, 1);
});

// ---- redirects ----

Deno.test(
  "a redirect to a host of the bypass list is sent without the proxy and its credentials",
  { ignore: lacks("127.0.0.2") },
  async () => {
    await using end = new FakeHttpServer({
      "/end": (_request, reply) => reply({ body: "the end" }),
    }, { hostname: "127.0.0.2" });
    await using start = serverOf(
      "http",
      (_request, reply) => reply.redirect(`${end.url}/end`),
    );
    await using proxy = httpProxy({ password: "user:pw" });
    const bypass = "<-loopback>;127.0.0.2";
    await using hInternet = openBy(proxy.list("user:pw@"), bypass);
    const got = await get(hInternet, `${start.url}/`);
    assertEquals([got.text, got.viaProxy], ["the end", false]);
    assertEquals(new Set(proxy.asked), new Set([`GET ${start.url}/`]));
    for (const { requests } of [start, end]) {
      for (const request of requests) {
        assertEquals(request.header("proxy-authorization"), undefined);
      }
    }
    assertEquals(end.requests[0]?.target, "/end");
  },
);

Deno.test(
  "a redirect from a host of the bypass list is sent through the proxy",
  {
    ignore: lacks("127.0.0.2"),
  },
  async () => {
    await using end = serverOf("http");
    await using start = new FakeHttpServer({
      "/": (_request, reply) => reply.redirect(`${end.url}/end`),
    }, { hostname: "127.0.0.2" });
    await using proxy = httpProxy();
    await using hInternet = openBy(proxy.list(), "<-loopback>;127.0.0.2");
    const got = await get(hInternet, start.url);
    assertEquals([got.text, got.viaProxy], ["by the server", true]);
    assertEquals(proxy.asked, [`GET ${end.url}/end`]);
  },
);

Deno.test("a redirect between two servers uses one proxy for both", async () => {
  await using end = serverOf("http");
  await using start = serverOf(
    "http",
    (_request, reply) => reply.redirect(`${end.url}/end`),
  );
  await using proxy = httpProxy();
  await using hInternet = openBy(proxy.list());
  const got = await get(hInternet, `${start.url}/`);
  assertEquals([got.text, got.viaProxy], ["by the server", true]);
  assertEquals(proxy.asked, [`GET ${start.url}/`, `GET ${end.url}/end`]);
});

// ---- bodies ----

for (const kind of PROXY_KINDS) {
  for (const scheme of SCHEMES) {
    Deno.test(`bodies reach the server of ${scheme} through a ${kind} proxy`, async () => {
      await using server = serverOf(
        scheme,
        (request, reply) => reply({ body: request.body }),
      );
      await using proxy = openProxy(kind);
      await using hInternet = openBy(proxy.list());
      const { hostname, port } = server;
      const hConnect = await InternetConnect(hInternet, hostname, port);
      const flags = scheme === "https" ? INTERNET_FLAG_SECURE : 0;
      const open = () =>
        HttpOpenRequest(hConnect, "POST", "/", null, null, null, flags);
      const whole = await open();
      assert(!isViaProxy(whole));
      await HttpSendRequest(whole, null, "GET / of blanks");
      assertEquals((await read(whole)).text, "GET / of blanks");
      const parts = await open();
      await HttpSendRequestEx(parts, { dwBufferTotal: 6 });
      for (const part of ["PUT", " / "]) {
        await InternetWriteFile(parts, new TextEncoder().encode(part));
      }
      await HttpEndRequest(parts);
      assertEquals((await read(parts)).text, "PUT / ");
    });
  }
}
