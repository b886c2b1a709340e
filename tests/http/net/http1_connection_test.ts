// Copyright 2026 the wininet authors. MIT license.

import { assertEquals, assertRejects } from "@std/assert";
import { Http1Connection } from "../../../_http/net/http1_connection.ts";
import { latin1Of } from "../../servers/tcp_server.ts";
import { turns } from "../../helpers/turns.ts";
import { FakeChannel } from "./fake_channel.ts";

const SMALL = 4096;
const BIG = 65_536;

function open(): { channel: FakeChannel; connection: Http1Connection } {
  const channel = new FakeChannel();
  return { channel, connection: new Http1Connection("key", channel) };
}

Deno.test("Http1Connection.fill() appends received bytes, and returns false at the end", async () => {
  const { channel, connection } = open();
  channel.send("ab").send("cd").end();
  assertEquals([await connection.fill(), connection.ready], [true, 2]);
  assertEquals([await connection.fill(), connection.ready], [true, 4]);
  assertEquals(latin1Of(connection.bytes), "abcd");
  assertEquals([await connection.fill(), connection.ready], [false, 4]);
  assertEquals(connection.received, 4);
});

Deno.test("Http1Connection.take() and skip() use the available bytes, up to the limit", async () => {
  const { channel, connection } = open();
  channel.send("abcdef");
  await connection.fill();
  const target = new Uint8Array(10);
  assertEquals([connection.take(target, 2), latin1Of(target.subarray(0, 2))], [
    2,
    "ab",
  ]);
  connection.skip(1);
  assertEquals(connection.take(target.subarray(0, 2), 10), 2);
  assertEquals(latin1Of(target.subarray(0, 2)), "de");
  assertEquals(connection.take(target, 0), 0);
  assertEquals([connection.take(target, 10), connection.ready], [1, 0]);
  assertEquals(connection.take(target, 10), 0);
});

Deno.test("Http1Connection.readInto() reads into the buffer of the reader, and returns null at the end", async () => {
  const { channel, connection } = open();
  channel.send("abc").end();
  const target = new Uint8Array(BIG);
  assertEquals(await connection.readInto(target), 3);
  assertEquals(latin1Of(target.subarray(0, 3)), "abc");
  assertEquals(await connection.readInto(target), null);
  assertEquals([connection.received, connection.ready], [3, 0]);
  assertEquals(channel.reads, [BIG, BIG]);
});

Deno.test("Http1Connection reads into a small buffer while all of it is used", async () => {
  const { channel, connection } = open();
  const size = 300_000;
  channel.send(new Uint8Array(size));
  for (let read = 0; read < size;) {
    await connection.fill();
    read += connection.ready;
    connection.skip(connection.ready);
  }
  assertEquals(Math.max(...channel.reads), SMALL);
});

Deno.test("Http1Connection enlarges its buffer for unused bytes, without losing any", async () => {
  const { channel, connection } = open();
  const text = Array.from({ length: 300_000 }, (_, at) => String(at % 10))
    .join("");
  channel.send(text);
  while (connection.ready < text.length) await connection.fill();
  assertEquals(latin1Of(connection.bytes), text);
  assertEquals(Math.max(...channel.reads) >= BIG, true);
});

Deno.test("Http1Connection moves the rest to the start instead of growing without limit", async () => {
  const { channel, connection } = open();
  const text = "0123456789".repeat(200_000);
  channel.send(text);
  let read = "";
  // Three bytes remain each time.
  while (read.length < text.length) {
    if (connection.received < text.length) await connection.fill();
    const rest = connection.received < text.length ? 3 : 0;
    const target = new Uint8Array(connection.ready);
    const taken = connection.take(target, connection.ready - rest);
    read += latin1Of(target.subarray(0, taken));
  }
  assertEquals(read === text, true);
  assertEquals(Math.max(...channel.reads) <= BIG, true);
});

Deno.test("Http1Connection.rest() shrinks the buffer", async () => {
  const { channel, connection } = open();
  channel.send(new Uint8Array(300_000));
  while (connection.ready < 300_000) await connection.fill();
  assertEquals(Math.max(...channel.reads) > SMALL, true);
  connection.skip(connection.ready);
  connection.rest(() => {});
  assertEquals(channel.reads.at(-1), SMALL);
});

Deno.test("Http1Connection.rest() does not keep the program alive, wake() does again, and the pending read receives the response", async () => {
  const { channel, connection } = open();
  const lost: string[] = [];
  assertEquals([connection.reused, channel.isReferenced], [false, true]);
  connection.rest(() => lost.push("lost"));
  assertEquals([connection.reused, channel.isReferenced], [true, false]);
  connection.wake();
  assertEquals(channel.isReferenced, true);
  channel.send("answer");
  assertEquals(await connection.fill(), true);
  assertEquals(latin1Of(connection.bytes), "answer");
  assertEquals(channel.reads.length, 1);
  await turns(2);
  assertEquals(lost, []);
});

const LOST: [title: string, happen: (channel: FakeChannel) => unknown][] = [
  ["is closed by the server", (channel) => channel.end()],
  [
    "is reset",
    (channel) => channel.fail(new Deno.errors.ConnectionReset("reset")),
  ],
  ["sends unexpected bytes", (channel) => channel.send("HTTP/1.1 200 OK\r\n")],
];

for (const [title, happen] of LOST) {
  Deno.test(`Http1Connection reports, once, that an idle connection ${title}`, async () => {
    const { channel, connection } = open();
    const lost: string[] = [];
    connection.rest(() => lost.push("lost"));
    await turns(2);
    assertEquals(lost, []);
    happen(channel);
    await turns(2);
    assertEquals(lost, ["lost"]);
  });
}

Deno.test("Http1Connection.close() ends pending calls, reports nothing, and can be called twice", async () => {
  const { channel, connection } = open();
  const lost: string[] = [];
  connection.rest(() => lost.push("lost"));
  connection.close();
  connection.close();
  await turns(2);
  assertEquals([lost, channel.isClosed, connection.closed], [[], true, true]);
  const other = open();
  const pending = other.connection.fill();
  other.connection.close();
  await assertRejects(() => pending, Deno.errors.Interrupted);
});
