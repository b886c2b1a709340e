// Copyright 2026 the wininet authors. MIT license.

/**
 * A clock that ends something unless it is stopped or set again in time.
 *
 * @module
 */

import { NO_TIMEOUT } from "./settings.ts";

/** The longest time that a timer takes. */
export const MAX_TIMER = 0x7fffffff;

/** One clock. */
export class Deadline {
  #timer: ReturnType<typeof setTimeout> | undefined;

  /**
   * Runs `expire` after some milliseconds, unless the clock is set again or
   * stopped before. A weak clock keeps no program alive.
   */
  set(milliseconds: number, expire: () => void, weak: boolean = false): void {
    this.stop();
    if (milliseconds === NO_TIMEOUT) return;
    this.#timer = setTimeout(expire, Math.min(milliseconds, MAX_TIMER));
    if (weak) Deno.unrefTimer(Number(this.#timer));
  }

  /** Stops the clock. */
  stop(): void {
    if (this.#timer === undefined) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}

/** Whether a promise settles, either way, within some milliseconds. */
export async function settlesWithin(
  milliseconds: number,
  promise: Promise<unknown>,
): Promise<boolean> {
  const late = new Deadline();
  const patience = new Promise<boolean>((resolve) =>
    late.set(milliseconds, () => resolve(false))
  );
  try {
    return await Promise.race([
      promise.then(() => true, () => true),
      patience,
    ]);
  } finally {
    late.stop();
  }
}
