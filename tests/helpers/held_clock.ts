// Copyright 2026 the wininet authors. MIT license.

/**
 * Timers and a clock that the test controls.
 *
 * @module
 */

import { keepTimers } from "../../_base/deadline.ts";

interface Held {
  readonly run: () => void;
  readonly at: number;
  isReferenced: boolean;
}

/** A stopped clock. */
export interface HeldClock extends Disposable {
  /** The number of timers that are set. */
  readonly pending: number;
  /** The number of timers that do not keep the program alive. */
  readonly unreferenced: number;
  /** The delays of all timers that were set, in order. */
  readonly delays: readonly number[];
  /** Advances the clock; each timer runs at its time. */
  advance(milliseconds: number): void;
  /** Advances the clock, and runs the first timer although it is not due. */
  fireEarly(milliseconds: number): void;
}

/** Controls `setTimeout` and `performance.now` until disposal. */
export function heldClock(): HeldClock {
  const { setTimeout, clearTimeout } = globalThis;
  const { refTimer, unrefTimer } = Deno;
  const { performance } = globalThis;
  const now = performance.now;
  const timers = new Map<number, Held>();
  const delays: number[] = [];
  let time = 1000;
  let last = 0;
  stopKeptTimers();
  const restore = replace(globalThis, {
    setTimeout: (run: () => void, delay = 0) => {
      delays.push(delay);
      timers.set(++last, { run, at: time + delay, isReferenced: true });
      return last;
    },
    clearTimeout: (timer: number | undefined) => {
      if (timer !== undefined) timers.delete(timer);
    },
  }, { setTimeout, clearTimeout });
  const restoreReferences = replace(Deno, {
    refTimer: (timer: number) => {
      const held = timers.get(timer);
      if (held === undefined) refTimer(timer);
      else held.isReferenced = true;
    },
    unrefTimer: (timer: number) => {
      const held = timers.get(timer);
      if (held === undefined) unrefTimer(timer);
      else held.isReferenced = false;
    },
  }, { refTimer, unrefTimer });
  performance.now = () => time;
  const fire = ([timer, { run }]: [number, Held]) => {
    timers.delete(timer);
    run();
  };
  return {
    get pending() {
      return timers.size;
    },
    get unreferenced() {
      return [...timers.values()].filter((held) => !held.isReferenced).length;
    },
    delays,
    advance(milliseconds) {
      const end = time + milliseconds;
      for (;;) {
        const [next] = [...timers].toSorted(([, a], [, b]) => a.at - b.at);
        if (next === undefined || next[1].at > end) break;
        time = Math.max(time, next[1].at);
        fire(next);
      }
      time = end;
    },
    fireEarly(milliseconds) {
      time += milliseconds;
      fire([...timers][0]!);
    },
    [Symbol.dispose]() {
      stopKeptTimers();
      restore();
      restoreReferences();
      performance.now = now;
    },
  };
}

/** Stops the timers that would use the next clock, so that no timer uses both clocks. */
function stopKeptTimers(): void {
  keepTimers(false);
  keepTimers(true);
}

/** Replaces functions of an object; returns a function that restores them. */
function replace(object: object, others: object, before: object): () => void {
  Object.assign(object, others);
  return () => void Object.assign(object, before);
}
