// Copyright 2026 the wininet authors. MIT license.

/**
 * Runs long work in short steps, so that it never blocks the event loop for
 * long.
 *
 * @module
 */

/** The time of one turn, in milliseconds, before other work can run. */
const TURN = 4;

/** Runs steps for one turn; returns `true` when the work is finished. */
function turn(steps: Iterator<void>): boolean {
  const end = performance.now() + TURN;
  do {
    if (steps.next().done) return true;
  } while (performance.now() < end);
  return false;
}

/** Runs work until it is finished. */
export async function workOff(steps: Iterator<void>): Promise<void> {
  while (!turn(steps)) {
    await new Promise((resolve) => setTimeout(resolve));
  }
}

/** Work that runs between the calls of a program, and does not keep the program alive. */
export class Background {
  readonly #jobs: Iterator<void>[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Starts work soon. An error ends it and is ignored: no caller waits for the result. */
  start(steps: Iterator<void>): void {
    this.#jobs.push(steps);
    this.#continue();
  }

  /** Drops the remaining work. */
  stop(): void {
    this.#jobs.length = 0;
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #continue(): void {
    if (this.#jobs.length === 0 || this.#timer !== undefined) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#doTurn();
      this.#continue();
    });
    Deno.unrefTimer(this.#timer);
  }

  #doTurn(): void {
    let isDone = true;
    try {
      isDone = turn(this.#jobs[0]!);
    } catch {
      // The store has failed: a later run starts again.
    }
    if (isDone) this.#jobs.shift();
  }
}
