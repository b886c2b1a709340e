// Copyright 2026 the wininet authors. MIT license.

/**
 * Redirects: the responses to follow, and the next request (RFC 9110 section 15.4).
 *
 * @module
 */

import {
  ERROR_HTTP_REDIRECT_FAILED,
  ERROR_INTERNET_HTTP_TO_HTTPS_ON_REDIR,
  ERROR_INTERNET_HTTPS_TO_HTTP_ON_REDIR,
  InternetError,
} from "../../error.ts";
import {
  INTERNET_FLAG_IGNORE_REDIRECT_TO_HTTP,
  INTERNET_FLAG_IGNORE_REDIRECT_TO_HTTPS,
} from "../../flags.ts";
import { escapedByte } from "../../_base/escape.ts";
import { hasControl } from "../../_base/field_text.ts";
import { quotedUrl } from "../../_base/secrets.ts";
import type { Header } from "./header_list.ts";

/** WinINet follows five redirects and fails at the sixth. */
export const MAX_REDIRECTS = 5;

/** The redirects to follow; 300, 304, 305 and 306 are responses for the program. */
const FOLLOWED: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** Headers that must not be sent to another origin. */
const BOUND_TO_ORIGIN: ReadonlySet<string> = new Set([
  "authorization",
  "cookie",
  "host",
  "proxy-authorization",
]);

/** Headers that describe a body. */
const OF_BODY: ReadonlySet<string> = new Set([
  "content-encoding",
  "content-language",
  "content-length",
  "content-location",
  "content-type",
  "transfer-encoding",
]);

/** Returns the next URL if a response is a redirect to follow, otherwise `null`. */
export function redirectTarget(
  status: number,
  location: string | null,
  from: URL,
): URL | null {
  // An empty Location would redirect to the same URL, so the response is for
  // the program.
  if (!FOLLOWED.has(status) || !location?.trim()) return null;
  const target = hasControl(location)
    ? null
    : URL.parse(escapedLocation(location), from);
  if (target === null) {
    throw new InternetError(
      ERROR_HTTP_REDIRECT_FAILED,
      // A text of the server is not quoted.
      `Cannot follow the redirect of "${from.host}${from.pathname}": its Location is not a URL; INTERNET_FLAG_NO_AUTO_REDIRECT returns the response itself`,
    );
  }
  if (target.protocol !== "http:" && target.protocol !== "https:") return null;
  target.username = target.password = "";
  if (target.hash === "") target.hash = from.hash;
  return target;
}

/**
 * Escapes the bytes of a Location beyond ASCII, because `URL` would encode each
 * as a character of two bytes.
 */
function escapedLocation(location: string): string {
  return location.replace(
    /[\x80-\xff]/g,
    (character) => escapedByte(character.charCodeAt(0)),
  );
}

/** Throws if a redirect changes the scheme and the flags do not allow it. */
export function checkSchemeChange(from: URL, to: URL, flags: number): void {
  if (from.protocol === to.protocol) return;
  const secure = to.protocol === "https:";
  const allowed = secure
    ? INTERNET_FLAG_IGNORE_REDIRECT_TO_HTTPS
    : INTERNET_FLAG_IGNORE_REDIRECT_TO_HTTP;
  if (flags & allowed) return;
  throw new InternetError(
    secure
      ? ERROR_INTERNET_HTTP_TO_HTTPS_ON_REDIR
      : ERROR_INTERNET_HTTPS_TO_HTTP_ON_REDIR,
    `Cannot follow the redirect to "${to.origin}": the scheme changes, which needs INTERNET_FLAG_IGNORE_REDIRECT_TO_${
      secure ? "HTTPS" : "HTTP"
    }`,
  );
}

/**
 * Returns the method of the next request: POST becomes GET after 301 and 302,
 * every method but HEAD becomes GET after 303.
 */
export function redirectMethod(status: number, method: string): string {
  if (status === 303 && method !== "HEAD") return "GET";
  if ((status === 301 || status === 302) && method === "POST") return "GET";
  return method;
}

/** Returns the headers of the next request. */
export function redirectHeaders(
  headers: readonly Header[],
  from: URL,
  to: URL,
  keepsBody: boolean,
): Header[] {
  const sameOrigin = from.origin === to.origin;
  return headers.filter(([name]) => {
    const key = name.toLowerCase();
    if (!sameOrigin && BOUND_TO_ORIGIN.has(key)) return false;
    if (
      key === "referer" && from.protocol === "https:" && to.protocol === "http:"
    ) return false;
    return keepsBody || !OF_BODY.has(key);
  });
}

/** Returns the error of the redirect that exceeds {@linkcode MAX_REDIRECTS}. */
export function tooManyRedirects(to: URL): InternetError {
  return new InternetError(
    ERROR_HTTP_REDIRECT_FAILED,
    `Cannot follow the redirect to ${
      quotedUrl(to.href)
    }: ${MAX_REDIRECTS} redirects came before it, which may be a loop; INTERNET_FLAG_NO_AUTO_REDIRECT returns each one`,
  );
}
