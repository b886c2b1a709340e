// Copyright 2026 the wininet authors. MIT license.

/**
 * The functions on containers, enumerations of entries, and the configuration.
 *
 * @module
 */

import {
  ERROR_ALREADY_EXISTS,
  ERROR_FILE_NOT_FOUND,
  ERROR_NO_MORE_FILES,
  ERROR_NO_MORE_ITEMS,
  InternetError,
} from "../error.ts";
import type {
  GROUPID,
  INTERNET_CACHE_CONFIG_INFO,
  INTERNET_CACHE_ENTRY_INFO,
} from "../structures.ts";
import { badParameter } from "../_base/failure.ts";
import { quotedValue } from "../_base/secrets.ts";
import { workOff } from "./background.ts";
import {
  containerById,
  containerByName,
  containerByPrefix,
  containers,
} from "./container_table.ts";
import {
  CONTENT_CONTAINER,
  type Database,
  HISTORY_CONTAINER,
} from "./database.ts";
import { infoOf } from "./entry_functions.ts";
import { entryAfter } from "./entry_table.ts";
import { cacheFolderName } from "./file_name.ts";
import { IN_GROUP, rowOfGroup } from "./group_functions.ts";
import { EnumerationHandle } from "./handles.ts";
import { removeAll, scavenge } from "./scavenger.ts";
import type { UrlCache } from "./url_cache.ts";

/** An enumeration of entries and its first one. */
export interface FoundEntries {
  readonly hEnumHandle: EnumerationHandle<INTERNET_CACHE_ENTRY_INFO>;
  readonly info: INTERNET_CACHE_ENTRY_INFO;
}

/** Starts an enumeration of the entries of all containers, or of the one with a prefix. */
export function findEntries(
  cache: UrlCache,
  pattern: string | null,
): FoundEntries {
  return startEnumeration(cache, pattern, ERROR_NO_MORE_ITEMS, () => ["1"]);
}

/**
 * Starts an enumeration of the entries that have at least one of some bits, in
 * a group or in none.
 */
export function findEntriesEx(
  cache: UrlCache,
  pattern: string | null,
  filter: number,
  gid: GROUPID,
): FoundEntries {
  return startEnumeration(cache, pattern, ERROR_NO_MORE_FILES, () => {
    const group = rowOfGroup(gid);
    return gid === 0n
      ? [
        "e.type & ? AND NOT EXISTS(SELECT 1 FROM member WHERE entry = e.id)",
        filter,
      ]
      : [`e.type & ? AND ${IN_GROUP}`, filter, group, group];
  });
}

function startEnumeration(
  { store }: UrlCache,
  pattern: string | null,
  none: number,
  condition: () => [sql: string, ...values: number[]],
): FoundEntries {
  const [sql, ...values] = condition();
  let last = 0;
  const next = (db: Database, container: number | null) => {
    const row = container === null
      ? entryAfter(db, last, sql, ...values)
      : entryAfter(
        db,
        last,
        `${sql} AND e.container = ?`,
        ...values,
        container,
      );
    last = row?.id ?? last;
    return row === undefined ? null : infoOf(store, db, row);
  };
  return store.run("find an entry", (db) => {
    store.writeNotes(db);
    const container = pattern === null ? null : containerByPrefix(db, pattern);
    const info = container === undefined
      ? null
      : next(db, container?.id ?? null);
    if (info === null) {
      throw new InternetError(
        none,
        pattern === null
          ? "Cannot find an entry: the cache is empty"
          : `Cannot find an entry: ${
            quotedValue(pattern)
          } must be the prefix of a container that has one, such as "Visited:"; null finds all`,
      );
    }
    const id = container?.id ?? null;
    const goOn = () => store.run("find an entry", (db) => next(db, id));
    return { hEnumHandle: new EnumerationHandle(info, goOn), info };
  });
}

/** The arguments of CreateUrlCacheContainer. */
export interface NewContainer {
  readonly name: string;
  readonly prefix: string;
  /** An absolute path; `null` for a directory inside that of the cache. */
  readonly path: string | null;
  /** The quota in bytes; 0 if the container shares the quota of the cache. */
  readonly quota: number;
}

/** Creates a container. */
export function createContainer(
  { store }: UrlCache,
  { name, prefix, path, quota }: NewContainer,
): void {
  store.run("make a container", (db) =>
    db.transaction(() => {
      const same = containerByName(db, name);
      if (same?.prefix === prefix) return;
      const taken = same ?? containerByPrefix(db, prefix);
      if (taken !== undefined) throw alreadyThere(name, taken.prefix);
      const { id } = db.get<{ id: number }>(
        "INSERT INTO container(name, prefix, folder, quota) VALUES (?, ?, '', ?) RETURNING id",
        name,
        prefix,
        quota,
      )!;
      // The number distinguishes two names that differ only in forbidden
      // characters.
      const folder = path ?? `${cacheFolderName(name)}-${id}`;
      db.run("UPDATE container SET folder = ? WHERE id = ?", folder, id);
    }));
}

function alreadyThere(name: string, prefix: string): InternetError {
  return new InternetError(
    ERROR_ALREADY_EXISTS,
    `Cannot create the container ${quotedValue(name)}: there is one for ${
      quotedValue(prefix)
    } already, so use another name and prefix`,
  );
}

/** Deletes a container with its entries. */
export async function deleteContainer(
  { store }: UrlCache,
  name: string,
): Promise<void> {
  const id = store.run("delete a container", (db) => {
    const container = containerByName(db, name);
    if (container === undefined) {
      throw new InternetError(
        ERROR_FILE_NOT_FOUND,
        `Cannot find the container ${
          quotedValue(name)
        }: pass a name that was passed to CreateUrlCacheContainer`,
      );
    }
    if (container.id <= HISTORY_CONTAINER) {
      throw badParameter(
        `Cannot delete the container ${
          quotedValue(name)
        }: it is one of the built-in containers, which cannot be deleted`,
      );
    }
    return container.id;
  });
  await workOff(removeAll(store, new Set([id]), 0));
  store.run("delete a container", (db) => {
    db.run(
      "DELETE FROM container WHERE id = ? AND NOT EXISTS(SELECT 1 FROM entry WHERE container = ?)",
      id,
      id,
    );
  });
}

/** Returns the configuration, with the directory and the usage of a container. */
export function configuration(
  { store, settings }: UrlCache,
  container: number,
): INTERNET_CACHE_CONFIG_INFO {
  return store.run("return the configuration of the cache", (db) => {
    const row = containerById(db, container)!;
    const quota = kibibytes(settings.quota);
    return {
      dwContainer: 0,
      dwQuota: quota,
      fPerUser: true,
      dwSyncMode: settings.syncMode,
      dwNumCachePaths: 1,
      CachePath: store.bodies.folder(row),
      dwCacheSize: row.quota === 0 ? quota : kibibytes(row.quota),
      dwNormalUsage: kibibytes(row.bytes - row.exempt),
      dwExemptUsage: kibibytes(row.exempt),
    };
  });
}

function kibibytes(bytes: number): number {
  return Math.ceil(bytes / 1024);
}

/** Makes room: frees `percent` of the quota in the containers of a directory. */
export async function freeSpace(
  { store, settings }: UrlCache,
  path: string | null,
  percent: number,
  filter: number,
): Promise<void> {
  const pool = store.run("free space in the cache", (db) => {
    store.writeNotes(db);
    const isMeant = path === null
      ? ({ id }: { id: number }) => id === CONTENT_CONTAINER
      : (row: { folder: string }) => isInside(store.bodies.folder(row), path);
    return new Set(containers(db).filter(isMeant).map(({ id }) => id));
  });
  if (percent === 100) return await workOff(removeAll(store, pool, filter));
  await workOff(scavenge(store, {
    containers: pool,
    bytes: settings.quota * (1 - percent / 100),
    entries: Infinity,
    filter,
    isUrgent: false,
  }));
}

/** Returns `true` if a directory is another one or is inside it. */
function isInside(folder: string, outer: string): boolean {
  const plain = (path: string) =>
    `${path.replaceAll("\\", "/").replace(/\/+$/, "")}/`;
  return plain(folder).startsWith(plain(outer));
}
