// Copyright 2026 the wininet authors. MIT license.

/**
 * submitAsk: forms of servers, and the data that the server receives.
 *
 * @module
 */

import { assert, assertEquals, assertRejects } from "@std/assert";
import {
  ERROR_GOPHER_DATA_ERROR,
  ERROR_GOPHER_NOT_GOPHER_PLUS,
  ERROR_INVALID_PARAMETER,
  InternetError,
} from "../../../error.ts";
import {
  GOPHER_ATTRIBUTE_ID_UNKNOWN,
  GOPHER_CATEGORY_ID_ASK,
} from "../../../flags.ts";
import {
  type GopherAnswer,
  GopherGetAttribute,
  parseQuestion,
  submitAsk,
} from "../../../gopher.ts";
import { entries } from "../../../streams.ts";
import type {
  GOPHER_ATTRIBUTE_TYPE,
  GOPHER_FIND_DATA,
} from "../../../structures.ts";
import { readText, thrownCode } from "../../helpers/calls.ts";
import { openGopher, shown } from "../../helpers/gopher_calls.ts";
import type { GopherReply } from "../../servers/gopher_server.ts";
import { bytesOf, latin1Of } from "../../servers/tcp_server.ts";

/** Returns the attributes of a form with these lines. */
function blockOf(lines: readonly string[]): string {
  return "+-1\r\n+INFO: 0Form\t/form\ta.example\t70\t?\r\n+ASK:\r\n" +
    `${lines.map((line) => ` ${line}\r\n`).join("")}.\r\n`;
}

/** Returns the bytes that a server receives for these questions and answers. */
async function sent(
  lines: readonly string[],
  answers: readonly GopherAnswer[],
): Promise<Uint8Array> {
  await using scene = await openGopher({
    "/form\t!": blockOf(lines),
    "/form\t+\t1": "+2\r\nok",
  });
  const locator = scene.locator("0", "/form", "?");
  const questions = await GopherGetAttribute(scene.hConnect, locator);
  using hFile = await submitAsk(scene.hConnect, locator, questions, answers);
  assertEquals(await readText(hFile), "ok");
  assertEquals(scene.server.blocks.length, 1);
  return scene.server.blocks[0]!;
}

// Forms, the answers to them, and the data that is sent.
const FORMS: [
  name: string,
  lines: string[],
  answers: GopherAnswer[],
  block: string,
][] = [
  ["no questions", [], [], "+-1\r\n.\r\n"],
  ["only a note", ["Note: Just go on"], [], "+-1\r\n.\r\n"],
  ["a question", ["Ask: Name?"], ["Ann"], "+-1\r\nAnn\r\n.\r\n"],
  [
    "a question with an accepted default",
    ["Ask: Name?\tAnn"],
    [null],
    "+-1\r\nAnn\r\n.\r\n",
  ],
  ["an empty answer", ["Ask: Name?"], [""], "+-1\r\n\r\n.\r\n"],
  ["a password", ["AskP: Password?"], ["s3cret"], "+-1\r\ns3cret\r\n.\r\n"],
  ["AskL with no lines", ["AskL: Text?"], [[]], "+-1\r\n0\r\n.\r\n"],
  ["AskL with an empty text", ["AskL: Text?"], [""], "+-1\r\n0\r\n.\r\n"],
  ["AskL with one line", ["AskL: Text?"], ["a"], "+-1\r\n1\r\na\r\n.\r\n"],
  [
    "AskL with one empty line",
    ["AskL: Text?"],
    [[""]],
    "+-1\r\n1\r\n\r\n.\r\n",
  ],
  [
    "AskL with lines of all ends",
    ["AskL: Text?"],
    ["a\r\nb\nc\n\nd"],
    "+-1\r\n5\r\na\r\nb\r\nc\r\n\r\nd\r\n.\r\n",
  ],
  ["AskF", ["AskF: Save as?"], ["a.txt"], "+-1\r\na.txt\r\n.\r\n"],
  [
    "Select with yes, no, and both defaults",
    ["Select: A?:0", "Select: B?:1", "Select: C?:1", "Select: D?:0"],
    [true, false, null, null],
    "+-1\r\n1\r\n0\r\n1\r\n0\r\n.\r\n",
  ],
  [
    "Choose with the text of a choice",
    ["Choose: Roast?\tlight\tdark"],
    ["dark"],
    "+-1\r\ndark\r\n.\r\n",
  ],
  [
    "Choose with the number of a choice",
    ["Choose: Roast?\tlight\tdark"],
    [1],
    "+-1\r\ndark\r\n.\r\n",
  ],
  [
    "Choose with its default",
    ["Choose: Roast?\tlight\tdark"],
    [null],
    "+-1\r\nlight\r\n.\r\n",
  ],
  [
    "an answer of a lone dot",
    ["Ask: What?", "Ask: And?"],
    [".", "x"],
    "+6\r\n.\r\nx\r\n",
  ],
  [
    "AskL with a lone dot among its lines",
    ["AskL: Text?"],
    [["a", ".", "b"]],
    "+12\r\n3\r\na\r\n.\r\nb\r\n",
  ],
  ["an answer that starts with a dot", ["Ask: A?"], [".a"], "+4\r\n.a\r\n"],
  [
    "a file of no bytes",
    ["Ask: Name?", "ChooseF: File?"],
    ["Ann", new Uint8Array()],
    "+5\r\nAnn\r\n",
  ],
  [
    "a file that is left out",
    ["Ask: Name?", "ChooseF: File?"],
    ["Ann", null],
    "+-1\r\nAnn\r\n.\r\n",
  ],
  [
    "a file with any bytes",
    ["Ask: Name?", "ChooseF: File?"],
    ["Ann", bytesOf("\0\r\n.\r\n\xff")],
    "+12\r\nAnn\r\n\0\r\n.\r\n\xff",
  ],
  [
    "all kinds of questions with notes between",
    [
      "Note: Hello",
      "Ask: Name?",
      "Note: Now the password",
      "AskP: Password?",
      "AskL: Comment?",
      "Select: Copy?:1",
      "Choose: Roast?\tlight\tdark",
    ],
    ["Ann", "pw", ["a", "b"], false, "dark"],
    "+-1\r\nAnn\r\npw\r\n2\r\na\r\nb\r\n0\r\ndark\r\n.\r\n",
  ],
  [
    "an answer that is not ASCII",
    ["Ask: Name?"],
    ["Zo\u00eb"],
    "+-1\r\nZo\xc3\xab\r\n.\r\n",
  ],
];

for (const [name, lines, answers, block] of FORMS) {
  Deno.test(`submitAsk() sends ${name}`, async () => {
    assertEquals(latin1Of(await sent(lines, answers)), block);
  });
}

Deno.test("submitAsk() sends AskL of 10,000 lines", async () => {
  const lines = Array.from({ length: 10_000 }, (_, at) => `line ${at}`);
  const block = await sent(["AskL: Text?"], [lines]);
  assertEquals(
    latin1Of(block),
    `+-1\r\n10000\r\n${lines.join("\r\n")}\r\n.\r\n`,
  );
});

Deno.test("submitAsk() sends a file of 10 MB", async () => {
  const file = new Uint8Array(10_000_000).map((_, at) => at % 251);
  const block = await sent(["Ask: Name?", "ChooseF: File?"], ["Ann", file]);
  const head = bytesOf("+10000005\r\nAnn\r\n");
  assertEquals(block.subarray(0, head.length), head);
  assertEquals(block.subarray(head.length), file);
});

/** Opens a form with one question on the server and answers it. */
async function answered(
  reply: GopherReply,
  question: string,
  answer: GopherAnswer,
  type = "0",
): Promise<string> {
  await using scene = await openGopher({
    "/form\t!": blockOf([question]),
    "/form\t+\t1": reply,
  });
  const locator = scene.locator(type, "/form", "?");
  const questions = await GopherGetAttribute(scene.hConnect, locator);
  using hFile = await submitAsk(scene.hConnect, locator, questions, [answer]);
  return await readText(hFile);
}

Deno.test("submitAsk() reads a reply without a header", async () => {
  assertEquals(await answered("hi\r\n.\r\n", "Ask: A?", "a"), "hi\r\n");
});

Deno.test("submitAsk() reads a reply that arrives before the form is read", async () => {
  const reply = await answered(
    async (call) => {
      await call.write("+2\r\nhi");
      await call.readBlock();
    },
    "Ask: A?",
    "a",
  );
  assertEquals(reply, "hi");
});

const PASSWORD_ERRORS = [
  ["of Gopher+", "--1\r\n1 Jo <jo@a.example>\r\nBad: s3cret\r\n.\r\n"],
  ["without Gopher+", "3Bad: s3cret\t\terror.host\t1\r\n.\r\n"],
  ["without Gopher+ and a dot", "3Bad: s3cret\t\terror.host\t1\r\n"],
] as const;

for (const [name, reply] of PASSWORD_ERRORS) {
  for (const type of ["0", "1"]) {
    Deno.test(`submitAsk() reports an error ${name} without the password, for an item of type ${type}`, async () => {
      const error = await assertRejects(
        () => answered(reply, "AskP: Password?", "s3cret", type),
        InternetError,
      );
      assertEquals(error.code, ERROR_GOPHER_DATA_ERROR);
      assert(error.responseText?.startsWith("Bad: "));
      assert(!`${error.responseText}${error.message}`.includes("s3cret"));
    });
  }
}

Deno.test("submitAsk() requests a view of the reply", async () => {
  await using scene = await openGopher({
    "/form\t!": blockOf(["Ask: A?"]),
    "/form\t+text/html De_DE\t1": "+2\r\nhi",
  });
  const locator = scene.locator("0", "/form", "?");
  const questions = await GopherGetAttribute(scene.hConnect, locator, "+ASK");
  using hFile = await submitAsk(
    scene.hConnect,
    locator,
    questions,
    ["a"],
    "text/html De_DE",
  );
  assertEquals(await readText(hFile), "hi");
});

for (
  const [name, reply] of [
    ["a menu", "+-1\r\n0One\t/1\ta.example\t70\t+\r\n.\r\n"],
    ["a menu without a header", "0One\t/1\ta.example\t70\r\n.\r\n"],
  ] as const
) {
  Deno.test(`submitAsk() returns an enumeration if the reply is ${name}`, async () => {
    await using scene = await openGopher({
      "/form\t!": blockOf(["Ask: A?"]),
      "/form\t+\t1": reply,
    });
    const locator = scene.locator("1", "/form", "?");
    const questions = await GopherGetAttribute(scene.hConnect, locator);
    const hFind = await submitAsk(scene.hConnect, locator, questions, ["a"]);
    const items = await Array.fromAsync(entries(hFind)) as GOPHER_FIND_DATA[];
    assertEquals(shown(items), ["One"]);
  });
}

const NAME: GOPHER_ATTRIBUTE_TYPE = {
  CategoryId: GOPHER_CATEGORY_ID_ASK,
  AttributeId: GOPHER_ATTRIBUTE_ID_UNKNOWN,
  AttributeType: { Ask: { QuestionType: "Ask", QuestionText: "Name?" } },
};

for (
  const [name, answers] of [
    ["too few answers", []],
    ["too many answers", ["a", "b"]],
    ["an answer with a line end", ["a\r\nb"]],
    ["an answer with a NUL", ["a\0"]],
    ["bytes for a text", [new Uint8Array(1)]],
    ["a boolean for a text", [true]],
  ] as const
) {
  Deno.test(`submitAsk() refuses ${name} before anything is sent`, async () => {
    await using scene = await openGopher();
    const locator = scene.locator("0", "/form", "?");
    const code = thrownCode(() =>
      submitAsk(scene.hConnect, locator, [NAME], answers)
    );
    assertEquals(code, ERROR_INVALID_PARAMETER);
    assertEquals(scene.server.connections, 0);
  });
}

Deno.test("submitAsk() refuses an item without Gopher+", async () => {
  await using scene = await openGopher();
  const code = thrownCode(() =>
    submitAsk(scene.hConnect, scene.locator("0", "/form"), [NAME], ["a"])
  );
  assertEquals(code, ERROR_GOPHER_NOT_GOPHER_PLUS);
});

Deno.test("parseQuestion() parses the questions that GopherGetAttribute() returns", async () => {
  await using scene = await openGopher({
    "/form\t!": blockOf(["Choose: Roast?\tlight\tdark", "Select: Copy?:1"]),
  });
  const attributes = await GopherGetAttribute(
    scene.hConnect,
    scene.locator("0", "/form", "?"),
    "+ASK",
  );
  const questions = attributes.map(({ AttributeType: { Ask } }) =>
    parseQuestion(Ask!)
  );
  assertEquals(questions, [
    {
      type: "Choose",
      prompt: "Roast?",
      defaultValue: "light",
      choices: ["light", "dark"],
    },
    { type: "Select", prompt: "Copy?", defaultValue: "1", choices: [] },
  ]);
});

/** A form with one question. */
function form(QuestionType: string): GOPHER_ATTRIBUTE_TYPE[] {
  return [{
    CategoryId: GOPHER_CATEGORY_ID_ASK,
    AttributeId: GOPHER_ATTRIBUTE_ID_UNKNOWN,
    AttributeType: { Ask: { QuestionType, QuestionText: "Well?" } },
  }];
}

Deno.test("submitAsk() refuses a sparse array of lines", async () => {
  await using scene = await openGopher();
  const lines = ["a", "b", "c"];
  delete lines[1];
  const code = thrownCode(() =>
    submitAsk(scene.hConnect, scene.locator("0", "/a", "?"), form("AskL"), [
      lines,
    ])
  );
  assertEquals(code, ERROR_INVALID_PARAMETER);
  assertEquals(scene.server.connections, 0);
});
