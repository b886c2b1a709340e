// Copyright 2026 the wininet authors. MIT license.

/** A script that uses up memory. */

import { assertLess, assertRejects } from "@std/assert";
import { InternetError } from "../../error.ts";
import { findProxy } from "../../pac.ts";

const SURROUNDINGS = { dns: () => [], addresses: [] };

const BOMB = `function FindProxyForURL() {
  const all = [];
  for (;;) all.push("x".repeat(1e5));
}`;

Deno.test("findProxy() limits the memory that a script can use", async () => {
  const before = Deno.memoryUsage().rss;
  for (let round = 0; round < 3; round++) {
    const finding = findProxy(BOMB, "http://a.example/", SURROUNDINGS);
    await assertRejects(() => finding, InternetError);
  }
  assertLess(Deno.memoryUsage().rss - before, 200e6);
});
