// Copyright 2026 the wininet authors. MIT license.

/**
 * Connects to a host: looks its name up and races its addresses, within one
 * time limit.
 *
 * @module
 */

import {
  ERROR_ACCESS_DENIED,
  ERROR_INTERNET_CANNOT_CONNECT,
  ERROR_INTERNET_CONNECTION_RESET,
  ERROR_INTERNET_NAME_NOT_RESOLVED,
  ERROR_INTERNET_TIMEOUT,
  ERROR_TOO_MANY_OPEN_FILES,
  InternetError,
} from "../error.ts";
import type { WireLine } from "../session_options.ts";
import { shortAddress } from "../_base/host.ts";
import { abortable, Deadline } from "../_base/deadline.ts";
import type { Settings } from "../_options/settings.ts";
import type { CredentialStore } from "../_auth/credential_store.ts";
import { close, noDelay } from "./connection.ts";
import { permitted } from "./permission.ts";
import { interleave, race } from "./race.ts";
import { type SocketErrorKind, socketErrorKind } from "./socket_error.ts";

/** The stages of connecting, called as they happen. */
export interface DialStages {
  /** A name is being looked up; the lookup continues even if the call is cancelled. */
  resolving(host: string, lookUp: Promise<unknown>): void;
  /** The name has an address. */
  resolved(address: string): void;
  /** An attempt to connect to an address starts; others may be in progress. */
  connecting(address: string): void;
  /** The connection is established; no other attempt is in progress. */
  connected(address: string): void;
  /** An HTTP head is sent or has arrived: of a request or a response, also for CONNECT. */
  head?(direction: WireLine["direction"], bytes: Uint8Array): void;
}

/** The stages, and the credentials that a connection through a proxy needs. */
export interface DialHooks extends DialStages {
  /** Returns the remembered credentials. */
  credentials(): CredentialStore;
}

/** The server to connect to. */
export interface DialTarget {
  /** A name or an address, without brackets. */
  readonly host: string;
  /** The TCP port. */
  readonly port: number;
  /** `true` if the server chooses another port each time: a permission must not name one. */
  readonly anyPort?: boolean;
}

/**
 * Connects to a server. Nagle's algorithm is disabled on the connection.
 *
 * @throws {InternetError} ERROR_INTERNET_NAME_NOT_RESOLVED,
 * ERROR_INTERNET_CANNOT_CONNECT, ERROR_INTERNET_CONNECTION_RESET,
 * ERROR_INTERNET_TIMEOUT, ERROR_TOO_MANY_OPEN_FILES, or ERROR_ACCESS_DENIED
 * without permission.
 */
export async function dial(
  target: DialTarget,
  settings: Settings,
  hooks: DialStages,
  signal: AbortSignal,
): Promise<Deno.TcpConn> {
  const { connectTimeout, connectRetries } = settings;
  return await withinTime(
    connectTimeout,
    () => timedOut(target, connectTimeout),
    signal,
    async (signal) => {
      const found = await lookUp(target, hooks, signal);
      const addresses = interleave(found).slice(0, connectRetries);
      return await connectToFirst(addresses, target, hooks, signal);
    },
  );
}

/** Runs work that ends when the signal aborts or a time limit has passed. */
export async function withinTime<Value>(
  milliseconds: number,
  error: () => InternetError,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<Value>,
): Promise<Value> {
  const limit = new AbortController();
  const deadline = new Deadline();
  deadline.set(milliseconds, () => limit.abort(error()));
  const stop = () => limit.abort(signal.reason);
  signal.addEventListener("abort", stop, { once: true });
  if (signal.aborted) stop();
  try {
    return await work(limit.signal);
  } finally {
    deadline.stop();
    signal.removeEventListener("abort", stop);
  }
}

/** Returns the addresses of a host. */
export async function lookUp(
  target: DialTarget,
  hooks: DialStages,
  signal: AbortSignal,
): Promise<string[]> {
  const { host, port } = target;
  // With a permission for `name:port` only, Deno looks the name up itself while it connects.
  if (isIpAddress(host) || !permitted({ name: "net", host })) {
    return [shortAddress(host)];
  }
  // Called early, while files can still be opened, so that a later call can
  // detect a shortage.
  if (!knowsMemory) canOpenFiles();
  const lookUp = resolveName(host);
  hooks.resolving(host, lookUp);
  const addresses = await abortable(lookUp, signal).catch(
    (error) => {
      signal.throwIfAborted();
      throw lookUpFailure(host, error);
    },
  );
  hooks.resolved(addresses[0]!);
  const usable = addresses.filter((address) => mayConnect(address, port));
  return usable.length > 0 ? usable : [host];
}

function mayConnect(host: string, port: number): boolean {
  return permitted({ name: "net", host: joinHostPort(host, port) });
}

/** Joins a host and a port, with brackets around an IPv6 address. */
export function joinHostPort(host: string, port: number): string {
  return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}

/**
 * Lookups in progress, by host. The system cannot stop a lookup and needs a thread for
 * each, so all simultaneous lookups of a host share one.
 */
const lookUps = new Map<string, Promise<string[]>>();

/** Resolves when no lookup is in progress, including those of cancelled calls. */
export async function lookUpsEnded(): Promise<void> {
  while (lookUps.size > 0) await Promise.allSettled(lookUps.values());
}

/** Returns the addresses of a name; looks it up once more if the lookup may have failed because no file could be opened. */
export async function resolveName(host: string): Promise<string[]> {
  try {
    return await resolve(host);
  } catch (error) {
    if (canOpenFiles() && performance.now() - shortAt > RECENTLY) throw error;
    return await resolve(host);
  }
}

function resolve(host: string): Promise<string[]> {
  let lookUp = lookUps.get(host);
  if (lookUp === undefined) {
    lookUps.set(host, lookUp = resolveByTheSystem(host));
    const end = () => lookUps.delete(host);
    lookUp.then(end, end);
  }
  return lookUp;
}

async function resolveByTheSystem(host: string): Promise<string[]> {
  // Loaded on demand, because an address needs no lookup.
  const { default: dns } = await import("node:dns");
  return await new Promise((resolve, reject) => {
    // Keeps the order of the system, which puts the address family that works
    // better first (RFC 6724).
    const options = { all: true, order: "verbatim" } as const;
    dns.lookup(host, options, (error, found) => {
      if (error) reject(error);
      else if (found.length === 0) {
        reject(new Error(`no address for "${host}"`));
      } else resolve(found.map(({ address }) => shortAddress(address)));
    });
  });
}

async function connectToFirst(
  addresses: readonly string[],
  target: DialTarget,
  hooks: DialStages,
  signal: AbortSignal,
): Promise<Deno.TcpConn> {
  const { port } = target;
  let winner = "";
  const attempt = async (hostname: string, signal: AbortSignal) => {
    // Checked first, because `Deno.connect` would prompt the user.
    if (!mayConnect(hostname, port)) throw accessDenied(target);
    hooks.connecting(hostname);
    const connection = await connectToAddress(hostname, port, signal);
    winner = hostname;
    return connection;
  };
  try {
    const [only] = addresses;
    const connection = addresses.length === 1
      ? await attempt(only!, signal)
      : await race(addresses, attempt, close, signal);
    hooks.connected(winner);
    return connection;
  } catch (error) {
    signal.throwIfAborted();
    throw connectFailure(target, mostTelling(error));
  }
}

/**
 * Connects to one address; Nagle's algorithm is disabled on the connection.
 *
 * If a signal aborts at the moment when the connection is made, `Deno.connect`
 * throws its reason and the connection stays open forever, because no code has
 * a reference to it. So it receives a signal that ends an attempt, but does not
 * throw after the connection is made.
 */
export async function connectToAddress(
  hostname: string,
  port: number,
  signal: AbortSignal,
): Promise<Deno.TcpConn> {
  signal.throwIfAborted();
  const quiet = Object.defineProperty(
    AbortSignal.any([signal]),
    "throwIfAborted",
    { value() {} },
  );
  const connection = await Deno.connect({ hostname, port, signal: quiet });
  if (signal.aborted) connection.close();
  signal.throwIfAborted();
  noDelay(connection);
  return connection;
}

/**
 * Returns the failure that the program can resolve, a shortage of files;
 * otherwise that of the last attempt.
 */
function mostTelling(error: unknown): unknown {
  if (!(error instanceof AggregateError)) return error;
  const { errors } = error;
  return errors.find((one) => socketErrorKind(one) === "files") ??
    errors.at(-1);
}

/** Returns `true` if a host is an IPv4 or IPv6 address. */
export function isIpAddress(host: string): boolean {
  return host.includes(":") || /^\d{1,3}(\.\d{1,3}){3}$/.test(host);
}

/** The error codes of the kinds of failures that have a separate one. */
const ERRORS_BY_KIND: Partial<Record<SocketErrorKind, number>> = {
  timeout: ERROR_INTERNET_TIMEOUT,
  reset: ERROR_INTERNET_CONNECTION_RESET,
  files: ERROR_TOO_MANY_OPEN_FILES,
};

/** Returns the error for a failed attempt to connect. */
export function connectFailure(
  target: DialTarget,
  cause: unknown,
): InternetError {
  if (cause instanceof InternetError) return cause;
  // The permission may be denied for an address although it is granted for its
  // name.
  if (cause instanceof Deno.errors.NotCapable) {
    return accessDenied(target, cause);
  }
  const kind = socketErrorKind(cause);
  if (kind === "name") return lookUpFailure(target.host, cause);
  const code = kind === null ? undefined : ERRORS_BY_KIND[kind];
  const text = kind === "refused"
    ? "connection refused; check the host, the port and whether the server runs"
    : kind === "unreachable"
    ? "the host is unreachable; check the network"
    : cause instanceof Error
    ? cause.message
    : String(cause);
  return new InternetError(
    code ?? ERROR_INTERNET_CANNOT_CONNECT,
    `Cannot connect to "${target.host}" port ${target.port}: ${text}`,
    { cause },
  );
}

function accessDenied(target: DialTarget, cause?: unknown): InternetError {
  const { host, port, anyPort = false } = target;
  const bracketed = host.includes(":") ? `[${host}]` : host;
  return new InternetError(
    ERROR_ACCESS_DENIED,
    `Cannot connect to "${host}" port ${port}: the program has no permission; run it with --allow-net=${
      anyPort ? bracketed : joinHostPort(host, port)
    }`,
    cause === undefined ? {} : { cause },
  );
}

function lookUpFailure(host: string, cause: unknown): InternetError {
  if (socketErrorKind(cause) === "files" || !canOpenFiles()) {
    return new InternetError(
      ERROR_TOO_MANY_OPEN_FILES,
      `Cannot look up "${host}": no more files can be opened; close some`,
      { cause },
    );
  }
  return new InternetError(
    ERROR_INTERNET_NAME_NOT_RESOLVED,
    `Cannot look up "${host}": there is no such host; check the name and the network`,
    { cause },
  );
}

/** The time for which a shortage of files is remembered, in milliseconds. */
const RECENTLY = 1000;

/** The last time at which no more files could be opened. */
let shortAt = -Infinity;

/** `true` if Deno has ever reported how much memory the program uses. */
let knowsMemory = false;

/**
 * Returns `true` if one more file can be opened, as far as that can be detected
 * without a permission: the system reports that a host does not exist if it
 * cannot open the files for the lookup. On Linux, Deno reports 0 for the
 * memory in use if it cannot open the file that contains it.
 */
function canOpenFiles(): boolean {
  if (Deno.build.os !== "linux") return true;
  const opened = Deno.memoryUsage().rss !== 0;
  knowsMemory ||= opened;
  if (opened || !knowsMemory) return true;
  shortAt = performance.now();
  return false;
}

/** Returns the error for a connection that was not established in time. */
export function timedOut(
  target: DialTarget,
  milliseconds: number,
): InternetError {
  return new InternetError(
    ERROR_INTERNET_TIMEOUT,
    `Cannot connect to "${target.host}" port ${target.port}: no connection after ${milliseconds} ms; INTERNET_OPTION_CONNECT_TIMEOUT sets this limit`,
  );
}
