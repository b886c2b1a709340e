// Copyright 2026 the wininet authors. MIT license.
/**
 * Replaces `jsr:@std/assert` (see `links` in the root deno.json): the same code from npm, so that
 * machines without JSR can run the tests. Only what `assert.d.ts` names is usable.
 *
 * @module
 */
// @ts-types="./assert.d.ts"
export * from "npm:deno-std@1.4.0/assert/mod.js";
