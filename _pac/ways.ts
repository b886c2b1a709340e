// Copyright 2026 the wininet authors. MIT license.

/**
 * Parses the result of a proxy script: routes separated by semicolons, such as
 * `PROXY a.example:8080; SOCKS5 b.example; DIRECT`.
 *
 * @module
 */

import { parseProxyList, type Proxy } from "../_options/proxy_list.ts";
import type { Way } from "../_net/proxy_scripts.ts";

/** The maximum number of routes that are tried. */
const MAX_WAYS = 20;

/** The time limit for reaching a proxy if there are other routes, in milliseconds. */
const PATIENCE = 10_000;

/**
 * The keywords for routes, and their kinds of proxies. `SOCKS` means version 4,
 * as in browsers.
 */
const KINDS: Readonly<Record<string, Proxy["kind"]>> = {
  PROXY: "http",
  HTTP: "http",
  HTTPS: "https",
  SOCKS: "socks4",
  SOCKS4: "socks4",
  SOCKS5: "socks5",
};

/** Returns the routes in order; a direct connection if none is recognized. */
export function parseWays(text: string): readonly Way[] {
  const ways = text.split(";").map(parseWay)
    .filter((way) => way !== undefined).slice(0, MAX_WAYS);
  if (ways.length <= 1) return ways.length === 0 ? [null] : ways;
  return ways.map((way) => way && { ...way, patience: PATIENCE });
}

/** Returns a route, or `undefined` if it is not recognized. */
function parseWay(item: string): Way | undefined {
  const [name = "", server, ...rest] = item.trim().split(/\s+/);
  if (rest.length > 0) return undefined;
  if (server === undefined) {
    return name.toUpperCase() === "DIRECT" ? null : undefined;
  }
  const kind = KINDS[name.toUpperCase()];
  if (kind === undefined || /[@=/\p{Cc}]/u.test(server)) return undefined;
  try {
    return parseProxyList(`${kind}://${server}`, "").byProtocol.get("");
  } catch {
    return undefined;
  }
}
