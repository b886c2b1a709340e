// Copyright 2026 the wininet authors. MIT license.

import { assert, assertEquals } from "@std/assert";
import { matchesPattern, parseSearch } from "../../_base/wildcard.ts";
import { cpuTime } from "../helpers/cpu_time.ts";

const SEARCHES: [search: string, path: string, pattern: string | null][] = [
  ["", "", null],
  ["a", "a", null],
  ["/", "/", null],
  ["/a/b", "/a/b", null],
  ["a/", "a/", null],
  ["*", "", null],
  ["*.*", "", null],
  ["/*", "/", null],
  ["a/*.*", "a", null],
  ["*.txt", "", "*.txt"],
  ["?", "", "?"],
  ["/*.txt", "/", "*.txt"],
  ["a b/c/*.t?t", "a b/c", "*.t?t"],
  ["//*", "/", null],
  ["a*/b", "a*/b", null],
  ["a*/b?", "a*", "b?"],
  ["*.*.*", "", "*.*.*"],
  ["[a]", "[a]", null],
];

for (const [search, path, pattern] of SEARCHES) {
  Deno.test(`parseSearch() splits ${JSON.stringify(search)}`, () => {
    assertEquals(parseSearch(search), { path, pattern });
  });
}

const MATCHES: [pattern: string, name: string, matches: boolean][] = [
  ["", "", true],
  ["", "a", false],
  ["a", "a", true],
  ["a", "A", false],
  ["a", "ab", false],
  ["ab", "a", false],
  ["*", "", true],
  ["*", ".a b/c", true],
  ["?", "", false],
  ["?", "a", true],
  ["?", "ab", false],
  ["a?c", "abc", true],
  ["*.txt", "a.txt", true],
  ["*.txt", ".txt", true],
  ["*.txt", "a.txt.gz", false],
  ["*.txt", "a.txt.txt", true],
  ["a*b*c", "abbc", true],
  ["a*b*c", "acb", false],
  ["*ab", "aab", true],
  ["*a?b*", "xaaxbx", true],
  ["**a**", "a", true],
  ["a*", "ab", true],
  ["a*?", "a", false],
  ["*?*?*", "a", false],
  ["*?*?*", "ab", true],
  ["[", "[", true],
  ["[[[", "[[[", true],
  ["[[[", "[", false],
  ["*[", "a[", true],
  ["[a]", "a", false],
  ["a.b", "axb", false],
  ["\\*", "\\a", true],
  ["(a|b)+$", "(a|b)+$", true],
  ["\xe4*", "\xe4\u4e2d", true],
];

for (const [pattern, name, matches] of MATCHES) {
  Deno.test(`matchesPattern() returns ${matches} for ${JSON.stringify(name)} and ${JSON.stringify(pattern)}`, () => {
    assertEquals(matchesPattern(name, pattern), matches);
  });
}

Deno.test("matchesPattern() is fast for names and patterns made to be slow", () => {
  const started = cpuTime();
  const name = "a".repeat(20_000);
  const patterns = [
    "*".repeat(32_000),
    "*".repeat(32_000) + "b",
    "[".repeat(32_000),
    "*a".repeat(16_000) + "b",
    "*?".repeat(16_000) + "b",
    "*" + "a".repeat(200) + "b",
    "a*".repeat(100) + "b*",
  ];
  const answers = patterns.map((pattern) => matchesPattern(name, pattern));
  assertEquals(answers, [true, false, false, false, false, false, false]);
  assert(cpuTime() - started < 4000);
});
