// Copyright 2026 the wininet authors. MIT license.

/**
 * Lines of wfFtp on Nortel routers: name, size, date, day of the week, time.
 *
 *     name       655360  11/21/05  Mon.    13:08:54
 *
 * @module
 */

import type { WIN32_FIND_DATA } from "../../structures.ts";
import { readDate, readTime } from "./date.ts";
import type { ListFormat } from "./format.ts";
import { attributes, entryName, type ListLine, makeEntry } from "./line.ts";

/** wfFtp. */
export const WFFTP: ListFormat = {
  name: "wfFtp",
  matches: (line: ListLine): boolean =>
    line.count === 5 && line.number(1) >= 0 &&
    /^\d\d\/\d\d\/\d\d$/.test(line.word(2)) && line.lastCode(3) === 0x2e,
  parse: parseWfftp,
};

function parseWfftp(line: ListLine): WIN32_FIND_DATA | null {
  const date = readDate(line.text, line.start(2), line.end(2), "month-day");
  const time = readTime(line.text, line.start(4), line.end(4));
  const name = entryName(line.field(0));
  if (date === null || time < 0 || name === null) return null;
  const size = line.number(1);
  return makeEntry(line.text, name, attributes(false), size, date + time);
}
