// Copyright 2026 the wininet authors. MIT license.

/**
 * The forms of a host: a URL has an IPv6 address in brackets, a connection without.
 *
 * @module
 */

/** A host without the brackets of an IPv6 address. */
export function withoutBrackets(host: string): string {
  return /^\[.*\]$/.test(host) ? host.slice(1, -1) : host;
}
