// Copyright 2026 the wininet authors. MIT license.

/**
 * Lines of z/VM: name, type, format and length of records, records, blocks, date,
 * time, owner.
 *
 *     PROFILE  EXEC    V        72       40        2 2009-06-18 11:05:37 ANN191
 *
 * A file is asked for by name and type with a point between them. The size is the
 * length of a record times the number of records.
 *
 * @module
 */

import type { WIN32_FIND_DATA } from "../../structures.ts";
import { readDate, readTime } from "./date.ts";
import type { ListFormat } from "./format.ts";
import { attributes, entryName, type ListLine, makeEntry } from "./line.ts";

/** z/VM. */
export const ZVM: ListFormat = {
  name: "z/VM",
  matches: (line: ListLine): boolean => {
    if (line.count < 8 || !line.whole) return false;
    const kind = line.word(2);
    const directory = kind === "-" && line.word(1) === "DIR";
    return directory ||
      (kind === "F" || kind === "V") && line.number(3) >= 0 &&
        line.number(4) >= 0;
  },
  parse: parseZvm,
};

function parseZvm(line: ListLine): WIN32_FIND_DATA | null {
  const date = readDate(line.text, line.start(6), line.end(6), "month-day");
  const time = readTime(line.text, line.start(7), line.end(7));
  if (date === null || time < 0) return null;
  const directory = line.word(2) === "-";
  const name = entryName(
    directory ? line.field(0) : `${line.field(0)}.${line.field(1)}`,
    false,
  );
  if (name === null) return null;
  const size = directory ? 0 : line.number(3) * line.number(4);
  const entry = makeEntry(
    line.text,
    name,
    attributes(directory),
    size <= Number.MAX_SAFE_INTEGER ? size : 0,
    date + time,
  );
  if (line.count > 8) entry.owner = line.field(8);
  return entry;
}
