// Copyright 2026 the wininet authors. MIT license.

/**
 * FTP, Gopher and `file:` URLs. Their code is a third of the library, so it is
 * loaded only when a list contains such a URL.
 *
 * @module
 */

import { FILE_BEGIN, FILE_END } from "../flags.ts";
import { InternetSetFilePointer } from "../internet.ts";
import type { HINTERNET } from "../structures.ts";
import type { FileVersion } from "../_base/part_file.ts";
import { FtpReader } from "../_ftp/handles/reader.ts";

export { openUrl } from "../_open/url.ts";

/** The range of bytes that a handle reads. */
export interface Extent {
  /** The offset of the first byte. */
  readonly start: number;
  /** The size of the whole file in bytes, or `null` if it is not known. */
  readonly total: number | null;
  /** The version by which the download can be continued, or `null` if it cannot. */
  readonly version: FileVersion | null;
}

/** Returns the range of bytes that an open handle reads. */
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

/** Returns the size of an open local file. */
async function sizeOf(handle: HINTERNET): Promise<number> {
  const size = await InternetSetFilePointer(handle, 0, FILE_END);
  await InternetSetFilePointer(handle, 0, FILE_BEGIN);
  return size;
}
