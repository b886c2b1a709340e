// Copyright 2026 the wininet authors. MIT license.

/** SOCKS4 and SOCKS4a: the user, names and addresses, refusals. */

import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { CredentialStore } from "../../_auth/credential_store.ts";
import { dialThrough } from "../../_net/proxy.ts";
import type { DialHooks, DialTarget } from "../../_net/dial.ts";
import type { Proxy } from "../../_options/proxy_list.ts";
import { ERROR_INTERNET_CANNOT_CONNECT, InternetError } from "../../error.ts";
import { HTTP_TIMEOUTS } from "../../_base/timeouts.ts";
import { withTimeouts } from "../../_options/settings.ts";
import { getProcessSettings } from "../../_options/process_settings.ts";
import { FakeProxy, type FakeProxyOptions } from "../servers/proxy_servers.ts";
import { send, TcpServer } from "../servers/tcp_server.ts";

type Kind = "socks4" | "socks4a";
const KINDS: readonly Kind[] = ["socks4", "socks4a"];

/** Connects through a proxy; resolves with the name that was looked up locally, if any. */
async function dialed(
  fake: FakeProxy,
  kind: Kind,
  target: DialTarget,
  user: string = "",
): Promise<{ connection: Deno.TcpConn; lookedUp: string[] }> {
  const { host, port } = fake;
  const proxy: Proxy = { kind, host, port, user, password: "" };
  const lookedUp: string[] = [];
  const hooks: DialHooks = {
    credentials: () => new CredentialStore(),
    resolving: (name) => void lookedUp.push(name),
    resolved() {},
    connecting() {},
    connected() {},
  };
  const settings = withTimeouts(getProcessSettings(), HTTP_TIMEOUTS);
  const connection = await dialThrough(
    proxy,
    target,
    settings,
    hooks,
    new AbortController().signal,
  );
  return { connection, lookedUp };
}

for (const kind of KINDS) {
  for (const splits of [false, true]) {
    Deno.test(`a ${kind} proxy connects, with a user${splits ? ", byte by byte" : ""}`, async () => {
      await using server = new TcpServer((conn) => send(conn, "hello"));
      await using fake = new FakeProxy(kind, { password: "anna", splits });
      const target = { host: "localhost", port: server.port };
      const { connection, lookedUp } = await dialed(fake, kind, target, "anna");
      const buffer = new Uint8Array(5);
      assertEquals(await connection.read(buffer), 5);
      connection.close();
      assertEquals(fake.credentials, ["anna"]);
      const isName = kind === "socks4a";
      assertEquals(lookedUp, isName ? [] : ["localhost"]);
      const host = isName ? "localhost" : "127.0.0.1";
      assertEquals(fake.targets, [`${host}:${server.port}`]);
    });
  }

  Deno.test(`a ${kind} proxy receives an address as an address`, async () => {
    await using server = new TcpServer((conn) => send(conn, "hello"));
    await using fake = new FakeProxy(kind);
    const target = { host: "127.0.0.1", port: server.port };
    const { connection } = await dialed(fake, kind, target);
    connection.close();
    assertEquals(fake.targets, [`127.0.0.1:${server.port}`]);
  });
}

Deno.test("a socks4a proxy that waits for a name gets one for an address that starts with 0.0.0", async () => {
  await using fake = new FakeProxy("socks4a", { refusal: () => 91 });
  await assertRejects(
    () => dialed(fake, "socks4a", { host: "0.0.0.5", port: 1 }),
    InternetError,
    "refused",
  );
  assertEquals(fake.targets, ["0.0.0.5:1"]);
});

/** Failures: the proxy, the target, the user, and a part of the error text. */
const FAILURES: Record<
  string,
  [kind: Kind, FakeProxyOptions, DialTarget, user: string, text: string]
> = {
  "an IPv6 address by SOCKS4a": [
    "socks4a",
    {},
    { host: "::1", port: 1 },
    "",
    "socks5:// does",
  ],
  "an IPv6 address by SOCKS4": [
    "socks4",
    {},
    { host: "::1", port: 1 },
    "",
    "socks4a:// and socks5://",
  ],
  "a user with a NUL": [
    "socks4a",
    {},
    { host: "a.example", port: 1 },
    "a\0b",
    "the user name contains a NUL",
  ],
  "a host of 300 characters": [
    "socks4a",
    {},
    { host: "a".repeat(300), port: 1 },
    "",
    "the host name is too long",
  ],
  "a wrong user": [
    "socks4",
    { password: "anna" },
    { host: "127.0.0.1", port: 1 },
    "bert",
    "another user",
  ],
  "a refusal": [
    "socks4",
    { refusal: () => 91 },
    { host: "127.0.0.1", port: 1 },
    "",
    "refused",
  ],
  "a proxy that queries identd without success": [
    "socks4",
    { refusal: () => 92 },
    { host: "127.0.0.1", port: 1 },
    "",
    "cannot reach the identd",
  ],
  "an unknown reply": [
    "socks4",
    { refusal: () => 7 },
    { host: "127.0.0.1", port: 1 },
    "",
    "reply 7",
  ],
  "a proxy of SOCKS5": [
    "socks4",
    { script: (conn) => send(conn, Uint8Array.of(5, 255, 0, 0, 0, 0, 0, 0)) },
    { host: "127.0.0.1", port: 1 },
    "",
    "does not speak SOCKS4",
  ],
};

/** The reply that grants a connection. */
const GRANTED = Uint8Array.of(0, 90, 0, 0, 0, 0, 0, 0);

for (let length = 0; length < GRANTED.length; length++) {
  FAILURES[`a proxy that closes after ${length} bytes`] = [
    "socks4",
    { script: (conn) => send(conn, GRANTED.subarray(0, length)) },
    { host: "127.0.0.1", port: 1 },
    "",
    "closed the connection",
  ];
}

for (
  const [name, [kind, options, target, user, text]] of Object.entries(FAILURES)
) {
  Deno.test(`SOCKS4 and ${name}`, async () => {
    await using fake = new FakeProxy(kind, options);
    const error = await assertRejects(
      () => dialed(fake, kind, target, user),
      InternetError,
    );
    assertEquals(error.code, ERROR_INTERNET_CANNOT_CONNECT);
    assertStringIncludes(error.message, text);
    await fake.allClosed();
  });
}
