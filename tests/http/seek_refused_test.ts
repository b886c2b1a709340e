// Copyright 2026 the wininet authors. MIT license.

import { assertEquals } from "@std/assert";
import {
  ERROR_HTTP_INVALID_SERVER_RESPONSE,
  ERROR_INTERNET_INCORRECT_HANDLE_STATE,
  ERROR_INTERNET_INCORRECT_HANDLE_TYPE,
  ERROR_INTERNET_INVALID_OPERATION,
  ERROR_INVALID_PARAMETER,
} from "../../error.ts";
import { FILE_BEGIN, INTERNET_FLAG_NO_CACHE_WRITE } from "../../flags.ts";
import { HttpSendRequest } from "../../http.ts";
import { InternetReadFile, InternetSetFilePointer } from "../../internet.ts";
import {
  BOTH,
  NEVER,
  openRequest,
  rejectedCode,
  sentRequest,
  thrownCode,
} from "../helpers/calls.ts";
import { FakeHttpServer } from "../servers/http_server.ts";
import { watch } from "../helpers/watch.ts";

function rangeServer(): FakeHttpServer {
  return new FakeHttpServer({
    "*": (_request, reply) =>
      reply({ body: "hello", headers: { "Accept-Ranges": "bytes" } }),
  });
}

const REFUSED: [name: string, verb: string, flags: number, code: number][] = [
  [
    "a request with NO_CACHE_WRITE",
    "GET",
    INTERNET_FLAG_NO_CACHE_WRITE,
    ERROR_INTERNET_INVALID_OPERATION,
  ],
  [
    "an odd verb, which is never cached",
    "PROPFIND",
    0,
    ERROR_INTERNET_INVALID_OPERATION,
  ],
];

for (const [name, verb, dwFlags, code] of REFUSED) {
  Deno.test(`InternetSetFilePointer() refuses ${name}, before and after the send`, async () => {
    await using server = rangeServer();
    await using watched = watch();
    const hRequest = await openRequest(watched.hInternet, server, {
      verb,
      dwFlags,
    });
    assertEquals(thrownCode(() => InternetSetFilePointer(hRequest, 5)), code);
    await HttpSendRequest(hRequest);
    assertEquals(thrownCode(() => InternetSetFilePointer(hRequest, 5)), code);
  });
}

for (const [how, dwContext] of BOTH) {
  Deno.test(`InternetReadFile() fails if the server has nothing of the announced body, ${how}`, async () => {
    await using server = new FakeHttpServer({
      "*": ({ connection }, reply) =>
        connection === 0
          ? reply({ length: 100_000, body: ["hello", NEVER] })
          : reply({ status: 416 }),
    });
    await using watched = watch();
    const hRequest = await sentRequest(watched.hInternet, server, {
      dwContext,
    });
    await InternetSetFilePointer(hRequest, 90_000);
    assertEquals(
      await rejectedCode(InternetReadFile(hRequest, new Uint8Array(10))),
      ERROR_HTTP_INVALID_SERVER_RESPONSE,
    );
    await InternetSetFilePointer(hRequest, 100_000);
    assertEquals(await InternetReadFile(hRequest, new Uint8Array(10)), 0);
  });
}

Deno.test("InternetSetFilePointer() refuses POST, whose response cannot be requested again", async () => {
  await using server = rangeServer();
  await using watched = watch();
  const hRequest = await sentRequest(watched.hInternet, server, {
    verb: "POST",
  });
  assertEquals(
    await rejectedCode(InternetSetFilePointer(hRequest, 5)),
    ERROR_INTERNET_INVALID_OPERATION,
  );
  assertEquals(await InternetSetFilePointer(hRequest, 0), 0);
});

Deno.test("InternetSetFilePointer() refuses invalid arguments", async () => {
  await using server = rangeServer();
  await using watched = watch();
  const hRequest = await openRequest(watched.hInternet, server);
  assertEquals(
    thrownCode(() => InternetSetFilePointer(hRequest, 5)),
    ERROR_INTERNET_INCORRECT_HANDLE_STATE,
  );
  assertEquals(
    thrownCode(() => InternetSetFilePointer(watched.hInternet, 5)),
    ERROR_INTERNET_INCORRECT_HANDLE_TYPE,
  );
  await HttpSendRequest(hRequest);
  for (
    const [distance, method] of [[0.5, FILE_BEGIN], [NaN, FILE_BEGIN], [
      2 ** 53,
      FILE_BEGIN,
    ], [0, 3]] as const
  ) {
    assertEquals(
      await rejectedCode(InternetSetFilePointer(hRequest, distance, method)),
      ERROR_INVALID_PARAMETER,
    );
  }
});
