// Copyright 2026 the wininet authors. MIT license.

import { assertEquals, assertThrows } from "@std/assert";
import { InternetError } from "../../error.ts";
import * as flags from "../../flags.ts";
import * as gopher from "../../gopher.ts";

/** Each macro of wininet.h with a type for which it is true. */
const MACROS = {
  IS_GOPHER_FILE: flags.GOPHER_TYPE_TEXT_FILE,
  IS_GOPHER_DIRECTORY: flags.GOPHER_TYPE_DIRECTORY,
  IS_GOPHER_PHONE_SERVER: flags.GOPHER_TYPE_CSO,
  IS_GOPHER_ERROR: flags.GOPHER_TYPE_ERROR,
  IS_GOPHER_INDEX_SERVER: flags.GOPHER_TYPE_INDEX_SERVER,
  IS_GOPHER_TELNET_SESSION: flags.GOPHER_TYPE_TELNET,
  IS_GOPHER_BACKUP_SERVER: flags.GOPHER_TYPE_REDUNDANT,
  IS_GOPHER_TN3270_SESSION: flags.GOPHER_TYPE_TN3270,
  IS_GOPHER_ASK: flags.GOPHER_TYPE_ASK,
  IS_GOPHER_PLUS: flags.GOPHER_TYPE_GOPHER_PLUS,
} as const;

for (const [name, bit] of Object.entries(MACROS)) {
  Deno.test(`${name} returns true only for its type`, () => {
    const macro = gopher[name as keyof typeof MACROS];
    const others = Object.values(MACROS).filter((other) => other !== bit);
    assertEquals(macro(bit), true);
    assertEquals(others.map(macro), others.map(() => false));
  });
}

Deno.test("IS_GOPHER_TYPE_KNOWN returns false only for GOPHER_TYPE_UNKNOWN", () => {
  assertEquals(gopher.IS_GOPHER_TYPE_KNOWN(flags.GOPHER_TYPE_UNKNOWN), false);
  assertEquals(gopher.IS_GOPHER_TYPE_KNOWN(flags.GOPHER_TYPE_GIF), true);
  assertThrows(() => gopher.IS_GOPHER_TYPE_KNOWN(1.5), InternetError);
});
