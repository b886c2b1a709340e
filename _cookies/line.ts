// Copyright 2026 the wininet authors. MIT license.

/**
 * A cookie as a server or a program writes it: `name=value; attribute; ...`
 * (RFC 6265 section 5.2, with the limits of its successor, RFC 6265bis).
 *
 * If two attributes have the same name, the last one counts. These are ignored:
 * unknown attributes, attributes that are too long, invalid dates, and an empty
 * Domain.
 *
 * @module
 */

import { parseCookieDate } from "./date.ts";
import { textFromBytes } from "./text.ts";
import { hasControlButTab, withoutBlanks } from "../_base/field_text.ts";

/** The maximum length of name and value together, in bytes (RFC 6265bis section 5.6). */
export const MAX_PAIR_LENGTH = 4096;
/** The maximum length of an attribute value, in bytes (RFC 6265bis section 5.6). */
export const MAX_ATTRIBUTE_LENGTH = 1024;
/** The maximum length of a line in bytes: enough for a pair and every attribute. */
export const MAX_LINE_LENGTH = 16_384;
/** The last second that a date can name: the end of the year 9999. */
export const LAST_MOMENT = 253_402_300_799_000;

/** The values of SameSite, which limits the cross-site requests that a cookie is sent with. */
export type SameSite = "strict" | "lax" | "none";

/** The parts of a cookie line. */
export interface CookieLine {
  /** The name, never empty. */
  readonly name: string;
  /** The value, which may be empty. */
  readonly value: string;
  /** The domain in lower case and without a leading dot, or `null` for the host alone. */
  readonly domain: string | null;
  /** The path, or `null` for the default path. */
  readonly path: string | null;
  /** The expiry time in milliseconds, or `null` for a session cookie. */
  readonly expires: number | null;
  /** `true` if it is sent over secure connections only. */
  readonly secure: boolean;
  /** `true` if scripts must not see it. */
  readonly httpOnly: boolean;
  /** The value of SameSite, or `null` if the line has none. */
  readonly sameSite: SameSite | null;
}

/**
 * The reason for refusing a line: it has no `name=`, or it contains characters
 * that are not allowed in a cookie.
 */
export type BadLine = "nameless" | "malformed";

/** Returns `true` if name and value are valid for a cookie. */
export function isPair(name: string, value: string): boolean {
  return name !== "" && name.length + value.length <= MAX_PAIR_LENGTH &&
    !hasControlButTab(name) && !hasControlButTab(value);
}

/** Parses a line. Max-Age is relative to `now`. */
export function parseCookieLine(
  line: string,
  now: number,
): CookieLine | BadLine {
  if (line.length > MAX_LINE_LENGTH || hasControlButTab(line)) {
    return "malformed";
  }
  const [pair = "", ...attributes] = line.split(";");
  const equals = pair.indexOf("=");
  const name = withoutBlanks(pair.slice(0, Math.max(equals, 0)));
  const value = withoutBlanks(pair.slice(equals + 1));
  if (name === "") return "nameless";
  if (!isPair(name, value)) return "malformed";
  const found = cookieAttributes(attributes);
  const domain = found.get("domain");
  const path = found.get("path");
  return {
    name,
    value,
    domain: domain === undefined ? null : canonicalDomain(domain),
    path: path?.startsWith("/") ? path : null,
    expires: expiryOf(found, now),
    secure: found.has("secure"),
    httpOnly: found.has("httponly"),
    sameSite: sameSiteOf(found.get("samesite")),
  };
}

/** Returns the attributes by name. The last one of a name counts. */
function cookieAttributes(attributes: readonly string[]): Map<string, string> {
  const found = new Map<string, string>();
  for (const attribute of attributes) {
    const equals = attribute.indexOf("=");
    const end = equals < 0 ? attribute.length : equals;
    const name = withoutBlanks(attribute.slice(0, end)).toLowerCase();
    const value = withoutBlanks(attribute.slice(end + 1));
    if (value.length > MAX_ATTRIBUTE_LENGTH || !counts(name, value)) continue;
    found.set(name, value);
  }
  return found;
}

/** Returns `true` if an attribute overrides an earlier one of the same name. */
function counts(name: string, value: string): boolean {
  if (name === "domain") return value !== "" && value !== ".";
  if (name === "max-age") return /^-?\d+$/.test(value);
  return name !== "expires" || parseCookieDate(value) !== null;
}

/**
 * Returns a domain in the form that `URL` uses, without a leading dot. An
 * invalid domain is returned unchanged, and matches no host.
 */
export function canonicalDomain(domain: string): string {
  const plain = domain.startsWith(".") ? domain.slice(1) : domain;
  const text = textFromBytes(plain);
  // deno-lint-ignore no-control-regex
  if (/^[\x00-\x7f]*$/.test(text) || /[\s/?#@:\\%]/.test(text)) {
    return plain.toLowerCase();
  }
  return URL.parse(`http://${text}/`)?.hostname ?? plain;
}

function expiryOf(
  found: ReadonlyMap<string, string>,
  now: number,
): number | null {
  const age = found.get("max-age");
  if (age !== undefined) {
    // A number that is too large becomes Infinity.
    const seconds = Number(age);
    return seconds <= 0 ? 0 : Math.min(now + seconds * 1000, LAST_MOMENT);
  }
  const date = found.get("expires");
  return date === undefined ? null : parseCookieDate(date);
}

function sameSiteOf(value: string | undefined): SameSite | null {
  const level = value?.toLowerCase();
  return level === "strict" || level === "lax" || level === "none"
    ? level
    : null;
}
