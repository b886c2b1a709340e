// Copyright 2026 the wininet authors. MIT license.

import { assertEquals, assertThrows } from "@std/assert";
import {
  ERROR_GOPHER_DATA_ERROR,
  ERROR_GOPHER_PROTOCOL_ERROR,
  ERROR_INTERNET_CONNECTION_ABORTED,
  InternetError,
} from "../../../error.ts";
import {
  GOPHER_TYPE_GOPHER_PLUS,
  GOPHER_TYPE_INLINE,
  GOPHER_TYPE_REDUNDANT,
  GOPHER_TYPE_TEXT_FILE,
} from "../../../flags.ts";
import type { GOPHER_FIND_DATA } from "../../../structures.ts";
import {
  CsoEntries,
  type EntryDecoder,
  MenuEntries,
  PlusEntries,
} from "../../../_gopher/wire/entries.ts";
import { everyTwoCuts, inPieces, latin1 } from "../../helpers/splits.ts";

const SERVER = { host: "gopher.example", port: 7070 };

/** Decodes pieces. */
function decode(
  decoder: EntryDecoder,
  pieces: Iterable<Uint8Array>,
): GOPHER_FIND_DATA[] {
  const entries: GOPHER_FIND_DATA[] = [];
  for (const piece of pieces) {
    if (decoder.ended) return entries;
    entries.push(...decoder.push(piece));
  }
  return decoder.ended ? entries : [...entries, ...decoder.end()];
}

function shown(entries: readonly GOPHER_FIND_DATA[]): string[] {
  return entries.map(({ DisplayString }) => DisplayString);
}

const DECODERS: Record<string, () => EntryDecoder> = {
  MenuEntries: () => new MenuEntries(SERVER),
  PlusEntries: () => new PlusEntries(SERVER),
  CsoEntries: () => new CsoEntries(),
};

const ONE = "0One\t/1\ta.example\t70\r\n";
const INFO = "+INFO: 0One\t/1\ta.example\t70\t+\r\n";

const INPUTS: [
  decoder: keyof typeof DECODERS,
  name: string,
  wire: string,
  lines: string[],
][] = [
  ["MenuEntries", "a menu", `iHi\r\n${ONE}.\r\n`, ["Hi", "One"]],
  ["MenuEntries", "a menu without a dot", `iHi\r\n${ONE}`, ["Hi", "One"]],
  ["MenuEntries", "only information", "iHi\r\niHo\r\n.\r\n", ["Hi", "Ho"]],
  ["MenuEntries", "a text before an item", `Hi you\n${ONE}`, ["Hi you", "One"]],
  ["MenuEntries", "an error and an item", `3No\r\n${ONE}.`, ["No", "One"]],
  ["MenuEntries", "bytes after the dot", `${ONE}.\r\n0x\ty`, ["One"]],
  ["MenuEntries", "a lone dot", ".\r\n", []],
  ["MenuEntries", "nothing", "", []],
  [
    "PlusEntries",
    "items",
    `${INFO}+VIEWS:\r\n text/plain: <1k>\r\n+INFO: 1B\t/b\r\n`,
    ["One", "B"],
  ],
  ["PlusEntries", "blocks before +INFO", `+ADMIN:\r\n A: b\r\n${INFO}`, [
    "One",
  ]],
  ["PlusEntries", "a plain menu", ONE, []],
  ["PlusEntries", "nothing", "", []],
  [
    "CsoEntries",
    "lines",
    "102:x\r\n-200:1: name: Ann\r\n-200:1: : B\r\n200:Ok.\r\n",
    ["name: Ann", "B"],
  ],
  ["CsoEntries", "bytes after the end", "-200:1: a: b\n200:Ok\nxyz", [
    "a: b",
  ]],
  ["CsoEntries", "no match", "501:No\r\n", []],
];

for (const [decoder, name, wire, lines] of INPUTS) {
  const make = DECODERS[decoder]!;
  Deno.test(`${decoder} reads ${name}`, () => {
    assertEquals(shown(decode(make(), [latin1(wire)])), lines);
  });

  Deno.test(`${decoder} reads ${name}, split at every pair of positions`, () => {
    const whole = decode(make(), [latin1(wire)]);
    for (const pieces of everyTwoCuts(latin1(wire))) {
      assertEquals(decode(make(), pieces), whole);
    }
    assertEquals(decode(make(), inPieces(latin1(wire), 1)), whole);
  });
}

const FAILURES: [
  decoder: keyof typeof DECODERS,
  name: string,
  wire: string,
  code: number,
  text: string | null,
][] = [
  [
    "MenuEntries",
    "lines of type 3",
    "iHm\r\n3No\t\tx\t1\r\n3Go\t\tx\t1\r\n.\r\n",
    ERROR_GOPHER_DATA_ERROR,
    "Hm\r\nNo\r\nGo",
  ],
  [
    "MenuEntries",
    "a text that is not a menu",
    "<html>\r\n</html>",
    ERROR_GOPHER_DATA_ERROR,
    "<html>\r\n</html>",
  ],
  [
    "CsoEntries",
    "a refusal",
    "502:Too many\r\n",
    ERROR_GOPHER_DATA_ERROR,
    "502:Too many",
  ],
  [
    "CsoEntries",
    "a menu",
    "iHi\r\n",
    ERROR_GOPHER_PROTOCOL_ERROR,
    "iHi",
  ],
  [
    "CsoEntries",
    "a truncated reply",
    "-200:1: a: b\r\n",
    ERROR_INTERNET_CONNECTION_ABORTED,
    null,
  ],
];

for (const [decoder, name, wire, code, text] of FAILURES) {
  Deno.test(`${decoder} fails for ${name}, split at every pair of positions`, () => {
    for (const pieces of everyTwoCuts(latin1(wire))) {
      const error = assertThrows(
        () => decode(DECODERS[decoder]!(), pieces),
        InternetError,
      );
      assertEquals(error.code, code);
      assertEquals(error.responseText ?? null, text || null);
    }
  });
}

Deno.test("MenuEntries has the first line of type 3 in the message", () => {
  assertThrows(
    () =>
      decode(DECODERS["MenuEntries"]!(), [
        latin1("iHm\r\n3No\t\tx\t1\r\n3Go\t\tx\t1\r\n"),
      ]),
    InternetError,
    'Cannot list the menu: the server replied "No"',
  );
});

Deno.test("MenuEntries shows at most 200 characters in the message", () => {
  const error = assertThrows(
    () => decode(DECODERS["MenuEntries"]!(), [latin1("x".repeat(5000))]),
    InternetError,
  );
  assertEquals(error.message.match(/x+"/)?.[0].length, 201);
  assertEquals(error.responseText?.length, 5000);
});

Deno.test("MenuEntries shows no secrets in its error", () => {
  const decoder = new MenuEntries(SERVER, undefined, ["pw"]);
  const error = assertThrows(
    () => decode(decoder, [latin1("iNo pw\r\n3Bad pw\t\tx\t1\r\n")]),
    InternetError,
    'the server replied "Bad ***"',
  );
  assertEquals(error.responseText, "No ***\r\nBad ***");
});

Deno.test("MenuEntries holds lines back until one has a target", () => {
  const decoder = new MenuEntries(SERVER);
  assertEquals(decoder.push(latin1("iHi\r\n3No\r\n")), []);
  assertEquals(shown(decoder.push(latin1(ONE))), ["Hi", "No", "One"]);
  assertEquals(shown(decoder.push(latin1("3Oh\r\n"))), ["Oh"]);
  assertEquals(decoder.ended, false);
});

Deno.test("MenuEntries holds back at most 1000 lines", () => {
  const decoder = new MenuEntries(SERVER);
  assertEquals(decoder.push(latin1("iHi\r\n".repeat(999))), []);
  assertEquals(decoder.push(latin1("iHi\r\n")).length, 1000);
  assertEquals(decoder.push(latin1("iHi\r\n")).length, 1);
});

Deno.test("MenuEntries uses the server of the menu for items without a host", () => {
  const [entry] = decode(new MenuEntries(SERVER), [latin1("0A\t/a\r\n")]);
  assertEquals(entry?.Locator, "0A\t/a\tgopher.example\t7070\r\n");
});

Deno.test("PlusEntries uses the server of the menu for items without a host", () => {
  const [entry] = decode(new PlusEntries(SERVER), [
    latin1("+INFO: 0A\t/a\t\t\t+\r\n"),
  ]);
  assertEquals(entry?.Locator, "0A\t/a\tgopher.example\t7070\t+\r\n");
});

Deno.test("PlusEntries returns sizes and dates", () => {
  const [entry] = decode(new PlusEntries(SERVER), [
    latin1(`${INFO}+ADMIN:\r\n Mod-Date: <20200102030405>\r\n`),
    latin1("+VIEWS:\r\n text/plain: <5G>\r\n"),
  ]);
  assertEquals(entry, {
    DisplayString: "One",
    GopherType: entry!.GopherType,
    SizeLow: 0x4000_0000,
    SizeHigh: 1,
    LastModificationTime: new Date("2020-01-02T03:04:05Z"),
    Locator: "0One\t/1\ta.example\t70\t+\r\n",
  });
});

Deno.test("PlusEntries returns a duplicate with the type of the item that it duplicates", () => {
  const [, , copy, ...others] = decode(new PlusEntries(SERVER), [
    latin1(`${INFO}+INFO: iHi\tx\ta.example\t70\r\n`),
    latin1("+INFO: +Two\t/2\tb.example\t70\t+\r\n"),
  ]);
  assertEquals(others, []);
  assertEquals(copy?.Locator, "+Two\t/2\tb.example\t70\t+\t0\r\n");
  assertEquals(
    copy?.GopherType,
    (GOPHER_TYPE_TEXT_FILE | GOPHER_TYPE_REDUNDANT |
      GOPHER_TYPE_GOPHER_PLUS) >>> 0,
  );
});

Deno.test("CsoEntries returns lines without a target", () => {
  const [entry] = decode(new CsoEntries(), [
    latin1("-200:1: a: b\tc\x1b\r\n200:Ok\r\n"),
  ]);
  assertEquals(entry, {
    DisplayString: "a: b c",
    GopherType: GOPHER_TYPE_INLINE,
    SizeLow: 0,
    SizeHigh: 0,
    LastModificationTime: null,
    Locator: "ia: b c\x1b\t\t\t0\r\n",
  });
});

/** A code page in which all bytes are the letter A. */
const asA = (octets: Uint8Array) => "A".repeat(octets.length);

const PAGES: [decoder: EntryDecoder, wire: string, text: string][] = [
  [new MenuEntries(SERVER, asA), "i\xff\xfe\r\n", "AA"],
  [new PlusEntries(SERVER, asA), "+INFO: 0\xff\xfe\t/\xff\r\n", "AA"],
  [new CsoEntries(asA), "-200:1: \xff: x\r\n200:Ok\r\n", "AAAA"],
];

for (const [decoder, wire, text] of PAGES) {
  Deno.test(`${decoder.constructor.name} decodes texts of another code page`, () => {
    assertEquals(shown(decode(decoder, [latin1(wire)])), [text]);
  });
}
