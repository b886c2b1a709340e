// Copyright 2026 the wininet authors. MIT license.

/**
 * Lines of Novell NetWare: kind, rights in brackets, owner, size, date, name.
 *
 *     d [R----F--] webmaster            1024       Feb 22 06:37    name
 *
 * @module
 */

import type { WIN32_FIND_DATA } from "../../structures.ts";
import type { ListFormat, ListState } from "./format.ts";
import { attributes, entryName, type ListLine, makeEntry } from "./line.ts";

/** NetWare. */
export const NETWARE: ListFormat = {
  name: "NetWare",
  matches: (line: ListLine): boolean =>
    (line.code(0) === 0x64 || line.code(0) === 0x2d) && rightsAt(line) >= 0,
  parse: parseNetware,
};

/** Returns the field that ends the rights, or -1 if there are none. */
function rightsAt(line: ListLine): number {
  const glued = line.size(0) > 1;
  const rights = glued ? line.word(0).slice(1) : line.word(1);
  if (!/^\[[-A-Za-z]{1,16}\]$/.test(rights)) return -1;
  return glued ? 0 : 1;
}

function parseNetware(
  line: ListLine,
  { date }: ListState,
): WIN32_FIND_DATA | null {
  const rights = rightsAt(line);
  for (let at = rights + 3; at < line.count; at++) {
    const size = line.number(at - 1);
    if (size < 0 || !date.read(line, at)) continue;
    const directory = line.code(0) === 0x64;
    const name = entryName(line.from(date.last + 1));
    if (name === null) return null;
    const entry = makeEntry(
      line.text,
      name,
      attributes(directory),
      size,
      date.time,
    );
    entry.permissions = line.text.slice(line.start(0), line.end(rights));
    entry.owner = line.joined(rights + 1, at - 1);
    return entry;
  }
  return null;
}
