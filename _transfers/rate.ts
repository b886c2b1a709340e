// Copyright 2026 the wininet authors. MIT license.

/**
 * The rate of a transfer, and its remaining time. The current time is an
 * argument, in milliseconds.
 *
 * @module
 */

/** The time constant in milliseconds: after this time a byte counts for 1/e of a new one. */
const MEMORY = 5000;

/** A smoothed rate: an average in which the last seconds count most. */
export class RateMeter {
  readonly #start: number;
  /** The bytes so far, each weighted by its age at `#last`. */
  #weighted = 0;
  #last: number;

  constructor(now: number) {
    this.#start = this.#last = now;
  }

  /** Counts bytes that have just arrived. */
  add(bytes: number, now: number): void {
    this.#weighted = this.#weighted * this.#decay(now) + bytes;
    this.#last = now;
  }

  /** Returns the bytes per second. */
  rate(now: number): number {
    // The weight of the time since the start: without it the first rates would
    // be too low.
    const time = MEMORY * (1 - Math.exp((this.#start - now) / MEMORY));
    return time > 0 ? this.#weighted * this.#decay(now) / time * 1000 : 0;
  }

  #decay(now: number): number {
    return Math.exp((this.#last - now) / MEMORY);
  }
}

/** Returns the remaining time in seconds, or `null` if it is not known. */
export function remainingSeconds(
  bytes: number,
  total: number | null,
  rate: number,
): number | null {
  if (total === null) return null;
  const left = Math.max(0, total - bytes);
  if (left === 0) return 0;
  return rate > 0 ? left / rate : null;
}
