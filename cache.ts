// Copyright 2026 the wininet authors. MIT license.

/**
 * The URL cache: entries by URL with a file, header fields and times, in containers and
 * groups. No handle is needed, because the cache belongs to the process, or to all
 * processes that open the same folder.
 *
 * Requests use the cache only after the program has opened it by
 * {@linkcode openUrlCache}. Until then the functions work on a cache in memory, which
 * needs no permissions.
 *
 * A function with a wrong argument throws at once; every other error rejects its promise.
 * A store that fails is ERROR_ACCESS_DENIED, or ERROR_DISK_FULL, with the reason as the `cause`.
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

/** An enumeration of entries, and its first one. */
export interface FoundCacheEntries {
  /** For the next ones. */
  readonly hEnumHandle: CacheEnumeration;
  /** The first entry. */
  readonly info: INTERNET_CACHE_ENTRY_INFO;
}

/** An enumeration of groups, and the first one. */
export interface FoundCacheGroups {
  /** For the next ones. */
  readonly hFind: CacheEnumeration;
  /** The first group. */
  readonly GroupId: GROUPID;
}

/** A locked entry and the stream of its body. */
export interface RetrievedCacheStream {
  /** Reads the body. */
  readonly hUrlCacheStream: CacheStream;
  /** The entry before the call. */
  readonly info: INTERNET_CACHE_ENTRY_INFO;
}

type Functions = typeof import("./_cache/functions.ts");

/** The work of a function after the check of its arguments. */
type Work<Value> = (
  cache: UrlCache,
  functions: Functions,
) => Value | Promise<Value>;

/** Checks the arguments of a call at once, and does its work when the cache is there. */
function called<Value>(prepare: () => Work<Value>): Promise<Value> {
  const work = begin(prepare);
  return remembered(async () => {
    const functions = await import("./_cache/functions.ts");
    return await work(await functionCache(), functions);
  });
}

/** Work without a result. */
function done(work: Work<void>): Work<true> {
  return async (cache, functions): Promise<true> => {
    await work(cache, functions);
    return true;
  };
}

/**
 * Opens the cache of the process: from then on requests read and store responses, and the
 * functions work on it. What the functions have stored before is forgotten.
 *
 * Windows has one cache for each user, which every program uses unless it says otherwise. Here
 * nothing is written to the disk, and nothing is answered from it, before the program asks for it.
 *
 * Several processes can open the same folder. It must be on a local disk: the index is a
 * database of SQLite with a write-ahead log. The folder is made with mode 0700. A damaged index
 * is replaced by an empty one. Files that killed processes have left are removed
 * after a day.
 *
 * It needs the permissions to read and to write the folder, and never asks for them. Without
 * `path` the folder is `wininet` in `$XDG_CACHE_HOME` or `~/.cache`, on macOS in
 * `~/Library/Caches`, on Windows `wininet\Cache` in `%LOCALAPPDATA%`; that needs the permission
 * to read these environment variables.
 *
 * @param options The folder, the limits, and when requests ask the server.
 * @throws {InternetError} If an option is invalid (ERROR_INVALID_PARAMETER), or the cache is open (ERROR_ALREADY_EXISTS).
 * @throws {InternetError} If the folder cannot be used (ERROR_ACCESS_DENIED, ERROR_DISK_FULL).
 *
 * @example A folder for the next run
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
  ]);
  return remembered(() => openProcessCache(path, settings));
}

/**
 * Closes the cache of the process. Requests do not use it any more; those that are reading from
 * it can continue. Locks of this process end. A cache in memory is forgotten.
 *
 * It is not needed at the end of a program: what is stored stays, and the cache keeps no
 * program alive. Without an open cache it forgets what the functions have stored.
 *
 * @example Forgetting
 * ```ts
 * import { closeUrlCache } from "@wininet/wininet/cache";
 *
 * await closeUrlCache();
 * ```
 */
export function closeUrlCache(): Promise<void> {
  return remembered(() => closeProcessCache());
}

// ---- making entries ----

/**
 * Makes a new, empty file for a URL. Nothing is stored until {@linkcode CommitUrlCacheEntry}.
 *
 * Two calls for one URL return two files. The name is the last piece of the URL's path, a counter
 * and the extension, or eight random characters for a URL without such a piece. A file that
 * is never committed is removed after a day.
 *
 * Differences: 256 folders instead of four. A cache in memory makes a temporary
 * folder, which goes with the process.
 *
 * @param lpszUrlName The URL.
 * @param dwExpectedFileSize The number of bytes, 0 if it is not known.
 * @param lpszFileExtension The extension without the dot.
 * @param dwReserved Reserved: 0.
 * @returns The path of the file.
 * @throws {InternetError} If an argument is invalid (ERROR_INVALID_PARAMETER), or an HTTP URL has no host (ERROR_INTERNET_INVALID_URL).
 * @throws {InternetError} If that many bytes fit neither the disk nor the quota (ERROR_DISK_FULL).
 * @throws {InternetError} If the file cannot be made (ERROR_ACCESS_DENIED, ERROR_DISK_FULL).
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
 * Stores an entry, in the place of an older one for the same URL.
 *
 * The file is one of {@linkcode CreateUrlCacheEntry}. An entry needs none: the
 * history is made of entries without files. A replaced entry keeps its groups, and its
 * file is removed. STICKY_CACHE_ENTRY exempts an entry from scavenging for a day after its last
 * access. An entry whose URL begins with `Visited:` also gets URLHISTORY_CACHE_ENTRY, one
 * with `Cookie:` COOKIE_CACHE_ENTRY, and every other one NORMAL_CACHE_ENTRY.
 *
 * Differences: if `lpszOriginalUrl` differs from the URL, an entry with REDIRECT_CACHE_ENTRY is
 * stored for it. An entry of a function takes the place of all variants (`Vary`) of its URL. The file
 * must not belong to another entry.
 *
 * @param lpszUrlName The URL.
 * @param lpszLocalFileName The path of the file, or `null`.
 * @param ExpireTime When it expires, or `null`.
 * @param LastModifiedTime When the resource was changed, or `null`.
 * @param CacheEntryType `*_CACHE_ENTRY` bits.
 * @param lpHeaderInfo The status line and the header fields, each with `\r\n`, and an empty line.
 * @param lpszFileExtension The extension without the dot; it has nothing to do with the file's name.
 * @param lpszOriginalUrl The URL before a redirect.
 * @returns `true`.
 * @throws {InternetError} If an argument is invalid, or the file is not one of the container (ERROR_INVALID_PARAMETER).
 * @throws {InternetError} If the file does not exist (ERROR_FILE_NOT_FOUND), or the older entry is locked (ERROR_SHARING_VIOLATION).
 * @throws {InternetError} If the store fails (ERROR_ACCESS_DENIED, ERROR_DISK_FULL).
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

// ---- asking ----

/**
 * Returns the entry of a URL. The URL is a text: case, `#part` and a slash at its end count. Requests
 * store under the URL that INTERNET_OPTION_URL returns.
 *
 * The entry is not locked, and may be deleted at once. It is not a use of the entry.
 *
 * Differences: an entry of a cache in memory has no file until one is asked for by
 * {@linkcode RetrieveUrlCacheEntryFile}. If a response has variants (`Vary`), this is the newest.
 *
 * @param lpszUrlName The URL.
 * @returns The entry.
 * @throws {InternetError} If the URL is invalid (ERROR_INVALID_PARAMETER), or not in the cache (ERROR_FILE_NOT_FOUND).
 * @throws {InternetError} If the store fails (ERROR_ACCESS_DENIED, ERROR_DISK_FULL).
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
 * Differences: a circle, and more than five redirects, are ERROR_FILE_NOT_FOUND.
 *
 * @param lpszUrl The URL.
 * @param dwFlags 0x200 for entries with INSTALLED_CACHE_ENTRY only; other bits are ignored.
 * @param lpszRedirectUrl Reserved: `null`.
 * @param lpcbRedirectUrl Reserved: `null`.
 * @param lpReserved Reserved: `null`.
 * @returns The entry.
 * @throws {InternetError} If an argument is invalid (ERROR_INVALID_PARAMETER), or there is no such entry (ERROR_FILE_NOT_FOUND).
 * @throws {InternetError} If the store fails (ERROR_ACCESS_DENIED, ERROR_DISK_FULL).
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
 * Differences: a field that `dwFieldControl` names must be there.
 *
 * @param lpszUrlName The URL.
 * @param lpCacheEntryInfo The new values.
 * @param dwFieldControl The fields to change, `CACHE_ENTRY_*_FC` bits.
 * @returns `true`.
 * @throws {InternetError} If an argument is invalid, or a field is missing (ERROR_INVALID_PARAMETER).
 * @throws {InternetError} If the URL is not in the cache (ERROR_FILE_NOT_FOUND).
 * @throws {InternetError} If the store fails (ERROR_ACCESS_DENIED, ERROR_DISK_FULL).
 *
 * @example A count of hits
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
 * Returns `true` if an entry has expired, and when its resource was changed. An entry without a
 * time does not expire. A URL that is not in the cache has not expired, as since Windows 8.
 *
 * It has no page at Microsoft, but programs use it.
 *
 * @param lpszUrlName The URL.
 * @returns The two.
 * @throws {InternetError} If the URL is invalid (ERROR_INVALID_PARAMETER), or the store fails (ERROR_ACCESS_DENIED, ERROR_DISK_FULL).
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
 * Locks an entry and returns it with the path of its file. Each lock needs an
 * {@linkcode UnlockUrlCacheEntryFile}. It is a use: the hit rate and the time of the last access change.
 *
 * The result has the counts before the call.
 *
 * Differences: a lock ends after 24 hours and with its process. An entry whose file is gone, or
 * has become shorter, is removed. A body in memory is written to a temporary file.
 *
 * @param lpszUrlName The URL.
 * @param dwReserved Reserved: 0.
 * @returns The entry.
 * @throws {InternetError} If an argument is invalid (ERROR_INVALID_PARAMETER), or the URL is not in the cache (ERROR_FILE_NOT_FOUND).
 * @throws {InternetError} If the entry has no file (ERROR_INVALID_DATA).
 * @throws {InternetError} If the store fails, or a temporary file is not permitted (ERROR_ACCESS_DENIED, ERROR_DISK_FULL).
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
 * Releases a lock of {@linkcode RetrieveUrlCacheEntryFile}. The last lock of an entry that was
 * deleted meanwhile removes it.
 *
 * Differences: a process releases only its own locks.
 *
 * @param lpszUrlName The URL.
 * @param dwReserved Reserved: 0.
 * @returns `true`.
 * @throws {InternetError} If an argument is invalid (ERROR_INVALID_PARAMETER), or the URL is not in the cache or not locked (ERROR_FILE_NOT_FOUND).
 * @throws {InternetError} If the store fails (ERROR_ACCESS_DENIED, ERROR_DISK_FULL).
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
 * Locks an entry and opens its body. It is a use, as {@linkcode RetrieveUrlCacheEntryFile} is.
 * {@linkcode UnlockUrlCacheEntryStream} and disposing the stream unlock the entry.
 *
 * Differences: a body in memory needs no file.
 *
 * @param lpszUrlName The URL.
 * @param fRandomRead A hint, which changes nothing.
 * @param dwReserved Reserved: 0.
 * @returns The stream, and the entry with the counts before the call.
 * @throws {InternetError} If an argument is invalid (ERROR_INVALID_PARAMETER), or the URL is not in the cache (ERROR_FILE_NOT_FOUND).
 * @throws {InternetError} If the entry has no file (ERROR_INVALID_DATA).
 * @throws {InternetError} If the store fails (ERROR_ACCESS_DENIED, ERROR_DISK_FULL).
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
 * Reads from a stream into a buffer. Reads may overlap.
 *
 * @param hUrlCacheStream The stream.
 * @param dwLocation The position of the first byte, from the start of the body.
 * @param lpBuffer The buffer.
 * @param Reserved Reserved: 0.
 * @returns The number of bytes that were read; 0 at the end and after it.
 * @throws {InternetError} If the stream is not an open one (ERROR_INVALID_HANDLE), or an argument is invalid (ERROR_INVALID_PARAMETER).
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
 * Closes a stream and unlocks its entry. Later calls with the stream are ERROR_INVALID_HANDLE.
 *
 * @param hUrlCacheStream The stream.
 * @param Reserved Reserved: 0.
 * @returns `true`.
 * @throws {InternetError} If the stream is not an open one (ERROR_INVALID_HANDLE), or `Reserved` is not 0 (ERROR_INVALID_PARAMETER).
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
 * Deletes an entry and its file. A locked entry gets PENDING_DELETE_CACHE_ENTRY and goes with its last lock.
 *
 * Differences: all variants of a response (`Vary`) are deleted.
 *
 * @param lpszUrlName The URL.
 * @returns `true`.
 * @throws {InternetError} If the URL is invalid (ERROR_INVALID_PARAMETER), not in the cache (ERROR_FILE_NOT_FOUND), or locked (ERROR_SHARING_VIOLATION).
 * @throws {InternetError} If the store fails (ERROR_ACCESS_DENIED, ERROR_DISK_FULL).
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
 * Makes room in the cache. Expired entries go first, then those that were not used for the
 * longest time. Locked entries stay, and those that were used in the last ten minutes, sticky and
 * edited ones, and those of groups with CACHEGROUP_FLAG_NONPURGEABLE.
 *
 * 100 per cent removes everything at once; locked entries go with their last lock.
 *
 * @param lpszCachePath `null` for the content; a folder for the containers in it, see {@linkcode GetUrlCacheConfigInfo}.
 * @param dwSize Per cent of the quota that shall be free, 1 to 100.
 * @param dwFilter Entries with one of these bits stay.
 * @returns `true`.
 * @throws {InternetError} If an argument is invalid (ERROR_INVALID_PARAMETER).
 * @throws {InternetError} If the store fails (ERROR_ACCESS_DENIED, ERROR_DISK_FULL).
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
        `Cannot use ${percent} as dwSize: it must be 1 to 100 per cent`,
      );
    }
    return done((cache, { freeSpace }) =>
      freeSpace(cache, path, percent, filter)
    );
  });
}

// ---- enumerating ----

/**
 * Starts an enumeration of entries. Entries that come and go meanwhile may or may not be
 * found, each at most once; deleting the one that was just found is safe.
 *
 * Differences: a response with variants (`Vary`) is found once.
 *
 * @param lpszUrlSearchPattern `null` for all containers; `"visited:"`, `"cookie:"` or the prefix of another one, in any case.
 * @returns The enumeration, and its first entry.
 * @throws {InternetError} If the pattern is invalid (ERROR_INVALID_PARAMETER), or there is no entry or no such container (ERROR_NO_MORE_ITEMS).
 * @throws {InternetError} If the store fails (ERROR_ACCESS_DENIED, ERROR_DISK_FULL).
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
 * Differences: `null` at the end, where Windows has ERROR_NO_MORE_ITEMS.
 *
 * @param hEnumHandle The enumeration.
 * @returns The entry; `null` at the end.
 * @throws {InternetError} If it is not an open enumeration of entries (ERROR_INVALID_HANDLE).
 * @throws {InternetError} If the store fails (ERROR_ACCESS_DENIED, ERROR_DISK_FULL).
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

/** The next item of an enumeration. */
function nextOf<Item>(
  find: () => { next(): Item | null },
): Promise<Item | null> {
  const open = begin(find);
  return remembered(() => Promise.try(() => open.next()));
}

/**
 * Does the same as {@linkcode FindFirstUrlCacheEntry}, for entries of some types that are in a group, or in none.
 *
 * Differences: 0 as `dwFilter` is URLCACHE_FIND_DEFAULT_FILTER, too.
 *
 * @param lpszUrlSearchPattern As there.
 * @param dwFlags Reserved: 0.
 * @param dwFilter Entries with one of these bits; URLCACHE_FIND_DEFAULT_FILTER if it is left out.
 * @param GroupId The group; `0n` for entries in no group.
 * @param lpReserved Reserved: `null`.
 * @returns The enumeration, and its first entry.
 * @throws {InternetError} If an argument is invalid (ERROR_INVALID_PARAMETER), or there is no such entry (ERROR_NO_MORE_FILES).
 * @throws {InternetError} If the store fails (ERROR_ACCESS_DENIED, ERROR_DISK_FULL).
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
 * As {@linkcode FindNextUrlCacheEntry}.
 *
 * @param hEnumHandle The enumeration.
 * @returns The entry; `null` at the end.
 * @throws {InternetError} If it is not an open enumeration of entries (ERROR_INVALID_HANDLE).
 * @throws {InternetError} If the store fails (ERROR_ACCESS_DENIED, ERROR_DISK_FULL).
 *
 * @example The next one
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
 * Closes an enumeration of entries or of groups. Disposing it does the same.
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
 * Makes a group of entries.
 *
 * Differences: the number of a group made with CACHEGROUP_FLAG_GIDONLY can be used for entries, but the
 * group has no attributes, and an enumeration does not find it.
 *
 * @param dwFlags `CACHEGROUP_FLAG_*` bits.
 * @param lpReserved Reserved: `null`.
 * @returns The number of the group.
 * @throws {InternetError} If an argument is invalid (ERROR_INVALID_PARAMETER).
 * @throws {InternetError} If the store fails (ERROR_ACCESS_DENIED, ERROR_DISK_FULL).
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
 * Deletes a group. With CACHEGROUP_FLAG_FLUSHURL_ONDELETE, here or in the flags of the group, its
 * entries are deleted, locked ones with their last lock; otherwise they leave the group.
 *
 * @param GroupId The group.
 * @param dwFlags 0 or CACHEGROUP_FLAG_FLUSHURL_ONDELETE.
 * @param lpReserved Reserved: `null`.
 * @returns `true`.
 * @throws {InternetError} If an argument is invalid, or the group is built-in (ERROR_INVALID_PARAMETER).
 * @throws {InternetError} If there is no such group (ERROR_FILE_NOT_FOUND).
 * @throws {InternetError} If the store fails (ERROR_ACCESS_DENIED, ERROR_DISK_FULL).
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
 * Adds an entry to a group, or takes it out. An entry may be in several groups.
 *
 * @param lpszUrlName The URL.
 * @param dwFlags INTERNET_CACHE_GROUP_ADD or INTERNET_CACHE_GROUP_REMOVE.
 * @param GroupId The group.
 * @param lpReserved Reserved: `null`.
 * @returns `true`, also if nothing changes.
 * @throws {InternetError} If an argument is invalid (ERROR_INVALID_PARAMETER), or there is no such entry or group (ERROR_FILE_NOT_FOUND).
 * @throws {InternetError} If the store fails (ERROR_ACCESS_DENIED, ERROR_DISK_FULL).
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
 * Starts an enumeration of the groups that were made.
 *
 * Differences: the built-in group is not found.
 *
 * @param dwFlags Reserved: 0.
 * @param dwFilter CACHEGROUP_SEARCH_ALL. Windows does not implement CACHEGROUP_SEARCH_BYURL.
 * @param lpReserved Reserved: `null`.
 * @returns The enumeration, and the first group.
 * @throws {InternetError} If an argument is invalid (ERROR_INVALID_PARAMETER), or there is no group (ERROR_NO_MORE_FILES).
 * @throws {InternetError} If the store fails (ERROR_ACCESS_DENIED, ERROR_DISK_FULL).
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
 * Differences: `null` at the end, where Windows has an error.
 *
 * @param hFind The enumeration.
 * @param lpReserved Reserved: `null`.
 * @returns The number of the group; `null` at the end.
 * @throws {InternetError} If it is not an open enumeration of groups (ERROR_INVALID_HANDLE), or `lpReserved` is not `null` (ERROR_INVALID_PARAMETER).
 * @throws {InternetError} If the store fails (ERROR_ACCESS_DENIED, ERROR_DISK_FULL).
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
 * Returns attributes of a group: those that are asked for; the others are 0 or `""`.
 *
 * @param gid The group.
 * @param dwFlags Reserved: 0.
 * @param dwAttributes `CACHEGROUP_ATTRIBUTE_*` bits.
 * @param lpReserved Reserved: `null`.
 * @returns The attributes.
 * @throws {InternetError} If an argument is invalid (ERROR_INVALID_PARAMETER), or there is no such group (ERROR_FILE_NOT_FOUND).
 * @throws {InternetError} If the store fails (ERROR_ACCESS_DENIED, ERROR_DISK_FULL).
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
 * Changes attributes of a group. They have a meaning for the program only.
 *
 * @param gid The group.
 * @param dwFlags Reserved: 0.
 * @param dwAttributes The attributes to change: TYPE, QUOTA, GROUPNAME and STORAGE of `CACHEGROUP_ATTRIBUTE_*`.
 * @param lpGroupInfo The new values.
 * @param lpReserved Reserved: `null`.
 * @returns `true`.
 * @throws {InternetError} If an argument is invalid (ERROR_INVALID_PARAMETER), or there is no such group (ERROR_FILE_NOT_FOUND).
 * @throws {InternetError} If the store fails (ERROR_ACCESS_DENIED, ERROR_DISK_FULL).
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
 * Makes a container: a part of the cache for the URLs with a prefix, with a folder and, if it
 * has a limit, with a quota of its own. The longest prefix of a URL decides. Other processes see it.
 * Making the same container again changes nothing.
 *
 * Differences: Windows documents it as internal. A name that has another prefix, and a prefix
 * that has another name, are ERROR_ALREADY_EXISTS.
 *
 * @param Name The name.
 * @param lpCachePrefix The start of its URLs.
 * @param lpszCachePath The absolute path of its folder, which must exist; `null` for one beside the others.
 * @param KBCacheLimit Its quota in KiB; 0 for a share of the common one.
 * @param dwContainerType Ignored.
 * @param dwOptions Ignored.
 * @returns `true`.
 * @throws {InternetError} If an argument is invalid, or the prefix is empty (ERROR_INVALID_PARAMETER).
 * @throws {InternetError} If there is another one of this name or prefix (ERROR_ALREADY_EXISTS).
 * @throws {InternetError} If the store fails (ERROR_ACCESS_DENIED, ERROR_DISK_FULL).
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
        `Cannot make the container ${quotedValue(container.name)} for ${
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
 * Deletes a container with all its entries. If one is locked, the container stays until it is
 * deleted again.
 *
 * Differences: Windows documents it as internal.
 *
 * @param Name The name.
 * @param dwOptions Ignored.
 * @returns `true`.
 * @throws {InternetError} If an argument is invalid, or the container is built-in (ERROR_INVALID_PARAMETER).
 * @throws {InternetError} If there is none of this name (ERROR_FILE_NOT_FOUND).
 * @throws {InternetError} If the store fails (ERROR_ACCESS_DENIED, ERROR_DISK_FULL).
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
 * Returns the configuration of the cache, with the folder and the use of one container.
 *
 * Differences: a cache in memory has no folder: `CachePath` is `""`.
 *
 * @param dwFieldControl CACHE_CONFIG_CONTENT_PATHS_FC (or 0), CACHE_CONFIG_COOKIES_PATHS_FC or CACHE_CONFIG_HISTORY_PATHS_FC; other bits are ignored.
 * @returns The configuration.
 * @throws {InternetError} If it is not a DWORD, or names two containers (ERROR_INVALID_PARAMETER).
 * @throws {InternetError} If the store fails (ERROR_ACCESS_DENIED, ERROR_DISK_FULL).
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
 * Sets the quota or the synchronization mode of the cache, as long as it is open.
 *
 * Differences: Windows has it, without a page, and keeps what is set.
 *
 * @param lpCacheConfigInfo The new values: `dwQuota` in KiB, `dwSyncMode`.
 * @param dwFieldControl CACHE_CONFIG_QUOTA_FC and CACHE_CONFIG_SYNC_MODE_FC.
 * @returns `true`.
 * @throws {InternetError} If an argument or a value is invalid (ERROR_INVALID_PARAMETER).
 *
 * @example Never asking the server
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
