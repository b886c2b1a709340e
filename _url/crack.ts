// Copyright 2026 the wininet authors. MIT license.

/**
 * Splits a URL into its parts.
 *
 *     scheme://user:password@host:port/path;parameters?query#fragment
 *              `------ authority -----'`--- path ----'`--- extra ---'
 *
 * Nothing else is changed: letter case, escapes and dots stay as they are. The
 * extra starts at the first `?` or `#`, and an authority ends there too.
 * Without two slashes after the colon there is no authority, and everything is
 * path, such as the address in a mailto URL.
 *
 * The user name ends at the last colon before the first `@`. The host ends at
 * its last colon; for an address in brackets only a colon after them counts. A
 * port is parsed like a number in C and keeps 16 bits: `-1` is 65535, and a
 * word is 0.
 *
 * A file URL has a DOS path (dos_path.ts) and never a host: the name of a
 * server stays in its path.
 *
 * @module
 */

import {
  ERROR_INTERNET_INVALID_URL,
  ERROR_INTERNET_UNRECOGNIZED_SCHEME,
  InternetError,
} from "../error.ts";
import {
  INTERNET_SCHEME_FILE,
  INTERNET_SCHEME_GOPHER,
  INTERNET_SCHEME_RES,
} from "../flags.ts";
import { ABSOLUTE_URL } from "../_base/failure.ts";
import { quotedUrl } from "../_base/secrets.ts";
import type { URL_COMPONENTS } from "../structures.ts";
import { closeDots, dosPathOf } from "./dos_path.ts";
import { defaultPort, schemeNumber } from "./scheme.ts";

/** A scheme. Unlike in a canonical form, one character or none is enough. */
const LENIENT_SCHEME_REGEXP = /^[\p{L}\p{Nd}+.-]*(?=:)/u;

/** The schemes whose URLs need a host. */
const NEEDS_HOST: ReadonlySet<string> = new Set([
  "ftp",
  "gopher",
  "http",
  "https",
]);

/**
 * Splits a URL into its parts.
 *
 * @throws {InternetError} ERROR_INTERNET_UNRECOGNIZED_SCHEME if it does not start with a scheme, ERROR_INTERNET_INVALID_URL if its host is empty.
 */
export function crackUrl(url: string): URL_COMPONENTS {
  const scheme = LENIENT_SCHEME_REGEXP.exec(url)?.[0];
  if (scheme === undefined) {
    throw new InternetError(
      ERROR_INTERNET_UNRECOGNIZED_SCHEME,
      `Cannot split ${quotedUrl(url)}: ${ABSOLUTE_URL}`,
    );
  }
  const nScheme = schemeNumber(scheme);
  const rest = url.slice(scheme.length + 1);
  const mark = rest.search(/[?#]/);
  const end = mark < 0 ? rest.length : mark;
  const start = rest.startsWith("//") ? endOfAuthority(rest, end) : 0;
  const authority = start === 0 || nScheme === INTERNET_SCHEME_FILE
    ? NO_AUTHORITY
    : splitAuthority(rest.slice(2, start), nScheme);
  if (start > 0) checkHost(url, scheme, authority.lpszHostName);
  return {
    lpszScheme: scheme,
    nScheme,
    ...authority,
    lpszUrlPath: nScheme === INTERNET_SCHEME_FILE
      ? closeDots(filePath(rest, end))
      : crackedPath(rest, start, mark),
    lpszExtraInfo: rest.slice(end),
  };
}

type Authority = Pick<
  URL_COMPONENTS,
  "lpszUserName" | "lpszPassword" | "lpszHostName" | "nPort"
>;

const NO_AUTHORITY: Authority = {
  lpszUserName: "",
  lpszPassword: "",
  lpszHostName: "",
  nPort: 0,
};

function checkHost(url: string, scheme: string, host: string): void {
  if (host !== "" || !NEEDS_HOST.has(scheme.toLowerCase())) return;
  throw new InternetError(
    ERROR_INTERNET_INVALID_URL,
    `Cannot split ${
      quotedUrl(url)
    }: it must have a host, for example "${scheme}://example.com/x"`,
  );
}

function endOfAuthority(rest: string, end: number): number {
  const slash = rest.indexOf("/", 2);
  return slash < 0 || slash > end ? end : slash;
}

function splitAuthority(authority: string, nScheme: number): Authority {
  const at = authority.indexOf("@");
  const user = at < 0 ? "" : authority.slice(0, at);
  const colon = user.lastIndexOf(":");
  return {
    lpszUserName: colon < 0 ? user : user.slice(0, colon),
    lpszPassword: colon < 0 ? "" : user.slice(colon + 1),
    ...splitHost(authority.slice(at + 1), nScheme),
  };
}

function splitHost(
  host: string,
  nScheme: number,
): Pick<Authority, "lpszHostName" | "nPort"> {
  const bracket = host.startsWith("[") ? host.lastIndexOf("]") : -1;
  const colon = host.lastIndexOf(":");
  // The host of a res URL may be a path with a drive.
  if (colon <= bracket || nScheme === INTERNET_SCHEME_RES) {
    // Windows has no default port for gopher here.
    const nPort = nScheme === INTERNET_SCHEME_GOPHER ? 0 : defaultPort(nScheme);
    return { lpszHostName: host, nPort };
  }
  return {
    lpszHostName: host.slice(0, colon),
    nPort: portOf(host.slice(colon + 1)),
  };
}

/** Parses a number as C does: the digits at the start, up to 31 bits, of which 16 are kept. */
function portOf(text: string): number {
  const number = Number(/^\s*([+-]?\d+)/.exec(text)?.[1] ?? 0);
  const bounded = Math.max(-0x80000000, Math.min(number, 0x7fffffff));
  return bounded & 0xffff;
}

/** Returns the path from `start`. A path without an extra ends at a line feed. */
function crackedPath(rest: string, start: number, mark: number): string {
  if (mark >= 0) return rest.slice(start, mark);
  const lineFeed = rest.indexOf("\n", start);
  return rest.slice(start, lineFeed < 0 ? rest.length : lineFeed);
}

function filePath(rest: string, end: number): string {
  // A local path ends at the extra, and its escapes are kept.
  const body = rest.startsWith("//") ? rest.slice(2) : rest;
  if (!body.startsWith("/") && isLocal(rest, body, end)) {
    const from = rest.length - body.length;
    const mark = end < rest.length ? end : -1;
    return crackedPath(rest, from, mark).replaceAll("/", "\\");
  }
  return dosPathOf(rest);
}

/** Returns `true` for a local path: without slashes before it, with a drive, or a DOS path. */
function isLocal(rest: string, body: string, end: number): boolean {
  if (body === rest) return true;
  if (body.startsWith("\\")) return true;
  const name = body.slice(0, endOfAuthority(rest, end) - 2);
  const colon = name.lastIndexOf(":");
  return (colon < 0 ? name.length : colon) <= 1;
}
