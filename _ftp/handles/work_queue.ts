// Copyright 2026 the wininet authors. MIT license.

/**
 * The order of the work on one control connection. Pieces of work run one after
 * the other, so the remaining work of a closed handle, such as ending an
 * upload, is done before the next call.
 *
 * While there is no work and no transfer, the session is idle, and a command is
 * sent at regular intervals to keep it alive.
 *
 * @module
 */

import { Deadline } from "../../_base/deadline.ts";

/** Keeps an idle session alive. */
export interface KeepAlive {
  /** Returns the interval in milliseconds, or 0 to send nothing. */
  interval(): number;
  /** Sends something to the server. */
  send(): Promise<unknown>;
  /** Called when the session has become idle. */
  idle?(): void;
}

/** The work of one session. */
export class WorkQueue {
  readonly #keepAlive: KeepAlive;
  readonly #idleTime = new Deadline();
  /** Settles after the last piece of work; `null` if there is none. */
  #tail: Promise<unknown> | null = null;
  #transferring = false;

  constructor(keepAlive: KeepAlive) {
    this.#keepAlive = keepAlive;
  }

  /**
   * Runs `work` after all earlier work has ended, including work that was
   * cancelled in the meantime.
   */
  exclusively<Value>(work: () => Promise<Value>): Promise<Value> {
    const run = async () => {
      this.stopKeepAlive();
      return await work();
    };
    const before = this.#tail;
    // The work may end a transfer immediately, and the session is not idle
    // then.
    this.#tail ??= Promise.resolve();
    const done = before === null ? run() : before.then(run);
    const tail: Promise<void> = done.then(() => {}, () => {}).finally(() => {
      if (this.#tail !== tail) return;
      this.#tail = null;
      this.#startKeepAlive();
    });
    this.#tail = tail;
    return done;
  }

  /** Resolves when no work is in progress. */
  async settled(): Promise<void> {
    while (this.#tail !== null) await this.#tail;
  }

  /** `true` during a transfer, which continues between pieces of work. */
  get transferring(): boolean {
    return this.#transferring;
  }

  set transferring(transferring: boolean) {
    this.#transferring = transferring;
    if (transferring) this.stopKeepAlive();
    else this.#startKeepAlive();
  }

  /** Runs work that belongs to a transfer that has just ended. */
  async afterTransfer<Value>(work: () => Promise<Value>): Promise<Value> {
    this.transferring = true;
    try {
      return await work();
    } finally {
      this.transferring = false;
    }
  }

  /** Restarts the interval after its length may have changed. */
  restartKeepAlive(): void {
    this.stopKeepAlive();
    this.#startKeepAlive();
  }

  /** Stops the interval until the next work has ended. */
  stopKeepAlive(): void {
    this.#idleTime.stop();
  }

  #startKeepAlive(): void {
    if (this.#tail !== null || this.#transferring) return;
    this.#keepAlive.idle?.();
    const interval = this.#keepAlive.interval();
    if (interval === 0) return;
    this.#idleTime.set(interval, () => {
      this.exclusively(() => this.#keepAlive.send()).catch(() => {});
    }, true);
  }
}
