// Copyright 2026 the wininet authors. MIT license.

import { assert, assertEquals, assertThrows } from "@std/assert";
import type { Header } from "../../../_http/wire/header_list.ts";
import {
  fieldValues,
  parseFields,
  WireError,
} from "../../../_http/wire/fields.ts";
import { cpuTime } from "../../helpers/cpu_time.ts";

const TAKEN: [title: string, lines: string[], fields: Header[]][] = [
  ["nothing", [], []],
  ["a field", ["A: b"], [["A", "b"]]],
  ["fields in their order, with the case of their names", [
    "B: 1",
    "a: 2",
    "b: 3",
  ], [["B", "1"], ["a", "2"], ["b", "3"]]],
  ["an empty value", ["A:"], [["A", ""]]],
  ["a value of blanks", ["A: \t "], [["A", ""]]],
  ["blanks around a value", ["A:\t b c \t"], [["A", "b c"]]],
  ["no blank after the colon", ["A:b"], [["A", "b"]]],
  ["colons in a value", ["A: b:c: d"], [["A", "b:c: d"]]],
  ["tabs in a value", ["A: b\tc"], [["A", "b\tc"]]],
  ["bytes beyond ASCII, and no-break spaces as they are", [
    "A: \xa0\x80\xff\xa0",
  ], [["A", "\xa0\x80\xff\xa0"]]],
  ["every character of a token as a name", [
    "!#$%&'*+-.^_`|~09AZaz: b",
  ], [["!#$%&'*+-.^_`|~09AZaz", "b"]]],
  ["a folded line", ["A: b", " c"], [["A", "b c"]]],
  ["a line folded by a tab", ["A: b", "\tc"], [["A", "b c"]]],
  ["lines folded several times, with many blanks", [
    "A: b ",
    "   c \t",
    "\t d",
    "E: f",
  ], [["A", "b c d"], ["E", "f"]]],
  ["a value that starts on the folded line", ["A:", " b"], [["A", "b"]]],
  ["an empty folded line", ["A: b", " ", " c"], [["A", "b c"]]],
];

for (const [title, lines, fields] of TAKEN) {
  Deno.test(`parseFields() accepts ${title}`, () => {
    assertEquals(parseFields(lines), fields);
  });
}

const REFUSED: [title: string, lines: string[], text: string][] = [
  ["a line without a colon", ["A b"], '"A b" is not a header line'],
  ["an empty line", [""], '"" is not a header line'],
  ["an empty name", [": b"], '": b" is not a header line'],
  ["a blank in a name", ["A b: c"], '"A b: c" is not a header line'],
  ["a name that is not a token", ['A"b": c'], '"A"b": c" is not a header line'],
  ["a name beyond ASCII", ["\xe4: b"], '"?: b" is not a header line'],
  ["NUL in a name", ["A\0: b"], '"A?: b" is not a header line'],
  [
    "a blank before the colon",
    ["A : b"],
    'a blank stands between the name "A" and its colon',
  ],
  [
    "a tab before the colon",
    ["Content-Length\t: 5"],
    'a blank stands between the name "Content-Length" and its colon',
  ],
  [
    "a folded line before the first field",
    [" a: b", "A: b"],
    "the first header line begins with a blank",
  ],
  [
    "a tab before the first field",
    ["\tA: b"],
    "the first header line begins with a blank",
  ],
  [
    "a long line, and shows its start",
    ["x".repeat(100)],
    `"${"x".repeat(40)}" is not a header line`,
  ],
];

// HTAB is the only control character that a value may contain.
for (const code of [0, 1, 8, 10, 11, 12, 13, 14, 27, 31, 127]) {
  const name = `the character ${code}`;
  const text = 'the header "A" contains a control character';
  const character = String.fromCharCode(code);
  REFUSED.push(
    [`${name} in a value`, [`A: b${character}c`], text],
    [`${name} at the start of a value`, [`A: ${character}b`], text],
    [`${name} at the end of a value`, [`A: b${character}`], text],
    [`${name} at the start of a folded line`, ["A: b", ` ${character}c`], text],
    [`${name} at the end of a folded line`, ["A: b", ` c${character}`], text],
  );
}

for (const [title, lines, text] of REFUSED) {
  Deno.test(`parseFields() refuses ${title}`, () => {
    const error = assertThrows(() => parseFields(lines), WireError);
    assertEquals(error.message, text);
    assertEquals(error.name, "WireError");
  });
}

Deno.test("parseFields() joins very many folded lines without quadratic time", () => {
  const count = 190_000;
  const startedAt = cpuTime();
  const [field] = parseFields(["A: b", ...Array(count).fill(" c")]);
  // Appending one line after the other took half a minute.
  assert(cpuTime() - startedAt < 10_000);
  assertEquals(field?.[1].length, 1 + 2 * count);
});

Deno.test("fieldValues() finds the values of a name in any case, in order", () => {
  const fields: Header[] = [["A", "1"], ["AB", "2"], ["a", "3"], ["Ä", "4"]];
  assertEquals(fieldValues(fields, "a"), ["1", "3"]);
  assertEquals(fieldValues(fields, "A"), ["1", "3"]);
  assertEquals(fieldValues(fields, "B"), []);
});
