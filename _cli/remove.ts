// Copyright 2026 the wininet authors. MIT license.

/**
 * `wininet rm`: deletes files and directories on FTP servers.
 *
 * @module
 */

import { normalize } from "node:path/posix";
import { InternetError } from "../error.ts";
import { FtpDeleteFile, FtpRemoveDirectory } from "../ftp.ts";
import { removeTree } from "../trees.ts";
import { plainMessage } from "../_base/failure.ts";
import { quotedUrl } from "../_base/secrets.ts";
import { parseFtpUrl } from "../_ftp/wire/url.ts";
import { checkArgumentCount, checkedUrl } from "./arguments.ts";
import { connectTo, FTP_SCHEMES, isDirectoryThere } from "./connection.ts";
import type { Job } from "./job.ts";
import { reportTree, treeOptions } from "./tree_job.ts";
import { UsageError } from "./usage_error.ts";

/** Deletes the file or directory of a command line. */
export async function run(job: Job): Promise<void> {
  checkArgumentCount(job.line, 1);
  const url = checkedUrl(job.args[0]!, FTP_SCHEMES);
  checkPath(url);
  const isRecursive = job.values["recursive"] === true;
  const isDry = job.values["dry-run"] === true;
  await using session = await job.open();
  const { hConnect, path, isDirectory } = await connectTo(url, job, session);
  if (isRecursive) {
    const result = await removeTree(hConnect, path, treeOptions(job));
    return reportTree("rm", job, result);
  }
  if (isDry) {
    const step = { action: "delete", path, target: null };
    job.report.data({ type: "plan", ...step }, `delete "${path}"`);
    return;
  }
  try {
    if (isDirectory) await FtpRemoveDirectory(hConnect, path);
    else await FtpDeleteFile(hConnect, path);
  } catch (error) {
    throw await isDirectoryThere(hConnect, path)
      ? withHint(error as InternetError)
      : error;
  }
  job.report.result({ type: "rm", ok: true, path }, `${path} deleted`);
}

/**
 * Refuses the directory of the login and those above it, however the URL writes them:
 * `rm -r` would empty the whole server.
 */
function checkPath(url: string): void {
  const parts = normalize(parseFtpUrl(url).path).split("/");
  if (!parts.every((part) => ["", ".", ".."].includes(part))) return;
  throw new UsageError(
    `${quotedUrl(url)} names the whole server; rm needs a path`,
  );
}

function withHint(error: InternetError): InternetError {
  const { code, responseText } = error;
  return new InternetError(
    code,
    `${
      plainMessage(error)
    }; it is a directory; -r deletes it with all its entries`,
    { cause: error, ...(responseText !== undefined && { responseText }) },
  );
}
