// Copyright 2026 the wininet authors. MIT license.

/**
 * What a format of listings is, and what is known from the lines before.
 *
 * The formats stand in one array, in `listing.ts`, and are tried for each line
 * anew: Windows servers send Unix lines and the other way round, and some change
 * between them within a listing. `matches` looks at the first fields only and is
 * cheap; `parse` decides, and answers `null` when the line is no entry of the
 * format.
 *
 * @module
 */

import type { WIN32_FIND_DATA } from "../../structures.ts";
import type { ListDate } from "./date.ts";
import type { FactReader } from "./machine.ts";
import type { ListLine } from "./line.ts";

/** What the lines before tell about the next one. */
export interface ListState {
  /** The dates of the listing, by its clock. */
  readonly date: ListDate;
  /** The facts of MLSD lines. */
  readonly facts: FactReader;
  /** The heading of a VMS directory was seen: its names have no case. */
  caseless: boolean;
  /** The heading of z/OS members was seen: a line may be a name alone. */
  members: boolean;
  /** The first line of a VMS entry whose second line has not come yet. */
  half: string | null;
}

/** A format of listings. */
export interface ListFormat {
  /** What it is called. */
  readonly name: string;
  /** Whether a line can be of this format. */
  matches(line: ListLine, state: ListState): boolean;
  /** The entry, or `null` when the line is none of this format. */
  parse(line: ListLine, state: ListState): WIN32_FIND_DATA | null;
}
