// Copyright 2026 the wininet authors. MIT license.

/**
 * Resolves the symbolic links of a path.
 *
 * @module
 */

import {
  ERROR_CANT_RESOLVE_FILENAME,
  ERROR_INVALID_NAME,
  ERROR_PATH_NOT_FOUND,
  InternetError,
} from "../error.ts";
import type { FolderNames } from "./folder_names.ts";
import {
  checkPermission,
  checkWritable,
  linkInfo,
  localError,
} from "./local_file.ts";
import { nameFault, nameStart } from "./local_name.ts";

/** The maximum number of links that are followed, as on Linux. */
const MAX_LINKS = 40;

/**
 * An open file of a process, such as `/dev/stdout`: on Linux a link to the file
 * itself.
 */
const DESCRIPTOR_REGEXP =
  /^(?:\/dev\/fd|\/proc\/(?:self|thread-self|\d+)\/(?:task\/\d+\/)?fd)\/\d+$/;

/** The target of a path, after its links were followed. */
export interface Place {
  readonly path: string;
  /** The entry, or `null` if there is none. */
  readonly info: Deno.FileInfo | null;
  /** `true` for an open file of a process: replacing the file would not reach the process. */
  readonly isDescriptor: boolean;
}

/**
 * Follows the links of a path, also to a file that does not exist yet.
 *
 * @param names The names in its folder, if a missing one need not be looked up.
 */
export function placeOf(
  path: string,
  action: string,
  names?: FolderNames,
): Place {
  const fault = nameFault(path, Deno.build.os);
  if (fault !== null) {
    throw new InternetError(ERROR_INVALID_NAME, `Cannot ${action}: ${fault}`);
  }
  let at = path;
  for (let count = 0; count <= MAX_LINKS; count++) {
    checkWritable(action, at);
    try {
      const info = names?.lacks(at) ? null : linkInfo(at);
      if (!info?.isSymlink) return { path: at, info, isDescriptor: false };
      // The folders of devices can be closed to the program although they are not.
      const end = endInfo(at);
      if (end?.isFile === false) {
        return { path: at, info: end, isDescriptor: false };
      }
      const start = nameStart(at);
      const folder = at.slice(0, start) || ".";
      checkPermission(action, folder, "read");
      const real = `${Deno.realPathSync(folder).replace(/\/$/, "")}/`;
      if (DESCRIPTOR_REGEXP.test(real + at.slice(start))) {
        return { path: at, info: end, isDescriptor: true };
      }
      at = linked(real, Deno.readLinkSync(at), action);
    } catch (error) {
      throw localError(action, error, ERROR_PATH_NOT_FOUND);
    }
  }
  throw new InternetError(
    ERROR_CANT_RESOLVE_FILENAME,
    `Cannot ${action}: its symbolic links form a loop; remove one of them`,
  );
}

/** Returns the target of a link, or `null` if there is none. */
function endInfo(path: string): Deno.FileInfo | null {
  try {
    return Deno.statSync(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}

/**
 * Returns the path of the target of a link in a folder. With `..` in it, its folders are resolved
 * one by one: Deno takes `..` for the folder before it even if that is a link.
 */
function linked(folder: string, link: string, action: string): string {
  if (Deno.build.os === "windows") {
    return /^(?:[/\\]|[a-z]:)/i.test(link) ? link : folder + link;
  }
  const names = link.split("/");
  const last = names.pop()!;
  if (!names.includes("..")) return link.startsWith("/") ? link : folder + link;
  let at = link.startsWith("/") ? "/" : folder;
  for (const name of names) {
    if (name === "" || name === ".") continue;
    if (name === "..") at = at.replace(/[^/]+\/$/, "");
    else {
      checkPermission(action, at + name, "read");
      at = `${Deno.realPathSync(at + name)}/`;
    }
  }
  return at + last;
}
