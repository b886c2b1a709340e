// Copyright 2026 the wininet authors. MIT license.

import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  ERROR_GOPHER_DATA_ERROR,
  ERROR_GOPHER_PROTOCOL_ERROR,
  ERROR_INTERNET_CONNECTION_ABORTED,
  InternetError,
} from "../../../error.ts";
import {
  CSO_NO_MATCH,
  CsoDecoder,
  type CsoLine,
  MAX_CSO_LINES,
} from "../../../_gopher/wire/cso.ts";
import { textOf } from "../../../_gopher/wire/octets.ts";
import { cpuTime } from "../../helpers/cpu_time.ts";
import { everyTwoCuts, inPieces, latin1 } from "../../helpers/splits.ts";

/** Returns the lines as tuples, and the number and the text of the final line. */
function decode(
  pieces: Iterable<Uint8Array>,
): [lines: (string | number)[][], code: number, text: string] {
  const decoder = new CsoDecoder();
  const lines: CsoLine[] = [];
  for (const piece of pieces) lines.push(...decoder.push(piece));
  lines.push(...decoder.end());
  assertEquals(decoder.ended, true);
  const tuples = lines.map((
    { code, index, field, value },
  ) => [code, index, field, value]);
  return [tuples, decoder.code, decoder.text];
}

const ANSWERS: [
  name: string,
  wire: string,
  lines: (string | number)[][],
  code: number,
  text: string,
][] = [
  [
    "entries",
    "102:There were 2 matches to your request.\r\n" +
    "-200:1:          name: Smith, Jo\r\n-200:1:         phone: 12:34\r\n" +
    "-200:2:          name: Smith, Al\r\n200:Ok.\r\n",
    [
      [200, 1, "name", "Smith, Jo"],
      [200, 1, "phone", "12:34"],
      [200, 2, "name", "Smith, Al"],
    ],
    200,
    "Ok.",
  ],
  [
    "nobody",
    "501:No matches to your query.\n",
    [],
    CSO_NO_MATCH,
    "No matches to your query.",
  ],
  [
    "a field that an entry does not have",
    "-200:1:name: Jo\n-508:1:email: Not present in entry.\n200:Ok.\n",
    [[200, 1, "name", "Jo"], [508, 1, "email", "Not present in entry."]],
    200,
    "Ok.",
  ],
  [
    "a value of several lines",
    "-200:1: address: A road\n-200:1:        : a town\n200:Ok.\n",
    [[200, 1, "address", "A road"], [200, 1, "", "a town"]],
    200,
    "Ok.",
  ],
  [
    "lines about no entry",
    "-200:Some words\n-200:a: b\n-200:7:words\n200:Ok.\n",
    [
      [200, 0, "", "Some words"],
      [200, 0, "", "a: b"],
      [200, 7, "", "words"],
    ],
    200,
    "Ok.",
  ],
  ["empty lines", "\r\n\r\n200:Ok.\r\n", [], 200, "Ok."],
  ["a final line without text", "200\r\n", [], 200, ""],
  [
    "a final line without an end",
    "-200:1:a:b\n200:Ok",
    [[200, 1, "a", "b"]],
    200,
    "Ok",
  ],
  [
    "data after the final line",
    "200:Ok.\r\n200:Bye!\r\n-200:1:a:b\r\nrubbish\r\n",
    [],
    200,
    "Ok.",
  ],
  [
    "bytes that are not UTF-8",
    "-200:1:name:\xe4\n200:Ok.\n",
    [[200, 1, "name", textOf(latin1("\xe4"))]],
    200,
    "Ok.",
  ],
];

for (const [name, wire, lines, code, text] of ANSWERS) {
  Deno.test(`CsoDecoder reads ${name}, split anywhere`, () => {
    const bytes = latin1(wire);
    assertEquals(decode([bytes]), [lines, code, text]);
    assertEquals(decode(inPieces(bytes, 1)), [lines, code, text]);
    for (const pieces of everyTwoCuts(bytes)) {
      assertEquals(decode(pieces), [lines, code, text]);
    }
  });
}

for (
  const line of [
    "502:Too many entries to print.",
    "475:Database shut.",
    "598:Command unknown",
    "300:More is needed",
  ]
) {
  Deno.test(`CsoDecoder throws the text of the server for ${line}`, () => {
    for (const pieces of everyTwoCuts(latin1(`100:Wait\r\n${line}\r\n`))) {
      const error = assertThrows(() => decode(pieces), InternetError, line);
      assertEquals(error.code, ERROR_GOPHER_DATA_ERROR);
      assertEquals(error.responseText, line);
    }
  });
}

for (
  const line of [
    "HTTP/1.0 400 Bad Request",
    "2000:a",
    "20:a",
    "099:a",
    "--200:a",
    "200 Ok",
  ]
) {
  Deno.test(`CsoDecoder does not accept ${JSON.stringify(line)} from a phone book`, () => {
    const error = assertThrows(
      () => decode([latin1(`${line}\r\n`)]),
      InternetError,
    );
    assertEquals(error.code, ERROR_GOPHER_PROTOCOL_ERROR);
    assertEquals(error.responseText, line);
  });
}

for (const wire of ["", "102:Wait\r\n", "-200:1:a: b\r\n"]) {
  Deno.test(`CsoDecoder.end() throws after ${JSON.stringify(wire)}`, () => {
    const error = assertThrows(() => decode([latin1(wire)]), InternetError);
    assertEquals(error.code, ERROR_INTERNET_CONNECTION_ABORTED);
  });
}

Deno.test("CsoDecoder ends with the final line", () => {
  const decoder = new CsoDecoder();
  decoder.push(latin1("-200:1:a: b\r\n200:Ok."));
  assertEquals([decoder.ended, decoder.code], [false, 0]);
  decoder.push(latin1("\r\n"));
  assertEquals([decoder.ended, decoder.code], [true, 200]);
  assertEquals(decoder.push(latin1("rubbish\r\n")), []);
  assertEquals(decoder.end(), []);
});

for (const line of ["-200:1:a:b\n", "100:Wait\n", "\n"]) {
  Deno.test(`CsoDecoder refuses too many lines of ${JSON.stringify(line)} in linear time`, () => {
    const started = cpuTime();
    const decoder = new CsoDecoder();
    const piece = latin1(line.repeat(10_000));
    for (let round = 0; round < MAX_CSO_LINES / 10_000; round++) {
      decoder.push(piece);
    }
    const error = assertThrows(
      () => decoder.push(latin1("200:Ok.\n")),
      InternetError,
      String(MAX_CSO_LINES),
    );
    assertEquals(error.code, ERROR_GOPHER_PROTOCOL_ERROR);
    assert(cpuTime() - started < 5000);
  });
}
