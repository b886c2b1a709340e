// Copyright 2026 the wininet authors. MIT license.

/**
 * The certificate errors that a request ignores.
 *
 * @module
 */

import {
  INTERNET_FLAG_IGNORE_CERT_CN_INVALID,
  INTERNET_FLAG_IGNORE_CERT_DATE_INVALID,
} from "../flags.ts";
import {
  SECURITY_FLAG_IGNORE_CERT_CN_INVALID,
  SECURITY_FLAG_IGNORE_CERT_DATE_INVALID,
  SECURITY_FLAG_IGNORE_REDIRECT_TO_HTTP,
  SECURITY_FLAG_IGNORE_REDIRECT_TO_HTTPS,
  SECURITY_FLAG_IGNORE_REVOCATION,
  SECURITY_FLAG_IGNORE_UNKNOWN_CA,
  SECURITY_FLAG_IGNORE_WEAK_SIGNATURE,
  SECURITY_FLAG_IGNORE_WRONG_USAGE,
} from "../options.ts";

/** Certificate errors that can be ignored. */
const FORGIVABLE = SECURITY_FLAG_IGNORE_UNKNOWN_CA |
  SECURITY_FLAG_IGNORE_WRONG_USAGE | SECURITY_FLAG_IGNORE_CERT_CN_INVALID |
  SECURITY_FLAG_IGNORE_CERT_DATE_INVALID;

/**
 * The INTERNET_FLAG_* bits that ignore certificate errors. All others have
 * another meaning in a security word.
 */
const FORGIVING_FLAGS = INTERNET_FLAG_IGNORE_CERT_CN_INVALID |
  INTERNET_FLAG_IGNORE_CERT_DATE_INVALID;

/** Bits that stand for the same in both words. */
const REDIRECT_FLAGS = SECURITY_FLAG_IGNORE_REDIRECT_TO_HTTP |
  SECURITY_FLAG_IGNORE_REDIRECT_TO_HTTPS;

/** The bits that INTERNET_OPTION_SECURITY_FLAGS sets; the other bits only report. */
const SETTABLE = FORGIVABLE | REDIRECT_FLAGS | SECURITY_FLAG_IGNORE_REVOCATION |
  SECURITY_FLAG_IGNORE_WEAK_SIGNATURE;

/** The SECURITY_FLAG_IGNORE_* bits of the certificate errors to ignore. */
export function forgivenFaults(security: number, flags: number): number {
  return (security & FORGIVABLE | flags & FORGIVING_FLAGS) >>> 0;
}

/** The bits of a security word that a program can set. */
export function settableSecurity(value: number): number {
  return (value & SETTABLE) >>> 0;
}

/** The bits of a security word that also are INTERNET_FLAG_IGNORE_REDIRECT_* bits. */
export function redirectFlags(value: number): number {
  return (value & REDIRECT_FLAGS) >>> 0;
}
