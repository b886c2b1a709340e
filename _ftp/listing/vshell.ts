// Copyright 2026 the wininet authors. MIT license.

/**
 * Lines that start with the size and contain the name of the month: VShell and
 * VxWorks.
 *
 *     318044  Sep 13, 2001 18:52 name
 *     3072    May-16-1999  03:47:12   name <DIR>
 *
 * VShell marks a directory with a slash after its name, VxWorks with a word.
 *
 * @module
 */

import type { WIN32_FIND_DATA } from "../../structures.ts";
import { readDate, readTime } from "./date.ts";
import type { ListFormat, ListState } from "./format.ts";
import {
  attributes,
  COMMA,
  entryName,
  type ListLine,
  makeEntry,
} from "./line.ts";

/** The mark of a directory of VxWorks. */
const MARK = "<DIR>";

/** VShell before it changed to Unix lines. */
export const VSHELL: ListFormat = {
  name: "VShell",
  matches: (line: ListLine): boolean =>
    line.number(0) >= 0 && line.code(1) > 0x40 && line.lastCode(2) === COMMA,
  parse: parseVshell,
};

function parseVshell(
  line: ListLine,
  { date }: ListState,
): WIN32_FIND_DATA | null {
  if (!date.read(line, 1) || date.last !== 4) return null;
  const listed = line.behind(4);
  const directory = listed.endsWith("/");
  const name = entryName(listed);
  return name === null ? null : makeEntry(
    line.text,
    name,
    attributes(directory),
    line.number(0),
    date.time,
  );
}

/** VxWorks on routers. */
export const VXWORKS: ListFormat = {
  name: "VxWorks",
  matches: (line: ListLine): boolean =>
    line.number(0) >= 0 && /^[A-Za-z]{3}-\d\d-\d{4}$/.test(line.word(1)),
  parse: parseVxworks,
};

function parseVxworks(line: ListLine): WIN32_FIND_DATA | null {
  const date = readDate(line.text, line.start(1), line.end(1), "month-day");
  const time = readTime(line.text, line.start(2), line.end(2));
  if (date === null || time < 0 || line.count < 4) return null;
  const listed = line.from(3).trimEnd();
  const directory = listed.endsWith(` ${MARK}`);
  const name = entryName(
    directory ? listed.slice(0, -MARK.length).trimEnd() : listed,
  );
  return name === null ? null : makeEntry(
    line.text,
    name,
    attributes(directory),
    line.number(0),
    date + time,
  );
}
