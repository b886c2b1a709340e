// Copyright 2026 the wininet authors. MIT license.

/** The parts of locators, as programs and mirrors use them. */

import { assertEquals } from "@std/assert";
import { ERROR_GOPHER_INVALID_LOCATOR } from "../../error.ts";
import {
  GOPHER_TYPE_ASK,
  GOPHER_TYPE_DIRECTORY,
  GOPHER_TYPE_GOPHER_PLUS,
  GOPHER_TYPE_REDUNDANT,
  GOPHER_TYPE_TEXT_FILE,
} from "../../flags.ts";
import {
  GopherCreateLocator,
  type GopherLocatorParts,
  locatorToUrl,
  parseLocator,
  parseMenu,
  urlToLocator,
} from "../../gopher.ts";
import { thrownCode } from "../helpers/calls.ts";
import { latin1 } from "../helpers/splits.ts";

const PARTS: [locator: string, parts: GopherLocatorParts][] = [
  ["0Prices\t/a/prices.txt\texample.com\t70\r\n", {
    host: "example.com",
    port: 70,
    selector: "/a/prices.txt",
    display: "Prices",
    type: GOPHER_TYPE_TEXT_FILE,
    plus: false,
    fileName: "prices.txt",
  }],
  ["1\x1b[1mRoot\t\t[::1]\t7070\t?", {
    host: "::1",
    port: 7070,
    selector: "",
    display: "Root",
    type:
      (GOPHER_TYPE_DIRECTORY | GOPHER_TYPE_ASK | GOPHER_TYPE_GOPHER_PLUS) >>>
      0,
    plus: true,
    fileName: "Root",
  }],
  ["+Mirror\t/x\t\t\t+\t0\r\n", {
    host: "",
    port: 0,
    selector: "/x",
    display: "Mirror",
    type: (GOPHER_TYPE_TEXT_FILE | GOPHER_TYPE_REDUNDANT |
      GOPHER_TYPE_GOPHER_PLUS) >>> 0,
    plus: true,
    fileName: "x",
  }],
];

for (const [locator, parts] of PARTS) {
  Deno.test(`parseLocator() reads ${JSON.stringify(locator)}`, () => {
    assertEquals(parseLocator(locator), parts);
  });
}

for (const locator of ["", "0A", "0A\t/a\th\t99999", null, 70]) {
  Deno.test(`parseLocator() refuses ${JSON.stringify(locator)}`, () => {
    const code = thrownCode(() => parseLocator(locator as string));
    assertEquals(code, ERROR_GOPHER_INVALID_LOCATOR);
  });
}

Deno.test("parseLocator() accepts a mirror of a menu in Latin-1", () => {
  const menu = "0\xc9t\xe9\t/\xe9t\xe9.txt\ta.example\t70\r\n.\r\n";
  const [item] = parseMenu(latin1(menu));
  const { host, port, selector, display, type, fileName } = parseLocator(
    item!.Locator,
  );
  assertEquals([display, fileName], ["\xc9t\xe9", "\xe9t\xe9.txt"]);
  assertEquals(encodeURIComponent(fileName), "%C3%A9t%C3%A9.txt");
  // The selector keeps the bytes that the server sent.
  const again = GopherCreateLocator(host, port, null, selector, type);
  assertEquals(locatorToUrl(again), "gopher://a.example/0/%E9t%E9.txt");
  const written = new TextEncoder().encode(locatorToUrl(item!.Locator));
  const read = urlToLocator(new TextDecoder().decode(written));
  assertEquals(parseLocator(read).selector, selector);
});
