// Copyright 2026 the wininet authors. MIT license.

import {
  assert,
  assertEquals,
  assertMatch,
  assertRejects,
  assertThrows,
} from "@std/assert";
import {
  closeUrlCache,
  CommitUrlCacheEntry,
  CreateUrlCacheEntry,
  GetUrlCacheEntryInfo,
  openUrlCache,
  RetrieveUrlCacheEntryFile,
  RetrieveUrlCacheEntryStream,
} from "../../cache.ts";
import {
  ERROR_ACCESS_DENIED,
  ERROR_ALREADY_EXISTS,
  ERROR_DISK_FULL,
  ERROR_FILE_NOT_FOUND,
  ERROR_INVALID_PARAMETER,
  InternetError,
} from "../../error.ts";
import { openedCache } from "../../_cache/opened.ts";
import { UrlCache } from "../../_cache/url_cache.ts";
import { checkBody, RESPONSE, storeBody } from "../helpers/stored_bodies.ts";
import { runProgram } from "../helpers/programs.ts";
import { turns } from "../helpers/turns.ts";
import {
  bodiesIn,
  TEST_SETTINGS,
  TestFolder,
  withCache,
} from "../helpers/url_cache.ts";

const URL_A = "http://failed.example/a.txt";

async function rejectsWith(
  code: number,
  call: () => Promise<unknown>,
): Promise<InternetError> {
  const error = await assertRejects(call, InternetError);
  assertEquals(error.code, code, error.message);
  return error;
}

Deno.test("openUrlCache() reports the reason if a directory cannot be created", async () => {
  using folder = new TestFolder();
  await Deno.writeTextFile(`${folder.path}/file`, "");
  const error = await rejectsWith(
    ERROR_ACCESS_DENIED,
    () => openUrlCache({ path: `${folder.path}/file/cache` }),
  );
  assert(error.cause instanceof Error);
  assertEquals(openedCache(), null);
  // The functions continue in memory.
  await rejectsWith(ERROR_FILE_NOT_FOUND, () => GetUrlCacheEntryInfo(URL_A));
  await closeUrlCache();
});

Deno.test("openUrlCache() refuses wrong options and a second cache", async () => {
  for (
    const options of [
      { path: "" },
      { path: "a\0b" },
      { path: null, quota: -1 },
      { path: null, entries: 1.5 },
      { path: null, syncMode: 5 },
      { path: null, https: 1 as unknown as boolean },
    ]
  ) {
    const error = assertThrows(() => openUrlCache(options), InternetError);
    assertEquals(error.code, ERROR_INVALID_PARAMETER);
  }
  await withCache("memory", async () => {
    await rejectsWith(ERROR_ALREADY_EXISTS, () => openUrlCache({ path: null }));
    const why = (path: string | null) =>
      openUrlCache({ path }).catch(({ message }) => message);
    assertMatch(await why(null), /memory: it is already open, so await close/);
    assertMatch(await why("x"), /"x": another one is already open, so await/);
    await closeUrlCache();
    const opening = openUrlCache({ path: null });
    assertMatch(await why(null), /openUrlCache has not ended, so await it/);
    await opening;
  });
});

Deno.test({
  name:
    "the cache functions work in memory without permissions, and do not prompt the user",
  permissions: { read: false, write: false, env: false, sys: false },
  async fn() {
    await rejectsWith(
      ERROR_ACCESS_DENIED,
      () => openUrlCache({ path: "/cache" }),
    );
    const error = assertThrows(() => openUrlCache(), InternetError);
    assertEquals(error.code, ERROR_ACCESS_DENIED);
    await CommitUrlCacheEntry(URL_A, null, null, null, 1);
    assertEquals((await GetUrlCacheEntryInfo(URL_A)).dwHitRate, 1);
    await rejectsWith(ERROR_ACCESS_DENIED, () => CreateUrlCacheEntry(URL_A));
    await closeUrlCache();
  },
});

Deno.test({
  name: "a body in memory needs a permission only for its file",
  permissions: { read: false, write: false, env: false },
  async fn() {
    await openUrlCache({ path: null });
    await storeBody(openedCache() as UrlCache, URL_A, "word", 10);
    await rejectsWith(
      ERROR_ACCESS_DENIED,
      () => RetrieveUrlCacheEntryFile(URL_A),
    );
    assertEquals((await GetUrlCacheEntryInfo(URL_A)).dwUseCount, 0);
    const { hUrlCacheStream } = await RetrieveUrlCacheEntryStream(URL_A);
    hUrlCacheStream[Symbol.dispose]();
    await closeUrlCache();
  },
});

Deno.test("a cache in a directory needs the permissions only for that directory", async () => {
  using folder = new TestFolder();
  const program = `
    import * as cache from ${
    JSON.stringify(import.meta.resolve("../../cache.ts"))
  };
    await cache.openUrlCache({ path: Deno.args[0] });
    const path = await cache.CreateUrlCacheEntry("http://a.example/x", 5, "txt");
    await Deno.writeTextFile(path, "text");
    await cache.CommitUrlCacheEntry("http://a.example/x", path, null, null, 1);
    await cache.RetrieveUrlCacheEntryFile("http://a.example/x");
    await cache.UnlockUrlCacheEntryFile("http://a.example/x");
    await cache.FreeUrlCacheSpace(null, 100);
    await cache.closeUrlCache();`;
  const file = `${folder.path}/program.ts`;
  await Deno.writeTextFile(file, program);
  const path = `${folder.path}/cache`;
  const { code, stderr } = await runProgram(Deno.execPath(), [
    "run",
    "--no-prompt",
    "--no-config",
    `--allow-read=${path}`,
    `--allow-write=${path}`,
    file,
    path,
  ]);
  assertEquals([code, stderr], [0, ""]);
  assertEquals(bodiesIn(path), []);
});

Deno.test("requests find no entry and the functions report the reason, if the directory disappears", async () => {
  await withCache("folder", async (folder) => {
    const cache = openedCache()! as UrlCache;
    const stored = await storeBody(cache, URL_A, "word", 10);
    await Deno.remove(folder, { recursive: true });

    assertEquals(cache.open(stored!), null);
    const writer = cache.write(URL_A, "", null);
    const error = assertThrows(
      () => writer.write(new Uint8Array(1)),
      InternetError,
    );
    assertEquals(error.code, ERROR_ACCESS_DENIED);
    writer.abandon();
    assertEquals(cache.write(URL_A, "", null).commit(RESPONSE), null);
    const reason = await rejectsWith(
      ERROR_ACCESS_DENIED,
      () => CreateUrlCacheEntry(URL_A),
    );
    assert(reason.cause instanceof Deno.errors.NotFound);
    await rejectsWith(
      ERROR_ACCESS_DENIED,
      () => CommitUrlCacheEntry(URL_A, null, null, null, 1),
    );
  });
});

Deno.test("a directory or an index that another process has replaced is opened again", async () => {
  await withCache("folder", async (folder) => {
    await CommitUrlCacheEntry(URL_A, null, null, null, 1);
    await Deno.rename(folder, `${folder}.old`);
    using other = await UrlCache.open(folder, TEST_SETTINGS);
    await storeBody(other, "http://other.example/", "word", 10);

    await rejectsWith(ERROR_FILE_NOT_FOUND, () => GetUrlCacheEntryInfo(URL_A));
    const { dwSizeLow } = await GetUrlCacheEntryInfo("http://other.example/");
    assertEquals(dwSizeLow, 10);
  });
});

Deno.test("the cache waits for a slow disk, and does not mix reads and writes", async () => {
  await withCache("folder", async () => {
    const cache = openedCache()! as UrlCache;
    const writer = cache.write(URL_A, "", null);
    const { now } = performance;
    // Each reading of the clock is 100 ms later.
    let time = 0;
    performance.now = () => time += 100;
    try {
      writer.write(new Uint8Array([1, 2]));
    } finally {
      performance.now = now;
    }
    const writing = writer.write(new Uint8Array([3, 4]));
    assert(writing instanceof Promise);
    const buffer = new Uint8Array(4);
    assert(await writer.read(1, buffer) >= 1);
    assertEquals(buffer[0], 2);
    await writing;
    assertEquals(await writer.read(0, buffer), 4);
    assertEquals([...buffer], [1, 2, 3, 4]);
    writer.abandon();
  });
});

Deno.test("nothing is stored and nothing is left on a full disk", async () => {
  await withCache("folder", async (folder) => {
    const cache = openedCache()! as UrlCache;
    const writer = cache.write(URL_A, "", null);
    writer.write(new Uint8Array(1));
    const { writeSync } = Deno.FsFile.prototype;
    Deno.FsFile.prototype.writeSync = () => {
      throw Object.assign(new Error("No space left on device"), {
        code: "ENOSPC",
      });
    };
    try {
      const error = assertThrows(
        () => writer.write(new Uint8Array(1)),
        InternetError,
      );
      assertEquals(error.code, ERROR_DISK_FULL);
      assertEquals((error.cause as { code?: string }).code, "ENOSPC");
    } finally {
      Deno.FsFile.prototype.writeSync = writeSync;
    }
    writer.abandon();
    await Promise.resolve();
    assertEquals(bodiesIn(folder), []);
  });
});

Deno.test("the index keeps its entries and adds none on a full disk", async () => {
  await withCache("folder", async () => {
    const cache = openedCache()! as UrlCache;
    const stored = await storeBody(cache, URL_A, "word", 10);
    cache.store.run("fill", (db) => {
      const pages = db.get<{ page_count: number }>("PRAGMA page_count")!;
      db.get(`PRAGMA max_page_count = ${pages.page_count}`);
    });
    const head = `HTTP/1.0 200 OK\r\nX: ${"x".repeat(100_000)}\r\n\r\n`;

    await rejectsWith(
      ERROR_DISK_FULL,
      () =>
        CommitUrlCacheEntry("http://big.example/", null, null, null, 1, head),
    );
    const writer = cache.write("http://big.example/", "", null);
    assertEquals(writer.commit({ ...RESPONSE, head }), null);
    writer.abandon();
    assert(await checkBody(cache, stored!));
  });
});

/** Damages the index of a cache with one entry, and opens it again. */
function damageTest(
  name: string,
  spoil: (index: string) => Promise<void>,
): void {
  Deno.test(`an index of ${name} is replaced, and the old bodies are removed`, async () => {
    using folder = new TestFolder();
    {
      using cache = await UrlCache.open(folder.path, TEST_SETTINGS);
      for (let at = 0; at < 50; at++) {
        await storeBody(cache, `${URL_A}${at}`, "word", 10);
      }
    }
    await spoil(`${folder.path}/index.db`);

    using cache = await UrlCache.open(folder.path, TEST_SETTINGS);
    for (let at = 0; at < 50; at++) {
      for (const stored of cache.find(`${URL_A}${at}`, "")) {
        await checkBody(cache, stored);
      }
    }
    await storeBody(cache, "http://new.example/new", "word", 10);
    assert(
      await checkBody(cache, cache.find("http://new.example/new", "")[0]!),
    );
    while (bodiesIn(folder.path).length > 1) await turns(1);
    assert(bodiesIn(folder.path)[0]!.includes("new"));
  });
}

damageTest(
  "garbage",
  (index) => Deno.writeTextFile(index, "garbage ".repeat(2000)),
);
damageTest("another version", async (index) => {
  const { DatabaseSync } = await import("node:sqlite");
  const db = new DatabaseSync(index);
  db.exec("PRAGMA user_version = 99");
  db.close();
});
damageTest("half its length", async (index) => {
  await Deno.truncate(
    index,
    Math.floor((await Deno.stat(index)).size / 8192) * 4096,
  );
});
damageTest("damaged pages", async (index) => {
  const bytes = await Deno.readFile(index);
  await Deno.writeFile(index, bytes.fill(0x55, 4096));
});

Deno.test("a call continues with a new index if the damage is detected while the cache is open", async () => {
  await withCache("folder", async (folder) => {
    const cache = openedCache()! as UrlCache;
    await storeBody(cache, URL_A, "word", 10);
    cache.store.run("write", (db) => db.get("PRAGMA wal_checkpoint(TRUNCATE)"));
    const index = `${folder}/index.db`;
    const bytes = await Deno.readFile(index);
    await Deno.writeFile(index, bytes.fill(0x55, 100));
    cache.store.run(
      "forget the pages in memory",
      (db) => db.run("PRAGMA shrink_memory"),
    );

    await CommitUrlCacheEntry("http://new.example/", null, null, null, 1);

    assertEquals(
      (await GetUrlCacheEntryInfo("http://new.example/")).dwHitRate,
      1,
    );
  });
});
