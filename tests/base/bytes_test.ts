// Copyright 2026 the wininet authors. MIT license.

import { assert, assertEquals } from "@std/assert";
import { joined, latin1Bytes, latin1Text } from "../../_base/bytes.ts";
import { latin1 } from "../helpers/splits.ts";

Deno.test("joined() joins arrays, and copies nothing if one is empty", () => {
  const nothing = new Uint8Array(0);
  const bytes = latin1("b");
  assert(joined(nothing, bytes) === bytes);
  assert(joined(bytes, nothing) === bytes);
  assertEquals(joined(latin1("a"), bytes), latin1("ab"));
});

Deno.test("latin1Text() returns the character with the number of each byte", () => {
  const all = Uint8Array.from({ length: 256 }, (_, byte) => byte);
  for (const bytes of [all, all.subarray(0, 128), all.subarray(160)]) {
    const text = latin1Text(bytes);
    assertEquals(latin1(text), bytes);
    assertEquals(text.length, bytes.length);
  }
});

Deno.test("latin1Text() decodes a long text with bytes that differ in windows-1252", () => {
  const bytes = new Uint8Array(300_000).fill(0x80);
  assert(latin1Text(bytes) === "\x80".repeat(300_000));
});

Deno.test("latin1Bytes() returns a byte for each character", () => {
  assertEquals(latin1Bytes("a\xe4\xff"), Uint8Array.of(0x61, 0xe4, 0xff));
});
