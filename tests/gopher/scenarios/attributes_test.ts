// Copyright 2026 the wininet authors. MIT license.

/**
 * GopherGetAttribute: the attributes of an item as an array and one by one, as
 * servers write them.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import {
  ERROR_GOPHER_ATTRIBUTE_NOT_FOUND,
  ERROR_GOPHER_NOT_GOPHER_PLUS,
  ERROR_INTERNET_CONNECTION_ABORTED,
  ERROR_INVALID_PARAMETER,
} from "../../../error.ts";
import {
  GOPHER_ABSTRACT_CATEGORY,
  GOPHER_ADMIN_CATEGORY,
  GOPHER_ATTRIBUTE_ID_ABSTRACT,
  GOPHER_ATTRIBUTE_ID_ADMIN,
  GOPHER_ATTRIBUTE_ID_MOD_DATE,
  GOPHER_ATTRIBUTE_ID_TTL,
  GOPHER_ATTRIBUTE_ID_UNKNOWN,
  GOPHER_ATTRIBUTE_ID_VIEW,
  GOPHER_CATEGORY_ID_ABSTRACT,
  GOPHER_CATEGORY_ID_ADMIN,
  GOPHER_CATEGORY_ID_ASK,
  GOPHER_CATEGORY_ID_INFO,
  GOPHER_CATEGORY_ID_UNKNOWN,
  GOPHER_CATEGORY_ID_VIEWS,
  GOPHER_MOD_DATE_ATTRIBUTE,
  GOPHER_VIEWS_CATEGORY,
} from "../../../flags.ts";
import { GopherGetAttribute } from "../../../gopher.ts";
import type { GOPHER_ATTRIBUTE_TYPE } from "../../../structures.ts";
import { rejectedCode, thrownCode } from "../../helpers/calls.ts";
import { openGopher } from "../../helpers/gopher_calls.ts";

const BLOCKS = "+INFO: 0About\t/f\ta.example\t70\t+\r\n" +
  "+ADMIN:\r\n Admin: Jo Smith <jo@a.example>\r\n" +
  " Mod-Date: Wed Jul 28 17:02:01 1993 <19930728170201>\r\n TTL: 3600\r\n" +
  "+VIEWS:\r\n text/plain En_US: <10k>\r\n image/gif: <1234>\r\n" +
  "+ABSTRACT:\r\n What it is\r\n about.\r\n" +
  "+ASK:\r\n Ask: Name?\r\n" +
  "+URL: http://a.example/\r\n";

const INFO: GOPHER_ATTRIBUTE_TYPE = {
  CategoryId: GOPHER_CATEGORY_ID_INFO,
  AttributeId: GOPHER_ATTRIBUTE_ID_UNKNOWN,
  AttributeType: { Unknown: { Text: "0About\t/f\ta.example\t70\t+" } },
};
const ADMIN: GOPHER_ATTRIBUTE_TYPE[] = [
  {
    CategoryId: GOPHER_CATEGORY_ID_ADMIN,
    AttributeId: GOPHER_ATTRIBUTE_ID_ADMIN,
    AttributeType: {
      Admin: { Comment: "Jo Smith", EmailAddress: "jo@a.example" },
    },
  },
  {
    CategoryId: GOPHER_CATEGORY_ID_ADMIN,
    AttributeId: GOPHER_ATTRIBUTE_ID_MOD_DATE,
    AttributeType: {
      ModDate: { DateAndTime: new Date("1993-07-28T17:02:01Z") },
    },
  },
  {
    CategoryId: GOPHER_CATEGORY_ID_ADMIN,
    AttributeId: GOPHER_ATTRIBUTE_ID_TTL,
    AttributeType: { Ttl: { Ttl: 3600 } },
  },
];
const VIEWS: GOPHER_ATTRIBUTE_TYPE[] = [
  ["text/plain", "En_US", 10_240] as const,
  ["image/gif", "", 1234] as const,
].map(([ContentType, Language, Size]) => ({
  CategoryId: GOPHER_CATEGORY_ID_VIEWS,
  AttributeId: GOPHER_ATTRIBUTE_ID_VIEW,
  AttributeType: { View: { ContentType, Language, Size } },
}));
const ABSTRACT: GOPHER_ATTRIBUTE_TYPE = {
  CategoryId: GOPHER_CATEGORY_ID_ABSTRACT,
  AttributeId: GOPHER_ATTRIBUTE_ID_ABSTRACT,
  AttributeType: {
    Abstract: { ShortAbstract: "What it is\r\nabout.", AbstractFile: "" },
  },
};
const ASK: GOPHER_ATTRIBUTE_TYPE = {
  CategoryId: GOPHER_CATEGORY_ID_ASK,
  AttributeId: GOPHER_ATTRIBUTE_ID_UNKNOWN,
  AttributeType: { Ask: { QuestionType: "Ask", QuestionText: "Name?" } },
};
const URL_BLOCK: GOPHER_ATTRIBUTE_TYPE = {
  CategoryId: GOPHER_CATEGORY_ID_UNKNOWN,
  AttributeId: GOPHER_ATTRIBUTE_ID_UNKNOWN,
  AttributeType: { Unknown: { Text: "+URL: http://a.example/" } },
};
const ALL = [INFO, ...ADMIN, ...VIEWS, ABSTRACT, ASK, URL_BLOCK];

/** Returns the attributes of an item with these blocks. */
async function attributesOf(
  reply: string,
  names: string | null = null,
  byteByByte = false,
): Promise<GOPHER_ATTRIBUTE_TYPE[]> {
  await using scene = await openGopher({ "/f\t!": reply }, { byteByByte });
  const locator = scene.locator("0", "/f", "+");
  return await GopherGetAttribute(scene.hConnect, locator, names);
}

/** Returns the texts of the attributes without a structure. */
function textsOf(attributes: readonly GOPHER_ATTRIBUTE_TYPE[]): string[] {
  return attributes.flatMap(({ AttributeType }) =>
    AttributeType.Unknown?.Text ?? []
  );
}

for (
  const [name, reply] of [
    ["+-1", `+-1\r\n${BLOCKS}.\r\n`],
    ["+-2", `+-2\r\n${BLOCKS}`],
    ["+n", `+${BLOCKS.length}\r\n${BLOCKS}`],
    ["LF", `+-1\n${BLOCKS.replaceAll("\r", "")}.\n`],
    ["no header", `${BLOCKS}.\r\n`],
  ] as const
) {
  for (const byteByByte of [false, true]) {
    const how = byteByByte ? ", byte by byte" : "";
    Deno.test(`GopherGetAttribute() returns all attributes of a reply with ${name}${how}`, async () => {
      assertEquals(await attributesOf(reply, null, byteByByte), ALL);
    });
  }
}

Deno.test("GopherGetAttribute() requests all attributes with one !", async () => {
  await using scene = await openGopher({ "/f\t!": `+-2\r\n${BLOCKS}` });
  const locator = scene.locator("0", "/f", "+");
  await GopherGetAttribute(scene.hConnect, locator, GOPHER_VIEWS_CATEGORY);
  assertEquals(scene.server.requests, ["/f\t!"]);
});

const NAMES: [names: string, attributes: GOPHER_ATTRIBUTE_TYPE[]][] = [
  [GOPHER_ADMIN_CATEGORY, ADMIN],
  [GOPHER_VIEWS_CATEGORY, VIEWS],
  ["views", VIEWS],
  [GOPHER_ABSTRACT_CATEGORY, [ABSTRACT]],
  [GOPHER_MOD_DATE_ATTRIBUTE, [ADMIN[1]!]],
  ["admin TTL", ADMIN],
  ["TTL +ABSTRACT", [ADMIN[2]!, ABSTRACT]],
  ["+ASK", [ASK]],
  ["+url", [URL_BLOCK]],
  ["+INFO", [INFO]],
  ["", ALL],
];

for (const [names, attributes] of NAMES) {
  Deno.test(`GopherGetAttribute() returns the attributes with the names "${names}"`, async () => {
    assertEquals(await attributesOf(`+-2\r\n${BLOCKS}`, names), attributes);
  });
}

Deno.test("GopherGetAttribute() fails with ERROR_GOPHER_ATTRIBUTE_NOT_FOUND for names that the item does not have", async () => {
  const code = await rejectedCode(attributesOf(`+-2\r\n${BLOCKS}`, "Score"));
  assertEquals(code, ERROR_GOPHER_ATTRIBUTE_NOT_FOUND);
});

Deno.test("GopherGetAttribute() fails with ERROR_GOPHER_ATTRIBUTE_NOT_FOUND for an item without attributes", async () => {
  const code = await rejectedCode(attributesOf("+-1\r\n.\r\n"));
  assertEquals(code, ERROR_GOPHER_ATTRIBUTE_NOT_FOUND);
});

// Blocks as servers write them.
Deno.test("GopherGetAttribute() returns unknown blocks unchanged", async () => {
  const attributes = await attributesOf(
    "+-1\r\n+INFO: 0F\t/f\ta.example\t70\t+\r\n+3D-ICON: cube\r\n" +
      " one\r\n  two\r\n+EMPTY:\r\n.\r\n",
  );
  assertEquals(textsOf(attributes).slice(1), [
    "+3D-ICON: cube\r\n one\r\n  two",
    "+EMPTY:",
  ]);
});

for (
  const [name, head] of [
    ["a blank after the name", "+ADMIN :"],
    ["a blank after the colon", "+ADMIN: "],
    ["no colon", "+ADMIN"],
    ["small letters", "+admin:"],
  ] as const
) {
  Deno.test(`GopherGetAttribute() recognizes a block with ${name}`, async () => {
    const attributes = await attributesOf(
      `+-1\r\n${head}\r\n Admin: Jo Smith <jo@a.example>\r\n.\r\n`,
    );
    assertEquals(attributes, [ADMIN[0]!]);
  });
}

Deno.test("GopherGetAttribute() returns attributes without +INFO", async () => {
  const attributes = await attributesOf(
    "+-1\r\n+ABSTRACT:\r\n What it is\r\n about.\r\n.\r\n",
  );
  assertEquals(attributes, [ABSTRACT]);
});

for (
  const [name, line] of [
    ["Date", "Date: Wed Jul 28 17:02:01 1993 <19930728170201>"],
    ["only the bracket", "Mod-Date: <19930728170201>"],
    ["a name in small letters", "mod-date: <19930728170201>"],
  ] as const
) {
  Deno.test(`GopherGetAttribute() reads the date of a line with ${name}`, async () => {
    const attributes = await attributesOf(
      `+-1\r\n+ADMIN:\r\n ${line}\r\n.\r\n`,
    );
    assertEquals(attributes, [ADMIN[1]!]);
  });
}

for (
  const [text, size] of [
    ["<10k>", 10_240],
    ["<56K>", 57_344],
    ["<1234>", 1234],
    ["<.5k>", 512],
    ["", 0],
  ] as const
) {
  Deno.test(`GopherGetAttribute() reads the size ${text || "of none"} of a view`, async () => {
    const [view] = await attributesOf(
      `+-1\r\n+VIEWS:\r\n text/plain: ${text}\r\n.\r\n`,
    );
    assertEquals(view?.AttributeType.View?.Size, size);
  });
}

Deno.test("GopherGetAttribute() returns the text of an abstract and the locator of its file", async () => {
  const [abstract] = await attributesOf(
    "+-1\r\n+ABSTRACT: 0Long\t/long\ta.example\t70\t+\r\n Short\r\n.\r\n",
  );
  assertEquals(abstract?.AttributeType.Abstract, {
    ShortAbstract: "Short",
    AbstractFile: "0Long\t/long\ta.example\t70\t+\r\n",
  });
});

Deno.test("GopherGetAttribute() fails with ERROR_INTERNET_CONNECTION_ABORTED for a truncated reply", async () => {
  const code = await rejectedCode(attributesOf(`+-1\r\n${BLOCKS}`));
  assertEquals(code, ERROR_INTERNET_CONNECTION_ABORTED);
});

Deno.test("GopherGetAttribute() refuses an item without Gopher+ before anything is sent", async () => {
  await using scene = await openGopher();
  const code = thrownCode(() =>
    GopherGetAttribute(scene.hConnect, scene.locator("0", "/f"))
  );
  assertEquals(code, ERROR_GOPHER_NOT_GOPHER_PLUS);
  assertEquals(scene.server.connections, 0);
});

Deno.test("GopherGetAttribute() refuses names with a line end before anything is sent", async () => {
  await using scene = await openGopher();
  const locator = scene.locator("0", "/f", "+");
  const code = thrownCode(() =>
    GopherGetAttribute(scene.hConnect, locator, "+ADMIN\r\nQUIT")
  );
  assertEquals(code, ERROR_INVALID_PARAMETER);
  assertEquals(scene.server.connections, 0);
});

// The enumerator receives the attributes.
Deno.test("GopherGetAttribute() passes each attribute to the enumerator, and resolves with them", async () => {
  await using scene = await openGopher({ "/f\t!": `+-2\r\n${BLOCKS}` });
  const handed: GOPHER_ATTRIBUTE_TYPE[] = [];
  const codes: number[] = [];
  const attributes = await GopherGetAttribute(
    scene.hConnect,
    scene.locator("0", "/f", "+"),
    null,
    (attribute, dwError) => {
      handed.push(attribute);
      codes.push(dwError);
      return true;
    },
  );
  assertEquals(handed, ALL);
  assertEquals(attributes, ALL);
  assert(codes.every((code) => code === 0));
});

Deno.test("GopherGetAttribute() ends if the enumerator stops", async () => {
  await using scene = await openGopher({ "/f\t!": `+-2\r\n${BLOCKS}` });
  let count = 0;
  const attributes = await GopherGetAttribute(
    scene.hConnect,
    scene.locator("0", "/f", "+"),
    null,
    () => ++count < 2,
  );
  assertEquals(count, 2);
  assertEquals(attributes, ALL.slice(0, 2));
});

Deno.test("GopherGetAttribute() passes only the requested attributes to the enumerator", async () => {
  await using scene = await openGopher({ "/f\t!": `+-2\r\n${BLOCKS}` });
  const handed: GOPHER_ATTRIBUTE_TYPE[] = [];
  await GopherGetAttribute(
    scene.hConnect,
    scene.locator("0", "/f", "+"),
    GOPHER_VIEWS_CATEGORY,
    (attribute) => {
      handed.push(attribute);
      return true;
    },
  );
  assertEquals(handed, VIEWS);
});
