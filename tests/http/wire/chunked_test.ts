// Copyright 2026 the wininet authors. MIT license.

import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  ChunkedFraming,
  chunkOf,
  LAST_CHUNK,
} from "../../../_http/wire/chunked.ts";
import { WireError } from "../../../_http/wire/fields.ts";
import { concat, latin1Of } from "../../servers/tcp_server.ts";
import { everyTwoCuts, inPieces, latin1 } from "../../helpers/splits.ts";

/** The result of decoding a body in pieces: its data, and the remaining bytes. */
interface Decoded {
  readonly data: string;
  readonly rest: string;
  readonly ended: boolean;
}

/** Decodes as a connection does: framing is pushed, data is taken. */
function decode(pieces: readonly Uint8Array[]): Decoded {
  const framing = new ChunkedFraming();
  const data: Uint8Array[] = [];
  const rest: Uint8Array[] = [];
  for (let piece of pieces) {
    while (piece.length > 0 && !framing.ended) {
      if (framing.left === 0) piece = piece.subarray(framing.push(piece));
      const taken = piece.subarray(0, framing.left);
      if (taken.length > 0) framing.take(taken.length);
      data.push(taken);
      piece = piece.subarray(taken.length);
    }
    rest.push(piece);
  }
  return {
    data: latin1Of(concat(data)),
    rest: latin1Of(concat(rest)),
    ended: framing.ended,
  };
}

const WHOLE: [title: string, body: string, data: string, rest?: string][] = [
  ["without data", "0\r\n\r\n", ""],
  ["of one chunk", "5\r\nhello\r\n0\r\n\r\n", "hello"],
  ["of two chunks", "3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n", "hello"],
  [
    "with sizes in both cases and with zeros before them",
    "000a\r\n0123456789\r\n0B\r\n0123456789a\r\n00\r\n\r\n",
    "01234567890123456789a",
  ],
  [
    "with data that looks like framing",
    "5\r\n\r\n0\r\n\r\n0\r\n\r\n",
    "\r\n0\r\n",
  ],
  [
    "with extensions and blanks after sizes",
    '2;a=b;c="d\t"\r\nhe\r\n3 \t\r\nllo\r\n0 ;e\r\n\r\n',
    "hello",
  ],
  ["with trailers", "1\r\na\r\n0\r\nA: b\r\n C\r\nD:\r\n\r\n", "a"],
  ["with trailers that end with LF", "1\r\na\r\n0\r\nA: b\n\n", "a"],
  ["with data after it", "1\r\na\r\n0\r\n\r\nHTTP", "a", "HTTP"],
];

for (const [title, body, data, rest = ""] of WHOLE) {
  Deno.test(`ChunkedFraming reads a body ${title}, at every pair of positions`, () => {
    for (const pieces of everyTwoCuts(latin1(body))) {
      assertEquals(decode(pieces), { data, rest, ended: true });
    }
    assertEquals(decode(inPieces(latin1(body), 1)).data, data);
  });

  Deno.test(`ChunkedFraming does not end before the end of a body ${title}`, () => {
    const bytes = latin1(body);
    for (let end = 0; end < bytes.length - rest.length; end++) {
      const { ended, data: some } = decode([bytes.subarray(0, end)]);
      assertEquals(ended, false);
      assert(data.startsWith(some));
    }
  });
}

const BARE = "a line between the chunks ends with a bare LF";
const WRONG_END = "a chunk does not end where its size says";
const LONG = "a line between the chunks is too long";

const REFUSED: [title: string, body: string, text: string][] = [
  ["an empty size", "\r\n0\r\n\r\n", '"" is not the size of a chunk'],
  ["a size that is not a number", "zz\r\n", '"zz" is not the size of a chunk'],
  ["a negative size", "-1\r\n", '"-1" is not the size of a chunk'],
  ["a signed size", "+1\r\n", '"+1" is not the size of a chunk'],
  ["a size with 0x", "0x1\r\n", '"0x1" is not the size of a chunk'],
  ["a fraction", "1.5\r\n", '"1.5" is not the size of a chunk'],
  ["a blank before a size", " 1\r\n", '" 1" is not the size of a chunk'],
  ["two sizes", "1 2\r\n", '"1 2" is not the size of a chunk'],
  [
    "a size beyond 2^53",
    "20000000000000\r\n",
    '"20000000000000" is not the size of a chunk',
  ],
  [
    "a size beyond 2^64, truncated and without control characters in the message",
    `\x01${"f".repeat(100)}\r\n`,
    `"?${"f".repeat(19)}" is not the size of a chunk`,
  ],
  ["NUL in an extension", "1;a\0\r\n", '"1;a?" is not the size of a chunk'],
  ["CR in an extension", "1;a\rb\r\n", '"1;a?b" is not the size of a chunk'],
  ["a bare LF after a size", "1\na\r\n", BARE],
  ["a bare LF after an extension", "1;a\na\r\n", BARE],
  ["a bare LF after the last size", "1\r\na\r\n0\n\r\n", BARE],
  ["a bare LF after a chunk", "1\r\na\n0\r\n\r\n", BARE],
  ["more data than the size", "1\r\nab\r\n", WRONG_END],
  ["two CRs after a chunk", "1\r\na\r\r\n", WRONG_END],
  ["another character and a bare LF after a chunk", "1\r\nax\n", BARE],
  ["an invalid trailer", "0\r\nabc\r\n\r\n", '"abc" is not a header line'],
  [
    "a trailer with a blank before the colon",
    "0\r\nA : b\r\n\r\n",
    'a blank stands between the name "A" and its colon',
  ],
];

for (const [title, body, text] of REFUSED) {
  Deno.test(`ChunkedFraming refuses ${title}, at every pair of positions`, () => {
    for (const pieces of everyTwoCuts(latin1(body))) {
      const error = assertThrows(() => decode(pieces), WireError);
      assertEquals(error.message, text);
    }
  });
}

const SIZE_LIMIT = 16 * 1024;
const TRAILERS_LIMIT = 256 * 1024;

Deno.test("ChunkedFraming refuses a size line that is too long, also one that never ends", () => {
  const longest = `1;${"a".repeat(SIZE_LIMIT - 3)}\r\n`;
  assertEquals(decode([latin1(`${longest}x\r\n0\r\n\r\n`)]).data, "x");
  const bytes = latin1(`1;${"a".repeat(SIZE_LIMIT)}`);
  for (const size of [bytes.length, 1000, 1]) {
    const error = assertThrows(() => decode(inPieces(bytes, size)), WireError);
    assertEquals(error.message, LONG);
  }
});

Deno.test("ChunkedFraming refuses trailers that are too long, line by line or as one line", () => {
  const lines = "A: 0123456789\r\n".repeat(TRAILERS_LIMIT / 13);
  assertEquals(decode([latin1(`0\r\n${lines}\r\n`)]).ended, true);
  for (
    const [trailers, text] of [
      [`${lines}A: 0123456789\r\n`, "the trailers are too long"],
      [`A: ${"b".repeat(TRAILERS_LIMIT)}`, LONG],
    ] as const
  ) {
    const error = assertThrows(
      () => decode([latin1(`0\r\n${trailers}`)]),
      WireError,
    );
    assertEquals(error.message, text);
  }
});

Deno.test("ChunkedFraming accepts 300 trailers", () => {
  const trailers = Array.from({ length: 300 }, (_, at) => `X-${at}: ${at}\r\n`);
  const body = `0\r\n${trailers.join("")}\r\n`;
  assertEquals(decode(inPieces(latin1(body), 7)).ended, true);
});

Deno.test("ChunkedFraming reads nothing if data follows, and nothing after the end", () => {
  const framing = new ChunkedFraming();
  assertEquals(framing.push(latin1("5\r\nhello")), 3);
  assertEquals([framing.left, framing.push(latin1("hello"))], [5, 0]);
  framing.take(5);
  assertEquals(framing.push(latin1("\r\n0\r\n\r\n1\r\n")), 7);
  assertEquals([framing.ended, framing.push(latin1("1\r\n"))], [true, 0]);
});

Deno.test("chunkOf() frames data so that it can be read again", () => {
  for (const length of [1, 15, 16, 255, 256, 70_000]) {
    const data = new Uint8Array(length).fill(120);
    const pieces = [chunkOf(data), chunkOf(new Uint8Array()), LAST_CHUNK];
    const { data: read, ended } = decode(pieces);
    assertEquals([read.length, ended], [length, true]);
    assertEquals(
      latin1Of(pieces[0]!.subarray(0, 8)).split("\r\n")[0],
      length.toString(16),
    );
  }
});

Deno.test("chunkOf() makes no chunk of empty data, which would end the body", () => {
  assertEquals(chunkOf(new Uint8Array()).length, 0);
});
