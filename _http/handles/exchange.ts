// Copyright 2026 the wininet authors. MIT license.

/**
 * An exchange: one request and its answer, by whichever transport.
 *
 * It takes its place among the connections to the server
 * (INTERNET_OPTION_MAX_CONNS_PER_SERVER), keeps the time limits, turns what goes
 * wrong into the error of the call, and ends the transport: by letting the connection
 * go when the answer was read to its end, else by closing it.
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
import { hasSockets, PoolLease } from "../net/connections.ts";
import { FetchClients } from "../net/fetch_clients.ts";
import { FetchExchange } from "../net/fetch_exchange.ts";
import { Http1Exchange } from "../net/http1_exchange.ts";
import {
  chooseTransport,
  type ExchangeRequest,
  type IncomingBody,
  type Missing,
  type WireExchange,
} from "../net/transport.ts";
import { RequestStatuses } from "./statuses.ts";
import type { ResponseHead } from "../wire/response_head.ts";

/** Which setting limits the wait for what, and what its end means. */
const LIMITS: Record<
  Missing,
  readonly [setting: keyof Timeouts, text: string]
> = {
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
};

/** One request and its answer. */
export class HttpExchange {
  readonly #handle: HandleObject;
  readonly #session: Session;
  readonly #request: ExchangeRequest;
  readonly #clock: Deadline = new Deadline();
  #wire: WireExchange | null = null;
  /** Ends the wait for a place. */
  #queue: AbortController | null = null;
  #hasPlace = false;
  #ended = false;
  /** Why the exchange was ended from here; `null` if it was not. */
  #reason: unknown = null;
  #reported = 0;

  constructor(
    handle: HandleObject,
    session: Session,
    request: ExchangeRequest,
  ) {
    this.#handle = handle;
    this.#session = session;
    this.#request = request;
  }

  /** The proxy on the way, without its credentials; `""` for none. */
  get proxyName(): string {
    const { proxy } = this.#request;
    return proxy === null ? "" : `${proxy.kind}://${proxy.host}:${proxy.port}`;
  }

  /** Whether a proxy is on the way. */
  get viaProxy(): boolean {
    return this.#request.proxy !== null;
  }

  /** Whether the connection belongs to this request alone: without it, what was proved on it has to be proved again. */
  get ownsConnection(): boolean {
    return this.#request.identity !== "";
  }

  /** Whether the connection can serve another request once the answer was read. */
  get isKept(): boolean {
    return this.#wire?.isKept ?? false;
  }

  /** Whether the exchange is over. */
  get ended(): boolean {
    return this.#ended;
  }

  /** The body of the answer; there once its head is. */
  get body(): IncomingBody {
    return this.#wire!.body;
  }

  // ---- sending ----

  /** Sends the request; resolves with the head of the answer. */
  async run(): Promise<ResponseHead> {
    try {
      const place = this.#enter();
      if (place !== null) await place;
      const wire = this.#wire = this.#transport();
      const head = await wire.run();
      this.#postAnswer();
      return head;
    } catch (error) {
      throw this.failed(error);
    }
  }

  /** Sends the head and the start of a body; resolves when they are sent. */
  begin(first: Uint8Array<ArrayBuffer>): Promise<void> {
    return this.#orFail(async () => {
      const place = this.#enter();
      if (place !== null) await place;
      this.#wire = this.#transport();
      await this.#wire.startUpload(first);
      this.#setClock(null);
    });
  }

  /** The answer to a request that was begun; it may come before the body has ended. */
  get answer(): Promise<ResponseHead> {
    return this.#wire!.answer;
  }

  /** Sends further bytes of the body. */
  write(bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    return this.#wire!.write(bytes);
  }

  /** Ends the body; resolves with the head of the answer. */
  finishBody(): Promise<ResponseHead> {
    return this.#orFail(async () => {
      const wire = this.#wire!;
      // A connection that broke while it was written to may still hold the answer.
      await wire.finishBody().catch(() => {});
      const head = await wire.answer;
      this.#postAnswer();
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

  /** Takes a place among the connections to the server; `null` if there is one at once. */
  #enter(): Promise<void> | null {
    const queue = () => (this.#queue = new AbortController()).signal;
    const place = enter(this.#request.url.origin, queue);
    if (place === null) {
      this.#hasPlace = true;
      return null;
    }
    // Whoever waits for others waits as long as they take, unless the program has said how long.
    if (isLimit(this.#handle.settings.connectTimeout)) {
      this.#setClock("connection");
    }
    return place.then(() => {
      this.#queue = null;
      this.#hasPlace = true;
      this.#setClock(null);
      if (!this.#ended) return;
      // The handle was closed between the giving of the place and this turn.
      this.#leave();
      throw this.#reason;
    });
  }

  #transport(): WireExchange {
    const request = this.#request;
    checkPort(request.url);
    const session = this.#session;
    const setClock = (missing: Missing | null) => this.#setClock(missing);
    const lease = session.resource(PoolLease, () => new PoolLease());
    const clients = session.resource(FetchClients, () => new FetchClients());
    const { httpProtocols } = this.#handle.settings;
    const http2 = hasFlag(httpProtocols, HTTP_PROTOCOL_FLAG_HTTP2);
    const transport = this.#choose(http2);
    // fetch would ask the user; a proxy reaches what the program may not.
    if (transport === "fetch" || request.proxy !== null) {
      clients.checkReachable(request.url);
    }
    if (transport === "fetch") {
      return new FetchExchange({ request, clients, http2, setClock });
    }
    return new Http1Exchange({
      request,
      // The clock of the exchange knows better.
      settings: { ...this.#handle.settings, connectTimeout: NO_TIMEOUT },
      lease,
      stages: new RequestStatuses(this.#handle),
      setClock,
    });
  }

  #choose(http2: boolean): "fetch" | "sockets" {
    const { proxy } = this.#request;
    const route = fetchRoute(this.#session);
    return chooseTransport({
      wanted: this.#handle.settings.transport,
      beyondFetch: this.#beyondFetch(),
      isWatched: this.#handle.observed || this.#hasLimit() || proxy !== null,
      gainsByFetch: route === "hidden" || http2 && route === "straight",
      hasSockets: hasSockets(proxy),
    });
  }

  /** What `fetch` cannot do for this request. */
  #beyondFetch(): string | null {
    const { forgiven, proxy, identity, body } = this.#request;
    if (forgiven !== 0) return "forgive a fault of the certificate";
    if (identity !== "") return "authenticate a connection";
    if (body?.framing === "raw") return "send chunks that the program frames";
    // What fetch does by itself is right only where the environment names the proxy.
    return proxy !== null && this.#session.proxies !== null
      ? "use the proxy of the session"
      : null;
  }

  /** Whether the program has set a time limit. */
  #hasLimit(): boolean {
    const { connectTimeout, sendTimeout, receiveTimeout } =
      this.#handle.settings;
    return isLimit(connectTimeout) || isLimit(sendTimeout) ||
      isLimit(receiveTimeout);
  }

  #postAnswer(): void {
    this.#setClock(null);
    const received = this.#wire!.received;
    if (received === null) return;
    this.#reported = received;
    this.#handle.post(INTERNET_STATUS_RESPONSE_RECEIVED, received);
  }

  // ---- reading ----

  /** Runs a wait for data within INTERNET_OPTION_RECEIVE_TIMEOUT. */
  async waitForData<Value>(wait: () => Promise<Value>): Promise<Value> {
    this.#setClock("data");
    try {
      return await wait();
    } finally {
      this.#setClock(null);
    }
  }

  /** Bytes of the answer that no status has named yet; where nobody counts them, those of the body. */
  takeUnreported(bodyBytes: number): number {
    const received = this.#wire!.received;
    if (received === null) return bodyBytes;
    const bytes = received - this.#reported;
    this.#reported = received;
    return bytes;
  }

  // ---- the end ----

  /** The answer was read to its end. */
  finish(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#clock.stop();
    this.#wire!.release();
    this.#leave();
  }

  /** Gives the exchange up: the connection is closed. */
  end(reason: unknown = cancellation()): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#reason ??= reason;
    this.#clock.stop();
    this.#queue?.abort(this.#reason);
    this.#wire?.close(this.#reason);
    this.#leave();
  }

  /** Makes the error of the call from what went wrong, and gives the exchange up. */
  failed(error: unknown): unknown {
    const failure = this.#reason ?? this.#wire?.failure(error) ??
      asInternetError(error);
    this.end(failure);
    return failure;
  }

  #leave(): void {
    if (!this.#hasPlace) return;
    this.#hasPlace = false;
    leave(this.#request.url.origin);
  }

  #setClock(missing: Missing | null): void {
    if (missing === null || this.#ended) return this.#clock.stop();
    const [setting, text] = LIMITS[missing];
    const value = this.#handle.settings[setting];
    const limit = value === UNSET_TIMEOUT ? HTTP_TIMEOUTS[setting] : value;
    this.#clock.set(limit, () => this.#strike(text), true);
  }

  /** The time is over: what is pending fails, and says so. */
  #strike(text: string): void {
    const { url } = this.#request;
    this.#reason = new InternetError(
      ERROR_INTERNET_TIMEOUT,
      `Cannot finish the request to "${url.origin}${url.pathname}": ${text}`,
    );
    this.#queue?.abort(this.#reason);
    this.#wire?.close(this.#reason);
  }
}

function isLimit(timeout: number): boolean {
  return timeout !== UNSET_TIMEOUT && timeout !== NO_TIMEOUT;
}

const blockedPorts: ReadonlySet<string> = new Set(BLOCKED_PORTS.map(String));

/** Refuses the ports that `fetch` and browsers refuse, whichever transport is used. */
function checkPort({ port, origin, pathname }: URL): void {
  if (!blockedPorts.has(port)) return;
  throw new InternetError(
    ERROR_INTERNET_FAILED_DUETOSECURITYCHECK,
    `Cannot request "${origin}${pathname}": port ${port} belongs to another service, and browsers and this library block it`,
  );
}
