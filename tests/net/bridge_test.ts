// Copyright 2026 the wininet authors. MIT license.

import { assertEquals, assertRejects } from "@std/assert";
import { bridge } from "../../_net/bridge.ts";
import type { Channel } from "../../_net/channel.ts";
import { latin1 } from "../helpers/splits.ts";
import { deterministicBytes } from "../interop/nginx.ts";
import { latin1Of, send, WireReader } from "../servers/tcp_server.ts";

/** A channel whose other end the test controls. */
class FakeChannel implements Channel {
  /** The bytes that were written. */
  readonly written: Uint8Array[] = [];
  /** The events, in order. */
  readonly events: string[] = [];
  /** Resolves when it is closed. */
  readonly closed: Promise<void>;
  readonly #closed = Promise.withResolvers<void>();
  readonly #ended = Promise.withResolvers<void>();
  readonly #pieces: (Uint8Array | null | Error)[] = [];
  #wake: (() => void) | null = null;

  constructor() {
    this.closed = this.#closed.promise;
  }

  /** Resolves when writing has ended. */
  get ended(): Promise<void> {
    return this.#ended.promise;
  }

  /** Completes a read with bytes, the end, or an error. */
  give(piece: Uint8Array | null | Error): void {
    this.#pieces.push(piece);
    this.#wake?.();
  }

  async read(buffer: Uint8Array): Promise<number | null> {
    while (this.#pieces.length === 0) {
      if (this.events.includes("close")) throw new Deno.errors.BadResource("");
      await new Promise<void>((resolve) => this.#wake = resolve);
    }
    const piece = this.#pieces.shift()!;
    if (piece === null) return null;
    if (piece instanceof Error) throw piece;
    const size = Math.min(piece.length, buffer.length);
    buffer.set(piece.subarray(0, size));
    if (size < piece.length) this.#pieces.unshift(piece.subarray(size));
    return size;
  }

  write(bytes: Uint8Array): Promise<number> {
    // A socket may also write only a part of the bytes.
    const size = Math.min(bytes.length, 1000);
    this.written.push(bytes.slice(0, size));
    return Promise.resolve(size);
  }

  closeWrite(): Promise<void> {
    this.events.push("closeWrite");
    this.#ended.resolve();
    return Promise.resolve();
  }

  close(): void {
    this.events.push("close");
    this.#closed.resolve();
    this.#wake?.();
  }

  ref(): void {}

  unref(): void {}
}

/** Keeps the program alive, as a pending read of a program would; the bridge does not. */
function awake(): Disposable {
  const timer = setInterval(() => {}, 60_000);
  return { [Symbol.dispose]: () => clearInterval(timer) };
}

Deno.test("bridge() transfers bytes in both directions", async () => {
  using _awake = awake();
  const channel = new FakeChannel();
  const conn = await bridge(channel);
  const down = deterministicBytes(200_000);
  channel.give(down);
  channel.give(null);
  assertEquals(await new WireReader(conn).readToEnd(), down);
  const up = deterministicBytes(150_000);
  await send(conn, up);
  await conn.closeWrite();
  await channel.closed;
  assertEquals(await new Blob(channel.written as BlobPart[]).bytes(), up);
  assertEquals(channel.events, ["closeWrite", "close"]);
  conn.close();
});

Deno.test("bridge() reports the end to the other side if no more data is sent", async () => {
  using _awake = awake();
  const channel = new FakeChannel();
  const conn = await bridge(channel);
  await send(conn, "question");
  await conn.closeWrite();
  await channel.ended;
  channel.give(latin1("answer"));
  channel.give(null);
  assertEquals(latin1Of(await new WireReader(conn).readToEnd()), "answer");
  await channel.closed;
  conn.close();
});

Deno.test("bridge() reports the end to this side if no more data arrives", async () => {
  using _awake = awake();
  const channel = new FakeChannel();
  const conn = await bridge(channel);
  channel.give(latin1("hello"));
  channel.give(null);
  assertEquals(latin1Of(await new WireReader(conn).readToEnd()), "hello");
  await send(conn, "late");
  await conn.closeWrite();
  await channel.closed;
  assertEquals(channel.written.map(latin1Of), ["late"]);
  conn.close();
});

Deno.test("bridge() closes the connection if the channel fails", async () => {
  using _awake = awake();
  const channel = new FakeChannel();
  const conn = await bridge(channel);
  channel.give(latin1("half"));
  channel.give(new Deno.errors.ConnectionReset("broken"));
  assertEquals(latin1Of(await new WireReader(conn).readToEnd()), "half");
  await channel.closed;
  conn.close();
});

Deno.test("bridge() closes the channel if the connection is closed and more data arrives", async () => {
  using _awake = awake();
  const channel = new FakeChannel();
  const conn = await bridge(channel);
  conn.close();
  await channel.ended;
  // The system may still accept the first bytes, although the program does not
  // read them.
  channel.give(new Uint8Array(8_000_000));
  await channel.closed;
});

Deno.test("bridge() returns immediately with a connection that no other process can have", async () => {
  using _awake = awake();
  const channel = new FakeChannel();
  const conn = await bridge(channel);
  const { hostname, port } = conn.remoteAddr;
  // The port is closed again, so no other program can connect.
  await assertRejects(
    () => Deno.connect({ hostname, port }),
    Deno.errors.ConnectionRefused,
  );
  channel.give(null);
  await conn.closeWrite();
  await channel.closed;
  conn.close();
});

Deno.test({
  name:
    "bridge() closes the channel if the program has no permission for the connection",
  permissions: { net: false },
  fn: async () => {
    let closed = 0;
    const channel: Channel = {
      read: () => Promise.resolve(null),
      write: (bytes) => Promise.resolve(bytes.length),
      closeWrite: () => Promise.resolve(),
      close: () => void closed++,
      ref() {},
      unref() {},
    };
    await assertRejects(() => bridge(channel));
    assertEquals(closed, 1);
  },
});
