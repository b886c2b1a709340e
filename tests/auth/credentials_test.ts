// Copyright 2026 the wininet authors. MIT license.

import { assert, assertEquals, assertFalse } from "@std/assert";
import { byteString, Credentials } from "../../_auth/credentials.ts";

Deno.test("Credentials shows no secret when it is printed", () => {
  const credentials = new Credentials("alice", "hush");
  const shown = [
    Deno.inspect(credentials, { showHidden: true, depth: 9 }),
    Deno.inspect({ inside: [credentials] }, { depth: 9 }),
    JSON.stringify(credentials),
    `${credentials}`,
    Object.keys(credentials).join(),
  ].join();
  assertFalse(/alice|hush/.test(shown), shown);
});

Deno.test("Credentials.equals() compares both", () => {
  const credentials = new Credentials("u", "p");
  assert(credentials.equals(new Credentials("u", "p")));
  assertFalse(credentials.equals(new Credentials("u", "q")));
  assertFalse(credentials.equals(new Credentials("v", "p")));
});

Deno.test("byteString() writes a byte in each character", () => {
  assertEquals(byteString("\xe4\u20ac", false), "\xc3\xa4\xe2\x82\xac");
});
