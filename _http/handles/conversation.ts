// Copyright 2026 the wininet authors. MIT license.

/**
 * A conversation: request after request until there is a response for the program.
 * A server may redirect, or ask for credentials; the cookies that it sets are sent with
 * the next request.
 *
 * @module
 */

import {
  ERROR_HTTP_REDIRECT_FAILED,
  ERROR_INTERNET_FORCE_RETRY,
  InternetError,
} from "../../error.ts";
import {
  HTTP_STATUS_PROXY_AUTH_REQ,
  INTERNET_FLAG_NO_AUTH,
  INTERNET_FLAG_NO_AUTO_REDIRECT,
  INTERNET_FLAG_NO_COOKIES,
} from "../../flags.ts";
import {
  INTERNET_STATUS_COOKIE_RECEIVED,
  INTERNET_STATUS_COOKIE_SENT,
  INTERNET_STATUS_REDIRECT,
} from "../../status.ts";
import { hasFlag } from "../../_base/bits.ts";
import {
  cookiesFor,
  jar,
  ownJar,
  storeCookies,
} from "../../_cookies/requests.ts";
import type { CookieJar } from "../../_cookies/jar.ts";
import { eventQueue } from "../../_core/event_queue.ts";
import { cancellation } from "../../_base/failure.ts";
import type { HandleObject } from "../../_core/handle.ts";
import { isSocks, type Proxy } from "../../_options/proxy_list.ts";
import type { Session } from "../../_core/session.ts";
import { hasProxies, proxyFor } from "../../_net/environment_proxies.ts";
import { nodeTlsOf } from "../../_options/client_certificate.ts";
import type { Header } from "../wire/header_list.ts";
import {
  checkSchemeChange,
  MAX_REDIRECTS,
  redirectHeaders,
  redirectMethod,
  redirectTarget,
} from "../wire/redirect.ts";
import type { RequestBody } from "../net/transport.ts";
import {
  bindsConnection,
  newIdentity,
  requestFields,
} from "../wire/request_head.ts";
import { headerValue, withHeader } from "../wire/fields.ts";
import { forgivenFaults, redirectFlags } from "../../_base/security_flags.ts";
import type { RequestAuth } from "./auth.ts";
import { ResponseBody } from "./body.ts";
import { HttpExchange } from "./exchange.ts";
import type { ResponseHead } from "../wire/response_head.ts";

/** The properties of a request that all its repetitions share. */
export interface RequestTraits {
  /** `INTERNET_FLAG_*` bits. */
  readonly flags: number;
  /** INTERNET_OPTION_SECURITY_FLAGS, which the program may change at any time. */
  security: number;
  /** The user agent. */
  readonly agent: string;
  /** The credentials. */
  readonly auth: RequestAuth;
  /** The identity of its connections: `""` for shared ones, a unique name after it has authenticated one. */
  identity: string;
}

/** A request and its response, and everything in between. */
export class Conversation {
  readonly #handle: HandleObject;
  readonly #session: Session;
  readonly #traits: RequestTraits;
  #method: string;
  #url: URL;
  #sentHeaders: readonly Header[] | null = null;
  /** The headers of the last request before anything was added, without those of another origin. */
  #headers: readonly Header[] = [];
  #exchange: HttpExchange | null = null;
  #response: ResponseHead | null = null;

  constructor(
    handle: HandleObject,
    session: Session,
    traits: RequestTraits,
    method: string,
    url: URL,
  ) {
    this.#handle = handle;
    this.#session = session;
    this.#traits = traits;
    this.#method = method;
    this.#url = url;
  }

  /** The method of the last request. */
  get method(): string {
    return this.#method;
  }

  /** The URL of the last request. */
  get url(): URL {
    return this.#url;
  }

  /** The headers that were sent last; `null` before the first request. */
  get sentHeaders(): readonly Header[] | null {
    return this.#sentHeaders;
  }

  /** The codings that the last request has asked for; `null` if it has asked for none. */
  get acceptEncoding(): string | null {
    return headerValue(this.#sentHeaders ?? [], "accept-encoding");
  }

  /** The exchange that is under way, or the last one. */
  get exchange(): HttpExchange | null {
    return this.#exchange;
  }

  /** The response; `null` before it comes. */
  get response(): ResponseHead | null {
    return this.#response;
  }

  /** Sends the request, and repeats it as long as the server demands. */
  async send(
    headers: readonly Header[],
    body: Uint8Array<ArrayBuffer> | null,
    redirects: number = 0,
  ): Promise<void> {
    const exchange = this.open(headers, wholeBody(body));
    const response = await exchange.run();
    const target = this.#noteResponse(response);
    const again = this.#traits.auth.judge(response);
    if (again !== false && await again) {
      await this.#discard(exchange);
      return this.send(headers, body, redirects);
    }
    if (target === null) return;
    if (redirects === MAX_REDIRECTS) {
      exchange.close();
      throw tooManyRedirects();
    }
    const method = this.#method;
    const next = await this.#redirect(target, body !== null);
    const kept = method === this.#method ? body : null;
    return this.send(next, kept, redirects + 1);
  }

  /** Handles the response to an upload: only a request without a body can be sent again. */
  async uploaded(
    response: ResponseHead,
    retry: (url: URL, headers: readonly Header[]) => void,
  ): Promise<void> {
    const target = this.#noteResponse(response);
    if (await this.#traits.auth.judge(response)) {
      this.#exchange!.close();
      throw sendAgain("answer the challenge of", this.#url);
    }
    if (target === null) return;
    const method = this.#method;
    const headers = await this.#redirect(target, true);
    if (method !== this.#method) return this.send(headers, null, 1);
    retry(target, headers);
    throw sendAgain("follow the redirect to", target);
  }

  /** Opens the next exchange with the present URL and method. */
  open(
    headers: readonly Header[],
    body: RequestBody | null,
  ): HttpExchange {
    this.#headers = headers;
    this.#secure();
    return this.openAgain((headers) => headers, body);
  }

  /** Goes over to https if the host has demanded it, as after a redirect to it. */
  #secure(): void {
    const secured = this.#secured(this.#url);
    if (secured === this.#url) return;
    this.#handle.post(INTERNET_STATUS_REDIRECT, secured.href);
    this.#traits.auth.follow(this.#url, secured);
    this.#url = secured;
  }

  /** Returns the URL that INTERNET_OPTION_HSTS uses in place of one. */
  #secured(url: URL): URL {
    return this.#handle.settings.hsts
      ? this.#jar.strictHosts.secured(url)
      : url;
  }

  /** Opens an exchange like the last one, with changed headers. */
  openAgain(
    change: (headers: readonly Header[]) => readonly Header[],
    body: RequestBody | null = null,
  ): HttpExchange {
    if (this.#handle.closed) throw cancellation();
    const { flags, security } = this.#traits;
    const proxy = this.#proxy();
    const sent = this.#sentHeaders = this.#headersFor(
      change(this.#headers),
      body,
      proxy,
    );
    if (bindsConnection(sent)) this.#traits.identity ||= newIdentity();
    return this.#exchange = new HttpExchange(this.#handle, this.#session, {
      method: this.#method,
      url: this.#url,
      headers: sent,
      body,
      forgiven: this.#isStrict ? 0 : forgivenFaults(security, flags),
      proxy,
      identity: this.#traits.identity,
      nodeTls: nodeTlsOf(this.#handle.settings),
    });
  }

  /** True if no fault of a certificate is forgiven: without TLS, and for a host that has demanded https (RFC 6797 section 8.4). */
  get #isStrict(): boolean {
    const { protocol, hostname } = this.#url;
    return protocol !== "https:" || this.#handle.settings.hsts &&
        this.#jar.strictHosts.demands(hostname);
  }

  #proxy(): Proxy | null {
    if (!hasProxies(this.#session)) return null;
    const { protocol, hostname, port } = this.#url;
    const proxy = proxyFor(
      this.#session,
      this.#handle.settings,
      protocol.slice(0, -1),
      hostname,
      Number(port) || (protocol === "https:" ? 443 : 80),
    );
    const isSilent = hasFlag(this.#traits.flags, INTERNET_FLAG_NO_AUTH);
    return proxy !== null && isSilent ? { ...proxy, isSilent } : proxy;
  }

  /** Returns the headers to send: with the user agent, the cookies, the credentials and the fields of the flags. */
  #headersFor(
    headers: readonly Header[],
    body: RequestBody | null,
    proxy: Proxy | null,
  ): readonly Header[] {
    const { agent, flags, auth } = this.#traits;
    const own = requestFields(headers, agent, flags, this.#method);
    const forwards = this.#url.protocol === "http:" &&
      (proxy === null || !isSocks(proxy));
    // The tunnel would pass the credentials for the proxy on to the server.
    const kept = proxy === null || forwards
      ? own
      : own.filter(([name]) => name.toLowerCase() !== "proxy-authorization");
    return auth.prove(
      this.#withCookies(kept),
      this.#url,
      { method: this.#method, body: bodyBytes(body) },
      forwards ? proxy : null,
    );
  }

  get #usesCookies(): boolean {
    return !hasFlag(this.#traits.flags, INTERNET_FLAG_NO_COOKIES);
  }

  get #jar(): CookieJar {
    return this.#session.sharedOrOwn(jar, ownJar);
  }

  #withCookies(headers: readonly Header[]): readonly Header[] {
    if (!this.#usesCookies) return headers;
    const { header, count } = cookiesFor(this.#jar, this.#url);
    if (count === 0) return headers;
    this.#handle.post(INTERNET_STATUS_COOKIE_SENT, count);
    // As curl: the cookies of the program first, and a name that both have twice.
    const own = headers.filter(([name]) => name.toLowerCase() === "cookie");
    const values = [...own.map(([, value]) => value), header];
    return withHeader(headers, "Cookie", values.join("; "));
  }

  #takeCookies(response: ResponseHead): void {
    if (!this.#usesCookies) return;
    // The cookies of a response of the proxy are not those of the server.
    if (this.#isOfProxy(response)) return;
    const lines = response.values("set-cookie");
    if (lines.length === 0) return;
    storeCookies(this.#jar, this.#url, lines);
    this.#handle.post(INTERNET_STATUS_COOKIE_RECEIVED, lines.length);
  }

  #isOfProxy({ status }: ResponseHead): boolean {
    return status === HTTP_STATUS_PROXY_AUTH_REQ &&
      this.#exchange!.request.proxy !== null;
  }

  /** Takes the demand for https of a server whose certificate has no fault. */
  #takeDemand(response: ResponseHead): void {
    if (!this.#handle.settings.hsts || this.#isOfProxy(response)) return;
    const [field] = response.values("strict-transport-security");
    if (field === undefined || this.#exchange!.request.forgiven !== 0) return;
    this.#jar.strictHosts.take(this.#url, field);
  }

  /** Notes a response; returns the URL to which it redirects, or `null`. */
  #noteResponse(response: ResponseHead): URL | null {
    this.#response = response;
    this.#takeCookies(response);
    this.#takeDemand(response);
    if (hasFlag(this.#traits.flags, INTERNET_FLAG_NO_AUTO_REDIRECT)) {
      return null;
    }
    return redirectTarget(
      response.status,
      response.get("location"),
      this.#url,
    );
  }

  /**
   * Posts REDIRECT, while the head can be queried and the callback may still close the
   * handle, and moves on; returns the headers of the next request.
   */
  async #redirect(location: URL, hasBody: boolean): Promise<Header[]> {
    const { flags, security } = this.#traits;
    const exchange = this.#exchange!;
    const response = this.#response!;
    const target = this.#secured(location);
    try {
      // The server asked for no change if the host has demanded it.
      if (target === location) {
        checkSchemeChange(this.#url, target, flags | redirectFlags(security));
      }
    } catch (error) {
      exchange.close();
      throw error;
    }
    this.#handle.post(INTERNET_STATUS_REDIRECT, target.href);
    await this.#discard(exchange);
    const method = redirectMethod(response.status, this.#method);
    const next = redirectHeaders(
      this.#headers,
      this.#url,
      target,
      hasBody && method === this.#method,
    );
    this.#method = method;
    this.#url = target;
    return next;
  }

  /** Releases a response that is not for the program, after its statuses were delivered. */
  async #discard(exchange: HttpExchange): Promise<void> {
    await new ResponseBody(this.#handle, exchange).drop();
    await eventQueue.drained();
  }
}

/** Returns a body that is sent as a whole. */
function wholeBody(bytes: Uint8Array<ArrayBuffer> | null): RequestBody | null {
  if (bytes === null || bytes.length === 0) return null;
  return { bytes, length: bytes.length, framing: "length" };
}

/** Returns the bytes of a body; `undefined` if the program has not written them yet. */
function bodyBytes(body: RequestBody | null): Uint8Array | null | undefined {
  return body === null ? null : body.bytes ?? undefined;
}

/** Returns the error of a request whose body cannot be sent again. */
function sendAgain(what: string, url: URL): InternetError {
  return new InternetError(
    ERROR_INTERNET_FORCE_RETRY,
    `Cannot ${what} "${url.origin}${url.pathname}": send the body again with HttpSendRequestEx`,
  );
}

function tooManyRedirects(): InternetError {
  return new InternetError(
    ERROR_HTTP_REDIRECT_FAILED,
    `Cannot follow more than ${MAX_REDIRECTS} redirects`,
  );
}
