// Copyright 2026 the wininet authors. MIT license.

/**
 * Failing routes of a proxy script: the failures after which the next route is
 * used, and for how long.
 */

import { assert, assertEquals, assertRejects } from "@std/assert";
import { ERROR_INTERNET_TIMEOUT, InternetError } from "../../error.ts";
import { HttpSendRequest } from "../../http.ts";
import { InternetOpenUrl, InternetSetOption } from "../../internet.ts";
import {
  INTERNET_OPTION_PER_CONNECTION_OPTION,
  INTERNET_OPTION_PROXY_PASSWORD,
  INTERNET_OPTION_PROXY_USERNAME,
  INTERNET_OPTION_RECEIVE_TIMEOUT,
  INTERNET_PER_CONN_AUTOCONFIG_RELOAD_DELAY_MINS,
} from "../../options.ts";
import { loadProxyScripts } from "../../pac.ts";
import { openRequest, usualServer } from "../helpers/calls.ts";
import { fixture } from "../helpers/certificates.ts";
import { heldClock } from "../helpers/held_clock.ts";
import {
  get,
  httpProxy,
  LOCALHOST,
  read,
  serverOf,
} from "../helpers/http_proxy_calls.ts";
import { follow, openDirect, scriptServer } from "../helpers/proxy_scripts.ts";
import { watch } from "../helpers/watch.ts";
import { BLACK_HOLES, BlackHole } from "../servers/black_hole.ts";
import { closedPort } from "../servers/closed_port.ts";
import { FakeProxy } from "../servers/proxy_servers.ts";
import { TcpServer } from "../servers/tcp_server.ts";

await loadProxyScripts();

Deno.test("a proxy that cannot be reached is not tried for five minutes if another route works", async () => {
  await using server = usualServer();
  await using proxy = httpProxy();
  await using script = scriptServer(() =>
    `return "PROXY 127.0.0.1:${closedPort()}; PROXY 127.0.0.1:${proxy.port}";`
  );
  await using log = watch();
  follow(log.hInternet, script.url);
  const failures = async (dwContext: number) => {
    await get(log.hInternet, `${server.url}/`, dwContext);
    const count = (wanted: string) =>
      log.names(dwContext).filter((name) => name === wanted).length;
    return count("CONNECTING_TO_SERVER") - count("CONNECTED_TO_SERVER");
  };
  using clock = movedClock();
  assertEquals(await failures(1), 1);
  clock.advance(5 * 60_000 - 5000);
  assertEquals(await failures(2), 0);
  clock.advance(5000);
  assertEquals(await failures(3), 1);
  assertEquals(await failures(4), 0);
  assertEquals(proxy.asked.length, 4);
});

Deno.test("a script can name a proxy that uses TLS", async () => {
  await using server = usualServer();
  await using proxy = httpProxy({ tls: LOCALHOST });
  await using script = scriptServer(() =>
    `return "HTTPS localhost:${proxy.port}";`
  );
  await using hInternet = openDirect();
  follow(hInternet, script.url);
  assertEquals((await get(hInternet, `${server.url}/`)).text, "hello");
  assertEquals(proxy.asked, [`GET ${server.url}/`]);
});

Deno.test("the next route is used after a proxy with an invalid certificate", async () => {
  await using server = usualServer();
  await using proxy = httpProxy({ tls: fixture("unknown_ca") });
  await using other = httpProxy();
  await using script = scriptServer(() =>
    `return "HTTPS localhost:${proxy.port}; PROXY 127.0.0.1:${other.port}";`
  );
  await using hInternet = openDirect();
  follow(hInternet, script.url);
  assertEquals((await get(hInternet, `${server.url}/`)).text, "hello");
  assertEquals([proxy.asked.length, other.asked.length], [0, 1]);
});

Deno.test("the next route is used after 10 seconds for a proxy that does not use TLS", async () => {
  await using server = usualServer();
  await using silent = silentServer();
  await using script = scriptServer(() =>
    `return "HTTPS 127.0.0.1:${silent.port}; DIRECT";`
  );
  await using hInternet = openDirect();
  follow(hInternet, script.url);
  using clock = heldClock();
  const getting = get(hInternet, `${server.url}/`);
  await silent.accepted;
  clock.advance(10_000);
  assertEquals((await getting).text, "hello");
});

Deno.test({
  name:
    "the next route is used after 10 seconds for a proxy that drops packets",
  ignore: !BLACK_HOLES,
  async fn() {
    await using server = usualServer();
    using hole = await BlackHole.open();
    await using script = scriptServer(() =>
      `return "PROXY 127.0.0.1:${hole.port}; DIRECT";`
    );
    await using log = watch();
    follow(log.hInternet, script.url);
    using clock = heldClock();
    const getting = get(log.hInternet, `${server.url}/`, 1);
    await log.until("CONNECTING_TO_SERVER", 1);
    clock.advance(10_000);
    assertEquals((await getting).text, "hello");
  },
});

Deno.test("a proxy that accepts a request and does not respond is not skipped, so that a body is sent once", async () => {
  await using server = usualServer();
  await using silent = silentServer();
  await using script = scriptServer(() =>
    `return "PROXY 127.0.0.1:${silent.port}; DIRECT";`
  );
  await using hInternet = openDirect();
  follow(hInternet, script.url);
  const hRequest = await openRequest(hInternet, server, {
    verb: "POST",
    path: "/upload",
  });
  InternetSetOption(hRequest, INTERNET_OPTION_RECEIVE_TIMEOUT, 50);
  const error = await assertRejects(
    () => HttpSendRequest(hRequest, null, new TextEncoder().encode("body")),
    InternetError,
  );
  assertEquals(error.code, ERROR_INTERNET_TIMEOUT);
  assertEquals([silent.connections, server.connections], [1, 0]);
});

Deno.test("HttpSendRequest() sends a body once, over the first route that can be reached", async () => {
  await using server = usualServer();
  await using proxy = httpProxy();
  const closed = [closedPort(), closedPort()];
  await using script = scriptServer(() =>
    `return "PROXY 127.0.0.1:${closed[0]}; SOCKS5 127.0.0.1:${
      closed[1]
    }; PROXY 127.0.0.1:${proxy.port}; DIRECT";`
  );
  await using hInternet = openDirect();
  follow(hInternet, script.url);
  const hRequest = await openRequest(hInternet, server, {
    verb: "POST",
    path: "/upload",
  });
  await HttpSendRequest(hRequest, null, new TextEncoder().encode("body"));
  assertEquals((await read(hRequest)).text, "body");
  assertEquals(proxy.asked, [`POST ${server.url}/upload`]);
});

for (const kind of ["http", "socks4", "socks5"] as const) {
  Deno.test(`a ${kind} proxy that refuses the target is not skipped`, async () => {
    await using server = serverOf("https");
    await using proxy = new FakeProxy(kind, {
      refusal: () => kind === "http" ? 502 : 5,
    });
    const name = kind === "http" ? "PROXY" : kind;
    await using script = scriptServer(() =>
      `return "${name} 127.0.0.1:${proxy.port}; DIRECT";`
    );
    await using hInternet = openDirect();
    follow(hInternet, script.url);
    await assertRejects(
      () => InternetOpenUrl(hInternet, `${server.url}/`),
      InternetError,
      String(proxy.port),
    );
    assertEquals([proxy.targets.length, server.connections], [1, 0]);
  });
}

Deno.test("a request that responds to the challenge of a proxy keeps its route, and posts DETECTING_PROXY once", async () => {
  await using server = usualServer();
  await using proxy = httpProxy({ password: "user:hush-hush" });
  await using script = scriptServer(
    () => `return calls++ ? "DIRECT" : "PROXY 127.0.0.1:${proxy.port}";`,
    "let calls = 0;",
  );
  await using log = watch();
  follow(log.hInternet, script.url);
  const hRequest = await openRequest(log.hInternet, server, { dwContext: 1 });
  InternetSetOption(hRequest, INTERNET_OPTION_PROXY_USERNAME, "user");
  InternetSetOption(hRequest, INTERNET_OPTION_PROXY_PASSWORD, "hush-hush");
  await HttpSendRequest(hRequest);
  const got = await read(hRequest);
  assertEquals([got.text, got.viaProxy], ["hello", true]);
  assertEquals(
    log.names(1).filter((name) => name === "DETECTING_PROXY").length,
    1,
  );
});

Deno.test("a session without a script posts no DETECTING_PROXY", async () => {
  await using server = usualServer();
  await using log = watch();
  follow(log.hInternet, "");
  await get(log.hInternet, `${server.url}/`, 1);
  assert(!log.names(1).includes("DETECTING_PROXY"));
});

Deno.test("a session detects no script if the program has set other parts, but no flags", async () => {
  await using server = usualServer();
  await using log = watch();
  InternetSetOption(log.hInternet, INTERNET_OPTION_PER_CONNECTION_OPTION, {
    pOptions: [{
      dwOption: INTERNET_PER_CONN_AUTOCONFIG_RELOAD_DELAY_MINS,
      Value: 5,
    }],
  });
  await get(log.hInternet, `${server.url}/`, 1);
  assert(!log.names(1).includes("DETECTING_PROXY"));
});

/** A clock that runs, and that the test can also advance. */
function movedClock(): Disposable & { advance(milliseconds: number): void } {
  const { now } = performance;
  let moved = 0;
  performance.now = () => now.call(performance) + moved;
  return {
    advance: (milliseconds) => void (moved += milliseconds),
    [Symbol.dispose]: () => void (performance.now = now),
  };
}

/** A server that reads and sends nothing. */
function silentServer(): TcpServer & { readonly accepted: Promise<void> } {
  const { promise: accepted, resolve } = Promise.withResolvers<void>();
  const server = new TcpServer(async (conn) => {
    const buffer = new Uint8Array(1024);
    while (await conn.read(buffer).catch(() => null) !== null) resolve();
  });
  return Object.assign(server, { accepted });
}
