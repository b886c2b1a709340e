// Copyright 2026 the wininet authors. MIT license.

/**
 * Turns of the event loop, for tests that check that nothing happens.
 *
 * @module
 */

import { setImmediate } from "node:timers";

/** Waits for some turns of the event loop. */
export async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}
