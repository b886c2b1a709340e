// Copyright 2026 the wininet authors. MIT license.

/**
 * Checks that each error contains the wrong value and the advice. With
 * ERROR_TEXTS=1 in the environment the texts are printed, for
 * docs/TROUBLESHOOTING.md.
 *
 * @module
 */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { ERROR_CASES, errorOf } from "./error_texts.ts";

for (const errorCase of ERROR_CASES) {
  Deno.test(`the error of ${errorCase.name} has the value and the remedy`, async () => {
    const { code, text } = await errorOf(errorCase);
    if (Deno.env.has("ERROR_TEXTS")) print(`${errorCase.name}: ${text}\n`);
    assertEquals(code, errorCase.code);
    assertStringIncludes(text, errorCase.value);
    assertStringIncludes(text, errorCase.cure);
    assert(!text.includes("secret"), text);
  });
}

Deno.test("there are at least forty errors", () => {
  assert(ERROR_CASES.length >= 40);
});

function print(text: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(text));
}
