// Copyright 2026 the wininet authors. MIT license.

import {
  assert,
  assertEquals,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import {
  ERROR_ACCESS_DENIED,
  ERROR_INTERNET_FAILED_DUETOSECURITYCHECK,
  ERROR_INTERNET_TIMEOUT,
  InternetError,
} from "../../error.ts";
import { INTERNET_FLAG_SECURE } from "../../flags.ts";
import { HttpOpenRequest, HttpSendRequest } from "../../http.ts";
import {
  InternetConnect,
  InternetOpenUrl,
  InternetReadFile,
  InternetSetOption,
} from "../../internet.ts";
import { INTERNET_OPTION_CONNECT_TIMEOUT } from "../../options.ts";
import type { HINTERNET } from "../../structures.ts";
import { ERROR_NAMES } from "../../_base/error_names.ts";
import { byFetchUnlessWatched } from "../helpers/calls.ts";
import { type Failure, FAILURES } from "./failures.ts";
import { nowhere } from "../servers/faulty_servers.ts";
import { FakeHttpServer } from "../servers/http_server.ts";
import { type Watch, watch } from "../helpers/watch.ts";

const CONTEXT = "the request";
const SECRET = "Bearer open-sesame";

/** Opens a request for a URL. */
async function open(
  hInternet: HINTERNET,
  url: string,
  dwContext: unknown,
): Promise<HINTERNET> {
  const { protocol, hostname, port } = new URL(url);
  const flags = protocol === "https:" ? INTERNET_FLAG_SECURE : 0;
  const hConnect = await InternetConnect(hInternet, hostname, Number(port));
  byFetchUnlessWatched(hConnect, dwContext);
  return await HttpOpenRequest(
    hConnect,
    "GET",
    "/a?b",
    null,
    null,
    null,
    flags,
    dwContext,
  );
}

/** Sends a request and reads its response; returns the failure. */
async function fail(
  hRequest: HINTERNET,
  failure: Failure,
): Promise<InternetError> {
  const sent = HttpSendRequest(hRequest, `Authorization: ${SECRET}`);
  if (failure.after !== "head") {
    return await assertRejects(() => sent, InternetError);
  }
  await sent;
  return await assertRejects(async () => {
    while (await InternetReadFile(hRequest, new Uint8Array(1000)) > 0);
  }, InternetError);
}

function checkError(error: InternetError, code: number): void {
  const name = ERROR_NAMES.get(code)!;
  assertEquals(ERROR_NAMES.get(error.code), name);
  assertStringIncludes(error.message, name);
  // A timeout of the library, a blocked port and a missing permission have no
  // cause.
  const ours = [
    ERROR_INTERNET_TIMEOUT,
    ERROR_ACCESS_DENIED,
    ERROR_INTERNET_FAILED_DUETOSECURITYCHECK,
  ].includes(code);
  assertEquals(error.cause instanceof Error, !ours);
  const everything = Deno.inspect(error);
  assert(!everything.includes("sesame"), everything);
}

/**
 * Checks that a connection is closed before the call ends, and that none is
 * closed if there was none.
 */
function checkStatuses(log: Watch, failure: Failure): void {
  const names = log.names(CONTEXT);
  const last = log.log.at(-1)!;
  assertEquals(last.name, "REQUEST_COMPLETE");
  const connected = names.includes("CONNECTED_TO_SERVER");
  if (failure.after !== "accept") {
    assertEquals(connected, failure.after !== "nothing", `${names}`);
  }
  const before = names.slice(0, -1);
  const closing = connected ? ["CLOSING_CONNECTION", "CONNECTION_CLOSED"] : [];
  assertEquals(connected ? before.slice(-2) : [], closing, `${names}`);
  const closed = before.filter((name) => name === "CONNECTION_CLOSED");
  assertEquals(closed.length, connected ? 1 : 0, `${names}`);
}

/** Sends a request to a working server in the same session. */
async function checkNext(hInternet: HINTERNET, dwContext: unknown) {
  await using good = new FakeHttpServer({
    "/": (_request, reply) => reply({ body: "good" }),
  });
  const hRequest = await InternetOpenUrl(
    hInternet,
    `${good.url}/`,
    null,
    0,
    dwContext,
  );
  const buffer = new Uint8Array(10);
  assertEquals(await InternetReadFile(hRequest, buffer), 4);
}

for (const failure of FAILURES) {
  const { name, code, directCode = code, ignore = false } = failure;
  for (const observed of [true, false]) {
    const expected = observed ? code : directCode;
    const call = failure.after === "head"
      ? "InternetReadFile"
      : "HttpSendRequest";
    const how = observed ? "observed" : "unobserved";
    Deno.test({
      name: `${call}() fails with ${
        ERROR_NAMES.get(expected)
      } for ${name}, ${how}`,
      ignore,
      async fn() {
        await using server = await failure.open();
        await using log = watch();
        const dwContext = observed ? CONTEXT : 0;
        const hRequest = await open(log.hInternet, server.url, dwContext);
        if (failure.connectTimeout !== undefined) {
          InternetSetOption(
            hRequest,
            INTERNET_OPTION_CONNECT_TIMEOUT,
            failure.connectTimeout,
          );
        }
        checkError(await fail(hRequest, failure), expected);
        if (observed) checkStatuses(log, failure);
        else assertEquals(log.log, []);
        await checkNext(log.hInternet, dwContext);
      },
    });
  }
}

for (const observed of [true, false]) {
  const how = observed ? "observed" : "unobserved";
  Deno.test({
    name:
      `HttpSendRequest() fails with ERROR_ACCESS_DENIED without permission for the host, ${how}`,
    permissions: { net: ["127.0.0.1"], env: true },
    async fn() {
      await using log = watch();
      const dwContext = observed ? CONTEXT : 0;
      const failure: Failure = {
        name: "",
        open: nowhere(""),
        code: ERROR_ACCESS_DENIED,
        after: "nothing",
      };
      const url = "http://localhost:8080";
      const hRequest = await open(log.hInternet, url, dwContext);
      const error = await fail(hRequest, failure);
      checkError(error, ERROR_ACCESS_DENIED);
      assertStringIncludes(error.message, "--allow-net=localhost:8080");
      if (observed) checkStatuses(log, failure);
      await checkNext(log.hInternet, dwContext);
    },
  });
}
