// Copyright 2026 the wininet authors. MIT license.

/**
 * An HTTP server that sends any bytes, valid or not, and can end a connection
 * after each of them in every way: in order, with a premature FIN (over TLS
 * without close_notify), or with an RST.
 *
 *     await using server = new RawHttpServer(async (call) => {
 *       await call.write("HTTP/1.1 200 OK\r\n\r\nhal");
 *       await call.reset();
 *     });
 *
 * If a script does not end the connection, it is kept for more requests.
 *
 * @module
 */

import type { Wire } from "./ftp_wire.ts";
import { Incoming } from "./gopher_incoming.ts";
import { concat, latin1Of } from "./tcp_server.ts";
import { WireCall, WireServer, type WireServerOptions } from "./wire_server.ts";

/** Answers one request. */
export type RawScript = (call: RawCall) => Promise<void> | void;

/** An HTTP server on a free loopback port. */
export class RawHttpServer extends WireServer {
  /** `http://host:port` or `https://localhost:port`, without a final slash. */
  readonly url: string;

  constructor(script: RawScript, options: WireServerOptions = {}) {
    super((wire, index) => this.#converse(wire, index, script), options);
    // The certificate has the name; the address has no server name in TLS.
    this.url = options.tls
      ? `https://localhost:${this.port}`
      : `http://${this.authority}`;
  }

  async #converse(
    wire: Wire,
    index: number,
    script: RawScript,
  ): Promise<void> {
    const incoming = new Incoming(wire);
    for (let number = 0;; number++) {
      const head = await readHead(incoming);
      if (head === "") return await wire.end();
      const call = new RawCall(this, wire, incoming, index, number, head);
      await script(call);
      if (call.ended) return;
      await call.readBody();
    }
  }
}

/** One request, and the ways to respond. */
export class RawCall extends WireCall {
  /** The request's index on its connection, from 0. */
  readonly number: number;
  /** All bytes of the head, as latin1. */
  readonly head: string;
  readonly method: string;
  readonly target: string;
  #body: Promise<Uint8Array> | undefined;

  constructor(
    server: RawHttpServer,
    wire: Wire,
    incoming: Incoming,
    index: number,
    number: number,
    head: string,
  ) {
    super(server, wire, incoming, index);
    this.number = number;
    this.head = head;
    const [method = "", target = ""] = head.split(" ", 2);
    this.method = method;
    this.target = target;
  }

  /** The value of the first field with this name, in any case. */
  header(name: string): string | undefined {
    return new RegExp(`^${name}: *(.*?)\r$`, "im").exec(this.head)?.[1];
  }

  /** Reads the body, without the framing of its chunks, once. */
  readBody(): Promise<Uint8Array> {
    return this.#body ??= this.#readBody();
  }

  async #readBody(): Promise<Uint8Array> {
    if (!/chunked/i.test(this.header("transfer-encoding") ?? "")) {
      return await this.readBytes(Number(this.header("content-length") ?? 0));
    }
    const pieces: Uint8Array[] = [];
    for (;;) {
      const line = await this.incoming.line();
      if (line === null) break;
      const size = parseInt(latin1Of(line), 16);
      pieces.push(await this.readBytes(size));
      await this.incoming.line();
      if (!(size > 0)) break;
    }
    return concat(pieces);
  }
}

/**
 * Reads up to and including the empty line; `""` if the connection ends before
 * it.
 */
async function readHead(incoming: Incoming): Promise<string> {
  for (let head = "";;) {
    const line = await incoming.line();
    if (line === null) return "";
    head += latin1Of(line);
    if (head.endsWith("\r\n\r\n")) return head;
  }
}
