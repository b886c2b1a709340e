// Copyright 2026 the wininet authors. MIT license.

/**
 * Lines of Microware OS-9: owner, date (year first), time, attributes, sector, size,
 * name.
 *
 *     7.12 04/11/08 1759 d-ewr-wr 1990 4096 name
 *
 * @module
 */

import type { WIN32_FIND_DATA } from "../../structures.ts";
import { fullYear, timeOf } from "./date.ts";
import type { ListFormat } from "./format.ts";
import { attributes, entryName, type ListLine, makeEntry } from "./line.ts";

const DATE_REGEXP = /^(\d\d)\/(\d\d)\/(\d\d)$/;

/** OS-9. */
export const OS9: ListFormat = {
  name: "OS-9",
  matches: (line: ListLine): boolean =>
    line.count > 6 && /^\d{1,5}\.\d{1,5}$/.test(line.word(0)) &&
    DATE_REGEXP.test(line.word(1)) && /^\d{3,4}$/.test(line.word(2)) &&
    /^[-a-z]{8}$/.test(line.word(3)) && line.number(5) >= 0,
  parse: parseOs9,
};

function parseOs9(line: ListLine): WIN32_FIND_DATA | null {
  const [, year, month, day] = DATE_REGEXP.exec(line.word(1)) ?? [];
  const clock = line.number(2);
  const minutes = Math.floor(clock / 100) * 60 + clock % 100;
  const directory = line.code(3) === 0x64;
  const name = entryName(line.behind(5));
  if (name === null) return null;
  const entry = makeEntry(
    line.text,
    name,
    attributes(directory),
    line.number(5),
    timeOf(fullYear(Number(year)), Number(month), Number(day), minutes * 60000),
  );
  entry.permissions = line.field(3);
  entry.owner = line.field(0);
  return entry;
}
