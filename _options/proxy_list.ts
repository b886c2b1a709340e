// Copyright 2026 the wininet authors. MIT license.

/**
 * The proxies that `InternetOpen` is given, as a text: entries with blanks or
 * semicolons between them, `[protocol=][kind://][user:password@]host[:port]`. An
 * entry without a protocol is for all, one for `socks` too. The kind is `http`,
 * `https` (TLS to the proxy) or `socks5`.
 *
 * The bypass list names hosts that are reached straight: with `*`, `<local>` for
 * names without a dot. This machine is one of them, unless `<-loopback>` is there.
 *
 * @module
 */

import type { InternetError } from "../error.ts";
import {
  INTERNET_OPEN_TYPE_DIRECT,
  INTERNET_OPEN_TYPE_PRECONFIG,
  INTERNET_OPEN_TYPE_PRECONFIG_WITH_NO_AUTOPROXY,
  INTERNET_OPEN_TYPE_PROXY,
} from "../flags.ts";
import { withoutBrackets } from "../_base/host.ts";
import { badParameter } from "../_base/failure.ts";

const ACCESS_TYPES: readonly number[] = [
  INTERNET_OPEN_TYPE_PRECONFIG,
  INTERNET_OPEN_TYPE_DIRECT,
  INTERNET_OPEN_TYPE_PROXY,
  INTERNET_OPEN_TYPE_PRECONFIG_WITH_NO_AUTOPROXY,
];

/** A proxy. */
export interface Proxy {
  /** How it is spoken to; "other" cannot be used: proxies of FTP itself. */
  readonly kind: "socks5" | "http" | "https" | "other";
  /** A name or an address, without brackets. */
  readonly host: string;
  /** The TCP port. */
  readonly port: number;
  /** The user, `""` for none. */
  readonly user: string;
  /** The password. */
  readonly password: string;
  /** Whether it is not told who we are, whatever it asks (INTERNET_FLAG_NO_AUTH). */
  readonly isSilent?: boolean;
}

/** What a session knows of its proxies. */
export interface ProxyList {
  /** Proxies by protocol; `""` is the one for all others. */
  readonly byProtocol: ReadonlyMap<string, Proxy>;
  /** What is reached without them, in lower case. */
  readonly bypass: readonly string[];
}

const ENTRY_REGEXP =
  /^(?:([a-z]+)=)?(?:(https?|socks5?h?|ftp):\/\/)?(?:([^@/]*)@)?(\[[^\]]+\]|[^=:@/[\]]+)(?::(\d{1,5}))?\/?$/i;

/**
 * What `InternetOpen` is told of proxies; `null` when it names none.
 *
 * @throws {InternetError} ERROR_INVALID_PARAMETER when an argument is wrong, or a proxy is missing.
 */
export function checkedProxies(
  accessType: number,
  proxy: string | null,
  bypass: string | null,
): ProxyList | null {
  if (!ACCESS_TYPES.includes(accessType)) {
    throw badParameter("Cannot open a session: dwAccessType is unknown");
  }
  if (
    ![proxy, bypass].every((text) => text === null || typeof text === "string")
  ) {
    throw badParameter(
      "Cannot open a session: lpszProxy or lpszProxyBypass is no text",
    );
  }
  if (accessType !== INTERNET_OPEN_TYPE_PROXY) return null;
  if (!proxy) {
    throw badParameter(
      "Cannot open a session: INTERNET_OPEN_TYPE_PROXY needs lpszProxy",
    );
  }
  return parseProxyList(proxy, bypass ?? "");
}

/**
 * Reads a list of proxies.
 *
 * @throws {InternetError} ERROR_INVALID_PARAMETER when it is none.
 */
export function parseProxyList(proxies: string, bypass: string): ProxyList {
  const byProtocol = new Map<string, Proxy>();
  for (const entry of words(proxies)) {
    const match = ENTRY_REGEXP.exec(entry);
    if (match === null) throw notAProxy();
    const [, protocol = "", kind, userinfo = "", host, port] = match;
    const name = protocol.toLowerCase();
    const spoken = kindOf(kind ?? (name.startsWith("socks") ? name : "http"));
    const [user, password] = parseUserinfo(userinfo);
    const number = Number(port ?? DEFAULT_PORTS[spoken]);
    if (number === 0 || number > 65_535) throw notAProxy();
    byProtocol.set(name.startsWith("socks") ? "" : name, {
      kind: spoken,
      host: withoutBrackets(host!),
      port: number,
      user,
      password,
    });
  }
  if (byProtocol.size === 0) throw notAProxy();
  return { byProtocol, bypass: words(bypass.toLowerCase()) };
}

const DEFAULT_PORTS: Readonly<Record<Proxy["kind"], number>> = {
  socks5: 1080,
  http: 80,
  https: 443,
  other: 21,
};

function kindOf(scheme: string): Proxy["kind"] {
  const kind = scheme.toLowerCase();
  if (kind.startsWith("socks")) return "socks5";
  return kind === "http" || kind === "https" ? kind : "other";
}

function words(text: string): string[] {
  return text.split(/[\s;]+/).filter((word) => word !== "");
}

function parseUserinfo(text: string): [user: string, password: string] {
  try {
    const colon = text.indexOf(":");
    return colon < 0 ? [decodeURIComponent(text), ""] : [
      decodeURIComponent(text.slice(0, colon)),
      decodeURIComponent(text.slice(colon + 1)),
    ];
  } catch {
    throw notAProxy();
  }
}

function notAProxy(): InternetError {
  return badParameter(
    'Cannot use lpszProxy: it is no list of proxies such as "ftp=socks5://host:1080"',
  );
}
