// Copyright 2026 the wininet authors. MIT license.

/**
 * Shared helpers for the tests against real Gopher servers: a session, and the
 * same request on a bare socket for comparison.
 *
 * @module
 */

import { assertEquals } from "@std/assert";
import {
  GOPHER_TYPE_BINARY,
  GOPHER_TYPE_CSO,
  GOPHER_TYPE_DIRECTORY,
  GOPHER_TYPE_ERROR,
  GOPHER_TYPE_GIF,
  GOPHER_TYPE_GOPHER_PLUS,
  GOPHER_TYPE_HTML,
  GOPHER_TYPE_INDEX_SERVER,
  GOPHER_TYPE_INLINE,
  GOPHER_TYPE_REDUNDANT,
  GOPHER_TYPE_SOUND,
  GOPHER_TYPE_TELNET,
  GOPHER_TYPE_TEXT_FILE,
  GOPHER_TYPE_TN3270,
  INTERNET_FLAG_SECURE,
  INTERNET_SERVICE_GOPHER,
} from "../../flags.ts";
import { GopherOpenFile } from "../../gopher.ts";
import { GOPHER_OPTION_UNCERTAIN_END } from "../../gopher_options.ts";
import { InternetConnect, InternetSetOption } from "../../internet.ts";
import { readable } from "../../streams.ts";
import type { GOPHER_FIND_DATA, HINTERNET } from "../../structures.ts";
import { pem } from "../helpers/certificates.ts";
import { concat, send } from "../servers/tcp_server.ts";
import { type Watch, watch } from "../helpers/watch.ts";
import type { RealGopherServer } from "./gopher_servers.ts";

/** The types of the items in the tree. */
const TYPES: Readonly<Record<string, number>> = {
  "0": GOPHER_TYPE_TEXT_FILE,
  "1": GOPHER_TYPE_DIRECTORY,
  "2": GOPHER_TYPE_CSO,
  "3": GOPHER_TYPE_ERROR,
  "7": GOPHER_TYPE_INDEX_SERVER,
  "8": GOPHER_TYPE_TELNET,
  "9": GOPHER_TYPE_BINARY,
  "T": GOPHER_TYPE_TN3270,
  "g": GOPHER_TYPE_GIF,
  "h": GOPHER_TYPE_HTML,
  "i": GOPHER_TYPE_INLINE,
  "s": GOPHER_TYPE_SOUND,
};

// ---- with a bare socket ----

/** The bytes that a server sends for a request. */
export interface RawReply {
  readonly bytes: Uint8Array;
  /** `true` if the connection was closed properly. */
  readonly clean: boolean;
}

/** Opens a connection. */
export async function openRaw(server: RealGopherServer): Promise<Deno.Conn> {
  const { host: hostname, port, secure } = server;
  if (!secure) return await Deno.connect({ hostname, port });
  const caCerts = [pem("ca.pem")];
  return await Deno.connectTls({ hostname, port, caCerts });
}

/** Sends a line and reads until the server closes the connection. */
export async function fetchRaw(
  server: RealGopherServer,
  request: string,
): Promise<RawReply> {
  using conn = await openRaw(server);
  await send(conn, new TextEncoder().encode(`${request}\r\n`));
  const pieces: Uint8Array[] = [];
  const buffer = new Uint8Array(65536);
  for (;;) {
    try {
      const size = await conn.read(buffer);
      if (size === null) return { bytes: concat(pieces), clean: true };
      pieces.push(buffer.slice(0, size));
    } catch (error) {
      if (!(error instanceof Deno.errors.UnexpectedEof)) throw error;
      return { bytes: concat(pieces), clean: false };
    }
  }
}

/** Returns the lines of the menu that a server sends for a request. */
export async function rawLines(
  server: RealGopherServer,
  request: string,
): Promise<string[]> {
  const { bytes } = await fetchRaw(server, request);
  const lines = new TextDecoder().decode(bytes).split("\r\n");
  assertEquals(lines.pop(), "");
  if (lines.at(-1) === ".") lines.pop();
  return lines;
}

/** The parts of an item that are in its line. */
export type LineParts = Pick<
  GOPHER_FIND_DATA,
  "DisplayString" | "GopherType" | "Locator"
>;

/** Returns the expected items for the lines of a menu. */
export function itemsOfLines(lines: readonly string[]): LineParts[] {
  let primary = "";
  return lines.map((line) => {
    const [head = "", selector = "", host = "", port = "", extra = ""] = line
      .split("\t");
    const isCopy = head.startsWith("+");
    if (!isCopy && !/^[3i]/.test(head)) primary = head[0]!;
    const type = TYPES[isCopy ? primary : head[0]!]!;
    const place = [head, selector, host, port];
    const rest = isCopy ? [extra, primary] : extra === "" ? [] : [extra];
    return {
      DisplayString: head.slice(1),
      GopherType: (type | (isCopy ? GOPHER_TYPE_REDUNDANT : 0) |
        (extra === "+" ? GOPHER_TYPE_GOPHER_PLUS : 0)) >>> 0,
      Locator: `${[...place, ...rest].join("\t")}\r\n`,
    };
  });
}

// ---- with the library ----

/** A session and a connection to a server. */
export interface GopherProgram extends AsyncDisposable {
  readonly watched: Watch;
  readonly hInternet: HINTERNET;
  readonly hConnect: HINTERNET;
  /** Returns the locator of an item of the server. */
  locator(type: string, selector: string, extra?: string): string;
  /** Returns the content of a file. */
  bytes(locator: string, context?: unknown): Promise<Uint8Array>;
}

/** The options for opening a session. */
export interface GopherProgramOptions {
  /** GOPHER_OPTION_UNCERTAIN_END. The default is `true` for servers that need it. */
  readonly uncertainEnd?: boolean;
  /** The context of the connection. */
  readonly dwContext?: unknown;
}

/** Opens a session. */
export async function openGopherProgram(
  server: RealGopherServer,
  options: GopherProgramOptions = {},
): Promise<GopherProgram> {
  const { host, port, secure, closeNotify } = server;
  const { uncertainEnd = secure && !closeNotify, dwContext } = options;
  const watched = watch();
  const { hInternet } = watched;
  InternetSetOption(hInternet, GOPHER_OPTION_UNCERTAIN_END, uncertainEnd);
  const hConnect = await InternetConnect(
    hInternet,
    host,
    port,
    null,
    null,
    INTERNET_SERVICE_GOPHER,
    secure ? INTERNET_FLAG_SECURE : 0,
    dwContext,
  );
  return {
    watched,
    hInternet,
    hConnect,
    locator: (type, selector, extra) =>
      [type, selector, host, port, ...(extra === undefined ? [] : [extra])]
        .join("\t") + "\r\n",
    async bytes(locator, context) {
      await using hFile = await GopherOpenFile(
        hConnect,
        locator,
        null,
        0,
        context,
      );
      return await new Response(readable(hFile)).bytes();
    },
    [Symbol.asyncDispose]: () => watched[Symbol.asyncDispose](),
  };
}

/** Returns the number of reply bytes reported to the callback. */
export function receivedBytes(watched: Watch, dwContext: unknown): number {
  return watched.log
    .filter((entry) =>
      entry.name === "RESPONSE_RECEIVED" && entry.dwContext === dwContext
    )
    .reduce((sum, { information }) => sum + (information as number), 0);
}

/** Returns the parts of items that are in their lines. */
export function lineParts(items: readonly GOPHER_FIND_DATA[]): LineParts[] {
  return items.map(({ DisplayString, GopherType, Locator }) => ({
    DisplayString,
    GopherType,
    Locator,
  }));
}

/** Compares many bytes, for which assertEquals is slow. */
export function assertSameBytes(
  actual: Uint8Array,
  expected: Uint8Array,
  what: string,
): void {
  assertEquals(actual.length, expected.length, what);
  const at = actual.findIndex((byte, index) => byte !== expected[index]);
  assertEquals(at, -1, `${what} differs at ${at}`);
}
