// Copyright 2026 the wininet authors. MIT license.

/**
 * A request and its answer on a connection of our own.
 *
 * A request is sent again by itself only when its connection had served another one
 * before, nothing of an answer came, and its method may be repeated (RFC 9112
 * section 9.3.1): then the server had closed the connection meanwhile.
 *
 * A request with a body is written and its answer read at the same time, because a
 * server may answer before it has read everything, and then read no further.
 *
 * @module
 */

import { settlesWithin } from "../../_base/deadline.ts";
import { cancellation } from "../../_base/failure.ts";
import type { Settings } from "../../_options/settings.ts";
import { joined } from "../../_base/bytes.ts";
import { withoutBrackets } from "../../_base/host.ts";
import { TunnelRefusal } from "../../_net/proxy.ts";
import type { Header } from "../wire/header_list.ts";
import { chunkOf, LAST_CHUNK } from "../wire/chunked.ts";
import { headerValue, WireError } from "../wire/fields.ts";
import {
  encodeRequestHead,
  isIdempotent,
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
  poolKey,
  type PoolLease,
} from "./connections.ts";
import { Http1Body, readResponseHead } from "./http1_response.ts";
import { Http1Connection } from "./http1_connection.ts";
import { refusedTunnel } from "./refused_tunnel.ts";
import { socketFailure } from "./socket_failure.ts";
import type {
  ExchangeRequest,
  IncomingBody,
  RequestBody,
  SetClock,
  Stages,
  UploadFraming,
  WireExchange,
} from "./transport.ts";

/** 1xx responses before an answer; a server that reports progress may send many. */
const MAX_INTERMEDIATE = 10_000;

/** Milliseconds after which the server may have closed a connection that waits: few close it sooner. */
const OLD = 1000;

/** Milliseconds that a program which was busy needs to see that. */
const LOOK = 5;

/** A body up to this size is sent in one write with its head: one packet costs less than two. */
const SMALL_BODY = 65_536;

/** Methods that expect no body, so that a request without one need not say so (RFC 9110 section 8.6). */
const BODILESS: ReadonlySet<string> = new Set([
  "GET",
  "HEAD",
  "DELETE",
  "OPTIONS",
  "TRACE",
]);

/** The request of an exchange, and what it works with. */
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

/** One request and its response on one connection. */
export class Http1Exchange implements WireExchange {
  readonly #init: Http1Init;
  readonly #target: ConnectionTarget;
  #connecting: AbortController | null = null;
  #stopLooking: (() => void) | null = null;
  #connection: Http1Connection | null = null;
  #isClosed = false;
  /** Bytes received on the connection before this exchange took it, and by the exchange once it has released it. */
  #before = 0;
  #total = 0;
  #written = 0;
  /** Bytes of the body that the program has written, and writes that have not ended. */
  #bodyWritten = 0;
  #writes = 0;
  /** True once the whole request was sent. */
  #sentWhole = false;
  /** True while the program writes the body: a write has a time limit then, even after the response came. */
  #isWriting = false;
  #answer: Promise<ResponseHead> | null = null;
  #body: IncomingBody | null = null;
  #keepsAlive = false;

  constructor(init: Http1Init) {
    this.#init = init;
    this.#target = targetOf(init.request);
  }

  get body(): IncomingBody {
    return this.#body!;
  }

  get received(): number {
    const connection = this.#connection;
    return connection === null
      ? this.#total
      : connection.received - this.#before;
  }

  get isKept(): boolean {
    return this.#keepsAlive && this.#sentWhole;
  }

  get answer(): Promise<ResponseHead> {
    return this.#answer!;
  }

  // ---- sending ----

  async run(): Promise<ResponseHead> {
    const { method, body } = this.#init.request;
    for (;;) {
      try {
        if (!isIdempotent(method)) await this.#endsSeen();
        const connection = this.#waiting() ?? await this.#dial();
        return body === null
          ? await this.#ask(connection)
          : await this.#askWith(connection, body.bytes!);
      } catch (error) {
        if (error instanceof TunnelRefusal) return this.#refused(error);
        const isStale = this.#connection?.reused && this.received === 0;
        if (!isStale || !isIdempotent(method) || this.#isClosed) throw error;
        this.#drop();
      }
    }
  }

  /** Sends a request without a body in one write, then reads the response. */
  async #ask(connection: Http1Connection): Promise<ResponseHead> {
    this.#init.stages.sending();
    await this.#write(connection, this.#encodeHead());
    this.#reportSent();
    this.#sentWhole = true;
    this.#expectAnswer();
    return await this.#receiveHead(connection);
  }

  async #askWith(
    connection: Http1Connection,
    body: Uint8Array<ArrayBuffer>,
  ): Promise<ResponseHead> {
    const whole = () => this.#sentWhole = true;
    await this.#sendWith(connection, body, whole);
    this.#expectAnswer();
    return await this.answer;
  }

  async begin(first: Uint8Array<ArrayBuffer>): Promise<void> {
    try {
      await this.#endsSeen();
      const connection = this.#waiting() ?? await this.#dial();
      const written = () => this.#bodyWritten += first.length;
      await this.#sendWith(connection, this.#framed(first), written);
      this.#isWriting = true;
      this.#init.setClock(null);
    } catch (error) {
      if (!(error instanceof TunnelRefusal)) throw error;
      this.#answer = Promise.resolve(this.#refused(error));
    }
  }

  async write(bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    const connection = this.#connection;
    if (connection === null) throw cancellation();
    this.#init.stages.sending();
    await this.#write(connection, this.#framed(bytes));
    this.#bodyWritten += bytes.length;
    this.#reportSent();
    this.#init.setClock(null);
  }

  async finishBody(): Promise<void> {
    const connection = this.#connection;
    const isWritten = this.#isWritten();
    this.#isWriting = false;
    if (connection !== null && isWritten && this.#framing === "chunked") {
      await this.#write(connection, LAST_CHUNK);
      this.#written = 0;
    }
    this.#sentWhole = isWritten;
    if (connection !== null) this.#expectAnswer();
  }

  /**
   * Returns true if the whole body was written. After an early response it may not
   * be, and the server takes the next bytes for the rest of it. It is unknown for
   * chunks that the program frames itself.
   */
  #isWritten(): boolean {
    if (this.#writes > 0 || this.#framing === "raw") return false;
    const { length = 0 } = this.#init.request.body ?? {};
    return length === null || this.#bodyWritten === length;
  }

  /** Sends the head and a body, or its start, while the answer is read; an early answer ends the wait. */
  async #sendWith(
    connection: Http1Connection,
    body: Uint8Array<ArrayBuffer>,
    done: () => void,
  ): Promise<void> {
    const answer = this.#answer = this.#receiveHead(connection);
    answer.catch(() => {});
    this.#init.stages.sending();
    let isEarly = false;
    const sent = this.#writeWith(connection, body).then(() => {
      done();
      if (isEarly) this.#reportSent();
    });
    // A connection that broke while it was written to may still hold the answer.
    await Promise.race([sent.catch(() => answer), answer]);
    isEarly = true;
    this.#reportSent();
  }

  async #writeWith(
    connection: Http1Connection,
    body: Uint8Array<ArrayBuffer>,
  ): Promise<void> {
    const head = this.#encodeHead();
    if (body.length <= SMALL_BODY) {
      await this.#write(connection, joined(head, body));
    } else {
      await this.#write(connection, head);
      await this.#write(connection, body);
    }
  }

  async #write(connection: Http1Connection, bytes: Uint8Array): Promise<void> {
    this.#writes++;
    for (let at = 0; at < bytes.length;) {
      // Once the answer is for the program to read, the rest of the body has no time limit.
      if (this.#body === null || this.#isWriting) this.#init.setClock("room");
      const count = await connection.write(
        at === 0 ? bytes : bytes.subarray(at),
      );
      at += count;
      this.#written += count;
    }
    this.#writes--;
  }

  #encodeHead(): Uint8Array<ArrayBuffer> {
    const { method, url, headers, body } = this.#init.request;
    const path = `${url.pathname}${url.search}`;
    const target = isForwarded(this.#target) ? `${url.origin}${path}` : path;
    return encodeRequestHead(method, target, [
      // As on Windows, a program without a name sends none.
      ...withHost(headers, url).filter(([name, value]) =>
        value !== "" || name !== "User-Agent"
      ),
      ...framingFields(method, body),
    ]);
  }

  #framed(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
    return this.#framing === "chunked" ? chunkOf(bytes) : bytes;
  }

  get #framing(): UploadFraming | undefined {
    return this.#init.request.body?.framing;
  }

  #reportSent(): void {
    this.#init.stages.sent(this.#written);
    this.#written = 0;
  }

  // ---- the answer ----

  #expectAnswer(): void {
    this.#init.stages.receiving();
    // An early answer is here already.
    if (this.#body === null) this.#init.setClock("answer");
  }

  async #receiveHead(connection: Http1Connection): Promise<ResponseHead> {
    for (let left = MAX_INTERMEDIATE; left > 0; left--) {
      const head = await readResponseHead(connection);
      if (head.status >= 200 || head.status === 101) {
        const framing = framingOf(head, this.#init.request.method);
        this.#keepsAlive = keepsAlive(head, framing) && !this.#asksForClose();
        this.#body = new Http1Body(connection, framing);
        this.#init.setClock(null);
        return head;
      }
      this.#init.stages.intermediate(head.status);
    }
    throw new WireError("it sends 1xx responses without end");
  }

  /** Returns true if the program has asked the server to close the connection, which it then does (RFC 9112 section 9.6). */
  #asksForClose(): boolean {
    const options = headerValue(this.#init.request.headers, "connection");
    return options !== null && saysClose(options);
  }

  /** Returns the response of a proxy that asks for credentials, for the program to read; throws any other refusal. */
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
   * Lets a program that was busy, or asleep, see that the server has closed the
   * connection that waits: what is lost on it cannot be sent again.
   */
  async #endsSeen(): Promise<void> {
    if (this.#init.lease.waited(poolKey(this.#target)) < OLD) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#stopLooking = resolve;
    await settlesWithin(LOOK, promise);
    if (this.#isClosed) throw cancellation();
  }

  #waiting(): Http1Connection | null {
    const connection = this.#init.lease.take(poolKey(this.#target));
    if (connection === null) return null;
    this.#init.stages.reused();
    return this.#use(connection);
  }

  async #dial(): Promise<Http1Connection> {
    const { settings, stages, setClock } = this.#init;
    const connecting = this.#connecting = new AbortController();
    setClock("connection");
    const channel = await openChannel(
      this.#target,
      settings,
      stages,
      connecting.signal,
    );
    this.#connecting = null;
    const connection = new Http1Connection(poolKey(this.#target), channel);
    if (!this.#isClosed) return this.#use(connection);
    // It was given up in the moment in which the connection was there.
    connection.close();
    throw cancellation();
  }

  #use(connection: Http1Connection): Http1Connection {
    this.#before = connection.received;
    this.#written = this.#bodyWritten = this.#writes = 0;
    this.#sentWhole = false;
    return this.#connection = connection;
  }

  release(): void {
    const connection = this.#connection;
    const isFree = this.isKept && connection?.ready === 0;
    if (connection === null || !isFree) return this.#drop();
    this.#total = this.received;
    this.#connection = null;
    this.#init.lease.keep(connection);
  }

  close(reason: unknown): void {
    this.#isClosed = true;
    this.#connecting?.abort(reason);
    this.#stopLooking?.();
    this.#drop();
  }

  #drop(): void {
    const connection = this.#connection;
    this.#total = this.received;
    this.#connection = null;
    connection?.close();
    this.#init.stages.closed();
  }

  failure(error: unknown): Error {
    return socketFailure(this.#init.request.url, error, this.#body !== null);
  }
}

function targetOf(
  { url, forgiven, proxy, identity }: ExchangeRequest,
): ConnectionTarget {
  const { origin, hostname, port, protocol } = url;
  return {
    origin,
    host: withoutBrackets(hostname),
    port: Number(port) || (protocol === "https:" ? 443 : 80),
    forgiven,
    proxy,
    identity,
  };
}

/** What says where the body of a request ends. */
function framingFields(method: string, body: RequestBody | null): Header[] {
  if (body === null) {
    return BODILESS.has(method) ? [] : [["Content-Length", "0"]];
  }
  switch (body.framing) {
    case "length":
      return [["Content-Length", String(body.length)]];
    case "chunked":
    case "raw":
      return [["Transfer-Encoding", "chunked"]];
  }
}
