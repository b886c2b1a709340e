// Copyright 2026 the wininet authors. MIT license.

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { ERROR_CALL_NOT_IMPLEMENTED, GetLastError } from "../../error.ts";
import * as windows from "../../windows.ts";
import { thrownError } from "../helpers/system_calls.ts";

const FUNCTIONS = Object.entries(windows) as unknown as readonly [
  string,
  (...anything: unknown[]) => unknown,
][];

/** Arguments that a program could pass, valid or not. */
const ARGUMENTS: readonly (readonly unknown[])[] = [
  [],
  [0, 0, 0, 0],
  [null, "", -1, {}],
  ["http://example.com/", "\0", NaN, Symbol.iterator],
];

for (const [name, call] of FUNCTIONS) {
  Deno.test(`${name}() throws ERROR_CALL_NOT_IMPLEMENTED immediately, with any arguments`, () => {
    for (const list of ARGUMENTS) {
      const error = thrownError(() => call(...list));
      assertEquals(error.code, ERROR_CALL_NOT_IMPLEMENTED);
      assertStringIncludes(error.message, name);
      assertEquals(GetLastError(), ERROR_CALL_NOT_IMPLEMENTED);
    }
  });
}

for (const [name, call] of FUNCTIONS) {
  if (!/Auto|ProxyInfo/.test(name) || /dial/.test(name)) continue;
  Deno.test(`${name}() names the module to import`, () => {
    const { message } = thrownError(() => call());
    assertStringIncludes(message, '"@wininet/wininet/pac"');
  });
}

Deno.test("windows.ts has all functions that exist only on Windows", () => {
  assertEquals(FUNCTIONS.length, 15);
  assert(FUNCTIONS.every(([_, call]) => typeof call === "function"));
});
