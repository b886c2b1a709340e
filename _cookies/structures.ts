// Copyright 2026 the wininet authors. MIT license.

/**
 * The structures that the `Ex2` cookie functions accept and return, and the
 * flags of the cookie functions.
 *
 * @module
 */

import {
  INTERNET_COOKIE_ALL_COOKIES,
  INTERNET_COOKIE_APPLY_HOST_ONLY,
  INTERNET_COOKIE_APPLY_P3P,
  INTERNET_COOKIE_ECTX_3RDPARTY,
  INTERNET_COOKIE_EDGE_COOKIES,
  INTERNET_COOKIE_EVALUATE_P3P,
  INTERNET_COOKIE_HOST_ONLY,
  INTERNET_COOKIE_HOST_ONLY_APPLIED,
  INTERNET_COOKIE_HTTPONLY,
  INTERNET_COOKIE_IE6,
  INTERNET_COOKIE_IS_LEGACY,
  INTERNET_COOKIE_IS_RESTRICTED,
  INTERNET_COOKIE_IS_SECURE,
  INTERNET_COOKIE_IS_SESSION,
  INTERNET_COOKIE_NO_CALLBACK,
  INTERNET_COOKIE_NON_SCRIPT,
  INTERNET_COOKIE_P3P_ENABLED,
  INTERNET_COOKIE_PERSISTENT_HOST_ONLY,
  INTERNET_COOKIE_PROMPT_REQUIRED,
  INTERNET_COOKIE_RESTRICTED_ZONE,
  INTERNET_COOKIE_SAME_SITE_LAX,
  INTERNET_COOKIE_SAME_SITE_LEVEL_CROSS_SITE,
  INTERNET_COOKIE_SAME_SITE_STRICT,
  INTERNET_COOKIE_THIRD_PARTY,
} from "../flags.ts";
import { combineFlags, hasFlag } from "../_base/bits.ts";
import { checkedFlags } from "../_base/buffers.ts";
import { checkedCookieName, checkedCookieText } from "./arguments.ts";
import type { CookieQuery, CookieSetting } from "./jar.ts";
import { canonicalDomain, type CookieLine, LAST_MOMENT } from "./line.ts";
import type { Cookie } from "./store.ts";
import { textFromBytes } from "./text.ts";
import { badParameter } from "../_base/failure.ts";
import { quotedValue } from "../_base/secrets.ts";

/** All INTERNET_COOKIE_* flags of wininet.h. */
export const COOKIE_FLAGS: number = combineFlags(
  INTERNET_COOKIE_IS_SECURE,
  INTERNET_COOKIE_IS_SESSION,
  INTERNET_COOKIE_THIRD_PARTY,
  INTERNET_COOKIE_PROMPT_REQUIRED,
  INTERNET_COOKIE_EVALUATE_P3P,
  INTERNET_COOKIE_APPLY_P3P,
  INTERNET_COOKIE_P3P_ENABLED,
  INTERNET_COOKIE_IS_RESTRICTED,
  INTERNET_COOKIE_IE6,
  INTERNET_COOKIE_IS_LEGACY,
  INTERNET_COOKIE_NON_SCRIPT,
  INTERNET_COOKIE_HTTPONLY,
  INTERNET_COOKIE_HOST_ONLY,
  INTERNET_COOKIE_APPLY_HOST_ONLY,
  INTERNET_COOKIE_PERSISTENT_HOST_ONLY,
  INTERNET_COOKIE_RESTRICTED_ZONE,
  INTERNET_COOKIE_EDGE_COOKIES,
  INTERNET_COOKIE_HOST_ONLY_APPLIED,
  INTERNET_COOKIE_SAME_SITE_STRICT,
  INTERNET_COOKIE_SAME_SITE_LAX,
  INTERNET_COOKIE_SAME_SITE_LEVEL_CROSS_SITE,
  INTERNET_COOKIE_ALL_COOKIES,
  INTERNET_COOKIE_NO_CALLBACK,
  INTERNET_COOKIE_ECTX_3RDPARTY,
);

/** A cookie with its attributes, as InternetGetCookieEx2 returns it. */
export interface INTERNET_COOKIE2 {
  /** The name. */
  readonly pwszName: string;
  /** The value, which may be empty. */
  readonly pwszValue: string;
  /** The domain, or the host if INTERNET_COOKIE_HOST_ONLY is set. */
  readonly pwszDomain: string;
  /** The path. */
  readonly pwszPath: string;
  /**
   * A combination of INTERNET_COOKIE_IS_SECURE, IS_SESSION, HTTPONLY,
   * HOST_ONLY, SAME_SITE_STRICT and SAME_SITE_LAX.
   */
  readonly dwFlags: number;
  /** The expiry time, or `null` for a session cookie. */
  readonly ftExpires: Date | null;
  /** `true` if `ftExpires` is set. */
  readonly fExpiresSet: boolean;
}

/** Throws ERROR_INVALID_PARAMETER if a P3P policy is not a string. */
export function checkPolicy(policy: unknown, name: string): void {
  const none = policy === null || policy === undefined || policy === 0;
  if (!none) checkedCookieText(policy, name);
}

/** Returns the conditions of setting a cookie with these flags. */
export function settingOf(flags: number): CookieSetting {
  return { ...queryOf(flags), server: false, obeysDecisions: true };
}

/** Returns the conditions of a query with these flags. */
export function queryOf(flags: number): CookieQuery {
  return {
    httpOnly: hasFlag(flags, INTERNET_COOKIE_HTTPONLY) ||
      hasFlag(flags, INTERNET_COOKIE_NON_SCRIPT),
    from: hasFlag(flags, INTERNET_COOKIE_SAME_SITE_LEVEL_CROSS_SITE)
      ? "cross-site"
      : "same-site",
    thirdParty: hasFlag(flags, INTERNET_COOKIE_THIRD_PARTY),
  };
}

/** Returns the parts of a cookie structure for a host. */
export function partsOf(
  cookie: Partial<INTERNET_COOKIE2>,
  host: string,
  flags: number,
): CookieLine {
  if (typeof cookie !== "object" || cookie === null) {
    throw badParameter(
      `Cannot set ${
        quotedValue(cookie)
      }: pCookie must be an INTERNET_COOKIE2, for example { pwszName: "id", pwszValue: "1" }`,
    );
  }
  const { pwszName, pwszValue, pwszDomain, pwszPath, dwFlags } = cookie;
  const own = checkedFlags(dwFlags ?? 0, "pCookie.dwFlags", COOKIE_FLAGS);
  const hostOnly = hasFlag(own, INTERNET_COOKIE_HOST_ONLY) ||
    hasFlag(flags, INTERNET_COOKIE_APPLY_HOST_ONLY);
  const domain = canonicalDomain(checkedMember(pwszDomain, "pwszDomain"));
  const path = checkedMember(pwszPath, "pwszPath");
  return {
    name: checkedCookieName(pwszName) ?? "",
    value: checkedMember(pwszValue, "pwszValue"),
    domain: domain === "" || (hostOnly && domain === host) ? null : domain,
    path: path.startsWith("/") ? path : null,
    expires: hasFlag(own, INTERNET_COOKIE_IS_SESSION) ? null : endOf(cookie),
    secure: hasFlag(own, INTERNET_COOKIE_IS_SECURE),
    httpOnly: hasFlag(own, INTERNET_COOKIE_HTTPONLY),
    sameSite: hasFlag(own, INTERNET_COOKIE_SAME_SITE_STRICT)
      ? "strict"
      : hasFlag(own, INTERNET_COOKIE_SAME_SITE_LAX)
      ? "lax"
      : null,
  };
}

/** Returns a checked member: a string without the character that would end it in a header. */
function checkedMember(value: unknown, name: string): string {
  const text = checkedCookieText(value ?? "", `pCookie.${name}`);
  if (!text.includes(";")) return text;
  throw badParameter(
    `Cannot use pCookie.${name}: remove the semicolon from it`,
  );
}

function endOf(cookie: Partial<INTERNET_COOKIE2>): number | null {
  const { ftExpires, fExpiresSet } = cookie;
  if (fExpiresSet === false || (ftExpires ?? null) === null) return null;
  if (!(ftExpires instanceof Date) || Number.isNaN(ftExpires.getTime())) {
    throw badParameter(
      `Cannot use ${
        quotedValue(ftExpires)
      } as pCookie.ftExpires: it must be a valid Date or null`,
    );
  }
  return Math.min(Math.max(ftExpires.getTime(), 0), LAST_MOMENT);
}

/** Returns a cookie as a structure. */
export function structureOf(cookie: Cookie): INTERNET_COOKIE2 {
  const { sameSite, expires } = cookie;
  return {
    pwszName: textFromBytes(cookie.name),
    pwszValue: textFromBytes(cookie.value),
    pwszDomain: cookie.domain,
    pwszPath: textFromBytes(cookie.path),
    dwFlags: combineFlags(
      cookie.secure ? INTERNET_COOKIE_IS_SECURE : 0,
      expires === null ? INTERNET_COOKIE_IS_SESSION : 0,
      cookie.httpOnly ? INTERNET_COOKIE_HTTPONLY : 0,
      cookie.hostOnly ? INTERNET_COOKIE_HOST_ONLY : 0,
      sameSite === "strict" ? INTERNET_COOKIE_SAME_SITE_STRICT : 0,
      sameSite === "lax" ? INTERNET_COOKIE_SAME_SITE_LAX : 0,
    ),
    ftExpires: expires === null ? null : new Date(expires),
    fExpiresSet: expires !== null,
  };
}
