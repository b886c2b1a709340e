// Copyright 2026 the wininet authors. MIT license.

/**
 * The proxy list of `InternetOpen`: entries separated by spaces or semicolons,
 * each of the form `[protocol=][kind://][user:password@]host[:port]`. An entry
 * without a protocol, or for `socks`, applies to all protocols. The kind is
 * `http`, `https` (TLS to the proxy), or a SOCKS version: `socks4`, `socks4a`,
 * `socks5`.
 *
 * The bypass list contains the hosts that are reached without a proxy: `*`
 * matches any characters, `<local>` matches names without a dot. Loopback hosts
 * are always included, unless the list contains `<-loopback>`.
 *
 * @module
 */

import type { InternetError } from "../error.ts";
import {
  INTERNET_MAX_PORT_NUMBER_VALUE,
  INTERNET_OPEN_TYPE_DIRECT,
  INTERNET_OPEN_TYPE_PRECONFIG,
  INTERNET_OPEN_TYPE_PRECONFIG_WITH_NO_AUTOPROXY,
  INTERNET_OPEN_TYPE_PROXY,
} from "../flags.ts";
import { withoutBrackets } from "../_base/host.ts";
import { badParameter } from "../_base/failure.ts";
import { quotedUrl, quotedValue } from "../_base/secrets.ts";

const ACCESS_TYPES: readonly number[] = [
  INTERNET_OPEN_TYPE_PRECONFIG,
  INTERNET_OPEN_TYPE_DIRECT,
  INTERNET_OPEN_TYPE_PROXY,
  INTERNET_OPEN_TYPE_PRECONFIG_WITH_NO_AUTOPROXY,
];

/** A proxy. */
export interface Proxy {
  /** The protocol of the proxy; `"other"` is an unsupported one, for example an FTP proxy. */
  readonly kind: "socks4" | "socks4a" | "socks5" | "http" | "https" | "other";
  /** A name or an address, without brackets. */
  readonly host: string;
  /** The TCP port. */
  readonly port: number;
  /** The user name, or `""` if there is none. */
  readonly user: string;
  /** The password. */
  readonly password: string;
  /** `true` if no credentials are sent to the proxy (INTERNET_FLAG_NO_AUTH). */
  readonly isSilent?: boolean;
  /**
   * The time limit for connecting to the proxy in milliseconds, if other routes
   * can be tried after it.
   */
  readonly patience?: number;
}

/** Returns `true` for a SOCKS proxy, which only relays connections. */
export function isSocks({ kind }: Proxy): boolean {
  return kind.startsWith("socks");
}

/** The proxies of a session. */
export interface ProxyList {
  /** The proxies by protocol; `""` is for all other protocols. */
  readonly byProtocol: ReadonlyMap<string, Proxy>;
  /** The hosts that are reached without a proxy, in lower case. */
  readonly bypass: readonly string[];
}

const ENTRY_REGEXP =
  /^(?:([a-z]+)=)?(?:(https?|socks4a?|socks5?h?|ftp):\/\/)?(?:([^@/]*)@)?(\[[^\]]+\]|[^=:@/[\]]+)(?::(\d{1,5}))?\/?$/i;

/**
 * Parses the arguments of `InternetOpen`; returns `null` if they name no
 * proxies.
 *
 * @throws {InternetError} ERROR_INVALID_PARAMETER if an argument is invalid, or
 * no proxy is named.
 */
export function checkedProxies(
  accessType: number,
  proxy: string | null,
  bypass: string | null,
): ProxyList | null {
  if (!ACCESS_TYPES.includes(accessType)) {
    throw badParameter(
      `Cannot open a session: dwAccessType must be INTERNET_OPEN_TYPE_PRECONFIG, INTERNET_OPEN_TYPE_DIRECT or INTERNET_OPEN_TYPE_PROXY, not ${
        quotedValue(accessType)
      }`,
    );
  }
  if (
    ![proxy, bypass].every((text) => text === null || typeof text === "string")
  ) {
    throw badParameter(
      `Cannot open a session: lpszProxy must be a string or null, not ${
        quotedUrl(proxy)
      }, and so must lpszProxyBypass, not ${quotedValue(bypass)}`,
    );
  }
  if (accessType !== INTERNET_OPEN_TYPE_PROXY) return null;
  if (!proxy) {
    throw badParameter(
      `Cannot open a session: with INTERNET_OPEN_TYPE_PROXY lpszProxy must be a proxy such as "http://proxy.example:8080", not ${
        quotedValue(proxy)
      }`,
    );
  }
  return parseProxyList(proxy, bypass ?? "");
}

/**
 * Parses a proxy list.
 *
 * @throws {InternetError} ERROR_INVALID_PARAMETER if it is not a valid proxy
 * list.
 */
export function parseProxyList(proxies: string, bypass: string): ProxyList {
  const byProtocol = new Map<string, Proxy>();
  for (const entry of words(proxies)) {
    const match = ENTRY_REGEXP.exec(entry);
    if (match === null) throw notAProxy(proxies);
    const [, protocol = "", kind, userinfo = "", host, port] = match;
    const name = protocol.toLowerCase();
    const spoken = kindOf(kind ?? (name.startsWith("socks") ? name : "http"));
    const [user, password] = parseUserinfo(proxies, userinfo);
    const number = Number(port ?? DEFAULT_PORTS[spoken]);
    if (number === 0 || number > INTERNET_MAX_PORT_NUMBER_VALUE) {
      throw notAProxy(proxies);
    }
    byProtocol.set(name.startsWith("socks") ? "" : name, {
      kind: spoken,
      host: withoutBrackets(host!),
      port: number,
      user,
      password,
    });
  }
  if (byProtocol.size === 0) throw notAProxy(proxies);
  return { byProtocol, bypass: words(bypass.toLowerCase()) };
}

const DEFAULT_PORTS: Readonly<Record<Proxy["kind"], number>> = {
  socks4: 1080,
  socks4a: 1080,
  socks5: 1080,
  http: 80,
  https: 443,
  other: 21,
};

function kindOf(scheme: string): Proxy["kind"] {
  const kind = scheme.toLowerCase();
  if (kind === "socks4" || kind === "socks4a") return kind;
  if (kind.startsWith("socks")) return "socks5";
  return kind === "http" || kind === "https" ? kind : "other";
}

function words(text: string): string[] {
  return text.split(/[\s;]+/).filter((word) => word !== "");
}

function parseUserinfo(
  proxies: string,
  text: string,
): [user: string, password: string] {
  try {
    const colon = text.indexOf(":");
    return colon < 0 ? [decodeURIComponent(text), ""] : [
      decodeURIComponent(text.slice(0, colon)),
      decodeURIComponent(text.slice(colon + 1)),
    ];
  } catch {
    throw notAProxy(proxies);
  }
}

/**
 * Returns the error for an invalid list. It quotes the whole list, because a
 * space in a password splits an entry.
 */
function notAProxy(proxies: string): InternetError {
  return badParameter(
    `Cannot use the proxies ${
      quotedUrl(proxies)
    }: lpszProxy must be a proxy such as "http://proxy.example:8080", or a list such as "http=proxy.example:8080 ftp=socks5://proxy.example:1080"`,
  );
}
