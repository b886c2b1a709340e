// Copyright 2026 the wininet authors. MIT license.

/** Sessions that use a proxy script. */

import { assertEquals, assertRejects } from "@std/assert";
import {
  ERROR_INTERNET_OPERATION_CANCELLED,
  ERROR_INTERNET_PROXY_SERVER_UNREACHABLE,
  InternetError,
} from "../../error.ts";
import {
  GENERIC_READ,
  INTERNET_OPEN_TYPE_DIRECT,
  INTERNET_OPEN_TYPE_PRECONFIG,
  INTERNET_OPEN_TYPE_PRECONFIG_WITH_NO_AUTOPROXY,
} from "../../flags.ts";
import { FtpOpenFile } from "../../ftp.ts";
import {
  HttpEndRequest,
  HttpSendRequest,
  HttpSendRequestEx,
} from "../../http.ts";
import {
  InternetCloseHandle,
  InternetOpen,
  InternetOpenUrl,
  InternetSetOption,
  InternetWriteFile,
} from "../../internet.ts";
import {
  INTERNET_OPTION_HSTS,
  INTERNET_OPTION_PROXY,
  INTERNET_OPTION_PROXY_PASSWORD,
  INTERNET_OPTION_PROXY_USERNAME,
  INTERNET_OPTION_REFRESH,
  INTERNET_PER_CONN_AUTOCONFIG_RELOAD_DELAY_MINS,
  INTERNET_PER_CONN_FLAGS,
  INTERNET_PER_CONN_PROXY_BYPASS,
  INTERNET_PER_CONN_PROXY_SERVER,
  PROXY_TYPE_AUTO_DETECT,
  PROXY_TYPE_AUTO_PROXY_URL,
  PROXY_TYPE_PROXY,
} from "../../options.ts";
import { loadProxyScripts } from "../../pac.ts";
import { SESSION_OPTION_PRIVATE } from "../../session_options.ts";
import { NEVER, openRequest, readText, usualServer } from "../helpers/calls.ts";
import { fixture } from "../helpers/certificates.ts";
import { connectFtp, readAll } from "../helpers/ftp_calls.ts";
import { get, httpProxy, read } from "../helpers/http_proxy_calls.ts";
import { follow, openDirect, scriptServer } from "../helpers/proxy_scripts.ts";
import { watch } from "../helpers/watch.ts";
import { closedPort } from "../servers/closed_port.ts";
import { FtpServer } from "../servers/ftp_server.ts";
import { GopherServer } from "../servers/gopher_server.ts";
import { FakeHttpServer } from "../servers/http_server.ts";
import { FakeProxy } from "../servers/proxy_servers.ts";

await loadProxyScripts();

Deno.test("a session uses the proxy that the script names, and posts DETECTING_PROXY first", async () => {
  await using server = usualServer();
  await using proxy = httpProxy();
  await using script = scriptServer(() =>
    `return "PROXY 127.0.0.1:${proxy.port}";`
  );
  await using log = watch();
  follow(log.hInternet, script.url);
  const got = await get(log.hInternet, `${server.url}/`, 1);
  assertEquals([got.text, got.viaProxy], ["hello", true]);
  assertEquals(proxy.asked, [`GET ${server.url}/`]);
  assertEquals(log.names(1).slice(0, 3), [
    "HANDLE_CREATED",
    "DETECTING_PROXY",
    "CONNECTING_TO_SERVER",
  ]);
  InternetCloseHandle(got.hRequest);
});

Deno.test("a session calls the script for each request, and loads it once", async () => {
  await using server = usualServer();
  await using proxy = httpProxy();
  await using script = scriptServer(() =>
    `return /empty/.test(url) ? "PROXY 127.0.0.1:${proxy.port}" : "DIRECT";`
  );
  await using hInternet = openDirect();
  follow(hInternet, script.url);
  const ways = [];
  for (const path of ["/", "/empty", "/"]) {
    ways.push((await get(hInternet, server.url + path)).viaProxy);
  }
  assertEquals(ways, [false, true, false]);
  assertEquals(script.loads, 1);
});

Deno.test("INTERNET_OPTION_REFRESH loads the script again", async () => {
  await using server = usualServer();
  await using proxy = httpProxy();
  let ways = `return "DIRECT";`;
  await using script = scriptServer(() => ways);
  await using hInternet = openDirect();
  follow(hInternet, script.url, [
    [INTERNET_PER_CONN_AUTOCONFIG_RELOAD_DELAY_MINS, 60],
  ]);
  assertEquals((await get(hInternet, `${server.url}/`)).viaProxy, false);
  ways = `return "PROXY 127.0.0.1:${proxy.port}";`;
  assertEquals((await get(hInternet, `${server.url}/`)).viaProxy, false);
  InternetSetOption(null, INTERNET_OPTION_REFRESH, null);
  assertEquals((await get(hInternet, `${server.url}/`)).viaProxy, true);
  assertEquals(script.loads, 2);
});

/** Scripts that cannot be used: connections are direct. */
const BROKEN: readonly (readonly [what: string, body: string])[] = [
  ["throws", "throw 1;"],
  ["returns a number", "return 1;"],
  ["returns null", "return null;"],
  ["names nothing that is known", `return "QUIC a.example:1; PROXY";`],
  ["is not a script", "(("],
];

for (const [what, body] of BROKEN) {
  Deno.test(`a session connects directly if its script ${what}`, async () => {
    await using server = usualServer();
    await using script = scriptServer(() => body);
    await using hInternet = openDirect();
    follow(hInternet, script.url);
    const got = await get(hInternet, `${server.url}/`);
    assertEquals([got.text, got.viaProxy], ["hello", false]);
  });
}

Deno.test("a session uses the proxy of its list if the script cannot be loaded, and does not request it again immediately", async () => {
  await using server = usualServer();
  await using proxy = httpProxy();
  let asked = 0;
  await using none = new FakeHttpServer({
    "*": (_request, reply) => {
      asked++;
      return reply({ status: 404, body: "function FindProxyForURL() {}" });
    },
  });
  await using hInternet = openDirect();
  follow(hInternet, `http://127.0.0.1:${none.port}/`, [
    [INTERNET_PER_CONN_FLAGS, PROXY_TYPE_AUTO_PROXY_URL | PROXY_TYPE_PROXY],
    [INTERNET_PER_CONN_PROXY_SERVER, `127.0.0.1:${proxy.port}`],
    [INTERNET_PER_CONN_PROXY_BYPASS, "<-loopback>"],
  ]);
  for (let round = 0; round < 2; round++) {
    assertEquals((await get(hInternet, `${server.url}/`)).viaProxy, true);
  }
  assertEquals(asked, 1);
});

Deno.test("a session that detects a script uses the one of its URL if none is found", async () => {
  await using server = usualServer();
  await using proxy = httpProxy();
  await using script = scriptServer(() =>
    `return "PROXY 127.0.0.1:${proxy.port}";`
  );
  await using hInternet = openDirect();
  follow(hInternet, script.url, [
    [
      INTERNET_PER_CONN_FLAGS,
      PROXY_TYPE_AUTO_DETECT | PROXY_TYPE_AUTO_PROXY_URL,
    ],
  ]);
  assertEquals((await get(hInternet, `${server.url}/`)).viaProxy, true);
});

Deno.test("sessions with INTERNET_OPEN_TYPE_PRECONFIG use the script of the process, others do not", async () => {
  await using server = usualServer();
  await using proxy = httpProxy();
  await using script = scriptServer(() =>
    `return "PROXY 127.0.0.1:${proxy.port}";`
  );
  using _process = {
    [Symbol.dispose]: () =>
      InternetSetOption(null, INTERNET_OPTION_PROXY, {
        dwAccessType: INTERNET_OPEN_TYPE_PRECONFIG,
        lpszProxy: null,
        lpszProxyBypass: null,
      }),
  };
  follow(null, script.url);
  const ways = [];
  for (
    const type of [
      INTERNET_OPEN_TYPE_PRECONFIG,
      INTERNET_OPEN_TYPE_PRECONFIG_WITH_NO_AUTOPROXY,
      INTERNET_OPEN_TYPE_DIRECT,
    ]
  ) {
    await using hInternet = InternetOpen("pac/1", type);
    ways.push((await get(hInternet, `${server.url}/`)).viaProxy);
  }
  assertEquals(ways, [true, false, false]);
});

Deno.test("the next route is used after a proxy that cannot be reached, which is tried last from then on", async () => {
  await using server = usualServer();
  await using proxy = httpProxy();
  const closed = closedPort();
  await using script = scriptServer(() =>
    `return "PROXY 127.0.0.1:${closed}; PROXY 127.0.0.1:${proxy.port}";`
  );
  await using log = watch();
  follow(log.hInternet, script.url);
  const connects = async (dwContext: number) => {
    await get(log.hInternet, `${server.url}/`, dwContext);
    return log.names(dwContext)
      .filter((name) => name === "CONNECTING_TO_SERVER").length;
  };
  assertEquals(await connects(1), 2);
  // The connection to the second proxy was kept.
  assertEquals(await connects(2), 0);
  assertEquals(proxy.asked.length, 2);
});

Deno.test("a session fails with the error of the last route if none can be reached", async () => {
  await using server = usualServer();
  const [first, last] = [closedPort(), closedPort()];
  await using script = scriptServer(() =>
    `return "SOCKS5 127.0.0.1:${first}; PROXY 127.0.0.1:${last}";`
  );
  await using hInternet = openDirect();
  follow(hInternet, script.url);
  const error = await assertRejects(
    () => InternetOpenUrl(hInternet, `${server.url}/`),
    InternetError,
    String(last),
  );
  assertEquals(error.code, ERROR_INTERNET_PROXY_SERVER_UNREACHABLE);
  assertEquals(server.connections, 0);
});

Deno.test("a response of a proxy is final, and the next route is not tried", async () => {
  await using server = usualServer();
  await using proxy = httpProxy({
    instead: (_request, reply) => reply({ status: 502, body: "no" }),
  });
  await using script = scriptServer(() =>
    `return "PROXY 127.0.0.1:${proxy.port}; DIRECT";`
  );
  await using hInternet = openDirect();
  follow(hInternet, script.url);
  const got = await get(hInternet, `${server.url}/`);
  assertEquals([Number(got.status), server.connections], [502, 0]);
});

/** Routes through each kind of proxy. */
const KINDS = [["SOCKS", "socks4"], ["SOCKS4", "socks4"], [
  "socks5",
  "socks5",
]] as const;

for (const [name, kind] of KINDS) {
  Deno.test(`a script can name a ${kind} proxy as ${name}`, async () => {
    await using server = usualServer();
    await using proxy = new FakeProxy(kind);
    await using script = scriptServer(() =>
      `return "${name} 127.0.0.1:${proxy.port}";`
    );
    await using hInternet = openDirect();
    follow(hInternet, script.url);
    assertEquals((await get(hInternet, `${server.url}/`)).text, "hello");
    assertEquals(proxy.targets, [`127.0.0.1:${server.port}`]);
  });
}

Deno.test("a proxy of a script receives INTERNET_OPTION_PROXY_USERNAME and PASSWORD", async () => {
  await using server = usualServer();
  await using proxy = httpProxy({ password: "user:hush-hush" });
  await using script = scriptServer(() =>
    `return "PROXY 127.0.0.1:${proxy.port}";`
  );
  await using hInternet = openDirect();
  follow(hInternet, script.url);
  const hRequest = await openRequest(hInternet, server);
  InternetSetOption(hRequest, INTERNET_OPTION_PROXY_USERNAME, "user");
  InternetSetOption(hRequest, INTERNET_OPTION_PROXY_PASSWORD, "hush-hush");
  await HttpSendRequest(hRequest);
  assertEquals((await read(hRequest)).text, "hello");
});

Deno.test("HttpSendRequestEx() uses the first route that can be reached", async () => {
  await using server = usualServer();
  await using proxy = httpProxy();
  const closed = closedPort();
  await using script = scriptServer(() =>
    `return "PROXY 127.0.0.1:${closed}; PROXY 127.0.0.1:${proxy.port}";`
  );
  await using hInternet = openDirect();
  follow(hInternet, script.url);
  const hRequest = await openRequest(hInternet, server, {
    verb: "POST",
    path: "/upload",
  });
  await HttpSendRequestEx(hRequest, { dwBufferTotal: 4 });
  await InternetWriteFile(hRequest, new TextEncoder().encode("body"));
  await HttpEndRequest(hRequest);
  assertEquals(await read(hRequest).then(({ text }) => text), "body");
  assertEquals(proxy.asked, [`POST ${server.url}/upload`]);
});

Deno.test("HttpSendRequestEx() calls the script with the URL that INTERNET_OPTION_HSTS has changed", async () => {
  await using server = new FakeHttpServer({
    "/": (request, reply) =>
      reply({
        headers: { "Strict-Transport-Security": "max-age=1000" },
        body: request.body,
      }),
  }, { tls: fixture("localhost") });
  const closed = closedPort();
  await using script = scriptServer(() =>
    `return /^https:/.test(url) ? "DIRECT" : "PROXY 127.0.0.1:${closed}";`
  );
  await using hInternet = openDirect();
  InternetSetOption(hInternet, SESSION_OPTION_PRIVATE, true);
  InternetSetOption(hInternet, INTERNET_OPTION_HSTS, true);
  follow(hInternet, script.url);
  await get(hInternet, `https://localhost:${server.port}/`);
  const place = { hostname: "localhost", port: server.port };
  const hRequest = await openRequest(hInternet, place, { verb: "POST" });
  await HttpSendRequestEx(hRequest, { dwBufferTotal: 4 });
  await InternetWriteFile(hRequest, new TextEncoder().encode("body"));
  await HttpEndRequest(hRequest);
  assertEquals(await read(hRequest).then(({ text }) => text), "body");
});

Deno.test("FTP uses the script, also for data, after a route that cannot be reached", async () => {
  await using server = new FtpServer({ files: { "/a.txt": "of ftp" } });
  await using proxy = new FakeProxy("socks5");
  const closed = closedPort();
  await using script = scriptServer(() =>
    `if (url !== "ftp://127.0.0.1:${server.port}/") return "DIRECT";
    return "SOCKS5 127.0.0.1:${closed}; SOCKS5 127.0.0.1:${proxy.port}";`
  );
  await using hInternet = openDirect();
  follow(hInternet, script.url);
  const hConnect = await connectFtp(hInternet, server);
  const hFile = await FtpOpenFile(hConnect, "/a.txt", GENERIC_READ);
  assertEquals(await readAll(hFile), "of ftp");
  assertEquals(proxy.targets.length, 2);
});

Deno.test("Gopher uses the script", async () => {
  await using server = new GopherServer({ "/a": "of gopher" });
  await using proxy = new FakeProxy("socks5");
  await using script = scriptServer(() =>
    `return "SOCKS5 127.0.0.1:${proxy.port}";`
  );
  await using hInternet = openDirect();
  follow(hInternet, script.url);
  const hFile = await InternetOpenUrl(
    hInternet,
    `gopher://127.0.0.1:${server.port}/0/a`,
  );
  assertEquals((await readText(hFile)).includes("of gopher"), true);
  assertEquals(proxy.targets, [`127.0.0.1:${server.port}`]);
});

Deno.test("closing a request ends its wait for the script", async () => {
  await using server = usualServer();
  await using silent = new FakeHttpServer({
    "*": (_request, reply) => reply.until(NEVER),
  });
  await using log = watch();
  follow(log.hInternet, `http://127.0.0.1:${silent.port}/proxy.pac`);
  const opening = InternetOpenUrl(
    log.hInternet,
    `${server.url}/`,
    null,
    0,
    1,
  );
  await log.until("DETECTING_PROXY");
  InternetCloseHandle(log.log.at(-1)!.hInternet);
  const error = await assertRejects(() => opening, InternetError);
  assertEquals(error.code, ERROR_INTERNET_OPERATION_CANCELLED);
});
