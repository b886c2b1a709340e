// Copyright 2026 the wininet authors. MIT license.

import { assertEquals, assertMatch } from "@std/assert";
import { cacheFileName } from "../../_cache/file_name.ts";

/** Texts without a part that could be a file name. */
const NAMELESS = ["", "a", "page.html", "/dir/page.html", "//h/page.html"];

for (const url of NAMELESS) {
  Deno.test(`cacheFileName() returns a random name for "${url}", which is not a URL with a path`, () => {
    assertMatch(cacheFileName(url, "txt", 1, 0), /^[A-Z0-9]{8}\[1\]\.txt$/);
  });
}

const NAMED = [
  ["Visited: anna@http://h/page.html", "page[1].txt"],
  ["urn:page.html", "page[1].txt"],
  ["http://h/../../page.html#a/b.c", "page[1].txt"],
] as const;

for (const [url, name] of NAMED) {
  Deno.test(`cacheFileName() returns "${name}" for "${url}"`, () => {
    assertEquals(cacheFileName(url, "txt", 1, 0), name);
  });
}

Deno.test("cacheFileName() does not split a surrogate pair of an extension", () => {
  const name = cacheFileName("http://h/a", `a${"\u{1f600}".repeat(60)}`, 1, 0);
  assertEquals(name, name.toWellFormed());
});
