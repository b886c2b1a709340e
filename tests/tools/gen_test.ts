// Copyright 2026 the wininet authors. MIT license.

import { assertEquals, assertThrows } from "@std/assert";
import { made, staleFiles } from "../../_tools/gen.ts";
import { findSection, section, withSection } from "../../_tools/markdown.ts";

function read(path: string): string {
  return Deno.readTextFileSync(new URL(`../../${path}`, import.meta.url));
}

for (const [path, text] of made(read("README.md"))) {
  Deno.test(`${path} is what \`deno task gen\` writes`, () => {
    assertEquals(read(path), text);
  });
}

Deno.test("staleFiles() names the file that differs, and the command", () => {
  const files = new Map([["a.md", "new"], ["b.md", "same"]]);
  const texts: Record<string, string> = { "a.md": "old", "b.md": "same" };
  assertEquals(
    staleFiles(files, (path) => texts[path]!),
    ["a.md is stale: run `deno task gen`"],
  );
});

Deno.test("withSection() replaces the section of its maker alone", () => {
  const page = (first: string) =>
    ["# Page", section("a", first), section("b", "$& stays"), "end"].join("\n");
  assertEquals(withSection(page("old"), "a", "$1 new"), page("$1 new"));
  assertEquals(findSection(page("x"), "b"), section("b", "$& stays"));
});

Deno.test("withSection() refuses a page without the section", () => {
  assertEquals(findSection("# Page", "a"), null);
  assertThrows(() => withSection("# Page", "a", ""), RangeError, "made by a");
});
