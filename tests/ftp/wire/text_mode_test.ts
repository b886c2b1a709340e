// Copyright 2026 the wininet authors. MIT license.

import { assert, assertEquals } from "@std/assert";
import { FromNetwork, ToNetwork } from "../../../_ftp/wire/text_mode.ts";
import { cpuTime } from "../../helpers/cpu_time.ts";
import { everyTwoCuts, inPieces, latin1 } from "../../helpers/splits.ts";

function text(pieces: Uint8Array[]): string {
  return pieces.map((piece) => String.fromCharCode(...piece)).join("");
}

function fromNetwork(pieces: Uint8Array[]): string {
  const converter = new FromNetwork();
  const out = pieces.map((piece) => converter.push(piece));
  return text([...out, converter.end()]);
}

function toNetwork(pieces: Uint8Array[]): string {
  const converter = new ToNetwork();
  return text(pieces.map((piece) => converter.push(piece)));
}

const FROM: [wire: string, home: string][] = [
  ["", ""],
  ["a\r\nb\r\n", "a\nb\n"],
  ["\r\n\r\n", "\n\n"],
  ["a\rb", "a\rb"],
  ["a\nb", "a\nb"],
  ["a\r\r\nb", "a\r\nb"],
  ["\r\r\r", "\r\r\r"],
  ["a\n\rb", "a\n\rb"],
  ["a\r", "a\r"],
  ["\0\xff\r\0\r\n\x1a", "\0\xff\r\0\n\x1a"],
  ["\xc3\xa4\r\n\xe4", "\xc3\xa4\n\xe4"],
];

for (const [wire, home] of FROM) {
  Deno.test(`FromNetwork converts ${JSON.stringify(wire)} to ${JSON.stringify(home)}, split anywhere`, () => {
    const bytes = latin1(wire);
    assertEquals(fromNetwork(inPieces(bytes, 1)), home);
    for (const pieces of everyTwoCuts(bytes)) {
      assertEquals(fromNetwork(pieces), home);
    }
  });
}

const TO: [home: string, wire: string][] = [
  ["", ""],
  ["a\nb\n", "a\r\nb\r\n"],
  ["a\r\nb\r\n", "a\r\nb\r\n"],
  ["\n\n", "\r\n\r\n"],
  ["\n\r\n\r", "\r\n\r\n\r"],
  ["a\rb", "a\rb"],
  ["a\r\r\nb", "a\r\r\nb"],
  ["\0\xff\n\x1a", "\0\xff\r\n\x1a"],
];

for (const [home, wire] of TO) {
  Deno.test(`ToNetwork converts ${JSON.stringify(home)} to ${JSON.stringify(wire)}, split anywhere`, () => {
    const bytes = latin1(home);
    assertEquals(toNetwork(inPieces(bytes, 1)), wire);
    for (const pieces of everyTwoCuts(bytes)) {
      assertEquals(toNetwork(pieces), wire);
    }
  });
}

Deno.test("FromNetwork and ToNetwork do not change their input", () => {
  const bytes = latin1("a\r\nb\nc");
  new FromNetwork().push(bytes);
  new ToNetwork().push(bytes);
  assertEquals(bytes, latin1("a\r\nb\nc"));
});

Deno.test("FromNetwork and ToNetwork need linear time for 1 MB", () => {
  const started = cpuTime();
  for (const unit of ["\r", "\n", "\r\n", "a"]) {
    const bytes = latin1(unit.repeat(1_000_000 / unit.length));
    const from = new FromNetwork();
    for (const piece of inPieces(bytes, 1000)) from.push(piece);
    new FromNetwork().push(bytes);
    new ToNetwork().push(bytes);
  }
  assert(cpuTime() - started < 3000);
});
