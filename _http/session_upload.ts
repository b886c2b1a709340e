// Copyright 2026 the wininet authors. MIT license.

/**
 * A body that the program writes bit by bit: HttpSendRequestEx,
 * InternetWriteFile, HttpEndRequest.
 *
 * @module
 */

import {
  ERROR_INTERNET_CONNECTION_ABORTED,
  ERROR_INTERNET_INCORRECT_HANDLE_STATE,
  InternetError,
} from "../error.ts";
import { asInternetError, badParameter } from "../_core/failure.ts";
import { SizedBody } from "../_net/http_fetch.ts";
import type { HttpExchange } from "./session_exchange.ts";
import type { RequestBody } from "./session_request.ts";

/** A body on its way from the program to `fetch`. */
export class Upload {
  /** Bytes that were announced; `null` in the chunked coding. */
  readonly total: number | null;
  /** Bytes that were written or are about to be. */
  #reserved = 0;
  readonly #writer: WritableStreamDefaultWriter<Uint8Array<ArrayBuffer>>;
  readonly #source: ReadableStream<Uint8Array<ArrayBuffer>>;
  #exchange: HttpExchange | null = null;
  #response: Promise<Response> | null = null;
  /** Whether the response came, or failed, before the body was complete. */
  #answered: { readonly error: unknown } | null = null;

  /** @param total Bytes of the body; `null` for the chunked coding. */
  constructor(total: number | null) {
    this.total = total;
    const { readable, writable } = new TransformStream<
      Uint8Array<ArrayBuffer>,
      Uint8Array<ArrayBuffer>
    >();
    this.#source = readable;
    this.#writer = writable.getWriter();
    this.#writer.closed.catch(() => {});
  }

  /** Takes note that bytes will be written; throws when that is more than was announced. */
  reserve(bytes: number): void {
    const left = this.total === null ? Infinity : this.total - this.#reserved;
    if (bytes > left) {
      throw badParameter(
        `Cannot write ${bytes} bytes: only ${left} of dwBufferTotal are left`,
      );
    }
    this.#reserved += bytes;
  }

  /** Throws unless everything that was announced was written, or the server did not wait for it. */
  checkComplete(): void {
    if (this.#answered !== null) return;
    if (this.total === null || this.#reserved === this.total) return;
    throw new InternetError(
      ERROR_INTERNET_INCORRECT_HANDLE_STATE,
      `Cannot end the request: ${this.#reserved} of ${this.total} bytes were written`,
    );
  }

  /** The body as an exchange takes it; `due` bytes go with the head. */
  body(due: number): RequestBody | null {
    if (this.total === 0) return null;
    const init = this.total === null
      ? this.#source
      : new SizedBody(this.total, this.#source);
    return { init, length: this.total, due };
  }

  /** Starts the exchange; resolves when the head and the first bytes are on their way. */
  async start(exchange: HttpExchange, first: Uint8Array): Promise<void> {
    this.#exchange = exchange;
    this.#reserved = first.length;
    const response = this.#response = exchange.run();
    response.then(
      () => this.#answered = { error: null },
      (error) => {
        this.#answered = { error };
        this.#writer.abort(error).catch(() => {});
      },
    );
    const queued = first.length > 0
      ? this.#enqueue(first.slice())
      : Promise.resolve();
    await Promise.race([queued.then(() => exchange.forwardedAll()), response]);
  }

  /** Writes the next bytes, which nobody changes any more; resolves when they were forwarded. */
  async write(bytes: Uint8Array<ArrayBuffer>): Promise<number> {
    this.#throwIfAnswered();
    this.#exchange!.expect(bytes.length);
    await Promise.race([this.#enqueue(bytes), this.#response]);
    const sent = await Promise.race([
      this.#exchange!.forwardedAll(),
      this.#response!.then(() => true),
    ]);
    // The connection is gone: fetch will say why.
    if (!sent) await this.#response;
    this.#throwIfAnswered();
    return bytes.length;
  }

  /** Ends the body; resolves with the response. */
  end(): Promise<Response> {
    // fetch has let go of a body of known length by now; then there is nothing left to close.
    this.#writer.close().catch(() => {});
    this.#exchange!.expectResponse();
    return this.#response!;
  }

  /** Gives the upload up. */
  abort(reason: unknown): void {
    this.#writer.abort(reason).catch(() => {});
    this.#response?.then((response) => response.body?.cancel()).catch(() => {});
  }

  async #enqueue(bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    try {
      await this.#writer.write(bytes);
    } catch {
      // fetch has let go of the body: the response, or its failure, says why.
      await this.#response;
    }
  }

  #throwIfAnswered(): void {
    if (this.#answered === null) return;
    if (this.#answered.error !== null) {
      throw asInternetError(this.#answered.error);
    }
    throw new InternetError(
      ERROR_INTERNET_CONNECTION_ABORTED,
      "Cannot write: the server has answered before the body was complete; HttpEndRequest gives the answer",
    );
  }
}
