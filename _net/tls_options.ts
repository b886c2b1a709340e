// Copyright 2026 the wininet authors. MIT license.

/**
 * The options that report facts of the TLS connection.
 *
 * @module
 */

import {
  ERROR_INTERNET_INCORRECT_HANDLE_STATE,
  ERROR_INTERNET_INVALID_OPERATION,
  InternetError,
} from "../error.ts";
import {
  INTERNET_OPTION_SECURITY_CERTIFICATE,
  INTERNET_OPTION_SECURITY_CERTIFICATE_STRUCT,
  INTERNET_OPTION_SECURITY_CONNECTION_INFO,
  INTERNET_OPTION_SECURITY_KEY_BITNESS,
  INTERNET_OPTION_SERVER_CERT_CHAIN_CONTEXT,
  SECURITY_FLAG_STRENGTH_STRONG,
} from "../options.ts";
import type { TlsFacts } from "./tls_facts.ts";

const STRONG_BITS = 128;

/** The name of each option, and the function that returns its value. */
const FACTS: ReadonlyMap<
  number,
  readonly [name: string, of: (facts: TlsFacts) => unknown]
> = new Map([
  [
    INTERNET_OPTION_SECURITY_CERTIFICATE_STRUCT,
    ["SECURITY_CERTIFICATE_STRUCT", (facts) => facts.certificateInfo],
  ],
  [
    INTERNET_OPTION_SECURITY_CERTIFICATE,
    ["SECURITY_CERTIFICATE", (facts) => facts.certificateText],
  ],
  [
    INTERNET_OPTION_SECURITY_KEY_BITNESS,
    ["SECURITY_KEY_BITNESS", (facts) => facts.keyBits],
  ],
  [
    INTERNET_OPTION_SECURITY_CONNECTION_INFO,
    ["SECURITY_CONNECTION_INFO", (facts) => facts.connectionInfo],
  ],
  [
    INTERNET_OPTION_SERVER_CERT_CHAIN_CONTEXT,
    [
      "SERVER_CERT_CHAIN_CONTEXT",
      // Copies, because the program may change the arrays.
      (facts) => facts.chain.map((der) => der.slice()),
    ],
  ],
]);

/** Returns `true` if an option reports a fact of the TLS connection. */
export function isTlsFact(option: number): boolean {
  return FACTS.has(option);
}

/** Returns the SECURITY_FLAG_STRENGTH_* bit of a connection; every cipher of rustls is strong. */
export function strengthOf(facts: TlsFacts | null): number {
  return facts !== null && facts.keyBits >= STRONG_BITS
    ? SECURITY_FLAG_STRENGTH_STRONG
    : 0;
}

/**
 * Returns the value of an option that reports a fact of the TLS connection.
 *
 * @param isSecure `true` if a TLS connection was made.
 * @param facts The facts of the TLS connection, or `null` if they are not
 * known.
 * @throws {InternetError} ERROR_INTERNET_INVALID_OPERATION, or
 * ERROR_INTERNET_INCORRECT_HANDLE_STATE for the chain, if the facts are not
 * known.
 */
export function tlsFact(
  option: number,
  isSecure: boolean,
  facts: TlsFacts | null,
): unknown {
  const [name, valueOf] = FACTS.get(option)!;
  if (isSecure && facts !== null) return valueOf(facts);
  throw new InternetError(
    option === INTERNET_OPTION_SERVER_CERT_CHAIN_CONTEXT
      ? ERROR_INTERNET_INCORRECT_HANDLE_STATE
      : ERROR_INTERNET_INVALID_OPERATION,
    `Cannot query INTERNET_OPTION_${name}: ${
      isSecure
        ? "it is not known; set SESSION_OPTION_CERTIFICATES on the session before the request, and query the option after the response"
        : "there is no TLS connection"
    }`,
  );
}
