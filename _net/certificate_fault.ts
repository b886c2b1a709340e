// Copyright 2026 the wininet authors. MIT license.

/**
 * The errors in a server's certificate, and the rustls messages and `node:tls`
 * codes for them.
 *
 * @module
 */

import {
  ERROR_INTERNET_CLIENT_AUTH_CERT_NEEDED,
  ERROR_INTERNET_CONNECTION_RESET,
  ERROR_INTERNET_INVALID_CA,
  ERROR_INTERNET_SEC_CERT_CN_INVALID,
  ERROR_INTERNET_SEC_CERT_DATE_INVALID,
  ERROR_INTERNET_SEC_INVALID_CERT,
  ERROR_INTERNET_SECURITY_CHANNEL_ERROR,
  ERROR_TOO_MANY_OPEN_FILES,
  InternetError,
} from "../error.ts";
import {
  SECURITY_FLAG_IGNORE_CERT_CN_INVALID,
  SECURITY_FLAG_IGNORE_CERT_DATE_INVALID,
  SECURITY_FLAG_IGNORE_UNKNOWN_CA,
  SECURITY_FLAG_IGNORE_WRONG_USAGE,
} from "../options.ts";
import { hasFlag } from "../_base/bits.ts";
import { socketErrorKind } from "./socket_error.ts";

/** An error in a certificate. */
export interface CertificateFault {
  /** The error code if the error is not ignored. */
  readonly code: number;
  /** The bit that ignores the error; 0 if there is none. */
  readonly flag: number;
  /** The text in the error message. */
  readonly meaning: string;
}

/** No trusted authority has signed it. */
export const UNKNOWN_AUTHORITY: CertificateFault = {
  code: ERROR_INTERNET_INVALID_CA,
  flag: SECURITY_FLAG_IGNORE_UNKNOWN_CA,
  meaning:
    "it is not signed by a trusted authority; trust the file of its authority with --cert, or set SECURITY_FLAG_IGNORE_UNKNOWN_CA in INTERNET_OPTION_SECURITY_FLAGS",
};
/** None of the authorities that a program can read has signed it. */
export const UNREADABLE_AUTHORITY: CertificateFault = {
  ...UNKNOWN_AUTHORITY,
  meaning:
    "it is not signed by an authority that a program can read; to add an authority here, use NODE_EXTRA_CA_CERTS (with --allow-env), DENO_CERT (with --allow-env and --allow-read) or tls.setDefaultCACertificates(); --cert does not apply",
};
/** It has expired. */
export const EXPIRED: CertificateFault = {
  code: ERROR_INTERNET_SEC_CERT_DATE_INVALID,
  flag: SECURITY_FLAG_IGNORE_CERT_DATE_INVALID,
  meaning:
    "it has expired; check the clock of this machine, or set SECURITY_FLAG_IGNORE_CERT_DATE_INVALID in INTERNET_OPTION_SECURITY_FLAGS",
};
/** It is not valid yet. */
export const NOT_VALID_YET: CertificateFault = {
  ...EXPIRED,
  meaning:
    "it is not valid yet; check the clock of this machine, or set SECURITY_FLAG_IGNORE_CERT_DATE_INVALID in INTERNET_OPTION_SECURITY_FLAGS",
};
/** The certificate of an authority has expired or is not valid yet. */
export const OLD_AUTHORITY: CertificateFault = {
  ...EXPIRED,
  meaning:
    "the certificate of its authority is out of date; check the clock of this machine, or set SECURITY_FLAG_IGNORE_CERT_DATE_INVALID in INTERNET_OPTION_SECURITY_FLAGS",
};
/** It is not for servers. */
export const WRONG_USAGE: CertificateFault = {
  code: ERROR_INTERNET_SEC_INVALID_CERT,
  flag: SECURITY_FLAG_IGNORE_WRONG_USAGE,
  meaning: "it is not for servers; SECURITY_FLAG_IGNORE_WRONG_USAGE allows it",
};
/** It is for another host. */
export const WRONG_NAME: CertificateFault = {
  code: ERROR_INTERNET_SEC_CERT_CN_INVALID,
  flag: SECURITY_FLAG_IGNORE_CERT_CN_INVALID,
  meaning:
    "it is for another host; use the name in it, or set SECURITY_FLAG_IGNORE_CERT_CN_INVALID in INTERNET_OPTION_SECURITY_FLAGS",
};
/** It is malformed, or invalid for another reason. */
export const INVALID: CertificateFault = {
  code: ERROR_INTERNET_SEC_INVALID_CERT,
  flag: 0,
  meaning: "it is not valid",
};
/** The server has not proved that it has the key of the certificate. */
export const NOT_ITS_OWN: CertificateFault = {
  ...INVALID,
  meaning: "the server did not prove that it has the key",
};

/** The messages of rustls; the first row that matches decides. */
const RUSTLS_TEXTS: readonly [pattern: RegExp, fault: CertificateFault][] = [
  [/certificate expired|\bExpired\b/, EXPIRED],
  [/not valid yet|NotValidYet/, NOT_VALID_YET],
  [/not valid for name|NotValidForName/, WRONG_NAME],
  [/UnknownIssuer|CaUsedAsEndEntity/, UNKNOWN_AUTHORITY],
  [/extended key usage|InvalidPurpose/, WRONG_USAGE],
  [/BadSignature/, NOT_ITS_OWN],
  [/invalid peer certificate/, INVALID],
];

/**
 * The codes of `node:tls` for a wrong signature of the handshake, if it is set
 * to accept everything else.
 */
const SIGNATURE_CODES =
  /^(UNABLE_TO_VERIFY|DEPTH_ZERO|SELF_SIGNED|CERT_|INVALID_PURPOSE|ERR_TLS_CERT)/;

/** The codes of `node:tls`, if it checks the certificate as rustls does. */
const NODE_CODES: readonly [pattern: RegExp, fault: CertificateFault][] = [
  [/^CERT_HAS_EXPIRED$/, EXPIRED],
  [/^CERT_NOT_YET_VALID$/, NOT_VALID_YET],
  [/^ERR_TLS_CERT_ALTNAME/, WRONG_NAME],
  [/^INVALID_PURPOSE$/, WRONG_USAGE],
  [/^(?:UNABLE_TO|SELF_SIGNED|DEPTH_ZERO|CERT_)/, UNKNOWN_AUTHORITY],
];

/** The error for a certificate that is not trusted. */
export class UntrustedError extends InternetError {
  readonly #fault: CertificateFault;

  constructor(host: string, fault: CertificateFault, cause?: unknown) {
    super(
      fault.code,
      `Cannot trust the certificate of "${host}": ${fault.meaning}`,
      cause === undefined ? {} : { cause },
    );
    this.#fault = fault;
  }

  /** Returns `true` if some SECURITY_FLAG_IGNORE_* bits ignore it. */
  isForgiven(forgiven: number): boolean {
    return forgives(forgiven, this.#fault);
  }
}

/**
 * Returns `true` if some SECURITY_FLAG_IGNORE_* bits ignore a certificate
 * error.
 */
export function forgives(forgiven: number, fault: CertificateFault): boolean {
  return fault.flag !== 0 && hasFlag(forgiven, fault.flag);
}

/**
 * Returns the error for a failed `node:tls` handshake.
 *
 * @param known The error to report in place of an unknown authority, which
 * `node:tls` also reports for a certificate that has expired or is not valid
 * yet; `null` if there is none.
 */
export function nodeHandshakeError(
  host: string,
  error: unknown,
  known: CertificateFault | null = null,
): InternetError {
  const code = String((error as { code?: unknown }).code);
  const row = NODE_CODES.find(([pattern]) => pattern.test(code));
  if (row === undefined) return handshakeError(host, error);
  const fault = row[1] === UNKNOWN_AUTHORITY ? known : null;
  return new UntrustedError(host, fault ?? row[1], error);
}

/**
 * Returns `true` if a TLS 1.2 server has refused a rustls handshake, possibly
 * because it received no client certificate: rustls does not report if the
 * server requested one.
 *
 * @param error The error whose cause has the message of rustls.
 */
export function isRefusedHandshake(error: unknown): boolean {
  return /alert: HandshakeFailure/.test(String((error as Error).cause));
}

/**
 * Does the same, and returns `true` also if the server closed the connection
 * while rustls was still writing its part of the handshake: then an alert is
 * lost.
 */
export function mayNeedCertificate(error: unknown): boolean {
  return isRefusedHandshake(error) ||
    socketErrorKind((error as Error).cause) === "aborted";
}

/** Alerts about the client certificate, by their names in rustls (RFC 8446 section 6.2). */
const REFUSAL_REGEXP =
  /alert: (?:(?:Bad|Unsupported)Certificate|Certificate(?:Revoked|Expired|Unknown)|UnknownCA|AccessDenied)\b/;

/**
 * Returns the server's demand for a client certificate, if the rustls message
 * for an alert contains one; otherwise `null`.
 */
export function certificateDemand(text: string): string | null {
  if (text.includes("alert: CertificateRequired")) return ASKED;
  return REFUSAL_REGEXP.test(text)
    ? "the server does not accept the client certificate; set another one with INTERNET_OPTION_CLIENT_CERT_CONTEXT"
    : null;
}

const ASKED =
  "the server requests a client certificate; set INTERNET_OPTION_CLIENT_CERT_CONTEXT";

function certificateNeeded(
  host: string,
  demand: string,
  cause: unknown,
): InternetError {
  return new InternetError(
    ERROR_INTERNET_CLIENT_AUTH_CERT_NEEDED,
    `Cannot secure the connection to "${host}": ${demand}`,
    { cause },
  );
}

/**
 * Returns the error for a failed handshake: that of a missing client
 * certificate if the server has requested one and received none.
 *
 * @param isMissed `true` if the server has requested a client certificate and
 * received none.
 */
export function missedCertificate(
  host: string,
  failure: InternetError,
  isMissed: boolean,
): InternetError {
  return isMissed && failure.code === ERROR_INTERNET_SECURITY_CHANNEL_ERROR
    ? certificateNeeded(host, ASKED, failure.cause)
    : failure;
}

/** The messages of rustls and OpenSSL for bytes that are not TLS. */
const NOT_TLS =
  /InvalidContentType|wrong version number|packet length too long/i;

function handshakeMeaning(error: unknown): string {
  return NOT_TLS.test(String(error))
    ? "it does not speak TLS on this port; use http or omit INTERNET_FLAG_SECURE, or use the TLS port"
    : "the TLS handshake failed";
}

/** Returns the error for a failed handshake. */
export function handshakeError(host: string, error: unknown): InternetError {
  const { message, code } = error as { message?: unknown; code?: unknown };
  const row = RUSTLS_TEXTS.find(([pattern]) => pattern.test(String(message)));
  if (row !== undefined) return new UntrustedError(host, row[1], error);
  if (SIGNATURE_CODES.test(String(code))) {
    return new UntrustedError(host, NOT_ITS_OWN, error);
  }
  const demand = certificateDemand(String(message));
  if (demand !== null) return certificateNeeded(host, demand, error);
  const kind = socketErrorKind(error);
  const [failure, meaning] = kind === "reset"
    ? [ERROR_INTERNET_CONNECTION_RESET, "the server reset it"]
    // The trusted authorities may be in a file that Deno reads now.
    : kind === "files"
    ? [ERROR_TOO_MANY_OPEN_FILES, "no more files can be opened; close some"]
    : [ERROR_INTERNET_SECURITY_CHANNEL_ERROR, handshakeMeaning(error)];
  return new InternetError(
    failure,
    `Cannot secure the connection to "${host}": ${meaning}`,
    { cause: error },
  );
}
