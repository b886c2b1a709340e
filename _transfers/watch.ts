// Copyright 2026 the wininet authors. MIT license.

/**
 * Ends the attempts of a call: one that receives nothing for too long, and all
 * of them when the program stops the call.
 *
 * @module
 */

import { ERROR_INTERNET_TIMEOUT, InternetError } from "../error.ts";
import { Deadline } from "../_base/deadline.ts";
import { quotedUrl } from "../_base/secrets.ts";
import type { HandleObject } from "../_core/handle.ts";

/**
 * The current attempts of a call. They share one listener on its signal: adding
 * one for each attempt would take longer than making its request.
 */
export class Watches implements Disposable {
  /** Stops all attempts when it aborts. */
  readonly signal: AbortSignal;
  readonly #patience: number;
  readonly #running = new Set<Watch>();
  readonly #stop = () => {
    for (const watch of [...this.#running]) watch.end(this.signal.reason);
  };

  /**
   * @param patience The maximum time without data, in milliseconds.
   */
  constructor(signal: AbortSignal, patience: number) {
    this.signal = signal;
    this.#patience = patience;
    signal.addEventListener("abort", this.#stop, { once: true });
  }

  /** Returns the watch for a new attempt; disposing it ends the watch. */
  start(url: string): Watch {
    this.signal.throwIfAborted();
    const watch: Watch = new Watch(
      url,
      this.#patience,
      () => this.#running.delete(watch),
    );
    this.#running.add(watch);
    return watch;
  }

  /** Removes the listener from the signal of the program. */
  [Symbol.dispose](): void {
    this.signal.removeEventListener("abort", this.#stop);
  }
}

/** Closes the handle of one attempt when the attempt must end. */
export class Watch implements Disposable {
  readonly #url: string;
  readonly #patience: number;
  readonly #onDisposed: () => void;
  readonly #deadline = new Deadline();
  #handle: HandleObject | null = null;
  #end: { readonly reason: unknown } | null = null;

  constructor(url: string, patience: number, onDisposed: () => void) {
    this.#url = url;
    this.#patience = patience;
    this.#onDisposed = onDisposed;
  }

  /** The reason why the attempt was ended, or `null` if it was not. */
  get ended(): { readonly reason: unknown } | null {
    return this.#end;
  }

  /** Sets the handle to close, in place of the previous one. */
  guard(handle: HandleObject): void {
    this.#handle = handle;
  }

  /** Restarts the time limit for data. */
  live(): void {
    this.#deadline.set(this.#patience, () => this.end(this.#lost()), true);
  }

  /** Suspends the time limit for data. */
  rest(): void {
    this.#deadline.stop();
  }

  /** Ends the attempt. */
  end(reason: unknown): void {
    this.#end ??= { reason };
    if (this.#handle?.closed === false) this.#handle.close(reason);
  }

  /** Throws the reason if the attempt was ended. */
  throwIfEnded(): void {
    if (this.#end !== null) throw this.#end.reason;
  }

  #lost(): InternetError {
    return new InternetError(
      ERROR_INTERNET_TIMEOUT,
      `Cannot download ${quotedUrl(this.#url)}: nothing has arrived for ${
        this.#patience / 1000
      } seconds, so try again later`,
    );
  }

  [Symbol.dispose](): void {
    this.rest();
    this.#onDisposed();
  }
}
