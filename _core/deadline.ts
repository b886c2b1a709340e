// Copyright 2026 the wininet authors. MIT license.

/**
 * A clock that ends something unless it is stopped or set again in time.
 *
 * @module
 */

import { NO_TIMEOUT } from "./settings.ts";

/** The longest time that a timer takes. */
const MAX_TIMER = 0x7fffffff;

/** One clock. */
export class Deadline {
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Runs `expire` after some milliseconds, unless the clock is set again or stopped before. */
  set(milliseconds: number, expire: () => void): void {
    this.stop();
    if (milliseconds === NO_TIMEOUT) return;
    this.#timer = setTimeout(expire, Math.min(milliseconds, MAX_TIMER));
  }

  /** Stops the clock. */
  stop(): void {
    if (this.#timer === undefined) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
