// Copyright 2026 the wininet authors. MIT license.

import { assertEquals } from "@std/assert";
import { Deadline } from "../../_core/deadline.ts";

/** The delays that timers are given while `run` runs; none of them is started. */
function delaysOf(run: () => void): (number | undefined)[] {
  const { setTimeout } = globalThis;
  const delays: (number | undefined)[] = [];
  const stub = (_expire: unknown, delay?: number) => delays.push(delay);
  Object.assign(globalThis, { setTimeout: stub });
  try {
    run();
  } finally {
    Object.assign(globalThis, { setTimeout });
  }
  return delays;
}

for (
  const [milliseconds, delays] of [
    [1000, [1000]],
    [0x7fffffff, [0x7fffffff]],
    // A timer that is given more strikes at once.
    [0x80000000, [0x7fffffff]],
    [0xfffffffe, [0x7fffffff]],
    [0xffffffff, []],
  ] as const
) {
  Deno.test(`Deadline.set() of ${milliseconds} ms sets the timers [${delays}]`, () => {
    const deadline = new Deadline();
    assertEquals(
      delaysOf(() => deadline.set(milliseconds, () => {})),
      [...delays],
    );
  });
}
