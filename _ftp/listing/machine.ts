// Copyright 2026 the wininet authors. MIT license.

/**
 * Lines of MLSD and MLST (RFC 3659 section 7): facts, one space, the name.
 *
 *     type=file;size=2750;modify=20130621074512; name
 *
 * Everything after the first space is the name, whatever it contains. Some
 * servers send a tab instead of the space or omit it, omit the last semicolon,
 * or put spaces into the target of a link or the name of an owner. Such facts
 * end at their semicolon.
 *
 * Fact names are case-insensitive. The facts are stored in an object without a
 * prototype, so that a fact cannot be confused with a member of Object.
 *
 * The directory itself and its parent (`type=cdir`, `type=pdir`) may have any
 * name, such as a whole path. They become `.` and `..`, as in other listings.
 *
 * @module
 */

import {
  FILE_ATTRIBUTE_ARCHIVE,
  FILE_ATTRIBUTE_HIDDEN,
  FILE_ATTRIBUTE_READONLY,
  FILE_ATTRIBUTE_REPARSE_POINT,
  FILE_ATTRIBUTE_SYSTEM,
} from "../../flags.ts";
import type { WIN32_FIND_DATA } from "../../structures.ts";
import { timeOf } from "./date.ts";
import {
  attributes,
  entryName,
  type ListEntry,
  makeDate,
  readNumber,
} from "./line.ts";

/** The maximum number of facts that are read; servers send fewer. */
const MAX_FACTS = 64;

/** The indices of the values of facts that become members of an entry. */
const TYPE = 0;
const SIZE = 1;
const DIRECTORY_SIZE = 2;
const MODIFY = 3;
const CREATE = 4;
const PERM = 5;
const UNIX_MODE = 6;
const OWNER_ID = 7;
const OWNER = 8;
const OWNER_NAME = 9;
const GROUP_ID = 10;
const GROUP = 11;
const GROUP_NAME = 12;
const WINDOWS = 13;
const UNIQUE = 14;

/** The index of the value of each fact. */
const PLACES: ReadonlyMap<string, number> = new Map([
  ["type", TYPE],
  ["size", SIZE],
  ["sizd", DIRECTORY_SIZE],
  ["modify", MODIFY],
  ["create", CREATE],
  ["perm", PERM],
  ["unix.mode", UNIX_MODE],
  ["unix.uid", OWNER_ID],
  ["unix.owner", OWNER],
  ["unix.ownername", OWNER_NAME],
  ["unix.gid", GROUP_ID],
  ["unix.group", GROUP],
  ["unix.groupname", GROUP_NAME],
  ["win32.ea", WINDOWS],
  ["unique", UNIQUE],
]);

/** The facts that identify an MLSD line among lines of any format: one of them is required. */
const SHOWN: readonly number[] = [TYPE, SIZE, MODIFY, PERM, UNIQUE];

/** The facts whose values may contain spaces. */
const BLANK_REGEXP =
  /^(?:type=os\.unix=slink:|unix\.(?:owner|group)(?:name)?=)/i;

/** The Windows attributes that a server can report. */
const WINDOWS_ATTRIBUTES = FILE_ATTRIBUTE_READONLY | FILE_ATTRIBUTE_HIDDEN |
  FILE_ATTRIBUTE_SYSTEM | FILE_ATTRIBUTE_ARCHIVE;

/** A fact name as the server writes it, in lower case, and its index. */
interface FactName {
  readonly written: string;
  readonly name: string;
  readonly place: number;
}

/**
 * Reads the facts of lines. A server sends the same facts in the same order in
 * each line, so the parsed fact names are kept for the next line.
 */
export class FactReader {
  #names: FactName[] = [];
  #facts: Record<string, string> = {};
  #values = new Array<string | undefined>(UNIQUE + 1).fill(undefined);
  #count = 0;

  /**
   * Returns the entry of an MLSD line, or `null` if it is not one or must not
   * be listed. With `shown`, one of the facts that every server sends is
   * required.
   */
  parse(text: string, shown = false): WIN32_FIND_DATA | null {
    // A fact named `__proto__` has no effect, because its value is a string.
    this.#facts = {};
    this.#values.fill(undefined);
    this.#count = 0;
    const nameAt = this.#read(text);
    const values = this.#values;
    if (nameAt < 0) return null;
    if (shown && !SHOWN.some((place) => values[place] !== undefined)) {
      return null;
    }
    const type = values[TYPE] ?? "file";
    // The most frequent type needs no regular expression.
    const file = type === "file";
    const directory = !file && /^[cp]?dir$/i.test(type);
    const listed = entryName(text.slice(nameAt));
    if (listed === null) return null;
    const name = directory ? directoryName(type, listed) : listed;
    return this.#entry(text, name, directory, type);
  }

  /** Reads the facts; returns the start of the name, or -1 if there is none. */
  #read(text: string): number {
    let blank = firstBlank(text, 0);
    if (blank < 0) blank = text.length;
    let start = 0;
    while (true) {
      let end = text.indexOf(";", start);
      if (end < 0 || end > blank) {
        end = blank;
        if (blank > start && this.#count < MAX_FACTS) {
          end = blankEnd(text, start, blank);
          if (end > blank) blank = firstBlank(text, end);
        }
      }
      if (end > start && !this.#take(text, start, end)) {
        // The name follows the last semicolon without a space.
        return start > 0 && !text.includes(";", start) ? start : -1;
      }
      if (end === blank) return blank + 1;
      start = end + 1;
    }
  }

  /** Stores a fact; returns `false` if it is not one. */
  #take(text: string, start: number, end: number): boolean {
    const count = this.#count++;
    if (count >= MAX_FACTS) return true;
    let fact = this.#names[count];
    if (
      fact === undefined || !text.startsWith(fact.written, start) ||
      start + fact.written.length > end
    ) {
      const equals = text.indexOf("=", start);
      if (equals <= start || equals >= end) return false;
      const name = text.slice(start, equals).toLowerCase();
      const place = PLACES.get(name) ?? -1;
      fact = { written: text.slice(start, equals + 1), name, place };
      this.#names[count] = fact;
    }
    const value = text.slice(start + fact.written.length, end);
    this.#facts[fact.name] = value;
    if (fact.place >= 0) this.#values[fact.place] = value;
    return true;
  }

  #entry(
    text: string,
    name: string,
    directory: boolean,
    type: string,
  ): WIN32_FIND_DATA {
    const values = this.#values;
    const link = type !== "file" &&
      /^(?:os\.unix=(?:slink|symlink)(?![a-z])|link$|symlink$)/i.test(type);
    const entry: ListEntry = {
      cFileName: name,
      dwFileAttributes: attributes(
        directory,
        windowsAttributes(values[WINDOWS]) |
          (link ? FILE_ATTRIBUTE_REPARSE_POINT : 0),
      ),
      nFileSize: readSize(values[SIZE] ?? values[DIRECTORY_SIZE]),
      ftLastWriteTime: makeDate(readStamp(values[MODIFY])),
      ftCreationTime: null,
      ftLastAccessTime: null,
      raw: text,
      facts: this.#facts,
    };
    const created = values[CREATE];
    if (created !== undefined) {
      entry.ftCreationTime = makeDate(readStamp(created));
    }
    const target = link ? type.indexOf(":") + 1 : 0;
    if (target > 0 && target < type.length) {
      entry.linkTarget = type.slice(target);
    }
    const permissions = values[UNIX_MODE] ?? values[PERM];
    const owner = values[OWNER_NAME] ?? values[OWNER] ?? values[OWNER_ID];
    const group = values[GROUP_NAME] ?? values[GROUP] ?? values[GROUP_ID];
    if (permissions) entry.permissions = permissions;
    if (owner) entry.owner = owner;
    if (group) entry.group = group;
    return entry;
  }
}

/** Returns the name of a directory, depending on its type. */
function directoryName(type: string, listed: string): string {
  switch (type.charAt(0).toLowerCase()) {
    case "c":
      return ".";
    case "p":
      return "..";
    default:
      return listed;
  }
}

/** Returns the index of the next space or tab, or -1 if there is none. */
function firstBlank(text: string, from: number): number {
  const space = text.indexOf(" ", from);
  const tab = text.indexOf("\t", from);
  return space < 0 || tab >= 0 && tab < space ? tab : space;
}

/**
 * Returns the end of a fact whose value contains spaces: the next semicolon, if
 * the facts end with one. Any other fact ends at its space, which is `at`.
 */
function blankEnd(text: string, start: number, at: number): number {
  return BLANK_REGEXP.test(text.slice(start, start + 24)) &&
      text.includes("; ", at)
    ? text.indexOf(";", at)
    : at;
}

/** Returns a size, or 0 if it is not a number. */
function readSize(size: string | undefined): number {
  return size === undefined ? 0 : Math.max(readNumber(size, 0, size.length), 0);
}

/** Returns the attributes that a Windows server reports. */
function windowsAttributes(word: string | undefined): number {
  if (word === undefined || !/^0x[0-9a-f]{1,8}$/i.test(word)) return 0;
  return Number(word) & WINDOWS_ATTRIBUTES;
}

/**
 * Returns the milliseconds since 1970 of YYYYMMDDhhmmss in UTC, with or without
 * a fraction, or NaN if it is not a time. Old servers count years from 1900 and
 * write 19100 for 2000.
 */
export function readStamp(stamp: string | undefined): number {
  if (stamp === undefined || stamp.length > 40) return NaN;
  const point = stamp.indexOf(".");
  let digits = point < 0 ? stamp.length : point;
  let at = 4;
  let year = readNumber(stamp, 0, 4);
  if (digits === 15 && year >= 1910 && year < 1920) {
    year = 1900 + readNumber(stamp, 2, 5);
    at = 5;
    digits--;
  }
  if (digits !== 14 && digits !== 12 && digits !== 8 || year < 0) return NaN;
  const month = readNumber(stamp, at, at + 2);
  const day = readNumber(stamp, at + 2, at + 4);
  const hour = digits > 8 ? readNumber(stamp, at + 4, at + 6) : 0;
  const minute = digits > 8 ? readNumber(stamp, at + 6, at + 8) : 0;
  const second = digits > 12 ? readNumber(stamp, at + 8, at + 10) : 0;
  if (hour < 0 || hour > 24 || minute < 0 || minute > 59) return NaN;
  if (second < 0 || second > 60) return NaN;
  let time = ((hour * 60 + minute) * 60 + second) * 1000;
  if (point >= 0) {
    const fraction = Number(`0${stamp.slice(point, point + 4)}`);
    if (Number.isNaN(fraction)) return NaN;
    time += Math.round(fraction * 1000);
  }
  return timeOf(year, month, day, time);
}
