// Copyright 2026 the wininet authors. MIT license.

/**
 * Name lookups that the test controls.
 *
 * @module
 */

import dns from "node:dns";

type Found = (
  error: Error | null,
  found: { address: string; family: number }[],
) => void;

function lookUpBy(answer: (found: Found) => void): Disposable {
  const { lookup } = dns;
  const stub = (_host: string, _options: unknown, found: Found) =>
    answer(found);
  Object.assign(dns, { lookup: stub });
  return { [Symbol.dispose]: () => void Object.assign(dns, { lookup }) };
}

/** Lookups that return 127.0.0.1 when the test releases them. */
export function heldLookUps(): Disposable & { end(): void } {
  const held: Found[] = [];
  const lookUps = lookUpBy((found) => void held.push(found));
  return {
    end() {
      for (const found of held) {
        found(null, [{ address: "127.0.0.1", family: 4 }]);
      }
    },
    [Symbol.dispose]: () => lookUps[Symbol.dispose](),
  };
}

/** Makes every name resolve to these addresses. */
export function addresses(...list: string[]): Disposable {
  const found = list.map((address) => ({
    address,
    family: address.includes(":") ? 6 : 4,
  }));
  return lookUpBy((done) => queueMicrotask(() => done(null, found)));
}

/** Makes every lookup fail. */
export function failingLookUps(error: Error): Disposable {
  return lookUpBy((done) => queueMicrotask(() => done(error, [])));
}
