// Copyright 2026 the wininet authors. MIT license.

/**
 * The jar of the process, as on Windows, and its use by HTTP requests: the
 * Cookie header, and storing the Set-Cookie headers.
 *
 * @module
 */

import { COOKIE_STATE_REJECT } from "../flags.ts";
import { cookieStateOf } from "./decisions.ts";
import { CookieJar, type CookieOutcome } from "./jar.ts";
import type { Cookie } from "./store.ts";
import { onBrowserSessionEnd } from "../_options/hooks.ts";
import { bytesFromHeader } from "./text.ts";

/** The cookies of the process, which all sessions share, except private ones. */
export const jar: CookieJar = new CookieJar();

/** Returns a jar for a private session. `close` removes it. */
export function ownJar(): { thing: CookieJar; close(): void } {
  const thing = new CookieJar();
  return { thing, close: onBrowserSessionEnd(() => thing.store.endSession()) };
}

/**
 * The maximum length of a Cookie header in bytes. It has room for 50 cookies of
 * 4096 bytes, as RFC 6265 requires. Without a limit, a site could make every
 * request to it too long (CVE-2022-32205 of curl).
 */
export const MAX_HEADER_LENGTH = 212_992;

/** The conditions of a request. */
export interface RequestCookieOptions {
  /**
   * The site that caused the request, for SameSite cookies.
   *
   * @default {"same-site"}
   */
  readonly from?: "same-site" | "lax" | "cross-site";
  /**
   * `true` if the page belongs to another site.
   *
   * @default {false}
   */
  readonly thirdParty?: boolean;
}

/** The cookies that a request sends. */
export interface RequestCookies {
  /** The Cookie header, with one byte in each character; `""` for none. */
  readonly header: string;
  /** The number of cookies in it: the information of COOKIE_SENT. */
  readonly count: number;
}

/** Returns the Cookie header of a request, or `""` if there are no cookies. */
export function cookieHeaderFor(
  jar: CookieJar,
  url: URL,
  options: RequestCookieOptions = {},
): string {
  return cookiesFor(jar, url, options).header;
}

/** Does the same as {@linkcode cookieHeaderFor}, and counts the cookies. */
export function cookiesFor(
  jar: CookieJar,
  url: URL,
  options: RequestCookieOptions = {},
): RequestCookies {
  const pairs: string[] = [];
  let length = 0;
  for (const cookie of sendable(jar, url, options)) {
    const pair = `${cookie.name}=${cookie.value}`;
    length += pair.length + 2;
    if (length > MAX_HEADER_LENGTH) break;
    pairs.push(pair);
  }
  return { header: pairs.join("; "), count: pairs.length };
}

function sendable(
  jar: CookieJar,
  url: URL,
  options: RequestCookieOptions,
): Cookie[] {
  if (jar.store.size === 0 || !isHttp(url)) return [];
  if (cookieStateOf(url.hostname) === COOKIE_STATE_REJECT) return [];
  return jar.list(url, { httpOnly: true, ...options });
}

/** Stores the Set-Cookie headers of a response; returns the result of each, in order. */
export function storeCookies(
  jar: CookieJar,
  url: URL,
  setCookie: readonly string[],
  options: RequestCookieOptions = {},
): CookieOutcome[] {
  if (!isHttp(url)) return [];
  const setting = {
    httpOnly: true,
    server: true,
    obeysDecisions: true,
    ...options,
  };
  return setCookie.map((line) =>
    jar.setLine(url, bytesFromHeader(line), setting)
  );
}

onBrowserSessionEnd(endSession);

/**
 * Implements INTERNET_OPTION_END_BROWSER_SESSION: removes the cookies without
 * an expiry time.
 */
export function endSession(): void {
  jar.store.endSession();
}

function isHttp(url: URL): boolean {
  return url.protocol === "http:" || url.protocol === "https:";
}
