// Copyright 2026 the wininet authors. MIT license.

/**
 * The cookies of the process, and the rules by which they are taken and given
 * (RFC 6265 and its successor 6265bis).
 *
 * Where WinINet is known to differ, it is followed: a cookie without a path is for
 * the directory of its URL, slash included. A program may say what a server may
 * not: it sets Secure cookies for an http URL. And a server may say what a program
 * may not: a domain that is a public suffix and the host itself (`github.io`) then
 * means the host, and HttpOnly needs no flag.
 *
 * Secure cookies go over https alone, to this machine too.
 *
 * @module
 */

import {
  COOKIE_STATE_ACCEPT,
  COOKIE_STATE_DOWNGRADE,
  COOKIE_STATE_LEASH,
  COOKIE_STATE_REJECT,
} from "../flags.ts";
import { stateOf } from "./decisions.ts";
import {
  type BadLine,
  type CookieLine,
  isPair,
  parseCookieLine,
} from "./line.ts";
import { isAddress, isPublicSuffix } from "./rules.ts";
import { type Cookie, CookieStore } from "./store.ts";
import { suppressesCookiePersistence } from "../_options/process_state.ts";

/** Why a cookie was not taken. */
export type Refusal =
  | BadLine
  /** The domain is not one of the host's, or is a public suffix. */
  | "domain"
  /** Secure over http, or in the way of a Secure cookie. */
  | "insecure"
  /** The name begins with `__Secure-` or `__Host-` and the rest does not keep the promise. */
  | "prefix"
  /** HttpOnly, or in the way of an HttpOnly cookie, and set by a script. */
  | "http-only"
  /** SameSite, and another site caused the request. */
  | "cross-site"
  /** The site was decided against. */
  | "decided";

/** Who asks for cookies. */
export interface CookieQuery {
  /** Whether HttpOnly cookies are seen and set. */
  readonly httpOnly: boolean;
  /** What SameSite cookies are to it: `lax` is a user who follows a link from another site. */
  readonly from?: "same-site" | "lax" | "cross-site";
  /** Whether the page is another site's. */
  readonly thirdParty?: boolean;
}

/** Who sets a cookie. */
export interface CookieSetting extends CookieQuery {
  /** Whether a server says it. */
  readonly server: boolean;
  /** Whether what was decided about the site counts. */
  readonly obeysDecisions: boolean;
}

/** What came of setting a cookie. */
export interface CookieOutcome {
  /** The name; `""` where there is none. */
  readonly name: string;
  /** One of the `COOKIE_STATE_*` constants. */
  readonly state: number;
  /** Why it was not taken; `null` when it was. */
  readonly refusal: Refusal | null;
}

/** Cookies, and the rules for them. */
export class CookieJar {
  /** Where they lie. */
  readonly store: CookieStore = new CookieStore();
  readonly #clock: () => number;

  constructor(clock: () => number = Date.now) {
    this.#clock = clock;
  }

  /** Takes a cookie as a line says it. */
  setLine(url: URL, line: string, setting: CookieSetting): CookieOutcome {
    const parsed = parseCookieLine(line, this.#clock());
    if (typeof parsed !== "string") return this.set(url, parsed, setting);
    return { name: "", state: COOKIE_STATE_REJECT, refusal: parsed };
  }

  /** Takes a cookie. */
  set(url: URL, line: CookieLine, setting: CookieSetting): CookieOutcome {
    const { name } = line;
    const decided = setting.obeysDecisions
      ? stateOf(url.hostname)
      : COOKIE_STATE_ACCEPT;
    const refused = (refusal: Refusal): CookieOutcome => ({
      name,
      state: COOKIE_STATE_REJECT,
      refusal,
    });
    if (
      decided === COOKIE_STATE_REJECT ||
      (decided === COOKIE_STATE_LEASH && setting.thirdParty)
    ) return refused("decided");
    const cookie = this.#placed(url, line, setting.server);
    if (typeof cookie === "string") return refused(cookie);
    const refusal = this.#refusalOf(url, cookie, line, setting);
    if (refusal !== null) return refused(refusal);
    const kept = cookie.expires === null || cookie.expires <= this.#clock() ||
      (!suppressesCookiePersistence() && decided !== COOKIE_STATE_DOWNGRADE);
    this.#put(kept ? cookie : { ...cookie, expires: null });
    return {
      name,
      state: kept ? decided : COOKIE_STATE_DOWNGRADE,
      refusal: null,
    };
  }

  /** Those for a URL, in the order of a Cookie header. */
  list(url: URL, query: CookieQuery): Cookie[] {
    // Nothing is looked up, and no list loaded, while there are no cookies.
    if (this.store.size === 0) return [];
    if (query.thirdParty && stateOf(url.hostname) === COOKIE_STATE_LEASH) {
      return [];
    }
    const secure = url.protocol === "https:";
    return this.store.ofHost(
      url.hostname,
      this.#clock(),
      (cookie) =>
        (secure || !cookie.secure) &&
        (query.httpOnly || !cookie.httpOnly) &&
        pathMatches(url.pathname, cookie.path) &&
        !(query.from === "cross-site" && isSameSite(cookie)) &&
        !(query.from === "lax" && cookie.sameSite === "strict"),
    );
  }

  /** Takes what a file holds; what is there already is newer. */
  load(cookies: readonly Cookie[]): void {
    const now = this.#clock();
    for (const cookie of cookies) {
      if ((cookie.expires ?? 0) <= now || this.store.get(cookie)) continue;
      this.store.set(cookie, now);
    }
  }

  /** Those that outlive the session. */
  persistent(): Cookie[] {
    return this.store.all(this.#clock()).filter(({ expires }) =>
      expires !== null
    );
  }

  #put(cookie: Cookie): void {
    const now = this.#clock();
    // A date that is over is how a cookie is deleted.
    if (cookie.expires !== null && cookie.expires <= now) {
      this.store.delete(cookie);
    } else this.store.set(cookie, now);
  }

  /** The cookie with its domain and path. */
  #placed(url: URL, line: CookieLine, server: boolean): Cookie | Refusal {
    if (!isPair(line.name, line.value)) return "malformed";
    const host = url.hostname;
    const domain = domainOf(host, line.domain, server);
    if (domain === undefined) return "domain";
    return {
      name: line.name,
      value: line.value,
      domain: domain ?? host,
      path: line.path ?? directoryOf(url.pathname),
      hostOnly: domain === null,
      secure: line.secure,
      httpOnly: line.httpOnly,
      sameSite: line.sameSite,
      expires: line.expires,
    };
  }

  #refusalOf(
    url: URL,
    cookie: Cookie,
    line: CookieLine,
    setting: CookieSetting,
  ): Refusal | null {
    const secure = url.protocol === "https:";
    if (!keepsPrefix(cookie, line, secure)) return "prefix";
    if (!secure) {
      if (cookie.secure ? setting.server : this.#hidesSecure(url, cookie)) {
        return "insecure";
      }
    }
    if (setting.from === "cross-site" && isSameSite(cookie)) {
      return "cross-site";
    }
    if (setting.httpOnly) return null;
    return cookie.httpOnly || this.store.get(cookie)?.httpOnly
      ? "http-only"
      : null;
  }

  /** Whether a cookie from http would take the place of a Secure one (RFC 6265bis section 5.7). */
  #hidesSecure(url: URL, cookie: Cookie): boolean {
    const { name, path } = cookie;
    const hidden = this.store.ofHost(
      url.hostname,
      this.#clock(),
      (other) =>
        other.secure && other.name === name && pathMatches(path, other.path),
    );
    return hidden.length > 0;
  }
}

/** The domain that a cookie is for; `null` for the host alone, `undefined` when it may not be. */
function domainOf(
  host: string,
  domain: string | null,
  server: boolean,
): string | null | undefined {
  if (domain === null) return null;
  if (isAddress(host)) {
    return domain === host || `[${domain}]` === host ? null : undefined;
  }
  // "example.com" and "example.com." are two names, and no suffix ends with a dot.
  if (domain.endsWith(".")) return undefined;
  if (domain !== host && !host.endsWith(`.${domain}`)) return undefined;
  if (!isPublicSuffix(domain)) return domain;
  return server && domain === host ? null : undefined;
}

/** The path of a cookie that names none: WinINet keeps the last slash. */
function directoryOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/") + 1) || "/";
}

/** Whether a path is that of a cookie or below it (RFC 6265 section 5.1.4). */
function pathMatches(path: string, above: string): boolean {
  return path.startsWith(above) &&
    (path.length === above.length || above.endsWith("/") ||
      path[above.length] === "/");
}

function isSameSite(cookie: Cookie): boolean {
  return cookie.sameSite === "strict" || cookie.sameSite === "lax";
}

/** Whether a cookie is what the prefix of its name promises (RFC 6265bis section 4.1.3). */
function keepsPrefix(
  cookie: Cookie,
  line: CookieLine,
  secure: boolean,
): boolean {
  const name = cookie.name.toLowerCase();
  if (name.startsWith("__secure-")) return secure && cookie.secure;
  if (!name.startsWith("__host-")) return true;
  return secure && cookie.secure && cookie.hostOnly && line.path === "/";
}
