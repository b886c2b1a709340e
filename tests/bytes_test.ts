// Copyright 2026 the wininet authors. MIT license.

import { assert, assertEquals } from "@std/assert";
import { joined } from "../_bytes.ts";
import { latin1 } from "./splits.ts";

Deno.test("joined() joins, and copies nothing when one is empty", () => {
  const nothing = new Uint8Array(0);
  const bytes = latin1("b");
  assert(joined(nothing, bytes) === bytes);
  assert(joined(bytes, nothing) === bytes);
  assertEquals(joined(latin1("a"), bytes), latin1("ab"));
});
