// Copyright 2026 the wininet authors. MIT license.

// A program that does nothing: what every program in Deno takes.
export {};
