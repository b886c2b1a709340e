// Copyright 2026 the wininet authors. MIT license.

import { assert, assertEquals, assertThrows } from "@std/assert";
import { ERROR_INTERNET_TIMEOUT, InternetError } from "../../error.ts";
import { InternetOpen } from "../../internet.ts";
import { HandleObject } from "../../_core/handle.ts";
import { Watches } from "../../_transfers/watch.ts";
import { heldTimers } from "../helpers/held_timers.ts";

const URL = "http://user:secret@host/file";

function opened(): HandleObject {
  const handle = InternetOpen("test");
  assert(handle instanceof HandleObject);
  return handle;
}

Deno.test("Watch closes its handle if nothing arrives, and shows no secret", () => {
  using timers = heldTimers();
  using watches = new Watches(new AbortController().signal, 60_000);
  using watch = watches.start(URL);
  using other = watches.start(URL);
  using handle = opened();
  using otherHandle = opened();
  watch.guard(handle);
  other.guard(otherHandle);
  watch.live();
  timers.fire();
  assert(handle.closed);
  assert(!otherHandle.closed);
  const { reason } = watch.ended!;
  assert(reason instanceof InternetError);
  assertEquals(reason.code, ERROR_INTERNET_TIMEOUT);
  assert(!reason.message.includes("secret"));
  assertThrows(() => watch.throwIfEnded(), InternetError, "60 seconds");
  assertEquals(other.ended, null);
});

Deno.test("Watch closes nothing while it is paused, or after it was disposed", () => {
  using timers = heldTimers();
  const stop = new AbortController();
  using watches = new Watches(stop.signal, 60_000);
  using handle = opened();
  const watch = watches.start(URL);
  watch.guard(handle);
  watch.live();
  watch.rest();
  timers.fire();
  assert(!handle.closed);
  watch.live();
  watch[Symbol.dispose]();
  timers.fire();
  stop.abort();
  assert(!handle.closed);
});

Deno.test("Watches closes the handles of all attempts when the signal aborts", () => {
  const stop = new AbortController();
  using watches = new Watches(stop.signal, 60_000);
  const handles = [opened(), opened()];
  for (const handle of handles) watches.start(URL).guard(handle);
  const reason = new Error("enough");
  stop.abort(reason);
  assertEquals(handles.map(({ closed }) => closed), [true, true]);
  assertEquals(handles[0]!.closeReason, reason);
  assertThrows(() => watches.start(URL), Error, "enough");
});

Deno.test("Watches removes its listener from the signal when it is disposed", () => {
  const stop = new AbortController();
  using handle = opened();
  const watches = new Watches(stop.signal, 60_000);
  watches.start(URL).guard(handle);
  watches[Symbol.dispose]();
  stop.abort();
  assert(!handle.closed);
});
