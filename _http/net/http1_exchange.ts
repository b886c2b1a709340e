// Copyright 2026 the wininet authors. MIT license.

/**
 * A request and its response on a connection of this library.
 *
 * A request is repeated only if its connection had served another one, no byte
 * of a response arrived, and its method may be repeated (RFC 9112 section
 * 9.3.1): then the server had closed the connection while it was idle.
 *
 * The response is read while a body is written, because a server may respond
 * before it has read everything, and then stop reading.
 *
 * @module
 */

import {
  ERROR_INTERNET_CONNECTION_ABORTED,
  InternetError,
} from "../../error.ts";
import { settlesWithin } from "../../_base/deadline.ts";
import { cancellation } from "../../_base/failure.ts";
import type { Settings } from "../../_options/settings.ts";
import { joined } from "../../_base/bytes.ts";
import { proxyFault } from "../../_net/proxy.ts";
import { TunnelRefusal } from "../../_net/tunnel.ts";
import { checkCertificate } from "../../_net/tls.ts";
import type { TlsFacts } from "../../_net/tls_facts.ts";
import { chunkOf, LAST_CHUNK } from "../wire/chunked.ts";
import { headerValue, WireError } from "../wire/fields.ts";
import {
  encodeRequestHead,
  framingFields,
  isIdempotent,
  type UploadFraming,
  withHost,
} from "../wire/request_head.ts";
import {
  framingOf,
  keepsAlive,
  type ResponseHead,
  saysClose,
} from "../wire/response_head.ts";
import {
  type ConnectionTarget,
  isForwarded,
  openChannel,
  type PoolLease,
  targetOf,
} from "./connections.ts";
import { Http1Body, readResponseHead } from "./http1_response.ts";
import { Http1Connection } from "./http1_connection.ts";
import { RequestProgress } from "./request_progress.ts";
import { refusedTunnel } from "./refused_tunnel.ts";
import { socketFailure } from "./socket_failure.ts";
import type {
  ExchangeRequest,
  IncomingBody,
  SetClock,
  Stages,
  WireExchange,
} from "./transport.ts";

/**
 * The maximum number of 1xx responses before the final one; a server that
 * reports progress may send many.
 */
const MAX_INTERMEDIATE_RESPONSES = 10_000;

/**
 * The idle time in milliseconds after which the server may have closed a
 * connection: few close it sooner.
 */
const OLD = 1000;

/**
 * The milliseconds that the runtime needs to report the end of a connection to
 * a program that was busy.
 */
const LOOK = 5;

/**
 * A body of up to this many bytes is sent in one write with its head: one
 * packet costs less than two.
 */
const MAX_JOINED_BODY = 65_536;

/** The request of an exchange, and the objects that it uses. */
export interface Http1Init {
  /** The request to send. */
  readonly request: ExchangeRequest;
  /** The settings of the handle. */
  readonly settings: Settings;
  /** The share in the pool of connections. */
  readonly lease: PoolLease;
  /** Called at each stage. */
  readonly stages: Stages;
  /** The clock of the exchange. */
  readonly setClock: SetClock;
}

/** The connection of a login no longer exists, or another request has taken it. */
export class LoginLost extends InternetError {
  constructor(origin: string) {
    super(
      ERROR_INTERNET_CONNECTION_ABORTED,
      `Cannot log in to "${origin}" by NTLM: its connection ended between two messages, and NTLM needs one that the server and every proxy keep open`,
    );
  }
}

/** One request and its response on one connection. */
export class Http1Exchange implements WireExchange {
  readonly #init: Http1Init;
  readonly #target: ConnectionTarget;
  /**
   * The pool key of the connections that the request can use. With a client
   * certificate, it is known only after the certificate was checked.
   */
  #key = "";
  #progress: RequestProgress;
  /** Ends the wait for a connection. */
  #stopWaiting: ((reason: unknown) => void) | null = null;
  #connection: Http1Connection | null = null;
  #isClosed = false;
  /** The number of bytes received on the connection that was released. */
  #received = 0;
  #response: Promise<ResponseHead> | null = null;
  #body: IncomingBody | null = null;
  #keepsAlive = false;
  readonly protocol = 0;
  facts: TlsFacts | null = null;

  constructor(init: Http1Init) {
    this.#init = init;
    this.#target = targetOf(init.request);
    this.#progress = new RequestProgress(init.request.body);
  }

  get body(): IncomingBody {
    return this.#body!;
  }

  get received(): number {
    return this.#connection?.received ?? this.#received;
  }

  get isKept(): boolean {
    return this.#keepsAlive && this.#progress.isComplete;
  }

  keepFor(identity: string | null): void {
    const connection = this.#connection;
    const { lease } = this.#init;
    // The process has discarded its credentials since the request was sent.
    const isForgotten = this.#key !== lease.keyOf(this.#target);
    if (identity === null || isForgotten) this.#keepsAlive = false;
    else if (connection !== null) {
      connection.key = lease.keyOf({ ...this.#target, identity });
    }
  }

  get response(): Promise<ResponseHead> {
    return this.#response!;
  }

  // ---- sending ----

  async run(): Promise<ResponseHead> {
    const { method, body } = this.#init.request;
    for (;;) {
      try {
        const connection = await this.#connect(!isIdempotent(method));
        return body === null
          ? await this.#ask(connection)
          : await this.#askWith(connection, body.bytes!);
      } catch (error) {
        if (error instanceof TunnelRefusal) return this.#refused(error);
        const isStale = this.#connection?.reused && this.received === 0;
        if (!isStale || !isIdempotent(method) || this.#isClosed) throw error;
        if (this.#init.request.login === "continuation") {
          throw new LoginLost(this.#target.origin);
        }
        this.#drop();
        this.#progress = new RequestProgress(body);
      }
    }
  }

  /** Sends a request without a body in one write, then reads the response. */
  async #ask(connection: Http1Connection): Promise<ResponseHead> {
    this.#init.stages.sending();
    await this.#write(connection, this.#head());
    this.#reportSent();
    this.#progress.complete();
    this.#expectResponse();
    return await this.#receiveHead(connection);
  }

  /** Sends a request with its whole body, and reads the response. */
  async #askWith(
    connection: Http1Connection,
    body: Uint8Array<ArrayBuffer>,
  ): Promise<ResponseHead> {
    await this.#sendWith(connection, body);
    this.#expectResponse();
    return await this.response;
  }

  async startUpload(first: Uint8Array<ArrayBuffer>): Promise<void> {
    try {
      const connection = await this.#connect(true);
      await this.#sendWith(connection, first);
      this.#progress.startUpload();
      this.#init.setClock(null);
    } catch (error) {
      if (!(error instanceof TunnelRefusal)) throw error;
      this.#response = Promise.resolve(this.#refused(error));
    }
  }

  async write(bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    const connection = this.#connection;
    if (connection === null) throw cancellation();
    this.#init.stages.sending();
    await this.#write(connection, this.#framed(bytes));
    this.#progress.bodyWritten(bytes.length);
    this.#reportSent();
    this.#init.setClock(null);
  }

  async finishBody(): Promise<void> {
    const connection = this.#connection;
    const progress = this.#progress;
    const isWhole = progress.hasWholeBody;
    progress.endUpload();
    if (connection !== null && isWhole && this.#framing === "chunked") {
      await this.#write(connection, LAST_CHUNK);
      progress.takeUnreported();
    }
    if (isWhole) progress.complete();
    if (connection !== null) this.#expectResponse();
  }

  /** Sends the head and the body, or its start, and reads the response at the same time; an early response ends the wait. */
  async #sendWith(
    connection: Http1Connection,
    body: Uint8Array<ArrayBuffer>,
  ): Promise<void> {
    const response = this.#response = this.#receiveHead(connection);
    response.catch(() => {});
    this.#init.stages.sending();
    let isEarly = false;
    const sent = this.#writeWith(connection, this.#framed(body)).then(() => {
      this.#progress.bodyWritten(body.length);
      if (isEarly) this.#reportSent();
    });
    // A connection that broke during the write may still hold the response.
    await Promise.race([sent.catch(() => response), response]);
    isEarly = true;
    this.#reportSent();
  }

  async #writeWith(
    connection: Http1Connection,
    body: Uint8Array<ArrayBuffer>,
  ): Promise<void> {
    const head = this.#head();
    if (body.length <= MAX_JOINED_BODY) {
      await this.#write(connection, joined(head, body));
    } else {
      await this.#write(connection, head);
      await this.#write(connection, body);
    }
  }

  async #write(connection: Http1Connection, bytes: Uint8Array): Promise<void> {
    const progress = this.#progress;
    progress.startWrite();
    for (let at = 0; at < bytes.length;) {
      // After the response has arrived, only the writes of the program have a
      // timeout.
      if (this.#body === null || progress.isUploading) {
        this.#init.setClock("room");
      }
      const count = await connection.write(
        at === 0 ? bytes : bytes.subarray(at),
      );
      at += count;
      progress.written(count);
    }
    progress.endWrite();
  }

  /** Returns the bytes of the head, which are sent next. */
  #head(): Uint8Array<ArrayBuffer> {
    const { method, url, headers, body } = this.#init.request;
    const path = `${url.pathname}${url.search}`;
    const target = isForwarded(this.#target) ? `${url.origin}${path}` : path;
    // As on Windows, no User-Agent is sent for a program without a name.
    const fields = withHost(headers, url).filter((field) =>
      field[1] !== "" || field[0] !== "User-Agent"
    );
    fields.push(...framingFields(method, body));
    const head = encodeRequestHead(method, target, fields);
    this.#init.stages.head?.("out", head);
    return head;
  }

  #framed(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
    return this.#framing === "chunked" ? chunkOf(bytes) : bytes;
  }

  get #framing(): UploadFraming | undefined {
    return this.#init.request.body?.framing;
  }

  #reportSent(): void {
    this.#init.stages.sent(this.#progress.takeUnreported());
  }

  // ---- the response ----

  #expectResponse(): void {
    this.#init.stages.receiving();
    // An early response has already arrived.
    if (this.#body === null) this.#init.setClock("response");
  }

  async #receiveHead(connection: Http1Connection): Promise<ResponseHead> {
    for (let left = MAX_INTERMEDIATE_RESPONSES; left > 0; left--) {
      const head = await readResponseHead(connection, this.#init.stages);
      if (head.status >= 200 || head.status === 101) {
        const framing = framingOf(head, this.#init.request.method);
        this.#keepsAlive = keepsAlive(head, framing) && !this.#asksForClose();
        this.#body = new Http1Body(connection, framing);
        this.facts = connection.facts;
        this.#init.setClock(null);
        return head;
      }
      this.#init.stages.intermediate(head.status);
    }
    throw new WireError("it keeps sending 1xx responses");
  }

  /**
   * Returns true if the program has requested that the server close the
   * connection (RFC 9112 section 9.6).
   */
  #asksForClose(): boolean {
    const options = headerValue(this.#init.request.headers, "connection");
    return options !== null && saysClose(options);
  }

  /**
   * Returns the response of a proxy that requires credentials, for the program
   * to read; throws any other refusal.
   */
  #refused(refusal: TunnelRefusal): ResponseHead {
    if (!refusal.asksForCredentials) throw refusal;
    const { head, body } = refusedTunnel(refusal);
    this.#body = body;
    this.#init.setClock(null);
    this.#init.stages.closed();
    return head;
  }

  // ---- the connection ----

  /**
   * Takes an idle connection, or opens one.
   *
   * @param once True if the request cannot be sent again.
   */
  async #connect(once: boolean): Promise<Http1Connection> {
    const { nodeTls } = this.#target;
    if (nodeTls !== null) await checkCertificate(nodeTls);
    this.#key ||= this.#init.lease.keyOf(this.#target);
    if (once) await this.#endsSeen();
    if (this.#isClosed) throw cancellation();
    const connection = this.#waiting();
    if (connection !== null) return connection;
    const { login } = this.#init.request;
    if (login === "continuation" || login === "done") {
      throw new LoginLost(this.#target.origin);
    }
    return await this.#dial();
  }

  /**
   * Waits until a program that was busy or suspended can detect that the server
   * has closed the idle connection: a request that is lost on it cannot be sent
   * again.
   */
  async #endsSeen(): Promise<void> {
    if (this.#init.lease.waited(this.#key) < OLD) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#stopWaiting = () => resolve();
    await settlesWithin(LOOK, promise);
    if (this.#isClosed) throw cancellation();
  }

  #waiting(): Http1Connection | null {
    const connection = this.#init.lease.take(this.#key);
    if (connection === null) return null;
    this.#init.stages.reused();
    return this.#connection = connection;
  }

  async #dial(): Promise<Http1Connection> {
    const { settings, stages, setClock } = this.#init;
    const connecting = new AbortController();
    this.#stopWaiting = (reason) => connecting.abort(reason);
    setClock("connection");
    const channel = await openChannel(
      this.#target,
      settings,
      stages,
      connecting.signal,
    );
    this.#stopWaiting = null;
    const connection = new Http1Connection(this.#key, channel);
    if (!this.#isClosed) return this.#connection = connection;
    // The exchange was closed in the turn in which the connection was opened.
    connection.close();
    throw cancellation();
  }

  release(): void {
    const connection = this.#connection;
    const isFree = this.isKept && connection?.ready === 0;
    if (connection === null || !isFree) return this.#drop();
    this.#received = connection.received;
    this.#connection = null;
    this.#init.lease.keep(connection);
  }

  close(reason: unknown): void {
    this.#isClosed = true;
    this.#stopWaiting?.(reason);
    this.#drop();
  }

  #drop(): void {
    const connection = this.#connection;
    this.#received = this.received;
    this.#connection = null;
    connection?.close();
    this.#init.stages.closed();
  }

  failure(error: unknown): Error {
    const { url, proxy } = this.#init.request;
    const failure = socketFailure(url, error, this.#body !== null);
    return isForwarded(this.#target) ? proxyFault(proxy!, failure) : failure;
  }
}
