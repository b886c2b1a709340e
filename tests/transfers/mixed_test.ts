// Copyright 2026 the wininet authors. MIT license.

import { assert, assertEquals } from "@std/assert";
import { downloadMixed } from "./mixed.ts";

Deno.test("downloadAll() completes a list of servers that fail, stall and reset, and names each failure", async () => {
  const { results, lost, wrong, strays } = await downloadMixed(60, 1);
  const failed = results.filter(({ ok }) => !ok);
  assertEquals(results.length, 60);
  assertEquals(new Set(failed.map(({ url }) => url)), lost);
  for (const { error } of failed) {
    assert(error!.responseText !== undefined, error!.message);
  }
  assertEquals([wrong, strays], [[], []]);
});
