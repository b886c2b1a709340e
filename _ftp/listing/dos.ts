// Copyright 2026 the wininet authors. MIT license.

/**
 * Lines of `dir`, as sent by IIS and other servers on Windows: date, time, size
 * or a mark, name.
 *
 *     08-19-03  11:26AM       <DIR>          name
 *     2016-02-29  07:45                3,218 name
 *
 * The name starts fifteen characters after the start of a mark, and one space
 * after a size: further spaces belong to the name. A junction or a symbolic
 * link may have its target in brackets at the end, or after an arrow.
 *
 * @module
 */

import { FILE_ATTRIBUTE_REPARSE_POINT } from "../../flags.ts";
import type { WIN32_FIND_DATA } from "../../structures.ts";
import { halfDay, readDate, readTime } from "./date.ts";
import type { ListFormat } from "./format.ts";
import {
  ARROW,
  attributes,
  entryName,
  isBlank,
  isDigit,
  type ListLine,
  makeEntry,
  readGrouped,
} from "./line.ts";

/** The number of characters from the start of a mark to the name. */
const MARK_WIDTH = 15;

/** The arrow between a link and its target, in both notations. */
const ARROW_REGEXP = / [-=]> /;

/** The marks that replace a size; `true` for a directory. */
const DOS_MARKS: ReadonlyMap<string, boolean> = new Map([
  ["<DIR>", true],
  ["<JUNCTION>", true],
  ["<SYMLINKD>", true],
  ["<SYMLINK>", false],
]);

/** `dir` in all its variants. */
export const DOS: ListFormat = {
  name: "DOS",
  matches: (line: ListLine): boolean =>
    line.count >= 4 && isDigit(line.code(0)) && readDosDate(line) !== null,
  parse: parseDos,
};

function readDosDate(line: ListLine): number | null {
  return readDate(line.text, line.start(0), line.end(0), "month-day");
}

function parseDos(line: ListLine): WIN32_FIND_DATA | null {
  const date = readDosDate(line);
  let time = readTime(line.text, line.start(1), line.end(1));
  if (date === null || Number.isNaN(date) || time < 0) return null;
  let field = 2;
  if (/^[AP]M?$/i.test(line.word(2))) {
    const hour = Math.floor(time / 3600000);
    const half = halfDay(hour, line.word(2));
    if (half < 0) return null;
    time += (half - hour) * 3600000;
    field = 3;
  }
  if (field + 1 >= line.count) return null;
  const word = line.word(field);
  const marked = DOS_MARKS.get(word.toUpperCase());
  if (marked !== undefined) {
    return markedEntry(line, field, marked, date + time);
  }
  const size = isDigit(line.code(field)) ? readGrouped(word) : -1;
  if (size < 0) return null;
  const name = dosName(line.behind(field));
  return name === null
    ? null
    : makeEntry(line.text, name, attributes(false), size, date + time);
}

/** Returns an entry that has a mark in place of a size. */
function markedEntry(
  line: ListLine,
  field: number,
  directory: boolean,
  time: number,
): WIN32_FIND_DATA | null {
  const text = line.text;
  const column = line.start(field) + MARK_WIDTH;
  let at = line.end(field);
  while (at < column && isBlank(text.charCodeAt(at))) at++;
  const rest = text.slice(at);
  const link = line.size(field) > 5;
  const [listed, target] = link ? splitLink(rest) : [rest];
  const name = dosName(listed);
  if (name === null) return null;
  const word = attributes(directory, link ? FILE_ATTRIBUTE_REPARSE_POINT : 0);
  const entry = makeEntry(text, name, word, 0, time);
  if (target !== undefined) entry.linkTarget = target;
  return entry;
}

/**
 * Returns the name of a link and its target, if the line has one. A Windows
 * name contains no `>`. A name contains no backslash either, but a target in
 * brackets usually does.
 */
function splitLink(rest: string): [listed: string, target?: string] {
  const arrow = rest.search(ARROW_REGEXP);
  if (arrow > 0) {
    return [rest.slice(0, arrow), rest.slice(arrow + ARROW.length)];
  }
  if (!rest.endsWith("]")) return [rest];
  const path = rest.indexOf("\\");
  const bracket = rest.lastIndexOf(" [", path < 0 ? rest.length : path);
  return bracket > 0
    ? [rest.slice(0, bracket), rest.slice(bracket + 2, -1)]
    : [rest];
}

/**
 * Returns the name of a Windows entry, where a backslash also separates the
 * parts of a path.
 */
function dosName(listed: string): string | null {
  return entryName(listed.replaceAll("\\", "/"));
}
