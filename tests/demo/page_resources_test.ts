// Copyright 2026 the wininet authors. MIT license.

import { assertEquals } from "@std/assert";
import {
  findPageResources,
  MAX_ADDRESS,
  MAX_RESOURCES,
  type PageResource,
} from "../../demo/page_resources.ts";

const PAGE = "https://coffee.example/shop/index.html";
const SHOP = "https://coffee.example/shop/";

function find(html: string): readonly PageResource[] {
  return findPageResources(html, PAGE).resources;
}

const FOUND: readonly [
  string,
  string,
  readonly (readonly [string, string])[],
][] = [
  ["an image", '<img src="a.png">', [["image", "a.png"]]],
  ["single quotes", "<img src='a.png'>", [["image", "a.png"]]],
  ["a bare value", "<img src=a.png>", [["image", "a.png"]]],
  ["a bare value before a slash", "<img src=a.png />", [["image", "a.png"]]],
  ["blanks around =", '<img alt = "x" src = "a.png" >', [["image", "a.png"]]],
  ["line breaks", '<img\n\tsrc="a.png"\n/>', [["image", "a.png"]]],
  ["capitals", '<IMG SRC="a.png">', [["image", "a.png"]]],
  ["> in a value", '<img alt="a>b" src="a.png">', [["image", "a.png"]]],
  ["no blank between attributes", '<img alt="x"src="a.png">', [
    ["image", "a.png"],
  ]],
  ["the first of two values", '<img src="a.png" src="b.png">', [
    ["image", "a.png"],
  ]],
  ["character references", '<img src="a?b=1&amp;c=2&#x26;d&#61;3">', [
    ["image", "a?b=1&c=2&d=3"],
  ]],
  ["an unknown character reference", '<img src="a?b&nope;&#0;">', [
    ["image", "a?b&nope;&"],
  ]],
  ["a script", '<script src="a.js"></script>', [["script", "a.js"]]],
  ["a style sheet", '<link rel="stylesheet" href="a.css">', [
    ["style sheet", "a.css"],
  ]],
  ["one of several relations", '<link href=a.ico rel="Shortcut ICON">', [
    ["icon", "a.ico"],
  ]],
  ["a preload", "<link rel=preload href=a.woff2 as=font>", [
    ["preload", "a.woff2"],
  ]],
  ["each address once", "<img src=a.png><img src=./a.png><img src=a.png#x>", [
    ["image", "a.png"],
  ]],
  ["an address with blanks around", '<img src=" a.png ">', [
    ["image", "a.png"],
  ]],
  ["nothing in comments", "<!-- <img src=a.png> --><img src=b.png>", [
    ["image", "b.png"],
  ]],
  ["nothing in an open comment", "<img src=b.png><!-- <img src=a.png>", [
    ["image", "b.png"],
  ]],
  [
    "nothing in a script",
    "<script>'<img src=a.png>'</script ><img src=b.png>",
    [["image", "b.png"]],
  ],
  ["nothing in a style", "<style><img src=a.png></STYLE><img src=b.png>", [
    ["image", "b.png"],
  ]],
  ["nothing in a title", "<title><img src=a.png></title><img src=b.png>", [
    ["image", "b.png"],
  ]],
  ["nothing after an open script", "<script>x<img src=a.png>", []],
  ["other elements not", "<a href=a.html>a</a><video src=a.mp4></video>", []],
  ["other relations not", "<link rel=canonical href=a.html>", []],
  ["a link without a relation not", "<link href=a.css>", []],
  ["an element without an address not", "<img alt=x><script></script>", []],
  ["an empty address not", '<img src=""><img src=" "><img src>', []],
  ["an open tag not", '<img src="a.png"', []],
  ["an open quote not", '<img src="a.png', []],
  ["lonely brackets not", "a < b <> <3 </img src=a.png> <", []],
];

for (const [title, html, expected] of FOUND) {
  Deno.test(`findPageResources() finds ${title}`, () => {
    assertEquals(
      find(html).map(({ kind, url }) => [kind, url]),
      expected.map(([kind, path]) => [kind, SHOP + path]),
    );
  });
}

const RESOLVED: readonly [string, string, string | null][] = [
  ["a path", "<img src=/a.png>", "https://coffee.example/a.png"],
  ["a parent", "<img src=../a.png>", "https://coffee.example/a.png"],
  ["a host", "<img src=//cdn.example/a.png>", "https://cdn.example/a.png"],
  ["http", "<img src=http://x.example/a>", "http://x.example/a"],
  ["a base", "<base href=/b/><img src=a>", "https://coffee.example/b/a"],
  ["a relative base", "<base href=c/><img src=a>", `${SHOP}c/a`],
  ["the first base", "<base href=b/><base href=c/><img src=a>", `${SHOP}b/a`],
  ["an unusable base", "<base href=data:x><img src=a>", `${SHOP}a`],
  ["a base without an address", "<base><img src=a>", `${SHOP}a`],
  ["data:", "<img src=data:image/png;base64,AA==>", null],
  ["javascript:", "<script src=javascript:x></script>", null],
  ["ftp:", "<img src=ftp://coffee.example/a.png>", null],
  ["an invalid address", "<img src=http://[>", null],
  ["a long address", `<img src=${"a".repeat(MAX_ADDRESS + 1)}>`, null],
];

for (const [title, html, url] of RESOLVED) {
  Deno.test(`findPageResources() resolves ${title}`, () => {
    assertEquals(find(html).map(({ url }) => url), url === null ? [] : [url]);
  });
}

Deno.test("findPageResources() stops at its limit and returns the number of omitted resources", () => {
  const html = Array.from(
    { length: MAX_RESOURCES + 7 },
    (_, index) => `<img src=${index}.png>`,
  );
  const { resources, omitted } = findPageResources(html.join(""), PAGE);
  assertEquals(resources.length, MAX_RESOURCES);
  assertEquals(omitted, 7);
});

for (
  const piece of [
    "<",
    "<a ",
    "<!--",
    "<img src='",
    "<script>",
    "<title></",
    "<img =",
    "<img / ",
    "&#",
  ]
) {
  Deno.test(`findPageResources() is not slowed by many repetitions of ${JSON.stringify(piece)}`, () => {
    // A quadratic scanner would take hours.
    assertEquals(find(piece.repeat(1_000_000 / piece.length)), []);
  });
}
