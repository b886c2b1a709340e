// Copyright 2026 the wininet authors. MIT license.

/**
 * Entries of an enumeration between the network, which brings many at a time, and
 * the program, which takes them one by one. Some are kept ready, then whoever
 * brings more has to wait. So an enumeration of any length takes little memory,
 * and a slow program does not make the server wait before that.
 *
 * @module
 */

/** How many entries are kept ready before the reading waits. */
const MAX_READY = 5_000;

/** Entries on their way. */
export class ReadyEntries<Entry> {
  #ready: Entry[] = [];
  #next = 0;
  #ended = false;
  #failure: unknown = null;
  /** Resolves when something has changed: entries have come, or were taken. */
  #changed: PromiseWithResolvers<void> = Promise.withResolvers();

  /** Whether no more come. */
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

  /** No more come; `failure` is told to whoever wants one when all are taken. */
  end(failure: unknown = null): void {
    this.#failure ??= failure;
    this.#ended = true;
    this.#wake();
  }

  // ---- taking ----

  /** Waits for an entry, without taking it, or the end; throws what was told there. */
  async begun(): Promise<void> {
    if (this.#next === this.#ready.length) await this.#fill();
  }

  /** The entry that comes next, `null` at the end. */
  async next(): Promise<Entry | null> {
    if (this.#next === this.#ready.length) await this.#fill();
    if (this.#ready.length === 0) return null;
    const entry = this.#ready[this.#next++]!;
    if (this.#next === this.#ready.length) this.#clear();
    return entry;
  }

  /** All entries that are there; none at the end. */
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
