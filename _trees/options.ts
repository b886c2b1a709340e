// Copyright 2026 the wininet authors. MIT license.

/**
 * The options and the results of the functions for directory trees.
 *
 * @module
 */

import type { InternetError } from "../error.ts";
import type { FindData, WIN32_FIND_DATA } from "../structures.ts";
import { wrongOption } from "../_base/failure.ts";
import type { Retry } from "../_transfers/retry.ts";

/** The state of a job. */
export interface TreeProgress {
  /** The path of what has changed last. */
  readonly path: string;
  /** The files that were copied, or removed by `removeTree`. */
  readonly files: number;
  /** The directories that were made, or removed by `removeTree`. */
  readonly directories: number;
  /** The bytes that were copied, those of files that are under way included. */
  readonly bytes: number;
  /** The entries that were left out, or are the same on both sides. */
  readonly skipped: number;
  /** The entries that were deleted. */
  readonly deleted: number;
  /** The failures. */
  readonly failed: number;
}

/** The options of the functions for directory trees. Each function ignores those that it cannot use. */
export interface TreeOptions<Entry extends FindData = WIN32_FIND_DATA> {
  /**
   * The most connections at the same time, the given one included. A server that refuses
   * further logins gets fewer. `walkTree` has only the given one.
   *
   * @default {4}
   */
  readonly connections?: number;
  /**
   * Returns `false` to leave out a file, or a directory with all that is in it. The path
   * is that of the source, and starts with the directory that the function was given.
   * What is left out at the source is not deleted at the target either.
   */
  readonly filter?: (path: string, entry: Entry) => boolean;
  /**
   * Copies a file only if it is missing, if its source is newer, or if the times are equal
   * and the sizes are not. So a newer file at the target stays.
   *
   * @default {false}
   */
  readonly onlyNewer?: boolean;
  /**
   * Deletes what is at the target and not at the source.
   *
   * @default {false}
   */
  readonly deleteOthers?: boolean;
  /**
   * Changes nothing, and lists in `planned` what would happen.
   *
   * @default {false}
   */
  readonly dryRun?: boolean;
  /**
   * Gives each copy the time of its source.
   *
   * @default {false}
   */
  readonly keepTimes?: boolean;
  /**
   * Includes names that start with a dot.
   *
   * @default {false}
   */
  readonly hidden?: boolean;
  /**
   * `"skip"` leaves symbolic links out. `"keep"` makes the same links at the target, if
   * they lead to a place in the tree. Links are never followed.
   *
   * @default {"skip"}
   */
  readonly links?: "skip" | "keep";
  /**
   * The most attempts after the first one, for failures that may pass.
   *
   * @default {4}
   */
  readonly retries?: number;
  /**
   * The levels of directories; with 1 only the entries of the directory itself.
   *
   * @default {100 for FTP, 5 for Gopher}
   */
  readonly depth?: number;
  /**
   * The least milliseconds between the starts of two requests.
   *
   * @default {0}
   */
  readonly pause?: number;
  /** Is called at each change, ten times a second at most, and at the end. */
  readonly onProgress?: (progress: TreeProgress) => void;
  /** Is called before the wait for another attempt of a request. */
  readonly onRetry?: (retry: Retry) => void;
  /** Stops everything when it aborts. */
  readonly signal?: AbortSignal;
}

/** An entry that `walkTree` has found. */
export interface TreeEntry<Entry extends FindData = WIN32_FIND_DATA> {
  /** The path, for the other functions. It starts with the directory that was given. */
  readonly path: string;
  /** The entry of the listing. */
  readonly entry: Entry;
  /** The reason why the entries of this directory are missing or incomplete; otherwise `null`. */
  readonly error: InternetError | null;
}

/** Something that failed. */
export interface TreeFailure {
  /** The path of the source, or of what could not be deleted. */
  readonly path: string;
  /** The reason. Entries with the same fault may share one. */
  readonly error: InternetError;
}

/** The outcome of a job. */
export interface TreeResult {
  /** The number of files that were copied, or removed by `removeTree`. */
  readonly files: number;
  /** The number of directories that were made, or removed by `removeTree`. */
  readonly directories: number;
  /** The bytes of the files that were copied; those of an earlier run that were continued do not count. */
  readonly bytes: number;
  /** The number of entries that were left out, or are the same on both sides. */
  readonly skipped: number;
  /** The number of entries that were deleted. */
  readonly deleted: number;
  /** The failures. */
  readonly failed: readonly TreeFailure[];
  /** With `dryRun`, a line for each change, such as `download "/pub/a" to "a"`. */
  readonly planned: readonly string[];
  /** The changes of `planned` as data. */
  readonly steps: readonly TreeStep[];
}

/** A change that a dry run has planned. */
export interface TreeStep {
  /** The kind of the change; `"link"` makes a symbolic link. */
  readonly action: "download" | "upload" | "make" | "link" | "delete";
  /** The path of the source; of a directory to make, a link, or something to delete, its own path. */
  readonly path: string;
  /** The path of the copy, or the text of the link; `null` if there is none. */
  readonly target: string | null;
}

/** Options with their defaults. */
export interface CheckedOptions {
  readonly connections: number;
  readonly filter: (path: string, entry: FindData) => boolean;
  readonly onlyNewer: boolean;
  readonly deleteOthers: boolean;
  readonly dryRun: boolean;
  readonly keepTimes: boolean;
  readonly hidden: boolean;
  readonly links: "skip" | "keep";
  readonly retries: number;
  readonly depth: number | null;
  readonly pause: number;
  readonly onProgress: ((progress: TreeProgress) => void) | null;
  readonly onRetry: ((retry: Retry) => void) | null;
  readonly signal: AbortSignal;
}

/** The most levels of directories: a server could show directories in a circle. */
export const MAX_DEPTH = 100;
/** The most connections and retries that a program can ask for. */
const MAX_COUNT = 10_000;
/** The longest pause, in milliseconds. */
const MAX_PAUSE = 3_600_000;

/** Returns options with their defaults; throws ERROR_INVALID_PARAMETER if one of them is wrong. */
export function checkedOptions<Entry extends FindData>(
  options: TreeOptions<Entry>,
): CheckedOptions {
  if (typeof options !== "object" || options === null) {
    throw wrongOption("options", "an object", options);
  }
  const { connections, retries, depth, pause, links, signal } = options;
  const { filter, onProgress, onRetry } = options;
  checkFunction("filter", filter);
  checkFunction("onProgress", onProgress);
  checkFunction("onRetry", onRetry);
  if (signal !== undefined && !(signal instanceof AbortSignal)) {
    throw wrongOption("signal", "an AbortSignal", signal);
  }
  if (links !== undefined && links !== "skip" && links !== "keep") {
    throw wrongOption("links", '"skip" or "keep"', links);
  }
  return {
    connections: checkedCount("connections", connections, 4, 1, MAX_COUNT),
    retries: checkedCount("retries", retries, 4, 0, MAX_COUNT),
    depth: depth === undefined
      ? null
      : checkedCount("depth", depth, MAX_DEPTH, 1, MAX_DEPTH),
    pause: checkedCount("pause", pause, 0, 0, MAX_PAUSE),
    links: links ?? "skip",
    filter: (filter ?? (() => true)) as CheckedOptions["filter"],
    onProgress: onProgress ?? null,
    onRetry: onRetry ?? null,
    // A signal of its own: nothing stays on that of the program.
    signal: AbortSignal.any(signal ? [signal] : []),
    onlyNewer: checkedFlag("onlyNewer", options.onlyNewer),
    deleteOthers: checkedFlag("deleteOthers", options.deleteOthers),
    dryRun: checkedFlag("dryRun", options.dryRun),
    keepTimes: checkedFlag("keepTimes", options.keepTimes),
    hidden: checkedFlag("hidden", options.hidden),
  };
}

function checkedCount(
  name: string,
  value: number | undefined,
  standard: number,
  least: number,
  most: number,
): number {
  if (value === undefined) return standard;
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw wrongOption(name, `a whole number from ${least} to ${most}`, value);
}

/** A flag of another type could be a misunderstanding, and some of them delete files. */
function checkedFlag(name: string, value: boolean | undefined): boolean {
  if (value === undefined || typeof value === "boolean") return value ?? false;
  throw wrongOption(name, "true or false", value);
}

function checkFunction(name: string, value: unknown): void {
  if (value === undefined || typeof value === "function") return;
  throw wrongOption(name, "a function", value);
}

/** Returns a path; throws ERROR_INVALID_PARAMETER if it is not one. */
export function checkedPath(name: string, value: unknown): string {
  const isPath = typeof value === "string" && value !== "" &&
    !/[\0\r\n]/.test(value);
  if (isPath) return value;
  throw wrongOption(name, "a path", value);
}
