// Copyright 2026 the wininet authors. MIT license.

import { assert, assertEquals } from "@std/assert";
import { parseMenuBytes } from "../../../_gopher/wire/menu.ts";
import {
  PAGE_FOOT,
  pageHead,
  pageRow,
} from "../../../_gopher/wire/html_page.ts";
import { latin1 } from "../../helpers/splits.ts";

/** Returns the row of a menu line. */
function rowOf(line: string, secure = false): string {
  const [entry] = parseMenuBytes(latin1(`${line}\r\n`));
  return pageRow(entry!, secure);
}

const ROWS: [name: string, line: string, row: string][] = [
  [
    "an item",
    "0One\t/1\ta.example\t70",
    '<a href="gopher://a.example/0/1">One</a>\n',
  ],
  [
    "an item with a port",
    "1More\t/m\ta.example\t7070",
    '<a href="gopher://a.example:7070/1/m">More</a>\n',
  ],
  [
    "an item of Gopher+",
    "0One\t/1\ta.example\t70\t+",
    '<a href="gopher://a.example/0/1%09%09+">One</a>\n',
  ],
  [
    "an item with a selector of any bytes",
    "0One\t/\xff ?\ta.example\t70",
    '<a href="gopher://a.example/0/%FF%20%3F">One</a>\n',
  ],
  [
    "an item without a text",
    "0\t/1\ta.example\t70",
    '<a href="gopher://a.example/0/1">?</a>\n',
  ],
  ["an information line", "iHello\t\tnull.host\t1", "Hello\n"],
  ["an information line with a place", "iHi\t/1\ta.example\t70", "Hi\n"],
  ["an error line", "3Broken\t/1\ta.example\t70", "Broken\n"],
  ["a text", "Hello", "Hello\n"],
  [
    "a link to the web",
    "hShop\tURL:https://b.example/?a=b&c\ta.example\t70",
    '<a href="https://b.example/?a=b&amp;c">Shop</a>\n',
  ],
  [
    "a link to a script",
    "hX\tURL:javascript:alert(1)\ta.example\t70",
    '<a href="gopher://a.example/hURL:javascript:alert(1)">X</a>\n',
  ],
  [
    "a terminal",
    "8Log in\tann\ta.example\t23",
    '<a href="telnet://ann@a.example:23">Log in</a>\n',
  ],
  [
    "a terminal of the type T",
    "TLog in\t\ta.example\t23",
    '<a href="tn3270://a.example:23">Log in</a>\n',
  ],
  ["an item with an invalid host", "0One\t/1\ta b\t70", "One\n"],
  ["an item with an invalid port", "0One\t/1\ta.example\t99999", "One\n"],
  ["an item without a host", "0One\t/1", "One\n"],
  ["a display text with quotes", `i"'<>&`, "&quot;&#39;&lt;&gt;&amp;\n"],
  [
    "a display text that ends the link",
    '0"></a><script>x</script>\t/1\ta.example\t70',
    '<a href="gopher://a.example/0/1">' +
    "&quot;&gt;&lt;/a&gt;&lt;script&gt;x&lt;/script&gt;</a>\n",
  ],
  [
    "a selector that ends the attribute",
    '0One\t/"><script>\ta.example\t70',
    '<a href="gopher://a.example/0/%22%3E%3Cscript%3E">One</a>\n',
  ],
  ["a host that ends the attribute", '0One\t/1\t"><script>\t70', "One\n"],
  [
    "a link that ends the attribute",
    `hX\tURL:https://b.example/"onclick='x'\ta.example\t70`,
    '<a href="https://b.example/%22onclick=&#39;x&#39;">X</a>\n',
  ],
  ["a display text with controls", "iA\x1b[1m\x07B", "AB\n"],
];

for (const [name, line, row] of ROWS) {
  Deno.test(`pageRow() writes ${name}`, () => {
    assertEquals(rowOf(line), row);
  });
}

Deno.test("pageRow() links to gophers if the page is a gophers page", () => {
  assertEquals(
    rowOf("0One\t/1\ta.example\t70", true),
    '<a href="gophers://a.example/0/1">One</a>\n',
  );
});

const URL_LINKS: [url: string, href: string, secureHref: string][] = [
  ["gophers://b.example/1", "gophers://b.example/1", "gophers://b.example/1"],
  [
    "gopher://b.example/1",
    "gopher://b.example/1",
    "gophers://a.example/hURL:gopher://b.example/1",
  ],
  [
    "javascript:alert(1)",
    "gopher://a.example/hURL:javascript:alert(1)",
    "gophers://a.example/hURL:javascript:alert(1)",
  ],
  [
    "file:///a",
    "gopher://a.example/hURL:file:///a",
    "gophers://a.example/hURL:file:///a",
  ],
];

for (const [url, href, secureHref] of URL_LINKS) {
  Deno.test(`pageRow() links an item with the URL ${url} only with an allowed scheme`, () => {
    const line = `hA\tURL:${url}\ta.example\t70`;
    assertEquals(rowOf(line), `<a href="${href}">A</a>\n`);
    assertEquals(rowOf(line, true), `<a href="${secureHref}">A</a>\n`);
  });
}

Deno.test("pageRow() replaces a lone surrogate", () => {
  const [entry] = parseMenuBytes(latin1("0One\t/1\ta.example\t70\r\n"));
  const row = pageRow({ ...entry!, DisplayString: "a\ud800b" }, false);
  assertEquals(row, '<a href="gopher://a.example/0/1">a\ufffdb</a>\n');
});

/** The tags that a page may contain, and a row of a page. */
const TAGS_REGEXP = /^(?:[^<>"]|<a href="[^<>"]*">|<\/a>)*$/;

for (const hostile of ["<b>", '"', "'", "&lt;", "</pre>", "<!--", "]]>", "`"]) {
  Deno.test(`pageRow() escapes ${hostile} in every field`, () => {
    for (const type of [..."013789Thi+"]) {
      for (
        const fields of [
          `${hostile}\t/1\ta.example\t70`,
          `A\t${hostile}\ta.example\t70`,
          `A\tURL:http://a.example/${hostile}\ta.example\t70`,
          `A\t/1\t${hostile}\t70`,
          `A\t/1\ta.example\t${hostile}`,
          `A\t/1\ta.example\t70\t${hostile}`,
          hostile,
        ]
      ) {
        const row = rowOf(`${type}${fields}`);
        assert(TAGS_REGEXP.test(row.replaceAll("\n", "")), row);
        assertEquals(row.indexOf("\n"), row.length - 1);
      }
    }
  });
}

Deno.test("pageHead() contains the title", () => {
  assertEquals(
    pageHead("a.example", "/m\tx"),
    `<!DOCTYPE html>
<html>
<head>
<meta charset="utf-8">
<title>Gopher menu /m x at a.example</title>
</head>
<body>
<h1>Gopher menu /m x at a.example</h1>
<pre>
`,
  );
});

Deno.test("pageHead() escapes a hostile selector", () => {
  const head = pageHead("a.example", "</title><script>'\"&\x1b\udcff");
  assert(
    head.includes(
      "<title>Gopher menu &lt;/title&gt;&lt;script&gt;&#39;&quot;&amp;\u00ff at",
    ),
  );
  assert(!head.includes("<script>"));
  assert(head.isWellFormed());
});

Deno.test("PAGE_FOOT ends the page", () => {
  assertEquals(PAGE_FOOT, "</pre>\n</body>\n</html>\n");
});
