// Copyright 2026 the wininet authors. MIT license.

/**
 * The hash functions of Digest, and its random numbers. The Web's own
 * `crypto.subtle` has no MD5, and makes a promise of each hash; `node:crypto`
 * takes ten milliseconds to load, so it is loaded when a server asks for Digest.
 *
 * @module
 */

/** The hash functions by the names that RFC 7616 gives them. */
export type HashAlgorithm = "MD5" | "SHA-256" | "SHA-512-256";

const ALGORITHM_NAMES: Readonly<Record<HashAlgorithm, string>> = {
  "MD5": "md5",
  "SHA-256": "sha256",
  "SHA-512-256": "sha512-256",
};

/** The bytes of a client's nonce: as many as a hash of MD5 has. */
const NONCE_BYTES = 16;

/** Loads the hash functions: they return hexadecimal digits in lower case. */
export async function loadDigestHash(): Promise<
  (algorithm: HashAlgorithm, bytes: Uint8Array) => string
> {
  const { createHash } = await import("node:crypto");
  return (algorithm, bytes) =>
    createHash(ALGORITHM_NAMES[algorithm]).update(bytes).digest("hex");
}

/** Returns a random number that a client adds to a proof, in hexadecimal digits. */
export function newClientNonce(): string {
  return crypto.getRandomValues(new Uint8Array(NONCE_BYTES)).toHex();
}
