// Copyright 2026 the wininet authors. MIT license.

/**
 * Schemes, as the URL functions tell them apart.
 *
 * There are two lists, because there are two on Windows. The numbered one
 * (`INTERNET_SCHEME_*`) is WinINet's: taking a URL apart and building one go by it.
 * A canonical form goes by the other, which is the shell's: it knows telnet and
 * about, but has no numbers for a program.
 *
 * The numbered list is searched for the first scheme that begins with the given
 * text, so "h" is http. That is how native WinINet was seen to search, and
 * programs see it: `h://a` has the port 80.
 *
 * @module
 */

import {
  INTERNET_DEFAULT_FTP_PORT,
  INTERNET_DEFAULT_GOPHER_PORT,
  INTERNET_DEFAULT_HTTP_PORT,
  INTERNET_DEFAULT_HTTPS_PORT,
  INTERNET_SCHEME_FTP,
  INTERNET_SCHEME_GOPHER,
  INTERNET_SCHEME_HTTP,
  INTERNET_SCHEME_HTTPS,
  INTERNET_SCHEME_UNKNOWN,
} from "../flags.ts";

/** The numbered schemes: the first is INTERNET_SCHEME_FTP, the last INTERNET_SCHEME_RES. */
const NUMBERED: readonly string[] = [
  "ftp",
  "gopher",
  "http",
  "https",
  "file",
  "news",
  "mailto",
  "socks",
  "javascript",
  "vbscript",
  "res",
];

/** The port of a scheme by its number. */
const DEFAULT_PORTS: ReadonlyMap<number, number> = new Map([
  [INTERNET_SCHEME_FTP, INTERNET_DEFAULT_FTP_PORT],
  [INTERNET_SCHEME_GOPHER, INTERNET_DEFAULT_GOPHER_PORT],
  [INTERNET_SCHEME_HTTP, INTERNET_DEFAULT_HTTP_PORT],
  [INTERNET_SCHEME_HTTPS, INTERNET_DEFAULT_HTTPS_PORT],
]);

/** The schemes that have rules of their own in a canonical form. */
const SHELL_SCHEMES: ReadonlySet<string> = new Set([
  "about",
  "file",
  "ftp",
  "gopher",
  "http",
  "https",
  "javascript",
  "local",
  "mailto",
  "mk",
  "news",
  "nntp",
  "res",
  "shell",
  "snews",
  "telnet",
  "vbscript",
  "wais",
]);

/** Of one letter is a drive: a scheme has two characters or more. */
const SCHEME_REGEXP = /^([a-z0-9+.-]{2,}):/i;

/** The number of a scheme's text: of the first numbered scheme that begins with it. */
export function schemeNumber(text: string): number {
  const index = NUMBERED.findIndex((name) =>
    name.startsWith(text.toLowerCase())
  );
  return index < 0 ? INTERNET_SCHEME_UNKNOWN : index + INTERNET_SCHEME_FTP;
}

/** The text of a numbered scheme, or `null`. */
export function schemeText(number: number): string | null {
  return NUMBERED[number - INTERNET_SCHEME_FTP] ?? null;
}

/** The port of a numbered scheme, 0 where it has none. */
export function defaultPort(number: number): number {
  return DEFAULT_PORTS.get(number) ?? 0;
}

/** A URL as its scheme and what follows the colon. */
export interface SplitUrl {
  /** The scheme in small letters; `""` when the URL has none. */
  readonly scheme: string;
  /** What follows the colon; everything when there is no scheme. */
  readonly rest: string;
}

/** Takes the scheme off a URL. */
export function splitScheme(url: string): SplitUrl {
  const found = SCHEME_REGEXP.exec(url)?.[1];
  if (found === undefined) return { scheme: "", rest: url };
  return { scheme: found.toLowerCase(), rest: url.slice(found.length + 1) };
}

/** Whether a text begins with a drive: `C:`, or `C|` as old URLs have it. */
export function isDrive(text: string): boolean {
  return /^[a-z][:|]/i.test(text);
}

/** What a canonical form goes by. */
export interface SchemeRules {
  /** Whether it is `file`. */
  readonly isFile: boolean;
  /** Whether what follows the colon is one text, without parts. */
  readonly isOpaque: boolean;
  /** Whether two slashes begin a host. */
  readonly hasHost: boolean;
  /** Whether the host has no upper case: it stays as it is where the scheme means nothing to us. */
  readonly foldsHost: boolean;
  /** Whether a backslash stays one; otherwise it becomes a slash. */
  readonly keepsBackslashes: boolean;
  /** Whether a backslash ends a segment of the path. */
  readonly splitsAtBackslash: boolean;
  /** Whether there is no scheme, or one without rules of its own. */
  readonly isForeign: boolean;
}

const OPAQUE: ReadonlySet<string> = new Set([
  "about",
  "javascript",
  "mailto",
  "shell",
  "vbscript",
]);

const BACKSLASH_KEEPERS: ReadonlySet<string> = new Set([
  "ftp",
  "local",
  "mk",
  "res",
  "wais",
]);

/** The rules of a scheme in small letters; `""` stands for no scheme. */
export function schemeRules(scheme: string): SchemeRules {
  const isForeign = !SHELL_SCHEMES.has(scheme);
  const isOpaque = OPAQUE.has(scheme);
  return {
    isFile: scheme === "file",
    isOpaque,
    hasHost: !isOpaque && scheme !== "mk",
    foldsHost: !isForeign,
    keepsBackslashes: isForeign || BACKSLASH_KEEPERS.has(scheme),
    splitsAtBackslash: !isForeign,
    isForeign,
  };
}
