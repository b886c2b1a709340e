// Copyright 2026 the wininet authors. MIT license.

/**
 * `wininet ls`: FTP directories and Gopher menus.
 *
 * @module
 */

import { ERROR_NO_MORE_FILES, type InternetError } from "../error.ts";
import {
  FILE_ATTRIBUTE_DIRECTORY,
  FILE_ATTRIBUTE_REPARSE_POINT,
  INTERNET_FLAG_RAW_DATA,
  INTERNET_FLAG_SECURE,
} from "../flags.ts";
import { FtpFindFirstFile, FtpSetCurrentDirectory } from "../ftp.ts";
import { linkOf, locatorToUrl } from "../gopher.ts";
import { InternetOpenUrl } from "../internet.ts";
import { closeOn, entries } from "../streams.ts";
import type { GOPHER_FIND_DATA, WIN32_FIND_DATA } from "../structures.ts";
import { hasFlag } from "../_base/bits.ts";
import { checkArgumentCount, checkedUrl } from "./arguments.ts";
import { type Connected, connectTo, TREE_SCHEMES } from "./connection.ts";
import type { Job, OpenSession } from "./job.ts";
import { formatSize, pad, plainText } from "./text.ts";

/** Lists the FTP directory or Gopher menu of a command line. */
export async function run(job: Job): Promise<void> {
  checkArgumentCount(job.line, 1);
  const url = checkedUrl(job.args[0]!, TREE_SCHEMES);
  await using session = await job.open();
  if (/^gopher/i.test(url)) await listMenu(url, job, session);
  else await listDirectory(await connectTo(url, job, session), job);
}

async function listDirectory(
  { hConnect, path, isDirectory }: Connected,
  { report }: Job,
): Promise<void> {
  // A path with wildcards, or of a single file, is passed to the listing
  // itself.
  if (isDirectory && path !== "") await FtpSetCurrentDirectory(hConnect, path);
  const pattern = isDirectory ? null : path;
  const { hFind } = await FtpFindFirstFile(hConnect, pattern).catch(noEntries);
  if (hFind === null) return;
  for await (const entry of entries<WIN32_FIND_DATA>(hFind)) {
    report.data({ type: "ls", ...dataOf(entry) }, lineOf(entry));
  }
}

/** An empty directory is not a failure. */
function noEntries(error: InternetError): { readonly hFind: null } {
  if (error.code !== ERROR_NO_MORE_FILES) throw error;
  return { hFind: null };
}

function dataOf(entry: WIN32_FIND_DATA) {
  const { cFileName, nFileSize, ftLastWriteTime, linkTarget } = entry;
  return {
    name: cFileName,
    kind: kindOf(entry),
    size: nFileSize,
    modified: ftLastWriteTime,
    ...(linkTarget !== undefined && { linkTarget }),
  };
}

function kindOf({ dwFileAttributes }: WIN32_FIND_DATA): string {
  if (hasFlag(dwFileAttributes, FILE_ATTRIBUTE_REPARSE_POINT)) return "link";
  return hasFlag(dwFileAttributes, FILE_ATTRIBUTE_DIRECTORY)
    ? "directory"
    : "file";
}

function lineOf(entry: WIN32_FIND_DATA): string {
  const { cFileName, nFileSize, ftLastWriteTime, linkTarget } = entry;
  const kind = kindOf(entry);
  const time = ftLastWriteTime?.toISOString().slice(0, 16).replace("T", " ");
  const mark = kind === "directory"
    ? "/"
    : linkTarget
    ? ` -> ${linkTarget}`
    : "";
  return [
    { directory: "d", link: "l" }[kind] ?? "-",
    pad(kind === "file" ? formatSize(nFileSize) : "", 8, "right"),
    pad(time ?? "", 16),
    plainText(cFileName) + mark,
  ].join("  ");
}

async function listMenu(
  url: string,
  { report, signal, dwFlags }: Job,
  { hInternet }: OpenSession,
): Promise<void> {
  closeOn(signal, hInternet);
  const flags = dwFlags | INTERNET_FLAG_RAW_DATA;
  const hFind = await InternetOpenUrl(hInternet, url, null, flags);
  const isSecure = hasFlag(dwFlags, INTERNET_FLAG_SECURE) ||
    /^gophers:/i.test(url);
  for await (const item of entries<GOPHER_FIND_DATA>(hFind)) {
    const { DisplayString: text, Locator } = item;
    const link = isInformation(Locator)
      ? null
      : linkOf(Locator) ?? locatorToUrl(Locator, isSecure);
    const line = link === null ? text : `${link}  ${text}`;
    report.data({ type: "ls", url: link, text }, line.trimEnd());
  }
}

/** Lines of type i are text in a menu. */
function isInformation(locator: string): boolean {
  return locator.startsWith("i");
}
