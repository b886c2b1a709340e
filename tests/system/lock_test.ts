// Copyright 2026 the wininet authors. MIT license.

import { assert, assertEquals, assertStrictEquals } from "@std/assert";
import {
  ERROR_FILE_NOT_FOUND,
  ERROR_INTERNET_INCORRECT_HANDLE_STATE,
  ERROR_INTERNET_INCORRECT_HANDLE_TYPE,
  ERROR_INVALID_HANDLE,
  ERROR_INVALID_PARAMETER,
  ERROR_SUCCESS,
  GetLastError,
} from "../../error.ts";
import { HttpSendRequest } from "../../http.ts";
import {
  InternetCloseHandle,
  InternetConnect,
  InternetOpen,
  InternetOpenUrl,
} from "../../internet.ts";
import {
  InternetLockRequestFile,
  InternetUnlockRequestFile,
  ResumeSuspendedDownload,
} from "../../system.ts";
import {
  openRequest,
  sentRequest,
  thrownCode,
  usualServer,
} from "../helpers/calls.ts";
import { GopherServer } from "../servers/gopher_server.ts";

/** Calls functions with arguments that their types forbid. */
// deno-lint-ignore no-explicit-any
type Anything = any;

Deno.test("InternetLockRequestFile() throws ERROR_FILE_NOT_FOUND before the request is sent", async () => {
  await using server = usualServer();
  await using hInternet = InternetOpen("test");
  const hRequest = await openRequest(hInternet, server);
  const code = thrownCode(() => InternetLockRequestFile(hRequest));
  assertEquals(code, ERROR_FILE_NOT_FOUND);
  await HttpSendRequest(hRequest);
  assert(InternetLockRequestFile(hRequest).locked);
});

Deno.test("InternetLockRequestFile() returns one lock that must be unlocked as often as it is locked", async () => {
  await using server = usualServer();
  await using hInternet = InternetOpen("test");
  const hRequest = await sentRequest(hInternet, server);
  const lock = InternetLockRequestFile(hRequest);
  assertStrictEquals(InternetLockRequestFile(hRequest), lock);
  assertEquals(InternetUnlockRequestFile(lock), true);
  assert(lock.locked);
  assertEquals(InternetUnlockRequestFile(lock), true);
  assertEquals(GetLastError(), ERROR_SUCCESS);
  assert(!lock.locked);
  const code = thrownCode(() => InternetUnlockRequestFile(lock));
  assertEquals(code, ERROR_INVALID_HANDLE);
});

Deno.test("InternetLockRequestFile() returns different locks for two requests", async () => {
  await using server = usualServer();
  await using hInternet = InternetOpen("test");
  using one = InternetLockRequestFile(await sentRequest(hInternet, server));
  using other = InternetLockRequestFile(await sentRequest(hInternet, server));
  assert(one !== other);
});

Deno.test("InternetLockRequestFile() keeps the lock after the handle is closed", async () => {
  await using server = usualServer();
  await using hInternet = InternetOpen("test");
  const hRequest = await sentRequest(hInternet, server);
  const lock = InternetLockRequestFile(hRequest);
  InternetCloseHandle(hRequest);
  assert(lock.locked);
  const code = thrownCode(() => InternetLockRequestFile(hRequest));
  assertEquals(code, ERROR_INVALID_HANDLE);
  assertEquals(InternetUnlockRequestFile(lock), true);
});

Deno.test("InternetLockRequestFile() unlocks at the end of a block", async () => {
  await using server = usualServer();
  await using hInternet = InternetOpen("test");
  const hRequest = await sentRequest(hInternet, server);
  const lock = InternetLockRequestFile(hRequest);
  {
    using _again = InternetLockRequestFile(hRequest);
  }
  assert(lock.locked);
  lock[Symbol.dispose]();
  assert(!lock.locked);
  lock[Symbol.dispose]();
});

Deno.test("InternetLockRequestFile() locks a Gopher file", async () => {
  await using server = new GopherServer({ "a": "text\r\n.\r\n" });
  await using hInternet = InternetOpen("test");
  const url = `gopher://${server.host}:${server.port}/0a`;
  using lock = InternetLockRequestFile(await InternetOpenUrl(hInternet, url));
  assert(lock.locked);
});

Deno.test("InternetLockRequestFile() throws for handles without a response", async () => {
  using hInternet = InternetOpen("test");
  const hConnect = await InternetConnect(hInternet, "localhost");
  for (const handle of [hInternet, hConnect]) {
    const code = thrownCode(() => InternetLockRequestFile(handle));
    assertEquals(code, ERROR_INTERNET_INCORRECT_HANDLE_TYPE);
    const resumed = thrownCode(() => ResumeSuspendedDownload(handle, 0));
    assertEquals(resumed, ERROR_INTERNET_INCORRECT_HANDLE_TYPE);
  }
});

for (const bad of [null, undefined, 0, 1, "lock", {}, () => 1]) {
  Deno.test(`locking, unlocking and resuming throw ERROR_INVALID_HANDLE for ${String(bad)}`, () => {
    const calls = [
      () => InternetLockRequestFile(bad as Anything),
      () => InternetUnlockRequestFile(bad as Anything),
      () => ResumeSuspendedDownload(bad as Anything, 0),
    ];
    for (const call of calls) {
      assertEquals(thrownCode(call), ERROR_INVALID_HANDLE);
    }
  });
}

Deno.test("InternetUnlockRequestFile() throws for a handle", () => {
  using hInternet = InternetOpen("test");
  const unlock = () => InternetUnlockRequestFile(hInternet as Anything);
  assertEquals(thrownCode(unlock), ERROR_INVALID_HANDLE);
});

Deno.test("ResumeSuspendedDownload() throws because nothing is suspended", async () => {
  await using server = usualServer();
  await using hInternet = InternetOpen("test");
  const hRequest = await openRequest(hInternet, server);
  const state = ERROR_INTERNET_INCORRECT_HANDLE_STATE;
  assertEquals(thrownCode(() => ResumeSuspendedDownload(hRequest, 0)), state);
  await HttpSendRequest(hRequest);
  assertEquals(thrownCode(() => ResumeSuspendedDownload(hRequest)), state);
  const badCode = () => ResumeSuspendedDownload(hRequest, -1.5);
  assertEquals(thrownCode(badCode), ERROR_INVALID_PARAMETER);
});
