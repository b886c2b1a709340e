// Copyright 2026 the wininet authors. MIT license.

/**
 * The data of a reply.
 *
 * An attacker can end a TLS connection without close_notify. Unless the data
 * itself proves that it is complete, such an end is an error after the last
 * byte; GOPHER_OPTION_UNCERTAIN_END allows it. A connection that breaks after
 * complete data is not an error.
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

/** The start of data. */
export interface Beginning {
  /** The first bytes. */
  readonly bytes: Uint8Array;
  /** `true` if no more bytes follow. */
  readonly whole: boolean;
}

/** Reads the data of an exchange. */
export class GopherBody extends PieceSource {
  readonly #exchange: GopherExchange;
  readonly #decoder: BodyDecoder;
  readonly #owner: HandleObject;
  /** The bytes that arrived together with the header. */
  #rest: Uint8Array;
  /** The data that was examined and has not been read yet. */
  #peeked: Uint8Array = NOTHING;
  #ended = false;
  /** The error that the next read throws. */
  #failure: unknown = null;

  /**
   * @param rest The bytes after the header that have already arrived.
   */
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
   * Returns the start of the data without consuming it.
   *
   * @param needsMore Returns `true` if a longer start is needed.
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

  /** Returns the next piece of the data, which may be empty, or `null` at the end. */
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

  /**
   * `true` if the data needs no decoding, so that the connection can be read
   * directly into any buffer.
   */
  protected override get direct(): boolean {
    return this.#rest.length === 0 && this.#peeked.length === 0 &&
      (this.#decoder instanceof OpenBody ||
        this.#decoder instanceof CountedBody);
  }

  protected override async pullInto(buffer: Uint8Array): Promise<number> {
    if (this.#isOver()) return 0;
    const count = await this.#receive(buffer);
    if (count === 0) {
      this.#finish(); // A decoder that passes bytes through holds no data back.
      if (this.#failure !== null) throw this.#failure;
      return 0;
    }
    return this.#decode(buffer.subarray(0, count)).length;
  }

  #isOver(): boolean {
    if (this.#failure !== null) throw this.#failure;
    // The header may have announced 0 bytes.
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
    // The program has transferred or shortened its buffer, which may have lost
    // data.
    if (count > buffer.length) throw this.#fail(lostBuffer());
    if (buffer.length === 0) throw lostBuffer();
    return count;
  }

  #decode(bytes: Uint8Array): Uint8Array {
    const data = this.#decoder.push(bytes);
    if (this.#decoder.ended) this.#close();
    return data;
  }

  /** Handles the end of the connection; returns the last data. */
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
