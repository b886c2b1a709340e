// Copyright 2026 the wininet authors. MIT license.

/**
 * The cache that the program has opened. A module of its own, because every request
 * looks here, and most programs open none.
 *
 * @module
 */

import type { ResponseCache } from "./response_cache.ts";

let opened: ResponseCache | null = null;

/** Returns the cache for protocols; `null` until the program has opened one. */
export function openedCache(): ResponseCache | null {
  return opened;
}

/** Sets the cache for protocols. */
export function setOpenedCache(cache: ResponseCache | null): void {
  opened = cache;
}
