// Copyright 2026 the wininet authors. MIT license.

/**
 * Unix lines that consist of numbers: mode in octal, user, group, size, seconds
 * since 1970, name.
 *
 *     0100640   811  204    5120    987654321       name
 *
 * @module
 */

import { FILE_ATTRIBUTE_REPARSE_POINT } from "../../flags.ts";
import type { WIN32_FIND_DATA } from "../../structures.ts";
import type { ListFormat } from "./format.ts";
import {
  ARROW,
  attributes,
  entryName,
  type ListLine,
  makeEntry,
  MAX_SECONDS,
} from "./line.ts";

/** The bits of a mode that hold the kind, and two kinds, named as in POSIX. */
const S_IFMT = 0o170000;
const S_IFDIR = 0o040000;
const S_IFLNK = 0o120000;

/** Unix with an octal mode. */
export const MODE: ListFormat = {
  name: "Unix in numbers",
  matches: (line: ListLine): boolean =>
    line.count > 5 && /^0[0-7]{5,6}$/.test(line.word(0)) &&
    line.number(1) >= 0 && line.number(2) >= 0 && line.number(3) >= 0 &&
    line.number(4) >= 0,
  parse: parseMode,
};

function parseMode(line: ListLine): WIN32_FIND_DATA | null {
  const kind = Number.parseInt(line.field(0), 8) & S_IFMT;
  const directory = kind === S_IFDIR;
  const listed = line.from(5);
  const arrow = kind === S_IFLNK ? listed.indexOf(ARROW) : -1;
  const name = entryName(arrow < 0 ? listed : listed.slice(0, arrow));
  const seconds = line.number(4);
  if (name === null || seconds > MAX_SECONDS) return null;
  const entry = makeEntry(
    line.text,
    name,
    attributes(directory, kind === S_IFLNK ? FILE_ATTRIBUTE_REPARSE_POINT : 0),
    line.number(3),
    seconds * 1000,
  );
  entry.permissions = line.field(0);
  entry.owner = line.field(1);
  entry.group = line.field(2);
  if (arrow >= 0) entry.linkTarget = listed.slice(arrow + ARROW.length);
  return entry;
}
