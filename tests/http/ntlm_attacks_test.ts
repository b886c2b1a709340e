// Copyright 2026 the wininet authors. MIT license.

/** Servers that attack NTLM logins, and failures during a login. */

import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import {
  ERROR_INTERNET_CONNECTION_ABORTED,
  InternetError,
} from "../../error.ts";
import { HttpSendRequest } from "../../http.ts";
import { InternetCloseHandle } from "../../internet.ts";
import { ALICE, ask, HTTP, POST, scene } from "../helpers/ntlm_calls.ts";
import { watch } from "../helpers/watch.ts";
import { forget, openAs, serverFor } from "../servers/auth_servers.ts";
import { challengeMessage } from "../servers/ntlm_messages.ts";
import { NtlmGuard } from "../servers/ntlm_server.ts";

for (const scheme of ["NTLM", "Negotiate"]) {
  Deno.test(`HttpSendRequest() ends if a server requests ${scheme} endlessly`, async () => {
    forget();
    const challenge = new NtlmGuard({ schemes: [scheme] });
    await using server = serverFor(HTTP, {
      "*": (request, reply) => {
        const value = request.header("authorization");
        const last = /^\S+ TlRMTVNTUAAD/.test(value ?? "");
        if (!last) return challenge.route(request, reply);
        const headers = { "WWW-Authenticate": scheme };
        return reply({ status: 401, headers, body: "again" });
      },
    });
    await using watched = watch();
    assertEquals(await ask(watched, HTTP, server, ALICE), [401, "again"]);
    assertEquals(server.requests.length, 3);
  });

  Deno.test(`HttpSendRequest() ends if a server sends challenges of ${scheme} endlessly`, async () => {
    forget();
    const guard = new NtlmGuard({ schemes: [scheme] });
    let token = "";
    await using server = serverFor(HTTP, {
      "*": (request, reply) => {
        if (token === "") token = challengeOf(scheme);
        const headers = { "WWW-Authenticate": token };
        return reply({ status: 401, headers, body: String(request.number) });
      },
    });
    await using watched = watch();
    const [status] = await ask(watched, HTTP, server, ALICE);
    assertEquals(status, 401);
    assert(server.requests.length <= 6, `${server.requests.length}`);
    assertEquals(guard.proofs.length, 0);
  });
}

function challengeOf(scheme: string): string {
  const message = challengeMessage({ info: [[7, new Uint8Array(8)]] });
  return `${scheme} ${message.toBase64()}`;
}

Deno.test("a redirect to another host in the middle of a login ends it, and sends the other host no credentials", async () => {
  forget();
  await using other = serverFor(HTTP, {
    "*": (_request, reply) =>
      reply({
        status: 401,
        headers: { "WWW-Authenticate": challengeOf("NTLM") },
        body: "who?",
      }),
  });
  await using server = serverFor(HTTP, {
    "*": (request, reply) =>
      request.header("authorization") === undefined
        ? reply({ status: 401, headers: { "WWW-Authenticate": "NTLM" } })
        : reply.redirect(`http://127.0.0.1:${other.port}/`),
  });
  await using watched = watch();
  assertEquals(await ask(watched, HTTP, server, ALICE), [401, "who?"]);
  assertEquals(server.requests.length, 2);
  assertEquals(
    other.requests.map((request) => request.header("authorization")),
    [undefined],
  );
});

Deno.test("a login that the server cuts off between two messages restarts once", async () => {
  for (const [closing, status] of [[1, 200], [2, 0]] as const) {
    const guard = new NtlmGuard({ closing });
    await using door = scene(guard);
    if (status === 200) {
      assertEquals(await door.ask(POST, "hello"), [200, "alice hello"]);
      assertEquals(guard.log, [
        "0 nothing 5",
        "1 NTLM 1 0",
        "2 NTLM 1 0",
        "2 NTLM 3 5",
      ]);
    } else {
      const error = await assertRejects(() => door.ask(ALICE), InternetError);
      assertEquals(error.code, ERROR_INTERNET_CONNECTION_ABORTED);
      assertMatch(error.message, /between two messages/);
    }
  }
});

Deno.test("a body is sent if the server no longer requires a login", async () => {
  forget();
  const guard = new NtlmGuard();
  let isOpen = false;
  await using server = serverFor(HTTP, {
    "*": (request, reply) =>
      isOpen
        ? reply({ body: `open ${new TextDecoder().decode(request.body)}` })
        : guard.route(request, reply),
  });
  await using watched = watch();
  await using other = watch();
  assertEquals((await ask(watched, HTTP, server, ALICE))[0], 200);
  isOpen = true;
  assertEquals(await ask(other, HTTP, server, POST, "hello"), [
    200,
    "open hello",
  ]);
  const bodies = server.requests.slice(3).map(({ body }) => body.length);
  assertEquals(bodies, [0, 5]);
});

Deno.test("InternetCloseHandle() in the middle of a login leaves no connection", async () => {
  forget();
  const asked = Promise.withResolvers<void>();
  const guard = new NtlmGuard();
  await using server = serverFor(HTTP, {
    "*": (request, reply) => {
      const value = request.header("authorization") ?? "";
      if (!value.startsWith("NTLM TlRMTVNTUAAD")) {
        return guard.route(request, reply);
      }
      asked.resolve();
      return reply.until(new Promise(() => {}));
    },
  });
  await using watched = watch();
  const hRequest = await openAs(watched.hInternet, HTTP, server, ALICE);
  const sent = HttpSendRequest(hRequest);
  await asked.promise;
  InternetCloseHandle(hRequest);
  await assertRejects(() => sent, InternetError);
  await using other = watch();
  assertEquals((await ask(other, HTTP, server, {}))[0], 401);
});

Deno.test("a challenge is found next to other offers, and next to the same scheme without a token", async () => {
  const guard = new NtlmGuard({
    headers: [["WWW-Authenticate", 'Basic realm="x", ntlm, NTLM']],
  });
  await using door = scene(guard);
  assertEquals(await door.ask(ALICE), [200, "alice "]);
  assertEquals(guard.log.slice(1), ["1 NTLM 1 0", "1 NTLM 3 0"]);
});
