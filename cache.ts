// Copyright 2026 the wininet authors. MIT license.

/**
 * The URL cache: entries that are found by their URL, each with an optional file, header fields and
 * times, in containers and groups. No handle is needed, because the cache belongs to the process,
 * or to all processes that open the same directory.
 *
 * Requests use the cache only after the program has opened it with {@linkcode openUrlCache}. Until
 * then the functions work on a cache in memory, which needs no permissions.
 *
 * An invalid argument makes a function throw immediately; every other error rejects its promise. If
 * the cache cannot be read or written, the error is ERROR_ACCESS_DENIED or ERROR_DISK_FULL, with
 * the reason as its `cause`.
 *
 * @example An entry without a file
 * ```ts
 * import { CommitUrlCacheEntry, GetUrlCacheEntryInfo } from "@wininet/wininet/cache";
 * import { NORMAL_CACHE_ENTRY } from "@wininet/wininet/flags";
 * import { assertEquals } from "@std/assert";
 *
 * const url = "Visited: anna@http://www.visited.example/";
 * await CommitUrlCacheEntry(url, null, null, null, NORMAL_CACHE_ENTRY);
 *
 * assertEquals((await GetUrlCacheEntryInfo(url)).dwHitRate, 1);
 * ```
 *
 * @module
 */

import {
  CACHE_CONFIG_CONTENT_PATHS_FC,
  CACHE_CONFIG_COOKIES_PATHS_FC,
  CACHE_CONFIG_HISTORY_PATHS_FC,
  CACHE_CONFIG_QUOTA_FC,
  CACHE_CONFIG_SYNC_MODE_FC,
  CACHEGROUP_FLAG_FLUSHURL_ONDELETE,
  CACHEGROUP_FLAG_VALID,
  CACHEGROUP_READWRITE_MASK,
  CACHEGROUP_SEARCH_ALL,
  INTERNET_CACHE_GROUP_ADD,
  INTERNET_CACHE_GROUP_REMOVE,
  URLCACHE_FIND_DEFAULT_FILTER,
  WININET_SYNC_MODE_AUTOMATIC,
} from "./flags.ts";
import type {
  CacheEnumeration,
  CacheStream,
  GROUPID,
  INTERNET_CACHE_CONFIG_INFO,
  INTERNET_CACHE_ENTRY_INFO,
  INTERNET_CACHE_GROUP_INFO,
} from "./structures.ts";
import { hasFlag } from "./_base/bits.ts";
import { checkedBuffer, checkedFlags, intoBuffer } from "./_base/buffers.ts";
import { answer, badParameter, begin, remembered } from "./_base/failure.ts";
import { quotedValue } from "./_base/secrets.ts";
import {
  checkedContainerPath,
  checkedCount,
  checkedDate,
  checkedGroup,
  checkedHeaders,
  checkedObject,
  checkedOptionalText,
  checkedText,
  checkReserved,
} from "./_cache/arguments.ts";
import {
  openEntryEnumeration,
  openEnumeration,
  openGroupEnumeration,
  openStream,
} from "./_cache/handles.ts";
import {
  checkedSettings,
  closeProcessCache,
  functionCache,
  openProcessCache,
  type UrlCacheOptions,
  userCacheFolder,
} from "./_cache/process_cache.ts";
import type { UrlCache } from "./_cache/url_cache.ts";

export { InternetError } from "./error.ts";
export type {
  CacheEnumeration,
  CacheStream,
  GROUPID,
  INTERNET_CACHE_CONFIG_INFO,
  INTERNET_CACHE_ENTRY_INFO,
  INTERNET_CACHE_GROUP_INFO,
} from "./structures.ts";
export type { UrlCacheOptions } from "./_cache/process_cache.ts";
export type { InternetErrorData } from "./error.ts";

/** An enumeration of entries, with its first entry. */
export interface FoundCacheEntries {
  /** The enumeration, which returns the others. */
  readonly hEnumHandle: CacheEnumeration;
  /** The first entry. */
  readonly info: INTERNET_CACHE_ENTRY_INFO;
}

/** An enumeration of groups, with its first group. */
export interface FoundCacheGroups {
  /** The enumeration, which returns the others. */
  readonly hFind: CacheEnumeration;
  /** The first group. */
  readonly GroupId: GROUPID;
}

/** A locked entry and the stream of its body. */
export interface RetrievedCacheStream {
  /** The stream that reads the body. */
  readonly hUrlCacheStream: CacheStream;
  /** The entry as it was before the call. */
  readonly info: INTERNET_CACHE_ENTRY_INFO;
}

type Functions = typeof import("./_cache/functions.ts");

/** The work of a function after its arguments have been checked. */
type Work<Value> = (
  cache: UrlCache,
  functions: Functions,
) => Value | Promise<Value>;

/**
 * Checks the arguments of a call immediately, and does its work when the cache
 * is available.
 */
function called<Value>(prepare: () => Work<Value>): Promise<Value> {
  const work = begin(prepare);
  return remembered(async () => {
    const functions = await import("./_cache/functions.ts");
    return await work(await functionCache(), functions);
  });
}

/** Makes work without a result return `true`. */
function done(work: Work<void>): Work<true> {
  return async (cache, functions): Promise<true> => {
    await work(cache, functions);
    return true;
  };
}

/**
 * Opens the cache of the process: from then on requests read and store responses, and the functions
 * work on it. Entries that the functions have stored before are discarded.
 *
 * Windows has one cache for each user, and every program uses it by default. Here nothing is
 * written to the disk or served from it before the program opens the cache.
 *
 * Several processes can open the same directory. It must be on a local disk: the index is a SQLite
 * database with a write-ahead log. The directory is created with mode 0700. A damaged index is
 * replaced by an empty one. Files left by killed processes are removed after a day.
 *
 * It needs the permissions to read and to write the directory, and never prompts for them. Without
 * `path` the directory is `wininet` in `$XDG_CACHE_HOME` or `~/.cache`, on macOS in
 * `~/Library/Caches`, and on Windows `wininet\Cache` in `%LOCALAPPDATA%`; that needs the permission
 * to read these environment variables.
 *
 * @param options The directory, the limits, and the mode that decides when requests check for a newer version.
 * @throws {InternetError} If an option is invalid (ERROR_INVALID_PARAMETER), or the cache is open (ERROR_ALREADY_EXISTS).
 * @throws {InternetError} If the directory cannot be used (ERROR_ACCESS_DENIED, ERROR_DISK_FULL).
 *
 * @example A directory that the next run uses again
 * ```ts
 * import { openUrlCache } from "@wininet/wininet/cache";
 *
 * async function open(): Promise<void> {
 *   await openUrlCache({ path: "cache", quota: 64 * 2 ** 20 });
 * }
 * ```
 *
 * @example A cache in memory
 * ```ts
 * import { closeUrlCache, GetUrlCacheConfigInfo, openUrlCache } from "@wininet/wininet/cache";
 * import { assertEquals } from "@std/assert";
 *
 * await openUrlCache({ path: null, quota: 33_554_432 });
 * assertEquals((await GetUrlCacheConfigInfo()).dwQuota, 32_768);
 * await closeUrlCache();
 * ```
 */
export function openUrlCache(options: UrlCacheOptions = {}): Promise<void> {
  const [path, settings] = begin(() => [
    options?.path === undefined ? userCacheFolder() : options.path,
    checkedSettings(options),
  ], "openUrlCache");
  return remembered(() => openProcessCache(path, settings), "openUrlCache");
}

/**
 * Closes the cache of the process. Requests no longer use it; those that are reading from it can
 * continue. The locks of this process are released. A cache in memory is discarded.
 *
 * The call is not needed at the end of a program: a cache on the disk persists, and an open cache
 * does not keep the process alive. If no cache is open, it discards the entries that the functions
 * have stored in memory.
 *
 * @example Discarding a cache in memory
 * ```ts
 * import { closeUrlCache } from "@wininet/wininet/cache";
 *
 * await closeUrlCache();
 * ```
 */
export function closeUrlCache(): Promise<void> {
  return remembered(() => closeProcessCache(), "closeUrlCache");
}

// ---- making entries ----

/**
 * Creates a new, empty file for a URL. Nothing is stored in the cache until {@linkcode
 * CommitUrlCacheEntry}.
 *
 * Two calls for one URL return two files. The name is the last segment of the URL's path, a counter
 * and the extension; eight random characters replace a missing segment. A file that is never
 * committed is removed after a day.
 *
 * Differences: the files are in 256 directories instead of four. A cache in memory creates a
 * temporary directory, which is removed when the process ends.
 *
 * @param lpszUrlName The URL.
 * @param dwExpectedFileSize The expected size in bytes; 0 if it is not known.
 * @param lpszFileExtension The extension without the dot.
 * @param dwReserved Reserved: 0.
 * @returns The path of the file.
 * @throws {InternetError} If an argument is invalid (ERROR_INVALID_PARAMETER), or an HTTP URL has no host (ERROR_INTERNET_INVALID_URL).
 * @throws {InternetError} If that many bytes do not fit into the quota or on the disk (ERROR_DISK_FULL).
 * @throws {InternetError} If the file cannot be created (ERROR_ACCESS_DENIED, ERROR_DISK_FULL).
 *
 * @example Storing a page
 * ```ts
 * import { CommitUrlCacheEntry, CreateUrlCacheEntry } from "@wininet/wininet/cache";
 * import { NORMAL_CACHE_ENTRY } from "@wininet/wininet/flags";
 *
 * async function store(url: string, page: string): Promise<void> {
 *   const path = await CreateUrlCacheEntry(url, 0, "html");
 *   await Deno.writeTextFile(path, page);
 *   await CommitUrlCacheEntry(url, path, null, null, NORMAL_CACHE_ENTRY, "HTTP/1.0 200 OK\r\n\r\n");
 * }
 * ```
 *
 * @see {@link https://learn.microsoft.com/windows/win32/api/wininet/nf-wininet-createurlcacheentryw}
 */
export function CreateUrlCacheEntry(
  lpszUrlName: string,
  dwExpectedFileSize: number = 0,
  lpszFileExtension: string | null = null,
  dwReserved: 0 | null = null,
): Promise<string> {
  return called(() => {
    const url = checkedText(lpszUrlName, "lpszUrlName");
    const size = checkedCount(dwExpectedFileSize, "dwExpectedFileSize");
    const extension = checkedOptionalText(
      lpszFileExtension,
      "lpszFileExtension",
    );
    checkReserved(dwReserved, "dwReserved");
    return (cache, { createEntry }) => createEntry(cache, url, size, extension);
  });
}

/**
 * Stores an entry, and replaces an older one for the same URL.
 *
 * The file must have been created by {@linkcode CreateUrlCacheEntry}. An entry does not need a
 * file: the history consists of entries without files. A replaced entry keeps its groups, and its
 * file is removed. STICKY_CACHE_ENTRY exempts an entry from scavenging for a day after its last
 * access. An entry whose URL starts with `Visited:` also gets URLHISTORY_CACHE_ENTRY, one whose URL
 * starts with `Cookie:` gets COOKIE_CACHE_ENTRY, and every other one gets NORMAL_CACHE_ENTRY.
 *
 * Differences: if `lpszOriginalUrl` differs from the URL, an entry with REDIRECT_CACHE_ENTRY is
 * stored for it. An entry that this function stores replaces all variants (`Vary`) of its URL. The
 * file must not belong to another entry.
 *
 * @param lpszUrlName The URL.
 * @param lpszLocalFileName The path of the file, or `null`.
 * @param ExpireTime The time at which the entry expires, or `null`.
 * @param LastModifiedTime The time of the resource's last change, or `null`.
 * @param CacheEntryType `*_CACHE_ENTRY` bits.
 * @param lpHeaderInfo The status line and the header fields, each ended by `\r\n`, and an empty line.
 * @param lpszFileExtension The extension without the dot; the name of the file does not depend on it.
 * @param lpszOriginalUrl The URL before a redirect.
 * @returns `true`.
 * @throws {InternetError} If an argument is invalid, or the file is not in the container's directory (ERROR_INVALID_PARAMETER).
 * @throws {InternetError} If the file does not exist (ERROR_FILE_NOT_FOUND), or the older entry is locked (ERROR_SHARING_VIOLATION).
 * @throws {InternetError} If the cache cannot be read or written (ERROR_ACCESS_DENIED, ERROR_DISK_FULL).
 *
 * @example An entry for a day
 * ```ts
 * import { CommitUrlCacheEntry, GetUrlCacheEntryInfo } from "@wininet/wininet/cache";
 * import { STICKY_CACHE_ENTRY } from "@wininet/wininet/flags";
 * import { assertEquals } from "@std/assert";
 *
 * await CommitUrlCacheEntry("http://sticky.example/", null, null, null, STICKY_CACHE_ENTRY);
 *
 * assertEquals((await GetUrlCacheEntryInfo("http://sticky.example/")).dwExemptDelta, 86_400);
 * ```
 *
 * @see {@link https://learn.microsoft.com/windows/win32/api/wininet/nf-wininet-commiturlcacheentryw}
 */
export function CommitUrlCacheEntry(
  lpszUrlName: string,
  lpszLocalFileName: string | null,
  ExpireTime: Date | null,
  LastModifiedTime: Date | null,
  CacheEntryType: number,
  lpHeaderInfo: string | null = null,
  lpszFileExtension: string | null = null,
  lpszOriginalUrl: string | null = null,
): Promise<true> {
  return called(() => {
    const entry = {
      url: checkedText(lpszUrlName, "lpszUrlName"),
      path: checkedOptionalText(lpszLocalFileName, "lpszLocalFileName"),
      expires: checkedDate(ExpireTime, "ExpireTime"),
      modified: checkedDate(LastModifiedTime, "LastModifiedTime"),
      type: checkedFlags(CacheEntryType, "CacheEntryType"),
      head: checkedHeaders(lpHeaderInfo, "lpHeaderInfo"),
      extension: checkedOptionalText(lpszFileExtension, "lpszFileExtension"),
      originalUrl: checkedOptionalText(lpszOriginalUrl, "lpszOriginalUrl"),
    };
    return done((cache, { commit }) => commit(cache, entry));
  });
}

// ---- querying ----

/**
 * Returns the entry of a URL. URLs are compared as strings: case, `#part` and a slash at the end
 * matter. Requests store under the URL that INTERNET_OPTION_URL returns.
 *
 * The entry is not locked, and may be deleted at any time. The call does not count as an access to
 * the entry.
 *
 * Differences: an entry of a cache in memory has no file until {@linkcode
 * RetrieveUrlCacheEntryFile} creates it. If a response has variants (`Vary`), the newest one is
 * returned.
 *
 * @param lpszUrlName The URL.
 * @returns The entry.
 * @throws {InternetError} If the URL is invalid (ERROR_INVALID_PARAMETER), or not in the cache (ERROR_FILE_NOT_FOUND).
 * @throws {InternetError} If the cache cannot be read or written (ERROR_ACCESS_DENIED, ERROR_DISK_FULL).
 *
 * @example A URL that is not in the cache
 * ```ts
 * import { GetUrlCacheEntryInfo } from "@wininet/wininet/cache";
 * import { InternetError } from "@wininet/wininet/error";
 * import { assertRejects } from "@std/assert";
 *
 * await assertRejects(() => GetUrlCacheEntryInfo("http://nowhere.example/"), InternetError);
 * ```
 *
 * @see {@link https://learn.microsoft.com/windows/win32/api/wininet/nf-wininet-geturlcacheentryinfow}
 */
export function GetUrlCacheEntryInfo(
  lpszUrlName: string,
): Promise<INTERNET_CACHE_ENTRY_INFO> {
  return called(() => {
    const url = checkedText(lpszUrlName, "lpszUrlName");
    return (cache, { entryInfo }) => entryInfo(cache, url);
  });
}

/**
 * Does the same as {@linkcode GetUrlCacheEntryInfo}, and follows stored redirects: returns the entry of their target.
 *
 * Differences: a circular redirect, or more than five redirects, is ERROR_FILE_NOT_FOUND.
 *
 * @param lpszUrl The URL.
 * @param dwFlags 0x200 to find only entries with INSTALLED_CACHE_ENTRY; other bits are ignored.
 * @param lpszRedirectUrl Reserved: `null`.
 * @param lpcbRedirectUrl Reserved: `null`.
 * @param lpReserved Reserved: `null`.
 * @returns The entry.
 * @throws {InternetError} If an argument is invalid (ERROR_INVALID_PARAMETER), or no such entry exists (ERROR_FILE_NOT_FOUND).
 * @throws {InternetError} If the cache cannot be read or written (ERROR_ACCESS_DENIED, ERROR_DISK_FULL).
 *
 * @example The target of a redirect
 * ```ts
 * import { CommitUrlCacheEntry, GetUrlCacheEntryInfoEx } from "@wininet/wininet/cache";
 * import { assertEquals } from "@std/assert";
 *
 * const [from, to] = ["http://old.example/", "http://new.example/"];
 * await CommitUrlCacheEntry(to, null, null, null, 0, null, null, from);
 *
 * assertEquals((await GetUrlCacheEntryInfoEx(from)).lpszSourceUrlName, to);
 * ```
 *
 * @see {@link https://learn.microsoft.com/windows/win32/api/wininet/nf-wininet-geturlcacheentryinfoexw}
 */
export function GetUrlCacheEntryInfoEx(
  lpszUrl: string,
  dwFlags: number = 0,
  lpszRedirectUrl: null = null,
  lpcbRedirectUrl: 0 | null = null,
  lpReserved: 0 | null = null,
): Promise<INTERNET_CACHE_ENTRY_INFO> {
  return called(() => {
    const url = checkedText(lpszUrl, "lpszUrl");
    const flags = checkedFlags(dwFlags ?? 0, "dwFlags");
    checkReserved(lpszRedirectUrl, "lpszRedirectUrl");
    checkReserved(lpcbRedirectUrl, "lpcbRedirectUrl");
    checkReserved(lpReserved, "lpReserved");
    return (cache, { entryInfoEx }) => entryInfoEx(cache, url, flags);
  });
}

/**
 * Changes fields of an entry, also of a locked one. CACHE_ENTRY_HEADERINFO_FC does nothing, as on Windows.
 *
 * Differences: every field that `dwFieldControl` selects must be present.
 *
 * @param lpszUrlName The URL.
 * @param lpCacheEntryInfo The new values.
 * @param dwFieldControl The fields to change, `CACHE_ENTRY_*_FC` bits.
 * @returns `true`.
 * @throws {InternetError} If an argument is invalid, or a field is missing (ERROR_INVALID_PARAMETER).
 * @throws {InternetError} If the URL is not in the cache (ERROR_FILE_NOT_FOUND).
 * @throws {InternetError} If the cache cannot be read or written (ERROR_ACCESS_DENIED, ERROR_DISK_FULL).
 *
 * @example The hit count
 * ```ts
 * import { CommitUrlCacheEntry, GetUrlCacheEntryInfo, SetUrlCacheEntryInfo } from "@wininet/wininet/cache";
 * import { CACHE_ENTRY_HITRATE_FC } from "@wininet/wininet/flags";
 * import { assertEquals } from "@std/assert";
 *
 * const url = "http://changed.example/";
 * await CommitUrlCacheEntry(url, null, null, null, 0);
 * await SetUrlCacheEntryInfo(url, { dwHitRate: 9 }, CACHE_ENTRY_HITRATE_FC);
 *
 * assertEquals((await GetUrlCacheEntryInfo(url)).dwHitRate, 9);
 * ```
 *
 * @see {@link https://learn.microsoft.com/windows/win32/api/wininet/nf-wininet-seturlcacheentryinfow}
 */
export function SetUrlCacheEntryInfo(
  lpszUrlName: string,
  lpCacheEntryInfo: Partial<INTERNET_CACHE_ENTRY_INFO>,
  dwFieldControl: number,
): Promise<true> {
  return called(() => {
    const url = checkedText(lpszUrlName, "lpszUrlName");
    const info = checkedObject(lpCacheEntryInfo, "lpCacheEntryInfo");
    const control = checkedFlags(dwFieldControl, "dwFieldControl");
    return done((cache, { changeOf, changeEntry }) =>
      changeEntry(cache, url, changeOf(info, control))
    );
  });
}

/**
 * Reports if an entry has expired, and the time of its resource's last change. An entry without an
 * expiry time does not expire. A URL that is not in the cache has not expired; Windows behaves in
 * this way since Windows 8.
 *
 * Microsoft does not document this function, but programs use it.
 *
 * @param lpszUrlName The URL.
 * @returns `expired`, and the time of the last change, or `null` if it is not known.
 * @throws {InternetError} If the URL is invalid (ERROR_INVALID_PARAMETER), or the cache cannot be read or written (ERROR_ACCESS_DENIED, ERROR_DISK_FULL).
 *
 * @example An entry of yesterday
 * ```ts
 * import { CommitUrlCacheEntry, IsUrlCacheEntryExpired } from "@wininet/wininet/cache";
 * import { assertEquals } from "@std/assert";
 *
 * const yesterday = new Date(Date.now() - 86_400_000);
 * await CommitUrlCacheEntry("http://expired.example/", null, yesterday, null, 0);
 *
 * assertEquals((await IsUrlCacheEntryExpired("http://expired.example/")).expired, true);
 * ```
 */
export function IsUrlCacheEntryExpired(
  lpszUrlName: string,
): Promise<{ expired: boolean; LastModifiedTime: Date | null }> {
  return called(() => {
    const url = checkedText(lpszUrlName, "lpszUrlName");
    return (cache, { expiry }) => expiry(cache, url);
  });
}

// ---- locking and reading ----

/**
 * Locks an entry and returns it with the path of its file. Each lock needs one call of {@linkcode
 * UnlockUrlCacheEntryFile}. The call counts as an access: the hit rate and the time of the last
 * access change.
 *
 * The result shows the entry before the call.
 *
 * Differences: a lock ends after 24 hours, or when its process ends. An entry whose file no longer
 * exists, or has become shorter, is removed. A body in memory is written to a temporary file.
 *
 * @param lpszUrlName The URL.
 * @param dwReserved Reserved: 0.
 * @returns The entry.
 * @throws {InternetError} If an argument is invalid (ERROR_INVALID_PARAMETER), or the URL is not in the cache (ERROR_FILE_NOT_FOUND).
 * @throws {InternetError} If the entry has no file (ERROR_INVALID_DATA).
 * @throws {InternetError} If the cache cannot be read or written, or a temporary file cannot be created (ERROR_ACCESS_DENIED, ERROR_DISK_FULL).
 *
 * @example Reading a file
 * ```ts
 * import { RetrieveUrlCacheEntryFile, UnlockUrlCacheEntryFile } from "@wininet/wininet/cache";
 *
 * async function textOf(url: string): Promise<string> {
 *   const { lpszLocalFileName } = await RetrieveUrlCacheEntryFile(url);
 *   try {
 *     return await Deno.readTextFile(lpszLocalFileName!);
 *   } finally {
 *     await UnlockUrlCacheEntryFile(url);
 *   }
 * }
 * ```
 *
 * @see {@link https://learn.microsoft.com/windows/win32/api/wininet/nf-wininet-retrieveurlcacheentryfilew}
 */
export function RetrieveUrlCacheEntryFile(
  lpszUrlName: string,
  dwReserved: 0 | null = null,
): Promise<INTERNET_CACHE_ENTRY_INFO> {
  return called(() => {
    const url = checkedText(lpszUrlName, "lpszUrlName");
    checkReserved(dwReserved, "dwReserved");
    return (cache, { retrieveFile }) => retrieveFile(cache, url);
  });
}

/**
 * Releases a lock of {@linkcode RetrieveUrlCacheEntryFile}. If the entry was deleted while it was
 * locked, it is removed with its last lock.
 *
 * Differences: a process releases only its own locks.
 *
 * @param lpszUrlName The URL.
 * @param dwReserved Reserved: 0.
 * @returns `true`.
 * @throws {InternetError} If an argument is invalid (ERROR_INVALID_PARAMETER), or the URL is not in the cache or not locked (ERROR_FILE_NOT_FOUND).
 * @throws {InternetError} If the cache cannot be read or written (ERROR_ACCESS_DENIED, ERROR_DISK_FULL).
 *
 * @example An entry that is not locked
 * ```ts
 * import { UnlockUrlCacheEntryFile } from "@wininet/wininet/cache";
 * import { InternetError } from "@wininet/wininet/error";
 * import { assertRejects } from "@std/assert";
 *
 * await assertRejects(() => UnlockUrlCacheEntryFile("http://unlocked.example/"), InternetError);
 * ```
 *
 * @see {@link https://learn.microsoft.com/windows/win32/api/wininet/nf-wininet-unlockurlcacheentryfilew}
 */
export function UnlockUrlCacheEntryFile(
  lpszUrlName: string,
  dwReserved: 0 | null = null,
): Promise<true> {
  return called(() => {
    const url = checkedText(lpszUrlName, "lpszUrlName");
    checkReserved(dwReserved, "dwReserved");
    return done((cache, { unlockFile }) => unlockFile(cache, url));
  });
}

/**
 * Locks an entry and opens its body. The call counts as an access, as with {@linkcode
 * RetrieveUrlCacheEntryFile}. {@linkcode UnlockUrlCacheEntryStream} unlocks the entry; so does
 * disposal of the stream.
 *
 * Differences: a body in memory is read without a file.
 *
 * @param lpszUrlName The URL.
 * @param fRandomRead A hint that is not used.
 * @param dwReserved Reserved: 0.
 * @returns The stream, and the entry as it was before the call.
 * @throws {InternetError} If an argument is invalid (ERROR_INVALID_PARAMETER), or the URL is not in the cache (ERROR_FILE_NOT_FOUND).
 * @throws {InternetError} If the entry has no file (ERROR_INVALID_DATA).
 * @throws {InternetError} If the cache cannot be read or written (ERROR_ACCESS_DENIED, ERROR_DISK_FULL).
 *
 * @example Reading a body
 * ```ts
 * import { RetrieveUrlCacheEntryStream } from "@wininet/wininet/cache";
 * import { readable } from "@wininet/wininet/streams";
 *
 * async function textOf(url: string): Promise<string> {
 *   const { hUrlCacheStream } = await RetrieveUrlCacheEntryStream(url);
 *   using stream = hUrlCacheStream;
 *   return await new Response(readable(stream)).text();
 * }
 * ```
 *
 * @see {@link https://learn.microsoft.com/windows/win32/api/wininet/nf-wininet-retrieveurlcacheentrystreamw}
 */
export function RetrieveUrlCacheEntryStream(
  lpszUrlName: string,
  fRandomRead: boolean = false,
  dwReserved: 0 | null = null,
): Promise<RetrievedCacheStream> {
  return called(() => {
    const url = checkedText(lpszUrlName, "lpszUrlName");
    if (typeof (fRandomRead ?? false) !== "boolean") {
      throw badParameter(
        `Cannot use ${
          quotedValue(fRandomRead)
        } as fRandomRead: it must be a boolean`,
      );
    }
    checkReserved(dwReserved, "dwReserved");
    return (cache, { retrieveStream }) => retrieveStream(cache, url);
  });
}

/**
 * Reads from a stream into a buffer. Several reads may run at the same time.
 *
 * @param hUrlCacheStream The stream.
 * @param dwLocation The position of the first byte, from the start of the body.
 * @param lpBuffer The buffer.
 * @param Reserved Reserved: 0.
 * @returns The number of bytes read; 0 at the end or after it.
 * @throws {InternetError} If the stream is not an open cache stream (ERROR_INVALID_HANDLE), or an argument is invalid (ERROR_INVALID_PARAMETER).
 * @throws {InternetError} If the file cannot be read (ERROR_ACCESS_DENIED).
 *
 * @example The first bytes
 * ```ts
 * import { ReadUrlCacheEntryStream } from "@wininet/wininet/cache";
 * import type { CacheStream } from "@wininet/wininet/structures";
 *
 * async function start(hUrlCacheStream: CacheStream): Promise<Uint8Array> {
 *   const buffer = new Uint8Array(16);
 *   return buffer.subarray(0, await ReadUrlCacheEntryStream(hUrlCacheStream, 0, buffer));
 * }
 * ```
 *
 * @see {@link https://learn.microsoft.com/windows/win32/api/wininet/nf-wininet-readurlcacheentrystream}
 */
export function ReadUrlCacheEntryStream(
  hUrlCacheStream: CacheStream,
  dwLocation: number,
  lpBuffer: Uint8Array,
  Reserved: 0 | null = null,
): Promise<number> {
  return remembered(begin(() => {
    const stream = openStream(hUrlCacheStream);
    const position = checkedCount(dwLocation, "dwLocation");
    const buffer = checkedBuffer(lpBuffer, "lpBuffer");
    checkReserved(Reserved, "Reserved");
    return intoBuffer(buffer, () => stream.read(position, buffer));
  }));
}

/**
 * Closes a stream and unlocks its entry. Later calls with the stream fail with
 * ERROR_INVALID_HANDLE.
 *
 * @param hUrlCacheStream The stream.
 * @param Reserved Reserved: 0.
 * @returns `true`.
 * @throws {InternetError} If the stream is not an open cache stream (ERROR_INVALID_HANDLE), or `Reserved` is not 0 (ERROR_INVALID_PARAMETER).
 *
 * @example Closing
 * ```ts
 * import { UnlockUrlCacheEntryStream } from "@wininet/wininet/cache";
 * import type { CacheStream } from "@wininet/wininet/structures";
 *
 * async function close(hUrlCacheStream: CacheStream): Promise<void> {
 *   await UnlockUrlCacheEntryStream(hUrlCacheStream);
 * }
 * ```
 *
 * @see {@link https://learn.microsoft.com/windows/win32/api/wininet/nf-wininet-unlockurlcacheentrystream}
 */
export function UnlockUrlCacheEntryStream(
  hUrlCacheStream: CacheStream,
  Reserved: 0 | null = null,
): Promise<true> {
  return answer(() => {
    const stream = openStream(hUrlCacheStream);
    checkReserved(Reserved, "Reserved");
    stream[Symbol.dispose]();
    return Promise.resolve(true as const);
  });
}

// ---- deleting ----

/**
 * Deletes an entry and its file. A locked entry gets PENDING_DELETE_CACHE_ENTRY and is deleted when
 * its last lock is released.
 *
 * Differences: all variants of a response (`Vary`) are deleted.
 *
 * @param lpszUrlName The URL.
 * @returns `true`.
 * @throws {InternetError} If the URL is invalid (ERROR_INVALID_PARAMETER), not in the cache (ERROR_FILE_NOT_FOUND), or locked (ERROR_SHARING_VIOLATION).
 * @throws {InternetError} If the cache cannot be read or written (ERROR_ACCESS_DENIED, ERROR_DISK_FULL).
 *
 * @example Deleting
 * ```ts
 * import { CommitUrlCacheEntry, DeleteUrlCacheEntry } from "@wininet/wininet/cache";
 *
 * await CommitUrlCacheEntry("http://deleted.example/", null, null, null, 0);
 * await DeleteUrlCacheEntry("http://deleted.example/");
 * ```
 *
 * @see {@link https://learn.microsoft.com/windows/win32/api/wininet/nf-wininet-deleteurlcacheentryw}
 */
export function DeleteUrlCacheEntry(lpszUrlName: string): Promise<true> {
  return called(() => {
    const url = checkedText(lpszUrlName, "lpszUrlName");
    return done((cache, { deleteEntry }) => deleteEntry(cache, url));
  });
}

/**
 * Frees space in the cache. Expired entries are removed first, then the least recently used ones.
 * These entries stay: locked entries, entries used in the last ten minutes, sticky and edited
 * entries, and the entries of groups with CACHEGROUP_FLAG_NONPURGEABLE.
 *
 * 100 percent removes everything immediately; locked entries are removed with
 * their last lock.
 *
 * @param lpszCachePath `null` for the content container; a directory for the containers in it, see {@linkcode GetUrlCacheConfigInfo}.
 * @param dwSize The percentage of the quota that must be free, 1 to 100.
 * @param dwFilter `*_CACHE_ENTRY` bits; entries with one of them stay.
 * @returns `true`.
 * @throws {InternetError} If an argument is invalid (ERROR_INVALID_PARAMETER).
 * @throws {InternetError} If the cache cannot be read or written (ERROR_ACCESS_DENIED, ERROR_DISK_FULL).
 *
 * @example Emptying the cache
 * ```ts
 * import { FreeUrlCacheSpace } from "@wininet/wininet/cache";
 *
 * await FreeUrlCacheSpace(null, 100);
 * ```
 *
 * @see {@link https://learn.microsoft.com/windows/win32/api/winineti/nf-winineti-freeurlcachespacew}
 */
export function FreeUrlCacheSpace(
  lpszCachePath: string | null,
  dwSize: number,
  dwFilter: number = 0,
): Promise<true> {
  return called(() => {
    const path = checkedOptionalText(lpszCachePath, "lpszCachePath");
    const filter = checkedFlags(dwFilter ?? 0, "dwFilter");
    const percent = checkedCount(dwSize, "dwSize");
    if (percent < 1 || percent > 100) {
      throw badParameter(
        `Cannot use ${percent} as dwSize: it must be a percentage from 1 to 100`,
      );
    }
    return done((cache, { freeSpace }) =>
      freeSpace(cache, path, percent, filter)
    );
  });
}

// ---- enumerating ----

/**
 * Starts an enumeration of entries. Entries that are stored or deleted during the enumeration may
 * or may not be found, each at most once; it is safe to delete the entry that was just found.
 *
 * Differences: a response with variants (`Vary`) is returned once.
 *
 * @param lpszUrlSearchPattern `null` for all containers; `"visited:"`, `"cookie:"` or the prefix of another container, in upper or lower case.
 * @returns The enumeration, and its first entry.
 * @throws {InternetError} If the pattern is invalid (ERROR_INVALID_PARAMETER), or no entry or no such container exists (ERROR_NO_MORE_ITEMS).
 * @throws {InternetError} If the cache cannot be read or written (ERROR_ACCESS_DENIED, ERROR_DISK_FULL).
 *
 * @example All URLs
 * ```ts
 * import { FindFirstUrlCacheEntry } from "@wininet/wininet/cache";
 * import { entries } from "@wininet/wininet/streams";
 *
 * async function show(): Promise<void> {
 *   const { hEnumHandle } = await FindFirstUrlCacheEntry();
 *   for await (const { lpszSourceUrlName } of entries(hEnumHandle)) console.log(lpszSourceUrlName);
 * }
 * ```
 *
 * @see {@link https://learn.microsoft.com/windows/win32/api/wininet/nf-wininet-findfirsturlcacheentryw}
 */
export function FindFirstUrlCacheEntry(
  lpszUrlSearchPattern: string | null = null,
): Promise<FoundCacheEntries> {
  return called(() => {
    const pattern = checkedOptionalText(
      lpszUrlSearchPattern,
      "lpszUrlSearchPattern",
    );
    return (cache, { findEntries }) => findEntries(cache, pattern);
  });
}

/**
 * Returns the next entry of an enumeration.
 *
 * Differences: the result is `null` at the end, where Windows reports ERROR_NO_MORE_ITEMS.
 *
 * @param hEnumHandle The enumeration.
 * @returns The entry, or `null` at the end.
 * @throws {InternetError} If it is not an open enumeration of entries (ERROR_INVALID_HANDLE).
 * @throws {InternetError} If the cache cannot be read or written (ERROR_ACCESS_DENIED, ERROR_DISK_FULL).
 *
 * @example Counting
 * ```ts
 * import { FindFirstUrlCacheEntry, FindNextUrlCacheEntry } from "@wininet/wininet/cache";
 *
 * async function count(): Promise<number> {
 *   const { hEnumHandle } = await FindFirstUrlCacheEntry();
 *   using find = hEnumHandle;
 *   for (let entries = 1;; entries++) {
 *     if (await FindNextUrlCacheEntry(find) === null) return entries;
 *   }
 * }
 * ```
 *
 * @see {@link https://learn.microsoft.com/windows/win32/api/wininet/nf-wininet-findnexturlcacheentryw}
 */
export function FindNextUrlCacheEntry(
  hEnumHandle: CacheEnumeration,
): Promise<INTERNET_CACHE_ENTRY_INFO | null> {
  return nextOf(() => openEntryEnumeration(hEnumHandle));
}

/** Returns the next item of an enumeration. */
function nextOf<Item>(
  find: () => { next(): Item | null },
): Promise<Item | null> {
  const open = begin(find);
  return remembered(() => Promise.try(() => open.next()));
}

/**
 * Does the same as {@linkcode FindFirstUrlCacheEntry}, for entries of the given types that are in a
 * group, or in no group.
 *
 * Differences: a `dwFilter` of 0 means URLCACHE_FIND_DEFAULT_FILTER.
 *
 * @param lpszUrlSearchPattern The pattern, as for {@linkcode FindFirstUrlCacheEntry}.
 * @param dwFlags Reserved: 0.
 * @param dwFilter `*_CACHE_ENTRY` bits; entries with one of them are found. The default is URLCACHE_FIND_DEFAULT_FILTER.
 * @param GroupId The group; `0n` for entries in no group.
 * @param lpReserved Reserved: `null`.
 * @returns The enumeration, and its first entry.
 * @throws {InternetError} If an argument is invalid (ERROR_INVALID_PARAMETER), or no such entry exists (ERROR_NO_MORE_FILES).
 * @throws {InternetError} If the cache cannot be read or written (ERROR_ACCESS_DENIED, ERROR_DISK_FULL).
 *
 * @example The entries of a group
 * ```ts
 * import { FindFirstUrlCacheEntryEx } from "@wininet/wininet/cache";
 * import { ANY_CACHE_ENTRY } from "@wininet/wininet/flags";
 * import { entries } from "@wininet/wininet/streams";
 *
 * async function show(group: bigint): Promise<void> {
 *   const { hEnumHandle } = await FindFirstUrlCacheEntryEx(null, 0, ANY_CACHE_ENTRY, group);
 *   for await (const { lpszSourceUrlName } of entries(hEnumHandle)) console.log(lpszSourceUrlName);
 * }
 * ```
 *
 * @see {@link https://learn.microsoft.com/windows/win32/api/wininet/nf-wininet-findfirsturlcacheentryexw}
 */
export function FindFirstUrlCacheEntryEx(
  lpszUrlSearchPattern: string | null = null,
  dwFlags: number = 0,
  dwFilter: number = URLCACHE_FIND_DEFAULT_FILTER,
  GroupId: GROUPID = 0n,
  lpReserved: 0 | null = null,
): Promise<FoundCacheEntries> {
  return called(() => {
    const pattern = checkedOptionalText(
      lpszUrlSearchPattern,
      "lpszUrlSearchPattern",
    );
    const filter = checkedFlags(dwFilter ?? 0, "dwFilter") ||
      URLCACHE_FIND_DEFAULT_FILTER;
    const group = checkedGroup(GroupId ?? 0n, "GroupId");
    checkReserved(dwFlags, "dwFlags");
    checkReserved(lpReserved, "lpReserved");
    return (cache, { findEntriesEx }) =>
      findEntriesEx(cache, pattern, filter, group);
  });
}

/**
 * Does the same as {@linkcode FindNextUrlCacheEntry}, for an enumeration of {@linkcode
 * FindFirstUrlCacheEntryEx}.
 *
 * @param hEnumHandle The enumeration.
 * @returns The entry, or `null` at the end.
 * @throws {InternetError} If it is not an open enumeration of entries (ERROR_INVALID_HANDLE).
 * @throws {InternetError} If the cache cannot be read or written (ERROR_ACCESS_DENIED, ERROR_DISK_FULL).
 *
 * @example The next URL
 * ```ts
 * import { FindNextUrlCacheEntryEx } from "@wininet/wininet/cache";
 * import type { CacheEnumeration } from "@wininet/wininet/structures";
 *
 * async function nextUrl(hEnumHandle: CacheEnumeration): Promise<string | undefined> {
 *   return (await FindNextUrlCacheEntryEx(hEnumHandle))?.lpszSourceUrlName;
 * }
 * ```
 *
 * @see {@link https://learn.microsoft.com/windows/win32/api/wininet/nf-wininet-findnexturlcacheentryexw}
 */
export function FindNextUrlCacheEntryEx(
  hEnumHandle: CacheEnumeration,
): Promise<INTERNET_CACHE_ENTRY_INFO | null> {
  return nextOf(() => openEntryEnumeration(hEnumHandle));
}

/**
 * Closes an enumeration of entries or of groups. Disposal does the same.
 *
 * @param hEnumHandle The enumeration.
 * @returns `true`.
 * @throws {InternetError} If it is not an open enumeration (ERROR_INVALID_HANDLE).
 *
 * @example Closing
 * ```ts
 * import { FindCloseUrlCache } from "@wininet/wininet/cache";
 * import type { CacheEnumeration } from "@wininet/wininet/structures";
 *
 * function close(hEnumHandle: CacheEnumeration): void {
 *   FindCloseUrlCache(hEnumHandle);
 * }
 * ```
 *
 * @see {@link https://learn.microsoft.com/windows/win32/api/wininet/nf-wininet-findcloseurlcache}
 */
export function FindCloseUrlCache(hEnumHandle: CacheEnumeration): true {
  return answer(() => {
    openEnumeration(hEnumHandle)[Symbol.dispose]();
    return true;
  });
}

// ---- groups ----

/**
 * Creates a group of entries.
 *
 * Differences: the number of a group created with CACHEGROUP_FLAG_GIDONLY can be used for entries,
 * but the group has no attributes, and an enumeration does not find it.
 *
 * @param dwFlags `CACHEGROUP_FLAG_*` bits.
 * @param lpReserved Reserved: `null`.
 * @returns The number of the group.
 * @throws {InternetError} If an argument is invalid (ERROR_INVALID_PARAMETER).
 * @throws {InternetError} If the cache cannot be read or written (ERROR_ACCESS_DENIED, ERROR_DISK_FULL).
 *
 * @example A group that is never scavenged
 * ```ts
 * import { CommitUrlCacheEntry, CreateUrlCacheGroup, SetUrlCacheEntryGroup } from "@wininet/wininet/cache";
 * import { CACHEGROUP_FLAG_NONPURGEABLE, INTERNET_CACHE_GROUP_ADD } from "@wininet/wininet/flags";
 *
 * const group = await CreateUrlCacheGroup(CACHEGROUP_FLAG_NONPURGEABLE);
 * await CommitUrlCacheEntry("http://grouped.example/", null, null, null, 0);
 * await SetUrlCacheEntryGroup("http://grouped.example/", INTERNET_CACHE_GROUP_ADD, group);
 * ```
 *
 * @see {@link https://learn.microsoft.com/windows/win32/api/wininet/nf-wininet-createurlcachegroup}
 */
export function CreateUrlCacheGroup(
  dwFlags: number = 0,
  lpReserved: 0 | null = null,
): Promise<GROUPID> {
  return called(() => {
    const flags = checkedFlags(dwFlags ?? 0, "dwFlags", CACHEGROUP_FLAG_VALID);
    checkReserved(lpReserved, "lpReserved");
    return (cache, { createGroup }) => createGroup(cache, flags);
  });
}

/**
 * Deletes a group. With CACHEGROUP_FLAG_FLUSHURL_ONDELETE, in `dwFlags` or in the flags of the
 * group, its entries are deleted too, locked ones with their last lock. Otherwise they only leave
 * the group.
 *
 * @param GroupId The group.
 * @param dwFlags 0 or CACHEGROUP_FLAG_FLUSHURL_ONDELETE.
 * @param lpReserved Reserved: `null`.
 * @returns `true`.
 * @throws {InternetError} If an argument is invalid, or the group is built-in (ERROR_INVALID_PARAMETER).
 * @throws {InternetError} If the group does not exist (ERROR_FILE_NOT_FOUND).
 * @throws {InternetError} If the cache cannot be read or written (ERROR_ACCESS_DENIED, ERROR_DISK_FULL).
 *
 * @example Deleting a group with its entries
 * ```ts
 * import { CreateUrlCacheGroup, DeleteUrlCacheGroup } from "@wininet/wininet/cache";
 * import { CACHEGROUP_FLAG_FLUSHURL_ONDELETE } from "@wininet/wininet/flags";
 *
 * const group = await CreateUrlCacheGroup();
 * await DeleteUrlCacheGroup(group, CACHEGROUP_FLAG_FLUSHURL_ONDELETE);
 * ```
 *
 * @see {@link https://learn.microsoft.com/windows/win32/api/wininet/nf-wininet-deleteurlcachegroup}
 */
export function DeleteUrlCacheGroup(
  GroupId: GROUPID,
  dwFlags: number = 0,
  lpReserved: 0 | null = null,
): Promise<true> {
  return called(() => {
    const group = checkedGroup(GroupId, "GroupId");
    const flags = checkedFlags(
      dwFlags ?? 0,
      "dwFlags",
      CACHEGROUP_FLAG_FLUSHURL_ONDELETE,
    );
    checkReserved(lpReserved, "lpReserved");
    return done((cache, { deleteGroup }) => deleteGroup(cache, group, flags));
  });
}

/**
 * Adds an entry to a group, or removes it from a group. An entry may be in several groups.
 *
 * @param lpszUrlName The URL.
 * @param dwFlags INTERNET_CACHE_GROUP_ADD or INTERNET_CACHE_GROUP_REMOVE.
 * @param GroupId The group.
 * @param lpReserved Reserved: `null`.
 * @returns `true`, also if nothing changes.
 * @throws {InternetError} If an argument is invalid (ERROR_INVALID_PARAMETER), or the entry or the group does not exist (ERROR_FILE_NOT_FOUND).
 * @throws {InternetError} If the cache cannot be read or written (ERROR_ACCESS_DENIED, ERROR_DISK_FULL).
 *
 * @example Adding
 * ```ts
 * import { CommitUrlCacheEntry, CreateUrlCacheGroup, SetUrlCacheEntryGroup } from "@wininet/wininet/cache";
 * import { INTERNET_CACHE_GROUP_ADD } from "@wininet/wininet/flags";
 *
 * await CommitUrlCacheEntry("http://member.example/", null, null, null, 0);
 * await SetUrlCacheEntryGroup("http://member.example/", INTERNET_CACHE_GROUP_ADD, await CreateUrlCacheGroup());
 * ```
 *
 * @see {@link https://learn.microsoft.com/windows/win32/api/wininet/nf-wininet-seturlcacheentrygroupw}
 */
export function SetUrlCacheEntryGroup(
  lpszUrlName: string,
  dwFlags: number,
  GroupId: GROUPID,
  lpReserved: 0 | null = null,
): Promise<true> {
  return called(() => {
    const url = checkedText(lpszUrlName, "lpszUrlName");
    const flags = checkedFlags(
      dwFlags,
      "dwFlags",
      INTERNET_CACHE_GROUP_REMOVE,
    );
    const group = checkedGroup(GroupId, "GroupId");
    checkReserved(lpReserved, "lpReserved");
    const isAdded = flags === INTERNET_CACHE_GROUP_ADD;
    return done((cache, { setEntryGroup }) =>
      setEntryGroup(cache, url, isAdded, group)
    );
  });
}

/**
 * Starts an enumeration of the groups that programs have created.
 *
 * Differences: the built-in group is not found.
 *
 * @param dwFlags Reserved: 0.
 * @param dwFilter CACHEGROUP_SEARCH_ALL. Windows does not implement CACHEGROUP_SEARCH_BYURL.
 * @param lpReserved Reserved: `null`.
 * @returns The enumeration, and the first group.
 * @throws {InternetError} If an argument is invalid (ERROR_INVALID_PARAMETER), or no group exists (ERROR_NO_MORE_FILES).
 * @throws {InternetError} If the cache cannot be read or written (ERROR_ACCESS_DENIED, ERROR_DISK_FULL).
 *
 * @example The first group
 * ```ts
 * import { CreateUrlCacheGroup, FindFirstUrlCacheGroup } from "@wininet/wininet/cache";
 * import { assertEquals } from "@std/assert";
 *
 * await CreateUrlCacheGroup();
 * using find = (await FindFirstUrlCacheGroup()).hFind;
 * assertEquals(find.closed, false);
 * ```
 *
 * @see {@link https://learn.microsoft.com/windows/win32/api/wininet/nf-wininet-findfirsturlcachegroup}
 */
export function FindFirstUrlCacheGroup(
  dwFlags: number = 0,
  dwFilter: number = CACHEGROUP_SEARCH_ALL,
  lpReserved: 0 | null = null,
): Promise<FoundCacheGroups> {
  return called(() => {
    checkedFlags(dwFilter ?? 0, "dwFilter", CACHEGROUP_SEARCH_ALL);
    checkReserved(dwFlags, "dwFlags");
    checkReserved(lpReserved, "lpReserved");
    return (cache, { findGroups }) => findGroups(cache);
  });
}

/**
 * Returns the next group of an enumeration.
 *
 * Differences: the result is `null` at the end, where Windows reports an error.
 *
 * @param hFind The enumeration.
 * @param lpReserved Reserved: `null`.
 * @returns The number of the group, or `null` at the end.
 * @throws {InternetError} If it is not an open enumeration of groups (ERROR_INVALID_HANDLE), or `lpReserved` is not `null` (ERROR_INVALID_PARAMETER).
 * @throws {InternetError} If the cache cannot be read or written (ERROR_ACCESS_DENIED, ERROR_DISK_FULL).
 *
 * @example All groups
 * ```ts
 * import { FindFirstUrlCacheGroup, FindNextUrlCacheGroup } from "@wininet/wininet/cache";
 *
 * async function groups(): Promise<bigint[]> {
 *   const { hFind, GroupId } = await FindFirstUrlCacheGroup();
 *   using find = hFind;
 *   const found: bigint[] = [];
 *   for (let group: bigint | null = GroupId; group !== null;) {
 *     found.push(group);
 *     group = await FindNextUrlCacheGroup(find);
 *   }
 *   return found;
 * }
 * ```
 *
 * @see {@link https://learn.microsoft.com/windows/win32/api/wininet/nf-wininet-findnexturlcachegroup}
 */
export function FindNextUrlCacheGroup(
  hFind: CacheEnumeration,
  lpReserved: 0 | null = null,
): Promise<GROUPID | null> {
  return nextOf(() => {
    const find = openGroupEnumeration(hFind);
    checkReserved(lpReserved, "lpReserved");
    return find;
  });
}

/**
 * Returns the requested attributes of a group; the others are 0 or `""`.
 *
 * @param gid The group.
 * @param dwFlags Reserved: 0.
 * @param dwAttributes `CACHEGROUP_ATTRIBUTE_*` bits.
 * @param lpReserved Reserved: `null`.
 * @returns The attributes.
 * @throws {InternetError} If an argument is invalid (ERROR_INVALID_PARAMETER), or the group does not exist (ERROR_FILE_NOT_FOUND).
 * @throws {InternetError} If the cache cannot be read or written (ERROR_ACCESS_DENIED, ERROR_DISK_FULL).
 *
 * @example The flags
 * ```ts
 * import { CreateUrlCacheGroup, GetUrlCacheGroupAttribute } from "@wininet/wininet/cache";
 * import { CACHEGROUP_ATTRIBUTE_FLAG, CACHEGROUP_FLAG_NONPURGEABLE } from "@wininet/wininet/flags";
 * import { assertEquals } from "@std/assert";
 *
 * const group = await CreateUrlCacheGroup(CACHEGROUP_FLAG_NONPURGEABLE);
 * const { dwGroupFlags } = await GetUrlCacheGroupAttribute(group, 0, CACHEGROUP_ATTRIBUTE_FLAG);
 *
 * assertEquals(dwGroupFlags, CACHEGROUP_FLAG_NONPURGEABLE);
 * ```
 *
 * @see {@link https://learn.microsoft.com/windows/win32/api/wininet/nf-wininet-geturlcachegroupattributew}
 */
export function GetUrlCacheGroupAttribute(
  gid: GROUPID,
  dwFlags: number,
  dwAttributes: number,
  lpReserved: 0 | null = null,
): Promise<INTERNET_CACHE_GROUP_INFO> {
  return called(() => {
    const group = checkedGroup(gid, "gid");
    const attributes = checkedFlags(dwAttributes, "dwAttributes");
    checkReserved(dwFlags, "dwFlags");
    checkReserved(lpReserved, "lpReserved");
    return (cache, { groupInfo }) => groupInfo(cache, group, attributes);
  });
}

/**
 * Changes attributes of a group. Only the program gives them a meaning.
 *
 * @param gid The group.
 * @param dwFlags Reserved: 0.
 * @param dwAttributes The attributes to change: TYPE, QUOTA, GROUPNAME and STORAGE of `CACHEGROUP_ATTRIBUTE_*`.
 * @param lpGroupInfo The new values.
 * @param lpReserved Reserved: `null`.
 * @returns `true`.
 * @throws {InternetError} If an argument is invalid (ERROR_INVALID_PARAMETER), or the group does not exist (ERROR_FILE_NOT_FOUND).
 * @throws {InternetError} If the cache cannot be read or written (ERROR_ACCESS_DENIED, ERROR_DISK_FULL).
 *
 * @example A name
 * ```ts
 * import { CreateUrlCacheGroup, SetUrlCacheGroupAttribute } from "@wininet/wininet/cache";
 * import { CACHEGROUP_ATTRIBUTE_GROUPNAME } from "@wininet/wininet/flags";
 *
 * const group = await CreateUrlCacheGroup();
 * await SetUrlCacheGroupAttribute(group, 0, CACHEGROUP_ATTRIBUTE_GROUPNAME, { szGroupName: "news" });
 * ```
 *
 * @see {@link https://learn.microsoft.com/windows/win32/api/wininet/nf-wininet-seturlcachegroupattributew}
 */
export function SetUrlCacheGroupAttribute(
  gid: GROUPID,
  dwFlags: number,
  dwAttributes: number,
  lpGroupInfo: Partial<INTERNET_CACHE_GROUP_INFO>,
  lpReserved: 0 | null = null,
): Promise<true> {
  return called(() => {
    const group = checkedGroup(gid, "gid");
    const attributes = checkedFlags(
      dwAttributes,
      "dwAttributes",
      CACHEGROUP_READWRITE_MASK,
    );
    const info = checkedObject(lpGroupInfo, "lpGroupInfo");
    checkReserved(dwFlags, "dwFlags");
    checkReserved(lpReserved, "lpReserved");
    return done((cache, { changeGroup, groupChangeOf }) =>
      changeGroup(cache, group, groupChangeOf(info, attributes))
    );
  });
}

// ---- containers and configuration ----

/**
 * Creates a container: a part of the cache for the URLs with a prefix. It has a separate directory
 * and, if it has a limit, a separate quota. A URL belongs to the container with the longest
 * matching prefix. Other processes see the container. Creating the same container again changes
 * nothing.
 *
 * Differences: Windows documents the function as internal. An existing name with another prefix, or
 * an existing prefix with another name, is ERROR_ALREADY_EXISTS.
 *
 * @param Name The name.
 * @param lpCachePrefix The prefix of its URLs.
 * @param lpszCachePath The absolute path of its directory, which must exist; `null` for a new one next to those of the other containers.
 * @param KBCacheLimit Its quota in KiB; 0 to share the quota of the cache.
 * @param dwContainerType Ignored.
 * @param dwOptions Ignored.
 * @returns `true`.
 * @throws {InternetError} If an argument is invalid, or the prefix is empty (ERROR_INVALID_PARAMETER).
 * @throws {InternetError} If another container has this name or prefix (ERROR_ALREADY_EXISTS).
 * @throws {InternetError} If the cache cannot be read or written (ERROR_ACCESS_DENIED, ERROR_DISK_FULL).
 *
 * @example A container for feeds
 * ```ts
 * import { CreateUrlCacheContainer, DeleteUrlCacheContainer } from "@wininet/wininet/cache";
 *
 * await CreateUrlCacheContainer("feeds", "feed:", null, 1024);
 * await DeleteUrlCacheContainer("feeds");
 * ```
 *
 * @see {@link https://learn.microsoft.com/windows/win32/api/winineti/nf-winineti-createurlcachecontainerw}
 */
export function CreateUrlCacheContainer(
  Name: string,
  lpCachePrefix: string,
  lpszCachePath: string | null = null,
  KBCacheLimit: number = 0,
  dwContainerType: number = 0,
  dwOptions: number = 0,
): Promise<true> {
  return called(() => {
    const container = {
      name: checkedText(Name, "Name"),
      prefix: checkedText(lpCachePrefix, "lpCachePrefix"),
      path: checkedContainerPath(lpszCachePath, "lpszCachePath"),
      quota: checkedCount(KBCacheLimit ?? 0, "KBCacheLimit") * 1024,
    };
    if (container.name === "" || container.prefix === "") {
      throw badParameter(
        `Cannot create the container ${quotedValue(container.name)} for ${
          quotedValue(container.prefix)
        }: Name and lpCachePrefix must not be empty`,
      );
    }
    checkedFlags(dwContainerType ?? 0, "dwContainerType");
    checkedFlags(dwOptions ?? 0, "dwOptions");
    return done((cache, { createContainer }) =>
      createContainer(cache, container)
    );
  });
}

/**
 * Deletes a container with all its entries. If an entry is locked, the container stays until it is
 * deleted again.
 *
 * Differences: Windows documents the function as internal.
 *
 * @param Name The name.
 * @param dwOptions Ignored.
 * @returns `true`.
 * @throws {InternetError} If an argument is invalid, or the container is built-in (ERROR_INVALID_PARAMETER).
 * @throws {InternetError} If no container has this name (ERROR_FILE_NOT_FOUND).
 * @throws {InternetError} If the cache cannot be read or written (ERROR_ACCESS_DENIED, ERROR_DISK_FULL).
 *
 * @example Deleting
 * ```ts
 * import { CreateUrlCacheContainer, DeleteUrlCacheContainer } from "@wininet/wininet/cache";
 *
 * await CreateUrlCacheContainer("notes", "note:");
 * await DeleteUrlCacheContainer("notes");
 * ```
 *
 * @see {@link https://learn.microsoft.com/windows/win32/api/winineti/nf-winineti-deleteurlcachecontainerw}
 */
export function DeleteUrlCacheContainer(
  Name: string,
  dwOptions: number = 0,
): Promise<true> {
  return called(() => {
    const name = checkedText(Name, "Name");
    checkedFlags(dwOptions ?? 0, "dwOptions");
    return done((cache, { deleteContainer }) => deleteContainer(cache, name));
  });
}

/**
 * Returns the configuration of the cache, with the directory and the disk usage of one container.
 *
 * Differences: a cache in memory has no directory, so `CachePath` is `""`.
 *
 * @param dwFieldControl CACHE_CONFIG_CONTENT_PATHS_FC (or 0), CACHE_CONFIG_COOKIES_PATHS_FC or CACHE_CONFIG_HISTORY_PATHS_FC; other bits are ignored.
 * @returns The configuration.
 * @throws {InternetError} If `dwFieldControl` is not a DWORD, or selects two containers (ERROR_INVALID_PARAMETER).
 * @throws {InternetError} If the cache cannot be read or written (ERROR_ACCESS_DENIED, ERROR_DISK_FULL).
 *
 * @example The size of the cache
 * ```ts
 * import { GetUrlCacheConfigInfo } from "@wininet/wininet/cache";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals((await GetUrlCacheConfigInfo()).dwQuota, 262_144);
 * ```
 *
 * @see {@link https://learn.microsoft.com/windows/win32/api/winineti/nf-winineti-geturlcacheconfiginfow}
 */
export function GetUrlCacheConfigInfo(
  dwFieldControl: number = 0,
): Promise<INTERNET_CACHE_CONFIG_INFO> {
  return called(() => {
    const control = checkedFlags(dwFieldControl ?? 0, "dwFieldControl");
    const chosen = [
      CACHE_CONFIG_CONTENT_PATHS_FC,
      CACHE_CONFIG_COOKIES_PATHS_FC,
      CACHE_CONFIG_HISTORY_PATHS_FC,
    ].map((flag, at) => hasFlag(control, flag) ? at + 1 : 0).filter(Boolean);
    if (chosen.length > 1) {
      throw badParameter(
        `Cannot return the configuration: dwFieldControl 0x${
          control.toString(16)
        } must have at most one of the CACHE_CONFIG_*_PATHS_FC bits`,
      );
    }
    // The built-in containers have the numbers 1 to 3 in this order.
    return (cache, { configuration }) => configuration(cache, chosen[0] ?? 1);
  });
}

/**
 * Sets the quota or the synchronization mode of the cache, until it is closed.
 *
 * Differences: Windows has this function without documentation, and stores the values permanently.
 *
 * @param lpCacheConfigInfo The new values: `dwQuota` in KiB, `dwSyncMode`.
 * @param dwFieldControl CACHE_CONFIG_QUOTA_FC and CACHE_CONFIG_SYNC_MODE_FC.
 * @returns `true`.
 * @throws {InternetError} If an argument or a value is invalid (ERROR_INVALID_PARAMETER).
 *
 * @example Never checking for a newer version
 * ```ts
 * import { SetUrlCacheConfigInfo } from "@wininet/wininet/cache";
 * import { CACHE_CONFIG_SYNC_MODE_FC, WININET_SYNC_MODE_NEVER } from "@wininet/wininet/flags";
 *
 * await SetUrlCacheConfigInfo({ dwSyncMode: WININET_SYNC_MODE_NEVER }, CACHE_CONFIG_SYNC_MODE_FC);
 * ```
 */
export function SetUrlCacheConfigInfo(
  lpCacheConfigInfo: Partial<INTERNET_CACHE_CONFIG_INFO>,
  dwFieldControl: number,
): Promise<true> {
  return called(() => {
    const info = checkedObject(lpCacheConfigInfo, "lpCacheConfigInfo");
    const control = checkedFlags(
      dwFieldControl,
      "dwFieldControl",
      CACHE_CONFIG_QUOTA_FC | CACHE_CONFIG_SYNC_MODE_FC,
    );
    const quota = hasFlag(control, CACHE_CONFIG_QUOTA_FC)
      ? { quota: checkedCount(info.dwQuota, "dwQuota") * 1024 }
      : {};
    const syncMode = hasFlag(control, CACHE_CONFIG_SYNC_MODE_FC)
      ? {
        syncMode: checkedCount(
          info.dwSyncMode,
          "dwSyncMode",
          WININET_SYNC_MODE_AUTOMATIC,
        ),
      }
      : {};
    return done((cache) => {
      cache.settings = { ...cache.settings, ...quota, ...syncMode };
      cache.makeRoom();
    });
  });
}
