// Copyright 2026 the wininet authors. MIT license.

/**
 * The certificate by which this side of a TLS connection proves who it is:
 * INTERNET_OPTION_CLIENT_CERT_CONTEXT.
 *
 * @module
 */

import type { CERT_CONTEXT } from "../structures.ts";

/** The maximum number of characters of a text in PEM. */
const MAX_PEM = 1_048_576;

/** The number of certificates that were set so far. */
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

/** A certificate and its key. They are private, so that no inspection and no clone shows the key. */
export class ClientCertificate {
  readonly #cert: string;
  readonly #key: string;
  #fingerprint: string | null = null;
  /** Tells it apart from others, also before {@linkcode identify}. */
  readonly number: number = ++made;

  /** @param context A copy of its texts is kept: the program may change it. */
  constructor({ cert, key }: CERT_CONTEXT) {
    this.#cert = cert;
    this.#key = key;
  }

  /** The texts in PEM, for TLS. */
  get pem(): CERT_CONTEXT {
    return { cert: this.#cert, key: this.#key };
  }

  /** The SHA-256 fingerprints of the certificate and its chain, after {@linkcode identify}. */
  get fingerprint(): string {
    if (this.#fingerprint === null) {
      throw new TypeError("Cannot use a client certificate before its check");
    }
    return this.#fingerprint;
  }

  /** Records that its key is the right one, and the fingerprints of all its certificates. */
  identify(fingerprints: readonly string[]): void {
    this.#fingerprint = fingerprints.join(" ");
  }

  /** `true` if {@linkcode identify} was called. */
  get isChecked(): boolean {
    return this.#fingerprint !== null;
  }
}

/** The demands of a connection that the TLS of `node:tls` meets; without any, there is no such object. */
export interface NodeTls {
  /** The certificate of this side, `null` for none. */
  readonly certificate: ClientCertificate | null;
}

const FACTS_ONLY: NodeTls = { certificate: null };

/**
 * Returns what the settings of a handle demand of `node:tls`; `null` for nothing.
 *
 * @param needsFacts True if the facts of TLS must be known in any case.
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

/** Returns the text by which pools keep connections with different demands apart. The certificate was checked. */
export function nodeTlsKey(nodeTls: NodeTls | null): string {
  return nodeTls === null ? "" : nodeTls.certificate?.fingerprint ?? "facts";
}
