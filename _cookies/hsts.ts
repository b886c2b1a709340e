// Copyright 2026 the wininet authors. MIT license.

/**
 * HTTP Strict Transport Security (RFC 6797): the hosts that require https, for
 * the process or for a private session. They are kept together with the
 * cookies, because they have the same owner and the same file.
 *
 * IP addresses are never included, and no preload list is built in.
 *
 * @module
 */

import { LAST_MOMENT } from "./line.ts";
import { isAddressHost, siteOf } from "./rules.ts";
import { MAX_COOKIES, MAX_COOKIES_OF_SITE, namesAbove } from "./store.ts";

/**
 * The maximum number of hosts, in all and for one site, so that one site cannot
 * displace the hosts of others.
 */
export const MAX_HOSTS: number = MAX_COOKIES;
const MAX_HOSTS_OF_SITE = MAX_COOKIES_OF_SITE;

/** A host that requires https. */
export interface StrictHost {
  /** The name in lower case, without a final dot. */
  readonly host: string;
  /** `true` if the policy also applies to subdomains. */
  readonly includeSubDomains: boolean;
  /** The time at which the policy expires, in milliseconds. */
  readonly expires: number;
}

/** Called for each change: with the host that was stored, or `null` if it was deleted. */
export type HostWatch = (name: string, host: StrictHost | null) => void;

/** The hosts that require https. */
export class StrictHosts {
  /** In the order of their last header. */
  readonly #hosts = new Map<string, StrictHost>();
  /** The names of the hosts by site, in the same order. */
  readonly #sites = new Map<string, Set<string>>();
  readonly #clock: () => number;
  /** Called for each change that the file must keep. */
  watch: HostWatch | null = null;

  constructor(clock: () => number = Date.now) {
    this.#clock = clock;
  }

  /** Returns `true` if a host, in the form that `URL` uses, requires https. */
  demands(host: string): boolean {
    if (this.#hosts.size === 0 || isAddressHost(host)) return false;
    const [own, ...above] = namesAbove(plainName(host));
    return this.#living(own!) !== undefined ||
      above.some((name) => this.#living(name)?.includeSubDomains);
  }

  /** Returns the URL to use: with https if its host requires that (section 8.3). */
  secured(url: URL): URL {
    // Most programs use no such host.
    if (this.#hosts.size === 0 || url.protocol !== "http:") return url;
    if (!this.demands(url.hostname)) return url;
    const secured = new URL(url);
    secured.protocol = "https:";
    return secured;
  }

  /** Stores the policy of a response that came over https without any error (section 8.1). */
  take(url: URL, field: string): void {
    if (url.protocol !== "https:" || isAddressHost(url.hostname)) return;
    const demand = parsedDemand(field);
    if (demand === null) return;
    const host = plainName(url.hostname);
    const { maxAge, includeSubDomains } = demand;
    if (maxAge === 0) return this.#delete(host);
    const expires = Math.min(this.#clock() + maxAge * 1000, LAST_MOMENT);
    this.#set({ host, includeSubDomains, expires });
  }

  /** Adds the hosts of a file. Hosts that are already stored are newer and stay. */
  load(hosts: readonly StrictHost[]): void {
    for (const one of hosts) {
      const isOver = one.expires <= this.#clock();
      if (!isOver && this.#living(one.host) === undefined) this.#set(one);
    }
  }

  /** Returns all hosts whose policy has not expired. */
  all(): StrictHost[] {
    return [...this.#hosts.values()]
      .filter(({ expires }) => expires > this.#clock());
  }

  #living(name: string): StrictHost | undefined {
    const found = this.#hosts.get(name);
    if (found === undefined || found.expires > this.#clock()) return found;
    // The watch is not called: another program may have renewed the policy in
    // the file.
    this.#drop(name, siteOf(name));
    return undefined;
  }

  #set(one: StrictHost): void {
    const { host } = one;
    const name = siteOf(host);
    if (this.#hosts.has(host)) this.#drop(host, name);
    else this.#makeRoom(name);
    const site = this.#sites.get(name) ?? new Set();
    this.#sites.set(name, site.add(host));
    this.#hosts.set(host, one);
    this.watch?.(host, one);
  }

  #makeRoom(name: string): void {
    const site = this.#sites.get(name);
    const isFull = this.#hosts.size >= MAX_HOSTS;
    const [oldest] = site !== undefined && site.size >= MAX_HOSTS_OF_SITE
      ? site
      : isFull
      ? this.#hosts.keys()
      : [];
    if (oldest !== undefined && this.#living(oldest)) this.#delete(oldest);
  }

  #delete(host: string): void {
    if (!this.#hosts.has(host)) return;
    this.#drop(host, siteOf(host));
    this.watch?.(host, null);
  }

  #drop(host: string, name: string): void {
    this.#hosts.delete(host);
    const site = this.#sites.get(name);
    site?.delete(host);
    if (site?.size === 0) this.#sites.delete(name);
  }
}

/** Removes the final dot: `example.com` and `example.com.` are one host. */
function plainName(host: string): string {
  return host.endsWith(".") ? host.slice(0, -1) : host;
}

/** A directive: its name, its value as a token or a quoted string, and its end. */
const DIRECTIVE_REGEXP =
  /[ \t]*(?:([!#$%&'*+.^_`|~\w-]+)[ \t]*(?:=[ \t]*(?:([!#$%&'*+.^_`|~\w-]+)|"((?:[^"\\]|\\.)*)")[ \t]*)?)?(;|,|$)/y;

/** The maximum length of the header in characters; no valid policy is longer. */
const MAX_FIELD = 1000;

/**
 * Parses a Strict-Transport-Security header (section 6.1); returns `null` if it
 * is not valid. Only the first header counts. `fetch` joins several with commas,
 * which in a valid header can only be inside a quoted string.
 */
function parsedDemand(
  field: string,
): { maxAge: number; includeSubDomains: boolean } | null {
  const text = field.slice(0, MAX_FIELD + 1);
  const directives = new Map<string, string | null>();
  let at = 0;
  for (let end = ";"; end === ";";) {
    DIRECTIVE_REGEXP.lastIndex = at;
    const match = DIRECTIVE_REGEXP.exec(text);
    if (match === null) return null;
    at += match[0].length;
    const [, name, token, quoted] = match;
    end = match[4]!;
    const key = name?.toLowerCase();
    if (key === undefined) continue;
    if (directives.has(key)) return null;
    directives.set(key, token ?? quoted?.replace(/\\(.)/g, "$1") ?? null);
  }
  if (at > MAX_FIELD) return null;
  const age = directives.get("max-age");
  if (!age || !/^\d+$/.test(age)) return null;
  const sub = directives.get("includesubdomains");
  if (sub !== undefined && sub !== null) return null;
  return { maxAge: Number(age), includeSubDomains: sub === null };
}
