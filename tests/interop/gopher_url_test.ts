// Copyright 2026 the wininet authors. MIT license.

/**
 * InternetOpenUrl with URLs of real Gopher servers, compared with the bytes
 * that a bare socket receives.
 *
 * @module
 */

import { assert, assertEquals, assertRejects } from "@std/assert";
import { ERROR_GOPHER_DATA_ERROR, InternetError } from "../../error.ts";
import { INTERNET_FLAG_RAW_DATA } from "../../flags.ts";
import { locatorToUrl } from "../../gopher.ts";
import { InternetOpenUrl } from "../../internet.ts";
import { entries, readable } from "../../streams.ts";
import type { GOPHER_FIND_DATA, HINTERNET } from "../../structures.ts";
import {
  assertSameBytes,
  fetchRaw,
  itemsOfLines,
  lineParts,
  openGopherProgram,
  rawLines,
} from "./gopher_calls.ts";
import {
  REAL_GOPHER_SERVERS,
  type RealGopherServer,
  realGopherTest,
} from "./gopher_servers.ts";

for (const name of REAL_GOPHER_SERVERS) {
  realGopherTest(name, "InternetOpenUrl() opens files", files);
  realGopherTest(name, "InternetOpenUrl() opens menus to enumerate", menus);
  realGopherTest(name, "InternetOpenUrl() opens menus as pages", pages);
}

async function files(
  server: RealGopherServer,
  context: Deno.TestContext,
): Promise<void> {
  await using program = await openGopherProgram(server);
  await server.addFile("shelf/grüße 100%?.txt", "umlaut\n");
  const paths = [
    ["/0/greeting.txt", "/greeting.txt"],
    ["/0greeting.txt", "greeting.txt"],
    ["/9/binary.dat", "/binary.dat"],
    ["/g/pixel.gif", "/pixel.gif"],
    ["/h/page.html", "/page.html"],
    ["/0/shelf/two%20words.txt", "/shelf/two words.txt"],
    ["/0/shelf/gr%C3%BC%C3%9Fe%20100%25%3F.txt", "/shelf/grüße 100%?.txt"],
  ] as const;
  for (const [path, selector] of paths) {
    await context.step(path, async () => {
      const { bytes } = await fetchRaw(server, selector);
      assertSameBytes(
        await fetched(program.hInternet, server.url + path),
        bytes,
        path,
      );
      if (!server.plus || path === "/0greeting.txt") return;
      const plus = `${server.url}${path}%09%09+`;
      assertSameBytes(await fetched(program.hInternet, plus), bytes, plus);
    });
  }
  await context.step("what is missing", async () => {
    const opening = fetched(program.hInternet, `${server.url}/0/missing`);
    // The file error of gophernicus looks like the content of a text file.
    if (!server.plus) {
      const { bytes } = await fetchRaw(server, "/missing");
      return assertEquals(await opening, bytes);
    }
    const error = await assertRejects(() => opening, InternetError);
    assertEquals(error.code, ERROR_GOPHER_DATA_ERROR);
  });
}

async function menus(
  server: RealGopherServer,
  context: Deno.TestContext,
): Promise<void> {
  await using program = await openGopherProgram(server);
  const paths = [
    ["", ""],
    ["/", ""],
    ["/1", ""],
    ["/1/shelf", "/shelf"],
    ["/7/cgi-bin/search%09two%20words", "/cgi-bin/search\ttwo words"],
  ] as const;
  for (const [path, request] of paths) {
    await context.step(`"${path}"`, async () => {
      const hFind = await InternetOpenUrl(
        program.hInternet,
        server.url + path,
        null,
        INTERNET_FLAG_RAW_DATA,
      );
      const items = await Array.fromAsync(entries(hFind));
      const lines = await rawLines(server, request);
      assertEquals(
        lineParts(items as GOPHER_FIND_DATA[]),
        itemsOfLines(lines),
      );
    });
  }
}

async function pages(
  server: RealGopherServer,
  context: Deno.TestContext,
): Promise<void> {
  await using program = await openGopherProgram(server);
  const { hInternet } = program;
  for (const [path, request] of [["/", ""], ["/1/shelf", "/shelf"]] as const) {
    await context.step(path, async () => {
      const bytes = await fetched(hInternet, server.url + path);
      const rows = rowsOf(new TextDecoder().decode(bytes));
      const items = itemsOfLines(await rawLines(server, request));
      assertEquals(
        rows.map(({ text }) => text),
        items.map(({ DisplayString }) => DisplayString),
      );
      for (const [at, { Locator }] of items.entries()) {
        const { href } = rows[at]!;
        const type = Locator[0]!;
        assertEquals(href === null, /[3i]/.test(type), Locator);
        if (/[019g7s]/.test(type)) {
          assertEquals(href, locatorToUrl(Locator, server.secure));
        }
      }
    });
  }
  await context.step("whose links refer to the files", async () => {
    const page = await fetched(hInternet, `${server.url}/1/shelf`);
    const rows = rowsOf(new TextDecoder().decode(page));
    const row = rows.find(({ text }) => text.startsWith("two words.txt"));
    const href = row?.href ?? "";
    assert(href.startsWith(`${server.url}/0/shelf/two`), href);
    const text = new TextDecoder().decode(await fetched(hInternet, href));
    assertEquals(text.trim(), "Two words");
  });
}

async function fetched(
  hInternet: HINTERNET,
  url: string,
): Promise<Uint8Array> {
  await using hFile = await InternetOpenUrl(hInternet, url);
  return await new Response(readable(hFile)).bytes();
}

/** Returns the text and the target of each item on a page. */
function rowsOf(page: string): { text: string; href: string | null }[] {
  const rows = /<pre>\n([^]*)<\/pre>/.exec(page)?.[1]?.split("\n").slice(0, -1);
  return (rows ?? []).map((row) => {
    const link = /^<a href="([^"]*)">(.*)<\/a>$/.exec(row);
    return link === null
      ? { text: unescaped(row), href: null }
      : { text: unescaped(link[2]!), href: unescaped(link[1]!) };
  });
}

function unescaped(text: string): string {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"').replaceAll("&#39;", "'")
    .replaceAll("&amp;", "&");
}
