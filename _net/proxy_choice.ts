// Copyright 2026 the wininet authors. MIT license.

/**
 * Chooses the proxy for a host from a list; the hosts on the bypass list have
 * none.
 *
 * An entry of the bypass list is `[protocol://]host[:port]`, with wildcards in
 * the host, an IPv4 network (`10.0.0.0/8`), or `<local>`. This machine is
 * reached directly unless the list contains `<-loopback>`.
 *
 * @module
 */

import { withoutBrackets } from "../_base/host.ts";
import type { Proxy, ProxyList } from "../_options/proxy_list.ts";
import { matchesPattern } from "../_base/wildcard.ts";

/** Names and addresses of this machine. */
const LOOPBACK_HOSTS: readonly string[] = [
  "localhost",
  "loopback",
  "::1",
  "127.0.0.1",
];

/** `[protocol://]host[:port]`; an IPv6 address has brackets if a port follows. */
const BYPASS_REGEXP =
  /^(?:([a-z]+):\/\/)?(?:\[([^\]]*)\]|([^:]*|[^:]*:[^:]*:.*))(?::(\d+))?$/;

/**
 * Returns the proxy for a host; `null` if there is none.
 *
 * @param host A name or an address, with or without brackets.
 * @param port The port, for entries of the bypass list that name one; without a
 * port they are ignored.
 */
export function findProxy(
  list: ProxyList | null,
  protocol: string,
  host: string,
  port: number | null = null,
): Proxy | null {
  if (list === null) return null;
  const name = withoutBrackets(host.toLowerCase());
  if (isBypassed(list.bypass, protocol, name, port)) return null;
  return list.byProtocol.get(protocol) ?? list.byProtocol.get("") ?? null;
}

function isBypassed(
  bypass: readonly string[],
  protocol: string,
  host: string,
  port: number | null,
): boolean {
  if (LOOPBACK_HOSTS.includes(host) && !bypass.includes("<-loopback>")) {
    return true;
  }
  return bypass.some((entry) => {
    if (entry === "<local>") return !/[.:]/.test(host);
    if (isInNetwork(host, entry)) return true;
    const match = BYPASS_REGEXP.exec(entry);
    if (match === null) return false;
    const [, scheme = protocol, address, name, wanted] = match;
    return scheme === protocol &&
      (wanted === undefined || Number(wanted) === port) &&
      matchesPattern(host, address ?? name ?? "");
  });
}

/** Returns `true` if an IPv4 address is in a network such as `10.0.0.0/8`. */
function isInNetwork(host: string, entry: string): boolean {
  const [network = "", length = ""] = entry.split("/");
  const bits = /^\d{1,2}$/.test(length) ? Number(length) : 33;
  const numbers = [ipv4Number(host), ipv4Number(network)];
  if (bits > 32 || numbers.includes(null)) return false;
  const [inside, outside] = numbers.map((number) =>
    Math.floor(number! / 2 ** (32 - bits))
  );
  return inside === outside;
}

/** Returns an IPv4 address as a number; `null` for anything else. */
function ipv4Number(address: string): number | null {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(address);
  if (match === null) return null;
  const parts = match.slice(1).map(Number);
  if (parts.some((part) => part > 255)) return null;
  return parts.reduce((number, part) => number * 256 + part, 0);
}
