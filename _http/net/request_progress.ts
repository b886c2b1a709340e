// Copyright 2026 the wininet authors. MIT license.

/**
 * The progress of sending a request to the server.
 *
 * A connection may serve the next request only if this one was sent completely:
 * otherwise the server would take the next bytes for the rest of the body. A
 * response can arrive before that, so the arrival of its head is not
 * sufficient.
 *
 * @module
 */

import type { RequestBody } from "./transport.ts";

/**
 * The state of a request: being sent; waiting for the program, which writes the body
 * piece by piece; or sent completely.
 */
type SendState = "sending" | "uploading" | "complete";

/** The progress of one request on one connection. */
export class RequestProgress {
  readonly #body: RequestBody | null;
  #state: SendState = "sending";
  /** The number of bytes that no status has reported, including heads and framing. */
  #unreported = 0;
  /** The number of bytes of the body, without framing. */
  #bodyBytes = 0;
  /** The number of writes that have not succeeded; a failed write is never subtracted. */
  #openWrites = 0;

  constructor(body: RequestBody | null) {
    this.#body = body;
  }

  /** True while the program writes the body. */
  get isUploading(): boolean {
    return this.#state === "uploading";
  }

  /** True if the whole request was sent to the server. */
  get isComplete(): boolean {
    return this.#state === "complete";
  }

  /** True if the whole body was written. This is unknown for chunks that the program frames. */
  get hasWholeBody(): boolean {
    if (this.#openWrites > 0 || this.#body?.framing === "raw") return false;
    const length = this.#body === null ? 0 : this.#body.length;
    return length === null || this.#bodyBytes === length;
  }

  /** Records the start of a write. */
  startWrite(): void {
    this.#openWrites++;
  }

  /** Counts bytes that were written. */
  written(bytes: number): void {
    this.#unreported += bytes;
  }

  /** Records the success of a write. */
  endWrite(): void {
    this.#openWrites--;
  }

  /** Returns the number of bytes written since the last report. */
  takeUnreported(): number {
    const bytes = this.#unreported;
    this.#unreported = 0;
    return bytes;
  }

  /**
   * Counts bytes of the body that were written; a body that is sent as a whole
   * is then complete.
   */
  bodyWritten(bytes: number): void {
    this.#bodyBytes += bytes;
    if (this.#body?.bytes) this.complete();
  }

  /** Records that the program now writes the body. */
  startUpload(): void {
    this.#state = "uploading";
  }

  /** Records that the program has finished writing. */
  endUpload(): void {
    this.#state = "sending";
  }

  /** Records that the whole request was sent. */
  complete(): void {
    this.#state = "complete";
  }
}
