// Copyright 2026 the wininet authors. MIT license.

/**
 * File patterns: `*` is any number of characters, `?` is one. Everything else is
 * itself, brackets too. Upper and lower case are different, as on most servers.
 *
 * @module
 */

/** What FtpFindFirstFile looks for. */
export interface SearchFile {
  /** The folder or file that the server lists, `""` for the current directory. */
  readonly path: string;
  /** What the names must match, `null` for all. */
  readonly pattern: string | null;
}

/** Parts a folder and a pattern; a wildcard counts in the last part only. */
export function parseSearch(search: string): SearchFile {
  const slash = search.lastIndexOf("/");
  const last = search.slice(slash + 1);
  if (!/[*?]/.test(last)) return { path: search, pattern: null };
  const path = slash === 0 ? "/" : search.slice(0, Math.max(slash, 0));
  return { path, pattern: last === "*" || last === "*.*" ? null : last };
}

/** Whether a name matches a pattern. In the worst case it takes the product of the lengths. */
export function matchesPattern(name: string, pattern: string): boolean {
  let at = 0;
  let next = 0;
  /** Where the last `*` stands, and how much of the name it has taken. */
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
