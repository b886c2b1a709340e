// Copyright 2026 the wininet authors. MIT license.

import { assertEquals } from "@std/assert";
import {
  hasControl,
  hasControlButTab,
  withoutBlanks,
} from "../../_base/field_text.ts";

for (
  const [text, expected] of [
    ["", ""],
    [" \t ", ""],
    ["a", "a"],
    [" \ta \t b\t ", "a \t b"],
    // Characters that `trim` would remove.
    ["\n\u00a0a\r", "\n\u00a0a\r"],
  ] as const
) {
  Deno.test(`withoutBlanks(${JSON.stringify(text)}) returns ${JSON.stringify(expected)}`, () => {
    assertEquals(withoutBlanks(text), expected);
  });
}

Deno.test("withoutBlanks() needs no quadratic time for blanks in the middle", () => {
  const text = `a${" ".repeat(1_000_000)}b`;
  assertEquals(withoutBlanks(` ${text} `), text);
});

for (
  const [character, isControl, isControlButTab] of [
    ["\0", true, true],
    ["\t", true, false],
    ["\n", true, true],
    ["\x1f", true, true],
    [" ", false, false],
    ["\x7f", true, true],
    ["\x80", false, false],
  ] as const
) {
  Deno.test(`hasControl() returns ${isControl} and hasControlButTab() ${isControlButTab} for ${JSON.stringify(character)}`, () => {
    assertEquals(hasControl(`a${character}b`), isControl);
    assertEquals(hasControlButTab(`a${character}b`), isControlButTab);
  });
}
