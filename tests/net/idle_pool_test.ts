// Copyright 2026 the wininet authors. MIT license.

import { assertEquals } from "@std/assert";
import { heldClock } from "../helpers/held_clock.ts";
import { heldTimers } from "../helpers/held_timers.ts";
import { type IdleLimits, IdlePool } from "../../_net/idle_pool.ts";
import { outputOf } from "../helpers/programs.ts";

const HOUR = 3_600_000;

/** A pool of numbers; `dropped` lists those that it has discarded. */
function poolOf(
  limits: Partial<IdleLimits> = {},
): { pool: IdlePool<number>; dropped: number[] } {
  const dropped: number[] = [];
  const pool = new IdlePool<number>(
    (item) => void dropped.push(item),
    { age: HOUR, perKey: 2, total: 3, ...limits },
  );
  return { pool, dropped };
}

Deno.test("IdlePool returns the item that was added last", () => {
  const { pool } = poolOf();
  pool.add("a", 1);
  pool.add("b", 2);
  pool.add("a", 3);
  const taken = ["a", "a", "a", "b"].map((key) => pool.take(key));
  assertEquals(taken, [3, 1, undefined, 2]);
});

Deno.test("IdlePool removes the oldest item of a key that has too many", () => {
  const { pool, dropped } = poolOf({ total: 9 });
  pool.add("b", 0);
  for (const item of [1, 2, 3]) pool.add("a", item);
  assertEquals(dropped, [1]);
  pool.clear();
  assertEquals(dropped, [1, 0, 2, 3]);
});

Deno.test("IdlePool removes the oldest of all items if there are too many", () => {
  const { pool, dropped } = poolOf();
  ["a", "b", "c", "d"].forEach((key, item) => pool.add(key, item));
  assertEquals(dropped, [0]);
  assertEquals(pool.take("a"), undefined);
  pool.clear();
});

Deno.test("IdlePool does not return an item that was deleted", () => {
  const { pool, dropped } = poolOf();
  pool.add("a", 1);
  pool.add("a", 2);
  pool.delete(2);
  pool.delete(9);
  assertEquals(pool.take("a"), 1);
  assertEquals(dropped, []);
});

Deno.test("IdlePool does not return an item that is too old", () => {
  const { pool, dropped } = poolOf({ age: 0 });
  pool.add("a", 1);
  assertEquals(pool.take("a"), undefined);
  assertEquals(dropped, [1]);
});

Deno.test("IdlePool removes items that become too old", () => {
  using timers = heldTimers();
  const { pool, dropped } = poolOf({ age: 0 });
  for (const item of [1, 2, 3]) pool.add(`${item}`, item);
  timers.fire();
  assertEquals(dropped, [1, 2, 3]);
  assertEquals(timers.size, 0);
});

Deno.test("IdlePool waits again for items that are not too old yet", () => {
  using clock = heldClock();
  const { pool, dropped } = poolOf();
  pool.add("a", 1);
  clock.fireEarly(0);
  assertEquals(dropped, []);
  assertEquals(clock.pending, 1);
  pool.clear();
});

Deno.test("IdlePool has one timer, only while items are idle", () => {
  using timers = heldTimers();
  const { pool } = poolOf();
  const steps: (() => unknown)[] = [
    () => pool.add("a", 1),
    () => pool.add("b", 2),
    () => pool.take("a"),
    () => pool.delete(2),
    () => pool.add("c", 3),
    () => pool.clear(),
  ];
  const sizes = steps.map((step) => (step(), timers.size));
  assertEquals(sizes, [1, 1, 1, 0, 1, 0]);
});

Deno.test("IdlePool does not keep a program alive", async () => {
  const module = new URL("../../_net/idle_pool.ts", import.meta.url);
  const program = `import { IdlePool } from "${module}";
    const limits = { age: ${HOUR}, perKey: 1, total: 1 };
    new IdlePool(() => {}, limits).add("a", 1);`;
  await outputOf(Deno.execPath(), ["eval", "--no-check", program]);
});
