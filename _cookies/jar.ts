// Copyright 2026 the wininet authors. MIT license.

/**
 * The cookies of the process, and the rules for accepting and sending them (RFC
 * 6265 and its successor 6265bis).
 *
 * Known differences of WinINet are followed: the default path of a cookie is
 * the directory of its URL, including the slash. A program may do more than a
 * server: it can set Secure cookies for an http URL. A server may do more than
 * a program: if its domain is a public suffix and also its own host
 * (`github.io`), the cookie is set for the host, and HttpOnly needs no flag.
 *
 * Secure cookies are sent over https only, even to this machine.
 *
 * @module
 */

import {
  COOKIE_STATE_ACCEPT,
  COOKIE_STATE_DOWNGRADE,
  COOKIE_STATE_LEASH,
  COOKIE_STATE_REJECT,
} from "../flags.ts";
import { cookieStateOf } from "./decisions.ts";
import { StrictHosts } from "./hsts.ts";
import {
  type BadLine,
  type CookieLine,
  isPair,
  parseCookieLine,
} from "./line.ts";
import { isAddressHost, isPublicSuffix } from "./rules.ts";
import { type Cookie, CookieStore } from "./store.ts";
import { suppressesCookiePersistence } from "../_options/process_state.ts";

/** The reason for refusing a cookie. */
export type Refusal =
  | BadLine
  /** The domain does not include the host, or is a public suffix. */
  | "domain"
  /** The cookie is Secure and the URL is http, or it would replace a Secure cookie. */
  | "insecure"
  /** The name starts with `__Secure-` or `__Host-`, and the attributes do not match. */
  | "prefix"
  /** Set by a script, and the cookie is HttpOnly or would replace an HttpOnly cookie. */
  | "http-only"
  /** The cookie is SameSite, and another site caused the request. */
  | "cross-site"
  /** The user has rejected the cookies of the site. */
  | "decided";

/** The conditions of a query for cookies. */
export interface CookieQuery {
  /** `true` if HttpOnly cookies can be read and set. */
  readonly httpOnly: boolean;
  /**
   * The site that caused the request, for SameSite cookies. `lax` means that a
   * user follows a link from another site.
   */
  readonly from?: "same-site" | "lax" | "cross-site";
  /** `true` if the page belongs to another site. */
  readonly thirdParty?: boolean;
}

/** The conditions of setting a cookie. */
export interface CookieSetting extends CookieQuery {
  /** `true` if a server sets it. */
  readonly server: boolean;
  /** `true` if the decision about the site applies. */
  readonly obeysDecisions: boolean;
}

/** The result of setting a cookie. */
export interface CookieOutcome {
  /** The name, or `""` if there is none. */
  readonly name: string;
  /** One of the `COOKIE_STATE_*` constants. */
  readonly state: number;
  /** The reason for refusing the cookie, or `null` if it was accepted. */
  readonly refusal: Refusal | null;
}

/** Cookies, and the rules for them. */
export class CookieJar {
  /** The cookies themselves. */
  readonly store: CookieStore = new CookieStore();
  /** The hosts that require https, which have the same owner. */
  readonly strictHosts: StrictHosts;
  readonly #clock: () => number;

  constructor(clock: () => number = Date.now) {
    this.#clock = clock;
    this.strictHosts = new StrictHosts(clock);
  }

  /** Sets a cookie from the text of a header. */
  setLine(url: URL, line: string, setting: CookieSetting): CookieOutcome {
    const parsed = parseCookieLine(line, this.#clock());
    if (typeof parsed !== "string") return this.set(url, parsed, setting);
    return { name: "", state: COOKIE_STATE_REJECT, refusal: parsed };
  }

  /** Sets a cookie. */
  set(url: URL, line: CookieLine, setting: CookieSetting): CookieOutcome {
    const { name } = line;
    const decided = setting.obeysDecisions
      ? cookieStateOf(url.hostname)
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

  /** Returns the cookies for a URL, in the order of a Cookie header. */
  list(url: URL, query: CookieQuery): Cookie[] {
    // Without cookies, nothing is looked up and no list is loaded.
    if (this.store.size === 0) return [];
    if (
      query.thirdParty && cookieStateOf(url.hostname) === COOKIE_STATE_LEASH
    ) {
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

  /** Adds the cookies of a file. Cookies that are already stored are newer and stay. */
  load(cookies: readonly Cookie[]): void {
    const now = this.#clock();
    for (const cookie of cookies) {
      if ((cookie.expires ?? 0) <= now || this.store.get(cookie, now)) continue;
      this.store.set(cookie, now);
    }
  }

  /** Returns the cookies that outlive the session. */
  persistent(): Cookie[] {
    return this.store.all(this.#clock()).filter(({ expires }) =>
      expires !== null
    );
  }

  #put(cookie: Cookie): void {
    const now = this.#clock();
    // A date in the past deletes a cookie.
    if (cookie.expires !== null && cookie.expires <= now) {
      this.store.delete(cookie);
    } else this.store.set(cookie, now);
  }

  /** Returns the cookie with its domain and path. */
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
    return cookie.httpOnly || this.store.get(cookie, this.#clock())?.httpOnly
      ? "http-only"
      : null;
  }

  /**
   * Returns `true` if a cookie set over http would replace a Secure one (RFC
   * 6265bis section 5.7).
   */
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

/**
 * Returns the domain of a cookie, `null` for the host alone, or `undefined` if
 * the host is not allowed to set it.
 */
function domainOf(
  host: string,
  domain: string | null,
  server: boolean,
): string | null | undefined {
  if (domain === null) return null;
  if (isAddressHost(host)) {
    return domain === host || `[${domain}]` === host ? null : undefined;
  }
  // "example.com" and "example.com." are different names, and no suffix ends
  // with a dot.
  if (domain.endsWith(".")) return undefined;
  if (domain !== host && !host.endsWith(`.${domain}`)) return undefined;
  if (!isPublicSuffix(domain)) return domain;
  return server && domain === host ? null : undefined;
}

/** Returns the default path of a cookie. WinINet keeps the last slash. */
function directoryOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/") + 1) || "/";
}

/**
 * Returns `true` if a path equals the path of a cookie or is below it (RFC 6265
 * section 5.1.4).
 */
function pathMatches(path: string, above: string): boolean {
  return path.startsWith(above) &&
    (path.length === above.length || above.endsWith("/") ||
      path[above.length] === "/");
}

function isSameSite(cookie: Cookie): boolean {
  return cookie.sameSite === "strict" || cookie.sameSite === "lax";
}

/**
 * Returns `true` if a cookie meets the requirements of its name prefix (RFC
 * 6265bis section 4.1.3).
 */
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
