// Copyright 2026 the wininet authors. MIT license.

/**
 * Lines of OS/2 servers: size, attributes, date, time, name.
 *
 *     52110      A    06-17-104   09:33  name
 *         0 DIR       12-30-101   17:48  name
 *
 * Some count years from 1900 and write 104 for 2004.
 *
 * @module
 */

import {
  FILE_ATTRIBUTE_HIDDEN,
  FILE_ATTRIBUTE_READONLY,
  FILE_ATTRIBUTE_SYSTEM,
} from "../../flags.ts";
import type { WIN32_FIND_DATA } from "../../structures.ts";
import { readDate, readTime } from "./date.ts";
import type { ListFormat } from "./format.ts";
import { attributes, entryName, type ListLine, makeEntry } from "./line.ts";

/** The attributes by letter; A is an ordinary file. */
const LETTERS: Readonly<Record<string, number>> = {
  R: FILE_ATTRIBUTE_READONLY,
  H: FILE_ATTRIBUTE_HIDDEN,
  S: FILE_ATTRIBUTE_SYSTEM,
};

/** The letters of the attributes of a file. */
export const ATTRIBUTES_REGEXP: RegExp = /^[ARHS]{1,4}$/;

/** Returns the attributes for letters. */
export function attributesOf(letters: string): number {
  let word = 0;
  for (const letter of letters) word |= LETTERS[letter] ?? 0;
  return word;
}

/** OS/2. */
export const OS2: ListFormat = {
  name: "OS/2",
  matches: (line: ListLine): boolean =>
    line.number(0) >= 0 && dateField(line) > 0,
  parse: parseOs2,
};

/**
 * Returns the field that contains the date, or -1 if the fields before it are
 * not attributes.
 */
function dateField(line: ListLine): number {
  let field = 1;
  while (field < 4 && isAttribute(line.word(field))) field++;
  return /^\d{1,2}-\d{1,2}-\d{2,4}$/.test(line.word(field)) ? field : -1;
}

function isAttribute(word: string): boolean {
  return word === "DIR" || ATTRIBUTES_REGEXP.test(word);
}

function parseOs2(line: ListLine): WIN32_FIND_DATA | null {
  const at = dateField(line);
  const word = line.word(at);
  const date = readDate(word, 0, word.length, "month-day");
  const time = readTime(line.text, line.start(at + 1), line.end(at + 1));
  if (date === null || time < 0 || line.count <= at + 2) return null;
  let directory = false;
  let others = 0;
  for (let field = 1; field < at; field++) {
    if (line.word(field) === "DIR") directory = true;
    else others |= attributesOf(line.word(field));
  }
  const name = entryName(line.from(at + 2));
  return name === null ? null : makeEntry(
    line.text,
    name,
    attributes(directory, others),
    line.number(0),
    date + time,
  );
}
