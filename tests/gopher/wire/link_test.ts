// Copyright 2026 the wininet authors. MIT license.

import { assert, assertEquals, assertThrows } from "@std/assert";
import { ERROR_GOPHER_INVALID_LOCATOR, InternetError } from "../../../error.ts";
import { linkOf } from "../../../_gopher/wire/link.ts";
import { MAX_MENU_LINE } from "../../../_gopher/wire/locator.ts";
import { cpuTime } from "../../helpers/cpu_time.ts";

/** The text after `URL:`, and the link. */
const TARGETS: [url: string, link: string | null][] = [
  ["http://example.com/", "http://example.com/"],
  ["https://example.com/?a=b&c#d", "https://example.com/?a=b&c#d"],
  ["HTTPS://Example.com", "HTTPS://Example.com"],
  ["ftp://example.com/a", "ftp://example.com/a"],
  ["ftps://example.com/a", "ftps://example.com/a"],
  ["gemini://example.com/", "gemini://example.com/"],
  ["irc://example.com/room", "irc://example.com/room"],
  ["ircs://example.com/room", "ircs://example.com/room"],
  ["nntp://example.com/group", "nntp://example.com/group"],
  ["mailto:me@example.com", "mailto:me@example.com"],
  ["news:some.group", "news:some.group"],
  ["xmpp:me@example.com", "xmpp:me@example.com"],
  ["magnet:?xt=urn:btih:aa", "magnet:?xt=urn:btih:aa"],
  ["http://[::1]:80/", "http://[::1]:80/"],
  ["http://h/100%25", "http://h/100%25"],
  [" http://h/ ", "http://h/"],
  ["http://h/a b", "http://h/a%20b"],
  ["http://h/\xfc", "http://h/%C3%BC"],
  ["http://h/\udcfc", "http://h/%FC"],
  ["http://h/\x1b\"<'>", "http://h/%1B%22%3C'%3E"],
  ["http://h\\@i/", "http://h%5C@i/"],
  ["gopher://h/", "gopher://h/"],
  ["gophers://h:7443/1/a%09b", "gophers://h:7443/1/a%09b"],
  ["javascript:alert(1)", "javascript:alert(1)"],
  ["JavaScript://h/%0aalert(1)", "JavaScript://h/%0aalert(1)"],
  ["data:text/html,<a>", "data:text/html,%3Ca%3E"],
  ["file:///etc/passwd", "file:///etc/passwd"],
  ["vbscript:a", "vbscript:a"],
  ["telnet://h/", "telnet://h/"],
  ["tn3270://h/", "tn3270://h/"],
  ["ssh://h/", "ssh://h/"],
  ["ms-settings:privacy", "ms-settings:privacy"],
  ["view-source:http://h/", "view-source:http://h/"],
  ["tel:112", "tel:112"],
  ["gophers:h", null],
  ["gopher:///a", null],
  ["C:\\a", null],
  ["1a:b", null],
  ["//h/", null],
  ["/a", null],
  ["a", null],
  ["", null],
  ["http:h", null],
  ["http://", null],
  ["http:///a", null],
  ["http://?a", null],
  ["http:\\\\h\\", null],
  ["\x01javascript:a", null],
  ["\x01http://h/", null],
  ["mailto:", null],
];

for (const [url, link] of TARGETS) {
  Deno.test(`linkOf() returns ${link === null ? "nothing" : "the link"} for URL:${JSON.stringify(url)}`, () => {
    assertEquals(linkOf(`hA\tURL:${url}\th\t70\r\n`), link);
    assertEquals(linkOf(`HA\t/URL:${url}\t\t\t+\r\n`), link);
    assertEquals(linkOf(`+A\turl:${url}\th\t70\t\th`), link);
    if (link !== null) assert(/^[\x21-\x7e]+$/.test(link));
  });
}

const LOCATORS: [locator: string, link: string | null][] = [
  ["hA\tURL:http://e/\terror.host\tnone", "http://e/"],
  ["hA\tURL:http://e/\th\t99999\r\n", "http://e/"],
  ["hA\tURL:http://e/\ta b\t70", "http://e/"],
  ["hA\tURL:http://e/", "http://e/"],
  ["hA\tURL:http://e/\r\n", "http://e/"],
  ["hA\t/page.html\th\t70", null],
  ["hA\t//URL:http://e/\th\t70", null],
  ["hA\tGET /URL:http://e/\th\t70", null],
  ["0A\tURL:http://e/\th\t70", null],
  ["1A\tURL:http://e/\th\t70", null],
  ["iA\tURL:http://e/\th\t70", null],
  ["xA\tURL:http://e/\th\t70", null],
  ["1A\t/a\th\t70", null],
  ["2A\t\th\t105", null],
  ["8A\tguest\th\t23", "telnet://guest@h:23"],
  ["8A\t\th\t23\r\n", "telnet://h:23"],
  ["8A\t\th\t0", "telnet://h"],
  ["8A\t\th\t", "telnet://h"],
  ["8A\tguest\t::1\t23", "telnet://guest@[::1]:23"],
  ["8A\ta:b@c/d e?#\udcff\th\t23", "telnet://a%3Ab%40c%2Fd%20e%3F%23%FF@h:23"],
  ["TA\tme\th\t23", "tn3270://me@h:23"],
  ["TA\t\th\t2323", "tn3270://h:2323"],
  ["+A\tme\th\t23\t\t8", "telnet://me@h:23"],
  ["+A\tme\th\t23\t\tT", "tn3270://me@h:23"],
  ["+A\tme\th\t23", null],
  ["8A\tme\t\t23", null],
  ["8A\tme\t-oProxyCommand=a\t23", null],
  ["8A\tme\th/i\t23", null],
  ["8A\tme\tu@h\t23", null],
];

for (const [locator, link] of LOCATORS) {
  Deno.test(`linkOf() returns ${link} for ${JSON.stringify(locator)}`, () => {
    assertEquals(linkOf(locator), link);
  });
}

const NO_LOCATORS: unknown[] = [
  "",
  "8A",
  "8A\tme\th\t99999",
  "hA\t/page.html\th\t99999",
  "hA\tURL:http://e/\r\nX: y\th\t70",
  "hA\tURL:http://e/\0\th\t70",
  `hA\tURL:${"a".repeat(2 * MAX_MENU_LINE)}\th\t70`,
  null,
  70,
];

for (const locator of NO_LOCATORS) {
  Deno.test(`linkOf() refuses ${JSON.stringify(locator)?.slice(0, 40)}`, () => {
    const error = assertThrows(
      () => linkOf(locator as string),
      InternetError,
    );
    assertEquals(error.code, ERROR_GOPHER_INVALID_LOCATOR);
  });
}

Deno.test("linkOf() needs linear time for hostile texts", () => {
  const started = cpuTime();
  for (const pattern of [" ", "\xa0", "\udcff", ":", "/", "\r"]) {
    const rest = pattern.repeat(MAX_MENU_LINE - 100);
    for (
      const locator of [
        `hA\tURL:http://e${rest}x\t\t`,
        `8A\t${rest}\th\t23`,
        `h${rest}\tURL:a`,
      ]
    ) {
      try {
        linkOf(locator);
      } catch (error) {
        assert(error instanceof InternetError);
      }
    }
  }
  assert(cpuTime() - started < 3000);
});
