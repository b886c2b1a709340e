// Copyright 2026 the wininet authors. MIT license.

/** Edge cases of the streams and enumerations of the cache. */

import { assertEquals } from "@std/assert";
import {
  CommitUrlCacheEntry,
  CreateUrlCacheEntry,
  CreateUrlCacheGroup,
  FindCloseUrlCache,
  FindFirstUrlCacheEntry,
  FindFirstUrlCacheGroup,
  GetUrlCacheEntryInfo,
  ReadUrlCacheEntryStream,
  RetrieveUrlCacheEntryFile,
  RetrieveUrlCacheEntryStream,
  SetUrlCacheEntryInfo,
  UnlockUrlCacheEntryFile,
} from "../../cache.ts";
import { CACHE_ENTRY_HITRATE_FC, NORMAL_CACHE_ENTRY } from "../../flags.ts";
import { STORES, withCache } from "../helpers/url_cache.ts";

const URL_A = "http://handles.example/a.txt";

async function commitFile(): Promise<string> {
  const path = await CreateUrlCacheEntry(URL_A);
  await Deno.writeTextFile(path, "0123456789");
  await CommitUrlCacheEntry(URL_A, path, null, null, NORMAL_CACHE_ENTRY);
  return path;
}

for (const kind of STORES) {
  const test = (name: string, run: () => Promise<void>) =>
    Deno.test(`${name}, ${kind}`, () => withCache(kind, run));

  test("ReadUrlCacheEntryStream() returns 0 from every position after the end", async () => {
    await commitFile();
    const { hUrlCacheStream } = await RetrieveUrlCacheEntryStream(URL_A);
    using _stream = hUrlCacheStream;
    const buffer = new Uint8Array(4);
    const read = (position: number) =>
      ReadUrlCacheEntryStream(hUrlCacheStream, position, buffer);
    for (const position of [10, 11, 2 ** 40, Number.MAX_SAFE_INTEGER]) {
      assertEquals(await read(position), 0, String(position));
    }
    assertEquals(await read(9), 1);
  });

  test("enumerations of the cache show no internal entries", async () => {
    await commitFile();
    await CreateUrlCacheGroup();
    const handles = [
      (await FindFirstUrlCacheEntry()).hEnumHandle,
      (await FindFirstUrlCacheGroup()).hFind,
    ];
    for (const handle of handles) {
      assertEquals(JSON.stringify(handle), "{}");
      assertEquals(Deno.inspect(handle).includes("first"), false);
      FindCloseUrlCache(handle);
    }
  });

  test("dwHitRate stays a DWORD", async () => {
    await commitFile();
    const most = { dwHitRate: 0xffffffff };
    await SetUrlCacheEntryInfo(URL_A, most, CACHE_ENTRY_HITRATE_FC);
    await RetrieveUrlCacheEntryFile(URL_A);
    await UnlockUrlCacheEntryFile(URL_A);
    assertEquals((await GetUrlCacheEntryInfo(URL_A)).dwHitRate, 0xffffffff);
  });
}

Deno.test("ReadUrlCacheEntryStream() reads data that was written after the commit", async () => {
  await withCache("folder", async () => {
    const path = await commitFile();
    const { hUrlCacheStream } = await RetrieveUrlCacheEntryStream(URL_A);
    using _stream = hUrlCacheStream;
    await Deno.writeTextFile(path, "abcdef", { append: true });
    const buffer = new Uint8Array(4);
    assertEquals(await ReadUrlCacheEntryStream(hUrlCacheStream, 14, buffer), 2);
  });
});
