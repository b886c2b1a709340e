// Copyright 2026 the wininet authors. MIT license.

/**
 * The cache of the process. Protocols use it after the program has opened it.
 * Until then the cache functions use a cache in memory.
 *
 * A program that uses neither loads none of this.
 *
 * @module
 */

import {
  ERROR_ACCESS_DENIED,
  ERROR_ALREADY_EXISTS,
  InternetError,
} from "../error.ts";
import {
  WININET_SYNC_MODE_AUTOMATIC,
  WININET_SYNC_MODE_ON_EXPIRY,
} from "../flags.ts";
import { badParameter } from "../_base/failure.ts";
import { permitted } from "../_base/permission.ts";
import { quotedValue } from "../_base/secrets.ts";
import { checkedCount, checkedObject, checkedText } from "./arguments.ts";
import { openedCache, setOpenedCache } from "./opened.ts";
import type { CacheSettings, UrlCache } from "./url_cache.ts";

export { openedCache };

/** Options of `openUrlCache`. */
export interface UrlCacheOptions {
  /**
   * The directory; `null` for a cache in memory.
   *
   * @default {the cache directory of the user}
   */
  readonly path?: string | null;
  /**
   * The maximum size of all bodies, in bytes.
   *
   * @default {268_435_456}
   */
  readonly quota?: number;
  /**
   * The maximum number of entries.
   *
   * @default {60_000}
   */
  readonly entries?: number;
  /**
   * When to revalidate responses that have no explicit freshness: one of
   * `WININET_SYNC_MODE_*`.
   *
   * @default {WININET_SYNC_MODE_ON_EXPIRY}
   */
  readonly syncMode?: number;
  /**
   * `false` if https responses are not stored.
   *
   * @default {true}
   */
  readonly https?: boolean;
}

const DEFAULT_SETTINGS: CacheSettings = {
  quota: 268_435_456,
  entries: 60_000,
  syncMode: WININET_SYNC_MODE_ON_EXPIRY,
  https: true,
};

/** The cache for the functions: the opened one, or one in memory. */
let current: Promise<UrlCache> | null = null;
let isOpening = false;
/** The path of the opened cache, as the program has passed it. */
let openPath: string | null = null;

/** Returns the cache for the functions. */
export function functionCache(): Promise<UrlCache> {
  current ??= open(null);
  return current;
}

/** Opens a cache in a directory or, for `null`, in memory. */
export async function openProcessCache(
  path: string | null,
  settings: CacheSettings,
): Promise<void> {
  if (isOpening || openedCache() !== null) {
    const why = isOpening
      ? "an earlier call of openUrlCache has not ended, so await it"
      : `${
        path === openPath ? "it" : "another one"
      } is already open, so await closeUrlCache first`;
    throw new InternetError(
      ERROR_ALREADY_EXISTS,
      `Cannot open the cache ${
        path === null ? "in memory" : quotedValue(path)
      }: ${why}`,
    );
  }
  isOpening = true;
  try {
    const cache = await open(path, settings);
    const before = await current;
    before?.[Symbol.dispose]();
    current = Promise.resolve(cache);
    openPath = path;
    setOpenedCache(cache);
  } finally {
    isOpening = false;
  }
}

/** Closes the cache, and discards the entries that the functions have stored in memory. */
export async function closeProcessCache(): Promise<void> {
  const closing = current;
  current = null;
  setOpenedCache(null);
  (await closing)?.[Symbol.dispose]();
}

async function open(
  path: string | null,
  settings: CacheSettings = DEFAULT_SETTINGS,
): Promise<UrlCache> {
  const { UrlCache } = await import("./url_cache.ts");
  return await UrlCache.open(path, settings);
}

/** Returns the settings of options; throws ERROR_INVALID_PARAMETER if one is invalid. */
export function checkedSettings(options: UrlCacheOptions): CacheSettings {
  const { path, quota, entries, syncMode, https } = {
    ...DEFAULT_SETTINGS,
    ...withoutUndefined(checkedObject(options, "options")),
  };
  if (path !== undefined && path !== null && checkedText(path, "path") === "") {
    throw badParameter('Cannot use "" as path: it must be a folder or null');
  }
  if (typeof https !== "boolean") {
    throw badParameter(
      `Cannot use ${quotedValue(https)} as https: it must be a boolean`,
    );
  }
  return {
    quota: checkedCount(quota, "quota"),
    entries: checkedCount(entries, "entries"),
    syncMode: checkedCount(syncMode, "syncMode", WININET_SYNC_MODE_AUTOMATIC),
    https,
  };
}

function withoutUndefined(options: UrlCacheOptions): UrlCacheOptions {
  const given = Object.entries(options).filter(([, value]) =>
    value !== undefined
  );
  return Object.fromEntries(given);
}

/**
 * Returns the cache directory of the user; throws ERROR_ACCESS_DENIED if no
 * environment variable names it.
 */
export function userCacheFolder(): string {
  const { os } = Deno.build;
  const folder = os === "windows"
    ? fromVariable("LOCALAPPDATA", "\\wininet\\Cache")
    : os === "darwin"
    ? fromVariable("HOME", "/Library/Caches/wininet")
    : fromVariable("XDG_CACHE_HOME", "/wininet") ??
      fromVariable("HOME", "/.cache/wininet");
  if (folder !== null) return folder;
  throw new InternetError(
    ERROR_ACCESS_DENIED,
    "Cannot open the cache of the user: its folder is not in the environment, or the program has no permission to read it; run it with --allow-env, or pass a path",
  );
}

/**
 * Returns a path below the directory that an environment variable names;
 * relative ones are ignored.
 */
function fromVariable(variable: string, end: string): string | null {
  if (!permitted({ name: "env", variable })) return null;
  const value = Deno.env.get(variable) ?? "";
  return /^(?:\/|[a-z]:)/i.test(value) ? value + end : null;
}
