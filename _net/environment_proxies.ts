// Copyright 2026 the wininet authors. MIT license.

/**
 * The proxies of INTERNET_OPEN_TYPE_PRECONFIG: those of the environment
 * variables that curl and `fetch` read. `HTTP_PROXY` is for http, `HTTPS_PROXY`
 * for https, and so on; `ALL_PROXY` is for the schemes without a separate
 * variable. `NO_PROXY` is a comma-separated list of hosts that are reached
 * directly: a name includes its subdomains, and `*` means all hosts. Unlike
 * with a WinINet bypass list, this machine is not one of them by default.
 *
 * A variable in lower case takes precedence. Variables that the program has no
 * permission to read are ignored.
 *
 * @module
 */

import { INTERNET_OPEN_TYPE_DIRECT } from "../flags.ts";
import { onProxyRefresh } from "../_options/hooks.ts";
import {
  parseProxyList,
  type Proxy,
  type ProxyList,
} from "../_options/proxy_list.ts";
import type { Session } from "../_core/session.ts";
import type { Settings } from "../_options/settings.ts";
import { permitted } from "./permission.ts";
import { findProxy } from "./proxy_choice.ts";

const PROTOCOLS = ["http", "https", "ftp", "gopher", "all"];

/** The variables that `fetch` reads by itself. */
const READ_BY_FETCH = ["http_proxy", "https_proxy", "all_proxy"]
  .flatMap((name) => [name, name.toUpperCase()]);

/** The proxies of the environment for each session; read once, and again after INTERNET_OPTION_REFRESH. */
let environments = new WeakMap<Session, { readonly list: ProxyList | null }>();
let routes = new WeakMap<Session, FetchRoute>();
onProxyRefresh(() => {
  environments = new WeakMap();
  routes = new WeakMap();
});

/** Returns the proxies of a session: those that it was given, or those of the environment. */
function proxiesOf(session: Session): ProxyList | null {
  if (session.proxies !== null) return session.proxies;
  if (session.accessType === INTERNET_OPEN_TYPE_DIRECT) return null;
  let environment = environments.get(session);
  if (!environment) {
    environments.set(session, environment = { list: readEnvironment() });
  }
  return environment.list;
}

/** Returns `true` if a session has any proxies. */
export function hasProxies(session: Session): boolean {
  return proxiesOf(session) !== null;
}

/**
 * Returns the proxy for a host, with the credentials of
 * INTERNET_OPTION_PROXY_USERNAME and INTERNET_OPTION_PROXY_PASSWORD, if they
 * are set; `null` if there is no proxy.
 */
export function proxyFor(
  session: Session,
  settings: Settings,
  protocol: string,
  host: string,
  port: number | null = null,
): Proxy | null {
  const proxy = findProxy(proxiesOf(session), protocol, host, port);
  return withLogin(proxy, settings);
}

/**
 * Returns a proxy with the credentials of INTERNET_OPTION_PROXY_USERNAME and
 * INTERNET_OPTION_PROXY_PASSWORD, if they are set.
 */
export function withLogin(
  proxy: Proxy | null,
  { proxyUsername, proxyPassword }: Settings,
): Proxy | null {
  return proxy === null || proxyUsername === null
    ? proxy
    : { ...proxy, user: proxyUsername, password: proxyPassword ?? "" };
}

/**
 * The route that `fetch`, which reads the environment itself, takes for a
 * session that needs no proxy.
 */
export type FetchRoute =
  /** Directly to the server. */
  | "straight"
  /**
   * Possibly to a proxy that only `fetch` can see: the program has no
   * permission to read the environment, and the session uses the environment.
   */
  | "hidden"
  /** To a proxy that the session does not use, or possibly to an unknown one. */
  | "wrong";

/** Returns the route of `fetch` for a session. */
export function fetchRoute(session: Session): FetchRoute {
  let route = routes.get(session);
  if (route === undefined) routes.set(session, route = readRoute(session));
  return route;
}

function readRoute(session: Session): FetchRoute {
  const readable = READ_BY_FETCH.filter((name) =>
    permitted({ name: "env", variable: name })
  );
  if (readable.some((name) => Deno.env.get(name))) return "wrong";
  if (readable.length === READ_BY_FETCH.length) return "straight";
  const obeys = session.proxies === null &&
    session.accessType !== INTERNET_OPEN_TYPE_DIRECT;
  return obeys ? "hidden" : "wrong";
}

function readEnvironment(): ProxyList | null {
  const byProtocol = new Map<string, Proxy>();
  for (const protocol of PROTOCOLS) {
    const proxy = proxyIn(variable(`${protocol}_proxy`));
    if (proxy !== null) {
      byProtocol.set(protocol === "all" ? "" : protocol, proxy);
    }
  }
  if (byProtocol.size === 0) return null;
  return { byProtocol, bypass: bypassIn(variable("no_proxy") ?? "") };
}

function proxyIn(text: string | undefined): Proxy | null {
  if (!text) return null;
  try {
    return parseProxyList(text.trim(), "").byProtocol.get("") ?? null;
  } catch {
    // The proxy is of an unsupported kind: `fetch` does not accept it either.
    return null;
  }
}

function bypassIn(text: string): string[] {
  const names = text.toLowerCase().split(/[\s,]+/).filter((name) =>
    name !== ""
  );
  const patterns = names.flatMap((name) => {
    const host = name.replace(/^\*?\.(?=.)/, "");
    return host === "*" ? ["*"] : [host, `*.${host}`];
  });
  return [...patterns, "<-loopback>"];
}

function variable(name: string): string | undefined {
  for (const spelling of [name, name.toUpperCase()]) {
    const value = permitted({ name: "env", variable: spelling })
      ? Deno.env.get(spelling)
      : undefined;
    if (value !== undefined) return value;
  }
  return undefined;
}
