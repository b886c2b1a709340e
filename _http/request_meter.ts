// Copyright 2026 the wininet authors. MIT license.

/**
 * What the bytes of a request say while they pass: when the first one went out,
 * and when the last one that is due has gone.
 *
 * A request has one goal after the other: the head and the body that goes with
 * it, then each part of the body that is written. The meter counts text; what a
 * status names are the bytes on the wire.
 *
 * @module
 */

import { joined } from "../_bytes.ts";
import { headEnd } from "./response_meter.ts";

const NOTHING = new Uint8Array(0);

/** Counts one request. */
export class RequestMeter {
  /** Bytes on the wire since the goal was set. */
  sent = 0;
  /** Bytes of text so far. */
  #text = 0;
  /** Text bytes of the head; `null` until its end was seen. */
  #headLength: number | null;
  /** Text bytes of the body that are due. */
  #due: number;
  #tail: Uint8Array = NOTHING;

  /**
   * @param headLength Bytes of the head where they cannot be seen (TLS), else `null`.
   * @param bodyDue Bytes of the body that go with the head.
   */
  constructor(headLength: number | null, bodyDue: number) {
    this.#headLength = headLength;
    this.#due = bodyDue;
  }

  /** Whether everything that is due has gone out. */
  get reached(): boolean {
    return this.#headLength !== null &&
      this.#text >= this.#headLength + this.#due;
  }

  /** Sets the next goal: `bytes` more of the body. */
  expect(bytes: number): void {
    this.#due += bytes;
    this.sent = 0;
  }

  /** Counts bytes in clear text. */
  push(bytes: Uint8Array): void {
    if (this.#headLength === null) this.#findHeadEnd(bytes);
    this.count(bytes.length, bytes.length);
  }

  /** Counts bytes that have been looked at elsewhere. */
  count(text: number, wire: number): void {
    this.#text += text;
    this.sent += wire;
  }

  #findHeadEnd(bytes: Uint8Array): void {
    const all = joined(this.#tail, bytes);
    const end = headEnd(all, 0);
    if (end >= 0) this.#headLength = this.#text - this.#tail.length + end;
    else this.#tail = all.slice(-3);
  }
}
