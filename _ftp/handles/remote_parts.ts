// Copyright 2026 the wininet authors. MIT license.

/**
 * Partial files of uploads on the server: `name.1f0c2d3e.part` next to the file
 * `name`, until the upload is complete.
 *
 * With FTP_OPTION_RESUME the digits are derived from the version of the local
 * file. So the next upload of that version finds the partial file by its name,
 * and never continues the partial file of another version. Otherwise the digits
 * are random, because it is not known which partial files are in use.
 *
 * @module
 */

import { latin1Text } from "../../_base/bytes.ts";
import { moveData } from "./abort.ts";
import { Download } from "./download.ts";
import { AWKWARD, Listing } from "./entries.ts";
import type { CopyContext } from "./get_file.ts";
import { FtpTransfer } from "./transfer.ts";

/** The partial file of an upload on a server. */
export interface RemotePart {
  /** The path of the partial file. */
  readonly path: string;
  /** The path of the file that it will become. */
  readonly target: string;
  /** The number of bytes that have arrived. */
  readonly size: number;
  /** The modification time, or `null` if the server does not report it. */
  readonly modified: Date | null;
}

const PART_REGEXP = /\.[0-9a-f]{8}\.part$/;

/** Returns the path of the partial file of a file. */
export function remotePartPath(path: string, digits: string): string {
  return `${path}.${digits}.part`;
}

/** Returns the partial files in a directory, in the order of their names. */
export async function remotePartsIn(
  { login, owner, signal }: CopyContext,
  directory: string,
): Promise<RemotePart[]> {
  const search = { path: directory, pattern: "*.part" };
  const listing = new Listing(login, owner, search, signal);
  const prefix = /^$|\/$/.test(directory) ? directory : `${directory}/`;
  const found: RemotePart[] = [];
  await listing.openForPage();
  for (;;) {
    const entries = await listing.some();
    if (entries.length === 0) break;
    for (const { cFileName, nFileSize, ftLastWriteTime } of entries) {
      if (!PART_REGEXP.test(cFileName)) continue;
      found.push({
        path: prefix + cFileName,
        target: prefix + cFileName.replace(PART_REGEXP, ""),
        size: nFileSize,
        modified: ftLastWriteTime,
      });
    }
  }
  return found.sort((one, other) => one.path < other.path ? -1 : 1);
}

/** The maximum number of bytes of a listing that are read. */
const MAX_BYTES = 65_536;

/**
 * Returns the partial files of a file, by LIST with a pattern: listing the
 * whole directory for each upload would take too long. Most servers support
 * patterns; without support, for example on pyftpdlib, the result is empty.
 * pure-ftpd does not support them in NLST.
 */
export async function remotePartsOf(
  context: CopyContext,
  path: string,
): Promise<string[]> {
  if (AWKWARD.test(path)) return [];
  try {
    const lines = await list(context, remotePartPath(path, "*"));
    const digits = lines.matchAll(/\.([0-9a-f]{8})\.part\r?$/gm)
      .map((match) => match[1]!);
    return Array.from(new Set(digits), (one) => remotePartPath(path, one));
  } catch (error) {
    if (context.signal.aborted || !context.login.alive) throw error;
    return [];
  }
}

/** Returns the lines of LIST, as bytes. */
async function list(
  { login, owner, signal }: CopyContext,
  pattern: string,
): Promise<string> {
  const transfer = await FtpTransfer.open(
    login,
    {
      command: { verb: "LIST", argument: pattern },
      upload: false,
      type: "A",
      offset: 0,
      size: null,
      listing: true,
      action: `list "${pattern}"`,
    },
    owner,
    signal,
  );
  const download = new Download(transfer);
  let lines = "";
  await moveData(transfer, download, signal, async () => {
    const { buffer } = login;
    for (let count; (count = await download.read(buffer)) > 0;) {
      lines += latin1Text(buffer.subarray(0, count));
      if (lines.length > MAX_BYTES) return await download.abort();
    }
  });
  return lines;
}
