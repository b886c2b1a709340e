// Copyright 2026 the wininet authors. MIT license.

/**
 * Things that wait to be used again, such as connections: not too many, and
 * none for too long. While there are any, there is one timer, which keeps no
 * program alive.
 *
 * @module
 */

/** What may wait. */
export interface IdleLimits {
  /** For how many milliseconds at most. */
  readonly age: number;
  /** How many under one key at most. */
  readonly perKey: number;
  /** How many at most. */
  readonly total: number;
}

/** Since when an item waits, and under which key. */
interface Waiting {
  readonly key: string;
  readonly since: number;
}

/** The things that wait. */
export class IdlePool<Item> {
  readonly #drop: (item: Item) => void;
  readonly #limits: IdleLimits;
  /** The oldest first. */
  readonly #items = new Map<Item, Waiting>();
  readonly #byKey = new Map<string, Item[]>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param drop Called with each item that the pool gives up. */
  constructor(drop: (item: Item) => void, limits: IdleLimits) {
    this.#drop = drop;
    this.#limits = limits;
  }

  /** Lets an item wait. */
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

  /** For how many milliseconds the item has waited that has waited least under a key; 0 if there is none. */
  waited(key: string): number {
    const item = this.#byKey.get(key)?.at(-1);
    const waiting = item === undefined ? undefined : this.#items.get(item);
    return waiting === undefined ? 0 : performance.now() - waiting.since;
  }

  /** Takes the item that has waited least under a key. */
  take(key: string): Item | undefined {
    this.#dropOld();
    const item = this.#byKey.get(key)?.at(-1);
    if (item !== undefined) this.delete(item);
    return item;
  }

  /** Takes an item out, if it is there. */
  delete(item: Item): void {
    const waiting = this.#items.get(item);
    if (waiting === undefined) return;
    this.#items.delete(item);
    const siblings = this.#byKey.get(waiting.key)!;
    siblings.splice(siblings.lastIndexOf(item), 1);
    if (siblings.length === 0) this.#byKey.delete(waiting.key);
    if (this.#items.size === 0) this.#stopTimer();
  }

  /** Gives up what fits, else everything; returns whether there was anything. */
  clear(fits: (item: Item) => boolean = () => true): boolean {
    const items = [...this.#items.keys()].filter(fits);
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
