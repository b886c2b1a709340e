// Copyright 2026 the wininet authors. MIT license.

/**
 * The rows of entries. Functions show one entry for a URL: the newest of its
 * variants.
 *
 * @module
 */

import { PENDING_DELETE_CACHE_ENTRY } from "../flags.ts";
import type { Database } from "./database.ts";
import type { StoredResponse } from "./response_cache.ts";

/** A row of the table `entry`. Times are in milliseconds. */
export interface EntryRow {
  readonly id: number;
  readonly container: number;
  readonly url: string;
  readonly secondary: string;
  readonly varied: string;
  readonly identity: string;
  /** The name of the body; `null` for an entry without one. */
  readonly file: string | null;
  readonly extension: string | null;
  readonly type: number;
  readonly hits: number;
  readonly size: number;
  readonly modified: number | null;
  readonly expires: number | null;
  readonly accessed: number;
  readonly synced: number;
  /** The time in seconds after the last access during which a sticky entry is not scavenged. */
  readonly exempt: number;
  readonly head: string;
  readonly status: number;
  readonly requested: number;
  readonly received: number;
}

/** A stored response with the name of its body, because the entry may get another one. */
export type StoredEntry = StoredResponse & Pick<EntryRow, "file">;

/** The members that identify the body of an entry. */
export type BodyRow = Pick<EntryRow, "id" | "container" | "file">;

/** The members of an entry that are needed to open its body. */
export type OpenRow = BodyRow & Pick<EntryRow, "size" | "type">;

/** The key of a variant. */
export type EntryKey = Pick<
  EntryRow,
  "url" | "secondary" | "varied" | "identity"
>;

const COLUMNS: readonly (keyof EntryRow)[] = [
  "container",
  "url",
  "secondary",
  "varied",
  "identity",
  "file",
  "extension",
  "type",
  "hits",
  "size",
  "modified",
  "expires",
  "accessed",
  "synced",
  "exempt",
  "head",
  "status",
  "requested",
  "received",
];

const INSERT = `INSERT INTO entry(${COLUMNS.join(", ")}) VALUES (${
  COLUMNS.map(() => "?").join(", ")
}) RETURNING id`;

/** Returns the variants of a URL, newest first. */
export function variantsOf(db: Database, url: string): EntryRow[] {
  return db.all(
    "SELECT * FROM entry WHERE url = ? ORDER BY received DESC, id DESC",
    url,
  );
}

/**
 * Returns the variants of a URL with any fragment. Fragments are not sent, so
 * all of these are one resource.
 */
export function variantsOfResource(db: Database, url: string): EntryRow[] {
  const resource = url.replace(/#.*/s, "");
  // "$" follows "#" in the order of characters.
  return db.all(
    "SELECT * FROM entry WHERE url = ? OR url >= ? AND url < ?",
    resource,
    `${resource}#`,
    `${resource}$`,
  );
}

/**
 * Returns the variants of a URL and a secondary key that are not marked as
 * deleted, newest first.
 */
export function usableVariants(
  db: Database,
  url: string,
  secondary: string,
): EntryRow[] {
  return db.all(
    `SELECT * FROM entry WHERE url = ? AND secondary = ? AND NOT type & ${PENDING_DELETE_CACHE_ENTRY}
     ORDER BY received DESC, id DESC`,
    url,
    secondary,
  );
}

/** Returns the entry that functions show for a URL. */
export function newestOf(db: Database, url: string): EntryRow | undefined {
  return db.get(
    "SELECT * FROM entry WHERE url = ? ORDER BY received DESC, id DESC LIMIT 1",
    url,
  );
}

/** Returns an entry by its number. */
export function entryById(db: Database, id: number): EntryRow | undefined {
  return db.get("SELECT * FROM entry WHERE id = ?", id);
}

/** Returns an entry by its number, without its headers: reading them takes most of the time. */
export function openRowById(db: Database, id: number): OpenRow | undefined {
  return db.get(
    "SELECT id, container, file, size, type FROM entry WHERE id = ?",
    id,
  );
}

/** Returns the entry with exactly this key. */
export function entryByKey(db: Database, key: EntryKey): EntryRow | undefined {
  return db.get(
    "SELECT * FROM entry WHERE url = ? AND secondary = ? AND identity = ? AND varied = ?",
    key.url,
    key.secondary,
    key.identity,
    key.varied,
  );
}

/** Returns the next entry after another one that functions show and that passes a filter. */
export function entryAfter(
  db: Database,
  id: number,
  fits: string,
  ...values: number[]
): EntryRow | undefined {
  return db.get(
    `SELECT * FROM entry AS e WHERE id > ? AND ${fits} AND NOT EXISTS (
       SELECT 1 FROM entry AS n WHERE n.url = e.url AND (n.received, n.id) > (e.received, e.id))
     ORDER BY id LIMIT 1`,
    id,
    ...values,
  );
}

/** Adds an entry and returns it. */
export function insertEntry(
  db: Database,
  row: Omit<EntryRow, "id">,
): EntryRow {
  const values = COLUMNS.map((name) => row[name as keyof typeof row]);
  const { id } = db.get<{ id: number }>(INSERT, ...values)!;
  return { id, ...row };
}

/** Changes columns of an entry. */
export function updateEntry(
  db: Database,
  id: number,
  change: Partial<Omit<EntryRow, "id">>,
): void {
  const names = COLUMNS.filter((name) => name in change);
  if (names.length === 0) return;
  db.run(
    `UPDATE entry SET ${
      names.map((name) => `${name} = ?`).join(", ")
    } WHERE id = ?`,
    ...names.map((name) => change[name as keyof typeof change] ?? null),
    id,
  );
}

/** Deletes an entry; returns `false` if it was deleted before or has another body now. */
export function deleteEntryRow(db: Database, row: BodyRow): boolean {
  const sql = "DELETE FROM entry WHERE id = ? AND file IS ?";
  return db.run(sql, row.id, row.file) > 0;
}

/** Returns a row in the form that protocols use. */
export function storedResponse(row: EntryRow): StoredEntry {
  return {
    id: row.id,
    file: row.file,
    url: row.url,
    type: row.type,
    status: row.status,
    head: row.head,
    varied: row.varied,
    identity: row.identity,
    size: row.size,
    hasBody: row.file !== null,
    requested: row.requested,
    received: row.received,
    expires: row.expires,
    modified: row.modified,
    synced: row.synced,
  };
}
