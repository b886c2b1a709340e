// Copyright 2026 the wininet authors. MIT license.

/**
 * The jar of the process, as on Windows, and its use by requests of HTTP: the Cookie
 * header, and the storing of Set-Cookie headers.
 *
 * @module
 */

import { COOKIE_STATE_REJECT } from "../flags.ts";
import { cookieStateOf } from "./decisions.ts";
import { CookieJar, type CookieOutcome } from "./jar.ts";
import type { Cookie } from "./store.ts";
import { onBrowserSessionEnd } from "../_options/hooks.ts";
import { bytesFromHeader } from "./text.ts";

/** The cookies of the process, which all sessions but private ones share. */
export const jar: CookieJar = new CookieJar();

/** Returns a jar for a private session; `close` ends it. */
export function ownJar(): { thing: CookieJar; close(): void } {
  const thing = new CookieJar();
  return { thing, close: onBrowserSessionEnd(() => thing.store.endSession()) };
}

/**
 * The most bytes of a Cookie header: 50 cookies of 4096 bytes, which RFC 6265 asks for,
 * fit. Without a limit a site could make every request to it too long (CVE-2022-32205
 * of curl).
 */
export const MAX_HEADER_LENGTH = 212_992;

/** The circumstances of a request. */
export interface RequestCookieOptions {
  /**
   * The site of the request, for SameSite cookies.
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
  /** The Cookie header, with a character for each byte; `""` for none. */
  readonly header: string;
  /** The number of cookies in it: the information of COOKIE_SENT. */
  readonly count: number;
}

/** Returns the Cookie header of a request, `""` for none. */
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

/** Stores the Set-Cookie headers of a response; returns the outcome of each, in order. */
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

/** Ends the session of INTERNET_OPTION_END_BROWSER_SESSION: cookies without a date are deleted. */
export function endSession(): void {
  jar.store.endSession();
}

function isHttp(url: URL): boolean {
  return url.protocol === "http:" || url.protocol === "https:";
}
