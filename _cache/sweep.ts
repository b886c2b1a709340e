// Copyright 2026 the wininet authors. MIT license.

/**
 * Removes the remains of killed processes from the directory of a cache: files
 * without an entry, deleted entries locked by a process that has ended, and
 * marks of processes.
 *
 * @module
 */

import { PENDING_DELETE_CACHE_ENTRY } from "../flags.ts";
import { checkPermission } from "../_base/local_file.ts";
import { type CacheStore, DAMAGED_INDEX } from "./cache_store.ts";
import { containers } from "./container_table.ts";
import type { Database } from "./database.ts";
import type { EntryRow } from "./entry_table.ts";
import { sweepProcesses } from "./process_lock.ts";

/**
 * The age in milliseconds at which a file without an entry is removed: before
 * that, a process may still be writing it.
 */
export const LEFT_OVER_AGE = 86_400_000;

/** Sweeps a directory in steps. Files that were changed after `before` are kept. */
export function* sweep(store: CacheStore, before: number): Generator<void> {
  if (store.folder === null) return;
  checkPermission("sweep the cache", store.folder, "read", "write");
  sweepProcesses(store.folder);
  removeOld(`${store.folder}/${DAMAGED_INDEX}`, Date.now() - LEFT_OVER_AGE);
  yield;
  for (const row of pendingEntries(store)) {
    store.attempt((db) => store.removeUnlocked(db, [row]), true);
    yield;
  }
  const places = store.attempt(containers, []);
  for (const place of places) {
    const folder = store.bodies.folder(place);
    for (const { name, isDirectory } of namesIn(folder)) {
      if (!isDirectory || !/^[0-9a-f]{2}$/.test(name)) continue;
      yield* sweepFolder(store, place.id, folder, name, before);
    }
  }
}

function pendingEntries(store: CacheStore): EntryRow[] {
  return store.attempt(
    (db) =>
      db.all<EntryRow>(
        `SELECT * FROM entry WHERE type & ${PENDING_DELETE_CACHE_ENTRY}`,
      ),
    [],
  );
}

function* sweepFolder(
  store: CacheStore,
  container: number,
  folder: string,
  digits: string,
  before: number,
): Generator<void> {
  const names = namesIn(`${folder}${digits}`);
  yield;
  const used = store.attempt((db) => filesIn(db, container, digits), null);
  if (used === null) return;
  for (const { name } of names) {
    if (used.has(`${digits}/${name}`)) continue;
    removeOld(`${folder}${digits}/${name}`, before);
    yield;
  }
}

/** Returns the files of a directory that belong to entries. */
function filesIn(
  db: Database,
  container: number,
  digits: string,
): ReadonlySet<string> {
  const rows = db.all<{ file: string }>(
    "SELECT file FROM entry WHERE container = ? AND file > ? AND file < ?",
    container,
    `${digits}/`,
    `${digits}0`,
  );
  return new Set(rows.map(({ file }) => file));
}

function namesIn(folder: string): Deno.DirEntry[] {
  try {
    return [...Deno.readDirSync(folder)];
  } catch {
    return []; // A container without files has no directory yet.
  }
}

function removeOld(path: string, before: number): void {
  try {
    const { mtime } = Deno.lstatSync(path);
    if (mtime !== null && mtime.getTime() < before) Deno.removeSync(path);
  } catch {
    // Another process has removed it, or has it open.
  }
}
