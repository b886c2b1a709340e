// Copyright 2026 the wininet authors. MIT license.

/**
 * Timers that the test controls.
 *
 * @module
 */

import { keepTimers } from "../../_base/deadline.ts";

/** The timers that were set and not cleared. */
export interface HeldTimers extends Disposable {
  /** The number of timers. */
  readonly size: number;
  /** Runs all timers, each at the time for which it was set. */
  fire(): void;
}

/** A timer under the control of the test. */
interface Held {
  readonly run: () => void;
  readonly milliseconds: number;
}

/**
 * Controls all timers that are set from now on, until disposal. No timer is kept for the next wait,
 * so that each wait sets its own.
 *
 * @param below Timers of this number of milliseconds or more are not controlled, for example the
 * time limits of stalled transfers.
 */
export function heldTimers(below: number = Infinity): HeldTimers {
  const { setTimeout, clearTimeout } = globalThis;
  const { performance } = globalThis;
  const now = performance.now;
  const held = new Map<unknown, Held>();
  const hold = (run: () => void, milliseconds: number = 0) => {
    if (milliseconds >= below) return setTimeout(run, milliseconds);
    const timer = setTimeout(() => {}, 3_600_000);
    held.set(timer, { run, milliseconds });
    return timer;
  };
  const clear = (timer: number | undefined) => {
    held.delete(timer);
    clearTimeout(timer);
  };
  keepTimers(false);
  Object.assign(globalThis, { setTimeout: hold, clearTimeout: clear });
  return {
    get size() {
      return held.size;
    },
    fire() {
      for (const [timer, { run, milliseconds }] of [...held]) {
        clear(timer as number);
        performance.now = () => now.call(performance) + milliseconds;
        run();
      }
      performance.now = now;
    },
    [Symbol.dispose]() {
      Object.assign(globalThis, { setTimeout, clearTimeout });
      keepTimers(true);
    },
  };
}
