// Copyright 2026 the wininet authors. MIT license.

/**
 * Long work in short steps, so that the event loop never stalls.
 *
 * @module
 */

/** Milliseconds of work before others have their turn. */
const TURN = 4;

/** Does steps until a turn is over; returns `true` at the end of the work. */
function turn(steps: Iterator<void>): boolean {
  const end = performance.now() + TURN;
  do {
    if (steps.next().done) return true;
  } while (performance.now() < end);
  return false;
}

/** Does work to its end. */
export async function workOff(steps: Iterator<void>): Promise<void> {
  while (!turn(steps)) {
    await new Promise((resolve) => setTimeout(resolve));
  }
}

/** Work behind the calls of a program, which it does not keep alive. */
export class Background {
  readonly #jobs: Iterator<void>[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Starts work soon. An error ends it: nobody waits for it. */
  start(steps: Iterator<void>): void {
    this.#jobs.push(steps);
    this.#continue();
  }

  /** Gives up the work that is left. */
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
      // The store has failed: a later run begins anew.
    }
    if (isDone) this.#jobs.shift();
  }
}
