// Copyright 2026 the wininet authors. MIT license.

/**
 * The path and query of a request, from a URL or an object name, in the form
 * that WinINet uses (InternetCanonicalizeUrl).
 *
 * Unlike WinINet, this keeps `&` in a path: `/AT&T` and `/AT%26T` may be two
 * resources of a server, and the signature of a URL is valid for only one of
 * them. In a path only the characters that RFC 3986 does not allow are escaped
 * (all but `pchar`, slashes and percent signs). In a query those of the URL
 * standard are escaped: spaces, `"`, `'`, `<`, `>` and all beyond ASCII.
 *
 * @module
 */

import { ICU_NO_ENCODE } from "../../flags.ts";
import { escapedByte } from "../../_base/escape.ts";
import type { Settings } from "../../_options/settings.ts";
import { CP_ACP, CP_UTF8, nameCodec } from "../../_base/code_page.ts";
import { canonicalObjectOf } from "../../_url/canonical.ts";
import { crackUrl } from "../../_url/crack.ts";
import { type HttpUrl, parseHttpUrl } from "../wire/target.ts";

/**
 * Parses a URL that a program opens; throws if it is invalid or its scheme is
 * not HTTP.
 *
 * @param secure True if http becomes https; a port in the URL is kept.
 */
export function openedUrl(url: string, secure: boolean = false): HttpUrl {
  const text = secure && typeof url === "string"
    ? url.replace(/^http:/i, "https:")
    : url;
  const parsed = parseHttpUrl(text);
  if (PLAIN_NAME_REGEXP.test(text)) return parsed;
  const { lpszUrlPath, lpszExtraInfo } = crackUrl(text);
  return { ...parsed, url: objectUrl(parsed.url, lpszUrlPath + lpszExtraInfo) };
}

/** The code pages of a path, and of the query after it. */
export type UrlEncoding = Pick<Settings, "codePagePath" | "codePageExtra">;

/** Characters that a path cannot have unescaped (RFC 3986 section 3.3). */
const NOT_OF_PATH_REGEXP = /[^\w.~!$&'()*+,;=:@/%-]/g;

const ASCII_REGEXP = /^[\0-\x7f]*$/;

/**
 * A path and a query that every parser interprets in the same way: without
 * escapes, dot segments and empty parts.
 */
const PLAIN_OBJECT = String.raw`(?:/[\w-]+(?:\.[\w-]+)*)*/?(?:\?[\w.=&-]*)?`;
const PLAIN_OBJECT_REGEXP = new RegExp(`^${PLAIN_OBJECT}$`);
const PLAIN_NAME_REGEXP = new RegExp(
  String.raw`^https?://[\w.:[\]-]+${PLAIN_OBJECT}$`,
  "i",
);

const UTF_8: UrlEncoding = { codePagePath: CP_UTF8, codePageExtra: CP_UTF8 };

/**
 * Returns the URL of an object on the server of another URL.
 *
 * @throws {InternetError} ERROR_INVALID_PARAMETER if a code page is unknown,
 * ERROR_NO_UNICODE_TRANSLATION if it lacks a character.
 */
export function objectUrl(
  server: URL,
  object: string,
  encoding: UrlEncoding = UTF_8,
): URL {
  if (PLAIN_OBJECT_REGEXP.test(object)) return new URL(object || "/", server);
  const at = object.search(/[?#]/);
  const path = at < 0 ? object : object.slice(0, at);
  const extra = at < 0 ? "" : object.slice(at);
  // In the canonical form, a character beyond ASCII would be one byte.
  const ascii = escapedBeyondAscii(path, encoding.codePagePath) +
    escapedBeyondAscii(extra, encoding.codePageExtra);
  const target = canonicalObjectOf(ascii, ICU_NO_ENCODE);
  return new URL(server.origin + target.replace(/^[^?#]*/, escapedPath));
}

function escapedPath(path: string): string {
  return path.replace(
    NOT_OF_PATH_REGEXP,
    (character) => escapedByte(character.charCodeAt(0)),
  );
}

/** Escapes the bytes of the characters beyond ASCII. */
function escapedBeyondAscii(text: string, codePage: number): string {
  if (ASCII_REGEXP.test(text)) return text;
  const codec = nameCodec(codePage === CP_ACP ? CP_UTF8 : codePage);
  return text.toWellFormed().replace(
    /[^\0-\x7f]+/g,
    (part) => Array.from(codec.encode(part), escapedByte).join(""),
  );
}
