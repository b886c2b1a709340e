// Copyright 2026 the wininet authors. MIT license.

/**
 * CSO phone books: items of type 2, and their URLs.
 *
 * @module
 */

import { assert, assertEquals, assertRejects } from "@std/assert";
import {
  ERROR_GOPHER_DATA_ERROR,
  ERROR_GOPHER_NOT_FILE,
  ERROR_GOPHER_PROTOCOL_ERROR,
  ERROR_INTERNET_CONNECTION_ABORTED,
  ERROR_INVALID_PARAMETER,
  ERROR_NO_MORE_FILES,
  InternetError,
} from "../../../error.ts";
import {
  GOPHER_TYPE_INLINE,
  INTERNET_FLAG_RAW_DATA,
  INTERNET_SERVICE_GOPHER,
} from "../../../flags.ts";
import { GopherFindFirstFile, GopherOpenFile } from "../../../gopher.ts";
import {
  InternetConnect,
  InternetFindNextFile,
  InternetOpenUrl,
} from "../../../internet.ts";
import { entries, readable } from "../../../streams.ts";
import type { GOPHER_FIND_DATA } from "../../../structures.ts";
import { rejectedCode, thrownCode } from "../../helpers/calls.ts";
import { listMenu, openGopher, shown } from "../../helpers/gopher_calls.ts";
import { latin1Of } from "../../servers/tcp_server.ts";

const QUERY = "query name=smith return all";
const REPLY = "102:There were 2 matches to your request.\r\n" +
  "-200:1:          name: Smith, Jo\r\n-200:1:         phone: 1234\r\n" +
  "-508:1:         email: Not present in entry.\r\n" +
  "-200:2:          name: Smith, Al\r\n-200:2:       address: A street\r\n" +
  "-200:2:              : A town\r\n200:Ok.\r\n";
const LINES = [
  "name: Smith, Jo",
  "phone: 1234",
  "email: Not present in entry.",
  "name: Smith, Al",
  "address: A street",
  "A town",
];

/** Returns the reply of a phone book to a query, line by line. */
async function linesOf(
  reply: string,
  byteByByte = false,
): Promise<GOPHER_FIND_DATA[]> {
  await using scene = await openGopher({ [QUERY]: reply }, { byteByByte });
  const book = scene.locator("2", "");
  return await listMenu(scene.hConnect, book, "name=smith return all");
}

// The reply in one piece, and byte by byte.
for (const byteByByte of [false, true]) {
  const how = byteByByte ? ", byte by byte" : "";
  Deno.test(`entries() yields the fields of all entries of a phone book${how}`, async () => {
    const items = await linesOf(REPLY, byteByByte);
    assertEquals(shown(items), LINES);
    assert(items.every(({ GopherType }) => GopherType === GOPHER_TYPE_INLINE));
  });
}

Deno.test("GopherFindFirstFile() ends with the final line of a phone book that does not close", async () => {
  await using scene = await openGopher({
    [QUERY]: async (call) => {
      await call.write(REPLY);
      await call.clientClosed();
    },
  });
  const book = scene.locator("2", "");
  const items = await listMenu(
    scene.hConnect,
    book,
    "name=smith return all",
  );
  assertEquals(items.length, LINES.length);
  await scene.server.allClosed();
});

Deno.test("GopherFindFirstFile() ends the conversation with a phone book", async () => {
  const rest = Promise.withResolvers<string>();
  await using scene = await openGopher({
    [QUERY]: async (call) => {
      rest.resolve(latin1Of(await call.readBytes(6)));
      return REPLY;
    },
  });
  const book = scene.locator("2", "");
  await listMenu(scene.hConnect, book, "name=smith return all");
  assertEquals(await rest.promise, "quit\r\n");
});

Deno.test("InternetFindNextFile() returns lines of a phone book as they arrive", async () => {
  const gate = Promise.withResolvers<void>();
  await using scene = await openGopher({
    "query x": async (call) => {
      await call.write("-200:1: name: Ann\r\n");
      await call.until(gate.promise);
      return "-200:1: phone: 1\r\n200:Ok.\r\n";
    },
  });
  const { hFind, findData } = await GopherFindFirstFile(
    scene.hConnect,
    scene.locator("2", ""),
    "x",
  );
  assertEquals(findData.DisplayString, "name: Ann");
  gate.resolve();
  const next = await InternetFindNextFile(hFind);
  assert(next !== null && "DisplayString" in next);
  assertEquals(next.DisplayString, "phone: 1");
  assertEquals(await InternetFindNextFile(hFind), null);
});

Deno.test("GopherFindFirstFile() fails with ERROR_NO_MORE_FILES for a phone book without a match", async () => {
  const code = await rejectedCode(linesOf("501:No matches to your query.\r\n"));
  assertEquals(code, ERROR_NO_MORE_FILES);
});

Deno.test("GopherFindFirstFile() reports the reason why a phone book refuses a query", async () => {
  const error = await assertRejects(
    () => linesOf("502:Too many matches.\r\n"),
    InternetError,
  );
  assertEquals(error.code, ERROR_GOPHER_DATA_ERROR);
  assertEquals(error.responseText, "502:Too many matches.");
});

Deno.test("GopherFindFirstFile() fails with ERROR_GOPHER_PROTOCOL_ERROR for a server that is not a phone book", async () => {
  const code = await rejectedCode(linesOf("iHello\t\tnull.host\t1\r\n"));
  assertEquals(code, ERROR_GOPHER_PROTOCOL_ERROR);
});

Deno.test("GopherFindFirstFile() fails with ERROR_INTERNET_CONNECTION_ABORTED for a truncated reply", async () => {
  const code = await rejectedCode(linesOf("-200:1: name: Ann\r\n"));
  assertEquals(code, ERROR_INTERNET_CONNECTION_ABORTED);
});

Deno.test("GopherOpenFile() refuses a phone book", async () => {
  await using scene = await openGopher();
  const code = thrownCode(() =>
    GopherOpenFile(scene.hConnect, scene.locator("2", ""))
  );
  assertEquals(code, ERROR_GOPHER_NOT_FILE);
});

Deno.test("InternetConnect() accepts the port of phone books", async () => {
  await using scene = await openGopher();
  using hConnect = await InternetConnect(
    scene.hInternet,
    "127.0.0.1",
    105,
    null,
    null,
    INTERNET_SERVICE_GOPHER,
  );
  assert(!hConnect.closed);
});

// Phone books as URLs.
Deno.test("InternetOpenUrl() queries a phone book, with INTERNET_FLAG_RAW_DATA as a list", async () => {
  await using scene = await openGopher({ [QUERY]: REPLY });
  const hFind = await InternetOpenUrl(
    scene.hInternet,
    `${scene.server.url}/2%09name=smith%20return%20all`,
    null,
    INTERNET_FLAG_RAW_DATA,
  );
  const items = await Array.fromAsync(entries(hFind)) as GOPHER_FIND_DATA[];
  assertEquals(shown(items), LINES);
});

Deno.test("InternetOpenUrl() queries a phone book and returns a page with the reply", async () => {
  await using scene = await openGopher({
    "query x": "-200:1: name: <b>\r\n200:Ok.\r\n",
  });
  using hFile = await InternetOpenUrl(
    scene.hInternet,
    `${scene.server.url}/2%09x`,
  );
  const page = await new Response(readable(hFile)).text();
  assert(page.includes("<pre>\nname: &lt;b&gt;\n</pre>"));
});

Deno.test("InternetOpenUrl() refuses the URL of a phone book without a query", async () => {
  await using scene = await openGopher();
  const code = thrownCode(() =>
    InternetOpenUrl(scene.hInternet, `${scene.server.url}/2`)
  );
  assertEquals(code, ERROR_INVALID_PARAMETER);
  assertEquals(scene.server.connections, 0);
});
