// Copyright 2026 the wininet authors. MIT license.

import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { EDITED_CACHE_ENTRY, REDIRECT_CACHE_ENTRY } from "../../flags.ts";
import type { StoredResponse } from "../../_cache/response_cache.ts";
import { UrlCache } from "../../_cache/url_cache.ts";
import { checkBody, RESPONSE, storeBody } from "../helpers/stored_bodies.ts";
import {
  bodiesIn,
  STORES,
  TEST_SETTINGS,
  TestFolder,
} from "../helpers/url_cache.ts";
import { lacks, type Need } from "../helpers/lacks.ts";

const URL_A = "http://stored.example/a.txt";

/** Stores without a body; `received` orders variants. */
function storeVariant(
  cache: UrlCache,
  varied: string,
  identity: string,
  received: number,
  secondary = "",
): StoredResponse {
  const writer = cache.write(URL_A, secondary, null);
  return writer.commit({ ...RESPONSE, varied, identity, received })!;
}

function pathOf(folder: string): string {
  const [body] = bodiesIn(folder);
  return `${folder}/${body}`;
}

for (const kind of STORES) {
  const test = (
    name: string,
    run: (cache: UrlCache, folder: string) => Promise<void>,
  ) =>
    Deno.test(`a cache in ${kind} ${name}`, async () => {
      using folder = new TestFolder();
      const path = kind === "folder" ? folder.path : null;
      using cache = await UrlCache.open(path, TEST_SETTINGS);
      await run(cache, folder.path);
    });

  test("finds the variants of a URL, the newest first", async (cache) => {
    await Promise.resolve();
    storeVariant(cache, "accept: a", "", 1);
    storeVariant(cache, "accept: b", "", 3);
    storeVariant(cache, "accept: a", "anna", 2);
    storeVariant(cache, "accept: a", "", 4, "other");

    const found = cache.find(URL_A, "").map(({ varied, identity }) =>
      `${varied} ${identity}`
    );

    assertEquals(found, ["accept: b ", "accept: a anna", "accept: a "]);
  });

  test("keeps at most 32 variants of a URL", async (cache) => {
    await Promise.resolve();
    for (let at = 0; at < 40; at++) storeVariant(cache, `x: ${at}`, "", at);

    const found = cache.find(URL_A, "");

    assertEquals(found.length, 32);
    assertEquals(found.at(-1)!.varied, "x: 8");
  });

  test("returns the bytes that were written, before and after the commit", async (cache) => {
    const writer = cache.write(URL_A, "", "txt");
    await writer.write(new Uint8Array([1, 2, 3]));
    await writer.write(new Uint8Array([4, 5]));
    const buffer = new Uint8Array(3);
    assertEquals(await writer.read(1, buffer), 3);
    assertEquals([...buffer], [2, 3, 4]);
    await writer.write(new Uint8Array([6]));
    assertEquals(cache.find(URL_A, ""), []);

    const stored = writer.commit(RESPONSE)!;

    assertEquals(stored.size, 6);
    const body = cache.open(stored)!;
    assertEquals(await body.read(3, buffer), 3);
    assertEquals([...buffer], [4, 5, 6]);
    assertEquals(await body.read(6, buffer), 0);
    body.close();
  });

  test("stores nothing of an abandoned body", async (cache, folder) => {
    const writer = cache.write(URL_A, "", "txt");
    await writer.write(new Uint8Array(10));

    writer.abandon();

    assertEquals(cache.find(URL_A, ""), []);
    assertEquals(bodiesIn(folder), []);
  });

  test("creates no file for 204 and for redirects, and an empty one for others", async (cache) => {
    await Promise.resolve();
    const bodies = [
      { ...RESPONSE, status: 204 },
      { ...RESPONSE, status: 301, type: REDIRECT_CACHE_ENTRY },
      RESPONSE,
    ].map((response) => cache.write(URL_A, "", null).commit(response)!.hasBody);

    assertEquals(bodies, [false, false, true]);
  });

  test("does not replace a locked entry, and keeps the file for the handle", async (cache) => {
    const old = await storeBody(cache, URL_A, "old", 10);
    const body = cache.open(old!)!;
    const writer = cache.write(URL_A, "", "txt");
    await writer.write(new Uint8Array([7, 8]));

    assertEquals(writer.commit(RESPONSE), null);

    const buffer = new Uint8Array(2);
    assertEquals(await writer.read(0, buffer), 2);
    assertEquals([...buffer], [7, 8]);
    writer.abandon();
    body.close();
    assert(await checkBody(cache, cache.find(URL_A, "")[0]!));
  });

  test("removes a locked entry with its last lock", async (cache, folder) => {
    const stored = await storeBody(cache, URL_A, "word", 10);
    const [first, second] = [cache.open(stored!)!, cache.open(stored!)!];

    cache.remove(URL_A);

    assertEquals(cache.find(URL_A, ""), []);
    first.close();
    const buffer = new Uint8Array(4);
    assertEquals(await second.read(0, buffer), 4);
    second.close();
    assertEquals(cache.open(stored!), null);
    assertEquals(bodiesIn(folder), []);
  });

  test("changes the fields of a 304, and the time of the server", async (cache) => {
    const stored = await storeBody(cache, URL_A, "word", 10);

    const changed = cache.update(stored!, {
      expires: 5000,
      head: "new\r\n\r\n",
    })!;

    assertEquals(changed.expires, 5000);
    assertEquals(cache.find(URL_A, ""), [changed]);
    assert(changed.synced >= stored!.synced);
    cache.remove(URL_A);
    assertEquals(cache.update(changed, { expires: 1 }), null);
  });

  test(
    "removes the variant that a changed one replaces",
    async (cache, folder) => {
      const stored = await storeBody(cache, URL_A, "word", 10);
      const other = await storeBody(cache, URL_A, "other", 10, "accept: b");

      const changed = cache.update(other!, { varied: "" })!;

      assertEquals(cache.find(URL_A, ""), [changed]);
      assertEquals(cache.open(stored!), null);
      assert(await checkBody(cache, changed));
      assert(bodiesIn(folder).length <= 1);
    },
  );

  test("does not open an entry whose body was replaced", async (cache) => {
    const old = await storeBody(cache, URL_A, "old", 10);
    const stored = await storeBody(cache, URL_A, "new", 10);

    assertEquals(cache.open(old!), null);
    assertEquals(cache.update(old!, { expires: 1 }), null);
    assert(await checkBody(cache, stored!));
  });

  test("counts a hit when a body is opened", async (cache) => {
    const stored = await storeBody(cache, URL_A, "word", 10);
    cache.open(stored!)!.close();
    const hits = cache.store.run("count", (db) => {
      cache.store.writeNotes(db);
      return db.get<{ hits: number }>("SELECT hits FROM entry")!.hits;
    });
    assertEquals(hits, 2);
  });

  test("names a growing file, and keeps its name", async (cache) => {
    const writer = cache.write(URL_A, "", "txt");
    await writer.write(new Uint8Array(3));
    const path = await writer.path();
    assertEquals((await Deno.stat(path)).size, 3);
    await writer.write(new Uint8Array(2));
    assertEquals((await Deno.stat(path)).size, 5);

    const body = cache.open(writer.commit(RESPONSE)!)!;

    assertEquals(await body.path(), path);
    body.close();
  });
}

/** Runs a test with a stored body of 100 bytes in a folder. */
function folderTest(
  name: string,
  run: (
    cache: UrlCache,
    stored: StoredResponse,
    folder: string,
  ) => Promise<void>,
  needs?: Need,
): void {
  Deno.test(name, { ignore: lacks(needs) }, async () => {
    using folder = new TestFolder();
    using cache = await UrlCache.open(folder.path, TEST_SETTINGS);
    const stored = await storeBody(cache, URL_A, "word", 100);
    await run(cache, stored!, folder.path);
  });
}

folderTest(
  "an entry whose file is missing is removed",
  async (cache, stored, folder) => {
    await Deno.remove(pathOf(folder));
    assertEquals(cache.open(stored), null);
    assertEquals(cache.find(URL_A, ""), []);
  },
);

for (const size of [99, 101]) {
  folderTest(
    `an entry whose file has ${size} of 100 bytes is removed`,
    async (cache, stored, folder) => {
      await Deno.truncate(pathOf(folder), size);
      assertEquals(cache.open(stored), null);
      assertEquals(cache.find(URL_A, ""), []);
      assertEquals(bodiesIn(folder), []);
    },
  );
}

folderTest(
  "a file that the user has edited may have a different size",
  async (cache, stored, folder) => {
    const edited = cache.update(stored, { type: 1 | EDITED_CACHE_ENTRY })!;
    await Deno.truncate(pathOf(folder), 7);
    const body = cache.open(edited)!;
    assertEquals(body.size, 7);
    body.close();
  },
);

folderTest(
  "the directory and its files are not accessible to others",
  async (_cache, _stored, folder) => {
    const digits = pathOf(folder).split("/").at(-2);
    for (const path of ["content", `content/${digits}`]) {
      assertEquals((await Deno.stat(`${folder}/${path}`)).mode! & 0o777, 0o700);
    }
    for (
      const path of [
        pathOf(folder),
        `${folder}/index.db`,
        `${folder}/index.db-wal`,
      ]
    ) {
      assertEquals((await Deno.stat(path)).mode! & 0o777, 0o600);
    }
  },
  "POSIX files",
);

Deno.test("an incomplete body has a different name", async () => {
  using folder = new TestFolder();
  using cache = await UrlCache.open(folder.path, TEST_SETTINGS);
  const writer = cache.write(URL_A, "", "txt");
  await writer.write(new Uint8Array(1));
  assert(pathOf(folder.path).endsWith("/a[1].txt.part"));
  writer.commit(RESPONSE);
  assert(pathOf(folder.path).endsWith("/a[1].txt"));
});

Deno.test("a cache that is opened again has its entries and use counts", async () => {
  using folder = new TestFolder();
  {
    using cache = await UrlCache.open(folder.path, TEST_SETTINGS);
    cache.open((await storeBody(cache, URL_A, "word", 10))!)!.close();
  }
  using cache = await UrlCache.open(folder.path, TEST_SETTINGS);
  const row = cache.store.run(
    "count",
    (db) => db.get("SELECT hits FROM entry"),
  );
  assertEquals({ ...row! }, { hits: 2 });
  assert(await checkBody(cache, cache.find(URL_A, "")[0]!));
});

Deno.test("two caches in memory are independent", async () => {
  using one = await UrlCache.open(null, TEST_SETTINGS);
  using other = await UrlCache.open(null, TEST_SETTINGS);
  const stored = await storeBody(one, URL_A, "word", 10);
  assertNotEquals(stored, null);
  assertEquals(other.find(URL_A, ""), []);
});
