// Copyright 2026 the wininet authors. MIT license.

/**
 * Requests with a cache compared with the same requests without one: cached
 * responses that are fresh, responses that are being stored, and a 1 GiB
 * response that is being stored.
 *
 * @module
 */

import { closeUrlCache, openUrlCache, SetUrlCacheEntryInfo } from "../cache.ts";
import { CACHE_ENTRY_EXPTIME_FC } from "../flags.ts";
import {
  InternetCloseHandle,
  InternetOpenUrl,
  InternetReadFile,
} from "../internet.ts";
import { answerQuestions, Child, startClock } from "./child.ts";
import {
  atLeast,
  atMost,
  compare,
  type Comparison,
  type Figure,
  type Group,
} from "./figure.ts";
import { BIG_SIZE, PAGE_SIZE, startFileServer } from "./server.ts";
import { openProgram } from "./sides.ts";

const ROUNDS = 9;
const HITS = 2000;
const MISSES = 500;
const BIG_ROUNDS = 5;
const BUFFER_SIZE = 262_144;

/** The store for responses; `"none"` means without a cache. */
type Store = "none" | "memory" | "folder";
const STORES = ["memory", "folder"] as const;

/** The measurement that the child process makes. */
type Task = "hit" | "miss" | "big";

/** The group of small responses. */
export const cachedGets: Group = {
  name: "cached_gets",
  title:
    `GET of 1 KiB, one at a time, with a cache compared with none, ${ROUNDS} ` +
    `rounds of ${HITS} cached responses and of ${MISSES} stored responses`,
  notShown: "a server on another machine",
  async run(): Promise<Figure[]> {
    await using server = await startFileServer();
    const figures: Figure[] = [];
    for (const store of STORES) {
      const hit = await measure("hit", store, server.pageUrl, ROUNDS);
      const time = (seconds: number) => (seconds / HITS * 1e6).toFixed(0);
      figures.push(
        atLeast(
          `cached in ${store}`,
          hit.ratio,
          5,
          " x the server",
          `${time(hit.seconds)} against ${
            time(hit.baselineSeconds)
          } µs, rounds ${hit.range}`,
        ),
        atMost(
          `cached in ${store}, complete response`,
          hit.seconds / HITS * 1000,
          1,
          " ms",
          `processor ${time(hit.cpu)} against ${time(hit.baselineCpu)} µs`,
        ),
      );
      const miss = await measure("miss", store, server.pageUrl, ROUNDS);
      figures.push(atMost(
        `stored in ${store}, additional time`,
        (miss.seconds - miss.baselineSeconds) / MISSES * 1000,
        0.3,
        " ms",
        `processor ${(miss.cpu / MISSES * 1e6).toFixed(0)} against ${
          (miss.baselineCpu / MISSES * 1e6).toFixed(0)
        } µs`,
      ));
    }
    return figures;
  },
};

/** The group of large responses. */
export const cachedReads: Group = {
  name: "cached_reads",
  title:
    `1 GiB stored in a cache in a directory, compared with no cache, ${BIG_ROUNDS} rounds`,
  notShown: "slow disks",
  async run(): Promise<Figure[]> {
    await using server = await startFileServer();
    const big = await measure("big", "folder", server.bigUrl, BIG_ROUNDS);
    return [atMost(
      "processor time",
      big.cpu / big.baselineCpu,
      1.25,
      " x no cache",
      `${big.cpu.toFixed(2)} against ${big.baselineCpu.toFixed(2)} s; time ${
        big.seconds.toFixed(2)
      } against ${big.baselineSeconds.toFixed(2)} s`,
    )];
  },
};

async function measure(
  task: Task,
  store: Store,
  url: string,
  rounds: number,
): Promise<Comparison> {
  const start = (store: Store) =>
    Child.start("cached_gets.ts", [task, store, url], [
      "--allow-read",
      "--allow-write",
    ]);
  await using baseline = start("none");
  await using child = start(store);
  return await compare(baseline, child, rounds);
}

// ---- the measuring process ----

const { hInternet } = openProgram("unobserved");
const buffer = new Uint8Array(BUFFER_SIZE);

async function get(url: string, size: number): Promise<void> {
  const hRequest = await InternetOpenUrl(hInternet, url, null, 0, 0);
  let total = 0;
  for (let read; (read = await InternetReadFile(hRequest, buffer)) > 0;) {
    total += read;
  }
  InternetCloseHandle(hRequest);
  if (total !== size) throw new Error(`Cannot measure: ${total} bytes`);
}

/** Stores a response and makes it fresh. */
async function prepare(url: string): Promise<void> {
  await get(url, PAGE_SIZE);
  const ExpireTime = new Date(Date.now() + 3_600_000);
  await SetUrlCacheEntryInfo(url, { ExpireTime }, CACHE_ENTRY_EXPTIME_FC);
}

let last = 0;

async function runTask(task: Task, url: string): Promise<void> {
  switch (task) {
    case "hit":
      for (let at = 0; at < HITS; at++) await get(url, PAGE_SIZE);
      return;
    case "miss":
      for (let at = 0; at < MISSES; at++) {
        await get(`${url}?${++last}`, PAGE_SIZE);
      }
      return;
    case "big":
      return await get(`${url}?${++last}`, BIG_SIZE);
  }
}

if (import.meta.main) {
  const [task, store, url] = Deno.args as [Task, Store, string];
  const folder = store === "folder" ? await Deno.makeTempDir() : null;
  if (store !== "none") {
    await openUrlCache({ path: folder, quota: 4 * BIG_SIZE });
    if (task === "hit") await prepare(url);
  }
  await answerQuestions(async () => {
    const passed = startClock();
    await runTask(task, url);
    return { ...passed(), rss: Deno.memoryUsage().rss };
  });
  await closeUrlCache();
  if (folder !== null) await Deno.remove(folder, { recursive: true });
}
