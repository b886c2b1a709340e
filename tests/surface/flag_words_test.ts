// Copyright 2026 the wininet authors. MIT license.

import { assertEquals } from "@std/assert";
import { ERROR_INVALID_PARAMETER } from "../../error.ts";
import {
  HTTP_ADDREQ_FLAG_ADD,
  HTTP_ADDREQ_FLAG_REPLACE,
  HTTP_QUERY_CUSTOM,
  HTTP_QUERY_FLAG_REQUEST_HEADERS,
  INTERNET_FLAG_FTP_FOLDER_VIEW,
  INTERNET_FLAG_NO_CACHE_WRITE,
  INTERNET_FLAG_RELOAD,
} from "../../flags.ts";
import {
  HttpAddRequestHeaders,
  HttpOpenRequest,
  HttpQueryInfo,
  HttpSendRequestEx,
} from "../../http.ts";
import {
  InternetConnect,
  InternetOpen,
  InternetOpenUrl,
} from "../../internet.ts";
import { asDword } from "../../_base/bits.ts";
import { readText, thrownCode, usualServer } from "../helpers/calls.ts";

// The result of `|` is negative if the highest bit is set.
const FLAGS = INTERNET_FLAG_RELOAD | INTERNET_FLAG_NO_CACHE_WRITE;

for (
  const [value, word] of [
    [0, 0],
    [-1, 0xffffffff],
    [-0x80000000, 0x80000000],
    [0xffffffff, 0xffffffff],
    [0x100000000, null],
    [-0x80000001, null],
    [1.5, null],
    [NaN, null],
    ["1", null],
    [null, null],
  ] as const
) {
  Deno.test(`asDword() accepts ${value} for ${word}`, () => {
    assertEquals(asDword(value), word);
  });
}

Deno.test("INTERNET_FLAG_FTP_FOLDER_VIEW is accepted and ignored", async () => {
  await using server = usualServer();
  const view = INTERNET_FLAG_FTP_FOLDER_VIEW;
  using hInternet = InternetOpen("agent", 0, null, null, view);
  const hRequest = await InternetOpenUrl(
    hInternet,
    `${server.url}/`,
    null,
    view,
  );
  assertEquals(await readText(hRequest), "hello");
  const host = "host.invalid";
  const hConnect = await InternetConnect(
    hInternet,
    host,
    0,
    null,
    null,
    3,
    view,
  );
  await HttpOpenRequest(hConnect, "GET", "/", null, null, null, view);
});

Deno.test("InternetOpenUrl() and HttpOpenRequest() accept flags that | has made negative", async () => {
  await using server = usualServer();
  using hInternet = InternetOpen("agent");
  assertEquals(FLAGS < 0, true);
  const hRequest = await InternetOpenUrl(
    hInternet,
    `${server.url}/`,
    null,
    FLAGS,
  );
  await readText(hRequest);
  assertEquals(server.requests[0]?.header("cache-control"), "no-cache");
  const hConnect = await InternetConnect(hInternet, "127.0.0.1", server.port);
  await HttpOpenRequest(hConnect, "GET", "/", null, null, null, FLAGS);
});

Deno.test("HttpAddRequestHeaders() and HttpQueryInfo() accept words that | has made negative", async () => {
  using hInternet = InternetOpen("agent");
  const hConnect = await InternetConnect(hInternet, "127.0.0.1", 1);
  const hRequest = await HttpOpenRequest(hConnect);
  HttpAddRequestHeaders(
    hRequest,
    "A: 1",
    HTTP_ADDREQ_FLAG_ADD | HTTP_ADDREQ_FLAG_REPLACE,
  );
  const level = HTTP_QUERY_CUSTOM | HTTP_QUERY_FLAG_REQUEST_HEADERS;
  assertEquals(HttpQueryInfo(hRequest, level, "A"), "1");
  assertEquals(
    thrownCode(() => HttpQueryInfo(hRequest, 2 ** 40 + 19)),
    ERROR_INVALID_PARAMETER,
  );
  assertEquals(
    thrownCode(() => HttpSendRequestEx(hRequest, null, 0x40)),
    ERROR_INVALID_PARAMETER,
  );
});
