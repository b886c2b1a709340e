// Copyright 2026 the wininet authors. MIT license.

/**
 * URLs of FTP, Gopher and `file:`. They are a third of the library, so they are loaded
 * when a list has such a URL.
 *
 * @module
 */

import { FILE_BEGIN, FILE_END } from "../flags.ts";
import { InternetSetFilePointer } from "../internet.ts";
import type { HINTERNET } from "../structures.ts";
import type { FileVersion } from "../_base/part_file.ts";
import { FtpReader } from "../_ftp/handles/reader.ts";

export { openUrl } from "../_open/url.ts";

/** The bytes that a handle delivers. */
export interface Extent {
  /** The offset of the first byte. */
  readonly start: number;
  /** The bytes of the whole file; `null` if they are not known. */
  readonly total: number | null;
  /** The version by which the file can be continued; `null` if it cannot. */
  readonly version: FileVersion | null;
}

/** Returns the bytes that the open handle of a URL delivers. */
export async function extentOf(
  handle: HINTERNET,
  url: string,
): Promise<Extent> {
  if (handle instanceof FtpReader && handle.file !== null) {
    const { start, version } = handle.file;
    // Some servers report 0 if they do not know the size.
    const total = version?.size || null;
    return { start, total, version: total === null ? null : version };
  }
  const total = /^file:/i.test(url) ? await sizeOf(handle) : null;
  return { start: 0, total, version: null };
}

/** Returns the size of a local file that is open. */
async function sizeOf(handle: HINTERNET): Promise<number> {
  const size = await InternetSetFilePointer(handle, 0, FILE_END);
  await InternetSetFilePointer(handle, 0, FILE_BEGIN);
  return size;
}
