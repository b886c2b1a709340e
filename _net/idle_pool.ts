// Copyright 2026 the wininet authors. MIT license.

/**
 * A pool of items that wait to be used again, such as connections. Their number
 * and the time of their wait are limited. While the pool has items, it has one
 * timer, which does not keep the program alive.
 *
 * @module
 */

/** The limits of a pool. */
export interface IdleLimits {
  /** The maximum time that an item waits, in milliseconds. */
  readonly age: number;
  /** The maximum number of items under one key. */
  readonly perKey: number;
  /** The maximum number of items altogether. */
  readonly total: number;
}

/** The key of an item, and the start of its wait. */
interface Waiting {
  readonly key: string;
  readonly since: number;
}

/** A pool of items that wait to be used again. */
export class IdlePool<Item> {
  readonly #drop: (item: Item) => void;
  readonly #limits: IdleLimits;
  /** The oldest item is the first. */
  readonly #items = new Map<Item, Waiting>();
  readonly #byKey = new Map<string, Item[]>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param drop Called with each item that the pool drops. */
  constructor(drop: (item: Item) => void, limits: IdleLimits) {
    this.#drop = drop;
    this.#limits = limits;
  }

  /** Adds an item. */
  add(key: string, item: Item): void {
    this.#items.set(item, { key, since: performance.now() });
    const siblings = this.#byKey.get(key);
    if (siblings) siblings.push(item);
    else this.#byKey.set(key, [item]);
    if (siblings && siblings.length > this.#limits.perKey) {
      this.#giveUp(siblings[0]!);
    }
    if (this.#items.size > this.#limits.total) this.#giveUp(this.#oldest()!);
    this.#setTimer();
  }

  /**
   * Returns the time that the newest item under a key has waited, in
   * milliseconds; 0 if there is none.
   */
  waited(key: string): number {
    const item = this.#byKey.get(key)?.at(-1);
    const waiting = item === undefined ? undefined : this.#items.get(item);
    return waiting === undefined ? 0 : performance.now() - waiting.since;
  }

  /** Returns `true` if there is an item under a key. */
  has(key: string): boolean {
    this.#dropOld();
    return this.#byKey.has(key);
  }

  /** Removes and returns the newest item under a key, if there is one. */
  take(key: string): Item | undefined {
    this.#dropOld();
    const item = this.#byKey.get(key)?.at(-1);
    if (item !== undefined) this.delete(item);
    return item;
  }

  /** Removes an item, if the pool has it. */
  delete(item: Item): void {
    const waiting = this.#items.get(item);
    if (waiting === undefined) return;
    this.#items.delete(item);
    const siblings = this.#byKey.get(waiting.key)!;
    siblings.splice(siblings.lastIndexOf(item), 1);
    if (siblings.length === 0) this.#byKey.delete(waiting.key);
    if (this.#items.size === 0) this.#stopTimer();
  }

  /**
   * Drops the items that match a condition, or all items without one; returns
   * `true` if any were dropped.
   */
  clear(fits: (item: Item, key: string) => boolean = () => true): boolean {
    const items = [...this.#items.keys()]
      .filter((item) => fits(item, this.#items.get(item)!.key));
    for (const item of items) this.#giveUp(item);
    return items.length > 0;
  }

  #oldest(): Item | undefined {
    return this.#items.keys().next().value;
  }

  #giveUp(item: Item): void {
    this.delete(item);
    this.#drop(item);
  }

  #dropOld(): void {
    const limit = performance.now() - this.#limits.age;
    for (const [item, { since }] of this.#items) {
      if (since > limit) return;
      this.#giveUp(item);
    }
  }

  #setTimer(): void {
    if (this.#timer !== undefined) return;
    const [oldest] = this.#items.values();
    if (oldest === undefined) return;
    const age = performance.now() - oldest.since;
    this.#timer = setTimeout(
      () => {
        this.#timer = undefined;
        this.#dropOld();
        this.#setTimer();
      },
      Math.max(0, this.#limits.age - age),
    );
    Deno.unrefTimer(this.#timer);
  }

  #stopTimer(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
