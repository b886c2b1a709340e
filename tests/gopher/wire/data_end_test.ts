// Copyright 2026 the wininet authors. MIT license.

import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  ERROR_INTERNET_CONNECTION_ABORTED,
  InternetError,
} from "../../../error.ts";
import {
  type BodyDecoder,
  CountedBody,
  DottedBody,
  MAX_DOT_BLANKS,
  OpenBody,
  TextBody,
} from "../../../_gopher/wire/data_end.ts";
import { cpuTime } from "../../helpers/cpu_time.ts";
import { everyTwoCuts, inPieces, latin1 } from "../../helpers/splits.ts";

/** Decodes pieces; returns a Latin-1 string. */
function decode(body: BodyDecoder, pieces: Iterable<Uint8Array>): string {
  let text = "";
  const add = (bytes: Uint8Array) => {
    text += Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  };
  for (const piece of pieces) {
    // Sessions reuse their buffers.
    const buffer = piece.slice();
    add(body.push(buffer));
    buffer.fill(0x21);
  }
  add(body.end());
  return text;
}

/** Decodes the input, and checks that the result does not depend on how it is split. */
function decodeCut(make: () => BodyDecoder, wire: string): string {
  const bytes = latin1(wire);
  const whole = decode(make(), [bytes]);
  assertEquals(decode(make(), inPieces(bytes, 1)), whole);
  for (const pieces of everyTwoCuts(bytes)) {
    assertEquals(decode(make(), pieces), whole);
  }
  return whole;
}

/** The bytes from a server, and the text in them. */
const TEXTS: [name: string, wire: string, text: string][] = [
  ["nothing", "", ""],
  ["a text without a dot", "a\r\nb\r\n", "a\r\nb\r\n"],
  ["a text without a last line end", "a\nb", "a\nb"],
  ["a lone dot at the end", "a\r\n.\r\n", "a\r\n"],
  ["a lone dot with LF", "a\n.\n", "a\n"],
  ["a lone dot without a line end", "a\r\n.", "a\r\n"],
  ["a lone dot with half a line end", "a\r\n.\r", "a\r\n"],
  ["a lone dot with a blank after it", "a\r\n. \r\n", "a\r\n"],
  ["a lone dot with blanks and no line end", "a\r\n. \t ", "a\r\n"],
  ["only a lone dot", ".\r\n", ""],
  ["a dot that ends a sentence", "a.\r\nb.", "a.\r\nb."],
  ["doubled dots", "a\r\n..b\r\n.\r\n", "a\r\n.b\r\n"],
  ["doubled dots at the start", "..\r\n.\r\n", ".\r\n"],
  ["three dots", "...\r\n....\r\n.\r\n", "..\r\n...\r\n"],
  ["doubled dots and no lone one", "a\n..b\n..", "a\n.b\n."],
  ["dots within a line", "a..\r\n b..c\r\n", "a..\r\n b..c\r\n"],
  ["a dot after a lone CR", "a\r.\rb", "a\r.\rb"],
  [
    "a file that is sent as it is",
    "before\n.\n..\n.leading dot\nafter\n",
    "before\n.\n..\n.leading dot\nafter\n",
  ],
  [
    "a file with CR LF that is sent as it is",
    "before\r\n.\r\n..\r\n.leading dot\r\nafter\r\n",
    "before\r\n.\r\n..\r\n.leading dot\r\nafter\r\n",
  ],
  ["doubled dots after a single one", ".a\n..b\n", ".a\n..b\n"],
  ["doubled dots after a lone one", ".\n..b\n", ".\n..b\n"],
  ["a lone dot after a single one", ".a\n.\n", ".a\n"],
  ["two lone dots", "a\n.\n.\n", "a\n.\n"],
  ["text after the lone dot", "a\r\n.\r\nb\r\n", "a\r\n.\r\nb\r\n"],
  ["an empty line after the lone dot", "a\r\n.\r\n\r\n", "a\r\n.\r\n\r\n"],
  ["a dot and words", ". a\n. \tb\n", ". a\n. \tb\n"],
  ["a dot and CRs", ".\r\r\n.\ra\n", ".\r\r\n.\ra\n"],
  [
    "a dot and too many blanks",
    `.${" ".repeat(MAX_DOT_BLANKS + 1)}\n`,
    `.${" ".repeat(MAX_DOT_BLANKS + 1)}\n`,
  ],
  [
    "a dot and as many blanks as there may be",
    `a\n.${" ".repeat(MAX_DOT_BLANKS)}\n`,
    "a\n",
  ],
  ["bytes of any kind", "\0\xff\n..\0\n\xc3\n", "\0\xff\n.\0\n\xc3\n"],
];

for (const [name, wire, text] of TEXTS) {
  Deno.test(`TextBody reads ${name}, split anywhere`, () => {
    assertEquals(decodeCut(() => new TextBody(), wire), text);
  });
}

/** The bytes from a server after `+-1`, and the data in them. */
const DOTTED: [name: string, wire: string, data: string][] = [
  ["lines", "a\r\nb\r\n.\r\n", "a\r\nb\r\n"],
  ["lines with LF", "a\n.\n", "a\n"],
  ["no lines", ".\r\n", ""],
  ["a dot at the end of the connection", "a\r\n.", "a\r\n"],
  ["a dot and half a line end", "a\r\n.\r", "a\r\n"],
  ["a dot and a blank", "a\r\n. \r\n", "a\r\n"],
  ["doubled dots", "..\r\n...a\r\n.\r\n", ".\r\n..a\r\n"],
  ["data after the dot", "a\n.\nb\n..c\n.\n", "a\n"],
  ["a dot after words", "a\r\nb.\r\n.\r\n", "a\r\nb.\r\n"],
  ["single dots, so that doubled ones are so too", ".a\n..b\n.\n", ".a\n..b\n"],
];

for (const [name, wire, data] of DOTTED) {
  Deno.test(`DottedBody reads ${name}, split anywhere`, () => {
    assertEquals(decodeCut(() => new DottedBody(), wire), data);
  });
}

for (const wire of ["", "a", "a\r\n", "a\r\n..", "a\r\n.b", "a\r\n..\r\n"]) {
  Deno.test(`DottedBody.end() throws after ${JSON.stringify(wire)}`, () => {
    for (const pieces of everyTwoCuts(latin1(wire))) {
      const error = assertThrows(
        () => decode(new DottedBody(), pieces),
        InternetError,
        "before the dot",
      );
      assertEquals(error.code, ERROR_INTERNET_CONNECTION_ABORTED);
    }
  });
}

Deno.test("DottedBody ends with the line of the dot", () => {
  const body = new DottedBody();
  const after = (text: string) => {
    body.push(latin1(text));
    return [body.ended, body.proven, body.atDot].map(Number).join("");
  };
  assertEquals(after("a\r\n"), "000");
  assertEquals(after("."), "000");
  assertEquals(after(" "), "000");
  assertEquals(after("\r"), "010");
  assertEquals(after("\n"), "110");
  assertEquals(after("b\r\n"), "110");
  assertEquals(body.push(latin1("c")), new Uint8Array());
});

Deno.test("DottedBody has ended after end() has used an open dot", () => {
  const body = new DottedBody();
  body.push(latin1("a\n."));
  body.end();
  assertEquals([body.ended, body.proven], [true, true]);
});

/** The bytes so far, and the expected values of `proven` and `atDot`. */
const STATES: [wire: string, proven: boolean, atDot: boolean][] = [
  ["", false, false],
  ["a\r\n", false, false],
  [".", false, false],
  ["a\r\n.", false, false],
  ["a\r\n. ", false, false],
  ["a\r\n.\r", true, true],
  ["a\r\n.\r\n", true, true],
  ["a\n.\n", true, true],
  ["a\n. \n", true, true],
  ["a\n.\nb", false, false],
  ["a\n.\n.\n", false, true],
  [".a\n.\n", false, true],
  ["..a\n.\n", true, true],
  ["a\n..\n", false, false],
];

for (const [wire, proven, atDot] of STATES) {
  Deno.test(`TextBody is ${proven ? "" : "not "}proven and ${atDot ? "" : "not "}at a dot after ${JSON.stringify(wire)}`, () => {
    for (const pieces of everyTwoCuts(latin1(wire))) {
      const body = new TextBody();
      for (const piece of pieces) body.push(piece);
      assertEquals([body.proven, body.atDot], [proven, atDot]);
      assertEquals(body.ended, false);
      body.end();
      assertEquals(body.ended, true);
    }
  });
}

Deno.test("TextBody returns a chunk without dots at a line start unchanged", () => {
  const body = new TextBody();
  const chunk = latin1("a.b\r\n c..d\r\n");
  const data = body.push(chunk);
  assert(data.buffer === chunk.buffer);
  const cut = latin1("e\r\n.");
  assert(body.push(cut).buffer === cut.buffer);
});

Deno.test("CountedBody reads the given number of bytes and ignores the rest, split anywhere", () => {
  const wire = "..\r\n.\r\nabc";
  assertEquals(decodeCut(() => new CountedBody(7), wire), "..\r\n.\r\n");
  assertEquals(decodeCut(() => new CountedBody(10), wire), wire);
  assertEquals(decodeCut(() => new CountedBody(0), wire), "");
});

Deno.test("CountedBody ends with the last byte", () => {
  const body = new CountedBody(2);
  assertEquals([body.ended, body.proven, body.atDot], [false, false, false]);
  body.push(latin1("."));
  assertEquals([body.ended, body.proven, body.atDot], [false, false, false]);
  body.push(latin1("."));
  assertEquals([body.ended, body.proven, body.atDot], [true, true, false]);
  assertEquals(new CountedBody(0).ended, true);
});

Deno.test("CountedBody.end() names both numbers if bytes are missing", () => {
  const body = new CountedBody(5340);
  body.push(latin1("abc"));
  const error = assertThrows(() => body.end(), InternetError, "3 of 5340");
  assertEquals(error.code, ERROR_INTERNET_CONNECTION_ABORTED);
});

Deno.test("OpenBody reads everything, split anywhere", () => {
  const wire = "a\r\n.\r\n..b\0\xff";
  assertEquals(decodeCut(() => new OpenBody(), wire), wire);
});

Deno.test("OpenBody ends with the connection, which never proves that the data is complete", () => {
  const body = new OpenBody();
  body.push(latin1("a\r\n.\r\n"));
  assertEquals([body.ended, body.proven, body.atDot], [false, false, false]);
  body.end();
  assertEquals([body.ended, body.proven, body.atDot], [true, false, false]);
});

const HOSTILE: [name: string, wire: Uint8Array][] = [
  ["dots", latin1(".".repeat(2_000_000))],
  ["lone dots", latin1(".\n".repeat(1_000_000))],
  ["doubled dots", latin1("..\n".repeat(700_000))],
  ["dots with blanks", latin1(". \r".repeat(700_000))],
  ["line ends", latin1("\n".repeat(2_000_000))],
];

for (const [name, wire] of HOSTILE) {
  Deno.test(`TextBody reads two million bytes of ${name} in linear time`, () => {
    for (const size of [7, 65_536]) {
      const started = cpuTime();
      const body = new TextBody();
      for (const piece of inPieces(wire, size)) body.push(piece);
      body.end();
      assert(cpuTime() - started < 3000);
    }
  });
}
