// Copyright 2026 the wininet authors. MIT license.

/**
 * One HTTP/1.1 connection: a channel and the bytes that were read from it and
 * not used yet.
 *
 * While the connection waits for its next request, a read is in progress that
 * reports the end of the connection; the response to the next request arrives
 * in the same read. A connection on which the server sends data before a
 * request is closed, because the data would be taken for the response to the
 * next request.
 *
 * @module
 */

import type { Channel } from "../../_net/channel.ts";
import { close } from "../../_net/connection.ts";
import type { TlsFacts } from "../../_net/tls_facts.ts";

/**
 * The initial size of the buffer in bytes; small, because 10,000 requests in
 * progress have one each.
 */
const SMALL_BUFFER = 4096;

/** The number of bytes that are read at a time if the reader's buffer cannot be used. */
const BIG_BUFFER = 65_536;

/** A connection. */
export class Http1Connection {
  /** The pool key; a login changes it. */
  key: string;
  /** True if it has served a request before. */
  reused = false;
  /** The number of bytes read for the request that uses the connection. */
  received = 0;
  readonly #channel: Channel;
  #buffer = new Uint8Array(SMALL_BUFFER);
  #start = 0;
  #end = 0;
  /** The read that waits for the next response. */
  #ahead: Promise<boolean> | null = null;
  #isClosed = false;
  /** Called when the server ends the connection while it is idle. */
  #onLost: (() => void) | null = null;

  constructor(key: string, channel: Channel) {
    this.key = key;
    this.#channel = channel;
  }

  /** True if this side has closed the connection. */
  get closed(): boolean {
    return this.#isClosed;
  }

  /** The TLS facts of the connection, if they are known. */
  get facts(): TlsFacts | null {
    return this.#channel.facts ?? null;
  }

  /** The number of bytes that were read and not used. */
  get ready(): number {
    return this.#end - this.#start;
  }

  /** Those bytes, which are valid until the next read. */
  get bytes(): Uint8Array {
    return this.#buffer.subarray(this.#start, this.#end);
  }

  /** Marks some of those bytes as used. */
  skip(count: number): void {
    this.#start += count;
    if (this.#start === this.#end) this.#start = this.#end = 0;
  }

  /** Copies as many of those bytes as fit; returns their number. */
  take(target: Uint8Array, most: number): number {
    const count = Math.min(target.length, most, this.ready);
    if (count > 0) {
      target.set(this.#buffer.subarray(this.#start, this.#start + count));
      this.skip(count);
    }
    return count;
  }

  /** Reads more into the buffer; resolves with `false` at the end. */
  fill(): Promise<boolean> {
    const ahead = this.#ahead;
    if (ahead === null) return this.#read();
    this.#ahead = null;
    return ahead;
  }

  /** Reads directly into a buffer while no bytes are ready; resolves with `null` at the end. */
  async readInto(target: Uint8Array): Promise<number | null> {
    const count = await this.#channel.read(target);
    this.received += count ?? 0;
    return count;
  }

  /** Writes some of the bytes, from the start; resolves with their number. */
  write(bytes: Uint8Array): Promise<number> {
    return this.#channel.write(bytes);
  }

  /** Makes the connection ready for its next request: pending reads and writes keep the program alive again. */
  wake(): void {
    this.received = 0;
    this.#onLost = null;
    this.#channel.ref();
  }

  /**
   * Lets the connection wait for its next request, without keeping the program
   * alive.
   *
   * @param onLost Called if the server closes it before then, or sends data.
   */
  rest(onLost: () => void): void {
    this.reused = true;
    this.#onLost = onLost;
    this.#channel.unref();
    if (this.#buffer.length > SMALL_BUFFER) {
      this.#buffer = new Uint8Array(SMALL_BUFFER);
    }
    const ahead = this.#ahead = this.#read();
    // The connection is lost if this read ends before a request was sent, even
    // with data.
    const lost = () => this.#onLost?.();
    ahead.then(lost, lost);
  }

  /** Closes the connection; pending reads and writes fail. */
  close(): void {
    this.#isClosed = true;
    this.#onLost = null;
    close(this.#channel);
  }

  async #read(): Promise<boolean> {
    this.#makeRoom();
    const count = await this.#channel.read(this.#buffer.subarray(this.#end));
    if (count === null) return false;
    this.#end += count;
    this.received += count;
    return true;
  }

  /** Makes room after the bytes that are ready: moves them to the start, or allocates a bigger buffer once a read has filled the old one. */
  #makeRoom(): void {
    if (this.#end < this.#buffer.length) return;
    const kept = this.ready;
    const isFull = 2 * kept > this.#buffer.length ||
      this.#buffer.length < BIG_BUFFER;
    const buffer = isFull
      ? new Uint8Array(Math.max(2 * this.#buffer.length, SMALL_BUFFER))
      : this.#buffer;
    buffer.set(this.#buffer.subarray(this.#start, this.#end));
    this.#buffer = buffer;
    this.#start = 0;
    this.#end = kept;
  }
}
