// Copyright 2026 the wininet authors. MIT license.

/**
 * The Gopher functions with real servers. Their results are compared with the
 * bytes that a bare socket receives for the same request.
 *
 * @module
 */

import { assert, assertEquals, assertRejects } from "@std/assert";
import {
  ERROR_GOPHER_DATA_ERROR,
  ERROR_INTERNET_CONNECTION_ABORTED,
  ERROR_INTERNET_OPERATION_CANCELLED,
  ERROR_INTERNET_TIMEOUT,
  ERROR_NO_MORE_FILES,
  InternetError,
} from "../../error.ts";
import {
  GopherFindFirstFile,
  GopherOpenFile,
  queryCaps,
} from "../../gopher.ts";
import {
  InternetCloseHandle,
  InternetFindNextFile,
  InternetReadFile,
  InternetSetOption,
} from "../../internet.ts";
import { INTERNET_OPTION_RECEIVE_TIMEOUT } from "../../options.ts";
import { entries } from "../../streams.ts";
import type { GOPHER_FIND_DATA, HINTERNET } from "../../structures.ts";
import { rejectedCode } from "../helpers/calls.ts";
import { listMenu } from "../helpers/gopher_calls.ts";
import { latin1Of } from "../servers/tcp_server.ts";
import {
  assertSameBytes,
  fetchRaw,
  type GopherProgram,
  itemsOfLines,
  lineParts,
  openGopherProgram,
  rawLines,
  receivedBytes,
} from "./gopher_calls.ts";
import {
  REAL_GOPHER_SERVERS,
  type RealGopherServer,
  realGopherTest,
} from "./gopher_servers.ts";
import { GOPHER_TREE } from "./gopher_tree.ts";

/** Not a multiple of any buffer size. */
const BIG_SIZE = 5_000_001;

/** The time limit for a script that sends no more data, in milliseconds. */
const PATIENCE = 100;

/** The first line of the script that does not end. */
const FIRST_LINE = "the first line\r\n";

for (const name of REAL_GOPHER_SERVERS) {
  realGopherTest(name, "GopherFindFirstFile() lists menus", menus);
  realGopherTest(name, "GopherFindFirstFile() searches", searches);
  realGopherTest(name, "GopherOpenFile() fetches files", files);
  realGopherTest(name, "GopherOpenFile() fetches all items of menus", walk);
  realGopherTest(name, "the Gopher functions report missing items", missing);
  realGopherTest(name, "the Gopher functions work at the same time", together);
  realGopherTest(name, "GopherOpenFile() can end an endless file", endless);
  realGopherTest(
    name,
    "queryCaps() returns the capabilities of the server",
    caps,
  );
}

async function menus(
  server: RealGopherServer,
  context: Deno.TestContext,
): Promise<void> {
  await using program = await openGopherProgram(server);
  for (const selector of ["", "/", "/shelf", "/shelf/", "/shelf/deeper"]) {
    await context.step(`"${selector}"`, async () => {
      const lines = await rawLines(server, selector);
      const locator = selector === "" ? null : program.locator("1", selector);
      const items = await listMenu(program.hConnect, locator);
      assertEquals(lineParts(items), itemsOfLines(lines));
      assert(items.length > 0);
    });
  }
  await context.step("an empty folder", async () => {
    const empty = program.locator("1", "/nothing");
    const lines = await rawLines(server, "/nothing");
    // gophernicus has a line for the parent directory, pygopherd has no lines.
    assertEquals(lines.length === 0, server.plus);
    const listing = listMenu(program.hConnect, empty);
    if (server.plus) {
      assertEquals(await rejectedCode(listing), ERROR_NO_MORE_FILES);
    } else assertEquals(lineParts(await listing), itemsOfLines(lines));
  });
}

async function searches(server: RealGopherServer): Promise<void> {
  await using program = await openGopherProgram(server);
  const index = program.locator("7", "/cgi-bin/search");
  for (const words of ["two words", "Café 東京"]) {
    const lines = await rawLines(server, `/cgi-bin/search\t${words}`);
    assertEquals(lines[0]?.split("\t")[0], `iLooking for: ${words}`);
    const items = await listMenu(program.hConnect, index, words);
    assertEquals(lineParts(items), itemsOfLines(lines));
  }
}

async function files(
  server: RealGopherServer,
  context: Deno.TestContext,
): Promise<void> {
  const big = new Uint8Array(BIG_SIZE);
  for (let at = 0; at < BIG_SIZE; at++) big[at] = (at * 167) ^ (at >> 9);
  await server.addFile("big.dat", big);
  await using program = await openGopherProgram(server);
  for (const name of [...Object.keys(GOPHER_TREE), "big.dat"]) {
    // One server hides the files of blocks, both hide the menu.
    if (/gophermap$|\/\.|\.(abstract|keywords|ask)$/.test(name)) continue;
    const type = typeOf(name);
    await context.step(`${name} as ${type}`, async () => {
      const { bytes: expected } = await fetchRaw(server, `/${name}`);
      const locator = program.locator(type, `/${name}`);
      const actual = await program.bytes(locator, name);
      assertSameBytes(actual, expected, name);
      // gophernicus changes texts; all other files are sent as they are on the
      // disk.
      const content = name === "big.dat" ? big : GOPHER_TREE[name]!;
      if (typeof content === "string" || type === "0") return;
      assertSameBytes(actual, content, name);
      assertEquals(receivedBytes(program.watched, name), content.length);
    });
  }
}

function typeOf(name: string): string {
  if (name.endsWith(".txt")) return "0";
  if (name.endsWith(".gif")) return "g";
  return name.endsWith(".html") ? "h" : "9";
}

/** Reads all items that can be reached from the root menu, with the locators of the menus. */
async function walk(server: RealGopherServer): Promise<void> {
  await using program = await openGopherProgram(server);
  const seen = new Set<string>();
  const open = await listMenu(program.hConnect);
  let count = 0;
  for (let item = open.pop(); item !== undefined; item = open.pop()) {
    const [head = "", selector = "", host] = item.Locator.split("\t");
    if (host !== server.host || seen.has(selector)) continue;
    if (/^(nope|bell\.wav|URL:)/.test(selector.replace("/", ""))) continue;
    seen.add(selector);
    if (head.startsWith("1")) {
      open.push(...await listOrNothing(program, item));
    } else if (/^[09gh+]/.test(head)) {
      // A Gopher+ item has a header; the data after it is the same.
      const { bytes } = await fetchRaw(server, selector);
      assertSameBytes(await program.bytes(item.Locator), bytes, selector);
      count++;
    }
  }
  // The files in the root, on the shelf and below it, and those with
  // attributes.
  assert(count >= 5 + 3 + 1 + 3, `${count} files`);
}

async function listOrNothing(
  program: GopherProgram,
  item: GOPHER_FIND_DATA,
): Promise<GOPHER_FIND_DATA[]> {
  try {
    return await listMenu(program.hConnect, item.Locator);
  } catch (error) {
    if (!(error instanceof InternetError)) throw error;
    assertEquals(error.code, ERROR_NO_MORE_FILES, item.Locator);
    return [];
  }
}

async function missing(
  server: RealGopherServer,
  context: Deno.TestContext,
): Promise<void> {
  await using program = await openGopherProgram(server);
  const { hConnect, locator } = program;
  const raw = await fetchRaw(server, "/missing");
  const said = new TextDecoder().decode(raw.bytes);
  await context.step("a menu", async () => {
    const error = await assertRejects(
      () => listMenu(hConnect, locator("1", "/missing")),
      InternetError,
    );
    assertEquals(error.code, ERROR_GOPHER_DATA_ERROR);
    const text = server.plus ? said.slice(1, said.indexOf("\t")) : said.trim();
    assertEquals(error.responseText?.trim(), text);
  });
  for (const type of ["0", "9"]) {
    await context.step(`a file of type ${type}`, async () => {
      const fetched = program.bytes(locator(type, "/missing"));
      // The file error of gophernicus looks like the content of a text file.
      if (!server.plus) return assertSameBytes(await fetched, raw.bytes, said);
      const error = await assertRejects(() => fetched, InternetError);
      assertEquals(error.code, ERROR_GOPHER_DATA_ERROR);
      assertEquals(error.responseText, said.slice(1, said.indexOf("\t")));
    });
  }
}

/**
 * Opens as many connections as the servers queue; further connections would be
 * delayed by a second.
 */
async function together(server: RealGopherServer): Promise<void> {
  await using program = await openGopherProgram(server);
  const { hConnect, locator, watched } = program;
  const names = ["greeting.txt", "dots.txt", "binary.dat", "pixel.gif"];
  const [items, ...files] = await Promise.all([
    listAs(hConnect, "menu"),
    ...names.map((name) =>
      program.bytes(locator(typeOf(name), `/${name}`), name)
    ),
  ]);
  const lines = await rawLines(server, "");
  assertEquals(lineParts(items), itemsOfLines(lines));
  const menu = await fetchRaw(server, "");
  assertEquals(receivedBytes(watched, "menu"), menu.bytes.length);
  for (const [at, name] of names.entries()) {
    const { bytes } = await fetchRaw(server, `/${name}`);
    assertSameBytes(files[at]!, bytes, name);
    assertEquals(receivedBytes(watched, name), bytes.length);
  }
  for (const name of ["menu", ...names]) {
    await watched.until("HANDLE_CLOSING", name);
    assertEquals(watched.names(name)[0], "HANDLE_CREATED");
    assertEquals(watched.names(name).at(-1), "HANDLE_CLOSING");
  }
}

async function listAs(
  hConnect: HINTERNET,
  dwContext: string,
): Promise<GOPHER_FIND_DATA[]> {
  const { hFind } = await GopherFindFirstFile(
    hConnect,
    null,
    null,
    0,
    dwContext,
  );
  return await Array.fromAsync(entries(hFind)) as GOPHER_FIND_DATA[];
}

async function endless(
  server: RealGopherServer,
  context: Deno.TestContext,
): Promise<void> {
  await using program = await openGopherProgram(server);
  const { hConnect, watched } = program;
  const never = program.locator("9", "/cgi-bin/never");
  // With TLS, pygopherd sends nothing until a script has ended.
  const isSilent = server.name === "pygopherd-tls";
  await context.step("when its handle is closed", async () => {
    const opening = GopherOpenFile(hConnect, never, null, 0, "file");
    if (!isSilent) await InternetReadFile(await opening, new Uint8Array(16));
    const code = rejectedCode(readToEnd(opening));
    const { hInternet: hFile } = await watched.until("REQUEST_SENT", "file");
    InternetCloseHandle(hFile);
    assertEquals(await code, ERROR_INTERNET_OPERATION_CANCELLED);
    await watched.until("HANDLE_CLOSING", "file");
  });
  await context.step("after INTERNET_OPTION_RECEIVE_TIMEOUT", async () => {
    const option = INTERNET_OPTION_RECEIVE_TIMEOUT;
    if (isSilent) InternetSetOption(hConnect, option, PATIENCE);
    const opening = GopherOpenFile(hConnect, never);
    if (!isSilent) {
      const hFile = await opening;
      const line = new Uint8Array(FIRST_LINE.length);
      assertEquals(await InternetReadFile(hFile, line), line.length);
      assertEquals(latin1Of(line), FIRST_LINE);
      InternetSetOption(hFile, option, PATIENCE);
    }
    const start = performance.now();
    const { text, code } = await readUntilError(opening);
    assertEquals([text, code], ["", ERROR_INTERNET_TIMEOUT]);
    assert(performance.now() - start >= PATIENCE - 1);
  });
}

async function readToEnd(opening: Promise<HINTERNET>): Promise<void> {
  const hFile = await opening;
  const buffer = new Uint8Array(100);
  while (await InternetReadFile(hFile, buffer) > 0);
}

/** Returns the bytes that can be read, and the error code, or 0 at the end. */
async function readUntilError(
  opening: Promise<HINTERNET>,
): Promise<{ text: string; code: number }> {
  let text = "";
  try {
    await using hFile = await opening;
    const byte = new Uint8Array(1);
    while (await InternetReadFile(hFile, byte) > 0) text += latin1Of(byte);
    return { text, code: 0 };
  } catch (error) {
    if (!(error instanceof InternetError)) throw error;
    return { text, code: error.code };
  }
}

async function caps(server: RealGopherServer): Promise<void> {
  await using program = await openGopherProgram(server);
  const found = await queryCaps(program.hConnect);
  if (server.plus) return assertEquals(found, null);
  const { bytes } = await fetchRaw(server, "caps.txt");
  const lines = latin1Of(bytes).split("\r\n").filter((line) => /=/.test(line));
  assertEquals(
    [...found ?? []].map(([key, value]) => `${key}=${value}`),
    lines.map((line) => line.trim()),
  );
  assertEquals(found?.get("ServerSoftware"), "Gophernicus");
}

// With TLS, pygopherd ends without close_notify and sends no final dots.
realGopherTest(
  "pygopherd-tls",
  "the Gopher functions report an uncertain end",
  async (server, context) => {
    const options = { uncertainEnd: false };
    await using program = await openGopherProgram(server, options);
    const { hConnect, locator } = program;
    const greeting = GOPHER_TREE["greeting.txt"] as string;
    await context.step("a file, behind its last byte", async () => {
      for (const type of ["0", "9"]) {
        const opening = GopherOpenFile(
          hConnect,
          locator(type, "/greeting.txt"),
        );
        assertEquals(await readUntilError(opening), {
          text: greeting,
          code: ERROR_INTERNET_CONNECTION_ABORTED,
        });
      }
    });
    await context.step("a menu, behind its last item", async () => {
      const { hFind, findData } = await GopherFindFirstFile(hConnect);
      const items = [findData];
      const reading = async () => {
        for (;;) {
          items.push(await InternetFindNextFile(hFind) as GOPHER_FIND_DATA);
        }
      };
      assertEquals(
        await rejectedCode(reading()),
        ERROR_INTERNET_CONNECTION_ABORTED,
      );
      const lines = await rawLines(server, "");
      assertEquals(lineParts(items), itemsOfLines(lines));
    });
    await context.step("but not for what has a final dot", async () => {
      await server.addFile("dot.txt", "whole\n.\n");
      const bytes = await program.bytes(locator("0", "/dot.txt"));
      assertEquals(latin1Of(bytes), "whole\n");
    });
    await context.step("and not for what has been counted", async () => {
      const bytes = await program.bytes(locator("0", "/greeting.txt", "+"));
      assertEquals(latin1Of(bytes), greeting);
    });
  },
);
