// Copyright 2026 the wininet authors. MIT license.

/**
 * GopherFindFirstFile, InternetFindNextFile and entries: menus, searches, phone
 * books, and replies that are not menus.
 *
 * @module
 */

import { assert, assertEquals, assertRejects } from "@std/assert";
import {
  ERROR_GOPHER_DATA_ERROR,
  ERROR_GOPHER_INCORRECT_LOCATOR_TYPE,
  ERROR_GOPHER_INVALID_LOCATOR,
  ERROR_INVALID_PARAMETER,
  ERROR_NO_MORE_FILES,
  InternetError,
} from "../../error.ts";
import {
  GOPHER_TYPE_DIRECTORY,
  GOPHER_TYPE_INLINE,
  GOPHER_TYPE_TEXT_FILE,
} from "../../flags.ts";
import { GopherFindFirstFile } from "../../gopher.ts";
import { InternetFindNextFile } from "../../internet.ts";
import { entries } from "../../streams.ts";
import { rejectedCode, thrownCode } from "../helpers/calls.ts";
import { listMenu, openGopher, shown } from "../helpers/gopher_calls.ts";

const MENU = "iWelcome\t\tnull.host\t1\r\n" +
  "0Prices\t/prices\tone.example\t70\r\n" +
  "1More\t/more\ttwo.example\t7070\r\n.\r\n";

Deno.test("GopherFindFirstFile() resolves with the first item of the root menu", async () => {
  await using scene = await openGopher({ "": MENU });
  const { hFind, findData } = await GopherFindFirstFile(scene.hConnect);
  assertEquals(findData, {
    DisplayString: "Welcome",
    GopherType: GOPHER_TYPE_INLINE,
    SizeLow: 0,
    SizeHigh: 0,
    LastModificationTime: null,
    Locator: "iWelcome\t\tnull.host\t1\r\n",
  });
  assert(!hFind.closed);
  assertEquals(scene.server.requests, [""]);
});

Deno.test("InternetFindNextFile() resolves with the other items of a menu, then with null", async () => {
  await using scene = await openGopher({ "": MENU });
  const { hFind } = await GopherFindFirstFile(scene.hConnect, "");
  const second = await InternetFindNextFile(hFind);
  const third = await InternetFindNextFile(hFind);
  assert(second !== null && "Locator" in second);
  assert(third !== null && "Locator" in third);
  assertEquals(second.Locator, "0Prices\t/prices\tone.example\t70\r\n");
  assertEquals(second.GopherType, GOPHER_TYPE_TEXT_FILE);
  assertEquals(third.GopherType, GOPHER_TYPE_DIRECTORY);
  assertEquals(await InternetFindNextFile(hFind), null);
  assertEquals(await InternetFindNextFile(hFind), null);
});

Deno.test("entries() yields all items of a menu, including the first one", async () => {
  await using scene = await openGopher({ "": MENU });
  const { hFind } = await GopherFindFirstFile(scene.hConnect);
  const items = await Array.fromAsync(entries(hFind));
  assertEquals(items.length, 3);
  assert(hFind.closed);
});

Deno.test("GopherFindFirstFile() requests the menu of a locator", async () => {
  await using scene = await openGopher({ "/more": MENU });
  const items = await listMenu(scene.hConnect, scene.locator("1", "/more"));
  assertEquals(shown(items), ["Welcome", "Prices", "More"]);
});

Deno.test("GopherFindFirstFile() sends the words to an index server", async () => {
  await using scene = await openGopher({ "/find\tred beans": MENU });
  const index = scene.locator("7", "/find");
  const items = await listMenu(scene.hConnect, index, "red beans");
  assertEquals(items.length, 3);
});

Deno.test("GopherFindFirstFile() queries a phone book, and each field is an item", async () => {
  await using scene = await openGopher({
    "query name=ann": "-200:1: name: Ann\r\n-200:1:email: a@b.example\r\n" +
      "200:Ok.\r\n",
  });
  const book = scene.locator("2", "");
  const items = await listMenu(scene.hConnect, book, "name=ann");
  assertEquals(shown(items), ["name: Ann", "email: a@b.example"]);
});

Deno.test("GopherFindFirstFile() fails with ERROR_NO_MORE_FILES for a phone book without a result", async () => {
  await using scene = await openGopher({
    "query name=nobody": "501:No matches to your query.\r\n",
  });
  const find = listMenu(
    scene.hConnect,
    scene.locator("2", ""),
    "name=nobody",
  );
  assertEquals(await rejectedCode(find), ERROR_NO_MORE_FILES);
});

for (
  const [name, menu] of [
    ["a lone dot", ".\r\n"],
    ["nothing", ""],
    ["a blank line", "\r\n"],
  ] as const
) {
  Deno.test(`GopherFindFirstFile() fails with ERROR_NO_MORE_FILES for ${name}`, async () => {
    await using scene = await openGopher({ "": menu });
    const find = listMenu(scene.hConnect);
    assertEquals(await rejectedCode(find), ERROR_NO_MORE_FILES);
  });
}

Deno.test("GopherFindFirstFile() fails with ERROR_GOPHER_DATA_ERROR and the text of an error menu", async () => {
  await using scene = await openGopher({
    "":
      "iSorry\t\terror.host\t1\r\n3'/x' does not exist\t\terror.host\t1\r\n.\r\n",
  });
  const error = await assertRejects(
    () => listMenu(scene.hConnect),
    InternetError,
    `the server replied "'/x' does not exist"`,
  );
  assertEquals(error.code, ERROR_GOPHER_DATA_ERROR);
  assertEquals(error.responseText, "Sorry\r\n'/x' does not exist");
});

Deno.test("GopherFindFirstFile() fails with ERROR_GOPHER_DATA_ERROR for a page of a web server", async () => {
  const page = "HTTP/1.1 400 Bad Request\r\n\r\n<html>\r\n</html>\r\n";
  await using scene = await openGopher({ "": page });
  const error = await assertRejects(
    () => listMenu(scene.hConnect),
    InternetError,
    'the server replied "HTTP/1.1 400 Bad Request"',
  );
  assertEquals(error.code, ERROR_GOPHER_DATA_ERROR);
});

Deno.test("GopherFindFirstFile() returns a menu that has only information", async () => {
  await using scene = await openGopher({ "": "iHello\r\niWorld\r\n.\r\n" });
  assertEquals(shown(await listMenu(scene.hConnect)), ["Hello", "World"]);
});

Deno.test("GopherFindFirstFile() returns an error item of a menu with other items", async () => {
  await using scene = await openGopher({
    "": "3One is broken\t\terror.host\t1\r\n0One\t/1\ta.example\t70\r\n.\r\n",
  });
  assertEquals(shown(await listMenu(scene.hConnect)), ["One is broken", "One"]);
});

Deno.test("GopherFindFirstFile() ends a menu at its dot, without waiting for the server to close", async () => {
  await using scene = await openGopher({
    "": async (call) => {
      await call.write(MENU);
      await call.clientClosed();
    },
  });
  assertEquals((await listMenu(scene.hConnect)).length, 3);
});

Deno.test("GopherFindFirstFile() returns items before the menu has ended", async () => {
  const rest = Promise.withResolvers<void>();
  await using scene = await openGopher({
    "": async (call) => {
      await call.write("0One\t/1\ta.example\t70\r\n");
      await call.until(rest.promise);
      return "0Two\t/2\ta.example\t70\r\n.\r\n";
    },
  });
  const { hFind, findData } = await GopherFindFirstFile(scene.hConnect);
  assertEquals(findData.DisplayString, "One");
  rest.resolve();
  const second = await InternetFindNextFile(hFind);
  assert(second !== null && "DisplayString" in second);
  assertEquals(second.DisplayString, "Two");
});

const BAD_LOCATORS = [
  ["a text without TABs", "hello"],
  ["three fields", "1a\tb\tc\r\n"],
  ["an invalid port", "1a\tb\tc\t99999\r\n"],
  ["a line end inside", "1a\tb\r\nQUIT\tc\t70\r\n"],
  ["a NUL inside", "1a\tb\0\tc\t70\r\n"],
  ["a number", 5],
  ["a host with a blank", "1a\tb\tc d\t70\r\n"],
] as const;

for (const [name, locator] of BAD_LOCATORS) {
  Deno.test(`GopherFindFirstFile() refuses a locator that is ${name}`, async () => {
    await using scene = await openGopher();
    const code = thrownCode(() =>
      GopherFindFirstFile(scene.hConnect, locator as string)
    );
    assertEquals(code, ERROR_GOPHER_INVALID_LOCATOR);
    assertEquals(scene.server.connections, 0);
  });
}

Deno.test("GopherFindFirstFile() refuses a locator of a file", async () => {
  await using scene = await openGopher();
  const code = thrownCode(() =>
    GopherFindFirstFile(scene.hConnect, scene.locator("0", "/a"))
  );
  assertEquals(code, ERROR_GOPHER_INCORRECT_LOCATOR_TYPE);
});

const BAD_WORDS = [
  ["no words for an index server", "7", null],
  ["words for a directory", "1", "words"],
  ["no words for a phone book", "2", null],
  ["a CR in the words", "7", "a\rb"],
  ["a LF in the words", "7", "a\nb"],
  ["a NUL in the words", "7", "a\0b"],
  ["a TAB in the words", "7", "a\tb"],
  ["a LF in the query of a phone book", "2", "a\nquit"],
  ["words that are not strings", "7", 5],
] as const;

for (const [name, type, words] of BAD_WORDS) {
  Deno.test(`GopherFindFirstFile() refuses ${name} before anything is sent`, async () => {
    await using scene = await openGopher();
    const code = thrownCode(() =>
      GopherFindFirstFile(
        scene.hConnect,
        scene.locator(type, "/x"),
        words as string,
      )
    );
    assertEquals(code, ERROR_INVALID_PARAMETER);
    assertEquals(scene.server.connections, 0);
  });
}
