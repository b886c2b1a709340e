// Copyright 2026 the wininet authors. MIT license.

/**
 * Connects through a proxy: with SOCKS (`socks.ts`) or the HTTP CONNECT method
 * (RFC 9110 section 9.3.6), in plain text or with TLS to the proxy. The proxy
 * looks the name up, except with SOCKS4.
 *
 * @module
 */

import {
  ERROR_CALL_NOT_IMPLEMENTED,
  ERROR_INTERNET_CANNOT_CONNECT,
  ERROR_INTERNET_CLIENT_AUTH_CERT_NEEDED,
  ERROR_INTERNET_CLIENT_AUTH_CERT_NEEDED_PROXY,
  ERROR_INTERNET_PROXY_SERVER_UNREACHABLE,
  InternetError,
} from "../error.ts";
import { HTTP_STATUS_PROXY_AUTH_REQ } from "../flags.ts";
import { abortable } from "../_base/deadline.ts";
import { latin1Text } from "../_base/bytes.ts";
import { asInternetError } from "../_base/failure.ts";
import { addressBytes } from "../_base/host.ts";
import { isSocks, type Proxy } from "../_options/proxy_list.ts";
import type { Settings } from "../_options/settings.ts";
import { type CredentialStore, proxyPlace } from "../_auth/credential_store.ts";
import { Credentials } from "../_auth/credentials.ts";
import {
  Authenticator,
  type ChallengedConnection,
  PROXY_NAMES,
} from "../_auth/authenticator.ts";
import { bridge } from "./bridge.ts";
import type { Channel } from "./channel.ts";
import { close, readExactly, writeAll } from "./connection.ts";
import {
  dial,
  type DialHooks,
  type DialTarget,
  joinHostPort,
  lookUp,
  timedOut,
  withinTime,
} from "./dial.ts";
import { askSocks, refusedBy } from "./socks.ts";
import { HTTP_ALPN, secureStrictly } from "./tls.ts";

/**
 * The maximum length of the head of a response to CONNECT, in bytes. The head
 * is read byte by byte, because the bytes after it belong to the tunnel.
 */
const MAX_TUNNEL_HEAD = 16_384;

/**
 * The maximum length of the body of a refusal that is read, in bytes: bodies
 * such as company pages are longer than heads.
 */
const MAX_REFUSAL = 1_048_576;

const encoder = new TextEncoder();

/**
 * Connects to a target through a proxy; the hooks receive the stages of the
 * connection to the proxy.
 *
 * @throws {InternetError} The errors of {@linkcode dial};
 * ERROR_INTERNET_PROXY_SERVER_UNREACHABLE if no connection to the proxy can be
 * made, and ERROR_INTERNET_CANNOT_CONNECT if the proxy does not reach the
 * target.
 */
export function dialThrough(
  proxy: Proxy,
  target: DialTarget,
  settings: Settings,
  hooks: DialHooks,
  signal: AbortSignal,
): Promise<Deno.TcpConn> {
  const { connectTimeout } = settings;
  return withinTime(
    connectTimeout,
    () => timedOut(target, connectTimeout),
    signal,
    async (signal) => {
      const dialAgain = () => dialBridged(proxy, settings, hooks, signal);
      if (!isSocks(proxy)) {
        return await openTunnel(
          proxy,
          target,
          dialAgain,
          !settings.waitsForChallenge,
          hooks,
          signal,
        );
      }
      const seen = proxy.kind === "socks4"
        ? await ipv4Target(proxy, target, hooks, signal)
        : target;
      const connection = await dialAgain();
      await negotiate(
        connection,
        proxy,
        signal,
        () => askSocks(connection, proxy, seen),
      );
      return connection;
    },
  );
}

/**
 * Connects to a proxy itself, with TLS if the proxy requires it.
 *
 * @throws {InternetError} The errors of {@linkcode dialThrough}.
 */
export async function dialProxy(
  proxy: Proxy,
  settings: Settings,
  hooks: DialHooks,
  signal: AbortSignal,
): Promise<Channel> {
  if (proxy.kind !== "https") {
    return await connectToProxy(proxy, settings, hooks, signal);
  }
  return await reached(proxy, settings, signal, (patient) =>
    withinTime(
      patient.connectTimeout,
      () => timedOut(proxy, patient.connectTimeout),
      signal,
      async (signal) => {
        const connection = await dial(proxy, patient, hooks, signal);
        return await secureProxy(connection, proxy, signal);
      },
    ));
}

/** Starts TLS on the connection to a proxy itself, without a client certificate. */
async function secureProxy(
  connection: Deno.TcpConn,
  proxy: Proxy,
  signal: AbortSignal,
): Promise<Channel> {
  try {
    return await secureStrictly(connection, proxy.host, 0, signal, HTTP_ALPN);
  } catch (error) {
    signal.throwIfAborted();
    throw proxyFault(proxy, asInternetError(error));
  }
}

/**
 * Returns the error for a failure of the connection to a proxy itself, to which
 * no client certificate is sent.
 */
export function proxyFault(
  proxy: Proxy,
  failure: InternetError,
): InternetError {
  if (failure.code !== ERROR_INTERNET_CLIENT_AUTH_CERT_NEEDED) return failure;
  return new InternetError(
    ERROR_INTERNET_CLIENT_AUTH_CERT_NEEDED_PROXY,
    `Cannot use the proxy "${
      joinHostPort(proxy.host, proxy.port)
    }": it requests a client certificate, and INTERNET_OPTION_CLIENT_CERT_CONTEXT is for servers only`,
    { cause: failure.cause },
  );
}

/** Connects to a proxy so that TLS is possible over the connection (`bridge.ts`). */
async function dialBridged(
  proxy: Proxy,
  settings: Settings,
  hooks: DialHooks,
  signal: AbortSignal,
): Promise<Deno.TcpConn> {
  if (proxy.kind !== "https") {
    return await connectToProxy(proxy, settings, hooks, signal);
  }
  return await bridge(await dialProxy(proxy, settings, hooks, signal));
}

async function connectToProxy(
  proxy: Proxy,
  settings: Settings,
  hooks: DialHooks,
  signal: AbortSignal,
): Promise<Deno.TcpConn> {
  if (proxy.kind === "other") throw unusable(proxy);
  return await reached(
    proxy,
    settings,
    signal,
    (patient) => dial(proxy, patient, hooks, signal),
  );
}

/**
 * Connects to a proxy within the time limit of the proxy, and records the error
 * if that fails.
 */
async function reached<Value>(
  proxy: Proxy,
  settings: Settings,
  signal: AbortSignal,
  connect: (patient: Settings) => Promise<Value>,
): Promise<Value> {
  const { patience = Infinity } = proxy;
  const connectTimeout = Math.min(settings.connectTimeout, patience);
  try {
    return await connect({ ...settings, connectTimeout });
  } catch (error) {
    signal.throwIfAborted();
    const failure = proxyFailure(proxy, error);
    unreached.add(failure);
    throw failure;
  }
}

function proxyFailure(proxy: Proxy, error: unknown): InternetError {
  const failure = asInternetError(error);
  if (failure.code !== ERROR_INTERNET_CANNOT_CONNECT) return failure;
  return new InternetError(
    ERROR_INTERNET_PROXY_SERVER_UNREACHABLE,
    `Cannot connect to the proxy "${
      joinHostPort(proxy.host, proxy.port)
    }": check its address and whether it runs; INTERNET_OPEN_TYPE_DIRECT uses no proxy`,
    { cause: error },
  );
}

/** The errors of proxies to which no connection, or no TLS connection, could be made. */
const unreached = new WeakSet<InternetError>();

/** Returns `true` if an error means that no connection to the proxy could be made. */
export function isProxyUnreached(error: unknown): boolean {
  return error instanceof InternetError && unreached.has(error);
}

/** Negotiates with a proxy; closes the connection if that fails. */
async function negotiate<Value>(
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

/** Returns the target with an IPv4 address, the only kind that SOCKS4 supports. */
async function ipv4Target(
  proxy: Proxy,
  target: DialTarget,
  hooks: DialHooks,
  signal: AbortSignal,
): Promise<DialTarget> {
  const addresses = await lookUp(target, hooks, signal);
  const host = addresses.find((address) => addressBytes(address)?.length === 4);
  if (host !== undefined) return { ...target, host };
  throw refusedBy(
    proxy,
    `SOCKS4 needs an IPv4 address, and "${target.host}" has none; socks4a:// and socks5:// let the proxy look the name up`,
  );
}

/** Connects to a host, directly or through a proxy. */
export function dialBy(
  proxy: Proxy | null,
  target: DialTarget,
  settings: Settings,
  hooks: DialHooks,
  signal: AbortSignal,
): Promise<Deno.TcpConn> {
  return proxy === null
    ? dial(target, settings, hooks, signal)
    : dialThrough(proxy, target, settings, hooks, signal);
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
async function openTunnel(
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
    const answer = auth?.answer(connect, startsLogin) ?? null;
    const request = { uri, answer };
    const mayBeLost = canBeginAgain && auth?.loginStage === "authenticate";
    const outcome = await askForTunnel(
      connection,
      proxy,
      request,
      hooks,
      signal,
    )
      .catch((error) => {
        if (!mayBeLost || signal.aborted) throw error;
        return "lost" as const;
      });
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
    canBeginAgain &&= !isLost;
    connection = await dialAgain();
  }
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
  for (
    let intermediate = 0;
    intermediate <= MAX_INTERIM_RESPONSES;
    intermediate++
  ) {
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
  throw refusedBy(proxy, "it sends 1xx responses without end");
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
 * Reads the body of a 407 response; returns no bytes if its length is unknown
 * or too large, or if the body is incomplete.
 */
async function readBody(
  connection: Deno.TcpConn,
  { status, headers }: TunnelAnswer,
): Promise<Uint8Array<ArrayBuffer>> {
  const length = Number(headers.get("content-length") ?? 0);
  const known = status === HTTP_STATUS_PROXY_AUTH_REQ &&
    Number.isInteger(length) && length > 0 &&
    length <= MAX_REFUSAL;
  if (!known) return new Uint8Array();
  return await readExactly(connection, length).catch(() => new Uint8Array());
}

/** The refusal of a proxy to open a tunnel, with the body of its response. */
export class TunnelRefusal extends InternetError {
  // Private, so that printing the error does not show them.
  readonly #proxy: Proxy;
  readonly #reply: TunnelAnswer;
  readonly #body: Uint8Array<ArrayBuffer>;
  /** The reason why its challenge was not answered; `""` if it is not known. */
  readonly unanswered: string;

  /** The body could repeat the password, so it is not in the message. */
  constructor(
    proxy: Proxy,
    reply: TunnelAnswer,
    body: Uint8Array<ArrayBuffer>,
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
    const length = headers.get("content-length");
    const options = `${headers.get("connection")},${
      headers.get("proxy-connection")
    }`;
    return length !== null && Number(length) === this.#body.length &&
      !headers.has("transfer-encoding") && !/\bclose\b/i.test(options) &&
      (minorVersion > 0 || /\bkeep-alive\b/i.test(options));
  }

  /** The head of its response. */
  get reply(): TunnelAnswer {
    return this.#reply;
  }

  /** The body of its response; empty if it was not read. */
  get body(): Uint8Array<ArrayBuffer> {
    return this.#body;
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

/** Reads up to the empty line, byte by byte: the bytes after it belong to the tunnel. */
async function readHead(
  connection: Deno.TcpConn,
  proxy: Proxy,
): Promise<Uint8Array> {
  const head: number[] = [];
  for (;;) {
    head.push((await readExactly(connection, 1))[0]!);
    if (head.length > MAX_TUNNEL_HEAD) {
      throw refusedBy(proxy, "the head of its response is too long");
    }
    const end = latin1Text(Uint8Array.from(head.slice(-4)));
    if (end === "\r\n\r\n" || end.endsWith("\n\n")) break;
  }
  return Uint8Array.from(head);
}

/** Returns the error for an unsupported kind of proxy, such as an FTP proxy. */
function unusable(proxy: Proxy): InternetError {
  return new InternetError(
    ERROR_CALL_NOT_IMPLEMENTED,
    `Cannot connect through the proxy "${
      joinHostPort(proxy.host, proxy.port)
    }": only http://, https://, socks4://, socks4a:// and socks5:// are supported`,
  );
}
