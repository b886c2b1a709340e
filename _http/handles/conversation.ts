// Copyright 2026 the wininet authors. MIT license.

/**
 * A conversation: requests that are sent until there is a response for the
 * program. A server may redirect, or request credentials; the cookies that it
 * sets are sent with the next request.
 *
 * @module
 */

import {
  INTERNET_FLAG_NEED_FILE,
  INTERNET_FLAG_NO_AUTO_REDIRECT,
  INTERNET_FLAG_OFFLINE,
} from "../../flags.ts";
import { INTERNET_STATUS_REDIRECT } from "../../status.ts";
import { hasFlag } from "../../_base/bits.ts";
import { openedCache } from "../../_cache/opened.ts";
import { eventQueue } from "../../_core/event_queue.ts";
import { cancellation } from "../../_base/failure.ts";
import type { HandleObject } from "../../_core/handle.ts";
import type { Proxy } from "../../_options/proxy_list.ts";
import type { Session } from "../../_core/session.ts";
import { type NodeTls, nodeTlsOf } from "../../_options/client_certificate.ts";
import type { Header } from "../wire/header_list.ts";
import {
  checkSchemeChange,
  MAX_REDIRECTS,
  redirectHeaders,
  redirectMethod,
  redirectTarget,
  tooManyRedirects,
} from "../wire/redirect.ts";
import {
  bodyBytes,
  type ExchangeRequest,
  type RequestBody,
  wholeBody,
} from "../net/transport.ts";
import {
  bindsConnection,
  newIdentity,
  requestFields,
} from "../wire/request_head.ts";
import { headerValue } from "../wire/fields.ts";
import { forgivenFaults, redirectFlags } from "../../_base/security_flags.ts";
import type { RequestAuth } from "./auth.ts";
import { hasSockets, isForwarded } from "../net/connections.ts";
import { ResponseBody } from "./body.ts";
import type { CachedSend } from "./cached.ts";
import type { CachedRequestInit } from "./cached_request.ts";
import { HttpExchange, isKept } from "./exchange.ts";
import { ScriptedWay } from "./scripted_way.ts";
import { SiteMemory, withCookies } from "./site_memory.ts";
import { sendAgain } from "./upload.ts";
import type { ResponseHead } from "../wire/response_head.ts";

/** The properties of a request that all its repetitions share. */
export interface RequestTraits {
  /** `INTERNET_FLAG_*` bits. */
  readonly flags: number;
  /** The flags for the cache that the program has set for the request and its session. */
  readonly cacheFlags: number;
  /** INTERNET_OPTION_SECURITY_FLAGS, which the program may change at any time. */
  security: number;
  /** The user agent. */
  readonly agent: string;
  /** The credentials. */
  readonly auth: RequestAuth;
  /**
   * The identity of its connections: `""` for shared ones, or a unique name
   * after the request has authenticated one.
   */
  identity: string;
}

/** Loaded when a cache is used: few programs open one. */
let cachedModule: typeof import("./cached.ts") | undefined;

/** A request and its response, including all repetitions. */
export class Conversation {
  readonly #handle: HandleObject;
  readonly #session: Session;
  readonly #traits: RequestTraits;
  readonly #memory: SiteMemory;
  readonly #scripted: ScriptedWay;
  #method: string;
  #url: URL;
  /** The host before redirects, with its port unless that is the usual one. */
  readonly #firstHost: string;
  #sentHeaders: readonly Header[] | null = null;
  /**
   * The headers of the last request before others were added, without those
   * that another origin must not receive.
   */
  #headers: readonly Header[] = [];
  #exchange: HttpExchange | null = null;
  #response: ResponseHead | null = null;
  #caching: CachedSend | null = null;

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
    this.#memory = new SiteMemory(handle, session, traits.flags);
    this.#scripted = new ScriptedWay(handle, session, traits.flags);
    this.#method = method;
    this.#url = url;
    this.#firstHost = url.host;
  }

  /** The method of the last request. */
  get method(): string {
    return this.#method;
  }

  /** The URL of the last request. */
  get url(): URL {
    return this.#url;
  }

  /** The headers that were sent last, or `null` before the first request. */
  get sentHeaders(): readonly Header[] | null {
    return this.#sentHeaders;
  }

  /** The codings that the last request accepts, or `null` if it names none. */
  get acceptEncoding(): string | null {
    return headerValue(this.#sentHeaders ?? [], "accept-encoding");
  }

  /** The exchange that is in progress, or the last one. */
  get exchange(): HttpExchange | null {
    return this.#exchange;
  }

  /** The response, or `null` before it arrives. */
  get response(): ResponseHead | null {
    return this.#response;
  }

  /** The part of the last send that uses the cache, or `null` if the cache is closed. */
  get caching(): CachedSend | null {
    return this.#caching;
  }

  /** True if the network must not be used. */
  get isOffline(): boolean {
    return this.#session.isOffline(this.#handle.settings.ignoreOffline) ||
      hasFlag(this.#traits.cacheFlags, INTERNET_FLAG_OFFLINE);
  }

  /** Sends the request, and repeats it as often as the server requires. */
  send(
    headers: readonly Header[],
    body: Uint8Array<ArrayBuffer> | null,
  ): Promise<void> {
    this.#scripted.forget();
    return this.#send(headers, body, 0);
  }

  async #send(
    headers: readonly Header[],
    body: Uint8Array<ArrayBuffer> | null,
    redirects: number,
  ): Promise<void> {
    // Before the lookup in the cache.
    this.#secure();
    const ask = (conditions: readonly Header[]) =>
      this.#ask(headers, conditions, wholeBody(body));
    const caching = this.#caching = this.#isCached
      ? await this.#cachedSend(headers, ask)
      : null;
    const response = caching === null ? await ask([]) : await caching.respond();
    const target = this.#noteResponse(response);
    const again = !this.#isFromCache &&
      this.#traits.auth.judge(response, this.#exchange!);
    if (again !== false && await again) {
      await this.#discard();
      return this.#send(headers, body, redirects);
    }
    if (target === null) return;
    if (redirects === MAX_REDIRECTS) {
      this.#exchange?.close();
      throw tooManyRedirects(target);
    }
    const method = this.#method;
    const next = await this.#redirect(target, body !== null);
    const kept = method === this.#method ? body : null;
    return this.#send(next, kept, redirects + 1);
  }

  /**
   * Runs an exchange; returns `null` if it was part of a login that lost its
   * connection and is started again.
   */
  #run(exchange: HttpExchange): Promise<ResponseHead | null> {
    const response = exchange.run();
    // A request without a login needs no second promise.
    if (exchange.request.login === undefined) return response;
    return response.catch((error) => {
      if (this.#traits.auth.beginsAgain(error)) return null;
      throw error;
    });
  }

  /** Handles the response to an upload: only a request without a body can be sent again. */
  async uploaded(
    response: ResponseHead,
    retry: (url: URL, headers: readonly Header[]) => void,
  ): Promise<void> {
    const target = this.#noteResponse(response);
    if (this.#isCached) {
      const cannotAsk = () => Promise.reject(cancellation());
      this.#caching = await this.#cachedSend(this.#headers, cannotAsk);
      this.#caching.answered(response);
    }
    if (await this.#traits.auth.judge(response, this.#exchange!)) {
      this.#exchange!.close();
      throw sendAgain("answer the challenge of", this.#url);
    }
    if (target === null) return;
    const method = this.#method;
    const headers = await this.#redirect(target, true);
    if (method !== this.#method) return this.#send(headers, null, 1);
    retry(target, headers);
    throw sendAgain("follow the redirect to", target);
  }

  /** Sends the next request, with the fields that validate a stored response. */
  #ask(
    headers: readonly Header[],
    conditions: readonly Header[],
    body: RequestBody | null,
  ): Promise<ResponseHead> {
    this.#headers = headers;
    return this.#onWay(async () => {
      for (;;) {
        const exchange = this.#openWith([...headers, ...conditions], body);
        const response = await this.#run(exchange);
        if (response !== null) return response;
      }
    });
  }

  /**
   * Runs an attempt that opens an exchange, by each route that a proxy script
   * names until one is reachable.
   */
  onFirstWay<Value>(attempt: () => Promise<Value>): Promise<Value> {
    this.#scripted.forget();
    return this.#onWay(attempt);
  }

  #onWay<Value>(attempt: () => Promise<Value>): Promise<Value> {
    // The script is called with this URL.
    this.#secure();
    return this.#scripted.take(this.#url, attempt);
  }

  /** Ends the exchange, and the wait for a proxy script. */
  close(): void {
    this.#scripted.close();
    this.#exchange?.close();
  }

  /**
   * Opens the next exchange with the present URL and method, after the first
   * messages of a login, so that a body is sent only once.
   */
  async openLoggedIn(
    headers: readonly Header[],
    body: RequestBody | null,
  ): Promise<HttpExchange> {
    this.#headers = headers;
    const { auth } = this.#traits;
    for (;;) {
      const exchange = this.#openWith(headers, body);
      if (!auth.awaitsChallenge) return exchange;
      const response = await this.#run(exchange);
      if (response === null) continue;
      this.#memory.take(exchange.request, response);
      if (!await auth.judge(response, exchange)) auth.giveUpLogins();
      await this.#discard();
    }
  }

  /** Changes the URL to https if the host requires it, as a redirect would. */
  #secure(): void {
    const secured = this.#memory.secured(this.#url);
    if (secured === this.#url) return;
    this.#handle.post(INTERNET_STATUS_REDIRECT, secured.href);
    this.#traits.auth.follow(this.#url, secured);
    this.#url = secured;
  }

  /**
   * Sends a request without a body like the last one, with changed headers,
   * and answers challenges.
   */
  async ask(
    change: (headers: readonly Header[]) => readonly Header[],
  ): Promise<{ exchange: HttpExchange; response: ResponseHead }> {
    for (;;) {
      const exchange = this.#openWith(change(this.#headers), null);
      const response = await this.#run(exchange);
      if (response === null) continue;
      this.#memory.take(exchange.request, response);
      const again = await this.#traits.auth.judge(response, exchange);
      if (!again) return { exchange, response };
      await this.#discard();
    }
  }

  /** Ends the exchange that is in progress. */
  stop(): void {
    this.#exchange?.close();
  }

  #openWith(
    headers: readonly Header[],
    body: RequestBody | null,
  ): HttpExchange {
    if (this.#handle.closed) throw cancellation();
    this.#secure();
    const { auth } = this.#traits;
    const request = this.#unproved();
    const { url, proxy } = request;
    const forwards = proxy && isForwarded({ origin: url.origin, proxy });
    const forwarder = forwards ? proxy : null;
    const fields = this.#fieldsFor(headers, proxy !== forwarder);
    if (bindsConnection(fields)) this.#traits.identity ||= newIdentity();
    const proved = auth.prove(
      fields,
      url,
      { method: this.#method, body: bodyBytes(body) },
      forwarder,
      {
        obstacle: this.#obstacle(proxy),
        isKept: (identity) =>
          isKept(this.#session, {
            ...request,
            identity,
            nodeTls: this.#nodeTlsFor(identity),
          }),
      },
    );
    this.#sentHeaders = proved.headers;
    return this.#exchange = new HttpExchange(this.#handle, this.#session, {
      ...request,
      headers: proved.headers,
      // A server that must send its challenge first would discard the body.
      body: auth.awaitsChallenge ? null : body,
      identity: this.#traits.identity || proved.identity,
      nodeTls: this.#nodeTlsFor(proved.identity),
      login: proved.login,
    });
  }

  /** Returns the parts of the next request that do not depend on credentials. */
  #unproved(): Pick<ExchangeRequest, "method" | "url" | "forgiven" | "proxy"> {
    const { flags, security } = this.#traits;
    const url = this.#url;
    const isForgiving = url.protocol === "https:" &&
      !this.#memory.isStrict(url);
    return {
      method: this.#method,
      url,
      forgiven: isForgiving ? forgivenFaults(security, flags) : 0,
      proxy: this.#scripted.to(url),
    };
  }

  /**
   * Returns the TLS requirements; an NTLM login includes a hash of the server's
   * certificate.
   */
  #nodeTlsFor(user: string): NodeTls | null {
    // A redirect must not show the identity of the user to another host.
    const settings = this.#url.host === this.#firstHost
      ? this.#handle.settings
      : {
        ...this.#handle.settings,
        clientCertificate: this.#session.settings.clientCertificate,
      };
    return nodeTlsOf(settings, user !== "");
  }

  /** Returns the reason why no connection can be logged in by NTLM, or `null` if one can be. */
  #obstacle(proxy: Proxy | null): string | null {
    if (this.#traits.identity !== "") {
      return "the program itself has sent NTLM, Negotiate or Kerberos";
    }
    return this.#handle.settings.transport !== "fetch" && hasSockets(proxy)
      ? null
      : "NTLM needs sockets; see HTTP_OPTION_TRANSPORT";
  }

  /**
   * Returns the headers to send, without credentials: with the user agent, the
   * cookies and the fields of the flags.
   */
  #fieldsFor(
    headers: readonly Header[],
    isTunnelled: boolean,
  ): readonly Header[] {
    const { agent, flags } = this.#traits;
    const own = requestFields(headers, agent, flags, this.#method);
    // The tunnel would forward the credentials for the proxy to the server.
    const kept = isTunnelled
      ? own.filter(([name]) => name.toLowerCase() !== "proxy-authorization")
      : own;
    return this.#memory.sendCookies(kept, this.#url);
  }

  // ---- the cache ----

  get #isCached(): boolean {
    return openedCache() !== null ||
      hasFlag(this.#traits.cacheFlags, INTERNET_FLAG_NEED_FILE);
  }

  get #isFromCache(): boolean {
    return this.#caching?.isFromCache ?? false;
  }

  async #cachedSend(
    headers: readonly Header[],
    ask: CachedRequestInit["ask"],
  ): Promise<CachedSend> {
    cachedModule ??= await import("./cached.ts");
    const { agent, flags, cacheFlags, auth } = this.#traits;
    const method = this.#method;
    // Read before the response, which may set others.
    const cookies = this.#memory.cookiesFor(this.#url).header;
    return cachedModule.CachedSend.start({
      cache: await cachedModule.cacheOf(this.#session),
      method,
      url: this.#url,
      flags: cacheFlags,
      isOffline: this.isOffline,
      settings: this.#handle.settings,
      sessionStart: this.#session.opened,
      headers,
      fields: withCookies(
        requestFields(headers, agent, flags, method),
        cookies,
      ),
      user: auth.userFor(this.#url),
      ask,
      cancel: () => this.#exchange?.close(),
      discard: (response) => this.#replace(response),
    });
  }

  /**
   * Records the cookies and the authentication of a response, and releases it:
   * a stored response replaces it.
   */
  async #replace(response: ResponseHead): Promise<void> {
    this.#memory.take(this.#exchange!.request, response);
    await this.#traits.auth.judge(response, this.#exchange!);
    await this.#discard();
  }

  /** Records a response; returns the URL to which it redirects, or `null` if it does not. */
  #noteResponse(response: ResponseHead): URL | null {
    this.#response = response;
    if (!this.#isFromCache) {
      this.#memory.take(this.#exchange!.request, response);
    }
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
   * Posts REDIRECT while the head can be queried and the callback may still
   * close the handle, then sets the next method and URL; returns the headers of
   * the next request.
   */
  async #redirect(location: URL, hasBody: boolean): Promise<Header[]> {
    const { flags, security } = this.#traits;
    const response = this.#response!;
    const target = this.#memory.secured(location);
    try {
      // A change to https that the host requires is not part of the redirect.
      if (target === location) {
        checkSchemeChange(this.#url, target, flags | redirectFlags(security));
      }
    } catch (error) {
      this.#exchange?.close();
      throw error;
    }
    this.#handle.post(INTERNET_STATUS_REDIRECT, target.href);
    await this.#discard();
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
  async #discard(): Promise<void> {
    if (!this.#isFromCache) {
      await new ResponseBody(this.#handle, this.#exchange!).drop();
    }
    await eventQueue.drained();
  }
}
