// Copyright 2026 the wininet authors. MIT license.

/**
 * The text of an error: the responsible side, the text of the server, and no
 * control characters.
 */

import { assert, assertEquals, assertLess, assertRejects } from "@std/assert";
import {
  ERROR_GOPHER_DATA_ERROR,
  ERROR_GOPHER_NOT_GOPHER_PLUS,
  InternetError,
} from "../../error.ts";
import {
  GOPHER_ATTRIBUTE_ID_UNKNOWN,
  GOPHER_CATEGORY_ID_ASK,
} from "../../flags.ts";
import {
  type GopherAnswer,
  GopherFindFirstFile,
  GopherGetAttribute,
  GopherOpenFile,
  submitAsk,
} from "../../gopher.ts";
import { InternetSetOption } from "../../internet.ts";
import { INTERNET_OPTION_CODEPAGE } from "../../options.ts";
import type { GOPHER_ATTRIBUTE_TYPE } from "../../structures.ts";
import { openGopher } from "../helpers/gopher_calls.ts";

/** A form with one question. */
function form(QuestionType: string): GOPHER_ATTRIBUTE_TYPE[] {
  return [{
    CategoryId: GOPHER_CATEGORY_ID_ASK,
    AttributeId: GOPHER_ATTRIBUTE_ID_UNKNOWN,
    AttributeType: { Ask: { QuestionType, QuestionText: "Well?" } },
  }];
}

async function errorOf(work: Promise<unknown>): Promise<InternetError> {
  return await assertRejects(() => work, InternetError);
}

for (
  const line of [
    "0X\t/b\thost\t99999\t+",
    "0X\t/b\tho<st\t70\t+",
    "0X\t/b\0c\thost\t70\t+",
  ]
) {
  Deno.test(`GopherOpenFile() reports a fault of the server if an item has moved to ${JSON.stringify(line)}`, async () => {
    await using scene = await openGopher({
      "/a\t+": `--1\r\n3 Jo <j@x>\r\n${line}\r\n.\r\n`,
    });
    const error = await errorOf(
      GopherOpenFile(scene.hConnect, scene.locator("0", "/a", "+")),
    );
    assertEquals(error.code, ERROR_GOPHER_DATA_ERROR);
    assertEquals(error.responseText, line);
    assert(error.message.includes("it has moved"));
    await scene.server.allClosed();
  });
}

const COMMANDS = "\x1b]0;hi\x07\x1b[31m";
// deno-lint-ignore no-control-regex
const CONTROLS_REGEXP = /[\0-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f]/;

function assertHarmless({ message, responseText = "" }: InternetError): void {
  assert(!CONTROLS_REGEXP.test(message), JSON.stringify(message));
  assert(!CONTROLS_REGEXP.test(responseText), JSON.stringify(responseText));
  assert(responseText.isWellFormed());
  assertLess(message.length, 400);
}

for (const answer of ["598:", "Oops "]) {
  Deno.test(`GopherFindFirstFile() removes terminal commands from the reply ${JSON.stringify(answer)} of a phone book`, async () => {
    await using scene = await openGopher({
      "query x": `${answer}${COMMANDS}\xe4${"A".repeat(1000)}\r\n`,
    });
    const error = await errorOf(
      GopherFindFirstFile(scene.hConnect, scene.locator("2", ""), "x"),
    );
    assertHarmless(error);
    assert(error.responseText?.includes("äAAA"));
  });
}

Deno.test("GopherOpenFile() removes terminal commands from an error", async () => {
  const text = `Not\xe4${COMMANDS}`;
  await using scene = await openGopher({
    "/a": `3${text}\t\terror.host\t1\r\n3More\t\terror.host\t1\r\n.\r\n`,
    "/a\t+": `--1\r\n1 Jo <j@x>\r\n${text}\r\nMore\r\n.\r\n`,
  });
  const plain = await errorOf(
    GopherOpenFile(scene.hConnect, scene.locator("0", "/a")),
  );
  const plus = await errorOf(
    GopherOpenFile(scene.hConnect, scene.locator("0", "/a", "+")),
  );
  assertHarmless(plain);
  assertHarmless(plus);
  const said = "Notä\r\nMore";
  assertEquals(plain.responseText, said);
  assertEquals(plus.responseText, `${said}\r\nJo <j@x>`);
});

Deno.test("GopherGetAttribute() keeps the text of a server without Gopher+", async () => {
  await using scene = await openGopher({
    "/x\t!": "3Not there\t\terror.host\t1\r\n3Sorry\t\terror.host\t1\r\n.\r\n",
  });
  const error = await errorOf(
    GopherGetAttribute(scene.hConnect, scene.locator("0", "/x", "+")),
  );
  assertEquals(error.code, ERROR_GOPHER_NOT_GOPHER_PLUS);
  assertEquals(error.responseText, "Not there\r\nSorry");
});

const SECRETS: [
  secret: string,
  reply: string,
  shown: string,
  codePage?: number,
][] = [
  [" pass ", "--1\r\n1\r\nwrong: pass \r\n.\r\n", "wrong: ***"],
  ["pa\x01ss", "3no pa\x01ss\t\terror.host\t1\r\n.\r\n", "no ***"],
  ["pass", "--1\r\n1\r\nno p\x1b[0mass\r\n.\r\n", "no ***"],
  ["pass", "--1\r\n1\r\nno p\x01ass\r\n.\r\n", "no ***"],
  ["p\x01ass", "--1\r\n1\r\nno pass\r\n.\r\n", "no ***"],
  ["p\xe4ss", "3no p\xc3\xa4ss\t\terror.host\t1\r\n.\r\n", "no ***", 1252],
];

for (const [secret, reply, said, codePage] of SECRETS) {
  Deno.test(`submitAsk() does not show a password that the server repeats: ${JSON.stringify(secret)}`, async () => {
    await using scene = await openGopher({ "/a\t+\t1": reply });
    if (codePage !== undefined) {
      InternetSetOption(scene.hConnect, INTERNET_OPTION_CODEPAGE, codePage);
    }
    const answers: GopherAnswer[] = [secret];
    const item = scene.locator("1", "/a", "?");
    const error = await errorOf(
      submitAsk(scene.hConnect, item, form("AskP"), answers),
    );
    assertEquals(error.responseText, said);
    assert(error.message.includes("***"));
  });
}
