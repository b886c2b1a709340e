// Copyright 2026 the wininet authors. MIT license.

/**
 * Local directories. Links below the directory that the program has named are
 * never followed.
 *
 * @module
 */

import {
  ERROR_FILE_NOT_FOUND,
  ERROR_PATH_NOT_FOUND,
  InternetError,
} from "../error.ts";
import {
  FILE_ATTRIBUTE_DIRECTORY,
  FILE_ATTRIBUTE_NORMAL,
  FILE_ATTRIBUTE_REPARSE_POINT,
} from "../flags.ts";
import type { WIN32_FIND_DATA } from "../structures.ts";
import { checkPermission, linkInfo, localError } from "../_base/local_file.ts";
import { joined } from "./names.ts";
import type { Item } from "./plan.ts";

/** Returns whether an entry is excluded, by its path. */
export type Exclusion = (path: string, entry: WIN32_FIND_DATA) => boolean;

/** Throws unless a path is a directory or a link to one. */
export function checkDirectory(path: string): void {
  const action = `read the directory "${path}"`;
  checkPermission(action, path, "read");
  try {
    if (Deno.statSync(path).isDirectory) return;
  } catch (error) {
    throw localError(action, error, ERROR_PATH_NOT_FOUND);
  }
  throw new InternetError(
    ERROR_PATH_NOT_FOUND,
    `Cannot ${action}: it is a file; pass the path of a directory`,
  );
}

/** Returns `true` if a path is a directory or a link to one. */
export function isThere(path: string): boolean {
  checkPermission(`write to the directory "${path}"`, path, "read", "write");
  try {
    return Deno.statSync(path).isDirectory;
  } catch {
    return false;
  }
}

/** Creates a directory and its parents. */
export async function makeDirectory(path: string): Promise<void> {
  try {
    await Deno.mkdir(path, { recursive: true });
  } catch (error) {
    const action = `create the directory "${path}"`;
    throw localError(action, error, ERROR_PATH_NOT_FOUND);
  }
}

/** Returns the entries of a directory. Entries that disappear in the meantime are omitted. */
export async function readLocal(
  path: string,
  isExcluded: Exclusion,
): Promise<Item[]> {
  const items: Item[] = [];
  try {
    for await (const { name } of Deno.readDir(path)) {
      const item = localItem(joined(path, name), name, isExcluded);
      if (item !== null) items.push(item);
    }
  } catch (error) {
    const action = `read the directory "${path}"`;
    throw localError(action, error, ERROR_PATH_NOT_FOUND);
  }
  return items;
}

/** Returns the entries of a directory that have one of the names. */
export function findLocal(
  path: string,
  names: Iterable<string>,
  isExcluded: Exclusion,
): Item[] {
  const items: Item[] = [];
  for (const name of names) {
    const item = localItem(joined(path, name), name, isExcluded);
    if (item !== null) items.push(item);
  }
  return items;
}

/** Returns the entry at a path, or `null` if there is none. */
function localItem(
  path: string,
  name: string,
  isExcluded: Exclusion,
): Item | null {
  const info = existing(path);
  if (info === null) return null;
  const linkTarget = info.isSymlink ? Deno.readLinkSync(path) : null;
  return {
    name,
    kind: info.isSymlink
      ? "link"
      : info.isDirectory
      ? "directory"
      : info.isFile
      ? "file"
      : "other",
    size: info.size,
    time: info.mtime?.getTime() ?? null,
    isExact: true,
    linkTarget,
    isExcluded: isExcluded(path, entryOf(name, info, linkTarget)),
    identity: null,
  };
}

/**
 * Returns the entry at a path, or `null` if there is none or the name is not
 * valid.
 */
function existing(path: string): Deno.FileInfo | null {
  try {
    return linkInfo(path);
  } catch (error) {
    const { code } = error as { code?: unknown };
    if (code === "ENAMETOOLONG" || error instanceof TypeError) return null;
    throw error;
  }
}

/** Returns an entry in the form of an FTP listing, for the filter. */
function entryOf(
  name: string,
  info: Deno.FileInfo,
  linkTarget: string | null,
): WIN32_FIND_DATA {
  return {
    cFileName: name,
    dwFileAttributes: info.isSymlink
      ? FILE_ATTRIBUTE_REPARSE_POINT
      : info.isDirectory
      ? FILE_ATTRIBUTE_DIRECTORY
      : FILE_ATTRIBUTE_NORMAL,
    nFileSize: info.isDirectory ? 0 : info.size,
    ftLastWriteTime: info.mtime,
    ftCreationTime: info.birthtime,
    ftLastAccessTime: info.atime,
    raw: "",
    ...(linkTarget !== null && { linkTarget }),
  };
}

/** Creates a link, and replaces `before`. */
export async function makeLink(path: string, target: string): Promise<void> {
  try {
    await Deno.symlink(target, path);
  } catch (error) {
    throw localError(`create the link "${path}"`, error, ERROR_PATH_NOT_FOUND);
  }
}

/** Deletes one file, link or empty directory. */
export async function deleteOne(path: string): Promise<void> {
  try {
    await Deno.remove(path);
  } catch (error) {
    throw localError(`delete "${path}"`, error, ERROR_FILE_NOT_FOUND);
  }
}
