// Copyright 2026 the wininet authors. MIT license.

import { assertEquals, assertThrows } from "@std/assert";
import { ERROR_INTERNET_TIMEOUT, InternetError } from "../../error.ts";
import {
  type DownloadEvent,
  type DownloadState,
  FIRST_STATE,
  nextState,
} from "../../_transfers/state.ts";

const error = new InternetError(ERROR_INTERNET_TIMEOUT, "late");
const PASSES: DownloadEvent = { name: "failed", error, isTransient: true };
const STAYS: DownloadEvent = { name: "failed", error, isTransient: false };

/** Returns the states after events. */
function states(retries: number, ...events: DownloadEvent[]): DownloadState[] {
  const policy = { retries, random: () => 0 };
  const found: DownloadState[] = [];
  let state = FIRST_STATE;
  for (const event of events) {
    found.push(state = nextState(state, event, policy));
  }
  return found;
}

Deno.test("nextState() verifies the received bytes, and is done", () => {
  assertEquals(states(4, { name: "arrived" }, { name: "verified" }), [
    { name: "verify", attempt: 1 },
    { name: "done", attempt: 1 },
  ]);
});

Deno.test("nextState() waits longer before each attempt, and gives up after the last", () => {
  const waited: DownloadEvent = { name: "waited" };
  assertEquals(states(2, PASSES, waited, PASSES, waited, PASSES), [
    { name: "wait", attempt: 1, milliseconds: 500 },
    { name: "attempt", attempt: 2 },
    { name: "wait", attempt: 2, milliseconds: 1000 },
    { name: "attempt", attempt: 3 },
    { name: "failed", attempt: 3, error },
  ]);
});

Deno.test("nextState() fails immediately if the failure is permanent, or no retries are allowed", () => {
  assertEquals(states(4, STAYS), [{ name: "failed", attempt: 1, error }]);
  assertEquals(states(0, PASSES), [{ name: "failed", attempt: 1, error }]);
});

Deno.test("nextState() waits as long as the server requires", () => {
  assertEquals(states(1, { ...PASSES, retryAfter: 7000 }), [
    { name: "wait", attempt: 1, milliseconds: 7000 },
  ]);
});

Deno.test("nextState() does not repeat a download whose bytes are wrong", () => {
  assertEquals(states(4, { name: "arrived" }, PASSES).at(-1), {
    name: "failed",
    attempt: 1,
    error,
  });
});

Deno.test("nextState() fails if the wait is stopped", () => {
  assertEquals(states(4, PASSES, STAYS).at(-1), {
    name: "failed",
    attempt: 1,
    error,
  });
});

Deno.test("nextState() refuses an impossible event", () => {
  assertThrows(() => states(4, { name: "verified" }), TypeError);
  assertThrows(
    () => states(4, { name: "arrived" }, { name: "verified" }, STAYS),
    TypeError,
  );
});
