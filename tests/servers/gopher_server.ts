// Copyright 2026 the wininet authors. MIT license.

/**
 * A Gopher server for tests in the same process, which looks up the answer to
 * each request line in a table:
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
 * Requests and answers are latin1 strings: one character is one byte. Nothing
 * is added to an answer, and the connection is closed after it. A request that
 * is not in the table gets a line of type 3.
 *
 * A script that waits for the test uses `call.until()`, so that it ends when
 * the server is disposed. Disposal of the server rethrows an error that a
 * script throws.
 *
 * @module
 */

import type { Wire } from "./ftp_wire.ts";
import { Incoming, readBlock } from "./gopher_incoming.ts";
import { Countdown } from "./loopback_server.ts";
import { bytesOf, latin1Of } from "./tcp_server.ts";
import { WireCall, WireServer, type WireServerOptions } from "./wire_server.ts";

/** The content that a script returns to be sent, if any. */
export type GopherContent = string | Uint8Array | void;

/** Answers one request. */
export type GopherScript = (
  call: GopherCall,
) => Promise<GopherContent> | GopherContent;

/** The reply to one request. */
export type GopherReply = string | Uint8Array | GopherScript;

/** The options of a {@linkcode GopherServer}. */
export interface GopherServerOptions extends WireServerOptions {
  /** `true` if TLS ends with close_notify. @default {true} */
  closeNotify?: boolean;
  /** Sends each byte of the table's answers separately. @default {false} */
  byteByByte?: boolean;
  /** The answer to a request that is not in the table. */
  otherwise?: GopherReply;
}

/** A Gopher server on a free loopback port. */
export class GopherServer extends WireServer {
  readonly options: GopherServerOptions;
  /** The answers by request line without CRLF; a test may add to them. */
  readonly replies: Record<string, GopherReply>;
  /** `gopher://host:port` or `gophers://host:port`, without a final slash. */
  readonly url: string;
  /**
   * Every request line in order, as latin1 text without its CRLF. A line that
   * ended with LF alone keeps it, so that a test detects the mistake.
   */
  readonly requests: string[] = [];
  /** Every data block that followed a request line, unchanged. */
  readonly blocks: Uint8Array[] = [];
  #received = new Countdown();

  constructor(
    replies: Record<string, GopherReply> = {},
    options: GopherServerOptions = {},
  ) {
    super((wire, index) => this.#answer(wire, index), options);
    this.options = options;
    this.replies = replies;
    this.url = `gopher${options.tls ? "s" : ""}://${this.authority}`;
  }

  /** Resolves once `count` request lines have arrived since the start. */
  received(count: number): Promise<void> {
    return this.#received.reached(count);
  }

  /** A menu line that refers to this server, with its CRLF. */
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

  async #answer(wire: Wire, index: number): Promise<void> {
    const incoming = new Incoming(wire);
    const line = await incoming.line();
    if (line === null) return await wire.end();
    const request = latin1Of(line).replace(/\r\n$/, "");
    this.requests.push(request);
    this.#received.increment();
    await new GopherCall(this, wire, incoming, index, request).answer();
  }
}

/** One request, and the ways to reply. */
export class GopherCall extends WireCall {
  declare readonly server: GopherServer;
  /** The request line without CRLF. */
  readonly request: string;
  /** The parts of the request line between its TABs; the first is the selector. */
  readonly fields: readonly string[];

  constructor(
    server: GopherServer,
    wire: Wire,
    incoming: Incoming,
    index: number,
    request: string,
  ) {
    super(server, wire, incoming, index);
    this.request = request;
    this.fields = request.split("\t");
  }

  /**
   * Reads the data block after a request line: `+-1` to its final dot, `+n` to
   * its last byte, `+-2` to the end. Returns it with its header and its dot.
   */
  async readBlock(): Promise<Uint8Array> {
    const block = await readBlock(this.incoming);
    this.server.blocks.push(block);
    return block;
  }

  /** Sends the reply in the table of the server. */
  async answer(): Promise<void> {
    const { replies, options } = this.server;
    const reply = Object.hasOwn(replies, this.request)
      ? replies[this.request]
      : options.otherwise ?? notFound;
    const content = typeof reply === "function"
      ? await reply(this)
      : await this.#read(reply);
    if (content !== undefined) await this.#send(bytesOf(content));
    if (this.ended) return;
    if (options.closeNotify ?? true) await this.end();
    else await this.cut();
  }

  /** A client may send its whole block before it reads the answer. */
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
