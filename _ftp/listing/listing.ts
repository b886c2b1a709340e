// Copyright 2026 the wininet authors. MIT license.

/**
 * Listings: converts the data of LIST and MLSD to entries.
 *
 * A listing is read line by line, and each line is passed to the formats below,
 * in order, until one of them returns an entry. The system name that a server
 * reports is ignored, because it is often wrong, and so are English words. A
 * line that no format recognizes is neither an entry nor an error: it is
 * reported, unless listings usually contain it (a heading, a total).
 *
 * `ListState` keeps a little information from earlier lines: entries of VMS and
 * of dls can have two lines, two headings change how names are read, and an
 * unreadable date is skipped by the columns of the lines before it.
 *
 * Invalid names are omitted (`line.ts`). `.` and `..` are kept here;
 * enumerations omit them. For dates see `date.ts`.
 *
 * @module
 */

import type { WIN32_FIND_DATA } from "../../structures.ts";
import { AS400 } from "./as400.ts";
import { CHAMELEON } from "./chameleon.ts";
import { ListDate } from "./date.ts";
import { DLS } from "./dls.ts";
import { DOS } from "./dos.ts";
import { EPLF } from "./eplf.ts";
import { isExpectedLine } from "./expected.ts";
import type { ListFormat, ListState } from "./format.ts";
import { ListLine } from "./line.ts";
import { LineSplitter } from "./splitter.ts";
import { FactReader } from "./machine.ts";
import { MACHINE } from "./machine_format.ts";
import { MODE } from "./mode.ts";
import { DATASET, DATASET_ELSEWHERE, JOB, MEMBER } from "./mvs.ts";
import { NETWARE } from "./netware.ts";
import { NONSTOP } from "./nonstop.ts";
import { OS2 } from "./os2.ts";
import { OS9 } from "./os9.ts";
import { UNIX } from "./unix.ts";
import { UnixMemo } from "./unix_memo.ts";
import { parseVmsFirst, parseVmsSecond, VMS } from "./vms.ts";
import { VSHELL, VXWORKS } from "./vshell.ts";
import { WFFTP } from "./wfftp.ts";
import { ZVM } from "./zvm.ts";

/** All formats: the most frequent first, then those with the strictest conditions. */
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
  CHAMELEON,
  DLS,
  MEMBER,
  JOB,
  DATASET_ELSEWHERE,
];

/** Called with a line that should be an entry, but that no format recognizes. */
export type UnknownLine = (line: string) => void;

/** Parses the lines of a listing as they arrive. */
export class ListingParser {
  #line = new ListLine();
  #state: ListState;
  #machine: boolean;
  #onUnknown: UnknownLine;

  /**
   * Creates a parser for one listing.
   *
   * @param now The current time, for dates without a year.
   * @param machine `true` if the lines are those of MLSD, so that no other
   * format is tried.
   * @param onUnknown Called with each line that no format recognizes.
   */
  constructor(now: Date, machine = false, onUnknown: UnknownLine = () => {}) {
    this.#machine = machine;
    this.#onUnknown = onUnknown;
    this.#state = {
      date: new ListDate(now),
      facts: new FactReader(),
      caseless: false,
      members: false,
      half: null,
      pointed: false,
      versioned: "",
      alone: null,
      nameColumn: -1,
      memo: new UnixMemo(),
    };
  }

  /** Parses a line without its line end; returns the entry that it completes, or `null`. */
  push(line: string): WIN32_FIND_DATA | null {
    if (this.#machine) return this.#state.facts.parse(line) ?? this.#drop(line);
    const { half, alone, memo } = this.#state;
    if (half === null && alone === null) {
      const entry = memo.read(line);
      if (entry !== null) return entry;
    }
    const fields = this.#line.read(line);
    if (half !== null) return this.#pushSecond(fields);
    return fields.count === 0 ? null : this.#parse(fields);
  }

  /** Ends the listing; returns the entry that waited for another line, or `null`. */
  end(): WIN32_FIND_DATA | null {
    this.#dropAlone();
    const first = this.#state.half;
    this.#state.half = null;
    return first === null ? null : parseVmsFirst(first, this.#state);
  }

  /**
   * Reads a line after a VMS name. Names that follow each other, or that are
   * followed by a blank line, are a listing of names only. Any other line that
   * is not a second line means that the program has no permission to examine
   * the file.
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
      if (entry === null) continue;
      if (this.#state.alone !== null) this.#dropAlone();
      return entry;
    }
    this.#dropAlone();
    if (this.#state.half !== null) return null;
    if (line.count !== 1 || line.start(0) > 0) return this.#drop(line.text);
    this.#state.alone = line.text;
    return null;
  }

  /** Reports a name on a separate line that the next line does not complete. */
  #dropAlone(): void {
    const { alone } = this.#state;
    this.#state.alone = null;
    if (alone !== null) this.#drop(alone);
  }

  /** Reports a line that is not an entry, unless it is usual in listings. */
  #drop(line: string): null {
    if (!isExpectedLine(line)) this.#onUnknown(line);
    return null;
  }
}

/** The maximum number of characters of a listing that are parsed at a time. */
const MAX_PIECE = 131_072;

/** Reads the entries of one listing whose text arrives in pieces. */
class ListingReader {
  readonly #parser: ListingParser;
  readonly #splitter: LineSplitter;

  constructor(now: Date, onUnknown?: UnknownLine) {
    this.#parser = new ListingParser(now, false, onUnknown);
    const probe = new ListingParser(now);
    this.#splitter = new LineSplitter((line) => {
      const entry = probe.push(line);
      probe.end();
      return entry !== null;
    });
  }

  /** Adds text; returns the entries that it completes. */
  push(text: string): WIN32_FIND_DATA[] {
    return this.#parse(this.#splitter.push(text));
  }

  /** Ends the listing; returns its last entries. */
  end(): WIN32_FIND_DATA[] {
    const entries = this.#parse(this.#splitter.end());
    const last = this.#parser.end();
    if (last !== null) entries.push(last);
    return entries;
  }

  #parse(lines: readonly string[]): WIN32_FIND_DATA[] {
    const entries: WIN32_FIND_DATA[] = [];
    for (const line of lines) {
      const entry = this.#parser.push(line);
      if (entry !== null) entries.push(entry);
    }
    return entries;
  }
}

/**
 * Parses a whole listing.
 *
 * @param text The listing, with its line ends.
 * @param now The current time, for dates without a year.
 * @param onUnknown Called with each line that no format recognizes.
 * @returns The entries, in the order of the listing.
 */
export function parseListing(
  text: string,
  now: Date,
  onUnknown?: UnknownLine,
): WIN32_FIND_DATA[] {
  const reader = new ListingReader(now, onUnknown);
  const entries: WIN32_FIND_DATA[] = [];
  for (const piece of piecesOf(text)) {
    for (const entry of reader.push(piece)) entries.push(entry);
  }
  for (const entry of reader.end()) entries.push(entry);
  return entries;
}

/**
 * Yields the entries of a listing one by one.
 *
 * @param texts The listing in pieces, split anywhere.
 * @param now The current time, for dates without a year.
 * @param turn Lets other work of the program run from time to time.
 * @param onUnknown Called with each line that no format recognizes.
 */
export async function* parseListingLines(
  texts: AsyncIterable<string> | Iterable<string>,
  now: Date,
  turn: () => Promise<void>,
  onUnknown?: UnknownLine,
): AsyncGenerator<WIN32_FIND_DATA, void> {
  const reader = new ListingReader(now, onUnknown);
  let read = 0;
  for await (const text of texts) {
    for (const piece of piecesOf(text)) {
      // `yield*` would take twice as long.
      for (const entry of reader.push(piece)) yield entry;
      read += piece.length;
      if (read < MAX_PIECE) continue;
      read = 0;
      await turn();
    }
  }
  for (const entry of reader.end()) yield entry;
}

/** Splits a text into pieces that are parsed in one step. */
function* piecesOf(text: string): Generator<string, void> {
  for (let from = 0; from < text.length; from += MAX_PIECE) {
    yield text.slice(from, from + MAX_PIECE);
  }
}
