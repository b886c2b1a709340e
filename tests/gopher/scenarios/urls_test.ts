// Copyright 2026 the wininet authors. MIT license.

/**
 * InternetOpenUrl for Gopher: files, menus as lists and as pages, searches.
 *
 * @module
 */

import {
  assert,
  assertEquals,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import {
  ERROR_INTERNET_INVALID_URL,
  ERROR_INTERNET_NAME_NOT_RESOLVED,
  ERROR_INVALID_PARAMETER,
  InternetError,
} from "../../../error.ts";
import {
  GOPHER_TYPE_TEXT_FILE,
  INTERNET_FLAG_RAW_DATA,
  INTERNET_FLAG_SECURE,
} from "../../../flags.ts";
import { locatorToUrl, urlToLocator } from "../../../gopher.ts";
import { GOPHER_OPTION_QUERY_SEARCH } from "../../../gopher_options.ts";
import {
  InternetFindNextFile,
  InternetOpenUrl,
  InternetQueryDataAvailable,
  InternetQueryOption,
  InternetSetOption,
} from "../../../internet.ts";
import {
  INTERNET_HANDLE_TYPE_GOPHER_FILE,
  INTERNET_HANDLE_TYPE_GOPHER_FIND,
  INTERNET_HANDLE_TYPE_GOPHER_FIND_HTML,
  INTERNET_OPTION_HANDLE_TYPE,
} from "../../../options.ts";
import { entries, readable } from "../../../streams.ts";
import type { GOPHER_FIND_DATA, HINTERNET } from "../../../structures.ts";
import { thrownCode } from "../../helpers/calls.ts";
import {
  type GopherScene,
  listMenu,
  openGopher,
  shown,
} from "../../helpers/gopher_calls.ts";
import { latin1 } from "../../helpers/splits.ts";
import { lacks } from "../../helpers/lacks.ts";

const MENU = "iWelcome\t\tnull.host\t1\r\n0Prices\t/p?x\ta.example\t70\r\n" +
  "1More\t/more\tb.example\t7070\t+\r\n.\r\n";

/** Returns the page of a URL. */
async function pageOf(hFile: HINTERNET): Promise<string> {
  return await new Response(readable(hFile)).text();
}

Deno.test("InternetOpenUrl() reads a file", async () => {
  await using scene = await openGopher({ "/a.txt": "..a\r\n.\r\n" });
  using hFile = await InternetOpenUrl(
    scene.hInternet,
    `${scene.server.url}/0/a.txt`,
  );
  assertEquals(await InternetQueryDataAvailable(hFile), 4);
  assertEquals(await pageOf(hFile), ".a\r\n");
});

for (const type of ["9", "I", "h", "v"]) {
  Deno.test(`InternetOpenUrl() reads a file of type ${type} byte for byte`, async () => {
    await using scene = await openGopher({ "/b": "\0\r\n.\r\n" });
    using hFile = await InternetOpenUrl(
      scene.hInternet,
      `${scene.server.url}/${type}/b`,
      null,
      INTERNET_FLAG_RAW_DATA,
    );
    const bytes = await new Response(readable(hFile)).bytes();
    assertEquals(bytes, latin1("\0\r\n.\r\n"));
  });
}

Deno.test("InternetOpenUrl() lists a menu with INTERNET_FLAG_RAW_DATA, from the first item on", async () => {
  await using scene = await openGopher({ "": MENU });
  const hFind = await InternetOpenUrl(
    scene.hInternet,
    scene.server.url,
    null,
    INTERNET_FLAG_RAW_DATA,
  );
  const first = await InternetFindNextFile(hFind);
  assert(first !== null && "Locator" in first);
  assertEquals(first.DisplayString, "Welcome");
  const rest = await Array.fromAsync(entries(hFind)) as GOPHER_FIND_DATA[];
  assertEquals(shown(rest), ["Prices", "More"]);
  assertEquals(rest[0]?.GopherType, GOPHER_TYPE_TEXT_FILE);
});

Deno.test("InternetOpenUrl() lists an empty menu without an item", async () => {
  await using scene = await openGopher({ "": ".\r\n" });
  const hFind = await InternetOpenUrl(
    scene.hInternet,
    scene.server.url,
    null,
    INTERNET_FLAG_RAW_DATA,
  );
  assertEquals(await InternetFindNextFile(hFind), null);
});

Deno.test("InternetOpenUrl() returns a page for a menu", async () => {
  await using scene = await openGopher({ "/m": MENU });
  using hFile = await InternetOpenUrl(
    scene.hInternet,
    `${scene.server.url}/1/m`,
  );
  assertEquals(
    await pageOf(hFile),
    `<!DOCTYPE html>
<html>
<head>
<meta charset="utf-8">
<title>Gopher menu /m at 127.0.0.1</title>
</head>
<body>
<h1>Gopher menu /m at 127.0.0.1</h1>
<pre>
Welcome
<a href="gopher://a.example/0/p%3Fx">Prices</a>
<a href="gopher://b.example:7070/1/more%09%09+">More</a>
</pre>
</body>
</html>
`,
  );
});

Deno.test("InternetOpenUrl() escapes all parts of a hostile menu in its page", async () => {
  await using scene = await openGopher({
    "/<m>&\"'": "i<script>alert(1)</script>\r\n" +
      '0"><img src=x onerror=y>\t/\'"<>\ta.example\t70\r\n' +
      "hClick\tURL:javascript:alert(1)\ta.example\t70\r\n" +
      "hClick\tURL:https://a.example/\"onclick='x'\ta.example\t70\r\n" +
      '0Odd host\t/x\t"><script>\t70\r\n.\r\n',
  });
  using hFile = await InternetOpenUrl(
    scene.hInternet,
    `${scene.server.url}/1/%3Cm%3E&%22'`,
  );
  const page = await pageOf(hFile);
  assertEquals(
    page.match(/<(?!\/?(?:html|head|meta|title|body|h1|pre|a)\b|!DOCTYPE)/g),
    null,
  );
  assertEquals(page.match(/<a href="[^"]*"[^>]/g), null);
  assertEquals(page.match(/href="(?!gopher:|https:)/g), null);
  assertStringIncludes(page, "Gopher menu /&lt;m&gt;&amp;&quot;&#39; at");
});

Deno.test("InternetOpenUrl() returns a page for a Gopher+ menu with views", async () => {
  await using scene = await openGopher({
    "/m\t+": `+-1\r\n${MENU}`,
  });
  using hFile = await InternetOpenUrl(
    scene.hInternet,
    `${scene.server.url}/1/m%09%09+`,
  );
  assertStringIncludes(await pageOf(hFile), ">Prices</a>");
});

Deno.test("InternetOpenUrl() returns the page before the menu has ended", async () => {
  const gate = Promise.withResolvers<void>();
  await using scene = await openGopher({
    "": async (call) => {
      await call.write("0One\t/1\ta.example\t70\r\n");
      await call.until(gate.promise);
      return ".\r\n";
    },
  });
  using hFile = await InternetOpenUrl(scene.hInternet, scene.server.url);
  let text = "";
  for await (const piece of readable(hFile)) {
    text += new TextDecoder().decode(piece);
    if (text.includes(">One</a>")) gate.resolve();
  }
  assertStringIncludes(text, "</html>");
});

const TYPES = [
  ["/0/a", 0, INTERNET_HANDLE_TYPE_GOPHER_FILE],
  ["/0/a", INTERNET_FLAG_RAW_DATA, INTERNET_HANDLE_TYPE_GOPHER_FILE],
  ["/1/a", 0, INTERNET_HANDLE_TYPE_GOPHER_FIND_HTML],
  ["/1/a", INTERNET_FLAG_RAW_DATA, INTERNET_HANDLE_TYPE_GOPHER_FIND],
  ["/7/a%09b", 0, INTERNET_HANDLE_TYPE_GOPHER_FIND_HTML],
  ["/7/a%09b", INTERNET_FLAG_RAW_DATA, INTERNET_HANDLE_TYPE_GOPHER_FIND],
  ["/1/a%09%09!", 0, INTERNET_HANDLE_TYPE_GOPHER_FILE],
] as const;

for (const [path, flags, type] of TYPES) {
  Deno.test(`InternetOpenUrl() opens ${path} with the flags ${flags} as a handle of type ${type}`, async () => {
    await using scene = await openGopher({}, { otherwise: MENU });
    using handle = await InternetOpenUrl(
      scene.hInternet,
      `${scene.server.url}${path}`,
      null,
      flags,
    );
    assertEquals(
      InternetQueryOption(handle, INTERNET_OPTION_HANDLE_TYPE),
      type,
    );
  });
}

// The question mark that old programs use for searches.
for (
  const [path, request] of [
    ["/7/find?red%20beans", "/find\tred beans"],
    ["/7/find?a?b", "/find\ta?b"],
    ["/7/find%3Fa", "/find?a"],
    ["/7/find?a%09b", "/find?a\tb"],
    ["/0/find?a", "/find?a"],
  ] as const
) {
  Deno.test(`InternetOpenUrl() sends the selector and words of ${path} with GOPHER_OPTION_QUERY_SEARCH`, async () => {
    await using scene = await openGopher({ [request]: MENU });
    InternetSetOption(scene.hInternet, GOPHER_OPTION_QUERY_SEARCH, true);
    using hFile = await InternetOpenUrl(
      scene.hInternet,
      `${scene.server.url}${path}`,
    );
    assertStringIncludes(await pageOf(hFile), "Prices");
    assertEquals(scene.server.requests, [request]);
  });
}

Deno.test("InternetOpenUrl() refuses words with a TAB in GOPHER_OPTION_QUERY_SEARCH", async () => {
  await using scene = await openGopher();
  InternetSetOption(scene.hInternet, GOPHER_OPTION_QUERY_SEARCH, true);
  const code = thrownCode(() =>
    InternetOpenUrl(scene.hInternet, `${scene.server.url}/7/find?a%0Ab`)
  );
  assertEquals(code, ERROR_INTERNET_INVALID_URL);
});

for (
  const url of [
    "gopher://",
    "gopher:///1",
    "gopher:a.example",
    "gopher://user@a.example/",
    "gopher://user:pw@a.example/",
    "gopher://a.example:99999/",
    "gopher://a.example:7o/",
    "gopher://[::1/",
    "gopher://a b/",
  ]
) {
  Deno.test(`InternetOpenUrl() refuses ${url}`, async () => {
    await using scene = await openGopher();
    const code = thrownCode(() => InternetOpenUrl(scene.hInternet, url));
    assertEquals(code, ERROR_INTERNET_INVALID_URL);
  });
}

Deno.test("InternetOpenUrl() accepts a scheme in capital letters", async () => {
  await using scene = await openGopher({ "": MENU });
  const url = scene.server.url.replace("gopher", "GOPHER");
  using hFile = await InternetOpenUrl(scene.hInternet, url);
  assertStringIncludes(await pageOf(hFile), "Prices");
});

Deno.test("InternetOpenUrl() reads from an IPv6 address", {
  ignore: lacks("::1"),
}, async () => {
  await using scene = await openGopher({ "/a": "hi\r\n.\r\n" }, {
    host: "::1",
  });
  assertStringIncludes(scene.server.url, "[::1]");
  using hFile = await InternetOpenUrl(
    scene.hInternet,
    `${scene.server.url}/0/a`,
  );
  assertEquals(await pageOf(hFile), "hi\r\n");
});

// Conversion from a locator to a URL and back.
for (
  const url of [
    "gopher://a.example/1",
    "gopher://a.example:7070/0/x%20y",
    "gopher://[::1]/9/b",
    "gopher://a.example/0/a%09%09+",
    "gopher://a.example/0/a%09%09?",
    "gopher://a.example/7/find",
  ]
) {
  Deno.test(`locatorToUrl() returns the URL ${url} of urlToLocator()`, () => {
    const back = locatorToUrl(urlToLocator(url));
    assertEquals(decodeURIComponent(back), decodeURIComponent(url));
    assertEquals(locatorToUrl(urlToLocator(back)), back);
  });
}

Deno.test("urlToLocator() refuses a URL with words", () => {
  const code = thrownCode(() => urlToLocator("gopher://a.example/7/find%09x"));
  assertEquals(code, ERROR_INVALID_PARAMETER);
});

Deno.test("locatorToUrl() returns a gophers URL on request", () => {
  assertEquals(
    locatorToUrl("0A\t/a\ta.example\t70\r\n", true),
    "gophers://a.example/0/a",
  );
});

async function errorOf(work: Promise<unknown>): Promise<InternetError> {
  return await assertRejects(() => work, InternetError);
}

async function urlText(scene: GopherScene, flags: number): Promise<string> {
  const url = `gopher://localhost:${scene.server.port}/0/a`;
  using hFile = await InternetOpenUrl(scene.hInternet, url, null, flags);
  return await new Response(readable(hFile)).text();
}

Deno.test("InternetOpenUrl() with INTERNET_FLAG_SECURE uses TLS for gopher:, too", async () => {
  await using scene = await openGopher({ "/a": "a\r\n.\r\n" }, { tls: true });
  assertEquals(await urlText(scene, INTERNET_FLAG_SECURE), "a\r\n");
});

Deno.test("InternetOpenUrl() with INTERNET_FLAG_SECURE sends nothing in plain text", async () => {
  await using scene = await openGopher({ "/a": "a\r\n.\r\n" });
  await assertRejects(() => urlText(scene, INTERNET_FLAG_SECURE));
  assert(!scene.server.requests.includes("/a"));
});

Deno.test("InternetOpenUrl() looks up a non-ASCII name like InternetConnect()", async () => {
  await using scene = await openGopher();
  const error = await errorOf(
    InternetOpenUrl(scene.hInternet, "gopher://b\xfccher.invalid/"),
  );
  assertEquals(error.code, ERROR_INTERNET_NAME_NOT_RESOLVED);
  assert(error.message.includes("xn--bcher-kva.invalid"));
});

Deno.test("InternetOpenUrl() fails with ERROR_INTERNET_INVALID_URL for an invalid Gopher host", async () => {
  await using scene = await openGopher();
  const code = thrownCode(() =>
    InternetOpenUrl(scene.hInternet, `gopher://${"a".repeat(300)}.invalid/`)
  );
  assertEquals(code, ERROR_INTERNET_INVALID_URL);
});

Deno.test("InternetOpenUrl() lists a menu whose items name no host", async () => {
  await using scene = await openGopher({ "": "0a\t/a\t\t\r\n.\r\n" });
  const hFind = await InternetOpenUrl(
    scene.hInternet,
    scene.server.url,
    null,
    INTERNET_FLAG_RAW_DATA,
  );
  const items = await Array.fromAsync(entries(hFind));
  assertEquals(items, await listMenu(scene.hConnect));
  assertEquals(shown(await listMenu(scene.hConnect)), ["a"]);
});
