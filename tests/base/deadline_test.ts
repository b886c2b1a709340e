// Copyright 2026 the wininet authors. MIT license.

import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import {
  abortable,
  Deadline,
  keepTimers,
  MAX_TIMER,
  pause,
  settlesWithin,
} from "../../_base/deadline.ts";
import { NO_TIMEOUT } from "../../_base/timeouts.ts";
import { heldClock } from "../helpers/held_clock.ts";
import { outputOf } from "../helpers/programs.ts";

for (
  const [milliseconds, delays] of [
    [1000, [1000]],
    [0x7fffffff, [0x7fffffff]],
    // A timer with a longer delay fires immediately.
    [0x80000000, [0x7fffffff]],
    [0xfffffffe, [0x7fffffff]],
    [NO_TIMEOUT, []],
  ] as const
) {
  Deno.test(`Deadline.set() of ${milliseconds} ms sets the timers [${delays}]`, () => {
    using clock = heldClock();
    const deadline = new Deadline();
    deadline.set(milliseconds, () => {});
    assertEquals(clock.delays, [...delays]);
    deadline.stop();
    assertEquals(clock.pending, 0);
  });
}

/** Clocks that record their names when they expire. */
function recorder(): {
  readonly struck: string[];
  set(name: string, milliseconds: number): Deadline;
} {
  const struck: string[] = [];
  return {
    struck,
    set(name, milliseconds) {
      const deadline = new Deadline();
      deadline.set(milliseconds, () => struck.push(name), true);
      return deadline;
    },
  };
}

Deno.test("Deadline expires once, at its time and not earlier", () => {
  using clock = heldClock();
  const { struck, set } = recorder();
  set("a", 100);
  clock.advance(99);
  assertEquals(struck, []);
  clock.advance(1);
  assertEquals(struck, ["a"]);
  clock.advance(1000);
  assertEquals(struck, ["a"]);
  assertEquals(clock.pending, 0);
});

Deno.test("Deadlines of one duration expire in the order in which they were set, each at its time, with one timer", () => {
  using clock = heldClock();
  const { struck, set } = recorder();
  for (const name of ["a", "b", "c"]) {
    set(name, 100);
    clock.advance(10);
  }
  assertEquals(clock.pending, 1);
  assertEquals(clock.delays, [100]);
  clock.advance(70);
  assertEquals(struck, ["a"]);
  assertEquals(clock.pending, 1);
  clock.advance(10);
  assertEquals(struck, ["a", "b"]);
  clock.advance(10);
  assertEquals(struck, ["a", "b", "c"]);
  assertEquals(clock.pending, 0);
  assertEquals(clock.delays, [100, 10, 10]);
});

Deno.test("Deadlines of one duration that were set at the same moment expire together", () => {
  using clock = heldClock();
  const { struck, set } = recorder();
  const names = Array.from({ length: 1000 }, (_, at) => String(at));
  for (const name of names) set(name, 100);
  assertEquals(clock.pending, 1);
  clock.advance(100);
  assertEquals(struck, names);
  assertEquals(clock.delays, [100]);
});

Deno.test("Deadlines of different durations expire each at its time", () => {
  using clock = heldClock();
  const { struck, set } = recorder();
  set("long", 300);
  set("short", 100);
  set("middle", 200);
  assertEquals(clock.pending, 3);
  clock.advance(300);
  assertEquals(struck, ["short", "middle", "long"]);
  assertEquals(clock.pending, 0);
});

Deno.test("Deadline.stop() prevents a deadline from expiring, and the last one stops the timer", () => {
  using clock = heldClock();
  const { struck, set } = recorder();
  const [first, second, third] = ["a", "b", "c"].map((name) => set(name, 100));
  first!.stop();
  first!.stop();
  clock.advance(50);
  third!.stop();
  assertEquals(clock.pending, 1);
  clock.advance(50);
  assertEquals(struck, ["b"]);
  second!.stop();
  const fourth = set("d", 100);
  fourth.stop();
  assertEquals(clock.pending, 0);
});

Deno.test("Deadline.set() replaces the earlier time", () => {
  using clock = heldClock();
  const struck: string[] = [];
  const deadline = new Deadline();
  deadline.set(100, () => struck.push("first"), true);
  clock.advance(60);
  deadline.set(100, () => struck.push("second"), true);
  clock.advance(99);
  assertEquals(struck, []);
  clock.advance(1);
  assertEquals(struck, ["second"]);
  deadline.set(100, () => struck.push("third"), true);
  deadline.set(NO_TIMEOUT, () => struck.push("never"), true);
  assertEquals(clock.pending, 0);
});

Deno.test("Deadline can be set again when it expires, and others of its duration too", () => {
  using clock = heldClock();
  const struck: string[] = [];
  const [first, second] = [new Deadline(), new Deadline()];
  const strike = () => {
    struck.push("first");
    first.set(100, () => struck.push("first again"), true);
    second.set(100, () => struck.push("second again"), true);
  };
  first.set(100, strike, true);
  second.set(100, () => struck.push("second"), true);
  clock.advance(100);
  assertEquals(struck, ["first"]);
  assertEquals(clock.pending, 1);
  clock.advance(99);
  assertEquals(struck, ["first"]);
  clock.advance(1);
  assertEquals(struck, ["first", "first again", "second again"]);
  assertEquals(clock.pending, 0);
});

Deno.test("Deadline that is set again when it expires does not delay another one of its duration", () => {
  using clock = heldClock();
  const { struck, set } = recorder();
  const first = new Deadline();
  first.set(
    100,
    () => first.set(100, () => struck.push("first again"), true),
    true,
  );
  clock.advance(10);
  set("second", 100);
  clock.advance(100);
  assertEquals(struck, ["second"]);
  clock.advance(90);
  assertEquals(struck, ["second", "first again"]);
  assertEquals(clock.pending, 0);
});

Deno.test("Deadline can stop others of its duration when it expires", () => {
  using clock = heldClock();
  const struck: string[] = [];
  const [first, second] = [new Deadline(), new Deadline()];
  first.set(100, () => {
    struck.push("first");
    second.stop();
  }, true);
  second.set(100, () => struck.push("second"), true);
  clock.advance(200);
  assertEquals(struck, ["first"]);
  assertEquals(clock.pending, 0);
});

Deno.test("Deadline expires although another one of its duration throws", () => {
  using clock = heldClock();
  const { struck, set } = recorder();
  new Deadline().set(100, () => {
    throw new TypeError("thrown in a clock");
  }, true);
  set("b", 100);
  assertThrows(() => clock.advance(100), TypeError);
  clock.advance(0);
  assertEquals(struck, ["b"]);
  assertEquals(clock.pending, 0);
});

Deno.test("Deadline waits for the rest if a timer fires too early", () => {
  using clock = heldClock();
  const { struck, set } = recorder();
  set("a", 100);
  clock.fireEarly(40);
  assertEquals(struck, []);
  assertEquals(clock.delays, [100, 60]);
  clock.advance(60);
  assertEquals(struck, ["a"]);
});

Deno.test("Deadline has the time at which it expires", () => {
  using clock = heldClock();
  const deadline = new Deadline();
  const now = performance.now();
  deadline.set(100, () => {}, true);
  assertEquals(deadline.strikesAt, now + 100);
  deadline.set(2 * MAX_TIMER, () => {}, true);
  assertEquals(deadline.strikesAt, now + MAX_TIMER);
  deadline.stop();
  assertEquals(clock.pending, 0);
});

Deno.test("Deadline has separate timers for weak and strong clocks, and the weak timer is unreferenced", () => {
  using clock = heldClock();
  const [weak, strong] = [new Deadline(), new Deadline()];
  weak.set(100, () => {}, true);
  assertEquals([clock.pending, clock.unreferenced], [1, 1]);
  strong.set(100, () => {});
  assertEquals([clock.pending, clock.unreferenced], [2, 1]);
  weak.stop();
  assertEquals([clock.pending, clock.unreferenced], [1, 0]);
  strong.stop();
  assertEquals(clock.pending, 0);
});

Deno.test("keepTimers() keeps the timer of weak clocks for the next one, until it fires or is released", () => {
  using clock = heldClock();
  keepTimers(true);
  try {
    const { struck, set } = recorder();
    set("a", 100).stop();
    assertEquals([clock.pending, clock.delays], [1, [100]]);
    clock.advance(40);
    set("b", 100);
    assertEquals([clock.pending, clock.delays], [1, [100]]);
    clock.advance(60);
    assertEquals([clock.pending, clock.delays], [1, [100, 40]]);
    clock.advance(40);
    assertEquals(struck, ["b"]);
    assertEquals(clock.pending, 0);
    set("c", 100).stop();
    assertEquals(clock.pending, 1);
  } finally {
    keepTimers(false);
  }
  assertEquals(clock.pending, 0);
});

Deno.test("keepTimers() also keeps the timer of strong clocks, which keeps a program alive only for a clock", () => {
  using clock = heldClock();
  const struck: string[] = [];
  const deadline = new Deadline();
  const set = () => deadline.set(100, () => struck.push("struck"));
  keepTimers(true);
  try {
    set();
    assertEquals([clock.pending, clock.unreferenced], [1, 0]);
    deadline.stop();
    assertEquals([clock.pending, clock.unreferenced], [1, 1]);
    clock.advance(40);
    set();
    assertEquals([clock.pending, clock.unreferenced], [1, 0]);
    clock.advance(60);
    assertEquals([clock.delays, clock.unreferenced], [[100, 40], 0]);
    clock.advance(40);
    assertEquals([clock.pending, struck], [0, ["struck"]]);
  } finally {
    keepTimers(false);
  }
});

Deno.test("keepTimers() counts its users", () => {
  using clock = heldClock();
  keepTimers(true);
  keepTimers(true);
  const deadline = new Deadline();
  deadline.set(100, () => {});
  deadline.stop();
  keepTimers(false);
  assertEquals(clock.pending, 1);
  keepTimers(false);
  assertEquals(clock.pending, 0);
});

Deno.test("a weak Deadline does not keep a program alive, and a strong one does", async () => {
  const module = new URL("../../_base/deadline.ts", import.meta.url);
  const program = `import { Deadline } from "${module}";
    const say = (text) => () => console.log(text);
    new Deadline().set(600_000, say("never"), true);
    new Deadline().set(10, say("short"));`;
  const args = ["eval", "--no-check", program];
  assertEquals(await outputOf(Deno.execPath(), args), "short\n");
});

// The sanitizers check that no real timer is left.
Deno.test("stopped Deadlines leave no timer", () => {
  const all = Array.from({ length: 100 }, () => new Deadline());
  all.forEach((deadline, at) => deadline.set(60_000 + at % 3, () => {}));
  for (const deadline of all) deadline.stop();
});

Deno.test("settlesWithin() returns true for a promise that settles in time, fulfilled or rejected, and leaves no timer", async () => {
  assertEquals(await settlesWithin(60_000, Promise.resolve()), true);
  assertEquals(await settlesWithin(60_000, Promise.reject()), true);
});

Deno.test("settlesWithin() returns false for a promise that does not settle in time", async () => {
  using clock = heldClock();
  const answer = settlesWithin(100, new Promise(() => {}));
  clock.advance(100);
  assertEquals(await answer, false);
  assertEquals(clock.pending, 0);
});

Deno.test("pause() ends if its signal aborts", async () => {
  const stop = new AbortController();
  const waiting = pause(1_000_000, stop.signal);
  stop.abort(new Error("stopped"));
  await assertRejects(() => waiting, Error, "stopped");
  await assertRejects(() => pause(0, stop.signal), Error, "stopped");
});

Deno.test("abortable() settles like its promise, unless the signal aborts first", async () => {
  const { signal } = new AbortController();
  assertEquals(await abortable(5, signal), 5);
  const failing = Promise.reject(new Error("no"));
  await assertRejects(() => abortable(failing, signal), Error, "no");
  const stop = new AbortController();
  const waiting = abortable(new Promise(() => {}), stop.signal);
  stop.abort(new Error("stopped"));
  await assertRejects(() => waiting, Error, "stopped");
  await assertRejects(() => abortable(5, stop.signal), Error, "stopped");
});
