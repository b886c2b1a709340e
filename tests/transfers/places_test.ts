// Copyright 2026 the wininet authors. MIT license.

import { assert, assertEquals, assertRejects } from "@std/assert";
import { type Place, Places } from "../../_transfers/places.ts";

const NEVER = new AbortController().signal;

/** Requests places, and records the order in which they are granted. */
function crowd(places: Places, hosts: string) {
  const came: string[] = [];
  const got = new Map<string, Place>();
  for (const [at, host] of [...hosts].entries()) {
    places.enter(host, NEVER).then((place) => {
      came.push(`${host}${at}`);
      got.set(`${host}${at}`, place);
    });
  }
  return { came, got };
}

/** Waits until promises have settled. */
async function settle(): Promise<void> {
  for (let count = 0; count < 5; count++) await Promise.resolve();
}

Deno.test("Places admits a limited number, and the next one in order when one leaves", async () => {
  const { came, got } = crowd(new Places(2, 2), "aaaa");
  await settle();
  assertEquals(came, ["a0", "a1"]);
  got.get("a1")![Symbol.dispose]();
  await settle();
  assertEquals(came, ["a0", "a1", "a2"]);
});

Deno.test("Places admits others if a host has all of its places", async () => {
  const { came, got } = crowd(new Places(3, 1), "aabbc");
  await settle();
  assertEquals(came, ["a0", "b2", "c4"]);
  got.get("b2")![Symbol.dispose]();
  await settle();
  assertEquals(came, ["a0", "b2", "c4", "b3"]);
});

Deno.test("Places frees a place only once", async () => {
  const places = new Places(1, 1);
  const { came, got } = crowd(places, "abc");
  await settle();
  got.get("a0")![Symbol.dispose]();
  got.get("a0")![Symbol.dispose]();
  await settle();
  assertEquals(came, ["a0", "b1"]);
  assert(!places.hasRoom);
});

Deno.test("Places rejects a user whose signal has aborted", async () => {
  const places = new Places(1, 1);
  using _place = await places.enter("a", NEVER);
  const stop = new AbortController();
  const waiting = places.enter("a", stop.signal);
  stop.abort(new Error("stopped"));
  await assertRejects(() => waiting, Error, "stopped");
  await assertRejects(() => places.enter("b", stop.signal), Error, "stopped");
});

Deno.test("Places reports that a place is free", async () => {
  let freed = 0;
  const places = new Places(1, 1, () => freed++);
  (await places.enter("a", NEVER))[Symbol.dispose]();
  assertEquals(freed, 1);
});
