// Copyright 2026 the wininet authors. MIT license.

/**
 * What is seen of an exchange that goes through the relay, turned into statuses,
 * byte counts and time limits.
 *
 * The link tells of every stage of connecting and shows every byte; the meters
 * count. SENDING_REQUEST is posted when the first byte towards a goal has
 * reached the relay, REQUEST_SENT when the last one that is due was forwarded,
 * RESPONSE_RECEIVED when the head has come. CLOSING_CONNECTION and
 * CONNECTION_CLOSED are held back until the response was read or given up, so
 * that a server that hangs up early does not confuse the story.
 *
 * @module
 */

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
import type { HandleObject } from "../_core/handle.ts";
import type { Settings } from "../_core/settings.ts";
import type { HttpLink, LinkObserver } from "../_net/http_link.ts";
import {
  bodyLength,
  type ExchangeRequest,
  isIdempotent,
} from "./session_request.ts";
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

/** What an exchange can wait for in vain. */
export type Missing = "connection" | "room" | "answer" | "data";

/** Sets the clock of an exchange: what is missing when it strikes; `null` stops it. */
export type SetClock = (missing: Missing | null) => void;

/**
 * Behind TLS the length of the head is reckoned. A few bytes too many would be
 * waited for in vain, a few too few lie in the same record anyway.
 */
const SLACK = 16;

/** Watches one request on a link. */
export class RequestWatch implements LinkObserver {
  readonly settings: Settings;
  readonly repeatable: boolean;
  readonly #handle: HandleObject;
  readonly #request: ExchangeRequest;
  readonly #link: HttpLink;
  readonly #setClock: SetClock;
  #sent: RequestMeter;
  #received: ResponseMeter | null = null;
  #dialing = false;
  /** Whether the first byte towards the present goal has gone out. */
  #sending = false;
  /** Whether everything that is due was forwarded. */
  #goalReached = false;
  #onGoal: (() => void) | null = null;
  /** Whether the program has completed the request, so that a response is expected. */
  #requestComplete: boolean;
  #receiving = false;
  /** Whether the head has arrived before the program had completed the request. */
  #headIsHeld = false;
  #reported = 0;
  #closed = false;

  constructor(
    handle: HandleObject,
    request: ExchangeRequest,
    link: HttpLink,
    setClock: SetClock,
  ) {
    this.#handle = handle;
    this.#request = request;
    this.#link = link;
    this.#setClock = setClock;
    this.settings = handle.settings;
    this.repeatable = isIdempotent(request.method) && !request.upload;
    this.#requestComplete = !request.upload;
    this.#sent = this.#newRequestMeter(null);
  }

  /** Bytes of payload that have arrived; `null` when that cannot be known. */
  get arrived(): number | null {
    return this.#received?.arrived ?? null;
  }

  /** Whether the whole response has arrived, or all of it that ever will. */
  get complete(): boolean {
    return this.#closed || (this.#received?.complete ?? false);
  }

  /** Whether the framing of the response is broken. */
  get malformed(): boolean {
    return this.#received?.malformed ?? false;
  }

  /** Whether the connection was closed. */
  get connectionClosed(): boolean {
    return this.#closed;
  }

  /** Bytes of the response that no status has named yet. */
  takeUnreported(): number {
    const received = this.#received?.received ?? 0;
    const bytes = received - this.#reported;
    this.#reported = received;
    return bytes;
  }

  // ---- what the exchange tells ----

  /** The head of the response is there. */
  headArrived(response: Response): void {
    this.#setClock(null);
    if (this.#received === null) return;
    if (this.#received instanceof SecureResponseMeter) {
      const length = bodyLength(this.#request.method, response);
      this.#received.headParsed(responseHeadLength(response), length);
    }
    if (!this.#requestComplete) {
      this.#headIsHeld = true;
      return;
    }
    // What was answered was sent: behind TLS the length of the head is reckoned, not seen.
    if (!this.#goalReached) this.#reachGoal();
    this.#postHead();
  }

  /** Sets the next goal: some more bytes of the body. */
  expect(bytes: number): void {
    this.#sending = this.#goalReached = false;
    this.#sent.expect(framedLength(bytes, this.#request.body?.length === null));
    this.#setClock("room");
  }

  /** Resolves when everything that is due was forwarded (`true`), or never will be (`false`). */
  async forwardedAll(): Promise<boolean> {
    if (!this.#goalReached && !this.#closed) {
      await new Promise<void>((resolve) => this.#onGoal = resolve);
    }
    return this.#goalReached;
  }

  /** The body is complete: a response is expected. */
  expectResponse(): void {
    this.#requestComplete = true;
    this.#startReceiving();
    if (!this.#headIsHeld) return;
    this.#setClock(null);
    this.#postHead();
  }

  /** Posts that the connection was closed, if it was. */
  postClosed(): void {
    if (!this.#closed) return;
    this.#closed = false;
    this.#handle.post(INTERNET_STATUS_CLOSING_CONNECTION);
    this.#handle.post(INTERNET_STATUS_CONNECTION_CLOSED);
  }

  /** Nobody needs to wait any more. */
  end(): void {
    this.#onGoal?.();
  }

  // ---- what the link tells ----

  resolving(host: string): void {
    this.#startDialing();
    this.#handle.post(INTERNET_STATUS_RESOLVING_NAME, host);
  }

  resolved(address: string): void {
    this.#handle.post(INTERNET_STATUS_NAME_RESOLVED, address);
  }

  connecting(address: string): void {
    this.#startDialing();
    this.#handle.post(INTERNET_STATUS_CONNECTING_TO_SERVER, address);
  }

  connected(address: string): void {
    this.#handle.post(INTERNET_STATUS_CONNECTED_TO_SERVER, address);
  }

  outgoing(bytes: Uint8Array): void {
    const view = this.#link.view;
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
    if (!this.#sending || this.#goalReached) return;
    if (this.#sent.reached) this.#reachGoal();
    else this.#setClock("room");
  }

  incoming(bytes: Uint8Array): void {
    this.#received?.push(bytes);
  }

  closed(): void {
    this.#closed = true;
    // Somebody may wait for bytes to be forwarded that never will be.
    this.#onGoal?.();
  }

  // ---- inside ----

  #newRequestMeter(view: TlsView | null): RequestMeter {
    const { method, url, headers, body } = this.#request;
    const chunked = body !== null && body.length === null;
    const due = body === null
      ? 0
      : framedLength(body.due, chunked && body.due > 0);
    if (view === null) return new RequestMeter(null, due);
    const length = chunked ? "chunked" : body?.length ?? null;
    const head = requestHeadLength(method, url, headers, length);
    return new RequestMeter(head - SLACK, due);
  }

  #startSending(): void {
    this.#sending = true;
    this.#handle.post(INTERNET_STATUS_SENDING_REQUEST);
    this.#setClock("room");
  }

  /** Behind TLS a request begins with the first record that carries text of it. */
  #outgoingSecure(view: TlsView, bytes: Uint8Array): void {
    const before = view.client.text;
    if (this.#received !== null) {
      view.client.push(bytes);
      if (!this.#sending) this.#startSending();
      this.#sent.count(view.client.text - before, bytes.length);
      return;
    }
    const start = view.client.push(bytes, view.nextRequestRecord);
    if (start < 0) return;
    this.#sent = this.#newRequestMeter(view);
    this.#received = new SecureResponseMeter(view.server);
    this.#startSending();
    this.#sent.count(view.client.text - before, bytes.length - start);
  }

  #reachGoal(): void {
    this.#goalReached = true;
    this.#setClock(null);
    this.#handle.post(INTERNET_STATUS_REQUEST_SENT, this.#sent.sent);
    this.#onGoal?.();
    if (this.#requestComplete) this.#startReceiving();
  }

  #startReceiving(): void {
    if (this.#receiving) return;
    this.#receiving = true;
    this.#handle.post(INTERNET_STATUS_RECEIVING_RESPONSE);
    this.#setClock("answer");
  }

  #postHead(): void {
    this.#handle.post(INTERNET_STATUS_RESPONSE_RECEIVED, this.takeUnreported());
  }

  /** From the first stage of connecting to the first byte of the request one clock runs. */
  #startDialing(): void {
    if (this.#closed) this.#startOver();
    if (this.#dialing) return;
    this.#dialing = true;
    this.#setClock("connection");
  }

  /** fetch repeats the request on a new connection, because the old one was dead. */
  #startOver(): void {
    this.postClosed();
    this.#sent = this.#newRequestMeter(null);
    this.#received = null;
    this.#sending = this.#receiving = this.#goalReached = false;
    this.#dialing = false;
    this.#reported = 0;
  }
}
