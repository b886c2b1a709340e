// Copyright 2026 the wininet authors. MIT license.

/**
 * Caches for tests: each in its own directory, or in memory.
 *
 * @module
 */

import {
  closeUrlCache,
  openUrlCache,
  type UrlCacheOptions,
} from "../../cache.ts";
import { WININET_SYNC_MODE_ON_EXPIRY } from "../../flags.ts";
import type { CacheSettings } from "../../_cache/url_cache.ts";

/** The two stores. */
export type StoreKind = "folder" | "memory";
export const STORES: readonly StoreKind[] = ["folder", "memory"];

/** A folder that is removed at the end of a test. */
export class TestFolder implements Disposable {
  readonly path: string = Deno.makeTempDirSync({ prefix: "wininet-test-" });

  [Symbol.dispose](): void {
    try {
      Deno.removeSync(this.path, { recursive: true });
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }
}

/** Runs a test on the cache of the process. */
export async function withCache(
  kind: StoreKind,
  run: (folder: string) => Promise<void>,
  options: UrlCacheOptions = {},
): Promise<void> {
  using folder = new TestFolder();
  const path = kind === "folder" ? `${folder.path}/cache` : null;
  await openUrlCache({ ...options, path });
  try {
    await run(path ?? "");
  } finally {
    await closeUrlCache();
  }
}

/** Limits that no test reaches. */
export const TEST_SETTINGS: CacheSettings = {
  quota: 268_435_456,
  entries: 60_000,
  syncMode: WININET_SYNC_MODE_ON_EXPIRY,
  https: true,
};

/** The files below a folder, as paths from there. */
export function filesBelow(folder: string, below = ""): string[] {
  return [...Deno.readDirSync(`${folder}/${below}`)].flatMap((entry) => {
    const path = `${below}${entry.name}`;
    return entry.isDirectory ? filesBelow(folder, `${path}/`) : [path];
  }).sort();
}

/** The files of bodies in a folder, complete or not. */
export function bodiesIn(folder: string): string[] {
  return filesBelow(folder).filter((path) => path.includes("/"));
}
