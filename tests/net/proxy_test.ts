// Copyright 2026 the wininet authors. MIT license.

import { CredentialStore } from "../../_auth/credential_store.ts";
import {
  assert,
  assertEquals,
  assertLess,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import {
  ERROR_CALL_NOT_IMPLEMENTED,
  ERROR_INTERNET_CANNOT_CONNECT,
  ERROR_INTERNET_NAME_NOT_RESOLVED,
  ERROR_INTERNET_PROXY_SERVER_UNREACHABLE,
  ERROR_INTERNET_TIMEOUT,
  InternetError,
} from "../../error.ts";
import type { Proxy } from "../../_options/proxy_list.ts";
import { getProcessSettings } from "../../_options/process_settings.ts";
import { type Settings, withTimeouts } from "../../_options/settings.ts";
import { HTTP_TIMEOUTS } from "../../_base/timeouts.ts";
import type { DialHooks, DialTarget } from "../../_net/dial.ts";
import { dialBy, dialThrough } from "../../_net/proxy.ts";
import { NEVER } from "../helpers/calls.ts";
import { closedPort } from "../servers/closed_port.ts";
import {
  FakeProxy,
  type FakeProxyOptions,
  type ProxyKind,
  type ProxyScript,
} from "../servers/proxy_servers.ts";
import { send, TcpServer, WireReader } from "../servers/tcp_server.ts";

/** The default settings of an HTTP connection. */
function usualSettings(): Settings {
  return withTimeouts(getProcessSettings(), HTTP_TIMEOUTS);
}

const NEVER_ABORTED = new AbortController().signal;
const KINDS = ["socks5", "http"] as const;
const SECRET = "se:cret ü";
/** The maximum delay of a timeout on a busy machine, in milliseconds. */
const BOUND = 5_000;

const NO_HOOKS: DialHooks = {
  credentials: () => new CredentialStore(),
  resolving() {},
  resolved() {},
  connecting() {},
  connected() {},
};

/** A server that sends a word and reads one. */
function greeter(heard: string[] = []): TcpServer {
  return new TcpServer(async (conn) => {
    await send(conn, "hello\r\n");
    heard.push(await new WireReader(conn).readLine());
  });
}

function proxyOf(fake: FakeProxy, user = "", password = ""): Proxy {
  const { kind, host, port } = fake;
  return { kind, host, port, user, password };
}

function dialed(
  proxy: Proxy,
  target: DialTarget,
  settings: Partial<Settings> = {},
  signal: AbortSignal = NEVER_ABORTED,
): Promise<Deno.TcpConn> {
  const all = {
    ...usualSettings(),
    connectTimeout: BOUND,
    ...settings,
  };
  return dialThrough(proxy, target, all, NO_HOOKS, signal);
}

/** Checks that the connection reaches the greeter. */
async function assertGreeted(conn: Deno.TcpConn): Promise<void> {
  assertEquals(await new WireReader(conn).readLine(), "hello");
  await send(conn, "good day\r\n");
}

const GOOD: Readonly<
  Record<string, [options: FakeProxyOptions, user: string, password: string]>
> = {
  "that asks for nothing": [{}, "", ""],
  "that requests no login although there is a user": [{}, "user", SECRET],
  "with a password": [{ password: `user:${SECRET}` }, "user", SECRET],
  "with only a user": [{ password: "user:" }, "user", ""],
  "whose replies arrive byte by byte": [
    { splits: true, password: "user:pw" },
    "user",
    "pw",
  ],
};

for (const kind of KINDS) {
  for (const [name, [options, user, password]] of Object.entries(GOOD)) {
    Deno.test(`dialThrough() connects through a ${kind} proxy ${name}`, async () => {
      const heard: string[] = [];
      await using server = greeter(heard);
      await using fake = new FakeProxy(kind, options);
      const target = { host: "localhost", port: server.port };
      const conn = await dialed(proxyOf(fake, user, password), target);
      await assertGreeted(conn);
      conn.close();
      await fake.allClosed();
      assertEquals(fake.targets, [`localhost:${server.port}`]);
      assertEquals(heard, ["good day"]);
    });
  }
}

for (const kind of KINDS) {
  Deno.test(`dialThrough() reports the ${kind} proxy, and leaves the lookup of the name to it`, async () => {
    await using fake = new FakeProxy(kind, { refusal: () => 1 });
    const told: string[] = [];
    const hooks: DialHooks = {
      ...NO_HOOKS,
      resolving: (host) => void told.push(`resolving ${host}`),
      resolved: (address) => void told.push(`resolved ${address}`),
      connecting: (address) => void told.push(`connecting ${address}`),
      connected: (address) => void told.push(`connected ${address}`),
    };
    const target = { host: "server.invalid", port: 21 };
    await assertRejects(() =>
      dialThrough(
        proxyOf(fake),
        target,
        usualSettings(),
        hooks,
        NEVER_ABORTED,
      )
    );
    assertEquals(fake.targets, ["server.invalid:21"]);
    assertEquals(told, ["connecting 127.0.0.1", "connected 127.0.0.1"]);
  });
}

for (const kind of KINDS) {
  Deno.test(`dialThrough() sends an IPv6 address to a ${kind} proxy`, async () => {
    await using fake = new FakeProxy(kind, { refusal: () => 1 });
    await assertRejects(() => dialed(proxyOf(fake), { host: "::1", port: 21 }));
    assertEquals(fake.targets, [kind === "http" ? "[::1]:21" : "::1:21"]);
  });
}

// ---- failures ----

/** A proxy that sends bytes after it has read some. */
function saying(
  data: string | number[],
  read: (reader: WireReader) => Promise<unknown> = (reader) =>
    reader.readSome(),
): ProxyScript {
  return async (conn, reader) => {
    await read(reader);
    await send(conn, typeof data === "string" ? data : Uint8Array.from(data));
    await conn.closeWrite();
    await reader.peerClosed();
  };
}

/** Greets, then sends a reply to the request. */
function replying(data: number[]): ProxyScript {
  return async (conn, reader) => {
    await reader.readBytes(3);
    await send(conn, Uint8Array.of(5, 0));
    await saying(data)(conn, reader);
  };
}

const CLOSED = "it closed the connection";

const BAD: readonly [
  name: string,
  kind: ProxyKind,
  options: FakeProxyOptions,
  why: string,
][] = [
  ["that closes immediately", "socks5", { script: saying([]) }, CLOSED],
  ["that closes immediately", "http", { script: saying("") }, CLOSED],
  ["that resets", "http", { script: (conn) => conn.close() }, CLOSED],
  [
    "that closes within its greeting",
    "socks5",
    { script: saying([5]) },
    CLOSED,
  ],
  ["that closes within its answer", "socks5", {
    script: replying([5, 0, 0, 1, 127]),
  }, CLOSED],
  ["that closes within its head", "http", {
    script: saying("HTTP/1.1 200 OK\r\n"),
  }, CLOSED],
  ["that speaks HTTP", "socks5", {
    script: saying("HTTP/1.1 400 Bad\r\n\r\n"),
  }, "it does not speak SOCKS5"],
  ["that speaks SOCKS4", "socks5", { script: saying([0, 91]) }, "SOCKS5"],
  ["that speaks SOCKS4 in its answer", "socks5", {
    script: replying([0, 0, 0, 1, 0, 0, 0, 0, 0, 0]),
  }, "SOCKS5"],
  ["that speaks FTP", "http", { script: saying("220 Hi\r\n\r\n") }, "HTTP"],
  ["that speaks rubbish", "http", {
    script: saying("\x00\xff\r\n\r\n"),
  }, "HTTP"],
  ["that wants a password", "socks5", { password: "a:b" }, "authentication"],
  ["that wants a password", "http", { password: "a:b" }, "407"],
  ["that wants what is not there", "socks5", {
    script: saying([5, 1]),
  }, "authentication"],
  ["that wants a password unasked", "socks5", {
    script: saying([5, 2]),
  }, "authentication"],
  ["that does not allow it", "socks5", { refusal: () => 2 }, "rules"],
  ["that finds no server", "socks5", { refusal: () => 5 }, "refused"],
  ["with an unknown reply", "socks5", { refusal: () => 77 }, "reply 77"],
  ["that does not allow it", "http", { refusal: () => 403 }, "403"],
  ["that wants another place", "http", { refusal: () => 302 }, "302"],
];

for (const [name, kind, options, why] of BAD) {
  Deno.test(`dialThrough() fails through a ${kind} proxy ${name}`, async () => {
    await using fake = new FakeProxy(kind, options);
    const target = { host: "localhost", port: 21 };
    const error = await assertRejects(
      () => dialed(proxyOf(fake), target),
      InternetError,
    );
    assertEquals(error.code, ERROR_INTERNET_CANNOT_CONNECT, error.message);
    assertStringIncludes(error.message, why);
    assertStringIncludes(error.message, `the proxy "127.0.0.1:${fake.port}"`);
    await fake.allClosed();
  });
}

for (const kind of KINDS) {
  Deno.test(`dialThrough() does not show the password that a ${kind} proxy refuses`, async () => {
    await using fake = new FakeProxy(kind, { password: "other:password" });
    const target = { host: "localhost", port: 21 };
    const error = await assertRejects(
      () => dialed(proxyOf(fake, "user", SECRET), target),
      InternetError,
    );
    assertEquals(error.code, ERROR_INTERNET_CANNOT_CONNECT);
    assertEquals(fake.credentials, [`user:${SECRET}`]);
    assert(!Deno.inspect(error).includes(SECRET));
  });
}

Deno.test("dialThrough() does not show the response of an HTTP proxy to the password", async () => {
  await using fake = new FakeProxy("http", {
    script: saying("HTTP/1.1 407 Not cGFzc3dvcmQ=\r\n\r\n"),
  });
  const target = { host: "localhost", port: 21 };
  const error = await assertRejects(() =>
    dialed(proxyOf(fake, "user", "password"), target)
  );
  assert(!Deno.inspect(error).includes("cGFzc3dvcmQ="));
});

const SOCKS_HOSTS: [host: string, asked: number[]][] = [
  ["a.test", [3, 6, ...new TextEncoder().encode("a.test")]],
  ["127.0.0.1", [1, 127, 0, 0, 1]],
  ["::1", [4, ...Array(15).fill(0), 1]],
  ["fe80::1:2", [4, 0xfe, 0x80, ...Array(11).fill(0), 1, 0, 2]],
  ["1:2:3:4:5:6:7:8", [4, ...[1, 2, 3, 4, 5, 6, 7, 8].flatMap((n) => [0, n])]],
  ["2001:db8::", [4, 0x20, 1, 0x0d, 0xb8, ...Array(12).fill(0)]],
];

for (const [host, asked] of SOCKS_HOSTS) {
  Deno.test(`dialThrough() sends "${host}" to a SOCKS5 proxy with its address type`, async () => {
    const wanted = [5, 1, 0, ...asked, 0, 21];
    let got: number[] = [];
    await using fake = new FakeProxy("socks5", {
      async script(conn, reader) {
        await reader.readBytes(3);
        await send(conn, Uint8Array.of(5, 0));
        got = [...await reader.readBytes(wanted.length)];
      },
    });
    await assertRejects(() => dialed(proxyOf(fake), { host, port: 21 }));
    assertEquals(got, wanted);
  });
}

for (
  const [what, host, user] of [
    ["host name", "h".repeat(256), ""],
    ["user name", "localhost", "u".repeat(256)],
  ]
) {
  Deno.test(`dialThrough() cannot send a SOCKS5 proxy a ${what} of 256 bytes`, async () => {
    const password = user === "" ? {} : { password: "user:pw" };
    await using fake = new FakeProxy("socks5", password);
    const error = await assertRejects(
      () => dialed(proxyOf(fake, user, "pw"), { host: host!, port: 21 }),
      InternetError,
    );
    assertEquals(error.code, ERROR_INTERNET_CANNOT_CONNECT);
    assertStringIncludes(error.message, "too long");
  });
}

Deno.test("dialThrough() stops reading an endless head", async () => {
  await using fake = new FakeProxy("http", {
    async script(conn, reader) {
      await reader.readHead();
      await send(conn, "HTTP/1.1 200 OK\r\n");
      const more = `X-More: ${"x".repeat(1_000)}\r\n`.repeat(100);
      for (;;) await send(conn, more);
    },
  });
  const target = { host: "localhost", port: 21 };
  // Longer than any machine takes to read so much of it.
  const settings = { connectTimeout: 60_000 };
  const error = await assertRejects(
    () => dialed(proxyOf(fake), target, settings),
    InternetError,
  );
  assertEquals(error.code, ERROR_INTERNET_CANNOT_CONNECT);
  assertStringIncludes(error.message, "the head of its response is too long");
});

for (
  const head of [
    "HTTP/1.1 200 OK\r\n\r\n",
    "HTTP/1.1 200 OK\n\n",
    "HTTP/1.1 200 OK\n\r\n",
    "HTTP/1.1 200 OK\r\n\n",
    "HTTP/1.1 200 OK\r\nA: b\r\n\r\n",
    "HTTP/1.1 200 OK\r\nA: bc\n\n",
  ]
) {
  const name = JSON.stringify(head);
  Deno.test(`dialThrough() leaves what follows the head ${name} to the tunnel`, async () => {
    await using fake = new FakeProxy("http", {
      async script(conn, reader) {
        await reader.readHead();
        await send(conn, `${head}\r\nhello\r\n`);
      },
    });
    const target = { host: "localhost", port: 21 };
    using conn = await dialed(proxyOf(fake), target);
    const reader = new WireReader(conn);
    assertEquals([await reader.readLine(), await reader.readLine()], [
      "",
      "hello",
    ]);
  });
}

for (const kind of KINDS) {
  Deno.test(`dialThrough() waits for a silent ${kind} proxy until the connect timeout`, async () => {
    await using fake = new FakeProxy(kind, { script: () => NEVER });
    const target = { host: "localhost", port: 21 };
    const start = performance.now();
    const error = await assertRejects(
      () => dialed(proxyOf(fake), target, { connectTimeout: 80 }),
      InternetError,
    );
    assertEquals(error.code, ERROR_INTERNET_TIMEOUT);
    assertLess(performance.now() - start, BOUND);
  });

  Deno.test(`dialThrough() ends with the reason of its signal while a ${kind} proxy is silent`, async () => {
    const asked = Promise.withResolvers<void>();
    await using fake = new FakeProxy(kind, {
      async script(_conn, reader) {
        await reader.readSome();
        asked.resolve();
        await reader.peerClosed();
      },
    });
    const controller = new AbortController();
    const target = { host: "localhost", port: 21 };
    const call = dialed(proxyOf(fake), target, {}, controller.signal);
    await asked.promise;
    controller.abort(new RangeError("enough"));
    await assertRejects(() => call, RangeError, "enough");
    await fake.allClosed();
  });

  Deno.test(`dialThrough() reports a missing ${kind} proxy`, async () => {
    const proxy = { kind, host: "127.0.0.1", user: "user", password: SECRET };
    const error = await assertRejects(
      () => dialed({ ...proxy, port: closedPort() }, { host: "a", port: 1 }),
      InternetError,
    );
    assertEquals(error.code, ERROR_INTERNET_PROXY_SERVER_UNREACHABLE);
    assert(!Deno.inspect(error).includes(SECRET));
  });
}

Deno.test("dialThrough() reports that the name of the proxy does not exist", async () => {
  const proxy: Proxy = {
    kind: "http",
    host: "proxy.invalid",
    port: 1,
    user: "",
    password: "",
  };
  const error = await assertRejects(
    () => dialed(proxy, { host: "a", port: 1 }),
    InternetError,
  );
  assertEquals(error.code, ERROR_INTERNET_NAME_NOT_RESOLVED);
});

Deno.test("dialBy() connects directly without a proxy", async () => {
  await using server = greeter();
  const target = { host: "127.0.0.1", port: server.port };
  const conn = await dialBy(
    null,
    target,
    usualSettings(),
    NO_HOOKS,
    NEVER_ABORTED,
  );
  await assertGreeted(conn);
  conn.close();
});

Deno.test("dialThrough() sends nothing to a proxy of an unsupported kind", async () => {
  const heard: string[] = [];
  await using server = greeter(heard);
  const proxy: Proxy = {
    kind: "other",
    host: "127.0.0.1",
    port: server.port,
    user: "me",
    password: SECRET,
  };
  const error = await assertRejects(
    () => dialed(proxy, { host: "a.test", port: 21 }),
    InternetError,
    "only http://, https://, socks4://, socks4a:// and socks5:// are supported",
  );
  assertEquals(error.code, ERROR_CALL_NOT_IMPLEMENTED);
  assertEquals(error.message.includes(SECRET), false);
  assertEquals(heard, []);
});
