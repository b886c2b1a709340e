// Copyright 2026 the wininet authors. MIT license.

/** Negotiate with SPNEGO, for servers and proxies that require it. */

import { assert, assertEquals, assertMatch } from "@std/assert";
import {
  InternetGetLastResponseInfo,
  InternetSetOption,
} from "../../internet.ts";
import {
  SESSION_OPTION_WIRE_LOG,
  type WireLine,
} from "../../session_options.ts";
import { subscribeTo, wireChannel } from "../../_core/diagnostics.ts";
import {
  get,
  httpProxy,
  openBy,
  serverOf,
} from "../helpers/http_proxy_calls.ts";
import { ALICE, ask, POST, scene } from "../helpers/ntlm_calls.ts";
import { watch } from "../helpers/watch.ts";
import { WAYS } from "../servers/auth_servers.ts";
import { passOn } from "../servers/http_proxy.ts";
import { NtlmGuard, USERS } from "../servers/ntlm_server.ts";

const NEGOTIATE = { schemes: ["Negotiate"] };

for (const way of WAYS) {
  Deno.test(`HttpSendRequest() logs in with SPNEGO to a server that requires it, ${way.how}`, async () => {
    const guard = new NtlmGuard({ ...NEGOTIATE, spnego: "demanded" });
    await using door = scene(guard, way);
    assertEquals(await door.ask(POST, "hello"), [200, "alice hello"]);
    assertEquals(guard.log, [
      "0 nothing 5",
      "1 Negotiate 1 0",
      "1 SPNEGO 1 0",
      "1 SPNEGO 3 5",
    ]);
    assertEquals(guard.codes, 1);
    // The server's form of Negotiate is remembered now.
    await using other = watch();
    assertEquals((await ask(other, way, door.server, POST, "again"))[0], 200);
    assertEquals(guard.log.slice(4), ["2 SPNEGO 1 0", "2 SPNEGO 3 5"]);
    assertEquals(guard.codes, 2);
  });
}

Deno.test("HttpSendRequest() responds in the form of the challenge", async () => {
  const guard = new NtlmGuard({ ...NEGOTIATE, spnego: "answered" });
  await using door = scene(guard);
  assertEquals(await door.ask(ALICE), [200, "alice "]);
  assertEquals(guard.log.slice(1), ["1 Negotiate 1 0", "1 SPNEGO 3 0"]);
});

Deno.test("HttpSendRequest() tries a wrong password once with SPNEGO", async () => {
  const guard = new NtlmGuard({ ...NEGOTIATE, spnego: "demanded" });
  await using door = scene(guard);
  assertEquals((await door.ask({ ...ALICE, password: "wrong" }))[0], 401);
  assertEquals(guard.log.slice(1), [
    "1 Negotiate 1 0",
    "1 SPNEGO 1 0",
    "1 SPNEGO 3 0",
  ]);
  assertMatch(InternetGetLastResponseInfo().text, /were refused/);
});

const REFUSALS: [name: string, token: string, log: string[], why: RegExp][] = [
  ["no token", "", ["Negotiate 1 0", "SPNEGO 1 0"], /Kerberos is not/],
  [
    "a rejection",
    "oQcwBaADCgEC",
    ["Negotiate 1 0", "SPNEGO 1 0"],
    /Kerberos is not/,
  ],
  [
    "Kerberos as the mechanism",
    "oRQwEqADCgEBoQsGCSqGSIb3EgECAg==",
    ["Negotiate 1 0"],
    /Kerberos is not/,
  ],
  ["a truncated token", "oRQw", ["Negotiate 1 0"], /malformed/],
];

for (const [name, token, log, why] of REFUSALS) {
  Deno.test(`HttpSendRequest() returns the 401 if the response to Negotiate is ${name}`, async () => {
    const guard = new NtlmGuard({ ...NEGOTIATE, token: () => token });
    await using door = scene(guard);
    assertEquals((await door.ask(ALICE))[0], 401);
    assertEquals(guard.log.slice(1).map((line) => line.slice(2)), log);
    assertMatch(InternetGetLastResponseInfo().text, why);
  });
}

for (const scheme of ["http", "https"] as const) {
  Deno.test(`${scheme} logs in with SPNEGO to a proxy that requires it`, async () => {
    const guard = new NtlmGuard({
      ...NEGOTIATE,
      spnego: "demanded",
      proxy: true,
      handler: (request, reply) => passOn(request, reply),
    });
    await using proxy = httpProxy({ instead: guard.route });
    await using server = serverOf(scheme);
    await using hInternet = openBy(proxy.list(`alice:${USERS["alice"]}@`));
    assertEquals((await get(hInternet, server.url)).status, 200);
    assertEquals(guard.log.map((line) => line.slice(2)), [
      "nothing 0",
      "Negotiate 1 0",
      "SPNEGO 1 0",
      "SPNEGO 3 0",
    ]);
    assertEquals(guard.codes, 1);
  });
}

Deno.test("SESSION_OPTION_WIRE_LOG and wininet.wire contain no proof of a login", async () => {
  const heads: string[] = [];
  const stop = subscribeTo(
    wireChannel,
    (line) => heads.push((line as WireLine).text),
  );
  for (const spnego of [undefined, "demanded"] as const) {
    const guard = new NtlmGuard({ ...NEGOTIATE, ...(spnego && { spnego }) });
    await using door = scene(guard);
    InternetSetOption(
      door.watched.hInternet,
      SESSION_OPTION_WIRE_LOG,
      ({ text }: WireLine) => heads.push(text),
    );
    assertEquals((await door.ask(ALICE))[0], 200);
  }
  stop();
  const sent = heads.filter((line) => /^Authorization/i.test(line));
  assertEquals(sent.length, 2 * (2 + 3));
  for (const line of sent) assertEquals(line, "Authorization: Negotiate ***");
  for (const line of heads) assert(!line.includes("TlRMTVNTUAAD"), line);
});
