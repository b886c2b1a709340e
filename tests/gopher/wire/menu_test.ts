// Copyright 2026 the wininet authors. MIT license.

import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  ERROR_GOPHER_INVALID_LOCATOR,
  ERROR_GOPHER_PROTOCOL_ERROR,
  InternetError,
} from "../../../error.ts";
import {
  GOPHER_TYPE_ASK,
  GOPHER_TYPE_BINARY,
  GOPHER_TYPE_DIRECTORY,
  GOPHER_TYPE_ERROR,
  GOPHER_TYPE_GOPHER_PLUS,
  GOPHER_TYPE_HTML,
  GOPHER_TYPE_INLINE,
  GOPHER_TYPE_REDUNDANT,
  GOPHER_TYPE_TELNET,
  GOPHER_TYPE_TEXT_FILE,
  GOPHER_TYPE_UNKNOWN,
} from "../../../flags.ts";
import type { GOPHER_FIND_DATA } from "../../../structures.ts";
import { MAX_MENU_LINE, parseLocator } from "../../../_gopher/wire/locator.ts";
import {
  MAX_MENU,
  MAX_MENU_LINES,
  MenuDecoder,
  parseInfoLine,
  parseMenuBytes,
} from "../../../_gopher/wire/menu.ts";
import { displayOf, textOf } from "../../../_gopher/wire/octets.ts";
import { cpuTime } from "../../helpers/cpu_time.ts";
import { everyTwoCuts, inPieces, latin1 } from "../../helpers/splits.ts";

const TEXT = GOPHER_TYPE_TEXT_FILE;
const MENU = GOPHER_TYPE_DIRECTORY;
const INFO = GOPHER_TYPE_INLINE;
const PLUS = GOPHER_TYPE_GOPHER_PLUS;
const ASK = (GOPHER_TYPE_ASK | PLUS) >>> 0;
const MIRROR = GOPHER_TYPE_REDUNDANT;

const SERVER = { host: "server.example", port: 7070 };

type Item = [type: number, display: string, locator: string];

function itemsOf(found: readonly GOPHER_FIND_DATA[]): Item[] {
  return found.map((data) => {
    assertEquals(data.SizeLow, 0);
    assertEquals(data.SizeHigh, 0);
    assertEquals(data.LastModificationTime, null);
    assert(data.Locator.endsWith("\r\n"));
    return [data.GopherType, data.DisplayString, data.Locator.slice(0, -2)];
  });
}

function decode(pieces: Iterable<Uint8Array>, decoder = new MenuDecoder()) {
  const found: GOPHER_FIND_DATA[] = [];
  for (const piece of pieces) {
    // A caller may reuse its buffer.
    const buffer = piece.slice();
    found.push(...decoder.push(buffer));
    buffer.fill(0x2e);
  }
  found.push(...decoder.end());
  const { ended, items, loose } = decoder;
  return { items: itemsOf(found), ended, counts: [items, loose] };
}

/** The counts are the number of items and of loose lines. */
type Menu = [
  name: string,
  wire: string,
  items: Item[],
  counts: [number, number],
  ended?: true,
];

const A: Item = [TEXT, "A", "0A\t/a\th\t70"];
const B: Item = [MENU, "B", "1B\t/b\th\t7070"];
const AB = (end: string) => `0A\t/a\th\t70${end}1B\t/b\th\t7070${end}`;

const MENUS: Menu[] = [
  ["nothing", "", [], [0, 0]],
  ["lines that end with CR LF", AB("\r\n"), [A, B], [2, 0]],
  ["lines that end with LF", AB("\n"), [A, B], [2, 0]],
  ["lines that end with CR", AB("\r"), [A, B], [2, 0]],
  ["lines that end with CR LF CR", AB("\r\n\r"), [A, B], [2, 0]],
  ["lines that end with CR CR LF", AB("\r\r\n"), [A, B], [2, 0]],
  ["a last line without an end", "0A\t/a\th\t70", [A], [1, 0]],
  ["the dot", `${AB("\r\n")}.\r\n`, [A, B], [2, 0], true],
  ["the dot with LF", `${AB("\n")}.\n`, [A, B], [2, 0], true],
  ["the dot with CR", `${AB("\r")}.\r`, [A, B], [2, 0], true],
  ["the dot without a line end", `${AB("\r\n")}.`, [A, B], [2, 0], true],
  ["the dot with blanks", `${AB("\r\n")}. \t\r\n`, [A, B], [2, 0], true],
  [
    "data after the dot",
    `0A\t/a\th\t70\r\n.\r\n${AB("\r\n")}junk`,
    [A],
    [1, 0],
    true,
  ],
  ["only a dot", ".\r\n", [], [0, 0], true],
  ["two dots", "..\r\n", [[INFO, "..", "i..\t\t\t"]], [0, 1]],
  [
    "a dot before text",
    ".a\r\n0A\t/a\th\t70\r\n",
    [[INFO, ".a", "i.a\t\t\t"], A],
    [1, 1],
  ],
  [
    "a type that is a dot",
    ".a\tb\th\t70\r\n",
    [[GOPHER_TYPE_UNKNOWN, "a", ".a\tb\th\t70"]],
    [1, 0],
  ],
  [
    "empty lines",
    "\r\n\n\r \r\n\t\t\r\n \t \t\r\n\0\r\n0A\t/a\th\t70\r\n\r\n",
    [A],
    [1, 0],
  ],
  ["Gopher+", "0A\t/a\th\t70\t+\r\n", [[
    (TEXT | PLUS) >>> 0,
    "A",
    "0A\t/a\th\t70\t+",
  ]], [1, 0]],
  ["a form", "1A\t/a\th\t70\t?\r\n", [[
    (MENU | ASK) >>> 0,
    "A",
    "1A\t/a\th\t70\t?",
  ]], [1, 0]],
  ["Gopher+ with more after the sign", "0A\t/a\th\t70\t+x\ty\r\n", [[
    (TEXT | PLUS) >>> 0,
    "A",
    "0A\t/a\th\t70\t+",
  ]], [1, 0]],
  ["other fields after the port", "0A\t/a\th\t70\tx\t+\r\n", [A], [1, 0]],
  ["an empty field after the port", "0A\t/a\th\t70\t\r\n", [A], [1, 0]],
  ["one field", "0About\r\n", [[INFO, "0About", "i0About\t\t\t"]], [0, 1]],
  ["one field of text", "iText\r\n", [[INFO, "Text", "iText\t\t\t"]], [0, 0]],
  [
    "one field of an error",
    "3No\r\n",
    [[GOPHER_TYPE_ERROR, "No", "3No\t\t\t"]],
    [0, 0],
  ],
  ["two fields", "0A\t/a\r\n", [[TEXT, "A", "0A\t/a\t\t"]], [1, 0]],
  ["three fields", "0A\t/a\th\r\n", [[TEXT, "A", "0A\t/a\th\t"]], [1, 0]],
  ["an empty host", "0A\t/a\t\t70\r\n", [[TEXT, "A", "0A\t/a\t\t70"]], [1, 0]],
  ["a host with blanks", "0A\t/a\t h \t70\r\n", [A], [1, 0]],
  ["a host with a blank after it", "0A\t/a\th \t70\r\n", [A], [1, 0]],
  ["an empty port", "0A\t/a\th\t\r\n", [[TEXT, "A", "0A\t/a\th\t"]], [1, 0]],
  ["port 0", "0A\t/a\th\t0\r\n", [[TEXT, "A", "0A\t/a\th\t0"]], [1, 0]],
  ["a port with a blank", "0A\t/a\th\t70 \r\n", [A], [1, 0]],
  ["a port with a blank before a plus", "0A\t/a\th\t 70 \t+\r\n", [[
    (TEXT | PLUS) >>> 0,
    "A",
    "0A\t/a\th\t70\t+",
  ]], [1, 0]],
  ["port 99999", "0A\t/a\th\t99999\r\n", [[
    TEXT,
    "A",
    "0A\t/a\th\t99999",
  ]], [1, 0]],
  ["a port that is a text", "0A\t/a\th\tx\r\n", [[
    TEXT,
    "A",
    "0A\t/a\th\tx",
  ]], [1, 0]],
  ["text without a target", "iHi\tfake\t(NULL)\t0\r\ni\t\tnull.host\t1\r\n", [
    [INFO, "Hi", "iHi\tfake\t(NULL)\t0"],
    [INFO, "", "i\t\tnull.host\t1"],
  ], [0, 0]],
  ["an error", "3No\t\terror.host\t1\r\n", [[
    GOPHER_TYPE_ERROR,
    "No",
    "3No\t\terror.host\t1",
  ]], [0, 0]],
  ["a selector with blanks", "0A\t /a \th\t70\r\n", [[
    TEXT,
    "A",
    "0A\t /a \th\t70",
  ]], [1, 0]],
  ["an empty display text", "0\t/a\th\t70\r\n", [[
    TEXT,
    "",
    "0\t/a\th\t70",
  ]], [1, 0]],
  ["a link", "hW\tURL:http://e/\th\t70\r\n", [[
    GOPHER_TYPE_HTML,
    "W",
    "hW\tURL:http://e/\th\t70",
  ]], [1, 0]],
  ["no type", "\t/a\th\t70\r\n", [[
    INFO,
    " /a h 70",
    "i /a h 70\t\t\t",
  ]], [0, 0]],
  ["UTF-8", "0\xc3\xbc\t\xc3\xa4\th\t70\r\n", [[
    TEXT,
    "\xfc",
    "0\xfc\t\xe4\th\t70",
  ]], [1, 0]],
  ["Latin-1", "0Gr\xfc\xdfe\t/\xfc\th\t70\r\n0A\t/a\th\t70\r\n", [[
    TEXT,
    "Gr\xfc\xdfe",
    "0Gr\udcfc\udcdfe\t/\udcfc\th\t70",
  ], A], [2, 0]],
  [
    "UTF-8 beside Latin-1",
    "0\xc3\xbc\t\xfc\th\t70\r\n0\xfc\t\xc3\xbc\th\t70\n",
    [
      [TEXT, "\xfc", "0\xfc\t\udcfc\th\t70"],
      [TEXT, "\xfc", "0\udcfc\t\xfc\th\t70"],
    ],
    [2, 0],
  ],
  ["a type that is not ASCII", "\xf0\x9f\x98\x80A\t/a\th\t70\r\n", [[
    GOPHER_TYPE_UNKNOWN,
    "A",
    "\u{1f600}A\t/a\th\t70",
  ]], [1, 0]],
  ["a byte order mark", "\xef\xbb\xbf0A\t/a\th\t70\r\n", [A], [1, 0]],
  [
    "a byte order mark and Latin-1",
    "\xef\xbb\xbf0A\t/a\th\t70\n0\xfc\t/a\th\t70\n",
    [
      A,
      [TEXT, "\xfc", "0\udcfc\t/a\th\t70"],
    ],
    [2, 0],
  ],
  ["a byte order mark and a dot", "\xef\xbb\xbf.\r\n", [], [0, 0], true],
  ["only a byte order mark", "\xef\xbb\xbf", [], [0, 0]],
  ["a byte order mark before a later line", "\r\n\xef\xbb\xbf0A\t/a\th\t70\n", [
    [GOPHER_TYPE_UNKNOWN, "0A", "\ufeff0A\t/a\th\t70"],
  ], [1, 0]],
  ["escape codes", "0\x1b[1mA\x7f\t/a\x1b\th\t70\r\n", [[
    TEXT,
    "A",
    "0\x1b[1mA\x7f\t/a\x1b\th\t70",
  ]], [1, 0]],
  ["NUL bytes in a display text", "0\0A\0\t/a\th\t70\r\n", [A], [1, 0]],
  ["a NUL in a selector", "0A\t/a\0\th\t70\r\n", [[
    TEXT,
    "A",
    "0A\t/a\0\th\t70",
  ]], [1, 0]],
  ["a page of HTML", "<html>\r\n\t<p>no menu</p>\r\n", [
    [INFO, "<html>", "i<html>\t\t\t"],
    [INFO, " <p>no menu</p>", "i <p>no menu</p>\t\t\t"],
  ], [0, 1]],
  ["an unknown type", "xA\t/a\th\t70\r\n", [[
    GOPHER_TYPE_UNKNOWN,
    "A",
    "xA\t/a\th\t70",
  ]], [1, 0]],
];

const MIRRORS: [name: string, wire: string, mirrors: Item[]][] = [
  ["of the item before", "0A\t/a\th\t70\r\n+M\t/a\tm\t70\r\n", [
    [MIRROR | TEXT, "M", "+M\t/a\tm\t70\t\t0"],
  ]],
  ["of Gopher+", "1A\t/a\th\t70\t?\r\n+M\t/a\tm\t70\t+\r\n", [
    [(MIRROR | MENU | PLUS) >>> 0, "M", "+M\t/a\tm\t70\t+\t1"],
  ]],
  ["two of them", "dA\t/a\th\t70\r\n+M\t/a\tm\t70\r\n+N\t/a\tn\t70\r\n", [
    [MIRROR | GOPHER_TYPE_BINARY, "M", "+M\t/a\tm\t70\t\td"],
    [MIRROR | GOPHER_TYPE_BINARY, "N", "+N\t/a\tn\t70\t\td"],
  ]],
  [
    "after text and an error",
    "8A\t/a\th\t23\r\nihi\r\nihi\t\th\t1\r\n3no\t\th\t1\r\nloose\r\n+M\t/a\tm\t23\r\n",
    [[MIRROR | GOPHER_TYPE_TELNET, "M", "+M\t/a\tm\t23\t\t8"]],
  ],
  ["first in the menu", "+M\t/a\tm\t70\r\n", [[MIRROR, "M", "+M\t/a\tm\t70"]]],
  ["after only text", "ihi\t\th\t1\r\n+M\t/a\tm\t70\r\n", [
    [MIRROR, "M", "+M\t/a\tm\t70"],
  ]],
  ["of an unknown type", "xA\t/a\th\t70\r\n+M\t/a\tm\t70\r\n", [
    [(MIRROR | GOPHER_TYPE_UNKNOWN) >>> 0, "M", "+M\t/a\tm\t70\t\tx"],
  ]],
  ["of an item with an odd line", "0A\t/a\r\n+M\t/a\r\n", [
    [MIRROR | TEXT, "M", "+M\t/a\t\t\t\t0"],
  ]],
];

for (const [name, wire, items, counts, ended = false] of MENUS) {
  Deno.test(`MenuDecoder reads ${name}, split anywhere`, () => {
    const expected = { items, ended, counts };
    for (const pieces of everyTwoCuts(latin1(wire))) {
      assertEquals(decode(pieces), expected);
    }
    assertEquals(decode(inPieces(latin1(wire), 1)), expected);
    assertEquals(itemsOf(parseMenuBytes(latin1(wire))), items);
  });
}

for (const [name, wire, mirrors] of MIRRORS) {
  Deno.test(`MenuDecoder returns the type of a duplicate ${name}`, () => {
    for (const pieces of everyTwoCuts(latin1(wire))) {
      const found = decode(pieces).items.filter(([type]) => type & MIRROR);
      assertEquals(found, mirrors);
    }
    for (const [type, display, locator] of mirrors) {
      const parsed = parseLocator(locator);
      assertEquals(parsed.type, type);
      assertEquals([parsed.character, parsed.display], ["+", display]);
    }
  });
}

const WITH_SERVER: [wire: string, locator: string][] = [
  ["0A\t/a", "0A\t/a\tserver.example\t7070"],
  ["0A\t/a\t\t", "0A\t/a\tserver.example\t7070"],
  ["0A\t/a\t\t0", "0A\t/a\tserver.example\t7070"],
  ["0A\t/a\t\t71", "0A\t/a\tserver.example\t71"],
  ["0A\t/a\t \t71\t+", "0A\t/a\tserver.example\t71\t+"],
  ["0A\t/a\th\t", "0A\t/a\th\t"],
  ["0A\t/a\th", "0A\t/a\th\t"],
  ["iHi", "iHi\t\tserver.example\t7070"],
  ["loose", "iloose\t\tserver.example\t7070"],
];

for (const [wire, locator] of WITH_SERVER) {
  Deno.test(`MenuDecoder returns the host of ${JSON.stringify(wire)}`, () => {
    const { items } = decode([latin1(wire)], new MenuDecoder(SERVER));
    assertEquals(items.map((item) => item[2]), [locator]);
  });
}

Deno.test("MenuDecoder returns locators that parseLocator() accepts", () => {
  for (const [, wire, items] of MENUS) {
    for (const [type, , locator] of items) {
      if (/\0|99999|\tx$/.test(locator)) continue;
      assertEquals(parseLocator(`${locator}\r\n`).type, type, wire);
    }
  }
});

const BROKEN = ["0A\t/a\th\t99999", "0A\t/a\th\tx", "0A\t/\0\th\t70"];

for (const wire of BROKEN) {
  Deno.test(`MenuDecoder keeps ${JSON.stringify(wire)}, which parseLocator() refuses`, () => {
    const [item] = parseMenuBytes(latin1(wire));
    const error = assertThrows(
      () => parseLocator(item?.Locator),
      InternetError,
    );
    assertEquals(error.code, ERROR_GOPHER_INVALID_LOCATOR);
  });
}

Deno.test("MenuDecoder reads display texts in another code page", () => {
  const decoder = new TextDecoder("ibm866");
  const menu = new MenuDecoder(undefined, (octets) => decoder.decode(octets));
  const wire =
    "0\x8c\xa5\xad\xee\x1b\t/\x8c\th\t70\r\n0A\t/a\th\t70\r\ni\x8c\r\n";
  const { items } = decode([latin1(wire)], menu);
  assertEquals(items[0]?.[1], "\u041c\u0435\u043d\u044e");
  assertEquals(items[0]?.[2].split("\t")[1], "/\udc8c");
  assertEquals(items.slice(1).map((item) => item[1]), ["A", "\u041c"]);
});

Deno.test("MenuDecoder returns items before the menu ends", () => {
  const decoder = new MenuDecoder();
  assertEquals(decoder.push(latin1("0A\t/a\th\t70\r")).length, 1);
  assertEquals(decoder.push(latin1("\n1B\t/b")).length, 0);
  assertEquals(decoder.push(latin1("\th\t70\n.")).length, 1);
  assertEquals(decoder.ended, false);
  assertEquals(decoder.push(latin1("\r")).length, 0);
  assertEquals(decoder.ended, true);
  assertEquals(decoder.push(latin1("0A\t/a\th\t70\r\n")), []);
  assertEquals(decoder.end(), []);
});

const LONG = "a".repeat(MAX_MENU_LINE - 1);

const LONG_LINES: [name: string, wire: string, refused: boolean][] = [
  ["a line of the greatest length", `i${LONG}\r\n`, false],
  ["a longer line", `i${LONG}a\r\n`, true],
  ["a longer line without an end", `i${LONG}a`, true],
  ["the greatest length of UTF-8", `i${"\xc3\xbc".repeat(32_767)}a\n`, false],
  ["a longer line of UTF-8", `i${"\xc3\xbc".repeat(32_767)}ab\n`, true],
  ["the greatest length of Latin-1", `i${"\xfc".repeat(65_535)}\n`, false],
  ["a longer line of Latin-1", `i${"\xfc".repeat(65_536)}\n`, true],
  ["a long line of blanks", `${" ".repeat(65_537)}\n`, true],
];

for (const [name, wire, refused] of LONG_LINES) {
  Deno.test(`MenuDecoder ${refused ? "refuses" : "accepts"} ${name}`, () => {
    const bytes = latin1(`0A\t/a\th\t70\r\n${wire}0A\t/a\th\t70\r\n`);
    for (const size of [bytes.length, 60_000, 7]) {
      const decoder = new MenuDecoder();
      const found: GOPHER_FIND_DATA[] = [];
      const run = () => {
        for (const piece of inPieces(bytes, size)) {
          found.push(...decoder.push(piece));
        }
        found.push(...decoder.end());
      };
      if (refused) {
        const error = assertThrows(run, InternetError, "65536");
        assertEquals(error.code, ERROR_GOPHER_PROTOCOL_ERROR);
        // Earlier items are not lost.
        assertEquals(itemsOf(found), [A]);
      } else {
        run();
        assertEquals(found.length, 3);
      }
    }
  });
}

Deno.test("MenuDecoder limits the number of lines", () => {
  const decoder = new MenuDecoder();
  const lines = latin1("ia\n".repeat(1000));
  for (let count = 0; count < MAX_MENU_LINES; count += 1000) {
    assertEquals(decoder.push(lines).length, 1000);
  }
  assertEquals(decoder.push(latin1("\n")), []);
  const error = assertThrows(
    () => decoder.push(latin1("ia\nia\n")),
    InternetError,
    `${MAX_MENU_LINES} lines`,
  );
  assertEquals(error.code, ERROR_GOPHER_PROTOCOL_ERROR);
  assertThrows(() => decoder.push(latin1("ia\n")), InternetError);
  assertThrows(() => decoder.end(), InternetError);
});

Deno.test("MenuDecoder.end() refuses the line beyond the limit", () => {
  const decoder = new MenuDecoder();
  decoder.push(latin1("ia\n".repeat(MAX_MENU_LINES)));
  decoder.push(latin1("ia"));
  assertThrows(() => decoder.end(), InternetError);
});

Deno.test("MenuDecoder refuses empty lines without an end", () => {
  const decoder = new MenuDecoder();
  const lines = new Uint8Array(2 ** 24).fill(0x0a);
  for (let length = 0; length < MAX_MENU; length += lines.length) {
    assertEquals(decoder.push(lines), []);
  }
  const error = assertThrows(
    () => decoder.push(latin1("a")),
    InternetError,
    `${MAX_MENU} bytes`,
  );
  assertEquals(error.code, ERROR_GOPHER_PROTOCOL_ERROR);
});

Deno.test("MenuDecoder needs linear time for hostile lines", () => {
  const started = cpuTime();
  const size = 2 ** 18;
  for (
    const pattern of [
      "\t",
      "a",
      "aaa\n",
      "\xff",
      "\xff\t",
      "+\t\t\t\t\n",
      ".",
      " ",
    ]
  ) {
    const line = latin1(pattern.repeat(MAX_MENU_LINE / 8));
    for (const piece of [1, 4096]) {
      const decoder = new MenuDecoder();
      for (let length = 0; length < size; length += line.length + 1) {
        for (const part of inPieces(line, piece)) {
          if (!decoder.ended) decoder.push(part);
        }
        decoder.push(latin1("\n"));
      }
      decoder.end();
    }
  }
  assert(cpuTime() - started < 20_000);
});

const INFO_LINES: [line: string, item: Item][] = [
  ["0A\t/a\th\t70\t+", [(TEXT | PLUS) >>> 0, "A", "0A\t/a\th\t70\t+"]],
  ["0A\t/a\th\t70\t+\r\n", [(TEXT | PLUS) >>> 0, "A", "0A\t/a\th\t70\t+"]],
  [" 0A\t/a\th\t70", A],
  ["0A\t/a\th\t70\r\n1B\t/b\th\t70\r\n", A],
  ["0A\t/a", [TEXT, "A", "0A\t/a\tserver.example\t7070"]],
  ["+A\t/a\th\t70\t?", [(MIRROR | ASK) >>> 0, "A", "+A\t/a\th\t70\t?"]],
  ["0\udcfc\t/\udcfc\th\t70", [TEXT, "\xfc", "0\udcfc\t/\udcfc\th\t70"]],
  ["", [INFO, "", "i\t\tserver.example\t7070"]],
  [".", [INFO, ".", "i.\t\tserver.example\t7070"]],
];

for (const [line, item] of INFO_LINES) {
  Deno.test(`parseInfoLine() accepts ${JSON.stringify(line)}`, () => {
    assertEquals(itemsOf([parseInfoLine(line, SERVER)]), [item]);
  });
}

Deno.test("parseInfoLine() reads the display text in another code page", () => {
  const decoder = new TextDecoder("ibm866");
  const item = parseInfoLine(
    "0\udc8c\t/a\th\t70",
    undefined,
    (octets) => decoder.decode(octets),
  );
  assertEquals(item.DisplayString, "\u041c");
});

Deno.test("parseMenuBytes() joins the pieces that it reads", () => {
  const lines = Array.from(
    { length: 10_000 },
    (_, at) => `0Gr\xfc\xdfe ${at}\t/${at}\th\t70\r\n`,
  );
  const found = parseMenuBytes(latin1(lines.join("")));
  assertEquals(found.length, lines.length);
  for (const [at, { DisplayString, Locator }] of found.entries()) {
    assertEquals(DisplayString, `Gr\xfc\xdfe ${at}`);
    assertEquals(Locator, `0Gr\udcfc\udcdfe ${at}\t/${at}\th\t70\r\n`);
  }
});

Deno.test("parseMenuBytes() reads each line like textOf() and displayOf(), with any encodings of the others", () => {
  // A Lehmer generator: the same lines in every run.
  let state = 1;
  const next = (below: number) =>
    (state = state * 48_271 % 2_147_483_647) % below;
  const parts = [
    "plain",
    "\xfc",
    "\xc3\xbc",
    "\xcd\xbb",
    "\xe9t\xe9",
    "\xf0\x9f\x98\x80",
    "\xe2\x82",
    "\x80\x93\x81",
    "\xc9\xcd\xcd\xbb".repeat(20),
  ];
  const part = () => parts[next(parts.length)]! + parts[next(3)]!;
  for (let round = 0; round < 300; round++) {
    const lines = Array.from(
      { length: 1 + next(8) },
      () => `0${part()} ${part()}\t/${part()}\th\t70`,
    );
    const found = parseMenuBytes(latin1(lines.join("\r\n")));
    const wanted = lines.map((line) => [
      displayOf(textOf(latin1(line.slice(1, line.indexOf("\t"))))),
      `${textOf(latin1(line))}\r\n`,
    ]);
    assertEquals(
      found.map((item) => [item.DisplayString, item.Locator]),
      wanted,
    );
  }
});
