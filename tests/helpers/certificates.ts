// Copyright 2026 the wininet authors. MIT license.
/**
 * The certificates of `tests/tls/` and their keys, as text.
 *
 * @module
 */

/** A file of `tests/tls/`. */
export function pem(file: string): string {
  return Deno.readTextFileSync(new URL(`../tls/${file}`, import.meta.url));
}

/** A certificate and its key. */
export function fixture(name: string): { cert: string; key: string } {
  return { cert: pem(`${name}.pem`), key: pem(`${name}.key`) };
}
