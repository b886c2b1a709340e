// Copyright 2026 the wininet authors. MIT license.

/**
 * What is requested: the path and query of a URL or an object name as WinINet writes
 * them (InternetCanonicalizeUrl), on the server that the URL names.
 *
 * @module
 */

import { canonicalObjectOf } from "../_url/canonical.ts";
import { crackUrl } from "../_url/crack.ts";
import { type HttpUrl, parseHttpUrl } from "./target.ts";

/** A URL that a program opens; throws when it is none, or of a scheme that is not HTTP. */
export function openedUrl(text: string): HttpUrl {
  const parsed = parseHttpUrl(text);
  const { lpszUrlPath, lpszExtraInfo } = crackUrl(text);
  return { ...parsed, url: objectUrl(parsed.url, lpszUrlPath + lpszExtraInfo) };
}

/** The URL of an object on the server of another one. */
export function objectUrl(server: URL, object: string): URL {
  // Requests are in UTF-8; the canonical form of a character beyond ASCII is one byte.
  const ascii = object.toWellFormed()
    .replace(/[^\0-\x7f]+/g, encodeURIComponent);
  return new URL(server.origin + canonicalObjectOf(ascii, 0));
}
