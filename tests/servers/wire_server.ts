// Copyright 2026 the wininet authors. MIT license.

/**
 * A server on {@linkcode Wire}s: it can end a connection in every way, which are
 * FIN with and without close_notify, and RST. What is spoken on a connection is
 * decided by a function.
 *
 * @module
 */

import { fixture } from "../helpers/certificates.ts";
import { type Certificate, Door, type Wire, WireLost } from "./ftp_wire.ts";
import type { Incoming } from "./gopher_incoming.ts";
import { Countdown, ServerStopped } from "./tcp_server.ts";

/** Where a {@linkcode WireServer} listens, and with which certificate. */
export interface WireServerOptions {
  /** @default {"127.0.0.1"} */
  host?: string;
  /** Whether it speaks TLS from the first byte. @default {false} */
  tls?: boolean;
  /** A certificate of tests/tls. @default {"localhost"} */
  certificate?: string;
}

/** Speaks on one connection; closes it itself unless it throws. */
export type WireHandler = (wire: Wire, index: number) => Promise<void>;

/** A server on a free loopback port that hands each connection to a function. */
export class WireServer implements AsyncDisposable {
  readonly host: string;
  readonly port: number;
  /** `host:port`, with brackets where they belong. */
  readonly authority: string;
  /** Connections that ended while the server used them. */
  readonly lost: WireLost[] = [];
  /** Resolves when disposal begins. */
  readonly stopped: Promise<void>;
  #handler: WireHandler;
  #door: Door;
  #wires = new Set<Wire>();
  #tasks = new Set<Promise<void>>();
  #failures: unknown[] = [];
  #accepted = new Countdown();
  #closed = new Countdown();
  #stop = Promise.withResolvers<void>();
  #stopping = false;

  constructor(handler: WireHandler, options: WireServerOptions = {}) {
    this.#handler = handler;
    this.stopped = this.#stop.promise;
    this.host = options.host ?? "127.0.0.1";
    const certificate = options.tls
      ? fixture(options.certificate ?? "localhost")
      : undefined;
    this.#door = new Door(this.host, 0, (wire) => this.#own(wire));
    this.port = this.#door.port;
    const name = this.host.includes(":") ? `[${this.host}]` : this.host;
    this.authority = `${name}:${this.port}`;
    this.#tasks.add(this.#accept(certificate));
  }

  /** How many connections were accepted so far. */
  get connections(): number {
    return this.#accepted.count;
  }

  /** How many connections are open; one is until the client has closed too. */
  get open(): number {
    return this.#wires.size;
  }

  /** Resolves once `count` connections were accepted since the start. */
  accepted(count: number): Promise<void> {
    return this.#accepted.reached(count);
  }

  /** Resolves once no connection is open, at once if none is. */
  async allClosed(): Promise<void> {
    while (this.open > 0) await this.#closed.reached(this.#closed.count + 1);
  }

  /** Waits for the promise; rejects in a way that is swallowed at disposal. */
  until<T>(promise: Promise<T>): Promise<T> {
    const stop = this.stopped.then(() => {
      throw new ServerStopped("Server is disposed");
    });
    return Promise.race([promise, stop]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopping = true;
    this.#stop.resolve();
    // The door is closed only when the connections are, too.
    const closing = this.#door.close();
    await Promise.all([...this.#wires].map((wire) => wire.close()));
    await closing;
    await Promise.all(this.#tasks);
    if (this.#failures.length > 1) throw new AggregateError(this.#failures);
    if (this.#failures.length === 1) throw this.#failures[0];
  }

  async #accept(certificate: Certificate | undefined): Promise<void> {
    for (;;) {
      const wire = await this.#door.take();
      if (!wire) return;
      const index = this.connections;
      if (certificate) wire.startTls(certificate, "");
      this.#accepted.increment();
      const task = this.#serve(wire, index);
      this.#tasks.add(task);
      task.then(() => this.#tasks.delete(task));
    }
  }

  async #serve(wire: Wire, index: number): Promise<void> {
    try {
      await this.#handler(wire, index);
    } catch (error) {
      this.#keep(error);
      await wire.close();
    }
  }

  #own(wire: Wire): void {
    this.#wires.add(wire);
    wire.closed.then(() => {
      this.#wires.delete(wire);
      this.#closed.increment();
    });
    if (this.#stopping) wire.close();
  }

  #keep(error: unknown): void {
    if (error instanceof ServerStopped) return;
    if (!(error instanceof WireLost)) this.#failures.push(error);
    else if (!this.#stopping) this.lost.push(error);
  }
}

/** One question on a connection, and what a script can do about it. */
export class WireCall {
  readonly server: WireServer;
  /** How many connections were accepted before this one. */
  readonly index: number;
  /** What comes from the client. */
  readonly incoming: Incoming;
  #wire: Wire;
  #ended = false;

  constructor(
    server: WireServer,
    wire: Wire,
    incoming: Incoming,
    index: number,
  ) {
    this.server = server;
    this.index = index;
    this.incoming = incoming;
    this.#wire = wire;
  }

  /** Whether the script has ended the connection. */
  get ended(): boolean {
    return this.#ended;
  }

  /** Sends a piece; resolves when the kernel has it. */
  async write(data: string | Uint8Array): Promise<void> {
    // A TLS socket of Deno fails when it is given no bytes.
    if (data.length > 0) await this.#wire.write(data);
  }

  /** Waits for the promise; rejects in a way that is swallowed at disposal. */
  until<T>(promise: Promise<T>): Promise<T> {
    return this.server.until(promise);
  }

  /** Sends nothing more, closes nothing, until the client has closed. */
  async clientClosed(): Promise<void> {
    try {
      await this.incoming.rest();
    } catch (error) {
      if (!(error instanceof WireLost)) throw error;
    }
  }

  /** Reads exactly so many bytes behind what was read. */
  readBytes(size: number): Promise<Uint8Array> {
    return this.incoming.bytes(size);
  }

  /** Reads until the client ends its side. */
  readToEnd(): Promise<Uint8Array> {
    return this.incoming.rest();
  }

  /** Ends the answer in order, over TLS with close_notify. */
  async end(): Promise<void> {
    this.#ended = true;
    await this.#wire.end();
  }

  /** Ends the answer with a FIN, over TLS without close_notify. */
  async cut(): Promise<void> {
    this.#ended = true;
    await this.#wire.fin();
  }

  /** Ends the connection with a RST. */
  async reset(): Promise<void> {
    this.#ended = true;
    await this.#wire.reset();
  }
}
