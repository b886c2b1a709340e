// Copyright 2026 the wininet authors. MIT license.

import { assert, assertEquals, assertThrows } from "@std/assert";
import { ERROR_INVALID_PARAMETER, InternetError } from "../../../error.ts";
import {
  GOPHER_ATTRIBUTE_ID_UNKNOWN,
  GOPHER_CATEGORY_ID_ASK,
} from "../../../flags.ts";
import type { GOPHER_ATTRIBUTE_TYPE } from "../../../structures.ts";
import {
  encodeAnswers,
  type GopherAnswer,
  type GopherQuestion,
  parseQuestion,
  secretAnswers,
} from "../../../_gopher/wire/ask.ts";
import { textOf } from "../../../_gopher/wire/octets.ts";
import { cpuTime } from "../../helpers/cpu_time.ts";
import { latin1 } from "../../helpers/splits.ts";

/** Returns a line of `+ASK` as an attribute. */
function question(line: string): GOPHER_ATTRIBUTE_TYPE {
  const colon = line.indexOf(":");
  return {
    CategoryId: GOPHER_CATEGORY_ID_ASK,
    AttributeId: GOPHER_ATTRIBUTE_ID_UNKNOWN,
    AttributeType: {
      Ask: {
        QuestionType: line.slice(0, colon),
        QuestionText: line.slice(colon + 1).trimStart(),
      },
    },
  };
}

function q(
  type: GopherQuestion["type"],
  prompt: string,
  defaultValue = "",
  choices: string[] = [],
): GopherQuestion {
  return { type, prompt, defaultValue, choices };
}

const LATIN_1 = textOf(latin1("\xe4"));

const QUESTIONS: [line: string, question: GopherQuestion][] = [
  ["Ask: Your name?", q("Ask", "Your name?")],
  ["Ask: Your name?\tJo", q("Ask", "Your name?", "Jo")],
  ["ask:x", q("Ask", "x")],
  ["AskP: Password?", q("AskP", "Password?")],
  ["AskL: Comment?\ta", q("AskL", "Comment?", "a")],
  ["AskF: Save as?\tfile.txt", q("AskF", "Save as?", "file.txt")],
  ["Select: A copy?:1", q("Select", "A copy?", "1")],
  ["Select: A copy?:0", q("Select", "A copy?", "0")],
  ["Select: A copy? : 1 ", q("Select", "A copy?", "1")],
  ["Select: Note: a copy?:1", q("Select", "Note: a copy?", "1")],
  ["Select: A copy?", q("Select", "A copy?", "0")],
  ["Select: A copy?:", q("Select", "A copy?", "0")],
  ["Select: At 10:30", q("Select", "At 10:30", "0")],
  [
    "Choose: Colour?\tred\tgreen",
    q("Choose", "Colour?", "red", ["red", "green"]),
  ],
  ["Choose: Colour?", q("Choose", "Colour?")],
  ["ChooseF: Picture?\ta.gif", q("ChooseF", "Picture?")],
  ["Choosef: Picture?", q("ChooseF", "Picture?")],
  ["Note: All fields are needed.", q("Note", "All fields are needed.")],
  ["AskX: What?\ta", q("Ask", "What?", "a")],
  [`Ask: ${LATIN_1}\x1b[1m?\t${LATIN_1}`, q("Ask", "\u00e4?", LATIN_1)],
];

for (const [line, expected] of QUESTIONS) {
  Deno.test(`parseQuestion() reads ${JSON.stringify(line)}`, () => {
    const { Ask } = question(line).AttributeType;
    assert(Ask !== undefined);
    assertEquals(parseQuestion(Ask), expected);
  });
}

const CHOOSE = "Choose: Colour?\tred\tdark green";

const ANSWERED: [
  name: string,
  questions: string[],
  answers: GopherAnswer[],
  wire: string,
][] = [
  ["no question", [], [], "+-1\r\n.\r\n"],
  ["only a note", ["Note: a"], [], "+-1\r\n.\r\n"],
  ["a line", ["Ask: a"], ["b c"], "+-1\r\nb c\r\n.\r\n"],
  ["an empty line", ["Ask: a"], [""], "+-1\r\n\r\n.\r\n"],
  ["a line for a default", ["Ask: a\tdef"], ["b"], "+-1\r\nb\r\n.\r\n"],
  ["nothing for a default", ["Ask: a\tdef"], [""], "+-1\r\n\r\n.\r\n"],
  ["a default", ["Ask: a\tdef"], [null], "+-1\r\ndef\r\n.\r\n"],
  ["a missing default", ["Ask: a"], [null], "+-1\r\n\r\n.\r\n"],
  ["a password", ["AskP: a"], ["s3 cret"], "+-1\r\ns3 cret\r\n.\r\n"],
  ["the name of a file", ["AskF: a\tx"], [null], "+-1\r\nx\r\n.\r\n"],
  ["no lines", ["AskL: a"], [""], "+-1\r\n0\r\n.\r\n"],
  ["no lines in an array", ["AskL: a"], [[]], "+-1\r\n0\r\n.\r\n"],
  ["no lines by default", ["AskL: a"], [null], "+-1\r\n0\r\n.\r\n"],
  ["lines by default", ["AskL: a\tb"], [null], "+-1\r\n1\r\nb\r\n.\r\n"],
  ["one of several lines", ["AskL: a"], ["b"], "+-1\r\n1\r\nb\r\n.\r\n"],
  [
    "lines with all ends",
    ["AskL: a"],
    ["b\r\nc\rd\n\ne\n"],
    "+-1\r\n5\r\nb\r\nc\r\nd\r\n\r\ne\r\n.\r\n",
  ],
  [
    "lines in an array",
    ["AskL: a"],
    [["b", "", "c"]],
    "+-1\r\n3\r\nb\r\n\r\nc\r\n.\r\n",
  ],
  [
    "marks",
    ["Select: a:0", "Select: b:1", "Select: c:1", "Select: d:0"],
    [true, false, 0, 1],
    "+-1\r\n1\r\n0\r\n0\r\n1\r\n.\r\n",
  ],
  [
    "marks by default",
    ["Select: a:0", "Select: b:1", "Select: c"],
    [null, null, null],
    "+-1\r\n0\r\n1\r\n0\r\n.\r\n",
  ],
  ["a choice", [CHOOSE], ["dark green"], "+-1\r\ndark green\r\n.\r\n"],
  ["the number of a choice", [CHOOSE], [1], "+-1\r\ndark green\r\n.\r\n"],
  ["a choice by default", [CHOOSE], [null], "+-1\r\nred\r\n.\r\n"],
  ["a choice without choices", ["Choose: a"], ["b"], "+-1\r\nb\r\n.\r\n"],
  [
    "a choice that is not UTF-8, as it is shown",
    [`Choose: a\tb\t${LATIN_1}`],
    ["\u00e4"],
    "+-1\r\n\xe4\r\n.\r\n",
  ],
  ["a question of a kind that is new", ["AskX: a"], ["b"], "+-1\r\nb\r\n.\r\n"],
  [
    "questions between notes",
    ["Note: a", "Ask: b", "Note: c", "Ask: d", "Note: e"],
    ["1", "2"],
    "+-1\r\n1\r\n2\r\n.\r\n",
  ],
  ["letters as UTF-8", ["Ask: a"], ["\u00e4"], "+-1\r\n\xc3\xa4\r\n.\r\n"],
  ["bytes that are not UTF-8", ["Ask: a"], [LATIN_1], "+-1\r\n\xe4\r\n.\r\n"],
  ["a lone dot", ["Ask: a"], ["."], "+3\r\n.\r\n"],
  [
    "a line that starts with a dot",
    ["Ask: a", "Ask: b"],
    [".b", "c"],
    "+7\r\n.b\r\nc\r\n",
  ],
  [
    "a lone dot between lines",
    ["AskL: a"],
    ["b\n.\nc"],
    "+12\r\n3\r\nb\r\n.\r\nc\r\n",
  ],
  ["a dot within a line", ["Ask: a"], ["b."], "+-1\r\nb.\r\n.\r\n"],
  [
    "bytes counted, not characters",
    ["Ask: a"],
    [".\u00e4"],
    "+5\r\n.\xc3\xa4\r\n",
  ],
  [
    "a file after the lines",
    ["Ask: a", "ChooseF: b", "Ask: c"],
    ["1", latin1("\0.\r\n\xff"), "2"],
    "+11\r\n1\r\n2\r\n\0.\r\n\xff",
  ],
  ["an empty file", ["ChooseF: a"], [new Uint8Array()], "+0\r\n"],
  [
    "an empty file after a line",
    ["Ask: a", "ChooseF: b"],
    ["1", new Uint8Array()],
    "+3\r\n1\r\n",
  ],
  ["no file", ["Ask: a", "ChooseF: b"], ["1", null], "+-1\r\n1\r\n.\r\n"],
  [
    "one of two files",
    ["ChooseF: a", "ChooseF: b"],
    [null, latin1("x")],
    "+1\r\nx",
  ],
];

for (const [name, lines, answers, wire] of ANSWERED) {
  Deno.test(`encodeAnswers() writes ${name}`, () => {
    assertEquals(encodeAnswers(lines.map(question), answers), latin1(wire));
  });
}

Deno.test("encodeAnswers() writes a file of ten megabytes", () => {
  const file = new Uint8Array(10_000_000).fill(7);
  const block = encodeAnswers([question("ChooseF: a")], [file]);
  const head = latin1("+10000000\r\n");
  assertEquals(block.length, head.length + file.length);
  assertEquals(block.subarray(0, head.length), head);
  assert(block.subarray(head.length).every((byte) => byte === 7));
});

Deno.test("encodeAnswers() skips attributes that are not questions", () => {
  const other: GOPHER_ATTRIBUTE_TYPE = {
    CategoryId: GOPHER_CATEGORY_ID_ASK,
    AttributeId: GOPHER_ATTRIBUTE_ID_UNKNOWN,
    AttributeType: { Unknown: { Text: "a" } },
  };
  assertEquals(
    encodeAnswers([other, question("Ask: a"), other], ["b"]),
    latin1("+-1\r\nb\r\n.\r\n"),
  );
});

const REFUSED: [
  name: string,
  questions: string[],
  answers: GopherAnswer[],
  why: string,
][] = [
  ["too few answers", ["Ask: a", "Ask: b"], ["c"], "1 answers for 2 questions"],
  ["too many answers", ["Ask: a"], ["b", "c"], "2 answers for 1 questions"],
  ["an answer to a note", ["Note: a"], ["b"], "1 answers for 0 questions"],
  ["CR in a line", ["Ask: Name?"], ["a\rb"], '"Name?"'],
  ["LF in a line", ["Ask: Name?"], ["a\nb"], '"Name?"'],
  ["NUL in a line", ["AskF: Name?"], ["a\0b"], '"Name?"'],
  ["NUL in lines", ["AskL: Name?"], ["a\0b"], '"Name?"'],
  ["LF in a line of an array", ["AskL: Name?"], [["a\nb"]], '"Name?"'],
  ["half a character", ["Ask: Name?"], ["\ud800"], '"Name?"'],
  ["a number for a line", ["Ask: Name?"], [1], '"Name?"'],
  ["a boolean for a line", ["AskP: Word?"], [true], '"Word?"'],
  ["lines for a line", ["Ask: Name?"], [["a"]], '"Name?"'],
  ["bytes for a line", ["Ask: Name?"], [new Uint8Array()], '"Name?"'],
  ["a number for lines", ["AskL: Text?"], [1], '"Text?"'],
  ["bytes for lines", ["AskL: Text?"], [new Uint8Array(2)], '"Text?"'],
  ["a text for a mark", ["Select: Copy?:1"], ["1"], '"Copy?"'],
  ["another number for a mark", ["Select: Copy?:1"], [2], '"Copy?"'],
  ["another choice", [CHOOSE], ["blue"], '"Colour?"'],
  ["a choice that is too high", [CHOOSE], [2], '"Colour?"'],
  ["a negative choice", [CHOOSE], [-1], '"Colour?"'],
  ["half a choice", [CHOOSE], [0.5], '"Colour?"'],
  ["a boolean for a choice", [CHOOSE], [true], '"Colour?"'],
  ["a path for a file", ["ChooseF: File?"], ["/etc/passwd"], '"File?"'],
  [
    "two files",
    ["ChooseF: One?", "ChooseF: Two?"],
    [new Uint8Array(), new Uint8Array()],
    '"Two?"',
  ],
];

for (const [name, lines, answers, why] of REFUSED) {
  Deno.test(`encodeAnswers() refuses ${name}`, () => {
    const error = assertThrows(
      () => encodeAnswers(lines.map(question), answers),
      InternetError,
      why,
    );
    assertEquals(error.code, ERROR_INVALID_PARAMETER);
  });
}

Deno.test("encodeAnswers() refuses a choice of the server with a line end", () => {
  assertThrows(
    () => encodeAnswers([question("Choose: a\tb\rc")], [0]),
    InternetError,
  );
  assertThrows(
    () => encodeAnswers([question("Choose: a\tb\rc")], [null]),
    InternetError,
  );
});

for (const secret of ["s3cret\n", "s3cret\0", "s3cret\ud800"]) {
  Deno.test(`encodeAnswers() never shows a password: ${JSON.stringify(secret)}`, () => {
    const error = assertThrows(
      () => encodeAnswers([question("AskP: Word?")], [secret]),
      InternetError,
    );
    assert(!Deno.inspect(error).split("\n    at ")[0]?.includes("s3cret"));
  });
}

Deno.test("secretAnswers() returns those to AskP, including defaults", () => {
  const form = ["Note: a", "AskP: b", "Ask: c", "AskP: d\tdef", "askp: e"];
  assertEquals(
    secretAnswers(form.map(question), ["1", "2", null, "3"]),
    ["1", "def", "3"],
  );
  assertEquals(secretAnswers([], []), []);
});

Deno.test("parseQuestion() needs linear time for hostile texts", () => {
  const started = cpuTime();
  for (const part of [" ", ":", ": ", "\t", ":1"]) {
    for (const QuestionType of ["Ask", "Select", "Choose"]) {
      parseQuestion({ QuestionType, QuestionText: `:${part.repeat(65_000)}x` });
    }
  }
  assert(cpuTime() - started < 1000);
});
