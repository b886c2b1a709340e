// Copyright 2026 the wininet authors. MIT license.

import { assert, assertEquals } from "@std/assert";
import { ChunkWalker } from "../../_http/chunk_walker.ts";
import { everyTwoCuts, inPieces, latin1 } from "../splits.ts";

interface Seen {
  payload: number;
  complete: boolean;
  malformed: boolean;
}

const BODIES: [name: string, body: string, seen: Seen][] = [
  ["an empty body", "0\r\n\r\n", whole(0)],
  ["two chunks", "5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n", whole(11)],
  [
    "upper and lower case sizes",
    "a\r\n0123456789\r\nA\r\n0123456789\r\n0\r\n\r\n",
    whole(20),
  ],
  ["leading zeros", "0005\r\nhello\r\n000\r\n\r\n", whole(5)],
  ["extensions", '5;a=1;b="x"\r\nhello\r\n0;last\r\n\r\n', whole(5)],
  ["blanks behind a size", "5 \t\r\nhello\r\n0 \r\n\r\n", whole(5)],
  ["trailers", "1\r\nx\r\n0\r\nX-A: 1\r\nX-B: 2\r\n\r\n", whole(1)],
  ["bare LF", "5\nhello\n0\n\n", whole(5)],
  ["CRLF in the payload", "4\r\n\r\n\r\n\r\n0\r\n\r\n", whole(4)],
  [
    "bytes behind the end",
    "1\r\nx\r\n0\r\n\r\nHTTP/1.1 200 OK\r\n\r\n",
    whole(1),
  ],
  ["no last chunk", "5\r\nhello\r\n", {
    payload: 5,
    complete: false,
    malformed: false,
  }],
  ["a chunk cut short", "5\r\nhel", {
    payload: 3,
    complete: false,
    malformed: false,
  }],
  ["no end of the trailers", "1\r\nx\r\n0\r\nX-A: 1\r\n", {
    payload: 1,
    complete: false,
    malformed: false,
  }],
  ["no size", "\r\nhello\r\n", broken(0)],
  ["a size that is no number", "g\r\nhello\r\n", broken(0)],
  ["a negative size", "-5\r\nhello\r\n", broken(0)],
  ["a hexadecimal prefix", "0x5\r\nhello\r\n", broken(0)],
  ["a size beyond what numbers hold", "ffffffffffffff\r\nx\r\n", broken(0)],
  [
    "a chunk that is longer than its size",
    "5\r\nhello!\r\n0\r\n\r\n",
    broken(5),
  ],
];

function whole(payload: number): Seen {
  return { payload, complete: true, malformed: false };
}

function broken(payload: number): Seen {
  return { payload, complete: false, malformed: true };
}

function walk(pieces: Iterable<Uint8Array>): Seen {
  const walker = new ChunkWalker();
  for (const piece of pieces) walker.push(piece);
  const { payload, complete, malformed } = walker;
  return { payload, complete, malformed };
}

for (const [name, body, seen] of BODIES) {
  Deno.test(`ChunkWalker walks over ${name}, cut anywhere`, () => {
    const bytes = latin1(body);
    assertEquals(walk([bytes]), seen);
    for (const pieces of everyTwoCuts(bytes)) {
      assertEquals(walk(pieces), seen);
    }
  });
}

Deno.test("ChunkWalker counts payload as it comes", () => {
  const walker = new ChunkWalker();
  walker.push(latin1("6\r\nabc"));
  assertEquals(walker.payload, 3);
  walker.push(latin1("def\r\n"));
  assertEquals(walker.payload, 6);
  assert(!walker.complete);
});

Deno.test("ChunkWalker takes a line of 16384 characters and no longer one", () => {
  const extension = (length: number) =>
    latin1(`1;${"x".repeat(length - 2)}\nx\n0\n\n`);
  assertEquals(walk([extension(16384)]), whole(1));
  assertEquals(walk(inPieces(extension(16384), 100)), whole(1));
  assertEquals(walk([extension(16385)]), broken(0));
  assertEquals(walk(inPieces(extension(16385), 100)), broken(0));
});

Deno.test("ChunkWalker gives up on an endless line at once", () => {
  const walker = new ChunkWalker();
  const piece = new Uint8Array(1024).fill(0x35);
  let pieces = 0;
  while (!walker.malformed) {
    walker.push(piece);
    pieces++;
  }
  assertEquals(pieces, 17);
  for (let left = 10 * 1024; left > 0; left--) walker.push(piece);
  assertEquals(walker.payload, 0);
});

Deno.test("ChunkWalker bounds each trailer line", () => {
  const trailers = latin1(`0\r\nX: ${"y".repeat(20000)}\r\n\r\n`);
  assertEquals(walk([trailers]), broken(0));
});
