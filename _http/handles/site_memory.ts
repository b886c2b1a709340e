// Copyright 2026 the wininet authors. MIT license.

/**
 * The data that servers store at the client and that a request uses: cookies,
 * and requirements of https (INTERNET_OPTION_HSTS).
 *
 * @module
 */

import {
  HTTP_STATUS_PROXY_AUTH_REQ,
  INTERNET_FLAG_NO_COOKIES,
} from "../../flags.ts";
import {
  INTERNET_STATUS_COOKIE_RECEIVED,
  INTERNET_STATUS_COOKIE_SENT,
} from "../../status.ts";
import { hasFlag } from "../../_base/bits.ts";
import type { CookieJar } from "../../_cookies/jar.ts";
import {
  cookiesFor,
  jar,
  ownJar,
  type RequestCookies,
  storeCookies,
} from "../../_cookies/requests.ts";
import type { HandleObject } from "../../_core/handle.ts";
import type { Session } from "../../_core/session.ts";
import type { ExchangeRequest } from "../net/transport.ts";
import { withHeader } from "../wire/fields.ts";
import type { Header } from "../wire/header_list.ts";
import type { ResponseHead } from "../wire/response_head.ts";

const NO_COOKIES: RequestCookies = { header: "", count: 0 };

/** The memory of a session, for the requests of one handle. */
export class SiteMemory {
  readonly #handle: HandleObject;
  readonly #session: Session;
  readonly #usesCookies: boolean;

  /** @param flags `INTERNET_FLAG_*` bits. */
  constructor(handle: HandleObject, session: Session, flags: number) {
    this.#handle = handle;
    this.#session = session;
    this.#usesCookies = !hasFlag(flags, INTERNET_FLAG_NO_COOKIES);
  }

  get #jar(): CookieJar {
    return this.#session.sharedOrOwn(jar, ownJar);
  }

  /** Returns the URL to use instead of a URL: with https if its host requires it. */
  secured(url: URL): URL {
    return this.#handle.settings.hsts
      ? this.#jar.strictHosts.secured(url)
      : url;
  }

  /**
   * Returns true if the host of a URL requires https; then no certificate error
   * is ignored (RFC 6797 section 8.4).
   */
  isStrict({ hostname }: URL): boolean {
    return this.#handle.settings.hsts &&
      this.#jar.strictHosts.demands(hostname);
  }

  /** Returns the cookies for a URL. */
  cookiesFor(url: URL): RequestCookies {
    return this.#usesCookies ? cookiesFor(this.#jar, url) : NO_COOKIES;
  }

  /** Adds the cookies for a URL, and posts COOKIE_SENT. */
  sendCookies(headers: readonly Header[], url: URL): readonly Header[] {
    const { header, count } = this.cookiesFor(url);
    if (count > 0) this.#handle.post(INTERNET_STATUS_COOKIE_SENT, count);
    return withCookies(headers, header);
  }

  /** Stores the cookies of a response, and its requirement of https. */
  take(request: ExchangeRequest, response: ResponseHead): void {
    const isOfProxy = response.status === HTTP_STATUS_PROXY_AUTH_REQ &&
      request.proxy !== null;
    // A response of the proxy does not describe the server.
    if (isOfProxy) return;
    this.#takeCookies(request.url, response);
    // A certificate without errors proves that the host itself sent the
    // requirement (RFC 6797 section 8.1).
    if (request.forgiven === 0) this.#takeDemand(request.url, response);
  }

  #takeCookies(url: URL, response: ResponseHead): void {
    if (!this.#usesCookies) return;
    const lines = response.values("set-cookie");
    if (lines.length === 0) return;
    storeCookies(this.#jar, url, lines);
    this.#handle.post(INTERNET_STATUS_COOKIE_RECEIVED, lines.length);
  }

  #takeDemand(url: URL, response: ResponseHead): void {
    if (!this.#handle.settings.hsts) return;
    const [field] = response.values("strict-transport-security");
    if (field !== undefined) this.#jar.strictHosts.take(url, field);
  }
}

/**
 * Adds cookies as curl does: those of the program are sent first, and a name
 * that both have is sent twice.
 */
export function withCookies(
  headers: readonly Header[],
  cookies: string,
): readonly Header[] {
  if (cookies === "") return headers;
  const own = headers.filter(([name]) => name.toLowerCase() === "cookie");
  const values = [...own.map(([, value]) => value), cookies];
  return withHeader(headers, "Cookie", values.join("; "));
}
