// Copyright 2026 the wininet authors. MIT license.

import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import {
  ERROR_HTTP_HEADER_ALREADY_EXISTS,
  ERROR_HTTP_HEADER_NOT_FOUND,
  ERROR_HTTP_INVALID_HEADER,
  ERROR_INVALID_PARAMETER,
  InternetError,
} from "../../../error.ts";
import {
  HTTP_ADDREQ_FLAG_ADD as ADD,
  HTTP_ADDREQ_FLAG_ADD_IF_NEW as ADD_IF_NEW,
  HTTP_ADDREQ_FLAG_ALLOW_EMPTY_VALUES as ALLOW_EMPTY,
  HTTP_ADDREQ_FLAG_COALESCE as COALESCE,
  HTTP_ADDREQ_FLAG_COALESCE_WITH_COMMA as WITH_COMMA,
  HTTP_ADDREQ_FLAG_COALESCE_WITH_SEMICOLON as WITH_SEMICOLON,
  HTTP_ADDREQ_FLAG_REPLACE as REPLACE,
} from "../../../flags.ts";
import { isHeaderValue, isToken } from "../../../_base/field_text.ts";
import {
  HeaderList,
  MAX_HEADERS_LENGTH,
  parseHeaderLines,
} from "../../../_http/wire/header_list.ts";
import { cpuTime } from "../../helpers/cpu_time.ts";

/** The headers before each change. */
const BEFORE = "A: 1\r\nB: 2\r\na: 3";

/** A change, and the resulting list or the error code. */
const CHANGES: [
  name: string,
  lines: string,
  modifiers: number,
  after: string | number,
][] = [
  ["ADD appends a second line", "A: 4", ADD, "A: 1|B: 2|a: 3|A: 4"],
  [
    "ADD appends several lines",
    "C: 4\r\nD: 5",
    ADD,
    "A: 1|B: 2|a: 3|C: 4|D: 5",
  ],
  ["0 is ADD", "A: 4", 0, "A: 1|B: 2|a: 3|A: 4"],
  ["ADD refuses an empty value", "C:", ADD, ERROR_INVALID_PARAMETER],
  [
    "ADD accepts an allowed empty value",
    "C:",
    ADD | ALLOW_EMPTY,
    "A: 1|B: 2|a: 3|C: ",
  ],
  [
    "ADD does not find an empty agent",
    "User-Agent: ",
    ADD,
    ERROR_HTTP_HEADER_NOT_FOUND,
  ],
  ["ADD_IF_NEW adds a new header", "C: 4", ADD_IF_NEW, "A: 1|B: 2|a: 3|C: 4"],
  [
    "ADD_IF_NEW refuses an existing header",
    "b: 4",
    ADD_IF_NEW,
    ERROR_HTTP_HEADER_ALREADY_EXISTS,
  ],
  [
    "ADD and ADD_IF_NEW refuse an existing header",
    "b: 4",
    ADD | ADD_IF_NEW,
    ERROR_HTTP_HEADER_ALREADY_EXISTS,
  ],
  [
    "ADD_IF_NEW adds no header if one exists",
    "C: 4\nB: 5",
    ADD_IF_NEW,
    ERROR_HTTP_HEADER_ALREADY_EXISTS,
  ],
  [
    "REPLACE moves the first line to the end",
    "A: 4",
    REPLACE,
    "B: 2|a: 3|A: 4",
  ],
  [
    "REPLACE and ADD move the first line too",
    "A: 4",
    ADD | REPLACE,
    "B: 2|a: 3|A: 4",
  ],
  [
    "REPLACE refuses a missing header",
    "C: 4",
    REPLACE,
    ERROR_HTTP_HEADER_NOT_FOUND,
  ],
  [
    "REPLACE and ADD add a missing header",
    "C: 4",
    ADD | REPLACE,
    "A: 1|B: 2|a: 3|C: 4",
  ],
  ["REPLACE with an empty value removes", "B:", REPLACE, "A: 1|a: 3"],
  ["REPLACE with an empty value removes one line", "A:", REPLACE, "B: 2|a: 3"],
  [
    "REPLACE cannot remove a missing header",
    "C:",
    REPLACE,
    ERROR_HTTP_HEADER_NOT_FOUND,
  ],
  [
    "REPLACE and ADD of nothing with nothing",
    "C:",
    ADD | REPLACE,
    "A: 1|B: 2|a: 3",
  ],
  [
    "REPLACE puts an empty value that is allowed",
    "B:",
    REPLACE | ALLOW_EMPTY,
    "A: 1|a: 3|B: ",
  ],
  [
    "REPLACE replaces no header if one is missing",
    "A: 4\nC: 5",
    REPLACE,
    ERROR_HTTP_HEADER_NOT_FOUND,
  ],
  [
    "COALESCE joins the first line with a comma",
    "A: 4",
    COALESCE,
    "A: 1, 4|B: 2|a: 3",
  ],
  [
    "COALESCE_WITH_COMMA joins with a comma",
    "a: 4",
    WITH_COMMA,
    "A: 1, 4|B: 2|a: 3",
  ],
  [
    "COALESCE_WITH_SEMICOLON joins with a semicolon",
    "B: 4",
    WITH_SEMICOLON,
    "A: 1|B: 2; 4|a: 3",
  ],
  ["COALESCE and ADD join", "B: 4", ADD | COALESCE, "A: 1|B: 2, 4|a: 3"],
  ["COALESCE appends a new header", "C: 4", COALESCE, "A: 1|B: 2|a: 3|C: 4"],
  [
    "COALESCE joins line after line",
    "B: 4\nB: 5",
    COALESCE,
    "A: 1|B: 2, 4, 5|a: 3",
  ],
];

for (const [name, lines, modifiers, after] of CHANGES) {
  Deno.test(`HeaderList changes: ${name}`, () => {
    const list = new HeaderList();
    list.change(parseHeaderLines(BEFORE), ADD);
    const change = () => list.change(parseHeaderLines(lines), modifiers);
    if (typeof after === "number") {
      assertEquals(assertThrows(change, InternetError).code, after);
      assertEquals(shown(list), "A: 1|B: 2|a: 3");
    } else {
      change();
      assertEquals(shown(list), after);
    }
  });
}

function shown(list: HeaderList): string {
  return list.all.map(([name, value]) => `${name}: ${value}`).join("|");
}

Deno.test("HeaderList finds by name in any case, and can replace its headers", () => {
  const list = new HeaderList();
  list.change(parseHeaderLines(BEFORE), ADD);
  assertEquals(list.values("a"), ["1", "3"]);
  assertEquals(list.has("b"), true);
  list.replaceAll([["B", "2"]]);
  assertEquals(shown(list), "B: 2");
  assertEquals(list.has("a"), false);
});

Deno.test("HeaderList does not change returned lists", () => {
  const list = new HeaderList();
  list.append("A", "1");
  const before = list.all;
  list.change([["A", "2"]], COALESCE);
  assertEquals(before, [["A", "1"]]);
});

const LINES: [name: string, text: string, headers: [string, string][]][] = [
  ["CRLF", "A: 1\r\nB: 2\r\n", [["A", "1"], ["B", "2"]]],
  ["CR alone", "A: 1\rB: 2", [["A", "1"], ["B", "2"]]],
  ["LF alone", "A: 1\nB: 2", [["A", "1"], ["B", "2"]]],
  ["empty lines", "\r\n\r\nA: 1\r\n\n\r\r\nB: 2\r\n\r\n", [["A", "1"], [
    "B",
    "2",
  ]]],
  ["nothing", "", []],
  ["blanks around a value", "A:\t  1 2 \t", [["A", "1 2"]]],
  ["no blank after the colon", "A:1", [["A", "1"]]],
  ["colons in the value", "A: 1:2::3", [["A", "1:2::3"]]],
  ["Latin-1 and tabs in the value", "A: \xe4\t\xff", [["A", "\xe4\t\xff"]]],
  ["every character of a token", "!#$%&'*+-.^_`|~09azAZ: 1", [[
    "!#$%&'*+-.^_`|~09azAZ",
    "1",
  ]]],
  ["no value", "A:", [["A", ""]]],
];

for (const [name, text, headers] of LINES) {
  Deno.test(`parseHeaderLines() accepts ${name}`, () => {
    assertEquals(parseHeaderLines(text), headers);
  });
}

const NO_LINES: [name: string, text: string][] = [
  ["no colon", "A 1"],
  ["an empty name", ": 1"],
  ["a blank before the colon", "A : 1"],
  ["a blank before the name", " A: 1"],
  ["a folded line", "A: 1\r\n 2"],
  ["a name that is not a token", "A/B: 1"],
  ["a name that is not ASCII", "\xc4: 1"],
  ["NUL in the value", "A: 1\x002"],
  ["a control character in the value", "A: 1\x1f"],
  ["DEL in the value", "A: \x7f"],
  ["a character beyond Latin-1", "A: \u20ac"],
  ["one bad line among good ones", "A: 1\r\nB\r\nC: 3"],
  ["more than 262144 characters", `A: ${"x".repeat(MAX_HEADERS_LENGTH)}`],
];

for (const [name, text] of NO_LINES) {
  Deno.test(`parseHeaderLines() refuses ${name}`, () => {
    const error = assertThrows(() => parseHeaderLines(text), InternetError);
    assertEquals(error.code, ERROR_HTTP_INVALID_HEADER);
  });
}

Deno.test("parseHeaderLines() shows no part of a value that a line end has split", () => {
  for (
    const [text, name] of [
      ["Authorization Basic c2VjcmV0", 'the line "Authorization …"'],
      ["Authorization: Basic\r\n c2VjcmV0", "line 2"],
      ["Authorization: Basic abc\nc2VjcmV0==", "line 2"],
      ["c2VjcmV0", "line 1"],
    ] as const
  ) {
    const { message } = assertThrows(
      () => parseHeaderLines(text),
      InternetError,
    );
    assertStringIncludes(message, `${name} has no colon`);
    assertEquals(message.includes("c2Vj"), false);
  }
});

Deno.test("isToken() and isHeaderValue() refuse line ends", () => {
  assertEquals(["GET", "a b", "", "A\n"].map(isToken), [
    true,
    false,
    false,
    false,
  ]);
  assertEquals(["", "a b", "a\r\nB: 1", "a\n"].map(isHeaderValue), [
    true,
    true,
    false,
    false,
  ]);
});

Deno.test("parseHeaderLines() needs linear time for 262144 blanks", () => {
  const started = cpuTime();
  parseHeaderLines(`A: ${" ".repeat(MAX_HEADERS_LENGTH - 5)}x`);
  parseHeaderLines(`A: x${" ".repeat(200_000)}x`);
  parseHeaderLines("\r".repeat(MAX_HEADERS_LENGTH));
  assertEquals(cpuTime() - started < 2000, true);
});
