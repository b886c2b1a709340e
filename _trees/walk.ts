// Copyright 2026 the wininet authors. MIT license.

/**
 * Yields the entries of a tree, each directory before its contents. A directory
 * is read completely when the loop reaches it. So the connection is free for
 * other calls between two steps of the loop.
 *
 * @module
 */

import type { InternetError } from "../error.ts";
import type { FindData, WIN32_FIND_DATA } from "../structures.ts";
import { asInternetError } from "../_base/failure.ts";
import type { FtpConnection } from "../_ftp/handles/connection.ts";
import { Attempts, stoppedOr } from "./attempts.ts";
import { isLeftOut } from "./job.ts";
import { joined } from "./names.ts";
import { type CheckedOptions, MAX_DEPTH, type TreeEntry } from "./options.ts";
import { kindOf, readListing } from "./remote.ts";
import { tooDeep } from "./remove.ts";

/** The entries of a directory, and the reason why some are missing. */
export interface Level<Entry extends FindData> {
  readonly entries: readonly Branch<Entry>[];
  readonly fault: InternetError | null;
}

/** An entry, and a function that reads its contents; `null` if it has none. */
export interface Branch<Entry extends FindData> {
  readonly path: string;
  readonly entry: Entry;
  readonly read: (() => Promise<Level<Entry>>) | null;
}

/**
 * Yields the entries of a directory and of its subdirectories; `level` is the
 * depth, from 1.
 */
async function* walkLevel<Entry extends FindData>(
  { entries }: Level<Entry>,
  level: number,
  depth: number,
  signal: AbortSignal,
): AsyncGenerator<TreeEntry<Entry>, void> {
  for (const { path, entry, read } of entries) {
    signal.throwIfAborted();
    let below: Level<Entry> = { entries: [], fault: null };
    if (read !== null && level < depth) {
      below = await read().catch((cause) => {
        signal.throwIfAborted();
        return { entries: [], fault: asInternetError(cause) };
      });
    } else if (read !== null && level >= MAX_DEPTH) {
      below = { entries: [], fault: tooDeep(path) };
    }
    yield { path, entry, error: below.fault };
    yield* walkLevel(below, level + 1, depth, signal);
  }
}

/**
 * Yields all entries. If the top directory is incomplete, throws its error
 * after its entries.
 */
export async function* walk<Entry extends FindData>(
  name: string,
  read: () => Promise<Level<Entry>>,
  depth: number,
  signal: AbortSignal,
): AsyncGenerator<TreeEntry<Entry>, void> {
  try {
    signal.throwIfAborted();
    const level = await read();
    yield* walkLevel(level, 1, depth, signal);
    if (level.fault !== null) throw level.fault;
  } catch (error) {
    throw stoppedOr(`walk through "${name}"`, error, signal);
  }
}

/** Returns the entries of an FTP tree. */
export function walkFtp(
  connection: FtpConnection,
  directory: string,
  options: CheckedOptions,
): AsyncGenerator<TreeEntry<WIN32_FIND_DATA>, void> {
  const { hidden, signal, depth } = options;
  const attempts = new Attempts(options);
  const read = async (
    path: string,
    identities: readonly string[],
  ): Promise<Level<WIN32_FIND_DATA>> => {
    let entries: Branch<WIN32_FIND_DATA>[] = [];
    const fault = await attempts.run(() => {
      entries = [];
      return readListing(connection, { path, hidden, signal }, (entry) => {
        const name = entry.cFileName;
        const own = joined(path, name);
        if (isLeftOut(options, name, own, entry)) return;
        const identity = entry.facts?.unique ?? "";
        const isOpen = kindOf(entry) === "directory" && isName(name) &&
          !identities.includes(identity);
        const below = identity === "" ? identities : [...identities, identity];
        const branch = isOpen ? () => read(own, below) : null;
        entries.push({ path: own, entry, read: branch });
      });
    });
    return { entries, fault };
  };
  return walk(directory, () => read(directory, []), depth ?? MAX_DEPTH, signal);
}

/**
 * Returns `true` for a name that leads into a directory, not to another place
 * on the server.
 */
function isName(name: string): boolean {
  return name !== ".." && name !== "." && !/[/\0\r\n]/.test(name);
}
