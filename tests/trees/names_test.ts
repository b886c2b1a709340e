// Copyright 2026 the wininet authors. MIT license.

import { assertEquals } from "@std/assert";
import {
  localNameFault,
  mayKeepPart,
  nameKey,
  staysInside,
  type System,
} from "../../_trees/names.ts";

const NAMES: [name: string, refusedBy: System[]][] = [
  ["a.txt", []],
  ["..", ["linux", "windows"]],
  [".", ["linux", "windows"]],
  ["", ["linux", "windows"]],
  ["../../x", ["linux", "windows"]],
  ["C:\\x", ["linux", "windows"]],
  ["a/b", ["linux", "windows"]],
  ["a\nb", ["linux", "windows"]],
  ["a\x7f", ["linux", "windows"]],
  ["x".repeat(255), []],
  ["x".repeat(256), ["linux", "windows"]],
  ["é".repeat(128), ["linux"]],
  ["CON", ["windows"]],
  ["nul.txt", ["windows"]],
  ["a:b", ["windows"]],
  ["a?", ["windows"]],
  ["a.", ["windows"]],
  ["a ", ["windows"]],
  ["...", ["windows"]],
];

for (const [name, refusedBy] of NAMES) {
  const shown = JSON.stringify(name.slice(0, 20));
  Deno.test(`localNameFault() returns the result for ${shown} of ${name.length}`, () => {
    for (const system of ["linux", "windows"] as const) {
      const isRefused = localNameFault(name, system) !== null;
      assertEquals(isRefused, refusedBy.includes(system), system);
    }
  });
}

Deno.test("nameKey() ignores case if the system does", () => {
  assertEquals(nameKey("A", "linux") === nameKey("a", "linux"), false);
  assertEquals(nameKey("A", "windows"), nameKey("a", "windows"));
  assertEquals(nameKey("e\u0301", "darwin"), nameKey("\u00c9", "darwin"));
});

const LINKS: [target: string, level: number, inside: boolean][] = [
  ["a", 0, true],
  ["a/../b", 0, true],
  ["..", 0, false],
  ["../a", 1, true],
  ["../../a", 1, false],
  ["a/../../b", 0, false],
  ["/etc/passwd", 5, false],
  ["\\x", 5, false],
  ["C:\\x", 5, false],
  ["", 1, false],
];

for (const [target, level, inside] of LINKS) {
  Deno.test(`staysInside() returns the result for "${target}" at level ${level}`, () => {
    assertEquals(staysInside(target, level), inside);
  });
}

Deno.test("mayKeepPart() refuses a part whose name is in use", () => {
  const none = () => false;
  const only = (...names: string[]) => (name: string) => names.includes(name);
  assertEquals(mayKeepPart("f", none, none), true);
  assertEquals(mayKeepPart("f", only("f.part"), none), false);
  assertEquals(mayKeepPart("f", only("f.part.note"), none), false);
  assertEquals(mayKeepPart("f", none, only("f.part")), false);
  assertEquals(mayKeepPart("f", none, only("f.part", "f.part.note")), true);
});
