// Copyright 2026 the wininet authors. MIT license.

import { assertEquals, assertObjectMatch } from "@std/assert";
import {
  type CookieLine,
  LAST_MOMENT,
  MAX_ATTRIBUTE_LENGTH,
  MAX_LINE_LENGTH,
  MAX_PAIR_LENGTH,
  parseCookieLine,
} from "../../_cookies/line.ts";

const NOW = Date.UTC(2026, 0, 1);
const DAY = 86_400_000;

/** A cookie without attributes. */
const PLAIN: CookieLine = {
  name: "a",
  value: "b",
  domain: null,
  path: null,
  expires: null,
  secure: false,
  httpOnly: false,
  sameSite: null,
};

const PAIRS: Readonly<Record<string, readonly [name: string, value: string]>> =
  {
    "a=b": ["a", "b"],
    "a=": ["a", ""],
    " \t a \t = \t b \t ": ["a", "b"],
    "a=b=c": ["a", "b=c"],
    "a==b": ["a", "=b"],
    "a=b, c=d": ["a", "b, c=d"],
    'a="b; c"': ["a", '"b'],
    'a=" b "': ["a", '" b "'],
    "a b=c": ["a b", "c"],
    "(a)@{}=b": ["(a)@{}", "b"],
    "$Version=1; a=b": ["$Version", "1"],
    "a=b\tc": ["a", "b\tc"],
    "\xe9=\xa0\xff\xa0": ["\xe9", "\xa0\xff\xa0"],
  };

for (const [line, [name, value]] of Object.entries(PAIRS)) {
  Deno.test(`parseCookieLine() reads the pair of ${JSON.stringify(line)}`, () => {
    assertObjectMatch(parseCookieLine(line, NOW) as CookieLine & object, {
      name,
      value,
    });
  });
}

const BAD: Readonly<Record<string, string>> = {
  "": "nameless",
  "   ": "nameless",
  "a": "nameless",
  "=": "nameless",
  "=b": "nameless",
  " \t=b": "nameless",
  "a; b=c": "nameless",
  "; a=b": "nameless",
  "a=b\0c": "malformed",
  "a=b\rc": "malformed",
  "a=b; path=/\n": "malformed",
  "a\x7f=b": "malformed",
  [`a=${"b".repeat(MAX_PAIR_LENGTH)}`]: "malformed",
  [`a=b; ${"c".repeat(MAX_LINE_LENGTH)}`]: "malformed",
};

for (const [line, why] of Object.entries(BAD)) {
  const shown = JSON.stringify(line.slice(0, 20));
  Deno.test(`parseCookieLine() returns ${why} for ${shown}, length ${line.length}`, () => {
    assertEquals(parseCookieLine(line, NOW), why as "nameless");
  });
}

Deno.test("parseCookieLine() accepts a cookie of the maximum size", () => {
  const line = `a=${"b".repeat(MAX_PAIR_LENGTH - 1)}`;
  assertEquals(
    (parseCookieLine(line, NOW) as CookieLine).value.length,
    MAX_PAIR_LENGTH - 1,
  );
});

const LONG = "x".repeat(MAX_ATTRIBUTE_LENGTH);

const ATTRIBUTES: readonly (readonly [
  text: string,
  expected: Partial<CookieLine>,
])[] = [
  ["", {}],
  [";;; ; =; ,, ==x", {}],
  ["version=1; foo", {}],
  ["secure", { secure: true }],
  ["SeCuRe", { secure: true }],
  ["\t secure \t =no", { secure: true }],
  ['"secure"', {}],
  ["secure now", {}],
  ["HTTPonly", { httpOnly: true }],
  ["samesite=STRICT", { sameSite: "strict" }],
  ["samesite=Lax", { sameSite: "lax" }],
  ["samesite=none", { sameSite: "none" }],
  ["samesite=lax; samesite=what", {}],
  ["path=/x", { path: "/x" }],
  ["Path = /x ", { path: "/x" }],
  ["path", {}],
  ["path=", {}],
  ["path=x", {}],
  ['path="/x"', {}],
  ["path=/x; path=/y", { path: "/y" }],
  ["path=/x; path=", {}],
  [`path=/x; path=/${LONG}`, { path: "/x" }],
  ["domain=x.example", { domain: "x.example" }],
  ["domain=.x.example", { domain: "x.example" }],
  ["domain=..x.example", { domain: ".x.example" }],
  ["domain=X.EXAMPLE", { domain: "x.example" }],
  ["domain=x.example.", { domain: "x.example." }],
  ["domain=x; domain=y", { domain: "y" }],
  ["domain=x; domain=; domain=.", { domain: "x" }],
  ["domain=", {}],
  ["domain=m\xc3\xbcll.example", { domain: "xn--mll-hoa.example" }],
  ["domain=X.EXAMPLE:80", { domain: "x.example:80" }],
  [`domain=${LONG}x`, {}],
  ["max-age=60", { expires: NOW + 60_000 }],
  ["max-age=0", { expires: 0 }],
  ["max-age=-1", { expires: 0 }],
  ["max-age=1,5", {}],
  ["max-age=1.5", {}],
  ["max-age=+1", {}],
  ["max-age=", {}],
  [`max-age=${"9".repeat(400)}`, { expires: LAST_MOMENT }],
  [`max-age=-${"9".repeat(400)}`, { expires: 0 }],
  ["expires=Fri, 02 Jan 2026 00:00:00 GMT", { expires: NOW + DAY }],
  ["expires=Friday, 02-Jan-26 00:00:00 GMT", { expires: NOW + DAY }],
  ["expires=Fri Jan  2 00:00:00 2026", { expires: NOW + DAY }],
  ["expires=2026 jan 2 0:0:0", { expires: NOW + DAY }],
  ["expires=", {}],
  ["expires=tomorrow", {}],
  ["expires=31 feb 2026 00:00:00", {}],
  ["expires=2 jan 1600 00:00:00", {}],
  ["max-age=60; expires=2 jan 2026 00:00:00", { expires: NOW + 60_000 }],
  ["expires=2 jan 2026 00:00:00; max-age=x", { expires: NOW + DAY }],
  ["expires=2 jan 2026 00:00:00; expires=no", { expires: NOW + DAY }],
];

for (const [text, expected] of ATTRIBUTES) {
  Deno.test(`parseCookieLine() reads "${text.slice(0, 50)}"`, () => {
    assertEquals(parseCookieLine(`a=b; ${text}`, NOW), {
      ...PLAIN,
      ...expected,
    });
  });
}
