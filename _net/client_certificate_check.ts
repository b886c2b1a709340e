// Copyright 2026 the wininet authors. MIT license.

/**
 * Checks a client certificate. This module is loaded only if there is one.
 *
 * @module
 */

import { createPrivateKey, X509Certificate } from "node:crypto";
import type { InternetError } from "../error.ts";
import type { CERT_CONTEXT } from "../structures.ts";
import { badParameter } from "../_base/failure.ts";
import type { ClientCertificate } from "../_options/client_certificate.ts";
import { certificatesIn } from "./authorities.ts";

/**
 * Checks that a client certificate, its chain and its key can be read and used,
 * and belong together, and records its identity.
 *
 * @throws {InternetError} ERROR_INVALID_PARAMETER.
 */
export function identify(certificate: ClientCertificate): void {
  const { cert, key } = certificate.pem;
  const chain = readable(
    "cert",
    () => certificatesIn(cert).map((one) => new X509Certificate(one)),
  );
  const [own] = chain;
  if (own === undefined) throw unreadable("cert");
  const ownKey = readable("key", () => createPrivateKey(keyIn(key)));
  if (!own.checkPrivateKey(ownKey)) {
    throw unusable('"key" is not the key of the first certificate in "cert"');
  }
  if (!canUse(certificate.pem)) throw unusable(BEYOND_TLS);
  certificate.identify(chain.map((one) => one.fingerprint256));
}

const BEYOND_TLS =
  'TLS cannot use "key"; it supports RSA with 2048 bits or more, the curves P-256, P-384 and P-521, and Ed25519';

/**
 * Returns `true` if rustls can use a certificate and its key; `node:tls` would
 * continue without them.
 */
function canUse(pem: CERT_CONTEXT): boolean {
  try {
    Deno.createHttpClient({ ...pem }).close();
    return true;
  } catch {
    return false;
  }
}

const KEY_REGEXP =
  /-----BEGIN [A-Z ]*PRIVATE KEY-----.+?-----END [A-Z ]*PRIVATE KEY-----/s;

/**
 * Returns the key in a string, which may also contain certificates:
 * `node:crypto` does not search for the key.
 */
function keyIn(text: string): string {
  return KEY_REGEXP.exec(text)?.[0] ?? text;
}

/** The cause is omitted, because it may quote the key. */
function readable<Value>(member: keyof CERT_CONTEXT, read: () => Value): Value {
  try {
    return read();
  } catch {
    throw unreadable(member);
  }
}

const FORMS: Readonly<Record<keyof CERT_CONTEXT, string>> = {
  cert: "certificates in PEM",
  key: "PEM without a password",
};

function unreadable(member: keyof CERT_CONTEXT): InternetError {
  return unusable(`"${member}" cannot be read; it must be ${FORMS[member]}`);
}

function unusable(why: string): InternetError {
  return badParameter(
    `Cannot use INTERNET_OPTION_CLIENT_CERT_CONTEXT: ${why}`,
  );
}
