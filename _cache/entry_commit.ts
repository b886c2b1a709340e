// Copyright 2026 the wininet authors. MIT license.

/**
 * Stores an entry, and replaces an older one.
 *
 * @module
 */

import { NORMAL_CACHE_ENTRY, STICKY_CACHE_ENTRY } from "../flags.ts";
import { combineFlags, hasFlag } from "../_base/bits.ts";
import type { CacheStore } from "./cache_store.ts";
import { containerOfUrl, containerType } from "./container_table.ts";
import type { Database } from "./database.ts";
import {
  deleteEntryRow,
  entryByKey,
  type EntryRow,
  insertEntry,
  updateEntry,
  usableVariants,
  variantsOf,
} from "./entry_table.ts";

/** The time in seconds during which a sticky entry is exempt from scavenging. */
const STICKY_EXEMPTION = 86_400;

/** The maximum number of variants of a URL. A server could use a new one for each request. */
const MAX_VARIANTS = 32;

/** The parts of an entry that a commit knows. */
export type NewEntry = Omit<
  EntryRow,
  "id" | "container" | "hits" | "exempt" | "accessed" | "synced"
>;

/** A stored entry, and the entries that it has replaced. */
interface Commit {
  readonly row: EntryRow;
  readonly replaced: readonly EntryRow[];
}

/**
 * Stores a response next to the other variants of its URL; returns `null` if
 * its entry is locked.
 */
export function commitVariant(
  store: CacheStore,
  db: Database,
  entry: NewEntry,
): EntryRow | null {
  const row = commit(store, db, entry, () => {
    const old = entryByKey(db, entry);
    return old === undefined ? [] : [old];
  });
  if (row?.hits === 1) {
    const variants = usableVariants(db, entry.url, entry.secondary);
    store.removeUnlocked(db, variants.slice(MAX_VARIANTS));
  }
  return row;
}

/**
 * Stores the entry of a function and replaces all variants of its URL; returns
 * `null` if one is locked.
 */
export function commitEntry(
  store: CacheStore,
  db: Database,
  entry: NewEntry,
): EntryRow | null {
  return commit(store, db, entry, () => variantsOf(db, entry.url));
}

/** Stores an entry in place of others, and then removes their bodies. */
function commit(
  store: CacheStore,
  db: Database,
  entry: NewEntry,
  findOld: () => readonly EntryRow[],
): EntryRow | null {
  const done = db.transaction((): Commit | null => {
    // Another process may just have replaced them.
    const replaced = findOld();
    if (replaced.some(({ id }) => store.locks.count(db, id) > 0)) return null;
    const [old, ...others] = replaced;
    for (const other of others) deleteEntryRow(db, other);
    return { row: replaceEntry(db, old, entry), replaced };
  });
  if (done === null) return null;
  for (const old of done.replaced) store.removeBody(db, old, done.row);
  return done.row;
}

/** Replaces an entry. The new one keeps its groups, its hit count and its NORMAL bit. */
function replaceEntry(
  db: Database,
  old: EntryRow | undefined,
  entry: NewEntry,
): EntryRow {
  const container = containerOfUrl(db, entry.url);
  const isSticky = hasFlag(entry.type, STICKY_CACHE_ENTRY);
  const now = Date.now();
  const row = {
    ...entry,
    container: container.id,
    type: combineFlags(
      entry.type,
      containerType(container),
      (old?.type ?? 0) & NORMAL_CACHE_ENTRY,
    ),
    hits: (old?.hits ?? 0) + 1,
    exempt: isSticky ? STICKY_EXEMPTION : old?.exempt ?? 0,
    accessed: now,
    synced: now,
  };
  if (old === undefined) return insertEntry(db, row);
  updateEntry(db, old.id, row);
  return { id: old.id, ...row };
}
