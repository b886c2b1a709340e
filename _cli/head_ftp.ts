// Copyright 2026 the wininet authors. MIT license.

/**
 * `wininet head` for FTP.
 *
 * @module
 */

import { FtpFindFirstFile } from "../ftp.ts";
import { entries } from "../streams.ts";
import type { WIN32_FIND_DATA } from "../structures.ts";
import { connectTo, isDirectoryThere } from "./connection.ts";
import type { Job, OpenSession } from "./job.ts";
import { withoutCredentials } from "./password.ts";
import { UsageError } from "./usage_error.ts";

/** Shows the size and time of a file, from its entry in the directory listing. */
export async function headOfFile(
  url: string,
  job: Job,
  session: OpenSession,
): Promise<void> {
  const { hConnect, path, isDirectory } = await connectTo(url, job, session);
  // The listing of a directory would show its entries, not the directory
  // itself.
  if (isDirectory || await isDirectoryThere(hConnect, path)) {
    throw new UsageError("head is for files; ls shows a directory");
  }
  const { hFind } = await FtpFindFirstFile(hConnect, path);
  for await (const entry of entries<WIN32_FIND_DATA>(hFind)) {
    const { cFileName: name, nFileSize: size, ftLastWriteTime } = entry;
    const time = ftLastWriteTime?.toUTCString() ?? "unknown";
    const shown = withoutCredentials(url);
    job.report.data(
      { type: "head", url: shown, name, size, modified: ftLastWriteTime },
      `${name}: ${size} bytes, modified ${time}`,
    );
  }
}
