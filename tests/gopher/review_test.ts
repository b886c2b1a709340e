// Copyright 2026 the wininet authors. MIT license.

/**
 * Faults of Gopher that a review has found.
 *
 * @module
 */

import { assert, assertEquals, assertLess, assertRejects } from "@std/assert";
import {
  ERROR_GOPHER_DATA_ERROR,
  ERROR_GOPHER_NOT_GOPHER_PLUS,
  ERROR_GOPHER_PROTOCOL_ERROR,
  ERROR_INTERNET_CONNECTION_ABORTED,
  ERROR_INTERNET_CONNECTION_RESET,
  ERROR_INTERNET_INVALID_URL,
  ERROR_INTERNET_NAME_NOT_RESOLVED,
  ERROR_INTERNET_TIMEOUT,
  ERROR_INVALID_PARAMETER,
  InternetError,
} from "../../error.ts";
import {
  GOPHER_ATTRIBUTE_ID_UNKNOWN,
  GOPHER_CATEGORY_ID_ASK,
  INTERNET_FLAG_ASYNC,
  INTERNET_FLAG_RAW_DATA,
  INTERNET_FLAG_SECURE,
} from "../../flags.ts";
import {
  type GopherAnswer,
  GopherFindFirstFile,
  GopherGetAttribute,
  GopherOpenFile,
  queryCaps,
  submitAsk,
} from "../../gopher.ts";
import { InternetOpenUrl, InternetSetOption } from "../../internet.ts";
import {
  INTERNET_OPTION_CODEPAGE,
  INTERNET_OPTION_RECEIVE_TIMEOUT,
} from "../../options.ts";
import { entries, readable } from "../../streams.ts";
import type { GOPHER_ATTRIBUTE_TYPE } from "../../structures.ts";
import { rejectedCode, thrownCode } from "../helpers/calls.ts";
import {
  type GopherScene,
  listMenu,
  openGopher,
  shown,
} from "../helpers/gopher_calls.ts";
import type { GopherScript } from "../servers/gopher_server.ts";

const ATTRIBUTES =
  "+-1\r\n+INFO: 0a\t/a\th\t70\t+\r\n+ADMIN:\r\n Site: s\r\n.\r\n";

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

// ---- contexts ----

Deno.test("GopherGetAttribute() mixes no contexts while an enumerator is called", async () => {
  await using scene = await openGopher(
    { "/a\t!": ATTRIBUTES, "/b\t!": ATTRIBUTES },
    {},
    { flags: INTERNET_FLAG_ASYNC },
  );
  const { hConnect, server, watched } = scene;
  const get = (selector: string) =>
    GopherGetAttribute(
      hConnect,
      scene.locator("0", selector, "+"),
      null,
      () => true,
      selector,
    );
  await Promise.all([get("/a"), get("/b")]);
  const counts = ["/a", "/b"].map((context) =>
    watched.log.filter((event) => event.dwContext === context).length
  );
  assertEquals(counts[0], counts[1]);
  assertEquals(server.requests, ["/a\t!", "/b\t!"]);
});

// ---- what is cut off ----

const CUT: [string, GopherScript, code: number, tls: boolean][] = [
  [
    "resets",
    async (call) => {
      await call.write("CAPS\r\nServerTLSPort=74");
      await call.reset();
    },
    ERROR_INTERNET_CONNECTION_RESET,
    false,
  ],
  [
    "ends TLS without a farewell",
    async (call) => {
      await call.write("CAPS\r\nServerTLSPort=74");
      await call.cut();
    },
    ERROR_INTERNET_CONNECTION_ABORTED,
    true,
  ],
  [
    "falls silent",
    async (call) => {
      await call.write("CAPS\r\nServerTLSPort=74");
      await call.clientClosed();
    },
    ERROR_INTERNET_TIMEOUT,
    false,
  ],
];

for (const [name, script, code, tls] of CUT) {
  Deno.test(`queryCaps() answers no half values when the server ${name}`, async () => {
    await using scene = await openGopher({ "caps.txt": script }, { tls });
    InternetSetOption(scene.hConnect, INTERNET_OPTION_RECEIVE_TIMEOUT, 300);
    assertEquals(await rejectedCode(queryCaps(scene.hConnect)), code);
  });
}

Deno.test("GopherOpenFile() does not wait for more of an error than it keeps", async () => {
  await using scene = await openGopher({
    "/a\t+": async (call) => {
      await call.write(`--2\r\n${"a".repeat(65_536)}`);
      await call.clientClosed();
    },
  });
  const error = await errorOf(
    GopherOpenFile(scene.hConnect, scene.locator("0", "/a", "+")),
  );
  assertEquals(error.code, ERROR_GOPHER_DATA_ERROR);
  await scene.server.allClosed();
});

// ---- what never ends ----

/** Sends lines that are in no block, until the client closes. */
const JUNK: GopherScript = async (call) => {
  const junk = "junk\n".repeat(20_000);
  await call.write("+-2\r\n");
  for (;;) await call.write(junk);
};

Deno.test("GopherGetAttribute() ends lines without an end that are in no block", async () => {
  await using scene = await openGopher({ "/a\t!": JUNK });
  const code = await rejectedCode(
    GopherGetAttribute(scene.hConnect, scene.locator("0", "/a", "+")),
  );
  assertEquals(code, ERROR_GOPHER_PROTOCOL_ERROR);
  await scene.server.allClosed();
});

Deno.test("GopherFindFirstFile() ends lines without an end that are in no block", async () => {
  await using scene = await openGopher({ "/m\t$": JUNK });
  const code = await rejectedCode(
    GopherFindFirstFile(scene.hConnect, scene.locator("1", "/m", "+")),
  );
  assertEquals(code, ERROR_GOPHER_PROTOCOL_ERROR);
  await scene.server.allClosed();
});

Deno.test("GopherFindFirstFile() keeps not more than 65,536 characters of an error", async () => {
  const line = `3${"x".repeat(40_000)}\t\terror.host\t1\r\n`;
  await using scene = await openGopher({ "": `${line.repeat(5)}.\r\n` });
  const error = await errorOf(GopherFindFirstFile(scene.hConnect));
  assertEquals(error.responseText?.length, 65_536);
});

// ---- whose fault it is, and what the server says ----

for (
  const line of [
    "0X\t/b\thost\t99999\t+",
    "0X\t/b\tho<st\t70\t+",
    "0X\t/b\0c\thost\t70\t+",
  ]
) {
  Deno.test(`GopherOpenFile() takes it for the fault of the server when an item has moved to ${JSON.stringify(line)}`, async () => {
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
  Deno.test(`GopherFindFirstFile() shows of a phone book's ${JSON.stringify(answer)} nothing that commands a terminal`, async () => {
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

Deno.test("GopherOpenFile() shows of an error nothing that commands a terminal", async () => {
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
  const said = "Notä]0;hi[31m\r\nMore";
  assertEquals(plain.responseText, said);
  assertEquals(plus.responseText, `${said}\r\nJo <j@x>`);
});

Deno.test("GopherGetAttribute() keeps what a server without Gopher+ says", async () => {
  await using scene = await openGopher({
    "/x\t!": "3Not there\t\terror.host\t1\r\n3Sorry\t\terror.host\t1\r\n.\r\n",
  });
  const error = await errorOf(
    GopherGetAttribute(scene.hConnect, scene.locator("0", "/x", "+")),
  );
  assertEquals(error.code, ERROR_GOPHER_NOT_GOPHER_PLUS);
  assertEquals(error.responseText, "Not there\r\nSorry");
});

// ---- forms ----

Deno.test("submitAsk() refuses lines of which some are holes", async () => {
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

const SECRETS: [
  secret: string,
  reply: string,
  shown: string,
  codePage?: number,
][] = [
  [" pass ", "--1\r\n1\r\nwrong: pass \r\n.\r\n", "wrong: ***"],
  ["pa\x01ss", "3no pa\x01ss\t\terror.host\t1\r\n.\r\n", "no ***"],
  ["p\xe4ss", "3no p\xc3\xa4ss\t\terror.host\t1\r\n.\r\n", "no ***", 1252],
];

for (const [secret, reply, said, codePage] of SECRETS) {
  Deno.test(`submitAsk() shows no password that the server repeats: ${JSON.stringify(secret)}`, async () => {
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

// ---- URLs ----

async function urlText(scene: GopherScene, flags: number): Promise<string> {
  const url = `gopher://localhost:${scene.server.port}/0/a`;
  using hFile = await InternetOpenUrl(scene.hInternet, url, null, flags);
  return await new Response(readable(hFile)).text();
}

Deno.test("InternetOpenUrl() with INTERNET_FLAG_SECURE speaks TLS for gopher:, too", async () => {
  await using scene = await openGopher({ "/a": "a\r\n.\r\n" }, { tls: true });
  assertEquals(await urlText(scene, INTERNET_FLAG_SECURE), "a\r\n");
});

Deno.test("InternetOpenUrl() with INTERNET_FLAG_SECURE sends nothing in clear text", async () => {
  await using scene = await openGopher({ "/a": "a\r\n.\r\n" });
  await assertRejects(() => urlText(scene, INTERNET_FLAG_SECURE));
  assert(!scene.server.requests.includes("/a"));
});

Deno.test("InternetOpenUrl() dials a name of other letters as InternetConnect() does", async () => {
  await using scene = await openGopher();
  const error = await errorOf(
    InternetOpenUrl(scene.hInternet, "gopher://b\xfccher.invalid/"),
  );
  assertEquals(error.code, ERROR_INTERNET_NAME_NOT_RESOLVED);
  assert(error.message.includes("xn--bcher-kva.invalid"));
});

Deno.test("InternetOpenUrl() answers ERROR_INTERNET_INVALID_URL for a host of Gopher that is none", async () => {
  await using scene = await openGopher();
  const code = thrownCode(() =>
    InternetOpenUrl(scene.hInternet, `gopher://${"a".repeat(300)}.invalid/`)
  );
  assertEquals(code, ERROR_INTERNET_INVALID_URL);
});

Deno.test("InternetOpenUrl() still lists a menu whose items name no host", async () => {
  await using scene = await openGopher({ "": "0a\t/a\t\t\r\n.\r\n" });
  const hFind = await InternetOpenUrl(
    scene.hInternet,
    scene.server.url,
    null,
    INTERNET_FLAG_RAW_DATA,
  );
  const items = await Array.fromAsync(entries(hFind));
  assertEquals(items, await listMenu(scene.hConnect));
  assertEquals(shown(await listMenu(scene.hConnect)), ["a"]);
});
