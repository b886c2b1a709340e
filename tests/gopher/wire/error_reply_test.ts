// Copyright 2026 the wininet authors. MIT license.

import { assert, assertEquals } from "@std/assert";
import {
  errorTextOf,
  MAX_ERROR_REPLY,
  mayBeError,
} from "../../../_gopher/wire/error_reply.ts";
import { cpuTime } from "../../helpers/cpu_time.ts";
import { everyTwoCuts, latin1 } from "../../helpers/splits.ts";

/** Returns the error that is found when the pieces of a file arrive one after another. */
function look(pieces: Iterable<Uint8Array>): string | null {
  let begin = new Uint8Array();
  for (const piece of pieces) {
    begin = Uint8Array.of(...begin, ...piece);
    if (begin.length > 0 && !mayBeError(begin)) {
      return errorTextOf(begin, false);
    }
  }
  return errorTextOf(begin, true);
}

const ERRORS: [name: string, reply: string, text: string][] = [
  ["one line", "3No\t\terror.host\t1\r\n.\r\n", "No"],
  ["one line of LF", "3No\t\terror.host\t1\n.\n", "No"],
  ["one line without a dot", "3No\t\terror.host\t1\r\n", "No"],
  ["one line without its end", "3No\t\terror.host\t1", "No"],
  ["a dot without its end", "3No\t\terror.host\t1\r\n.", "No"],
  ["a blank after the dot", "3No\t\terror.host\t1\r\n. \r\n", "No"],
  ["a fifth field", "3No\t\terror.host\t1\t+\r\n.\r\n", "No"],
  ["a selector", "3No\t/x\ta.example\t70\r\n.\r\n", "No"],
  ["no host and no port", "3No\t\t\t\r\n", "No"],
  ["blanks around the port", "3No\t\t\t 1 \r\n", "No"],
  [
    "information lines",
    "iSo\t\tx\t1\r\n3No\t\tx\t1\r\niSo\t\tx\t1\r\n.\r\n",
    "No",
  ],
  ["two lines", "3No\t\tx\t1\r\n3Go\t\tx\t1\r\n.\r\n", "No\r\nGo"],
  ["no text", "3\t\tx\t1\r\n.\r\n", ""],
  ["a byte order mark", "\xef\xbb\xbf3No\t\tx\t1\r\n.\r\n", "No"],
  ["no ASCII", "3N\xc3\xa9\t\tx\t1\r\n.\r\n", "N\u00e9"],
];

for (const [name, reply, text] of ERRORS) {
  Deno.test(`errorTextOf() finds an error with ${name}`, () => {
    assertEquals(errorTextOf(latin1(reply), true), text);
  });

  Deno.test(`mayBeError() waits for an error with ${name}, split at every pair of positions`, () => {
    for (const pieces of everyTwoCuts(latin1(reply))) {
      assertEquals(look(pieces), text);
    }
  });
}

const FILES: [name: string, reply: string][] = [
  ["nothing", ""],
  ["a text", "Hello\r\n.\r\n"],
  ["a text that starts with 3", "3 apples\r\n.\r\n"],
  ["a line of three fields", "3a\tb\tc\r\n"],
  ["an invalid port", "3a\tb\tc\td\r\n"],
  ["only information lines", "iHi\t\tx\t1\r\n.\r\n"],
  ["only a dot", ".\r\n"],
  ["a text after the error", "3No\t\tx\t1\r\nHello\r\n"],
  ["an item after the error", "3No\t\tx\t1\r\n0A\t/a\tb\t70\r\n.\r\n"],
  ["a line of CR", "3No\t\tx\t1\r3No\t\tx\t1\r\n"],
];

for (const [name, reply] of FILES) {
  Deno.test(`errorTextOf() treats ${name} as a file, split at every pair of positions`, () => {
    for (const pieces of everyTwoCuts(latin1(reply))) {
      assertEquals(look(pieces), null);
    }
  });
}

for (
  const begin of ["a", "0", "+", "\0", "3a\r\nb", "3a\tb\tc\td\r\ne", " 3"]
) {
  Deno.test(`mayBeError() needs no more bytes after ${JSON.stringify(begin)}`, () => {
    assert(!mayBeError(latin1(begin)));
  });
}

Deno.test("mayBeError() needs no more bytes after the dot", () => {
  assert(!mayBeError(latin1("3No\t\tx\t1\r\n.\r\n")));
});

Deno.test("errorTextOf() treats a reply that may continue as a file, unless it has a dot", () => {
  assertEquals(errorTextOf(latin1("3No\t\tx\t1\r\n"), false), null);
  assertEquals(errorTextOf(latin1("3No\t\tx\t1\r\n.\r\n"), false), "No");
});

Deno.test("mayBeError() needs at most MAX_ERROR_REPLY bytes", () => {
  const reply = `3${"x".repeat(MAX_ERROR_REPLY)}`;
  assert(mayBeError(latin1(reply.slice(0, MAX_ERROR_REPLY - 1))));
  assert(!mayBeError(latin1(reply.slice(0, MAX_ERROR_REPLY))));
});

// Inputs that can cause excessive backtracking in a regular expression.
for (
  const [name, piece] of [
    ["lines of type 3", "3\t\t\t1\r\n"],
    ["TABs", "\t"],
    ["blanks", " "],
    ["digits", "3a\t\t\t111111111111"],
    ["line ends", "\r\n"],
    ["dots and blanks", ". \n"],
  ] as const
) {
  Deno.test(`mayBeError() and errorTextOf() are fast for ${name}`, () => {
    // A single piece may be longer than the limit.
    const text = `3a\t\t\t1${piece.repeat(65_536)}`.slice(0, 65_536);
    const bytes = latin1(`${text}x`);
    const start = cpuTime();
    for (let at = 0; at < 10; at++) {
      mayBeError(bytes.subarray(0, 4095));
      errorTextOf(bytes, true);
    }
    // It takes a few milliseconds; backtracking would take hours.
    assert(cpuTime() - start < 5000);
  });
}
