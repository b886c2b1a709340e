// Copyright 2026 the wininet authors. MIT license.

/**
 * EPLF, the easily parsed list format of publicfile (cr.yp.to/ftp/list/eplf.html):
 * a plus, facts with a comma after each, a tab, the name.
 *
 *     +i2049.771,m1000000000,r,s512,up640\tname
 *
 * `/` is a directory, `m` the time in seconds of UTC, `s` the size, `up` the
 * permissions. Other facts do not matter here.
 *
 * @module
 */

import type { WIN32_FIND_DATA } from "../../structures.ts";
import type { ListFormat } from "./format.ts";
import {
  attributes,
  entryName,
  type ListLine,
  makeEntry,
  MAX_SECONDS,
  readNumber,
} from "./line.ts";

/** The maximum number of characters in which facts are searched. */
const MAX_FACTS_LENGTH = 1024;

/** EPLF. */
export const EPLF: ListFormat = {
  name: "EPLF",
  matches: (line: ListLine): boolean => line.text.startsWith("+"),
  parse: (line: ListLine): WIN32_FIND_DATA | null => parseEplf(line.text),
};

function parseEplf(text: string): WIN32_FIND_DATA | null {
  const tab = text.indexOf("\t");
  if (tab < 0 || tab > MAX_FACTS_LENGTH) return null;
  let directory = false;
  let size = 0;
  let time = NaN;
  let permissions = "";
  for (const fact of text.slice(1, tab).split(",")) {
    if (fact === "/") directory = true;
    else if (fact.startsWith("s")) {
      size = Math.max(readNumber(fact, 1, fact.length), 0);
    } else if (fact.startsWith("m")) {
      const seconds = readNumber(fact, 1, fact.length);
      if (seconds >= 0 && seconds <= MAX_SECONDS) time = seconds * 1000;
    } else if (fact.startsWith("up")) permissions = fact.slice(2);
  }
  const name = entryName(text.slice(tab + 1));
  if (name === null) return null;
  const entry = makeEntry(text, name, attributes(directory), size, time);
  if (permissions !== "") entry.permissions = permissions;
  return entry;
}
