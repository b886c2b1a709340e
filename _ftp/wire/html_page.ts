// Copyright 2026 the wininet authors. MIT license.

/**
 * A directory as an HTML page, which `InternetOpenUrl` returns for a directory
 * unless raw data is requested. Everything that the server sent is escaped, and
 * links are relative, so that a name cannot refer to another directory.
 *
 * @module
 */

import { FILE_ATTRIBUTE_DIRECTORY } from "../../flags.ts";
import type { WIN32_FIND_DATA } from "../../structures.ts";
import { escapeHtml, HTML_FOOT, htmlHead } from "../../_base/html.ts";

/**
 * Returns the start of all links: empty if the URL of the page ends with a slash, otherwise
 * the last part of its path, because links are relative to the part before it.
 */
export function linkBase(path: string, endsWithSlash: boolean): string {
  if (endsWithSlash) return "./";
  const last = path.slice(path.lastIndexOf("/") + 1).toWellFormed();
  return `./${encodeURIComponent(last)}/`;
}

/** Returns the start of the page; `base` is a {@linkcode linkBase}. */
export function directoryHead(
  host: string,
  path: string,
  base: string = "./",
): string {
  const title = `FTP directory /${path.replace(/^\//, "")} at ${host}`;
  return `${htmlHead(title)}<table>
<tr><th>Name</th><th>Size</th><th>Modified</th></tr>
${path === "" || path === "/" ? "" : parentRow(base === "./" ? "../" : "./")}`;
}

function parentRow(href: string): string {
  return `<tr><td><a href="${href}">../</a></td><td></td><td></td></tr>\n`;
}

/** Returns a row of the page; `base` is a {@linkcode linkBase}. */
export function directoryRow(
  entry: WIN32_FIND_DATA,
  base: string = "./",
): string {
  const slash = (entry.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY) === 0
    ? ""
    : "/";
  const name = entry.cFileName.toWellFormed();
  const href = `${base}${encodeURIComponent(name)}${slash}`;
  const size = slash === "" ? String(entry.nFileSize) : "";
  const time = entry.ftLastWriteTime?.toISOString().slice(0, 16)
    .replace("T", " ") ?? "";
  return `<tr><td><a href="${escapeHtml(href)}">${
    escapeHtml(name + slash)
  }</a></td><td>${size}</td><td>${time}</td></tr>\n`;
}

/** The end of the page. */
export const DIRECTORY_FOOT: string = `</table>\n${HTML_FOOT}`;
