// Copyright 2026 the wininet authors. MIT license.

/**
 * What a challenge of the scheme Digest asks for (RFC 7616 section 3.3, and its
 * forerunners RFC 2617 and RFC 2069), and which challenges cannot be met.
 *
 * Texts of a header are bytes, one in each character, and go back as they came.
 *
 * @module
 */

import { isHeaderValue } from "../_base/field_text.ts";

/** The hash functions of Digest; each also has a form that ends in `-sess`. */
export type DigestAlgorithm = "MD5" | "SHA-256" | "SHA-512-256";

/** What is hashed: the request, or its body as well. */
export type DigestQop = "auth" | "auth-int";

/** What a challenge asks for. */
export interface DigestTerms {
  /** The hash function. */
  readonly algorithm: DigestAlgorithm;
  /** Whether a key is made for each nonce: the `-sess` forms. */
  readonly hasSessionKey: boolean;
  /** The algorithm as the server wrote it, or `null`: it is sent back only to those who named one. */
  readonly algorithmText: string | null;
  /** What the password is for. */
  readonly realm: string;
  /** The number that the server made for this. */
  readonly nonce: string;
  /** What the server wants to have back, or `null`. */
  readonly opaque: string | null;
  /** What is hashed; `null` in RFC 2069, which has no counts either. */
  readonly qop: DigestQop | null;
  /** Whether the user is named by a hash. */
  readonly hidesUser: boolean;
  /** Whether the server said that names are UTF-8. */
  readonly isUtf8: boolean;
  /** Whether only the nonce was too old. */
  readonly isStale: boolean;
  /** The URIs that the same proof opens; empty for the whole server. */
  readonly domain: readonly string[];
}

/** How many URIs of a domain are kept. */
export const MAX_DOMAIN = 32;

const ALGORITHMS: ReadonlyMap<string, DigestAlgorithm> = new Map([
  ["md5", "MD5"],
  ["sha-256", "SHA-256"],
  ["sha-512-256", "SHA-512-256"],
]);

/** A text that each request has to repeat is not longer: servers take heads of 8 KiB. */
const MAX_REPEATED = 4096;

/** What the parameters of a Digest challenge ask for; `null` when it cannot be met. */
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
    domain: words(parameters.get("domain") ?? "").slice(0, MAX_DOMAIN),
  };
}

/** Whether a text of the server can stand in a header of a request. */
export function canBeRepeated(text: string): boolean {
  return text.length <= MAX_REPEATED && isHeaderValue(text);
}

/** "auth" is taken before "auth-int": the body need not be known then. */
function chosenQop(text: string = ""): DigestQop | null | "unknown" {
  const offered = words(text.toLowerCase().replaceAll(",", " "));
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

function words(text: string): string[] {
  return text.split(/[ \t]+/).filter((word) => word !== "");
}
