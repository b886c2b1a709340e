// Copyright 2026 the wininet authors. MIT license.

/**
 * Limits the number of downloads at the same time: a number of places in all,
 * and a number for each host. Places are given in the order of arrival, but a
 * host that has used all of its places does not delay the others.
 *
 * @module
 */

/** A place; disposing it releases it. */
export type Place = Disposable;

interface Waiting {
  readonly host: string;
  readonly go: () => void;
}

/** The places. */
export class Places {
  readonly #total: number;
  readonly #perHost: number;
  readonly #onFree: () => void;
  readonly #taken = new Map<string, number>();
  readonly #waiting = new Set<Waiting>();
  #count = 0;

  /**
   * @param onFree Called whenever a place becomes free.
   */
  constructor(total: number, perHost: number, onFree: () => void = () => {}) {
    this.#total = total;
    this.#perHost = perHost;
    this.#onFree = onFree;
  }

  /** `true` if there is a place for a host that uses none yet. */
  get hasRoom(): boolean {
    return this.#count < this.#total;
  }

  /** Waits for a place; rejects with the reason of the signal if that aborts first. */
  enter(host: string, signal: AbortSignal): Promise<Place> {
    if (signal.aborted) return Promise.reject(signal.reason);
    if (this.#admits(host)) return Promise.resolve(this.#take(host));
    return new Promise((resolve, reject) => {
      const stop = () => {
        this.#waiting.delete(waiting);
        reject(signal.reason);
      };
      const go = () => {
        this.#waiting.delete(waiting);
        signal.removeEventListener("abort", stop);
        resolve(this.#take(host));
      };
      const waiting = { host, go };
      this.#waiting.add(waiting);
      signal.addEventListener("abort", stop, { once: true });
    });
  }

  #admits(host: string): boolean {
    return this.hasRoom && (this.#taken.get(host) ?? 0) < this.#perHost;
  }

  #take(host: string): Place {
    this.#count++;
    this.#taken.set(host, (this.#taken.get(host) ?? 0) + 1);
    let isFree = false;
    return {
      [Symbol.dispose]: () => {
        if (!isFree) this.#free(host);
        isFree = true;
      },
    };
  }

  #free(host: string): void {
    this.#count--;
    const left = this.#taken.get(host)! - 1;
    if (left === 0) this.#taken.delete(host);
    else this.#taken.set(host, left);
    for (const { host, go } of this.#waiting) {
      if (this.#admits(host)) go();
    }
    this.#onFree();
  }
}
