// Copyright 2026 the wininet authors. MIT license.

/**
 * Containers: parts of a cache for URLs with a common prefix.
 *
 * @module
 */

import {
  COOKIE_CACHE_ENTRY,
  NORMAL_CACHE_ENTRY,
  URLHISTORY_CACHE_ENTRY,
} from "../flags.ts";
import {
  COOKIES_CONTAINER,
  type Database,
  HISTORY_CONTAINER,
} from "./database.ts";

/** A row of the table `container`. */
export interface Container {
  readonly id: number;
  readonly name: string;
  readonly prefix: string;
  /** A directory name inside that of the cache, or an absolute path. */
  readonly folder: string;
  /** The quota in bytes; 0 if the container shares the quota of the cache. */
  readonly quota: number;
  readonly bytes: number;
  /** The bytes used by sticky entries. */
  readonly exempt: number;
  readonly entries: number;
}

/** Returns the container whose prefix is the longest that matches a URL. */
export function containerOfUrl(db: Database, url: string): Container {
  return db.get<Container>(
    `SELECT * FROM container WHERE substr(?, 1, length(prefix)) = prefix
     ORDER BY length(prefix) DESC LIMIT 1`,
    url,
  )!;
}

/** Returns a container by its number. */
export function containerById(db: Database, id: number): Container | undefined {
  return db.get("SELECT * FROM container WHERE id = ?", id);
}

/** Returns a container by its name. */
export function containerByName(
  db: Database,
  name: string,
): Container | undefined {
  return db.get("SELECT * FROM container WHERE name = ?", name);
}

/** Returns a container by its prefix, ignoring case as FindFirstUrlCacheEntry does. */
export function containerByPrefix(
  db: Database,
  prefix: string,
): Container | undefined {
  return containers(db).find((container) =>
    container.prefix.toLowerCase() === prefix.toLowerCase()
  );
}

/** Returns all containers. */
export function containers(db: Database): Container[] {
  return db.all("SELECT * FROM container ORDER BY id");
}

/** Returns the type that every entry of a container has. */
export function containerType({ id }: Container): number {
  if (id === COOKIES_CONTAINER) return COOKIE_CACHE_ENTRY;
  return id === HISTORY_CONTAINER ? URLHISTORY_CACHE_ENTRY : NORMAL_CACHE_ENTRY;
}
