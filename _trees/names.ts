// Copyright 2026 the wininet authors. MIT license.

/**
 * Checks which names in a listing can be local file names. No I/O: the
 * operating system is an argument.
 *
 * Names are never changed: a name that is not valid here, or would lead out of
 * its directory, is refused.
 *
 * @module
 */

import { nameFault, notePath } from "../_base/local_name.ts";

/** The operating system on which a file is created. */
export type System = typeof Deno.build.os;

/** The maximum length of a name in bytes; on Windows in UTF-16 units. */
const MAX_NAME = 255;

// deno-lint-ignore no-control-regex
const CONTROL_REGEXP = /[\x00-\x1f\x7f]/;

/**
 * Returns the reason why a name is not valid for a local file, or `null` if it
 * is possible.
 */
export function localNameFault(name: string, system: System): string | null {
  if (name === "" || name === "." || name === "..") {
    return "it is not the name of a file, but of a folder around it";
  }
  if (/[/\\]/.test(name)) return "its name has a slash or a backslash";
  if (CONTROL_REGEXP.test(name)) return "its name has control characters";
  if (lengthOf(name, system) > MAX_NAME) {
    return `its name is longer than ${MAX_NAME} bytes`;
  }
  return nameFault(name, system);
}

function lengthOf(name: string, system: System): number {
  // Names in ASCII are the most frequent case.
  if (system === "windows" || name.length * 3 <= MAX_NAME) return name.length;
  return new TextEncoder().encode(name).length;
}

/** Returns a key that is equal for two names of the same file on a system. */
export function nameKey(name: string, system: System): string {
  return system === "windows" || system === "darwin"
    ? name.normalize("NFC").toLowerCase()
    : name;
}

/**
 * Returns `true` if a part may have the name by which a later run finds it. A
 * file of the server or of the user could have that name too.
 */
export function mayKeepPart(
  name: string,
  isTaken: (name: string) => boolean,
  isThere: (name: string) => boolean,
): boolean {
  const part = `${name}.part`;
  const note = notePath(part);
  if (isTaken(part) || isTaken(note)) return false;
  // A part without a note was not created by this library.
  return !isThere(part) || isThere(note);
}

/** Returns the path of a name in a directory. */
export function joined(directory: string, name: string): string {
  if (directory === "") return name;
  return directory.endsWith("/") ? directory + name : `${directory}/${name}`;
}

/**
 * Returns `true` if the target of a link is inside the tree; `level` is the
 * depth of the link.
 */
export function staysInside(target: string, level: number): boolean {
  if (/^[/\\]|^[a-z]:/i.test(target) || CONTROL_REGEXP.test(target)) {
    return false;
  }
  let depth = level;
  for (const part of target.split(/[/\\]/)) {
    if (part === "..") depth--;
    else if (part !== "" && part !== ".") depth++;
    if (depth < 0) return false;
  }
  return target !== "";
}
