// Copyright 2026 the wininet authors. MIT license.

/**
 * The functions on groups of entries.
 *
 * As on Windows, the number of a group is 0x1000000000000000 plus the number of
 * its row. Sticky entries belong to the built-in group without being added to
 * it.
 *
 * @module
 */

import {
  ERROR_FILE_NOT_FOUND,
  ERROR_NO_MORE_FILES,
  InternetError,
} from "../error.ts";
import {
  CACHEGROUP_ATTRIBUTE_BASIC,
  CACHEGROUP_ATTRIBUTE_FLAG,
  CACHEGROUP_ATTRIBUTE_GROUPNAME,
  CACHEGROUP_ATTRIBUTE_QUOTA,
  CACHEGROUP_ATTRIBUTE_STORAGE,
  CACHEGROUP_ATTRIBUTE_TYPE,
  CACHEGROUP_FLAG_FLUSHURL_ONDELETE,
  CACHEGROUP_FLAG_GIDONLY,
  GROUP_OWNER_STORAGE_SIZE,
  GROUPNAME_MAX_LENGTH,
  STICKY_CACHE_ENTRY,
} from "../flags.ts";
import type { GROUPID, INTERNET_CACHE_GROUP_INFO } from "../structures.ts";
import { hasFlag, isDword } from "../_base/bits.ts";
import { badParameter } from "../_base/failure.ts";
import { quotedValue } from "../_base/secrets.ts";
import { type Database, STICKY_GROUP } from "./database.ts";
import { entryOf } from "./entry_functions.ts";
import type { EntryRow } from "./entry_table.ts";
import { EnumerationHandle } from "./handles.ts";
import type { UrlCache } from "./url_cache.ts";

const FIRST_GROUP = 0x1000000000000000n;

/** A row of the table `grp`. */
interface GroupRow {
  readonly id: number;
  readonly flags: number;
  readonly type: number;
  readonly quota: number;
  readonly name: string;
  readonly storage: string;
}

/** The condition on `entry AS e` that selects the entries of a group. */
export const IN_GROUP: string =
  `(EXISTS(SELECT 1 FROM member WHERE entry = e.id AND grp = ?)
    OR (? = ${STICKY_GROUP} AND e.type & ${STICKY_CACHE_ENTRY}))`;

/** Creates a group. */
export function createGroup({ store }: UrlCache, flags: number): GROUPID {
  return store.run("make a group", (db) => {
    const sql = "INSERT INTO grp(flags) VALUES (?) RETURNING id";
    return gidOf(db.get<{ id: number }>(sql, flags)!.id);
  });
}

/** Deletes a group, and its entries if a flag of the call or of the group requires it. */
export function deleteGroup(
  { store }: UrlCache,
  gid: GROUPID,
  flags: number,
): void {
  store.run("delete a group", (db) => {
    const group = groupOf(db, gid);
    if (group.id === STICKY_GROUP) {
      throw badParameter(
        `Cannot delete the group 0x${
          gid.toString(16)
        }: it is the built-in one, which cannot be deleted`,
      );
    }
    const flush = CACHEGROUP_FLAG_FLUSHURL_ONDELETE;
    const rows = hasFlag(flags, flush) || hasFlag(group.flags, flush)
      ? membersOf(db, group.id)
      : [];
    db.transaction(() => {
      db.run("DELETE FROM member WHERE grp = ?", group.id);
      db.run("DELETE FROM grp WHERE id = ?", group.id);
    });
    store.removeUnlocked(db, rows);
  });
}

function membersOf(db: Database, group: number): EntryRow[] {
  return db.all(
    `SELECT e.* FROM entry AS e WHERE ${IN_GROUP}`,
    group,
    group,
  );
}

/** Adds an entry to a group, or removes it. */
export function setEntryGroup(
  { store }: UrlCache,
  url: string,
  isAdded: boolean,
  gid: GROUPID,
): void {
  store.run("change a group", (db) => {
    const { id } = entryOf(store, db, url);
    const group = groupOf(db, gid).id;
    db.run(
      isAdded
        ? "INSERT OR IGNORE INTO member(grp, entry) VALUES (?, ?)"
        : "DELETE FROM member WHERE grp = ? AND entry = ?",
      group,
      id,
    );
  });
}

/** Starts an enumeration of the groups. */
export function findGroups(
  { store }: UrlCache,
): { hFind: EnumerationHandle<GROUPID>; GroupId: GROUPID } {
  let last = STICKY_GROUP;
  const next = () =>
    store.run("find a group", (db) => {
      const row = db.get<{ id: number }>(
        `SELECT id FROM grp WHERE id > ? AND NOT flags & ${CACHEGROUP_FLAG_GIDONLY}
         ORDER BY id LIMIT 1`,
        last,
      );
      last = row?.id ?? last;
      return row === undefined ? null : gidOf(row.id);
    });
  const GroupId = next();
  if (GroupId !== null) {
    return { hFind: new EnumerationHandle(GroupId, next), GroupId };
  }
  throw new InternetError(
    ERROR_NO_MORE_FILES,
    "Cannot find a group: the cache has none; CreateUrlCacheGroup creates one",
  );
}

/** Returns the requested attributes; the others are 0. */
export function groupInfo(
  { store }: UrlCache,
  gid: GROUPID,
  attributes: number,
): INTERNET_CACHE_GROUP_INFO {
  return store.run("return a group", (db) => {
    const group = groupWithAttributes(db, gid);
    const isBasic = hasFlag(attributes, CACHEGROUP_ATTRIBUTE_BASIC);
    const ifAsked = <Value>(bit: number, value: Value, otherwise: Value) =>
      hasFlag(attributes, bit) ? value : otherwise;
    const basic = (bit: number, value: number) =>
      isBasic ? value : ifAsked(bit, value, 0);
    return {
      dwGroupFlags: basic(CACHEGROUP_ATTRIBUTE_FLAG, group.flags),
      dwGroupType: basic(CACHEGROUP_ATTRIBUTE_TYPE, group.type),
      dwDiskUsage: isBasic ? usageOf(db, group.id) : 0,
      dwDiskQuota: basic(CACHEGROUP_ATTRIBUTE_QUOTA, group.quota),
      dwOwnerStorage: ifAsked(
        CACHEGROUP_ATTRIBUTE_STORAGE,
        JSON.parse(group.storage),
        Array(GROUP_OWNER_STORAGE_SIZE).fill(0),
      ),
      szGroupName: ifAsked(CACHEGROUP_ATTRIBUTE_GROUPNAME, group.name, ""),
    };
  });
}

/** Returns the usage in KiB, rounded up. */
function usageOf(db: Database, group: number): number {
  const { bytes } = db.get<{ bytes: number }>(
    `SELECT coalesce(sum(size), 0) AS bytes FROM entry AS e WHERE ${IN_GROUP}`,
    group,
    group,
  )!;
  return Math.ceil(bytes / 1024);
}

/** The attributes that SetUrlCacheGroupAttribute copies, and their columns. */
const ATTRIBUTES = [
  [CACHEGROUP_ATTRIBUTE_TYPE, "dwGroupType", "type", isDword],
  [CACHEGROUP_ATTRIBUTE_QUOTA, "dwDiskQuota", "quota", isDword],
  [CACHEGROUP_ATTRIBUTE_GROUPNAME, "szGroupName", "name", isGroupName],
  [CACHEGROUP_ATTRIBUTE_STORAGE, "dwOwnerStorage", "storage", isStorage],
] as const;

function isGroupName(value: unknown): boolean {
  return typeof value === "string" && value.length < GROUPNAME_MAX_LENGTH &&
    !value.includes("\0");
}

function isStorage(value: unknown): boolean {
  return Array.isArray(value) && value.length === GROUP_OWNER_STORAGE_SIZE &&
    value.every(isDword);
}

/** A change of a group. */
export type GroupChange = Partial<Omit<GroupRow, "id" | "flags">>;

/** Returns the columns that SetUrlCacheGroupAttribute changes. */
export function groupChangeOf(
  info: Partial<INTERNET_CACHE_GROUP_INFO>,
  attributes: number,
): GroupChange {
  const change: Record<string, unknown> = {};
  for (const [bit, field, column, isValid] of ATTRIBUTES) {
    if (!hasFlag(attributes, bit)) continue;
    const value = info[field];
    if (!isValid(value)) {
      throw badParameter(
        `Cannot set ${field} to ${
          quotedValue(value)
        }: its type or range is wrong; see INTERNET_CACHE_GROUP_INFO`,
      );
    }
    change[column] = Array.isArray(value) ? JSON.stringify(value) : value;
  }
  return change as GroupChange;
}

/** Changes the attributes of a group. */
export function changeGroup(
  { store }: UrlCache,
  gid: GROUPID,
  change: GroupChange,
): void {
  store.run("change a group", (db) => {
    const { id, type, quota, name, storage } = {
      ...groupWithAttributes(db, gid),
      ...change,
    };
    db.run(
      "UPDATE grp SET type = ?, quota = ?, name = ?, storage = ? WHERE id = ?",
      type,
      quota,
      name,
      storage,
      id,
    );
  });
}

/** Returns the row number of a group; -1 for a number that no group can have. */
export function rowOfGroup(gid: GROUPID): number {
  const id = gid - FIRST_GROUP;
  return id > 0n && id <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(id) : -1;
}

function groupOf(db: Database, gid: GROUPID): GroupRow {
  const id = rowOfGroup(gid);
  const row = db.get<GroupRow>("SELECT * FROM grp WHERE id = ?", id);
  if (row !== undefined) return row;
  throw unknownGroup(
    gid,
    "pass a number that CreateUrlCacheGroup has returned",
  );
}

function groupWithAttributes(db: Database, gid: GROUPID): GroupRow {
  const group = groupOf(db, gid);
  if (!hasFlag(group.flags, CACHEGROUP_FLAG_GIDONLY)) return group;
  throw unknownGroup(
    gid,
    "it has no attributes, because it was made with CACHEGROUP_FLAG_GIDONLY",
  );
}

function unknownGroup(gid: GROUPID, why: string): InternetError {
  return new InternetError(
    ERROR_FILE_NOT_FOUND,
    `Cannot find the group 0x${gid.toString(16)}: ${why}`,
  );
}

function gidOf(id: number): GROUPID {
  return FIRST_GROUP + BigInt(id);
}
