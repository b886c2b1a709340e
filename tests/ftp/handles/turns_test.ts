// Copyright 2026 the wininet authors. MIT license.

import { assertEquals } from "@std/assert";
import { Turns } from "../../../_ftp/handles/turns.ts";

/** Enters users; returns the order in which their waits end. */
function lineOf(...users: string[]): [turns: Turns, come: string[]] {
  const turns = new Turns();
  const come: string[] = [];
  for (const user of users) {
    turns.enter(user);
    const wait = turns.lastWait;
    if (wait === null) come.push(user);
    else wait.then(() => come.push(user));
  }
  return [turns, come];
}

Deno.test("Turns.enter() admits the first user immediately", () => {
  const turns = new Turns();
  assertEquals([turns.free, turns.current, turns.lastWait], [
    true,
    undefined,
    null,
  ]);
  turns.enter("a");
  assertEquals([turns.free, turns.current, turns.lastWait], [false, "a", null]);
  turns.leave("a");
  assertEquals([turns.free, turns.current], [true, undefined]);
});

Deno.test("Turns.leave() admits the next user, in order of arrival", async () => {
  const [turns, come] = lineOf("a", "b", "c");
  await Promise.resolve();
  assertEquals(come, ["a"]);
  for (const [left, next] of [["a", "b"], ["b", "c"]]) {
    turns.leave(left);
    assertEquals(turns.current, next);
    await Promise.resolve();
    assertEquals(come.at(-1), next);
  }
  turns.leave("c");
  assertEquals([turns.free, come], [true, ["a", "b", "c"]]);
});

Deno.test("Turns.leave() of a waiting user ends only its wait", async () => {
  const [turns, come] = lineOf("a", "b", "c");
  turns.leave("b");
  await Promise.resolve();
  assertEquals([turns.current, come], ["a", ["a", "b"]]);
  turns.leave("b");
  turns.leave("a");
  await Promise.resolve();
  assertEquals([turns.current, come], ["c", ["a", "b", "c"]]);
});
