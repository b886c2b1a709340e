// Copyright 2026 the wininet authors. MIT license.

import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { ERROR_INVALID_PARAMETER, InternetError } from "../../../error.ts";
import { parseListing, parseListingLines } from "../../../ftp.ts";
import { NOW } from "./cases.ts";

const UNIX = "-rw-r--r-- 1 a b 5 Sep 17  2012 ";

/** Listings whose lines depend on each other. */
const LISTINGS: [name: string, text: string][] = [
  ["CRLF", `total 2\r\n${UNIX}one\r\nwhat is this\r\n${UNIX}two\r\n`],
  ["LF", `${UNIX}one\n${UNIX}two`],
  ["CRCRLF", `${UNIX}one\r\r\n${UNIX}two\r\r\n`],
  ["a bare LF in a name", `${UNIX}one\r\n${UNIX}t\nw\no\r\n${UNIX}three\r\n`],
  [
    "a bare LF between entries",
    `total 2\r\n${UNIX}one\n${UNIX}two\nno\r\n${UNIX}x\r\n`,
  ],
  ["two lines of VMS", "A.B;2\r\n  5 6-JUN-2002 23:51\r\nA.B;1\r\n"],
  ["two lines of dls", "A.long.name\n                   7921\nother\n"],
  ["nothing", ""],
  ["line ends", "\r\n\r\n\n"],
];

async function* pieces(...texts: string[]): AsyncGenerator<string, void> {
  for (const text of texts) yield await text;
}

for (const [name, text] of LISTINGS) {
  Deno.test(`parseListingLines() returns the same entries as parseListing() for ${name}, split at every pair of positions`, async () => {
    const expected: string[] = [];
    const entries = parseListing(text, NOW, (line) => expected.push(line));
    for (let first = 0; first <= text.length; first += 1) {
      for (let second = first; second <= text.length; second += 7) {
        const cut = [
          text.slice(0, first),
          text.slice(first, second),
          text.slice(second),
        ];
        const unknown: string[] = [];
        const found = await Array.fromAsync(
          parseListingLines(
            pieces(...cut),
            NOW,
            (line) => unknown.push(line),
          ),
        );
        assertEquals(found, entries);
        assertEquals(unknown, expected);
      }
    }
  });
}

Deno.test("parseListingLines() accepts a string, and a stream of strings", async () => {
  const text = `${UNIX}one\n${UNIX}two\n`;
  const expected = parseListing(text, NOW);
  assertEquals(expected.length, 2);
  assertEquals(await Array.fromAsync(parseListingLines(text, NOW)), expected);
  const stream = new Blob([text]).stream().pipeThrough(new TextDecoderStream());
  assertEquals(await Array.fromAsync(parseListingLines(stream, NOW)), expected);
});

Deno.test("parseListingLines() yields entries before the text has ended", async () => {
  let ended = false;
  async function* endless() {
    try {
      yield `${UNIX}one\n`;
      yield await new Promise<string>(() => {});
    } finally {
      ended = true;
    }
  }
  const texts = endless();
  const lines = parseListingLines(texts, NOW);
  assertEquals((await lines.next()).value?.cFileName, "one");
  assertEquals(ended, false);
});

Deno.test("parseListingLines() ends the text when the program stops", async () => {
  let ended = false;
  async function* texts() {
    try {
      for (;;) yield await `${UNIX}one\n`;
    } finally {
      ended = true;
    }
  }
  for await (const _ of parseListingLines(texts(), NOW)) break;
  assert(ended);
});

for (const size of [50_000, 100]) {
  Deno.test(`parseListingLines() lets timers run while it reads many pieces of ${size} lines`, async () => {
    await readWhileTimersRun(size);
  });
}

async function readWhileTimersRun(size: number): Promise<void> {
  const texts = Array.from(
    { length: 50_000 / size },
    () => `${UNIX}name\r\n`.repeat(size),
  );
  let turns = 0;
  let going = true;
  const turn = () => going && setTimeout(() => turn(), turns++ && 0);
  turn();
  let count = 0;
  for await (const _ of parseListingLines(pieces(...texts), NOW)) count++;
  going = false;
  await new Promise((resolve) => setTimeout(resolve, 5));
  assertEquals(count, 50_000);
  assert(turns > 5, `${turns} turns`);
}

for (
  const [name, call] of [
    ["a number for the text", () => parseListingLines(5 as never)],
    ["null for the text", () => parseListingLines(null as never)],
    ["bytes for the text", () => parseListingLines(new Uint8Array() as never)],
    ["a number for now", () => parseListingLines("", 5 as never)],
    ["a text for onUnknown", () => parseListingLines("", NOW, "" as never)],
    [
      "a text for onUnknown of parseListing()",
      () => parseListing("", NOW, "" as never),
    ],
  ] as [string, () => unknown][]
) {
  Deno.test(`parseListingLines() refuses ${name}`, () => {
    const error = assertThrows(call, InternetError);
    assertEquals(error.code, ERROR_INVALID_PARAMETER);
  });
}

Deno.test("parseListingLines() refuses pieces that are not strings", async () => {
  const lines = parseListingLines(pieces("", 5 as never), NOW);
  const error = await assertRejects(() => lines.next(), InternetError);
  assertEquals(error.code, ERROR_INVALID_PARAMETER);
});
