// Copyright 2026 the wininet authors. MIT license.

/**
 * The connections of the process that wait for their next request. They live
 * until the last session that used them is closed.
 *
 * A connection waits under a key that names all it depends on: origin, way,
 * forgiveness and identity. NTLM and Negotiate prove who a *connection* belongs to,
 * so one that has carried them serves only the request that sent them.
 *
 * @module
 */

import { combineFlags } from "../../_base/bits.ts";
import { onConnectionsDropped } from "../../_options/hooks.ts";
import { keepTimers } from "../../_base/deadline.ts";
import type { Proxy } from "../../_options/proxy_list.ts";
import type { SessionResource } from "../../_core/session.ts";
import { lookUpsEnded } from "../../_net/dial.ts";
import { type IdleLimits, IdlePool } from "../../_net/idle_pool.ts";
import type { Http1Connection } from "./http1_connection.ts";

/** How long connections wait (KeepAliveTimeout of Windows), and how many. */
const IDLE_LIMITS: IdleLimits = { age: 60_000, perKey: 64, total: 256 };

/** What a connection is for. */
export interface ConnectionTarget {
  /** The scheme, host and port. */
  readonly origin: string;
  /** The host, without brackets. */
  readonly host: string;
  /** The port. */
  readonly port: number;
  /** SECURITY_FLAG_IGNORE_* bits. */
  readonly forgiven: number;
  /** The proxy, `null` for none. */
  readonly proxy: Proxy | null;
  /** Who has proved to be on it, `""` for nobody. */
  readonly identity: string;
}

/** The key under which connections to a target wait. */
export function poolKey(target: ConnectionTarget): string {
  const { origin, forgiven, proxy, identity } = target;
  if (forgiven === 0 && proxy === null && identity === "") return origin;
  return JSON.stringify([origin, combineFlags(forgiven), proxy, identity]);
}

let pool: IdlePool<Http1Connection> | null = null;
let leases = 0;
onConnectionsDropped(dropIdleConnections);

/** A session's share in the connections of the process. */
export class PoolLease implements SessionResource {
  constructor() {
    if (leases++ === 0) keepTimers(true);
  }

  /** For how many milliseconds the connection has waited that is taken next under a key; 0 if there is none. */
  waited(key: string): number {
    return pool?.waited(key) ?? 0;
  }

  /** A connection that waits under a key. */
  take(key: string): Http1Connection | null {
    for (;;) {
      const connection = pool?.take(key) ?? null;
      if (connection === null) return null;
      // What came unasked is nobody's answer.
      if (connection.ready === 0) {
        connection.wake();
        return connection;
      }
      connection.close();
    }
  }

  /** Lets a connection wait for its next request. */
  keep(connection: Http1Connection): void {
    if (leases === 0) return connection.close();
    const current = pool ??= new IdlePool<Http1Connection>(
      (given) => given.close(),
      IDLE_LIMITS,
    );
    current.add(connection.key, connection);
    connection.rest(() => {
      current.delete(connection);
      connection.close();
    });
  }

  /** Gives the share back; the last one closes the connections that wait. */
  close(): Promise<void> | void {
    if (--leases > 0) return;
    keepTimers(false);
    dropIdleConnections();
    pool = null;
    return lookUpsEnded();
  }
}

/** Closes the connections that somebody has authenticated who is gone. */
export function dropConnectionsOf(identity: string): void {
  pool?.clear(({ key }) => key.endsWith(`,${JSON.stringify(identity)}]`));
}

/** Closes the connections that wait; returns whether there were any. */
export function dropIdleConnections(): boolean {
  return pool?.clear() ?? false;
}
