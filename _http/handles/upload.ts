// Copyright 2026 the wininet authors. MIT license.

/**
 * A body that the program writes in pieces: HttpSendRequestEx,
 * InternetWriteFile, HttpEndRequest.
 *
 * @module
 */

import {
  ERROR_INTERNET_CONNECTION_ABORTED,
  ERROR_INTERNET_FORCE_RETRY,
  ERROR_INTERNET_INCORRECT_HANDLE_STATE,
  ERROR_INTERNET_OPERATION_CANCELLED,
  InternetError,
} from "../../error.ts";
import { badParameter } from "../../_base/failure.ts";
import { Interruption } from "../../_core/interruption.ts";
import { bodyRefused, type RequestBody } from "../net/transport.ts";
import type { UploadFraming } from "../wire/request_head.ts";
import type { HttpExchange } from "./exchange.ts";
import type { ResponseHead } from "../wire/response_head.ts";
import type { Header } from "../wire/header_list.ts";

/** The start of an upload by `HttpSendRequestEx`. */
export interface UploadInit {
  /** Additional headers. */
  readonly headers: readonly Header[];
  /** The first bytes of the body. */
  readonly first: Uint8Array;
  /** The length of the whole body in bytes, or `null` for the chunked coding. */
  readonly total: number | null;
}

/** A body that the program sends to the server. */
export class Upload {
  /** The announced length in bytes, or `null` if the program does not know it. */
  readonly total: number | null;
  readonly #framing: UploadFraming;
  /** The number of bytes that were written or are about to be. */
  #reserved = 0;
  #exchange: HttpExchange | null = null;
  /** Interrupts a pending write. */
  #refused: Interruption | null = null;
  /** The result of a response that arrived before the rest of the body was sent. */
  #early: { readonly error: unknown } | null = null;

  /**
   * @param total The length of the body in bytes, or `null` for the chunked
   * coding.
   * @param isFramed True if the program frames the chunks itself.
   */
  constructor(total: number | null, isFramed: boolean) {
    this.total = isFramed ? null : total;
    this.#framing = isFramed ? "raw" : total === null ? "chunked" : "length";
  }

  /** Counts bytes that will be written; throws if they exceed the announced length. */
  reserve(bytes: number): void {
    const left = this.total === null ? Infinity : this.total - this.#reserved;
    if (bytes > left) {
      throw badParameter(
        `Cannot write ${bytes} bytes: only ${left} of dwBufferTotal (${this.total}) are left`,
      );
    }
    this.#reserved += bytes;
  }

  /** Throws unless all announced bytes were written or the server has responded early. */
  checkComplete(): void {
    if (this.#early !== null) return;
    if (this.total === null || this.#reserved === this.total) return;
    throw new InternetError(
      ERROR_INTERNET_INCORRECT_HANDLE_STATE,
      `Cannot end the request: ${this.#reserved} of ${this.total} bytes were written, so write the rest with InternetWriteFile`,
    );
  }

  /**
   * Starts the exchange; resolves when the head and the first bytes are sent.
   *
   * @param open Makes the exchange of a request with this body.
   * @param beginsAgain Returns true if the failure occurred before anything was
   * sent, and another exchange may succeed.
   */
  async start(
    open: (body: RequestBody | null) => HttpExchange | Promise<HttpExchange>,
    first: Uint8Array<ArrayBuffer>,
    beginsAgain: (error: unknown) => boolean = () => false,
  ): Promise<void> {
    const { total } = this;
    const exchange = this.#exchange = await open(
      total === 0
        ? null
        : { bytes: null, length: total, framing: this.#framing },
    );
    this.#reserved = first.length;
    try {
      await exchange.startUpload(first);
    } catch (error) {
      if (!beginsAgain(error)) throw error;
      return await this.start(open, first, beginsAgain);
    }
    const refused = bodyRefused(exchange.wire.response);
    this.#refused = new Interruption(refused);
    refused.then(
      () => this.#early = { error: null },
      (error) => this.#early = { error },
    );
  }

  /**
   * Writes the next bytes, which must not be changed afterwards; resolves when
   * they were sent.
   */
  async write(bytes: Uint8Array<ArrayBuffer>): Promise<number> {
    const exchange = this.#exchange!;
    this.#throwIfRefused(exchange);
    try {
      const sent = exchange.wire.write(bytes);
      sent.catch(() => {});
      // A server that has refused the body may stop reading.
      await this.#refused!.race(sent);
    } catch (error) {
      // A broken connection may still hold the response, which contains the
      // reason.
      await exchange.wire.response.catch(() => {
        throw exchange.failed(error);
      });
      this.#early = { error: null };
    }
    this.#throwIfRefused(exchange);
    return bytes.length;
  }

  /** Ends the body; resolves with the head of the response. */
  end(): Promise<ResponseHead> {
    return this.#exchange!.finishBody();
  }

  #throwIfRefused(exchange: HttpExchange): void {
    if (this.#early === null) return;
    if (this.#early.error !== null) throw exchange.failed(this.#early.error);
    throw new InternetError(
      ERROR_INTERNET_CONNECTION_ABORTED,
      "Cannot write: the server has responded before the body was complete; call HttpEndRequest to end the request",
    );
  }
}

/** Returns the error for ending an upload that an earlier call has already ended. */
export function failedBefore(): InternetError {
  return new InternetError(
    ERROR_INTERNET_OPERATION_CANCELLED,
    "Cannot end the request: an earlier call has failed; send the request again with HttpSendRequestEx",
  );
}

/** Returns the error for a request whose body cannot be sent again. */
export function sendAgain(what: string, url: URL): InternetError {
  return new InternetError(
    ERROR_INTERNET_FORCE_RETRY,
    `Cannot ${what} "${url.origin}${url.pathname}": send the body again with HttpSendRequestEx`,
  );
}
