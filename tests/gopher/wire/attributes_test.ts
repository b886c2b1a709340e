// Copyright 2026 the wininet authors. MIT license.

import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  ERROR_GOPHER_ATTRIBUTE_NOT_FOUND,
  ERROR_INVALID_PARAMETER,
  InternetError,
} from "../../../error.ts";
import {
  GOPHER_ATTRIBUTE_ID_ABSTRACT,
  GOPHER_ATTRIBUTE_ID_ADMIN,
  GOPHER_ATTRIBUTE_ID_GEOG,
  GOPHER_ATTRIBUTE_ID_LOCATION,
  GOPHER_ATTRIBUTE_ID_MOD_DATE,
  GOPHER_ATTRIBUTE_ID_ORG,
  GOPHER_ATTRIBUTE_ID_PROVIDER,
  GOPHER_ATTRIBUTE_ID_RANGE,
  GOPHER_ATTRIBUTE_ID_SCORE,
  GOPHER_ATTRIBUTE_ID_SITE,
  GOPHER_ATTRIBUTE_ID_TIMEZONE,
  GOPHER_ATTRIBUTE_ID_TREEWALK,
  GOPHER_ATTRIBUTE_ID_TTL,
  GOPHER_ATTRIBUTE_ID_UNKNOWN,
  GOPHER_ATTRIBUTE_ID_VERSION,
  GOPHER_ATTRIBUTE_ID_VIEW,
  GOPHER_CATEGORY_ID_ABSTRACT,
  GOPHER_CATEGORY_ID_ADMIN,
  GOPHER_CATEGORY_ID_ASK,
  GOPHER_CATEGORY_ID_INFO,
  GOPHER_CATEGORY_ID_UNKNOWN,
  GOPHER_CATEGORY_ID_VERONICA,
  GOPHER_CATEGORY_ID_VIEWS,
  GOPHER_TYPE_GOPHER_PLUS,
  GOPHER_TYPE_TEXT_FILE,
  MAX_GOPHER_ATTRIBUTE_NAME,
} from "../../../flags.ts";
import type {
  GOPHER_ATTRIBUTE_TYPE,
  GOPHER_ATTRIBUTE_VALUES,
} from "../../../structures.ts";
import {
  attributesOf,
  findDataOf,
  modified,
  selectAttributes,
  sizeOfViews,
} from "../../../_gopher/wire/attributes.ts";
import {
  type AttributeBlock,
  BlockDecoder,
} from "../../../_gopher/wire/blocks.ts";
import { MAX_TEXT_LINE } from "../../../_gopher/wire/lines.ts";
import { textOf } from "../../../_gopher/wire/octets.ts";
import { cpuTime } from "../../helpers/cpu_time.ts";
import { latin1 } from "../../helpers/splits.ts";

/** Returns the blocks that a server sends. */
function blocks(wire: string): AttributeBlock[] {
  const decoder = new BlockDecoder();
  return [...decoder.push(latin1(wire)), ...decoder.end()];
}

/** Returns an attribute in the form of attributesOf(). */
function attribute(
  CategoryId: number,
  AttributeId: number,
  AttributeType: GOPHER_ATTRIBUTE_VALUES,
): GOPHER_ATTRIBUTE_TYPE {
  return { CategoryId, AttributeId, AttributeType };
}

function unknown(category: number, Text: string): GOPHER_ATTRIBUTE_TYPE {
  return attribute(category, GOPHER_ATTRIBUTE_ID_UNKNOWN, {
    Unknown: { Text },
  });
}

const ADMIN: [
  line: string,
  id: number,
  values: GOPHER_ATTRIBUTE_VALUES,
][] = [];

function admin(line: string, id: number, values: GOPHER_ATTRIBUTE_VALUES) {
  ADMIN.push([line, id, values]);
}

/** Adds a line that is returned unchanged. */
function plain(line: string) {
  admin(line, GOPHER_ATTRIBUTE_ID_UNKNOWN, { Unknown: { Text: line } });
}

function adminLine(line: string, Comment: string, EmailAddress: string) {
  admin(line, GOPHER_ATTRIBUTE_ID_ADMIN, { Admin: { Comment, EmailAddress } });
}

adminLine("Admin: Jo Doe <jo@a.example>", "Jo Doe", "jo@a.example");
adminLine("Admin: <jo@a.example>", "", "jo@a.example");
adminLine("Admin: Jo < jo@a.example > 1234", "Jo 1234", "jo@a.example");
adminLine("Admin: a < b <jo@a.example>", "a < b", "jo@a.example");
adminLine("Admin: jo@a.example", "", "jo@a.example");
adminLine("Admin: Jo Doe", "Jo Doe", "");
adminLine("Admin: Jo <jo@a.example", "Jo <jo@a.example", "");
adminLine("Admin:", "", "");
adminLine("ADMIN : Jo", "Jo", "");
adminLine("Admin: \xe4\x1b[1m\tb <c@d>", "\u00e4 b", "c@d");

function dateLine(line: string, date: string | null) {
  admin(line, GOPHER_ATTRIBUTE_ID_MOD_DATE, {
    ModDate: { DateAndTime: date === null ? null : new Date(date) },
  });
}

const DATE = "1993-07-28T17:02:01Z";
dateLine("Mod-Date: Wed Jul 28 17:02:01 1993 <19930728170201>", DATE);
dateLine("Mod-Date: <19930728170201>", DATE);
dateLine("Mod-Date:<19930728170201>", DATE);
dateLine("Mod-Date: 19930728170201", DATE);
dateLine("mod-date: < 19930728170201 > GMT", DATE);
dateLine("Date: <19930728170201>", DATE);
dateLine("Mod-Date: <199307281702>", "1993-07-28T17:02:00Z");
dateLine("Mod-Date: <19930728>", "1993-07-28T00:00:00Z");
dateLine("Mod-Date: <20240229235959>", "2024-02-29T23:59:59Z");
dateLine("Mod-Date: <00500101000000>", "0050-01-01T00:00:00Z");
for (
  const value of [
    "",
    "yesterday",
    "<>",
    "<1993072817020>",
    "<199307281702011>",
    "<19931328170201>",
    "<19930028170201>",
    "<19930732170201>",
    "<19930229170201>",
    "<19930728240201>",
    "<19930728176001>",
    "<19930728170260>",
    `${"a".repeat(300)}<19930728170201>`,
  ]
) dateLine(`Mod-Date: ${value}`, null);

admin("TTL: 180", GOPHER_ATTRIBUTE_ID_TTL, { Ttl: { Ttl: 180 } });
plain("TTL: soon");
plain("TTL:");
admin("Score: 1000", GOPHER_ATTRIBUTE_ID_SCORE, { Score: { Score: 1000 } });
admin("Score: -5", GOPHER_ATTRIBUTE_ID_SCORE, { Score: { Score: -5 } });
plain("Score: 1.5");
plain("Score: 1234567890123456");
admin("Score-range: 0 1000", GOPHER_ATTRIBUTE_ID_RANGE, {
  ScoreRange: { LowerBound: 0, UpperBound: 1000 },
});
admin("Score-Range: -1, 1", GOPHER_ATTRIBUTE_ID_RANGE, {
  ScoreRange: { LowerBound: -1, UpperBound: 1 },
});
plain("Score-range: 0");
plain("Score-range: 0 1 2");
admin("Site: Gopher \xe4", GOPHER_ATTRIBUTE_ID_SITE, {
  Site: { Site: "Gopher \u00e4" },
});
admin("Org: A\x07B", GOPHER_ATTRIBUTE_ID_ORG, {
  Organization: { Organization: "AB" },
});
admin("Loc: City, State, Land", GOPHER_ATTRIBUTE_ID_LOCATION, {
  Location: { Location: "City, State, Land" },
});
admin("Provider: Jo: and co", GOPHER_ATTRIBUTE_ID_PROVIDER, {
  Provider: { Provider: "Jo: and co" },
});
admin("Version: 1.2", GOPHER_ATTRIBUTE_ID_VERSION, {
  Version: { Version: "1.2" },
});

function position(value: string, ...degrees: number[]) {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = degrees;
  admin(`Geog: ${value}`, GOPHER_ATTRIBUTE_ID_GEOG, {
    GeographicalLocation: {
      DegreesNorth: a,
      MinutesNorth: b,
      SecondsNorth: c,
      DegreesEast: d,
      MinutesEast: e,
      SecondsEast: f,
    },
  });
}

position("44 58 48 N 93 15 49 W", 44, 58, 48, -93, -15, -49);
position("44:58:48s, 93:15:49e", -44, -58, -48, 93, 15, 49);
position("N44 58 E93 15", 44, 58, 0, 93, 15, 0);
position("44N 93W", 44, 0, 0, -93, 0, 0);
position("44.5 -93.25", 44, 30, 0, -93, -15, 0);
position("-0.5 0", 0, -30, 0, 0, 0, 0);
position("44 58 -93 15", 44, 58, 0, -93, -15, 0);
position("44 58 48 -93 15 49", 44, 58, 48, -93, -15, -49);
position("90 180", 90, 0, 0, 180, 0, 0);
position("0 0", 0, 0, 0, 0, 0, 0);
for (
  const value of [
    "",
    "here",
    "44",
    "44 58 93",
    "91 0",
    "0 181",
    "44 60 0 0",
    "44 0 -93 -15",
    "44 58 48 7 N 93 W",
    "N 44",
    "44 N",
    "Nowhere 44 E 93",
    `44 93${" ".repeat(300)}0`,
  ]
) plain(`Geog: ${value}`);

function zone(value: string, Zone: number) {
  admin(`TZ: ${value}`, GOPHER_ATTRIBUTE_ID_TIMEZONE, { TimeZone: { Zone } });
}

zone("-6", -6);
zone("+1", 1);
zone("0", 0);
zone("-0", 0);
zone("-0600", -6);
zone("+05:30", 5.5);
zone("-330", -3.5);
zone("GMT+1", 1);
zone("utc -6", -6);
zone("14", 14);
for (const value of ["", "CST", "15", "+1260", "1 2"]) plain(`TZ: ${value}`);

plain("Author: Jo");
plain("Creation-Date: <19930728170201>");
plain("no name");
plain(": no name");
plain("constructor: a");

for (const [line, id, values] of ADMIN) {
  const name = JSON.stringify(line.slice(0, 60));
  Deno.test(`attributesOf() reads ${name} of +ADMIN`, () => {
    assertEquals(attributesOf(blocks(`+ADMIN:\r\n ${line}\r\n`)), [
      attribute(GOPHER_CATEGORY_ID_ADMIN, id, values),
    ]);
  });
}

Deno.test("attributesOf() never returns negative zero", () => {
  const found = attributesOf(blocks("+ADMIN:\n TZ: -0\n Geog: -1 -0\n"));
  const [first, second] = found.map(({ AttributeType }) => AttributeType);
  assert(Object.is(first?.TimeZone?.Zone, 0));
  const place = Object.values(second?.GeographicalLocation ?? {});
  assertEquals(place.length, 6);
  assert(place.every((part) => !Object.is(part, -0)));
});

/** A line of `+VIEWS`, and its values. */
const VIEWS: [line: string, type: string, language: string, size: number][] = [
  ["Text/plain: <10k>", "Text/plain", "", 10_240],
  ["text/plain De_DE: <56K>", "text/plain", "De_DE", 57_344],
  ["application/gopher+-menu: <512b>", "application/gopher+-menu", "", 512],
  ["a/b: <1234>", "a/b", "", 1234],
  ["a/b: <.5k>", "a/b", "", 512],
  ["a/b: <1.5k>", "a/b", "", 1536],
  ["a/b: <2M>", "a/b", "", 2_097_152],
  ["a/b: <3g>", "a/b", "", 3_221_225_472],
  ["a/b: <10kb>", "a/b", "", 10_240],
  ["a/b: <10 bytes>", "a/b", "", 10],
  ["a/b: <0k>", "a/b", "", 0],
  ["a/b: <>", "a/b", "", 0],
  ["a/b: <k>", "a/b", "", 0],
  ["a/b: <large>", "a/b", "", 0],
  ["a/b: <10k", "a/b", "", 0],
  ["a/b: <999999999999999g>", "a/b", "", Number.MAX_SAFE_INTEGER],
  ["a/b:", "a/b", "", 0],
  ["a/b", "a/b", "", 0],
  ["a/b <10k>", "a/b", "", 10_240],
  ["a/b  En_US <10k>", "a/b", "En_US", 10_240],
  ["  a/b\tEn_US :<1>", "a/b", "En_US", 1],
];

for (const [line, ContentType, Language, Size] of VIEWS) {
  Deno.test(`attributesOf() reads ${JSON.stringify(line)} of +VIEWS`, () => {
    const found = blocks(`+VIEWS:\r\n ${line}\r\n`);
    assertEquals(attributesOf(found), [
      attribute(GOPHER_CATEGORY_ID_VIEWS, GOPHER_ATTRIBUTE_ID_VIEW, {
        View: { ContentType, Language, Size },
      }),
    ]);
    assertEquals(sizeOfViews(found), Size);
  });
}

function ask(
  QuestionType: string,
  QuestionText: string,
): GOPHER_ATTRIBUTE_TYPE {
  return attribute(GOPHER_CATEGORY_ID_ASK, GOPHER_ATTRIBUTE_ID_UNKNOWN, {
    Ask: { QuestionType, QuestionText },
  });
}

function abstract(ShortAbstract: string, AbstractFile: string) {
  return attribute(GOPHER_CATEGORY_ID_ABSTRACT, GOPHER_ATTRIBUTE_ID_ABSTRACT, {
    Abstract: { ShortAbstract, AbstractFile },
  });
}

function treewalk(TreeWalk: boolean) {
  return attribute(GOPHER_CATEGORY_ID_VERONICA, GOPHER_ATTRIBUTE_ID_TREEWALK, {
    Veronica: { TreeWalk },
  });
}

const ITEM = "0Long\t/long\tgopher.example\t70\t+";

const OTHERS: [
  name: string,
  wire: string,
  attributes: GOPHER_ATTRIBUTE_TYPE[],
][] = [
  ["nothing", "", []],
  ["the item itself", `+INFO: ${ITEM}\n`, [
    unknown(GOPHER_CATEGORY_ID_INFO, ITEM),
  ]],
  ["an abstract", "+ABSTRACT:\n One\n  two\n\n three \n \n", [
    abstract("One\r\ntwo\r\n\r\nthree", ""),
  ]],
  ["an abstract after the name", "+ABSTRACT: One\n two\n", [
    abstract("One\r\ntwo", ""),
  ]],
  ["an abstract in a document", `+ABSTRACT: ${ITEM}\n`, [
    abstract("", `${ITEM}\r\n`),
  ]],
  ["an abstract of both kinds", `+ABSTRACT: ${ITEM}\n One\n`, [
    abstract("One", `${ITEM}\r\n`),
  ]],
  ["an abstract with other letters", "+ABSTRACT:\n \xe4\x1b\tb\n", [
    abstract("\u00e4 b", ""),
  ]],
  ["an empty abstract", "+ABSTRACT:\n", [abstract("", "")]],
  ["views that are elsewhere", `+VIEWS: ${ITEM}\n`, [
    unknown(GOPHER_CATEGORY_ID_VIEWS, ITEM),
  ]],
  ["a view after the name", "+VIEWS: a/b: <1k>\n\n", [
    attribute(GOPHER_CATEGORY_ID_VIEWS, GOPHER_ATTRIBUTE_ID_VIEW, {
      View: { ContentType: "a/b", Language: "", Size: 1024 },
    }),
  ]],
  [
    "questions",
    "+ASK:\n Ask: What?\tdefault\n askp:  Word? \n Choosef:File?\n\n" +
    " Choose: a\tb\tc\n New: d\n Just words\n",
    [
      ask("Ask", "What?\tdefault"),
      ask("AskP", "Word? "),
      ask("ChooseF", "File?"),
      ask("Choose", "a\tb\tc"),
      ask("New", "d"),
      ask("Note", "Just words"),
    ],
  ],
  ["a question after the name", "+ASK: Ask: What?\n", [ask("Ask", "What?")]],
  ["questions that are elsewhere", `+ASK: ${ITEM}\n Ask: a\n`, [
    unknown(GOPHER_CATEGORY_ID_ASK, ITEM),
    ask("Ask", "a"),
  ]],
  ["an answer for Veronica", "+VERONICA:\n treewalk: no\n Treewalk: YES\n", [
    treewalk(false),
    treewalk(true),
  ]],
  ["no answer for Veronica", "+VERONICA:\n treewalk: maybe\n x: y\n", [
    unknown(GOPHER_CATEGORY_ID_VERONICA, "treewalk: maybe"),
    unknown(GOPHER_CATEGORY_ID_VERONICA, "x: y"),
  ]],
  ["a block that has no number", "+KEYWORDS:\n a b\n  c\n", [
    unknown(GOPHER_CATEGORY_ID_UNKNOWN, "+KEYWORDS:\r\n a b\r\n  c"),
  ]],
  ["a line that has no number", "+url http://a.example/\n", [
    unknown(GOPHER_CATEGORY_ID_UNKNOWN, "+URL: http://a.example/"),
  ]],
  ["bytes that are not UTF-8", "+X: \xe4\n \xff\n", [
    unknown(
      GOPHER_CATEGORY_ID_UNKNOWN,
      textOf(latin1("+X: \xe4\r\n \xff")),
    ),
  ]],
];

for (const [name, wire, attributes] of OTHERS) {
  Deno.test(`attributesOf() reads ${name}`, () => {
    assertEquals(attributesOf(blocks(wire)), attributes);
  });
}

Deno.test("attributesOf() uses the host of the server for an abstract without a host", () => {
  const [found] = attributesOf(blocks("+ABSTRACT: 0a\t/a\t\t\n"), {
    host: "gopher.example",
    port: 7070,
  });
  assertEquals(
    found?.AttributeType.Abstract?.AbstractFile,
    "0a\t/a\tgopher.example\t7070\r\n",
  );
});

Deno.test("attributesOf() keeps the order of blocks and lines", () => {
  const wire = "+VIEWS:\n a/b:\n c/d:\n+X:\n+ADMIN:\n\n Site: e\n Org: f\n";
  assertEquals(
    attributesOf(blocks(wire)).map(({ AttributeId }) => AttributeId),
    [
      GOPHER_ATTRIBUTE_ID_VIEW,
      GOPHER_ATTRIBUTE_ID_VIEW,
      GOPHER_ATTRIBUTE_ID_UNKNOWN,
      GOPHER_ATTRIBUTE_ID_SITE,
      GOPHER_ATTRIBUTE_ID_ORG,
    ],
  );
});

const ALL = `+INFO: ${ITEM}\n+ADMIN:\n Admin: Jo <jo@a.example>\n` +
  " Mod-Date: <19930728170201>\n Author: Al\n+VIEWS:\n text/plain: <10k>\n" +
  " a/b: <20k>\n+ABSTRACT:\n One\n+VERONICA:\n treewalk: no\n+ASK:\n Ask: a\n" +
  "+KEYWORDS:\n b\n";

Deno.test("sizeOfViews() returns the size of the first view", () => {
  assertEquals(sizeOfViews(blocks(ALL)), 10_240);
  assertEquals(sizeOfViews(blocks(`+VIEWS: ${ITEM}\n a/b: <1k>\n`)), 1024);
  assertEquals(sizeOfViews(blocks("+VIEWS:\n a/b:\n c/d: <1k>\n")), 0);
  assertEquals(sizeOfViews(blocks("+VIEWS:\n")), 0);
  assertEquals(sizeOfViews([]), 0);
});

Deno.test("modified() returns the first valid date of +ADMIN", () => {
  assertEquals(modified(blocks(ALL)), new Date(DATE));
  assertEquals(
    modified(blocks("+ADMIN:\n Mod-Date: x\n Date: <19930728170201>\n")),
    new Date(DATE),
  );
  assertEquals(modified(blocks("+ADMIN:\n Mod-Date: x\n")), null);
  assertEquals(modified(blocks("+X:\n Mod-Date: <19930728170201>\n")), null);
});

Deno.test("findDataOf() returns the item with its size and its date", () => {
  assertEquals(findDataOf(blocks(ALL)), {
    DisplayString: "Long",
    GopherType: (GOPHER_TYPE_TEXT_FILE | GOPHER_TYPE_GOPHER_PLUS) >>> 0,
    SizeLow: 10_240,
    SizeHigh: 0,
    LastModificationTime: new Date(DATE),
    Locator: `${ITEM}\r\n`,
  });
});

Deno.test("findDataOf() returns sizes of more than 32 bits in two halves", () => {
  const found = findDataOf(blocks(`+INFO: ${ITEM}\n+VIEWS:\n a/b: <5g>\n`));
  assertEquals([found?.SizeHigh, found?.SizeLow], [1, 0x4000_0000]);
  assertEquals(found?.LastModificationTime, null);
});

Deno.test("findDataOf() uses the host of the server for an item without a host", () => {
  const found = findDataOf(blocks("+INFO: 1a\t/a\t\t\n"), {
    host: "gopher.example",
    port: 7070,
  });
  assertEquals(found?.Locator, "1a\t/a\tgopher.example\t7070\r\n");
});

Deno.test("findDataOf() returns null without +INFO", () => {
  assertEquals(findDataOf(blocks("+ADMIN:\n Site: a\n")), null);
  assertEquals(findDataOf([]), null);
});

/** Names, and the indexes of the attributes in ALL that they select. */
const SELECTED: [names: string | null, indexes: number[]][] = [
  [null, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]],
  ["", [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]],
  ["  ", [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]],
  ["+INFO", [0]],
  ["info", [0]],
  ["+ADMIN", [1, 2, 3]],
  ["admin", [1, 2, 3]],
  ["Mod-Date", [2]],
  ["MOD-DATE", [2]],
  ["date", [2]],
  ["Author", [3]],
  ["+VIEWS", [4, 5]],
  ["View", [4, 5]],
  ["Abstract", [6]],
  ["+abstract", [6]],
  ["treewalk", [7]],
  ["+VERONICA", [7]],
  ["+ASK", [8]],
  ["ask", [8]],
  ["+KEYWORDS", [9]],
  ["keywords", [9]],
  ["View Mod-Date", [2, 4, 5]],
  ["  Mod-Date   Site ", [2]],
  ["+VIEWS View views", [4, 5]],
];

for (const [names, indexes] of SELECTED) {
  Deno.test(`selectAttributes() finds ${JSON.stringify(names)}`, () => {
    const attributes = attributesOf(blocks(ALL));
    assertEquals(
      selectAttributes(attributes, names).map((one) => attributes.indexOf(one)),
      indexes,
    );
  });
}

for (
  const names of ["Site", "+SITE", "Vie", "+", "+Mod-Date", "0Long", "a", "b"]
) {
  Deno.test(`selectAttributes() does not find ${JSON.stringify(names)}`, () => {
    const error = assertThrows(
      () => selectAttributes(attributesOf(blocks(ALL)), names),
      InternetError,
    );
    assertEquals(error.code, ERROR_GOPHER_ATTRIBUTE_NOT_FOUND);
  });
}

Deno.test("selectAttributes() finds nothing in an empty list", () => {
  const error = assertThrows(() => selectAttributes([], null), InternetError);
  assertEquals(error.code, ERROR_GOPHER_ATTRIBUTE_NOT_FOUND);
});

const LONG_NAME = "a".repeat(MAX_GOPHER_ATTRIBUTE_NAME + 1);

for (const names of ["View\tSite", "View\r\n", "View\0", "\x7f", LONG_NAME]) {
  Deno.test(`selectAttributes() refuses ${JSON.stringify(names.slice(0, 20))}`, () => {
    const error = assertThrows(
      () => selectAttributes(attributesOf(blocks(ALL)), names),
      InternetError,
    );
    assertEquals(error.code, ERROR_INVALID_PARAMETER);
  });
}

Deno.test("selectAttributes() accepts the longest name", () => {
  const error = assertThrows(
    () => selectAttributes([], LONG_NAME.slice(1)),
    InternetError,
  );
  assertEquals(error.code, ERROR_GOPHER_ATTRIBUTE_NOT_FOUND);
});

Deno.test("attributesOf() needs linear time for hostile lines", () => {
  const started = cpuTime();
  const names = ["Admin", "Mod-Date", "Score", "Score-range", "Geog", "TZ"];
  for (
    const part of [" ", "<", ">", ":", "1", "1 ", "@", "a@", "<1", "\t", "-"]
  ) {
    const value = part.repeat((MAX_TEXT_LINE - 100) / part.length);
    const lines = names.map((name) => ` ${name}:${value}x\n`).join("");
    const found = [
      ...blocks(`+ADMIN:${value}x\n${lines}`),
      ...blocks(`+VIEWS:${value}x\n ${value}x\n a/b:${value}x\n`),
      ...blocks(`+ASK:${value}x\n ${value}x\n Select:${value}x\n`),
      ...blocks(`+ABSTRACT:${value}x\n ${value}x\n`),
      ...blocks(`+VERONICA:\n treewalk:${value}x\n`),
    ];
    const attributes = attributesOf(found);
    assert(attributes.length > 10);
    selectAttributes(attributes, "admin view ask");
  }
  assert(cpuTime() - started < 4000);
});
