// Copyright 2026 the wininet authors. MIT license.

/**
 * Selectors from menus, locators and URLs are sent to the server byte for byte.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import { ERROR_INTERNET_INVALID_URL } from "../../../error.ts";
import { GOPHER_TYPE_TEXT_FILE } from "../../../flags.ts";
import {
  GopherCreateLocator,
  linkOf,
  locatorToUrl,
  urlToLocator,
} from "../../../gopher.ts";
import { InternetOpenUrl } from "../../../internet.ts";
import { readText, thrownCode } from "../../helpers/calls.ts";
import { listMenu, openGopher } from "../../helpers/gopher_calls.ts";

/** Every byte that a selector can contain: all except NUL, TAB, LF and CR. */
const ALL_BYTES = String.fromCharCode(
  ...Array.from({ length: 256 }, (_, byte) => byte)
    .filter((byte) => ![0, 9, 10, 13].includes(byte)),
);

// Selectors that must not be changed.
const SELECTORS = [
  ["leading blanks", "  /a"],
  ["trailing blanks", "/a  "],
  ["only a blank", " "],
  ["a slash", "/"],
  ["no slash", "a"],
  ["its type again", "/1/1/x"],
  ["its type without a slash", "0a"],
  ["URL:", "URL:http://a.example/"],
  ["/URL:", "/URL:http://a.example/"],
  ["GET", "GET /a HTTP/1.0"],
  ["a question mark", "/a?b=c&d"],
  ["plus signs", "/a+b++"],
  ["a number sign", "/a#b"],
  ["percent signs", "/a%20b%25%09"],
  ["dots of a path", "/a/../b/./c"],
  ["a backslash", "\\a\\b"],
  ["no ASCII", "/\xc3\xa9/\xe9\xff"],
  ["all bytes", ALL_BYTES],
] as const;

for (const [name, selector] of SELECTORS) {
  Deno.test(`GopherOpenFile() sends a selector of a menu unchanged: ${name}`, async () => {
    await using scene = await openGopher({
      "": ({ server }) => `${server.item("0", "It", selector)}.\r\n`,
      [selector]: "hi\r\n.\r\n",
    });
    const [item] = await listMenu(scene.hConnect);
    const bytes = await scene.bytes(item!.Locator);
    assertEquals(new TextDecoder().decode(bytes), "hi\r\n");
    assertEquals(scene.server.requests, ["", selector]);
  });

  Deno.test(`InternetOpenUrl() sends the selector of a URL of locatorToUrl() unchanged: ${name}`, async () => {
    await using scene = await openGopher({
      "": ({ server }) => `${server.item("0", "It", selector)}.\r\n`,
      [selector]: "hi\r\n.\r\n",
    });
    const [item] = await listMenu(scene.hConnect);
    const url = locatorToUrl(item!.Locator);
    assert(/^[\x21-\x7e]+$/.test(url));
    using hFile = await InternetOpenUrl(scene.hInternet, url);
    // A selector that starts with 5 or 9 is treated as binary data.
    assert((await readText(hFile)).startsWith("hi\r\n"));
    assertEquals(scene.server.requests, ["", selector]);
    assertEquals(locatorToUrl(urlToLocator(url)), url);
  });
}

Deno.test("GopherFindFirstFile() sends the selector of a menu that repeats its type unchanged", async () => {
  await using scene = await openGopher({
    "/1/1/x": "0One\t/1\ta.example\t70\r\n.\r\n",
  });
  await listMenu(scene.hConnect, scene.locator("1", "/1/1/x"));
  assertEquals(scene.server.requests, ["/1/1/x"]);
});

Deno.test("GopherOpenFile() sends the selector of GopherCreateLocator() in UTF-8", async () => {
  await using scene = await openGopher({ "/\xc3\xa9": "hi\r\n.\r\n" });
  const { host, port } = scene.server;
  const type = GOPHER_TYPE_TEXT_FILE;
  const locator = GopherCreateLocator(host, port, "It", "/\u00e9", type);
  const bytes = await scene.bytes(locator);
  assertEquals(new TextDecoder().decode(bytes), "hi\r\n");
});

Deno.test("GopherOpenFile() sends a selector of 60,000 bytes", async () => {
  const selector = `/${"x".repeat(60_000)}`;
  await using scene = await openGopher({ [selector]: "hi\r\n.\r\n" });
  assertEquals(await scene.text(selector), "hi\r\n");
});

// The request for a URL.
const SENT = [
  ["", "0One\t/1\ta.example\t70\r\n.\r\n", ""],
  ["/", "0One\t/1\ta.example\t70\r\n.\r\n", ""],
  ["/1", "0One\t/1\ta.example\t70\r\n.\r\n", ""],
  ["/0/a", "hi\r\n.\r\n", "/a"],
  ["/0a", "hi\r\n.\r\n", "a"],
  ["/0%2Fa", "hi\r\n.\r\n", "/a"],
  ["/%30/a", "hi\r\n.\r\n", "/a"],
  ["/0/a?b=c", "hi\r\n.\r\n", "/a?b=c"],
  ["/0/a+b", "hi\r\n.\r\n", "/a+b"],
  ["/0/a%23b", "hi\r\n.\r\n", "/a#b"],
  ["/0/a#part", "hi\r\n.\r\n", "/a"],
  ["/0/a%2520b", "hi\r\n.\r\n", "/a%20b"],
  ["/0/a b", "hi\r\n.\r\n", "/a b"],
  ["/0/a/../b", "hi\r\n.\r\n", "/a/../b"],
  ["/0/%C3%A9%ff", "hi\r\n.\r\n", "/\xc3\xa9\xff"],
  ["/0/\u00e9", "hi\r\n.\r\n", "/\xc3\xa9"],
  ["/0//a", "hi\r\n.\r\n", "//a"],
  ["/0/a%09", "hi\r\n.\r\n", "/a\t"],
  ["/0/a%09b", "hi\r\n.\r\n", "/a\tb"],
  ["/9/a%09%09+", "+2\r\nhi", "/a\t+"],
  [
    "/0/a%09%09+text/plain%20De_DE",
    "+2\r\nhi",
    "/a\t+text/plain De_DE",
  ],
  ["/0/a%09%09!", "+-1\r\n+INFO: x\r\n.\r\n", "/a\t!"],
  ["/1/a%09%09$", "+-1\r\n+INFO: x\r\n.\r\n", "/a\t$"],
  ["/7/a%09red%20beans", "0One\t/1\ta.example\t70\r\n.\r\n", "/a\tred beans"],
  [
    "/7/a%09red%09+",
    "+-1\r\n0One\t/1\ta.example\t70\r\n.\r\n",
    "/a\tred\t+",
  ],
  ["/7/a", "0One\t/1\ta.example\t70\r\n.\r\n", "/a"],
  ["/7/a%09", "0One\t/1\ta.example\t70\r\n.\r\n", "/a\t"],
  ["/7/a?red", "0One\t/1\ta.example\t70\r\n.\r\n", "/a?red"],
] as const;

for (const [path, reply, request] of SENT) {
  Deno.test(`InternetOpenUrl() sends the selector of the URL path "${path}"`, async () => {
    await using scene = await openGopher({ [request]: reply });
    using hFile = await InternetOpenUrl(
      scene.hInternet,
      `${scene.server.url}${path}`,
    );
    assert((await readText(hFile)).length > 0);
    assertEquals(scene.server.requests, [request]);
  });
}

for (
  const path of [
    "/0/a%0D%0AQUIT",
    "/0/a%0a",
    "/0/a%00",
    "/7/a%09b%0D%0Ac",
    "/0/a%09%09+%0D%0A",
    "/%0D0/a",
    "/0/a%",
    "/0/a%zz",
    "/0/a\r\nQUIT",
    "/0/a%09b%09c%09d",
  ]
) {
  Deno.test(`InternetOpenUrl() refuses the URL path ${JSON.stringify(path)} before anything is sent`, async () => {
    await using scene = await openGopher();
    const code = thrownCode(() =>
      InternetOpenUrl(scene.hInternet, `${scene.server.url}${path}`)
    );
    assertEquals(code, ERROR_INTERNET_INVALID_URL);
    assertEquals(scene.server.connections, 0);
  });
}

// An item of type h is returned to the program and never followed.
for (const selector of ["URL:http://a.example/", "/URL:http://a.example/"]) {
  Deno.test(`GopherOpenFile() requests ${selector} from the Gopher server, and linkOf() returns its target`, async () => {
    await using scene = await openGopher({
      "": ({ server }) => `${server.item("h", "Shop", selector)}.\r\n`,
      [selector]: "<meta http-equiv=refresh>",
    });
    const [item] = await listMenu(scene.hConnect);
    assertEquals(linkOf(item!.Locator), "http://a.example/");
    const bytes = await scene.bytes(item!.Locator);
    assertEquals(
      new TextDecoder().decode(bytes),
      "<meta http-equiv=refresh>",
    );
  });
}
