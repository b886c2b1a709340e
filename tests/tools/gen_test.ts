// Copyright 2026 the wininet authors. MIT license.

import { assertEquals } from "@std/assert";
import { made, staleFiles } from "../../_tools/gen.ts";
import { paragraph } from "../../_tools/markdown.ts";

function read(path: string): string {
  return Deno.readTextFileSync(new URL(`../../${path}`, import.meta.url));
}

for (const [path, text] of made()) {
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

Deno.test("paragraph() wraps at 80 columns", () => {
  const [line, rest] = ["x".repeat(80), "y"];
  assertEquals(paragraph(`${line} ${rest}`), `${line}\n${rest}`);
  assertEquals(paragraph("a b"), "a b");
});
