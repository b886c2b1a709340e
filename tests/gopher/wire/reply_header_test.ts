// Copyright 2026 the wininet authors. MIT license.

import { assert, assertEquals } from "@std/assert";
import {
  type ErrorReply,
  MAX_HEADER,
  parseErrorReply,
  type ReplyHeader,
  ReplyHeaderDecoder,
} from "../../../_gopher/wire/reply_header.ts";
import { cpuTime } from "../../helpers/cpu_time.ts";
import { everyTwoCuts, inPieces, latin1 } from "../../helpers/splits.ts";

/** Returns the header as a string, and everything after it. */
function decode(pieces: Iterable<Uint8Array>): [string, string] {
  const decoder = new ReplyHeaderDecoder();
  let header: ReplyHeader | null = null;
  const rest: number[] = [];
  for (const piece of pieces) {
    if (header !== null) rest.push(...piece);
    else {
      header = decoder.push(piece);
      if (header !== null) rest.push(...header.rest);
    }
  }
  if (header === null) {
    header = decoder.end();
    rest.push(...header.rest);
  }
  const length = header.kind === "length" ? ` ${header.length}` : "";
  const failed = header.failed ? " failed" : "";
  return [`${header.kind}${length}${failed}`, String.fromCharCode(...rest)];
}

const HEADERS: [wire: string, header: string, rest: string][] = [
  ["+5340\r\nabc", "length 5340", "abc"],
  ["+0\r\n", "length 0", ""],
  ["+26\nHello", "length 26", "Hello"],
  ["+007\r\n", "length 7", ""],
  ["+999999999999999\r\na", "length 999999999999999", "a"],
  ["+-1\r\na\r\n.\r\n", "dot", "a\r\n.\r\n"],
  ["+-1\na", "dot", "a"],
  ["+-2\r\n+-1\r\n", "close", "+-1\r\n"],
  ["--1\r\n1 <a@b>\r\n", "dot failed", "1 <a@b>\r\n"],
  ["--2\r\n1 Jo\r\n", "close failed", "1 Jo\r\n"],
  ["-120\r\nabc", "length 120 failed", "abc"],
  ["", "none", ""],
  ["\r\n", "none", "\r\n"],
  ["+", "none", "+"],
  ["-", "none", "-"],
  ["+\r\n", "none", "+\r\n"],
  ["+-\r\n", "none", "+-\r\n"],
  ["+-3\r\n", "none", "+-3\r\n"],
  ["+-12\r\n", "none", "+-12\r\n"],
  ["+-1 \r\n", "none", "+-1 \r\n"],
  ["+-1\r\r\n", "none", "+-1\r\r\n"],
  ["+-1\r", "none", "+-1\r"],
  ["+26", "none", "+26"],
  ["+2 6\r\n", "none", "+2 6\r\n"],
  ["+ 26\r\n", "none", "+ 26\r\n"],
  ["++1\r\n", "none", "++1\r\n"],
  [" +1\r\n", "none", " +1\r\n"],
  ["+1e3\r\n", "none", "+1e3\r\n"],
  ["+1234567890123456\r\n", "none", "+1234567890123456\r\n"],
  ["+1234567890123456\n", "none", "+1234567890123456\n"],
  ["+Mirror\t/a\thost\t70\r\n", "none", "+Mirror\t/a\thost\t70\r\n"],
  ["- a list\r\n- of things\r\n", "none", "- a list\r\n- of things\r\n"],
  ["1Menu\t/\thost\t70\r\n", "none", "1Menu\t/\thost\t70\r\n"],
  ["\xff\xfe+1\r\n", "none", "\xff\xfe+1\r\n"],
];

for (const [wire, header, rest] of HEADERS) {
  Deno.test(`ReplyHeaderDecoder reads ${JSON.stringify(wire)} as ${header}, split anywhere`, () => {
    const bytes = latin1(wire);
    assertEquals(decode([bytes]), [header, rest]);
    assertEquals(decode(inPieces(bytes, 1)), [header, rest]);
    for (const pieces of everyTwoCuts(bytes)) {
      assertEquals(decode(pieces), [header, rest]);
    }
  });
}

for (const wire of ["1", "+a", "+-3", "+1 ", "+-1 ", "+-1\ra", "-x"]) {
  Deno.test(`ReplyHeaderDecoder reports after ${JSON.stringify(wire)} that there is no header`, () => {
    assertEquals(new ReplyHeaderDecoder().push(latin1(wire))?.kind, "none");
  });
}

Deno.test("ReplyHeaderDecoder holds at most the bytes of a header", () => {
  const decoder = new ReplyHeaderDecoder();
  const digits = latin1("+" + "1".repeat(MAX_HEADER));
  let count = 0;
  for (const piece of inPieces(digits, 1)) {
    count++;
    if (decoder.push(piece) !== null) break;
  }
  assert(count < MAX_HEADER);
});

Deno.test("ReplyHeaderDecoder does not keep bytes of a buffer that is reused", () => {
  const decoder = new ReplyHeaderDecoder();
  const buffer = latin1("+1");
  assertEquals(decoder.push(buffer), null);
  buffer.set(latin1("2\n"));
  const header = decoder.push(buffer);
  assert(header?.kind === "length");
  assertEquals(header.length, 12);
});

const ERRORS: [name: string, text: string, error: ErrorReply][] = [
  [
    "the reply of pygopherd",
    "1 Test Admin <admin@example.org>\r\n'/nope' does not exist\r\n",
    {
      code: 1,
      admin: "Test Admin <admin@example.org>",
      text: "'/nope' does not exist",
      movedTo: null,
    },
  ],
  [
    "lines with LF and a dot",
    "2 <a@b.example>\nToo busy.\nCome back.\n.\n",
    {
      code: 2,
      admin: "<a@b.example>",
      text: "Too busy.\r\nCome back.",
      movedTo: null,
    },
  ],
  ["only a code", "1\r\n", { code: 1, admin: "", text: "", movedTo: null }],
  [
    "a code and words",
    "1 Not available.\r\n",
    { code: 1, admin: "", text: "Not available.", movedTo: null },
  ],
  [
    "a code that is not in the text",
    "1234 x\r\n",
    { code: 1234, admin: "", text: "x", movedTo: null },
  ],
  [
    "an item that has moved, in the next line",
    "3 <a@b.example>\r\n0New\t/new\tnew.example\t70\t+\r\n",
    {
      code: 3,
      admin: "<a@b.example>",
      text: "",
      movedTo: "0New\t/new\tnew.example\t70\t+",
    },
  ],
  [
    "an item that has moved, in the same line",
    "3 0New\t/new\tnew.example\t70\r\nIt has moved.\r\n",
    {
      code: 3,
      admin: "",
      text: "It has moved.",
      movedTo: "0New\t/new\tnew.example\t70",
    },
  ],
  [
    "a move to nowhere",
    "3 File not found\t\terror.host\t1\r\n",
    { code: 0, admin: "", text: "File not found", movedTo: null },
  ],
  [
    "a menu line of an error",
    "3'/nope' does not exist\t\terror.host\t1\r\n.\r\n",
    { code: 0, admin: "", text: "'/nope' does not exist", movedTo: null },
  ],
  [
    "several menu lines",
    "3One\t\terror.host\t1\r\n3Two\t\terror.host\t1\r\n",
    { code: 0, admin: "", text: "One\r\nTwo", movedTo: null },
  ],
  [
    "only words",
    "Error: File not found!\r\n___\r\n",
    {
      code: 0,
      admin: "",
      text: "Error: File not found!\r\n___",
      movedTo: null,
    },
  ],
  ["nothing", "", { code: 0, admin: "", text: "", movedTo: null }],
  ["a lone dot", ".\r\n", { code: 0, admin: "", text: "", movedTo: null }],
];

for (const [name, text, error] of ERRORS) {
  Deno.test(`parseErrorReply() reads ${name}`, () => {
    assertEquals(parseErrorReply(text), error);
  });
}

const HOSTILE: [name: string, text: string][] = [
  ["blanks", "1" + " ".repeat(500_000) + "x"],
  ["only blanks", " ".repeat(500_000) + "x"],
  ["line ends", "\r\n".repeat(250_000) + "x"],
  ["TABs", "3 " + "\t".repeat(500_000) + "x"],
  ["digits", "1".repeat(500_000)],
];

for (const [name, text] of HOSTILE) {
  Deno.test(`parseErrorReply() reads very many ${name} in linear time`, () => {
    const started = cpuTime();
    parseErrorReply(text);
    assert(cpuTime() - started < 1000);
  });
}
