// Copyright 2026 the wininet authors. MIT license.

/**
 * The interface of a format of listings, and the state from earlier lines.
 *
 * The formats are in one array, in `listing.ts`, and are tried for each line again:
 * Windows servers send Unix lines and vice versa, and some change between them within a
 * listing. `matches` looks at the first fields only and is cheap; `parse` decides, and
 * returns `null` if the line is not an entry of the format.
 *
 * @module
 */

import type { WIN32_FIND_DATA } from "../../structures.ts";
import type { ListDate } from "./date.ts";
import type { FactReader } from "./machine.ts";
import type { ListLine } from "./line.ts";
import type { UnixMemo } from "./unix_memo.ts";

/** The state from earlier lines. */
export interface ListState {
  /** The dates of the listing, by its clock. */
  readonly date: ListDate;
  /** The facts of MLSD lines. */
  readonly facts: FactReader;
  /** The heading of a VMS directory was seen: its names have no case. */
  caseless: boolean;
  /** The heading of z/OS members was seen: a line may be a name alone. */
  members: boolean;
  /** The first line of a VMS entry, until its second line arrives. */
  half: string | null;
  /** A VMS file with a point in its name was seen. */
  pointed: boolean;
  /** The last VMS file with its version; empty if it was a directory. */
  versioned: string;
  /** A line with a name alone, which can be the first line of a dls entry. */
  alone: string | null;
  /** The column of the name in the last Unix line with a date; -1 before there was one. */
  nameColumn: number;
  /** What Unix lines have in common. */
  readonly memo: UnixMemo;
}

/** A format of listings. */
export interface ListFormat {
  /** Its name. */
  readonly name: string;
  /** Returns `true` if a line can be of this format. */
  matches(line: ListLine, state: ListState): boolean;
  /** Returns the entry, or `null` if the line is not of this format. */
  parse(line: ListLine, state: ListState): WIN32_FIND_DATA | null;
}
