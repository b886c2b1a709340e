// Copyright 2026 the wininet authors. MIT license.

/**
 * The progress of a request on its way to the server.
 *
 * A connection may serve the next request only if this one was sent completely: the
 * server would take the next bytes for the rest of the body. A response can come before
 * that, so the head of the response does not settle the question.
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
  /** Bytes that no status has reported, heads and framing included. */
  #unreported = 0;
  /** Bytes of the body, without their framing. */
  #bodyBytes = 0;
  /** Writes that have not succeeded; a failed one never does. */
  #openWrites = 0;

  constructor(body: RequestBody | null) {
    this.#body = body;
  }

  /** True while the program writes the body. */
  get isUploading(): boolean {
    return this.#state === "uploading";
  }

  /** True if the server was sent the whole request. */
  get isComplete(): boolean {
    return this.#state === "complete";
  }

  /**
   * True if the whole body was written. It is unknown for chunks that the program frames
   * itself.
   */
  get hasWholeBody(): boolean {
    if (this.#openWrites > 0 || this.#body?.framing === "raw") return false;
    const length = this.#body === null ? 0 : this.#body.length;
    return length === null || this.#bodyBytes === length;
  }

  /** Records the start of a write. */
  startWrite(): void {
    this.#openWrites++;
  }

  /** Notes bytes that were written. */
  written(bytes: number): void {
    this.#unreported += bytes;
  }

  /** Records the success of a write. */
  endWrite(): void {
    this.#openWrites--;
  }

  /** Returns the bytes written since the last report. */
  takeUnreported(): number {
    const bytes = this.#unreported;
    this.#unreported = 0;
    return bytes;
  }

  /** Notes bytes of the body that were written; a body that is sent as a whole is complete then. */
  bodyWritten(bytes: number): void {
    this.#bodyBytes += bytes;
    if (this.#body?.bytes) this.complete();
  }

  /** Records that the program now writes the body. */
  startUpload(): void {
    this.#state = "uploading";
  }

  /** Records that the program writes no more. */
  endUpload(): void {
    this.#state = "sending";
  }

  /** Records that the whole request was sent. */
  complete(): void {
    this.#state = "complete";
  }
}
