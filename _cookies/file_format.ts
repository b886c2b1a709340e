// Copyright 2026 the wininet authors. MIT license.

/**
 * The format of a file of cookies: JSON, `{ "version": 1, "cookies": [...] }`, each
 * cookie with the members of {@linkcode Cookie}. Any other text is refused, so that a
 * file that was named by mistake is not overwritten.
 *
 * @module
 */

import { ERROR_INVALID_DATA, InternetError } from "../error.ts";
import { hasControlButTab } from "../_base/field_text.ts";
import { isPair, LAST_MOMENT } from "./line.ts";
import type { Cookie } from "./store.ts";

/** Returns the cookies of a text; throws ERROR_INVALID_DATA if it is not a file of cookies. An empty text has none. */
export function checkedCookies(text: string): Cookie[] {
  if (text === "") return [];
  const content = parsed(text);
  if (!isRecord(content) || content["version"] !== 1) {
    throw brokenFile("it is of another kind");
  }
  const cookies = content["cookies"];
  if (!Array.isArray(cookies)) throw brokenFile("it has no list of cookies");
  return cookies.map((cookie: unknown, index) => {
    if (isCookie(cookie)) return cookieCopy(cookie);
    throw brokenFile(`entry ${index} is no cookie`);
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The message of JSON.parse quotes the text, and cookies are secrets.
    throw brokenFile("it is no JSON");
  }
}

function brokenFile(why: string): InternetError {
  return new InternetError(
    ERROR_INVALID_DATA,
    `Cannot read the file of cookies: ${why}`,
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
    typeof expires === "number" && expires >= 0 && expires <= LAST_MOMENT;
}

/** Returns `true` if a value is a string with one character for each byte. */
function isBytes(value: unknown): value is string {
  return typeof value === "string" && /^[\0-\xff]*$/.test(value) &&
    !hasControlButTab(value);
}

/** Copies the members of a cookie, without any others. */
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
