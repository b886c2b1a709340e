// Copyright 2026 the wininet authors. MIT license.

/**
 * An exchange: one request and its response, by either transport.
 *
 * It waits for one of the connections that are allowed to the server
 * (INTERNET_OPTION_MAX_CONNS_PER_SERVER), applies the timeouts, converts a
 * failure into the error of the call, and ends the transport: it releases the
 * connection after the response was read to its end, and closes it otherwise.
 *
 * @module
 */

import {
  ERROR_INTERNET_FAILED_DUETOSECURITYCHECK,
  ERROR_INTERNET_TIMEOUT,
  InternetError,
} from "../../error.ts";
import { INTERNET_STATUS_RESPONSE_RECEIVED } from "../../status.ts";
import { HTTP_PROTOCOL_FLAG_HTTP2 } from "../../options.ts";
import { hasFlag } from "../../_base/bits.ts";
import { Deadline } from "../../_base/deadline.ts";
import { asInternetError, cancellation } from "../../_base/failure.ts";
import type { HandleObject } from "../../_core/handle.ts";
import type { Session } from "../../_core/session.ts";
import {
  HTTP_TIMEOUTS,
  NO_TIMEOUT,
  type Timeouts,
  UNSET_TIMEOUT,
} from "../../_base/timeouts.ts";
import { BLOCKED_PORTS } from "../../_base/blocked_ports.ts";
import { enter, leave } from "../../_options/connection_limit.ts";
import { fetchRoute } from "../../_net/environment_proxies.ts";
import { usesScript } from "../../_net/proxy_scripts.ts";
import {
  hasSockets,
  PoolLease,
  targetOf,
  withoutConnectLimit,
} from "../net/connections.ts";
import { FetchClients } from "../net/fetch_clients.ts";
import { FetchExchange } from "../net/fetch_exchange.ts";
import { Http1Exchange } from "../net/http1_exchange.ts";
import {
  chooseTransport,
  type ExchangeRequest,
  type Missing,
  type WireExchange,
} from "../net/transport.ts";
import { RequestStatuses } from "./statuses.ts";
import type { ResponseHead } from "../wire/response_head.ts";

/** The setting that limits each wait, its option, and the text for the timeout. */
const LIMITS: Record<
  Missing,
  {
    readonly setting: keyof Timeouts;
    readonly option: string;
    readonly text: string;
  }
> = {
  connection: {
    setting: "connectTimeout",
    option: "CONNECT",
    text: "no connection",
  },
  room: {
    setting: "sendTimeout",
    option: "SEND",
    text: "nothing could be sent",
  },
  response: {
    setting: "receiveTimeout",
    option: "RECEIVE",
    text: "no response",
  },
  data: { setting: "receiveTimeout", option: "RECEIVE", text: "no data" },
};

/** One request and its response. */
export class HttpExchange {
  /** The request. */
  readonly request: ExchangeRequest;
  readonly #handle: HandleObject;
  readonly #session: Session;
  readonly #clock: Deadline = new Deadline();
  #wire: WireExchange | null = null;
  /** Ends the wait for a connection slot. */
  #queue: AbortController | null = null;
  #hasPlace = false;
  #ended = false;
  /** The reason for ending the exchange early, or `null` if there is none. */
  #reason: unknown = null;
  #reported = 0;

  constructor(
    handle: HandleObject,
    session: Session,
    request: ExchangeRequest,
  ) {
    this.#handle = handle;
    this.#session = session;
    this.request = request;
  }

  /** The transport of the request, after it has started. */
  get wire(): WireExchange {
    return this.#wire!;
  }

  /** True if the exchange has ended. */
  get ended(): boolean {
    return this.#ended;
  }

  // ---- sending ----

  /** Sends the request; resolves with the head of the response. */
  async run(): Promise<ResponseHead> {
    try {
      const place = this.#enter();
      if (place !== null) await place;
      const wire = this.#wire = this.#transport();
      const head = await wire.run();
      this.#postResponse();
      return head;
    } catch (error) {
      throw this.failed(error);
    }
  }

  /** Sends the head and the start of a body; resolves when they are sent. */
  startUpload(first: Uint8Array<ArrayBuffer>): Promise<void> {
    return this.#orFail(async () => {
      const place = this.#enter();
      if (place !== null) await place;
      this.#wire = this.#transport();
      await this.#wire.startUpload(first);
      this.#setClock(null);
    });
  }

  /** Ends the body; resolves with the head of the response. */
  finishBody(): Promise<ResponseHead> {
    return this.#orFail(async () => {
      const wire = this.#wire!;
      // A connection that broke during the write may still hold the response.
      await wire.finishBody().catch(() => {});
      const head = await wire.response;
      this.#postResponse();
      return head;
    });
  }

  async #orFail<Value>(work: () => Promise<Value>): Promise<Value> {
    try {
      return await work();
    } catch (error) {
      throw this.failed(error);
    }
  }

  /**
   * Takes a slot among the connections to the server; returns `null` if one is
   * free immediately.
   */
  #enter(): Promise<void> | null {
    const queue = () => (this.#queue = new AbortController()).signal;
    const place = enter(this.request.url.origin, queue);
    if (place === null) {
      this.#hasPlace = true;
      return null;
    }
    // The wait for other requests is unlimited unless the program has set a
    // timeout.
    if (isLimit(this.#handle.settings.connectTimeout)) {
      this.#setClock("connection");
    }
    return place.then(() => {
      this.#queue = null;
      this.#hasPlace = true;
      this.#setClock(null);
      if (!this.#ended) return;
      // The handle was closed after the slot was assigned and before this turn.
      this.#leave();
      throw this.#reason;
    });
  }

  #transport(): WireExchange {
    const request = this.request;
    refuseBlockedPort(request.url);
    const session = this.#session;
    const setClock = (missing: Missing | null) => this.#setClock(missing);
    const { settings } = this.#handle;
    const transport = this.#choose();
    // fetch would prompt the user for permission; a proxy can reach servers for
    // which the program has no permission.
    if (transport === "fetch" || request.proxy !== null) {
      const clients = session.resource(FetchClients, () => new FetchClients());
      clients.checkReachable(request.url);
      if (transport === "fetch") {
        return new FetchExchange({
          request,
          clients,
          http2: this.#allowsHttp2,
          canProbe: this.#canProbe,
          settings: withoutConnectLimit(settings),
          setClock,
        });
      }
    }
    return new Http1Exchange({
      request,
      settings,
      lease: leaseOf(session),
      stages: new RequestStatuses(this.#handle),
      setClock,
    });
  }

  get #allowsHttp2(): boolean {
    const { httpProtocols } = this.#handle.settings;
    return hasFlag(httpProtocols, HTTP_PROTOCOL_FLAG_HTTP2);
  }

  /** True if sockets of this program reach the server without a proxy, as `fetch` does. */
  get #canProbe(): boolean {
    return fetchRoute(this.#session) === "straight" &&
      this.request.proxy === null && hasSockets(null);
  }

  #choose(): "fetch" | "sockets" {
    const { proxy } = this.request;
    const route = fetchRoute(this.#session);
    return chooseTransport({
      wanted: this.#handle.settings.transport,
      beyondFetch: this.#beyondFetch(),
      isWatched: this.#handle.observed || this.#hasLimit() || proxy !== null ||
        this.#handle.settings.wireLog !== null,
      gainsByFetch: route === "hidden" && !usesScript(this.#session) ||
        this.#allowsHttp2 && route === "straight",
      hasSockets: hasSockets(proxy),
    });
  }

  /**
   * Returns the requirement of this request that `fetch` cannot meet, or `null`
   * if there is none.
   */
  #beyondFetch(): string | null {
    const { forgiven, proxy, identity, body } = this.request;
    if (forgiven !== 0) return "ignore a certificate error";
    if (identity !== "") return "authenticate a connection";
    if (this.#keepsCertificate) return "keep the certificate of the server";
    if (body?.framing === "raw") return "send chunks that the program frames";
    // fetch uses the right proxy only if the environment names it.
    const isOwn = this.#session.proxies !== null || usesScript(this.#session);
    return proxy !== null && isOwn ? "use the proxy of the session" : null;
  }

  /** True if the program may query the certificate of the server. */
  get #keepsCertificate(): boolean {
    return this.#handle.settings.keepsCertificates &&
      this.request.url.protocol === "https:";
  }

  /** Returns true if the program has set a timeout. */
  #hasLimit(): boolean {
    const { connectTimeout, sendTimeout, receiveTimeout } =
      this.#handle.settings;
    return isLimit(connectTimeout) || isLimit(sendTimeout) ||
      isLimit(receiveTimeout);
  }

  #postResponse(): void {
    this.#setClock(null);
    const received = this.#wire!.received;
    if (received === null) return;
    this.#reported = received;
    this.#handle.post(INTERNET_STATUS_RESPONSE_RECEIVED, received);
  }

  // ---- the login of the connection ----

  /**
   * Returns the hash of the server's certificate, for the proof of a login, or
   * `null` if it is not known.
   */
  async endPoint(): Promise<Uint8Array | null> {
    const certificate = this.#wire!.facts?.chain[0];
    if (certificate === undefined) return null;
    const { serverEndPoint } = await import("../../_net/certificate.ts");
    return serverEndPoint(certificate);
  }

  /** Sets the identity whose requests may use the connection next; with `null` it is closed. */
  keepFor(identity: string | null): void {
    this.#wire!.keepFor(identity);
  }

  // ---- reading ----

  /** Waits for data within INTERNET_OPTION_RECEIVE_TIMEOUT. */
  async waitForData<Value>(wait: () => Promise<Value>): Promise<Value> {
    this.#setClock("data");
    try {
      return await wait();
    } finally {
      this.#setClock(null);
    }
  }

  /**
   * Returns the number of bytes of the response that no status has reported:
   * `bodyBytes` if the transport does not count.
   */
  takeUnreported(bodyBytes: number): number {
    const received = this.#wire!.received;
    if (received === null) return bodyBytes;
    const bytes = received - this.#reported;
    this.#reported = received;
    return bytes;
  }

  // ---- the end ----

  /** Ends the exchange after the response was read to its end, and releases the connection. */
  release(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#clock.stop();
    this.#wire!.release();
    this.#leave();
  }

  /** Ends the exchange early, and closes the connection. */
  close(reason: unknown = cancellation()): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#reason ??= reason;
    this.#clock.stop();
    this.#queue?.abort(this.#reason);
    this.#wire?.close(this.#reason);
    this.#leave();
  }

  /** Ends the exchange after a failure; returns the error of the call. */
  failed(error: unknown): unknown {
    const failure = this.#reason ?? this.#wire?.failure(error) ??
      asInternetError(error);
    this.close(failure);
    return failure;
  }

  #leave(): void {
    if (!this.#hasPlace) return;
    this.#hasPlace = false;
    leave(this.request.url.origin);
  }

  #setClock(missing: Missing | null): void {
    if (missing === null || this.#ended) return this.#clock.stop();
    const { setting } = LIMITS[missing];
    const value = this.#handle.settings[setting];
    const limit = value === UNSET_TIMEOUT ? HTTP_TIMEOUTS[setting] : value;
    this.#clock.set(limit, () => this.#strike(missing, limit), true);
  }

  /** Fails all pending operations because of a timeout. */
  #strike(missing: Missing, limit: number): void {
    const { url } = this.request;
    const { option, text } = LIMITS[missing];
    this.#reason = new InternetError(
      ERROR_INTERNET_TIMEOUT,
      `Cannot finish the request to "${url.origin}${url.pathname}": ${text} for ${limit} ms; INTERNET_OPTION_${option}_TIMEOUT sets this limit`,
    );
    this.#queue?.abort(this.#reason);
    this.#wire?.close(this.#reason);
  }
}

function leaseOf(session: Session): PoolLease {
  return session.resource(PoolLease, () => new PoolLease(session.isPrivate));
}

/** Returns true if an idle connection exists that a request can use. */
export function isKept(
  session: Session,
  request: Parameters<typeof targetOf>[0],
): boolean {
  // The first request that uses a client certificate checks it.
  if (request.nodeTls?.certificate?.isChecked === false) return false;
  const lease = leaseOf(session);
  return lease.has(lease.keyOf(targetOf(request)));
}

function isLimit(timeout: number): boolean {
  return timeout !== UNSET_TIMEOUT && timeout !== NO_TIMEOUT;
}

const blockedPorts: ReadonlySet<string> = new Set(BLOCKED_PORTS.map(String));

/** Throws an error for a port that `fetch` and browsers block, also if sockets are used. */
function refuseBlockedPort(url: URL): void {
  if (!blockedPorts.has(url.port)) return;
  const { port, origin, pathname } = url;
  throw new InternetError(
    ERROR_INTERNET_FAILED_DUETOSECURITYCHECK,
    `Cannot request "${origin}${pathname}": port ${port} belongs to another service, so browsers and this library block it; use another port`,
  );
}
