// Copyright 2026 the wininet authors. MIT license.

// A program that downloads a small file with fetch.
const response = await fetch(Deno.args[0]!);
const { byteLength } = await response.arrayBuffer();
if (byteLength !== 12) throw new Error(`Cannot measure: ${byteLength} bytes`);
export {};
