// Copyright 2026 the wininet authors. MIT license.

import { assert, assertEquals, assertThrows } from "@std/assert";
import { ERROR_GOPHER_PROTOCOL_ERROR, InternetError } from "../../../error.ts";
import { LineDecoder, MAX_TEXT_LINE } from "../../../_gopher/wire/lines.ts";
import { textOf } from "../../../_gopher/wire/octets.ts";
import { cpuTime } from "../../helpers/cpu_time.ts";
import { everyTwoCuts, inPieces, latin1 } from "../../helpers/splits.ts";

function decode(pieces: Iterable<Uint8Array>): string[] {
  const decoder = new LineDecoder();
  const lines: string[] = [];
  for (const piece of pieces) {
    const buffer = piece.slice();
    lines.push(...decoder.push(buffer));
    buffer.fill(0x21);
  }
  lines.push(...decoder.end());
  return lines;
}

const INPUTS: [name: string, wire: string, lines: string[]][] = [
  ["nothing", "", []],
  ["lines", "a\r\nb\r\n", ["a", "b"]],
  ["LF alone", "a\nb\n", ["a", "b"]],
  ["a last line without an end", "a\nb", ["a", "b"]],
  ["a last line with half an end", "a\nb\r", ["a", "b"]],
  ["empty lines", "\n\r\n\na", ["", "", "", "a"]],
  ["several CRs", "a\r\r\nb\rc\n", ["a", "b\rc"]],
  ["bytes that are not UTF-8", "\xe4\n\xc3\xa4\n\xc3\n", [
    textOf(latin1("\xe4")),
    "\u00e4",
    textOf(latin1("\xc3")),
  ]],
  ["a character after a mark", "\xef\xbb\xbfa\n\xf0\x9f\x90\xb9\n", [
    "\ufeffa",
    "\u{1f439}",
  ]],
];

for (const [name, wire, lines] of INPUTS) {
  Deno.test(`LineDecoder reads ${name}, split anywhere`, () => {
    const bytes = latin1(wire);
    assertEquals(decode([bytes]), lines);
    assertEquals(decode(inPieces(bytes, 1)), lines);
    for (const pieces of everyTwoCuts(bytes)) {
      assertEquals(decode(pieces), lines);
    }
  });
}

for (const size of [1000, 65_536, 1_000_000]) {
  Deno.test(`LineDecoder accepts the longest line and refuses a longer one, in pieces of ${size}`, () => {
    for (const letter of ["a", "\xe4", "\xc3\xa4"]) {
      const line = letter.repeat(MAX_TEXT_LINE / letter.length);
      const wire = latin1(`x\n${line}\ny\n`);
      assertEquals(decode(inPieces(wire, size)).length, 3);
      const more = latin1(`x\n${line}a\ny\n`);
      const error = assertThrows(
        () => decode(inPieces(more, size)),
        InternetError,
        "longer than",
      );
      assertEquals(error.code, ERROR_GOPHER_PROTOCOL_ERROR);
    }
  });
}

Deno.test("LineDecoder refuses a line without an end before it has arrived completely", () => {
  const decoder = new LineDecoder();
  const piece = latin1("a".repeat(1000));
  assertThrows(() => {
    for (let round = 0; round < 70; round++) decoder.push(piece);
  }, InternetError);
});

Deno.test("LineDecoder reads long lines byte by byte in linear time", () => {
  const started = cpuTime();
  const line = latin1("a".repeat(MAX_TEXT_LINE - 1) + "\n");
  for (let round = 0; round < 10; round++) {
    assertEquals(decode(inPieces(line, 1)).length, 1);
  }
  assert(cpuTime() - started < 3000);
});
