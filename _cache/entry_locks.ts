// Copyright 2026 the wininet authors. MIT license.

/**
 * The locks of entries. Locks are held by functions that return a path, and by
 * bodies that are being read.
 *
 * The locks of this process are counted in memory. Other processes see them in
 * the table `lock`. The lock of a body is written there only after a while,
 * because most bodies are read immediately. If another process removes such an
 * entry in the meantime, no harm is done: the open file keeps its bytes.
 *
 * A lock expires after 24 hours, or when its process ends.
 *
 * @module
 */

import type { Database } from "./database.ts";
import { isProcessAlive, ProcessLock } from "./process_lock.ts";

/** The time in milliseconds after which a lock expires. */
const LOCK_LIFE = 86_400_000;

/** The kind of a lock: for a path that a function has returned, or for an open body. */
export type LockKind = "file" | "body";

interface Held {
  file: number;
  body: number;
  since: number;
  /** `true` if other processes see the lock. */
  isShared: boolean;
}

/** The locks of one process on the entries of a cache. */
export class EntryLocks {
  /** The directory of the cache; `null` for a cache in memory, which only one process uses. */
  readonly #folder: string | null;
  readonly #held = new Map<number, Held>();
  #process: ProcessLock | null = null;

  constructor(folder: string | null) {
    this.#folder = folder;
  }

  /** Adds a lock. */
  add(db: Database, entry: number, kind: LockKind): void {
    const held = this.#held.get(entry) ??
      { file: 0, body: 0, since: 0, isShared: false };
    held[kind]++;
    held.since = Date.now();
    this.#held.set(entry, held);
    if (held.isShared || kind === "file") this.#share(db, entry, held);
  }

  /** Releases a lock; returns `false` if this process has none of this kind. */
  release(db: Database, entry: number, kind: LockKind): boolean {
    const held = this.#held.get(entry);
    if (held === undefined || held[kind] === 0) return false;
    held[kind]--;
    if (held.file + held.body === 0) this.#held.delete(entry);
    if (held.isShared) this.#share(db, entry, held);
    return true;
  }

  /** Returns the number of locks that have not expired. */
  count(db: Database, entry: number): number {
    const held = this.#held.get(entry);
    const own = held && isRecent(held.since) ? held.file + held.body : 0;
    return own + this.#countOthers(db, entry);
  }

  /** Makes the locks visible to other processes that do not see them yet. */
  share(db: Database): void {
    for (const [entry, held] of this.#held) {
      if (!held.isShared) this.#share(db, entry, held);
    }
  }

  /** Makes the locks of an entry visible to other processes. */
  shareEntry(db: Database, entry: number): void {
    const held = this.#held.get(entry);
    if (held?.isShared === false) this.#share(db, entry, held);
  }

  /** `true` if this process has locks that other processes do not see yet. */
  get hasUnshared(): boolean {
    if (this.#folder === null) return false;
    return this.#held.values().some(({ isShared }) => !isShared);
  }

  /** Releases all locks. */
  close(db: Database | null): void {
    this.#held.clear();
    if (this.#process === null) return;
    try {
      db?.run("DELETE FROM lock WHERE process = ?", this.#process.number);
    } finally {
      this.#process[Symbol.dispose]();
      this.#process = null;
    }
  }

  #share(db: Database, entry: number, held: Held): void {
    if (this.#folder === null) return;
    // The file is locked before the first row refers to the process.
    this.#process ??= ProcessLock.take(this.#folder);
    held.isShared = true;
    const count = held.file + held.body;
    if (count === 0) {
      db.run(
        "DELETE FROM lock WHERE entry = ? AND process = ?",
        entry,
        this.#process.number,
      );
      return;
    }
    db.run(
      "INSERT OR REPLACE INTO lock(entry, process, count, since) VALUES (?, ?, ?, ?)",
      entry,
      this.#process.number,
      count,
      held.since,
    );
  }

  #countOthers(db: Database, entry: number): number {
    if (this.#folder === null) return 0;
    let count = 0;
    for (
      const row of db.all<{ process: number; count: number; since: number }>(
        "SELECT process, count, since FROM lock WHERE entry = ?",
        entry,
      )
    ) {
      if (row.process === this.#process?.number) continue;
      if (isRecent(row.since) && isProcessAlive(this.#folder, row.process)) {
        count += row.count;
        continue;
      }
      db.run(
        "DELETE FROM lock WHERE entry = ? AND process = ?",
        entry,
        row.process,
      );
    }
    return count;
  }
}

function isRecent(since: number): boolean {
  return Date.now() - since < LOCK_LIFE;
}
