// Copyright 2026 the wininet authors. MIT license.

/**
 * The sockets of {@linkcode "./ftp_server.ts"}: they can do what `Deno.Conn`
 * cannot: send an RST, start TLS as the server on an open connection, and send
 * a FIN without close_notify.
 *
 * A socket is read only on demand: a script that does not read causes
 * back-pressure at the client, except over TLS, where everything is read. Every
 * socket error is a {@linkcode WireLost}, because to a server they all mean the
 * same.
 *
 * @module
 */

import {
  type AddressInfo,
  connect,
  createServer,
  type Server,
  type Socket,
} from "node:net";
import { clearTimeout, setTimeout } from "node:timers";
import { createSecureContext, TLSSocket } from "node:tls";
import { bytesOf, concat } from "./tcp_server.ts";

/**
 * The time limit for a handshake. Deno 2.9.6 does not report a client that
 * disconnects during the handshake, so a test that waits for the end of all
 * connections would wait forever.
 */
const HANDSHAKE = 10_000;

/** A certificate chain with its key, as PEM texts. */
export interface Certificate {
  cert: string;
  key: string;
  /**
   * The authority for client certificates; if it is set, clients must have a
   * certificate that it issued.
   */
  ca?: string;
}

/** The connection is lost; `cause` is the error of the socket. */
export class WireLost extends Error {
  override name = "WireLost";
}

/** Called with connections before they are used. */
export type WireWatch = (wire: Wire) => void;

/** One connection, in plain text or over TLS. */
export class Wire {
  /** Resolves when the socket is closed. */
  readonly closed: Promise<void>;
  readonly remoteAddress: string;
  readonly localAddress: string;
  #tcp: Socket;
  #socket: Socket;
  #secured: Promise<void> = Promise.resolve();
  #error: Error | undefined;
  #ended = false;
  #isClosed = false;
  #listening = false;
  #chunks: Uint8Array[] = [];
  #wake: () => void = () => {};

  /**
   * @param paused `true` if the socket was accepted: Deno never resumes a paused socket that was
   * opened by connecting.
   */
  constructor(socket: Socket, paused: boolean = true) {
    this.#tcp = socket;
    this.#socket = socket;
    this.remoteAddress = socket.remoteAddress ?? "";
    this.localAddress = socket.localAddress ?? "";
    const { promise, resolve } = Promise.withResolvers<void>();
    this.closed = promise;
    socket.setNoDelay(true);
    socket.on("error", (error) => this.#error ??= error);
    socket.once("close", () => {
      this.#isClosed = true;
      this.#wake();
      resolve();
    });
    // A socket without a reader must not detect the end and close itself.
    if (paused) socket.pause();
  }

  /** `true` if the socket is closed. */
  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** `true` if the client has resumed a TLS session; `undefined` in plain text. */
  get reused(): boolean | undefined {
    const socket = this.#socket;
    return socket instanceof TLSSocket ? socket.isSessionReused() : undefined;
  }

  /** Resolves when the TLS handshake is complete; immediately in plain text. */
  get secured(): Promise<void> {
    return this.#secured;
  }

  /**
   * Sends the last bytes in plain text; all later bytes use TLS. Nothing is read in between, so the
   * ClientHello of a fast client is not lost.
   */
  startTls(
    { cert, key, ca }: Certificate,
    lastClear: string | Uint8Array,
  ): void {
    this.#tcp.removeAllListeners("readable");
    this.#tcp.removeAllListeners("end");
    if (lastClear.length > 0) this.#tcp.write(bytesOf(lastClear));
    const asks = ca !== undefined;
    const secureContext = createSecureContext({
      cert,
      key,
      ...(asks && { ca }),
    });
    const tls = new TLSSocket(this.#tcp, {
      isServer: true,
      secureContext,
      requestCert: asks,
      rejectUnauthorized: asks,
    });
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    tls.once("secure", () => resolve());
    const fail = () => {
      reject(this.#lost());
      this.#wake();
    };
    tls.on("error", (error) => {
      this.#error ??= error;
      fail();
    });
    tls.once("close", fail);
    this.closed.then(fail);
    const overdue = setTimeout(() => this.close(), HANDSHAKE);
    promise.finally(() => clearTimeout(overdue)).catch(() => {});
    // Deno loses the end of a TLS stream that is not read from the beginning.
    tls.on("data", (chunk) => {
      this.#chunks.push(chunk);
      this.#wake();
    });
    this.#onEnd(tls);
    this.#socket = tls;
    this.#secured = promise;
    this.#listening = true;
    this.#wake();
  }

  /** Reads the available bytes, at least one; `null` after FIN. */
  async read(): Promise<Uint8Array | null> {
    for (;;) {
      await this.#secured;
      this.#listen();
      const chunk = this.#take();
      if (chunk) return new Uint8Array(chunk);
      if (this.#ended) return null;
      if (this.#error || this.#isClosed) throw this.#lost();
      await new Promise<void>((resolve) => this.#wake = resolve);
    }
  }

  /** Reads until FIN. */
  async readAll(): Promise<Uint8Array> {
    const pieces: Uint8Array[] = [];
    for (;;) {
      const piece = await this.read();
      if (piece === null) return concat(pieces);
      pieces.push(piece);
    }
  }

  /** Sends bytes or a latin1 text; resolves when the kernel has them. */
  async write(data: Uint8Array | string): Promise<void> {
    await this.#secured;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#socket.write(
      bytesOf(data),
      (error) => error ? reject(this.#lost(error)) : resolve(),
    );
    await this.#whileOpen(promise);
  }

  /** Sends FIN, over TLS with close_notify; discards further input. */
  async end(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#socket.end(() => resolve());
    this.#discard();
    await Promise.race([promise, this.closed]);
  }

  /** Sends FIN, over TLS without close_notify. */
  async fin(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#tcp.end(() => resolve());
    this.#discard();
    await Promise.race([promise, this.closed]);
  }

  /** Sends RST. */
  async reset(): Promise<void> {
    this.#tcp.resetAndDestroy();
    await this.closed;
  }

  /** Closes immediately, in both directions. */
  async close(): Promise<void> {
    this.#socket.destroy();
    this.#tcp.destroy();
    await this.closed;
  }

  #listen(): void {
    if (this.#listening) return;
    this.#listening = true;
    this.#tcp.on("readable", () => this.#wake());
    this.#onEnd(this.#tcp);
  }

  #onEnd(socket: Socket): void {
    socket.once("end", () => {
      this.#ended = true;
      this.#wake();
    });
  }

  #take(): Uint8Array | undefined {
    return this.#socket instanceof TLSSocket
      ? this.#chunks.shift()
      : this.#socket.read() ?? undefined;
  }

  #discard(): void {
    this.#socket.removeAllListeners("readable");
    this.#socket.removeAllListeners("data");
    this.#socket.resume();
  }

  async #whileOpen(promise: Promise<void>): Promise<void> {
    const lost = this.closed.then(() => {
      throw this.#lost();
    });
    await Promise.race([promise, lost]);
  }

  #lost(cause: unknown = this.#error): WireLost {
    return new WireLost("Cannot use the connection: It is closed", { cause });
  }
}

/** A listening port, and the connections that were not accepted yet. */
export class Door {
  readonly port: number;
  #server: Server;
  #waiting: Wire[] = [];
  #takers: ((wire: Wire | undefined) => void)[] = [];
  #closed: Promise<void>;
  #isClosed = false;

  /**
   * Listens on the port, or a free one; `onWire` is called first with each
   * connection.
   */
  constructor(host: string, port: number, onWire: (wire: Wire) => void) {
    this.#server = createServer({ allowHalfOpen: true, pauseOnConnect: true });
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#closed = promise;
    this.#server.once("close", resolve);
    this.#server.on("connection", (socket) => {
      const wire = new Wire(socket);
      onWire(wire);
      const taker = this.#takers.shift();
      if (taker) taker(wire);
      else this.#waiting.push(wire);
    });
    this.port = listenNow(this.#server, host, port);
  }

  /**
   * The next connection; `undefined` if the listener is closed before it
   * arrives.
   */
  take(): Promise<Wire | undefined> {
    const wire = this.#waiting.shift();
    if (wire || this.#isClosed) return Promise.resolve(wire);
    return new Promise((resolve) => this.#takers.push(resolve));
  }

  /** Stops listening, and closes connections that were not accepted. */
  async close(): Promise<void> {
    if (!this.#isClosed) {
      this.#isClosed = true;
      this.#server.close();
      for (const taker of this.#takers.splice(0)) taker(undefined);
    }
    await Promise.all(this.#waiting.splice(0).map((wire) => wire.close()));
    await this.#closed;
  }
}

/** Connects to a client in active mode, optionally from another local address. */
export async function dial(
  host: string,
  port: number,
  localAddress?: string,
): Promise<Wire> {
  const socket = connect({
    host,
    port,
    allowHalfOpen: true,
    ...(localAddress !== undefined && { localAddress }),
  });
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  socket.once("connect", resolve);
  socket.once("error", (cause) => {
    reject(new WireLost("Cannot connect to the client: Refused", { cause }));
  });
  await promise;
  return new Wire(socket, false);
}

/**
 * `server.listen` knows its port only in the next turn of the event loop, but a
 * constructor needs the port immediately; `listen` calls this function
 * internally.
 */
function listenNow(server: Server, host: string, port: number): number {
  const now = server as unknown as {
    _listen2(host: string, port: number, family: 4 | 6, backlog: number): void;
  };
  now._listen2(host, port, host.includes(":") ? 6 : 4, 511);
  return (server.address() as AddressInfo).port;
}
