// Copyright 2026 the wininet authors. MIT license.

/**
 * The cookies of a jar, by domain, so that those of a host are found by its name and
 * the names above it. They are counted by site, so that one site cannot displace the
 * cookies of others.
 *
 * @module
 */

import type { SameSite } from "./line.ts";
import { siteOf } from "./rules.ts";

/** The most cookies of one site. RFC 6265 asks for 50, browsers keep 180. */
export const MAX_COOKIES_OF_SITE = 180;
/** The most cookies of a jar. RFC 6265 asks for 3000. */
export const MAX_COOKIES = 3300;

/** The most characters of a host: DNS allows 253, and a last dot. */
export const MAX_HOST_LENGTH = 254;

/** A cookie that is stored. Texts have a character for each byte. */
export interface Cookie {
  readonly name: string;
  readonly value: string;
  /** A host in lower case. */
  readonly domain: string;
  readonly path: string;
  /** `true` if it is for `domain` alone and not for hosts below it. */
  readonly hostOnly: boolean;
  readonly secure: boolean;
  readonly httpOnly: boolean;
  readonly sameSite: SameSite | null;
  /** When it ends, in milliseconds; `null` with the session. */
  readonly expires: number | null;
}

/** Called for each change that a file keeps: a cookie that was set, or `null` for a deleted one. */
export type PersistentWatch = (key: string, cookie: Cookie | null) => void;

interface StoredCookie {
  readonly cookie: Cookie;
  readonly site: Set<StoredCookie>;
  /** The order of setting; a cookie that replaces another one keeps its place. */
  readonly order: number;
  /** The order of use. */
  used: number;
}

/** Returns the identity of a cookie: no part can contain a control character. */
export function cookieKey(cookie: Cookie): string {
  const { domain, hostOnly, path, name } = cookie;
  return `${domain}\n${hostOnly ? 1 : 0}\n${path}\n${name}`;
}

/** Cookies, by domain and by site. */
export class CookieStore {
  readonly #domains = new Map<string, Map<string, StoredCookie>>();
  readonly #sites = new Map<string, Set<StoredCookie>>();
  #count = 0;
  #turn = 0;
  /** Called for changes that a file keeps. */
  watch: PersistentWatch | null = null;

  /** The number of cookies. */
  get size(): number {
    return this.#count;
  }

  /** The cookie with a key. */
  get(cookie: Cookie): Cookie | undefined {
    return this.#domains.get(cookie.domain)?.get(cookieKey(cookie))?.cookie;
  }

  /** Adds a cookie, in place of the same one. */
  set(cookie: Cookie, now: number): void {
    const key = cookieKey(cookie);
    const turn = ++this.#turn;
    const old = this.#domains.get(cookie.domain)?.get(key);
    if (old) this.#drop(old);
    else this.#makeRoom(siteOf(cookie.domain), now);
    const site = this.#siteSet(siteOf(cookie.domain));
    const entry = { cookie, site, order: old?.order ?? turn, used: turn };
    let domain = this.#domains.get(cookie.domain);
    if (!domain) this.#domains.set(cookie.domain, domain = new Map());
    domain.set(key, entry);
    site.add(entry);
    this.#count++;
    if (cookie.expires !== null) this.watch?.(key, cookie);
    else if (old && old.cookie.expires !== null) this.watch?.(key, null);
  }

  /** Removes a cookie, if it is there. */
  delete(cookie: Cookie): void {
    const entry = this.#domains.get(cookie.domain)?.get(cookieKey(cookie));
    if (entry) this.#forget(entry);
  }

  /** Returns all that have not expired, in the order of setting. */
  all(now: number): Cookie[] {
    return this.#living(this.#entries(), now).sort((a, b) => a.order - b.order)
      .map(({ cookie }) => cookie);
  }

  /**
   * Returns the cookies of a host that pass a test, the longest path first, and then in
   * the order of setting (RFC 6265 section 5.4).
   */
  ofHost(
    host: string,
    now: number,
    passes: (cookie: Cookie) => boolean,
  ): Cookie[] {
    const found: StoredCookie[] = [];
    for (const name of namesAbove(host)) {
      const domain = this.#domains.get(name);
      if (!domain) continue;
      for (const entry of this.#living([...domain.values()], now)) {
        const { cookie } = entry;
        if (cookie.hostOnly && name !== host) continue;
        if (passes(cookie)) found.push(entry);
      }
    }
    const turn = ++this.#turn;
    for (const entry of found) entry.used = turn;
    return found.sort((a, b) =>
      b.cookie.path.length - a.cookie.path.length || a.order - b.order
    ).map(({ cookie }) => cookie);
  }

  /** Removes the cookies that end with the session. */
  endSession(): void {
    for (const entry of this.#entries()) {
      if (entry.cookie.expires === null) this.#forget(entry);
    }
  }

  #entries(): StoredCookie[] {
    return [...this.#domains.values()].flatMap((domain) => [
      ...domain.values(),
    ]);
  }

  #siteSet(name: string): Set<StoredCookie> {
    let site = this.#sites.get(name);
    if (!site) this.#sites.set(name, site = new Set());
    return site;
  }

  /** Returns the entries that have not expired; the rest is removed. */
  #living(entries: readonly StoredCookie[], now: number): StoredCookie[] {
    return entries.filter((entry) => {
      const { expires } = entry.cookie;
      if (expires === null || expires > now) return true;
      this.#forget(entry);
      return false;
    });
  }

  /** Makes room for one more: removes expired cookies first, then those that were used longest ago. */
  #makeRoom(siteName: string, now: number): void {
    const site = this.#sites.get(siteName);
    if (site && site.size >= MAX_COOKIES_OF_SITE) {
      const living = this.#living([...site], now);
      // Cookies from an insecure connection are removed first (RFC 6265bis section 5.7).
      const insecure = living.filter(({ cookie }) => !cookie.secure);
      if (living.length >= MAX_COOKIES_OF_SITE) {
        this.#forget(leastUsed(insecure.length > 0 ? insecure : living));
      }
    }
    if (this.#count < MAX_COOKIES) return;
    const living = this.#living(this.#entries(), now);
    if (living.length >= MAX_COOKIES) this.#forget(leastUsed(living));
  }

  #forget(entry: StoredCookie): void {
    this.#drop(entry);
    if (entry.cookie.expires !== null) {
      this.watch?.(cookieKey(entry.cookie), null);
    }
  }

  #drop(entry: StoredCookie): void {
    const { cookie, site } = entry;
    const domain = this.#domains.get(cookie.domain);
    domain?.delete(cookieKey(cookie));
    if (domain?.size === 0) this.#domains.delete(cookie.domain);
    site.delete(entry);
    if (site.size === 0) this.#sites.delete(siteOf(cookie.domain));
    this.#count--;
  }
}

/** A list has at least one entry here. */
function leastUsed(entries: readonly StoredCookie[]): StoredCookie {
  return entries.reduce((least, entry) =>
    entry.used < least.used ? entry : least
  );
}

/** Returns a host, and the rest after each of its dots; nothing is ever stored for parts of an address. */
function namesAbove(host: string): string[] {
  const names = [host];
  if (host.length > MAX_HOST_LENGTH) return names;
  for (
    let dot = host.indexOf(".");
    dot >= 0;
    dot = host.indexOf(".", dot + 1)
  ) names.push(host.slice(dot + 1));
  return names;
}
