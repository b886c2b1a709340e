// Copyright 2026 the wininet authors. MIT license.

/**
 * Display texts as a user sees them: with escape sequences and in all kinds of
 * encodings, while locators keep the bytes of the server.
 *
 * @module
 */

import { assertEquals } from "@std/assert";
import { ERROR_INVALID_PARAMETER } from "../../../error.ts";
import { INTERNET_FLAG_RAW_DATA } from "../../../flags.ts";
import { locatorToUrl } from "../../../gopher.ts";
import { InternetOpenUrl, InternetSetOption } from "../../../internet.ts";
import { INTERNET_OPTION_CODEPAGE } from "../../../options.ts";
import { entries } from "../../../streams.ts";
import type { GOPHER_FIND_DATA } from "../../../structures.ts";
import { rejectedCode } from "../../helpers/calls.ts";
import { listMenu, openGopher, shown } from "../../helpers/gopher_calls.ts";

const TAIL = "\t/1\ta.example\t70\r\n";

// Display strings, and their text.
const DISPLAYS = [
  ["escape codes", "\x1b[31mRed\x1b[0m\x07", "Red"],
  ["a title of a window", "\x1b]0;Root\x07One\x1b[1;", "One"],
  ["DEL", "a\x7fb", "ab"],
  ["C1 controls in UTF-8", "a\xc2\x9b31mb", "ab"],
  ["UTF-8", "Caf\xc3\xa9 \xf0\x9f\x98\x80", "Caf\u00e9 \u{1f600}"],
  ["Latin-1", "Caf\xe9 \xfc", "Caf\u00e9 \u00fc"],
  [
    "Latin-1 beside bytes that are UTF-8 by accident",
    "\xcd\xbb \xe9t\xe9",
    "\u00cd\u00bb \u00e9t\u00e9",
  ],
  ["windows-1252", "\x93yes\x94 \x80", "\u201cyes\u201d \u20ac"],
  ["a C1 control as a single byte", "a\x81b", "ab"],
  ["a BOM", "\xef\xbb\xbfOne", "\ufeffOne"],
  ["truncated UTF-8", "One \xe2\x82", "One \u00e2\u201a"],
] as const;

for (const [name, bytes, text] of DISPLAYS) {
  Deno.test(`entries() returns a display text with ${name}`, async () => {
    await using scene = await openGopher({ "": `0${bytes}${TAIL}.\r\n` });
    assertEquals(shown(await listMenu(scene.hConnect)), [text]);
  });

  Deno.test(`entries() returns an information line with ${name}`, async () => {
    await using scene = await openGopher({
      "": `i${bytes}\r\n0One${TAIL}.\r\n`,
    });
    assertEquals(shown(await listMenu(scene.hConnect)), [text, "One"]);
  });
}

// The code pages of INTERNET_OPTION_CODEPAGE.
const PAGES = [
  ["CP437", 437, "\xc9\xcd\xbb \x81\xe1", "\u2554\u2550\u2557 \xfc\xdf"],
  ["CP850", 850, "\xb2\x9b \x9d\xd5", "\u2593\xf8 \xd8\u0131"],
  ["CP866", 866, "\x8c\xa8\xe0", "\u041c\u0438\u0440"],
  ["Shift_JIS", 932, "\x93\xfa\x96\x7b", "\u65e5\u672c"],
  ["windows-1251", 1251, "\xcc\xe8\xf0", "\u041c\u0438\u0440"],
  ["KOI8-R", 20_866, "\xed\xc9\xd2", "\u041c\u0438\u0440"],
  ["ISO 8859-1", 28_591, "Caf\xe9", "Caf\u00e9"],
] as const;

for (const [name, page, bytes, text] of PAGES) {
  Deno.test(`entries() returns a display text of the code page ${name}`, async () => {
    await using scene = await openGopher({
      "": `0${bytes}\x1b${TAIL}i${bytes}\r\n.\r\n`,
    });
    InternetSetOption(scene.hConnect, INTERNET_OPTION_CODEPAGE, page);
    assertEquals(shown(await listMenu(scene.hConnect)), [text, text]);
  });

  Deno.test(`entries() returns an item of a Gopher+ menu of the code page ${name}`, async () => {
    await using scene = await openGopher({
      "/m\t$": `+-1\r\n+INFO: 0${bytes}${TAIL}+VIEWS:\r\n` +
        ` text/plain: <1k>\r\n.\r\n`,
    });
    InternetSetOption(scene.hConnect, INTERNET_OPTION_CODEPAGE, page);
    const items = await listMenu(scene.hConnect, scene.locator("1", "/m", "+"));
    assertEquals(shown(items), [text]);
    assertEquals(items[0]?.SizeLow, 1024);
  });

  Deno.test(`entries() returns the reply of a phone book of the code page ${name}`, async () => {
    await using scene = await openGopher({
      "query x": `-200:1: name: ${bytes}\r\n200:Ok.\r\n`,
    });
    InternetSetOption(scene.hConnect, INTERNET_OPTION_CODEPAGE, page);
    const items = await listMenu(scene.hConnect, scene.locator("2", ""), "x");
    assertEquals(shown(items), [`name: ${text}`]);
  });

  Deno.test(`InternetOpenUrl() shows a display text of the code page ${name}`, async () => {
    await using scene = await openGopher({ "": `0${bytes}${TAIL}.\r\n` });
    InternetSetOption(scene.hInternet, INTERNET_OPTION_CODEPAGE, page);
    const hFind = await InternetOpenUrl(
      scene.hInternet,
      scene.server.url,
      null,
      INTERNET_FLAG_RAW_DATA,
    );
    const items = await Array.fromAsync(entries(hFind)) as GOPHER_FIND_DATA[];
    assertEquals(shown(items), [text]);
  });
}

Deno.test("entries() keeps the bytes of a selector in the locator, with any code page", async () => {
  await using scene = await openGopher({
    "": ({ server }) => `${server.item("0", "\xcc", "/\xcc\xe8\xf0")}.\r\n`,
    "/\xcc\xe8\xf0": "found\r\n.\r\n",
  });
  InternetSetOption(scene.hConnect, INTERNET_OPTION_CODEPAGE, 1251);
  const [item] = await listMenu(scene.hConnect);
  assertEquals(item?.DisplayString, "\u041c");
  const { server } = scene;
  assertEquals(locatorToUrl(item!.Locator), `${server.url}/0/%CC%E8%F0`);
  const bytes = await scene.bytes(item!.Locator);
  assertEquals(new TextDecoder().decode(bytes), "found\r\n");
});

Deno.test("entries() keeps the bytes of a selector of CP437, without its code page, in the locator", async () => {
  await using scene = await openGopher({
    "": ({ server }) => `${server.item("0", "\x81", "/\x81\xe1")}.\r\n`,
    "/\x81\xe1": "found\r\n.\r\n",
  });
  const [item] = await listMenu(scene.hConnect);
  const bytes = await scene.bytes(item!.Locator);
  assertEquals(new TextDecoder().decode(bytes), "found\r\n");
});

Deno.test("GopherFindFirstFile() refuses an unknown code page before anything is sent", async () => {
  await using scene = await openGopher();
  InternetSetOption(scene.hConnect, INTERNET_OPTION_CODEPAGE, 737);
  const menus = [
    listMenu(scene.hConnect),
    listMenu(scene.hConnect, scene.locator("1", "/m", "+")),
    listMenu(scene.hConnect, scene.locator("2", ""), "x"),
  ];
  for (const menu of menus) {
    assertEquals(await rejectedCode(menu), ERROR_INVALID_PARAMETER);
  }
  assertEquals(scene.server.connections, 0);
});
