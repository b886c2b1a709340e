// Copyright 2026 the wininet authors. MIT license.

/**
 * The entries of a directory on an FTP server.
 *
 * @module
 */

import { ERROR_INTERNET_EXTENDED_ERROR, InternetError } from "../error.ts";
import {
  FILE_ATTRIBUTE_DIRECTORY,
  FILE_ATTRIBUTE_REPARSE_POINT,
} from "../flags.ts";
import { FTP_OPTION_UNKNOWN_LINES } from "../ftp_options.ts";
import { closeOn } from "../streams.ts";
import type { WIN32_FIND_DATA } from "../structures.ts";
import { hasFlag } from "../_base/bits.ts";
import { startOpening } from "../_core/opening.ts";
import { startCall } from "../_core/operation.ts";
import type { FtpConnection } from "../_ftp/handles/connection.ts";
import { joined } from "./names.ts";
import type { Item } from "./plan.ts";

/** The maximum number of entries in a directory, which are all kept in memory. */
const MAX_ENTRIES = 2_000_000;

/** Matches the final reply of a failed listing, which has no lines. */
const FAILED_REGEXP = /fail|denied|not permitted|cannot|can't/i;

/** A directory to list. */
export interface ListingInit {
  readonly path: string;
  /** `true` to request hidden entries. */
  readonly hidden: boolean;
  readonly signal: AbortSignal;
}

/** The entries of a directory. */
export interface Listed {
  readonly items: readonly Item[];
  /** The reason why entries are missing, or `null` if the list is complete. */
  readonly fault: InternetError | null;
}

/**
 * Lists a directory. Returns the reason why entries may be missing, or `null`
 * if the list is complete.
 *
 * @throws {InternetError} If the server refuses the listing, or the listing is
 * incomplete.
 */
export async function readListing(
  connection: FtpConnection,
  { path, hidden, signal }: ListingInit,
  take: (entry: WIN32_FIND_DATA) => void,
): Promise<InternetError | null> {
  const opening = connection.openDirectory(path);
  const { handle } = opening;
  if (hidden) handle.settings = { ...handle.settings, hidden };
  closeOn(signal, handle);
  try {
    await startOpening(opening, "FtpFindFirstFile");
    let count = 0;
    for (;;) {
      const some = await startCall(handle, handle.findSome(), {
        name: "InternetFindNextFile",
      });
      if (some.length === 0) break;
      count += some.length;
      if (count > MAX_ENTRIES) throw tooMany(path);
      for (const entry of some) take(entry as WIN32_FIND_DATA);
    }
    const unknown = Number(handle.queryOption(FTP_OPTION_UNKNOWN_LINES));
    if (unknown > 0) return unreadable(path, unknown);
    const end = connection.lastResponse?.text ?? "";
    return count === 0 && FAILED_REGEXP.test(end) ? notListed(path, end) : null;
  } finally {
    handle[Symbol.dispose]();
  }
}

/** Lists a directory as items; `isExcluded` is called with the path of each entry. */
export async function listRemote(
  connection: FtpConnection,
  init: ListingInit,
  isExcluded: (path: string, entry: WIN32_FIND_DATA) => boolean,
): Promise<Listed> {
  const items: Item[] = [];
  const fault = await readListing(connection, init, (entry) => {
    const path = joined(init.path, entry.cFileName);
    items.push(itemOf(entry, isExcluded(path, entry)));
  });
  return { items, fault };
}

/** Returns the parts of an entry that a plan needs. */
export function itemOf(entry: WIN32_FIND_DATA, isExcluded: boolean): Item {
  const { cFileName: name, facts, nFileSize, ftLastWriteTime } = entry;
  const kind = kindOf(entry);
  return {
    name,
    kind,
    size: facts !== undefined && facts.size === undefined ? null : nFileSize,
    time: ftLastWriteTime?.getTime() ?? null,
    isExact: facts?.modify !== undefined,
    linkTarget: entry.linkTarget ?? null,
    isExcluded,
    identity: kind === "directory" ? facts?.unique ?? null : null,
  };
}

/** The first letter of the permissions of an entry that is neither a file nor a directory. */
const DEVICE_REGEXP = /^[bcps]/;

/** Returns the kind of an entry. */
export function kindOf(entry: WIN32_FIND_DATA): Item["kind"] {
  const { dwFileAttributes, facts, permissions = "" } = entry;
  if (hasFlag(dwFileAttributes, FILE_ATTRIBUTE_REPARSE_POINT)) return "link";
  if (hasFlag(dwFileAttributes, FILE_ATTRIBUTE_DIRECTORY)) return "directory";
  const isDevice = facts?.type === undefined
    ? facts === undefined && DEVICE_REGEXP.test(permissions)
    : /^os\./i.test(facts.type);
  return isDevice ? "other" : "file";
}

function tooMany(path: string): InternetError {
  return new InternetError(
    ERROR_INTERNET_EXTENDED_ERROR,
    `Cannot list "${path}": it has more than ${MAX_ENTRIES} entries; walk its directories one by one`,
  );
}

function unreadable(path: string, lines: number): InternetError {
  return new InternetError(
    ERROR_INTERNET_EXTENDED_ERROR,
    `Cannot read all of the listing of "${path}": no known format has ${lines} of its lines; set FTP_OPTION_MACHINE_LISTINGS if the server has MLSD`,
  );
}

function notListed(path: string, reply: string): InternetError {
  return new InternetError(
    ERROR_INTERNET_EXTENDED_ERROR,
    `Cannot list "${path}": ${reply}`,
    { responseText: reply },
  );
}
