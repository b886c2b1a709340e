// Copyright 2026 the wininet authors. MIT license.

// A program that does nothing: the minimum for every program in Deno.
export {};
