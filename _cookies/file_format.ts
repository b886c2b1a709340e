// Copyright 2026 the wininet authors. MIT license.

/**
 * The format of a cookie file: JSON, `{ "version": 1, "cookies": [...] }`. Each
 * cookie has the members of {@linkcode Cookie}. If there are HSTS hosts,
 * `"hsts": [...]` follows, with the members of {@linkcode StrictHost}. Any
 * other content is refused, so that a file named by mistake is not overwritten.
 *
 * @module
 */

import { ERROR_INVALID_DATA, InternetError } from "../error.ts";
import { hasControlButTab } from "../_base/field_text.ts";
import type { StrictHost } from "./hsts.ts";
import { isPair, LAST_MOMENT } from "./line.ts";
import type { Cookie } from "./store.ts";

/** The content of a file. */
export interface FileContent {
  readonly cookies: readonly Cookie[];
  /** The hosts that require https. */
  readonly hosts: readonly StrictHost[];
}

/** The content of an empty file. */
export const NO_CONTENT: FileContent = { cookies: [], hosts: [] };

/** Parses the text of a file. Throws ERROR_INVALID_DATA if it is not a cookie file. */
export function checkedContent(text: string): FileContent {
  if (text === "") return NO_CONTENT;
  const content = parsed(text);
  if (!isRecord(content) || content["version"] !== 1) {
    throw brokenFile("it is not of version 1 of this format");
  }
  const { cookies, hsts = [] } = content;
  if (!Array.isArray(cookies)) throw brokenFile("it has no list of cookies");
  if (!Array.isArray(hsts)) throw brokenFile("its hsts is not a list");
  return {
    cookies: cookies.map((cookie: unknown, index) => {
      if (isCookie(cookie)) return cookieCopy(cookie);
      throw brokenFile(`entry ${index} is not a cookie`);
    }),
    hosts: hsts.map((host: unknown, index) => {
      if (isStrictHost(host)) return hostCopy(host);
      throw brokenFile(`entry ${index} of hsts is not a host`);
    }),
  };
}

/** Returns the text of a file. */
export function textOf({ cookies, hosts }: FileContent): string {
  const hsts = hosts.length === 0 ? undefined : hosts;
  return JSON.stringify({ version: 1, cookies, hsts });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The message of JSON.parse would quote the text, and cookies are secrets.
    throw brokenFile("it is not JSON");
  }
}

function brokenFile(why: string): InternetError {
  return new InternetError(
    ERROR_INVALID_DATA,
    `Cannot read the cookie file: ${why}; pass the path of a file that openCookieFile has written, or remove the file`,
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isCookie(value: unknown): value is Cookie {
  if (!isRecord(value)) return false;
  const { name, value: text, domain, path, expires, sameSite } = value;
  return isBytes(name) && isBytes(text) && isPair(name, text) &&
    isBytes(domain) && /^[^\s/A-Z]+$/.test(domain) &&
    isBytes(path) && path.startsWith("/") &&
    typeof value["hostOnly"] === "boolean" &&
    typeof value["secure"] === "boolean" &&
    typeof value["httpOnly"] === "boolean" &&
    (sameSite === null || sameSite === "strict" || sameSite === "lax" ||
      sameSite === "none") &&
    isMoment(expires);
}

function isStrictHost(value: unknown): value is StrictHost {
  if (!isRecord(value)) return false;
  const { host, includeSubDomains, expires } = value;
  return isBytes(host) && /^[^\s/A-Z]+$/.test(host) &&
    typeof includeSubDomains === "boolean" && isMoment(expires);
}

function isMoment(value: unknown): value is number {
  return typeof value === "number" && value >= 0 && value <= LAST_MOMENT;
}

/** Copies the known members of a host. */
function hostCopy(
  { host, includeSubDomains, expires }: StrictHost,
): StrictHost {
  return { host, includeSubDomains, expires };
}

/** Returns `true` if a value is a string that holds one byte in each character. */
function isBytes(value: unknown): value is string {
  return typeof value === "string" && /^[\0-\xff]*$/.test(value) &&
    !hasControlButTab(value);
}

/** Copies the known members of a cookie. */
function cookieCopy(cookie: Cookie): Cookie {
  return {
    name: cookie.name,
    value: cookie.value,
    domain: cookie.domain,
    path: cookie.path,
    hostOnly: cookie.hostOnly,
    secure: cookie.secure,
    httpOnly: cookie.httpOnly,
    sameSite: cookie.sameSite,
    expires: cookie.expires,
  };
}
