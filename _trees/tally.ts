// Copyright 2026 the wininet authors. MIT license.

/**
 * The counts of a job, its failures, its plan and its progress.
 *
 * @module
 */

import type { InternetError } from "../error.ts";
import type {
  CheckedOptions,
  TreeFailure,
  TreeProgress,
  TreeResult,
  TreeStep,
} from "./options.ts";

/** The minimum time between two reports, in milliseconds. */
const REPORT_INTERVAL = 100;

/** The counts that increase by one. */
export type Count = "files" | "directories" | "skipped" | "deleted";

/** The bytes of one copy. */
export interface Copying {
  /** Counts bytes that were transferred. */
  add(count: number): void;
  /** Subtracts the bytes of a failed attempt. */
  restart(): void;
}

function lineOf({ action, path, target }: TreeStep): string {
  if (action === "make") return `create the directory "${path}"`;
  return target === null
    ? `${action} "${path}"`
    : `${action} "${path}" to "${target}"`;
}

/** The tally of a job. */
export class Tally {
  readonly #counts = { files: 0, directories: 0, skipped: 0, deleted: 0 };
  readonly #failed: TreeFailure[] = [];
  readonly #steps: TreeStep[] = [];
  readonly #report: ((progress: TreeProgress) => void) | null;
  readonly #dryRun: boolean;
  #bytes = 0;
  #path: string;
  #reportedAt = -Infinity;

  constructor(path: string, { onProgress, dryRun }: CheckedOptions) {
    this.#path = path;
    this.#report = onProgress;
    this.#dryRun = dryRun;
  }

  /** Increases a count, and reports the path. */
  count(what: Count, path: string): void {
    this.#counts[what]++;
    this.#changed(path);
  }

  /** Records a failure. */
  fail(path: string, error: InternetError): void {
    this.#failed.push({ path, error });
    this.#changed(path);
  }

  /** In a dry run, records a change and returns `true`: the change must not be made. */
  plans(
    action: TreeStep["action"],
    path: string,
    target: string | null = null,
  ): boolean {
    if (this.#dryRun) this.#steps.push({ action, path, target });
    return this.#dryRun;
  }

  /** Returns the byte counter for a copy. */
  copying(path: string): Copying {
    let bytes = 0;
    return {
      add: (count) => {
        bytes += count;
        this.#bytes += count;
        this.#changed(path);
      },
      restart: () => {
        this.#bytes -= bytes;
        bytes = 0;
      },
    };
  }

  /** Returns the result, and reports the last progress. */
  result(): TreeResult {
    this.#tell();
    return {
      ...this.#counts,
      bytes: this.#bytes,
      failed: this.#failed,
      planned: this.#steps.map(lineOf),
      steps: this.#steps,
    };
  }

  #changed(path: string): void {
    this.#path = path;
    if (this.#report === null) return;
    const now = performance.now();
    if (now - this.#reportedAt < REPORT_INTERVAL) return;
    this.#reportedAt = now;
    this.#tell();
  }

  #tell(): void {
    try {
      this.#report?.({
        path: this.#path,
        ...this.#counts,
        bytes: this.#bytes,
        failed: this.#failed.length,
      });
    } catch (error) {
      // Like an error of a status callback, this stops nothing.
      reportError(error);
    }
  }
}
