// Copyright 2026 the wininet authors. MIT license.

import { assertEquals } from "@std/assert";
import { workOff } from "../../_cache/background.ts";
import { LEFT_OVER_AGE, sweep } from "../../_cache/sweep.ts";
import { UrlCache } from "../../_cache/url_cache.ts";
import { storeBody } from "../helpers/stored_bodies.ts";
import { turns } from "../helpers/turns.ts";
import {
  bodiesIn,
  filesBelow,
  TEST_SETTINGS,
  TestFolder,
} from "../helpers/url_cache.ts";

const DAY = 86_400_000;

/** Creates files in a directory of bodies, with the age in their names. */
async function leave(folder: string): Promise<void> {
  await Deno.mkdir(`${folder}/content/ab`, { recursive: true });
  for (
    const [name, age] of [["old.part", 2], ["old[1].txt", 2], [
      "new",
      0.5,
    ]] as const
  ) {
    const path = `${folder}/content/ab/${name}`;
    await Deno.writeTextFile(path, "left over");
    const time = new Date(Date.now() - age * DAY);
    await Deno.utime(path, time, time);
  }
}

Deno.test("opening a cache removes left-over files that are older than a day", async () => {
  using folder = new TestFolder();
  await leave(folder.path);
  using cache = await UrlCache.open(folder.path, TEST_SETTINGS);
  await storeBody(cache, "http://kept.example/kept", "word", 10);
  // It happens after the call.
  while (bodiesIn(folder.path).length > 2) await turns(1);

  const names = bodiesIn(folder.path).map((path) => path.split("/").at(-1));
  assertEquals(names.sort(), ["kept[1].txt", "new"]);
});

Deno.test("sweep() keeps the old file of an entry, and removes marks of ended processes", async () => {
  using folder = new TestFolder();
  using cache = await UrlCache.open(folder.path, TEST_SETTINGS);
  await storeBody(cache, "http://kept.example/kept", "word", 10);
  const [body] = bodiesIn(folder.path);
  const time = new Date(0);
  await Deno.utime(`${folder.path}/${body}`, time, time);
  await Deno.writeTextFile(`${folder.path}/p-123`, "");
  await Deno.writeTextFile(`${folder.path}/index.db.damaged`, "");
  await Deno.utime(`${folder.path}/index.db.damaged`, time, time);

  await workOff(sweep(cache.store, Date.now() - LEFT_OVER_AGE));

  assertEquals(bodiesIn(folder.path), [body]);
  const files = filesBelow(folder.path);
  assertEquals(files.filter((name) => /^p-|damaged/.test(name)), []);
});

Deno.test("sweep() removes a deleted entry whose last lock was that of an ended process", async () => {
  using folder = new TestFolder();
  using cache = await UrlCache.open(folder.path, TEST_SETTINGS);
  await storeBody(cache, "http://deleted.example/", "word", 10);
  cache.store.run("lock", (db) => {
    db.run("INSERT INTO lock SELECT id, 123, 1, ? FROM entry", Date.now());
    db.run("UPDATE entry SET type = type | 0x400000");
  });

  await workOff(sweep(cache.store, 0));

  assertEquals(bodiesIn(folder.path), []);
});
