// Copyright 2026 the wininet authors. MIT license.

/**
 * The functions on entries: creating, querying, locking, reading and deleting
 * them.
 *
 * @module
 */

import {
  ERROR_DISK_FULL,
  ERROR_FILE_NOT_FOUND,
  ERROR_INTERNET_INVALID_URL,
  ERROR_INVALID_DATA,
  ERROR_SHARING_VIOLATION,
  InternetError,
} from "../error.ts";
import {
  CACHE_ENTRY_ACCTIME_FC,
  CACHE_ENTRY_ATTRIBUTE_FC,
  CACHE_ENTRY_EXEMPT_DELTA_FC,
  CACHE_ENTRY_EXPTIME_FC,
  CACHE_ENTRY_HITRATE_FC,
  CACHE_ENTRY_MODTIME_FC,
  CACHE_ENTRY_SYNCTIME_FC,
  INSTALLED_CACHE_ENTRY,
  PENDING_DELETE_CACHE_ENTRY,
  REDIRECT_CACHE_ENTRY,
} from "../flags.ts";
import type { INTERNET_CACHE_ENTRY_INFO } from "../structures.ts";
import { hasFlag, isDword } from "../_base/bits.ts";
import { badParameter } from "../_base/failure.ts";
import { linkInfo } from "../_base/local_file.ts";
import { permitted } from "../_base/permission.ts";
import { quotedUrl, quotedValue } from "../_base/secrets.ts";
import { containerOfUrl } from "./container_table.ts";
import type { Database } from "./database.ts";
import type { LockKind } from "./entry_locks.ts";
import { commitEntry, type NewEntry } from "./entry_commit.ts";
import { type EntryRow, newestOf, updateEntry } from "./entry_table.ts";
import { StreamHandle } from "./handles.ts";
import { LockedBody } from "./response_body.ts";
import type { UrlCache } from "./url_cache.ts";

/** An HTTP URL without a host. */
const HOSTLESS_REGEXP = /^https?:\/\/(?:[^/?#]*@)?(?::\d*)?(?:[/?#]|$)/i;

/** The maximum number of redirects that are followed. */
const MAX_REDIRECTS = 5;

const MAX_DWORD = 0xffffffff;

/** A flag of GetUrlCacheEntryInfoEx: only entries that an installer has created. */
const ONLY_INSTALLED = 0x200;

/** Creates an empty file for a URL and returns its path. */
export async function createEntry(
  cache: UrlCache,
  url: string,
  expectedSize: number,
  extension: string | null,
): Promise<string> {
  const { store, settings } = cache;
  if (HOSTLESS_REGEXP.test(url)) {
    throw new InternetError(
      ERROR_INTERNET_INVALID_URL,
      `Cannot create a file for ${
        quotedUrl(url)
      }: the URL must have a host, for example "http://example.com/x"`,
    );
  }
  const free = expectedSize > 0 && store.folder !== null
    ? await freeBytes(store.folder)
    : Infinity;
  if (expectedSize > Math.min(settings.quota, free)) {
    throw new InternetError(
      ERROR_DISK_FULL,
      `Cannot create a file for ${
        quotedUrl(url)
      }: ${expectedSize} bytes do not fit into the quota of the cache or on the disk; raise the option quota of openUrlCache, or free some space`,
    );
  }
  return store.run(
    "create a file of the cache",
    (db) => store.bodies.newFile(containerOfUrl(db, url), url, extension),
  );
}

/**
 * Returns the free space of the disk in bytes; Infinity if the program has no
 * permission to read it.
 */
async function freeBytes(folder: string): Promise<number> {
  if (!permitted({ name: "sys", kind: "statfs" })) return Infinity;
  try {
    const { statfsSync } = await import("node:fs");
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  } catch {
    return Infinity; // A full disk is then reported by the write.
  }
}

/** The arguments of CommitUrlCacheEntry. */
export type Commit =
  & Pick<NewEntry, "url" | "type" | "expires" | "modified" | "head">
  & Pick<NewEntry, "extension">
  & {
    readonly path: string | null;
    readonly originalUrl: string | null;
  };

/** Stores an entry. */
export function commit(cache: UrlCache, given: Commit): void {
  const { store } = cache;
  store.run("store an entry", (db) => {
    const { path, originalUrl, ...entry } = given;
    const body = path === null
      ? NO_FILE
      : committedFile(cache, db, given, path);
    storeEntry(cache, db, { ...newEntry(entry), ...body });
    if (originalUrl === null || originalUrl === entry.url) return;
    const head = `HTTP/1.1 302 Found\r\nLocation: ${entry.url}\r\n\r\n`;
    const type = REDIRECT_CACHE_ENTRY;
    storeEntry(cache, db, {
      ...newEntry({ ...entry, url: originalUrl, type, head }),
      ...NO_FILE,
    });
  });
  cache.makeRoom();
}

const NO_FILE = { file: null, size: 0 };

function newEntry(
  entry: Omit<Commit, "path" | "originalUrl">,
): Omit<NewEntry, "file" | "size"> {
  const now = Date.now();
  return {
    ...entry,
    secondary: "",
    varied: "",
    identity: "",
    status: Number(/^HTTP\/\d+\.\d+ (\d{3})/i.exec(entry.head)?.[1] ?? 0),
    requested: now,
    received: now,
  };
}

function storeEntry(cache: UrlCache, db: Database, entry: NewEntry): void {
  if (commitEntry(cache.store, db, entry) === null) throw locked(entry.url);
}

/**
 * Checks the file of a commit in the same order as Windows: the file, the
 * entry, the directory.
 */
function committedFile(
  { store }: UrlCache,
  db: Database,
  { url }: Commit,
  path: string,
): Pick<NewEntry, "file" | "size"> {
  const container = containerOfUrl(db, url);
  const file = store.bodies.nameOf(container, path);
  const size = file === null
    ? sizeElsewhere(path)
    : store.bodies.sizeOf(container, file);
  if (size === null) {
    throw new InternetError(
      ERROR_FILE_NOT_FOUND,
      `Cannot store an entry: the file "${path}" does not exist, so write the one that CreateUrlCacheEntry has named`,
    );
  }
  const old = newestOf(db, url);
  if (old !== undefined && store.locks.count(db, old.id) > 0) throw locked(url);
  if (file === null || isFileOfOther(db, container.id, file, url)) {
    throw badParameter(
      `Cannot store an entry with the file "${path}": it must be one that CreateUrlCacheEntry has created for this container`,
    );
  }
  return { file, size };
}

/**
 * Returns the size of a file outside the cache, which is refused in any case; a
 * missing file has another error.
 */
function sizeElsewhere(path: string): number | null {
  if (!permitted({ name: "read", path })) return 0;
  return linkInfo(path)?.size ?? null;
}

function isFileOfOther(
  db: Database,
  container: number,
  file: string,
  url: string,
): boolean {
  const row = db.get<{ url: string }>(
    "SELECT url FROM entry WHERE container = ? AND file = ?",
    container,
    file,
  );
  return row !== undefined && row.url !== url;
}

/** Returns the entry of a URL. */
export function entryInfo(
  { store }: UrlCache,
  url: string,
): INTERNET_CACHE_ENTRY_INFO {
  return store.run("return an entry", (db) => {
    store.writeNotes(db);
    return infoOf(store, db, entryOf(store, db, url));
  });
}

/** Returns the entry of a URL, following stored redirects. */
export function entryInfoEx(
  { store }: UrlCache,
  url: string,
  flags: number,
): INTERNET_CACHE_ENTRY_INFO {
  return store.run("return an entry", (db) => {
    store.writeNotes(db);
    let row = entryOf(store, db, url);
    for (let step = 0; hasFlag(row.type, REDIRECT_CACHE_ENTRY); step++) {
      if (step === MAX_REDIRECTS) throw notFound(url);
      row = entryOf(store, db, targetOf(db, row));
    }
    const isRefused = hasFlag(flags, ONLY_INSTALLED) &&
      !hasFlag(row.type, INSTALLED_CACHE_ENTRY);
    if (isRefused) throw notFound(url);
    return infoOf(store, db, row);
  });
}

/** Returns the URL of a stored redirect. */
function targetOf(db: Database, { url, head }: EntryRow): string {
  const location = /^location:[ \t]*(.*?)[ \t]*$/im.exec(head)?.[1] ?? "";
  if (newestOf(db, location) !== undefined) return location;
  return URL.parse(location, url)?.href ?? "";
}

/** The fields that SetUrlCacheEntryInfo copies, and their columns. */
const FIELDS = [
  [CACHE_ENTRY_ATTRIBUTE_FC, "CacheEntryType", "type"],
  [CACHE_ENTRY_HITRATE_FC, "dwHitRate", "hits"],
  [CACHE_ENTRY_MODTIME_FC, "LastModifiedTime", "modified"],
  [CACHE_ENTRY_EXPTIME_FC, "ExpireTime", "expires"],
  [CACHE_ENTRY_ACCTIME_FC, "LastAccessTime", "accessed"],
  [CACHE_ENTRY_SYNCTIME_FC, "LastSyncTime", "synced"],
  [CACHE_ENTRY_EXEMPT_DELTA_FC, "dwExemptDelta", "exempt"],
] as const;

/** A change of an entry. */
export type EntryChange = Partial<Omit<EntryRow, "id">>;

/** Returns the columns that SetUrlCacheEntryInfo changes. */
export function changeOf(
  info: Partial<INTERNET_CACHE_ENTRY_INFO>,
  control: number,
): EntryChange {
  const change: Record<string, number | null> = {};
  for (const [bit, field, column] of FIELDS) {
    if (!hasFlag(control, bit)) continue;
    const value = info[field];
    const isUnknown = value === null &&
      (column === "modified" || column === "expires");
    const number = value instanceof Date ? value.getTime() : value;
    const isValid = value instanceof Date
      ? field.endsWith("Time") && !Number.isNaN(value.getTime())
      : !field.endsWith("Time") && isDword(value);
    if (!isUnknown && !isValid) {
      throw badParameter(
        `Cannot set ${field} to ${
          quotedValue(value)
        }: dwFieldControl says that lpCacheEntryInfo has it`,
      );
    }
    change[column] = number as number | null;
  }
  return change as EntryChange;
}

/** Changes an entry. */
export function changeEntry(
  { store }: UrlCache,
  url: string,
  change: EntryChange,
): void {
  store.run("change an entry", (db) => {
    store.writeNotes(db);
    updateEntry(db, entryOf(store, db, url).id, change);
  });
}

/** A locked entry, as it was before. */
interface LockedEntry {
  readonly row: EntryRow & { readonly file: string };
  readonly info: INTERNET_CACHE_ENTRY_INFO;
}

/** Locks an entry that has a body, so that no other process replaces it, and counts a hit. */
function lockEntry(
  { store }: UrlCache,
  db: Database,
  url: string,
  kind: LockKind,
): LockedEntry {
  store.writeNotes(db);
  // Removes a deleted entry whose last lock belonged to a process that has
  // ended.
  entryOf(store, db, url);
  return db.transaction(() => {
    const newest = newestOf(db, url);
    if (newest === undefined) throw notFound(url);
    const row = withFile(newest);
    const info = infoOf(store, db, row);
    store.locks.add(db, row.id, kind);
    store.locks.shareEntry(db, row.id);
    updateEntry(db, row.id, { hits: row.hits + 1, accessed: Date.now() });
    return { row, info };
  });
}

/** Locks an entry and returns it with the path of its file. */
export function retrieveFile(
  cache: UrlCache,
  url: string,
): INTERNET_CACHE_ENTRY_INFO {
  const { store } = cache;
  return store.run("retrieve an entry", (db) => {
    const { row, info } = lockEntry(cache, db, url, "file");
    try {
      if (!store.hasBody(db, row)) throw notFound(url);
      const place = store.containerOf(db, row);
      return { ...info, lpszLocalFileName: store.bodies.file(place, row.file) };
    } catch (error) {
      store.release(db, row.id, "file");
      throw error;
    }
  });
}

/** Releases a lock of `retrieveFile`. */
export function unlockFile({ store }: UrlCache, url: string): void {
  store.run("unlock an entry", (db) => {
    const { id } = entryOf(store, db, url);
    if (store.release(db, id, "file")) return;
    throw new InternetError(
      ERROR_FILE_NOT_FOUND,
      `Cannot unlock ${
        quotedUrl(url)
      }: this process has not locked it; only RetrieveUrlCacheEntryFile locks it`,
    );
  });
}

/** Locks an entry and opens its body. */
export function retrieveStream(
  cache: UrlCache,
  url: string,
): { hUrlCacheStream: StreamHandle; info: INTERNET_CACHE_ENTRY_INFO } {
  const { store } = cache;
  return store.run("retrieve an entry", (db) => {
    const { row, info } = lockEntry(cache, db, url, "body");
    const release = () =>
      void store.attempt((db) => store.release(db, row.id, "body"), true);
    const source = store.openBody(db, row);
    if (source === null) {
      release();
      throw notFound(url);
    }
    const body = new LockedBody(source, () => null, release);
    return { hUrlCacheStream: new StreamHandle(body), info };
  });
}

/** Deletes an entry. */
export function deleteEntry({ store }: UrlCache, url: string): void {
  store.run("delete an entry", (db) => {
    entryOf(store, db, url);
    if (!store.removeUrl(db, url)) throw locked(url);
  });
}

/** Returns whether an entry has expired, and the time of its last change. */
export function expiry(
  { store }: UrlCache,
  url: string,
): { expired: boolean; LastModifiedTime: Date | null } {
  return store.run("return an entry", (db) => {
    const row = newestOf(db, url);
    const expires = row?.expires ?? Infinity;
    return {
      expired: expires < Date.now(),
      LastModifiedTime: dateOf(row?.modified ?? null),
    };
  });
}

/** Returns the entry that functions show; throws ERROR_FILE_NOT_FOUND if there is none. */
export function entryOf(
  store: UrlCache["store"],
  db: Database,
  url: string,
): EntryRow {
  const row = newestOf(db, url);
  if (row === undefined) throw notFound(url);
  const isLeftOver = hasFlag(row.type, PENDING_DELETE_CACHE_ENTRY) &&
    store.locks.count(db, row.id) === 0;
  if (!isLeftOver) return row;
  // The process that held the last lock has ended.
  store.removeUrl(db, url);
  throw notFound(url);
}

/** Returns an entry in the form that functions return. */
export function infoOf(
  store: UrlCache["store"],
  db: Database,
  row: EntryRow,
): INTERNET_CACHE_ENTRY_INFO {
  const path = row.file === null
    ? null
    : store.bodies.path(store.containerOf(db, row), row.file);
  return {
    lpszSourceUrlName: row.url,
    lpszLocalFileName: path,
    CacheEntryType: row.type,
    dwUseCount: store.locks.count(db, row.id),
    dwHitRate: Math.min(row.hits, MAX_DWORD),
    dwSizeLow: row.size % 2 ** 32,
    dwSizeHigh: Math.floor(row.size / 2 ** 32),
    LastModifiedTime: dateOf(row.modified),
    ExpireTime: dateOf(row.expires),
    LastAccessTime: new Date(row.accessed),
    LastSyncTime: new Date(row.synced),
    lpHeaderInfo: row.head,
    lpszFileExtension: row.extension,
    dwExemptDelta: row.exempt,
  };
}

function dateOf(time: number | null): Date | null {
  return time === null ? null : new Date(time);
}

function withFile(row: EntryRow): EntryRow & { readonly file: string } {
  const { file, url } = row;
  if (file !== null) return { ...row, file };
  throw new InternetError(
    ERROR_INVALID_DATA,
    `Cannot retrieve ${
      quotedUrl(url)
    }: its entry has no file; GetUrlCacheEntryInfo returns its other members`,
  );
}

/** Returns the error for a URL without an entry. */
export function notFound(url: string): InternetError {
  return new InternetError(
    ERROR_FILE_NOT_FOUND,
    `Cannot find ${
      quotedUrl(url)
    } in the cache: request it without INTERNET_FLAG_NO_CACHE_WRITE, or store it by CommitUrlCacheEntry`,
  );
}

function locked(url: string): InternetError {
  return new InternetError(
    ERROR_SHARING_VIOLATION,
    `Cannot change the entry of ${
      quotedUrl(url)
    }: it is locked, so call UnlockUrlCacheEntryFile or UnlockUrlCacheEntryStream first`,
  );
}
