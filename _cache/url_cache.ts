// Copyright 2026 the wininet authors. MIT license.

/**
 * A cache: finding and storing for protocols, settings, and work in the
 * background. The process has one (`process_cache.ts`); others are independent
 * of it.
 *
 * If the store fails, a protocol continues without its cache: nothing is found,
 * and nothing is stored.
 *
 * @module
 */

import { EDITED_CACHE_ENTRY, REDIRECT_CACHE_ENTRY } from "../flags.ts";
import { hasFlag } from "../_base/bits.ts";
import { Background } from "./background.ts";
import type { BodySource } from "./bodies.ts";
import { CacheStore } from "./cache_store.ts";
import { containerOfUrl } from "./container_table.ts";
import type { Database } from "./database.ts";
import { commitVariant } from "./entry_commit.ts";
import {
  deleteEntryRow,
  entryById,
  entryByKey,
  type OpenRow,
  openRowById,
  type StoredEntry,
  storedResponse,
  updateEntry,
  usableVariants,
  variantsOfResource,
} from "./entry_table.ts";
import { LockedBody, NO_BODY, ResponseWriter } from "./response_body.ts";
import type {
  BodyWriter,
  NewResponse,
  ResponseCache,
  StoredBody,
  StoredResponse,
} from "./response_cache.ts";
import { type Goal, overflow, scavenge } from "./scavenger.ts";
import { LEFT_OVER_AGE, sweep } from "./sweep.ts";

/**
 * The time in milliseconds between two writes of uses, and before the scavenger
 * runs again when it could not remove enough.
 */
const INTERVAL = 1000;

/** The settings of a cache. */
export interface CacheSettings {
  /** The maximum size of all bodies, in bytes. */
  readonly quota: number;
  readonly entries: number;
  readonly syncMode: number;
  readonly https: boolean;
}

/** A cache for protocols and for the functions. */
export class UrlCache implements ResponseCache, Disposable {
  readonly store: CacheStore;
  settings: CacheSettings;
  readonly #background = new Background();
  readonly #onUnload = () => this[Symbol.dispose]();
  #laterTimer: ReturnType<typeof setTimeout> | undefined;
  #isScavenging = false;
  #scavengedAt = -Infinity;

  private constructor(store: CacheStore, settings: CacheSettings) {
    this.store = store;
    this.settings = settings;
    store.onReplaced = () => this.#sweep(Date.now());
    addEventListener("unload", this.#onUnload);
  }

  /** Opens a cache in a directory, or in memory for `null`. */
  static async open(
    path: string | null,
    settings: CacheSettings,
  ): Promise<UrlCache> {
    if (path === null) {
      return new UrlCache(await CacheStore.inMemory(), settings);
    }
    const store = await CacheStore.inFolder(path);
    const cache = new UrlCache(store, settings);
    cache.#sweep(Date.now() - (store.wasReplaced ? 0 : LEFT_OVER_AGE));
    cache.makeRoom();
    return cache;
  }

  openPrivate(): Promise<UrlCache> {
    return UrlCache.open(null, this.settings);
  }

  get syncMode(): number {
    return this.settings.syncMode;
  }

  get https(): boolean {
    return this.settings.https;
  }

  find(url: string, secondary: string): readonly StoredResponse[] {
    return this.store.attempt(
      (db) => usableVariants(db, url, secondary).map(storedResponse),
      [],
    );
  }

  open(entry: StoredResponse): StoredBody | null {
    const { store } = this;
    return store.attempt((db) => {
      const row = openRowById(db, entry.id);
      if (row === undefined || !isSame(row, entry)) return null;
      const source = row.file === null ? NO_BODY : this.#openExactly(db, row);
      if (source === null) return null;
      store.locks.add(db, row.id, "body");
      store.noteUse(row.id);
      this.#workLater();
      return new LockedBody(
        source,
        () => row.file === null ? null : this.#pathOf(row, row.file),
        () => store.attempt((db) => store.release(db, row.id, "body"), true),
      );
    }, null);
  }

  write(url: string, secondary: string, extension: string | null): BodyWriter {
    const place = this.store.attempt((db) => containerOfUrl(db, url), null) ??
      { folder: "content" };
    const sink = this.store.bodies.sink(place, url, extension);
    return new ResponseWriter(sink, (response) => {
      const stored = this.store.attempt((db) => {
        // The file gets its final name before its row is added, so that every
        // row has its file.
        const hasBody = sink.size > 0 || !isBodiless(response);
        const file = hasBody ? sink.finish() : null;
        const { size } = sink;
        const key = { url, secondary, extension };
        const entry = { ...response, ...key, file, size };
        return commitVariant(this.store, db, entry);
      }, null);
      if (stored !== null) this.makeRoom();
      return stored && storedResponse(stored);
    });
  }

  update(
    entry: StoredResponse,
    change: Partial<Omit<NewResponse, "identity">>,
  ): StoredResponse | null {
    const { store } = this;
    return store.attempt((db) => {
      const done = db.transaction(() => {
        const row = entryById(db, entry.id);
        if (row === undefined || !isSame(row, entry)) return null;
        const changed = { ...row, ...change, synced: Date.now() };
        const other = entryByKey(db, changed);
        const replaced = other?.id === row.id ? undefined : other;
        if (replaced !== undefined) deleteEntryRow(db, replaced);
        updateEntry(db, row.id, { ...change, synced: changed.synced });
        return { changed, replaced };
      });
      if (done?.replaced) store.removeBody(db, done.replaced, done.changed);
      return done && storedResponse(done.changed);
    }, null);
  }

  remove(url: string): void {
    this.store.attempt(
      (db) => this.store.removeUnlocked(db, variantsOfResource(db, url)),
      true,
    );
  }

  /** Removes entries in the background if there are too many. */
  makeRoom(): void {
    const waits = performance.now() - this.#scavengedAt < INTERVAL;
    if (this.#isScavenging || waits) return this.#workLater();
    const goal = this.#overflow();
    if (goal === null) return;
    this.#isScavenging = true;
    this.#background.start(this.#scavenge(goal));
  }

  [Symbol.dispose](): void {
    removeEventListener("unload", this.#onUnload);
    this.#background.stop();
    clearTimeout(this.#laterTimer);
    this.store[Symbol.dispose]();
  }

  #overflow(): Goal | null {
    return this.store.attempt((db) => overflow(db, this.settings), null);
  }

  *#scavenge(goal: Goal): Generator<void> {
    try {
      yield* scavenge(this.store, goal);
    } finally {
      this.#isScavenging = false;
      // If not, everything that is left is in use or was just used.
      const isReached = this.#overflow() === null;
      this.#scavengedAt = isReached ? -Infinity : performance.now();
    }
  }

  /** Opens a body of HTTP, which has exactly the bytes that were stored. */
  #openExactly(db: Database, row: OpenRow): BodySource | null {
    const source = this.store.openBody(db, row);
    const isWhole = source?.size === row.size ||
      hasFlag(row.type, EDITED_CACHE_ENTRY);
    if (source === null || isWhole) return source;
    source.close();
    this.store.remove(db, [row]);
    return null;
  }

  /** Returns the path of a body, and shows the other processes that it is in use. */
  #pathOf(row: OpenRow, file: string): string {
    return this.store.run("name a file of the cache", (db) => {
      this.store.locks.shareEntry(db, row.id);
      return this.store.bodies.file(this.store.containerOf(db, row), file);
    });
  }

  #sweep(before: number): void {
    this.#background.start(sweep(this.store, before));
  }

  /** Writes uses and locks, and makes room, at most once a second. */
  #workLater(): void {
    if (this.#laterTimer !== undefined) return;
    this.#laterTimer = setTimeout(() => {
      this.#laterTimer = undefined;
      this.store.attempt((db) => this.store.writeNotes(db), undefined);
      this.makeRoom();
    }, INTERVAL);
    Deno.unrefTimer(this.#laterTimer);
  }
}

/** Returns `true` if an entry still has the body that it had when it was found. */
function isSame(
  row: OpenRow,
  entry: StoredResponse & Partial<StoredEntry>,
): boolean {
  return entry.file === undefined || entry.file === row.file;
}

/** Returns `true` for a response that never has a body. */
function isBodiless({ status, type }: NewResponse): boolean {
  return status === 204 || hasFlag(type, REDIRECT_CACHE_ENTRY);
}
