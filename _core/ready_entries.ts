// Copyright 2026 the wininet authors. MIT license.

/**
 * A buffer for the entries of an enumeration between the network, which
 * delivers many at a time, and the program, which reads them one by one. When
 * the buffer is full, reading from the network waits. So an enumeration of any
 * length needs little memory, and the server only waits for a slow program when
 * the buffer is full.
 *
 * @module
 */

/** The number of buffered entries at which reading from the network waits. */
const MAX_READY = 5_000;

/** Entries that have arrived and have not been read. */
export class ReadyEntries<Entry> {
  #ready: Entry[] = [];
  #next = 0;
  #ended = false;
  #failure: unknown = null;
  /** Resolves when entries have arrived or were read. */
  #changed: PromiseWithResolvers<void> = Promise.withResolvers();

  /** `true` if no more entries will arrive. */
  get ended(): boolean {
    return this.#ended;
  }

  // ---- adding ----

  /** Adds entries. */
  add(entries: readonly Entry[]): void {
    if (entries.length === 0) return;
    for (const entry of entries) this.#ready.push(entry);
    this.#wake();
  }

  /** Waits until the buffer has room. */
  async room(): Promise<void> {
    while (this.#ready.length - this.#next > MAX_READY && !this.#ended) {
      await this.#changed.promise;
    }
  }

  /** Ends the entries; after the last one, the next read throws `failure`. */
  end(failure: unknown = null): void {
    this.#failure ??= failure;
    this.#ended = true;
    this.#wake();
  }

  // ---- reading ----

  /**
   * Waits for the first entry without reading it, or for the end; throws the
   * failure of the end.
   */
  async begun(): Promise<void> {
    if (this.#next === this.#ready.length) await this.#fill();
  }

  /** Returns the next entry, or `null` at the end. */
  async next(): Promise<Entry | null> {
    if (this.#next === this.#ready.length) await this.#fill();
    if (this.#ready.length === 0) return null;
    const entry = this.#ready[this.#next++]!;
    if (this.#next === this.#ready.length) this.#clear();
    return entry;
  }

  /** Returns all buffered entries; an empty array at the end. */
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
