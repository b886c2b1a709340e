// Copyright 2026 the wininet authors. MIT license.

/**
 * Random choices that a seed repeats: the same seed makes the same choices.
 * Only the order of network events may differ.
 *
 * @module
 */

/** A generator of 32 bits (mulberry32). */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** A number from 0 to 1, excluding 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let bits = this.#state;
    bits = Math.imul(bits ^ (bits >>> 15), bits | 1);
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
    return ((bits ^ (bits >>> 14)) >>> 0) / 0x1_0000_0000;
  }

  /** A whole number from 0 to `limit - 1`. */
  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  /** Returns `true` with this probability. */
  chance(share: number): boolean {
    return this.next() < share;
  }

  /** Returns a random item. */
  pick<Item>(items: readonly Item[]): Item {
    return items[this.below(items.length)]!;
  }

  /** Returns random bytes, as a latin1 string. */
  rubbish(length: number): string {
    let text = "";
    while (text.length < length) text += String.fromCharCode(this.below(256));
    return text;
  }

  /**
   * Returns a text, in a third of the cases truncated, changed or repeated,
   * often near its start.
   */
  damaged(text: string): string {
    if (this.chance(0.65) || text.length === 0) return text;
    const isNear = this.chance(0.5);
    const at = this.below(isNear ? Math.min(300, text.length) : text.length);
    switch (this.below(3)) {
      case 0:
        return text.slice(0, at);
      case 1:
        return text.slice(0, at) + this.rubbish(this.below(9)) +
          text.slice(at + this.below(4));
      default:
        return text + text.slice(at);
    }
  }

  /** Returns a generator that does not depend on later uses of this one. */
  split(): Random {
    return new Random(this.below(0x1_0000_0000));
  }
}
