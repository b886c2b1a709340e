// Copyright 2026 the wininet authors. MIT license.
// @ts-self-types="./interpreter.d.ts"

/**
 * QuickJS as a compiled module. To import it needs no permission, unlike reading its
 * file. TypeScript 5 does not know the syntax, so this file is JavaScript.
 *
 * @module
 */

import source interpreter from "npm:quickjs-wasi@3.7.0/quickjs.wasm";

export { interpreter };
