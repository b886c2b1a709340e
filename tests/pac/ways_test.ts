// Copyright 2026 the wininet authors. MIT license.

/** The result of a script as routes. */

import { assertEquals } from "@std/assert";
import { parseWays } from "../../_pac/ways.ts";

/** Texts, and the routes in them. */
const TEXTS: readonly (readonly [text: string, ways: readonly string[]])[] = [
  ["DIRECT", ["direct"]],
  ["", ["direct"]],
  [" ; ;; ", ["direct"]],
  ["proxy a:1;direct", ["http a:1", "direct"]],
  ["\tPROXY \t a:1 \r\n;\u00a0SOCKS b", ["http a:1", "socks4 b:1080"]],
  ["PROXY a", ["http a:80"]],
  ["HTTP a", ["http a:80"]],
  ["HTTPS a", ["https a:443"]],
  ["SOCKS a", ["socks4 a:1080"]],
  ["SOCKS4 a:1", ["socks4 a:1"]],
  ["Socks5 a", ["socks5 a:1080"]],
  ["PROXY [::1]:8080", ["http ::1:8080"]],
  ["PROXY [2001:db8::1]", ["http 2001:db8::1:80"]],
  ["PROXY a:0; PROXY b:65536; PROXY c:x; PROXY d:; PROXY e:65535", [
    "http e:65535",
  ]],
  ["PROXY; PROXY a b; DIRECT a; QUIC a:1; PROXY http://a:1", ["direct"]],
  ["PROXY u:p@a:1; PROXY ::1; PROXY a/b; PROXY a\0b:1; PROXY a\x7f", [
    "direct",
  ]],
  ["DIRECT; PROXY a:1", ["direct", "http a:1"]],
];

function waysOf(text: string): string[] {
  return parseWays(text).map((way) =>
    way === null ? "direct" : `${way.kind} ${way.host}:${way.port}`
  );
}

for (const [text, ways] of TEXTS) {
  Deno.test(`parseWays() returns [${ways}] for ${JSON.stringify(text)}`, () => {
    assertEquals(waysOf(text), [...ways]);
  });
}

Deno.test("parseWays() returns the first 20 known routes", () => {
  const unknown = "nothing; ".repeat(1000);
  const known = Array.from({ length: 1000 }, (_, n) => `PROXY a${n}`).join(";");
  assertEquals(
    waysOf(unknown + known),
    Array.from({ length: 20 }, (_, n) => `http a${n}:80`),
  );
});
