// Copyright 2026 the wininet authors. MIT license.

/**
 * Certificates in PEM, and the authorities that the program trusts in addition to those
 * of Deno, for `--ca` of the command line. They hold for the process, as `--cert` of Deno
 * does.
 *
 * @module
 */

const CERTIFICATES_REGEXP =
  /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/** Returns the certificates of a text, each in PEM. */
export function certificatesIn(text: string): string[] {
  return text.match(CERTIFICATES_REGEXP) ?? [];
}

let trusted: readonly string[] = [];

/** Trusts the certificates of a PEM text from now on. */
export function trustAuthorities(pem: string): void {
  trusted = [...trusted, pem];
}

/** Returns the additional authorities for `Deno.startTls`. */
export function caCerts(): string[] {
  return [...trusted];
}

/** Returns the additional authorities for `node:tls`, which in Deno adds them to its own. */
export function nodeAuthorities(): { ca?: string[] } {
  return trusted.length === 0 ? {} : { ca: [...trusted] };
}
