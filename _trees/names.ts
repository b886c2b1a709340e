// Copyright 2026 the wininet authors. MIT license.

/**
 * Names that a server lists: which of them can be names of files here. No I/O: the system
 * is an argument.
 *
 * Nothing is renamed: a name that cannot exist here, or would lead out of its folder, is
 * refused.
 *
 * @module
 */

import { nameFault, notePath } from "../_base/local_name.ts";

/** The system on which a file is made. */
export type System = typeof Deno.build.os;

/** The most bytes of a name; on Windows the most UTF-16 units. */
const MAX_NAME = 255;

// deno-lint-ignore no-control-regex
const CONTROL_REGEXP = /[\x00-\x1f\x7f]/;

/** Returns the reason why a name cannot be that of a file in a local folder; `null` if it can. */
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
  // A name of ASCII is the frequent case.
  if (system === "windows" || name.length * 3 <= MAX_NAME) return name.length;
  return new TextEncoder().encode(name).length;
}

/** Returns what is equal for names of the same file on a system. */
export function nameKey(name: string, system: System): string {
  return system === "windows" || system === "darwin"
    ? name.normalize("NFC").toLowerCase()
    : name;
}

/**
 * Returns `true` if the part of a file may have the name by which a later run finds it:
 * a file of the server or of the user could have that name too.
 */
export function mayKeepPart(
  name: string,
  isTaken: (name: string) => boolean,
  isThere: (name: string) => boolean,
): boolean {
  const part = `${name}.part`;
  const note = notePath(part);
  if (isTaken(part) || isTaken(note)) return false;
  // A part without a note is not one of ours.
  return !isThere(part) || isThere(note);
}

/** Returns the path of a name in a directory. */
export function joined(directory: string, name: string): string {
  if (directory === "") return name;
  return directory.endsWith("/") ? directory + name : `${directory}/${name}`;
}

/** Returns `true` if a link in a directory of the tree leads to a place in the tree; `level` is the number of folders above it. */
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
