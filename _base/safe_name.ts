// Copyright 2026 the wininet authors. MIT license.

/**
 * Local file names made from untrusted text: selectors, URLs and header fields.
 * Such a name is one file in one directory on every system. It is not hidden,
 * cannot be mistaken for a command-line option, and is displayed without
 * changes.
 *
 * @module
 */

/** The maximum length of a name in bytes. Systems allow 255; this leaves room for a suffix. */
export const MAX_FILE_NAME = 200;
/** The maximum length of the extension that is kept when a long name is shortened. */
const MAX_ENDING = 20;
/** Characters that are not shown, or change how others are shown. */
const INVISIBLE_REGEXP = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;
/** Characters that Windows refuses in names, or that start a stream of a file. */
const FORBIDDEN_REGEXP = /[<>:"/\\|?*]/g;
/** The devices of Windows, also with an ending. */
const DEVICE_REGEXP =
  /^(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[\d\xb9\xb2\xb3])[ ]*(?:\.|$)/i;

/**
 * Returns a safe file name made of the last part of a path that is not blank,
 * or `""` if nothing is left.
 */
export function safeNameOfPath(path: string): string {
  const parts = path.split(/[\\/]/);
  return safeName(parts.findLast((part) => part.trim() !== "") ?? "");
}

/** Returns a safe file name, or `""` if nothing is left. */
export function safeName(text: string): string {
  const visible = text.replace(INVISIBLE_REGEXP, "").normalize("NFC");
  const name = shortened(visible.trim())
    .replace(FORBIDDEN_REGEXP, "_")
    .replace(/^[.~-]+/, "_")
    .replace(/[ .]+$/, "");
  return DEVICE_REGEXP.test(name) ? `_${name}` : name;
}

/** Cuts a long name, but not its ending. */
function shortened(name: string): string {
  if (byteLength(name) <= MAX_FILE_NAME) return name;
  const dot = name.lastIndexOf(".");
  const ending = dot > 0 && name.length - dot <= MAX_ENDING
    ? name.slice(dot)
    : "";
  let kept = "";
  let room = MAX_FILE_NAME - byteLength(ending);
  for (const character of name) {
    room -= byteLength(character);
    if (room < 0) break;
    kept += character;
  }
  return kept + ending;
}

function byteLength(text: string): number {
  return new TextEncoder().encode(text).length;
}
