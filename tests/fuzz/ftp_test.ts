// Copyright 2026 the wininet authors. MIT license.

import { assertEquals } from "@std/assert";
import { Random } from "./random.ts";
import { fuzz } from "./ftp.ts";

/**
 * The number of conversations of the test; `deno run -A tests/fuzz/ftp.ts` runs
 * more.
 */
const COUNT = 300;

// A failure names its seed: deno run -A tests/fuzz/ftp.ts --seed N --count 1
// --trace
Deno.test(`every call settles correctly in ${COUNT} conversations with a server that replies anything`, async () => {
  const { problems, outcomes, slow } = await fuzz({ seed: 1, count: COUNT });
  assertEquals(problems, []);
  assertEquals([...slow], [], "seeds that took long, and how many ms");
  // Some calls must succeed; otherwise no step after the login was tested.
  assertEquals((outcomes.get(0) ?? 0) > COUNT, true);
});

Deno.test("Random makes the same choices from the same seed", () => {
  const choices = (seed: number) => {
    const random = new Random(seed);
    return [random.next(), random.below(9), random.rubbish(4)];
  };
  assertEquals(choices(7), choices(7));
  assertEquals(choices(7)[0] === choices(8)[0], false);
});
