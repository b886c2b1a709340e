// Copyright 2026 the wininet authors. MIT license.

import { assertEquals, assertStrictEquals } from "@std/assert";
import { type PendingCall, PendingWork } from "../../_core/operation.ts";
import { ERROR_INTERNET_OPERATION_CANCELLED } from "../../error.ts";
import { turns } from "../helpers/turns.ts";

/** Starts a call that removes itself when it fails, and records the error code. */
function failing(pending: PendingWork, codes: number[]): PendingCall {
  const call: PendingCall = {
    context: undefined,
    ownContext: false,
    cancel({ code }) {
      codes.push(code);
      pending.remove(call);
    },
  };
  pending.add(call);
  return call;
}

/** Adds an entry to a list when all work has ended. */
function watchIdle(pending: PendingWork, log: string[]): void {
  pending.idle().then(() => log.push("idle"));
}

Deno.test("PendingWork.current is the call that was started first", () => {
  const pending = new PendingWork();
  assertEquals(pending.current, undefined);
  const first = failing(pending, []);
  const second = failing(pending, []);
  assertStrictEquals(pending.current, first);

  pending.remove(first);
  assertStrictEquals(pending.current, second);

  pending.remove(second);
  assertEquals(pending.current, undefined);
});

Deno.test("PendingWork.remove() does nothing for a call that has ended", () => {
  const pending = new PendingWork();
  const ended = failing(pending, []);
  const other = failing(pending, []);
  pending.remove(ended);
  pending.remove(ended);
  assertStrictEquals(pending.current, other);
});

Deno.test("PendingWork.cancel() fails every call, even if each removes itself", () => {
  const pending = new PendingWork();
  const codes: number[] = [];
  for (let count = 0; count < 3; count++) failing(pending, codes);
  pending.cancel(undefined);
  assertEquals(codes, Array(3).fill(ERROR_INTERNET_OPERATION_CANCELLED));
  assertEquals(pending.current, undefined);
});

Deno.test("PendingWork.idle() resolves after the last piece of work", async () => {
  const pending = new PendingWork();
  const log: string[] = [];
  pending.start();
  pending.start();
  watchIdle(pending, log);
  watchIdle(pending, log);
  pending.end();
  await turns(1);
  assertEquals([pending.isIdle, log], [false, []]);

  pending.end();
  await turns(1);
  assertEquals([pending.isIdle, log], [true, ["idle", "idle"]]);
});

Deno.test("PendingWork.idle() resolves immediately without work, with any number of calls", async () => {
  const pending = new PendingWork();
  failing(pending, []);
  await pending.idle();
});

for (const outcome of ["resolves", "rejects"] as const) {
  Deno.test(`PendingWork.track() counts a promise until it ${outcome}`, async () => {
    const pending = new PendingWork();
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    promise.catch(() => {});
    pending.track(promise);
    assertEquals(pending.isIdle, false);

    if (outcome === "resolves") resolve();
    else reject(new Error("failed"));
    await pending.idle();
  });
}
