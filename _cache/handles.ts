// Copyright 2026 the wininet authors. MIT license.

/**
 * The handles of the cache functions: streams and enumerations. They are not
 * HINTERNET handles.
 *
 * @module
 */

import { ERROR_INVALID_HANDLE, InternetError } from "../error.ts";
import { quotedValue } from "../_base/secrets.ts";
import type {
  CacheEnumeration,
  CacheStream,
  GROUPID,
  INTERNET_CACHE_ENTRY_INFO,
} from "../structures.ts";
import type { StoredBody } from "./response_cache.ts";

/** A body that a program is reading. */
export class StreamHandle implements CacheStream {
  #body: StoredBody | null;

  constructor(body: StoredBody) {
    this.#body = body;
  }

  get closed(): boolean {
    return this.#body === null;
  }

  get [Symbol.toStringTag](): "CacheStream" {
    return "CacheStream";
  }

  /** Reads from a position into a buffer; resolves with 0 at the end. */
  async read(position: number, buffer: Uint8Array): Promise<number> {
    return await this.#body!.read(position, buffer);
  }

  [Symbol.dispose](): void {
    this.#body?.close();
    this.#body = null;
  }

  [Symbol.asyncDispose](): Promise<void> {
    this[Symbol.dispose]();
    return Promise.resolve();
  }
}

/** The items of an enumeration. */
export type Found = INTERNET_CACHE_ENTRY_INFO | GROUPID;

/** An enumeration of entries or of groups. */
export class EnumerationHandle<Item extends Found = Found>
  implements CacheEnumeration {
  readonly #first: Item;
  #next: (() => Item | null) | null;
  #isFirstTaken = false;

  constructor(first: Item, next: () => Item | null) {
    this.#first = first;
    this.#next = next;
  }

  /** The item that was returned by the function that created the handle. */
  get first(): Item {
    return this.#first;
  }

  get closed(): boolean {
    return this.#next === null;
  }

  get [Symbol.toStringTag](): "CacheEnumeration" {
    return "CacheEnumeration";
  }

  /** Returns the next item after the first, or `null` at the end. */
  next(): Item | null {
    this.#isFirstTaken = true;
    return this.#next!();
  }

  /**
   * Yields the items that were not taken yet, including the first. Closes the
   * handle at its end.
   */
  async *items(): AsyncGenerator<Item, void> {
    try {
      if (!this.#isFirstTaken) {
        this.#isFirstTaken = true;
        yield this.first;
      }
      for (;;) {
        const item = this.closed ? null : await this.next();
        if (item === null) return;
        yield item;
      }
    } finally {
      this[Symbol.dispose]();
    }
  }

  [Symbol.dispose](): void {
    this.#next = null;
  }

  [Symbol.asyncDispose](): Promise<void> {
    this[Symbol.dispose]();
    return Promise.resolve();
  }
}

/** Returns the stream of a handle; throws ERROR_INVALID_HANDLE if it is not an open stream. */
export function openStream(hUrlCacheStream: unknown): StreamHandle {
  if (hUrlCacheStream instanceof StreamHandle && !hUrlCacheStream.closed) {
    return hUrlCacheStream;
  }
  throw invalidHandle(hUrlCacheStream, "a CacheStream");
}

/** Returns an open enumeration; throws ERROR_INVALID_HANDLE for anything else. */
export function openEnumeration(hEnumHandle: unknown): EnumerationHandle {
  if (hEnumHandle instanceof EnumerationHandle && !hEnumHandle.closed) {
    return hEnumHandle;
  }
  throw invalidHandle(hEnumHandle, "a CacheEnumeration");
}

/** Does the same as {@linkcode openEnumeration}, for an enumeration of entries. */
export function openEntryEnumeration(
  hEnumHandle: unknown,
): EnumerationHandle<INTERNET_CACHE_ENTRY_INFO> {
  const find = openEnumeration(hEnumHandle);
  if (isEntryEnumeration(find)) return find;
  throw invalidHandle(hEnumHandle, "an enumeration of entries");
}

/** Does the same as {@linkcode openEnumeration}, for an enumeration of groups. */
export function openGroupEnumeration(
  hFind: unknown,
): EnumerationHandle<GROUPID> {
  const find = openEnumeration(hFind);
  if (!isEntryEnumeration(find)) return find as EnumerationHandle<GROUPID>;
  throw invalidHandle(hFind, "an enumeration of groups");
}

function isEntryEnumeration(
  find: EnumerationHandle,
): find is EnumerationHandle<INTERNET_CACHE_ENTRY_INFO> {
  return typeof find.first !== "bigint";
}

function invalidHandle(handle: unknown, wanted: string): InternetError {
  const isClosed = (handle instanceof StreamHandle ||
    handle instanceof EnumerationHandle) && handle.closed;
  return new InternetError(
    ERROR_INVALID_HANDLE,
    isClosed
      ? `Cannot use ${wanted}: it is closed, so open another one`
      : `Cannot use ${quotedValue(handle)} as a handle: it must be ${wanted}`,
  );
}
