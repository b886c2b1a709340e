// Copyright 2026 the wininet authors. MIT license.

/**
 * The URL cache in a directory with 100,000 entries: opening, lookups, storing
 * and scavenging, and how long each of them blocks the event loop.
 *
 * @module
 */

import { closeUrlCache, FreeUrlCacheSpace, openUrlCache } from "../cache.ts";
import { workOff } from "../_cache/background.ts";
import { openedCache } from "../_cache/opened.ts";
import type { NewResponse, ResponseCache } from "../_cache/response_cache.ts";
import { scavenge } from "../_cache/scavenger.ts";
import { type CacheSettings, UrlCache } from "../_cache/url_cache.ts";
import { cpuTime } from "../tests/helpers/cpu_time.ts";
import type { Figure, Group } from "./figure.ts";

const ENTRIES = 100_000;
const LOOK_UPS = 10_000;
const ROUNDS = 10;
const COMMITS = 1000;
const SCAVENGED = 1000;
const BODY = new Uint8Array(1024);
/** The access time of the first entries, so that they may be scavenged. */
const OLD = Date.now() - 3_600_000;

const SETTINGS: CacheSettings = {
  quota: 2 ** 40,
  entries: 2 * ENTRIES,
  syncMode: 1,
  https: true,
};

const RESPONSE: NewResponse = {
  type: 1,
  status: 200,
  head: 'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nETag: "1"\r\n\r\n',
  varied: "",
  identity: "",
  requested: OLD,
  received: OLD,
  expires: null,
  modified: null,
};

function urlOf(number: number): string {
  return `http://bench.example/folder/page-${number}.html`;
}

function store(cache: ResponseCache, number: number): void {
  const writer = cache.write(urlOf(number), "", "html");
  writer.write(BODY);
  if (writer.commit(RESPONSE) === null) throw new Error("not stored");
}

async function refill(folder: string): Promise<void> {
  using cache = await UrlCache.open(folder, SETTINGS);
  for (let at = 0; at < SCAVENGED; at++) store(cache, at);
}

/**
 * Fills a directory. One percent of the entries have files, so that filling
 * does not take minutes.
 */
async function fill(folder: string): Promise<void> {
  using cache = await UrlCache.open(folder, SETTINGS);
  for (let at = 0; at < COMMITS; at++) store(cache, at);
  cache.store.run("fill the cache", (db) =>
    db.transaction(() => {
      db.run("UPDATE entry SET accessed = ?", OLD);
      db.run(
        `WITH RECURSIVE n(i) AS (SELECT ${COMMITS} UNION ALL SELECT i + 1 FROM n WHERE i < ${
          ENTRIES - 1
        })
         INSERT INTO entry(container, url, secondary, varied, identity, file, extension, type, hits,
           size, modified, expires, accessed, synced, exempt, head, status, requested, received)
         SELECT container, 'http://bench.example/folder/page-' || i || '.html', '', '', '', NULL,
           extension, type, 1, size, NULL, NULL, accessed + i, synced, 0, head, status, requested, received
         FROM entry, n WHERE entry.id = 1`,
      );
    }));
}

interface Times {
  /** The total time in milliseconds. */
  readonly whole: number;
  /** The longest time for which the event loop was blocked. */
  readonly stall: number;
  /** Processor time. */
  readonly cpu: number;
}

/** Measures work, and how long it blocks the event loop. */
async function timed(work: () => void | Promise<void>): Promise<Times> {
  let last = performance.now();
  let stall = 0;
  const timer = setInterval(() => {
    const now = performance.now();
    stall = Math.max(stall, now - last);
    last = now;
  }, 1);
  const cpu = cpuTime();
  const start = performance.now();
  last = start;
  await work();
  const whole = performance.now() - start;
  clearInterval(timer);
  stall = Math.max(stall, performance.now() - last);
  return { whole, stall, cpu: cpuTime() - cpu };
}

function figure(
  what: string,
  measured: number,
  unit: string,
  most: number,
  details: string,
): Figure {
  return {
    what,
    measured: `${measured.toFixed(unit === "ms" ? 1 : 0)} ${unit}`,
    target: `<= ${most} ${unit}`,
    passed: measured <= most,
    details,
  };
}

/** Measures a lookup: its time and its processor time in microseconds. */
function lookUp(cache: ResponseCache): { wall: number; cpu: number } {
  const times: number[] = [];
  const cpu = cpuTime();
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now();
    for (let at = 0; at < LOOK_UPS; at++) {
      const number = (at * 7919) % ENTRIES;
      if (cache.find(urlOf(number), "").length !== 1) throw new Error("lost");
    }
    times.push((performance.now() - start) / LOOK_UPS * 1000);
  }
  const whole = (cpuTime() - cpu) / (ROUNDS * LOOK_UPS) * 1000;
  return { wall: median(times), cpu: whole };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >>> 1]!;
}

/** Measures a hit: lookup, opening, reading and closing. */
function hit(cache: ResponseCache): number {
  const buffer = new Uint8Array(BODY.length);
  const start = performance.now();
  for (let at = 0; at < COMMITS; at++) {
    const [stored] = cache.find(urlOf(at), "");
    const body = cache.open(stored!)!;
    body.read(0, buffer);
    body.close();
  }
  return (performance.now() - start) / COMMITS * 1000;
}

async function run(): Promise<Figure[]> {
  const folder = await Deno.makeTempDir({ prefix: "wininet-bench-" });
  try {
    await fill(folder);
    const opens: number[] = [];
    for (let round = 0; round < 5; round++) {
      const start = performance.now();
      const cache = await UrlCache.open(folder, SETTINGS);
      opens.push(performance.now() - start);
      cache[Symbol.dispose]();
    }
    await openUrlCache({
      path: folder,
      quota: SETTINGS.quota,
      entries: SETTINGS.entries,
    });
    const cache = openedCache()!;
    const found = lookUp(cache);
    const hits = hit(cache);
    const commits = await timed(() => {
      for (let at = 0; at < COMMITS; at++) store(cache, at);
    });
    await closeUrlCache();
    const rooms: Times[] = [];
    for (let round = 0; round < 5; round++) {
      rooms.push(await scavengeThousand(folder));
      await refill(folder);
    }
    await openUrlCache({
      path: folder,
      quota: SETTINGS.quota,
      entries: SETTINGS.entries,
    });
    const all = await timed(async () => {
      await FreeUrlCacheSpace(null, 100);
    });
    return [
      figure("open", median(opens), "ms", 50, "median of 5"),
      figure(
        "lookup",
        found.wall,
        "µs",
        30,
        `median of ${ROUNDS} times ${LOOK_UPS}; processor time ${
          found.cpu.toFixed(1)
        } µs`,
      ),
      {
        ...figure("hit of 1 KiB", hits, "µs", 0, `mean of ${COMMITS}`),
        target: "",
        passed: null,
      },
      {
        ...figure(
          "commit of 1 KiB",
          commits.whole / COMMITS * 1000,
          "µs",
          0,
          `mean of ${COMMITS}`,
        ),
        target: "",
        passed: null,
      },
      figure(
        `scavenge ${SCAVENGED}`,
        median(rooms.map(({ whole }) => whole)),
        "ms",
        50,
        `median of 5; processor time ${
          median(rooms.map(({ cpu }) => cpu)).toFixed(1)
        } ms`,
      ),
      figure(
        "stall during scavenging",
        median(rooms.map(({ stall }) => stall)),
        "ms",
        20,
        "median of 5",
      ),
      figure(
        "stall while removing all",
        all.stall,
        "ms",
        20,
        `${all.whole.toFixed(0)} ms in total`,
      ),
    ];
  } finally {
    await closeUrlCache();
    await Deno.remove(folder, { recursive: true });
  }
}

/** Scavenges a thousand entries, those with files. */
async function scavengeThousand(folder: string): Promise<Times> {
  using cache = await UrlCache.open(folder, SETTINGS);
  const { store } = cache;
  store.run("age the entries", (db) =>
    db.run(
      "UPDATE entry SET accessed = ? WHERE file IS NOT NULL",
      OLD - 1,
    ));
  const before = countOf(cache);
  const goal = {
    containers: new Set([1]),
    bytes: Infinity,
    entries: before - SCAVENGED,
    filter: 0,
    isUrgent: false,
  };
  const measured = await timed(() => workOff(scavenge(store, goal)));
  const removed = before - countOf(cache);
  if (removed !== SCAVENGED) throw new Error(`${removed} entries were removed`);
  return measured;
}

function countOf({ store }: UrlCache): number {
  return store.run(
    "count",
    (db) => db.get<{ n: number }>("SELECT count(*) AS n FROM entry")!.n,
  );
}

/** The URL cache. */
export const urlCache: Group = {
  name: "url_cache",
  title: `the URL cache in a directory with ${ENTRIES} entries`,
  notShown: "slow disks, and other processes that use the directory",
  run,
};
