// Copyright 2026 the wininet authors. MIT license.

/**
 * The body of a response for reads. A WinINet read fills its buffer, while a
 * transport returns the bytes that have arrived.
 *
 * @module
 */

import {
  INTERNET_STATUS_RECEIVING_RESPONSE,
  INTERNET_STATUS_RESPONSE_RECEIVED,
} from "../../status.ts";
import { lostBuffer } from "../../_base/buffers.ts";
import { Deadline } from "../../_base/deadline.ts";
import type { HandleObject } from "../../_core/handle.ts";
import type { IncomingBody } from "../net/transport.ts";
import type { HttpExchange } from "./exchange.ts";

/** The number of bytes that are discarded at a time. */
const WASTE = 262_144;

/** The maximum number of unread bytes that are read so that the connection can be kept. */
const SMALL_REST = 65_536;

/**
 * The limits for reading the unwanted rest of a body: a number of bytes, and a
 * time in milliseconds.
 */
interface Patience {
  readonly bytes: number;
  readonly time: number;
}

/** The usual limits: a new connection costs about as much. */
const USUAL: Patience = { bytes: SMALL_REST, time: 250 };

/** The limits for a connection that is being authenticated: NTLM fails on any other one. */
const OWNED: Patience = { bytes: 1_048_576, time: 5000 };

/** The body of one response. */
export class ResponseBody {
  readonly isDecoded = false;
  /** The announced length in bytes, or `null` if no length was announced. */
  readonly length: number | null;
  /**
   * Settles when the end of an empty body is reached; `null` if there is
   * nothing to wait for.
   */
  readonly emptied: Promise<void> | null = null;
  readonly #handle: HandleObject;
  readonly #exchange: HttpExchange;
  readonly #body: IncomingBody;
  #position = 0;
  #failure: unknown = null;
  #announced = false;

  constructor(handle: HandleObject, exchange: HttpExchange) {
    this.#handle = handle;
    this.#exchange = exchange;
    this.#body = exchange.wire.body;
    this.length = this.#body.length;
    if (this.#body.ended) exchange.release();
    else if (this.length === 0) {
      this.emptied = this.#body.wait().then(
        () => exchange.release(),
        () => exchange.close(),
      );
      handle.track(this.emptied);
    }
  }

  /** The number of bytes that were read. */
  get position(): number {
    return this.#position;
  }

  /** True if everything was read, or no more data can arrive. */
  get ended(): boolean {
    return this.#failure !== null || this.#body.ended;
  }

  /**
   * Fills a buffer; with `noWait`, waits for the first bytes only. Resolves
   * with the number of bytes; 0 at the end.
   */
  async read(target: Uint8Array, noWait: boolean): Promise<number> {
    if (this.#failure !== null) throw this.#failure;
    this.#announced = false;
    let filled = 0;
    while (filled < target.length && !(noWait && filled > 0)) {
      const room = filled === 0 ? target : target.subarray(filled);
      const count = this.#body.take(room) || await this.#wait(room, !noWait);
      if (count === 0) break;
      filled += count;
      this.#position += count;
    }
    this.#report(filled);
    // The bytes are lost if their buffer was detached, and no later read may
    // hide that.
    if (filled > target.length) {
      throw this.#failure = this.#exchange.failed(lostBuffer());
    }
    if (this.#body.ended) this.#exchange.release();
    return filled;
  }

  /** Waits for data; resolves with the number of bytes that are ready, 0 at the end. */
  async available(): Promise<number> {
    this.#announced = false;
    if (this.#body.ready === 0) {
      await this.#guard(() => this.#body.wait());
      this.#report(this.#body.ready);
    }
    if (this.#body.ended) this.#exchange.release();
    return this.#body.ready;
  }

  /** Reads and discards `count` bytes, or fewer if the body ends earlier. */
  async skip(count: number): Promise<void> {
    const waste = new Uint8Array(Math.min(count, WASTE));
    for (let left = count; left > 0;) {
      const room = waste.subarray(0, Math.min(left, waste.length));
      const read = await this.read(room, true);
      if (read === 0) return;
      left -= read;
    }
  }

  /**
   * Releases the body as `abandon` does, but waits a short time for the rest of
   * a small body, so that the next request can use the connection.
   */
  async drop(): Promise<void> {
    const { bytes, time } = this.#exchange.request.identity !== ""
      ? OWNED
      : USUAL;
    const isSmall = this.length === null
      ? this.#exchange.wire.isKept
      : this.length - this.#position <= bytes;
    if (!isSmall) return this.abandon();
    const limit = new Deadline();
    limit.set(time, () => this.#exchange.close());
    await (this.emptied ?? this.#drain(bytes));
    limit.stop();
  }

  /**
   * Releases the body: the connection is kept if the rest has arrived and is
   * small, and closed otherwise.
   */
  abandon(): void {
    if (this.ended || this.#exchange.ended) return;
    const waste = new Uint8Array(Math.min(this.#body.ready, SMALL_REST));
    while (this.#body.take(waste) > 0 && this.#body.ready > 0);
    if (this.#body.ended) this.#exchange.release();
    else this.#exchange.close();
  }

  /** Reads and discards the rest; ends the exchange if it is longer than `most`. */
  async #drain(most: number): Promise<void> {
    const waste = new Uint8Array(SMALL_REST);
    const read = () => this.read(waste, true).catch(() => 0);
    let left = most;
    for (let count = 1; count > 0; left -= count) {
      if (left < 0) return this.#exchange.close();
      count = await read();
    }
  }

  async #wait(room: Uint8Array, all: boolean): Promise<number> {
    if (this.#body.ended) return 0;
    return await this.#guard(() => this.#body.read(room, all));
  }

  async #guard<Value>(wait: () => Promise<Value>): Promise<Value> {
    if (this.#failure !== null) throw this.#failure;
    this.#announce();
    try {
      return await this.#exchange.waitForData(wait);
    } catch (error) {
      throw this.#failure ??= this.#exchange.failed(error);
    }
  }

  /** Posts RECEIVING_RESPONSE when a read must wait. */
  #announce(): void {
    if (this.#announced || this.#body.ended) return;
    this.#announced = true;
    this.#handle.post(INTERNET_STATUS_RECEIVING_RESPONSE);
  }

  /** Posts RESPONSE_RECEIVED with the number of bytes since the last one. */
  #report(bodyBytes: number): void {
    const bytes = this.#exchange.takeUnreported(bodyBytes);
    if (bytes === 0 && !this.#announced) return;
    if (!this.#announced) this.#handle.post(INTERNET_STATUS_RECEIVING_RESPONSE);
    this.#handle.post(INTERNET_STATUS_RESPONSE_RECEIVED, bytes);
  }
}
