// Copyright 2026 the wininet authors. MIT license.

/**
 * Files without Gopher+: the end of a text, the dots that belong to its
 * content, and data of other types, which is never changed.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import { ERROR_INTERNET_CONNECTION_RESET } from "../../../error.ts";
import { GopherOpenFile } from "../../../gopher.ts";
import { GOPHER_OPTION_DOT_PATIENCE } from "../../../gopher_options.ts";
import {
  InternetQueryDataAvailable,
  InternetReadFile,
  InternetReadFileEx,
  InternetSetOption,
} from "../../../internet.ts";
import { readable } from "../../../streams.ts";
import type { INTERNET_BUFFERS } from "../../../structures.ts";
import { readText, rejectedCode } from "../../helpers/calls.ts";
import { listMenu, openGopher } from "../../helpers/gopher_calls.ts";
import { latin1 } from "../../helpers/splits.ts";

// The dots of a text.
const TEXTS = [
  ["ends a text at its dot", "a\r\nb\r\n.\r\n", "a\r\nb\r\n"],
  ["reads a text without a dot to its end", "a\r\nb\r\n", "a\r\nb\r\n"],
  ["reads a text without any line end", "a", "a"],
  ["ends a text at a dot without a line end", "a\r\n.", "a\r\n"],
  ["ends a text at a dot and CR", "a\r\n.\r", "a\r\n"],
  ["ends a text of LF at its dot", "a\nb\n.\n", "a\nb\n"],
  ["ends a text at a dot with a blank after it", "a\r\n. \r\n", "a\r\n"],
  [
    "continues after a dot that is not the end",
    "a\r\n.\r\nb\r\n.\r\n",
    "a\r\n.\r\nb\r\n",
  ],
  [
    "keeps a lone dot within a text of a server that ends without one",
    "a\r\n.\r\nb\r\n",
    "a\r\n.\r\nb\r\n",
  ],
  [
    "removes only the last of two lone dots",
    "a\r\n.\r\n.\r\n",
    "a\r\n.\r\n",
  ],
  ["undoes a doubled dot once", "..a\r\n.\r\n", ".a\r\n"],
  ["makes two dots of three", "a\r\n...\r\n.\r\n", "a\r\n..\r\n"],
  ["makes one dot of two", "a\r\n..\r\n.\r\n", "a\r\n.\r\n"],
  ["keeps dots within a line", "a..b\r\nc.\r\n.\r\n", "a..b\r\nc.\r\n"],
  [
    "keeps the dots of a server that doubles none",
    ".profile\r\n..\r\n",
    ".profile\r\n..\r\n",
  ],
  ["reads a text of no bytes", "", ""],
  ["reads a text that is only a dot as an empty one", ".\r\n", ""],
  ["keeps NULs and controls in a text", "a\0\x1b\r\n.\r\n", "a\0\x1b\r\n"],
] as const;

for (const [name, wire, text] of TEXTS) {
  for (const byteByByte of [false, true]) {
    const how = byteByByte ? ", byte by byte" : "";
    Deno.test(`GopherOpenFile() ${name}${how}`, async () => {
      await using scene = await openGopher({ "/t": wire }, { byteByByte });
      assertEquals(await scene.text("/t"), text);
    });
  }
}

// Items that are not text are returned byte for byte.
const BINARY = "GIF89a\r\n.\r\n..x\r\n\0\xff\r\n.\r\n";

for (const type of [..."59gIs;:<dPphHMcex!v"]) {
  Deno.test(`GopherOpenFile() reads an item of type ${type} byte for byte`, async () => {
    await using scene = await openGopher({ "/b": BINARY });
    const bytes = await scene.bytes(scene.locator(type, "/b"));
    assertEquals(bytes, latin1(BINARY));
  });
}

for (const type of [..."046"]) {
  Deno.test(`GopherOpenFile() reads an item of type ${type} as a text`, async () => {
    await using scene = await openGopher({ "/t": "..a\r\nb\r\n.\r\n" });
    const bytes = await scene.bytes(scene.locator(type, "/t"));
    assertEquals(bytes, latin1(".a\r\nb\r\n"));
  });
}

// The selector shows that the item is binary, although its type is text.
for (const selector of ["9/b", "5/b", "9", "5"]) {
  Deno.test(`GopherOpenFile() reads an item of type 0 with the selector ${selector} byte for byte`, async () => {
    await using scene = await openGopher({ [selector]: BINARY });
    const bytes = await scene.bytes(scene.locator("0", selector));
    assertEquals(bytes, latin1(BINARY));
  });
}

Deno.test("GopherOpenFile() reads an item of type 0 with the selector 0/t as a text", async () => {
  await using scene = await openGopher({ "0/t": "a\r\n.\r\n" });
  assertEquals(await scene.text("0/t"), "a\r\n");
});

// A reset after data.
Deno.test("InternetReadFile() returns the bytes before a reset, then the error", async () => {
  const gate = Promise.withResolvers<void>();
  await using scene = await openGopher({
    "/b": async (call) => {
      await call.write("data");
      await call.until(gate.promise);
      await call.reset();
    },
  });
  using hFile = await GopherOpenFile(scene.hConnect, scene.locator("9", "/b"));
  assertEquals(await readText(hFile, 4), "data");
  gate.resolve();
  const code = await rejectedCode(InternetReadFile(hFile, new Uint8Array(4)));
  assertEquals(code, ERROR_INTERNET_CONNECTION_RESET);
});

// Slow servers, and servers that never close the connection.
Deno.test("GopherOpenFile() ends a text after its dot if a server does not close, after GOPHER_OPTION_DOT_PATIENCE", async () => {
  await using scene = await openGopher({
    "/t": async (call) => {
      await call.write("a\r\n.\r\n");
      await call.clientClosed();
    },
  });
  InternetSetOption(scene.hConnect, GOPHER_OPTION_DOT_PATIENCE, 10);
  assertEquals(await scene.text("/t"), "a\r\n");
  await scene.server.allClosed();
});

Deno.test("InternetReadFile() returns the lines of a text before the server sends its dot", async () => {
  const gate = Promise.withResolvers<void>();
  await using scene = await openGopher({
    "/t": async (call) => {
      await call.write("first\r\n");
      await call.until(gate.promise);
      return "second\r\n.\r\n";
    },
  });
  using hFile = await GopherOpenFile(scene.hConnect, scene.locator("0", "/t"));
  assertEquals(await InternetQueryDataAvailable(hFile), 7);
  assertEquals(await readText(hFile, 7), "first\r\n");
  gate.resolve();
  assertEquals(await readText(hFile), "second\r\n");
  assertEquals(await readText(hFile), "");
});

Deno.test("entries() ends a menu at its dot if the bytes arrive one by one and the server does not close", async () => {
  const menu = "0One\t/1\ta.example\t70\r\n.\r\n";
  await using scene = await openGopher({
    "": async (call) => {
      for (const byte of menu) await call.write(byte);
      await call.clientClosed();
    },
  });
  assertEquals((await listMenu(scene.hConnect)).length, 1);
});

// The functions that read.
const LONG = "0123456789".repeat(10_000);

Deno.test("InternetReadFile() fills its buffer except at the last read", async () => {
  await using scene = await openGopher({ "/b": LONG });
  using hFile = await GopherOpenFile(scene.hConnect, scene.locator("9", "/b"));
  const sizes: number[] = [];
  const buffer = new Uint8Array(30_000);
  for (;;) {
    const read = await InternetReadFile(hFile, buffer);
    sizes.push(read);
    if (read === 0) break;
  }
  assertEquals(sizes, [30_000, 30_000, 30_000, 10_000, 0]);
});

Deno.test("InternetReadFileEx() sets dwBufferLength to the number of bytes read from a file", async () => {
  await using scene = await openGopher({ "/t": "abc\r\n.\r\n" });
  using hFile = await GopherOpenFile(scene.hConnect, scene.locator("0", "/t"));
  const buffers: INTERNET_BUFFERS = {
    dwStructSize: 56,
    lpvBuffer: new Uint8Array(10),
    dwBufferLength: 8,
  };
  assertEquals(await InternetReadFileEx(hFile, buffers), 5);
  assertEquals(buffers.dwBufferLength, 5);
});

Deno.test("InternetQueryDataAvailable() returns 0 at the end of a file", async () => {
  await using scene = await openGopher({ "/t": "abc\r\n.\r\n" });
  using hFile = await GopherOpenFile(scene.hConnect, scene.locator("0", "/t"));
  const available = await InternetQueryDataAvailable(hFile);
  assert(available > 0);
  assertEquals(await readText(hFile), "abc\r\n");
  assertEquals(await InternetQueryDataAvailable(hFile), 0);
});

Deno.test("readable() returns all bytes of a large file", async () => {
  const data = new Uint8Array(3_000_000).map((_, at) => at % 251);
  await using scene = await openGopher({ "/b": data });
  using hFile = await GopherOpenFile(scene.hConnect, scene.locator("9", "/b"));
  assertEquals(await new Response(readable(hFile)).bytes(), data);
});
