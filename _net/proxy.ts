// Copyright 2026 the wininet authors. MIT license.

/**
 * Connects through a proxy: with SOCKS (`socks.ts`) or the HTTP CONNECT method
 * (`tunnel.ts`), in plain text or with TLS to the proxy. The proxy looks the
 * name up, except with SOCKS4.
 *
 * @module
 */

import {
  ERROR_CALL_NOT_IMPLEMENTED,
  ERROR_INTERNET_CANNOT_CONNECT,
  ERROR_INTERNET_CLIENT_AUTH_CERT_NEEDED,
  ERROR_INTERNET_CLIENT_AUTH_CERT_NEEDED_PROXY,
  ERROR_INTERNET_NAME_NOT_RESOLVED,
  ERROR_INTERNET_PROXY_SERVER_UNREACHABLE,
  InternetError,
} from "../error.ts";
import { asInternetError } from "../_base/failure.ts";
import { addressBytes } from "../_base/host.ts";
import { isSocks, type Proxy } from "../_options/proxy_list.ts";
import type { Settings } from "../_options/settings.ts";
import { bridge } from "./bridge.ts";
import type { Channel } from "./channel.ts";
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
import { negotiate, openTunnel } from "./tunnel.ts";

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
  const address = joinHostPort(proxy.host, proxy.port);
  switch (failure.code) {
    case ERROR_INTERNET_NAME_NOT_RESOLVED:
      return new InternetError(
        failure.code,
        `Cannot look up the proxy "${address}": there is no such host, check its name; INTERNET_OPEN_TYPE_DIRECT uses no proxy`,
        { cause: error },
      );
    case ERROR_INTERNET_CANNOT_CONNECT:
      return new InternetError(
        ERROR_INTERNET_PROXY_SERVER_UNREACHABLE,
        `Cannot connect to the proxy "${address}": check its address and whether it runs; INTERNET_OPEN_TYPE_DIRECT uses no proxy`,
        { cause: error },
      );
    default:
      return failure;
  }
}

/** The errors of proxies to which no connection, or no TLS connection, could be made. */
const unreached = new WeakSet<InternetError>();

/** Returns `true` if an error means that no connection to the proxy could be made. */
export function isProxyUnreached(error: unknown): boolean {
  return error instanceof InternetError && unreached.has(error);
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

/** Returns the error for an unsupported kind of proxy, such as an FTP proxy. */
function unusable(proxy: Proxy): InternetError {
  return new InternetError(
    ERROR_CALL_NOT_IMPLEMENTED,
    `Cannot connect through the proxy "${
      joinHostPort(proxy.host, proxy.port)
    }": only http://, https://, socks4://, socks4a:// and socks5:// are supported`,
  );
}
