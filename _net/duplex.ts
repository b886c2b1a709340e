// Copyright 2026 the wininet authors. MIT license.

/**
 * The two adapters between Deno's connections and `node:tls`: a connection as the
 * stream that a TLS socket needs below it, and a TLS socket as a connection.
 *
 * @module
 */

import { Duplex } from "node:stream";
import type { TLSSocket } from "node:tls";
import type { Channel } from "./channel.ts";
import { BUFFER_SIZE, close, writeAll } from "./connection.ts";

/**
 * Makes a stream of a connection; destroying the stream closes the connection.
 *
 * @param tap Called with the bytes that are read.
 */
export function streamOf(
  connection: Deno.TcpConn,
  tap: (bytes: Uint8Array) => void = () => {},
): Duplex {
  return new Duplex({
    readableHighWaterMark: BUFFER_SIZE,
    read() {
      // The stream keeps each buffer, so each read needs a new one.
      const buffer = new Uint8Array(BUFFER_SIZE);
      connection.read(buffer).then(
        (count) => {
          if (count === null) return this.push(null);
          const bytes = buffer.subarray(0, count);
          tap(bytes);
          this.push(bytes);
        },
        (error) => this.destroy(error),
      );
    },
    write(bytes: Uint8Array, _encoding, done) {
      writeAll(connection, bytes).then(() => done(), done);
    },
    final(done) {
      connection.closeWrite().then(() => done(), done);
    },
    destroy(error, done) {
      close(connection);
      done(error);
    },
  });
}

/** A TLS socket as a connection. */
export class SocketConnection implements Channel {
  readonly #socket: TLSSocket;
  readonly #below: Duplex;
  readonly #connection: Deno.TcpConn;
  #error: Error | null = null;
  #isClosed = false;
  #changed: PromiseWithResolvers<void> = Promise.withResolvers();

  /**
   * Takes over a socket, the stream below it, which may lag behind, and the
   * connection below that.
   */
  constructor(socket: TLSSocket, below: Duplex, connection: Deno.TcpConn) {
    this.#socket = socket;
    this.#below = below;
    this.#connection = connection;
    for (const event of ["readable", "end", "close"]) {
      socket.on(event, () => this.#wake());
    }
    socket.on("error", (error) => {
      this.#error ??= error;
      this.#wake();
    });
    below.on("error", () => {}); // The socket above reports it.
  }

  /** Reads at least one byte; `null` at the end. */
  async read(buffer: Uint8Array): Promise<number | null> {
    for (;;) {
      if (this.#isClosed) throw closedHere();
      const count = Math.min(buffer.length, this.#socket.readableLength);
      if (count > 0) {
        buffer.set(this.#socket.read(count));
        return count;
      }
      if (buffer.length === 0) return 0;
      if (this.#error !== null) throw this.#error;
      if (this.#socket.readableEnded || this.#socket.destroyed) return null;
      const changed = this.#changed.promise;
      this.#socket.read(0);
      await changed;
    }
  }

  /** Writes all bytes, and waits while too many of them are on their way. */
  async write(bytes: Uint8Array): Promise<number> {
    if (this.#isClosed) throw closedHere();
    await new Promise<void>((resolve, reject) => {
      this.#socket.write(bytes, (error) => error ? reject(error) : resolve());
    });
    return bytes.length;
  }

  /** Sends close_notify: nothing more is written. */
  async closeWrite(): Promise<void> {
    if (this.#isClosed) throw closedHere();
    await new Promise<void>((resolve, reject) => {
      this.#socket.once("error", reject);
      this.#socket.end(resolve);
    });
  }

  /** Closes at once, pending calls included. */
  close(): void {
    this.#isClosed = true;
    this.#socket.destroy();
    this.#below.destroy();
    this.#wake();
  }

  /** Pending calls keep the program alive. */
  ref(): void {
    this.#connection.ref();
  }

  /** Pending calls do not keep the program alive. */
  unref(): void {
    this.#connection.unref();
  }

  #wake(): void {
    this.#changed.resolve();
    this.#changed = Promise.withResolvers();
  }
}

function closedHere(): Error {
  return new Deno.errors.Interrupted("the connection has been closed");
}
