// Copyright 2026 the wininet authors. MIT license.

/**
 * Verifies the checksum of a download while its bytes arrive.
 *
 * @module
 */

import type { Hash } from "node:crypto";
import { ERROR_INVALID_DATA, InternetError } from "../error.ts";
import { badParameter } from "../_base/failure.ts";
import { LocalSource } from "../_base/local_file.ts";
import { quotedUrl, quotedValue } from "../_base/secrets.ts";
import type { Checksum } from "./options.ts";

/** The number of bytes that are read from a part at a time. */
const PIECE = 1_048_576;

/** Computes a checksum and compares it. */
export class Verifier {
  readonly #checksum: Checksum;
  /** The digest in hexadecimal. */
  readonly #expected: string;
  readonly #create: () => Hash;
  #hash: Hash;

  private constructor(
    checksum: Checksum,
    expected: string,
    create: () => Hash,
  ) {
    this.#checksum = checksum;
    this.#expected = expected;
    this.#create = create;
    this.#hash = create();
  }

  /**
   * Returns the verifier for a checksum; throws ERROR_INVALID_PARAMETER if the
   * checksum is invalid.
   */
  static async of(checksum: Checksum): Promise<Verifier> {
    const { algorithm, digest } = checksum;
    const { createHash } = await import("node:crypto");
    const create = () => createHash(algorithm);
    let length: number;
    try {
      length = create().digest().length;
    } catch {
      throw badParameter(
        `Cannot verify a download: ${
          quotedValue(algorithm)
        } is not an algorithm of node:crypto, such as "sha256"`,
      );
    }
    const expected = parseDigest(digest, length);
    if (expected !== null) return new Verifier(checksum, expected, create);
    throw badParameter(
      `Cannot verify a download: ${
        quotedValue(digest)
      } is not a digest of ${algorithm}, which has ${length} bytes in hexadecimal or base64`,
    );
  }

  /** Starts again. */
  restart(): void {
    this.#hash = this.#create();
  }

  /** Starts again with the bytes of a local file. */
  async restartWith(path: string): Promise<void> {
    this.restart();
    using file = LocalSource.open(path);
    const buffer = new Uint8Array(PIECE);
    for (let count; (count = file.read(buffer)) > 0;) {
      this.update(buffer.subarray(0, count));
      // Lets the other downloads continue while a long part is read.
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  /** Adds bytes. */
  update(bytes: Uint8Array): void {
    this.#hash.update(bytes);
  }

  /** Throws ERROR_INVALID_DATA if the checksum of the bytes is different. */
  check(url: string): void {
    const found = this.#hash.digest("hex");
    if (found === this.#expected) return;
    const { algorithm } = this.#checksum;
    throw new InternetError(
      ERROR_INVALID_DATA,
      `Cannot verify ${
        quotedUrl(url)
      }: its ${algorithm} is ${found}, not ${this.#expected}`,
    );
  }
}

/** Returns a digest of `length` bytes in hexadecimal, or `null` if it is invalid. */
function parseDigest(digest: unknown, length: number): string | null {
  if (typeof digest !== "string") return null;
  const text = digest.trim();
  try {
    const bytes = text.length === 2 * length
      ? Uint8Array.fromHex(text)
      : Uint8Array.fromBase64(text);
    return bytes.length === length ? bytes.toHex() : null;
  } catch {
    return null;
  }
}
