// Copyright 2026 the wininet authors. MIT license.

/**
 * The functions of the cache, loaded with the first call.
 *
 * @module
 */

export * from "./container_functions.ts";
export * from "./entry_functions.ts";
export * from "./group_functions.ts";
