// Copyright 2026 the wininet authors. MIT license.

/**
 * Lines of Chameleon (NEWT) and SuperTCP, of early Windows: name, size or a mark,
 * date, time, attributes.
 *
 *     NOTES.TXT        1045      May 10 1995 11:01   RA
 *     PICTURES        <DIR>           11-16-94        17:16
 *
 * @module
 */

import type { WIN32_FIND_DATA } from "../../structures.ts";
import { readDate, readTime } from "./date.ts";
import type { ListFormat, ListState } from "./format.ts";
import { attributes, entryName, type ListLine, makeEntry } from "./line.ts";
import { ATTRIBUTES_REGEXP, attributesOf } from "./os2.ts";

const MARK = "<DIR>";

/** Chameleon and SuperTCP. */
export const CHAMELEON: ListFormat = {
  name: "Chameleon",
  matches: (line: ListLine): boolean =>
    line.count >= 4 && line.count <= 7 &&
    (line.number(1) >= 0 || line.word(1) === MARK),
  parse: parseChameleon,
};

function parseChameleon(
  line: ListLine,
  { date }: ListState,
): WIN32_FIND_DATA | null {
  const short = readDate(line.text, line.start(2), line.end(2), "month-day");
  if (short === null && !(date.read(line, 2) && date.last === 4)) return null;
  const at = short === null ? 5 : 3;
  const time = readTime(line.text, line.start(at), line.end(at));
  const letters = line.word(at + 1);
  if (time < 0 || line.count > at + 2) return null;
  if (letters !== "" && !ATTRIBUTES_REGEXP.test(letters)) return null;
  const name = entryName(line.field(0));
  if (name === null) return null;
  const directory = line.word(1) === MARK;
  return makeEntry(
    line.text,
    name,
    attributes(directory, attributesOf(letters)),
    directory ? 0 : line.number(1),
    (short ?? date.time) + time,
  );
}
