// Copyright 2026 the wininet authors. MIT license.

import { assertEquals } from "@std/assert";
import {
  kindOfSecret,
  quotedUrl,
  quotedValue,
  withoutSecrets,
} from "../../_base/secrets.ts";

/** Values, and the texts for them. */
const VALUES: [value: unknown, shown: string][] = [
  ["a b", '"a b"'],
  ["", '""'],
  ['"\r\n\0', '"\\"\\r\\n\\u0000"'],
  ["\x7f\x9b31m\u2028", '"\\u007f\\u009b31m\\u2028"'],
  ["\udc80", '"\ufffd"'],
  ["a".repeat(100), `"${"a".repeat(100)}"`],
  ["a".repeat(101), `"${"a".repeat(100)}…"`],
  [70, "70"],
  [-0.5, "-0.5"],
  [1n, "1n"],
  [null, "null"],
  [undefined, "undefined"],
  [true, "true"],
  [Symbol("s"), "Symbol(s)"],
  [["secret"], "an array"],
  [{ toString: null }, "an object"],
  [Promise.resolve(), "a Promise"],
  [new URL("http://u:secret@h/"), "a URL object"],
  [new ArrayBuffer(1), "an ArrayBuffer"],
  [() => "secret", "a function"],
];

for (const [value, shown] of VALUES) {
  Deno.test(`quotedValue() returns ${JSON.stringify(shown).slice(0, 30)}`, () => {
    assertEquals(quotedValue(value), shown);
  });
}

Deno.test("kindOfSecret() shows no text and no number", () => {
  const kinds = ["s3cret", 1234, 1234n, null, ["s3cret"]].map(kindOfSecret);
  const numbers = ["a number", "a number"];
  assertEquals(kinds, ["the text", ...numbers, "null", "an array"]);
});

/** URLs, and the texts for them. */
const URLS: [url: unknown, shown: string][] = [
  ["ftp://h/a", '"ftp://h/a"'],
  ["ftp://u:s3cret@h:99999/a", '"ftp://***@h:99999/a"'],
  ["ftp://u:s3/cr@et@h", '"ftp://***@h"'],
  ["http://u:s3?cret@h/", '"http://***@h/"'],
  ["u:s3cret@h", '"***@h"'],
  ["HTTP:u:s3cret@h", '"***@h"'],
  ["http://h/a?key=s3cret#s3cret", '"http://h/a?…"'],
  ["http://h/#s3cret", '"http://h/#…"'],
  ["http://u:s3\r\ncret@h/", '"http://***@h/"'],
  [null, "null"],
  [new URL("http://u:s3cret@h/a"), 'the URL object "http://***@h/a"'],
];

for (const [url, shown] of URLS) {
  Deno.test(`quotedUrl() shows ${JSON.stringify(url)} as ${shown}`, () => {
    assertEquals(quotedUrl(url), shown);
  });
}

Deno.test("quotedUrl() needs linear time for 1 MB", () => {
  for (const unit of ["@", "a:", "//", "?", "a@b"]) {
    quotedUrl(unit.repeat(500_000));
  }
});

Deno.test("withoutSecrets() hides the longer secret first", () => {
  assertEquals(withoutSecrets("abc ab", ["ab", "", "abc"]), "*** ***");
});
