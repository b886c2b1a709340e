// Copyright 2026 the wininet authors. MIT license.

/**
 * Clocks that end a wait unless they are stopped or set again in time.
 *
 * A weak clock keeps no program alive, and costs no timer: all weak clocks of one
 * duration strike in the order in which they were set, so one timer serves all of
 * them. While connections are kept (`keepTimers`) it goes on when its last clock was
 * stopped, because the next request needs it again: starting and stopping it for each
 * wait would cost more than the request.
 *
 * @module
 */

import { NO_TIMEOUT } from "./timeouts.ts";

/** The longest time that a timer takes. */
export const MAX_TIMER = 0x7fffffff;

/** The weak clocks of one duration. */
class Lane {
  readonly #milliseconds: number;
  /** In the order in which they strike. */
  readonly #clocks = new Set<Deadline>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Clocks that are set or stopped meanwhile are handled afterwards. */
  #isStriking = false;

  constructor(milliseconds: number) {
    this.#milliseconds = milliseconds;
  }

  add(clock: Deadline): void {
    this.#clocks.add(clock);
    if (this.#timer === undefined && !this.#isStriking) this.#start();
  }

  delete(clock: Deadline): void {
    this.#clocks.delete(clock);
    if (!isKept && !this.#isStriking) this.stopIfEmpty();
  }

  /** Stops the timer if no clock needs it. */
  stopIfEmpty(): void {
    if (this.#clocks.size > 0) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    lanes.delete(this.#milliseconds);
  }

  #start(): void {
    const [next] = this.#clocks;
    const left = Math.ceil(next!.strikesAt - performance.now());
    // The sum of two times is not exact, and a timer above its maximum fires at once.
    const time = Math.min(Math.max(0, left), this.#milliseconds);
    this.#timer = setTimeout(() => this.#strike(), time);
    Deno.unrefTimer(this.#timer);
  }

  #strike(): void {
    this.#timer = undefined;
    this.#isStriking = true;
    try {
      for (const clock of this.#clocks) {
        // A timer may fire some fraction of a millisecond early.
        if (clock.strikesAt - performance.now() >= 1) break;
        this.#clocks.delete(clock);
        clock.strike();
      }
    } finally {
      // A clock that throws does not stop the others.
      this.#isStriking = false;
      if (this.#clocks.size > 0) this.#start();
      else this.stopIfEmpty();
    }
  }
}

const lanes = new Map<number, Lane>();

function laneOf(milliseconds: number): Lane {
  let lane = lanes.get(milliseconds);
  if (lane === undefined) {
    lanes.set(milliseconds, lane = new Lane(milliseconds));
  }
  return lane;
}

/** `true` if timers go on without clocks. */
let isKept = false;

/** Decides if the timers of weak clocks go on after their last clock was stopped. */
export function keepTimers(kept: boolean): void {
  isKept = kept;
  if (kept) return;
  for (const lane of [...lanes.values()]) lane.stopIfEmpty();
}

/** One clock. */
export class Deadline {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #lane: Lane | null = null;
  #expire: (() => void) | null = null;
  #strikesAt = 0;

  /** When a weak clock strikes, on the scale of `performance.now()`. */
  get strikesAt(): number {
    return this.#strikesAt;
  }

  /**
   * Runs `expire` after some milliseconds, unless the clock is set again or
   * stopped before. A weak clock keeps no program alive.
   */
  set(milliseconds: number, expire: () => void, weak: boolean = false): void {
    this.stop();
    if (milliseconds === NO_TIMEOUT) return;
    const time = Math.min(milliseconds, MAX_TIMER);
    this.#expire = expire;
    if (!weak) {
      this.#timer = setTimeout(() => this.strike(), time);
      return;
    }
    this.#strikesAt = performance.now() + time;
    this.#lane = laneOf(time);
    this.#lane.add(this);
  }

  /** Stops the clock. */
  stop(): void {
    if (this.#timer !== undefined) clearTimeout(this.#timer);
    this.#lane?.delete(this);
    this.#timer = undefined;
    this.#lane = this.#expire = null;
  }

  /** The time is over. */
  strike(): void {
    const expire = this.#expire;
    this.stop();
    expire?.();
  }
}

/** Resolves after some milliseconds; rejects with the reason of a signal that aborts first. */
export function pause(
  milliseconds: number,
  signal?: AbortSignal,
): Promise<void> {
  if (signal?.aborted) return Promise.reject(signal.reason);
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal!.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", stop);
      resolve();
    }, milliseconds);
    signal?.addEventListener("abort", stop, { once: true });
  });
}

/** Settles as a promise does; rejects with the reason of a signal that aborts first. */
export function abortable<Value>(
  promise: Promise<Value> | Value,
  signal: AbortSignal,
): Promise<Value> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason);
    if (signal.aborted) stop();
    signal.addEventListener("abort", stop, { once: true });
    Promise.resolve(promise).then(resolve, reject).finally(() =>
      signal.removeEventListener("abort", stop)
    );
  });
}

/** Resolves with `true` if a promise settles, either way, within some milliseconds. */
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
