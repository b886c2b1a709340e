// Copyright 2026 the wininet authors. MIT license.

import { fileURLToPath } from "node:url";
import { assert, assertEquals, assertRejects } from "@std/assert";
import { TextLineStream } from "@std/streams";
import { DatabaseSync } from "node:sqlite";
import { entryInfo, retrieveFile } from "../../_cache/entry_functions.ts";
import { UrlCache } from "../../_cache/url_cache.ts";
import { kill, outputOf } from "../helpers/programs.ts";
import { checkBody, storeBody } from "../helpers/stored_bodies.ts";
import {
  bodiesIn,
  filesBelow,
  TEST_SETTINGS,
  TestFolder,
} from "../helpers/url_cache.ts";

const WRITER = fileURLToPath(new URL("writer_program.ts", import.meta.url));

/** The number of times that processes are killed. */
const KILLS = 3;

function writerArguments(
  folder: string,
  name: string,
  count: number,
): string[] {
  return ["run", "-A", WRITER, folder, name, String(count)];
}

/** Checks that the index is intact, and that every entry has its own body. */
async function checkFolder(folder: string): Promise<number> {
  const db = new DatabaseSync(`${folder}/index.db`);
  assertEquals({ ...db.prepare("PRAGMA integrity_check").get() }, {
    integrity_check: "ok",
  });
  const rows = db.prepare("SELECT url, file, size FROM entry").all();
  const totals = db.prepare("SELECT bytes, entries FROM container WHERE id = 1")
    .get()!;
  db.close();
  let bytes = 0;
  for (const { file, size } of rows) {
    const info = await Deno.stat(`${folder}/content/${file}`);
    assertEquals(info.size, size);
    bytes += Number(size);
  }
  assertEquals({ ...totals }, { bytes, entries: rows.length });
  using cache = await UrlCache.open(folder, TEST_SETTINGS);
  for (const { url } of rows) {
    const [stored] = cache.find(String(url), "");
    assert(await checkBody(cache, stored!));
  }
  return rows.length;
}

for (const processes of [2, 4]) {
  Deno.test(`${processes} processes store 2000 responses in one directory`, async () => {
    using folder = new TestFolder();
    const count = 2000 / processes;
    await Promise.all(Array.from(
      { length: processes },
      (_, at) =>
        outputOf(
          Deno.execPath(),
          writerArguments(folder.path, `p${at}`, count),
        ),
    ));
    assertEquals(await checkFolder(folder.path), 40);
    assertEquals(bodiesIn(folder.path).length, 40, "no left-overs");
  });
}

/** Starts a writer and returns when it has stored some. */
async function startWriter(
  folder: string,
  name: string,
): Promise<Deno.ChildProcess> {
  const child = new Deno.Command(Deno.execPath(), {
    args: writerArguments(folder, name, 1_000_000),
    stdin: "null",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const lines = child.stdout.pipeThrough(new TextDecoderStream())
    .pipeThrough(new TextLineStream());
  for await (const line of lines) if (Number(line) >= 20) break;
  return child;
}

Deno.test(`processes that are killed ${KILLS} times leave an intact cache`, async () => {
  using folder = new TestFolder();
  for (let round = 0; round < KILLS; round++) {
    const writers = await Promise.all(
      ["a", "b"].map((name) => startWriter(folder.path, `${name}${round}`)),
    );
    for (const writer of writers) kill(writer);
    for (const writer of writers) await writer.status;
    assert(await checkFolder(folder.path) > 0);
  }
  // At most one file of each killed process.
  const leftOver = bodiesIn(folder.path).length -
    await checkFolder(folder.path);
  assert(leftOver <= 2 * KILLS, `${leftOver} left-overs`);
});

Deno.test("a program that does not close the cache ends and loses no entry", async () => {
  using folder = new TestFolder();
  const program = `
    import { UrlCache } from ${
    JSON.stringify(import.meta.resolve("../../_cache/url_cache.ts"))
  };
    import { storeBody } from ${
    JSON.stringify(import.meta.resolve("../helpers/stored_bodies.ts"))
  };
    const settings = ${JSON.stringify(TEST_SETTINGS)};
    const cache = await UrlCache.open(Deno.args[0], settings);
    cache.open(await storeBody(cache, "http://a.example/", "word", 10));
    const memory = await UrlCache.open(null, settings);
    const writer = memory.write("http://a.example/", "", null);
    console.log(await writer.path());`;
  const path = await outputOf(Deno.execPath(), ["eval", program, folder.path]);

  await assertRejects(() => Deno.stat(path.trim()), Deno.errors.NotFound);
  using cache = await UrlCache.open(folder.path, TEST_SETTINGS);
  const rows = cache.store.run(
    "read",
    (db) => db.all<{ hits: number }>("SELECT hits FROM entry"),
  );
  assertEquals(rows.map(({ hits }) => hits), [2]);
  assertEquals(filesBelow(folder.path).filter((name) => /^p-/.test(name)), []);
});

Deno.test("a lock of another process is valid for a day", async () => {
  using folder = new TestFolder();
  const url = "http://locked.example/";
  // Each cache has its own mark in the directory, like a separate process.
  using one = await UrlCache.open(folder.path, TEST_SETTINGS);
  using other = await UrlCache.open(folder.path, TEST_SETTINGS);
  await storeBody(one, url, "word", 10);
  retrieveFile(one, url);
  const useCount = () => entryInfo(other, url).dwUseCount;

  assertEquals(useCount(), 1);
  assertEquals(await storeBody(other, url, "new", 10), null);
  other.store.run(
    "age",
    (db) => db.run("UPDATE lock SET since = since - 86400000"),
  );

  assertEquals(useCount(), 0);
  assert(await storeBody(other, url, "new", 10) !== null);
});

Deno.test("a lock of a process that has ended is ignored", async () => {
  using folder = new TestFolder();
  using cache = await UrlCache.open(folder.path, TEST_SETTINGS);
  await storeBody(cache, "http://locked.example/", "word", 10);
  const program = `
    import { openUrlCache, RetrieveUrlCacheEntryFile } from ${
    JSON.stringify(import.meta.resolve("../../cache.ts"))
  };
    await openUrlCache({ path: ${JSON.stringify(folder.path)} });
    await RetrieveUrlCacheEntryFile("http://locked.example/");
    console.log("locked");
    setInterval(() => {}, 1e6);`;
  const child = new Deno.Command(Deno.execPath(), {
    args: ["eval", program],
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const reader = child.stdout.getReader();
  await reader.read();
  assertEquals(
    await storeBody(cache, "http://locked.example/", "new", 10),
    null,
  );

  kill(child);
  await child.status;
  await reader.cancel();

  assert(await storeBody(cache, "http://locked.example/", "new", 10) !== null);
});
