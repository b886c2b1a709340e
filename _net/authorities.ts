// Copyright 2026 the wininet authors. MIT license.

/**
 * Certificates in PEM, and the authorities that the program trusts in addition
 * to those of Deno, for `--ca` of the command line. They apply to the whole
 * process, as with Deno's `--cert`.
 *
 * For `node:tls` they become default authorities: with the option `ca`, Deno
 * 2.9.6 resumes no TLS session, and trusts nothing but its certificates. The
 * default ones stay if the program may read them (`--allow-sys`).
 *
 * @module
 */

import tls from "node:tls";
import { permitted } from "./permission.ts";

const CERTIFICATES_REGEXP =
  /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/** Returns the certificates in a string, each in PEM. */
export function certificatesIn(text: string): string[] {
  return text.match(CERTIFICATES_REGEXP) ?? [];
}

// The types of Deno 2.9.6 lack this function.
const { setDefaultCACertificates } = tls as unknown as {
  setDefaultCACertificates(certificates: readonly string[]): void;
};

let trusted: readonly string[] = [];

/** Trusts the certificates in a PEM string from now on. */
export function trustAuthorities(pem: string): void {
  trusted = [...trusted, pem];
  setDefaultCACertificates([...defaultAuthorities(), ...trusted]);
}

/** Returns the additional authorities for `Deno.startTls`. */
export function caCerts(): string[] {
  return [...trusted];
}

/**
 * Returns the authorities that `node:tls` trusts, and those of DENO_CERT; none
 * if the program may not read them.
 */
export function defaultAuthorities(): string[] {
  if (!permitted({ name: "sys" })) return [];
  const texts = permitted({ name: "env", variable: "NODE_USE_SYSTEM_CA" })
    ? tls.getCACertificates("default")
    : tls.rootCertificates; // Only those that are built into Deno.
  return [...texts, ...certificatesOfDeno()];
}

/**
 * Returns the certificates in the file of DENO_CERT, which `node:tls` does not
 * use; none if the program may not read it.
 */
function certificatesOfDeno(): string[] {
  const variable = "DENO_CERT";
  if (!permitted({ name: "env", variable })) return [];
  const path = Deno.env.get(variable);
  if (!path || !permitted({ name: "read", path })) return [];
  try {
    return certificatesIn(Deno.readTextFileSync(path));
  } catch {
    return [];
  }
}
