// Copyright 2026 the wininet authors. MIT license.

/**
 * `--include` and `--exclude`.
 *
 * @module
 */

import { matchesGlob } from "node:path";

/** The patterns of a command. */
export interface Globs {
  /** `true` if there are no patterns. */
  readonly isEmpty: boolean;
  /**
   * Returns `true` if a path is selected. Directories are selected unless they
   * are excluded.
   */
  includes(path: string, isDirectory: boolean): boolean;
}

/**
 * Compiles patterns. A pattern without a slash matches the name, one with a
 * slash the path from the root.
 */
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
