// Copyright 2026 the wininet authors. MIT license.

import { assert, assertEquals, assertFalse } from "@std/assert";
import {
  basicAuthorization,
  byteString,
  Credentials,
} from "../../_auth/credentials.ts";

Deno.test("Credentials shows no secret if it is printed", () => {
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

Deno.test("Credentials.equals() compares the name and the password", () => {
  const credentials = new Credentials("u", "p");
  assert(credentials.equals(new Credentials("u", "p")));
  assertFalse(credentials.equals(new Credentials("u", "q")));
  assertFalse(credentials.equals(new Credentials("v", "p")));
});

Deno.test("byteString() returns a character for each byte", () => {
  assertEquals(byteString("\xe4\u20ac", false), "\xc3\xa4\xe2\x82\xac");
});

const HEADERS: [
  name: string,
  user: string,
  password: string,
  isUtf8: boolean,
  header: string | null,
][] = [
  ["ASCII", "Aladdin", "open sesame", false, "QWxhZGRpbjpvcGVuIHNlc2FtZQ=="],
  ["a colon in the password", "u", "p:q", false, "dTpwOnE="],
  ["nothing", "", "", false, "Og=="],
  ["UTF-8 that was requested", "test", "123\xa3", true, "dGVzdDoxMjPCow=="],
  [
    "UTF-8 that was not requested",
    "test",
    "123\xa3",
    false,
    "dGVzdDoxMjPCow==",
  ],
  ["the composed form, on request", "a\u0308", "", true, "w6Q6"],
  ["a text unchanged, without a request", "a\u0308", "", false, "YcyIOg=="],
  ["characters outside the first plane", "\u{1f600}", "p", true, "8J+YgDpw"],
];

for (const [name, user, password, isUtf8, header] of HEADERS) {
  Deno.test(`basicAuthorization() sends ${name}`, () => {
    assertEquals(
      basicAuthorization(new Credentials(user, password), isUtf8),
      `Basic ${header}`,
    );
  });
}

const UNSENDABLE: [name: string, user: string, password: string][] = [
  ["a colon in the user", "a:b", "p"],
  ["a line end in the user", "a\r\nb", "p"],
  ["a NUL in the password", "a", "p\0"],
  ["half a character", "a", "\ud83d"],
];

for (const [name, user, password] of UNSENDABLE) {
  Deno.test(`basicAuthorization() does not send ${name}`, () => {
    assertEquals(
      basicAuthorization(new Credentials(user, password), true),
      null,
    );
  });
}
