// Copyright 2026 the wininet authors. MIT license.

/**
 * The facts of a TLS connection: the certificates that the server sent, the
 * protocol and the cipher. Only `node:tls` exposes them.
 *
 * @module
 */

import { X509Certificate } from "node:crypto";
import type { DetailedPeerCertificate, TLSSocket } from "node:tls";
import type {
  INTERNET_CERTIFICATE_INFO,
  INTERNET_SECURITY_CONNECTION_INFO,
} from "../structures.ts";
import {
  type CertificateNames,
  certificateNames,
} from "./certificate_names.ts";

/**
 * A pattern of names of cipher suites, the CALG_* number of an algorithm, and
 * its number of bits.
 */
type CipherRow = readonly [pattern: RegExp, cipher: number, bits: number];

/** The SP_PROT_* numbers of the TLS versions. */
const PROTOCOLS: Readonly<Record<string, number>> = {
  "TLSv1.2": 0x800,
  "TLSv1.3": 0x2000,
};

/** The ciphers of rustls, with their CALG_* numbers. */
const CIPHERS: readonly CipherRow[] = [
  [/AES_?128/, 0x660e, 128],
  [/AES_?256/, 0x6610, 256],
  [/CHACHA20/, 0, 256],
];

/** The hashes of rustls, with their CALG_* numbers. */
const HASHES: readonly CipherRow[] = [
  [/SHA384$/, 0x800d, 384],
  [/SHA256$/, 0x800c, 256],
];

const UNKNOWN: CipherRow = [/^/, 0, 0];

/** The facts of one TLS connection. */
export class TlsFacts {
  /** The certificates that the server sent, in DER; its own is the first. */
  readonly chain: readonly Uint8Array[];
  /** The application protocol that both sides agreed on; `null` if there is none. */
  readonly alpn: string | null;
  readonly #protocol: string;
  readonly #suite: string;

  /**
   * @param socket A socket whose handshake has finished.
   */
  constructor(socket: TLSSocket) {
    this.chain = sentCertificates(socket);
    this.alpn = socket.alpnProtocol || null;
    this.#protocol = socket.getProtocol() ?? "";
    this.#suite = socket.getCipher().standardName;
  }

  /** The length of the key of the cipher, in bits. */
  get keyBits(): number {
    return rowOf(CIPHERS, this.#suite)[2];
  }

  /** The value of INTERNET_OPTION_SECURITY_CONNECTION_INFO. */
  get connectionInfo(): INTERNET_SECURITY_CONNECTION_INFO {
    const [, aiHash, dwHashStrength] = rowOf(HASHES, this.#suite);
    return {
      fSecure: true,
      dwProtocol: PROTOCOLS[this.#protocol] ?? 0,
      aiCipher: rowOf(CIPHERS, this.#suite)[1],
      dwCipherStrength: this.keyBits,
      aiHash,
      dwHashStrength,
      szCipherSuite: this.#suite,
    };
  }

  /** The value of INTERNET_OPTION_SECURITY_CERTIFICATE_STRUCT. */
  get certificateInfo(): INTERNET_CERTIFICATE_INFO {
    const certificate = this.#certificate;
    const { subject, issuer } = this.#names;
    return {
      ftExpiry: new Date(certificate.validTo),
      ftStart: new Date(certificate.validFrom),
      lpszSubjectInfo: subject.join("\r\n"),
      lpszIssuerInfo: issuer.join("\r\n"),
      lpszProtocolName: null,
      lpszSignatureAlgName: null,
      lpszEncryptionAlgName: null,
      dwKeySize: this.keyBits,
    };
  }

  /** The value of INTERNET_OPTION_SECURITY_CERTIFICATE. */
  get certificateText(): string {
    const { validFrom, validTo } = this.#certificate;
    const { subject, issuer } = this.#names;
    return [
      "Subject:",
      ...subject,
      "Issuer:",
      ...issuer,
      `Effective Date: ${new Date(validFrom).toUTCString()}`,
      `Expiration Date: ${new Date(validTo).toUTCString()}`,
      `Security Protocol: ${this.#protocol}`,
      `Cipher Suite: ${this.#suite}`,
      `Key Strength: ${this.keyBits} bits`,
    ].join("\r\n");
  }

  get #names(): CertificateNames {
    return certificateNames(this.chain[0]!);
  }

  get #certificate(): X509Certificate {
    return new X509Certificate(this.chain[0]!);
  }
}

/** Returns the certificates that the server of a socket sent, in DER; its own is the first. */
export function sentCertificates(socket: TLSSocket): Uint8Array[] {
  const ders: Uint8Array[] = [];
  const seen = new Set<unknown>();
  let at: DetailedPeerCertificate | undefined = socket.getPeerCertificate(true);
  while (at?.raw && !seen.has(at)) {
    seen.add(at);
    ders.push(Uint8Array.from(at.raw));
    at = at.issuerCertificate;
  }
  return ders;
}

function rowOf(rows: readonly CipherRow[], suite: string): CipherRow {
  return rows.find(([pattern]) => pattern.test(suite)) ?? UNKNOWN;
}
