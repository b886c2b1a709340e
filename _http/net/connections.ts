// Copyright 2026 the wininet authors. MIT license.

/**
 * The HTTP connections: new ones, direct or through a proxy, with TLS if the
 * scheme requires it; and the pool of idle ones that wait for their next
 * request. The pool belongs to the process and exists until the last session
 * that used it is closed.
 *
 * The pool key of a connection contains everything that it depends on: origin,
 * proxy, ignored certificate errors, client certificate and identity. NTLM and
 * Negotiate authenticate a *connection*: one that a program has authenticated
 * by a header serves only that request, and one that the library has logged in
 * serves only the same user of the same session. A proxy may have authenticated
 * a tunnel, so tunnels also belong to a session, and no request after
 * INTERNET_OPTION_END_BROWSER_SESSION uses an older one.
 *
 * @module
 */

import {
  ERROR_INTERNET_INVALID_CA,
  ERROR_TOO_MANY_OPEN_FILES,
  type InternetError,
} from "../../error.ts";
import { combineFlags } from "../../_base/bits.ts";
import { withoutBrackets } from "../../_base/host.ts";
import {
  onBrowserSessionEnd,
  onConnectionsDropped,
} from "../../_options/hooks.ts";
import { keepTimers } from "../../_base/deadline.ts";
import type { Proxy } from "../../_options/proxy_list.ts";
import type { SessionResource } from "../../_core/session.ts";
import type { Settings } from "../../_options/settings.ts";
import { NO_TIMEOUT } from "../../_base/timeouts.ts";
import { mayNeedCertificate } from "../../_net/certificate_fault.ts";
import type { Channel } from "../../_net/channel.ts";
import { close } from "../../_net/connection.ts";
import { type DialHooks, joinHostPort, lookUpsEnded } from "../../_net/dial.ts";
import type { Redial } from "../../_net/forgiving_tls.ts";
import { type IdleLimits, IdlePool } from "../../_net/idle_pool.ts";
import { permitted } from "../../_net/permission.ts";
import { dialBy, dialProxy } from "../../_net/proxy.ts";
import { type NodeTls, nodeTlsKey } from "../../_options/client_certificate.ts";
import { HTTP_ALPN, secureStrictly } from "../../_net/tls.ts";
import type { Http1Connection } from "./http1_connection.ts";
import type { ExchangeRequest } from "./transport.ts";

/**
 * The maximum idle time in milliseconds (KeepAliveTimeout of Windows), and the
 * maximum number of idle connections.
 */
const IDLE_LIMITS: IdleLimits = { age: 60_000, perKey: 64, total: 256 };

/** The server that a connection reaches, and the route to it. */
export interface ConnectionTarget {
  /** The scheme, host and port. */
  readonly origin: string;
  /** The host, without brackets. */
  readonly host: string;
  readonly port: number;
  /** SECURITY_FLAG_IGNORE_* bits. */
  readonly forgiven: number;
  /** The proxy, or `null` if there is none. */
  readonly proxy: Proxy | null;
  /** The identity that is authenticated on it, or `""` if there is none. */
  readonly identity: string;
  /** The requirements that need `node:tls`, or `null` if there are none. */
  readonly nodeTls: NodeTls | null;
}

/** Returns the target of a request. */
export function targetOf(
  { url, forgiven, proxy, identity, nodeTls }: Pick<
    ExchangeRequest,
    "url" | "forgiven" | "proxy" | "identity" | "nodeTls"
  >,
): ConnectionTarget {
  const { origin, hostname, port, protocol } = url;
  return {
    origin,
    host: withoutBrackets(hostname),
    port: Number(port) || (protocol === "https:" ? 443 : 80),
    forgiven,
    proxy,
    identity,
    nodeTls: protocol === "https:" ? nodeTls : null,
  };
}

/** Returns the pool key of connections to a target. */
export function poolKey(target: ConnectionTarget): string {
  const { origin, forgiven, proxy, identity, nodeTls } = target;
  const isPlain = forgiven === 0 && proxy === null && identity === "" &&
    nodeTls === null;
  if (isPlain) return origin;
  const tls = [combineFlags(forgiven), nodeTlsKey(nodeTls)];
  return JSON.stringify([origin, tls, proxy, identity]);
}

// ---- idle connections ----

let pool: IdlePool<Http1Connection> | null = null;
let leases = 0;
onConnectionsDropped(dropIdleConnections);

/** The number of sessions so far. */
let sessions = 0;

/** The number of times that the process has discarded its credentials. */
let forgettings = 0;
// An earlier tunnel or login is no longer found.
onBrowserSessionEnd(() => void forgettings++);

/**
 * A session's share in the connections of the process; a private session shares
 * none with other sessions.
 */
export class PoolLease implements SessionResource {
  /** The prefix of the keys of connections that belong to this session. */
  readonly #name = `session ${++sessions} `;
  /** The prefix of all keys of a private session, or `""` for other sessions. */
  readonly #owner: string;

  constructor(isPrivate: boolean = false) {
    this.#owner = isPrivate ? this.#name : "";
    if (leases++ === 0) keepTimers(true);
  }

  /** Returns the pool key of connections to a target. */
  keyOf(target: ConnectionTarget): string {
    const isOwn = target.identity !== "" || isTunnel(target);
    const owner = isOwn ? `${this.#name}${forgettings} ` : "";
    return owner + poolKey(target);
  }

  /** Returns true if an idle connection with a key exists. */
  has(key: string): boolean {
    return pool?.has(this.#owner + key) ?? false;
  }

  /**
   * Returns the number of milliseconds that the next connection with a key has
   * been idle; 0 if there is none.
   */
  waited(key: string): number {
    return pool?.waited(this.#owner + key) ?? 0;
  }

  /** Takes an idle connection with a key; returns `null` if there is none. */
  take(key: string): Http1Connection | null {
    for (;;) {
      const connection = pool?.take(this.#owner + key) ?? null;
      if (connection === null) return null;
      // Data that arrived before a request was sent does not belong to its response.
      if (connection.ready === 0) {
        connection.wake();
        return connection;
      }
      connection.close();
    }
  }

  /** Keeps a connection for its next request. */
  keep(connection: Http1Connection): void {
    if (leases === 0) return connection.close();
    const current = pool ??= new IdlePool<Http1Connection>(
      (given) => given.close(),
      IDLE_LIMITS,
    );
    current.add(this.#owner + connection.key, connection);
    connection.rest(() => {
      current.delete(connection);
      connection.close();
    });
  }

  /** Ends the share; the last one closes all idle connections. */
  close(): Promise<void> | void {
    pool?.clear((_connection, key) => key.startsWith(this.#name));
    if (--leases > 0) return;
    keepTimers(false);
    dropIdleConnections();
    pool = null;
    return lookUpsEnded();
  }
}

/**
 * Closes the idle connections of an identity that is no longer used; none are
 * closed for `""`.
 */
export function dropConnectionsOf(identity: string): void {
  if (identity === "") return;
  pool?.clear(({ key }) => key.endsWith(`,${JSON.stringify(identity)}]`));
}

/** Closes all idle connections; returns true if there were any. */
export function dropIdleConnections(): boolean {
  return pool?.clear() ?? false;
}

// ---- new connections ----

/**
 * Returns true if the program may use sockets, for a proxy if there is one. The
 * permission for the server does not matter: `fetch` needs it as well.
 */
export function hasSockets(proxy: Proxy | null): boolean {
  if (typeof Deno.connect !== "function") return false;
  return proxy === null ||
    permitted({ name: "net", host: joinHostPort(proxy.host, proxy.port) });
}

/** Returns true if requests are sent to the proxy itself, which forwards them; otherwise it opens a tunnel. */
export function isForwarded(
  { origin, proxy }: Pick<ConnectionTarget, "origin" | "proxy">,
): boolean {
  return origin.startsWith("http:") &&
    (proxy?.kind === "http" || proxy?.kind === "https");
}

/** Returns true if a proxy opens a tunnel to the target. */
function isTunnel(target: ConnectionTarget): boolean {
  return target.proxy !== null && !isForwarded(target);
}

/**
 * Returns the settings for connecting in an exchange, whose clock applies the
 * connect timeout.
 */
export function withoutConnectLimit(settings: Settings): Settings {
  return { ...settings, connectTimeout: NO_TIMEOUT };
}

/**
 * Opens a channel to a target. If it fails because the program has too many
 * open files, closes the idle connections and tries again.
 */
export async function openChannel(
  target: ConnectionTarget,
  given: Settings,
  hooks: DialHooks,
  signal: AbortSignal,
): Promise<Channel> {
  const settings = withoutConnectLimit(given);
  try {
    return await dialTarget(target, settings, hooks, signal);
  } catch (error) {
    const { code } = error as Partial<InternetError>;
    if (code !== ERROR_TOO_MANY_OPEN_FILES || !dropIdleConnections()) {
      throw error;
    }
    return await dialTarget(target, settings, hooks, signal);
  }
}

async function dialTarget(
  target: ConnectionTarget,
  settings: Settings,
  hooks: DialHooks,
  signal: AbortSignal,
): Promise<Channel> {
  const { proxy, forgiven, nodeTls, host } = target;
  if (proxy !== null && isForwarded(target)) {
    return await dialProxy(proxy, settings, hooks, signal);
  }
  const redial = (signal: AbortSignal) =>
    dialBy(proxy, target, settings, hooks, signal);
  if (target.origin.startsWith("http:")) return await redial(signal);
  if (nodeTls !== null) {
    return await dialByNode(target, nodeTls, redial, signal);
  }
  if (forgiven === 0) return await dialStrictly(target, redial, signal);
  // Loaded only if needed, because node:tls takes longer to load than
  // everything else. Loaded before connecting, because Deno panics if
  // connections have used the last file descriptor.
  const { secureUpstream } = await import("../../_net/forgiving_tls.ts");
  const connection = await redial(signal);
  return await secureUpstream(
    connection,
    host,
    forgiven,
    signal,
    redial,
    HTTP_ALPN,
  );
}

/**
 * Opens TLS with `node:tls`. It does not report why a certificate is invalid,
 * so if it does not trust one, rustls finds the error, on a separate
 * connection.
 */
async function dialByNode(
  { host, forgiven }: ConnectionTarget,
  nodeTls: NodeTls,
  redial: Redial,
  signal: AbortSignal,
): Promise<Channel> {
  const { secureUpstream } = await import("../../_net/forgiving_tls.ts");
  try {
    return await secureUpstream(
      await redial(signal),
      host,
      forgiven,
      signal,
      redial,
      HTTP_ALPN,
      nodeTls,
    );
  } catch (error) {
    const { code } = error as Partial<InternetError>;
    if (code !== ERROR_INTERNET_INVALID_CA) throw error;
    const again = await redial(signal);
    close(await secureStrictly(again, host, forgiven, signal, HTTP_ALPN));
    throw error;
  }
}

/**
 * Opens TLS with rustls; after a failure `node:tls` finds out if the server has
 * requested a certificate.
 */
async function dialStrictly(
  { host }: ConnectionTarget,
  redial: Redial,
  signal: AbortSignal,
): Promise<Channel> {
  const connection = await redial(signal);
  try {
    return await secureStrictly(connection, host, 0, signal, HTTP_ALPN);
  } catch (error) {
    if (!mayNeedCertificate(error)) throw error;
    const { secureClosably } = await import("../../_net/closable_tls.ts");
    const again = await redial(signal);
    return await secureClosably(again, host, signal, HTTP_ALPN);
  }
}
