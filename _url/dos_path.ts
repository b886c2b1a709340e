// Copyright 2026 the wininet authors. MIT license.

/**
 * The path of a file URL, in DOS form.
 *
 * It depends on the number of slashes after the scheme:
 *
 * | URL | Path | Escapes |
 * | --- | --- | --- |
 * | `file:C:/a` | `C:\a` | decoded |
 * | `file:/a`, `file:///C:/a` | `\a`, `C:\a` | decoded |
 * | `file://localhost/C:/a` | `C:\a` | decoded |
 * | `file://C:/a` | `C:\a` | kept, because it was written as a local path |
 * | `file://server/a` | `\\server\a` | decoded |
 * | `file:////server/a` | `\\server\a` | kept |
 *
 * A `?` or `#` belongs to the path here.
 *
 * @module
 */

import { unescapeUrl } from "./escape.ts";
import { isDrive } from "./scheme.ts";

/** Returns the DOS path of a file URL, given the text after its colon. */
export function dosPathOf(rest: string): string {
  const { path, isEscaped } = locate(rest);
  const plain = path.replaceAll("/", "\\").replace(/^([a-z])\|/i, "$1:");
  return isEscaped ? unescapeUrl(plain) : plain;
}

/** Adds a slash after a last dot segment: such a segment is a directory. */
export function closeDots(path: string): string {
  return /\\\.\.?$/.test(path) ? `${path}\\` : path;
}

function locate(rest: string): { path: string; isEscaped: boolean } {
  const slashes = /^[/\\]*/.exec(rest)![0].length;
  const path = rest.slice(slashes);
  const hasDrive = isDrive(path);
  switch (slashes) {
    case 0:
      return { path, isEscaped: true };
    case 1:
    case 3:
      return {
        path: hasDrive ? path : rest.slice(slashes - 1),
        isEscaped: true,
      };
    case 2:
      return hasDrive
        ? { path, isEscaped: false }
        : { path: onServer(rest, path), isEscaped: true };
    case 4:
      return { path: hasDrive ? path : rest.slice(2), isEscaped: false };
    default:
      return { path: rest.slice(slashes - 2), isEscaped: true };
  }
}

function onServer(rest: string, path: string): string {
  if (/^localhost[/\\]/i.test(path)) return path.slice("localhost/".length);
  const end = path.search(/[/\\]/);
  if (end < 0 || !isDrive(path.slice(end + 1))) return rest;
  // Windows omits the slash between the server and a drive.
  return rest.slice(0, end + 2) + path.slice(end + 1);
}
