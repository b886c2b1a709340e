// Copyright 2026 the wininet authors. MIT license.

/**
 * Lines of VM: name, type, format and length of records, records, blocks, date,
 * time, owner.
 *
 *     PROFILE  EXEC    V        72       40        2 2009-06-18 11:05:37 ANN191
 *     PICTURES         DIR       -        -        - 2009-06-18 11:05:37 -
 *
 * Before z/VM the disk followed the type, and the owner was often missing:
 *
 *     PROFILE  EXEC    A1 V     72       40        2 6/18/93    11:05:37
 *     PICTURES         A1 DIR    -        -        - 6/18/93    11:05:37
 *
 * A file is requested by its name and type with a dot between them. The size is
 * the record length times the number of records.
 *
 * @module
 */

import type { WIN32_FIND_DATA } from "../../structures.ts";
import { readDate, readTime } from "./date.ts";
import type { ListFormat } from "./format.ts";
import { attributes, entryName, type ListLine, makeEntry } from "./line.ts";

/** The value for a directory in the column of the record format. */
const DIRECTORY = "DIR";

/** The disk of a file. */
const DISK_REGEXP = /^[A-Z]\d?$/;

/** VM. */
export const ZVM: ListFormat = {
  name: "VM",
  matches: (line: ListLine): boolean =>
    line.whole && line.count >= 7 && line.count <= 10 && kindAt(line) > 0,
  parse: parseZvm,
};

/** Returns the field with the record format, or -1 if the line has none. */
function kindAt(line: ListLine): number {
  for (let field = 1; field <= 3; field++) {
    const kind = line.word(field);
    const directory = kind === DIRECTORY && line.word(field + 1) === "-" &&
      line.word(field + 2) === "-" && line.word(field + 3) === "-";
    const file = field > 1 && (kind === "F" || kind === "V") &&
      line.number(field + 1) >= 0 && line.number(field + 2) >= 0;
    const disk = field === (directory ? 2 : 3);
    if (!directory && !file) continue;
    return !disk || DISK_REGEXP.test(line.word(field - 1)) ? field : -1;
  }
  return -1;
}

function parseZvm(line: ListLine): WIN32_FIND_DATA | null {
  const kind = kindAt(line);
  // Some servers have an additional column, which is empty for a directory.
  const at = line.word(kind + 4) === "-" ? kind + 5 : kind + 4;
  const date = readDate(line.text, line.start(at), line.end(at), "month-day");
  const time = readTime(line.text, line.start(at + 1), line.end(at + 1));
  if (date === null || time < 0) return null;
  const directory = line.word(kind) === DIRECTORY;
  const name = entryName(
    directory ? line.field(0) : `${line.field(0)}.${line.field(1)}`,
  );
  if (name === null) return null;
  const size = directory ? 0 : line.number(kind + 1) * line.number(kind + 2);
  const entry = makeEntry(
    line.text,
    name,
    attributes(directory),
    size <= Number.MAX_SAFE_INTEGER ? size : 0,
    date + time,
  );
  const owner = line.field(at + 2);
  if (owner !== "" && owner !== "-") entry.owner = owner;
  return entry;
}
