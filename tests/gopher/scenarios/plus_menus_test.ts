// Copyright 2026 the wininet authors. MIT license.

/**
 * Gopher+ menus: the items of a menu with their attributes in one reply, and
 * the replies of servers that do not support this.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import {
  ERROR_GOPHER_DATA_ERROR,
  ERROR_INTERNET_CONNECTION_ABORTED,
  ERROR_NO_MORE_FILES,
} from "../../../error.ts";
import {
  GOPHER_TYPE_ASK,
  GOPHER_TYPE_DIRECTORY,
  GOPHER_TYPE_GOPHER_PLUS,
  GOPHER_TYPE_TEXT_FILE,
} from "../../../flags.ts";
import { GopherFindFirstFile } from "../../../gopher.ts";
import { InternetFindNextFile } from "../../../internet.ts";
import { entries } from "../../../streams.ts";
import { rejectedCode } from "../../helpers/calls.ts";
import { listMenu, openGopher, shown } from "../../helpers/gopher_calls.ts";

const ITEMS = "+INFO: 0One\t/1\ta.example\t70\t+\r\n" +
  "+ADMIN:\r\n Admin: Jo <jo@a.example>\r\n" +
  " Mod-Date: Wed Jul 28 17:02:01 1993 <19930728170201>\r\n" +
  "+VIEWS:\r\n text/plain En_US: <10k>\r\n application/pdf: <3M>\r\n" +
  "+INFO: 1Two\t/2\tb.example\t7070\t+\r\n" +
  "+ADMIN:\r\n Admin: Jo <jo@a.example>\r\n" +
  "+INFO: 0Form\t/3\ta.example\t70\t?\r\n" +
  "+ASK:\r\n Ask: Name?\r\n";

for (
  const [name, reply] of [
    ["+-1", `+-1\r\n${ITEMS}.\r\n`],
    ["+-2", `+-2\r\n${ITEMS}`],
    ["+n", `+${ITEMS.length}\r\n${ITEMS}`],
    ["a byte order mark", `+-2\r\n\xef\xbb\xbf${ITEMS}`],
    ["a byte order mark and no header", `\xef\xbb\xbf${ITEMS}`],
  ] as const
) {
  for (const byteByByte of [false, true]) {
    const how = byteByByte ? ", byte by byte" : "";
    Deno.test(`entries() yields the sizes and dates of a Gopher+ menu with ${name}${how}`, async () => {
      await using scene = await openGopher({ "/m\t$": reply }, { byteByByte });
      const menu = scene.locator("1", "/m", "+");
      const items = await listMenu(scene.hConnect, menu);
      const plus = GOPHER_TYPE_GOPHER_PLUS;
      assertEquals(items, [
        {
          DisplayString: "One",
          GopherType: (GOPHER_TYPE_TEXT_FILE | plus) >>> 0,
          SizeLow: 10_240,
          SizeHigh: 0,
          LastModificationTime: new Date("1993-07-28T17:02:01Z"),
          Locator: "0One\t/1\ta.example\t70\t+\r\n",
        },
        {
          DisplayString: "Two",
          GopherType: (GOPHER_TYPE_DIRECTORY | plus) >>> 0,
          SizeLow: 0,
          SizeHigh: 0,
          LastModificationTime: null,
          Locator: "1Two\t/2\tb.example\t7070\t+\r\n",
        },
        {
          DisplayString: "Form",
          GopherType: (GOPHER_TYPE_TEXT_FILE | plus | GOPHER_TYPE_ASK) >>> 0,
          SizeLow: 0,
          SizeHigh: 0,
          LastModificationTime: null,
          Locator: "0Form\t/3\ta.example\t70\t?\r\n",
        },
      ]);
      assertEquals(scene.server.requests, ["/m\t$"]);
    });
  }
}

Deno.test("entries() yields the size of a file of more than 4 GB in a Gopher+ menu", async () => {
  await using scene = await openGopher({
    "/m\t$": "+-1\r\n+INFO: 9Big\t/b\ta.example\t70\t+\r\n+VIEWS:\r\n" +
      " application/octet-stream: <5G>\r\n.\r\n",
  });
  const [item] = await listMenu(scene.hConnect, scene.locator("1", "/m", "+"));
  assertEquals([item?.SizeHigh, item?.SizeLow], [1, 0x4000_0000]);
});

// The items arrive one by one.
Deno.test("InternetFindNextFile() returns the items of a Gopher+ menu as they arrive", async () => {
  const gates = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const item = (name: string) =>
    `+INFO: 0${name}\t/${name}\ta.example\t70\t+\r\n+VIEWS:\r\n text/plain: <1k>\r\n`;
  await using scene = await openGopher({
    "/m\t$": async (call) => {
      await call.write(`+-1\r\n${item("a")}${item("b")}`);
      await call.until(gates[0]!.promise);
      await call.write(item("c"));
      await call.until(gates[1]!.promise);
      return ".\r\n";
    },
  });
  const { hFind, findData } = await GopherFindFirstFile(
    scene.hConnect,
    scene.locator("1", "/m", "+"),
  );
  const next = async () => {
    const entry = await InternetFindNextFile(hFind);
    return entry !== null && "Locator" in entry ? entry.DisplayString : null;
  };
  assertEquals(findData.DisplayString, "a");
  gates[0]!.resolve();
  assertEquals(await next(), "b");
  gates[1]!.resolve();
  assertEquals([await next(), await next()], ["c", null]);
});

Deno.test("entries() yields all items of a large Gopher+ menu", async () => {
  const count = 20_000;
  await using scene = await openGopher({
    "/m\t$": async (call) => {
      await call.write("+-1\r\n");
      for (let at = 0; at < count; at += 1000) {
        await call.write(
          Array.from(
            { length: 1000 },
            (_, n) =>
              `+INFO: 0${at + n}\t/${at + n}\ta.example\t70\t+\r\n` +
              `+VIEWS:\r\n text/plain: <${at + n}>\r\n`,
          ).join(""),
        );
      }
      return ".\r\n";
    },
  });
  const { hFind } = await GopherFindFirstFile(
    scene.hConnect,
    scene.locator("1", "/m", "+"),
  );
  let at = 0;
  for await (const entry of entries(hFind)) {
    assert("Locator" in entry);
    if (entry.SizeLow !== at) assertEquals(entry.SizeLow, at);
    at++;
  }
  assertEquals(at, count);
});

for (
  const [name, reply, names] of [
    [
      "unknown blocks",
      "+INFO: 0A\t/a\ta.example\t70\t+\r\n+3D-ICON: x\r\n y\r\n" +
      "+INFO: 0B\t/b\ta.example\t70\t+\r\n",
      ["A", "B"],
    ],
    [
      "an item without +INFO before the first",
      "+ADMIN:\r\n Admin: Jo\r\n+INFO: 0A\t/a\ta.example\t70\t+\r\n",
      ["A"],
    ],
    [
      "names with a blank after them and without a colon",
      "+INFO : 0A\t/a\ta.example\t70\t+\r\n+ADMIN\r\n Admin: Jo\r\n" +
      "+INFO 0B\t/b\ta.example\t70\t+\r\n",
      ["A", "B"],
    ],
    [
      "names in small letters",
      "+info: 0A\t/a\ta.example\t70\t+\r\n",
      ["A"],
    ],
    [
      "lines without the blank before them",
      "+INFO: 0A\t/a\ta.example\t70\t+\r\n+ADMIN:\r\nAdmin: Jo\r\n" +
      "+INFO: 0B\t/b\ta.example\t70\t+\r\n",
      ["A", "B"],
    ],
    [
      "lines of LF",
      "+INFO: 0A\t/a\ta.example\t70\t+\n+INFO: 0B\t/b\ta.example\t70\n",
      ["A", "B"],
    ],
  ] as const
) {
  Deno.test(`entries() yields the items of a Gopher+ menu with ${name}`, async () => {
    await using scene = await openGopher({ "/m\t$": `+-2\r\n${reply}` });
    const menu = scene.locator("1", "/m", "+");
    assertEquals(shown(await listMenu(scene.hConnect, menu)), [...names]);
  });
}

Deno.test("entries() yields the items of a truncated Gopher+ menu, then ERROR_INTERNET_CONNECTION_ABORTED", async () => {
  await using scene = await openGopher({ "/m\t$": `+-1\r\n${ITEMS}` });
  const { hFind } = await GopherFindFirstFile(
    scene.hConnect,
    scene.locator("1", "/m", "+"),
  );
  const taken: unknown[] = [];
  const taking = (async () => {
    for await (const item of entries(hFind)) taken.push(item);
  })();
  assertEquals(await rejectedCode(taking), ERROR_INTERNET_CONNECTION_ABORTED);
  assertEquals(taken.length, 2);
});

// A server may support Gopher+, but not for whole menus.
const MENU = "0One\t/1\ta.example\t70\t+\r\n.\r\n";
const FALLBACKS = [
  ["refuses them", "--1\r\n1 Jo <jo@a.example>\r\nNo\r\n.\r\n"],
  ["sends an error of a plain server", "3No\t\terror.host\t1\r\n.\r\n"],
  ["sends a text that is not a menu", "What is $?\r\n"],
  ["sends a plain menu after a header", `+-1\r\n${MENU}`],
  ["sends nothing", ""],
  ["sends a header and nothing", "+-1\r\n.\r\n"],
  ["sends an empty menu", ".\r\n"],
] as const;

for (const [name, reply] of FALLBACKS) {
  Deno.test(`GopherFindFirstFile() requests a plain menu if a server asked for attributes ${name}`, async () => {
    await using scene = await openGopher({ "/m\t$": reply, "/m": MENU });
    const menu = scene.locator("1", "/m", "+");
    assertEquals(shown(await listMenu(scene.hConnect, menu)), ["One"]);
    assertEquals(scene.server.requests, ["/m\t$", "/m"]);
  });
}

Deno.test("GopherFindFirstFile() accepts a plain menu that a server sends instead of one with attributes", async () => {
  await using scene = await openGopher({ "/m\t$": MENU });
  const menu = scene.locator("1", "/m", "+");
  assertEquals(shown(await listMenu(scene.hConnect, menu)), ["One"]);
  assertEquals(scene.server.requests, ["/m\t$"]);
});

Deno.test("GopherFindFirstFile() fails with the error of the plain menu if there is no other", async () => {
  await using scene = await openGopher({
    "/m\t$": "--1\r\n1 Jo\r\nNo attributes\r\n.\r\n",
    "/m": "3No menu\t\terror.host\t1\r\n.\r\n",
  });
  const code = await rejectedCode(
    listMenu(scene.hConnect, scene.locator("1", "/m", "+")),
  );
  assertEquals(code, ERROR_GOPHER_DATA_ERROR);
});

Deno.test("GopherFindFirstFile() fails with ERROR_NO_MORE_FILES for a Gopher+ menu without items", async () => {
  await using scene = await openGopher({
    "/m\t$": "+-1\r\n.\r\n",
    "/m": ".\r\n",
  });
  const code = await rejectedCode(
    listMenu(scene.hConnect, scene.locator("1", "/m", "+")),
  );
  assertEquals(code, ERROR_NO_MORE_FILES);
});

Deno.test("GopherFindFirstFile() never requests attributes for a plain menu", async () => {
  await using scene = await openGopher({ "": MENU, "/m": MENU });
  await listMenu(scene.hConnect);
  await listMenu(scene.hConnect, scene.locator("1", "/m"));
  assertEquals(scene.server.requests, ["", "/m"]);
});
