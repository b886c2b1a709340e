// Copyright 2026 the wininet authors. MIT license.

/**
 * Stores an entry, in the place of an older one if there is one.
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

/** Seconds in which a sticky entry is exempt from scavenging. */
const STICKY_EXEMPTION = 86_400;

/** The most variants of a URL: a server could name a different one for each request. */
const MAX_VARIANTS = 32;

/** What a commit knows of an entry. */
export type NewEntry = Omit<
  EntryRow,
  "id" | "container" | "hits" | "exempt" | "accessed" | "synced"
>;

/** A stored entry, and those that it has replaced. */
interface Commit {
  readonly row: EntryRow;
  readonly replaced: readonly EntryRow[];
}

/** Stores a response beside the other variants of its URL; `null` if its entry is locked. */
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

/** Stores the entry of a function in the place of all variants of its URL; `null` if one is locked. */
export function commitEntry(
  store: CacheStore,
  db: Database,
  entry: NewEntry,
): EntryRow | null {
  return commit(store, db, entry, () => variantsOf(db, entry.url));
}

/** Stores an entry in the place of others, whose bodies are removed after that. */
function commit(
  store: CacheStore,
  db: Database,
  entry: NewEntry,
  findOld: () => readonly EntryRow[],
): EntryRow | null {
  const done = db.transaction((): Commit | null => {
    // Another process may have replaced them a moment ago.
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

/** A replaced entry keeps its groups, its count of hits and its NORMAL bit. */
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
