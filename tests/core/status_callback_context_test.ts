// Copyright 2026 the wininet authors. MIT license.

/**
 * The rules of the status callback: contexts and registration (rules 14 to 27).
 * The numbers, and the rules without a test, are explained in
 * status_callback_rules_test.ts.
 */

import { assert, assertEquals, assertStrictEquals } from "@std/assert";
import { ERROR_INVALID_HANDLE, ERROR_INVALID_PARAMETER } from "../../error.ts";
import {
  HSR_CHUNKED,
  HSR_USE_CONTEXT,
  HTTP_QUERY_CUSTOM,
  HTTP_QUERY_FLAG_REQUEST_HEADERS,
  INTERNET_FLAG_ASYNC,
} from "../../flags.ts";
import {
  HttpAddRequestHeaders,
  HttpEndRequest,
  HttpQueryInfo,
  HttpSendRequest,
  HttpSendRequestEx,
} from "../../http.ts";
import {
  InternetCloseHandle,
  InternetConnect,
  InternetOpen,
  InternetOpenUrl,
  InternetQueryDataAvailable,
  InternetQueryOption,
  InternetReadFile,
  InternetReadFileEx,
  InternetSetOption,
  InternetSetStatusCallback,
  InternetWriteFile,
} from "../../internet.ts";
import {
  INTERNET_OPTION_CONTEXT_VALUE,
  INTERNET_OPTION_PARENT_HANDLE,
} from "../../options.ts";
import type { StatusCallback } from "../../status.ts";
import type { HINTERNET } from "../../structures.ts";
import {
  completions,
  HELLO,
  openRequest,
  openScene,
  readText,
  thrownCode,
  usualServer,
} from "../helpers/calls.ts";
import { watch } from "../helpers/watch.ts";

Deno.test("rule 14: statuses have the context of their handle", async () => {
  await using scene = openScene();
  const { watched } = scene;
  const contexts = [Symbol("connection"), { request: true }] as const;
  const hRequest = await scene.sent({
    dwConnectContext: contexts[0],
    dwContext: contexts[1],
  });
  await scene.hInternet[Symbol.asyncDispose]();
  assertEquals(watched.names(contexts[0]), [
    "HANDLE_CREATED",
    "HANDLE_CLOSING",
  ]);
  const ofRequest = watched.log.slice(1, -1);
  assert(ofRequest.length > 4);
  for (const { dwContext, hInternet, name } of ofRequest) {
    assertStrictEquals(dwContext, contexts[1], name);
    if (name !== "HANDLE_CREATED") assertStrictEquals(hInternet, hRequest);
  }
});

Deno.test("rule 14: INTERNET_OPTION_CONTEXT_VALUE changes the context", async () => {
  await using scene = openScene();
  const { watched } = scene;
  const hRequest = await scene.open({ dwContext: "before" });
  InternetSetOption(hRequest, INTERNET_OPTION_CONTEXT_VALUE, "after");
  await HttpSendRequest(hRequest);
  assertEquals(watched.names("before"), ["HANDLE_CREATED"]);
  assertEquals(completions(watched, "after").length, 1);
});

Deno.test("rule 14: each of several calls is reported with its own context", async () => {
  await using scene = openScene();
  const { watched } = scene;
  const hRequest = await scene.sent({ dwContext: "handle" });
  watched.log.length = 0;
  const one = () => new Uint8Array(1);
  await Promise.all([
    InternetReadFileEx(hRequest, one(), 0, "first"),
    InternetReadFile(hRequest, one()),
    InternetReadFileEx(hRequest, one(), 0, "third"),
    InternetReadFileEx(hRequest, one(), 0, 0),
  ]);
  const told = watched.log.filter(({ name }) => name === "REQUEST_COMPLETE");
  assertEquals(told.map(({ dwContext }) => dwContext), [
    "first",
    "handle",
    "third",
    "handle",
  ]);
});

Deno.test("rule 14: cancelled calls are reported with their own contexts", async () => {
  await using scene = openScene();
  const { watched } = scene;
  const hRequest = await scene.sent({
    path: "/stuck",
    dwContext: "handle",
  });
  InternetReadFileEx(hRequest, new Uint8Array(100), 0, "first");
  InternetReadFileEx(hRequest, new Uint8Array(100), 0, "second");
  InternetReadFile(hRequest, new Uint8Array(100));
  watched.log.length = 0;
  InternetCloseHandle(hRequest);
  await watched.until("HANDLE_CLOSING");
  const ends = watched.log.filter(({ name }) => /COMPLETE|HANDLE/.test(name));
  assertEquals(ends.map(({ dwContext }) => dwContext), [
    "first",
    "second",
    "handle",
    "handle",
  ]);
});

Deno.test("rule 16: calls without a context use that of the request", async () => {
  await using scene = openScene();
  const { watched } = scene;
  const hRequest = await scene.open({
    verb: "POST",
    path: "/upload",
    dwContext: "request",
    dwConnectContext: "connection",
  });
  await HttpSendRequest(hRequest, null, "x");
  await InternetQueryDataAvailable(hRequest);
  await readText(hRequest);
  await HttpSendRequestEx(hRequest, { dwBufferTotal: 1 });
  await InternetWriteFile(hRequest, "y");
  await HttpEndRequest(hRequest);
  assertEquals(completions(watched, "request").length, 6);
  assertEquals(watched.names("connection"), ["HANDLE_CREATED"]);
});

for (const dwContext of [0, null, undefined]) {
  Deno.test(`rule 17, extension: context ${dwContext} means no callbacks, and the call is still asynchronous`, async () => {
    await using scene = openScene();
    const { server, watched } = scene;
    const hRequest = await scene.open({
      dwContext,
      dwConnectContext: dwContext,
    });
    const sent = HttpSendRequest(hRequest);
    let ended = false;
    sent.then(() => ended = true);
    assert(!ended);
    await sent;
    assertEquals(await readText(hRequest), HELLO);
    await InternetOpenUrl(scene.hInternet, server.url, null, 0, dwContext);
    await scene.hInternet[Symbol.asyncDispose]();
    assertEquals(watched.log, []);
  });
}

Deno.test("rule 18: HSR_USE_CONTEXT with context 0 reports with the context of the request", async () => {
  await using scene = openScene();
  const hRequest = await scene.open({
    verb: "POST",
    path: "/upload",
    dwContext: "request",
  });
  const flags = HSR_USE_CONTEXT | HSR_CHUNKED;
  await HttpSendRequestEx(hRequest, null, flags, 0);
  await HttpEndRequest(hRequest, flags, 0);
  assertEquals(completions(scene.watched, "request").length, 2);
});

Deno.test("rule 19: the session has no context, and its HANDLE_CLOSING is not posted", async () => {
  await using scene = openScene();
  const { watched } = scene;
  await scene.open({ dwContext: "request" });
  assertEquals(
    InternetQueryOption(scene.hInternet, INTERNET_OPTION_CONTEXT_VALUE),
    0,
  );
  await scene.hInternet[Symbol.asyncDispose]();
  assertEquals(watched.names(), ["HANDLE_CREATED", "HANDLE_CLOSING"]);
  assertEquals(watched.names("request"), watched.names());
});

Deno.test("rule 20: InternetSetStatusCallback() returns the previous callback, or null at first", () => {
  using hInternet = InternetOpen("agent");
  const first: StatusCallback = () => {};
  const second: StatusCallback = () => {};
  assertStrictEquals(InternetSetStatusCallback(hInternet, first), null);
  assertStrictEquals(InternetSetStatusCallback(hInternet, second), first);
  assertStrictEquals(InternetSetStatusCallback(hInternet, null), second);
  assertStrictEquals(InternetSetStatusCallback(hInternet, first), null);
});

Deno.test("rule 20, extension: InternetSetStatusCallback() throws for wrong arguments", () => {
  using hInternet = InternetOpen("agent");
  const callback: StatusCallback = () => {};
  InternetSetStatusCallback(hInternet, callback);
  const noFunction = {} as unknown as StatusCallback;
  const noHandle = {} as HINTERNET;
  assertEquals(
    thrownCode(() => InternetSetStatusCallback(hInternet, noFunction)),
    ERROR_INVALID_PARAMETER,
  );
  assertEquals(
    thrownCode(() => InternetSetStatusCallback(noHandle, callback)),
    ERROR_INVALID_HANDLE,
  );
  assertStrictEquals(InternetSetStatusCallback(hInternet, null), callback);
});

Deno.test("rule 21: handles created later inherit the callback, earlier ones do not", async () => {
  await using hInternet = InternetOpen("a", 0, null, null, INTERNET_FLAG_ASYNC);
  const before = await InternetConnect(hInternet, "localhost");
  const callback: StatusCallback = () => {};
  InternetSetStatusCallback(hInternet, callback);
  const after = await InternetConnect(hInternet, "localhost");
  InternetSetStatusCallback(hInternet, null);
  assertStrictEquals(InternetSetStatusCallback(before, null), null);
  assertStrictEquals(InternetSetStatusCallback(after, null), callback);
});

Deno.test("rule 22, extension: the callback may be changed while a call is pending", async () => {
  await using scene = openScene();
  const { watched } = scene;
  const hRequest = await scene.sent({
    path: "/stuck",
    dwContext: 1,
  });
  const read = InternetReadFile(hRequest, new Uint8Array(100));
  const told: number[] = [];
  InternetSetStatusCallback(
    hRequest,
    (_hInternet, _dwContext, status) => void told.push(status),
  );
  watched.log.length = 0;
  InternetCloseHandle(hRequest);
  await read.catch(() => {});
  assertEquals(watched.log, []);
  assertEquals(told.slice(-2), [100, 70]);
});

Deno.test("rule 23: a callback reports the progress of a synchronous session too", async () => {
  await using scene = openScene({ asynchronous: false });
  await scene.sent({ dwContext: 1 });
  assertEquals(scene.watched.names(1), [
    "HANDLE_CREATED",
    "CONNECTING_TO_SERVER",
    "CONNECTED_TO_SERVER",
    "SENDING_REQUEST",
    "REQUEST_SENT",
    "RECEIVING_RESPONSE",
    "RESPONSE_RECEIVED",
  ]);
});

Deno.test("rule 23: a callback only on the request handle is sufficient", async () => {
  await using server = usualServer();
  await using hInternet = InternetOpen("a", 0, null, null, INTERNET_FLAG_ASYNC);
  const hRequest = await openRequest(hInternet, server, { dwContext: 1 });
  const told: number[] = [];
  InternetSetStatusCallback(
    hRequest,
    (_hInternet, _dwContext, status) => void told.push(status),
  );
  await HttpSendRequest(hRequest);
  assertEquals(told, [20, 21, 30, 31, 40, 41, 100]);
});

Deno.test("rule 26: a callback may read from the handle that it is called for", async () => {
  await using server = usualServer();
  const read = Promise.withResolvers<number>();
  const buffer = new Uint8Array(100);
  await using watched = watch({
    onStatus({ name, hInternet }) {
      if (name !== "REQUEST_COMPLETE" || completions(watched).length > 1) {
        return;
      }
      read.resolve(InternetReadFile(hInternet, buffer));
    },
  });
  InternetOpenUrl(watched.hInternet, server.url, null, 0, 1);
  assertEquals(await read.promise, HELLO.length);
});

Deno.test("rule 26: a callback may close the handle that it is called for", async () => {
  await using scene = openScene({
    onStatus({ name, hInternet }) {
      if (name === "REQUEST_COMPLETE") InternetCloseHandle(hInternet);
    },
  });
  const { server, watched } = scene;
  const hUrl = await InternetOpenUrl(
    scene.hInternet,
    server.url,
    null,
    0,
    1,
  );
  assert(hUrl.closed);
  await watched.until("HANDLE_CLOSING", 1);
  assertEquals(completions(watched), [{ dwResult: hUrl, dwError: 0 }]);
});

Deno.test("rule 26: a callback may add headers to the request that it is called for", async () => {
  await using scene = openScene({
    onStatus({ name, hInternet }) {
      if (name.startsWith("HANDLE")) return;
      HttpAddRequestHeaders(hInternet, `X-${name}: yes`);
    },
  });
  const hRequest = await scene.sent({ dwContext: 1 });
  await readText(hRequest);
  await HttpSendRequest(hRequest);
  assertEquals(scene.server.requests[1]?.header("x-sending_request"), "yes");
  const query = HTTP_QUERY_CUSTOM | HTTP_QUERY_FLAG_REQUEST_HEADERS;
  assertEquals(HttpQueryInfo(hRequest, query, "X-REQUEST_SENT"), "yes");
});

Deno.test("rule 27: a parent whose callback is replaced with null posts no HANDLE_CLOSING", async () => {
  await using scene = openScene();
  const { watched } = scene;
  const hRequest = await scene.open({
    dwContext: "request",
    dwConnectContext: "connection",
  });
  const hConnect = InternetQueryOption(hRequest, INTERNET_OPTION_PARENT_HANDLE);
  InternetSetStatusCallback(hConnect!, null);
  InternetSetStatusCallback(scene.hInternet, null);
  watched.log.length = 0;
  await scene.hInternet[Symbol.asyncDispose]();
  assertEquals(watched.names(), ["HANDLE_CLOSING"]);
  assertEquals(watched.names("request"), ["HANDLE_CLOSING"]);
});
