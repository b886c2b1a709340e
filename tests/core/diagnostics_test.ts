// Copyright 2026 the wininet authors. MIT license.

/** The channels of node:diagnostics_channel. */

import { assert, assertEquals, assertLess, assertRejects } from "@std/assert";
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { eventQueue } from "../../_core/event_queue.ts";
import { ERROR_INTERNET_CANNOT_CONNECT, InternetError } from "../../error.ts";
import {
  InternetOpen,
  InternetOpenUrl,
  InternetReadFile,
} from "../../internet.ts";
import { type CallEvent, type StatusEvent, statusName } from "../../status.ts";
import { readText, usualServer } from "../helpers/calls.ts";
import { catchUnhandled } from "../helpers/global_events.ts";
import { closedPort } from "../servers/closed_port.ts";

/** Records the messages of a channel until it is disposed. */
function messagesOf<Message>(channel: string): Disposable & Message[] {
  const messages: Message[] = [];
  const take = (message: unknown) => void messages.push(message as Message);
  subscribe(channel, take);
  return Object.assign(messages, {
    [Symbol.dispose]: () => void unsubscribe(channel, take),
  });
}

Deno.test('"wininet.status" publishes the statuses of a request that nothing else watches', async () => {
  await using server = usualServer();
  using messages = messagesOf<StatusEvent>("wininet.status");
  await using hInternet = InternetOpen("agent");
  const hRequest = await InternetOpenUrl(hInternet, server.url);
  await readText(hRequest);
  await hInternet[Symbol.asyncDispose]();
  const names = messages.map(({ status }) =>
    statusName(status).replace("INTERNET_STATUS_", "")
  );
  assertEquals(names.slice(0, 7), [
    "HANDLE_CREATED",
    "CONNECTING_TO_SERVER",
    "CONNECTED_TO_SERVER",
    "SENDING_REQUEST",
    "REQUEST_SENT",
    "RECEIVING_RESPONSE",
    "RESPONSE_RECEIVED",
  ]);
  assertEquals(messages.at(-1)?.handle, hInternet);
  const times = messages.map(({ time }) => time);
  assertEquals(times, times.toSorted((a, b) => a - b));
});

Deno.test('"wininet.call" publishes the start and the end of each call', async () => {
  await using server = usualServer();
  using messages = messagesOf<CallEvent>("wininet.call");
  await using hInternet = InternetOpen("agent");
  const before = performance.now();
  const hRequest = await InternetOpenUrl(hInternet, server.url);
  await InternetReadFile(hRequest, new Uint8Array(5));
  assertEquals(
    messages.map(({ name, phase, error, handle }) => [
      name,
      phase,
      error,
      handle.id,
    ]),
    [
      ["InternetOpenUrl", "start", null, hRequest.id],
      ["InternetOpenUrl", "end", null, hRequest.id],
      ["InternetReadFile", "start", null, hRequest.id],
      ["InternetReadFile", "end", null, hRequest.id],
    ],
  );
  const [opening, opened, reading] = messages;
  assertEquals(opening!.call, opened!.call);
  assertLess(opened!.call, reading!.call);
  assertLess(before, opening!.time);
});

Deno.test('"wininet.call" publishes the error of a call, and hears of it without handling it', async () => {
  using messages = messagesOf<CallEvent>("wininet.call");
  using unhandled = catchUnhandled();
  await using hInternet = InternetOpen("agent");
  const url = `http://127.0.0.1:${closedPort()}/`;
  const error = await assertRejects(
    () => InternetOpenUrl(hInternet, url),
    InternetError,
  );
  assertEquals(error.code, ERROR_INTERNET_CANNOT_CONNECT);
  assert(messages.at(-1)?.error === error);
  InternetOpenUrl(hInternet, url);
  await unhandled.first;
});

Deno.test("a request posts no event without subscribers", async () => {
  await using server = usualServer();
  await using hInternet = InternetOpen("agent");
  using _late = messagesOf("wininet.status");
  _late[Symbol.dispose]();
  const opening = InternetOpenUrl(hInternet, server.url);
  assert(eventQueue.empty);
  await readText(await opening);
  assert(eventQueue.empty);
});
