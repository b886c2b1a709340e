// Copyright 2026 the wininet authors. MIT license.

/**
 * Lines of z/OS (MVS): data sets, members of partitioned data sets, and jobs.
 *
 *     Volume Unit    Referred Ext Used Recfm Lrecl BlkSz Dsorg Dsname
 *     WRK001 3390   2019/08/22  1    7  FB      80 27920  PS  SOME.FILE
 *     WRK001 3390   2019/08/22  1    7  FB      80 27920  PO  SOME.LIBRARY
 *
 *      Name     VV.MM   Created       Changed      Size  Init   Mod   Id
 *     MEMBER    01.02 2004/05/27 2004/05/28 09:14    41    40     0 USER1
 *
 *      Name      Size     TTR   Alias-of AC ---- Attributes ---- Amode Rmode
 *     PROGRAM   0007D0   00000C          00 FO      RN RU        31    ANY
 *
 * A partitioned data set (PO, PO-E) contains members and is a directory. Data
 * sets that have no disk, or whose disk was archived, have keywords instead of
 * the numbers.
 *
 * Sizes: z/OS counts the tracks in use, so a size is calculated from tracks if
 * the disk type is known. A column that overflowed (`????`) is unknown. Five
 * `+` mean that the data set is large: like other clients, this uses the
 * maximum number of tracks of such a data set. The size of a program is in
 * bytes, in hex; that of a member with statistics is in lines and is not
 * converted.
 *
 * @module
 */

import { FILE_ATTRIBUTE_OFFLINE } from "../../flags.ts";
import type { WIN32_FIND_DATA } from "../../structures.ts";
import { readDate, readTime } from "./date.ts";
import type { ListFormat, ListState } from "./format.ts";
import {
  attributes,
  entryName,
  type ListLine,
  makeDate,
  makeEntry,
} from "./line.ts";

/** The number of bytes of a track, by disk type. */
const TRACKS: ReadonlyMap<string, number> = new Map([
  ["3380", 47476],
  ["3390", 56664],
]);

/** The maximum number of tracks of a large data set. */
const MAX_TRACKS = 16_777_216;

/** The date of a data set that was never referenced. */
const NO_DATE_REGEXP = /^\*+[A-Z]*\*+$/;

const MVS_DAY_REGEXP = /^\d{4}\/\d\d\/\d\d$/;

/** Data sets. */
export const DATASET: ListFormat = {
  name: "z/OS data set",
  matches: (line: ListLine): boolean =>
    line.count >= 6 && line.count <= 11 && line.whole &&
    (MVS_DAY_REGEXP.test(line.word(2)) || NO_DATE_REGEXP.test(line.word(2))) &&
    /^[A-Z]{2,4}(?:-[A-Z])?$/.test(line.word(line.count - 2)),
  parse: parseDataset,
};

function parseDataset(line: ListLine): WIN32_FIND_DATA | null {
  const last = line.count - 1;
  const date = readDate(line.text, line.start(2), line.end(2), "month-day");
  const directory = line.word(last - 1).startsWith("PO");
  const used = line.count === 10
    ? line.number(4)
    : line.word(3).endsWith("+++++")
    ? MAX_TRACKS
    : -1;
  const track = TRACKS.get(line.word(1)) ?? 0;
  const size = directory || used < 0 ? 0 : used * track;
  return datasetEntry(line, directory, size, date ?? NaN);
}

/** Data sets with keywords in place of numbers. */
export const DATASET_ELSEWHERE: ListFormat = {
  name: "z/OS data set elsewhere",
  matches: (line: ListLine): boolean => line.whole && isElsewhere(line),
  parse: (line: ListLine): WIN32_FIND_DATA | null => {
    const migrated = line.count === 2 || line.count === 6;
    const directory = line.word(0) === "Pseudo";
    return datasetEntry(
      line,
      directory,
      0,
      NaN,
      migrated ? FILE_ATTRIBUTE_OFFLINE : 0,
    );
  },
};

function isElsewhere(line: ListLine): boolean {
  switch (line.count) {
    case 2:
      return /^migrated$/i.test(line.word(0));
    case 3:
      return line.word(1) === "Tape" ||
        line.word(0) === "Pseudo" && line.word(1) === "Directory";
    case 4:
      return line.word(2) === "VSAM";
    case 6:
      return line.joined(1, 5) === "Not Direct Access Device";
    default:
      return false;
  }
}

/** Returns an entry whose name is the last field. */
function datasetEntry(
  line: ListLine,
  directory: boolean,
  size: number,
  time: number,
  others = 0,
): WIN32_FIND_DATA | null {
  const name = entryName(line.field(line.count - 1));
  return name === null
    ? null
    : makeEntry(line.text, name, attributes(directory, others), size, time);
}

/** Members of a partitioned data set. */
export const MEMBER: ListFormat = {
  name: "z/OS member",
  matches: (line: ListLine, state: ListState): boolean =>
    line.whole &&
    (isMemberHeading(line) || isSource(line) || isProgram(line) ||
      state.members && line.count === 1),
  parse: parseMember,
};

/** Returns `true` for the heading of one of the two kinds of members. */
function isMemberHeading(line: ListLine): boolean {
  return line.word(0) === "Name" &&
    (line.word(1) === "VV.MM" || line.word(2) === "TTR");
}

/** Returns `true` for a member with statistics: name, version, two dates, a time. */
function isSource(line: ListLine): boolean {
  return line.count >= 6 && /^\d\d\.\d\d$/.test(line.word(1)) &&
    MVS_DAY_REGEXP.test(line.word(2)) && MVS_DAY_REGEXP.test(line.word(3));
}

/**
 * Returns `true` for a member that is a program: name, size and address in hex,
 * mode at the end.
 */
function isProgram(line: ListLine): boolean {
  return line.count >= 5 && /^[0-9A-F]{6}$/.test(line.word(1)) &&
    /^[0-9A-F]{6}$/.test(line.word(2)) &&
    /^(?:24|31|64|ANY)$/.test(line.word(line.count - 1));
}

function parseMember(
  line: ListLine,
  state: ListState,
): WIN32_FIND_DATA | null {
  if (isMemberHeading(line)) {
    state.members = true;
    return null;
  }
  const name = entryName(line.field(0));
  if (name === null) return null;
  if (isSource(line)) return sourceEntry(line, name);
  if (isProgram(line)) {
    const size = Number.parseInt(line.word(1), 16);
    return makeEntry(line.text, name, attributes(false), size, NaN);
  }
  return /^[A-Z$#@][A-Z0-9$#@]{0,7}$/.test(name)
    ? makeEntry(line.text, name, attributes(false), 0, NaN)
    : null;
}

function sourceEntry(line: ListLine, name: string): WIN32_FIND_DATA | null {
  const created = readDate(line.text, line.start(2), line.end(2), "month-day");
  const changed = readDate(line.text, line.start(3), line.end(3), "month-day");
  const time = readTime(line.text, line.start(4), line.end(4));
  if (created === null || changed === null || time < 0) return null;
  const size = Math.max(line.number(5), 0);
  const entry = makeEntry(
    line.text,
    name,
    attributes(false),
    size,
    changed + time,
  );
  entry.ftCreationTime = makeDate(created);
  if (line.count === 9) entry.owner = line.field(8);
  return entry;
}

/** JES jobs, which are requested by their number. */
export const JOB: ListFormat = {
  name: "z/OS job",
  matches: (line: ListLine): boolean =>
    line.whole && line.count >= 3 &&
    /^(?:JOB|TSU|STC|[JTS])\d{5,7}$/.test(line.word(1)) &&
    [2, 3].some((field) =>
      /^(?:INPUT|HELD|ACTIVE|OUTPUT)$/.test(line.word(field))
    ),
  parse: (line: ListLine): WIN32_FIND_DATA | null => {
    const entry = makeEntry(
      line.text,
      line.field(1),
      attributes(false),
      0,
      NaN,
    );
    if (/^(?:INPUT|HELD|ACTIVE|OUTPUT)$/.test(line.word(3))) {
      entry.owner = line.field(2);
    }
    return entry;
  },
};
