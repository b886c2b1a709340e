// Copyright 2026 the wininet authors. MIT license.

/**
 * Clocks that end a wait unless they are stopped or restarted in time.
 *
 * A weak clock does not keep the program alive. All clocks of one kind and
 * duration expire in the order in which they were set, so one timer serves all
 * of them. While connections are kept (`keepTimers`), the timer keeps running
 * after its last clock was stopped, because the next request needs it: starting
 * and stopping it for each wait would cost more than the request.
 *
 * @module
 */

import { NO_TIMEOUT } from "./timeouts.ts";

/** The longest time that a timer takes. */
export const MAX_TIMER = 0x7fffffff;

/** The clocks of one duration, either the weak or the other ones. */
class Lane {
  readonly #milliseconds: number;
  readonly #weak: boolean;
  /** In the order in which they expire. */
  readonly #clocks = new Set<Deadline>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Clocks that are set or stopped during this are handled afterwards. */
  #isStriking = false;

  constructor(milliseconds: number, weak: boolean) {
    this.#milliseconds = milliseconds;
    this.#weak = weak;
  }

  add(clock: Deadline): void {
    this.#clocks.add(clock);
    if (this.#isStriking) return;
    if (this.#timer === undefined) this.#start();
    else if (!this.#weak) Deno.refTimer(this.#timer);
  }

  delete(clock: Deadline): void {
    this.#clocks.delete(clock);
    if (this.#isStriking || this.#clocks.size > 0) return;
    if (keepers <= 0) this.stopIfEmpty();
    else if (!this.#weak) Deno.unrefTimer(this.#timer!);
  }

  /** Stops the timer if no clock needs it. */
  stopIfEmpty(): void {
    if (this.#clocks.size > 0) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    lanesOf(this.#weak).delete(this.#milliseconds);
  }

  #start(): void {
    const [next] = this.#clocks;
    const left = Math.ceil(next!.strikesAt - performance.now());
    // The sum of two times is not exact, and a timer above its maximum fires
    // immediately.
    const time = Math.min(Math.max(0, left), this.#milliseconds);
    this.#timer = setTimeout(() => this.#strike(), time);
    if (this.#weak) Deno.unrefTimer(this.#timer);
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

const weakLanes = new Map<number, Lane>();
const strongLanes = new Map<number, Lane>();

function lanesOf(weak: boolean): Map<number, Lane> {
  return weak ? weakLanes : strongLanes;
}

function laneOf(milliseconds: number, weak: boolean): Lane {
  const lanes = lanesOf(weak);
  let lane = lanes.get(milliseconds);
  if (lane === undefined) {
    lanes.set(milliseconds, lane = new Lane(milliseconds, weak));
  }
  return lane;
}

/** The number of users that need timers to run without clocks. */
let keepers = 0;

/**
 * Keeps timers running after their last clock was stopped. Each call with
 * `true` needs a later call with `false`.
 */
export function keepTimers(kept: boolean): void {
  keepers += kept ? 1 : -1;
  if (keepers > 0) return;
  for (const lane of [...weakLanes.values(), ...strongLanes.values()]) {
    lane.stopIfEmpty();
  }
}

/** One clock. */
export class Deadline {
  #lane: Lane | null = null;
  #expire: (() => void) | null = null;
  #strikesAt = 0;

  /** The time at which the clock expires, on the scale of `performance.now()`. */
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
    this.#strikesAt = performance.now() + time;
    this.#lane = laneOf(time, weak);
    this.#lane.add(this);
  }

  /** Stops the clock. */
  stop(): void {
    this.#lane?.delete(this);
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
export function settlesWithin(
  milliseconds: number,
  promise: Promise<unknown>,
): Promise<boolean> {
  return new Promise((resolve) => {
    const late = new Deadline();
    const settled = () => {
      late.stop();
      resolve(true);
    };
    late.set(milliseconds, () => resolve(false));
    promise.then(settled, settled);
  });
}
