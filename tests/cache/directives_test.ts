// Copyright 2026 the wininet authors. MIT license.

import { assertEquals } from "@std/assert";
import { directivesOf, elementsOf, valuesOf } from "../../_cache/directives.ts";

const CASES: readonly [
  name: string,
  text: string | null,
  expected: Record<string, string>,
][] = [
  ["nothing", null, {}],
  ["an empty text", "", {}],
  ["names in any case", "No-Store, MAX-AGE=5", {
    "no-store": "",
    "max-age": "5",
  }],
  ["blanks and tabs", "junk, \t No-StOrE", { junk: "", "no-store": "" }],
  ["blanks around the equals sign", "max-age = 5", { "max-age": "5" }],
  ["a quoted value", 'max-age="5"', { "max-age": "5" }],
  ["an escape in a quoted value", 'a="x\\"y"', { a: 'x"y' }],
  ["a comma in a quoted value", 'a="no-store, b", c', {
    a: "no-store, b",
    c: "",
  }],
  ["an escaped quote before a comma", 'a="\\", b", c', { a: '", b', c: "" }],
  ["the first of duplicates", "max-age=1, max-age=2", { "max-age": "1" }],
  ["empty elements", ",, a ,", { a: "" }],
  ["a quote without an end", 'a="b, no-store', { a: '"b', "no-store": "" }],
  ["a single quote", "a='1,2'", { a: "'1", "2'": "" }],
];

for (const [name, text, expected] of CASES) {
  Deno.test(`directivesOf() parses ${name}`, () => {
    assertEquals(Object.fromEntries(directivesOf(text)), expected);
  });
}

Deno.test("valuesOf() returns the values of all directives with a name", () => {
  const text = 'No-Cache="a", max-age=1, no-cache, no-cache = "b, c"';
  assertEquals(valuesOf(text, "no-cache"), ["a", "", "b, c"]);
  assertEquals(valuesOf("", "no-cache"), []);
});

Deno.test("elementsOf() needs linear time for unterminated quotes", () => {
  const text = '"\\"'.repeat(200_000);
  assertEquals(elementsOf(text).length, 1);
});
