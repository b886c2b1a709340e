// Copyright 2026 the wininet authors. MIT license.

/**
 * Options that a handle passes on to the handles created from it, and options
 * that it does not pass on.
 */

import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  ERROR_INTERNET_INCORRECT_HANDLE_STATE,
  ERROR_INTERNET_ITEM_NOT_FOUND,
  InternetError,
} from "../../error.ts";
import { HttpOpenRequest, HttpSendRequest } from "../../http.ts";
import {
  InternetConnect,
  InternetOpen,
  InternetQueryOption,
  InternetSetOption,
} from "../../internet.ts";
import * as options from "../../options.ts";
import type { HINTERNET } from "../../structures.ts";
import {
  openRequest,
  serverOf,
  thrownCode,
  usualServer,
} from "../helpers/calls.ts";
import { openFtp, openToRead } from "../helpers/ftp_calls.ts";

const NOWHERE = { hostname: "127.0.0.1", port: 1 };

/** Options that sessions and connections pass on, with a value that is not the default. */
const HANDED_ON: [name: string, option: number, value: unknown][] = [
  ["HTTP_DECODING", options.INTERNET_OPTION_HTTP_DECODING, true],
  ["ERROR_MASK", options.INTERNET_OPTION_ERROR_MASK, 3],
  ["FROM_CACHE_TIMEOUT", options.INTERNET_OPTION_FROM_CACHE_TIMEOUT, 99],
  ["BYPASS_EDITED_ENTRY", options.INTERNET_OPTION_BYPASS_EDITED_ENTRY, true],
  ["ENABLE_HTTP_PROTOCOL", options.INTERNET_OPTION_ENABLE_HTTP_PROTOCOL, 2],
  ["ENCODE_EXTRA", options.INTERNET_OPTION_ENCODE_EXTRA, true],
  ["HSTS", options.INTERNET_OPTION_HSTS, true],
];

/** Options that only connections pass on. */
const OF_CONNECTIONS: typeof HANDED_ON = [
  ["USERNAME", options.INTERNET_OPTION_USERNAME, "ada"],
  ["PASSWORD", options.INTERNET_OPTION_PASSWORD, "s3cret"],
  ["PROXY_USERNAME", options.INTERNET_OPTION_PROXY_USERNAME, "bob"],
  ["PROXY_PASSWORD", options.INTERNET_OPTION_PROXY_PASSWORD, "s3cret"],
  ["REQUEST_PRIORITY", options.INTERNET_OPTION_REQUEST_PRIORITY, 7],
  ["CODEPAGE_PATH", options.INTERNET_OPTION_CODEPAGE_PATH, 1252],
  ["CODEPAGE_EXTRA", options.INTERNET_OPTION_CODEPAGE_EXTRA, 1252],
  ["IDN", options.INTERNET_OPTION_IDN, 0],
];

const query = InternetQueryOption<number>;

for (const [name, option, value] of HANDED_ON) {
  Deno.test(`INTERNET_OPTION_${name} of a session is inherited only by handles created later`, async () => {
    using hInternet = InternetOpen("agent");
    const before = await openRequest(hInternet, NOWHERE);
    const initial = query(before, option);
    InternetSetOption(hInternet, option, value);
    const after = await openRequest(hInternet, NOWHERE);
    assertEquals(query(parentOf(after), option), value);
    assertEquals(query(after, option), value);
    assertEquals(query(before, option), initial);
    InternetSetOption(after, option, initial);
    assertEquals(query(hInternet, option), value);
  });
}

for (const [name, option, value] of [...HANDED_ON, ...OF_CONNECTIONS]) {
  Deno.test(`INTERNET_OPTION_${name} of a connection is inherited by later requests, which may have a different value`, async () => {
    using hInternet = InternetOpen("agent");
    const hConnect = await InternetConnect(hInternet, "127.0.0.1", 1);
    const before = await HttpOpenRequest(hConnect);
    const initial = query(before, option);
    InternetSetOption(hConnect, option, value);
    const after = await HttpOpenRequest(hConnect);
    assertEquals(query(after, option), value);
    assertEquals(query(before, option), initial);
    InternetSetOption(before, option, value);
    InternetSetOption(after, option, initial);
    assertEquals([query(before, option), query(hConnect, option)], [
      value,
      value,
    ]);
  });
}

Deno.test("INTERNET_OPTION_READ_BUFFER_SIZE of an FTP connection is inherited by its files", async () => {
  await using scene = await openFtp({ files: { "/f": "text" } });
  const option = options.INTERNET_OPTION_READ_BUFFER_SIZE;
  InternetSetOption(scene.hConnect, option, 4096);
  assertEquals(query(await openToRead(scene.hConnect, "f"), option), 4096);
});

Deno.test("INTERNET_OPTION_CONTEXT_VALUE_OLD is INTERNET_OPTION_CONTEXT_VALUE", () => {
  using hInternet = InternetOpen("agent");
  InternetSetOption(hInternet, options.INTERNET_OPTION_CONTEXT_VALUE_OLD, "a");
  assertEquals(query(hInternet, options.INTERNET_OPTION_CONTEXT_VALUE), "a");
});

Deno.test("INTERNET_OPTION_PASSWORD and INTERNET_OPTION_PROXY_PASSWORD are returned only by queries", async () => {
  using hInternet = InternetOpen("agent");
  const hRequest = await openRequest(hInternet, NOWHERE);
  for (const handle of [parentOf(hRequest), hRequest]) {
    for (
      const option of [
        options.INTERNET_OPTION_PASSWORD,
        options.INTERNET_OPTION_PROXY_PASSWORD,
      ]
    ) InternetSetOption(handle, option, "hush-hush");
    for (
      const shown of [
        Deno.inspect(handle, { depth: 10, showHidden: true }),
        JSON.stringify({ handle }),
        String(handle),
      ]
    ) assert(!shown.includes("hush"), shown);
  }
});

Deno.test("InternetSetOption() does not show a wrong password in its error", async () => {
  using hInternet = InternetOpen("agent");
  const hRequest = await openRequest(hInternet, NOWHERE);
  const option = options.INTERNET_OPTION_PASSWORD;
  const error = assertThrows(
    () => InternetSetOption(hRequest, option, "hush\r\nhush"),
    InternetError,
    "INTERNET_OPTION_PASSWORD",
  );
  assert(!Deno.inspect(error).includes("hush"));
});

Deno.test("INTERNET_OPTION_IGNORE_OFFLINE of a request is false until it is set", async () => {
  using hInternet = InternetOpen("agent");
  const hRequest = await openRequest(hInternet, NOWHERE);
  const option = options.INTERNET_OPTION_IGNORE_OFFLINE;
  assertEquals(InternetQueryOption(hRequest, option), false);
  assertEquals(InternetSetOption(hRequest, option, null), true);
  assertEquals(InternetQueryOption(hRequest, option), true);
});

Deno.test("INTERNET_OPTION_SUPPRESS_SERVER_AUTH fails with ERROR_INTERNET_INCORRECT_HANDLE_STATE after the request is sent", async () => {
  await using server = usualServer();
  await using hInternet = InternetOpen("agent");
  const option = options.INTERNET_OPTION_SUPPRESS_SERVER_AUTH;
  const hRequest = await openRequest(hInternet, server);
  assertEquals(InternetSetOption(hRequest, option, null), true);
  const sent = HttpSendRequest(hRequest);
  const set = () => InternetSetOption(hRequest, option, null);
  assertEquals(thrownCode(set), ERROR_INTERNET_INCORRECT_HANDLE_STATE);
  await sent;
  assertEquals(thrownCode(set), ERROR_INTERNET_INCORRECT_HANDLE_STATE);
});

Deno.test("INTERNET_OPTION_COMPRESSED_CONTENT_LENGTH is Content-Length as the server sent it", async () => {
  await using server = serverOf((_request, reply) => reply({ body: "12345" }));
  await using hInternet = InternetOpen("agent");
  const hRequest = await openRequest(hInternet, server);
  const option = options.INTERNET_OPTION_COMPRESSED_CONTENT_LENGTH;
  const ask = () => InternetQueryOption(hRequest, option);
  assertEquals(thrownCode(ask), ERROR_INTERNET_INCORRECT_HANDLE_STATE);
  await HttpSendRequest(hRequest);
  assertEquals(ask(), 5);
});

Deno.test("INTERNET_OPTION_URL fails with ERROR_INTERNET_ITEM_NOT_FOUND for a file that was not opened by URL", async () => {
  await using scene = await openFtp({ files: { "/f": "text" } });
  const hFile = await openToRead(scene.hConnect, "f");
  assertEquals(
    thrownCode(() => InternetQueryOption(hFile, options.INTERNET_OPTION_URL)),
    ERROR_INTERNET_ITEM_NOT_FOUND,
  );
});

function parentOf(handle: HINTERNET): HINTERNET {
  const option = options.INTERNET_OPTION_PARENT_HANDLE;
  return InternetQueryOption(handle, option)!;
}
