// Copyright 2026 the wininet authors. MIT license.

import { assert, assertEquals } from "@std/assert";
import { ERROR_INTERNET_OPERATION_CANCELLED } from "../../error.ts";
import { HttpSendRequest } from "../../http.ts";
import {
  InternetCloseHandle,
  InternetOpenUrl,
  InternetReadFile,
  InternetSetOption,
} from "../../internet.ts";
import { INTERNET_OPTION_MAX_CONNS_PER_SERVER } from "../../options.ts";
import type { INTERNET_ASYNC_RESULT } from "../../status.ts";
import {
  NEVER,
  openRequest,
  readText,
  rejectedCode,
  sentRequest,
  usualServer,
} from "../helpers/calls.ts";
import { FakeHttpServer } from "../servers/http_server.ts";
import { watch } from "../helpers/watch.ts";

/**
 * The number of requests. Each needs two file descriptors of this process,
 * which may have as few as 1024 for all its tests.
 */
const MANY = 200;
const UNLIMITED = 0xffffffff;

for (const observed of [true, false]) {
  const how = observed ? "observed" : "unobserved";
  const contextOf = (index: number) => observed ? `request ${index}` : 0;

  Deno.test(`InternetCloseHandle() of a session cancels ${MANY} requests in flight, ${how}`, async () => {
    await using server = new FakeHttpServer({
      "*": (_request, reply) => reply.until(NEVER),
    });
    await using log = watch();
    const { hInternet } = log;
    const calls = Array.from({ length: MANY }, (_, index) =>
      rejectedCode(
        InternetOpenUrl(hInternet, server.url, null, 0, contextOf(index)),
      ));
    await server.requested(MANY);
    InternetCloseHandle(hInternet);
    assertEquals(
      new Set(await Promise.all(calls)),
      new Set([
        ERROR_INTERNET_OPERATION_CANCELLED,
      ]),
    );
    await server.allClosed();
    await hInternet[Symbol.asyncDispose]();
    if (!observed) return assertEquals(log.log, []);
    for (let index = 0; index < MANY; index++) {
      assertEquals(log.names(contextOf(index)).slice(-4), [
        "CLOSING_CONNECTION",
        "CONNECTION_CLOSED",
        "REQUEST_COMPLETE",
        "HANDLE_CLOSING",
      ]);
    }
  });

  Deno.test(`InternetCloseHandle() of a session cancels ${MANY} requests before their first turn, ${how}`, async () => {
    await using server = usualServer();
    await using log = watch();
    const { hInternet } = log;
    const calls = Array.from({ length: MANY }, (_, index) =>
      rejectedCode(
        InternetOpenUrl(hInternet, server.url, null, 0, contextOf(index)),
      ));
    await hInternet[Symbol.asyncDispose]();
    assertEquals(
      new Set(await Promise.all(calls)),
      new Set([
        ERROR_INTERNET_OPERATION_CANCELLED,
      ]),
    );
    assertEquals(server.requests.length, 0);
    const closings = log.names().filter((name) => name === "HANDLE_CLOSING");
    assertEquals(closings.length, observed ? MANY : 0);
  });

  Deno.test(`InternetCloseHandle() cancels a request that waits for a place, ${how}`, async () => {
    await using server = usualServer();
    await using log = watch();
    const { hInternet } = log;
    InternetSetOption(null, INTERNET_OPTION_MAX_CONNS_PER_SERVER, 1);
    try {
      const [first, second, third] = await Promise.all(
        ["/stuck", "/", "/"].map((path, index) =>
          openRequest(hInternet, server, { path, dwContext: contextOf(index) })
        ),
      );
      await HttpSendRequest(first!);
      const waiting = rejectedCode(HttpSendRequest(second!));
      const last = HttpSendRequest(third!);
      InternetCloseHandle(second!);
      assertEquals(await waiting, ERROR_INTERNET_OPERATION_CANCELLED);
      assertEquals(server.requests.length, 1);
      // The next request uses the connection.
      InternetCloseHandle(first!);
      await last;
      assertEquals(server.requests.length, 2);
      assertEquals(
        log.names(contextOf(1)).slice(1),
        observed ? ["REQUEST_COMPLETE", "HANDLE_CLOSING"] : [],
      );
    } finally {
      InternetSetOption(null, INTERNET_OPTION_MAX_CONNS_PER_SERVER, UNLIMITED);
    }
  });

  Deno.test(`InternetCloseHandle() cancels a request that was just given a place, ${how}`, async () => {
    await using server = usualServer();
    await using log = watch();
    const { hInternet } = log;
    InternetSetOption(null, INTERNET_OPTION_MAX_CONNS_PER_SERVER, 1);
    try {
      const [first, second] = await Promise.all(
        ["/stuck", "/"].map((path, index) =>
          openRequest(hInternet, server, { path, dwContext: contextOf(index) })
        ),
      );
      await HttpSendRequest(first!);
      const waiting = rejectedCode(HttpSendRequest(second!));
      InternetCloseHandle(first!);
      InternetCloseHandle(second!);
      assertEquals(await waiting, ERROR_INTERNET_OPERATION_CANCELLED);
      // The slot is free again.
      const third = await sentRequest(hInternet, server);
      assertEquals(await readText(third), "hello");
      assertEquals(server.requests.length, 2);
    } finally {
      InternetSetOption(null, INTERNET_OPTION_MAX_CONNS_PER_SERVER, UNLIMITED);
    }
  });

  Deno.test(`InternetCloseHandle() of a finished request keeps its connection, ${how}`, async () => {
    await using server = usualServer();
    await using log = watch();
    const { hInternet } = log;
    for (let index = 0; index < 3; index++) {
      const dwContext = contextOf(index);
      const hRequest = await sentRequest(hInternet, server, { dwContext });
      const buffer = new Uint8Array(100);
      while (await InternetReadFile(hRequest, buffer) > 0);
      InternetCloseHandle(hRequest);
    }
    assertEquals(server.connections, 1);
    assertEquals(server.requests.length, 3);
    assert(!log.names().includes("CLOSING_CONNECTION"), `${log.names()}`);
  });
}

Deno.test("REQUEST_COMPLETE of a cancelled InternetOpenUrl() has no result", async () => {
  await using server = usualServer();
  await using log = watch();
  const url = `${server.url}/wait`;
  const call = rejectedCode(
    InternetOpenUrl(log.hInternet, url, null, 0, "url"),
  );
  const { information } = await log.until("HANDLE_CREATED", "url");
  await server.requested(1);
  InternetCloseHandle(information as typeof log.hInternet);
  assertEquals(await call, ERROR_INTERNET_OPERATION_CANCELLED);
  const complete = await log.until("REQUEST_COMPLETE", "url");
  const result = complete.information as INTERNET_ASYNC_RESULT;
  assertEquals(result, {
    dwResult: 0,
    dwError: ERROR_INTERNET_OPERATION_CANCELLED,
  });
});
