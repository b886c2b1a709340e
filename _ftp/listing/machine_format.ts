// Copyright 2026 the wininet authors. MIT license.

/**
 * MLSD lines among those of LIST.
 *
 * @module
 */

import type { WIN32_FIND_DATA } from "../../structures.ts";
import type { ListFormat, ListState } from "./format.ts";
import { isDigit, type ListLine } from "./line.ts";

/** The character between the name of a fact and its value. */
const EQUALS = 0x3d;

/** MLSD lines found among the lines of LIST. */
export const MACHINE: ListFormat = {
  name: "MLSD",
  matches: (line: ListLine): boolean => hasFacts(line),
  parse: (line: ListLine, state: ListState): WIN32_FIND_DATA | null =>
    state.facts.parse(line.text, true),
};

/** Returns `true` if the first field looks like facts: a word followed by an equals sign. */
function hasFacts(line: ListLine): boolean {
  const text = line.text;
  let at = line.start(0);
  const end = Math.min(line.end(0), at + 32);
  while (at < end && isFactName(text.charCodeAt(at))) at++;
  return at > line.start(0) && at < end && text.charCodeAt(at) === EQUALS;
}

/** Returns `true` for a letter, a digit, a dot, a dash or an underscore. */
function isFactName(code: number): boolean {
  return (code | 0x20) >= 0x61 && (code | 0x20) <= 0x7a || isDigit(code) ||
    code === 0x2e || code === 0x2d || code === 0x5f;
}
