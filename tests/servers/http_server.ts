// Copyright 2026 the wininet authors. MIT license.

/**
 * An HTTP/1.1 server on {@linkcode TcpServer}, because the tests must control
 * bytes that `Deno.serve` chooses itself.
 *
 * It adds only the framing to a response. After the response it keeps the
 * connection unless one side sent `Connection: close`, the request was HTTP/1.0
 * without keep-alive, the body was shorter than announced, the handler called
 * `reply.close()`, or it did not reply at all.
 *
 * @module
 */

import { Countdown } from "./loopback_server.ts";
import {
  bytesOf,
  closeQuietly,
  concat,
  fieldsOf,
  finish,
  type HeaderList,
  responseHead,
  send,
  TcpServer,
  type TcpServerOptions,
  WireReader,
} from "./tcp_server.ts";

/** One request as it was received. */
export interface FakeRequest {
  method: string;
  /** The target as sent: path with query, absolute URL, `host:port` or `*`. */
  target: string;
  version: string;
  /** In the order and spelling in which they were received. */
  headers: [string, string][];
  /** Decoded from chunked transfer coding. */
  body: Uint8Array;
  /** The sizes of the chunks, if the body was chunked. */
  chunks: number[];
  /** The trailer lines, if the body was chunked. */
  trailer: string;
  /** All bytes of the head as latin1. */
  rawHead: string;
  /** The connection's index, from 0. */
  connection: number;
  /** The request's index on its connection, from 0. */
  number: number;
  /** The value of the first field with this name, in any case. */
  header(name: string): string | undefined;
}

/**
 * A part of a body. A promise is awaited: if it resolves to a string or bytes,
 * they are sent; otherwise it only delays the rest.
 */
export type Piece = string | Uint8Array | Promise<unknown>;

/** Pieces; an iterable may create them one after the other. */
export type Pieces = Iterable<Piece> | AsyncIterable<string | Uint8Array>;

/** The head of a reply. */
export interface ReplyHead {
  /** @default {200} */
  status?: number;
  /** @default {the usual phrase of the status} */
  reason?: string;
  /** @default {"HTTP/1.1"} */
  version?: string;
  headers?: HeaderList;
}

/** A reply with a body of known length. */
export interface FixedReply extends ReplyHead {
  body?: string | Uint8Array | Pieces;
  /**
   * The Content-Length to announce; required if promises or an asynchronous
   * iterable return bytes. @default {the length of the strings and bytes in
   * body}
   */
  length?: number;
}

/** A reply in chunked transfer coding. */
export interface ChunkedReply extends ReplyHead {
  trailer?: HeaderList;
}

/** Sends the response; its functions may be called one after the other. */
export interface Reply {
  /** Sends a response with Content-Length. */
  (options?: FixedReply): Promise<void>;
  /** Sends each piece as one chunk. */
  chunked(pieces: Pieces, options?: ChunkedReply): Promise<void>;
  /** Sends a body that ends with the connection. */
  untilClose(pieces: Pieces, options?: ReplyHead): Promise<void>;
  /** Sends a 1xx response, before the final one. */
  informational(status: number, headers?: HeaderList): Promise<void>;
  /** Sends a redirect with an empty body. @default status {302} */
  redirect(location: string, status?: number): Promise<void>;
  /** Sends these bytes and nothing else. */
  raw(data: string | Uint8Array): Promise<void>;
  /** Lets the server end the connection when the handler returns. */
  close(): void;
  /** Waits, but no longer than the client and the server are connected. */
  until<T>(promise: Promise<T>): Promise<T>;
  readonly conn: Deno.Conn;
  readonly reader: WireReader;
}

/** Answers one request. */
export type RouteHandler = (
  request: FakeRequest,
  reply: Reply,
) => Promise<void> | void;

/**
 * Handlers by `"METHOD target"`, target, path without query, or `"*"`, looked
 * up in this order. Without a handler the response is 404.
 */
export type Routes = Record<string, RouteHandler>;

/** Options of {@linkcode FakeHttpServer}. */
export interface FakeHttpServerOptions extends TcpServerOptions {
  /**
   * Called when a head has arrived, before the body is read. If it replies, the
   * body is discarded and the connection is ended.
   */
  early?: RouteHandler;
  /** `true` if `Expect: 100-continue` is answered. @default {true} */
  sendContinue?: boolean;
}

/** Serves routes and records all requests. */
export class FakeHttpServer extends TcpServer {
  /** All requests in the order in which their bodies were complete. */
  readonly requests: FakeRequest[] = [];
  #routes: Routes;
  #options: FakeHttpServerOptions;
  #requested = new Countdown();

  constructor(routes: Routes, options: FakeHttpServerOptions = {}) {
    super((conn, index) => this.#converse(conn, index), options);
    this.#routes = routes;
    this.#options = options;
  }

  /** Resolves once `count` requests have arrived with their bodies. */
  requested(count: number): Promise<void> {
    return this.#requested.reached(count);
  }

  async #converse(conn: Deno.Conn, connection: number): Promise<void> {
    const reader = new WireReader(conn);
    // Detects that the client has disconnected, even while a handler waits.
    let gone: Promise<void> | undefined;
    const until = <T>(promise: Promise<T>): Promise<T> => {
      gone ??= reader.peerClosed();
      return this.until(Promise.race([promise, gone.then(throwGone)]));
    };
    try {
      let number = 0;
      for (;;) {
        const rawHead = await reader.readHead();
        if (rawHead === "") break;
        const request = parseHead(rawHead, connection, number++);
        const exchange = new Exchange(conn, request, until);
        const reply = replyOf(exchange, conn, reader, until);
        await this.#exchange(request, reply, exchange);
        if (!exchange.keepsAlive) break;
      }
      await finish(conn);
    } finally {
      closeQuietly(conn);
      await gone?.catch(() => {});
    }
  }

  async #exchange(
    request: FakeRequest,
    reply: Reply,
    exchange: Exchange,
  ): Promise<void> {
    const { conn, reader } = reply;
    await this.#options.early?.(request, reply);
    const early = exchange.replied;
    if (!early) await this.#readBody(conn, reader, request);
    this.requests.push(request);
    this.#requested.increment();
    if (!early) return await this.#handlerOf(request)(request, reply);
    exchange.end();
    // Closing with unread bytes would send RST and discard the response.
    await conn.closeWrite();
    await reader.discardToEnd();
  }

  async #readBody(
    conn: Deno.Conn,
    reader: WireReader,
    request: FakeRequest,
  ): Promise<void> {
    const { sendContinue = true } = this.#options;
    if (
      sendContinue && /^100-continue$/i.test(request.header("expect") ?? "")
    ) {
      await send(conn, responseHead({ status: 100 }));
    }
    if (/chunked/i.test(request.header("transfer-encoding") ?? "")) {
      const { body, sizes, trailer } = await reader.readChunked();
      Object.assign(request, { body, chunks: sizes, trailer });
    } else {
      const length = Number(request.header("content-length") ?? 0);
      request.body = await reader.readBytes(length);
    }
  }

  #handlerOf({ method, target }: FakeRequest): RouteHandler {
    const path = target.split("?", 1)[0] ?? "";
    return this.#routes[`${method} ${target}`] ?? this.#routes[target] ??
      this.#routes[`${method} ${path}`] ?? this.#routes[path] ??
      this.#routes["*"] ??
      ((_request, reply) => reply({ status: 404, body: "no such route\n" }));
  }
}

/** Writes the response to one request, and records whether the connection stays open. */
class Exchange {
  replied = false;
  #conn: Deno.Conn;
  #request: FakeRequest;
  #until: Reply["until"];
  #ending: boolean;

  constructor(conn: Deno.Conn, request: FakeRequest, until: Reply["until"]) {
    this.#conn = conn;
    this.#request = request;
    this.#until = until;
    const wish = request.header("connection") ?? "";
    this.#ending = request.version === "HTTP/1.0"
      ? !/keep-alive/i.test(wish)
      : /close/i.test(wish);
  }

  get keepsAlive(): boolean {
    return this.replied && !this.#ending;
  }

  end(): void {
    this.#ending = true;
  }

  async fixed(options: FixedReply = {}): Promise<void> {
    const { body = "", status = 200 } = options;
    const whole = typeof body === "string" || body instanceof Uint8Array;
    const pieces = whole ? [body] : body;
    const length = options.length ?? knownLength(pieces);
    const headers = fieldsOf(options.headers);
    if (status !== 204 && status !== 304) {
      headers.push(["Content-Length", String(length)]);
    }
    const bodiless = this.#request.method === "HEAD";
    // One write, since Nagle's algorithm cannot be switched off over TLS.
    const first = whole && !bodiless ? bytesOf(body) : new Uint8Array();
    await this.#sendHead({ ...options, headers }, first);
    if (bodiless) return;
    const sent = whole ? first.length : await this.#sendBody(pieces);
    if (sent !== length) this.end();
  }

  async chunked(pieces: Pieces, options: ChunkedReply = {}): Promise<void> {
    const headers = fieldsOf(options.headers);
    headers.push(["Transfer-Encoding", "chunked"]);
    await this.#sendHead({ ...options, headers });
    if (this.#request.method === "HEAD") return;
    for await (const bytes of this.#arriving(pieces)) {
      const size = bytesOf(`${bytes.length.toString(16)}\r\n`);
      await send(this.#conn, concat([size, bytes, bytesOf("\r\n")]));
    }
    const trailer = fieldsOf(options.trailer).map(([name, value]) =>
      `${name}: ${value}\r\n`
    );
    await send(this.#conn, `0\r\n${trailer.join("")}\r\n`);
  }

  async untilClose(pieces: Pieces, options: ReplyHead = {}): Promise<void> {
    const headers = fieldsOf(options.headers);
    headers.push(["Connection", "close"]);
    await this.#sendHead({ ...options, headers });
    if (this.#request.method !== "HEAD") await this.#sendBody(pieces);
  }

  informational(status: number, headers: HeaderList = {}): Promise<void> {
    return send(this.#conn, responseHead({ status, headers }));
  }

  redirect(location: string, status = 302): Promise<void> {
    return this.fixed({ status, headers: { Location: location } });
  }

  async raw(data: string | Uint8Array): Promise<void> {
    this.replied = true;
    await send(this.#conn, data);
  }

  async #sendHead(
    head: ReplyHead,
    body: Uint8Array = new Uint8Array(),
  ): Promise<void> {
    this.replied = true;
    const closes = fieldsOf(head.headers).some(([name, value]) =>
      /^connection$/i.test(name) && /close/i.test(value)
    );
    if (closes) this.end();
    await send(this.#conn, concat([bytesOf(responseHead(head)), body]));
  }

  async #sendBody(pieces: Pieces): Promise<number> {
    let size = 0;
    for await (const bytes of this.#arriving(pieces)) {
      await send(this.#conn, bytes);
      size += bytes.length;
    }
    return size;
  }

  async *#arriving(pieces: Pieces): AsyncGenerator<Uint8Array> {
    if (Symbol.asyncIterator in pieces) {
      for await (const piece of pieces) yield bytesOf(piece);
      return;
    }
    for (const piece of pieces) {
      const value = piece instanceof Promise ? await this.#until(piece) : piece;
      if (typeof value !== "string" && !(value instanceof Uint8Array)) continue;
      if (value.length > 0) yield bytesOf(value);
    }
  }
}

function replyOf(
  exchange: Exchange,
  conn: Deno.Conn,
  reader: WireReader,
  until: Reply["until"],
): Reply {
  return Object.assign((options?: FixedReply) => exchange.fixed(options), {
    chunked: (pieces: Pieces, options?: ChunkedReply) =>
      exchange.chunked(pieces, options),
    untilClose: (pieces: Pieces, options?: ReplyHead) =>
      exchange.untilClose(pieces, options),
    informational: (status: number, headers?: HeaderList) =>
      exchange.informational(status, headers),
    redirect: (location: string, status?: number) =>
      exchange.redirect(location, status),
    raw: (data: string | Uint8Array) => exchange.raw(data),
    close: () => exchange.end(),
    until,
    conn,
    reader,
  });
}

function parseHead(
  rawHead: string,
  connection: number,
  number: number,
): FakeRequest {
  const [line = "", ...fields] = rawHead.slice(0, -4).split("\r\n");
  const [method = "", target = "", version = ""] = line.split(" ");
  const headers = fields.map((field): [string, string] => {
    const colon = field.indexOf(":");
    return [field.slice(0, colon), field.slice(colon + 1).trim()];
  });
  return {
    method,
    target,
    version,
    headers,
    body: new Uint8Array(),
    chunks: [],
    trailer: "",
    rawHead,
    connection,
    number,
    header: (name) =>
      headers.find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1],
  };
}

function knownLength(pieces: Pieces): number {
  if (!Array.isArray(pieces)) {
    throw new TypeError("Cannot announce a length: Pass it with the pieces");
  }
  return (pieces as Piece[]).reduce(
    (sum, piece) => piece instanceof Promise ? sum : sum + piece.length,
    0,
  );
}

function throwGone(): never {
  throw new Deno.errors.ConnectionAborted("Client has closed");
}
