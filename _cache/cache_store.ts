// Copyright 2026 the wininet authors. MIT license.

/**
 * The store of a cache: its index, its bodies and the locks of its entries.
 *
 * A damaged index is replaced by a new one: a cache may forget, but it must not fail. So
 * the work of a call may run twice, the second time on an empty index.
 *
 * @module
 */

import { EDITED_CACHE_ENTRY, PENDING_DELETE_CACHE_ENTRY } from "../flags.ts";
import { combineFlags, hasFlag } from "../_base/bits.ts";
import { pause } from "../_base/deadline.ts";
import { checkPermission, closeFile } from "../_base/local_file.ts";
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

/** The file of the index. */
const INDEX = "index.db";
/** The name of one that was damaged, for those who want to know why; it is kept for a day. */
export const DAMAGED_INDEX = "index.db.damaged";
/** Locked while a process opens or replaces the index. */
const OPEN_LOCK = "open.lock";

/** Milliseconds that opening waits for another process that opens the same folder. */
const OPEN_PATIENCE = 2000;

/** Uses of an entry that are not written yet. */
interface Uses {
  count: number;
  last: number;
}

/** An index with its bodies. */
export class CacheStore implements Disposable {
  /** The folder; `null` for a store in memory. */
  readonly folder: string | null;
  readonly bodies: Bodies;
  readonly locks: EntryLocks;
  /** Called after a damaged index was replaced: the bodies of the old one are left over. */
  onReplaced: () => void = () => {
    this.wasReplaced = true;
  };
  /** `true` if the index was replaced before `onReplaced` was set. */
  wasReplaced = false;
  readonly #sqlite: Sqlite;
  readonly #uses = new Map<number, Uses>();
  /** `null` after the store was closed. */
  #db: Database | null;
  /** The file that is open: another process may have replaced it. */
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
   * Opens the store in a folder, which is made if it does not exist.
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
        lock.close();
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
   * Runs the work of a function; replaces a damaged index and runs it again.
   *
   * @throws {InternetError} What the work throws, and ERROR_ACCESS_DENIED or ERROR_DISK_FULL for the store.
   */
  run<Value>(action: string, work: (db: Database) => Value): Value {
    try {
      this.#checkFolder();
      return this.#work(work);
    } catch (error) {
      throw storeError(action, error);
    }
  }

  /** As {@linkcode run}, for a protocol, which goes on without the cache: returns `otherwise` if the store fails. */
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

  /** SQLite goes on with a file that was removed or replaced, and what is stored is lost. */
  #checkFolder(): void {
    if (this.folder === null || this.#db === null) return;
    checkPermission("use the cache", this.folder, "read", "write");
    const { ino } = Deno.statSync(`${this.folder}/${INDEX}`);
    if (ino !== this.#inode && !this.#reopen()) {
      throw new Error("another process is replacing its index");
    }
  }

  /** Notes a use, which is written later. */
  noteUse(id: number): void {
    const uses = this.#uses.get(id) ?? { count: 0, last: 0 };
    uses.count++;
    uses.last = Date.now();
    this.#uses.set(id, uses);
  }

  /** Writes what was noted. */
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
   * Opens the body of an entry. Returns `null` if another process has replaced the entry, and if
   * the body is gone or torn: then the entry is removed.
   */
  openBody(db: Database, row: OpenRow): BodySource | null {
    const place = this.containerOf(db, row);
    const source = this.bodies.open(place, row.file!);
    if (source !== null && !isTorn(row, source.size)) {
      // The name of a replaced body may have been given to another one.
      if (openRowById(db, row.id)?.file === row.file) return source;
      source.close();
      return null;
    }
    source?.close();
    this.remove(db, [row]);
    return null;
  }

  /** Returns `true` if the body of an entry is there; if not, the entry is removed. */
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

  /** Removes entries; a locked one goes with its last lock. Returns `false` if one is locked. */
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

  /** Removes the body of a replaced entry, unless the new one has the same. */
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

  /** Opens the index, or a new one in the place of a damaged one. */
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
        // Only a database that is in use has them.
      }
    }
    this.onReplaced();
  }

  /**
   * Opens the index again. One that is still the same is damaged, and is replaced. Returns `false` if
   * another process is at it.
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
      lock.close();
    }
  }
}

/**
 * Returns `true` if bytes of a body are missing, as after a power failure. A program may
 * write more into its file after it was committed, and the user may edit a file.
 */
function isTorn({ size, type }: OpenRow, actual: number): boolean {
  return actual < size && !hasFlag(type, EDITED_CACHE_ENTRY);
}

/** Locks the opening of a folder; returns `null` if another process has. */
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
