// Copyright 2026 the wininet authors. MIT license.

/**
 * The body of a response, as reads take it.
 *
 * `fetch` gives whatever has arrived; a read of WinINet wants its buffer filled.
 * Between the two lies a piece of memory that holds what was taken from `fetch`
 * and not handed out yet. The caller's buffer is copied into, never handed over.
 *
 * @module
 */

import {
  INTERNET_STATUS_RECEIVING_RESPONSE,
  INTERNET_STATUS_RESPONSE_RECEIVED,
} from "../status.ts";
import { Deadline } from "../_core/deadline.ts";
import type { HandleObject } from "../_core/handle.ts";
import type { HttpExchange } from "./session_exchange.ts";
import { PieceReader } from "./session_pieces.ts";
import { bodyLength } from "./session_request.ts";

/** What is asked of `fetch` when the program does not say how much it wants. */
const PIECE = 262144;

/** A body up to this size is taken whole, when the caller's buffer takes it whole: one call instead of three. */
const SMALL_BODY = 65536;

/** How long a body that nobody wants is waited for, in milliseconds. */
const SOON = 250;

const NOTHING = new Uint8Array(0);

/** The body of one response. */
export class ResponseBody {
  /** Bytes that the response announced; `null` when it did not. */
  readonly length: number | null;
  /** Ends when the end of an empty body was seen; `null` when there is nothing to see. */
  emptied: Promise<void> | null = null;
  readonly #handle: HandleObject;
  readonly #exchange: HttpExchange;
  readonly #response: Response;
  #piecesOfBody: PieceReader | null = null;
  #memory: Uint8Array = NOTHING;
  #taken = 0;
  #ended = false;
  #failure: unknown = null;
  #announced = false;

  constructor(
    handle: HandleObject,
    exchange: HttpExchange,
    response: Response,
    method: string,
  ) {
    this.#handle = handle;
    this.#exchange = exchange;
    this.#response = response;
    this.length = bodyLength(method, response);
    if (response.body === null || this.length === 0) this.#finishEmpty();
  }

  /** Bytes that were handed out. */
  get position(): number {
    return this.#taken - this.#memory.length;
  }

  /** Whether everything was taken from `fetch` and handed out, or nothing more will come. */
  get ended(): boolean {
    return this.#failure !== null || this.#ended && this.#memory.length === 0;
  }

  /** Fills a buffer; with `noWait`, as far as that goes without waiting twice. Resolves with the bytes, 0 at the end. */
  read(target: Uint8Array, noWait: boolean): Promise<number> {
    if (this.#ended && this.#memory.length === 0) return Promise.resolve(0);
    this.#announced = false;
    // A body that is still on its way cannot be taken whole without waiting for its end.
    const mayWait = !noWait || this.#exchange.complete;
    return mayWait && this.#takesWhole(target.length)
      ? this.#readWhole(target)
      : this.#readPieces(target, noWait);
  }

  async #readPieces(target: Uint8Array, noWait: boolean): Promise<number> {
    const before = this.#taken;
    let filled = this.#handOut(target);
    while (
      filled < target.length && !(noWait && filled > 0) &&
      await this.#pull(target.length - filled, !noWait)
    ) {
      filled += this.#handOut(filled === 0 ? target : target.subarray(filled));
    }
    this.#report(this.#taken - before);
    return filled;
  }

  /** Waits until something is there; resolves with how much that is, 0 at the end. */
  async available(): Promise<number> {
    this.#announced = false;
    const before = this.#taken;
    if (this.#memory.length === 0) await this.#pull(PIECE, false);
    this.#report(this.#taken - before);
    return this.#memory.length;
  }

  /** Reads on and throws away until `count` bytes more have passed or the body ends. */
  async skip(count: number): Promise<void> {
    const waste = new Uint8Array(Math.min(count, PIECE));
    for (let left = count; left > 0;) {
      const read = await this.read(
        waste.subarray(0, Math.min(left, waste.length)),
        true,
      );
      if (read === 0) return;
      left -= read;
    }
  }

  /** Reads a small body to its end, so that the connection can be kept; gives up any other. */
  async discard(): Promise<void> {
    if (this.length === null || this.length > SMALL_BODY) {
      this.#exchange.end();
    } else await this.#drainSoon();
  }

  /**
   * Lets go of the body. What has arrived whole and is small is read to the end,
   * so that the connection can be kept; anything else is aborted.
   */
  abandon(): void {
    if (this.#ended || this.#exchange.ended) return;
    const rest = this.length === null ? 0 : this.length - this.#taken;
    if (this.#hasArrived && rest <= SMALL_BODY) {
      this.#handle.track(this.#drainSoon());
    } else this.#exchange.end();
  }

  /** Whether everything seems to be there; behind TLS that is a guess. */
  get #hasArrived(): boolean {
    const { arrived, complete } = this.#exchange;
    return complete ||
      arrived !== null && this.length !== null && arrived >= this.length;
  }

  /** Reads to the end, unless that takes long: then a new connection costs less. */
  async #drainSoon(): Promise<void> {
    const limit = new Deadline();
    limit.set(SOON, () => this.#exchange.end());
    await (this.emptied ?? this.#drain());
    limit.stop();
  }

  async #drain(): Promise<void> {
    this.#memory = NOTHING;
    while (await this.#pull(SMALL_BODY, false).catch(() => false)) {
      this.#memory = NOTHING;
    }
  }

  #takesWhole(room: number): boolean {
    return this.#taken === 0 && !this.#ended && this.length !== null &&
      this.length <= SMALL_BODY &&
      room >= this.length && this.#piecesOfBody === null &&
      this.#failure === null && !this.#exchange.limited;
  }

  #readWhole(target: Uint8Array): Promise<number> {
    this.#announce();
    const body = this.#response.arrayBuffer();
    return this.#exchange.withinReceiveTimeout(body).then((buffer) => {
      this.#memory = new Uint8Array(buffer);
      this.#taken = this.#memory.length;
      this.#finish();
      this.#report(this.#taken);
      return this.#handOut(target);
    }, (error) => this.#fail(error));
  }

  /** Takes the next piece from `fetch`, all that is wanted or anything; `false` at the end. */
  async #pull(wanted: number, all: boolean): Promise<boolean> {
    if (this.#failure !== null) throw this.#failure;
    if (this.#ended) return false;
    this.#announce();
    const left = this.length === null ? null : this.length - this.#taken;
    try {
      const piece = this.#pieces.next(
        wanted,
        left,
        all && !this.#exchange.limited,
      );
      this.#memory = await this.#exchange.withinReceiveTimeout(piece);
      this.#taken += this.#memory.length;
      if (this.#memory.length === 0 || await this.#isLast()) this.#finish();
    } catch (error) {
      this.#fail(error);
    }
    return this.#memory.length > 0;
  }

  /** The end of a body of known length is a read away; behind it the connection is free again. */
  async #isLast(): Promise<boolean> {
    return this.#taken === this.length &&
      await this.#exchange.withinReceiveTimeout(this.#pieces.atEnd());
  }

  get #pieces(): PieceReader {
    return this.#piecesOfBody ??= new PieceReader(this.#response.body!);
  }

  #handOut(target: Uint8Array): number {
    const count = Math.min(this.#memory.length, target.length);
    if (count === 0) return 0;
    target.set(
      count === this.#memory.length
        ? this.#memory
        : this.#memory.subarray(0, count),
    );
    this.#memory = this.#memory.subarray(count);
    return count;
  }

  #finish(): void {
    // An error behind a body without a length looks like its end to fetch.
    if (this.length === null && this.#exchange.socketError !== null) {
      this.#fail(this.#exchange.socketError);
    }
    this.#ended = true;
    this.#exchange.finish(this.#response);
  }

  #finishEmpty(): void {
    this.#ended = true;
    const body = this.#response.body;
    if (body === null) return this.#exchange.finish(this.#response);
    this.emptied = this.#response.arrayBuffer().then(
      () => this.#exchange.finish(this.#response),
      () => this.#exchange.end(),
    );
    this.#handle.track(this.emptied);
  }

  #fail(error: unknown): never {
    this.#failure ??= this.#exchange.bodyFailed(error);
    throw this.#failure;
  }

  /** Posts RECEIVING_RESPONSE once a read has to wait: nothing has arrived that was not taken. */
  #announce(): void {
    if (this.#announced || !this.#handle.observed) return;
    const arrived = this.#exchange.arrived;
    if (this.#exchange.complete || arrived !== null && arrived > this.#taken) {
      return;
    }
    this.#announced = true;
    this.#handle.post(INTERNET_STATUS_RECEIVING_RESPONSE);
  }

  /** Posts RESPONSE_RECEIVED with what has come since the last one. */
  #report(bodyBytes: number): void {
    if (!this.#handle.observed) return;
    const bytes = this.#exchange.takeUnreported(bodyBytes);
    if (bytes === 0 && !this.#announced) return;
    if (!this.#announced) this.#handle.post(INTERNET_STATUS_RECEIVING_RESPONSE);
    this.#handle.post(INTERNET_STATUS_RESPONSE_RECEIVED, bytes);
  }
}
