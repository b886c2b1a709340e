// Copyright 2026 the wininet authors. MIT license.

/**
 * The certificate that authenticates the client of a TLS connection:
 * INTERNET_OPTION_CLIENT_CERT_CONTEXT.
 *
 * @module
 */

import type { CERT_CONTEXT } from "../structures.ts";

/** The maximum length of a PEM string in characters. */
const MAX_PEM = 1_048_576;

/** The number of client certificates created so far. */
let made = 0;

/** Returns `true` if a value has the form of a certificate and its key in PEM. */
export function isCertContext(value: unknown): value is CERT_CONTEXT {
  if (typeof value !== "object" || value === null) return false;
  const { cert, key } = value as Partial<Record<keyof CERT_CONTEXT, unknown>>;
  return isPem(cert, "CERTIFICATE") && isPem(key, "PRIVATE KEY");
}

function isPem(text: unknown, label: string): boolean {
  return typeof text === "string" && text.length <= MAX_PEM &&
    text.includes("-----BEGIN ") && text.includes(`${label}-----`);
}

/**
 * A certificate and its key. They are private fields, so that inspection and
 * structured clones cannot reveal the key.
 */
export class ClientCertificate {
  readonly #cert: string;
  readonly #key: string;
  #fingerprint: string | null = null;
  /** Distinguishes this certificate from others, even before {@linkcode identify}. */
  readonly number: number = ++made;

  /**
   * @param context Its strings are copied, because the program may change it.
   */
  constructor({ cert, key }: CERT_CONTEXT) {
    this.#cert = withoutMark(cert);
    this.#key = withoutMark(key);
  }

  /** The PEM strings for TLS. */
  get pem(): CERT_CONTEXT {
    return { cert: this.#cert, key: this.#key };
  }

  /**
   * The SHA-256 fingerprints of the certificate and its chain; available after
   * {@linkcode identify}.
   */
  get fingerprint(): string {
    if (this.#fingerprint === null) {
      throw new TypeError("Cannot use a client certificate before its check");
    }
    return this.#fingerprint;
  }

  /**
   * Records that the key matches the certificate, and the fingerprints of the
   * certificate and its chain.
   */
  identify(fingerprints: readonly string[]): void {
    this.#fingerprint = fingerprints.join(" ");
  }

  /** `true` if {@linkcode identify} was called. */
  get isChecked(): boolean {
    return this.#fingerprint !== null;
  }
}

/** Removes the byte order mark of a file, which TLS does not accept before a key. */
function withoutMark(text: string): string {
  return text.startsWith("\ufeff") ? text.slice(1) : text;
}

/**
 * The requirements of a connection that only `node:tls` supports. A connection
 * without any has no such object.
 */
export interface NodeTls {
  /** The client certificate, or `null` if there is none. */
  readonly certificate: ClientCertificate | null;
}

const FACTS_ONLY: NodeTls = { certificate: null };

/**
 * Returns the requirements that the settings of a handle have for `node:tls`,
 * or `null` if there are none.
 *
 * @param needsFacts `true` if the TLS parameters must be known in any case.
 */
export function nodeTlsOf(
  { clientCertificate, keepsCertificates }: {
    readonly clientCertificate: ClientCertificate | null;
    readonly keepsCertificates: boolean;
  },
  needsFacts: boolean = false,
): NodeTls | null {
  if (clientCertificate !== null) return { certificate: clientCertificate };
  return keepsCertificates || needsFacts ? FACTS_ONLY : null;
}

/**
 * Returns the part of a pool key that keeps connections with different
 * requirements apart. The certificate must be checked.
 */
export function nodeTlsKey(nodeTls: NodeTls | null): string {
  return nodeTls === null ? "" : nodeTls.certificate?.fingerprint ?? "facts";
}
