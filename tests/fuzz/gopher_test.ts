// Copyright 2026 the wininet authors. MIT license.

import { assert, assertEquals } from "@std/assert";
import { fuzzGopher } from "./gopher.ts";

/**
 * The number of conversations of the test; `deno run -A tests/fuzz/gopher.ts`
 * runs more.
 */
const COUNT = 300;

// A failure names its seed: deno run -A tests/fuzz/gopher.ts --seed N --count 1
// --trace
Deno.test(`every call settles correctly in ${COUNT} conversations with a Gopher server that responds with anything`, async () => {
  const { problems, outcomes } = await fuzzGopher({ seed: 1, count: COUNT });
  assertEquals(problems, []);
  // Some calls must succeed; otherwise nothing after the first bytes was
  // tested.
  assert((outcomes.get(0) ?? 0) > COUNT);
});
