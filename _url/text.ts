// Copyright 2026 the wininet authors. MIT license.

/**
 * Texts that the URL functions take: how long, and where they end.
 *
 * @module
 */

import {
  ERROR_INTERNET_INVALID_URL,
  ERROR_INVALID_PARAMETER,
  InternetError,
} from "../error.ts";

/**
 * Characters of a URL. INTERNET_MAX_URL_LENGTH is 2084, but Windows was seen to take
 * URLs of 6000; no server takes one that is longer than this.
 */
export const MAX_URL = 65_536;

/**
 * A URL as native functions see it: it ends at the first NUL.
 *
 * @throws {InternetError} ERROR_INVALID_PARAMETER when it is no text, ERROR_INTERNET_INVALID_URL when it is too long.
 */
export function urlText(value: unknown, name: string): string {
  if (typeof value !== "string") {
    throw new InternetError(
      ERROR_INVALID_PARAMETER,
      `Cannot use ${name}: it is no text`,
    );
  }
  if (value.length > MAX_URL) {
    throw new InternetError(
      ERROR_INTERNET_INVALID_URL,
      `Cannot use ${name}: it is longer than ${MAX_URL} characters`,
    );
  }
  const end = value.indexOf("\0");
  return end < 0 ? value : value.slice(0, end);
}
