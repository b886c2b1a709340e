// Copyright 2026 the wininet authors. MIT license.

import { assertEquals, assertThrows } from "@std/assert";
import { createHash, X509Certificate } from "node:crypto";
import { serverEndPoint } from "../../_net/certificate.ts";
import { fixture } from "../helpers/certificates.ts";

/** ecdsa-with-SHA256, the signature algorithm of the certificate. */
const SIGNED = "06082a8648ce3d040302";

const der = new X509Certificate(fixture("localhost").cert).raw.toString("hex");

/**
 * RFC 5929 section 4.1: the hash of the signature algorithm, and SHA-256
 * instead of a weak one.
 */
const HASHES: [name: string, algorithm: string, hash: string][] = [
  ["ECDSA with SHA-256", SIGNED, "sha256"],
  ["ECDSA with SHA-384", "06082a8648ce3d040303", "sha384"],
  ["ECDSA with SHA-512", "06082a8648ce3d040304", "sha512"],
  ["an algorithm that is not strong", "06082a8648ce3d040301", "sha256"],
];

for (const [name, algorithm, hash] of HASHES) {
  Deno.test(`serverEndPoint() of a certificate that is signed with ${name} returns a ${hash} hash`, () => {
    const changed = Uint8Array.fromHex(der.replaceAll(SIGNED, algorithm));
    assertEquals(
      serverEndPoint(changed).toHex(),
      createHash(hash).update(changed).digest("hex"),
    );
  });
}

Deno.test("serverEndPoint() refuses bytes that are not a certificate", () => {
  assertThrows(() => serverEndPoint(new Uint8Array(10)), SyntaxError);
});
