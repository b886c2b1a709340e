// Copyright 2026 the wininet authors. MIT license.

/**
 * The handles of the cache functions: streams and enumerations. They are no HINTERNET.
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

/** A body that a program reads. */
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

  /** Fills a buffer from a position; 0 at the end. */
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

/** What an enumeration yields. */
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

  /** The item that the function which made the handle has returned. */
  get first(): Item {
    return this.#first;
  }

  get closed(): boolean {
    return this.#next === null;
  }

  get [Symbol.toStringTag](): "CacheEnumeration" {
    return "CacheEnumeration";
  }

  /** Returns the next item after the first; `null` at the end. */
  next(): Item | null {
    this.#isFirstTaken = true;
    return this.#next!();
  }

  /** The items that were not taken yet, the first one among them. Closes the handle at its end. */
  async *items(): AsyncGenerator<Item, void> {
    using _closed = this;
    if (!this.#isFirstTaken) {
      this.#isFirstTaken = true;
      yield this.first;
    }
    for (;;) {
      const item = this.closed ? null : await this.next();
      if (item === null) return;
      yield item;
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

/** Returns the stream of a handle; throws ERROR_INVALID_HANDLE if it is not an open one. */
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

/** As {@linkcode openEnumeration}, for one of entries. */
export function openEntryEnumeration(
  hEnumHandle: unknown,
): EnumerationHandle<INTERNET_CACHE_ENTRY_INFO> {
  const find = openEnumeration(hEnumHandle);
  if (isEntryEnumeration(find)) return find;
  throw invalidHandle(hEnumHandle, "an enumeration of entries");
}

/** As {@linkcode openEnumeration}, for one of groups. */
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
