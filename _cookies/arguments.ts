// Copyright 2026 the wininet authors. MIT license.

/**
 * Argument checks of the cookie functions, and their errors.
 *
 * @module
 */

import {
  ERROR_HTTP_COOKIE_DECLINED,
  ERROR_INTERNET_UNRECOGNIZED_SCHEME,
  ERROR_INVALID_OPERATION,
  ERROR_INVALID_PARAMETER,
  InternetError,
} from "../error.ts";
import type { Refusal } from "./jar.ts";
import { hasControlButTab } from "../_base/field_text.ts";
import { MAX_LINE_LENGTH } from "./line.ts";
import { MAX_HOST_LENGTH } from "./store.ts";
import { bytesFromText, textFromBytes } from "./text.ts";
import { textOfUrl } from "../_base/buffers.ts";
import { ABSOLUTE_URL, badParameter } from "../_base/failure.ts";
import { quotedUrl, quotedValue } from "../_base/secrets.ts";

/**
 * The maximum length of a URL in characters. Windows accepts 2083 in general,
 * and its cookie functions at least 5000.
 */
const MAX_URL_LENGTH = 65_536;

const REFUSALS: Readonly<
  Record<Refusal, readonly [code: number, why: string]>
> = {
  nameless: [ERROR_INVALID_PARAMETER, "it must have a name"],
  malformed: [
    ERROR_INVALID_PARAMETER,
    "it is too long or has a control character",
  ],
  domain: [
    ERROR_INVALID_PARAMETER,
    "its domain must be the host of the URL or a domain above it, and not a public suffix; without domain the cookie is for the host alone",
  ],
  insecure: [
    ERROR_INVALID_PARAMETER,
    "it is Secure, or a Secure cookie has its name, so use an https URL",
  ],
  prefix: [
    ERROR_INVALID_PARAMETER,
    "its name begins with __Secure-, which needs secure and an https URL, or with __Host-, which also needs path=/ and no domain",
  ],
  "http-only": [
    ERROR_INVALID_OPERATION,
    "HttpOnly cookies need INTERNET_COOKIE_HTTPONLY",
  ],
  "cross-site": [
    ERROR_HTTP_COOKIE_DECLINED,
    "it is SameSite and the request comes from another site",
  ],
  decided: [
    ERROR_HTTP_COOKIE_DECLINED,
    "the cookies of the site are rejected; see InternetSetPerSiteCookieDecision",
  ],
};

/** Returns the error of a cookie that was refused. Its value may be a secret. */
export function refusalError(
  refusal: Refusal,
  name: string,
  url: URL,
): InternetError {
  const [code, why] = REFUSALS[refusal];
  const cookie = name === ""
    ? "the cookie"
    : `the cookie ${quotedValue(textFromBytes(name))}`;
  return new InternetError(
    code,
    `Cannot set ${cookie} for ${quotedUrl(url.origin)}: ${why}`,
  );
}

/**
 * Returns the URL that the cookies are for. Throws
 * ERROR_INTERNET_UNRECOGNIZED_SCHEME if it has no scheme, and
 * ERROR_INVALID_PARAMETER if it is not an HTTP URL.
 */
export function checkedCookieUrl(given: unknown): URL {
  const value = textOfUrl(given);
  const what = `Cannot use the cookies of ${quotedUrl(value)}`;
  if (typeof value !== "string") {
    throw badParameter(`${what}: the URL must be a string or a URL`);
  }
  if (value.length > MAX_URL_LENGTH) {
    throw badParameter(
      `${what}: it has ${value.length} characters, and at most ${MAX_URL_LENGTH} are allowed`,
    );
  }
  if (hasControlButTab(value)) {
    throw badParameter(`${what}: escape the control character in it`);
  }
  if (!/^\s*[a-z][a-z0-9+.-]*:/i.test(value)) {
    throw new InternetError(
      ERROR_INTERNET_UNRECOGNIZED_SCHEME,
      `${what}: ${ABSOLUTE_URL}`,
    );
  }
  const url = URL.parse(value);
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw badParameter(
      `${what}: it must be a URL of http or https, for example "http://example.com/x"`,
    );
  }
  if (url.hostname.length > MAX_HOST_LENGTH) {
    throw badParameter(
      `${what}: its host has ${url.hostname.length} characters, and at most ${MAX_HOST_LENGTH} are allowed`,
    );
  }
  return url;
}

/** Returns the name of a cookie, or `null` if no name is given. */
export function checkedCookieName(value: unknown): string | null {
  if (value === null || value === undefined || value === "") return null;
  if (
    typeof value !== "string" || hasControlButTab(value) ||
    /[;=]/.test(value) ||
    !value.isWellFormed() || value.length > MAX_LINE_LENGTH
  ) {
    throw badParameter(
      `Cannot use ${
        quotedName(value)
      } as the name of a cookie: it must be a string without "=", ";" and control characters`,
    );
  }
  return bytesFromText(value);
}

/** Formats a wrong name for an error message, without the value that may follow it. */
function quotedName(name: unknown): string {
  return quotedValue(
    typeof name === "string" ? name.replace(/([=;]).+$/s, "$1…") : name,
  );
}

/** Returns a checked string argument; `name` is the name of the parameter. */
export function checkedCookieText(value: unknown, name: string): string {
  if (
    typeof value !== "string" || value.length > MAX_LINE_LENGTH ||
    hasControlButTab(value) || !value.isWellFormed()
  ) {
    throw badParameter(
      `Cannot use ${
        typeof value === "string" ? "the text" : quotedValue(value)
      } as ${name}: it must be a string of at most ${MAX_LINE_LENGTH} characters, without control characters`,
    );
  }
  return bytesFromText(value);
}

/** Returns a host without scheme and port, in the form that `URL` uses. */
export function checkedCookieHost(value: unknown): string {
  const host = typeof value === "string" && value.length <= MAX_HOST_LENGTH &&
      !hasControlButTab(value) &&
      /^(?:\[[^\]]*\]|[^\s/?#@:\\[\]]+)$/.test(value)
    ? URL.parse(`http://${value.replace(/^\./, "")}/`)
    : null;
  if (host === null) {
    throw badParameter(
      `Cannot use ${
        quotedUrl(value)
      } as pchHostName: it must be a host without scheme and port, for example "example.com"`,
    );
  }
  return host.hostname;
}
