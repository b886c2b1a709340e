// Copyright 2026 the wininet authors. MIT license.

/** NTLM logins to a proxy, for requests that it forwards and for tunnels. */

import { assertEquals, assertMatch, assertRejects } from "@std/assert";
import { InternetError } from "../../error.ts";
import { INTERNET_FLAG_NO_AUTH } from "../../flags.ts";
import { HttpSendRequest } from "../../http.ts";
import {
  InternetConnect,
  InternetGetLastResponseInfo,
  InternetOpenUrl,
  InternetSetOption,
} from "../../internet.ts";
import {
  INTERNET_OPTION_DISABLE_NTLM_PREAUTH,
  INTERNET_OPTION_PROXY_PASSWORD,
  INTERNET_OPTION_PROXY_USERNAME,
} from "../../options.ts";
import type { HINTERNET } from "../../structures.ts";
import { readText, statusOf } from "../helpers/calls.ts";
import {
  forgetAll,
  get,
  httpProxy,
  openBy,
  read,
  SCHEMES,
  serverOf,
  watchBy,
} from "../helpers/http_proxy_calls.ts";
import { openAs, WAYS } from "../servers/auth_servers.ts";
import { passOn } from "../servers/http_proxy.ts";
import type { FakeHttpServer } from "../servers/http_server.ts";
import {
  NtlmGuard,
  type NtlmGuardOptions,
  USERS,
} from "../servers/ntlm_server.ts";

const ALICE = `alice:${USERS["alice"]}@`;
const BOB = `bob:${USERS["bob"]}@`;

/** A guard of a proxy. */
function guardOf(options: NtlmGuardOptions = {}): NtlmGuard {
  forgetAll();
  return new NtlmGuard({
    proxy: true,
    handler: (request, reply) => passOn(request, reply),
    ...options,
  });
}

/** Sends a POST; returns its status and its body. */
async function post(
  hInternet: HINTERNET,
  server: FakeHttpServer,
  body: string,
): Promise<[status: unknown, text: string]> {
  const secure = server.url.startsWith("https:");
  const way = WAYS.find((way) => way.secure === secure)!;
  await using hRequest = await openAs(hInternet, way, server, { verb: "POST" });
  await HttpSendRequest(hRequest, null, body);
  const { text } = await read(hRequest);
  return [statusOf(hRequest), text];
}

for (const scheme of SCHEMES) {
  const echo = () => serverOf(scheme, ({ body }, reply) => reply({ body }));

  Deno.test(`${scheme} logs in to a proxy with NTLM, and sends a body once`, async () => {
    const guard = guardOf();
    await using proxy = httpProxy({ instead: guard.route });
    await using server = echo();
    await using hInternet = openBy(proxy.list(ALICE));
    assertEquals(await post(hInternet, server, "hello"), [200, "hello"]);
    assertEquals(await post(hInternet, server, "again"), [200, "again"]);
    assertEquals(server.requests.map(({ body }) => body.length), [5, 5]);
    for (const request of server.requests) {
      assertEquals(request.header("proxy-authorization"), undefined);
    }
    assertEquals(guard.proofs.map(({ user }) => user), ["alice"]);
    assertEquals(guard.proofs[0]!.service, "HTTP/127.0.0.1");
    const [, first, last] = guard.log;
    assertMatch(first!, /^1 NTLM 1 0$/);
    assertMatch(last!, scheme === "http" ? /^1 NTLM 3 5$/ : /^1 NTLM 3 0$/);
  });

  Deno.test(`${scheme} logs in to a proxy whose refusals are chunked, and returns one`, async () => {
    const guard = guardOf({ chunked: true });
    await using proxy = httpProxy({ instead: guard.route });
    await using server = echo();
    await using hInternet = openBy(proxy.list(ALICE));
    assertEquals(await post(hInternet, server, "hello"), [200, "hello"]);
    await using wrong = openBy(proxy.list("alice:wrong@"));
    const { status, text } = await get(wrong, server.url);
    assertEquals([status, text], [407, "who?"]);
  });

  Deno.test(`${scheme} returns the NTLM 407 for a wrong password, tried once`, async () => {
    const guard = guardOf();
    await using proxy = httpProxy({ instead: guard.route });
    await using server = echo();
    await using hInternet = openBy(proxy.list("alice:wrong@"));
    assertEquals((await get(hInternet, server.url)).status, 407);
    assertEquals(guard.log.slice(1), ["1 NTLM 1 0", "1 NTLM 3 0"]);
    assertMatch(
      InternetGetLastResponseInfo().text,
      /of the proxy was not answered: .* refused/,
    );
    assertEquals(server.requests.length, 0);
  });

  Deno.test(`${scheme} does not respond to an NTLM 407 with INTERNET_FLAG_NO_AUTH`, async () => {
    const guard = guardOf();
    await using proxy = httpProxy({ instead: guard.route });
    await using server = echo();
    await using hInternet = openBy(proxy.list(ALICE));
    const got = await get(hInternet, server.url, 0, INTERNET_FLAG_NO_AUTH);
    assertEquals(got.status, 407);
    assertEquals(guard.log.length, 1);
  });

  Deno.test(`${scheme} uses separate connections for two users of a proxy`, async () => {
    const seen: string[] = [];
    const guard = guardOf({
      handler: (request, reply, user) => {
        seen.push(user);
        return passOn(request, reply);
      },
    });
    await using proxy = httpProxy({ instead: guard.route });
    await using server = echo();
    await using alice = openBy(proxy.list(ALICE));
    await using bob = openBy(proxy.list(BOB));
    for (const session of [alice, bob, alice, bob]) {
      assertEquals((await get(session, server.url)).status, 200);
    }
    assertEquals(guard.proofs.map(({ user }) => user), ["alice", "bob"]);
    // A session without a user uses the remembered credentials, but no
    // connection of the two users.
    await using other = openBy(proxy.list());
    assertEquals((await get(other, server.url)).status, 200);
    assertEquals(guard.proofs.length, 3);
    forgetAll();
    await using stranger = openBy(proxy.list());
    assertEquals((await get(stranger, server.url)).status, 407);
  });

  Deno.test(`${scheme} restarts a login that a proxy cuts off, once`, async () => {
    for (const closing of [1, 2]) {
      const guard = guardOf({ closing });
      await using proxy = httpProxy({ instead: guard.route });
      await using server = echo();
      await using hInternet = openBy(proxy.list(ALICE));
      const got = await get(hInternet, server.url)
        .then(({ status }) => status, (error) => {
          assertMatch(error.message, /between two messages|closed/);
          return "error";
        });
      if (closing === 1) assertEquals(got, 200);
      else assertEquals([407, "error"].includes(got as number), true, `${got}`);
    }
  });

  Deno.test(`${scheme} ends if a proxy requests NTLM endlessly`, async () => {
    forgetAll();
    const guard = guardOf();
    await using proxy = httpProxy({
      instead: (request, reply) => {
        const value = request.header("proxy-authorization") ?? "";
        if (!value.startsWith("NTLM TlRMTVNTUAAD")) {
          return guard.route(request, reply);
        }
        const headers = { "Proxy-Authenticate": "NTLM" };
        return reply({ status: 407, headers, body: "again" });
      },
    });
    await using server = echo();
    await using hInternet = openBy(proxy.list(ALICE));
    assertEquals((await get(hInternet, server.url)).status, 407);
    assertEquals(proxy.requests.length, 3);
  });
}

for (const scheme of SCHEMES) {
  Deno.test(`${scheme} waits for the 407 of a proxy with INTERNET_OPTION_DISABLE_NTLM_PREAUTH`, async () => {
    const guard = guardOf();
    await using proxy = httpProxy({ instead: guard.route });
    await using server = serverOf(scheme);
    await using known = openBy(proxy.list(ALICE));
    assertEquals((await get(known, server.url)).status, 200);
    await using hInternet = openBy(proxy.list(ALICE));
    InternetSetOption(hInternet, INTERNET_OPTION_DISABLE_NTLM_PREAUTH, true);
    assertEquals((await get(hInternet, server.url)).status, 200);
    const kinds = guard.log.map((line) => line.slice(2));
    assertEquals(
      kinds,
      [...Array(2)].flatMap(() => [
        "nothing 0",
        "NTLM 1 0",
        "NTLM 3 0",
      ]),
    );
  });
}

Deno.test("FTP works through a tunnel of a proxy with NTLM, and an error has the reason if it does not", async () => {
  const guard = guardOf({
    handler: (_request, reply) => reply({ status: 403 }),
  });
  await using proxy = httpProxy({ instead: guard.route });
  for (
    const [login, message] of [
      [ALICE, /it responded with 403/],
      [
        "alice:wrong@",
        /it responded with 407\. The challenge of the proxy .* refused/,
      ],
    ] as const
  ) {
    await using hInternet = openBy(`ftp=${proxy.list(login)}`);
    const error = await assertRejects(
      () => InternetConnect(hInternet, "127.0.0.1", 21, null, null, 1),
      InternetError,
    );
    assertMatch(error.message, message);
  }
  assertEquals(guard.proofs.length, 1);
});

for (const scheme of SCHEMES) {
  Deno.test(`${scheme} logs in to a proxy with INTERNET_OPTION_PROXY_USERNAME and _PASSWORD, set after a 407`, async () => {
    const guard = guardOf();
    await using proxy = httpProxy({ instead: guard.route });
    await using server = serverOf(scheme);
    await using hInternet = openBy(proxy.list());
    const { hRequest, status } = await get(hInternet, server.url);
    assertEquals(status, 407);
    InternetSetOption(hRequest, INTERNET_OPTION_PROXY_USERNAME, "bob");
    InternetSetOption(
      hRequest,
      INTERNET_OPTION_PROXY_PASSWORD,
      USERS["bob"]!,
    );
    await HttpSendRequest(hRequest);
    assertEquals((await read(hRequest)).text, "by the server");
    assertEquals(guard.proofs.map(({ user }) => user), ["bob"]);
  });
}

// ---- a proxy and a server ----

/** A proxy that forwards to a server with NTLM on the same connection; both require a login. */
function bothAsk(support: [string, string][]) {
  const server = new NtlmGuard({ headers: support });
  const guard = guardOf({
    handler: async (request, reply) => await server.route(request, reply),
  });
  return { server, guard };
}

Deno.test("http logs in to a proxy and then to a server on one connection", async () => {
  const support: [string, string][] = [
    ["Proxy-Support", "Session-Based-Authentication"],
  ];
  const { server, guard } = bothAsk(support);
  await using proxy = httpProxy({ instead: guard.route });
  const log = watchBy(proxy.list(ALICE));
  await using _log = log;
  const login = `bob:${USERS["bob"]}@`;
  const url = `http://${login}server.invalid/`;
  const hRequest = await InternetOpenUrl(log.hInternet, url);
  assertEquals((await read(hRequest)).text, "bob ");
  assertEquals(guard.proofs.map(({ user }) => user), ["alice"]);
  assertEquals(server.proofs.map(({ user }) => user), ["bob"]);
  assertEquals(server.proofs[0]!.service, "HTTP/server.invalid");
  // Both logins apply to the next request, which needs no other one.
  const hNext = await InternetOpenUrl(log.hInternet, url);
  assertEquals((await read(hNext)).text, "bob ");
  assertEquals([guard.proofs.length, server.proofs.length], [1, 1]);
});

Deno.test("https logs in to a proxy for the tunnel, and to the server inside it", async () => {
  const guard = guardOf();
  const inner = new NtlmGuard();
  await using proxy = httpProxy({ instead: guard.route });
  await using server = serverOf("https", inner.route);
  await using hInternet = openBy(proxy.list(ALICE));
  const url = `https://bob:${USERS["bob"]}@localhost:${server.port}/`;
  for (let round = 0; round < 2; round++) {
    const hRequest = await InternetOpenUrl(hInternet, url);
    assertEquals((await read(hRequest)).text, "bob ");
  }
  assertEquals(inner.proofs.map(({ user }) => user), ["bob"]);
  // One tunnel for the request without a login, and one for the login.
  assertEquals(guard.proofs.map(({ user }) => user), ["alice", "alice"]);
  assertEquals(inner.proofs[0]!.service, "HTTP/localhost");
});

Deno.test("http does not log in to a server through a proxy that may share connections", async () => {
  const { server, guard } = bothAsk([]);
  await using proxy = httpProxy({ instead: guard.route });
  await using hInternet = openBy(proxy.list(ALICE));
  const login = `bob:${USERS["bob"]}@`;
  const url = `http://${login}server.invalid/`;
  const hRequest = await InternetOpenUrl(hInternet, url);
  assertEquals(statusOf(hRequest), 401);
  assertMatch(InternetGetLastResponseInfo(hRequest).text, /Proxy-Support/);
  assertEquals([guard.proofs.length, server.proofs.length], [1, 0]);
});

Deno.test("INTERNET_OPTION_END_BROWSER_SESSION prevents requests from using tunnels that were opened with removed credentials", async () => {
  const guard = guardOf();
  await using proxy = httpProxy({ instead: guard.route });
  await using server = serverOf("https");
  await using known = openBy(proxy.list(ALICE));
  assertEquals((await get(known, server.url)).status, 200);
  // A session without credentials uses those that the process remembers.
  await using hInternet = openBy(proxy.list());
  assertEquals((await get(hInternet, server.url)).status, 200);
  assertEquals((await get(hInternet, server.url)).status, 200);
  assertEquals(guard.log.slice(3), ["2 NTLM 1 0", "2 NTLM 3 0"]);
  forgetAll();
  assertEquals((await get(hInternet, server.url)).status, 407);
  assertEquals(guard.log.slice(5), ["3 nothing 0"]);
});

for (const scheme of SCHEMES) {
  Deno.test(`${scheme}: InternetGetLastResponseInfo() of a request returns the reason why its 407 was not answered`, async () => {
    const guard = guardOf();
    await using proxy = httpProxy({ instead: guard.route });
    await using server = serverOf(scheme);
    await using wrong = openBy(proxy.list("alice:wrong@"));
    await using none = openBy(proxy.list());
    await using refused = await InternetOpenUrl(wrong, server.url);
    await using unnamed = await InternetOpenUrl(none, server.url);
    assertEquals([statusOf(refused), statusOf(unnamed)], [407, 407]);
    assertMatch(InternetGetLastResponseInfo(refused).text, /were refused/);
    assertMatch(InternetGetLastResponseInfo(unnamed).text, /no user name/);
  });
}

Deno.test("https logs in to a proxy whose refusals are long pages, and returns such a page", async () => {
  const page = "x".repeat(300_000);
  const guard = guardOf({ page });
  await using proxy = httpProxy({ instead: guard.route });
  await using server = serverOf("https");
  await using hInternet = openBy(proxy.list(ALICE));
  assertEquals((await get(hInternet, server.url)).status, 200);
  await using wrong = openBy(proxy.list("alice:wrong@"));
  await using hRequest = await InternetOpenUrl(wrong, server.url);
  assertEquals(statusOf(hRequest), 407);
  assertEquals((await readText(hRequest, page.length + 1)).length, page.length);
});
