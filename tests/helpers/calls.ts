// Copyright 2026 the wininet authors. MIT license.

/**
 * Shortcuts for the first steps of most tests: a server with the usual
 * responses, an open request, and the code of a failed call.
 *
 * @module
 */

import { assertRejects, assertThrows } from "@std/assert";
import { InternetError } from "../../error.ts";
import { HTTP_QUERY_FLAG_NUMBER, HTTP_QUERY_STATUS_CODE } from "../../flags.ts";
import { HttpOpenRequest, HttpQueryInfo, HttpSendRequest } from "../../http.ts";
import {
  InternetConnect,
  InternetReadFile,
  InternetSetOption,
} from "../../internet.ts";
import {
  HTTP_PROTOCOL_FLAG_HTTP2,
  INTERNET_OPTION_ENABLE_HTTP_PROTOCOL,
} from "../../options.ts";
import type { INTERNET_ASYNC_RESULT } from "../../status.ts";
import type { HINTERNET } from "../../structures.ts";
import { FakeHttpServer, type RouteHandler } from "../servers/http_server.ts";
import { type Watch, watch, type WatchOptions } from "./watch.ts";

/** A gate that never opens. */
export const NEVER: Promise<never> = new Promise(() => {});

/** The two transports, and the context that chooses each in {@linkcode openRequest}. */
export const BOTH = [["observed", 1], ["unobserved", 0]] as const;

/** The body of `/`. */
export const HELLO = "hello";

/**
 * Answers without a body that keep the connection: their names and verbs, and the functions that
 * send them.
 */
export const EMPTY_ANSWERS: readonly [
  name: string,
  verb: string,
  answer: RouteHandler,
][] = [
  ["204", "GET", (_request, reply) => reply({ status: 204 })],
  [
    "204 with a length",
    "GET",
    (_request, reply) =>
      reply({ status: 204, headers: { "Content-Length": "10" } }),
  ],
  ["304", "GET", (_request, reply) => reply({ status: 304 })],
  [
    "304 with a length",
    "GET",
    (_request, reply) =>
      reply({ status: 304, headers: { "Content-Length": "10" } }),
  ],
  ["HEAD", "HEAD", (_request, reply) => reply()],
  [
    "HEAD with a length",
    "HEAD",
    (_request, reply) => reply({ body: "0123456789" }),
  ],
  [
    "HEAD of a chunked body",
    "HEAD",
    (_request, reply) => reply.chunked(["0123456789"]),
  ],
  ["a length of 0", "GET", (_request, reply) => reply()],
  ["a chunked body of nothing", "GET", (_request, reply) => reply.chunked([])],
];

/** The options for opening a request. */
export interface RequestOptions {
  /** @default {"GET"} */
  verb?: string;
  /** @default {"/"} */
  path?: string;
  dwFlags?: number;
  /** The context of the request. */
  dwContext?: unknown;
  /** The context of the connection. */
  dwConnectContext?: unknown;
}

/**
 * A server that answers `/` with a text, `/empty` with an empty body, `/wait`
 * never, `/stuck` with half of its body, `/redirect` with a redirect to `/`,
 * and `/upload` with the body that it received.
 */
export function usualServer(): FakeHttpServer {
  return new FakeHttpServer({
    "/": (_request, reply) => reply({ body: HELLO }),
    "/empty": (_request, reply) => reply(),
    "/wait": (_request, reply) => reply.until(NEVER),
    "/stuck": (_request, reply) =>
      reply({ length: 2 * HELLO.length, body: [HELLO, NEVER] }),
    "/redirect": (_request, reply) => reply.redirect("/"),
    "/upload": (request, reply) => reply({ body: request.body }),
  });
}

/** A server with one response to everything. */
export function serverOf(answer: RouteHandler): FakeHttpServer {
  return new FakeHttpServer({ "*": answer });
}

/**
 * Makes unobserved requests use `fetch` if possible, by requesting HTTP/2, so
 * that both transports pass the same tests.
 */
export function byFetchUnlessWatched(
  handle: HINTERNET,
  dwContext: unknown,
): void {
  if (dwContext) return;
  const option = INTERNET_OPTION_ENABLE_HTTP_PROTOCOL;
  InternetSetOption(handle, option, HTTP_PROTOCOL_FLAG_HTTP2);
}

/** Opens a connection and a request. */
export async function openRequest(
  hInternet: HINTERNET,
  server: { readonly hostname: string; readonly port: number },
  options: RequestOptions = {},
): Promise<HINTERNET> {
  const { verb = "GET", path = "/", dwFlags = 0 } = options;
  const hConnect = await InternetConnect(
    hInternet,
    server.hostname,
    server.port,
    null,
    null,
    3,
    0,
    options.dwConnectContext,
  );
  if ("dwContext" in options) byFetchUnlessWatched(hConnect, options.dwContext);
  return await HttpOpenRequest(
    hConnect,
    verb,
    path,
    null,
    null,
    null,
    dwFlags,
    options.dwContext,
  );
}

/** Opens a request and waits for its response. */
export async function sentRequest(
  hInternet: HINTERNET,
  server: { readonly hostname: string; readonly port: number },
  options: RequestOptions = {},
): Promise<HINTERNET> {
  const hRequest = await openRequest(hInternet, server, options);
  await HttpSendRequest(hRequest);
  return hRequest;
}

/** The usual server and a watched session. Its disposal ends them in the right order. */
export interface HttpScene extends AsyncDisposable {
  readonly server: FakeHttpServer;
  readonly watched: Watch;
  readonly hInternet: HINTERNET;
  /** Opens a request to the server. */
  open(options?: RequestOptions): Promise<HINTERNET>;
  /** Opens a request and waits for its response. */
  sent(options?: RequestOptions): Promise<HINTERNET>;
}

/** Opens a server and its own session. */
export function openScene(options: WatchOptions = {}): HttpScene {
  const stack = new AsyncDisposableStack();
  const server = stack.use(usualServer());
  const watched = stack.use(watch(options));
  const { hInternet } = watched;
  return {
    server,
    watched,
    hInternet,
    open: (options) => openRequest(hInternet, server, options),
    sent: (options) => sentRequest(hInternet, server, options),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

/** The status code of the response. */
export function statusOf(hRequest: HINTERNET): unknown {
  return HttpQueryInfo(
    hRequest,
    HTTP_QUERY_STATUS_CODE | HTTP_QUERY_FLAG_NUMBER,
  );
}

/** Reads up to `size` bytes as a string. */
export async function readText(
  hFile: HINTERNET,
  size: number = 1000,
): Promise<string> {
  const buffer = new Uint8Array(size);
  const read = await InternetReadFile(hFile, buffer);
  return new TextDecoder().decode(buffer.subarray(0, read));
}

/** Returns the code of a call that cannot start. */
export function thrownCode(call: () => unknown): number {
  return assertThrows(call, InternetError).code;
}

/** The code of a call that started and failed. */
export async function rejectedCode(call: Promise<unknown>): Promise<number> {
  return (await assertRejects(() => call, InternetError)).code;
}

/** Returns the information of the REQUEST_COMPLETEs, optionally those of one context. */
export function completions(
  watched: Watch,
  dwContext?: unknown,
): INTERNET_ASYNC_RESULT[] {
  return watched.log
    .filter((entry) =>
      entry.name === "REQUEST_COMPLETE" &&
      (dwContext === undefined || entry.dwContext === dwContext)
    )
    .map(({ information }) => information as INTERNET_ASYNC_RESULT);
}
