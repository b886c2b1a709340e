// Copyright 2026 the wininet authors. MIT license.

/**
 * The cookies of a jar, by domain, so that the cookies of a host are found by
 * its name and the names above it. They are counted by site, so that one site
 * cannot displace the cookies of others. Each set of cookies is in the order of
 * last use, so the first one is removed to make room, without a search.
 *
 * @module
 */

import type { SameSite } from "./line.ts";
import { siteOf } from "./rules.ts";

/** The maximum number of cookies of one site. RFC 6265 requires 50; browsers keep 180. */
export const MAX_COOKIES_OF_SITE = 180;
/** The maximum number of cookies in a jar. RFC 6265 requires 3000. */
export const MAX_COOKIES = 3300;

/** The maximum length of a host name: DNS allows 253 characters, and a final dot. */
export const MAX_HOST_LENGTH = 254;

/** A stored cookie. Strings hold one byte in each character. */
export interface Cookie {
  readonly name: string;
  readonly value: string;
  /** A host in lower case. */
  readonly domain: string;
  readonly path: string;
  /** `true` if the cookie is for `domain` alone, not for its subdomains. */
  readonly hostOnly: boolean;
  readonly secure: boolean;
  readonly httpOnly: boolean;
  readonly sameSite: SameSite | null;
  /** The expiry time in milliseconds, or `null` for a session cookie. */
  readonly expires: number | null;
}

/**
 * Called for each change that a file must keep: with the cookie that was set,
 * or `null` if it was deleted.
 */
export type PersistentWatch = (key: string, cookie: Cookie | null) => void;

interface StoredCookie {
  readonly cookie: Cookie;
  readonly site: Site;
  /** The order of creation. A cookie that replaces another one keeps its order. */
  readonly order: number;
  /** Its places in the list of all entries and in the list of its site. */
  readonly places: readonly Place[];
}

/** The place of an entry in a list that is ordered by use. */
class Place {
  before: Place | null = null;
  after: Place | null = null;
  readonly entries: Entries;
  readonly entry: StoredCookie;

  constructor(entries: Entries, entry: StoredCookie) {
    this.entries = entries;
    this.entry = entry;
  }
}

/**
 * Entries in the order of last use. They are a linked list, because a Set keeps
 * the slots of deleted entries, and each use would be a deletion.
 */
class Entries {
  #first: Place | null = null;
  #last: Place | null = null;
  #size = 0;
  /**
   * No entry expires before this time. The entry that expires at this time may
   * be removed already.
   */
  #soonest = Infinity;

  get size(): number {
    return this.#size;
  }

  /** The entry that was not used for the longest time. */
  get leastUsed(): StoredCookie | undefined {
    return this.#first?.entry;
  }

  add(place: Place): void {
    const { expires } = place.entry.cookie;
    this.#soonest = Math.min(this.#soonest, expires ?? Infinity);
    this.#append(place);
  }

  /** Moves an entry to the end. */
  use(place: Place): void {
    if (place === this.#last) return;
    this.delete(place);
    this.#append(place);
  }

  delete(place: Place): void {
    const { before, after } = place;
    if (before === null) this.#first = after;
    else before.after = after;
    if (after === null) this.#last = before;
    else after.before = before;
    this.#size--;
  }

  /** Returns the expired entries. Searches only if there may be some. */
  expired(now: number): StoredCookie[] {
    if (now < this.#soonest) return [];
    const found: StoredCookie[] = [];
    this.#soonest = Infinity;
    for (let place = this.#first; place !== null; place = place.after) {
      const expires = place.entry.cookie.expires ?? Infinity;
      if (expires <= now) found.push(place.entry);
      else this.#soonest = Math.min(this.#soonest, expires);
    }
    return found;
  }

  #append(place: Place): void {
    place.before = this.#last;
    place.after = null;
    if (this.#last === null) this.#first = place;
    else this.#last.after = place;
    this.#last = place;
    this.#size++;
  }
}

/**
 * The entries of a site. Insecure ones are removed before Secure ones (RFC
 * 6265bis section 5.7).
 */
class Site {
  readonly #insecure = new Entries();
  readonly #secure = new Entries();

  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }

  get size(): number {
    return this.#insecure.size + this.#secure.size;
  }

  get leastUsed(): StoredCookie | undefined {
    return this.#insecure.leastUsed ?? this.#secure.leastUsed;
  }

  /** Returns the list for the entries that are Secure or not, like the cookie. */
  entriesLike(cookie: Cookie): Entries {
    return cookie.secure ? this.#secure : this.#insecure;
  }

  expired(now: number): StoredCookie[] {
    return [...this.#insecure.expired(now), ...this.#secure.expired(now)];
  }
}

/** Returns the key of a cookie. Its parts cannot contain control characters. */
export function cookieKey(cookie: Cookie): string {
  const { domain, hostOnly, path, name } = cookie;
  return `${domain}\n${hostOnly ? 1 : 0}\n${path}\n${name}`;
}

/** Cookies, by domain and by site. */
export class CookieStore {
  readonly #domains = new Map<string, Map<string, StoredCookie>>();
  readonly #sites = new Map<string, Site>();
  readonly #all = new Entries();
  #turn = 0;
  /** Called for each change that a file must keep. */
  watch: PersistentWatch | null = null;

  /** The number of cookies. */
  get size(): number {
    return this.#all.size;
  }

  /** Returns the stored cookie that has the same key and has not expired. */
  get(cookie: Cookie, now: number): Cookie | undefined {
    const entry = this.#domains.get(cookie.domain)?.get(cookieKey(cookie));
    return entry && this.#living([entry], now)[0]?.cookie;
  }

  /** Adds a cookie, or replaces the one with the same key. */
  set(cookie: Cookie, now: number): void {
    const key = cookieKey(cookie);
    const old = this.#domains.get(cookie.domain)?.get(key);
    const name = old?.site.name ?? siteOf(cookie.domain);
    if (old) this.#drop(old);
    else this.#makeRoom(this.#sites.get(name), now);
    const site = this.#siteNamed(name);
    const places: Place[] = [];
    const entry = { cookie, site, order: old?.order ?? ++this.#turn, places };
    let domain = this.#domains.get(cookie.domain);
    if (!domain) this.#domains.set(cookie.domain, domain = new Map());
    domain.set(key, entry);
    for (const entries of [this.#all, site.entriesLike(cookie)]) {
      const place = new Place(entries, entry);
      places.push(place);
      entries.add(place);
    }
    if (cookie.expires !== null) this.watch?.(key, cookie);
    else if (old && old.cookie.expires !== null) this.watch?.(key, null);
  }

  /** Removes a cookie, if it is stored. */
  delete(cookie: Cookie): void {
    const entry = this.#domains.get(cookie.domain)?.get(cookieKey(cookie));
    if (entry) this.#forget(entry);
  }

  /** Returns all cookies that have not expired, in the order of creation. */
  all(now: number): Cookie[] {
    return this.#living(this.#entries(), now).sort((a, b) => a.order - b.order)
      .map(({ cookie }) => cookie);
  }

  /**
   * Returns the cookies of a host that pass a test: the longest path first,
   * then in the order of creation (RFC 6265 section 5.4).
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
    for (const { places } of found) {
      for (const place of places) place.entries.use(place);
    }
    return found.sort((a, b) =>
      b.cookie.path.length - a.cookie.path.length || a.order - b.order
    ).map(({ cookie }) => cookie);
  }

  /** Removes the session cookies. */
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

  #siteNamed(name: string): Site {
    let site = this.#sites.get(name);
    if (!site) this.#sites.set(name, site = new Site(name));
    return site;
  }

  /** Returns the entries that have not expired, and removes the others. */
  #living(entries: readonly StoredCookie[], now: number): StoredCookie[] {
    return entries.filter((entry) => {
      const { expires } = entry.cookie;
      if (expires === null || expires > now) return true;
      // The watch is not called: another program may have renewed the policy in
      // the file.
      this.#drop(entry);
      return false;
    });
  }

  /**
   * Makes room for one more cookie: removes expired ones first, then those that
   * were not used for the longest time.
   */
  #makeRoom(site: Site | undefined, now: number): void {
    if (site && site.size >= MAX_COOKIES_OF_SITE) {
      this.#shrink(site, MAX_COOKIES_OF_SITE, now);
    }
    if (this.size >= MAX_COOKIES) this.#shrink(this.#all, MAX_COOKIES, now);
  }

  #shrink(entries: Entries | Site, limit: number, now: number): void {
    for (const entry of entries.expired(now)) this.#drop(entry);
    const least = entries.size >= limit ? entries.leastUsed : undefined;
    if (least) this.#forget(least);
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
    for (const place of entry.places) place.entries.delete(place);
    if (site.size === 0) this.#sites.delete(site.name);
  }
}

/**
 * Returns a host and each of its parent domains. For an IP address the extra
 * names are harmless: no cookie is stored for them.
 */
export function namesAbove(host: string): string[] {
  const names = [host];
  if (host.length > MAX_HOST_LENGTH) return names;
  for (
    let dot = host.indexOf(".");
    dot >= 0;
    dot = host.indexOf(".", dot + 1)
  ) names.push(host.slice(dot + 1));
  return names;
}
