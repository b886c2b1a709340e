// Copyright 2026 the wininet authors. MIT license.

/**
 * Lines of HP NonStop (Tandem Guardian): name, code, bytes, date, time, owner,
 * security.
 *
 *     File         Code             EOF  Last Modification    Owner  RWEP
 *     FILE1         180             642  9-Oct-08 17:43:26  200, 3 "nnnn"
 *
 * @module
 */

import type { WIN32_FIND_DATA } from "../../structures.ts";
import { readDate, readTime } from "./date.ts";
import type { ListFormat } from "./format.ts";
import {
  attributes,
  COMMA,
  entryName,
  type ListLine,
  makeEntry,
} from "./line.ts";

/** NonStop. */
export const NONSTOP: ListFormat = {
  name: "NonStop",
  matches: (line: ListLine): boolean => sizeField(line) > 0,
  parse: parseNonstop,
};

/**
 * Returns the field with the size: the third, or the fourth if the file is
 * open, which is shown by a letter in a separate field; -1 if the line has
 * another format.
 */
function sizeField(line: ListLine): number {
  const field = line.word(1) === "O" ? 3 : 2;
  return line.number(field) >= 0 && line.number(field - 1) >= 0 &&
      /^\d{1,2}-[A-Za-z]{3}-\d{2}$/.test(line.word(field + 1)) &&
      line.count > field + 3
    ? field
    : -1;
}

function parseNonstop(line: ListLine): WIN32_FIND_DATA | null {
  const field = sizeField(line);
  const word = line.word(field + 1);
  const date = readDate(word, 0, word.length, "day-month");
  const time = readTime(line.text, line.start(field + 2), line.end(field + 2));
  if (date === null || time < 0) return null;
  let last = field + 3;
  if (line.lastCode(last) === COMMA) last++;
  const owner = line.joined(field + 3, last + 1);
  if (!/^\d{1,3}, ?\d{1,3}$/.test(owner)) return null;
  const name = entryName(line.field(0));
  if (name === null) return null;
  const entry = makeEntry(
    line.text,
    name,
    attributes(false),
    line.number(field),
    date + time,
  );
  entry.owner = owner.replace(" ", "");
  const security = line.word(last + 1);
  if (security !== "") entry.permissions = security.replaceAll('"', "");
  return entry;
}
