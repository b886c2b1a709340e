// Copyright 2026 the wininet authors. MIT license.

/**
 * Connecting for HTTP: straight or by a proxy, with TLS where the scheme wants it.
 *
 * @module
 */

import { ERROR_TOO_MANY_OPEN_FILES, type InternetError } from "../../error.ts";
import type { Proxy } from "../../_options/proxy_list.ts";
import type { Settings } from "../../_options/settings.ts";
import type { Channel } from "../../_net/channel.ts";
import { type DialHooks, joinHostPort } from "../../_net/dial.ts";
import { permitted } from "../../_net/permission.ts";
import { dialBy, dialProxy } from "../../_net/proxy.ts";
import { HTTP_ALPN, secureStrictly } from "../../_net/tls.ts";
import { type ConnectionTarget, dropIdleConnections } from "./pool.ts";

/** Whether sockets can be used, by a proxy or without one. The server itself needs no question: `fetch` needs the same permission. */
export function hasSockets(proxy: Proxy | null): boolean {
  if (typeof Deno.connect !== "function") return false;
  return proxy === null ||
    permitted({ name: "net", host: joinHostPort(proxy.host, proxy.port) });
}

/** Whether requests are sent to the proxy itself, which forwards them; otherwise it opens a tunnel. */
export function isForwarded(
  { origin, proxy }: Pick<ConnectionTarget, "origin" | "proxy">,
): boolean {
  return origin.startsWith("http:") &&
    (proxy?.kind === "http" || proxy?.kind === "https");
}

/** Makes the connection of a target; connections that wait for a request make room for it when files run out. */
export async function connectTo(
  target: ConnectionTarget,
  settings: Settings,
  hooks: DialHooks,
  signal: AbortSignal,
): Promise<Channel> {
  try {
    return await connect(target, settings, hooks, signal);
  } catch (error) {
    const { code } = error as Partial<InternetError>;
    if (code !== ERROR_TOO_MANY_OPEN_FILES || !dropIdleConnections()) {
      throw error;
    }
    return await connect(target, settings, hooks, signal);
  }
}

async function connect(
  target: ConnectionTarget,
  settings: Settings,
  hooks: DialHooks,
  signal: AbortSignal,
): Promise<Channel> {
  const { proxy, forgiven, host } = target;
  if (proxy !== null && isForwarded(target)) {
    return await dialProxy(proxy, settings, hooks, signal);
  }
  const redial = (signal: AbortSignal) =>
    dialBy(proxy, target, settings, hooks, signal);
  if (target.origin.startsWith("http:")) return await redial(signal);
  if (forgiven === 0) {
    return await secureStrictly(
      await redial(signal),
      host,
      0,
      signal,
      HTTP_ALPN,
    );
  }
  // Loaded when it is needed: node:tls takes longer to load than all the rest. But
  // before connecting: Deno panics if connections have taken the last file.
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
