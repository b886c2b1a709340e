// Copyright 2026 the wininet authors. MIT license.

/**
 * The escape of a byte in a URL (RFC 3986 section 2.1), for every scheme.
 *
 * @module
 */

/** A byte as `%` and two digits. */
export function escapedByte(byte: number): string {
  return `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
}
