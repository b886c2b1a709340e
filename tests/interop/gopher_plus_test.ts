// Copyright 2026 the wininet authors. MIT license.

/**
 * Gopher+ with pygopherd: attributes, views, menus with the attributes of their
 * items, and forms, each compared with the blocks that a bare socket receives.
 *
 * @module
 */

import { assert, assertEquals, assertRejects } from "@std/assert";
import {
  ERROR_GOPHER_ATTRIBUTE_NOT_FOUND,
  ERROR_GOPHER_DATA_ERROR,
  ERROR_GOPHER_NOT_GOPHER_PLUS,
  InternetError,
} from "../../error.ts";
import {
  GOPHER_ABSTRACT_CATEGORY,
  GOPHER_ADMIN_CATEGORY,
  GOPHER_CATEGORY_ID_ABSTRACT,
  GOPHER_CATEGORY_ID_ADMIN,
  GOPHER_CATEGORY_ID_ASK,
  GOPHER_CATEGORY_ID_INFO,
  GOPHER_CATEGORY_ID_UNKNOWN,
  GOPHER_CATEGORY_ID_VIEWS,
  GOPHER_VIEWS_CATEGORY,
} from "../../flags.ts";
import {
  GopherFindFirstFile,
  GopherGetAttribute,
  GopherOpenFile,
  submitAsk,
} from "../../gopher.ts";
import { entries, readable } from "../../streams.ts";
import type { GOPHER_ATTRIBUTE_TYPE } from "../../structures.ts";
import { rejectedCode, thrownCode } from "../helpers/calls.ts";
import { listMenu } from "../helpers/gopher_calls.ts";
import { latin1Of } from "../servers/tcp_server.ts";
import {
  assertSameBytes,
  fetchRaw,
  type GopherProgram,
  itemsOfLines,
  lineParts,
  openGopherProgram,
  rawLines,
  receivedBytes,
} from "./gopher_calls.ts";
import {
  REAL_GOPHER_SERVERS,
  type RealGopherServer,
  realGopherTest,
} from "./gopher_servers.ts";
import { GOPHER_BINARY, GOPHER_GIF, GOPHER_TREE } from "./gopher_tree.ts";

const POEM = "/plus/poem.txt";
const FORM = "/plus/form.txt";

/** Types, selectors, views and contents; `null` if the content is on the disk. */
const VIEWS = [
  ["0", "/greeting.txt", "text/plain", GOPHER_TREE["greeting.txt"]],
  ["0", "/dots.txt", "text/plain", GOPHER_TREE["dots.txt"]],
  ["0", "/empty.txt", "text/plain", ""],
  ["g", "/plus/pixel.gif", "image/gif", GOPHER_GIF],
  ["9", "/binary.dat", "application/octet-stream", GOPHER_BINARY],
  ["9", "/plus/big.dat", "application/octet-stream", null],
] as const;

for (const name of REAL_GOPHER_SERVERS) {
  if (name.startsWith("pygopherd")) {
    realGopherTest(name, "GopherGetAttribute() returns attributes", attributes);
    realGopherTest(name, "GopherOpenFile() returns views", views);
    realGopherTest(
      name,
      "GopherFindFirstFile() returns sizes and dates",
      menus,
    );
    realGopherTest(name, "submitAsk() sends a form", forms);
  } else {
    realGopherTest(name, "the Gopher functions do without Gopher+", without);
  }
}

async function attributes(
  server: RealGopherServer,
  context: Deno.TestContext,
): Promise<void> {
  await using program = await openGopherProgram(server, { dwContext: "all" });
  const { hConnect, locator, watched } = program;
  const poem = locator("0", POEM, "+");
  const raw = latin1Of((await fetchRaw(server, `${POEM}\t!`)).bytes);
  const get = (names: string | null) =>
    GopherGetAttribute(hConnect, poem, names);
  await context.step("all of them, in their order", async () => {
    const found = await get(null);
    assertEquals(receivedBytes(watched, "all"), raw.length);
    assertEquals(found.map(({ CategoryId }) => CategoryId), [
      GOPHER_CATEGORY_ID_INFO,
      GOPHER_CATEGORY_ID_ADMIN,
      GOPHER_CATEGORY_ID_ADMIN,
      GOPHER_CATEGORY_ID_VIEWS,
      GOPHER_CATEGORY_ID_ABSTRACT,
      GOPHER_CATEGORY_ID_UNKNOWN,
    ]);
    assertEquals(
      found[0]?.AttributeType.Unknown?.Text,
      /^\+INFO: (.*)\r$/m.exec(raw)?.[1],
    );
    assertEquals(
      found[5]?.AttributeType.Unknown?.Text,
      raw.slice(raw.indexOf("+KEYWORDS")).trimEnd(),
    );
  });
  await blocks(get, raw, context);
  await oddCalls(program, context);
}

/** Returns the values of the blocks. */
async function blocks(
  get: (names: string) => Promise<GOPHER_ATTRIBUTE_TYPE[]>,
  raw: string,
  context: Deno.TestContext,
): Promise<void> {
  await context.step("who looks after it, and since when", async () => {
    const [admin, date] = await get(GOPHER_ADMIN_CATEGORY);
    assertEquals(admin?.AttributeType.Admin, {
      Comment: "The tests",
      EmailAddress: "tests@example.org",
    });
    const digits = /Mod-Date:.*<(\d{14})>/.exec(raw)?.[1] ?? "";
    const iso = date?.AttributeType.ModDate?.DateAndTime?.toISOString() ?? "";
    assertEquals(iso.replace(/\.000Z$/, "").replaceAll(/\D/g, ""), digits);
  });
  await context.step("the views", async () => {
    assertEquals((await get(GOPHER_VIEWS_CATEGORY)).map(valuesOf), [
      { View: { ContentType: "text/plain", Language: "", Size: 0 } },
    ]);
  });
  await context.step("the abstract", async () => {
    assertEquals((await get(GOPHER_ABSTRACT_CATEGORY)).map(valuesOf), [{
      Abstract: {
        ShortAbstract: "A poem about roses\r\nthat is not finished",
        AbstractFile: "",
      },
    }]);
  });
}

async function oddCalls(
  { hConnect, locator }: GopherProgram,
  context: Deno.TestContext,
): Promise<void> {
  const poem = locator("0", POEM, "+");
  await context.step("to an enumerator, one after the other", async () => {
    const seen: GOPHER_ATTRIBUTE_TYPE[] = [];
    const found = await GopherGetAttribute(hConnect, poem, null, (one) => {
      seen.push(one);
      return seen.length < 2;
    });
    assertEquals(seen, (await GopherGetAttribute(hConnect, poem)).slice(0, 2));
    assertEquals(found, seen);
  });
  await context.step("what an item has not", async () => {
    assertEquals(
      await rejectedCode(GopherGetAttribute(hConnect, poem, "+ASK")),
      ERROR_GOPHER_ATTRIBUTE_NOT_FOUND,
    );
  });
  await context.step("what is missing", async () => {
    const missing = locator("0", "/missing", "+");
    const error = await assertRejects(
      () => GopherGetAttribute(hConnect, missing),
      InternetError,
    );
    assertEquals(error.code, ERROR_GOPHER_DATA_ERROR);
    assert(error.responseText?.startsWith("'/missing' does not exist"));
  });
}

function valuesOf({ AttributeType }: GOPHER_ATTRIBUTE_TYPE): unknown {
  return AttributeType;
}

/** The length of a view is known, so it is complete even if TLS ends without close_notify. */
async function views(
  server: RealGopherServer,
  context: Deno.TestContext,
): Promise<void> {
  await server.addFile("plus/big.dat", new Uint8Array(3_000_000).fill(46));
  const options = { uncertainEnd: false };
  await using program = await openGopherProgram(server, options);
  const { hConnect, locator, watched } = program;
  for (const [type, selector, view, content] of VIEWS) {
    for (const wanted of [null, view]) {
      await context.step(`${selector} as ${wanted}`, async () => {
        const item = locator(type, selector, "+");
        const dwContext = `${selector} ${wanted}`;
        await using hFile = await GopherOpenFile(
          hConnect,
          item,
          wanted,
          0,
          dwContext,
        );
        const bytes = await new Response(readable(hFile)).bytes();
        const raw = await fetchRaw(server, `${selector}\t+${wanted ?? ""}`);
        const header = raw.bytes.indexOf(0x0a) + 1;
        assertSameBytes(bytes, raw.bytes.subarray(header), selector);
        assertEquals(
          latin1Of(raw.bytes.subarray(0, header)).trim(),
          `+${bytes.length}`,
        );
        const disk = content ?? await Deno.readFile(server.root + selector);
        if (typeof disk === "string") assertEquals(latin1Of(bytes), disk);
        else assertSameBytes(bytes, disk, selector);
        assertEquals(receivedBytes(watched, dwContext), raw.bytes.length);
      });
    }
  }
  await context.step("what is missing", () => missing(program));
}

async function missing({ hConnect, locator }: GopherProgram): Promise<void> {
  const opening = GopherOpenFile(hConnect, locator("9", "/missing", "+"));
  const error = await assertRejects(() => opening, InternetError);
  assertEquals(error.code, ERROR_GOPHER_DATA_ERROR);
  assertEquals(
    error.responseText,
    "'/missing' does not exist (no handler found)\r\n" +
      "The tests <tests@example.org>",
  );
}

async function menus(
  server: RealGopherServer,
  context: Deno.TestContext,
): Promise<void> {
  await using program = await openGopherProgram(server);
  const { hConnect, locator, watched } = program;
  for (const selector of ["", "/plus", "/shelf"]) {
    await context.step(`"${selector}"`, async () => {
      const { hFind } = await GopherFindFirstFile(
        hConnect,
        locator("1", selector, "+"),
        null,
        0,
        selector || "root",
      );
      const items = await Array.fromAsync(entries(hFind));
      const raw = (await fetchRaw(server, `${selector}\t$`)).bytes;
      assertEquals(receivedBytes(watched, selector || "root"), raw.length);
      // The lines with and without attributes are the same.
      const lines = await rawLines(server, `${selector}\t+`);
      assertEquals(lines.shift(), "+-2");
      assertEquals(lineParts(items as never), itemsOfLines(lines));
      assertEquals(items.map(sizeAndDate), blocksOf(latin1Of(raw)));
    });
  }
  await context.step("a search", async () => {
    const index = locator("7", "/cgi-bin/search", "+");
    const lines = await rawLines(server, "/cgi-bin/search\ttwo words\t+");
    assertEquals(lines.shift(), "+-2");
    const items = await listMenu(hConnect, index, "two words");
    assertEquals(lineParts(items), itemsOfLines(lines));
  });
}

function sizeAndDate(item: object): unknown[] {
  assert("SizeLow" in item && "LastModificationTime" in item);
  return [item.SizeLow, item.LastModificationTime];
}

/** Returns the sizes in bytes and the dates of the blocks. */
function blocksOf(text: string): unknown[][] {
  return text.split("+INFO: ").slice(1).map((block) => {
    const size = Number(/<(\d+)k>/.exec(block)?.[1] ?? 0);
    const date = /<(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)>/.exec(block);
    if (date === null) return [size * 1024, null];
    const [year, month, ...rest] = date.slice(1).map(Number);
    return [
      size * 1024,
      new Date(Date.UTC(year!, month! - 1, ...rest)),
    ];
  });
}

/** pygopherd shows forms but does not read the answers: it sends the file. */
async function forms(server: RealGopherServer): Promise<void> {
  await using program = await openGopherProgram(server);
  const { hConnect, locator } = program;
  const form = locator("0", FORM, "+");
  const questions = await GopherGetAttribute(hConnect, form, "+ASK");
  assertEquals(questions.map(({ CategoryId }) => CategoryId), [
    GOPHER_CATEGORY_ID_ASK,
    GOPHER_CATEGORY_ID_ASK,
    GOPHER_CATEGORY_ID_ASK,
  ]);
  assertEquals(questions.map(({ AttributeType }) => AttributeType.Ask), [
    { QuestionType: "Ask", QuestionText: "Your name?\tNobody" },
    { QuestionType: "AskP", QuestionText: "Your password?" },
    { QuestionType: "Choose", QuestionText: "A colour?\tred\tgreen" },
  ]);
  const answers = ["Ann", "secret", 1];
  await using hFile = await submitAsk(hConnect, form, questions, answers);
  const text = await new Response(readable(hFile)).text();
  assertEquals(text, GOPHER_TREE["plus/form.txt"]);
}

/** gophernicus ignores the Gopher+ field, or sends a link to its root menu. */
async function without(server: RealGopherServer): Promise<void> {
  await using program = await openGopherProgram(server);
  const { hConnect, locator } = program;
  const plain = locator("0", "/greeting.txt");
  const plus = locator("0", "/greeting.txt", "+");
  assertEquals(await program.bytes(plus), await program.bytes(plain));
  const shelf = await listMenu(hConnect, locator("1", "/shelf", "+"));
  const lines = await rawLines(server, "/shelf");
  assertEquals(lineParts(shelf), itemsOfLines(lines));
  const [root, ...others] = await listMenu(hConnect, locator("1", "", "+"));
  assertEquals(root?.DisplayString, "Main menu");
  assertEquals(others, []);
  const items = await listMenu(hConnect, root?.Locator);
  assertEquals(lineParts(items), itemsOfLines(await rawLines(server, "")));
  assertEquals(
    await rejectedCode(GopherGetAttribute(hConnect, plus)),
    ERROR_GOPHER_NOT_GOPHER_PLUS,
  );
  assertEquals(
    thrownCode(() => GopherGetAttribute(hConnect, plain)),
    ERROR_GOPHER_NOT_GOPHER_PLUS,
  );
}
