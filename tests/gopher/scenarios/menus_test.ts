// Copyright 2026 the wininet authors. MIT license.

/**
 * Menus as real servers write them, read with the whole library: line ends,
 * ends of menus, lines with missing or additional fields, and duplicates.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import {
  ERROR_GOPHER_INVALID_LOCATOR,
  ERROR_GOPHER_PROTOCOL_ERROR,
  ERROR_INTERNET_CONNECTION_RESET,
  ERROR_NO_MORE_FILES,
} from "../../../error.ts";
import {
  GOPHER_TYPE_DIRECTORY,
  GOPHER_TYPE_INLINE,
  GOPHER_TYPE_REDUNDANT,
  GOPHER_TYPE_TEXT_FILE,
  GOPHER_TYPE_UNKNOWN,
} from "../../../flags.ts";
import {
  GopherFindFirstFile,
  GopherGetLocatorType,
  GopherOpenFile,
  locatorToUrl,
  parseMenu,
} from "../../../gopher.ts";
import { InternetFindNextFile } from "../../../internet.ts";
import { entries } from "../../../streams.ts";
import type { GOPHER_FIND_DATA } from "../../../structures.ts";
import { rejectedCode, thrownCode } from "../../helpers/calls.ts";
import { listMenu, openGopher, shown } from "../../helpers/gopher_calls.ts";
import { latin1 } from "../../helpers/splits.ts";

/** Returns all items of a menu that a server sends. */
async function itemsOf(menu: string): Promise<GOPHER_FIND_DATA[]> {
  await using scene = await openGopher({ "": menu });
  return await listMenu(scene.hConnect);
}

const ONE = "0One\t/1\ta.example\t70";
const TWO = "1Two\t/2\ta.example\t70";

// The line ends.
const LINE_ENDS = [
  ["CR LF", "\r\n"],
  ["LF alone", "\n"],
  ["CR LF CR", "\r\n\r"],
  ["CR CR LF", "\r\r\n"],
  ["CR alone", "\r"],
] as const;

for (const [name, end] of LINE_ENDS) {
  Deno.test(`entries() yields the items of a menu whose lines end with ${name}`, async () => {
    const items = await itemsOf(`${ONE}${end}${TWO}${end}.${end}`);
    assertEquals(shown(items), ["One", "Two"]);
    assertEquals(items.map(({ Locator }) => Locator), [
      `${ONE}\r\n`,
      `${TWO}\r\n`,
    ]);
  });

  Deno.test(`entries() yields the items of a menu that arrives byte by byte with ${name}`, async () => {
    await using scene = await openGopher(
      { "": `${ONE}${end}${TWO}${end}.${end}` },
      { byteByByte: true },
    );
    assertEquals(shown(await listMenu(scene.hConnect)), ["One", "Two"]);
  });
}

// The end of a menu.
const MENU_ENDS = [
  ["no dot", "\r\n"],
  ["no dot and no end of the last line", ""],
  ["a dot without a line end", "\r\n."],
  ["a dot and CR", "\r\n.\r"],
  ["bytes after the dot", "\r\n.\r\n0Three\t/3\ta.example\t70\r\n"],
  ["a blank after the dot", "\r\n. \r\n"],
  ["two dots one after the other", "\r\n.\r\n.\r\n"],
  ["a blank line before the dot", "\r\n\r\n.\r\n"],
] as const;

for (const [name, end] of MENU_ENDS) {
  Deno.test(`entries() ends a menu that has ${name}`, async () => {
    assertEquals(shown(await itemsOf(`${ONE}\r\n${TWO}${end}`)), [
      "One",
      "Two",
    ]);
  });
}

Deno.test("entries() yields a line of two dots in a menu as a text", async () => {
  const items = await itemsOf(`${ONE}\r\n..\r\n${TWO}\r\n.\r\n`);
  assertEquals(shown(items), ["One", "..", "Two"]);
  assertEquals(items[1]?.GopherType, GOPHER_TYPE_INLINE);
});

// Missing fields, and unusual fields.
const FEW_FIELDS: [
  name: string,
  line: string,
  display: string,
  type: number,
][] = [
  ["an information line of one field", "iHello", "Hello", GOPHER_TYPE_INLINE],
  [
    "an information line with an invalid host",
    "iHello\t\tnull.host\t1",
    "Hello",
    GOPHER_TYPE_INLINE,
  ],
  [
    "an information line of two fields",
    "iHello\tfake",
    "Hello",
    GOPHER_TYPE_INLINE,
  ],
  ["an empty information line", "i", "", GOPHER_TYPE_INLINE],
  ["a text without a type", "Hello you", "Hello you", GOPHER_TYPE_INLINE],
  ["an item of two fields", "1More\t/more", "More", GOPHER_TYPE_DIRECTORY],
  [
    "an item of three fields",
    "0A\t/a\tb.example",
    "A",
    GOPHER_TYPE_TEXT_FILE,
  ],
  [
    "an item with seven fields",
    "0A\t/a\tb.example\t70\tx\ty\tz",
    "A",
    GOPHER_TYPE_TEXT_FILE,
  ],
  [
    "an item of an unknown type",
    "vA\t/a\tb.example\t70",
    "A",
    GOPHER_TYPE_UNKNOWN,
  ],
];

for (const [name, line, display, type] of FEW_FIELDS) {
  Deno.test(`entries() yields ${name} between others`, async () => {
    const items = await itemsOf(`${ONE}\r\n${line}\r\n${TWO}\r\n.\r\n`);
    assertEquals(shown(items), ["One", display, "Two"]);
    assertEquals(items[1]?.GopherType, type);
    assertEquals(GopherGetLocatorType(items[1]!.Locator), type);
  });
}

for (
  const [name, fields] of [
    ["no host and no port", ""],
    ["an empty host and the port 0", "\t\t0"],
    ["an empty host and an empty port", "\t\t"],
    ["a host of blanks", "\t  \t"],
  ] as const
) {
  // The item is on the server of the menu, independent of its port.
  Deno.test(`entries() yields an item with ${name} that GopherOpenFile() opens on the server of the menu`, async () => {
    await using scene = await openGopher({
      "": `0Here\t/here${fields}\r\n.\r\n`,
      "/here": "here it is\r\n.\r\n",
    });
    const [item] = await listMenu(scene.hConnect);
    const bytes = await scene.bytes(item!.Locator);
    assertEquals(new TextDecoder().decode(bytes), "here it is\r\n");
  });
}

for (
  const [name, port, url] of [
    ["the port 0", "0", "gopher://a.example/0/1"],
    ["an empty port", "", "gopher://a.example/0/1"],
    ["the port 070", "070", "gopher://a.example/0/1"],
    ["a blank after the port", "7070 ", "gopher://a.example:7070/0/1"],
    ["a CR after the port", "7070\r", "gopher://a.example:7070/0/1"],
  ] as const
) {
  Deno.test(`entries() yields an item with ${name}`, async () => {
    const [item] = await itemsOf(`0One\t/1\ta.example\t${port}\r\n.\r\n`);
    assertEquals(item?.DisplayString, "One");
    assertEquals(locatorToUrl(item!.Locator), url);
  });
}

for (const port of ["99999", "-1", "7o", "http", "1.5", "0x46"]) {
  Deno.test(`GopherOpenFile() refuses the item of a menu with the port ${port}, and the menu is complete`, async () => {
    await using scene = await openGopher({
      "": `0Odd\t/1\t127.0.0.1\t${port}\r\n${TWO}\r\n.\r\n`,
    });
    const items = await listMenu(scene.hConnect);
    assertEquals(shown(items), ["Odd", "Two"]);
    const code = thrownCode(() =>
      GopherOpenFile(scene.hConnect, items[0]!.Locator)
    );
    assertEquals(code, ERROR_GOPHER_INVALID_LOCATOR);
    assertEquals(scene.server.connections, 1);
  });
}

// Lines that are empty, too long, or contain bytes that are not allowed in a
// line.
Deno.test("entries() skips blank lines in a menu", async () => {
  const items = await itemsOf(`\r\n${ONE}\r\n\r\n  \r\n${TWO}\r\n\n.\r\n`);
  assertEquals(shown(items), ["One", "Two"]);
});

Deno.test("entries() yields a line of only TABs as a text without a target", async () => {
  const items = await itemsOf(`${ONE}\r\n\t\t\t\r\n${TWO}\r\n.\r\n`);
  const kept = items.filter(({ GopherType }) =>
    GopherType !== GOPHER_TYPE_INLINE
  );
  assertEquals(shown(kept), ["One", "Two"]);
  for (const { DisplayString } of items) assert(!DisplayString.includes("\t"));
});

Deno.test("entries() yields the items before a line of 1 MB, then ERROR_GOPHER_PROTOCOL_ERROR", async () => {
  await using scene = await openGopher({
    "": `${ONE}\r\n0${"x".repeat(1_048_576)}\t/2\ta.example\t70\r\n.\r\n`,
  });
  const { hFind, findData } = await GopherFindFirstFile(scene.hConnect);
  assertEquals(findData.DisplayString, "One");
  const code = await rejectedCode(InternetFindNextFile(hFind));
  assertEquals(code, ERROR_GOPHER_PROTOCOL_ERROR);
});

Deno.test("entries() ends with ERROR_GOPHER_PROTOCOL_ERROR in a menu of a million lines", async () => {
  const page = latin1(`${ONE}\r\n`.repeat(10_000));
  await using scene = await openGopher({
    "": async (call) => {
      try {
        for (let at = 0; at < 100; at++) await call.write(page);
      } catch {
        // The client has closed the connection.
      }
    },
  });
  const { hFind } = await GopherFindFirstFile(scene.hConnect);
  let count = 0;
  const taking = (async () => {
    for await (const _ of entries(hFind)) count++;
  })();
  assertEquals(await rejectedCode(taking), ERROR_GOPHER_PROTOCOL_ERROR);
  assertEquals(count, 500_000);
});

Deno.test("entries() removes NULs from display texts", async () => {
  const items = await itemsOf("0O\0ne\t/1\ta.example\t70\r\n\0\0\r\n.\r\n");
  assertEquals(shown(items), ["One"]);
});

Deno.test("GopherOpenFile() refuses an item of a menu with a NUL in its selector", async () => {
  await using scene = await openGopher({
    "": "0One\t/1\0/2\t127.0.0.1\t7070\r\n.\r\n",
  });
  const [item] = await listMenu(scene.hConnect);
  const code = thrownCode(() => GopherOpenFile(scene.hConnect, item!.Locator));
  assertEquals(code, ERROR_GOPHER_INVALID_LOCATOR);
});

Deno.test("GopherFindFirstFile() fails with ERROR_NO_MORE_FILES for a reply of only NULs", async () => {
  assertEquals(await rejectedCode(itemsOf("\0\0\0\0")), ERROR_NO_MORE_FILES);
});

Deno.test("entries() yields the items before a reset of the connection, then an error", async () => {
  const gate = Promise.withResolvers<void>();
  await using scene = await openGopher({
    "": async (call) => {
      await call.write(`${ONE}\r\n`);
      await call.until(gate.promise);
      await call.reset();
    },
  });
  const { hFind, findData } = await GopherFindFirstFile(scene.hConnect);
  assertEquals(findData.DisplayString, "One");
  gate.resolve();
  const code = await rejectedCode(InternetFindNextFile(hFind));
  assertEquals(code, ERROR_INTERNET_CONNECTION_RESET);
});

// Duplicate servers.
const REDUNDANT_TEXT = (GOPHER_TYPE_REDUNDANT | GOPHER_TYPE_TEXT_FILE) >>> 0;

for (
  const [name, menu, type] of [
    [
      "after its item",
      `${ONE}\r\n+One again\t/1\tb.example\t70`,
      REDUNDANT_TEXT,
    ],
    [
      "after an information line",
      `${ONE}\r\niHello\r\n+One again\t/1\tb.example\t70`,
      REDUNDANT_TEXT,
    ],
    [
      "after an error line",
      `${ONE}\r\n3Broken\t\terror.host\t1\r\n+One again\t/1\tb.example\t70`,
      REDUNDANT_TEXT,
    ],
    [
      "after another one",
      `${ONE}\r\n+Once\t/1\tc.example\t70\r\n+One again\t/1\tb.example\t70`,
      REDUNDANT_TEXT,
    ],
    [
      "first in the menu",
      "+One again\t/1\tb.example\t70",
      GOPHER_TYPE_REDUNDANT,
    ],
    [
      "after only an information line",
      "iHello\r\n+One again\t/1\tb.example\t70",
      GOPHER_TYPE_REDUNDANT,
    ],
  ] as const
) {
  Deno.test(`entries() yields a duplicate server ${name}`, async () => {
    const items = await itemsOf(`${menu}\r\n.\r\n`);
    const last = items.at(-1)!;
    assertEquals(last.DisplayString, "One again");
    assertEquals(last.GopherType >>> 0, type);
    assertEquals(GopherGetLocatorType(last.Locator) >>> 0, type);
  });
}

Deno.test("GopherOpenFile() reads a duplicate of a text as a text", async () => {
  await using scene = await openGopher({
    "": ({ server }) => `${ONE}\r\n${server.item("+", "Again", "/again")}.\r\n`,
    "/again": "..dot\r\n.\r\n",
  });
  const items = await listMenu(scene.hConnect);
  const bytes = await scene.bytes(items[1]!.Locator);
  assertEquals(new TextDecoder().decode(bytes), ".dot\r\n");
});

Deno.test("entries() uses the host of the menu for an item with a port and no host", async () => {
  const [item] = await itemsOf("0One\t/1\t\t70\r\n.\r\n");
  assertEquals(locatorToUrl(item!.Locator), "gopher://127.0.0.1/0/1");
});

Deno.test("parseMenu() reads a menu like entries(), but without the default host", async () => {
  const menu = `iHello\r\n${ONE}\n..\r\n+Again\t/1\tb.example\t70 \r\n` +
    `3Broken\r\n${TWO}\r\n.\r\nrest\r\n`;
  await using scene = await openGopher({ "": menu });
  const { host, port } = scene.server;
  const items = await listMenu(scene.hConnect);
  const withoutHost = items.map((item) => ({
    ...item,
    Locator: item.Locator.replace(`\t${host}\t${port}`, "\t\t"),
  }));
  assertEquals(parseMenu(latin1(menu)), withoutHost);
});
