// Copyright 2026 the wininet authors. MIT license.

/**
 * A Gopher server for tests in the same process, which answers each request
 * line by a table:
 *
 *     await using server = new GopherServer({
 *       "": ({ server }) => server.item("0", "Text", "/a.txt") + ".\r\n",
 *       "/a.txt": "line\r\n.\r\n",
 *       "/find\twords": bytes,
 *       async "/slow"(call) {
 *         await call.write("first ");
 *         await call.until(goOn);
 *         return "second\r\n.\r\n";
 *       },
 *       "/silent": (call) => call.clientClosed(),
 *       "/gone": (call) => call.reset(),
 *     });
 *
 * Requests and answers are latin1 texts: one character is one byte. Nothing is
 * added to an answer, and the connection is closed after it. A request that is
 * not in the table gets a line of type 3.
 *
 * A script that waits for something of the test waits with `call.until()`, so
 * that it ends when the server is disposed. What a script throws is thrown by
 * the disposal of the server.
 *
 * @module
 */

import { type Certificate, Door, type Wire, WireLost } from "./ftp_wire.ts";
import { Incoming, readBlock } from "./gopher_incoming.ts";
import { bytesOf, Countdown, latin1Of, ServerStopped } from "./tcp_server.ts";

const TLS_FOLDER = new URL("../tls/", import.meta.url);

/** What a script gives to be sent at its end, if anything. */
export type GopherContent = string | Uint8Array | void;

/** Answers one request in its own way. */
export type GopherScript = (
  call: GopherCall,
) => Promise<GopherContent> | GopherContent;

/** What is sent for one request. */
export type GopherReply = string | Uint8Array | GopherScript;

/** How a {@linkcode GopherServer} speaks. */
export interface GopherServerOptions {
  /** @default {"127.0.0.1"} */
  host?: string;
  /** Whether it speaks TLS from the first byte. @default {false} */
  tls?: boolean;
  /** A certificate of tests/tls. @default {"localhost"} */
  certificate?: string;
  /** Whether it ends TLS with close_notify. @default {true} */
  closeNotify?: boolean;
  /** Sends each byte of the table's answers alone. @default {false} */
  byteByByte?: boolean;
  /** The answer to a request that is not in the table. */
  otherwise?: GopherReply;
}

/** A Gopher server on a free loopback port. */
export class GopherServer implements AsyncDisposable {
  readonly options: GopherServerOptions;
  /** The answers by request line without CRLF; a test may add to them. */
  readonly replies: Record<string, GopherReply>;
  readonly host: string;
  readonly port: number;
  /** `gopher://host:port` or `gophers://host:port`, without a final slash. */
  readonly url: string;
  /**
   * Every request line in order, as latin1 text without its CRLF. A line that
   * ended with LF alone keeps it, so that a test sees the mistake.
   */
  readonly requests: string[] = [];
  /** Every data block that was read behind a request line, as it came. */
  readonly blocks: Uint8Array[] = [];
  /** Connections that ended while the server used them. */
  readonly lost: WireLost[] = [];
  /** Resolves when disposal begins. */
  readonly stopped: Promise<void>;
  #door: Door;
  #wires = new Set<Wire>();
  #tasks = new Set<Promise<void>>();
  #failures: unknown[] = [];
  #received = new Countdown();
  #accepted = new Countdown();
  #closed = new Countdown();
  #stop = Promise.withResolvers<void>();
  #stopping = false;

  constructor(
    replies: Record<string, GopherReply> = {},
    options: GopherServerOptions = {},
  ) {
    this.options = options;
    this.replies = replies;
    this.stopped = this.#stop.promise;
    this.host = options.host ?? "127.0.0.1";
    const certificate = options.tls
      ? readCertificate(options.certificate ?? "localhost")
      : undefined;
    this.#door = new Door(this.host, 0, (wire) => this.#own(wire));
    this.port = this.#door.port;
    const authority = this.host.includes(":") ? `[${this.host}]` : this.host;
    this.url = `gopher${options.tls ? "s" : ""}://${authority}:${this.port}`;
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

  /** Resolves once `count` request lines have come since the start. */
  received(count: number): Promise<void> {
    return this.#received.reached(count);
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

  /** A menu line that leads to this server, with its CRLF. */
  item(
    type: string,
    display: string,
    selector: string,
    extra?: string,
  ): string {
    const fields = [type + display, selector, this.host, this.port];
    if (extra !== undefined) fields.push(extra);
    return `${fields.join("\t")}\r\n`;
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
      const incoming = new Incoming(wire);
      const line = await incoming.line();
      if (line === null) return await wire.end();
      const request = latin1Of(line).replace(/\r\n$/, "");
      this.requests.push(request);
      this.#received.increment();
      const call = new GopherCall(this, wire, incoming, index, request);
      await call.answer();
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

/** One request, and what a script can do about it. */
export class GopherCall {
  readonly server: GopherServer;
  /** How many connections were accepted before this one. */
  readonly index: number;
  /** The request line without CRLF. */
  readonly request: string;
  /** The parts of the request line between its TABs; the first is the selector. */
  readonly fields: readonly string[];
  #wire: Wire;
  #incoming: Incoming;
  #ended = false;

  constructor(
    server: GopherServer,
    wire: Wire,
    incoming: Incoming,
    index: number,
    request: string,
  ) {
    this.server = server;
    this.index = index;
    this.request = request;
    this.fields = request.split("\t");
    this.#wire = wire;
    this.#incoming = incoming;
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
      await this.#incoming.rest();
    } catch (error) {
      if (!(error instanceof WireLost)) throw error;
    }
  }

  /**
   * Reads the data block behind a request line: `+-1` to its final dot, `+n` to
   * its last byte, `+-2` to the end. Returns it with its header and its dot.
   */
  async readBlock(): Promise<Uint8Array> {
    const block = await readBlock(this.#incoming);
    this.server.blocks.push(block);
    return block;
  }

  /** Reads exactly so many bytes behind what was read. */
  readBytes(size: number): Promise<Uint8Array> {
    return this.#incoming.bytes(size);
  }

  /** Reads until the client ends its side. */
  readToEnd(): Promise<Uint8Array> {
    return this.#incoming.rest();
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

  /** Does what the table of the server says. */
  async answer(): Promise<void> {
    const { replies, options } = this.server;
    const reply = Object.hasOwn(replies, this.request)
      ? replies[this.request]
      : options.otherwise ?? notFound;
    const content = typeof reply === "function"
      ? await reply(this)
      : await this.#read(reply);
    if (content !== undefined) await this.#send(bytesOf(content));
    if (this.#ended) return;
    if (options.closeNotify ?? true) await this.end();
    else await this.cut();
  }

  /** A client may send its block first and read the answer only then. */
  async #read<T>(reply: T): Promise<T> {
    const [view, flag] = this.fields.slice(1).slice(-2);
    if (view?.startsWith("+") && flag === "1") await this.readBlock();
    return reply;
  }

  async #send(content: Uint8Array): Promise<void> {
    if (!this.server.options.byteByByte) return await this.write(content);
    for (let at = 0; at < content.length; at++) {
      await this.write(content.subarray(at, at + 1));
    }
  }
}

function notFound({ fields: [selector] }: GopherCall): string {
  return `3"${selector}" not found\t\terror.host\t1\r\n.\r\n`;
}

function readCertificate(name: string): Certificate {
  return {
    cert: Deno.readTextFileSync(new URL(`${name}.pem`, TLS_FOLDER)),
    key: Deno.readTextFileSync(new URL(`${name}.key`, TLS_FOLDER)),
  };
}
