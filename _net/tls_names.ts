// Copyright 2026 the wininet authors. MIT license.

/**
 * The server names under which `node:tls` keeps its session tickets.
 *
 * Deno 2.9.6 keeps them by server name, for all connections of the process that
 * have the default trust, and a connection uses the newest one. FTP needs
 * separate ones: a data connection must resume the session of its control
 * connection (`_ftp/net/tls.ts`). So each FTP session has a name that no other
 * connection uses at the same time. The names of a host are numbered: the first
 * is that of the host, the second the same with a final dot, and the others are
 * invented subdomains. The certificate is always checked for the real host.
 *
 * A name with TLS 1.3 tickets is no longer used for a TLS 1.2 session: these
 * tickets would be tried first, without success.
 *
 * @module
 */

import { isIpAddress } from "./dial.ts";

/** The maximum number of hosts that are remembered. Deno keeps the tickets of fewer hosts. */
const MAX_HOSTS = 1000;

/** The numbers of the names of a host. */
interface Names {
  /** The numbers that FTP sessions use. */
  readonly used: Set<number>;
  /** The numbers of names that may still have TLS 1.3 tickets. */
  readonly newest: Set<number>;
}

const namesOfHosts = new Map<string, Names>();

/** Reserves the first free number of a host for a session; `newest` is `true` if it may use TLS 1.3. */
export function reserveName(host: string, newest: boolean): number {
  const { used, newest: others } = namesOf(host);
  let number = 0;
  while (used.has(number) || (!newest && others.has(number))) number++;
  used.add(number);
  if (newest) others.add(number);
  return number;
}

/** Releases a number. */
export function releaseName(host: string, number: number): void {
  namesOfHosts.get(host)?.used.delete(number);
}

/**
 * Returns a name for a connection outside FTP sessions, which leaves TLS 1.3
 * tickets: that of the host, unless an FTP session uses it.
 */
export function passingName(host: string): string {
  const { used, newest } = namesOf(host);
  let number = 0;
  while (used.has(number)) number++;
  newest.add(number);
  return serverName(host, number);
}

/** Returns the name that is sent to the server and under which tickets are stored. */
export function serverName(host: string, number: number): string {
  if (isIpAddress(host)) return number === 0 ? "" : `s${number}.invalid`;
  if (number === 0) return host;
  return number === 1 ? `${host}.` : `s${number}.${host}`;
}

function namesOf(host: string): Names {
  const known = namesOfHosts.get(host);
  if (known !== undefined) return known;
  if (namesOfHosts.size >= MAX_HOSTS) forgetOne();
  const names = { used: new Set<number>(), newest: new Set<number>() };
  namesOfHosts.set(host, names);
  return names;
}

/** Discards the oldest host without an FTP session. */
function forgetOne(): void {
  for (const [host, { used }] of namesOfHosts) {
    if (used.size === 0) return void namesOfHosts.delete(host);
  }
}
