// Copyright 2026 the wininet authors. MIT license.

import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { dropConnections } from "../../../_options/hooks.ts";
import type { Proxy } from "../../../_options/proxy_list.ts";
import { Http1Connection } from "../../../_http/net/http1_connection.ts";
import {
  type ConnectionTarget,
  dropIdleConnections,
  poolKey,
  PoolLease,
} from "../../../_http/net/connections.ts";
import { turns } from "../../helpers/turns.ts";
import { FakeChannel } from "./fake_channel.ts";

const PROXY: Proxy = {
  kind: "http",
  host: "proxy.test",
  port: 3128,
  user: "",
  password: "",
};

const TARGET: ConnectionTarget = {
  origin: "https://a.test",
  host: "a.test",
  port: 443,
  forgiven: 0,
  proxy: null,
  identity: "",
  nodeTls: null,
};

/** The properties that identify a connection, each changed alone. */
const OTHERS: [title: string, changes: Partial<ConnectionTarget>][] = [
  ["another scheme", { origin: "http://a.test" }],
  ["another host", { origin: "https://b.test" }],
  ["another port", { origin: "https://a.test:444" }],
  ["an ignored certificate error", { forgiven: 0x1000 }],
  ["another ignored certificate error", { forgiven: 0x2000 }],
  ["the highest flag", { forgiven: 0x80000000 }],
  ["a proxy", { proxy: PROXY }],
  ["a proxy of another kind", { proxy: { ...PROXY, kind: "https" } }],
  ["another proxy", { proxy: { ...PROXY, host: "other.test" } }],
  ["another port of the proxy", { proxy: { ...PROXY, port: 3129 } }],
  ["another user of the proxy", { proxy: { ...PROXY, user: "alice" } }],
  ["another password", {
    proxy: { ...PROXY, user: "alice", password: "word" },
  }],
  ["an identity", { identity: "identity 1" }],
  ["another identity", { identity: "identity 2" }],
];

Deno.test("poolKey() returns the same key for the same target", () => {
  for (const [, changes] of OTHERS) {
    const target = { ...TARGET, ...changes };
    assertEquals(poolKey(target), poolKey(structuredClone(target)));
  }
  assertEquals(
    poolKey({ ...TARGET, forgiven: 0x80000000 }),
    poolKey({ ...TARGET, forgiven: -0x80000000 }),
  );
});

for (const [title, changes] of OTHERS) {
  Deno.test(`poolKey() returns a separate key for ${title}`, () => {
    const key = poolKey({ ...TARGET, ...changes });
    assertNotEquals(key, poolKey(TARGET));
    for (const [other, otherChanges] of OTHERS) {
      if (other === title) continue;
      assertNotEquals(key, poolKey({ ...TARGET, ...otherChanges }), other);
    }
  });
}

/** A connection that waits under a key. */
function keep(
  lease: PoolLease,
  key: string,
): { channel: FakeChannel; connection: Http1Connection } {
  const channel = new FakeChannel();
  const connection = new Http1Connection(key, channel);
  lease.keep(connection);
  return { channel, connection };
}

Deno.test("PoolLease.take() returns the idle connection of the key that was added last, to every session", async () => {
  const [lease, other] = [new PoolLease(), new PoolLease()];
  const first = keep(lease, "a");
  const second = keep(lease, "a");
  keep(lease, "b");
  assertEquals(lease.take("c"), null);
  assert(other.take("a") === second.connection);
  assert(lease.take("a") === first.connection);
  assertEquals(lease.take("a"), null);
  assertEquals(first.channel.isReferenced, true);
  first.connection.close();
  second.connection.close();
  await lease.close();
  await other.close();
});

Deno.test("PoolLease.take() never returns a connection of another identity", async () => {
  const lease = new PoolLease();
  const alice = poolKey({ ...TARGET, identity: "identity 1" });
  keep(lease, alice);
  for (const identity of ["", "identity 2"]) {
    assertEquals(lease.take(poolKey({ ...TARGET, identity })), null);
  }
  lease.take(alice)!.close();
  await lease.close();
});

const LOST: [title: string, happen: (channel: FakeChannel) => unknown][] = [
  ["the server has closed", (channel) => channel.end()],
  [
    "was reset",
    (channel) => channel.fail(new Deno.errors.ConnectionReset("reset")),
  ],
  [
    "has sent unexpected bytes",
    (channel) => channel.send("HTTP/1.1 200 OK\r\n"),
  ],
];

for (const [title, happen] of LOST) {
  Deno.test(`PoolLease closes a connection that ${title}`, async () => {
    const lease = new PoolLease();
    const { channel } = keep(lease, "a");
    happen(channel);
    await turns(2);
    assertEquals(channel.isClosed, true);
    assertEquals(lease.take("a"), null);
    await lease.close();
  });
}

Deno.test("PoolLease.take() does not return a connection that has just sent unexpected bytes", async () => {
  const lease = new PoolLease();
  const { channel, connection } = keep(lease, "a");
  channel.send("HTTP/1.1 200 OK\r\n");
  // Bytes arrive before any reader is notified.
  while (connection.ready === 0) await Promise.resolve();
  assertEquals(lease.take("a"), null);
  assertEquals(channel.isClosed, true);
  await lease.close();
});

Deno.test("PoolLease.close() of the last session closes the idle connections, and none is kept then", async () => {
  const [lease, other] = [new PoolLease(), new PoolLease()];
  const { channel } = keep(lease, "a");
  await lease.close();
  assertEquals(channel.isClosed, false);
  await other.close();
  assertEquals(channel.isClosed, true);
  const late = keep(other, "a");
  assertEquals(late.channel.isClosed, true);
  const next = new PoolLease();
  assertEquals(next.take("a"), null);
  await next.close();
});

for (
  const [title, drop] of [
    ["dropIdleConnections()", dropIdleConnections],
    ["INTERNET_OPTION_SETTINGS_CHANGED", dropConnections],
  ] as const
) {
  Deno.test(`${title} closes only the idle connections`, async () => {
    const lease = new PoolLease();
    const waiting = keep(lease, "a");
    const busy = keep(lease, "b");
    const taken = lease.take("b")!;
    drop();
    assertEquals(
      [waiting.channel.isClosed, busy.channel.isClosed],
      [true, false],
    );
    lease.keep(taken);
    assertEquals(dropIdleConnections(), true);
    assertEquals(dropIdleConnections(), false);
    await lease.close();
  });
}

Deno.test("PoolLease keeps 64 connections under one key, and 256 in total, and closes the oldest", async () => {
  const lease = new PoolLease();
  const same = Array.from({ length: 65 }, () => keep(lease, "a").channel);
  assertEquals(same.map(({ isClosed }) => isClosed).indexOf(false), 1);
  const others = Array.from(
    { length: 256 },
    (_, at) => keep(lease, String(at)).channel,
  );
  assertEquals(same.every(({ isClosed }) => isClosed), true);
  assertEquals(others.some(({ isClosed }) => isClosed), false);
  await lease.close();
});
