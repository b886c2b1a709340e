// Copyright 2026 the wininet authors. MIT license.

import { assert, assertEquals } from "@std/assert";
import {
  ERROR_INTERNET_OPERATION_CANCELLED,
  type InternetError,
} from "../../error.ts";
import { INTERNET_FLAG_SECURE } from "../../flags.ts";
import { HttpOpenRequest } from "../../http.ts";
import { InternetCloseHandle, InternetConnect } from "../../internet.ts";
import type { INTERNET_ASYNC_RESULT } from "../../status.ts";
import { closeOn } from "../../streams.ts";
import type { HINTERNET } from "../../structures.ts";
import { type Stage, STAGES } from "./cancel_stages.ts";
import { turns } from "../helpers/turns.ts";
import { type Watch, watch } from "../helpers/watch.ts";

const CONTEXT = "request";

/** The handles of a request. */
interface Handles {
  readonly hInternet: HINTERNET;
  readonly hConnect: HINTERNET;
  readonly hRequest: HINTERNET;
}

/** Makes a function that closes the request by one method; it may be called in a callback. */
type MakeCloser = (handles: Handles) => () => PromiseLike<void> | void;

const CLOSERS: Record<string, MakeCloser> = {
  "InternetCloseHandle(hRequest)": ({ hRequest }) => () =>
    void InternetCloseHandle(hRequest),
  "InternetCloseHandle(hConnect)": ({ hConnect }) => () =>
    void InternetCloseHandle(hConnect),
  "InternetCloseHandle(hInternet)": ({ hInternet }) => () =>
    void InternetCloseHandle(hInternet),
  "await using": ({ hRequest }) => () => hRequest[Symbol.asyncDispose](),
  "closeOn()": ({ hRequest }) => {
    const controller = new AbortController();
    closeOn(controller.signal, hRequest);
    return () => controller.abort();
  },
};

async function open(
  hInternet: HINTERNET,
  url: string,
  verb: string,
  dwContext: unknown,
): Promise<Handles> {
  const { protocol, hostname, port } = new URL(url);
  const flags = protocol === "https:" ? INTERNET_FLAG_SECURE : 0;
  const hConnect = await InternetConnect(hInternet, hostname, Number(port));
  const hRequest = await HttpOpenRequest(
    hConnect,
    verb,
    "/",
    null,
    null,
    null,
    flags,
    dwContext,
  );
  return { hInternet, hConnect, hRequest };
}

/** Returns the results of calls: 0 or an error code. */
function outcomes(calls: readonly Promise<unknown>[]): {
  readonly known: (number | undefined)[];
  readonly all: Promise<unknown>;
} {
  const known: (number | undefined)[] = calls.map(() => undefined);
  const ends = calls.map((call, index) =>
    call.then(
      () => known[index] = 0,
      (error: InternetError) => known[index] = error.code,
    )
  );
  return { known, all: Promise.all(ends) };
}

/**
 * Checks the statuses after the close: the end of the connection, of the calls,
 * and of the handle.
 */
function checkStatuses(log: Watch, stage: Stage, pending: number): void {
  const told = log.log.filter(({ dwContext }) => dwContext === CONTEXT);
  const expected = [
    ...(stage.connected ? ["CLOSING_CONNECTION", "CONNECTION_CLOSED"] : []),
    ...Array.from({ length: pending }, () => "REQUEST_COMPLETE"),
    "HANDLE_CLOSING",
  ];
  const names = told.map(({ name }) => name);
  assertEquals(names.slice(-expected.length), expected, `${names}`);
  for (const { information } of told.slice(-1 - pending, -1)) {
    const { dwResult, dwError } = information as INTERNET_ASYNC_RESULT;
    assertEquals(dwError, ERROR_INTERNET_OPERATION_CANCELLED);
    assertEquals(dwResult, 0);
  }
}

/** Brings a request to a stage, closes it, and checks the results. */
async function cancelAt(
  stage: Stage,
  makeCloser: MakeCloser,
  observed: boolean,
): Promise<void> {
  const closed = Promise.withResolvers<void>();
  let close: () => PromiseLike<void> | void = () => {};
  await using server = await stage.serve();
  await using log = watch({
    onStatus({ name }) {
      if (name === stage.closeAt) closed.resolve(close());
    },
  });
  const { verb = "GET" } = stage;
  const dwContext = observed ? CONTEXT : 0;
  const handles = await open(log.hInternet, server.url, verb, dwContext);
  close = makeCloser(handles);
  const { hRequest } = handles;
  const calls = await stage.reach({ hRequest, server, log });
  const { known, all } = outcomes(calls);
  await Promise.resolve();
  const before = [...known];
  if (stage.closeAt === undefined) closed.resolve(close());
  await closed.promise;
  await all;
  // Calls that ended before the close keep their result.
  const cancelled = known.map((_code, index) =>
    before[index] ?? ERROR_INTERNET_OPERATION_CANCELLED
  );
  assertEquals(known, cancelled);
  const pending = before.filter((code) => code === undefined).length;
  const expected = stage.pending === "observed" ? observed : stage.pending;
  if (stage.pending !== "observed" || observed) {
    assertEquals(pending > 0, expected);
  }
  await server.ended();
  if (observed) checkStatuses(log, stage, pending);
  const length = log.log.length;
  await turns(3);
  assertEquals(log.log.length, length, "a status came after HANDLE_CLOSING");
  assert(hRequest.closed);
}

for (const stage of STAGES) {
  for (const [name, makeCloser] of Object.entries(CLOSERS)) {
    for (const observed of [true, false]) {
      if (!observed && stage.closeAt !== undefined) continue;
      const how = observed ? "observed" : "unobserved";
      Deno.test({
        name: `${name} cancels a request ${stage.name}, ${how}`,
        ignore: stage.ignore ?? false,
        fn: () => cancelAt(stage, makeCloser, observed),
      });
    }
  }
}
