// Copyright 2026 the wininet authors. MIT license.

/**
 * Calls of one handle, one after the other, in the order in which they were made.
 *
 * @module
 */

import { cancellation } from "../_base/failure.ts";

/** Runs the calls of one handle. */
export class CallOrder {
  readonly #handle: { readonly closed: boolean };
  #last: Promise<unknown> | null = null;

  /** @param handle When it is closed, calls that wait are cancelled. */
  constructor(handle: { readonly closed: boolean }) {
    this.#handle = handle;
  }

  /** Runs a call after the calls before it have ended, with success or failure. */
  run<Value>(call: () => Promise<Value>): Promise<Value> {
    // A call that has waited for another must not go to the network for a closed handle.
    const next = () =>
      this.#handle.closed ? Promise.reject(cancellation()) : call();
    const result = this.#last === null ? call() : this.#last.then(next, next);
    this.#last = result;
    return result;
  }
}
