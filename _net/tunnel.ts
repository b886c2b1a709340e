// Copyright 2026 the wininet authors. MIT license.

/**
 * Tunnels through HTTP proxies: the CONNECT method (RFC 9110 section 9.3.6),
 * and logins to such a proxy.
 *
 * @module
 */

import { ERROR_INTERNET_CANNOT_CONNECT, InternetError } from "../error.ts";
import { HTTP_STATUS_PROXY_AUTH_REQ } from "../flags.ts";
import { abortable } from "../_base/deadline.ts";
import { concatenated, latin1Text } from "../_base/bytes.ts";
import type { Proxy } from "../_options/proxy_list.ts";
import { type CredentialStore, proxyPlace } from "../_auth/credential_store.ts";
import { Credentials } from "../_auth/credentials.ts";
import {
  Authenticator,
  type ChallengedConnection,
  PROXY_NAMES,
} from "../_auth/authenticator.ts";
import { close, readExactly, writeAll } from "./connection.ts";
import { type DialHooks, type DialTarget, joinHostPort } from "./dial.ts";
import { refusedBy } from "./socks.ts";

/** The maximum length of the head of a response to CONNECT, in bytes. */
const MAX_TUNNEL_HEAD = 16_384;

/**
 * The maximum length of the body of a refusal that is read, in bytes: bodies
 * such as company pages are longer than heads.
 */
const MAX_REFUSAL = 1_048_576;

const encoder = new TextEncoder();

/** Negotiates with a proxy; closes the connection if that fails. */
export async function negotiate<Value>(
  connection: Deno.TcpConn,
  proxy: Proxy,
  signal: AbortSignal,
  ask: () => Promise<Value>,
): Promise<Value> {
  try {
    return await abortable(ask(), signal);
  } catch (error) {
    close(connection);
    signal.throwIfAborted();
    throw error instanceof InternetError
      ? error
      : refusedBy(proxy, "it closed the connection", error);
  }
}

/** The response of a proxy to CONNECT. */
interface TunnelAnswer {
  readonly minorVersion: number;
  readonly status: number;
  readonly statusText: string;
  readonly headers: Headers;
}

/**
 * Opens a tunnel, and authenticates to the proxy if it requires that.
 *
 * @param startsLogin `true` if a login may start before the proxy has requested
 * it.
 */
export async function openTunnel(
  proxy: Proxy,
  target: DialTarget,
  dialAgain: () => Promise<Deno.TcpConn>,
  startsLogin: boolean,
  hooks: DialHooks,
  signal: AbortSignal,
): Promise<Deno.TcpConn> {
  const uri = joinHostPort(target.host, target.port);
  const auth = proxy.isSilent
    ? null
    : proxyAuthenticator(proxy, hooks.credentials());
  let connection = await dialAgain();
  for (let canBeginAgain = true;;) {
    const connect = { method: "CONNECT", uri, body: null };
    const request = { uri, answer: auth?.answer(connect, startsLogin) ?? null };
    const mayBeLost = canBeginAgain && auth?.loginStage === "authenticate";
    const asking = askForTunnel(connection, proxy, request, hooks, signal);
    const outcome = await (mayBeLost ? orLost(asking, signal) : asking);
    if (typeof outcome === "object" && !(outcome instanceof TunnelRefusal)) {
      auth?.accepted(outcome.headers);
      return connection;
    }
    const again = outcome !== "lost" && await answers(auth, outcome);
    // A login continues on the connection on which it started.
    const isLoggingIn = again && auth!.loginStage !== null;
    if (isLoggingIn && outcome.keepsConnection) continue;
    close(connection);
    const isLost = isLoggingIn || outcome === "lost";
    if (outcome !== "lost" && (!again || isLost && !canBeginAgain)) {
      throw outcome.because(auth?.unanswered ?? "");
    }
    auth!.endLogin();
    if (isLost) canBeginAgain = false;
    connection = await dialAgain();
  }
}

/** Resolves with `"lost"` if a request fails, unless the signal has aborted. */
function orLost<Value>(
  asking: Promise<Value>,
  signal: AbortSignal,
): Promise<Value | "lost"> {
  return asking.catch((error) => {
    if (signal.aborted) throw error;
    return "lost";
  });
}

/** Returns `true` if the challenge of a proxy can be answered. */
async function answers(
  auth: Authenticator | null,
  { asksForCredentials, reply }: TunnelRefusal,
): Promise<boolean> {
  return asksForCredentials &&
    (await auth?.challenged(reply.headers, PROXY_CONNECTION) ?? false);
}

/**
 * The connection to a proxy: the proof is not bound to the certificate of the
 * proxy, if it has one.
 */
const PROXY_CONNECTION: ChallengedConnection = {
  obstacle: null,
  endPoint: () => Promise.resolve(null),
};

/** Requests a tunnel; closes the connection if that fails. */
function askForTunnel(
  connection: Deno.TcpConn,
  proxy: Proxy,
  { uri, answer }: { uri: string; answer: string | null },
  hooks: DialHooks,
  signal: AbortSignal,
): Promise<TunnelAnswer | TunnelRefusal> {
  return negotiate(connection, proxy, signal, async () => {
    const reply = await askHttp(connection, proxy, uri, answer, hooks);
    return reply.status >= 200 && reply.status < 300
      ? reply
      : new TunnelRefusal(proxy, reply, await readBody(connection, reply));
  });
}

/** The maximum number of 1xx responses that a proxy may send before its final response. */
const MAX_INTERIM_RESPONSES = 20;

/** The status line; a reason phrase with other characters is ignored. */
const STATUS_REGEXP = /^HTTP\/1\.(\d) (\d{3})(?: ([\t\x20-\x7e]*)(?=\r?\n))?/;

async function askHttp(
  connection: Deno.TcpConn,
  proxy: Proxy,
  host: string,
  answer: string | null,
  hooks: DialHooks,
): Promise<TunnelAnswer> {
  const authorization = answer === null
    ? ""
    : `${PROXY_NAMES.answer}: ${answer}\r\n`;
  const request = encoder.encode(
    `CONNECT ${host} HTTP/1.1\r\nHost: ${host}\r\n${authorization}\r\n`,
  );
  hooks.head?.("out", request);
  await writeAll(connection, request);
  for (let interim = 0; interim <= MAX_INTERIM_RESPONSES; interim++) {
    const bytes = await readHead(connection, proxy);
    hooks.head?.("in", bytes);
    const head = latin1Text(bytes);
    const [, minor, status, text = ""] = STATUS_REGEXP.exec(head) ?? [];
    if (status === undefined) throw refusedBy(proxy, "it does not speak HTTP");
    if (status.startsWith("1")) continue;
    return {
      minorVersion: Number(minor),
      status: Number(status),
      statusText: text,
      headers: headersOf(head),
    };
  }
  throw refusedBy(proxy, "it keeps sending 1xx responses");
}

function headersOf(head: string): Headers {
  const headers = new Headers();
  for (const line of head.split(/\r?\n/).slice(1)) {
    const colon = line.indexOf(":");
    try {
      if (colon > 0) {
        headers.append(line.slice(0, colon), line.slice(colon + 1));
      }
    } catch {
      // A line that is not a header is ignored.
    }
  }
  return headers;
}

/**
 * Reads the body of a 407 response; returns `null` if its end is not known, or
 * if it is too large or incomplete.
 */
async function readBody(
  connection: Deno.TcpConn,
  { status, headers }: TunnelAnswer,
): Promise<Uint8Array | null> {
  if (status !== HTTP_STATUS_PROXY_AUTH_REQ) return null;
  const coding = headers.get("transfer-encoding")?.toLowerCase() ?? null;
  const length = headers.get("content-length");
  try {
    if (coding === "chunked" && length === null) {
      return await readChunks(connection);
    }
    // A response with both could be an attack.
    if (coding !== null || !isRefusalLength(length)) return null;
    return await readExactly(connection, Number(length));
  } catch {
    return null;
  }
}

function isRefusalLength(text: string | null): boolean {
  return text !== null && /^\d+$/.test(text) && Number(text) <= MAX_REFUSAL;
}

/** A size in hexadecimal, and extensions, which are ignored. */
const CHUNK_SIZE_REGEXP = /^([0-9a-f]{1,8})[ \t]*(?:;.*)?$/i;

/**
 * Reads a body in the chunked coding (RFC 9112 section 7.1), and its trailers.
 *
 * @throws {RangeError} If the framing is invalid or everything together is too
 * long.
 */
async function readChunks(
  connection: Deno.TcpConn,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let room = MAX_REFUSAL;
  const take = async (count: number) => {
    room -= count;
    if (room < 0) throw new RangeError("The body is too long");
    return await readExactly(connection, count);
  };
  const readLine = async () => {
    let line = "";
    while (!line.endsWith("\r\n")) line += latin1Text(await take(1));
    return line.slice(0, -2);
  };
  for (;;) {
    const digits = CHUNK_SIZE_REGEXP.exec(await readLine())?.[1];
    if (digits === undefined) throw new RangeError("A chunk has no size");
    const size = parseInt(digits, 16);
    if (size === 0) break;
    chunks.push(await take(size));
    if (await readLine() !== "") throw new RangeError("A chunk is too long");
  }
  while (await readLine() !== "");
  return concatenated(chunks);
}

/** The refusal of a proxy to open a tunnel, with the body of its response. */
export class TunnelRefusal extends InternetError {
  // Private, so that printing the error does not show them.
  readonly #proxy: Proxy;
  readonly #reply: TunnelAnswer;
  readonly #body: Uint8Array | null;
  /** The reason why its challenge was not answered; `""` if it is not known. */
  readonly unanswered: string;

  /**
   * The body could repeat the password, so it is not in the message.
   *
   * @param body `null` if it was not read to its end.
   */
  constructor(
    proxy: Proxy,
    reply: TunnelAnswer,
    body: Uint8Array | null,
    why: string = "",
  ) {
    super(
      ERROR_INTERNET_CANNOT_CONNECT,
      `Cannot connect through the proxy "${
        joinHostPort(proxy.host, proxy.port)
      }": it responded with ${reply.status}${why && `. ${why}`}`,
      { responseText: `${reply.status}` },
    );
    this.#proxy = proxy;
    this.#reply = reply;
    this.#body = body;
    this.unanswered = why;
  }

  /** `true` if the proxy requests credentials: then the program can read its response. */
  get asksForCredentials(): boolean {
    return this.#reply.status === HTTP_STATUS_PROXY_AUTH_REQ;
  }

  /** Returns the same refusal with the reason why its challenge was not answered. */
  because(why: string): TunnelRefusal {
    return why === ""
      ? this
      : new TunnelRefusal(this.#proxy, this.#reply, this.#body, why);
  }

  /** `true` if the connection can be used for another attempt. */
  get keepsConnection(): boolean {
    const { headers, minorVersion } = this.#reply;
    const options = `${headers.get("connection")},${
      headers.get("proxy-connection")
    }`;
    return this.#body !== null && !/\bclose\b/i.test(options) &&
      (minorVersion > 0 || /\bkeep-alive\b/i.test(options));
  }

  /** The head of its response. */
  get reply(): TunnelAnswer {
    return this.#reply;
  }

  /** The body of its response; empty if it was not read. */
  get body(): Uint8Array {
    return this.#body ?? new Uint8Array();
  }
}

/**
 * Returns an authenticator for a proxy.
 *
 * @param store The remembered credentials.
 * @param present Returns the same proxy with the current credentials.
 */
export function proxyAuthenticator(
  proxy: Proxy,
  store: CredentialStore,
  present: () => Proxy = () => proxy,
): Authenticator {
  const { kind, host, port } = proxy;
  return new Authenticator(
    PROXY_NAMES,
    store,
    () => proxyPlace(kind, host, port),
    () => {
      const { user, password } = present();
      return user === "" ? null : new Credentials(user, password);
    },
  );
}

/** Reads up to the empty line, and no byte after it: those belong to the tunnel. */
async function readHead(
  connection: Deno.TcpConn,
  proxy: Proxy,
): Promise<Uint8Array> {
  const head: number[] = [];
  for (let lacks = 2; lacks > 0; lacks = lackingBytes(head)) {
    head.push(...await readExactly(connection, lacks));
    if (head.length > MAX_TUNNEL_HEAD) {
      throw refusedBy(proxy, "the head of its response is too long");
    }
  }
  return Uint8Array.from(head);
}

/** Returns the number of bytes that a head lacks at least, up to its empty line. */
function lackingBytes(head: readonly number[]): number {
  const end = String.fromCharCode(...head.slice(-3));
  if (/\n\r?\n$/.test(end)) return 0;
  return /\n\r?$/.test(end) ? 1 : 2;
}
