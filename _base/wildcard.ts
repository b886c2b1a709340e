// Copyright 2026 the wininet authors. MIT license.

/**
 * File patterns: `*` is any number of characters, `?` is one. Everything else is
 * itself, brackets too. Upper and lower case are different, as on most servers.
 *
 * @module
 */

/** The folder and the pattern that FtpFindFirstFile was given. */
export interface SearchFile {
  /** The folder or file that the server lists, `""` for the current directory. */
  readonly path: string;
  /** The pattern that names must match, or `null` for all names. */
  readonly pattern: string | null;
}

/** Separates a folder from a pattern; a wildcard counts in the last part only. */
export function parseSearch(search: string): SearchFile {
  const slash = search.lastIndexOf("/");
  const last = search.slice(slash + 1);
  if (!/[*?]/.test(last)) return { path: search, pattern: null };
  const path = slash === 0 ? "/" : search.slice(0, Math.max(slash, 0));
  return { path, pattern: last === "*" || last === "*.*" ? null : last };
}

/** Returns `true` if a name matches a pattern. In the worst case it takes the product of the lengths. */
export function matchesPattern(name: string, pattern: string): boolean {
  let at = 0;
  let next = 0;
  /** The place of the last `*`, and the end of the part of the name that it matches. */
  let star = -1;
  let taken = 0;
  while (at < name.length) {
    const wanted = pattern[next];
    if (wanted === "*") {
      star = next++;
      taken = at;
    } else if (wanted === "?" || wanted === name[at]) {
      next++;
      at++;
    } else if (star >= 0) {
      next = star + 1;
      at = ++taken;
    } else return false;
  }
  while (pattern[next] === "*") next++;
  return next === pattern.length;
}
