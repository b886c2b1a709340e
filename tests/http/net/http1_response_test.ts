// Copyright 2026 the wininet authors. MIT license.

import { assertEquals, assertRejects } from "@std/assert";
import { Http1Body } from "../../../_http/net/http1_response.ts";
import { Http1Connection } from "../../../_http/net/http1_connection.ts";
import { WireError } from "../../../_http/wire/fields.ts";
import type { Framing } from "../../../_http/wire/response_head.ts";
import { concat, latin1Of } from "../../servers/tcp_server.ts";
import { everyTwoCuts, inPieces, latin1 } from "../../helpers/splits.ts";
import { FakeChannel } from "./fake_channel.ts";

const CHUNKED: Framing = { kind: "chunked" };
const CLOSE: Framing = { kind: "close" };

function length(bytes: number): Framing {
  return { kind: "length", length: bytes };
}

function open(framing: Framing): {
  channel: FakeChannel;
  connection: Http1Connection;
  body: Http1Body;
} {
  const channel = new FakeChannel();
  const connection = new Http1Connection("key", channel);
  return { channel, connection, body: new Http1Body(connection, framing) };
}

/** Reads to the end with buffers of one size. */
async function readAll(body: Http1Body, size: number): Promise<string> {
  const pieces: Uint8Array[] = [];
  for (;;) {
    const target = new Uint8Array(size);
    const count = await body.read(target);
    if (count === 0) return latin1Of(concat(pieces));
    pieces.push(target.subarray(0, count));
  }
}

/** Chunks of different sizes. */
function chunked(text: string, sizes: readonly number[]): string {
  let framed = "";
  let next = 0;
  for (let at = 0; at < text.length; next++) {
    const piece = text.slice(at, at + sizes[next % sizes.length]!);
    framed += `${piece.length.toString(16)}\r\n${piece}\r\n`;
    at += piece.length;
  }
  return `${framed}0\r\n\r\n`;
}

const SHORT = "hello";

for (
  const [title, framing, wire, ends] of [
    ["of known length", length(SHORT.length), SHORT, false],
    ["in chunks", CHUNKED, chunked(SHORT, [2, 1]), false],
    ["that the connection ends", CLOSE, SHORT, true],
  ] as const
) {
  for (const size of [1, 3, 100]) {
    Deno.test(`Http1Body reads a body ${title} at every pair of positions, ${size} bytes at a time`, async () => {
      for (const pieces of everyTwoCuts(latin1(wire))) {
        const { channel, connection, body } = open(framing);
        for (const piece of pieces) {
          if (piece.length > 0) channel.send(piece);
        }
        if (ends) channel.end();
        assertEquals(await readAll(body, size), SHORT);
        assertEquals([body.ended, body.ready], [true, 0]);
        assertEquals(connection.ready, 0);
        assertEquals(connection.received, wire.length);
      }
    });
  }
}

const LONG = Array.from({ length: 200_003 }, (_, at) => String(at % 10))
  .join("");

for (
  const [title, framing, wire, ends] of [
    ["of known length", length(LONG.length), LONG, false],
    ["in one chunk", CHUNKED, chunked(LONG, [LONG.length]), false],
    ["in small chunks", CHUNKED, chunked(LONG, [1, 7, 500, 8191]), false],
    ["in big chunks", CHUNKED, chunked(LONG, [70_000, 65_536]), false],
    ["that the connection ends", CLOSE, LONG, true],
  ] as const
) {
  for (
    const [size, piece] of [
      [1_000_000, 65_536],
      [65_536, 300_000],
      [16_384, 1000],
      [16_383, 65_537],
      [4097, 4096],
      [999, 1_000_000],
    ] as const
  ) {
    Deno.test(`Http1Body reads a long body ${title}, ${size} bytes at a time, in pieces of ${piece}`, async () => {
      const { channel, connection, body } = open(framing);
      for (const part of inPieces(latin1(wire), piece)) channel.send(part);
      if (ends) channel.end();
      assertEquals(await readAll(body, size) === LONG, true);
      assertEquals([body.ended, connection.ready], [true, 0]);
    });
  }
}

Deno.test("Http1Body reads a big body directly into the buffer of the reader, and never past its end", async () => {
  const { channel, connection, body } = open(length(50_000));
  channel.send(`${LONG.slice(0, 50_000)}HTTP/1.1`);
  const target = new Uint8Array(100_000);
  assertEquals(await body.read(target), 50_000);
  assertEquals(channel.reads, [50_000]);
  assertEquals([body.ended, connection.ready], [true, 0]);
});

Deno.test("Http1Body reads a small body through the buffer of the connection, which keeps the following bytes", async () => {
  const { channel, connection, body } = open(length(5));
  channel.send("helloHTTP/1.1");
  const target = new Uint8Array(100_000);
  assertEquals(await body.read(target), 5);
  assertEquals(channel.reads, [4096]);
  assertEquals(latin1Of(connection.bytes), "HTTP/1.1");
  assertEquals(await body.read(target), 0);
});

Deno.test("Http1Body reads big chunks directly into the buffer of the reader", async () => {
  const { channel, body } = open(CHUNKED);
  channel.send("30d40\r\n").send(LONG.slice(0, 200_000)).send("\r\n0\r\n\r\n");
  const target = new Uint8Array(200_000);
  assertEquals(await body.read(target), 200_000);
  assertEquals(channel.reads, [4096, 200_000]);
  assertEquals(body.ended, false);
  assertEquals([await body.read(target), body.ended], [0, true]);
});

Deno.test("Http1Body reports the end of its chunks with the last data, if both are available", async () => {
  const { channel, connection, body } = open(CHUNKED);
  channel.send("5\r\nhello\r\n0\r\nA: b\r\n\r\nHTTP");
  assertEquals(await body.read(new Uint8Array(5)), 5);
  assertEquals(body.ended, true);
  assertEquals(latin1Of(connection.bytes), "HTTP");
});

Deno.test("Http1Body of length 0 has ended", () => {
  const { body } = open(length(0));
  assertEquals([body.ended, body.length, body.ready], [true, 0, 0]);
});

Deno.test("Http1Body has its announced length", () => {
  const lengths = [length(5), CHUNKED, CLOSE].map((framing) =>
    open(framing).body.length
  );
  assertEquals(lengths, [5, null, null]);
});

Deno.test("Http1Body.wait() waits until data is available, and then does not wait", async () => {
  const { channel, body } = open(CHUNKED);
  let waited = false;
  const waiting = body.wait().then(() => waited = true);
  channel.send("5\r").send("\n");
  await Promise.resolve();
  assertEquals([waited, body.ready], [false, 0]);
  channel.send("hel");
  await waiting;
  assertEquals(body.ready, 3);
  await body.wait();
  const target = new Uint8Array(10);
  assertEquals([body.take(target), body.take(target)], [3, 0]);
  channel.send("lo\r\n").send("0\r\n\r\n");
  await body.wait();
  assertEquals(body.take(target), 2);
  await body.wait();
  assertEquals([body.ended, body.ready], [true, 0]);
  await body.wait();
});

Deno.test("Http1Body.read() into an empty buffer does not wait", async () => {
  const { channel, body } = open(length(5));
  assertEquals(await body.read(new Uint8Array()), 0);
  assertEquals([channel.reads, body.ended], [[], false]);
});

const EARLY: [title: string, framing: Framing, wire: string][] = [
  ["of known length", length(SHORT.length + 1), SHORT],
  ["of known length without any bytes", length(5), ""],
  ["in chunks, in the data", CHUNKED, "6\r\nhello"],
  ["in chunks, after the data", CHUNKED, "5\r\nhello"],
  ["in chunks, between two", CHUNKED, "5\r\nhello\r\n"],
  ["in chunks, in a size", CHUNKED, "5\r\nhello\r\n1"],
  ["in chunks, in the trailers", CHUNKED, "5\r\nhello\r\n0\r\nA: b\r\n"],
];

for (const [title, framing, wire] of EARLY) {
  for (const size of [1, 100_000]) {
    Deno.test(`Http1Body of a body ${title} fails if the connection ends, ${size} bytes at a time`, async () => {
      const { channel, body } = open(framing);
      if (wire !== "") channel.send(wire);
      channel.end();
      let read = 0;
      const error = await assertRejects(async () => {
        for (let count = 1; count > 0; read += count) {
          count = await body.read(new Uint8Array(size));
        }
      }, Deno.errors.UnexpectedEof);
      assertEquals(
        error.message,
        "the connection ended before the response did",
      );
      assertEquals(read, wire.includes("hello") ? 5 : 0);
      assertEquals(body.ended, false);
      // The same again: a later read does not take the missing end for an end.
      await assertRejects(
        () => body.read(new Uint8Array(size)),
        Deno.errors.UnexpectedEof,
      );
    });
  }
}

for (const size of [1, 100_000]) {
  Deno.test(`Http1Body without a length is not ended by a reset, ${size} bytes at a time`, async () => {
    const { channel, body } = open(CLOSE);
    channel.send("hello").fail(new Deno.errors.ConnectionReset("reset"));
    let read = 0;
    await assertRejects(async () => {
      for (;;) read += await body.read(new Uint8Array(size));
    }, Deno.errors.ConnectionReset);
    assertEquals([read, body.ended], [5, false]);
  });
}

Deno.test("Http1Body reports wrong framing after the data before it, at every call", async () => {
  const { channel, body } = open(CHUNKED);
  channel.send("5\r\nhello\r\nzz\r\n0\r\n\r\n");
  assertEquals(await body.read(new Uint8Array(100)), 5);
  assertEquals([body.ready, body.ended], [0, false]);
  for (let round = 0; round < 3; round++) {
    const error = await assertRejects(
      () => body.read(new Uint8Array(100)),
      WireError,
    );
    assertEquals(error.message, '"zz" is not the size of a chunk');
    await assertRejects(() => body.wait(), WireError);
    assertEquals([body.ready, body.take(new Uint8Array(9))], [0, 0]);
  }
  assertEquals(body.ended, false);
});
