// Copyright 2026 the wininet authors. MIT license.

import { assert, assertEquals, assertThrows } from "@std/assert";
import { ERROR_INVALID_PARAMETER, InternetError } from "../../../error.ts";
import {
  displayOf,
  isOctets,
  octetsOf,
  textOf,
  withoutControls,
} from "../../../_gopher/wire/octets.ts";
import { cpuTime } from "../../helpers/cpu_time.ts";
import { latin1 } from "../../helpers/splits.ts";

const TEXTS: [name: string, wire: string, text: string][] = [
  ["nothing", "", ""],
  ["ASCII", "a b\t\0\x7f", "a b\t\0\x7f"],
  ["UTF-8", "Gr\xc3\xbc\xc3\x9fe \xf0\x9f\x98\x80", "Gr\xfc\xdfe \u{1f600}"],
  ["a BOM", "\xef\xbb\xbfa", "\ufeffa"],
  ["a replacement character", "\xef\xbf\xbd", "\ufffd"],
  ["Latin-1", "Gr\xfc\xdfe", "Gr\udcfc\udcdfe"],
  ["a BOM before Latin-1", "\xef\xbb\xbf\xfc", "\ufeff\udcfc"],
  [
    "UTF-8 beside Latin-1",
    "\xc3\xbc\xfc\xe6\x97\xa5\xf0\x9f\x98\x80\x80",
    "\xfc\udcfc\u65e5\u{1f600}\udc80",
  ],
  ["only a trail byte", "\x80a\xbf", "\udc80a\udcbf"],
  ["a truncated character at the end", "a\xf0\x9f\x98", "a\udcf0\udc9f\udc98"],
  ["a truncated character in the middle", "\xe6\x97a", "\udce6\udc97a"],
  ["a character started twice", "\xc3\xc3\xbc", "\udcc3\xfc"],
  ["a long form of a slash", "\xc0\xaf", "\udcc0\udcaf"],
  ["a long form of three bytes", "\xe0\x9f\xbf", "\udce0\udc9f\udcbf"],
  ["a long form of four bytes", "\xf0\x8f\xbf\xbf", "\udcf0\udc8f\udcbf\udcbf"],
  ["a surrogate in UTF-8", "\xed\xb2\x80", "\udced\udcb2\udc80"],
  [
    "a code point beyond U+10FFFF",
    "\xf4\x90\x80\x80",
    "\udcf4\udc90\udc80\udc80",
  ],
  ["the last character", "\xff\xf4\x8f\xbf\xbf", "\udcff\u{10ffff}"],
  ["the ends of the gap", "\xff\xed\x9f\xbf\xee\x80\x80", "\udcff\ud7ff\ue000"],
];

for (const [name, wire, text] of TEXTS) {
  Deno.test(`textOf() decodes ${name}, and octetsOf() encodes it`, () => {
    assertEquals(textOf(latin1(wire)), text);
    assertEquals(octetsOf(text), latin1(wire));
    assert(isOctets(text));
  });
}

Deno.test("octetsOf() returns the bytes that textOf() has decoded, for any two adjacent bytes", () => {
  const bytes = new Uint8Array(65_536 * 2);
  for (let pair = 0; pair < 65_536; pair++) {
    bytes[2 * pair] = pair >> 8;
    bytes[2 * pair + 1] = pair & 0xff;
  }
  assertEquals(octetsOf(textOf(bytes)), bytes);
});

Deno.test("octetsOf() returns the bytes that textOf() has decoded, for any four bytes", () => {
  // A Lehmer generator: the same bytes in every run.
  let state = 1;
  const next = () => (state = state * 48_271 % 2_147_483_647) & 0xff;
  for (let round = 0; round < 20_000; round++) {
    const lead = 0xc0 + next() % 0x40;
    const bytes = Uint8Array.of(lead, next() | 0x80, next() | 0x80, next());
    const text = textOf(bytes);
    assertEquals(octetsOf(text).join(), bytes.join());
    // Only what is necessary is escaped.
    const lossy = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
    assertEquals(
      text.isWellFormed(),
      !lossy.includes("\ufffd") || lossy === text,
    );
  }
});

const STRAYS = ["\ud800", "a\udbff", "\udc00", "\udc7f", "\udd00b", "\udfff"];

for (const text of STRAYS) {
  Deno.test(`octetsOf() refuses ${JSON.stringify(text)}`, () => {
    const error = assertThrows(() => octetsOf(text), InternetError);
    assertEquals(error.code, ERROR_INVALID_PARAMETER);
    assertEquals(isOctets(text), false);
  });
}

const DISPLAYS: [name: string, text: string, display: string][] = [
  ["plain text as it is", "Gr\xfc\xdfe \u{1f600}", "Gr\xfc\xdfe \u{1f600}"],
  ["Latin-1", "Gr\udcfc\udcdfe", "Gr\xfc\xdfe"],
  ["windows-1252", "\udc80 \udc93a\udc94", "\u20ac \u201ca\u201d"],
  [
    "windows-1252 beside bytes that are UTF-8 by accident",
    "\u037b \udce9t\udce9",
    "\xcd\xbb \xe9t\xe9",
  ],
  [
    "a pair whose half looks like a byte, as a whole",
    "\udce4\u{1f480}\udcfc",
    "\xe4\xf0\u0178\u2019\u20ac\xfc",
  ],
  [
    "a replacement for a first half before a byte",
    "a\udbffb\udcfc",
    "a\ufffdb\xfc",
  ],
  ["nothing for bytes without a character", "a\udc81\udc8d\udc8f\udc90b", "ab"],
  ["no escape codes", "\x1b[31mred\x1b[0m", "red"],
  ["no colours of 24 bits", "\x1b[38;2;1;2;3;48:5:9mred\x1b[m", "red"],
  ["no control sequence of C1", "a\x9b1;31mb", "ab"],
  ["no truncated control sequence", "a\x1b[1;", "a"],
  ["no title of a window", "a\x1b]0;title\x07b\x1b]2;title\x1b\\c", "abc"],
  ["no strings of C1", "a\x90q#0\x9cb\x9fc\x07d", "abd"],
  ["the text of a string without an end", "a\x1b]0;\x1b]0;b", "a0;0;b"],
  ["no other escape sequences", "a\x1b(0b\x1b7c\x1b#8d\x1bce\x1b", "abcde"],
  ["the blank after an escape character", "a\x1b b", "a b"],
  ["no control characters", "a\0b\x07c\x7fd\x80e\x9ff\tg", "abcdefg"],
  ["a replacement for half a character", "a\ud83d", "a\ufffd"],
  ["a no-break space", "\xa0", "\xa0"],
  ["a no-break space of windows-1252", "\udca0", "\xa0"],
];

for (const [name, text, display] of DISPLAYS) {
  Deno.test(`displayOf() returns ${name}`, () => {
    assertEquals(displayOf(text), display);
  });
}

Deno.test("withoutControls() removes nothing else", () => {
  assertEquals(withoutControls("a \xa0\u2028~"), "a \xa0\u2028~");
  assertEquals(withoutControls("\x1f \x7e\x9f\x1f"), " \x7e");
});

Deno.test("textOf() and octetsOf() need linear time for long texts", () => {
  const started = cpuTime();
  const patterns = ["\xff", "a\xff", "\xc3\xbc\xfc", "\xf0\x9f\x98"];
  const starts = [
    "\x1b[",
    "\x1b]",
    "\x1b]a",
    "\x1b[0 ",
    "\xc2\x90",
    "\xc2\x9b0",
  ];
  for (const pattern of [...patterns, ...starts]) {
    const wire = pattern.repeat(2 ** 18 / pattern.length);
    const text = textOf(latin1(wire));
    assertEquals(octetsOf(text).length, wire.length);
    assert(displayOf(text).length <= wire.length);
  }
  assert(cpuTime() - started < 2500);
});
