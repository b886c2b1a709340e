// Copyright 2026 the wininet authors. MIT license.

/**
 * The cache that the program has opened. This is a separate module because
 * every request checks it, and most programs open no cache.
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
