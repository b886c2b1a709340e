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

/** Trusts the certificates in a PEM string from now on. */
export function trustAuthorities(pem: string): void {
  trusted = [...trusted, pem];
}

/** Returns the additional authorities for `Deno.startTls`. */
export function caCerts(): string[] {
  return [...trusted];
}

/**
 * Returns the additional authorities for `node:tls`, which in Deno adds them to
 * the default ones.
 */
export function nodeAuthorities(): { ca?: string[] } {
  return trusted.length === 0 ? {} : { ca: [...trusted] };
}
