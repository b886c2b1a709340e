// Copyright 2026 the wininet authors. MIT license.

/**
 * The two adapters between Deno's connections and `node:tls`: one presents a
 * connection as the stream that a TLS socket needs below it, the other presents
 * a TLS socket as a connection.
 *
 * @module
 */

import { nextTick } from "node:process";
import { Duplex } from "node:stream";
import type { TLSSocket } from "node:tls";
import type { Channel } from "./channel.ts";
import { BUFFER_SIZE, close, writeAll } from "./connection.ts";
import { TlsFacts } from "./tls_facts.ts";

/** The number of waiting decrypted bytes at which no more bytes are read from the network. */
const MOST_WAITING = 262_144;

/**
 * Returns a stream for a connection; destroying the stream closes the
 * connection.
 *
 * @param tap Called with the bytes that are read.
 */
export function streamOf(
  connection: Deno.TcpConn,
  tap: (bytes: Uint8Array) => void = () => {},
): ConnectionStream {
  return new ConnectionStream(connection, tap);
}

/** A connection as the stream that a TLS socket needs below it. */
export class ConnectionStream extends Duplex {
  /** The connection. */
  readonly connection: Deno.TcpConn;
  readonly #tap: (bytes: Uint8Array) => void;
  #isHeld = false;
  #isWanted = false;
  #hasEnded = false;

  constructor(connection: Deno.TcpConn, tap: (bytes: Uint8Array) => void) {
    super({ readableHighWaterMark: BUFFER_SIZE });
    this.connection = connection;
    this.#tap = tap;
  }

  /** `true` if the TCP connection has ended and this was reported to the socket above. */
  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  /** Stops reading from the connection until {@linkcode release} is called. */
  hold(): void {
    this.#isHeld = true;
  }

  /** Continues reading. */
  release(): void {
    this.#isHeld = false;
    if (!this.#isWanted) return;
    this.#isWanted = false;
    this._read();
  }

  override _read(): void {
    if (this.#isHeld) {
      this.#isWanted = true;
      return;
    }
    // The stream keeps each buffer, so each read needs a new one.
    const buffer = new Uint8Array(BUFFER_SIZE);
    this.connection.read(buffer).then(
      (count) => count === null ? this.#end() : this.#push(buffer, count),
      (error) => this.destroy(error),
    );
  }

  /** The TLS socket above may throw: Deno 2.9.6 cannot read every certificate that a server sends. */
  #push(buffer: Uint8Array, count: number): void {
    const bytes = buffer.subarray(0, count);
    try {
      this.#tap(bytes);
      this.push(bytes);
    } catch (error) {
      this.destroy(error as Error);
    }
  }

  /** Ends one tick later, so that a close_notify that arrived before ends the socket first. */
  #end(): void {
    nextTick(() => {
      this.#hasEnded = true;
      this.push(null);
    });
  }

  override _write(
    bytes: Uint8Array,
    _encoding: string,
    done: (error?: Error | null) => void,
  ): void {
    writeAll(this.connection, bytes).then(() => done(), done);
  }

  override _final(done: (error?: Error | null) => void): void {
    this.connection.closeWrite().then(() => done(), done);
  }

  override _destroy(
    error: Error | null,
    done: (error?: Error | null) => void,
  ): void {
    close(this.connection);
    done(error);
  }
}

/**
 * A TLS socket as a connection.
 *
 * The socket is never paused. In Deno 2.9.6 a paused `node:tls` socket loses
 * the wake-up for the last bytes if the server ends the connection during the
 * pause: the bytes stay in the socket, and no more events are emitted. So
 * decrypted bytes wait here, and back pressure is applied below the socket,
 * where bytes are read from the network.
 */
export class SocketConnection implements Channel {
  readonly #socket: TLSSocket;
  readonly #below: ConnectionStream;
  readonly #waiting: Uint8Array[] = [];
  #waitingSize = 0;
  #error: Error | null = null;
  #state: "open" | "ended" | "cut" | "closed" = "open";
  #changed: PromiseWithResolvers<void> = Promise.withResolvers();
  #facts: TlsFacts | null = null;
  /** The functions that reject the pending writes. */
  readonly #writing = new Set<(error: Error) => void>();

  /** Takes ownership of a socket and the stream below it. */
  constructor(socket: TLSSocket, below: ConnectionStream) {
    this.#socket = socket;
    this.#below = below;
    socket.on("data", (bytes: Uint8Array) => this.#take(bytes));
    // A socket that ends before the connection below it has received
    // close_notify.
    socket.on("end", () => this.#end(below.hasEnded ? "cut" : "ended"));
    socket.on("close", () => {
      this.#end("cut");
      this.#stopWriting();
    });
    for (const stream of [below, socket]) {
      stream.on("error", (error: Error) => {
        this.#error ??= error;
        this.#wake();
      });
    }
  }

  /**
   * Reads at least one byte; resolves with the number of bytes, or with `null`
   * at the end. Fails with `Deno.errors.UnexpectedEof` after an end without
   * close_notify, as rustls does.
   */
  async read(buffer: Uint8Array): Promise<number | null> {
    for (;;) {
      if (this.#state === "closed") throw closedHere();
      if (this.#waitingSize > 0) return this.#give(buffer);
      if (buffer.length === 0) return 0;
      if (this.#error !== null) throw this.#error;
      if (this.#state === "cut") throw cutOff();
      if (this.#state !== "open") return null;
      await this.#changed.promise;
    }
  }

  /** The facts of the TLS connection, after the handshake. */
  get facts(): TlsFacts {
    return this.#facts ??= new TlsFacts(this.#socket);
  }

  #take(bytes: Uint8Array): void {
    this.#waiting.push(bytes);
    this.#waitingSize += bytes.length;
    if (this.#waitingSize >= MOST_WAITING) this.#below.hold();
    this.#wake();
  }

  /** Moves waiting bytes into a buffer. */
  #give(buffer: Uint8Array): number {
    let count = 0;
    while (count < buffer.length && this.#waiting.length > 0) {
      const first = this.#waiting[0]!;
      const part = first.subarray(0, buffer.length - count);
      buffer.set(part, count);
      count += part.length;
      if (part.length === first.length) this.#waiting.shift();
      else this.#waiting[0] = first.subarray(part.length);
    }
    this.#waitingSize -= count;
    if (this.#waitingSize < MOST_WAITING) this.#below.release();
    return count;
  }

  #end(state: "ended" | "cut"): void {
    if (this.#state === "open") this.#state = state;
    this.#wake();
  }

  /** Writes all bytes, and waits until the socket has written them. */
  async write(bytes: Uint8Array): Promise<number> {
    await this.#whileOpen((done) => this.#socket.write(bytes, done));
    return bytes.length;
  }

  /** Sends close_notify. Nothing more can be written. */
  async closeWrite(): Promise<void> {
    await this.#whileOpen((done) => {
      this.#socket.once("error", done);
      this.#socket.end(done);
    });
  }

  /** Waits for a callback of the socket, which a destroyed socket never calls. */
  async #whileOpen(
    start: (done: (error?: Error | null) => void) => void,
  ): Promise<void> {
    if (this.#socket.destroyed) throw this.#error ?? closedHere();
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#writing.add(reject);
    try {
      start((error) => error ? reject(error) : resolve());
      await promise;
    } finally {
      this.#writing.delete(reject);
    }
  }

  /** Closes the connection immediately, and ends pending calls. */
  close(): void {
    this.#state = "closed";
    this.#socket.destroy();
    this.#below.destroy();
    this.#stopWriting();
    this.#wake();
  }

  #stopWriting(): void {
    for (const reject of this.#writing) reject(this.#error ?? closedHere());
  }

  /** Makes pending calls keep the program alive. */
  ref(): void {
    this.#below.connection.ref();
  }

  /** Stops pending calls from keeping the program alive. */
  unref(): void {
    this.#below.connection.unref();
  }

  #wake(): void {
    this.#changed.resolve();
    this.#changed = Promise.withResolvers();
  }
}

function closedHere(): Error {
  return new Deno.errors.Interrupted("the connection has been closed");
}

function cutOff(): Error {
  return new Deno.errors.UnexpectedEof(
    "the server closed the connection without close_notify",
  );
}
