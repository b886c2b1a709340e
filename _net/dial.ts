// Copyright 2026 the wininet authors. MIT license.

/**
 * Connecting to a host: looking its name up, trying its addresses one after the
 * other, within one time limit.
 *
 * @module
 */

import dns from "node:dns";
import {
  ERROR_ACCESS_DENIED,
  ERROR_INTERNET_CANNOT_CONNECT,
  ERROR_INTERNET_CONNECTION_RESET,
  ERROR_INTERNET_NAME_NOT_RESOLVED,
  ERROR_INTERNET_TIMEOUT,
  InternetError,
} from "../error.ts";
import { MAX_TIMER } from "../_core/deadline.ts";
import type { Settings } from "../_core/settings.ts";
import { NO_TIMEOUT } from "../_core/timeouts.ts";
import { permitted } from "./permission.ts";

/** The stages of connecting, told as they happen. */
export interface DialHooks {
  /** A name is being looked up; that goes on when nobody waits for it any more. */
  resolving(host: string, lookUp: Promise<unknown>): void;
  /** The name has an address. */
  resolved(address: string): void;
  /** A connection to an address is about to be made. */
  connecting(address: string): void;
  /** The connection is there. */
  connected(address: string): void;
}

/** Whom to call. */
export interface DialTarget {
  /** A name or an address, without brackets. */
  readonly host: string;
  /** The TCP port. */
  readonly port: number;
}

/**
 * Connects. The connection has no Nagle delay and keeps no program alive.
 *
 * @throws {InternetError} ERROR_INTERNET_NAME_NOT_RESOLVED, ERROR_INTERNET_CANNOT_CONNECT,
 * ERROR_INTERNET_TIMEOUT, or ERROR_ACCESS_DENIED without permission.
 */
export async function dial(
  target: DialTarget,
  settings: Settings,
  hooks: DialHooks,
  signal: AbortSignal,
): Promise<Deno.TcpConn> {
  const { connectTimeout, connectRetries } = settings;
  return await withinTime(
    connectTimeout,
    () => timedOut(target, connectTimeout),
    signal,
    async (signal) => {
      const addresses = await lookUp(target, hooks, signal);
      const tried = addresses.slice(0, connectRetries);
      return await connectToFirst(tried, target, hooks, signal);
    },
  );
}

/** Runs work that a signal ends, and ends it after some milliseconds, too. */
export async function withinTime<Value>(
  milliseconds: number,
  error: () => InternetError,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<Value>,
): Promise<Value> {
  const limit = new AbortController();
  const timer = milliseconds === NO_TIMEOUT
    ? undefined
    : setTimeout(() => limit.abort(error()), Math.min(milliseconds, MAX_TIMER));
  const stop = () => limit.abort(signal.reason);
  signal.addEventListener("abort", stop, { once: true });
  if (signal.aborted) stop();
  try {
    return await work(limit.signal);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", stop);
  }
}

async function lookUp(
  target: DialTarget,
  hooks: DialHooks,
  signal: AbortSignal,
): Promise<string[]> {
  const { host, port } = target;
  // With a permission for `name:port` alone, Deno looks up by itself while it connects.
  if (isAddress(host) || !permitted({ name: "net", host })) return [host];
  const lookUp = resolve(host);
  hooks.resolving(host, lookUp);
  const addresses = await unlessAborted(lookUp, signal).catch(
    (error) => {
      signal.throwIfAborted();
      throw nameNotResolved(host, error);
    },
  );
  hooks.resolved(addresses[0]!);
  const usable = addresses.filter((address) => mayConnect(address, port));
  return usable.length > 0 ? usable : [host];
}

function mayConnect(host: string, port: number): boolean {
  return permitted({ name: "net", host: joinHostPort(host, port) });
}

/** A host and a port as one text, with brackets around an IPv6 address. */
export function joinHostPort(host: string, port: number): string {
  return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}

/** Look-ups under way: the system cannot be told to stop one. */
const lookUps = new Set<Promise<unknown>>();

/** Resolves when no look-up is under way, those of cancelled calls included. */
export async function lookUpsEnded(): Promise<void> {
  while (lookUps.size > 0) await Promise.allSettled(lookUps);
}

function resolve(host: string): Promise<string[]> {
  const lookUp = resolveByTheSystem(host);
  lookUps.add(lookUp);
  const end = () => lookUps.delete(lookUp);
  lookUp.then(end, end);
  return lookUp;
}

function resolveByTheSystem(host: string): Promise<string[]> {
  return new Promise((resolve, reject) => {
    dns.lookup(host, { all: true }, (error, found) => {
      if (error) reject(error);
      else if (found.length === 0) {
        reject(new Error(`no address for "${host}"`));
      } else resolve(found.map(({ address }) => address));
    });
  });
}

async function connectToFirst(
  addresses: readonly string[],
  target: DialTarget,
  hooks: DialHooks,
  signal: AbortSignal,
): Promise<Deno.TcpConn> {
  let failure: unknown;
  for (const hostname of addresses) {
    // Asked first, because Deno.connect would ask the user.
    if (!mayConnect(hostname, target.port)) throw accessDenied(target);
    hooks.connecting(hostname);
    try {
      const connection = await Deno.connect({
        hostname,
        port: target.port,
        signal: quietly(signal),
      });
      return ready(connection, hostname, hooks, signal);
    } catch (error) {
      signal.throwIfAborted();
      failure = error;
    }
  }
  throw connectFailure(target, failure);
}

/**
 * A signal that ends an attempt, but does not throw behind it. When a signal aborts
 * in the moment in which the connection is there, `Deno.connect` throws its reason
 * and the connection stays open for ever: nobody has it.
 */
function quietly(signal: AbortSignal): AbortSignal {
  signal.throwIfAborted();
  const quiet = AbortSignal.any([signal]);
  return Object.defineProperty(quiet, "throwIfAborted", { value() {} });
}

function ready(
  connection: Deno.TcpConn,
  address: string,
  hooks: DialHooks,
  signal: AbortSignal,
): Deno.TcpConn {
  if (signal.aborted) connection.close();
  signal.throwIfAborted();
  connection.setNoDelay(true);
  hooks.connected(address);
  return connection;
}

/** Settles with `promise`, or rejects with the reason of the signal as soon as it aborts. */
export function unlessAborted<Value>(
  promise: Promise<Value>,
  signal: AbortSignal,
): Promise<Value> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason);
    if (signal.aborted) stop();
    signal.addEventListener("abort", stop, { once: true });
    promise.then(resolve, reject).finally(() =>
      signal.removeEventListener("abort", stop)
    );
  });
}

/** Whether a host is an IPv4 or IPv6 address. */
export function isAddress(host: string): boolean {
  return host.includes(":") || /^\d{1,3}(\.\d{1,3}){3}$/.test(host);
}

function connectFailure(target: DialTarget, cause: unknown): InternetError {
  const what = `Cannot connect to "${target.host}" port ${target.port}`;
  // An address that is denied though its name is not.
  if (cause instanceof Deno.errors.NotCapable) {
    return accessDenied(target, cause);
  }
  const text = cause instanceof Error ? cause.message : String(cause);
  if (cause instanceof Deno.errors.TimedOut) {
    return new InternetError(ERROR_INTERNET_TIMEOUT, `${what}: ${text}`, {
      cause,
    });
  }
  if (cause instanceof Deno.errors.ConnectionReset) {
    return new InternetError(
      ERROR_INTERNET_CONNECTION_RESET,
      `${what}: ${text}`,
      { cause },
    );
  }
  if (/lookup address|name or service|no such host|host is known/i.test(text)) {
    return nameNotResolved(target.host, cause);
  }
  return new InternetError(ERROR_INTERNET_CANNOT_CONNECT, `${what}: ${text}`, {
    cause,
  });
}

function accessDenied(target: DialTarget, cause?: unknown): InternetError {
  const { host, port } = target;
  return new InternetError(
    ERROR_ACCESS_DENIED,
    `Cannot connect to "${host}" port ${port}: the program has no permission, run it with --allow-net=${
      joinHostPort(host, port)
    }`,
    cause === undefined ? {} : { cause },
  );
}

function nameNotResolved(host: string, cause: unknown): InternetError {
  return new InternetError(
    ERROR_INTERNET_NAME_NOT_RESOLVED,
    `Cannot look up "${host}": there is no such host`,
    { cause },
  );
}

/** The error of a connection that is not there in time. */
export function timedOut(
  target: DialTarget,
  milliseconds: number,
): InternetError {
  return new InternetError(
    ERROR_INTERNET_TIMEOUT,
    `Cannot connect to "${target.host}" port ${target.port}: no connection after ${milliseconds} ms`,
  );
}
