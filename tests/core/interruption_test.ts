// Copyright 2026 the wininet authors. MIT license.

import { assertEquals, assertRejects } from "@std/assert";
import { Interruption } from "../../_core/interruption.ts";

/** Returns a promise that counts its reactions. */
function counted(promise: Promise<unknown>) {
  const event = { reactions: 0, promise };
  const then = promise.then.bind(promise);
  Object.defineProperty(promise, "then", {
    value(...handlers: Parameters<typeof then>) {
      event.reactions++;
      return then(...handlers);
    },
  });
  return event;
}

Deno.test("Interruption.race() does not add a reaction to the event for each wait", async () => {
  const event = counted(new Promise(() => {}));
  const interruption = new Interruption(event.promise);
  for (let left = 100; left > 0; left--) {
    await interruption.race(Promise.resolve());
  }
  assertEquals(event.reactions, 1);
});

Deno.test("Interruption.race() ends with the event while the work continues", async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const interruption = new Interruption(promise);
  const wait = interruption.race(new Promise(() => {}));
  resolve();
  await wait;
  // After the event, it resolves immediately.
  await interruption.race(new Promise(() => {}));
});

Deno.test("Interruption.race() rejects like the event or like the work", async () => {
  const { promise, reject } = Promise.withResolvers<void>();
  const interruption = new Interruption(promise);
  const broken = Promise.reject(new Error("the work"));
  await assertRejects(() => interruption.race(broken), Error, "the work");
  const wait = interruption.race(new Promise(() => {}));
  reject(new Error("the event"));
  await assertRejects(() => wait, Error, "the event");
  await assertRejects(
    () => interruption.race(new Promise(() => {})),
    Error,
    "the event",
  );
});
