// Copyright 2026 the wininet authors. MIT license.

/**
 * Lines of `/bin/dls`, used by archives of the 1990s: name, size or a mark,
 * then a date, a description or both.
 *
 *     README              763  Mar  3 18:21  What this server is about
 *     pub/                  =  Public things
 *     anna                 14  -> ../people/anna
 *     a.name.that.fills.the.line
 *                       79215  05 Sep 1994
 *
 * Many texts look like a line without a date. So such a line must have the
 * columns of dls, or be a directory with its slash and its mark.
 *
 * @module
 */

import { FILE_ATTRIBUTE_REPARSE_POINT } from "../../flags.ts";
import type { WIN32_FIND_DATA } from "../../structures.ts";
import type { ListFormat, ListState } from "./format.ts";
import { attributes, entryName, type ListLine, makeEntry } from "./line.ts";

/** The column where sizes and marks end. */
const SIZE_END = 23;

/** The start of the target of a link, after name, size and date. */
const ARROW = "-> ";

/** dls. */
export const DLS: ListFormat = {
  name: "dls",
  matches: (line: ListLine, state: ListState): boolean =>
    line.start(0) === 0
      ? line.number(1) >= 0 || isMark(line.word(1))
      : state.alone !== null && line.end(0) === SIZE_END &&
        line.number(0) >= 0,
  parse: parseDls,
};

/** Returns `true` for the marks of directories. */
function isMark(word: string): boolean {
  return word === "-" || word === "=";
}

/** Returns `true` if a date starts with the name of a month, or with a day and a month. */
function hasMonth(line: ListLine, field: number): boolean {
  return line.number(field) < 0
    ? /^[A-Za-z]{3}$/.test(line.word(field))
    : /^[A-Za-z]{3}$/.test(line.word(field + 1));
}

function parseDls(line: ListLine, state: ListState): WIN32_FIND_DATA | null {
  const { date, alone } = state;
  const isSecond = line.start(0) > 0;
  const sizeField = isSecond ? 0 : 1;
  const listed = isSecond ? alone! : line.field(0);
  const dated = hasMonth(line, sizeField + 1) &&
    date.read(line, sizeField + 1);
  const last = dated ? date.last : sizeField;
  const mark = isMark(line.word(sizeField));
  if (mark && !listed.endsWith("/")) return null;
  if (!dated && !mark && line.end(sizeField) !== SIZE_END) return null;
  const rest = line.from(last + 1);
  const target = rest.startsWith(ARROW) ? rest.slice(ARROW.length) : "";
  const gap = line.start(last + 1) - line.end(last);
  if (rest !== "" && target === "" && gap < 2) return null;
  const name = entryName(listed);
  if (name === null) return null;
  const entry = makeEntry(
    isSecond ? `${alone}\n${line.text}` : line.text,
    name,
    attributes(
      listed.endsWith("/"),
      target === "" ? 0 : FILE_ATTRIBUTE_REPARSE_POINT,
    ),
    mark ? 0 : line.number(sizeField),
    dated ? date.time : NaN,
  );
  if (target !== "") entry.linkTarget = target;
  if (isSecond) state.alone = null;
  return entry;
}
