// Copyright 2026 the wininet authors. MIT license.

/** The guarantees of the event queue: the order of callbacks and promises. */

import { assert, assertEquals, assertStrictEquals } from "@std/assert";
import { eventQueue } from "../../_core/event_queue.ts";
import type { HandleObject } from "../../_core/handle.ts";
import { startCall } from "../../_core/operation.ts";
import { ERROR_INTERNET_TIMEOUT, InternetError } from "../../error.ts";
import { HttpOpenRequest, HttpSendRequest } from "../../http.ts";
import {
  InternetConnect,
  InternetOpen,
  InternetOpenUrl,
  InternetReadFile,
  InternetSetStatusCallback,
} from "../../internet.ts";
import type { HINTERNET } from "../../structures.ts";
import {
  openRequest,
  readText,
  rejectedCode,
  sentRequest,
  usualServer,
} from "../helpers/calls.ts";
import { catchReported, catchUnhandled } from "../helpers/global_events.ts";
import { type Watch, watch } from "../helpers/watch.ts";

/** The number of events after which a flood counts as endless: it starves other work. */
const FLOOD = 200_000;

Deno.test("callbacks of several handles are called in the order of their events", async () => {
  await using watched = watch();
  await using server = usualServer();
  for (const context of ["a", "b", "c"]) {
    InternetConnect(
      watched.hInternet,
      server.hostname,
      server.port,
      null,
      null,
      3,
      0,
      context,
    );
  }
  const [a, b] = watched.log;
  assertEquals([a, b], [undefined, undefined]);
  await eventQueue.drained();
  watched.hInternet[Symbol.dispose]();
  await eventQueue.drained();
  assertEquals(
    watched.log.map(({ name, dwContext }) => `${name} ${dwContext}`),
    [
      ...["a", "b", "c"].map((context) => `HANDLE_CREATED ${context}`),
      ...["c", "b", "a"].map((context) => `HANDLE_CLOSING ${context}`),
    ],
  );
});

Deno.test("a callback that posts and starts calls is not called inside itself", async () => {
  let depth = 0;
  let deepest = 0;
  await using server = usualServer();
  await using watched = watch({
    onStatus({ name, information }) {
      deepest = Math.max(deepest, ++depth);
      if (name === "HANDLE_CREATED") {
        const handle = information as HINTERNET;
        if (watched.names().length < 10) {
          InternetOpenUrl(watched.hInternet, server.url, null, 0, "next");
        }
        handle[Symbol.dispose]();
      }
      depth--;
    },
  });
  using unhandled = catchUnhandled();
  InternetOpenUrl(watched.hInternet, server.url, null, 0, "first");
  await watched.until("HANDLE_CLOSING", "next");
  assertEquals(deepest, 1);
  assertEquals(unhandled.caught, []);
});

Deno.test("no callback is called inside the call that causes it", async () => {
  await using server = usualServer();
  await using watched = watch();
  const calls: [name: string, start: () => unknown][] = [
    ["InternetConnect", () => connect(watched, server, "call")],
    [
      "InternetOpenUrl",
      () => InternetOpenUrl(watched.hInternet, server.url, null, 0, "call"),
    ],
    ["InternetCloseHandle", () => watched.hInternet[Symbol.dispose]()],
  ];
  for (const [name, start] of calls) {
    const before = watched.log.length;
    const started = start();
    assertEquals(watched.log.length, before, name);
    await started;
  }
});

Deno.test("HANDLE_CREATED is delivered before the promise of InternetConnect()", async () => {
  await using server = usualServer();
  await using watched = watch();
  await connect(watched, server, 1);
  assertEquals(watched.names(), ["HANDLE_CREATED"]);
});

Deno.test("HANDLE_CREATED is delivered before the promise of HttpOpenRequest()", async () => {
  await using server = usualServer();
  await using watched = watch();
  const hConnect = await connect(watched, server, 0);
  await HttpOpenRequest(hConnect, ...REQUEST_DEFAULTS, "the request");
  assertEquals(watched.names(), ["HANDLE_CREATED"]);
});

Deno.test("REQUEST_COMPLETE is delivered before the promise of the call", async () => {
  await using server = usualServer();
  await using watched = watch();
  const hRequest = await openRequest(watched.hInternet, server, {
    dwContext: 1,
  });
  await HttpSendRequest(hRequest);
  assertEquals(watched.names().at(-1), "REQUEST_COMPLETE");
  await readText(hRequest);
  const completed = watched.names().filter((name) =>
    name === "REQUEST_COMPLETE"
  );
  assertEquals(completed.length, 2);
});

Deno.test("REQUEST_COMPLETE of a failure is delivered before the promise rejects", async () => {
  const [handle, log] = tellingHandle();
  const failure = startCall(handle, () => Promise.reject(timeout()));
  assertEquals(await rejectedCode(failure), ERROR_INTERNET_TIMEOUT);
  assertEquals(log, [100]);
});

Deno.test("HANDLE_CLOSING is the last callback of a handle", async () => {
  await using server = usualServer();
  await using watched = watch();
  const hRequest = await sentRequest(watched.hInternet, server, {
    dwContext: 1,
  });
  const read = InternetReadFile(hRequest, new Uint8Array(100));
  hRequest[Symbol.dispose]();
  await rejectedCode(read);
  await watched.hInternet[Symbol.asyncDispose]();
  const names = watched.names(1);
  assertEquals(names.at(-1), "HANDLE_CLOSING");
  assertEquals(names.indexOf("HANDLE_CLOSING"), names.length - 1);
});

Deno.test("a callback that throws is reported and stops nothing", async () => {
  using errors = catchReported();
  await using server = usualServer();
  const fault = new RangeError("from the callback");
  await using watched = watch({
    onStatus() {
      throw fault;
    },
  });
  const hRequest = await sentRequest(watched.hInternet, server, {
    dwContext: 1,
  });
  assertEquals(await readText(hRequest), "hello");
  assert(errors.caught.length > 1);
  assertEquals(errors.caught.length, watched.log.length);
  assertStrictEquals(errors.caught[0], fault);
});

Deno.test("a callback that starts calls forever does not starve timers and sockets", async () => {
  await using server = usualServer();
  let left = FLOOD;
  const buffer = new Uint8Array(10);
  await using watched = watch({
    onStatus({ name, hInternet }) {
      if (name === "REQUEST_COMPLETE" && left-- > 0) {
        InternetReadFile(hInternet, buffer);
      }
      if (watched.log.length > 1000) watched.log.length = 0;
    },
  });
  await sentRequest(watched.hInternet, server, {
    path: "/empty",
    dwContext: 1,
  });
  const timer = new Promise((resolve) => setTimeout(resolve, 0));
  const fetched = fetch(server.url).then((response) => response.text());
  await Promise.all([timer, fetched]);
  const atTheEnd = left;
  left = 0;
  assert(atTheEnd > 0, "timer and socket came only after the flood");
});

Deno.test("a rejection that was reported to the callback is handled", async () => {
  using unhandled = catchUnhandled();
  const [handle, log] = tellingHandle();
  startCall(handle, () => Promise.reject(timeout()));
  await untilPosted();
  await eventQueue.drained();
  await nextTurns();
  assertEquals(log, [100]);
  assertEquals(unhandled.caught, []);
});

Deno.test("a rejection is unhandled without a callback", async () => {
  using unhandled = catchUnhandled();
  const [handle] = tellingHandle();
  InternetSetStatusCallback(handle, null);
  const error = timeout();
  startCall(handle, () => Promise.reject(error));
  assertStrictEquals(await unhandled.first, error);
});

Deno.test("a rejection is unhandled if the context is 0", async () => {
  using unhandled = catchUnhandled();
  const [handle, log] = tellingHandle(0);
  const error = timeout();
  startCall(handle, () => Promise.reject(error));
  assertStrictEquals(await unhandled.first, error);
  assertEquals(log, []);
});

Deno.test("a rejection is unhandled on a synchronous session", async () => {
  using unhandled = catchUnhandled();
  const [handle, log] = tellingHandle("context", 0);
  const error = timeout();
  startCall(handle, () => Promise.reject(error));
  assertStrictEquals(await unhandled.first, error);
  assertEquals(log, []);
});

Deno.test("a rejection is unhandled if the callback is removed while its event waits", async () => {
  using unhandled = catchUnhandled();
  const [handle, log] = tellingHandle();
  const error = timeout();
  startCall(handle, () => Promise.reject(error));
  await untilPosted();
  InternetSetStatusCallback(handle, null);
  assertStrictEquals(await unhandled.first, error);
  assertEquals(log, []);
});

Deno.test("a callback that is set while the event waits receives it", async () => {
  using unhandled = catchUnhandled();
  const [handle, log] = tellingHandle();
  startCall(handle, () => Promise.reject(timeout()));
  await untilPosted();
  const told: number[] = [];
  InternetSetStatusCallback(
    handle,
    (_handle, _context, status) => void told.push(status),
  );
  await nextTurns();
  assertEquals([log, told, unhandled.caught], [[], [100], []]);
});

const REQUEST_DEFAULTS = [null, null, null, null, null, 0] as const;

function connect(
  { hInternet }: Watch,
  server: { hostname: string; port: number },
  dwContext: unknown,
): Promise<HINTERNET> {
  const { hostname, port } = server;
  return InternetConnect(
    hInternet,
    hostname,
    port,
    null,
    null,
    3,
    0,
    dwContext,
  );
}

/** Returns a handle without a network, and the statuses that its callback receives. */
function tellingHandle(
  context: unknown = "context",
  dwFlags: number = 0x10000000,
): [handle: HandleObject, log: number[]] {
  const log: number[] = [];
  const handle = InternetOpen("agent", 0, null, null, dwFlags) as HandleObject;
  handle.context = context;
  InternetSetStatusCallback(
    handle,
    (_handle, _context, status) => void log.push(status),
  );
  return [handle, log];
}

function timeout(): InternetError {
  return new InternetError(ERROR_INTERNET_TIMEOUT, "Cannot continue");
}

/** Waits in microtasks, so that posted events are not delivered yet. */
async function untilPosted(): Promise<void> {
  for (let left = 100; eventQueue.empty && left > 0; left--) await null;
  assert(!eventQueue.empty, "nothing was posted");
}

/** Two turns of the event loop: unhandled rejections are reported at the end of a turn. */
async function nextTurns(): Promise<void> {
  for (let left = 2; left > 0; left--) {
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
}
