// Copyright 2026 the wininet authors. MIT license.

/**
 * Requests to a server that counts them, with a cache open.
 *
 * @module
 */

import { HTTP_QUERY_RAW_HEADERS_CRLF } from "../../flags.ts";
import {
  closeUrlCache,
  openUrlCache,
  type UrlCacheOptions,
} from "../../cache.ts";
import { HttpQueryInfo, HttpSendRequest } from "../../http.ts";
import { InternetQueryOption, InternetReadFile } from "../../internet.ts";
import {
  INTERNET_OPTION_REQUEST_FLAGS,
  INTERNET_OPTION_URL,
} from "../../options.ts";
import type { HINTERNET } from "../../structures.ts";
import {
  FakeHttpServer,
  type FakeRequest,
  type RouteHandler,
} from "../servers/http_server.ts";
import { openRequest, type RequestOptions, statusOf } from "./calls.ts";
import { type StoreKind, TestFolder } from "./url_cache.ts";
import { type Watch, watch, type WatchOptions } from "./watch.ts";

/** A response as the program gets it. */
export interface Got {
  readonly status: unknown;
  readonly body: string;
  readonly head: string;
  /** INTERNET_REQFLAG_* bits, after the response was read. */
  readonly flags: number;
  readonly url: string;
}

/** The options of a request. */
export interface GetOptions extends RequestOptions {
  headers?: Record<string, string>;
  /** The body of the request. */
  body?: string;
  /** Inspects the request before it is read. */
  inspect?(hRequest: HINTERNET): void | Promise<void>;
}

/** A server, a session and an open cache. */
export interface CacheScene extends AsyncDisposable {
  readonly server: FakeHttpServer;
  readonly watched: Watch;
  readonly hInternet: HINTERNET;
  /** The folder of the cache; `""` for one in memory. */
  readonly folder: string;
  /** The requests that the server has received. */
  readonly requests: readonly FakeRequest[];
  /** Opens a request. */
  open(options?: RequestOptions): Promise<HINTERNET>;
  /** Sends a request, reads its response and closes it. */
  get(options?: GetOptions): Promise<Got>;
}

/** The settings of a scene. */
export interface CacheSceneOptions {
  readonly store?: StoreKind;
  readonly cache?: UrlCacheOptions;
  readonly watch?: WatchOptions;
}

/** Opens a scene whose server has one response to everything. */
export async function openCacheScene(
  answer: RouteHandler,
  options: CacheSceneOptions = {},
): Promise<CacheScene> {
  await using stack = new AsyncDisposableStack();
  const server = stack.use(new FakeHttpServer({ "*": answer }));
  const files = stack.use(new TestFolder());
  const folder = options.store === "folder" ? `${files.path}/cache` : "";
  await openUrlCache({ ...options.cache, path: folder === "" ? null : folder });
  stack.defer(closeUrlCache);
  const watched = stack.use(watch(options.watch));
  const { hInternet } = watched;
  const disposal = stack.move();
  const open = (options: RequestOptions = {}) =>
    openRequest(hInternet, server, { dwContext: 0, ...options });
  return {
    server,
    watched,
    hInternet,
    folder,
    requests: server.requests,
    open,
    async get(options = {}) {
      using hRequest = await open(options);
      return await sendAndRead(hRequest, options);
    },
    [Symbol.asyncDispose]: () => disposal.disposeAsync(),
  };
}

/** Sends a request and reads its response to the end. */
export async function sendAndRead(
  hRequest: HINTERNET,
  { headers = {}, body, inspect }: GetOptions = {},
): Promise<Got> {
  const lines = Object.entries(headers).map(([name, value]) =>
    `${name}: ${value}`
  );
  await HttpSendRequest(hRequest, lines.join("\r\n"), body ?? null);
  await inspect?.(hRequest);
  return {
    status: statusOf(hRequest),
    head: HttpQueryInfo(hRequest, HTTP_QUERY_RAW_HEADERS_CRLF) as string,
    body: await readAll(hRequest),
    flags: InternetQueryOption(
      hRequest,
      INTERNET_OPTION_REQUEST_FLAGS,
    ) as number,
    url: InternetQueryOption(hRequest, INTERNET_OPTION_URL) as string,
  };
}

/** Reads to the end; returns a string. */
export async function readAll(hRequest: HINTERNET): Promise<string> {
  const decoder = new TextDecoder();
  const buffer = new Uint8Array(1000);
  let text = "";
  for (;;) {
    const read = await InternetReadFile(hRequest, buffer);
    if (read === 0) return text;
    text += decoder.decode(buffer.subarray(0, read), { stream: true });
  }
}

/** Shifts `Date.now` until disposal. */
export interface ShiftedClock extends Disposable {
  /** Advances the clock. */
  advance(seconds: number): void;
}

/** A clock for freshness, so that tests need not wait. */
export function shiftedClock(): ShiftedClock {
  const { now } = Date;
  let shift = 0;
  Date.now = () => now() + shift;
  return {
    advance: (seconds) => void (shift += seconds * 1000),
    [Symbol.dispose]: () => void (Date.now = now),
  };
}
