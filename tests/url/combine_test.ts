// Copyright 2026 the wininet authors. MIT license.

import { assertEquals } from "@std/assert";
import {
  ICU_BROWSER_MODE,
  ICU_DECODE,
  ICU_ENCODE_PERCENT,
  ICU_ENCODE_SPACES_ONLY,
  ICU_ESCAPE,
  ICU_NO_ENCODE,
  ICU_NO_META,
} from "../../flags.ts";
import { combineUrls } from "../../_url/combine.ts";

const PAGE = "http://example.org/a/b/page.html?q/r#f";

/** A base URL, a relative URL, and the result. */
const URLS: [base: string, relative: string, url: string][] = [
  [PAGE, "x", "http://example.org/a/b/x"],
  [PAGE, "x/", "http://example.org/a/b/x/"],
  [PAGE, "./x", "http://example.org/a/b/x"],
  [PAGE, "../x?y#z", "http://example.org/a/x?y#z"],
  [PAGE, "../../../x", "http://example.org/x"],
  [PAGE, "..", "http://example.org/a/"],
  [PAGE, "", "http://example.org/a/b/"],
  [PAGE, "?x", "http://example.org/a/b/?x"],
  [PAGE, ";x", "http://example.org/a/b/;x"],
  [PAGE, "#x", "http://example.org/a/b/page.html?q/r#x"],
  [PAGE, "/x", "http://example.org/x"],
  [PAGE, "/../x", "http://example.org/../x"],
  [PAGE, "\\x", "http://example.org/x"],
  [PAGE, "//Other/X", "http://other/X"],
  [PAGE, "\\\\Other/X", "http://other/X"],
  [PAGE, "ftp://Other/X", "ftp://other/X"],
  [PAGE, "HTTP://Other/X", "http://other/X"],
  [PAGE, "http:x", "http://example.org/a/b/x"],
  [PAGE, "http:/x", "http://example.org/x"],
  [PAGE, "mailto:Me@x", "mailto:Me@x"],
  [PAGE, ":x", ":x"],
  [PAGE, "D:\\x", "file:///D:/x"],
  [PAGE, "x y", "http://example.org/a/b/x%20y"],
  [PAGE, " x ", "http://example.org/a/b/%20x"],
  [PAGE, "x\ty", "http://example.org/a/b/xy"],
  ["http://example.org", "x", "http://example.org/x"],
  ["http://example.org", "../x", "http://example.org/../x"],
  ["http://example.org/a#b/c", "x", "http://example.org/x"],
  ["http://example.org/a b/c", "#x", "http://example.org/a%20b/c#x"],
  ["ftp://Me@Host/a#b/c", "x", "ftp://me@host/a#b/x"],
  ["ftp://host/a?b/c", "x", "ftp://host/x"],
  ["ftp://host/a.htm#b/c", "x", "ftp://host/x"],
  ["gopher://host/1/a", "/0/b", "gopher://host/0/b"],
  ["foo://Host/a/b", "../../x", "foo://Host/../x"],
  ["file:///D:/a/b", "x", "file:///D:/a/x"],
  ["file:///D:/a/b", "../../../x", "file:///D:/x"],
  ["file:///D:/a/b", "x#y/z", "file:///D:/a/x%23y/z"],
  ["file:///D:/a/b", "/x", "file:///x"],
  ["file:///D:/a/b", "//Server/x", "file://Server/x"],
  ["file://localhost/D:/a", "x", "file:///D:/x"],
  ["file:///D:/a", "file://localhost/D:/x", "file:///D:/x"],
  ["file:///D:/a#b/c", "x", "file:///D:/a%23b/x"],
  ["file:///D:/?a/b", "x", "file:///D:/x"],
  ["file:///D:/#a/b", "x", "file:///D:/%23a/x"],
  ["file:///D:/a.html#b/c", "#x", "file:///D:/a.html%23x"],
  [PAGE, "file://Server?x", "file://Server?x/"],
  ["mailto://h", "x", "mailto:%2F%2Fh%2Fx"],
  ["foo:.htm#a/b", "#c", "foo:.htm#a/b#c"],
  ["D:\\a\\b", "x", "file:///D:/a/x"],
  ["\\\\Server\\a\\b", "x", "file://Server/a/x"],
  ["mailto:a@b", "c", "mailto:c"],
  ["mailto:a@b", "#c", "mailto:a@b%23c"],
  ["mailto:a@b", "mailto:c", "mailto:c"],
  ["news:a", "b", "news:b"],
  ["a/b", "c/../d", "d"],
  ["", "c", "c"],
  ["", "", ""],
];

for (const [base, relative, url] of URLS) {
  Deno.test(`combineUrls() resolves "${relative}" relative to "${base}"`, () => {
    assertEquals(combineUrls(base, relative, 0), url);
  });
}

/** Flags, and their effects. */
const FLAGS: [name: string, flags: number, relative: string, url: string][] = [
  ["ICU_NO_ENCODE", ICU_NO_ENCODE, "x y", "http://h/a b/x y"],
  ["ICU_DECODE", ICU_DECODE, "%7e%20", "http://h/a%20b/~%20"],
  [
    "ICU_DECODE | ICU_NO_ENCODE",
    ICU_DECODE | ICU_NO_ENCODE,
    "%7e%20z",
    "http://h/a b/~ z",
  ],
  ["ICU_ENCODE_PERCENT", ICU_ENCODE_PERCENT, "%41", "http://h/a%20b/%2541"],
  [
    "ICU_ENCODE_SPACES_ONLY",
    ICU_ENCODE_SPACES_ONLY,
    "<x y>?z z",
    "http://h/a%20b/<x%20y>?z%20z",
  ],
  ["ICU_NO_META", ICU_NO_META, "../x", "http://h/a%20b/../x"],
  ["ICU_BROWSER_MODE", ICU_BROWSER_MODE, "../x y", "http://h/x%20y"],
  ["ICU_ESCAPE", ICU_ESCAPE, "file:///D:/x", "file:///D:/x"],
];

for (const [name, flags, relative, url] of FLAGS) {
  Deno.test(`combineUrls() with ${name} resolves "${relative}" relative to a base with a blank`, () => {
    assertEquals(combineUrls("http://h/a b/c", relative, flags), url);
  });
}
