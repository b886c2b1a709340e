// Copyright 2026 the wininet authors. MIT license.

/**
 * The parameters of a challenge of the scheme Digest (RFC 7616 section 3.3, and its
 * forerunners RFC 2617 and RFC 2069), and the challenges that cannot be met.
 *
 * Texts of a header have one character for each byte, and are sent back unchanged.
 *
 * @module
 */

import { isHeaderValue } from "../_base/field_text.ts";

/** The hash functions of Digest; each also has a form that ends in `-sess`. */
export type DigestAlgorithm = "MD5" | "SHA-256" | "SHA-512-256";

/** The parts that are hashed: the request, or its body as well. */
export type DigestQop = "auth" | "auth-int";

/** The parameters of a challenge. */
export interface DigestTerms {
  /** The hash function. */
  readonly algorithm: DigestAlgorithm;
  /** `true` if a key is made for each nonce: the `-sess` forms. */
  readonly hasSessionKey: boolean;
  /** The algorithm as the server wrote it, or `null`: it is sent back only if the server named one. */
  readonly algorithmText: string | null;
  /** The name of the realm. */
  readonly realm: string;
  /** The number that the server made for this. */
  readonly nonce: string;
  /** A text to send back to the server, or `null`. */
  readonly opaque: string | null;
  /** The parts that are hashed; `null` in RFC 2069, which has no counts either. */
  readonly qop: DigestQop | null;
  /** `true` if the user is named by a hash. */
  readonly hidesUser: boolean;
  /** `true` if the server said that names are UTF-8. */
  readonly isUtf8: boolean;
  /** `true` if only the nonce was too old. */
  readonly isStale: boolean;
  /** The URIs for which the same credentials are valid; empty for the whole server. */
  readonly domain: readonly string[];
}

/** The number of URIs of a domain that are kept. */
export const MAX_DOMAIN = 32;

const ALGORITHMS: ReadonlyMap<string, DigestAlgorithm> = new Map([
  ["md5", "MD5"],
  ["sha-256", "SHA-256"],
  ["sha-512-256", "SHA-512-256"],
]);

/** The longest text that each request has to repeat: servers accept heads of 8 KiB. */
const MAX_REPEATED = 4096;

/** Reads the parameters of a Digest challenge; returns `null` if it cannot be met. */
export function digestTerms(
  parameters: ReadonlyMap<string, string>,
): DigestTerms | null {
  const nonce = parameters.get("nonce") ?? "";
  const realm = parameters.get("realm") ?? "";
  const opaque = parameters.get("opaque") ?? null;
  const qop = chosenQop(parameters.get("qop"));
  const text = parameters.get("algorithm") || null;
  const name = (text ?? "MD5").toLowerCase();
  const hasSessionKey = name.endsWith("-sess");
  const algorithm = ALGORITHMS.get(name.replace(/-sess$/, ""));
  if (algorithm === undefined || nonce === "" || qop === "unknown") return null;
  // Without qop there is no cnonce, and without a cnonce no key.
  if (hasSessionKey && qop === null) return null;
  if (![nonce, realm, opaque ?? ""].every(canBeRepeated)) return null;
  return {
    algorithm,
    hasSessionKey,
    algorithmText: text,
    realm,
    nonce,
    opaque,
    qop,
    hidesUser: says(parameters, "userhash", "true"),
    isUtf8: says(parameters, "charset", "utf-8"),
    isStale: says(parameters, "stale", "true"),
    domain: blankSeparated(parameters.get("domain") ?? "").slice(0, MAX_DOMAIN),
  };
}

/** Returns `true` if a text of the server can be in a header of a request. */
export function canBeRepeated(text: string): boolean {
  return text.length <= MAX_REPEATED && isHeaderValue(text);
}

/** "auth" is preferred to "auth-int": the body need not be known then. */
function chosenQop(text: string = ""): DigestQop | null | "unknown" {
  const offered = blankSeparated(text.toLowerCase().replaceAll(",", " "));
  if (offered.length === 0) return null;
  return offered.includes("auth")
    ? "auth"
    : offered.includes("auth-int")
    ? "auth-int"
    : "unknown";
}

function says(
  parameters: ReadonlyMap<string, string>,
  name: string,
  value: string,
): boolean {
  return parameters.get(name)?.toLowerCase() === value;
}

function blankSeparated(text: string): string[] {
  return text.split(/[ \t]+/).filter((word) => word !== "");
}
