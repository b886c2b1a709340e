// Copyright 2026 the wininet authors. MIT license.

/**
 * The common parts of the commands for directory trees: options, progress and
 * the result.
 *
 * @module
 */

import type { FindData } from "../structures.ts";
import type { TreeOptions, TreeProgress, TreeResult } from "../trees.ts";
import { countOf } from "./arguments.ts";
import type { Job } from "./job.ts";
import { formatSize, shorten } from "./text.ts";

const MAX_COUNT = 1000;

/** Returns the options that these commands share. */
export function treeOptions<Entry extends FindData>(
  job: Job,
): TreeOptions<Entry> {
  const { values, signal, report, io } = job;
  const connections = countOf(values, "jobs", 1, MAX_COUNT);
  const retries = countOf(values, "retry", 0, MAX_COUNT);
  return {
    signal,
    dryRun: values["dry-run"] === true,
    onRetry: (retry) => report.retry(retry),
    ...(connections !== undefined && { connections }),
    ...(retries !== undefined && { retries }),
    ...(report.isLive && {
      onProgress: (progress) =>
        report.progress("tree", treeLine(progress, io.columns)),
    }),
  };
}

function treeLine(progress: TreeProgress, columns: number): string {
  const counts = countsOf(progress, progress.failed);
  const path = shorten(progress.path, Math.max(columns - counts.length - 4, 8));
  return `${counts}  ${path}`;
}

function countsOf(
  { files, bytes, skipped, deleted }: Omit<TreeProgress, "path" | "failed">,
  failed: number,
): string {
  return [
    numbered(files, "file", "files"),
    ...(bytes > 0 ? [formatSize(bytes)] : []),
    ...(skipped > 0 ? [`${skipped} skipped`] : []),
    ...(deleted > 0 ? [`${deleted} deleted`] : []),
    ...(failed > 0 ? [`${failed} failed`] : []),
  ].join(", ");
}

/** Returns the counts of `rm -r`, where all files and directories are deleted. */
function removedOf(
  { files, directories }: Pick<TreeResult, "files" | "directories">,
  failed: number,
): string {
  const text = `${numbered(files, "file", "files")} and ${
    numbered(directories, "directory", "directories")
  } deleted`;
  return failed > 0 ? `${text}, ${failed} failed` : text;
}

function numbered(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** Writes the result for a tree. */
export function reportTree(
  type: string,
  { report, values }: Job,
  { failed, planned, steps, ...counts }: TreeResult,
): void {
  report.clear();
  for (const [at, step] of steps.entries()) {
    report.data({ type: "plan", ...step }, planned[at]!);
  }
  for (const { path, error } of failed) {
    report.failure({ type, path }, path, error);
  }
  const facts = { type, ok: failed.length === 0, failed: failed.length };
  if (values["dry-run"] === true) {
    const count = numbered(steps.length, "step", "steps");
    const text = `${count} planned, nothing was changed`;
    report.result({ ...facts, planned: steps.length }, text);
  } else {
    const text = (type === "rm" ? removedOf : countsOf)(counts, failed.length);
    report.result({ ...facts, ...counts }, text);
  }
}
