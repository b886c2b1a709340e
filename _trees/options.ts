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

/** The progress of a job. */
export interface TreeProgress {
  /** The path of the last change. */
  readonly path: string;
  /** The number of files copied, or removed by `removeTree`. */
  readonly files: number;
  /** The number of directories created, or removed by `removeTree`. */
  readonly directories: number;
  /** The number of bytes copied, including those of files in progress. */
  readonly bytes: number;
  /** The number of entries that were excluded, or are equal on both sides. */
  readonly skipped: number;
  /** The number of entries deleted. */
  readonly deleted: number;
  /** The number of failures. */
  readonly failed: number;
}

/** The options of the functions for directory trees. Each function ignores those that it cannot use. */
export interface TreeOptions<Entry extends FindData = WIN32_FIND_DATA> {
  /**
   * The maximum number of connections at the same time, including the given
   * one. If the server refuses more logins, fewer are used. `walkTree` uses
   * only the given one.
   *
   * @default {4}
   */
  readonly connections?: number;
  /**
   * Returns `false` to exclude a file, or a directory with its contents. The
   * path is that of the source, and starts with the directory that was passed
   * to the function. Entries that are excluded at the source are not deleted at
   * the target either.
   */
  readonly filter?: (path: string, entry: Entry) => boolean;
  /**
   * Copies a file only if it is missing at the target, if the source is newer,
   * or if the times are equal and the sizes are not. A newer file at the target
   * is kept.
   *
   * @default {false}
   */
  readonly onlyNewer?: boolean;
  /**
   * Deletes entries of the target that do not exist at the source.
   *
   * @default {false}
   */
  readonly deleteOthers?: boolean;
  /**
   * Changes nothing, and lists the changes in `planned`.
   *
   * @default {false}
   */
  readonly dryRun?: boolean;
  /**
   * Gives each copy the modification time of its source.
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
   * `"skip"` ignores symbolic links. `"keep"` creates the same links at the
   * target, if they lead to a place inside the tree. Links are never followed.
   *
   * @default {"skip"}
   */
  readonly links?: "skip" | "keep";
  /**
   * The maximum number of further attempts after a temporary failure.
   *
   * @default {4}
   */
  readonly retries?: number;
  /**
   * The maximum depth of directories; 1 means only the entries of the directory
   * itself.
   *
   * @default {100 for FTP, 5 for Gopher}
   */
  readonly depth?: number;
  /**
   * The minimum time between the starts of two requests, in milliseconds.
   *
   * @default {0}
   */
  readonly pause?: number;
  /** Called at each change, but at most ten times a second, and at the end. */
  readonly onProgress?: (progress: TreeProgress) => void;
  /** Called before the wait for another attempt of a request. */
  readonly onRetry?: (retry: Retry) => void;
  /** Stops the job when it aborts. */
  readonly signal?: AbortSignal;
}

/** An entry found by `walkTree`. */
export interface TreeEntry<Entry extends FindData = WIN32_FIND_DATA> {
  /**
   * The path, usable with the other functions. It starts with the directory
   * that was passed.
   */
  readonly path: string;
  /** The entry in the listing. */
  readonly entry: Entry;
  /** The reason why the entries of this directory are missing or incomplete, or `null`. */
  readonly error: InternetError | null;
}

/** A failure. */
export interface TreeFailure {
  /** The path of the source, or of the entry that could not be deleted. */
  readonly path: string;
  /** The reason. Entries with the same cause may share one error. */
  readonly error: InternetError;
}

/** The result of a job. */
export interface TreeResult {
  /** The number of files copied, or removed by `removeTree`. */
  readonly files: number;
  /** The number of directories created, or removed by `removeTree`. */
  readonly directories: number;
  /** The number of bytes copied, without the part that an earlier run had already copied. */
  readonly bytes: number;
  /** The number of entries that were excluded, or are equal on both sides. */
  readonly skipped: number;
  /** The number of entries deleted. */
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
  /** The kind of the change; `"make"` creates a directory, `"link"` a symbolic link. */
  readonly action: "download" | "upload" | "make" | "link" | "delete";
  /**
   * The path of the source. For `"make"`, `"link"` and `"delete"` the path of
   * the entry itself.
   */
  readonly path: string;
  /** The path of the copy, or the target of the link; `null` if there is none. */
  readonly target: string | null;
}

/** Options with their defaults filled in. */
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

/** The maximum depth of directories: a server can list directories in a cycle. */
export const MAX_DEPTH = 100;
/** The maximum number of connections and of retries. */
const MAX_COUNT = 10_000;
/** The maximum pause, in milliseconds. */
const MAX_PAUSE = 3_600_000;

/** Returns options with their defaults; throws ERROR_INVALID_PARAMETER if one is invalid. */
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
    // A separate signal, so that no listener stays on that of the program.
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

/** A value of another type may be a mistake, and some of the flags delete files. */
function checkedFlag(name: string, value: boolean | undefined): boolean {
  if (value === undefined || typeof value === "boolean") return value ?? false;
  throw wrongOption(name, "true or false", value);
}

function checkFunction(name: string, value: unknown): void {
  if (value === undefined || typeof value === "function") return;
  throw wrongOption(name, "a function", value);
}

/** Returns a checked path; throws ERROR_INVALID_PARAMETER if it is invalid. */
export function checkedPath(name: string, value: unknown): string {
  const isPath = typeof value === "string" && value !== "" &&
    !/[\0\r\n]/.test(value);
  if (isPath) return value;
  throw wrongOption(name, "a path", value);
}
