// Copyright 2026 the wininet authors. MIT license.

import { assertEquals, assertMatch, assertNotEquals } from "@std/assert";
import { loadDigestHash, newClientNonce } from "../../_auth/digest_hash.ts";

const HASHES = [
  ["MD5", "900150983cd24fb0d6963f7d28e17f72"],
  [
    "SHA-256",
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
  ],
  [
    "SHA-512-256",
    "53048e2681941ef99b2e29b76b4c7dabe4c2d0c634fc6d46e0e2f13107e7af23",
  ],
] as const;

for (const [algorithm, digits] of HASHES) {
  Deno.test(`loadDigestHash() loads ${algorithm}`, async () => {
    const hash = await loadDigestHash();
    assertEquals(hash(algorithm, new TextEncoder().encode("abc")), digits);
  });
}

Deno.test("newClientNonce() makes another one each time", () => {
  assertMatch(newClientNonce(), /^[0-9a-f]{32}$/);
  assertNotEquals(newClientNonce(), newClientNonce());
});
