// Copyright 2026 the wininet authors. MIT license.

/**
 * Lines of listings and the expected entries, one test for each line.
 *
 * @module
 */

import { assertEquals } from "@std/assert";
import { parseListing } from "../../../_ftp/listing/listing.ts";
import {
  FILE_ATTRIBUTE_DIRECTORY,
  FILE_ATTRIBUTE_REPARSE_POINT,
} from "../../../flags.ts";
import type { WIN32_FIND_DATA } from "../../../structures.ts";

/** The current time in the tests. */
export const NOW: Date = new Date("2026-06-15T10:00:00Z");

/** The name of a case, its line, and the expected entry; `null` if the line is not an entry. */
export type ListCase = [name: string, line: string, says: string | null];

/**
 * Formats an entry as `d name|size|time`: the kind, and the time without the
 * parts that are 0.
 */
export function shortly(entry: WIN32_FIND_DATA): string {
  const word = entry.dwFileAttributes;
  const kind = word & FILE_ATTRIBUTE_REPARSE_POINT
    ? "l"
    : word & FILE_ATTRIBUTE_DIRECTORY
    ? "d"
    : "-";
  const time = entry.ftLastWriteTime?.toISOString().replace("T", " ") ?? "?";
  return `${kind} ${entry.cFileName}|${entry.nFileSize}|${
    time.replace(/(?: 00:00)?(?::00)?(?:\.000)?Z$/, "")
  }`;
}

/** Registers one test for each line. */
export function testLines(format: string, cases: readonly ListCase[]): void {
  for (const [name, line, says] of cases) {
    Deno.test(`parseListing() reads ${format}: ${name}`, () => {
      assertEquals(
        parseListing(line, NOW).map(shortly),
        says === null ? [] : [says],
      );
    });
  }
}

/** Returns the only entry of a listing. */
export function onlyEntry(listing: string): WIN32_FIND_DATA {
  const entries = parseListing(listing, NOW);
  assertEquals(entries.length, 1);
  return entries[0]!;
}
