// Copyright 2026 the wininet authors. MIT license.

/**
 * The data of a reply.
 *
 * The end of a TLS connection without a farewell (close_notify) may be somebody
 * else's doing. Where the data does not prove by itself that it is whole, that is
 * an error behind the last byte, unless GOPHER_OPTION_UNCERTAIN_END allows it. A
 * connection that breaks behind data that does prove it is no error.
 *
 * @module
 */

import {
  ERROR_INTERNET_CONNECTION_ABORTED,
  InternetError,
} from "../../error.ts";
import { joined } from "../../_base/bytes.ts";
import { lostBuffer } from "../../_base/buffers.ts";
import { PieceSource, READ_AHEAD } from "../../_core/byte_source.ts";
import type { HandleObject } from "../../_core/handle.ts";
import { NO_TIMEOUT } from "../../_base/timeouts.ts";
import { type BodyDecoder, CountedBody, OpenBody } from "../wire/data_end.ts";
import type { GopherExchange } from "./exchange.ts";

const NOTHING = new Uint8Array();

/** What data begins with. */
export interface Beginning {
  /** The first bytes. */
  readonly bytes: Uint8Array;
  /** Whether they are all. */
  readonly whole: boolean;
}

/** Reads the data that an exchange brings. */
export class GopherBody extends PieceSource {
  readonly #exchange: GopherExchange;
  readonly #decoder: BodyDecoder;
  readonly #owner: HandleObject;
  /** Bytes of the connection that came with the header. */
  #rest: Uint8Array;
  /** Data that was looked at and is still to be read. */
  #peeked: Uint8Array = NOTHING;
  #ended = false;
  /** What the next read is told. */
  #failure: unknown = null;

  /** @param rest What has come behind the header already. */
  constructor(
    exchange: GopherExchange,
    decoder: BodyDecoder,
    rest: Uint8Array,
    owner: HandleObject,
  ) {
    super();
    this.#exchange = exchange;
    this.#decoder = decoder;
    this.#rest = rest;
    this.#owner = owner;
  }

  /**
   * The beginning of the data, which is still read afterwards.
   *
   * @param needsMore Whether more of it is wanted, if there is more.
   */
  async peek(needsMore: (start: Uint8Array) => boolean): Promise<Beginning> {
    let bytes: Uint8Array = NOTHING;
    let whole = false;
    while (!whole && (bytes.length === 0 || needsMore(bytes))) {
      const piece = await this.pull();
      if (piece === null) whole = true;
      else bytes = joined(bytes, piece);
    }
    this.#peeked = bytes;
    return { bytes, whole };
  }

  /** The next piece of the data, which may be empty; `null` at the end. */
  piece(): Promise<Uint8Array | null> {
    return this.pull();
  }

  protected override async pull(): Promise<Uint8Array | null> {
    if (this.#peeked.length > 0) {
      const peeked = this.#peeked;
      this.#peeked = NOTHING;
      return peeked;
    }
    if (this.#isOver()) return null;
    if (this.#rest.length > 0) {
      const rest = this.#rest;
      this.#rest = NOTHING;
      return this.#decode(rest);
    }
    const buffer = new Uint8Array(READ_AHEAD);
    const count = await this.#receive(buffer);
    return count === 0
      ? this.#finish()
      : this.#decode(buffer.subarray(0, count));
  }

  /** Data that is not changed goes straight to where it is wanted. */
  protected override get direct(): boolean {
    return this.#rest.length === 0 && this.#peeked.length === 0 &&
      (this.#decoder instanceof OpenBody ||
        this.#decoder instanceof CountedBody);
  }

  protected override async pullInto(buffer: Uint8Array): Promise<number> {
    if (this.#isOver()) return 0;
    const count = await this.#receive(buffer);
    if (count === 0) {
      this.#finish(); // Such data has nothing left at its end.
      if (this.#failure !== null) throw this.#failure;
      return 0;
    }
    return this.#decode(buffer.subarray(0, count)).length;
  }

  #isOver(): boolean {
    if (this.#failure !== null) throw this.#failure;
    // A header may have announced no data at all.
    if (!this.#ended && this.#decoder.ended) this.#close();
    return this.#ended;
  }

  async #receive(buffer: Uint8Array): Promise<number> {
    const patience = this.#decoder.atDot
      ? this.#owner.settings.dotPatience
      : NO_TIMEOUT;
    let count: number;
    try {
      count = await this.#exchange.read(buffer, patience);
    } catch (error) {
      const broke = error instanceof InternetError && this.#decoder.proven &&
        !this.#owner.closed;
      if (broke) return 0;
      throw this.#fail(error);
    }
    // The program has taken its buffer away, with or without data in it.
    if (count > buffer.length) throw this.#fail(lostBuffer());
    if (buffer.length === 0) throw lostBuffer();
    return count;
  }

  #decode(bytes: Uint8Array): Uint8Array {
    const data = this.#decoder.push(bytes);
    if (this.#decoder.ended) this.#close();
    return data;
  }

  /** The connection has ended. */
  #finish(): Uint8Array {
    const { uncertainEnd } = this.#exchange;
    const doubtful = uncertainEnd && !this.#decoder.proven &&
      !this.#owner.settings.uncertainEnd;
    this.#close();
    try {
      const data = this.#decoder.end();
      if (doubtful) this.#failure = cutOff();
      return data;
    } catch (error) {
      throw this.#fail(error);
    }
  }

  #fail(error: unknown): unknown {
    this.#failure = error;
    this.#close();
    return error;
  }

  #close(): void {
    this.#ended = true;
    this.#exchange.close();
  }

  override close(): Promise<void> {
    this.#close();
    return Promise.resolve();
  }
}

function cutOff(): InternetError {
  return new InternetError(
    ERROR_INTERNET_CONNECTION_ABORTED,
    "Cannot confirm that the data is complete: the connection ended without close_notify; set GOPHER_OPTION_UNCERTAIN_END to accept that",
  );
}
