// Copyright 2026 the wininet authors. MIT license.

/**
 * Taking a URL apart.
 *
 *     scheme://user:password@host:port/path;parameters?query#fragment
 *              `------ authority -----'`--- path ----'`--- extra ---'
 *
 * The URL is cut and nothing else: letters, escapes and dots stay as they are. The
 * extra begins at the first `?` or `#`, and an authority ends there too. Without two
 * slashes behind the colon there is no authority, and everything is path: so a mail
 * address comes as the path of mailto.
 *
 * The user ends at the last colon in front of the first `@`. The host ends at its
 * last colon; of an address in brackets only a colon behind them counts. A port is
 * read as C reads numbers and keeps 16 bits: `-1` is 65535, and a word is 0.
 *
 * A file URL has a DOS path (dos_path.ts) and never a host: the name of a server
 * stays in its path.
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
import type { URL_COMPONENTS } from "../structures.ts";
import { closeDots, dosPathOf } from "./dos_path.ts";
import { defaultPort, schemeNumber } from "./scheme.ts";

/** Unlike in a canonical form, one character or none is a scheme too. */
const LENIENT_SCHEME_REGEXP = /^[\p{L}\p{Nd}+.-]*(?=:)/u;

/** Of these, a URL with an empty host names nothing. */
const NEEDS_HOST: ReadonlySet<string> = new Set([
  "ftp",
  "gopher",
  "http",
  "https",
]);

/**
 * Takes a URL apart.
 *
 * @throws {InternetError} ERROR_INTERNET_UNRECOGNIZED_SCHEME when no scheme stands in front, ERROR_INTERNET_INVALID_URL when its host is empty.
 */
export function crackUrl(url: string): URL_COMPONENTS {
  const scheme = LENIENT_SCHEME_REGEXP.exec(url)?.[0];
  if (scheme === undefined) {
    throw new InternetError(
      ERROR_INTERNET_UNRECOGNIZED_SCHEME,
      "Cannot take the URL apart: it has no scheme",
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
  if (start > 0) checkHost(scheme, authority.lpszHostName);
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

function checkHost(scheme: string, host: string): void {
  if (host !== "" || !NEEDS_HOST.has(scheme.toLowerCase())) return;
  throw new InternetError(
    ERROR_INTERNET_INVALID_URL,
    "Cannot take the URL apart: it names no host",
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
  // What a res URL names as its host may be a path with a drive.
  if (colon <= bracket || nScheme === INTERNET_SCHEME_RES) {
    // Windows has no port for gopher by itself.
    const nPort = nScheme === INTERNET_SCHEME_GOPHER ? 0 : defaultPort(nScheme);
    return { lpszHostName: host, nPort };
  }
  return {
    lpszHostName: host.slice(0, colon),
    nPort: portOf(host.slice(colon + 1)),
  };
}

/** A number as C reads it: what stands in front, up to 31 bits; of that, 16 bits. */
function portOf(text: string): number {
  const number = Number(/^\s*([+-]?\d+)/.exec(text)?.[1] ?? 0);
  const bounded = Math.max(-0x80000000, Math.min(number, 0x7fffffff));
  return bounded & 0xffff;
}

/** The path from `start` on; one without an extra ends at a line feed. */
function crackedPath(rest: string, start: number, mark: number): string {
  if (mark >= 0) return rest.slice(start, mark);
  const lineFeed = rest.indexOf("\n", start);
  return rest.slice(start, lineFeed < 0 ? rest.length : lineFeed);
}

function filePath(rest: string, end: number): string {
  // What is written for this machine ends at the extra, and its escapes stay.
  const body = rest.startsWith("//") ? rest.slice(2) : rest;
  if (!body.startsWith("/") && isLocal(rest, body, end)) {
    const from = rest.length - body.length;
    const mark = end < rest.length ? end : -1;
    return crackedPath(rest, from, mark).replaceAll("/", "\\");
  }
  return dosPathOf(rest);
}

/** Whether no server stands in front: no slashes, a drive, or a DOS path. */
function isLocal(rest: string, body: string, end: number): boolean {
  if (body === rest) return true;
  if (body.startsWith("\\")) return true;
  const name = body.slice(0, endOfAuthority(rest, end) - 2);
  const colon = name.lastIndexOf(":");
  return (colon < 0 ? name.length : colon) <= 1;
}
