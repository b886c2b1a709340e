// Copyright 2026 the wininet authors. MIT license.

import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  ERROR_INVALID_PARAMETER,
  ERROR_NO_UNICODE_TRANSLATION,
  InternetError,
} from "../../error.ts";
import { CP_UTF8, nameCodec } from "../../_base/code_page.ts";
import { latin1 } from "../helpers/splits.ts";

const utf8 = new TextEncoder();

/** Names in bytes that are not UTF-8. */
const FOREIGN: [name: string, bytes: string][] = [
  ["ISO 8859-1", "M\xfcller.txt"],
  ["windows-1252", "\x80\x93a\x94"],
  ["KOI8-R", "\xf0\xf2\xe9\xf7\xe5\xf4"],
  ["Shift_JIS", "\x93\xfa\x96\x7b\x8c\xea.txt"],
  ["GBK", "\xd6\xd0\xce\xc4"],
  ["truncated UTF-8", "\xe4\xb8"],
  ["UTF-8 that is too long", "\xc0\xaf"],
  ["half a character in UTF-8", "\xed\xa0\x80"],
  ["every byte but NUL, CR, LF and the slash", everyByte()],
  ["0xFF alone", "\xff"],
  ["10000 bytes", "\xe4".repeat(10_000)],
];

function everyByte(): string {
  return Array.from({ length: 256 }, (_, byte) => String.fromCharCode(byte))
    .join("").replace(/[\0\r\n/]/g, "");
}

for (const [name, bytes] of FOREIGN) {
  Deno.test(`nameCodec(65001) encodes a name in ${name} to the bytes that it was decoded from`, () => {
    const codec = nameCodec(CP_UTF8);
    const { text, foreign } = codec.decode(latin1(bytes));
    assertEquals([text, foreign], [bytes, true]);
    assertEquals(codec.encode(text), utf8.encode(text));
    codec.note(text, foreign);
    assertEquals(codec.encode(text), latin1(bytes));
    assertEquals(codec.encode(`/a/${text}/b`), latin1(`/a/${bytes}/b`));
    assertEquals(codec.encode(`${text}x`), utf8.encode(`${text}x`));
  });
}

Deno.test("nameCodec(65001) encodes a name in UTF-8 to the bytes that it was decoded from", () => {
  const codec = nameCodec(CP_UTF8);
  for (
    const name of [
      "",
      "a",
      "\xe4\u4e2d\u{1f600}",
      "\ufeffa",
      "a\ufeff",
      "\u010a\u010d",
    ]
  ) {
    const bytes = utf8.encode(name);
    const { text, foreign } = codec.decode(bytes);
    assertEquals([text, foreign], [name, false]);
    codec.note(text, foreign);
    assertEquals(codec.encode(text), bytes);
  }
});

Deno.test("nameCodec(65001) remembers each part of a path separately", () => {
  const codec = nameCodec(CP_UTF8);
  codec.note("/a/\xe4/\xf6", true);
  assertEquals(codec.encode("\xf6"), latin1("\xf6"));
  assertEquals(codec.encode("\xe4/\xfc/\xf6/"), latin1("\xe4/\xc3\xbc/\xf6/"));
});

Deno.test("nameCodec(65001) uses the last listed form of a name", () => {
  const codec = nameCodec(CP_UTF8);
  codec.note("\xe4", true);
  codec.note("a", false);
  assertEquals(codec.encode("\xe4"), latin1("\xe4"));
  codec.note("\xe4", false);
  assertEquals(codec.encode("\xe4"), latin1("\xc3\xa4"));
  codec.note("\xe4", true);
  assertEquals(codec.encode("\xe4"), latin1("\xe4"));
});

Deno.test("nameCodec(65001) does not remember names in ASCII", () => {
  const codec = nameCodec(CP_UTF8);
  for (let count = 0; count < 100_001; count++) {
    codec.note(count === 0 ? "\xe4" : `a${count}`, true);
  }
  assertEquals(codec.encode("\xe4"), latin1("\xe4"));
});

Deno.test("nameCodec(65001) remembers the last 100000 names", () => {
  const codec = nameCodec(CP_UTF8);
  codec.note("\xe4-first", true);
  codec.note("\xe4-again", true);
  for (let count = 0; count < 99_998; count++) codec.note(`\xe4${count}`, true);
  assertEquals(codec.encode("\xe4-first"), latin1("\xe4-first"));
  codec.note("\xe4-again", true);
  codec.note("\xe4-last", true);
  assertEquals(codec.encode("\xe4-first"), utf8.encode("\xe4-first"));
  assertEquals(codec.encode("\xe4-again"), latin1("\xe4-again"));
  assertEquals(codec.encode("\xe40"), latin1("\xe40"));
});

Deno.test("nameCodec(65001) keeps the same limit for paths with many parts", () => {
  const codec = nameCodec(CP_UTF8);
  const parts = Array.from({ length: 120_000 }, (_, index) => `\xe4${index}`);
  for (let at = 0; at < parts.length; at += 30_000) {
    codec.note(parts.slice(at, at + 30_000).join("/"), true);
  }
  const remembered = parts.filter((part) =>
    codec.encode(part).length === part.length
  );
  assertEquals(remembered.length, 100_000);
  assertEquals(remembered[0], "\xe420000");
});

Deno.test("nameCodec(65001) encodes texts of any length that contain remembered names", () => {
  const codec = nameCodec(CP_UTF8);
  codec.note("\xe4", true);
  const text = "\u20ac".repeat(500_000);
  assertEquals(codec.encode(`${text}/\xe4`).length, 1_500_002);
});

Deno.test("nameCodec(65001) does not turn other bytes into a line end", () => {
  const codec = nameCodec(CP_UTF8);
  codec.note("\xe4", true);
  for (
    const text of [
      "\u010a",
      "\u010d",
      "\u0a0d",
      "\ud800",
      "\udc0a",
      "\xe4/\u010a",
    ]
  ) {
    const bytes = [...codec.encode(text)];
    assert(!bytes.some((byte) => byte === 10 || byte === 13), text);
  }
  // A name that no server has sent cannot be remembered as Latin-1.
  codec.note("\u010a", true);
  const error = assertThrows(() => codec.encode("\u010a"), InternetError);
  assertEquals(error.code, ERROR_NO_UNICODE_TRANSLATION);
});

/** A code page, a text, its bytes, and a character that the code page lacks. */
const PAGES: [
  codePage: number,
  text: string,
  bytes: string,
  missing: string,
][] = [
  [866, "\u0416", "\x86", "\u4e2d"],
  [874, "\u0e01", "\xa1", "\u4e2d"],
  [932, "a\u65e5\u672c\uff71", "a\x93\xfa\x96\x7b\xb1", "\u{1f600}"],
  [936, "\u4e2d\u6587\u20ac", "\xd6\xd0\xce\xc4\x80", "\u{1f600}"],
  [949, "\ud55c\uae00\ub620", "\xc7\xd1\xb1\xdb\x8c\x63", "\u{1f600}"],
  [950, "\u4e2d\u6587", "\xa4\xa4\xa4\xe5", "\u{1f600}"],
  [1250, "\u0159", "\xf8", "\u0416"],
  [1251, "\u0416\u0451", "\xc6\xb8", "\xe4"],
  [1252, "\xe4\u20ac\xff", "\xe4\x80\xff", "\u010a"],
  [1258, "\u0111", "\xf0", "\u4e2d"],
  [10_000, "\xe4", "\x8a", "\u4e2d"],
  [20_866, "\u0436", "\xd6", "\xe4"],
  [20_932, "\u65e5", "\xc6\xfc", "\u{1f600}"],
  [21_866, "\u0456", "\xa6", "\xe4"],
  [28_591, "\xe4\x80\xff", "\xe4\x80\xff", "\u010d"],
  [28_592, "\u0159", "\xf8", "\u0416"],
  [28_596, "\u0627", "\xc7", "\u4e2d"],
  [28_605, "\u20ac", "\xa4", "\u4e2d"],
  [54_936, "\u4e2d", "\xd6\xd0", "\u{1f600}"],
];

for (const [codePage, text, bytes, missing] of PAGES) {
  Deno.test(`nameCodec(${codePage}) translates in both directions`, () => {
    const codec = nameCodec(codePage);
    assertEquals(codec.decode(latin1(bytes)), { text, foreign: false });
    assertEquals(codec.encode(text), latin1(bytes));
    codec.note(text, true);
    assertEquals(codec.encode(text), latin1(bytes));
    for (const refused of [missing, "\ud800", `a${missing}`]) {
      const error = assertThrows(() => codec.encode(refused), InternetError);
      assertEquals(error.code, ERROR_NO_UNICODE_TRANSLATION);
    }
  });
}

/** Every character that one or two bytes of a code page can mean. */
function charactersOf(label: string): string {
  const decoder = new TextDecoder(label, { fatal: true });
  const characters = new Set<string>();
  const add = (...bytes: number[]) => {
    try {
      const text = decoder.decode(Uint8Array.from(bytes));
      if ([...text].length === 1) characters.add(text);
    } catch {
      // Not a character.
    }
  };
  for (let lead = 0; lead < 256; lead++) {
    add(lead);
    if (lead < 0x80) continue;
    for (let trail = 0x30; trail < 256; trail++) add(lead, trail);
  }
  return [...characters].join("");
}

/** A code page, its label, and the minimum number of characters in it. */
const WHOLE_PAGES: [codePage: number, label: string, least: number][] = [
  [932, "shift_jis", 9000],
  [936, "gbk", 21_000],
  [949, "euc-kr", 17_000],
  [950, "big5", 13_000],
  [1251, "windows-1251", 256],
  [1252, "windows-1252", 256],
  [20_866, "koi8-r", 256],
];

for (const [codePage, label, least] of WHOLE_PAGES) {
  Deno.test(`nameCodec(${codePage}) preserves every character of the code page`, () => {
    const characters = charactersOf(label);
    assert([...characters].length >= least);
    const codec = nameCodec(codePage);
    const bytes = codec.encode(characters);
    assertEquals(codec.decode(bytes).text === characters, true);
  });
}

Deno.test("nameCodec(28591) preserves every byte, as ISO 8859-1 and not as windows-1252", () => {
  const codec = nameCodec(28_591);
  const bytes = Uint8Array.from({ length: 10_000 }, (_, index) => index);
  const { text } = codec.decode(bytes);
  assertEquals(text.charCodeAt(0x80), 0x80);
  assertEquals(codec.encode(text), bytes);
});

/** Characters that two codes mean, and the one that Windows writes. */
const TWO_CODES: [codePage: number, character: string, bytes: string][] = [
  [950, "\u5341", "\xa4\x51"],
  [950, "\u5345", "\xa4\xca"],
  [950, "\u6e2f", "\xb4\xe4"],
  [950, "\u5305", "\xa5\x5d"],
  [950, "\u4edd", "\xc9\x69"],
  [950, "\u5159", "\xa2\x59"],
  [932, "\u7e8a", "\xfa\x5c"],
  [932, "\u2170", "\xfa\x40"],
  [932, "\u2160", "\x87\x54"],
  [932, "\uffe2", "\x81\xca"],
  [932, "\u2235", "\x81\xe6"],
];

for (const [codePage, character, bytes] of TWO_CODES) {
  Deno.test(`nameCodec(${codePage}) writes "${character}" as Windows does`, () => {
    const codec = nameCodec(codePage);
    assertEquals(codec.encode(character), latin1(bytes));
    assertEquals(codec.decode(latin1(bytes)).text, character);
  });
}

const DOS_TEXTS: [codePage: number, bytes: string, text: string][] = [
  [
    437,
    "\xb0\xb1\xb2\xdb \xc9\xcd\xbb",
    "\u2591\u2592\u2593\u2588 \u2554\u2550\u2557",
  ],
  [437, "\x80\x9b\x9d\x9e\xe1\xe6\xee", "\xc7\xa2\xa5\u20a7\xdf\xb5\u03b5"],
  [437, "a\xfe\xff", "a\u25a0\xa0"],
  [
    850,
    "\xb0\xb1\xb2\xdb \xc9\xcd\xbb",
    "\u2591\u2592\u2593\u2588 \u2554\u2550\u2557",
  ],
  [850, "\x80\x9b\x9d\x9e\xe1\xe6\xee", "\xc7\xf8\xd8\xd7\xdf\xb5\xaf"],
  [850, "a\xb5\xf0\xfe\xff", "a\xc1\xad\u25a0\xa0"],
];

for (const [codePage, bytes, text] of DOS_TEXTS) {
  Deno.test(`nameCodec(${codePage}) reads and writes ${text}`, () => {
    const codec = nameCodec(codePage);
    assertEquals(codec.decode(latin1(bytes)).text, text);
    assertEquals(codec.encode(text), latin1(bytes));
  });
}

for (const codePage of [437, 850]) {
  Deno.test(`nameCodec(${codePage}) preserves every byte and has no other character`, () => {
    const codec = nameCodec(codePage);
    const bytes = Uint8Array.from({ length: 256 }, (_, byte) => byte);
    const { text, foreign } = codec.decode(bytes);
    assertEquals([new Set(text).size, foreign], [256, false]);
    assertEquals(codec.encode(text), bytes);
    const error = assertThrows(() => codec.encode("\u20ac"), InternetError);
    assertEquals(error.code, ERROR_NO_UNICODE_TRANSLATION);
  });
}

for (const codePage of [0, 1, 737, 1200, 1201, 65_000, 50_220, -1, NaN, 1.5]) {
  Deno.test(`nameCodec(${codePage}) is refused`, () => {
    const error = assertThrows(() => nameCodec(codePage), InternetError);
    assertEquals(error.code, ERROR_INVALID_PARAMETER);
  });
}
