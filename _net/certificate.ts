// Copyright 2026 the wininet authors. MIT license.

/**
 * The certificate checks that are needed because rustls cannot ignore a single
 * error: a strict parser of the DER form, the checks of names, dates and usage,
 * and the search for a path to a trusted authority.
 *
 * The rules are those of rustls (webpki). Where copying them would take much
 * code, this module is stricter: authorities that are limited by name
 * constraints, and RSA-PSS signatures, are not accepted. Revocation is not
 * checked; rustls, as Deno configures it, does not check it either.
 *
 * The parser is strict for a second reason. If rustls cannot parse the
 * certificate of a server, Deno's `node:tls` completes the handshake without
 * checking that the server has the key (`filter_unsupported_cert_version` in
 * `ext/node/ops/tls_wrap.rs`; measured with a certificate of version 1). So a
 * certificate that rustls cannot parse is never accepted: the constructor of
 * {@linkcode Certificate} rejects everything that the parser of webpki rejects.
 *
 * @module
 */

import { createHash, X509Certificate } from "node:crypto";
import { isIP } from "node:net";
import {
  DerReader,
  TAG_BIT_STRING,
  TAG_BOOLEAN,
  TAG_INTEGER,
  TAG_OCTET_STRING,
  TAG_OID,
  TAG_SEQUENCE,
} from "../_base/der.ts";
import { addressBytes } from "../_base/host.ts";

/** The tags of a certificate in DER. */
const TAG_VERSION = 0xa0;
const TAG_ISSUER_ID = 0x81;
const TAG_SUBJECT_ID = 0x82;
const TAG_EXTENSIONS = 0xa3;
const TAG_DNS_NAME = 0x82;
const TAG_IP_ADDRESS = 0x87;

/** The maximum length of a certificate that rustls allows, in bytes. */
const MAX_CERTIFICATE = 65535;
/** The maximum number of authorities between the server and the root that rustls allows. */
const MAX_AUTHORITIES = 6;
/**
 * The maximum number of signatures that are verified, the limit of webpki. It
 * stops a server that sends many certificates with the same name.
 */
const MAX_SIGNATURES = 100;
/** RSA keys with fewer bits are not accepted. */
const MIN_RSA_BITS = 2048;

/** Object identifiers in hexadecimal. */
const KEY_USAGE = "551d0f";
const SUBJECT_NAMES = "551d11";
const BASIC_CONSTRAINTS = "551d13";
const REVOCATION_LISTS = "551d1f";
const EXTENDED_USAGE = "551d25";
const NAME_CONSTRAINTS = "551d1e";
const TIMESTAMPS = "2b06010401d679020402";
const SERVER_USAGE = "2b06010505070301";

/** The extensions that may be critical. */
const UNDERSTOOD = new Set([
  KEY_USAGE,
  SUBJECT_NAMES,
  BASIC_CONSTRAINTS,
  REVOCATION_LISTS,
  EXTENDED_USAGE,
  TIMESTAMPS,
]);

/** The required tags of the values of extensions that rustls parses. */
const EXTENSION_TAGS = new Map([
  [SUBJECT_NAMES, TAG_SEQUENCE],
  [BASIC_CONSTRAINTS, TAG_SEQUENCE],
  [REVOCATION_LISTS, TAG_SEQUENCE],
  [EXTENDED_USAGE, TAG_SEQUENCE],
  [NAME_CONSTRAINTS, TAG_SEQUENCE],
  [TIMESTAMPS, TAG_OCTET_STRING],
]);

/**
 * The accepted signature algorithms: ECDSA and RSA with SHA-256, SHA-384 and
 * SHA-512, and Ed25519; each with the hash for channel bindings (none is
 * defined for Ed25519).
 */
const STRONG_SIGNATURES = new Map([
  ["2a8648ce3d040302", "sha256"],
  ["2a8648ce3d040303", "sha384"],
  ["2a8648ce3d040304", "sha512"],
  ["2a864886f70d01010b", "sha256"],
  ["2a864886f70d01010c", "sha384"],
  ["2a864886f70d01010d", "sha512"],
  ["2b6570", "sha256"],
]);

/**
 * Returns the hash of a certificate that identifies its server in channel
 * bindings of the type tls-server-end-point (RFC 5929 section 4.1): with the
 * hash function of its signature, or with SHA-256 instead of a weak one.
 *
 * @throws {SyntaxError} If it is not the strict DER form of an X.509
 * certificate of version 3.
 */
export function serverEndPoint(der: Uint8Array): Uint8Array {
  const { algorithm } = readParts(der);
  const name = STRONG_SIGNATURES.get(algorithm) ?? "sha256";
  return createHash(name).update(der).digest();
}

/** A parsed certificate. */
export class Certificate {
  /** The name of its subject, in hexadecimal DER. */
  readonly subject: string;
  /** The name of its issuer, in hexadecimal DER. */
  readonly issuer: string;
  /** `true` if it is the certificate of an authority. */
  readonly isAuthority: boolean;
  /** `true` if its key may sign certificates. */
  readonly maySign: boolean;
  /** The maximum number of authorities between it and a server certificate. */
  readonly maxAuthorities: number;
  /** `true` if it may be used by servers. */
  readonly isForServers: boolean;
  /**
   * `true` if it has name constraints or unknown critical extensions, which are
   * not supported here.
   */
  readonly isLimited: boolean;
  /** `true` if its signature algorithm is accepted. */
  readonly isSignedStrongly: boolean;
  readonly #x509: X509Certificate;
  readonly #names: string[] = [];
  readonly #addresses: string[] = [];

  /**
   * Parses a certificate.
   *
   * @throws {SyntaxError} If it is not the strict DER form of an X.509
   * certificate of version 3.
   */
  constructor(der: Uint8Array) {
    const parts = readParts(der);
    this.#x509 = parse(der);
    this.subject = parts.subject;
    this.issuer = parts.issuer;
    this.isSignedStrongly = STRONG_SIGNATURES.has(parts.algorithm);
    const { extensions } = parts;
    const constraints = readConstraints(extensions.get(BASIC_CONSTRAINTS));
    this.isAuthority = constraints.isAuthority;
    this.maySign = this.isAuthority && allowsSigning(extensions.get(KEY_USAGE));
    this.maxAuthorities = constraints.maxAuthorities;
    this.isForServers = servesServers(extensions.get(EXTENDED_USAGE));
    this.isLimited = parts.hasUnknown || extensions.has(NAME_CONSTRAINTS);
    this.#readNames(extensions.get(SUBJECT_NAMES));
  }

  /** Returns `true` if a time, in milliseconds since 1970, is within its period of validity. */
  isValidAt(now: number): boolean {
    return Date.parse(this.#x509.validFrom) <= now && !this.hasExpiredAt(now);
  }

  /**
   * Returns `true` if a time, in milliseconds since 1970, is after the end of
   * its period of validity.
   */
  hasExpiredAt(now: number): boolean {
    return !(now <= Date.parse(this.#x509.validTo));
  }

  /** Returns `true` if it is valid for a host: a name, or an address without brackets. */
  isFor(host: string): boolean {
    const address = hexAddress(host);
    if (address !== null) return this.#addresses.includes(address);
    const name = host.toLowerCase().replace(/\.$/, "");
    return this.#names.some((pattern) => matchesName(pattern, name));
  }

  /** Returns `true` if it is signed with the key of another certificate. */
  isSignedBy(signer: Certificate): boolean {
    if (this.issuer !== signer.subject || !this.isSignedStrongly) return false;
    try {
      const key = signer.#x509.publicKey;
      const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
      if (key.asymmetricKeyType === "rsa" && bits < MIN_RSA_BITS) return false;
      return this.#x509.verify(key);
    } catch {
      return false; // A key that cannot be read cannot have signed anything.
    }
  }

  #readNames(extension: Uint8Array | undefined): void {
    if (extension === undefined) return;
    const reader = new DerReader(extension);
    while (!reader.atEnd) {
      const { tag, value } = reader.next();
      if (tag === TAG_DNS_NAME) {
        this.#names.push(String.fromCharCode(...value).toLowerCase());
      } else if (tag === TAG_IP_ADDRESS) this.#addresses.push(value.toHex());
    }
  }
}

/** The conditions of a path to a trusted authority. */
export interface TrustRules {
  /**
   * The time at which all dates must be valid, in milliseconds since 1970;
   * `null` if dates are ignored.
   */
  readonly now: number | null;
  /** `true` if all certificates must be usable by servers. */
  readonly usage: boolean;
}

/**
 * Returns `true` if a path of signatures leads from the certificate of a
 * server, through certificates that the server sent, to a root.
 */
export function isTrusted(
  certificate: Certificate,
  sent: readonly Certificate[],
  roots: readonly Certificate[],
  rules: TrustRules,
): boolean {
  let signatures = MAX_SIGNATURES;
  const signed = (by: Certificate, what: Certificate) =>
    what.issuer === by.subject && signatures-- > 0 && what.isSignedBy(by);
  const leadsToRoot = (at: Certificate, authorities: number): boolean => {
    if (at.isLimited || !respects(at, rules)) return false;
    // The dates and the usage of a root are not checked, as in rustls.
    if (roots.some((root) => !root.isLimited && signed(root, at))) return true;
    return authorities < MAX_AUTHORITIES &&
      sent.some((next) =>
        next.maySign && next.maxAuthorities >= authorities &&
        signed(next, at) && leadsToRoot(next, authorities + 1)
      );
  };
  return !certificate.isAuthority && leadsToRoot(certificate, 0);
}

function respects(certificate: Certificate, rules: TrustRules): boolean {
  return (rules.now === null || certificate.isValidAt(rules.now)) &&
    (!rules.usage || certificate.isForServers);
}

/** The parts of a certificate that are used; strings are hexadecimal DER. */
interface Parts {
  readonly subject: string;
  readonly issuer: string;
  readonly algorithm: string;
  readonly extensions: ReadonlyMap<string, Uint8Array>;
  readonly hasUnknown: boolean;
}

function readParts(der: Uint8Array): Parts {
  if (der.length > MAX_CERTIFICATE) throw malformed("it is too long");
  const whole = DerReader.only(der, TAG_SEQUENCE);
  const body = new DerReader(whole.take(TAG_SEQUENCE));
  const algorithm = whole.take(TAG_SEQUENCE);
  checkBits(whole.take(TAG_BIT_STRING));
  whole.end();
  readVersion(body);
  body.take(TAG_INTEGER);
  if (body.take(TAG_SEQUENCE).toHex() !== algorithm.toHex()) {
    throw malformed("its two signature algorithms differ");
  }
  const issuer = body.take(TAG_SEQUENCE).toHex();
  body.take(TAG_SEQUENCE);
  const subject = body.take(TAG_SEQUENCE).toHex();
  const key = new DerReader(body.take(TAG_SEQUENCE));
  key.take(TAG_SEQUENCE);
  checkBits(key.take(TAG_BIT_STRING));
  key.end();
  return {
    issuer,
    subject,
    algorithm: new DerReader(algorithm).take(TAG_OID).toHex(),
    ...readExtensions(body),
  };
}

function readVersion(body: DerReader): void {
  const version = body.nextIs(TAG_VERSION) ? body.take(TAG_VERSION) : null;
  if (version?.toHex() !== "020102") throw malformed("its version is not 3");
}

function readExtensions(
  body: DerReader,
): { extensions: Map<string, Uint8Array>; hasUnknown: boolean } {
  const extensions = new Map<string, Uint8Array>();
  let hasUnknown = false;
  if (body.nextIs(TAG_ISSUER_ID)) body.take(TAG_ISSUER_ID);
  if (body.nextIs(TAG_SUBJECT_ID)) body.take(TAG_SUBJECT_ID);
  if (body.atEnd) return { extensions, hasUnknown };
  const list = DerReader.only(body.take(TAG_EXTENSIONS), TAG_SEQUENCE);
  body.end();
  while (!list.atEnd) {
    const extension = new DerReader(list.take(TAG_SEQUENCE));
    const name = extension.take(TAG_OID).toHex();
    const isCritical = extension.nextIs(TAG_BOOLEAN) &&
      readBoolean(extension.take(TAG_BOOLEAN));
    const value = extension.take(TAG_OCTET_STRING);
    extension.end();
    if (extensions.has(name)) throw malformed("an extension occurs twice");
    const tag = EXTENSION_TAGS.get(name);
    extensions.set(
      name,
      tag === undefined ? value : DerReader.only(value, tag).rest(),
    );
    if (isCritical && !UNDERSTOOD.has(name)) hasUnknown = true;
  }
  return { extensions, hasUnknown };
}

function readConstraints(
  extension: Uint8Array | undefined,
): { isAuthority: boolean; maxAuthorities: number } {
  const reader = new DerReader(extension ?? new Uint8Array());
  const isAuthority = reader.nextIs(TAG_BOOLEAN) &&
    readBoolean(reader.take(TAG_BOOLEAN));
  if (reader.atEnd) return { isAuthority, maxAuthorities: Infinity };
  const [count, ...more] = reader.take(TAG_INTEGER);
  if (count === undefined || count > 127 || more.length > 0) {
    throw malformed("its path length is invalid");
  }
  return { isAuthority, maxAuthorities: count };
}

/**
 * Returns `true` if the key may sign certificates: its usage includes that, or
 * is not specified.
 */
function allowsSigning(extension: Uint8Array | undefined): boolean {
  if (extension === undefined) return true;
  const bits = new DerReader(extension).take(TAG_BIT_STRING);
  return ((bits[1] ?? 0) & 0x04) !== 0;
}

function servesServers(extension: Uint8Array | undefined): boolean {
  if (extension === undefined) return true;
  const reader = new DerReader(extension);
  let found = false;
  while (!reader.atEnd) {
    found = reader.take(TAG_OID).toHex() === SERVER_USAGE || found;
  }
  return found;
}

function readBoolean(value: Uint8Array): boolean {
  const hex = value.toHex();
  if (hex !== "ff" && hex !== "00") {
    throw malformed("a boolean value is invalid");
  }
  return hex === "ff";
}

/** Accepts bit strings of whole bytes only, as in all keys and signatures. */
function checkBits(value: Uint8Array): void {
  if (value[0] !== 0) {
    throw malformed("a bit string does not consist of whole bytes");
  }
}

/**
 * Returns `true` if a pattern matches a name. A wildcard matches the whole
 * first label, before at least two others.
 */
function matchesName(pattern: string, name: string): boolean {
  if (!pattern.startsWith("*.")) return pattern === name;
  const rest = pattern.slice(1);
  const dot = name.indexOf(".");
  return dot > 0 && rest.indexOf(".", 1) > 0 && name.slice(dot) === rest;
}

/** Returns the bytes of an IP address in hexadecimal; `null` for a name. */
function hexAddress(host: string): string | null {
  const bytes = isIP(host) === 0 ? null : addressBytes(host);
  return bytes === null ? null : Uint8Array.from(bytes).toHex();
}

function parse(der: Uint8Array): X509Certificate {
  try {
    return new X509Certificate(der);
  } catch (cause) {
    throw malformed("node:crypto cannot parse it", cause);
  }
}

function malformed(why: string, cause?: unknown): SyntaxError {
  return new SyntaxError(`Cannot read the certificate: ${why}`, { cause });
}
