// Copyright 2026 the wininet authors. MIT license.

/**
 * Waits that another event can interrupt.
 *
 * `Promise.race` leaves a reaction on each of its promises until that promise
 * settles. If one promise stays pending during a whole upload, each write costs
 * memory. So all waits share one reaction here.
 *
 * @module
 */

/** A promise that can interrupt successive waits. */
export class Interruption {
  readonly #event: Promise<unknown>;
  #isOver = false;
  /** Interrupts the wait in progress. */
  #interrupt: ((event: Promise<unknown>) => void) | null = null;

  /**
   * @param event Interrupts the waits when it settles; a rejection is handled
   * here.
   */
  constructor(event: Promise<unknown>) {
    this.#event = event;
    const over = () => {
      this.#isOver = true;
      this.#interrupt?.(event);
    };
    event.then(over, over);
  }

  /**
   * Settles as `work` or as the event does, whichever settles first. Only one
   * wait may be in progress at a time.
   */
  async race(work: Promise<unknown>): Promise<void> {
    if (this.#isOver) {
      await Promise.race([work, this.#event]);
      return;
    }
    try {
      await new Promise((resolve, reject) => {
        this.#interrupt = resolve;
        work.then(resolve, reject);
      });
    } finally {
      this.#interrupt = null;
    }
  }
}
