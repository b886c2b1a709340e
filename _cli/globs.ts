// Copyright 2026 the wininet authors. MIT license.

/**
 * `--include` and `--exclude`.
 *
 * @module
 */

import { matchesGlob } from "node:path";

/** The patterns of a command. */
export interface Globs {
  /** `true` if there are none. */
  readonly isEmpty: boolean;
  /** Returns `true` if a path is wanted. Directories are wanted unless they are excluded. */
  includes(path: string, isDirectory: boolean): boolean;
}

/** Returns patterns. One without a slash is for the name, one with a slash for the path from the top. */
export function globs(
  included: readonly string[],
  excluded: readonly string[],
): Globs {
  const matches = (patterns: readonly string[], path: string) => {
    const name = path.slice(path.lastIndexOf("/") + 1);
    return patterns.some((pattern) =>
      pattern.includes("/")
        ? matchesGlob(path, pattern.replace(/^\/|\/$/g, ""))
        : matchesGlob(name, pattern)
    );
  };
  return {
    isEmpty: included.length + excluded.length === 0,
    includes: (path, isDirectory) =>
      !matches(excluded, path) &&
      (isDirectory || included.length === 0 || matches(included, path)),
  };
}
