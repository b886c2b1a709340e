// Copyright 2026 the wininet authors. MIT license.

/**
 * Listings: converts the data of LIST and MLSD to entries.
 *
 * A listing is read line by line, and each line is given to the formats below, in
 * order, until one makes an entry of it. The name that a server gives itself is
 * ignored, because servers lie, and so are English words. A line that no format
 * recognizes (a heading, a total, a text) is not an entry, and not an error.
 *
 * Little is remembered of earlier lines, in `ListState`: a VMS entry can have two lines,
 * and two headings change the reading of names.
 *
 * Names that no entry can have are left out (`line.ts`). `.` and `..` are kept here;
 * enumerations leave them out. Dates are explained in `date.ts`.
 *
 * @module
 */

import { CR } from "../../_base/bytes.ts";
import type { WIN32_FIND_DATA } from "../../structures.ts";
import { AS400 } from "./as400.ts";
import { ListDate } from "./date.ts";
import { DOS } from "./dos.ts";
import { EPLF } from "./eplf.ts";
import type { ListFormat, ListState } from "./format.ts";
import { ListLine } from "./line.ts";
import { FactReader } from "./machine.ts";
import { MACHINE } from "./machine_format.ts";
import { MODE } from "./mode.ts";
import { DATASET, DATASET_ELSEWHERE, JOB, MEMBER } from "./mvs.ts";
import { NETWARE } from "./netware.ts";
import { NONSTOP } from "./nonstop.ts";
import { OS2 } from "./os2.ts";
import { OS9 } from "./os9.ts";
import { UNIX } from "./unix.ts";
import { parseVmsFirst, parseVmsSecond, VMS } from "./vms.ts";
import { VSHELL, VXWORKS } from "./vshell.ts";
import { WFFTP } from "./wfftp.ts";
import { ZVM } from "./zvm.ts";

/** All formats; the frequent ones first, then those that demand the most. */
const FORMATS: readonly ListFormat[] = [
  UNIX,
  MACHINE,
  DOS,
  EPLF,
  NETWARE,
  VMS,
  AS400,
  NONSTOP,
  ZVM,
  DATASET,
  OS2,
  MODE,
  VSHELL,
  VXWORKS,
  WFFTP,
  OS9,
  MEMBER,
  JOB,
  DATASET_ELSEWHERE,
];

/** Makes entries of the lines of a listing, as they come. */
export class ListingParser {
  #line = new ListLine();
  #state: ListState;
  #machine: boolean;

  /**
   * Makes a parser for one listing.
   *
   * @param now The time, for dates without a year.
   * @param machine `true` if the lines are those of MLSD, so that nothing else is tried.
   */
  constructor(now: Date, machine = false) {
    this.#machine = machine;
    this.#state = {
      date: new ListDate(now),
      facts: new FactReader(),
      caseless: false,
      members: false,
      half: null,
    };
  }

  /** Takes a line without its end; returns the entry that it completes, or `null`. */
  push(line: string): WIN32_FIND_DATA | null {
    if (this.#machine) return this.#state.facts.parse(line);
    const fields = this.#line.read(line);
    if (this.#state.half !== null) return this.#pushSecond(fields);
    return fields.count === 0 ? null : this.#parse(fields);
  }

  /** Ends the listing; returns the entry that waited for another line, or `null`. */
  end(): WIN32_FIND_DATA | null {
    const first = this.#state.half;
    this.#state.half = null;
    return first === null ? null : parseVmsFirst(first, this.#state);
  }

  /**
   * Takes a line after a name of VMS. Names that follow each other, or are followed by a
   * blank line, are a listing of names only; anything else that is not a second line says
   * that the file may not be examined.
   */
  #pushSecond(line: ListLine): WIN32_FIND_DATA | null {
    const first = this.#state.half ?? "";
    const entry = parseVmsSecond(line, first, this.#state);
    const alone = line.count === 0 ? this.end() : null;
    this.#state.half = null;
    if (entry !== null || line.count === 0) return entry ?? alone;
    const next = this.#parse(line);
    return this.#state.half === null ? next : parseVmsFirst(first, this.#state);
  }

  #parse(line: ListLine): WIN32_FIND_DATA | null {
    for (const format of FORMATS) {
      if (!format.matches(line, this.#state)) continue;
      const entry = format.parse(line, this.#state);
      if (entry !== null) return entry;
    }
    return null;
  }
}

/**
 * Reads all entries of a listing.
 *
 * @param lines The listing, with its line ends.
 * @param now The time, for dates without a year.
 * @returns The entries, in the order of the listing.
 */
export function parseListing(lines: string, now: Date): WIN32_FIND_DATA[] {
  const parser = new ListingParser(now);
  const entries: WIN32_FIND_DATA[] = [];
  for (const line of splitListing(lines, now)) {
    const entry = parser.push(line);
    if (entry !== null) entries.push(entry);
  }
  const last = parser.end();
  if (last !== null) entries.push(last);
  return entries;
}

/**
 * Returns the lines of a listing. LF ends a line, with or without CR before it. If the
 * first line ends with CRLF, a bare LF may be part of a name: a piece that contains LF
 * stays whole if it makes an entry and no part after an LF does.
 */
function splitListing(text: string, now: Date): string[] {
  const first = text.indexOf("\n");
  if (first < 1 || text.charCodeAt(first - 1) !== CR) {
    return text.split("\n").map(withoutReturn);
  }
  const parser = new ListingParser(now);
  const isEntry = (line: string): boolean => {
    const entry = parser.push(withoutReturn(line));
    parser.end();
    return entry !== null;
  };
  return text.split("\r\n").flatMap((piece) => {
    if (!piece.includes("\n")) return piece;
    const lines = piece.split("\n");
    return isEntry(piece) && !lines.slice(1).some(isEntry) ? piece : lines;
  }).map(withoutReturn);
}

/** Returns a line without the CR at its end; servers send more than one. */
function withoutReturn(line: string): string {
  let end = line.length;
  while (end > 0 && line.charCodeAt(end - 1) === CR) end--;
  return end === line.length ? line : line.slice(0, end);
}
