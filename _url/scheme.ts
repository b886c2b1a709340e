// Copyright 2026 the wininet authors. MIT license.

/**
 * The schemes of URLs, and their rules.
 *
 * There are two lists, as on Windows. The numbered list (`INTERNET_SCHEME_*`)
 * belongs to WinINet and is used to split and build URLs. The other list
 * belongs to the Windows shell and is used for canonical forms: it includes
 * telnet and about, which have no numbers.
 *
 * As observed on Windows, the first numbered scheme that starts with the given
 * text is used. So "h" is http, and programs can see that: `h://a` has port 80.
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

/** The default port of a scheme by its number. */
const PORTS_BY_NUMBER: ReadonlyMap<number, number> = new Map([
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

/** A scheme has at least two characters: one letter is a drive. */
const SCHEME_REGEXP = /^([a-z0-9+.-]{2,}):/i;

/** Returns the number of a scheme: the first numbered one that starts with the text. */
export function schemeNumber(text: string): number {
  const index = NUMBERED.findIndex((name) =>
    name.startsWith(text.toLowerCase())
  );
  return index < 0 ? INTERNET_SCHEME_UNKNOWN : index + INTERNET_SCHEME_FTP;
}

/** Returns the name of a numbered scheme, or `null` if there is none with that number. */
export function schemeText(number: number): string | null {
  return NUMBERED[number - INTERNET_SCHEME_FTP] ?? null;
}

/** Returns the default port of a numbered scheme, or 0 if it has none. */
export function defaultPort(number: number): number {
  return PORTS_BY_NUMBER.get(number) ?? 0;
}

/** The scheme of a URL, and the text after its colon. */
export interface SplitUrl {
  /** The scheme in lower case; `""` for none. */
  readonly scheme: string;
  /** The text after the colon; the whole URL if there is no scheme. */
  readonly rest: string;
}

/** Splits a URL at its scheme. */
export function splitScheme(url: string): SplitUrl {
  const found = SCHEME_REGEXP.exec(url)?.[1];
  if (found === undefined) return { scheme: "", rest: url };
  return { scheme: found.toLowerCase(), rest: url.slice(found.length + 1) };
}

/** Returns `true` if a text starts with a drive: `C:`, or `C|` as in old URLs. */
export function isDrive(text: string): boolean {
  return /^[a-z][:|]/i.test(text);
}

/** The rules of a scheme for canonical forms. */
export interface SchemeRules {
  /** True for `file`. */
  readonly isFile: boolean;
  /** True if the text after the colon has no parts. */
  readonly isOpaque: boolean;
  /** True if a host starts after two slashes. */
  readonly hasHost: boolean;
  /** True if the host becomes lower case. For an unknown scheme it is not changed. */
  readonly foldsHost: boolean;
  /** True if backslashes are kept; otherwise they become slashes. */
  readonly keepsBackslashes: boolean;
  /** True if a backslash ends a segment of the path. */
  readonly splitsAtBackslash: boolean;
  /** True if there is no scheme, or one without rules. */
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

/** Returns the rules of a scheme in lower case; `""` stands for no scheme. */
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
