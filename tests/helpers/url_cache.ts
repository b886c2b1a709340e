// Copyright 2026 the wininet authors. MIT license.

/**
 * Caches for tests: in a folder of their own, or in memory.
 *
 * @module
 */

import {
  closeUrlCache,
  openUrlCache,
  type UrlCacheOptions,
} from "../../cache.ts";

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
