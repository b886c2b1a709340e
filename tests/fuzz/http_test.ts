// Copyright 2026 the wininet authors. MIT license.

import { assert, assertEquals } from "@std/assert";
import { fuzzHttp } from "./http.ts";

/**
 * The number of conversations of the test; `deno run -A tests/fuzz/http.ts`
 * runs more.
 */
const COUNT = 300;

// A failure names its seed: deno run -A tests/fuzz/http.ts --seed N --count 1
// --trace
Deno.test(`every call settles correctly in ${COUNT} conversations with an HTTP server that responds with anything`, async () => {
  const { problems, outcomes, slow } = await fuzzHttp({
    seed: 1,
    count: COUNT,
  });
  assertEquals(problems, []);
  assertEquals([...slow], [], "seeds that took long, and how many ms");
  // Some calls must succeed; otherwise nothing after the first bytes was
  // tested.
  assert((outcomes.get(0) ?? 0) > COUNT);
});
