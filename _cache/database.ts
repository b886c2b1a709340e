// Copyright 2026 the wininet authors. MIT license.

/**
 * The index of a cache: an SQLite database, in a file or in memory.
 *
 * The file has a write-ahead log, so readers do not wait for a writer, and a
 * killed process cannot damage it. `node:sqlite` is synchronous: a transaction
 * never lasts longer than one call of this module.
 *
 * @module
 */

import type { DatabaseSync, SQLInputValue, StatementSync } from "node:sqlite";
import { OtherVersion } from "./failure.ts";

/** The version of the schema. A file with another version is replaced. */
const VERSION = 1;

/** The maximum wait of a write for other processes, in milliseconds. */
const BUSY_TIMEOUT = 2000;

/** The built-in containers, by the prefix of their URLs. */
export const CONTENT_CONTAINER = 1;
export const COOKIES_CONTAINER = 2;
export const HISTORY_CONTAINER = 3;

/** The group CACHEGROUP_ID_BUILTIN_STICKY. Groups of programs have higher numbers. */
export const STICKY_GROUP = 7;

// Each variant of a response has its own row: `varied` holds the header fields
// that Vary names, `identity` the user. Triggers maintain the totals of a
// container, because adding up all rows takes milliseconds.
const SCHEMA = `
CREATE TABLE container(
  id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, prefix TEXT NOT NULL UNIQUE,
  folder TEXT NOT NULL, quota INTEGER NOT NULL,
  bytes INTEGER NOT NULL DEFAULT 0, exempt INTEGER NOT NULL DEFAULT 0,
  entries INTEGER NOT NULL DEFAULT 0);
INSERT INTO container(id, name, prefix, folder, quota) VALUES
  (${CONTENT_CONTAINER}, 'Content', '', 'content', 0),
  (${COOKIES_CONTAINER}, 'Cookies', 'Cookie:', 'cookies', 0),
  (${HISTORY_CONTAINER}, 'History', 'Visited:', 'history', 0);

CREATE TABLE entry(
  id INTEGER PRIMARY KEY AUTOINCREMENT, container INTEGER NOT NULL, url TEXT NOT NULL,
  secondary TEXT NOT NULL, varied TEXT NOT NULL, identity TEXT NOT NULL,
  file TEXT, extension TEXT, type INTEGER NOT NULL, hits INTEGER NOT NULL, size INTEGER NOT NULL,
  modified INTEGER, expires INTEGER, accessed INTEGER NOT NULL, synced INTEGER NOT NULL,
  exempt INTEGER NOT NULL, head TEXT NOT NULL, status INTEGER NOT NULL,
  requested INTEGER NOT NULL, received INTEGER NOT NULL);
CREATE UNIQUE INDEX entry_key ON entry(url, secondary, identity, varied);
CREATE UNIQUE INDEX entry_file ON entry(container, file) WHERE file IS NOT NULL;
CREATE INDEX entry_accessed ON entry(accessed);
CREATE INDEX entry_expires ON entry(expires) WHERE expires IS NOT NULL;
CREATE INDEX entry_pending ON entry(id) WHERE type & 0x400000;

CREATE TABLE grp(
  id INTEGER PRIMARY KEY AUTOINCREMENT, flags INTEGER NOT NULL, type INTEGER NOT NULL DEFAULT 0,
  quota INTEGER NOT NULL DEFAULT 0, name TEXT NOT NULL DEFAULT '',
  storage TEXT NOT NULL DEFAULT '[0,0,0,0]');
INSERT INTO grp(id, flags) VALUES (${STICKY_GROUP}, 1);
CREATE TABLE member(grp INTEGER, entry INTEGER, PRIMARY KEY(grp, entry)) WITHOUT ROWID;
CREATE INDEX member_entry ON member(entry);

CREATE TABLE lock(
  entry INTEGER, process INTEGER, count INTEGER NOT NULL, since INTEGER NOT NULL,
  PRIMARY KEY(entry, process)) WITHOUT ROWID;

CREATE TRIGGER entry_added AFTER INSERT ON entry BEGIN
  UPDATE container SET bytes = bytes + new.size, entries = entries + 1,
    exempt = exempt + iif(new.type & 4, new.size, 0) WHERE id = new.container;
END;
CREATE TRIGGER entry_changed AFTER UPDATE OF container, size, type ON entry BEGIN
  UPDATE container SET bytes = bytes - old.size, entries = entries - 1,
    exempt = exempt - iif(old.type & 4, old.size, 0) WHERE id = old.container;
  UPDATE container SET bytes = bytes + new.size, entries = entries + 1,
    exempt = exempt + iif(new.type & 4, new.size, 0) WHERE id = new.container;
END;
CREATE TRIGGER entry_removed AFTER DELETE ON entry BEGIN
  UPDATE container SET bytes = bytes - old.size, entries = entries - 1,
    exempt = exempt - iif(old.type & 4, old.size, 0) WHERE id = old.container;
  DELETE FROM member WHERE entry = old.id;
  DELETE FROM lock WHERE entry = old.id;
END;
PRAGMA user_version = ${VERSION};
`;

/** The class of `node:sqlite`, which is loaded only when a cache is used. */
export type Sqlite = typeof DatabaseSync;

/** Loads `node:sqlite`. */
export async function loadSqlite(): Promise<Sqlite> {
  return (await import("node:sqlite")).DatabaseSync;
}

/** A database whose statements are prepared once. */
export class Database implements Disposable {
  readonly #db: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  /**
   * Opens an index, and creates its tables if it is new. The path `:memory:`
   * means in memory.
   */
  constructor(sqlite: Sqlite, path: string) {
    this.#db = new sqlite(path, { timeout: BUSY_TIMEOUT });
    try {
      this.#setUp(path);
    } catch (error) {
      this.#db.close();
      throw error;
    }
  }

  #setUp(path: string): void {
    const mode = this.get<{ journal_mode: string }>(
      "PRAGMA journal_mode = WAL",
    );
    if (path !== ":memory:" && mode?.journal_mode !== "wal") {
      throw new Error("the file system has no shared memory for the index");
    }
    this.#db.exec("PRAGMA synchronous = NORMAL");
    if (this.#version() === 0) {
      this.transaction(() => {
        // Another process may have created the tables in the meantime.
        if (this.#version() === 0) this.#db.exec(SCHEMA);
      });
    }
    if (this.#version() !== VERSION) {
      throw new OtherVersion(
        "the index is of another version of this library",
      );
    }
    // Damage inside a table is found when it is read, but damaged roots are
    // found now.
    this.get("SELECT count(*) FROM container");
    this.get("SELECT max(id) FROM entry");
  }

  #version(): number {
    const row = this.get<{ user_version: number }>("PRAGMA user_version");
    return row?.user_version ?? 0;
  }

  /** Returns the first row. */
  get<Row>(sql: string, ...values: SQLInputValue[]): Row | undefined {
    return this.#prepared(sql).get(...values) as Row | undefined;
  }

  /** Returns all rows. */
  all<Row>(sql: string, ...values: SQLInputValue[]): Row[] {
    return this.#prepared(sql).all(...values) as Row[];
  }

  /** Runs a statement and returns the number of rows that it changed. */
  run(sql: string, ...values: SQLInputValue[]): number {
    return Number(this.#prepared(sql).run(...values).changes);
  }

  /** Runs work as a transaction, or as part of the current one. */
  transaction<Value>(work: () => Value): Value {
    if (this.#db.isTransaction) return work();
    this.#db.exec("BEGIN IMMEDIATE");
    try {
      const value = work();
      this.#db.exec("COMMIT");
      return value;
    } catch (error) {
      // A full disk may already have ended the transaction.
      if (this.#db.isTransaction) this.#db.exec("ROLLBACK");
      throw error;
    }
  }

  [Symbol.dispose](): void {
    this.#statements.clear();
    if (this.#db.isOpen) this.#db.close();
  }

  #prepared(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = this.#db.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }
}
