// Copyright 2026 the wininet authors. MIT license.

/**
 * Entries of an enumeration between the network, which brings many at a time, and
 * the program, which takes them one by one. A limited number is kept ready; then
 * reading from the network waits. So an enumeration of any length takes little memory,
 * and a slow program does not make the server wait before that.
 *
 * @module
 */

/** The number of entries that are kept ready before the reading waits. */
const MAX_READY = 5_000;

/** Entries on their way. */
export class ReadyEntries<Entry> {
  #ready: Entry[] = [];
  #next = 0;
  #ended = false;
  #failure: unknown = null;
  /** Resolves when something has changed: entries have come, or were taken. */
  #changed: PromiseWithResolvers<void> = Promise.withResolvers();

  /** `true` if no more come. */
  get ended(): boolean {
    return this.#ended;
  }

  // ---- bringing ----

  /** Adds entries. */
  add(entries: readonly Entry[]): void {
    if (entries.length === 0) return;
    for (const entry of entries) this.#ready.push(entry);
    this.#wake();
  }

  /** Waits while too many are ready. */
  async room(): Promise<void> {
    while (this.#ready.length - this.#next > MAX_READY && !this.#ended) {
      await this.#changed.promise;
    }
  }

  /** Ends the entries; when all are taken, the next read fails with `failure`. */
  end(failure: unknown = null): void {
    this.#failure ??= failure;
    this.#ended = true;
    this.#wake();
  }

  // ---- taking ----

  /** Waits for an entry, without taking it, or for the end; throws the failure of the end. */
  async begun(): Promise<void> {
    if (this.#next === this.#ready.length) await this.#fill();
  }

  /** Returns the next entry, `null` at the end. */
  async next(): Promise<Entry | null> {
    if (this.#next === this.#ready.length) await this.#fill();
    if (this.#ready.length === 0) return null;
    const entry = this.#ready[this.#next++]!;
    if (this.#next === this.#ready.length) this.#clear();
    return entry;
  }

  /** Returns all entries that are there; none at the end. */
  async some(): Promise<readonly Entry[]> {
    if (this.#next === this.#ready.length) await this.#fill();
    const entries = this.#next === 0
      ? this.#ready
      : this.#ready.slice(this.#next);
    this.#clear();
    return entries;
  }

  async #fill(): Promise<void> {
    while (this.#ready.length === 0 && !this.#ended) {
      await this.#changed.promise;
    }
    if (this.#ready.length === 0 && this.#failure !== null) throw this.#failure;
  }

  #clear(): void {
    this.#ready = [];
    this.#next = 0;
    this.#wake();
  }

  #wake(): void {
    this.#changed.resolve();
    this.#changed = Promise.withResolvers();
  }
}
