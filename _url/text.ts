// Copyright 2026 the wininet authors. MIT license.

/**
 * The string arguments of the URL functions: their length and their end.
 *
 * @module
 */

import {
  ERROR_INTERNET_INVALID_URL,
  ERROR_INVALID_PARAMETER,
  InternetError,
} from "../error.ts";
import { textOfUrl } from "../_base/buffers.ts";
import { quotedUrl, quotedValue } from "../_base/secrets.ts";

/**
 * The maximum length of a URL in characters. INTERNET_MAX_URL_LENGTH is 2084,
 * but Windows was observed to accept 6000; servers do not accept more than this
 * limit.
 */
export const MAX_URL = 65_536;

/**
 * Returns a URL as native functions read it: it ends at the first NUL.
 *
 * @throws {InternetError} ERROR_INVALID_PARAMETER if it is not a string,
 * ERROR_INTERNET_INVALID_URL if it is too long.
 */
export function urlText(given: unknown, name: string): string {
  const value = textOfUrl(given);
  if (typeof value !== "string") {
    throw new InternetError(
      ERROR_INVALID_PARAMETER,
      `Cannot use ${
        quotedValue(value)
      } as ${name}: it must be a string or a URL`,
    );
  }
  if (value.length > MAX_URL) {
    throw new InternetError(
      ERROR_INTERNET_INVALID_URL,
      `Cannot use ${
        quotedUrl(value)
      } as ${name}: it has ${value.length} characters, and at most ${MAX_URL} are allowed`,
    );
  }
  const end = value.indexOf("\0");
  return end < 0 ? value : value.slice(0, end);
}
