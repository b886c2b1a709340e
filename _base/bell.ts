// Copyright 2026 the wininet authors. MIT license.

/**
 * Notifies work that waits for a change.
 *
 * @module
 */

/** Wakes those that wait for a change. */
export class Bell {
  #gate = Promise.withResolvers<void>();

  /** Resolves at the next change. */
  heard(): Promise<void> {
    return this.#gate.promise;
  }

  /** Records a change. */
  ring(): void {
    this.#gate.resolve();
    this.#gate = Promise.withResolvers();
  }
}
