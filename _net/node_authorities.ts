// Copyright 2026 the wininet authors. MIT license.

/**
 * The authorities that `node:tls` trusts. This is a separate module because
 * loading `node:tls` takes 30 milliseconds, and most programs do not need it.
 *
 * Additional authorities become default ones: with the option `ca`, Deno 2.9.6
 * resumes no TLS session, and trusts nothing but its certificates. The default
 * ones stay if the program may read them (`--allow-sys`).
 *
 * @module
 */

import tls from "node:tls";
import { addAuthorities, caCerts, certificatesIn } from "./authorities.ts";
import { permitted } from "./permission.ts";

// The types of Deno 2.9.6 lack this function.
const { setDefaultCACertificates } = tls as unknown as {
  setDefaultCACertificates(certificates: readonly string[]): void;
};

/** Trusts the certificates in a PEM string from now on. */
export function trustAuthorities(pem: string): void {
  addAuthorities(pem);
  setDefaultCACertificates([...defaultAuthorities(), ...caCerts()]);
}

/**
 * Returns the authorities that `node:tls` trusts, and those of DENO_CERT; none
 * if the program has no permission to read them.
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
 * use; none if the program has no permission to read it.
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
