// Copyright 2026 the wininet authors. MIT license.

/**
 * A server that resets connections (TCP RST) at a chosen stage.
 *
 * It uses node:net because `resetAndDestroy()` sends a real RST, which
 * `Deno.TcpConn` cannot do.
 *
 * @module
 */

import {
  type AddressInfo,
  createServer,
  type Server,
  type Socket,
} from "node:net";
import { Countdown } from "./loopback_server.ts";

/** The part of the exchange before the RST; `"client-hello"` is for https. */
export type ResetStage = keyof typeof ANSWERS;

/** The connections to reset, and the number of complete responses before that. */
export interface ResetServerOptions {
  /** Requests per connection answered in full (`ok`) before the stage applies. @default {0} */
  goodRequests?: number;
  /**
   * Returns `true` to reset the connection with this index. @default {() =>
   * true}
   */
  faulty?: (index: number) => boolean;
}

const GOOD_ANSWER = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

const ANSWERS = {
  "accept": "",
  // After the head of the request.
  "request": "",
  "client-hello": "",
  "head": "HTTP/1.1 200 OK\r\nContent-Le",
  "length-body": "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc",
  "chunked-body":
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n",
  "close-body": "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nabc",
} as const;

/** Resets every connection at one stage. */
export class ResetServer implements AsyncDisposable {
  readonly stage: ResetStage;
  readonly port: number;
  /** `http://127.0.0.1:port`, `https:` for the stage `"client-hello"`. */
  readonly url: string;
  /** The methods of all requests, including those that were reset. */
  readonly methods: string[] = [];

  #server: Server;
  #options: ResetServerOptions;
  #sockets = new Map<Socket, Promise<void>>();
  #accepted = new Countdown();

  private constructor(
    stage: ResetStage,
    options: ResetServerOptions,
    server: Server,
  ) {
    this.stage = stage;
    this.#options = options;
    this.#server = server;
    this.port = (server.address() as AddressInfo).port;
    const scheme = stage === "client-hello" ? "https" : "http";
    this.url = `${scheme}://127.0.0.1:${this.port}`;
    server.on("connection", (socket) => this.#serve(socket));
  }

  /** Starts a server that resets at the stage. */
  static async start(
    stage: ResetStage,
    options: ResetServerOptions = {},
  ): Promise<ResetServer> {
    const server = createServer();
    const listening = Promise.withResolvers<void>();
    server.once("error", listening.reject);
    server.listen(0, "127.0.0.1", listening.resolve);
    await listening.promise;
    return new ResetServer(stage, options, server);
  }

  /** The number of connections that were accepted so far. */
  get connections(): number {
    return this.#accepted.count;
  }

  /** Resolves once `count` connections were accepted since the start. */
  accepted(count: number): Promise<void> {
    return this.#accepted.reached(count);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = Promise.withResolvers<void>();
    this.#server.close(() => closed.resolve());
    for (const socket of this.#sockets.keys()) socket.destroy();
    await Promise.all(this.#sockets.values());
    await closed.promise;
  }

  #serve(socket: Socket): void {
    const closed = Promise.withResolvers<void>();
    this.#sockets.set(socket, closed.promise);
    socket.once("close", () => {
      this.#sockets.delete(socket);
      closed.resolve();
    });
    // The client may reset or close the connection first.
    socket.on("error", () => {});
    const faulty = this.#options.faulty?.(this.connections) ?? true;
    this.#accepted.increment();
    if (faulty && this.stage === "accept") socket.resetAndDestroy();
    else this.#answer(socket, faulty);
  }

  #answer(socket: Socket, faulty: boolean): void {
    let text = "";
    let good = faulty ? this.#options.goodRequests ?? 0 : Infinity;
    socket.on("data", (data: Uint8Array) => {
      text += new TextDecoder("latin1").decode(data);
      const end = text.indexOf("\r\n\r\n");
      if (this.stage !== "client-hello" && end < 0) return;
      this.methods.push(text.slice(0, text.indexOf(" ")));
      text = text.slice(end + 4);
      if (good-- > 0) socket.write(GOOD_ANSWER);
      else socket.write(ANSWERS[this.stage], () => socket.resetAndDestroy());
    });
  }
}
