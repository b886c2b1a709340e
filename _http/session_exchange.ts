// Copyright 2026 the wininet authors. MIT license.

/**
 * An exchange: one request and its response, on one connection.
 *
 * Observed, it goes through a link of the relay and a watch turns what is seen
 * there into statuses; unobserved, it goes straight to `fetch`. It owns the
 * connection from the first byte of the request until the response was read to
 * its end (then the connection is kept for the next one) or is given up (then it
 * is closed).
 *
 * @module
 */

import {
  ERROR_ACCESS_DENIED,
  ERROR_INTERNET_TIMEOUT,
  InternetError,
} from "../error.ts";
import {
  HTTP_STATUS_PROXY_AUTH_REQ,
  INTERNET_OPEN_TYPE_DIRECT,
} from "../flags.ts";
import { withoutBrackets } from "../_host.ts";
import { Deadline } from "../_core/deadline.ts";
import type { HandleObject } from "../_core/handle.ts";
import type { Session } from "../_core/session.ts";
import { NO_TIMEOUT } from "../_core/settings.ts";
import { enter, leave } from "../_net/connection_limit.ts";
import { DirectClients } from "../_net/http_client.ts";
import { bodyError, requestError } from "../_net/http_error.ts";
import { httpFetch } from "../_net/http_fetch.ts";
import { type HttpLink, isHidden } from "../_net/http_link.ts";
import { LinkLease } from "../_net/http_links.ts";
import { TunnelRefusal } from "../_net/proxy.ts";
import { withHost } from "./request_head.ts";
import { type ExchangeRequest, isIdempotent } from "./session_request.ts";
import { type Missing, RequestWatch } from "./session_watch.ts";

/** Which setting limits the wait for what, and what its striking means. */
const LIMITS = {
  connection: [
    "connectTimeout",
    "no connection within INTERNET_OPTION_CONNECT_TIMEOUT",
  ],
  room: [
    "sendTimeout",
    "nothing could be sent for INTERNET_OPTION_SEND_TIMEOUT",
  ],
  answer: [
    "receiveTimeout",
    "no answer within INTERNET_OPTION_RECEIVE_TIMEOUT",
  ],
  data: ["receiveTimeout", "no data within INTERNET_OPTION_RECEIVE_TIMEOUT"],
} as const;

/** The clients of a session that ignores the environment. */
const OWN_CLIENTS = Symbol("direct clients without the environment");

/** One request and its response. */
export class HttpExchange {
  readonly #handle: HandleObject;
  readonly #session: Session;
  readonly #request: ExchangeRequest;
  readonly #origin: string;
  readonly #controller = new AbortController();
  readonly #routed: PromiseWithResolvers<void> | null;
  #deadline: Deadline | null = null;
  #lease: LinkLease | null = null;
  #link: HttpLink | null = null;
  #watch: RequestWatch | null = null;
  #entered = false;
  #ended = false;

  constructor(
    handle: HandleObject,
    session: Session,
    request: ExchangeRequest,
  ) {
    this.#handle = handle;
    this.#session = session;
    this.#request = request;
    this.#origin = request.url.origin;
    this.#routed = request.upload ? Promise.withResolvers<void>() : null;
  }

  /** Bytes of payload that have arrived; `null` when that cannot be known. */
  get arrived(): number | null {
    return this.#watch?.arrived ?? null;
  }

  /** Whether the whole response has arrived, or all of it that ever will. */
  get complete(): boolean {
    return this.#watch?.complete ?? false;
  }

  /** What broke the connection; `null` when nothing did. */
  get socketError(): unknown {
    return this.#link?.error ?? null;
  }

  /** The proxy that is on the way, without who we are to it; `""` for none. */
  get proxyName(): string {
    const { proxy } = this.#request;
    return proxy === null ? "" : `${proxy.kind}://${proxy.host}:${proxy.port}`;
  }

  /** Whether a proxy is on the way. */
  get viaProxy(): boolean {
    return this.#request.proxy !== null;
  }

  /** Whether the exchange is over. */
  get ended(): boolean {
    return this.#ended;
  }

  /** Sends the request; resolves with the response as soon as its head is there. */
  async run(): Promise<Response> {
    try {
      this.#directClients.checkPermission(this.#request.url);
      const place = enter(this.#origin, () => this.#controller.signal);
      if (place !== null) {
        this.#setClock("connection");
        await place;
        this.#setClock(null);
        if (this.#ended) this.#giveBackPlace();
      }
      this.#entered = true;
      if (this.#wantsRelay()) await this.#takeLink();
      else this.#setClock("answer");
      this.#routed?.resolve();
      const response = await this.#fetch();
      if (this.#watch) this.#watch.headArrived(response);
      else this.#setClock(null);
      return response;
    } catch (error) {
      const refusal = this.socketError;
      const failure = this.#failure(error);
      this.end();
      // What a proxy says that wants to know who we are is for the program to read.
      if (
        refusal instanceof TunnelRefusal &&
        refusal.reply.status === HTTP_STATUS_PROXY_AUTH_REQ
      ) {
        return refusal.response();
      }
      throw failure;
    }
  }

  /** The response was read to its end: the connection may serve the next request. */
  finish(response: Response): void {
    if (this.#ended) return;
    if (this.#link !== null && !this.#mayKeep(response)) return this.end(false);
    this.#settle();
    if (this.#link) this.#lease!.keep(this.#link);
  }

  /** Gives the exchange up: whatever is under way is aborted, the connection is closed. */
  end(abort: boolean = true): void {
    if (this.#ended) return;
    this.#settle();
    if (this.#link) {
      this.#lease!.drop(this.#link);
      this.#watch!.postClosed();
      this.#link.detach();
    }
    if (abort) this.#controller.abort();
  }

  /** Makes the error of a response that broke off, and gives the exchange up. */
  bodyFailed(error: unknown): unknown {
    const fault = this.#watch && {
      socketError: this.socketError,
      malformed: this.#watch.malformed,
      closedByServer: this.#watch.connectionClosed,
    };
    const failure = this.#controller.signal.aborted
      ? this.#controller.signal.reason
      : bodyError(this.#request.url, error, fault);
    this.end();
    return failure;
  }

  /** Whether data must come within INTERNET_OPTION_RECEIVE_TIMEOUT. */
  get limited(): boolean {
    return this.#handle.settings.receiveTimeout !== NO_TIMEOUT;
  }

  /** Waits for data within INTERNET_OPTION_RECEIVE_TIMEOUT. */
  withinReceiveTimeout<Value>(data: Promise<Value>): Promise<Value> {
    if (!this.limited) return data;
    this.#setClock("data");
    return data.finally(() => this.#setClock(null));
  }

  /** Bytes of the response that no status has named yet; where nobody counts them, those of the body. */
  takeUnreported(bodyBytes: number): number {
    return this.#watch ? this.#watch.takeUnreported() : bodyBytes;
  }

  // ---- a body that the program writes ----

  /** Resolves when everything that is due was forwarded, with whether it was; at once where nobody counts. */
  async forwardedAll(): Promise<boolean> {
    await this.#routed!.promise;
    return await this.#watch?.forwardedAll() ?? true;
  }

  /** Sets the next goal: some more bytes of the body. */
  expect(bytes: number): void {
    this.#watch?.expect(bytes);
  }

  /** The body is complete: a response is expected. */
  expectResponse(): void {
    this.#watch?.expectResponse();
  }

  // ---- inside ----

  /** The handle was closed between the giving of the place and this turn. */
  #giveBackPlace(): never {
    leave(this.#origin);
    throw this.#controller.signal.reason;
  }

  /**
   * The clients of `fetch`. Its own reading of the environment differs in small
   * things, so it counts only where a proxy is on the way, or nobody knows.
   */
  get #directClients(): DirectClients {
    const session = this.#session;
    const own = session.resource(OWN_CLIENTS, () => new DirectClients(false));
    const isPreconfigured = session.proxies === null &&
      session.accessType !== INTERNET_OPEN_TYPE_DIRECT;
    const isKnown = this.#request.proxy === null && !own.unreliable;
    // INTERNET_OPTION_PROXY may change it meanwhile.
    return !isPreconfigured || isKnown
      ? own
      : session.resource(DirectClients, () => new DirectClients(true));
  }

  get #directClient(): Deno.HttpClient {
    const { method, upload, body } = this.#request;
    // The body of an upload is a stream, and no stream is sent twice.
    return upload && body !== null || isIdempotent(method)
      ? this.#directClients.client
      : this.#directClients.singleUseClient;
  }

  #wantsRelay(): boolean {
    const { forgiven, proxy } = this.#request;
    const direct = this.#directClients;
    const hasProxy = proxy !== null;
    if (
      forgiven === 0 && !this.#isLimited() && !this.#handle.observed &&
      !direct.unreliable && !hasProxy
    ) return false;
    // What fetch does by itself is right only where the environment names the proxy.
    const needed = forgiven !== 0 || hasProxy && this.#session.proxies !== null;
    if (direct.mayRelay || !needed) return direct.mayRelay;
    throw new InternetError(
      ERROR_ACCESS_DENIED,
      `Cannot ${
        hasProxy ? "use the proxy" : "forgive a fault of the certificate"
      }: that needs --allow-net=127.0.0.1`,
    );
  }

  #isLimited(): boolean {
    const { connectTimeout, sendTimeout, receiveTimeout } =
      this.#handle.settings;
    return connectTimeout !== NO_TIMEOUT || sendTimeout !== NO_TIMEOUT ||
      receiveTimeout !== NO_TIMEOUT;
  }

  async #takeLink(): Promise<void> {
    const { forgiven, proxy } = this.#request;
    // Kept, because the link may be given back behind the close of the session.
    const lease = this.#lease = this.#session.resource(
      LinkLease,
      () => new LinkLease(),
    );
    const { hostname, port } = this.#request.url;
    const link = lease.take({
      origin: this.#origin,
      host: withoutBrackets(hostname),
      port: Number(port || (this.#origin.startsWith("https:") ? 443 : 80)),
      forgiven,
      proxy,
    });
    const setClock = (missing: Missing | null) => this.#setClock(missing);
    this.#watch = new RequestWatch(
      this.#handle,
      this.#request,
      link,
      setClock,
    );
    this.#link = link;
    link.attach(this.#watch);
    if (link.ready !== null) {
      await link.ready;
      link.ready = null;
      this.#controller.signal.throwIfAborted();
    }
  }

  #fetch(): Promise<Response> {
    const { method, url, headers, body } = this.#request;
    const link = this.#link;
    const hidden = link !== null && isHidden(link.target);
    return httpFetch({
      client: link?.client ?? this.#directClient,
      method,
      // Should fetch leave the relay out, clear text must not reach the network.
      url: hidden
        ? `${link.clearOrigin}${url.pathname}${url.search}`
        : url.href,
      headers: hidden ? withHost(headers, url) : headers,
      body: body?.init ?? null,
      signal: this.#controller.signal,
    });
  }

  #failure(error: unknown): unknown {
    if (error instanceof InternetError) return error;
    return this.#controller.signal.aborted
      ? this.#controller.signal.reason
      : requestError(this.#request.url, error, this.socketError);
  }

  #mayKeep(response: Response): boolean {
    return !this.#watch!.connectionClosed &&
      !/\bclose\b/i.test(response.headers.get("connection") ?? "");
  }

  #settle(): void {
    this.#ended = true;
    this.#setClock(null);
    this.#routed?.resolve();
    this.#watch?.end();
    if (this.#entered) leave(this.#origin);
  }

  #setClock(missing: Missing | null): void {
    if (missing === null) return this.#deadline?.stop();
    const [setting, meaning] = LIMITS[missing];
    const limit = this.#handle.settings[setting];
    if (limit === NO_TIMEOUT) return this.#deadline?.stop();
    this.#deadline ??= new Deadline();
    this.#deadline.set(
      limit,
      () => this.#controller.abort(this.#late(meaning)),
    );
  }

  #late(meaning: string): InternetError {
    const { url } = this.#request;
    return new InternetError(
      ERROR_INTERNET_TIMEOUT,
      `Cannot finish the request to "${url.origin}${url.pathname}": ${meaning}`,
    );
  }
}
