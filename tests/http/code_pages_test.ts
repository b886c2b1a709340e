// Copyright 2026 the wininet authors. MIT license.

/**
 * INTERNET_OPTION_CODEPAGE_PATH and _EXTRA: the bytes of a URL.
 *
 * @module
 */

import { assertEquals } from "@std/assert";
import {
  ERROR_INVALID_PARAMETER,
  ERROR_NO_UNICODE_TRANSLATION,
} from "../../error.ts";
import { HttpOpenRequest, HttpSendRequest } from "../../http.ts";
import { InternetConnect, InternetSetOption } from "../../internet.ts";
import {
  INTERNET_OPTION_CODEPAGE_EXTRA,
  INTERNET_OPTION_CODEPAGE_PATH,
} from "../../options.ts";
import { BOTH, thrownCode, usualServer } from "../helpers/calls.ts";
import { watch } from "../helpers/watch.ts";

const LATIN_1 = 28_591;
const CP_1251 = 1251;

for (const [how, dwContext] of BOTH) {
  Deno.test(`a path and a query are encoded with the code page of the connection, ${how}`, async () => {
    await using server = usualServer();
    await using watched = watch();
    const { hInternet } = watched;
    const hConnect = await InternetConnect(
      hInternet,
      "127.0.0.1",
      server.port,
    );
    InternetSetOption(hConnect, INTERNET_OPTION_CODEPAGE_PATH, LATIN_1);
    InternetSetOption(hConnect, INTERNET_OPTION_CODEPAGE_EXTRA, CP_1251);
    const hRequest = await HttpOpenRequest(
      hConnect,
      null,
      "/\xe4 b?\u0434=1",
      null,
      null,
      null,
      0,
      dwContext,
    );
    await HttpSendRequest(hRequest);
    assertEquals(server.requests[0]?.target, "/%E4%20b?%E4=1");
  });

  Deno.test(`a path and a query are encoded with the code page of the request, ${how}`, async () => {
    await using server = usualServer();
    await using watched = watch();
    const { hInternet } = watched;
    const hConnect = await InternetConnect(
      hInternet,
      "127.0.0.1",
      server.port,
    );
    const hRequest = await HttpOpenRequest(
      hConnect,
      null,
      "/\xe4?\xe4",
      null,
      null,
      null,
      0,
      dwContext,
    );
    InternetSetOption(hRequest, INTERNET_OPTION_CODEPAGE_PATH, LATIN_1);
    await HttpSendRequest(hRequest);
    assertEquals(server.requests[0]?.target, "/%E4?%C3%A4");
  });
}

Deno.test("HttpOpenRequest() refuses a code page that is unknown, or lacks a character", async () => {
  await using watched = watch();
  const hConnect = await InternetConnect(watched.hInternet, "localhost", 1);
  const open = () => HttpOpenRequest(hConnect, null, "/\u0434");
  InternetSetOption(hConnect, INTERNET_OPTION_CODEPAGE_PATH, LATIN_1);
  assertEquals(thrownCode(open), ERROR_NO_UNICODE_TRANSLATION);
  InternetSetOption(hConnect, INTERNET_OPTION_CODEPAGE_PATH, 99_999);
  assertEquals(thrownCode(open), ERROR_INVALID_PARAMETER);
});
