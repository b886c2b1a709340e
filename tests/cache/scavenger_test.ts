// Copyright 2026 the wininet authors. MIT license.

import { assertEquals } from "@std/assert";
import { FreeUrlCacheSpace, GetUrlCacheConfigInfo } from "../../cache.ts";
import {
  CACHEGROUP_FLAG_NONPURGEABLE,
  EDITED_CACHE_ENTRY,
  NORMAL_CACHE_ENTRY,
  STICKY_CACHE_ENTRY,
  TRACK_ONLINE_CACHE_ENTRY,
} from "../../flags.ts";
import { workOff } from "../../_cache/background.ts";
import { openedCache } from "../../_cache/opened.ts";
import { overflow, scavenge } from "../../_cache/scavenger.ts";
import { UrlCache } from "../../_cache/url_cache.ts";
import { heldTimers } from "../helpers/held_timers.ts";
import { RESPONSE, storeBody } from "../helpers/stored_bodies.ts";
import { turns } from "../helpers/turns.ts";
import {
  bodiesIn,
  TEST_SETTINGS,
  TestFolder,
  withCache,
} from "../helpers/url_cache.ts";

const KIB = 1024;
const HOUR = 3_600_000;

/** The age of entries in milliseconds, by the last piece of their URL. */
type Ages = Readonly<Record<string, number>>;

function urlOf(name: string): string {
  return `http://scavenged.example/${name}`;
}

/** Stores entries of 1 KiB that were last used at these times. */
async function fill(cache: UrlCache, ages: Ages): Promise<void> {
  for (const [name, age] of Object.entries(ages)) {
    await storeBody(cache, urlOf(name), name, KIB);
    change(cache, name, "accessed", Date.now() - age);
  }
}

function change(
  cache: UrlCache,
  name: string,
  column: "accessed" | "expires" | "type" | "exempt",
  value: number,
): void {
  cache.store.run(
    "change",
    (db) =>
      db.run(
        `UPDATE entry SET ${column} = ? WHERE url = ?`,
        value,
        urlOf(name),
      ),
  );
}

function namesIn(cache: UrlCache): string {
  const rows = cache.store.run(
    "list",
    (db) => db.all<{ url: string }>("SELECT url FROM entry ORDER BY url"),
  );
  return rows.map(({ url }) => url.split("/").at(-1)).join(" ");
}

/** Scavenges until a cache is within its limits. */
async function fit(cache: UrlCache): Promise<void> {
  const goal = cache.store.run("look", (db) => overflow(db, cache.settings));
  if (goal !== null) await workOff(scavenge(cache.store, goal));
}

function test(
  name: string,
  run: (cache: UrlCache) => Promise<void>,
): void {
  Deno.test(`scavenging ${name}`, async () => {
    using cache = await UrlCache.open(null, {
      ...TEST_SETTINGS,
      quota: 5 * KIB,
    });
    await run(cache);
  });
}

test("removes the least recently used entries, down to 80 percent", async (cache) => {
  await fill(cache, {
    a: 3 * HOUR,
    b: 5 * HOUR,
    c: HOUR,
    d: 4 * HOUR,
    e: 6 * HOUR,
    f: 2 * HOUR,
  });
  await fit(cache);
  assertEquals(namesIn(cache), "a c d f");
});

test("removes nothing if everything fits", async (cache) => {
  await fill(cache, { a: HOUR, b: HOUR, c: HOUR, d: HOUR, e: HOUR });
  await fit(cache);
  assertEquals(namesIn(cache), "a b c d e");
});

test("removes expired entries first", async (cache) => {
  await fill(cache, {
    a: 6 * HOUR,
    b: 5 * HOUR,
    c: HOUR,
    d: HOUR,
    e: HOUR,
    f: HOUR,
  });
  change(cache, "c", "expires", Date.now() - 1000);
  change(cache, "d", "expires", Date.now() + HOUR);
  await fit(cache);
  assertEquals(namesIn(cache), "b d e f");
});

test("respects the limit of entries", async (cache) => {
  cache.settings = { ...cache.settings, quota: 2 ** 40, entries: 5 };
  await fill(cache, {
    a: 6 * HOUR,
    b: 5 * HOUR,
    c: 4 * HOUR,
    d: 3 * HOUR,
    e: 2 * HOUR,
    f: HOUR,
  });
  await fit(cache);
  assertEquals(namesIn(cache), "c d e f");
});

test("keeps recently used entries, unless the cache has twice the quota", async (cache) => {
  const young = Object.fromEntries(
    [..."abcdefghij"].map((name) => [name, 1000]),
  );
  await fill(cache, young);
  await fit(cache);
  assertEquals(namesIn(cache).length, 19);
  await fill(cache, { k: 1000 });
  await fit(cache);
  assertEquals(namesIn(cache), "h i j k");
});

test("keeps sticky, edited, grouped and locked entries", async (cache) => {
  await fill(cache, {
    a: 9 * HOUR,
    b: 8 * HOUR,
    c: 7 * HOUR,
    d: 6 * HOUR,
    e: 5 * HOUR,
    f: 4 * HOUR,
    g: HOUR,
  });
  change(cache, "a", "type", NORMAL_CACHE_ENTRY | STICKY_CACHE_ENTRY);
  change(cache, "a", "exempt", 86_400);
  change(cache, "b", "type", NORMAL_CACHE_ENTRY | EDITED_CACHE_ENTRY);
  // Its exemption is over.
  change(cache, "c", "type", NORMAL_CACHE_ENTRY | STICKY_CACHE_ENTRY);
  change(cache, "c", "exempt", 60);
  cache.store.run("group", (db) => {
    db.run(
      "INSERT INTO grp(id, flags) VALUES (8, ?)",
      CACHEGROUP_FLAG_NONPURGEABLE,
    );
    db.run(
      "INSERT INTO member SELECT 8, id FROM entry WHERE url = ?",
      urlOf("d"),
    );
  });
  const body = cache.open(cache.find(urlOf("e"), "")[0]!)!;
  cache.store.run("write", (db) => cache.store.writeNotes(db));
  change(cache, "e", "accessed", Date.now() - 5 * HOUR);

  await fit(cache);

  assertEquals(namesIn(cache), "a b d e");
  body.close();
});

Deno.test("scavenging runs after a commit, and removes files", async () => {
  using folder = new TestFolder();
  using cache = await UrlCache.open(folder.path, {
    ...TEST_SETTINGS,
    quota: 5 * KIB,
  });
  await fill(cache, { a: HOUR, b: HOUR, c: HOUR, d: HOUR, e: HOUR });
  await storeBody(cache, urlOf("f"), "f", KIB);
  assertEquals(namesIn(cache), "a b c d e f");
  while (bodiesIn(folder.path).length > 4) await turns(1);
  assertEquals(namesIn(cache), "c d e f");
});

Deno.test("scavenging runs again after commits during a run that could not remove enough", async () => {
  using timers = heldTimers();
  using cache = await UrlCache.open(null, {
    ...TEST_SETTINGS,
    quota: 4 * KIB,
  });
  const store = (count: number) =>
    fill(
      cache,
      Object.fromEntries(Array.from({ length: count }, (_, at) => [at, 0])),
    );
  await store(5);
  timers.fire();
  assertEquals(namesIn(cache).split(" ").length, 5);
  await store(12);
  while (timers.size > 0) timers.fire();
  assertEquals(namesIn(cache).split(" ").length, 3);
});

Deno.test("scavenging does not keep a program alive", async () => {
  const program = `
    import { UrlCache } from ${
    JSON.stringify(import.meta.resolve("../../_cache/url_cache.ts"))
  };
    const cache = await UrlCache.open(null, { quota: 1, entries: 1, syncMode: 1, https: true });
    for (let at = 0; at < 5; at++) {
      cache.write("http://a.example/" + at, "", null).commit(${
    JSON.stringify(RESPONSE)
  });
    }
    cache.open(cache.find("http://a.example/4", "")[0]);`;
  const { success } = await new Deno.Command(Deno.execPath(), {
    args: ["eval", program],
  }).output();
  assertEquals(success, true);
});

for (
  const [what, percent, filter, left] of [
    ["40 per cent", 40, 0, "a b c"],
    ["40 per cent, and spares a type", 40, TRACK_ONLINE_CACHE_ENTRY, "a b e"],
    ["everything", 100, 0, ""],
    ["everything but a type", 100, TRACK_ONLINE_CACHE_ENTRY, "e"],
  ] as const
) {
  Deno.test(`FreeUrlCacheSpace() removes ${what}`, async () => {
    await withCache("memory", async () => {
      const cache = openedCache() as UrlCache;
      await fill(cache, {
        a: HOUR,
        b: 2 * HOUR,
        c: 3 * HOUR,
        d: 4 * HOUR,
        e: 5 * HOUR,
      });
      change(cache, "e", "type", NORMAL_CACHE_ENTRY | TRACK_ONLINE_CACHE_ENTRY);
      assertEquals(await FreeUrlCacheSpace(null, percent, filter), true);
      assertEquals(namesIn(cache), left);
    }, { quota: 5 * KIB });
  });
}

Deno.test("FreeUrlCacheSpace() empties the containers of a directory, and locked entries with their last lock", async () => {
  await withCache("folder", async (folder) => {
    const cache = openedCache() as UrlCache;
    await fill(cache, { a: HOUR, b: HOUR });
    await storeBody(cache, "Cookie: c", "c", KIB);
    const body = cache.open(cache.find(urlOf("a"), "")[0]!)!;

    await FreeUrlCacheSpace(`${folder}/cookies`, 100);
    assertEquals(namesIn(cache), "a b");
    await FreeUrlCacheSpace(folder, 100);
    assertEquals(namesIn(cache), "a");
    body.close();

    assertEquals(namesIn(cache), "");
    assertEquals(bodiesIn(folder), []);
    assertEquals((await GetUrlCacheConfigInfo()).dwNormalUsage, 0);
  });
});
