// Copyright 2026 the wininet authors. MIT license.
/**
 * Replaces `jsr:@std/streams` (see `links` in the root deno.json): the same code from npm, so that
 * machines without JSR can run the tests. Only what `streams.d.ts` names is usable.
 *
 * @module
 */
// @ts-types="./streams.d.ts"
export * from "npm:deno-std@1.4.0/streams/mod.js";
