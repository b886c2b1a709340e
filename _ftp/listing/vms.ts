// Copyright 2026 the wininet authors. MIT license.

/**
 * Lines of OpenVMS: name with version, size in blocks, date, owner, protection.
 *
 *     MANUAL.TXT;3               6  23-SEP-2004 07:15:48.20  [SYSTEM] (RWED,RE,,)
 *     A_LONG_NAME_THAT_FILLS_THE_LINE.TXT;1
 *                                1/16  30-JAN-2006 19:02  [GROUP,USER] (RWED,RE,,)
 *
 * After the name the parts may be in any order; each is recognized by its form.
 * A long name has a separate line, and the rest follows in the next one. If
 * another text follows (for example that the privilege is insufficient), only
 * the name of the file is known.
 *
 * A size is in blocks of 512 bytes; in `used/allocated` the first number
 * counts. Without the heading of a directory (see below) a single number is a
 * size in bytes, because servers that only imitate VMS count bytes.
 *
 * A server lists the newest version of a file first, and the name without a
 * version refers to it, so the version is omitted there. Each older version
 * keeps its version number. `.DIR`, which marks directories, is omitted: CWD
 * accepts the name without it.
 *
 * VMS writes a dot into every name: `FILE.;1` has no extension. If the names of
 * a server have no dot and there is no heading, it is not certain that the
 * server finds a file without its version. So the version is kept until a file
 * with a dot is listed, and a single number is a size in blocks.
 *
 * VMS names are case-insensitive and are listed in upper case. After the
 * heading of a directory (`DEVICE:[DIRECTORY]`), the server is certainly a VMS
 * server, and names are converted to lower case, as in other clients. Without
 * it, the line may come from a server that only imitates VMS and whose names
 * are case-sensitive: they are not converted.
 *
 * @module
 */

import type { WIN32_FIND_DATA } from "../../structures.ts";
import { readDate, readTime } from "./date.ts";
import type { ListFormat, ListState } from "./format.ts";
import {
  ASTERISK,
  attributes,
  entryName,
  isDigit,
  type ListLine,
  makeEntry,
  readNumber,
  readScaled,
} from "./line.ts";

const BLOCK = 512;

const SEMICOLON = 0x3b;
const BRACKET_OPEN = 0x5b;
const BRACKET_CLOSE = 0x5d;
const PARENTHESIS = 0x28;
const PARENTHESIS_CLOSE = 0x29;

/**
 * The maximum number of characters of a name; the longest valid name with its
 * version is much shorter.
 */
const MAX_NAME = 512;

/** The end of the device and the directory before a name. */
const PATH_END_REGEXP = /[\]>](?=[^\]>]*$)/;

/** The parts of a name that nothing follows. */
const UNKNOWN_PARTS: VmsParts = {
  size: 0,
  time: NaN,
  owner: "",
  permissions: "",
};

/** OpenVMS. */
export const VMS: ListFormat = {
  name: "VMS",
  matches: (line: ListLine): boolean =>
    line.lastCode(line.count - 1) === BRACKET_CLOSE || versionAt(line) > 0,
  parse: parseVms,
};

/** The parts of a name. */
interface VmsName {
  /** The name without device, directory, version and the mark of directories. */
  readonly name: string;
  /** The version, with its semicolon. */
  readonly version: string;
  readonly directory: boolean;
  /** `true` if the file has no path and no dot, and no file before it had a dot. */
  readonly bare: boolean;
}

/** The parts after a name. */
interface VmsParts {
  size: number;
  time: number;
  owner: string;
  permissions: string;
}

function parseVms(line: ListLine, state: ListState): WIN32_FIND_DATA | null {
  const version = versionAt(line);
  if (version < 0) {
    if (isDirectoryHeading(line)) state.caseless = true;
    return null;
  }
  if (line.count === 1) {
    state.half = line.text;
    return null;
  }
  return vmsEntry(line.text, line.field(0), state, line, 1);
}

/**
 * Returns the entry for the second line of a long name, or `null` if this is
 * not a second line.
 */
export function parseVmsSecond(
  line: ListLine,
  first: string,
  state: ListState,
): WIN32_FIND_DATA | null {
  return vmsEntry(`${first}\n${line.text}`, first.trim(), state, line, 0);
}

/** Returns the entry for a name without its second line. */
export function parseVmsFirst(
  first: string,
  state: ListState,
): WIN32_FIND_DATA | null {
  return vmsEntry(first, first.trim(), state);
}

/**
 * Returns the index of the semicolon before the version in the first field, or
 * -1 if there is none.
 */
function versionAt(line: ListLine): number {
  if (line.size(0) > MAX_NAME) return -1;
  let at = line.end(0) - 1;
  const start = line.start(0);
  if (!isDigit(line.text.charCodeAt(at))) return -1;
  while (at > start && isDigit(line.text.charCodeAt(at))) at--;
  return at > start && line.text.charCodeAt(at) === SEMICOLON ? at : -1;
}

/** Returns `true` if a line ends with a device and a directory: `DISK:[DIR.SUB]`. */
function isDirectoryHeading(line: ListLine): boolean {
  const last = line.count - 1;
  if (!line.whole || last > 1 || line.size(last) > MAX_NAME) return false;
  const colon = line.field(last).indexOf(":[");
  return colon > 0;
}

/** Reads the parts, starting at a field; returns `null` if one of them is not recognized. */
function readVmsParts(
  line: ListLine,
  from: number,
  inBlocks: boolean,
): VmsParts | null {
  const parts = { size: -1, time: NaN, owner: "", permissions: "" };
  let dated = false;
  if (!line.whole) return null;
  for (let field = from; field < line.count; field++) {
    const code = line.code(field);
    const date = dated ? null : readVmsDate(line, field);
    if (code === BRACKET_OPEN || code === PARENTHESIS) {
      field = readBrackets(line, field, parts);
      if (field < 0) return null;
    } else if (date !== null) {
      dated = true;
      const next = field + 1;
      const time = readTime(line.text, line.start(next), line.end(next));
      if (time >= 0) field = next;
      parts.time = date + Math.max(time, 0);
    } else if (parts.size < 0 && (isDigit(code) || code === ASTERISK)) {
      parts.size = readVmsSize(line.word(field), inBlocks);
      if (parts.size < 0) return null;
    } else if (parts.owner === "" && dated) parts.owner = line.field(field);
    else return null;
  }
  parts.size = Math.max(parts.size, 0);
  return dated ? parts : null;
}

/** Reads an owner or a protection; returns its last field, or -1 if it has no end. */
function readBrackets(line: ListLine, field: number, parts: VmsParts): number {
  const owner = line.code(field) === BRACKET_OPEN;
  const close = owner ? BRACKET_CLOSE : PARENTHESIS_CLOSE;
  const start = line.start(field) + 1;
  while (field < line.count && line.lastCode(field) !== close) field++;
  if (field === line.count) return -1;
  const inside = line.text.slice(start, line.end(field) - 1);
  if (owner) parts.owner = inside;
  else parts.permissions = inside;
  return field;
}

/** Reads a VMS date: day, name of the month, year. */
function readVmsDate(line: ListLine, field: number): number | null {
  const word = line.word(field);
  return /^\d{1,2}-[^-\d]+-\d{4}$/.test(word)
    ? readDate(word, 0, word.length, "day-month")
    : null;
}

/**
 * Returns a size in bytes, from blocks, used/allocated blocks, or a number with
 * a unit. Returns 0 for asterisks, which stand for a number that is too long
 * for its column.
 */
function readVmsSize(word: string, inBlocks: boolean): number {
  if (word.startsWith("*")) return /^\*+$/.test(word) ? 0 : -1;
  const slash = word.indexOf("/");
  const blocks = readNumber(word, 0, slash < 0 ? word.length : slash);
  if (blocks < 0) return readScaled(word);
  return inBlocks || slash >= 0 ? blocks * BLOCK : blocks;
}

/** Returns the entry of a file whose other parts are the fields of `line` after its name. */
function vmsEntry(
  raw: string,
  file: string,
  state: ListState,
  line?: ListLine,
  from = 0,
): WIN32_FIND_DATA | null {
  const parsed = readVmsName(file, state);
  if (parsed === null) return null;
  const { directory, bare } = parsed;
  const parts = line === undefined
    ? UNKNOWN_PARTS
    : readVmsParts(line, from, state.caseless || bare);
  if (parts === null) return null;
  const name = listedName(parsed, state);
  const entry = makeEntry(
    raw,
    state.caseless ? name.toLowerCase() : name,
    attributes(directory),
    parts.size <= Number.MAX_SAFE_INTEGER ? parts.size : 0,
    parts.time,
  );
  if (parts.owner !== "") entry.owner = parts.owner;
  if (parts.permissions !== "") entry.permissions = parts.permissions;
  return entry;
}

/**
 * Splits a name with a version into its parts; returns `null` if the name is
 * not valid.
 */
function readVmsName(file: string, state: ListState): VmsName | null {
  const semicolon = file.lastIndexOf(";");
  const path = file.slice(0, semicolon);
  const listed = entryName(path.slice(path.search(PATH_END_REGEXP) + 1));
  if (listed === null) return null;
  const directory = /\.dir$/i.test(listed.slice(-4));
  const name = directory ? listed.slice(0, -4) : listed;
  // VMS lists names in upper case: `.dir` may be part of a name.
  const certain = listed.endsWith(".DIR") ? name : listed;
  return {
    name,
    version: file.slice(semicolon),
    directory,
    bare: !state.caseless && !state.pointed && listed === path &&
      !certain.includes("."),
  };
}

/** Returns the name to list, and remembers the file for the lines after it. */
function listedName(parsed: VmsName, state: ListState): string {
  const { name, version, directory, bare } = parsed;
  const last = state.versioned;
  state.versioned = directory ? "" : name + version;
  if (directory) return name;
  state.pointed ||= name.includes(".");
  const keepsVersion = bare || isOtherVersion(last, name, version);
  return keepsVersion ? state.versioned : name;
}

/** Returns `true` if the last file has the same name and another version. */
function isOtherVersion(last: string, name: string, version: string): boolean {
  return last.lastIndexOf(";") === name.length && last.startsWith(name) &&
    !last.endsWith(version);
}
