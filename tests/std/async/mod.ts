// Copyright 2026 the wininet authors. MIT license.
/**
 * Replaces `jsr:@std/async` (see `links` in the root deno.json). It imports
 * single files because the `async/mod.js` of this npm release imports a file
 * that is not in it.
 *
 * @module
 */
// @ts-types="./async.d.ts"
export { abortable } from "npm:deno-std@1.4.0/async/abortable.js";
// @ts-types="./async.d.ts"
export { deadline } from "npm:deno-std@1.4.0/async/deadline.js";
// @ts-types="./async.d.ts"
export { debounce } from "npm:deno-std@1.4.0/async/debounce.js";
// @ts-types="./async.d.ts"
export { delay } from "npm:deno-std@1.4.0/async/delay.js";
// @ts-types="./async.d.ts"
export { pooledMap } from "npm:deno-std@1.4.0/async/pool.js";
// @ts-types="./async.d.ts"
export { retry, RetryError } from "npm:deno-std@1.4.0/async/retry.js";
export type {
  DeadlineOptions,
  DebouncedFunction,
  DebounceOptions,
  DelayOptions,
  RetryOptions,
} from "./async.d.ts";
