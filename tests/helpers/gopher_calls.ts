// Copyright 2026 the wininet authors. MIT license.

/**
 * Shortcuts for the first steps of most Gopher tests: a server, a session and a
 * connection in one line, locators, and the data of a handle.
 *
 * @module
 */

import { INTERNET_FLAG_SECURE, INTERNET_SERVICE_GOPHER } from "../../flags.ts";
import { GopherFindFirstFile, GopherOpenFile } from "../../gopher.ts";
import { InternetConnect } from "../../internet.ts";
import { entries, readable } from "../../streams.ts";
import type { GOPHER_FIND_DATA, HINTERNET } from "../../structures.ts";
import {
  type GopherReply,
  GopherServer,
  type GopherServerOptions,
} from "../servers/gopher_server.ts";
import { type Watch, watch, type WatchOptions } from "./watch.ts";

/** The options for opening a connection. */
export interface GopherConnectOptions {
  /** @default {0} */
  readonly flags?: number;
  readonly dwContext?: unknown;
}

/** Returns a connection handle for a server, with TLS if the server has it. */
export function connectGopher(
  hInternet: HINTERNET,
  server: GopherServer,
  options: GopherConnectOptions = {},
): Promise<HINTERNET> {
  const { flags = 0, dwContext } = options;
  const { tls = false } = server.options;
  return InternetConnect(
    hInternet,
    tls ? "localhost" : server.host,
    server.port,
    null,
    null,
    INTERNET_SERVICE_GOPHER,
    flags | (tls ? INTERNET_FLAG_SECURE : 0),
    dwContext,
  );
}

/** A server, a watched session and a connection. Its disposal ends them in the right order. */
export interface GopherScene extends AsyncDisposable {
  readonly server: GopherServer;
  readonly watched: Watch;
  readonly hInternet: HINTERNET;
  readonly hConnect: HINTERNET;
  /** The locator of an item of the server. */
  locator(type: string, selector: string, extra?: string): string;
  /** Returns a whole text file of the server. */
  text(selector: string): Promise<string>;
  /** Returns a whole file of the server. */
  bytes(locator: string, view?: string): Promise<Uint8Array>;
}

/** Opens a server, a session and a connection. */
export async function openGopher(
  replies: Record<string, GopherReply> = {},
  serverOptions: GopherServerOptions = {},
  options: GopherConnectOptions & WatchOptions = {},
): Promise<GopherScene> {
  await using stack = new AsyncDisposableStack();
  const server = stack.use(new GopherServer(replies, serverOptions));
  const watched = stack.use(watch(options));
  const { hInternet } = watched;
  const hConnect = await connectGopher(hInternet, server, options);
  const bytes = async (locator: string, view?: string) => {
    using hFile = await GopherOpenFile(hConnect, locator, view ?? null);
    return await new Response(readable(hFile)).bytes();
  };
  const locator = (type: string, selector: string, extra?: string) =>
    server.item(type, "", selector, extra)
      .replace("\t127.0.0.1\t", serverOptions.tls ? "\tlocalhost\t" : "$&");
  const all = stack.move();
  return {
    server,
    watched,
    hInternet,
    hConnect,
    locator,
    text: async (selector) =>
      new TextDecoder().decode(await bytes(locator("0", selector))),
    bytes,
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}

/** All items of a menu. */
export async function listMenu(
  hConnect: HINTERNET,
  locator: string | null = null,
  search: string | null = null,
): Promise<GOPHER_FIND_DATA[]> {
  const { hFind } = await GopherFindFirstFile(hConnect, locator, search);
  return await Array.fromAsync(entries(hFind)) as GOPHER_FIND_DATA[];
}

/** Returns the visible parts of a menu. */
export function shown(items: readonly GOPHER_FIND_DATA[]): string[] {
  return items.map(({ DisplayString }) => DisplayString);
}
