// Copyright 2026 the wininet authors. MIT license.

/**
 * Code shared by the NTLM tests.
 *
 * @module
 */

import { HttpSendRequest } from "../../http.ts";
import {
  forget,
  type LogOn,
  openAs,
  serverFor,
  type Way,
  WAYS,
} from "../servers/auth_servers.ts";
import type { FakeHttpServer } from "../servers/http_server.ts";
import { type NtlmGuard, USERS } from "../servers/ntlm_server.ts";
import { readText, statusOf } from "./calls.ts";
import { type Watch, watch } from "./watch.ts";

/** The first method of `WAYS`. */
export const HTTP: Way = WAYS[0]!;
/** The first method of `WAYS` over https. */
export const HTTPS: Way = WAYS.find(({ secure }) => secure)!;

/** Requests as Alice, as Bob, and with a body. */
export const ALICE: LogOn = { user: "alice", password: USERS["alice"]! };
export const BOB: LogOn = { user: "bob", password: USERS["bob"]! };
export const POST: LogOn = { ...ALICE, verb: "POST" };

/** A server with a guard, and a session that sends requests to it. */
export interface Scene extends AsyncDisposable {
  readonly server: FakeHttpServer;
  readonly watched: Watch;
  /** Sends a request and returns its status and its text. */
  ask(
    options: LogOn,
    body?: string | null,
  ): Promise<[status: unknown, text: string]>;
}

/** Opens a scene with one guard. */
export function scene(guard: NtlmGuard, way: Way = HTTP): Scene {
  forget();
  const stack = new AsyncDisposableStack();
  const server = stack.use(serverFor(way, { "*": guard.route }));
  const watched = stack.use(watch());
  return {
    server,
    watched,
    ask: (options, body = null) => ask(watched, way, server, options, body),
    async [Symbol.asyncDispose]() {
      await stack.disposeAsync();
    },
  };
}

/** Sends a request and returns its status and its text. */
export async function ask(
  { hInternet }: Watch,
  way: Way,
  server: FakeHttpServer,
  options: LogOn,
  body: string | null = null,
): Promise<[status: unknown, text: string]> {
  await using hRequest = await openAs(hInternet, way, server, options);
  await HttpSendRequest(hRequest, null, body);
  const text = await readText(hRequest);
  await readText(hRequest);
  return [statusOf(hRequest), text];
}
