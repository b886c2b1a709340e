// Copyright 2026 the wininet authors. MIT license.

/**
 * Lines of IBM i (OS/400): owner, size, date, time, type of object, name.
 *
 *     ANNA            20480 29/11/05 08:17:42 *DIR  name/
 *     ANNA                                    *MEM  LIB.FILE/FIRST.MBR
 *
 * The date is in the format of the job; if both orders are possible, the day
 * comes first. A member of a file is listed with the file, as `X.FILE/Y.MBR`.
 * This is the only name that keeps a slash, in exactly this form: members are
 * requested by it, and it cannot lead outside the file.
 *
 * @module
 */

import type { WIN32_FIND_DATA } from "../../structures.ts";
import { readDate, readTime } from "./date.ts";
import type { ListFormat } from "./format.ts";
import {
  ASTERISK,
  attributes,
  entryName,
  type ListLine,
  makeEntry,
} from "./line.ts";

/** The types of objects that contain others. */
const DIRECTORIES: readonly string[] = ["*DIR", "*DDIR", "*LIB", "*FLR"];

/** A member of a file, with the name of its file, at the end of a path. */
const MEMBER_REGEXP = /(?:^|\/)([^/\\\0]{1,64}\.FILE\/[^/\\\0]{1,64}\.MBR)$/i;

/** The maximum length of the path of a member that is examined. */
const MAX_MEMBER = 512;

/** OS/400. */
export const AS400: ListFormat = {
  name: "OS/400",
  matches: (line: ListLine): boolean => typeAt(line) > 0,
  parse: parseAs400,
};

/** Returns the field with the type of the object, or -1 if there is none. */
function typeAt(line: ListLine): number {
  const field = line.code(1) === ASTERISK
    ? 1
    : line.code(4) === ASTERISK && line.number(1) >= 0
    ? 4
    : -1;
  return field > 0 && /^\*[A-Z0-9]{1,10}$/.test(line.word(field)) ? field : -1;
}

function parseAs400(line: ListLine): WIN32_FIND_DATA | null {
  const field = typeAt(line);
  let time = NaN;
  if (field === 4) {
    const date = readDate(line.text, line.start(2), line.end(2), "day-month");
    const ofDay = readTime(line.text, line.start(3), line.end(3));
    if (date === null || ofDay < 0) return null;
    time = date + ofDay;
  }
  if (line.count <= field + 1) return null;
  const listed = line.from(field + 1);
  const directory = DIRECTORIES.includes(line.word(field)) ||
    listed.endsWith("/");
  const name = memberName(line, field, listed) ?? entryName(listed);
  if (name === null) return null;
  const size = field === 4 ? line.number(1) : 0;
  const entry = makeEntry(line.text, name, attributes(directory), size, time);
  entry.owner = line.field(0);
  return entry;
}

/** Returns the name of a member with its file, or `null` for any other object. */
function memberName(
  line: ListLine,
  field: number,
  listed: string,
): string | null {
  if (line.word(field) !== "*MEM" || listed.length > MAX_MEMBER) return null;
  return MEMBER_REGEXP.exec(listed)?.[1] ?? null;
}
