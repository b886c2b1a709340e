// Copyright 2026 the wininet authors. MIT license.

/** statusEvents and closeOn. */

import {
  assert,
  assertEquals,
  AssertionError,
  assertStrictEquals,
  assertThrows,
} from "@std/assert";
import { eventQueue } from "../../_core/event_queue.ts";
import {
  ERROR_INTERNET_OPERATION_CANCELLED,
  ERROR_INVALID_HANDLE,
  ERROR_INVALID_PARAMETER,
  InternetError,
} from "../../error.ts";
import { INTERNET_FLAG_ASYNC } from "../../flags.ts";
import { HttpSendRequest } from "../../http.ts";
import {
  InternetCloseHandle,
  InternetOpen,
  InternetOpenUrl,
  InternetReadFile,
  InternetSetStatusCallback,
} from "../../internet.ts";
import {
  INTERNET_STATUS_HANDLE_CLOSING,
  INTERNET_STATUS_REQUEST_COMPLETE,
  type StatusEvent,
} from "../../status.ts";
import { closeOn, readable, statusEvents } from "../../streams.ts";
import type { HINTERNET } from "../../structures.ts";
import {
  openRequest,
  rejectedCode,
  sentRequest,
  thrownCode,
  usualServer,
} from "../helpers/calls.ts";
import { catchUnhandled } from "../helpers/global_events.ts";
import { watch } from "../helpers/watch.ts";

Deno.test("statusEvents() yields the statuses in order, in addition to the callback", async () => {
  await using server = usualServer();
  await using watched = watch();
  const events = statusEvents(watched.hInternet);
  await sentRequest(watched.hInternet, server, { dwContext: 1 });
  await watched.hInternet[Symbol.asyncDispose]();
  const heard = await collect(events);
  const told = watched.log.map((entry) => [
    entry.hInternet,
    entry.dwContext,
    entry.status,
    entry.information,
  ]);
  // The session has no context, so only events report its HANDLE_CLOSING.
  assertEquals(heard.pop()?.dwInternetStatus, INTERNET_STATUS_HANDLE_CLOSING);
  // The connection handle has no context either.
  const withContext = heard.filter(({ dwContext }) => dwContext === 1);
  assertEquals(withContext.length, told.length);
  for (const [at, event] of withContext.entries()) {
    const row = [
      event.hInternet,
      event.dwContext,
      event.dwInternetStatus,
      event.lpvStatusInformation,
    ];
    row.forEach((value, column) =>
      assertStrictEquals(value, told[at]?.[column])
    );
  }
});

Deno.test("statusEvents() yields the handle, the context, the status, its information and the time", async () => {
  await using server = usualServer();
  await using hInternet = InternetOpen("agent");
  const events = statusEvents(hInternet);
  const before = performance.now();
  await sentRequest(hInternet, server, { dwContext: 1 });
  await hInternet[Symbol.asyncDispose]();
  const heard = await collect(events);
  for (const event of heard) {
    assertStrictEquals(event.handle, event.hInternet);
    assertStrictEquals(event.context, event.dwContext);
    assertStrictEquals(event.status, event.dwInternetStatus);
    assertStrictEquals(event.information, event.lpvStatusInformation);
  }
  const times = [before, ...heard.map(({ time }) => time), performance.now()];
  assertEquals(times, times.toSorted((a, b) => a - b));
});

Deno.test("statusEvents() has the time when the status is posted, not when it is delivered", async () => {
  await using hInternet = InternetOpen("agent");
  const events = statusEvents(hInternet);
  hInternet[Symbol.dispose]();
  const posted = performance.now();
  while (performance.now() < posted + 5);
  const [closing] = await collect(events);
  assert(closing!.time <= posted);
});

Deno.test("statusEvents() ends after HANDLE_CLOSING of its handle", async () => {
  await using server = usualServer();
  await using hInternet = asyncSession();
  const hRequest = await openRequest(hInternet, server);
  const events = statusEvents(hRequest);
  await HttpSendRequest(hRequest);
  InternetCloseHandle(hRequest);
  const heard = await collect(events);
  const last = heard.at(-1);
  assertEquals(last?.dwInternetStatus, INTERNET_STATUS_HANDLE_CLOSING);
  assertStrictEquals(last?.hInternet, hRequest);
  assertEquals(await events.next(), { value: undefined, done: true });
});

Deno.test("statusEvents() yields statuses of children, with any context", async () => {
  await using server = usualServer();
  await using hInternet = asyncSession();
  const events = statusEvents(hInternet);
  const hRequest = await sentRequest(hInternet, server);
  InternetCloseHandle(hInternet);
  const heard = await collect(events);
  const ofRequest = heard.filter((event) => event.hInternet === hRequest)
    .map((event) => event.dwInternetStatus);
  assertEquals(ofRequest, [20, 21, 30, 31, 40, 41, 100, 70]);
  assertEquals(
    heard.map((event) => event.dwContext),
    heard.map(() => undefined),
  );
});

Deno.test("statusEvents() yields no statuses of parents and siblings", async () => {
  await using server = usualServer();
  await using hInternet = asyncSession();
  const hRequest = await openRequest(hInternet, server, { dwContext: 1 });
  const events = statusEvents(hRequest);
  await sentRequest(hInternet, server, { dwContext: 2 });
  InternetCloseHandle(hInternet);
  const heard = await collect(events);
  assertEquals(heard.map((event) => event.dwInternetStatus), [70]);
});

Deno.test("statusEvents() keeps statuses that were not read yet", async () => {
  await using server = usualServer();
  await using hInternet = asyncSession();
  const events = statusEvents(hInternet);
  for (const _ of [1, 2, 3]) await sentRequest(hInternet, server);
  InternetCloseHandle(hInternet);
  const complete = (await collect(events)).filter((event) =>
    event.dwInternetStatus === INTERNET_STATUS_REQUEST_COMPLETE
  );
  assertEquals(complete.length, 3);
});

Deno.test("statusEvents() unregisters when the loop is left", async () => {
  await using server = usualServer();
  await using hInternet = asyncSession();
  const hRequest = await openRequest(hInternet, server);
  assert(!observed(hRequest));
  const events = statusEvents(hInternet);
  assert(observed(hRequest));
  const sent = HttpSendRequest(hRequest);
  for await (const _event of events) break;
  assert(!observed(hRequest));
  await sent;
  assertEquals(await events.next(), { value: undefined, done: true });
});

Deno.test("statusEvents() unregisters by return()", async () => {
  await using hInternet = asyncSession();
  const [one, other] = [statusEvents(hInternet), statusEvents(hInternet)];
  await one.return?.();
  assert(observed(hInternet), "the other is still there");
  await one.return?.();
  await other.return?.();
  assert(!observed(hInternet));
  InternetCloseHandle(hInternet);
  assertEquals((await one.next()).done, true);
});

Deno.test("statusEvents() called several times yields everything to each caller", async () => {
  await using hInternet = asyncSession();
  const [one, other] = [statusEvents(hInternet), statusEvents(hInternet)];
  InternetCloseHandle(hInternet);
  assertEquals((await collect(one)).length, 1);
  assertEquals((await collect(other)).length, 1);
});

Deno.test("statusEvents() makes a rejection that it has reported handled", async () => {
  using unhandled = catchUnhandled();
  await using server = usualServer();
  await using hInternet = asyncSession();
  const events = statusEvents(hInternet);
  const hRequest = await openRequest(hInternet, server, { path: "/wait" });
  HttpSendRequest(hRequest);
  InternetCloseHandle(hRequest);
  InternetCloseHandle(hInternet);
  await collect(events);
  await new Promise((resolve) => setTimeout(resolve, 0));
  assertEquals(unhandled.caught, []);
});

Deno.test("statusEvents() does not affect a callback that closes the handle", async () => {
  await using server = usualServer();
  await using hInternet = asyncSession();
  InternetSetStatusCallback(hInternet, (handle, _context, status) => {
    if (status === INTERNET_STATUS_REQUEST_COMPLETE) {
      InternetCloseHandle(handle);
    }
  });
  const hRequest = await openRequest(hInternet, server, { dwContext: 1 });
  const events = statusEvents(hRequest);
  await HttpSendRequest(hRequest);
  const heard = await collect(events);
  assertEquals(heard.slice(-2).map((event) => event.dwInternetStatus), [
    100,
    70,
  ]);
});

Deno.test("closeOn() returns the handle and leaves it open", () => {
  const controller = new AbortController();
  using hInternet = InternetOpen("agent");
  assertStrictEquals(closeOn(controller.signal, hInternet), hInternet);
  assert(!hInternet.closed);
});

Deno.test("closeOn() with swapped arguments names the signal", () => {
  using hInternet = InternetOpen("agent");
  const { signal } = new AbortController();
  for (const [first, second] of [[hInternet, signal], [5, hInternet]]) {
    const error = assertThrows(
      () => closeOn(first as AbortSignal, second as HINTERNET),
      InternetError,
      "as signal: it must be an AbortSignal",
    );
    assertEquals(error.code, ERROR_INVALID_PARAMETER);
  }
  assert(!hInternet.closed);
});

Deno.test("closeOn() cancels pending calls when the signal aborts", async () => {
  await using server = usualServer();
  await using watched = watch();
  const controller = new AbortController();
  const hRequest = await sentRequest(watched.hInternet, server, {
    path: "/stuck",
    dwContext: 1,
  });
  closeOn(controller.signal, hRequest);
  const read = InternetReadFile(hRequest, new Uint8Array(100));
  controller.abort("enough");
  assert(hRequest.closed);
  assertEquals(await rejectedCode(read), ERROR_INTERNET_OPERATION_CANCELLED);
  await watched.until("HANDLE_CLOSING", 1);
  await server.allClosed();
});

Deno.test("closeOn() on a session closes everything below it", async () => {
  await using server = usualServer();
  const controller = new AbortController();
  const hInternet = closeOn(controller.signal, InternetOpen("agent"));
  const hRequest = await openRequest(hInternet, server, { path: "/wait" });
  const sent = HttpSendRequest(hRequest);
  controller.abort();
  assertEquals([hInternet.closed, hRequest.closed], [true, true]);
  assertEquals(await rejectedCode(sent), ERROR_INTERNET_OPERATION_CANCELLED);
  await hInternet[Symbol.asyncDispose]();
});

Deno.test("closeOn() closes immediately if the signal has already aborted", () => {
  const hInternet = InternetOpen("agent");
  assertStrictEquals(closeOn(AbortSignal.abort(), hInternet), hInternet);
  assert(hInternet.closed);
  assertEquals(
    thrownCode(() => closeOn(AbortSignal.abort(), hInternet)),
    ERROR_INVALID_HANDLE,
  );
});

/** Returns the code and the cause of a call's error. */
async function failureOf(
  call: () => unknown,
): Promise<[code: number, cause: unknown]> {
  try {
    await call();
  } catch (error) {
    if (error instanceof InternetError) return [error.code, error.cause];
  }
  throw new AssertionError("The call has not failed");
}

Deno.test("closeOn() passes the reason to calls on a handle that an aborted signal has closed", async () => {
  const reason = new Error("enough");
  const hInternet = closeOn(AbortSignal.abort(reason), InternetOpen("agent"));
  const calls = [
    () => InternetOpenUrl(hInternet, "http://127.0.0.1:1/"),
    () => InternetReadFile(hInternet, new Uint8Array(1)),
    () => InternetCloseHandle(hInternet),
    () => readable(hInternet),
  ];
  for (const call of calls) {
    assertEquals(await failureOf(call), [ERROR_INVALID_HANDLE, reason]);
  }
});

Deno.test("closeOn() passes the reason to later calls, including those on child handles", async () => {
  await using server = usualServer();
  const reason = new Error("enough");
  const controller = new AbortController();
  const hInternet = closeOn(controller.signal, InternetOpen("agent"));
  const hRequest = await sentRequest(hInternet, server, { path: "/stuck" });
  const read = InternetReadFile(hRequest, new Uint8Array(100));
  const reader = readable(await sentRequest(hInternet, server)).getReader();
  controller.abort(reason);
  assertEquals(await failureOf(() => read), [
    ERROR_INTERNET_OPERATION_CANCELLED,
    reason,
  ]);
  assertEquals(
    await failureOf(() => InternetReadFile(hRequest, new Uint8Array(1))),
    [ERROR_INVALID_HANDLE, reason],
  );
  // A stream ends like a read that was in progress.
  assertEquals(await failureOf(() => reader.read()), [
    ERROR_INTERNET_OPERATION_CANCELLED,
    reason,
  ]);
});

Deno.test("a handle that the program has closed has no cause", async () => {
  const hInternet = InternetOpen("agent");
  InternetCloseHandle(hInternet);
  assertEquals(await failureOf(() => InternetCloseHandle(hInternet)), [
    ERROR_INVALID_HANDLE,
    undefined,
  ]);
});

Deno.test("closeOn() removes its listener when the handle is closed", () => {
  const { signal, listeners } = countedSignal();
  const hInternet = InternetOpen("agent");
  closeOn(signal, hInternet);
  assertEquals(listeners(), 1);
  InternetCloseHandle(hInternet);
  assertEquals(listeners(), 0);
});

Deno.test("closeOn() removes its listener when a parent is closed", async () => {
  const { signal, listeners } = countedSignal();
  await using hInternet = InternetOpen("agent");
  const nowhere = { hostname: "127.0.0.1", port: 1 };
  const hRequest = await openRequest(hInternet, nowhere);
  closeOn(signal, hRequest);
  InternetCloseHandle(hInternet);
  assertEquals(listeners(), 0);
});

Deno.test("closeOn() ignores a signal that aborts after the close", () => {
  const controller = new AbortController();
  const hInternet = closeOn(controller.signal, InternetOpen("agent"));
  InternetCloseHandle(hInternet);
  controller.abort();
  assert(hInternet.closed);
});

/** Returns a signal, and the function that counts its listeners. */
function countedSignal(): { signal: AbortSignal; listeners: () => number } {
  const { signal } = new AbortController();
  const add = signal.addEventListener.bind(signal);
  const remove = signal.removeEventListener.bind(signal);
  let count = 0;
  signal.addEventListener = (...args: Parameters<typeof add>) => {
    count++;
    add(...args);
  };
  signal.removeEventListener = (...args: Parameters<typeof remove>) => {
    count--;
    remove(...args);
  };
  return { signal, listeners: () => count };
}

function asyncSession(): HINTERNET {
  return InternetOpen("agent", 0, null, null, INTERNET_FLAG_ASYNC);
}

function observed(handle: HINTERNET): boolean {
  return (handle as HINTERNET & { observed: boolean }).observed;
}

async function collect(
  events: AsyncIterable<StatusEvent>,
): Promise<StatusEvent[]> {
  const heard: StatusEvent[] = [];
  for await (const event of events) heard.push(event);
  assert(eventQueue.empty);
  return heard;
}
