// Copyright 2026 the wininet authors. MIT license.

import { assertEquals, assertNotEquals } from "@std/assert";
import { bindsConnection, newIdentity } from "../../../_http/wire/identity.ts";

for (const name of ["Authorization", "proxy-authorization", "AUTHORIZATION"]) {
  for (
    const [value, binds] of [
      ["NTLM TlRMTVNTUAAB", true],
      ["ntlm", true],
      ["Negotiate YII=", true],
      ["  negotiate\tYII=", true],
      ["NEGOTIATE,", true],
      ["Kerberos YII=", true],
      ["Nego2 YII=", true],
      ["Basic YTpi", false],
      ['Digest username="NTLM"', false],
      ["Bearer NTLM", false],
      ["NTLMv2 YII=", false],
      ["", false],
    ] as const
  ) {
    Deno.test(`bindsConnection() is ${binds} for "${name}: ${value}"`, () => {
      assertEquals(bindsConnection([["A", "b"], [name, value]]), binds);
    });
  }
}

Deno.test("bindsConnection() is false for other fields, and sees every line of a name", () => {
  assertEquals(bindsConnection([]), false);
  assertEquals(bindsConnection([["WWW-Authenticate", "NTLM"]]), false);
  assertEquals(bindsConnection([["X-Authorization", "NTLM x"]]), false);
  assertEquals(
    bindsConnection([["Authorization", "Basic a"], [
      "Authorization",
      "NTLM x",
    ]]),
    true,
  );
});

Deno.test("newIdentity() is a name that was never given before", () => {
  const names = Array.from({ length: 100 }, newIdentity);
  assertEquals(new Set(names).size, 100);
  for (const name of names) assertNotEquals(name, "");
});
