// Copyright 2026 the wininet authors. MIT license.

/**
 * The routes to a server that a proxy script returns: proxies, or a direct
 * connection, in the order in which they are tried. The next route is tried
 * only if the proxy, or the server of a direct route, cannot be reached. Such a
 * proxy is then tried last for five minutes.
 *
 * `pac.ts` runs the scripts and registers here, so that programs without
 * scripts do not load an interpreter.
 *
 * @module
 */

import {
  ERROR_CALL_NOT_IMPLEMENTED,
  ERROR_INTERNET_CANNOT_CONNECT,
  ERROR_INTERNET_NAME_NOT_RESOLVED,
  InternetError,
} from "../error.ts";
import { INTERNET_STATUS_DETECTING_PROXY } from "../status.ts";
import type { HandleObject } from "../_core/handle.ts";
import type { Session } from "../_core/session.ts";
import type { Proxy } from "../_options/proxy_list.ts";
import type { ProxySettings } from "../_options/proxy_settings.ts";
import { abortable } from "../_base/deadline.ts";
import { joinHostPort } from "./dial.ts";
import { withLogin } from "./environment_proxies.ts";
import { isProxyUnreached } from "./proxy.ts";

/** A route to a server: a proxy, or `null` for a direct connection. */
export type Way = Proxy | null;

/** The implementation of the functions for proxy scripts. */
export interface ProxyScripts {
  /**
   * Returns the routes to a URL; `null` if the settings use no script, or none
   * can be loaded.
   */
  waysTo(
    settings: ProxySettings,
    url: URL,
  ): Promise<readonly Way[] | null> | null;
  /** Implements `DetectAutoProxyUrl`. */
  detect(dwDetectFlags: number): Promise<string>;
  /** Implements `InternetInitializeAutoProxyDll`. */
  initialize(script: string | null): Promise<void>;
  /** Implements `InternetDeInitializeAutoProxyDll`. */
  deinitialize(): void;
  /** Implements `InternetGetProxyInfo`. */
  find(url: URL): Promise<string>;
}

let registered: ProxyScripts | null = null;

/** Registers the implementation. */
export function registerProxyScripts(scripts: ProxyScripts): void {
  registered = scripts;
}

/**
 * Returns the implementation, for the function with this name.
 *
 * @throws {InternetError} ERROR_CALL_NOT_IMPLEMENTED if none is registered.
 */
export function proxyScripts(name: string): ProxyScripts {
  if (registered !== null) return registered;
  throw new InternetError(
    ERROR_CALL_NOT_IMPLEMENTED,
    `Cannot call ${name}: proxy scripts need an interpreter; import { loadProxyScripts } from "@wininet/wininet/pac" and await loadProxyScripts() first`,
  );
}

/** Returns `true` if the proxies of a session come from a script. */
export function usesScript(session: Session): boolean {
  return registered !== null && session.scriptSettings !== null;
}

/**
 * Runs an attempt with each route of the script, until one reaches its proxy or
 * the server. Posts INTERNET_STATUS_DETECTING_PROXY if a script is searched for
 * or run.
 *
 * @param usual Returns the route without a script.
 */
export async function onFirstWay<Value>(
  owner: HandleObject,
  url: URL,
  usual: () => Way,
  attempt: (way: Way) => Promise<Value>,
  signal: AbortSignal,
): Promise<Value> {
  const settings = (owner.root as Session).scriptSettings;
  if (registered === null || settings === null) return await attempt(usual());
  const finding = registered.waysTo(settings, url);
  if (finding !== null) owner.post(INTERNET_STATUS_DETECTING_PROXY);
  const found = await abortable(finding, signal);
  if (found === null) return await attempt(usual());
  let failure: unknown;
  for (const way of reachableFirst(found)) {
    try {
      return await attempt(withLogin(way, owner.settings));
    } catch (error) {
      if (signal.aborted || !isUnreachable(way, error)) throw error;
      failure = error;
    }
  }
  throw failure;
}

/** Proxies that could not be reached, and the time until which they are tried last. */
const avoided = new Map<string, number>();
const AVOIDED_FOR = 5 * 60 * 1000;
const MAX_AVOIDED = 1000;

function reachableFirst(ways: readonly Way[]): Way[] {
  const isAvoided = (way: Way) =>
    way !== null && (avoided.get(keyOf(way)) ?? 0) > performance.now();
  return [
    ...ways.filter((way) => !isAvoided(way)),
    ...ways.filter(isAvoided),
  ];
}

/**
 * Returns `true` if the next route should be tried. A proxy that was not
 * reached is avoided from now on.
 */
function isUnreachable(way: Way, error: unknown): boolean {
  if (way === null) {
    const { code } = error as { code?: unknown };
    return code === ERROR_INTERNET_CANNOT_CONNECT ||
      code === ERROR_INTERNET_NAME_NOT_RESOLVED;
  }
  if (!isProxyUnreached(error)) return false;
  const key = keyOf(way);
  avoided.delete(key);
  // Removes the oldest entry, because a script may name any number of proxies.
  if (avoided.size === MAX_AVOIDED) {
    avoided.delete(avoided.keys().next().value!);
  }
  avoided.set(key, performance.now() + AVOIDED_FOR);
  return true;
}

/** Discards the record of unreachable proxies. */
export function forgetUnreachable(): void {
  avoided.clear();
}

function keyOf({ kind, host, port }: Proxy): string {
  return `${kind} ${joinHostPort(host, port)}`;
}
