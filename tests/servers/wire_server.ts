// Copyright 2026 the wininet authors. MIT license.

/**
 * A server on {@linkcode Wire}s: it can end a connection in every way: FIN with
 * or without close_notify, and RST. A function determines the protocol of its
 * connections.
 *
 * @module
 */

import { fixture } from "../helpers/certificates.ts";
import {
  type Certificate,
  Door,
  type Wire,
  WireLost,
  type WireWatch,
} from "./ftp_wire.ts";
import type { Incoming } from "./gopher_incoming.ts";
import { LoopbackServer } from "./loopback_server.ts";

/** The address and the certificate of a {@linkcode WireServer}. */
export interface WireServerOptions {
  /** @default {"127.0.0.1"} */
  host?: string;
  /** `true` if it uses TLS from the first byte. @default {false} */
  tls?: boolean;
  /** A certificate of tests/tls. @default {"localhost"} */
  certificate?: string;
  /** Called first with each connection. */
  onWire?: WireWatch;
}

/** Serves one connection; closes it itself unless it throws. */
export type WireHandler = (wire: Wire, index: number) => Promise<void>;

/** A server on a free loopback port that calls a function with each connection. */
export class WireServer extends LoopbackServer<Wire, WireLost> {
  readonly host: string;
  readonly port: number;
  /** `host:port`, with brackets around an IPv6 address. */
  readonly authority: string;
  #handler: WireHandler;
  #onWire: WireWatch | undefined;
  #door: Door;

  constructor(handler: WireHandler, options: WireServerOptions = {}) {
    super();
    this.#handler = handler;
    this.#onWire = options.onWire;
    this.host = options.host ?? "127.0.0.1";
    const certificate = options.tls
      ? fixture(options.certificate ?? "localhost")
      : undefined;
    this.#door = new Door(this.host, 0, (wire) => this.#own(wire));
    this.port = this.#door.port;
    const name = this.host.includes(":") ? `[${this.host}]` : this.host;
    this.authority = `${name}:${this.port}`;
    this.waitFor(this.#accept(certificate));
  }

  protected override async closeAll(): Promise<void> {
    // The listener is closed only after its connections.
    const closing = this.#door.close();
    await Promise.all([...this.sockets].map((wire) => wire.close()));
    await closing;
  }

  protected override isLost(error: unknown): error is WireLost {
    return error instanceof WireLost;
  }

  async #accept(certificate: Certificate | undefined): Promise<void> {
    for (;;) {
      const wire = await this.#door.take();
      if (!wire) return;
      const index = this.connections;
      if (certificate) wire.startTls(certificate, "");
      this.countAccepted();
      this.waitFor(this.#serve(wire, index));
    }
  }

  async #serve(wire: Wire, index: number): Promise<void> {
    try {
      await this.#handler(wire, index);
    } catch (error) {
      this.keep(error);
      await wire.close();
    }
  }

  #own(wire: Wire): void {
    this.#onWire?.(wire);
    this.sockets.add(wire);
    wire.closed.then(() => this.remove(wire));
    if (this.isStopping) wire.close();
  }
}

/** One request on a connection, and the ways to reply. */
export class WireCall {
  readonly server: WireServer;
  /** The number of connections that were accepted before this one. */
  readonly index: number;
  /** The input from the client. */
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

  /** `true` if the script has ended the connection. */
  get ended(): boolean {
    return this.#ended;
  }

  /** Sends a piece; resolves when the kernel has it. */
  async write(data: string | Uint8Array): Promise<void> {
    // Writing zero bytes to a TLS socket of Deno fails.
    if (data.length > 0) await this.#wire.write(data);
  }

  /** Waits for the promise; disposal rejects it with an error that is ignored. */
  until<T>(promise: Promise<T>): Promise<T> {
    return this.server.until(promise);
  }

  /** Sends nothing more, and waits until the client closes the connection. */
  async clientClosed(): Promise<void> {
    try {
      await this.incoming.rest();
    } catch (error) {
      if (!(error instanceof WireLost)) throw error;
    }
  }

  /** Reads exactly `size` bytes. */
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

  /** Ends the connection with an RST. */
  async reset(): Promise<void> {
    this.#ended = true;
    await this.#wire.reset();
  }
}
