// Copyright 2026 the wininet authors. MIT license.

/**
 * The type of a menu item: the first character of its line, and the
 * `GOPHER_TYPE_*` bits of WinINet for it.
 *
 * Servers have invented more characters than WinINet has types, so several
 * characters have the same type. All other characters are of an unknown type,
 * which is fetched like a binary file. So a locator keeps the character, and
 * the type is derived from it; only `GopherCreateLocator` does the reverse.
 *
 * The type also determines how a reply without a Gopher+ header is read. RFC
 * 1436 specifies only for 5 and 9 that they are read until the connection ends,
 * but servers send all pictures, sounds and documents like that. Only types
 * that always consist of lines have a dot at the end and doubled dots: texts,
 * errors, and the two formats for sending files as text. (A line of BinHex
 * never starts with a dot, but a line of uuencode with 14 bytes does.)
 *
 * @module
 */

import { ERROR_INVALID_PARAMETER, InternetError } from "../../error.ts";
import {
  GOPHER_TYPE_ASK,
  GOPHER_TYPE_BINARY,
  GOPHER_TYPE_BITMAP,
  GOPHER_TYPE_CALENDAR,
  GOPHER_TYPE_CSO,
  GOPHER_TYPE_DIRECTORY,
  GOPHER_TYPE_DOS_ARCHIVE,
  GOPHER_TYPE_ERROR,
  GOPHER_TYPE_FILE_MASK,
  GOPHER_TYPE_GIF,
  GOPHER_TYPE_GOPHER_PLUS,
  GOPHER_TYPE_HTML,
  GOPHER_TYPE_IMAGE,
  GOPHER_TYPE_INDEX_SERVER,
  GOPHER_TYPE_INLINE,
  GOPHER_TYPE_MAC_BINHEX,
  GOPHER_TYPE_MOVIE,
  GOPHER_TYPE_PDF,
  GOPHER_TYPE_REDUNDANT,
  GOPHER_TYPE_SOUND,
  GOPHER_TYPE_TELNET,
  GOPHER_TYPE_TEXT_FILE,
  GOPHER_TYPE_TN3270,
  GOPHER_TYPE_UNIX_UUENCODED,
  GOPHER_TYPE_UNKNOWN,
} from "../../flags.ts";

/** The types by character; the first character of a type is used when a locator is created. */
const TYPES: ReadonlyMap<string, number> = new Map([
  ["0", GOPHER_TYPE_TEXT_FILE],
  ["1", GOPHER_TYPE_DIRECTORY],
  ["2", GOPHER_TYPE_CSO],
  ["3", GOPHER_TYPE_ERROR],
  ["4", GOPHER_TYPE_MAC_BINHEX],
  ["5", GOPHER_TYPE_DOS_ARCHIVE],
  ["6", GOPHER_TYPE_UNIX_UUENCODED],
  ["7", GOPHER_TYPE_INDEX_SERVER],
  ["8", GOPHER_TYPE_TELNET],
  ["9", GOPHER_TYPE_BINARY],
  ["d", GOPHER_TYPE_BINARY],
  ["+", GOPHER_TYPE_REDUNDANT],
  ["T", GOPHER_TYPE_TN3270],
  ["g", GOPHER_TYPE_GIF],
  ["I", GOPHER_TYPE_IMAGE],
  ["p", GOPHER_TYPE_IMAGE],
  [":", GOPHER_TYPE_BITMAP],
  [";", GOPHER_TYPE_MOVIE],
  ["s", GOPHER_TYPE_SOUND],
  ["<", GOPHER_TYPE_SOUND],
  ["h", GOPHER_TYPE_HTML],
  ["H", GOPHER_TYPE_HTML],
  ["P", GOPHER_TYPE_PDF],
  ["c", GOPHER_TYPE_CALENDAR],
  ["i", GOPHER_TYPE_INLINE],
]);

/** The character for an unknown type; no server uses it. */
const UNKNOWN_CHARACTER = "U";

const CHARACTERS: ReadonlyMap<number, string> = new Map([
  [0, "1"],
  [GOPHER_TYPE_UNKNOWN, UNKNOWN_CHARACTER],
  ...[...TYPES].reverse().map(([character, type]): [number, string] => [
    type,
    character,
  ]),
]);

/** The bits that are not part of the type itself. */
const MARK_BITS = (GOPHER_TYPE_REDUNDANT | GOPHER_TYPE_ASK |
  GOPHER_TYPE_GOPHER_PLUS) >>> 0;

const TEXT_TYPES = GOPHER_TYPE_TEXT_FILE | GOPHER_TYPE_ERROR |
  GOPHER_TYPE_MAC_BINHEX | GOPHER_TYPE_UNIX_UUENCODED | GOPHER_TYPE_INLINE;

/** Returns the type of a character: one `GOPHER_TYPE_*` bit. */
export function typeOfCharacter(character: string): number {
  return TYPES.get(character) ?? GOPHER_TYPE_UNKNOWN;
}

/**
 * Returns the character of a type, which may have GOPHER_TYPE_REDUNDANT,
 * GOPHER_TYPE_ASK and GOPHER_TYPE_GOPHER_PLUS in addition to one other bit.
 * GOPHER_TYPE_REDUNDANT alone is `+`; with another bit it has no effect. 0 is a
 * directory.
 *
 * @throws {InternetError} ERROR_INVALID_PARAMETER if it is not such a type.
 */
export function characterOfType(type: number): string {
  const base = baseOfType(type);
  const isMirror = base === 0 && (type & GOPHER_TYPE_REDUNDANT) !== 0;
  const character = CHARACTERS.get(isMirror ? GOPHER_TYPE_REDUNDANT : base);
  // A number that is not a DWORD is rejected, regardless of its lowest 32 bits.
  if (character !== undefined && (type >>> 0 === type || type >> 0 === type)) {
    return character;
  }
  throw new InternetError(
    ERROR_INVALID_PARAMETER,
    `Cannot use the Gopher type ${type}: it must be one of the GOPHER_TYPE_* constants`,
  );
}

/** Returns a type without the duplicate and Gopher+ bits. */
export function baseOfType(type: number): number {
  return (type & ~MARK_BITS) >>> 0;
}

/**
 * Returns `true` if an item is fetched as a file. A duplicate of an unknown
 * item may be a file. An information line is not, although
 * GOPHER_TYPE_FILE_MASK has its bit: its host is a placeholder.
 */
export function isFileType(type: number): boolean {
  const base = baseOfType(type);
  if (base === GOPHER_TYPE_INLINE) return false;
  if (base === 0) return (type & GOPHER_TYPE_REDUNDANT) !== 0;
  return (base & (GOPHER_TYPE_FILE_MASK | GOPHER_TYPE_UNKNOWN)) !== 0;
}

/** Returns `true` if an item is fetched as a menu. */
export function isMenuType(type: number): boolean {
  return (type & (GOPHER_TYPE_DIRECTORY | GOPHER_TYPE_INDEX_SERVER)) !== 0;
}

/** Returns `true` if a reply without a header has a dot at its end and doubled dots. */
export function isTextType(type: number): boolean {
  return (type & TEXT_TYPES) !== 0;
}

/**
 * Returns `true` if an item is read as text. Old servers start a selector with
 * the type character: if that is 5 or 9, the item is not text even if the menu
 * reports it as text.
 */
export function isTextItem(type: number, selector: string): boolean {
  return isTextType(type) &&
    !((type & GOPHER_TYPE_TEXT_FILE) !== 0 && /^[59]/.test(selector));
}
