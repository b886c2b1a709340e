// Copyright 2026 the wininet authors. MIT license.

/**
 * An exchange: one request and its response, on one connection.
 *
 * Observed, it goes through a link of the relay and turns what the link tells
 * into statuses; unobserved, it goes straight to `fetch`. It owns the connection
 * from the first byte of the request until the response was read to its end
 * (then the connection is kept for the next one) or is given up (then it is
 * closed).
 *
 * @module
 */

import {
  ERROR_ACCESS_DENIED,
  ERROR_INTERNET_TIMEOUT,
  InternetError,
} from "../error.ts";
import { INTERNET_OPEN_TYPE_DIRECT } from "../flags.ts";
import {
  INTERNET_STATUS_CLOSING_CONNECTION,
  INTERNET_STATUS_CONNECTED_TO_SERVER,
  INTERNET_STATUS_CONNECTING_TO_SERVER,
  INTERNET_STATUS_CONNECTION_CLOSED,
  INTERNET_STATUS_INTERMEDIATE_RESPONSE,
  INTERNET_STATUS_NAME_RESOLVED,
  INTERNET_STATUS_RECEIVING_RESPONSE,
  INTERNET_STATUS_REQUEST_SENT,
  INTERNET_STATUS_RESOLVING_NAME,
  INTERNET_STATUS_RESPONSE_RECEIVED,
  INTERNET_STATUS_SENDING_REQUEST,
} from "../status.ts";
import { Deadline } from "../_core/deadline.ts";
import type { HandleObject } from "../_core/handle.ts";
import type { Session } from "../_core/session.ts";
import { NO_TIMEOUT, type Settings } from "../_core/settings.ts";
import { enter, leave } from "../_net/connection_limit.ts";
import { DirectClients } from "../_net/http_client.ts";
import { bodyError, requestError } from "../_net/http_error.ts";
import type { HttpLink, LinkObserver } from "../_net/http_link.ts";
import { LinkLease } from "../_net/http_links.ts";
import { httpFetch } from "../_net/http_fetch.ts";
import type { Header } from "./header_list.ts";
import {
  framedLength,
  requestHeadLength,
  responseHeadLength,
} from "./request_head.ts";
import { RequestMeter } from "./request_meter.ts";
import {
  PlainResponseMeter,
  type ResponseMeter,
  SecureResponseMeter,
} from "./response_meter.ts";
import type { TlsView } from "./tls_records.ts";

/** The body of a request. */
export interface RequestBody {
  /** What `fetch` is given. */
  readonly init: BodyInit;
  /** Bytes of the whole body; `null` in the chunked coding. */
  readonly length: number | null;
  /** Bytes that go with the head; the others are written later. */
  readonly due: number;
}

/** A request as it goes out. */
export interface ExchangeRequest {
  /** The method. */
  readonly method: string;
  /** Where it goes. */
  readonly url: URL;
  /** The headers, all that are not `fetch`'s own. */
  readonly headers: readonly Header[];
  /** The body, if there is one. */
  readonly body: RequestBody | null;
  /** SECURITY_FLAG_IGNORE_* bits of faults that are forgiven. */
  readonly forgiven: number;
  /** Whether the program says when the request is complete (HttpEndRequest). */
  readonly upload: boolean;
}

/**
 * Behind TLS the length of the head is reckoned. A few bytes too many would be
 * waited for in vain, a few too few lie in the same record anyway.
 */
const SLACK = 16;

/** Methods whose repetition changes nothing (RFC 9110 section 9.2.2). */
const IDEMPOTENT: ReadonlySet<string> = new Set([
  "GET",
  "HEAD",
  "OPTIONS",
  "PUT",
  "DELETE",
]);

/** Whether a method may be sent twice. */
export function isIdempotent(method: string): boolean {
  return IDEMPOTENT.has(method);
}

/** One request and its response. */
export class HttpExchange implements LinkObserver {
  readonly settings: Settings;
  readonly repeatable: boolean;
  readonly #handle: HandleObject;
  readonly #session: Session;
  readonly #request: ExchangeRequest;
  readonly #controller = new AbortController();
  readonly #deadline = new Deadline();
  #link: HttpLink | null = null;
  #sent: RequestMeter;
  #received: ResponseMeter | null = null;
  /** Text of the client's records before this request, behind TLS. */
  #textBefore = 0;
  /** Whether the first byte towards the present goal has gone out. */
  #sending = false;
  /** Whether a response is expected when the goal is reached. */
  #lastGoal: boolean;
  #goalReached = false;
  #onGoal: (() => void) | null = null;
  readonly #routed = Promise.withResolvers<void>();
  /** Whether the head has arrived before the program had completed the request. */
  #headIsHeld = false;
  #receiving = false;
  #reported = 0;
  #connectionClosed = false;
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
    this.settings = handle.settings;
    this.repeatable = isIdempotent(request.method) && !request.upload;
    this.#lastGoal = !request.upload;
    this.#sent = this.#newRequestMeter(null);
  }

  /** Whether the relay sees the bytes of this exchange. */
  get relayed(): boolean {
    return this.#link !== null;
  }

  /** Bytes of payload that have arrived; `null` when that cannot be known. */
  get arrived(): number | null {
    return this.#received?.arrived ?? null;
  }

  /** Whether the whole response has arrived, or all of it that ever will. */
  get complete(): boolean {
    return this.#connectionClosed || (this.#received?.complete ?? false);
  }

  /** What broke the connection; `null` when nothing did. */
  get socketError(): unknown {
    return this.#link?.error ?? null;
  }

  /** Whether the exchange is over. */
  get ended(): boolean {
    return this.#ended;
  }

  /** Sends the request; resolves with the response as soon as its head is there. */
  async run(): Promise<Response> {
    const { url } = this.#request;
    try {
      const place = enter(url.origin, () => this.#controller.signal);
      if (place !== null) await place;
      this.#entered = true;
      if (this.#wantsRelay()) await this.#takeLink();
      else {this.#deadline.set(this.settings.receiveTimeout, () =>
          this.#timedOut("answer"));}
      this.#routed.resolve();
      const response = await this.#fetch();
      this.#headArrived(response);
      return response;
    } catch (error) {
      const failure = this.#controller.signal.aborted
        ? this.#controller.signal.reason
        : requestError(url, error, this.socketError);
      this.end();
      throw failure;
    }
  }

  /** The response was read to its end: the connection may serve the next request. */
  finish(response: Response): void {
    if (this.#ended) return;
    const keep = !this.#connectionClosed &&
      !/\bclose\b/i.test(response.headers.get("connection") ?? "");
    if (!keep) return this.end(false);
    this.#settle();
    if (this.#link) this.#lease.keep(this.#link);
  }

  /** Gives the exchange up: whatever is under way is aborted, the connection is closed. */
  end(abort: boolean = true): void {
    if (this.#ended) return;
    this.#settle();
    if (this.#link) {
      this.#lease.drop(this.#link);
      this.#postClosed();
      this.#link.detach();
    }
    if (abort) this.#controller.abort(this.#controller.signal.reason);
  }

  /** Makes the error of a response that broke off, and gives the exchange up. */
  bodyFailed(error: unknown): InternetError {
    const fault = this.#link && {
      socketError: this.#link.error,
      malformed: this.#received?.malformed ?? false,
      closedByServer: this.#connectionClosed,
    };
    const failure = this.#controller.signal.aborted &&
        this.#controller.signal.reason instanceof InternetError
      ? this.#controller.signal.reason
      : bodyError(this.#request.url, error, fault);
    this.end();
    return failure;
  }

  /** Waits for data within INTERNET_OPTION_RECEIVE_TIMEOUT. */
  async withinReceiveTimeout<Value>(data: Promise<Value>): Promise<Value> {
    this.#deadline.set(
      this.settings.receiveTimeout,
      () => this.#timedOut("data"),
    );
    try {
      return await data;
    } finally {
      this.#deadline.stop();
    }
  }

  /** Bytes of the response that no status has named yet; where nobody counts them, those of the body. */
  takeUnreported(bodyBytes: number): number {
    if (this.#received === null) return bodyBytes;
    const bytes = this.#received.received - this.#reported;
    this.#reported = this.#received.received;
    return bytes;
  }

  // ---- a body that the program writes ----

  /** Resolves when everything that is due has been forwarded; at once where nobody counts. */
  async forwardedAll(): Promise<void> {
    await this.#routed.promise;
    if (this.#link === null || this.#goalReached || this.#ended) return;
    await new Promise<void>((resolve) => this.#onGoal = resolve);
  }

  /** Sets the next goal: some more bytes of the body. */
  expect(bytes: number): void {
    this.#sending = this.#goalReached = false;
    this.#sent.expect(framedLength(bytes, this.#request.body?.length === null));
    if (this.#link) {
      this.#deadline.set(
        this.settings.sendTimeout,
        () => this.#timedOut("room"),
      );
    }
  }

  /** The body is complete: a response is expected. */
  expectResponse(): void {
    this.#lastGoal = true;
    if (this.#link === null) return;
    this.#startReceiving();
    if (!this.#headIsHeld) return;
    this.#deadline.stop();
    this.#postHead();
  }

  // ---- what the link tells ----

  resolving(host: string): void {
    this.#handle.post(INTERNET_STATUS_RESOLVING_NAME, host);
  }

  resolved(address: string): void {
    this.#handle.post(INTERNET_STATUS_NAME_RESOLVED, address);
  }

  connecting(address: string): void {
    if (this.#connectionClosed) this.#startOver();
    this.#handle.post(INTERNET_STATUS_CONNECTING_TO_SERVER, address);
  }

  connected(address: string): void {
    this.#handle.post(INTERNET_STATUS_CONNECTED_TO_SERVER, address);
  }

  outgoing(bytes: Uint8Array): void {
    const view = this.#link?.view ?? null;
    if (view !== null) return this.#outgoingSecure(view, bytes);
    if (!this.#sending) this.#startSending();
    this.#received ??= new PlainResponseMeter(
      this.#request.method,
      (status) =>
        this.#handle.post(INTERNET_STATUS_INTERMEDIATE_RESPONSE, status),
    );
    this.#sent.push(bytes);
  }

  forwarded(): void {
    if (!this.#sending) return;
    if (!this.#sent.reached) {
      this.#deadline.set(
        this.settings.sendTimeout,
        () => this.#timedOut("room"),
      );
      return;
    }
    if (!this.#goalReached) this.#goalIsReached();
  }

  incoming(bytes: Uint8Array): void {
    this.#received?.push(bytes);
  }

  closed(): void {
    this.#connectionClosed = true;
    // Somebody may wait for bytes to be forwarded that never will be.
    this.#onGoal?.();
  }

  // ---- inside ----

  get #lease(): LinkLease {
    return this.#session.resource(LinkLease, () => new LinkLease());
  }

  #wantsRelay(): boolean {
    const { connectTimeout, sendTimeout, receiveTimeout } = this.settings;
    const limited = connectTimeout !== NO_TIMEOUT ||
      sendTimeout !== NO_TIMEOUT || receiveTimeout !== NO_TIMEOUT;
    const { forgiven, url } = this.#request;
    if (
      !limited && forgiven === 0 && !this.#handle.observed &&
      !this.#directClients.unreliable
    ) return false;
    const possible = this.#directClients.relayPossible(url.protocol);
    if (possible || forgiven === 0) return possible;
    throw new InternetError(
      ERROR_ACCESS_DENIED,
      "Cannot forgive a fault of the certificate: that needs --allow-net=127.0.0.1 and no proxy",
    );
  }

  get #directClients(): DirectClients {
    return this.#session.resource(
      DirectClients,
      () =>
        new DirectClients(
          this.#session.accessType !== INTERNET_OPEN_TYPE_DIRECT,
        ),
    );
  }

  async #takeLink(): Promise<void> {
    const { url, forgiven } = this.#request;
    const link = this.#lease.take({ origin: url.origin, forgiven });
    this.#link = link;
    link.attach(this);
    if (link.ready !== null) {
      await link.ready;
      link.ready = null;
    }
    this.#controller.signal.throwIfAborted();
    if (!link.open) {
      this.#deadline.set(
        this.settings.connectTimeout,
        () => this.#timedOut("connection"),
      );
    }
  }

  #fetch(): Promise<Response> {
    const { method, url, headers, body, forgiven } = this.#request;
    return httpFetch({
      client: this.#link?.client ?? this.#directClients.client,
      method,
      // A link that does TLS itself takes clear text from fetch.
      url: forgiven === 0 ? url.href : url.href.replace(
        /^https:\/\/([^/?#]*)/,
        `http://${hostAndPort(url)}`,
      ),
      headers: forgiven === 0 ? headers : withHost(headers, url),
      body: body?.init ?? null,
      signal: this.#controller.signal,
    });
  }

  #headArrived(response: Response): void {
    this.#deadline.stop();
    if (this.#received instanceof SecureResponseMeter) {
      this.#received.headParsed(
        responseHeadLength(response),
        bodyLength(this.#request.method, response),
      );
    }
    if (this.#received === null) return;
    // What was answered was sent: behind TLS the length of the head is reckoned, not seen.
    if (this.#lastGoal && !this.#goalReached) this.#goalIsReached();
    if (this.#lastGoal) this.#postHead();
    else this.#headIsHeld = true;
  }

  #postHead(): void {
    this.#handle.post(
      INTERNET_STATUS_RESPONSE_RECEIVED,
      this.takeUnreported(0),
    );
  }

  #newRequestMeter(view: TlsView | null): RequestMeter {
    const { method, url, headers, body } = this.#request;
    const chunked = body !== null && body.length === null;
    const due = body === null
      ? 0
      : framedLength(body.due, chunked && body.due > 0);
    if (view === null) return new RequestMeter(null, due);
    const length = requestHeadLength(
      method,
      url,
      headers,
      chunked ? "chunked" : body?.length ?? null,
    );
    return new RequestMeter(length - SLACK, due);
  }

  #startSending(): void {
    this.#sending = true;
    this.#handle.post(INTERNET_STATUS_SENDING_REQUEST);
    this.#deadline.set(this.settings.sendTimeout, () => this.#timedOut("room"));
  }

  #outgoingSecure(view: TlsView, bytes: Uint8Array): void {
    if (this.#received !== null) {
      if (!this.#sending) this.#startSending();
      const before = view.client.text;
      view.client.push(bytes);
      this.#sent.count(view.client.text - before, bytes.length);
      return;
    }
    this.#textBefore = view.client.text;
    const start = view.client.push(bytes, view.nextRequestRecord);
    if (start < 0) return;
    this.#sent = this.#newRequestMeter(view);
    this.#received = new SecureResponseMeter(view.server);
    this.#startSending();
    this.#sent.count(view.client.text - this.#textBefore, bytes.length - start);
  }

  #goalIsReached(): void {
    this.#deadline.stop();
    this.#handle.post(INTERNET_STATUS_REQUEST_SENT, this.#sent.sent);
    this.#goalReached = true;
    this.#onGoal?.();
    if (this.#lastGoal) this.#startReceiving();
  }

  #startReceiving(): void {
    if (this.#receiving) return;
    this.#receiving = true;
    this.#handle.post(INTERNET_STATUS_RECEIVING_RESPONSE);
    this.#deadline.set(
      this.settings.receiveTimeout,
      () => this.#timedOut("answer"),
    );
  }

  /** fetch repeats the request on a new connection, because the old one was dead. */
  #startOver(): void {
    this.#postClosed();
    this.#sent = this.#newRequestMeter(null);
    this.#received = null;
    this.#sending = this.#receiving = this.#goalReached = false;
    this.#reported = 0;
  }

  #postClosed(): void {
    if (!this.#connectionClosed) return;
    this.#connectionClosed = false;
    this.#handle.post(INTERNET_STATUS_CLOSING_CONNECTION);
    this.#handle.post(INTERNET_STATUS_CONNECTION_CLOSED);
  }

  #settle(): void {
    this.#ended = true;
    this.#deadline.stop();
    this.#routed.resolve();
    this.#onGoal?.();
    if (this.#entered) leave(this.#request.url.origin);
  }

  #timedOut(missing: "connection" | "room" | "answer" | "data"): void {
    const { url } = this.#request;
    this.#controller.abort(
      new InternetError(
        ERROR_INTERNET_TIMEOUT,
        `Cannot finish the request to "${url.origin}${url.pathname}": ${
          MISSING[missing]
        }`,
      ),
    );
  }
}

const MISSING = {
  connection: "no connection within INTERNET_OPTION_CONNECT_TIMEOUT",
  room: "nothing could be sent for INTERNET_OPTION_SEND_TIMEOUT",
  answer: "no answer within INTERNET_OPTION_RECEIVE_TIMEOUT",
  data: "no data within INTERNET_OPTION_RECEIVE_TIMEOUT",
};

/** Bytes of a response's body; `null` when it does not say. */
export function bodyLength(method: string, response: Response): number | null {
  if (method === "HEAD" || response.body === null) return 0;
  const length = response.headers.get("content-length");
  return length !== null && /^\d+$/.test(length) &&
      !response.headers.has("transfer-encoding")
    ? Number(length)
    : null;
}

function hostAndPort(url: URL): string {
  return `${url.hostname}:${url.port || 443}`;
}

function withHost(headers: readonly Header[], url: URL): readonly Header[] {
  return headers.some(([name]) => name.toLowerCase() === "host")
    ? headers
    : [...headers, ["host", url.host]];
}
