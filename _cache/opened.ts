// Copyright 2026 the wininet authors. MIT license.

/**
 * The cache of the process for protocols: none until a program opens one.
 *
 * @module
 */

import type { ResponseCache } from "./response_cache.ts";

let opened: ResponseCache | null = null;

/** The cache that protocols use; `null` while it is closed. */
export function responseCache(): ResponseCache | null {
  return opened;
}

/** Sets the cache that protocols use. */
export function setResponseCache(cache: ResponseCache | null): void {
  opened = cache;
}
