// Copyright 2026 the wininet authors. MIT license.

/**
 * Certificates in PEM, and the authorities that the program trusts in addition
 * to those of Deno, for `--ca` of the command line. They apply to the whole
 * process, as with Deno's `--cert`.
 *
 * @module
 */

const CERTIFICATES_REGEXP =
  /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/** Returns the certificates in a string, each in PEM. */
export function certificatesIn(text: string): string[] {
  return text.match(CERTIFICATES_REGEXP) ?? [];
}

let trusted: readonly string[] = [];

/**
 * Adds the certificates in a PEM string to the additional authorities;
 * `trustAuthorities` of `node_authorities.ts` also sets them for `node:tls`.
 */
export function addAuthorities(pem: string): void {
  trusted = [...trusted, pem];
}

/** Returns the additional authorities, for `Deno.startTls`. */
export function caCerts(): string[] {
  return [...trusted];
}
