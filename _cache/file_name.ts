// Copyright 2026 the wininet authors. MIT license.

/**
 * Names of cache files, in the form that WinINet uses. No I/O.
 *
 * @module
 */

/** The maximum length of a path that every program on Windows can open. */
const MAX_PATH = 259;
/** The maximum length of a name in bytes, with room for a counter and for `.part`. */
const MAX_NAME_BYTES = 240;
/** The maximum length of an extension. */
const MAX_EXTENSION = 60;
/** The minimum length that a name is cut to, even if its directory has a very long path. */
const MIN_NAME = 8;

/** The path of a URL: the part after the host, without the query and the fragment. */
const PATH_REGEXP = /^[a-z][a-z0-9+.-]*:(?:\/\/[^/?#]*)?([^?#]*)/i;

/**
 * Characters that a file name must not contain: a slash would refer to another
 * folder.
 */
// deno-lint-ignore no-control-regex
const FORBIDDEN_REGEXP = /[<>:"|?*\/\\\x00-\x1f\x7f]/g;

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

const encoder = new TextEncoder();

/**
 * Returns the file name for a URL, in a directory whose path has `folderLength`
 * characters including the final slash. The counter makes the name unique.
 */
export function cacheFileName(
  url: string,
  extension: string | null,
  counter: number,
  folderLength: number,
): string {
  const end = endOf(extension);
  const suffix = `[${counter}]${end}`;
  const room = Math.max(MIN_NAME, MAX_PATH - folderLength - suffix.length);
  return shortened(stemOf(url), room, suffix) + suffix;
}

/** Returns the directory name for a container. */
export function cacheFolderName(name: string): string {
  return safeText(name.slice(0, MAX_EXTENSION)).replaceAll(".", "_");
}

/**
 * Returns the last segment of the URL without its extension, or random letters
 * if the text has no scheme and so is not a URL.
 */
function stemOf(url: string): string {
  const path = PATH_REGEXP.exec(url)?.[1] ?? "";
  const piece = path.slice(path.lastIndexOf("/") + 1);
  const dot = piece.lastIndexOf(".");
  const stem = safeText(dot < 0 ? piece : piece.slice(0, dot));
  return stem === "" ? randomLetters() : stem;
}

/** Returns the extension with its dot. Windows drops a space or a dot at the end of a name. */
function endOf(extension: string | null): string {
  if (extension === null || extension === "") return "";
  const text = safeText(extension.slice(0, MAX_EXTENSION));
  return `.${text.replace(/[ .]$/, "_")}`;
}

function safeText(text: string): string {
  return text.toWellFormed().replaceAll(FORBIDDEN_REGEXP, "_");
}

/** Shortens a name so that it fits with its suffix, in characters and in bytes. */
function shortened(name: string, room: number, suffix: string): string {
  const bytes = MAX_NAME_BYTES - encoder.encode(suffix).length;
  // The cut may be in the middle of a surrogate pair.
  const text = name.slice(0, room).toWellFormed();
  const { read } = encoder.encodeInto(text, new Uint8Array(bytes));
  return text.slice(0, read);
}

function randomLetters(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(8));
  return [...bytes].map((byte) => LETTERS[byte % LETTERS.length]).join("");
}
