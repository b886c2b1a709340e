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
import { bytesFromText } from "./text.ts";
import { textOfUrl } from "../_base/buffers.ts";
import { badParameter } from "../_base/failure.ts";

/**
 * The maximum length of a URL in characters. Windows accepts 2083 in general,
 * and its cookie functions at least 5000.
 */
const MAX_URL_LENGTH = 65_536;

const REFUSALS: Readonly<
  Record<Refusal, readonly [code: number, why: string]>
> = {
  nameless: [ERROR_INVALID_PARAMETER, "it has no name"],
  malformed: [
    ERROR_INVALID_PARAMETER,
    "it is too long or has a character that no cookie can have",
  ],
  domain: [
    ERROR_INVALID_PARAMETER,
    "its domain does not cover the host, or is a public suffix",
  ],
  insecure: [
    ERROR_INVALID_PARAMETER,
    "it would hide a cookie of a secure connection",
  ],
  prefix: [
    ERROR_INVALID_PARAMETER,
    "it does not keep what the prefix of its name promises",
  ],
  "http-only": [
    ERROR_INVALID_OPERATION,
    "HttpOnly cookies need INTERNET_COOKIE_HTTPONLY",
  ],
  "cross-site": [
    ERROR_HTTP_COOKIE_DECLINED,
    "it is for its own site only",
  ],
  decided: [
    ERROR_HTTP_COOKIE_DECLINED,
    "the cookies of the site are rejected",
  ],
};

/** Returns the error for a cookie that was refused. */
export function refusalError(refusal: Refusal): InternetError {
  const [code, why] = REFUSALS[refusal];
  return new InternetError(code, `Cannot set the cookie: ${why}`);
}

/**
 * Returns the URL that the cookies are for. Throws
 * ERROR_INTERNET_UNRECOGNIZED_SCHEME if it has no scheme, and
 * ERROR_INVALID_PARAMETER if it is not an HTTP URL.
 */
export function checkedCookieUrl(given: unknown): URL {
  const value = textOfUrl(given);
  if (typeof value !== "string") {
    throw badParameter("Cannot use the URL: it is no text");
  }
  if (value.length > MAX_URL_LENGTH || hasControlButTab(value)) {
    throw badParameter(
      "Cannot use the URL: it is too long or has a control character",
    );
  }
  if (!/^\s*[a-z][a-z0-9+.-]*:/i.test(value)) {
    throw new InternetError(
      ERROR_INTERNET_UNRECOGNIZED_SCHEME,
      "Cannot use the URL: it has no scheme",
    );
  }
  const url = URL.parse(value);
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw badParameter("Cannot use the URL: it is no URL of HTTP");
  }
  if (url.hostname.length > MAX_HOST_LENGTH) {
    throw badParameter("Cannot use the URL: its host is too long");
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
    throw badParameter("Cannot use the name: no cookie can have it");
  }
  return bytesFromText(value);
}

/** Returns a checked string argument; `name` is the name of the parameter. */
export function checkedCookieText(value: unknown, name: string): string {
  if (
    typeof value !== "string" || value.length > MAX_LINE_LENGTH ||
    hasControlButTab(value) || !value.isWellFormed()
  ) {
    throw badParameter(
      `Cannot use ${name}: it is no text, too long or has a character that no cookie can have`,
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
    throw badParameter("Cannot use pchHostName: it is no host");
  }
  return host.hostname;
}
