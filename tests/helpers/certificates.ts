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

/** A valid certificate and its key, with a chain that is not DER. */
export function unreadableChain(): { cert: string; key: string } {
  const { cert, key } = fixture("localhost");
  const [begin, end] = ["BEGIN", "END"].map((word) =>
    `-----${word} CERTIFICATE-----\n`
  );
  return { cert: `${cert}${begin}AAAA\n${end}`, key };
}
