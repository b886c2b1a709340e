// Copyright 2026 the wininet authors. MIT license.

/**
 * Timers that run when the test says so.
 *
 * @module
 */

/** The timers that were set and not cleared. */
export interface HeldTimers extends Disposable {
  /** How many there are. */
  readonly size: number;
  /** Runs all of them. */
  fire(): void;
}

/**
 * Holds all timers that are set from now on, until disposal.
 *
 * @param below Timers of so many milliseconds and more are left alone: the limits of
 * waits during which nothing moves, for instance.
 */
export function heldTimers(below: number = Infinity): HeldTimers {
  const { setTimeout, clearTimeout } = globalThis;
  const held = new Map<unknown, () => void>();
  const hold = (run: () => void, milliseconds: number = 0) => {
    if (milliseconds >= below) return setTimeout(run, milliseconds);
    const timer = setTimeout(() => {}, 3_600_000);
    held.set(timer, run);
    return timer;
  };
  const clear = (timer: number | undefined) => {
    held.delete(timer);
    clearTimeout(timer);
  };
  Object.assign(globalThis, { setTimeout: hold, clearTimeout: clear });
  return {
    get size() {
      return held.size;
    },
    fire() {
      for (const [timer, run] of [...held]) {
        clear(timer as number);
        run();
      }
    },
    [Symbol.dispose]: () =>
      void Object.assign(globalThis, { setTimeout, clearTimeout }),
  };
}
