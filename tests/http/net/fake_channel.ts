// Copyright 2026 the wininet authors. MIT license.

/**
 * A simulated connection: the test controls the data from the server and its
 * time, and can read the data that is written.
 *
 * @module
 */

import type { Channel } from "../../../_net/channel.ts";
import { concat, latin1Of } from "../../servers/tcp_server.ts";
import { latin1 } from "../../helpers/splits.ts";

/** The input from the server: bytes, its end, or a failure. */
type Incoming = Uint8Array | null | Error;

/** A connection in memory. */
export class FakeChannel implements Channel {
  /** The sizes of the buffers that were read into. */
  readonly reads: number[] = [];
  /** The maximum number of bytes in one write. */
  mostWritten: number = Infinity;
  isClosed = false;
  isReferenced = true;
  readonly #written: Uint8Array[] = [];
  #writtenLength = 0;
  readonly #incoming: Incoming[] = [];
  #changed: PromiseWithResolvers<void> = Promise.withResolvers();
  /** A promise that writes wait for. */
  #room: Promise<void> = Promise.resolve();

  /** The bytes that were written, as latin1. */
  get written(): string {
    return latin1Of(concat(this.#written));
  }

  // ---- the server ----

  /** Sends bytes from the server; each call is read separately. */
  send(data: string | Uint8Array): this {
    return this.#arrive(typeof data === "string" ? latin1(data) : data);
  }

  /** The server ends the connection. */
  end(): this {
    return this.#arrive(null);
  }

  /** The connection breaks. */
  fail(error: Error): this {
    return this.#arrive(error);
  }

  /** Holds writes until the result is called. */
  holdWrites(): () => void {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#room = promise;
    return resolve;
  }

  /** Resolves when at least `length` bytes were written. */
  async hasWritten(length: number): Promise<void> {
    while (this.#writtenLength < length) await this.#changed.promise;
  }

  #arrive(incoming: Incoming): this {
    this.#incoming.push(incoming);
    this.#wake();
    return this;
  }

  #wake(): void {
    this.#changed.resolve();
    this.#changed = Promise.withResolvers();
  }

  // ---- the client ----

  async read(buffer: Uint8Array): Promise<number | null> {
    this.reads.push(buffer.length);
    for (;;) {
      this.#checkOpen();
      const next = this.#incoming[0];
      if (next === null) return null;
      if (next instanceof Error) throw next;
      if (next !== undefined) return this.#take(next, buffer);
      await this.#changed.promise;
    }
  }

  #take(bytes: Uint8Array, buffer: Uint8Array): number {
    const count = Math.min(bytes.length, buffer.length);
    buffer.set(bytes.subarray(0, count));
    if (count === bytes.length) this.#incoming.shift();
    else this.#incoming[0] = bytes.subarray(count);
    return count;
  }

  async write(bytes: Uint8Array): Promise<number> {
    await this.#room;
    this.#checkOpen();
    const [first] = this.#incoming;
    if (first instanceof Error) throw first;
    const count = Math.min(bytes.length, this.mostWritten);
    this.#written.push(bytes.slice(0, count));
    this.#writtenLength += count;
    this.#wake();
    return count;
  }

  closeWrite(): Promise<void> {
    return Promise.resolve();
  }

  close(): void {
    this.#checkOpen();
    this.isClosed = true;
    this.#wake();
  }

  ref(): void {
    this.isReferenced = true;
  }

  unref(): void {
    this.isReferenced = false;
  }

  setNoDelay(): void {}

  setKeepAlive(): void {}

  #checkOpen(): void {
    if (this.isClosed) throw new Deno.errors.Interrupted("closed");
  }
}

/** Makes `Deno.connect` return these connections in order, and counts them. */
export function connectingTo(
  ...channels: FakeChannel[]
): Disposable & { readonly count: number } {
  const { connect } = Deno;
  let count = 0;
  Object.assign(Deno, {
    connect: () => {
      const channel = channels[count++];
      return channel === undefined
        ? Promise.reject(new Deno.errors.ConnectionRefused("refused"))
        : Promise.resolve(channel);
    },
  });
  return {
    get count() {
      return count;
    },
    [Symbol.dispose]: () => void Object.assign(Deno, { connect }),
  };
}
