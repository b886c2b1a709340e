// Copyright 2026 the wininet authors. MIT license.

/**
 * A loopback TCP or TLS server for which the test writes every byte, and small
 * tools to read from and write to its connections.
 *
 * Nothing here sleeps or polls: a test waits for `accepted()`, `allClosed()` or
 * for what a {@linkcode WireReader} reads.
 *
 * A handler must read the whole request before it returns: if unread bytes are
 * left, Linux sends RST instead of FIN and may discard the response.
 *
 * @module
 */

import { LoopbackServer } from "./loopback_server.ts";

const CHUNK_SIZE = 65536;

const REASONS: Record<number, string> = {
  100: "Continue",
  103: "Early Hints",
  200: "OK",
  201: "Created",
  204: "No Content",
  206: "Partial Content",
  301: "Moved Permanently",
  302: "Found",
  303: "See Other",
  304: "Not Modified",
  307: "Temporary Redirect",
  308: "Permanent Redirect",
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  407: "Proxy Authentication Required",
  413: "Content Too Large",
  416: "Range Not Satisfiable",
  417: "Expectation Failed",
  500: "Internal Server Error",
  502: "Bad Gateway",
  503: "Service Unavailable",
};

/** Header fields, in order; an array can repeat a name. */
export type HeaderList = Record<string, string> | [string, string][];

/** Serves one accepted connection, which is closed when the function returns. */
export type ConnectionHandler = (
  conn: Deno.Conn,
  index: number,
) => Promise<void> | void;

/** The address and the certificate of a {@linkcode TcpServer}. */
export interface TcpServerOptions {
  /** PEM strings; if they are set, the server uses TLS. */
  tls?: { cert: string; key: string };
  /** ALPN protocols that a TLS server announces. */
  alpnProtocols?: string[];
  /** @default {"127.0.0.1"} */
  hostname?: string;
}

/** The parts of a {@linkcode response}. */
export interface ResponseOptions {
  /** @default {200} */
  status?: number;
  /** @default {the usual phrase of the status} */
  reason?: string;
  /** @default {"HTTP/1.1"} */
  version?: string;
  headers?: HeaderList;
  /** Adds Content-Length unless the headers frame the body themselves. */
  body?: string | Uint8Array;
}

/** A body in chunked transfer coding, as it was read. */
export interface ChunkedBody {
  body: Uint8Array;
  /** The size of every chunk but the last, empty one. */
  sizes: number[];
  /** The trailer lines, without the empty line that ends them. */
  trailer: string;
}

/** A server on a free loopback port that calls a function with each connection. */
export class TcpServer extends LoopbackServer<Deno.Conn, Error> {
  readonly hostname: string;
  readonly port: number;
  /** `http://host:port` or `https://host:port`, without a final slash. */
  readonly url: string;

  #listener: Deno.TcpListener | Deno.TlsListener;
  #handler: ConnectionHandler;

  constructor(handler: ConnectionHandler, options: TcpServerOptions = {}) {
    super();
    const { tls, hostname = "127.0.0.1", alpnProtocols } = options;
    this.#handler = handler;
    this.#listener = tls
      ? Deno.listenTls({
        hostname,
        port: 0,
        ...tls,
        ...(alpnProtocols && { alpnProtocols }),
      })
      : Deno.listen({ hostname, port: 0 });
    this.hostname = hostname;
    this.port = this.#listener.addr.port;
    const authority = hostname.includes(":") ? `[${hostname}]` : hostname;
    this.url = `${tls ? "https" : "http"}://${authority}:${this.port}`;
    this.waitFor(this.#accept());
  }

  protected override closeAll(): Promise<void> {
    closeQuietly(this.#listener);
    for (const conn of this.sockets) closeQuietly(conn);
    return Promise.resolve();
  }

  protected override isLost(error: unknown): error is Error {
    return isClosing(error);
  }

  async #accept(): Promise<void> {
    for await (const conn of this.#listener) {
      this.sockets.add(conn);
      this.waitFor(this.#serve(conn, this.connections));
      this.countAccepted();
    }
  }

  async #serve(conn: Deno.Conn, index: number): Promise<void> {
    try {
      // Nagle's algorithm is on by default and costs 40 ms per second write.
      if (isTcp(conn)) conn.setNoDelay(true);
      if (isTls(conn) && !(await this.#shakeHands(conn))) return;
      await this.#handler(conn, index);
      await finish(conn);
    } catch (error) {
      this.keep(error);
    } finally {
      closeQuietly(conn);
      this.remove(conn);
    }
  }

  async #shakeHands(conn: Deno.TlsConn): Promise<boolean> {
    try {
      await conn.handshake();
      return true;
    } catch (error) {
      if (!this.isStopping) this.lost.push(error as Error);
      return false;
    }
  }
}

/**
 * Reads a connection in pieces; bytes that were read too early are kept for the
 * next call.
 */
export class WireReader {
  #conn: Deno.Conn;
  #kept: Uint8Array = new Uint8Array();
  #chunk: Uint8Array<ArrayBuffer> = new Uint8Array(CHUNK_SIZE);
  #filling: Promise<boolean> | undefined;

  constructor(conn: Deno.Conn) {
    this.#conn = conn;
  }

  /**
   * Reads up to and including CRLF CRLF as latin1; `""` if the connection has
   * ended.
   */
  readHead(): Promise<string> {
    return this.#readThrough("\r\n\r\n");
  }

  /** Reads one line without its CRLF; also `""` if the connection has ended. */
  async readLine(): Promise<string> {
    return (await this.#readThrough("\r\n")).slice(0, -2);
  }

  /** Reads exactly `size` bytes. */
  async readBytes(size: number): Promise<Uint8Array> {
    const bytes = new Uint8Array(size);
    let filled = 0;
    while (filled < size) {
      const piece = await this.readSome(size - filled);
      if (piece === null) throw endedEarly(size - filled);
      bytes.set(piece, filled);
      filled += piece.length;
    }
    return bytes;
  }

  /** Reads a body in chunked transfer coding with its trailer. */
  async readChunked(): Promise<ChunkedBody> {
    const pieces: Uint8Array[] = [];
    for (;;) {
      const size = parseInt(await this.#lineOfChunk(), 16);
      if (!(size >= 0)) throw new TypeError("Cannot read a chunk: No size");
      if (size === 0) break;
      pieces.push(await this.readBytes(size));
      if ((await this.#lineOfChunk()) !== "") {
        throw new TypeError("Cannot read a chunk: No CRLF after it");
      }
    }
    let trailer = "";
    for (;;) {
      const line = await this.#lineOfChunk();
      if (line === "") break;
      trailer += `${line}\r\n`;
    }
    const sizes = pieces.map((piece) => piece.length);
    return { body: concat(pieces), sizes, trailer };
  }

  /** Reads until the peer ends the connection. */
  async readToEnd(): Promise<Uint8Array> {
    const pieces: Uint8Array[] = [];
    for (;;) {
      const piece = await this.readSome();
      if (piece === null) return concat(pieces);
      pieces.push(piece);
    }
  }

  /**
   * Discards everything until the peer ends the connection; returns the number
   * of bytes.
   */
  async discardToEnd(): Promise<number> {
    let size = 0;
    for (;;) {
      const piece = await this.readSome();
      if (piece === null) return size;
      size += piece.length;
    }
  }

  /**
   * Reads the available bytes, at least one; `null` if the connection has
   * ended.
   */
  async readSome(limit: number = Infinity): Promise<Uint8Array | null> {
    while (this.#kept.length === 0) {
      if (!(await this.#fill())) return null;
    }
    const piece = this.#kept.subarray(0, limit);
    this.#kept = this.#kept.subarray(piece.length);
    return piece;
  }

  /**
   * Resolves once the peer has closed the connection; keeps the bytes that
   * arrive until then.
   */
  async peerClosed(): Promise<void> {
    try {
      while (await this.#fill());
    } catch (error) {
      if (!isClosing(error)) throw error;
    }
  }

  async #lineOfChunk(): Promise<string> {
    const line = await this.#readThrough("\r\n");
    if (line === "") throw endedEarly(1);
    return line.slice(0, -2);
  }

  async #readThrough(end: string): Promise<string> {
    let from = 0;
    for (;;) {
      const at = indexOf(this.#kept, end, from);
      if (at >= 0) {
        const text = latin1Of(this.#kept.subarray(0, at + end.length));
        this.#kept = this.#kept.subarray(at + end.length);
        return text;
      }
      from = Math.max(0, this.#kept.length - end.length + 1);
      if (await this.#fill()) continue;
      if (this.#kept.length > 0) throw endedEarly(end.length);
      return "";
    }
  }

  /** Shared by all readers, so that two of them never read at the same time. */
  #fill(): Promise<boolean> {
    this.#filling ??= this.#read().finally(() => this.#filling = undefined);
    return this.#filling;
  }

  async #read(): Promise<boolean> {
    const size = await this.#conn.read(this.#chunk);
    if (size === null) return false;
    this.#kept = concat([this.#kept, this.#chunk.subarray(0, size)]);
    return true;
  }
}

/** Sends a whole latin1 string or whole bytes. */
export async function send(
  conn: Deno.Conn,
  data: string | Uint8Array,
): Promise<void> {
  let rest = bytesOf(data);
  while (rest.length > 0) rest = rest.subarray(await conn.write(rest));
}

/** Builds a response as a latin1 string, which a test sends whole or in pieces. */
export function response(options: ResponseOptions = {}): string {
  const { body = "" } = options;
  const text = typeof body === "string" ? body : latin1Of(body);
  const headers = fieldsOf(options.headers);
  const framed = headers.some(([name]) =>
    /^(content-length|transfer-encoding)$/i.test(name)
  );
  if (!framed) headers.push(["Content-Length", String(text.length)]);
  return responseHead({ ...options, headers }) + text;
}

/** Builds a response head, without adding anything. */
export function responseHead(options: ResponseOptions): string {
  const { version = "HTTP/1.1", status = 200 } = options;
  const reason = options.reason ?? REASONS[status] ?? "";
  const lines = fieldsOf(options.headers).map(([name, value]) =>
    `${name}: ${value}\r\n`
  );
  return `${version} ${status} ${reason}\r\n${lines.join("")}\r\n`;
}

/** The fields as a new array. */
export function fieldsOf(headers: HeaderList = []): [string, string][] {
  return Array.isArray(headers) ? [...headers] : Object.entries(headers);
}

/** The bytes of a latin1 string; bytes are returned unchanged. */
export function bytesOf(data: string | Uint8Array): Uint8Array {
  if (typeof data !== "string") return data;
  return Uint8Array.from(data, (char) => char.charCodeAt(0));
}

/** The latin1 string for bytes. A TextDecoder treats "latin1" as windows-1252. */
export function latin1Of(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += 4096) {
    text += String.fromCharCode(...bytes.subarray(at, at + 4096));
  }
  return text;
}

/** Joins the pieces to one array. */
export function concat(pieces: Uint8Array[]): Uint8Array {
  const size = pieces.reduce((sum, piece) => sum + piece.length, 0);
  const whole = new Uint8Array(size);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

/** `true` if the error only reports that one side closed the connection. */
export function isClosing(error: unknown): error is Error {
  return error instanceof Deno.errors.BadResource ||
    error instanceof Deno.errors.Interrupted ||
    error instanceof Deno.errors.ConnectionReset ||
    error instanceof Deno.errors.ConnectionAborted ||
    error instanceof Deno.errors.BrokenPipe ||
    error instanceof Deno.errors.NotConnected ||
    error instanceof Deno.errors.UnexpectedEof;
}

/** Ends the connection in order, over TLS with close_notify. */
export async function finish(conn: Deno.Conn): Promise<void> {
  try {
    await conn.closeWrite();
  } catch (error) {
    if (!isClosing(error)) throw error;
  }
  closeQuietly(conn);
}

/** Closes a resource that may already be closed. */
export function closeQuietly(resource: { close(): void }): void {
  try {
    resource.close();
  } catch (error) {
    if (!isClosing(error)) throw error;
  }
}

function endedEarly(missing: number): Error {
  return new Deno.errors.UnexpectedEof(
    `Cannot read the wire: It ended at least ${missing} bytes early`,
  );
}

function indexOf(bytes: Uint8Array, text: string, from: number): number {
  const codes = bytesOf(text);
  for (let at = from; at <= bytes.length - codes.length; at++) {
    if (codes.every((code, offset) => bytes[at + offset] === code)) return at;
  }
  return -1;
}

function isTcp(conn: Deno.Conn): conn is Deno.TcpConn {
  return "setNoDelay" in conn;
}

function isTls(conn: Deno.Conn): conn is Deno.TlsConn {
  return "handshake" in conn;
}
