// Copyright 2026 the wininet authors. MIT license.

/**
 * Clocks that end something unless they are stopped or set again in time.
 *
 * All clocks of one duration strike in the order in which they were set, so one
 * timer serves all of them: setting a clock costs no timer, which matters to
 * thousands of requests that all have the same limits.
 *
 * @module
 */

import { NO_TIMEOUT } from "./timeouts.ts";

/** The longest time that a timer takes. */
export const MAX_TIMER = 0x7fffffff;

/** The clocks of one duration. */
class Lane {
  readonly #milliseconds: number;
  readonly #isWeak: boolean;
  /** In the order in which they strike. */
  readonly #clocks = new Set<Deadline>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Clocks that are set or stopped meanwhile are seen to afterwards. */
  #isStriking = false;

  constructor(milliseconds: number, isWeak: boolean) {
    this.#milliseconds = milliseconds;
    this.#isWeak = isWeak;
  }

  add(clock: Deadline): void {
    this.#clocks.add(clock);
    if (!this.#isStriking) this.#wait();
  }

  delete(clock: Deadline): void {
    this.#clocks.delete(clock);
    if (!this.#isStriking) this.#wait();
  }

  /** Waits for the clock that strikes next; a lane without clocks is gone. */
  #wait(): void {
    if (this.#clocks.size === 0) {
      clearTimeout(this.#timer);
      this.#timer = undefined;
      lanesOf(this.#isWeak).delete(this.#milliseconds);
    } else if (this.#timer === undefined) {
      this.#start();
    }
  }

  #start(): void {
    const [next] = this.#clocks;
    const left = Math.ceil(next!.strikesAt - performance.now());
    // The sum of two times is not exact; a timer of more than it takes fires at once.
    const time = Math.min(Math.max(0, left), this.#milliseconds);
    this.#timer = setTimeout(() => this.#strike(), time);
    if (this.#isWeak) Deno.unrefTimer(this.#timer);
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
      this.#wait();
    }
  }
}

const strongLanes = new Map<number, Lane>();
const weakLanes = new Map<number, Lane>();

function lanesOf(isWeak: boolean): Map<number, Lane> {
  return isWeak ? weakLanes : strongLanes;
}

function laneOf(milliseconds: number, isWeak: boolean): Lane {
  const all = lanesOf(isWeak);
  let lane = all.get(milliseconds);
  if (lane === undefined) {
    all.set(milliseconds, lane = new Lane(milliseconds, isWeak));
  }
  return lane;
}

/** One clock. */
export class Deadline {
  #lane: Lane | null = null;
  #expire: (() => void) | null = null;
  #strikesAt = 0;

  /** When it strikes, on the scale of `performance.now()`. */
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
    this.#strikesAt = performance.now() + time;
    this.#expire = expire;
    this.#lane = laneOf(time, weak);
    this.#lane.add(this);
  }

  /** Stops the clock. */
  stop(): void {
    if (this.#lane === null) return;
    this.#lane.delete(this);
    this.#lane = this.#expire = null;
  }

  /** The time is over; called by the lane. */
  strike(): void {
    const expire = this.#expire;
    this.#lane = this.#expire = null;
    expire?.();
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
