// Copyright 2026 the wininet authors. MIT license.

/**
 * The store of a cache: its index, its bodies and the locks of its entries.
 *
 * A damaged index is replaced by an empty one: losing entries is acceptable for
 * a cache, failing is not. So the work of a call may run twice, the second time
 * on an empty index.
 *
 * @module
 */

import { EDITED_CACHE_ENTRY, PENDING_DELETE_CACHE_ENTRY } from "../flags.ts";
import { combineFlags, hasFlag } from "../_base/bits.ts";
import { pause } from "../_base/deadline.ts";
import {
  checkPermission,
  closeFile,
  closeLocked,
} from "../_base/local_file.ts";
import { isAbsolute } from "../_base/local_name.ts";
import type { Bodies, BodySource } from "./bodies.ts";
import { type Container, containerById } from "./container_table.ts";
import { Database, loadSqlite, type Sqlite } from "./database.ts";
import { EntryLocks, type LockKind } from "./entry_locks.ts";
import {
  type BodyRow,
  deleteEntryRow,
  type EntryRow,
  type OpenRow,
  openRowById,
  updateEntry,
  variantsOf,
} from "./entry_table.ts";
import { isDamage, storeError } from "./failure.ts";
import { FolderBodies } from "./folder_bodies.ts";
import { MemoryBodies } from "./memory_bodies.ts";

/** The file name of the index. */
const INDEX = "index.db";
/** The file name of a damaged index, which is kept for a day so that it can be examined. */
export const DAMAGED_INDEX = "index.db.damaged";
/** The file that is locked while a process opens or replaces the index. */
const OPEN_LOCK = "open.lock";

/**
 * The maximum wait, in milliseconds, for another process that is opening the
 * same directory.
 */
const OPEN_PATIENCE = 2000;

/** Uses of an entry that are not written to the index yet. */
interface Uses {
  count: number;
  last: number;
}

/** An index with its bodies. */
export class CacheStore implements Disposable {
  /** The directory; `null` for a store in memory. */
  readonly folder: string | null;
  readonly bodies: Bodies;
  readonly locks: EntryLocks;
  /** Called after a damaged index was replaced. The bodies of the old one are still there. */
  onReplaced: () => void = () => {
    this.wasReplaced = true;
  };
  /** `true` if the index was replaced before `onReplaced` was set. */
  wasReplaced = false;
  readonly #sqlite: Sqlite;
  readonly #uses = new Map<number, Uses>();
  /** `null` after the store was closed. */
  #db: Database | null;
  /** The inode of the open file, because another process may replace the file. */
  #inode: number | null = null;

  private constructor(sqlite: Sqlite, folder: string | null) {
    this.#sqlite = sqlite;
    this.folder = folder;
    this.bodies = folder === null
      ? new MemoryBodies()
      : new FolderBodies(folder);
    this.locks = new EntryLocks(folder);
    this.#db = folder === null ? new Database(sqlite, ":memory:") : null;
  }

  /** Opens an empty store in memory. */
  static async inMemory(): Promise<CacheStore> {
    return new CacheStore(await loadSqlite(), null);
  }

  /**
   * Opens the store in a directory, which is created if it does not exist.
   *
   * @throws {InternetError} ERROR_ACCESS_DENIED or ERROR_DISK_FULL.
   */
  static async inFolder(path: string): Promise<CacheStore> {
    const action = `open the cache in "${path}"`;
    checkPermission(action, path, "read", "write");
    const sqlite = await loadSqlite();
    try {
      Deno.mkdirSync(path, { recursive: true, mode: 0o700 });
      const folder = isAbsolute(path) ? path : Deno.realPathSync(path);
      const store = new CacheStore(sqlite, folder.replace(/(?<=.)[/\\]+$/, ""));
      const lock = await lockFolder(store.folder!);
      try {
        store.#openIndex();
      } finally {
        closeLocked(lock);
      }
      return store;
    } catch (error) {
      throw storeError(action, error);
    }
  }

  get isClosed(): boolean {
    return this.#db === null;
  }

  /**
   * Runs the work of a function. Replaces a damaged index and then runs the
   * work again.
   *
   * @throws {InternetError} The errors of the work, and ERROR_ACCESS_DENIED or
   * ERROR_DISK_FULL if the store fails.
   */
  run<Value>(action: string, work: (db: Database) => Value): Value {
    try {
      this.#checkFolder();
      return this.#work(work);
    } catch (error) {
      throw storeError(action, error);
    }
  }

  /**
   * Does the same as {@linkcode run} for a protocol, which continues without
   * the cache: returns `otherwise` if the store fails.
   */
  attempt<Value>(work: (db: Database) => Value, otherwise: Value): Value {
    if (this.#db === null) return otherwise;
    try {
      return this.#work(work);
    } catch {
      return otherwise;
    }
  }

  #work<Value>(work: (db: Database) => Value): Value {
    if (this.#db === null) throw new Error("the cache is closed");
    try {
      return work(this.#db);
    } catch (error) {
      if (!isDamage(error) || !this.#reopen()) throw error;
      return work(this.#db);
    }
  }

  /**
   * Checks that the index file still exists. SQLite continues to use a file
   * that was removed or replaced, and everything stored in it is lost.
   */
  #checkFolder(): void {
    if (this.folder === null || this.#db === null) return;
    checkPermission("use the cache", this.folder, "read", "write");
    const { ino } = Deno.statSync(`${this.folder}/${INDEX}`);
    if (ino !== this.#inode && !this.#reopen()) {
      throw new Error("another process is replacing its index");
    }
  }

  /** Records a use, which is written later. */
  noteUse(id: number): void {
    const uses = this.#uses.get(id) ?? { count: 0, last: 0 };
    uses.count++;
    uses.last = Date.now();
    this.#uses.set(id, uses);
  }

  /** Writes the recorded uses. */
  writeNotes(db: Database): void {
    if (this.#uses.size === 0 && !this.locks.hasUnshared) return;
    db.transaction(() => {
      for (const [id, { count, last }] of this.#uses) {
        db.run(
          "UPDATE entry SET hits = hits + ?, accessed = max(accessed, ?) WHERE id = ?",
          count,
          last,
          id,
        );
      }
      this.locks.share(db);
    });
    this.#uses.clear();
  }

  /** Returns the container of an entry. */
  containerOf(db: Database, { container }: BodyRow): Container {
    return containerById(db, container)!;
  }

  /**
   * Opens the body of an entry. Returns `null` if another process has replaced
   * the entry. If the body is missing or incomplete, the entry is removed and
   * the result is also `null`.
   */
  openBody(db: Database, row: OpenRow): BodySource | null {
    const place = this.containerOf(db, row);
    const source = this.bodies.open(place, row.file!);
    if (source !== null && !isTorn(row, source.size)) {
      // The file name of a replaced body may be in use by another body.
      if (openRowById(db, row.id)?.file === row.file) return source;
      source.close();
      return null;
    }
    source?.close();
    this.remove(db, [row]);
    return null;
  }

  /** Returns `true` if the body of an entry exists. If not, the entry is removed. */
  hasBody(db: Database, row: EntryRow): boolean {
    const size = this.bodies.sizeOf(this.containerOf(db, row), row.file!);
    if (size !== null && !isTorn(row, size)) return true;
    this.remove(db, [row]);
    return false;
  }

  /** Removes entries, then their bodies. An entry that another process has replaced stays. */
  remove(db: Database, rows: readonly BodyRow[]): void {
    const removed = db.transaction(() =>
      rows.filter((row) => deleteEntryRow(db, row))
    );
    this.#removeBodies(db, removed);
  }

  /**
   * Removes entries. A locked one is removed with its last lock; then the
   * result is `false`.
   */
  removeUnlocked(db: Database, rows: readonly EntryRow[]): boolean {
    const isLocked = (row: EntryRow) => this.locks.count(db, row.id) > 0;
    const [locked, removed] = db.transaction(() => {
      const locked = rows.filter(isLocked);
      for (const { id, type } of locked) {
        const pending = combineFlags(type, PENDING_DELETE_CACHE_ENTRY);
        updateEntry(db, id, { type: pending });
      }
      const free = rows.filter((row) => !locked.includes(row));
      return [locked, free.filter((row) => deleteEntryRow(db, row))];
    });
    this.#removeBodies(db, removed);
    return locked.length === 0;
  }

  /** Removes the body of a replaced entry, unless the new entry uses it. */
  removeBody(db: Database, old: EntryRow, row: EntryRow): void {
    const isKept = old.file === row.file && old.container === row.container;
    if (!isKept) this.#removeBodies(db, [old]);
  }

  #removeBodies(db: Database, rows: readonly BodyRow[]): void {
    const byContainer = Map.groupBy(rows, ({ container }) => container);
    for (const [id, removed] of byContainer) {
      const names = removed.map(({ file }) => file).filter((file) =>
        file !== null
      );
      this.bodies.remove(containerById(db, id)!, names);
    }
  }

  /** Removes all variants of a URL; returns `false` if one is locked. */
  removeUrl(db: Database, url: string): boolean {
    return this.removeUnlocked(db, variantsOf(db, url));
  }

  /** Releases a lock; the last one of a deleted entry removes it. Returns `false` if there is none. */
  release(db: Database, id: number, kind: LockKind): boolean {
    if (!this.locks.release(db, id, kind)) return false;
    const row = openRowById(db, id);
    if (
      row !== undefined && hasFlag(row.type, PENDING_DELETE_CACHE_ENTRY) &&
      this.locks.count(db, id) === 0
    ) this.remove(db, [row]);
    return true;
  }

  [Symbol.dispose](): void {
    const db = this.#db;
    if (db === null) return;
    this.attempt((db) => this.writeNotes(db), undefined);
    this.attempt((db) => this.locks.close(db), undefined);
    this.locks.close(null);
    this.#db = null;
    db[Symbol.dispose]();
    this.bodies.close();
  }

  /** Opens the index. A damaged one is replaced by an empty one. */
  #openIndex(): void {
    const path = `${this.folder}/${INDEX}`;
    // SQLite gives its other files the same mode.
    const options = { create: true, read: true, write: true, mode: 0o600 };
    Deno.openSync(path, options).close();
    try {
      this.#db = new Database(this.#sqlite, path);
    } catch (error) {
      if (!isDamage(error)) throw error;
      this.#moveAway();
      Deno.openSync(path, options).close();
      this.#db = new Database(this.#sqlite, path);
    }
    this.#inode = Deno.statSync(path).ino;
  }

  #moveAway(): void {
    const path = `${this.folder}/${INDEX}`;
    Deno.renameSync(path, `${this.folder}/${DAMAGED_INDEX}`);
    for (const end of ["-wal", "-shm"]) {
      try {
        Deno.removeSync(path + end);
      } catch {
        // These files exist only while a database is in use.
      }
    }
    this.onReplaced();
  }

  /**
   * Opens the index again. If it is still the same file, it is damaged and is
   * replaced. Returns `false` if another process is opening it.
   */
  #reopen(): boolean {
    if (this.folder === null) return false;
    const lock = tryLockFolder(this.folder);
    if (lock === null) return false;
    try {
      this.#db?.[Symbol.dispose]();
      this.locks.close(null);
      this.#uses.clear();
      const { ino } = Deno.statSync(`${this.folder}/${INDEX}`);
      if (ino === this.#inode) this.#moveAway();
      this.#openIndex();
      return true;
    } finally {
      closeLocked(lock);
    }
  }
}

/**
 * Returns `true` if bytes of a body are missing, for example after a power
 * failure. A larger file is accepted: a program may append to its file after
 * the commit, or a user may edit it.
 */
function isTorn({ size, type }: OpenRow, actual: number): boolean {
  return actual < size && !hasFlag(type, EDITED_CACHE_ENTRY);
}

/** Locks a directory for opening; returns `null` if another process holds the lock. */
function tryLockFolder(folder: string): Deno.FsFile | null {
  const options = { create: true, read: true, write: true, mode: 0o600 };
  const file = Deno.openSync(`${folder}/${OPEN_LOCK}`, options);
  if (file.tryLockSync(true)) return file;
  closeFile(file);
  return null;
}

async function lockFolder(folder: string): Promise<Deno.FsFile> {
  const start = performance.now();
  for (;;) {
    const file = tryLockFolder(folder);
    if (file !== null) return file;
    if (performance.now() - start > OPEN_PATIENCE) {
      throw new Error("another process has been opening it for too long");
    }
    await pause(10);
  }
}
