// Copyright 2026 the wininet authors. MIT license.

import { assertEquals, assertRejects } from "@std/assert";
import { WorkQueue } from "../../../_ftp/handles/work_queue.ts";
import { heldClock } from "../../helpers/held_clock.ts";
import { turns } from "../../helpers/turns.ts";

const NO_KEEP_ALIVE = { interval: () => 0, send: () => Promise.resolve() };

Deno.test("WorkQueue.exclusively() runs work after earlier work has ended, even if that fails", async () => {
  const queue = new WorkQueue(NO_KEEP_ALIVE);
  const seen: string[] = [];
  const first = Promise.withResolvers<void>();
  const failing = queue.exclusively(async () => {
    seen.push("first");
    await first.promise;
  });
  const second = queue.exclusively(() => {
    seen.push("second");
    return Promise.resolve(2);
  });
  await turns(2);
  assertEquals(seen, ["first"]);
  first.reject(new Error("no"));
  await assertRejects(() => failing, Error, "no");
  assertEquals(await second, 2);
  assertEquals(seen, ["first", "second"]);
});

Deno.test("WorkQueue.settled() resolves after work that was added in the meantime", async () => {
  const queue = new WorkQueue(NO_KEEP_ALIVE);
  const seen: string[] = [];
  queue.exclusively(async () => {
    await turns(1);
    queue.exclusively(async () => {
      await turns(1);
      seen.push("work");
    });
  });
  await queue.settled();
  assertEquals(seen, ["work"]);
});

Deno.test("WorkQueue keeps an idle session alive until it is stopped", async () => {
  using clock = heldClock();
  let sent = 0;
  const queue = new WorkQueue({
    interval: () => 1000,
    send: () => Promise.resolve(sent++),
  });
  clock.advance(5000);
  assertEquals(sent, 0, "there was no work yet");
  await queue.exclusively(() => Promise.resolve());
  for (const count of [1, 2]) {
    await turns(1);
    clock.advance(999);
    assertEquals(sent, count - 1);
    clock.advance(1);
    assertEquals(sent, count);
  }
  await turns(1);
  queue.stopKeepAlive();
  clock.advance(5000);
  assertEquals(sent, 2);
});

Deno.test("WorkQueue sends nothing during work and during a transfer", async () => {
  using clock = heldClock();
  let sent = 0;
  const queue = new WorkQueue({
    interval: () => 1000,
    send: () => Promise.resolve(sent++),
  });
  const work = Promise.withResolvers<void>();
  const done = queue.exclusively(() => work.promise);
  queue.restartKeepAlive();
  clock.advance(5000);
  queue.transferring = true;
  work.resolve();
  await done;
  await turns(1);
  clock.advance(5000);
  const end = Promise.withResolvers<void>();
  const after = queue.afterTransfer(() => end.promise);
  clock.advance(5000);
  assertEquals(sent, 0);
  end.resolve();
  await after;
  clock.advance(1000);
  assertEquals(sent, 1);
  await turns(1);
  queue.stopKeepAlive();
});

Deno.test("WorkQueue.afterTransfer() ends the transfer if its work fails", async () => {
  const queue = new WorkQueue(NO_KEEP_ALIVE);
  const failing = queue.afterTransfer(() => Promise.reject(new Error("no")));
  assertEquals(queue.transferring, true);
  await assertRejects(() => failing, Error, "no");
  assertEquals(queue.transferring, false);
});

Deno.test("WorkQueue reports that it is idle after all work, but not within it or a transfer", async () => {
  let idle = 0;
  const queue = new WorkQueue({ ...NO_KEEP_ALIVE, idle: () => void idle++ });
  const work = Promise.withResolvers<void>();
  queue.transferring = true;
  const done = queue.exclusively(() => {
    queue.transferring = false;
    return work.promise;
  });
  await turns(1);
  assertEquals(idle, 0);
  work.resolve();
  await done;
  await turns(1);
  assertEquals(idle, 1);
});
