// Copyright 2026 the wininet authors. MIT license.

import { assert, assertEquals, assertThrows } from "@std/assert";
import { withoutBrackets } from "../../../_base/host.ts";
import {
  ERROR_GOPHER_INVALID_LOCATOR,
  ERROR_INVALID_PARAMETER,
  InternetError,
} from "../../../error.ts";
import {
  GOPHER_TYPE_ASK,
  GOPHER_TYPE_DIRECTORY,
  GOPHER_TYPE_ERROR,
  GOPHER_TYPE_GOPHER_PLUS,
  GOPHER_TYPE_HTML,
  GOPHER_TYPE_INDEX_SERVER,
  GOPHER_TYPE_INLINE,
  GOPHER_TYPE_REDUNDANT,
  GOPHER_TYPE_TELNET,
  GOPHER_TYPE_TEXT_FILE,
  GOPHER_TYPE_UNKNOWN,
} from "../../../flags.ts";
import {
  createLocator,
  extraOf,
  firstCharacter,
  formatLocator,
  type GopherLocator,
  MAX_LOCATOR,
  MAX_MENU_LINE,
  parseLocator,
  plusBits,
} from "../../../_gopher/wire/locator.ts";
import { cpuTime } from "../../helpers/cpu_time.ts";

const PLUS = GOPHER_TYPE_GOPHER_PLUS;
const ASK = (GOPHER_TYPE_ASK | PLUS) >>> 0;

type Arguments = Parameters<typeof createLocator>;

const CREATED: [name: string, args: Arguments, locator: string][] = [
  [
    "a text",
    ["h", 70, "A text", "/a", GOPHER_TYPE_TEXT_FILE],
    "0A text\t/a\th\t70",
  ],
  ["port 0 as 70", ["h", 0, "", "", GOPHER_TYPE_DIRECTORY], "1\t\th\t70"],
  [
    "another port",
    ["h", 65_535, "", "", GOPHER_TYPE_DIRECTORY],
    "1\t\th\t65535",
  ],
  ["type 0 as a directory", ["h", 70, "", "", 0], "1\t\th\t70"],
  ["null as nothing", ["h", 70, null, null, 0], "1\t\th\t70"],
  ["an IPv6 address", ["::1", 70, "", "", 0], "1\t\t::1\t70"],
  ["brackets", ["[::1]", 70, "", "", 0], "1\t\t::1\t70"],
  [
    "Gopher+",
    ["h", 70, "a", "b", (GOPHER_TYPE_TEXT_FILE | PLUS) >>> 0],
    "0a\tb\th\t70\t+",
  ],
  [
    "Gopher+ with a sign",
    ["h", 70, "a", "b", GOPHER_TYPE_TEXT_FILE | PLUS],
    "0a\tb\th\t70\t+",
  ],
  [
    "a form",
    ["h", 70, "a", "b", (GOPHER_TYPE_DIRECTORY | ASK) >>> 0],
    "1a\tb\th\t70\t?",
  ],
  [
    "GOPHER_TYPE_ASK alone",
    ["h", 70, "a", "b", GOPHER_TYPE_ASK],
    "1a\tb\th\t70\t?",
  ],
  ["a duplicate", ["h", 70, "a", "b", GOPHER_TYPE_REDUNDANT], "+a\tb\th\t70"],
  [
    "a duplicate of a text",
    ["h", 70, "a", "b", GOPHER_TYPE_REDUNDANT | GOPHER_TYPE_TEXT_FILE],
    "+a\tb\th\t70\t\t0",
  ],
  [
    "a duplicate of a Gopher+ page",
    ["h", 70, "a", "b", GOPHER_TYPE_REDUNDANT | GOPHER_TYPE_HTML | PLUS],
    "+a\tb\th\t70\t+\th",
  ],
  ["an unknown type", ["h", 70, "a", "b", GOPHER_TYPE_UNKNOWN], "Ua\tb\th\t70"],
  ["blanks as they are", ["h", 70, " a ", " b ", 1], "0 a \t b \th\t70"],
  ["bytes", ["h", 70, "\udcfc", "\xfc\udcff", 1], "0\udcfc\t\xfc\udcff\th\t70"],
];

for (const [name, args, locator] of CREATED) {
  Deno.test(`createLocator() accepts ${name}`, () => {
    assertEquals(createLocator(...args), `${locator}\r\n`);
    const parsed = parseLocator(createLocator(...args));
    assertEquals(formatLocator(parsed), `${locator}\r\n`);
  });
}

/** Passes a value of a type that the compiler rejects. */
const odd = (value: unknown) => value as never;

const REFUSED: [name: string, parameter: string, args: Arguments][] = [
  ["an empty host", "lpszHost", ["", 70, "", "", 0]],
  ["empty brackets", "lpszHost", ["[]", 70, "", "", 0]],
  ["a blank in the host", "lpszHost", ["a b", 70, "", "", 0]],
  ["a TAB in the host", "lpszHost", ["a\tb", 70, "", "", 0]],
  ["a line end in the host", "lpszHost", ["a\r\nb", 70, "", "", 0]],
  ["a NUL in the host", "lpszHost", ["a\0", 70, "", "", 0]],
  ["half a character in the host", "lpszHost", ["\ud800", 70, "", "", 0]],
  ["no text as the host", "lpszHost", [odd(null), 70, "", "", 0]],
  ["a negative port", "nServerPort", ["h", -1, "", "", 0]],
  ["port 65536", "nServerPort", ["h", 65_536, "", "", 0]],
  ["half a port", "nServerPort", ["h", 70.5, "", "", 0]],
  ["no number as the port", "nServerPort", ["h", odd("70"), "", "", 0]],
  ["a TAB in the display text", "lpszDisplayString", ["h", 70, "a\tb", "", 0]],
  ["a CR in the display text", "lpszDisplayString", ["h", 70, "a\rb", "", 0]],
  ["half a character in the display text", "lpszDisplayString", [
    "h",
    70,
    "\ud800",
    "",
    0,
  ]],
  ["no text as the display text", "lpszDisplayString", [
    "h",
    70,
    odd(1),
    "",
    0,
  ]],
  ["a TAB in the selector", "lpszSelectorString", ["h", 70, "", "a\tb", 0]],
  ["an LF in the selector", "lpszSelectorString", ["h", 70, "", "a\n", 0]],
  ["a NUL in the selector", "lpszSelectorString", ["h", 70, "", "a\0b", 0]],
  ["half a character in the selector", "lpszSelectorString", [
    "h",
    70,
    "",
    "\udd00",
    0,
  ]],
  ["no text as the selector", "lpszSelectorString", ["h", 70, "", odd({}), 0]],
  ["a line that is too long", "lpszSelectorString", [
    "h",
    70,
    "a".repeat(MAX_MENU_LINE / 2),
    "b".repeat(MAX_MENU_LINE / 2),
    0,
  ]],
  ["too many bytes", "lpszSelectorString", [
    "h",
    70,
    "",
    "\u65e5".repeat(MAX_MENU_LINE / 3),
    0,
  ]],
  ["no number as the type", "dwGopherType", ["h", 70, "", "", odd("0")]],
  ["two types", "Gopher type", ["h", 70, "", "", 3]],
];

for (const [name, parameter, args] of REFUSED) {
  Deno.test(`createLocator() refuses ${name}`, () => {
    const error = assertThrows(
      () => createLocator(...args),
      InternetError,
      parameter,
    );
    assertEquals(error.code, ERROR_INVALID_PARAMETER);
  });
}

const PLAIN: GopherLocator = {
  character: "0",
  type: GOPHER_TYPE_TEXT_FILE,
  display: "a",
  selector: "b",
  host: "h",
  port: 70,
};

const PARSED: [locator: string, parts: Partial<GopherLocator>][] = [
  ["0a\tb\th\t70\r\n", {}],
  ["0a\tb\th\t70\n", {}],
  ["0a\tb\th\t70", {}],
  ["0a\tb\th\t70\t", {}],
  ["0a\tb\th\t70\tx\ty\tz", {}],
  ["0a\tb\t h \t 70 ", {}],
  ["0a\tb\th\t00070", {}],
  ["0a\tb\th\t00000000070", {}],
  ["0a\tb\th\t", { port: 0 }],
  ["0a\tb\th\t0", { port: 0 }],
  ["0a\tb\th\t65535", { port: 65_535 }],
  ["0a\tb\t\t70", { host: "" }],
  ["0a\tb\t[::1]\t70", { host: "::1" }],
  ["0a\tb\t::1\t70", { host: "::1" }],
  ["0a\tb\t(NULL)\t0", { host: "(NULL)", port: 0 }],
  ["0\tb\th\t70", { display: "" }],
  ["0 a \t b \th\t70", { display: " a ", selector: " b " }],
  ["0\x1b\udcfc\t\udcff\th\t70", { display: "\x1b\udcfc", selector: "\udcff" }],
  ["0a\tb\th\t70\t+", { type: (1 | PLUS) >>> 0 }],
  ["0a\tb\th\t70\t+x", { type: (1 | PLUS) >>> 0 }],
  ["0a\tb\th\t70\t?\r\n", { type: (1 | ASK) >>> 0 }],
  ["7a\tb\th\t70", { character: "7", type: GOPHER_TYPE_INDEX_SERVER }],
  ["ia\tb\th\t70", { character: "i", type: GOPHER_TYPE_INLINE }],
  ["3a\tb\th\t70", { character: "3", type: GOPHER_TYPE_ERROR }],
  ["Ha\tb\th\t70", { character: "H", type: GOPHER_TYPE_HTML }],
  ["xa\tb\th\t70", { character: "x", type: GOPHER_TYPE_UNKNOWN }],
  ["\u{1f600}a\tb\th\t70", {
    character: "\u{1f600}",
    type: GOPHER_TYPE_UNKNOWN,
  }],
  ["\udcffa\tb\th\t70", { character: "\udcff", type: GOPHER_TYPE_UNKNOWN }],
  ["0a\tb\th\t70\t\t1", {}],
  ["+a\tb\th\t70", { character: "+", type: GOPHER_TYPE_REDUNDANT }],
  ["+a\tb\th\t70\t+", {
    character: "+",
    type: (GOPHER_TYPE_REDUNDANT | PLUS) >>> 0,
  }],
  ["+a\tb\th\t70\t\t8", {
    character: "+",
    type: GOPHER_TYPE_REDUNDANT | GOPHER_TYPE_TELNET,
  }],
  ["+a\tb\th\t70\t?\t0", {
    character: "+",
    type: (GOPHER_TYPE_REDUNDANT | 1 | ASK) >>> 0,
  }],
  ["+a\tb\th\t70\t\t+", { character: "+", type: GOPHER_TYPE_REDUNDANT }],
];

for (const [locator, parts] of PARSED) {
  Deno.test(`parseLocator() accepts ${JSON.stringify(locator)}`, () => {
    assertEquals(parseLocator(locator), { ...PLAIN, ...parts });
  });
}

const NO_LOCATORS: [name: string, locator: unknown][] = [
  ["nothing", ""],
  ["null", null],
  ["a number", 70],
  ["only a line end", "\r\n"],
  ["no TAB", "0a"],
  ["two fields", "0a\tb"],
  ["three fields", "0a\tb\th"],
  ["a line without a type", "\tb\th\t70"],
  ["two lines", "0a\tb\th\t70\r\n0a\tb\th\t70\r\n"],
  ["two line ends", "0a\tb\th\t70\n\n"],
  ["a CR in the selector", "0a\tb\rc\th\t70\r\n"],
  ["an LF in the display text", "0a\nc\tb\th\t70\r\n"],
  ["a NUL in the selector", "0a\tb\0\th\t70\r\n"],
  ["a NUL in the host", "0a\tb\th\0\t70\r\n"],
  ["a blank in the host", "0a\tb\th i\t70\r\n"],
  ["a control character in the host", "0a\tb\th\x1bi\t70\r\n"],
  ["a host that is not a string", "0a\tb\t\udcff\t70\r\n"],
  ["half a character", "0a\t\ud800\th\t70\r\n"],
  ["port 65536", "0a\tb\th\t65536\r\n"],
  ["port 99999", "0a\tb\th\t99999\r\n"],
  ["a port of six digits", "0a\tb\th\t100070\r\n"],
  ["a negative port", "0a\tb\th\t-1\r\n"],
  ["a port that is a text", "0a\tb\th\thttp\r\n"],
  ["a port that is not a whole number", "0a\tb\th\t70.0\r\n"],
  ["too long a text", `0a\t${"b".repeat(MAX_LOCATOR)}\th\t70\r\n`],
];

for (const [name, locator] of NO_LOCATORS) {
  Deno.test(`parseLocator() refuses ${name}`, () => {
    const error = assertThrows(() => parseLocator(locator), InternetError);
    assertEquals(error.code, ERROR_GOPHER_INVALID_LOCATOR);
  });
}

Deno.test("parseLocator() accepts the longest line of createLocator()", () => {
  const length = MAX_MENU_LINE - "1\t\th\t70\r\n".length;
  const locator = createLocator("h", 70, "", "b".repeat(length), 0);
  assertEquals(parseLocator(locator).selector.length, length);
  assertThrows(() => createLocator("h", 70, "a", "b".repeat(length), 0));
});

Deno.test("parseLocator() needs linear time for hostile texts", () => {
  const started = cpuTime();
  for (const text of ["\t", " ", "0", "\n", "[", "\udcff"]) {
    const rest = text.repeat(MAX_LOCATOR - 10);
    for (const locator of [`0a\tb\th\t${rest}`, `0a\tb\t${rest}x\t70`, rest]) {
      try {
        parseLocator(locator);
      } catch (error) {
        assert(error instanceof InternetError);
      }
    }
  }
  assert(cpuTime() - started < 2000);
});

Deno.test("plusBits() and extraOf() are the inverse of each other", () => {
  for (const extra of ["", "+", "?"]) {
    assertEquals(extraOf(plusBits(extra)), extra);
  }
  assertEquals(plusBits("x+"), 0);
});

Deno.test("firstCharacter() does not split a surrogate pair", () => {
  assertEquals(firstCharacter(""), "");
  assertEquals(firstCharacter("ab"), "a");
  assertEquals(firstCharacter("\u{1f600}b"), "\u{1f600}");
  assertEquals(firstCharacter("\udcffb"), "\udcff");
});

Deno.test("withoutBrackets() removes both brackets or none", () => {
  const hosts = ["[::1]", "::1", "[::1", "::1]", "[]", ""];
  assertEquals(hosts.map(withoutBrackets), [
    "::1",
    "::1",
    "[::1",
    "::1]",
    "",
    "",
  ]);
});
