// Copyright 2026 the wininet authors. MIT license.

/**
 * The users of one connection: calls, and handles from opening to closing. They
 * take turns in the order of arrival.
 *
 * @module
 */

import { type PendingCall, PendingWork } from "../../_core/operation.ts";

/** A user, and the promise for which it waits. */
interface Turn {
  readonly user: unknown;
  readonly wait: Promise<void> | null;
  readonly come: () => void;
}

/** A queue of users. The first one has its turn. */
export class Turns {
  readonly #line: Turn[] = [];

  /** `true` if there is no user. */
  get free(): boolean {
    return this.#line.length === 0;
  }

  /** The user that has its turn, or `undefined` if there is none. */
  get current(): unknown {
    return this.#line[0]?.user;
  }

  /**
   * The wait of the last user, or `null` if it has its turn. Resolves when the
   * user has its turn or leaves.
   */
  get lastWait(): Promise<void> | null {
    return this.#line.at(-1)?.wait ?? null;
  }

  /** Adds a user to the end of the queue. */
  enter(user: unknown): void {
    if (this.free) {
      this.#line.push({ user, wait: null, come() {} });
      return;
    }
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#line.push({ user, wait: promise, come: resolve });
  }

  /** Removes a user; does nothing if it is not in the queue. */
  leave(user: unknown): void {
    const at = this.#line.findIndex((turn) => turn.user === user);
    if (at < 0) return;
    const [left] = this.#line.splice(at, 1);
    left!.come();
    if (at === 0) this.#line[0]?.come();
  }
}

/**
 * The pending calls of a connection. A call has its turn while it is pending,
 * so the call before it has posted its REQUEST_COMPLETE before it posts its
 * first status.
 */
export class PendingInTurn extends PendingWork {
  readonly #turns: Turns;

  constructor(turns: Turns) {
    super();
    this.#turns = turns;
  }

  override add(call: PendingCall): void {
    super.add(call);
    this.#turns.enter(call);
  }

  override remove(call: PendingCall): void {
    super.remove(call);
    this.#turns.leave(call);
  }
}
