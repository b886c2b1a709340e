// Copyright 2026 the wininet authors. MIT license.

/**
 * Lines of `ls -l`, as sent by nearly all servers, also on Windows.
 *
 *     drwxr-xr-x   3 owner    group        6144 Sep 17  2012 name
 *     permissions  links, owner, group, size, date, name
 *
 * The permissions come first and the name last. Almost any field between them
 * may be missing, joined to another one or contain spaces. Only the date is
 * certain, and that the size comes before it. So the date is searched from the
 * left: the first one after a size; then one after a field that ends in digits
 * (a group joined to the size) or without any size; then one with an unknown
 * month. The fields before the size are links, owner and group, if they exist:
 * a gap of two spaces ends an owner of several words.
 *
 * An unreadable date is not part of the name. The name then starts in the same
 * column as in the lines before, or else after the fields that look like a
 * date.
 *
 * The size of a symbolic link is the length of its target. It shows which ` ->
 * ` is the arrow if the name also contains one.
 *
 * @module
 */

import { FILE_ATTRIBUTE_REPARSE_POINT } from "../../flags.ts";
import type { WIN32_FIND_DATA } from "../../structures.ts";
import { dayAt, fieldAfterDate, type ListDate, startsDate } from "./date.ts";
import type { ListFormat, ListState } from "./format.ts";
import {
  ARROW,
  attributes,
  COMMA,
  entryName,
  isBlank,
  isDigit,
  type ListEntry,
  type ListLine,
  makeDate,
  makeEntry,
  readNumber,
  readScaled,
} from "./line.ts";

/** The kinds of entries: the first character of the permissions. */
const KIND_LETTERS = "-dlbcpsDCMPnw";

/** The maximum and minimum known lengths of permissions. */
const MAX_MODE = 20;
const MIN_MODE = 7;

/** The parts of a line that are usually the same in many lines. */
const PERMISSIONS_PART = 0;
const OWNER_PART = 1;
const GROUP_PART = 2;

const FILE_LETTER = 0x2d;
const DIRECTORY_LETTER = 0x64;
const LINK_LETTER = 0x6c;
const BLOCK_DEVICE_LETTER = 0x62;
const CHARACTER_DEVICE_LETTER = 0x63;

/** `ls -l` in all its variants. */
export const UNIX: ListFormat = {
  name: "Unix",
  matches: (line: ListLine): boolean => isMode(line),
  parse: (line: ListLine, state: ListState): WIN32_FIND_DATA | null =>
    parseUnix(line, state),
};

/**
 * Returns `true` if the first field is permissions: letters and dashes (usually
 * ten, at least seven), optionally followed by the mark of an access list and
 * the number of links.
 */
function isMode(line: ListLine): boolean {
  const size = line.size(0);
  if (size < MIN_MODE || size > MAX_MODE) return false;
  const text = line.text;
  const start = line.start(0);
  if (!KIND_LETTERS.includes(text.charAt(start))) return false;
  let dashes = false;
  let usual = true;
  const end = start + modeSize(line);
  for (let at = start + 1; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x2d) dashes = true;
    else if (!isLetter(code)) return false;
    else if (!isBit(code)) usual = false;
  }
  return end - start >= MIN_MODE && (dashes || usual);
}

function isLetter(code: number): boolean {
  return (code | 0x20) >= 0x61 && (code | 0x20) <= 0x7a;
}

/** Returns `true` for r, w, x, s, S, t, T, l or L. */
function isBit(code: number): boolean {
  const letter = code | 0x20;
  return letter === 0x72 || letter === 0x77 || letter === 0x78 ||
    letter === 0x73 || letter === 0x74 || letter === 0x6c;
}

/** Returns the length of the permissions without the marks and digits after them. */
function modeSize(line: ListLine): number {
  const start = line.start(0);
  let end = line.end(0);
  while (end > start && isDigit(line.text.charCodeAt(end - 1))) end--;
  if (end > start && "+.@".includes(line.text.charAt(end - 1))) end--;
  return end - start;
}

function parseUnix(line: ListLine, state: ListState): WIN32_FIND_DATA | null {
  const { date } = state;
  for (let at = 2; at < line.count; at++) {
    if (readUnixSize(line, at - 1) >= 0 && date.read(line, at)) {
      if (isDay(line, at - 1)) return undated(line, state, at - 3);
      const name = line.behind(date.last, date.padding);
      state.nameColumn = line.text.length - name.length;
      const entry = withOwner(line, at - 1, name, date.time);
      if (entry !== null) learn(line, state, at - 1, entry);
      return entry;
    }
  }
  const size = undatedSize(line, date);
  // A date after that is part of the name.
  const end = size < 0 ? line.count : size + 1;
  for (let at = 1; at < end; at++) {
    if (date.read(line, at)) return glued(line, date, at - 1);
  }
  if (size < 0) return dateless(line, state);
  if (!date.read(line, size + 1, true)) return undated(line, state, size);
  const name = line.behind(date.last, date.padding);
  return withOwner(line, size, name, date.time);
}

/**
 * Returns `true` if a field is the day of an unreadable date, and not the size:
 * in `9 Aug 22  2024-01-05 x` the second date is the name.
 */
function isDay(line: ListLine, field: number): boolean {
  return field > 3 && isDigit(line.code(field + 1)) &&
    line.number(field - 2) >= 0 && dayAt(line, field) > 0 &&
    startsDate(line, field - 1) && line.number(field - 1) < 0;
}

/**
 * Remembers a typical line. Its size affects only the size of the entry, and
 * the field after its date affects only the name.
 */
function learn(
  line: ListLine,
  { date, memo, nameColumn }: ListState,
  size: number,
  entry: WIN32_FIND_DATA,
): void {
  const kind = line.code(0);
  const usual = (kind === FILE_LETTER || kind === DIRECTORY_LETTER) &&
    entry.group !== undefined && size >= 4 && line.number(size) >= 0 &&
    date.last === size + 3 && line.size(date.last) <= 5 &&
    line.lastCode(size + 2) !== COMMA && !startsDate(line, size - 1) &&
    !isBlank(line.text.charCodeAt(nameColumn));
  if (!usual) return;
  memo.learn(line.text, entry, {
    ownerEnd: line.end(size - 1),
    sizeEnd: line.end(size),
    nameStart: nameColumn,
    time: date.time,
  });
}

/**
 * Returns the field with the size before a date that cannot be read, or whose
 * month is unknown, or -1 if there is none.
 */
function undatedSize(line: ListLine, date: ListDate): number {
  for (let at = 2; at < line.count - 1; at++) {
    if (readUnixSize(line, at - 1) < 0) continue;
    if (startsDate(line, at) || date.read(line, at, true)) return at - 1;
  }
  return -1;
}

/**
 * Returns the size in a field: digits, digits with a unit, or both numbers of a
 * device, which has no size. Returns -1 for anything else.
 */
function readUnixSize(line: ListLine, field: number): number {
  if (!isDigit(line.code(field))) return -1;
  const size = line.number(field);
  if (size >= 0) return size;
  const word = line.word(field);
  return /^\d+,\d+$/.test(word) ? 0 : readScaled(word);
}

/** Returns an entry whose date cannot be read, from the fields after its size. */
function undated(
  line: ListLine,
  { nameColumn }: ListState,
  field: number,
): WIN32_FIND_DATA | null {
  const text = line.text;
  const inColumn = nameColumn > line.end(field) && nameColumn < text.length &&
    isBlank(text.charCodeAt(nameColumn - 1)) &&
    !isBlank(text.charCodeAt(nameColumn));
  const next = field + 1;
  const start = inColumn
    ? nameColumn
    : line.start(startsDate(line, next) ? fieldAfterDate(line, next) : next);
  return withOwner(line, field, text.slice(start), NaN);
}

/** Returns an entry whose size is a separate field, after the owner and the group. */
function withOwner(
  line: ListLine,
  field: number,
  name: string,
  time: number,
): WIN32_FIND_DATA | null {
  const size = readUnixSize(line, field);
  // The first number of a device, followed by a comma, belongs to the size.
  const major = line.lastCode(field - 1) === COMMA &&
    isDigit(line.code(field - 1));
  const ownerEnd = line.end(major && field > 1 ? field - 2 : field - 1);
  return unixEntry(line, name, size, time, ownerEnd);
}

/** Returns an entry whose size is the end of another field, or missing. */
function glued(
  line: ListLine,
  date: ListDate,
  field: number,
): WIN32_FIND_DATA | null {
  const name = line.behind(date.last, date.padding);
  const end = line.end(field);
  let start = end;
  if (field > 0) {
    while (isDigit(line.text.charCodeAt(start - 1))) start--;
  }
  const size = Math.max(readNumber(line.text, start, end), 0);
  return unixEntry(line, name, size, date.time, start);
}

/** Returns an entry without a date: permissions, links, owner, group, size and name. */
function dateless(line: ListLine, state: ListState): WIN32_FIND_DATA | null {
  if (line.count < 6 || line.number(1) < 0 || line.number(4) < 0) return null;
  return undated(line, state, 4);
}

/** Returns an entry; `ownerEnd` is the end of the owner and the group. */
function unixEntry(
  line: ListLine,
  name: string,
  size: number,
  time: number,
  ownerEnd: number,
): WIN32_FIND_DATA | null {
  const kind = line.code(0);
  const arrow = kind === LINK_LETTER ? arrowIn(name, size) : -1;
  const cFileName = entryName(arrow < 0 ? name : name.slice(0, arrow));
  if (cFileName === null) return null;
  const word = attributes(
    kind === DIRECTORY_LETTER,
    kind === LINK_LETTER ? FILE_ATTRIBUTE_REPARSE_POINT : 0,
  );
  const isDevice = kind === BLOCK_DEVICE_LETTER ||
    kind === CHARACTER_DEVICE_LETTER;
  const bytes = isDevice ? 0 : size;
  const entry = ownedEntry(line, cFileName, word, bytes, time, ownerEnd);
  if (arrow >= 0) entry.linkTarget = name.slice(arrow + ARROW.length);
  return entry;
}

/** Returns the index of the arrow of a link, or -1 if it has none. */
function arrowIn(name: string, size: number): number {
  const expected = name.length - size - ARROW.length;
  return expected > 0 && name.startsWith(ARROW, expected)
    ? expected
    : name.indexOf(ARROW);
}

/** Returns the permissions with the mark of an access list, but without the number of links. */
function permissionsOf(line: ListLine): string {
  const start = line.start(0);
  let end = line.end(0);
  while (isDigit(line.text.charCodeAt(end - 1))) end--;
  return line.cut(PERMISSIONS_PART, start, end);
}

/** Returns an entry with the owner and the group, which are between links and size. */
function ownedEntry(
  line: ListLine,
  name: string,
  word: number,
  size: number,
  time: number,
  end: number,
): ListEntry {
  const permissions = permissionsOf(line);
  const first = !isDigit(line.lastCode(0)) && line.number(1) >= 0 ? 2 : 1;
  const start = line.start(first);
  const last = lastOfOwner(line, first, end);
  const next = line.start(last + 1);
  const owned = start < end && !isFork(line, size, end);
  if (!owned || next >= end) {
    const entry = makeEntry(line.text, name, word, size, time);
    entry.permissions = permissions;
    if (owned) entry.owner = line.cut(OWNER_PART, start, end);
    return entry;
  }
  // One literal: adding members to the object later takes as long again.
  return {
    cFileName: name,
    dwFileAttributes: word,
    nFileSize: size,
    ftLastWriteTime: makeDate(time),
    ftCreationTime: null,
    ftLastAccessTime: null,
    raw: line.text,
    permissions,
    owner: line.cut(OWNER_PART, start, line.end(last)),
    group: line.cut(GROUP_PART, next, end),
  };
}

/**
 * Returns the last field of an owner that starts at `first`, in a part that
 * ends at `end`. If there are more than two fields, the first wide gap
 * separates owner and group.
 */
function lastOfOwner(line: ListLine, first: number, end: number): number {
  if (line.end(first + 1) >= end) return first;
  for (let field = first; line.end(field) < end; field++) {
    if (line.start(field + 1) - line.end(field) > 1) return field;
  }
  return first;
}

/**
 * Returns `true` for a line of WebStar or NetPresenz on the Mac, which has the
 * sizes of the two forks of a file, or the word `folder`, in place of links and
 * owner.
 */
function isFork(line: ListLine, size: number, end: number): boolean {
  if (line.end(1) === end) {
    return line.code(0) === DIRECTORY_LETTER && line.word(1) === "folder";
  }
  return size > 0 && line.end(2) === end && line.number(1) >= 0 &&
    line.number(1) + line.number(2) === size && line.number(2) >= 0;
}
