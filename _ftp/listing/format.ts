// Copyright 2026 the wininet authors. MIT license.

/**
 * The interface of a listing format, and the state from earlier lines.
 *
 * The formats are in one array, in `listing.ts`, and are tried again for each
 * line: Windows servers send Unix lines and vice versa, and some servers mix
 * them within a listing. `matches` examines only the first fields and is cheap;
 * `parse` decides, and returns `null` if the line is not an entry of the
 * format.
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
  /** The parser for the dates of the listing. */
  readonly date: ListDate;
  /** The parser for the facts of MLSD lines. */
  readonly facts: FactReader;
  /** `true` after the heading of a VMS directory: its names are case-insensitive. */
  caseless: boolean;
  /** `true` after the heading of z/OS members: a line may consist only of a name. */
  members: boolean;
  /** The first line of a VMS entry, until its second line arrives. */
  half: string | null;
  /** `true` after a VMS file with a dot in its name. */
  pointed: boolean;
  /** The last VMS file with its version, or `""` if it was a directory. */
  versioned: string;
  /** A line that consists only of a name and may be the first line of a dls entry. */
  alone: string | null;
  /** The column of the name in the last Unix line with a date, or -1 before there was one. */
  nameColumn: number;
  /** The common parts of Unix lines. */
  readonly memo: UnixMemo;
}

/** A format of listings. */
export interface ListFormat {
  /** The name of the format. */
  readonly name: string;
  /** Returns `true` if a line can be of this format. */
  matches(line: ListLine, state: ListState): boolean;
  /** Returns the entry, or `null` if the line is not of this format. */
  parse(line: ListLine, state: ListState): WIN32_FIND_DATA | null;
}
