// Copyright 2026 the wininet authors. MIT license.

/**
 * Attempts of a request: their number, and the waits between attempts and
 * between requests.
 *
 * @module
 */

import { ERROR_INTERNET_OPERATION_CANCELLED, InternetError } from "../error.ts";
import { pause } from "../_base/deadline.ts";
import { asInternetError } from "../_base/failure.ts";
import { backoff, isTransient, tellRetry } from "../_transfers/retry.ts";
import type { CheckedOptions } from "./options.ts";

/** The requests of a job. */
export class Attempts {
  readonly #retries: number;
  readonly #pause: number;
  readonly #signal: AbortSignal;
  readonly #onRetry: CheckedOptions["onRetry"];
  /** The earliest start of the next request. */
  #nextStart = 0;

  constructor(
    { retries, pause, signal, onRetry }: Pick<
      CheckedOptions,
      "retries" | "pause" | "signal" | "onRetry"
    >,
  ) {
    this.#retries = retries;
    this.#pause = pause;
    this.#signal = signal;
    this.#onRetry = onRetry;
  }

  /**
   * Makes a request, and repeats it after a temporary failure. Rejects with the
   * reason of the signal if that aborts.
   */
  async run<Value>(request: () => Promise<Value>): Promise<Value> {
    for (let attempt = 1;; attempt++) {
      let error: InternetError;
      try {
        await this.#turn();
        return await request();
      } catch (cause) {
        this.#signal.throwIfAborted();
        error = asInternetError(cause);
        if (attempt > this.#retries || !isTransient(error)) throw error;
      }
      const milliseconds = backoff(attempt, Math.random());
      tellRetry(this.#onRetry, { attempt, milliseconds, error });
      await pause(milliseconds, this.#signal);
    }
  }

  async #turn(): Promise<void> {
    this.#signal.throwIfAborted();
    if (this.#pause === 0) return;
    const now = performance.now();
    const start = Math.max(now, this.#nextStart);
    this.#nextStart = start + this.#pause;
    if (start > now) await pause(start - now, this.#signal);
  }
}

/** Returns the error for a job that its signal has stopped; returns other errors unchanged. */
export function stoppedOr(
  action: string,
  error: unknown,
  signal: AbortSignal,
): InternetError {
  if (!signal.aborted) return asInternetError(error);
  return new InternetError(
    ERROR_INTERNET_OPERATION_CANCELLED,
    `Cannot ${action}: the program has stopped it`,
    { cause: signal.reason },
  );
}
