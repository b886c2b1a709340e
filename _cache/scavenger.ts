// Copyright 2026 the wininet authors. MIT license.

/**
 * Makes room in a cache: removes expired entries first, then those that were
 * not used for the longest time.
 *
 * @module
 */

import { EDITED_CACHE_ENTRY, STICKY_CACHE_ENTRY } from "../flags.ts";
import { hasFlag } from "../_base/bits.ts";
import type { CacheStore } from "./cache_store.ts";
import { type Container, containers } from "./container_table.ts";
import type { Database } from "./database.ts";
import type { EntryRow } from "./entry_table.ts";

/** The share of the quota that remains after scavenging. */
const KEPT_SHARE = 0.8;
/** The time in milliseconds after an access during which an entry is not removed. */
const YOUNG = 600_000;
/** The number of rows in one step, which takes some milliseconds. */
const BATCH = 100;

/** The limits of a cache. */
export interface Limits {
  /** The bytes of all containers that have no quota of their own. */
  readonly quota: number;
  readonly entries: number;
}

/** The goal of a scavenge. */
export interface Goal {
  /** The containers. */
  readonly containers: ReadonlySet<number>;
  /** The bytes and the number of entries that may remain in them. */
  readonly bytes: number;
  readonly entries: number;
  /** Entries with one of these bits are kept. */
  readonly filter: number;
  /** `true` if entries that were just used are also removed. */
  readonly isUrgent: boolean;
}

/** Returns the goal, or `null` if everything fits. */
export function overflow(
  db: Database,
  { quota, entries }: Limits,
): Goal | null {
  const all = containers(db);
  const shared = all.filter((container) => container.quota === 0);
  const crowded = sum(all, "entries") > entries;
  const goals = [
    ...(crowded ? [goalOf(all, Infinity, entries)] : []),
    goalOf(shared, quota, Infinity),
    ...all.filter((container) => container.quota > 0)
      .map((container) => goalOf([container], container.quota, Infinity)),
  ];
  return goals.find((goal) => goal !== null) ?? null;
}

function goalOf(
  pool: readonly Container[],
  quota: number,
  entries: number,
): Goal | null {
  const bytes = sum(pool, "bytes");
  const count = sum(pool, "entries");
  if (bytes <= quota && count <= entries) return null;
  return {
    containers: new Set(pool.map(({ id }) => id)),
    bytes: quota * KEPT_SHARE,
    entries: entries * KEPT_SHARE,
    filter: 0,
    isUrgent: bytes > 2 * quota || count > 2 * entries,
  };
}

function sum(pool: readonly Container[], name: "bytes" | "entries"): number {
  return pool.reduce((total, container) => total + container[name], 0);
}

/** The members of a candidate, and whether a group keeps it. */
type Candidate =
  & Pick<
    EntryRow,
    | "id"
    | "container"
    | "file"
    | "type"
    | "size"
    | "accessed"
    | "expires"
    | "exempt"
  >
  & { readonly kept: number };

const CANDIDATE =
  `SELECT id, container, file, type, size, accessed, expires, exempt, EXISTS(
  SELECT 1 FROM member JOIN grp ON grp.id = member.grp
  WHERE member.entry = entry.id AND grp.flags & 1) AS kept FROM entry`;

/**
 * The orders of removal. Both continue after the last row of the previous
 * batch.
 */
const ORDERS = [
  {
    column: "expires",
    sql: `${CANDIDATE} WHERE expires <= ? AND (expires, id) > (?, ?)
      ORDER BY expires, id LIMIT ${BATCH}`,
  },
  {
    column: "accessed",
    sql: `${CANDIDATE} WHERE accessed <= ? AND (accessed, id) > (?, ?)
      ORDER BY accessed, id LIMIT ${BATCH}`,
  },
] as const;

/** Removes entries in steps, until the goal is reached or no more can be removed. */
export function* scavenge(store: CacheStore, goal: Goal): Generator<void> {
  const now = Date.now();
  for (const { column, sql } of ORDERS) {
    let last: readonly [number, number] = [Number.MIN_SAFE_INTEGER, 0];
    for (;;) {
      const rows = store.run("free space in the cache", (db) => {
        const excess = excessOf(db, goal);
        if (excess === null) return [];
        const batch = db.all<Candidate>(sql, now, ...last);
        removeSome(store, db, batch, goal, excess, now);
        return batch;
      });
      const end = rows.at(-1);
      if (end === undefined) break;
      last = [end[column]!, end.id];
      yield;
    }
  }
}

/** The amounts that are above the limits. */
interface Excess {
  bytes: number;
  entries: number;
}

function excessOf(db: Database, goal: Goal): Excess | null {
  const pool = containers(db).filter(({ id }) => goal.containers.has(id));
  const bytes = sum(pool, "bytes") - goal.bytes;
  const entries = sum(pool, "entries") - goal.entries;
  return bytes > 0 || entries > 0 ? { bytes, entries } : null;
}

function removeSome(
  store: CacheStore,
  db: Database,
  batch: readonly Candidate[],
  goal: Goal,
  excess: Excess,
  now: number,
): void {
  const chosen: Candidate[] = [];
  for (const row of batch) {
    if (excess.bytes <= 0 && excess.entries <= 0) break;
    if (!goal.containers.has(row.container)) continue;
    if (stays(row, goal, now) || store.locks.count(db, row.id) > 0) continue;
    // Removing an entry without a body frees no space.
    if (excess.entries <= 0 && row.size === 0) continue;
    chosen.push(row);
    excess.bytes -= row.size;
    excess.entries--;
  }
  store.remove(db, chosen);
}

function stays(row: Candidate, goal: Goal, now: number): boolean {
  const { type, kept, accessed, exempt } = row;
  return kept !== 0 || hasFlag(type, EDITED_CACHE_ENTRY) ||
    (type & goal.filter) !== 0 ||
    (hasFlag(type, STICKY_CACHE_ENTRY) && accessed + exempt * 1000 > now) ||
    (!goal.isUrgent && accessed > now - YOUNG);
}

/**
 * Removes all entries of some containers, in steps. Locked ones are removed
 * with their last lock.
 */
export function* removeAll(
  store: CacheStore,
  pool: ReadonlySet<number>,
  filter: number,
): Generator<void> {
  let last = 0;
  for (;;) {
    const rows = store.run("empty the cache", (db) => {
      const batch = db.all<EntryRow>(
        `SELECT * FROM entry WHERE id > ? ORDER BY id LIMIT ${BATCH}`,
        last,
      );
      const chosen = batch.filter(({ container, type }) =>
        pool.has(container) && (type & filter) === 0
      );
      store.removeUnlocked(db, chosen);
      return batch;
    });
    const end = rows.at(-1);
    if (end === undefined) return;
    last = end.id;
    yield;
  }
}
