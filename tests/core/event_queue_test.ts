// Copyright 2026 the wininet authors. MIT license.

import { assert, assertEquals } from "@std/assert";
import { setImmediate } from "node:timers";
import { EventQueue } from "../../_core/event_queue.ts";
import { catchReported } from "../helpers/global_events.ts";
import { TcpServer } from "../servers/tcp_server.ts";

/** The number of events after which a flood counts as endless: it starves other work. */
const FLOOD = 2_000_000;

/** Larger than the number of entries delivered in one turn, which is some hundreds. */
const MOST_IN_A_TURN = 1000;

Deno.test("EventQueue delivers events in the order of posting", async () => {
  const queue = new EventQueue();
  const order: string[] = [];
  queue.post({ deliver: () => void order.push("a") });
  queue.settle(() => void order.push("b"));
  queue.post({ deliver: () => void order.push("c") });
  queue.settle(() => void order.push("d"));
  await queue.drained();
  assertEquals(order, ["a", "b", "c", "d"]);
});

Deno.test("EventQueue never delivers inside post()", async () => {
  const queue = new EventQueue();
  let delivered = false;
  queue.post({ deliver: () => void (delivered = true) });
  assert(!delivered);
  await Promise.resolve();
  assert(!delivered, "not in a microtask of the caller either");
  await queue.drained();
  assert(delivered);
});

Deno.test("EventQueue delivers events posted by a delivery after it, not inside it", async () => {
  const queue = new EventQueue();
  const order: string[] = [];
  queue.post({
    deliver() {
      order.push("enter first");
      queue.post({ deliver: () => void order.push("third") });
      order.push("leave first");
    },
  });
  queue.post({ deliver: () => void order.push("second") });
  await queue.drained();
  assertEquals(order, ["enter first", "leave first", "second", "third"]);
});

Deno.test("EventQueue settles immediately if it is empty", () => {
  const queue = new EventQueue();
  let settled = false;
  queue.settle(() => void (settled = true));
  assert(settled);
});

Deno.test("EventQueue settles after everything that was posted before", async () => {
  const queue = new EventQueue();
  let delivered = 0;
  for (let at = 0; at < 5000; at++) queue.post({ deliver: () => delivered++ });
  const seen = await new Promise<number>((resolve) =>
    queue.settle(() => resolve(delivered))
  );
  assertEquals(seen, 5000);
});

Deno.test("EventQueue is empty before the first post and after the last delivery", async () => {
  const queue = new EventQueue();
  assert(queue.empty);
  queue.post({ deliver() {} });
  assert(!queue.empty);
  await queue.drained();
  assert(queue.empty);
});

Deno.test("EventQueue reports an error thrown by a delivery and continues", async () => {
  using errors = catchReported();
  const queue = new EventQueue();
  const fault = new RangeError("from the callback");
  let delivered = false;
  queue.post({
    deliver() {
      throw fault;
    },
  });
  queue.post({ deliver: () => void (delivered = true) });
  await queue.drained();
  assert(delivered);
  assertEquals(errors.caught, [fault]);
});

Deno.test("EventQueue delivers a million entries in order", async () => {
  const queue = new EventQueue();
  let next = 0;
  let disorder = 0;
  for (let at = 0; at < 1_000_000; at++) {
    const check = () => void (at === next++ || disorder++);
    if (at % 3 === 0) queue.settle(check);
    else queue.post({ deliver: check });
  }
  await queue.drained();
  assertEquals({ next, disorder }, { next: 1_000_000, disorder: 0 });
});

Deno.test("EventQueue delivers some hundreds of entries in a turn", async () => {
  const queue = new EventQueue();
  let delivered = 0;
  for (let at = 0; at < 1_000_000; at++) {
    queue.post({ deliver: () => delivered++ });
  }
  const turns: number[] = [];
  const watchTurn = () => {
    turns.push(delivered);
    if (!queue.empty) setImmediate(watchTurn);
  };
  watchTurn();
  await queue.drained();
  const slices = turns.slice(1).map((count, at) => count - turns[at]!);
  assert(Math.max(...slices) <= MOST_IN_A_TURN, `${Math.max(...slices)}`);
  assert(slices.length > 100, `${slices.length} turns`);
});

Deno.test("EventQueue does not starve timers under an endless flood", async () => {
  const queue = new EventQueue();
  const stop = flood(queue);
  const timer = Promise.withResolvers<string>();
  setTimeout(() => timer.resolve("timer"), 0);
  assertEquals(await Promise.race([timer.promise, stop.exhausted]), "timer");
  stop.now();
  await queue.drained();
});

Deno.test("EventQueue does not starve sockets under an endless flood", async () => {
  await using server = new TcpServer(async (conn) => {
    await conn.write(new Uint8Array([42]));
    await conn.read(new Uint8Array(1));
  });
  const queue = new EventQueue();
  const stop = flood(queue);
  using conn = await Deno.connect({ port: server.port });
  const bytes = new Uint8Array(1);
  const read = conn.read(bytes).then(() => "read");
  assertEquals(await Promise.race([read, stop.exhausted]), "read");
  assertEquals(bytes[0], 42);
  stop.now();
  await queue.drained();
});

/** Posts an event that posts itself again, until it is stopped or the limit is reached. */
function flood(
  queue: EventQueue,
): { now: () => void; exhausted: Promise<string> } {
  let left = FLOOD;
  const { promise, resolve } = Promise.withResolvers<string>();
  const event = {
    deliver() {
      if (left-- > 0) queue.post(event);
      else resolve("exhausted");
    },
  };
  queue.post(event);
  return { now: () => void (left = 0), exhausted: promise };
}
