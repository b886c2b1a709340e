// Copyright 2026 the wininet authors. MIT license.

import { assert, assertEquals, assertThrows } from "@std/assert";
import { ERROR_GOPHER_PROTOCOL_ERROR, InternetError } from "../../../error.ts";
import {
  type AttributeBlock,
  BlockDecoder,
  ItemDecoder,
  MAX_BLOCK,
  MAX_BLOCK_LINES,
  MAX_ITEM,
  MAX_ITEM_BLOCKS,
} from "../../../_gopher/wire/blocks.ts";
import { MAX_TEXT_LINE } from "../../../_gopher/wire/lines.ts";
import { MAX_MENU_LINES } from "../../../_gopher/wire/menu.ts";
import { textOf } from "../../../_gopher/wire/octets.ts";
import { cpuTime } from "../../helpers/cpu_time.ts";
import { everyTwoCuts, inPieces, latin1 } from "../../helpers/splits.ts";

interface Decoder<T> {
  push(chunk: Uint8Array): T[];
  end(): T[];
}

function decode<T>(decoder: Decoder<T>, pieces: Iterable<Uint8Array>): T[] {
  const found: T[] = [];
  for (const piece of pieces) found.push(...decoder.push(piece));
  found.push(...decoder.end());
  return found;
}

function block(name: string, inline = "", ...lines: string[]): AttributeBlock {
  return { name, inline, lines };
}

const INFO = "0About\t/about\tgopher.example\t70\t+";

const BLOCKS: [name: string, wire: string, blocks: AttributeBlock[]][] = [
  ["nothing", "", []],
  [
    "blocks as they should be",
    `+INFO: ${INFO}\r\n+ADMIN:\r\n Admin: Jo <jo@a.example>\r\n Mod-Date: <1>\r\n` +
    "+ABSTRACT:\r\n One\r\n two\r\n",
    [
      block("+INFO", INFO),
      block("+ADMIN", "", "Admin: Jo <jo@a.example>", "Mod-Date: <1>"),
      block("+ABSTRACT", "", "One", "two"),
    ],
  ],
  ["only LF and no last line end", "+A:\n b\n+C:\n d", [
    block("+A", "", "b"),
    block("+C", "", "d"),
  ]],
  ["a name without a colon", "+ADMIN\r\n a\r\n", [block("+ADMIN", "", "a")]],
  ["a name with a blank after it", "+ADMIN: \r\n+VIEWS \r\n+ASK :\r\n", [
    block("+ADMIN"),
    block("+VIEWS"),
    block("+ASK"),
  ]],
  ["a name with text and no colon", `+INFO ${INFO}\n`, [block("+INFO", INFO)]],
  ["a name in lower case", "+Info: x\n+views:\n", [
    block("+INFO", "x"),
    block("+VIEWS"),
  ]],
  ["a name with other characters", "+3D-ICON: a: b \n", [
    block("+3D-ICON", "a: b "),
  ]],
  ["a text after the name without a blank", "+URL:http://a.example/\n", [
    block("+URL", "http://a.example/"),
  ]],
  ["lines without the blank", "+ABSTRACT:\na\n\n\tb\n  c\n", [
    block("+ABSTRACT", "", "a", "", "\tb", " c"),
  ]],
  ["pluses that start no block", "+A:\n +B:\n+\n+ c\n++d\n+:\n", [
    block("+A", "", "+B:", "+", "+ c", "++d", "+:"),
  ]],
  ["lines before the first block", "\r\nwords\r\n a\r\n+A:\r\n b\r\n", [
    block("+A", "", "b"),
  ]],
  ["a dot at the end", "+A:\r\n b\r\n.\r\n", [block("+A", "", "b")]],
  ["a dot that is of the block", "+A:\n .\n+B:\n.\n c\n .\n", [
    block("+A", "", "."),
    block("+B", "", ".", "c", "."),
  ]],
  ["a dot after a name", "+A:\n.\n", [block("+A")]],
  ["bytes that are not UTF-8", "+A: \xe4\n \xc3\xa4\xff\n", [
    block("+A", textOf(latin1("\xe4")), textOf(latin1("\xc3\xa4\xff"))),
  ]],
  ["the same name twice", "+A:\n a\n+A:\n b\n", [
    block("+A", "", "a"),
    block("+A", "", "b"),
  ]],
];

for (const [name, wire, blocks] of BLOCKS) {
  Deno.test(`BlockDecoder reads ${name}, split anywhere`, () => {
    const bytes = latin1(wire);
    assertEquals(decode(new BlockDecoder(), [bytes]), blocks);
    assertEquals(decode(new BlockDecoder(), inPieces(bytes, 1)), blocks);
    for (const pieces of everyTwoCuts(bytes)) {
      assertEquals(decode(new BlockDecoder(), pieces), blocks);
    }
  });
}

Deno.test("BlockDecoder returns a block when the next one starts", () => {
  const decoder = new BlockDecoder();
  assertEquals(decoder.push(latin1("+A:\n b\n")), []);
  assertEquals(decoder.push(latin1("+C:\n")), [block("+A", "", "b")]);
  assertEquals(decoder.end(), [block("+C")]);
  assertEquals(decoder.end(), []);
});

const ITEMS: [name: string, wire: string, items: AttributeBlock[][]][] = [
  ["nothing", "", []],
  ["one item", "+INFO: a\n+ADMIN:\n b\n", [
    [block("+INFO", "a"), block("+ADMIN", "", "b")],
  ]],
  ["items with and without more blocks", "+INFO: a\n+INFO: b\n+X:\n+INFO: c", [
    [block("+INFO", "a")],
    [block("+INFO", "b"), block("+X")],
    [block("+INFO", "c")],
  ]],
  ["blocks before the first item", "+ADMIN:\n a\n+X:\n+INFO: b\n+Y:\n", [
    [block("+INFO", "b"), block("+Y")],
  ]],
  ["no item at all", "+ADMIN:\n a\n+X:\n", []],
  ["a menu instead", "0a\t/a\th\t70\r\n1b\t/b\th\t70\r\n.\r\n", []],
  ["a dot at the end", "+INFO: a\n+X:\n b\n.\n", [
    [block("+INFO", "a"), block("+X", "", "b")],
  ]],
];

for (const [name, wire, items] of ITEMS) {
  Deno.test(`ItemDecoder reads ${name}, split anywhere`, () => {
    const bytes = latin1(wire);
    assertEquals(decode(new ItemDecoder(), [bytes]), items);
    assertEquals(decode(new ItemDecoder(), inPieces(bytes, 1)), items);
    for (const pieces of everyTwoCuts(bytes)) {
      assertEquals(decode(new ItemDecoder(), pieces), items);
    }
  });
}

Deno.test("ItemDecoder returns an item with the first block of the next one", () => {
  const decoder = new ItemDecoder();
  assertEquals(decoder.push(latin1("+INFO: a\n+X:\n b\n")), []);
  const [item] = decoder.push(latin1("+INFO: c\n+Y:\n"));
  assertEquals(item, [block("+INFO", "a"), block("+X", "", "b")]);
  assertEquals(decoder.end(), [[block("+INFO", "c"), block("+Y")]]);
  assertEquals(decoder.end(), []);
});

/** Yields a text that never ends. */
function* endless(start: string, more: string): Generator<Uint8Array> {
  yield latin1(start);
  const piece = latin1(more);
  for (;;) yield piece;
}

const LONG = ` ${"a".repeat(60_000)}\n`;

const TOO_MUCH: [
  name: string,
  pieces: () => Iterable<Uint8Array>,
  why: string,
][] = [
  [
    "a line without an end",
    () => endless("+A:\n ", "a".repeat(1000)),
    `${MAX_TEXT_LINE} bytes`,
  ],
  [
    "a block without an end",
    () => endless("+A:\n", " a\n".repeat(1000)),
    `${MAX_BLOCK_LINES} lines`,
  ],
  [
    "a block with too many characters",
    () => endless("+A:\n", LONG),
    `${MAX_BLOCK} characters`,
  ],
  [
    "blocks without an end",
    () => endless("+INFO: a\n", "+A:\n"),
    `${MAX_ITEM_BLOCKS} blocks`,
  ],
  [
    "an item with too many characters",
    () => endless("+INFO: a\n", "+A:\n" + LONG),
    `${MAX_ITEM} characters`,
  ],
];

for (const [name, pieces, why] of TOO_MUCH) {
  for (const make of [() => new BlockDecoder(), () => new ItemDecoder()]) {
    const decoder = make();
    Deno.test(`${decoder.constructor.name} refuses ${name}`, () => {
      const error = assertThrows(
        () => decode<unknown>(decoder, pieces()),
        InternetError,
        why,
      );
      assertEquals(error.code, ERROR_GOPHER_PROTOCOL_ERROR);
    });
  }
}

Deno.test("BlockDecoder refuses a second item if one was requested", () => {
  const decoder = new BlockDecoder();
  decoder.push(latin1("+INFO: a\n"));
  const error = assertThrows(
    () => decoder.push(latin1("+INFO: b\n")),
    InternetError,
    "1 items",
  );
  assertEquals(error.code, ERROR_GOPHER_PROTOCOL_ERROR);
});

Deno.test("BlockDecoder accepts the largest block", () => {
  const wire = latin1(`+A:\n${" b\n".repeat(MAX_BLOCK_LINES)}`);
  const [found] = decode(new BlockDecoder(), [wire]);
  assertEquals(found?.lines.length, MAX_BLOCK_LINES);
  const rest = MAX_BLOCK - "+A:\n".length - 17 * LONG.length;
  const large = latin1(`+A:\n${LONG.repeat(17)} ${"b".repeat(rest - 2)}\n`);
  assertEquals(decode(new BlockDecoder(), [large])[0]?.lines.length, 18);
  const larger = latin1(`+A:\n${LONG.repeat(17)} ${"b".repeat(rest - 1)}\n`);
  assertThrows(() => decode(new BlockDecoder(), [larger]), InternetError);
});

Deno.test("ItemDecoder counts blocks and characters separately for each item", () => {
  const item = `+INFO: a\n${"+A:\n".repeat(MAX_ITEM_BLOCKS - 1)}`;
  assertEquals(decode(new ItemDecoder(), [latin1(item.repeat(3))]).length, 3);
  const large = `+INFO: a\n${`+A:\n${LONG.repeat(16)}`.repeat(4)}`;
  const pieces = inPieces(latin1(large.repeat(3)), 65_536);
  assertEquals(decode(new ItemDecoder(), pieces).length, 3);
});

Deno.test("ItemDecoder accepts the maximum number of items, and no more, in linear time", () => {
  const started = cpuTime();
  const decoder = new ItemDecoder();
  const piece = latin1("+INFO: a\n".repeat(10_000));
  let count = 0;
  for (let round = 0; round < MAX_MENU_LINES / 10_000; round++) {
    count += decoder.push(piece).length;
  }
  assertEquals(count, MAX_MENU_LINES - 2);
  assertThrows(
    () => decoder.push(latin1("+INFO: b\n")),
    InternetError,
    String(MAX_MENU_LINES),
  );
  assert(cpuTime() - started < 5000);
});
