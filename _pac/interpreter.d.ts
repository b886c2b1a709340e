// Copyright 2026 the wininet authors. MIT license.

/** QuickJS as a compiled module. */
export declare const interpreter: WebAssembly.Module;
