// Copyright 2026 the wininet authors. MIT license.

/**
 * The parameters of a Digest challenge (RFC 7616 section 3.3, and its
 * predecessors RFC 2617 and RFC 2069), and the detection of challenges that
 * cannot be answered.
 *
 * Strings from a header have one character for each byte, and are sent back
 * unchanged.
 *
 * @module
 */

import { isHeaderValue } from "../_base/field_text.ts";

/** The hash functions of Digest; each also has a form that ends in `-sess`. */
export type DigestAlgorithm = "MD5" | "SHA-256" | "SHA-512-256";

/** The parts that are hashed: the request, or also its body. */
export type DigestQop = "auth" | "auth-int";

/** The parameters of a challenge. */
export interface DigestTerms {
  /** The hash function. */
  readonly algorithm: DigestAlgorithm;
  /** `true` if a key is made for each nonce, as in the `-sess` forms. */
  readonly hasSessionKey: boolean;
  /**
   * The algorithm as the server wrote it, which is sent back; `null` if the
   * server named none.
   */
  readonly algorithmText: string | null;
  /** The name of the realm. */
  readonly realm: string;
  /** The nonce that the server made for this challenge. */
  readonly nonce: string;
  /** The string to send back to the server; `null` if there is none. */
  readonly opaque: string | null;
  /**
   * The parts that are hashed; `null` for RFC 2069, which does not count the
   * uses of a nonce either.
   */
  readonly qop: DigestQop | null;
  /** `true` if the user name is sent as a hash. */
  readonly hidesUser: boolean;
  /** `true` if the server specified UTF-8 for user names and passwords. */
  readonly isUtf8: boolean;
  /** `true` if the answer was refused only because the nonce has expired. */
  readonly isStale: boolean;
  /** The URIs for which the same credentials are valid; empty for the whole server. */
  readonly domain: readonly string[];
}

/** The maximum number of URIs of a domain that are kept. */
export const MAX_DOMAIN = 32;

const ALGORITHMS: ReadonlyMap<string, DigestAlgorithm> = new Map([
  ["md5", "MD5"],
  ["sha-256", "SHA-256"],
  ["sha-512-256", "SHA-512-256"],
]);

/**
 * The maximum length of a string that each request must repeat, in bytes:
 * servers accept heads of 8 KiB.
 */
const MAX_REPEATED = 4096;

/** Parses the parameters of a Digest challenge; returns `null` if it cannot be answered. */
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

/** Returns `true` if a string of the server can be sent in a request header. */
export function canBeRepeated(text: string): boolean {
  return text.length <= MAX_REPEATED && isHeaderValue(text);
}

/** "auth" is preferred to "auth-int": it does not need the body in advance. */
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
