// Copyright 2026 the wininet authors. MIT license.

/**
 * `wininet mirror`: copies directory trees in either direction.
 *
 * @module
 */

import { ERROR_PATH_NOT_FOUND } from "../error.ts";
import { FILE_ATTRIBUTE_DIRECTORY, GOPHER_TYPE_DIRECTORY } from "../flags.ts";
import { FtpGetCurrentDirectory } from "../ftp.ts";
import type { FindData } from "../structures.ts";
import { downloadTree, type TreeOptions, uploadTree } from "../trees.ts";
import { checkPermission, localError } from "../_base/local_file.ts";
import { quotedValue } from "../_base/secrets.ts";
import {
  checkArgumentCount,
  checkedUrl,
  countOf,
  isUrl,
  millisecondsOf,
  type Values,
} from "./arguments.ts";
import { connectTo, FTP_SCHEMES, TREE_SCHEMES } from "./connection.ts";
import { type Globs, globs } from "./globs.ts";
import type { Job } from "./job.ts";
import { reportTree, treeOptions } from "./tree_job.ts";
import { UsageError } from "./usage_error.ts";

const MAX_DEPTH = 100;

/** Copies the tree of a command line. */
export async function run(job: Job): Promise<void> {
  checkArgumentCount(job.line, 2);
  const [source, target] = job.args as [string, string];
  const isDownload = isUrl(source);
  if (isDownload === isUrl(target)) {
    throw new UsageError("mirror needs one URL and one local directory");
  }
  const url = isDownload
    ? checkedUrl(source, TREE_SCHEMES)
    : checkedUrl(target, FTP_SCHEMES);
  const options = optionsOf(job);
  const patterns = patternsOf(job.values);
  if (!isDownload) checkDirectory(source);
  await using session = await job.open();
  const { hConnect, path } = await connectTo(url, job, session);
  const isGopher = /^gopher/i.test(url);
  const remote = path ||
    (isGopher ? "" : await FtpGetCurrentDirectory(hConnect));
  const root = isDownload ? remote : source;
  const filtered = { ...options, ...filterOf(isGopher ? "" : root, patterns) };
  const result = isDownload
    ? await downloadTree(hConnect, remote, target, filtered)
    : await uploadTree(hConnect, source, remote, filtered);
  reportTree("mirror", job, result);
}

function optionsOf(job: Job): TreeOptions<FindData> {
  const { values } = job;
  const depth = countOf(values, "depth", 1, MAX_DEPTH);
  const pause = millisecondsOf(values, "pause");
  return {
    ...treeOptions<FindData>(job),
    keepTimes: true,
    onlyNewer: values["newer"] === true,
    deleteOthers: values["delete"] === true,
    hidden: values["hidden"] === true,
    ...(depth !== undefined && { depth }),
    ...(pause !== undefined && { pause }),
  };
}

function patternsOf(values: Values): Globs {
  const list = (name: string) => (values[name] ?? []) as readonly string[];
  return globs(list("include"), list("exclude"));
}

function checkDirectory(path: string): void {
  const action = `read the directory ${quotedValue(path)}`;
  checkPermission(action, path, "read");
  try {
    if (Deno.statSync(path).isDirectory) return;
  } catch (error) {
    throw localError(action, error, ERROR_PATH_NOT_FOUND);
  }
  throw new UsageError(`${quotedValue(path)} is a file; put uploads it`);
}

/** The paths of a tree start with its root; the patterns do not include the root. */
function filterOf(
  root: string,
  patterns: Globs,
): Pick<TreeOptions<FindData>, "filter"> {
  if (patterns.isEmpty) return {};
  const length = root === "" ? 0 : root.replace(/\/+$/, "").length + 1;
  return {
    filter: (path, entry) =>
      patterns.includes(path.slice(length), isDirectory(entry)),
  };
}

function isDirectory(entry: FindData): boolean {
  return "GopherType" in entry
    ? (entry.GopherType & GOPHER_TYPE_DIRECTORY) !== 0
    : (entry.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY) !== 0;
}
