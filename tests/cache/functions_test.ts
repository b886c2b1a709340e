// Copyright 2026 the wininet authors. MIT license.

import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import * as wininet from "../../mod.ts";
import { openedCache } from "../../_cache/opened.ts";
import type { UrlCache } from "../../_cache/url_cache.ts";
import { storeBody } from "../helpers/stored_bodies.ts";
import { STORES, withCache } from "../helpers/url_cache.ts";

const URL_A = "http://functions.example/a.txt";
const HISTORY = "Visited: anna@http://functions.example/";
const WRONG = wininet.ERROR_INVALID_PARAMETER;
const MISSING = wininet.ERROR_FILE_NOT_FOUND;

/** Returns the error code of a call that throws or rejects; 0 if it succeeds. */
async function codeOf(call: () => unknown): Promise<number> {
  try {
    await call();
    return 0;
  } catch (error) {
    if (error instanceof wininet.InternetError) return error.code;
    throw error;
  }
}

async function commit(url: string, type = 0): Promise<void> {
  await wininet.CommitUrlCacheEntry(url, null, null, null, type);
}

async function commitFile(url: string, text: string): Promise<string> {
  const path = await wininet.CreateUrlCacheEntry(url, 0, "txt");
  await Deno.writeTextFile(path, text);
  await wininet.CommitUrlCacheEntry(url, path, null, null, 1, null, "txt");
  return path;
}

async function urlsOf(
  found: Promise<wininet.FoundCacheEntries>,
): Promise<string[]> {
  const urls: string[] = [];
  for await (const entry of wininet.entries((await found).hEnumHandle)) {
    urls.push(entry.lpszSourceUrlName);
  }
  return urls;
}

for (const kind of STORES) {
  const test = (name: string, run: (folder: string) => Promise<void>) =>
    Deno.test(`in ${kind}: ${name}`, () => withCache(kind, run));

  test("wrong arguments throw before any other check, including reserved ones", async () => {
    const one = 1 as unknown as null;
    const calls: readonly (() => unknown)[] = [
      () => wininet.GetUrlCacheEntryInfo(5 as unknown as string),
      () => wininet.GetUrlCacheEntryInfo("http://a.example/\0"),
      () => wininet.GetUrlCacheEntryInfoEx(URL_A, 0, one),
      () => wininet.GetUrlCacheEntryInfoEx(URL_A, 0, null, one),
      () => wininet.CreateUrlCacheEntry(URL_A, -1),
      () => wininet.CreateUrlCacheEntry(URL_A, 0, null, one),
      () => wininet.CommitUrlCacheEntry(URL_A, null, new Date(NaN), null, 1),
      () => wininet.CommitUrlCacheEntry(URL_A, null, null, null, 1, "\u20ac"),
      () =>
        wininet.SetUrlCacheEntryInfo(URL_A, {}, wininet.CACHE_ENTRY_HITRATE_FC),
      () => wininet.RetrieveUrlCacheEntryFile(URL_A, one),
      () => wininet.UnlockUrlCacheEntryFile(URL_A, one),
      () => wininet.RetrieveUrlCacheEntryStream(URL_A, false, one),
      () => wininet.FreeUrlCacheSpace(null, 0),
      () => wininet.FreeUrlCacheSpace(null, 101),
      () => wininet.CreateUrlCacheGroup(8),
      () => wininet.DeleteUrlCacheGroup(5 as unknown as bigint),
      () => wininet.SetUrlCacheEntryGroup(URL_A, 2, 1n),
      () => wininet.FindFirstUrlCacheEntryEx(null, 1),
      () => wininet.FindFirstUrlCacheGroup(0, wininet.CACHEGROUP_SEARCH_BYURL),
      () =>
        wininet.SetUrlCacheGroupAttribute(
          1n,
          0,
          wininet.CACHEGROUP_ATTRIBUTE_FLAG,
          {},
        ),
      () => wininet.CreateUrlCacheContainer("name", ""),
      () => wininet.GetUrlCacheConfigInfo(0x300),
      () => wininet.SetUrlCacheConfigInfo({}, 1),
    ];
    for (const call of calls) {
      assertEquals(await codeOf(call), WRONG, String(call));
    }
    assertEquals(wininet.GetLastError(), WRONG);
  });

  test("GetLastError() returns the result of a cache function", async () => {
    await codeOf(() => wininet.GetUrlCacheEntryInfo(URL_A));
    assertEquals(wininet.GetLastError(), MISSING);
    await commit(URL_A);
    assertEquals(wininet.GetLastError(), 0);
  });

  test("CommitUrlCacheEntry() checks the file, then the lock, then the directory", async () => {
    const elsewhere = await Deno.makeTempFile();
    const store = (path: string) =>
      codeOf(() => wininet.CommitUrlCacheEntry(URL_A, path, null, null, 1));
    try {
      const path = await commitFile(URL_A, "text");
      assertEquals(await store(`${path}.missing`), MISSING);
      assertEquals(await store(`${elsewhere}.missing`), MISSING);
      assertEquals(await store(elsewhere), WRONG);
      await wininet.RetrieveUrlCacheEntryFile(URL_A);
      assertEquals(await store(elsewhere), wininet.ERROR_SHARING_VIOLATION);
      assertEquals(await store(`${elsewhere}.missing`), MISSING);
      const other = () =>
        wininet.CommitUrlCacheEntry("http://b.example/", path, null, null, 1);
      assertEquals(await codeOf(other), WRONG);
    } finally {
      await Deno.remove(elsewhere);
    }
  });

  test("a second commit replaces the file, and keeps groups and counts", async () => {
    const old = await commitFile(URL_A, "old");
    const group = await wininet.CreateUrlCacheGroup();
    await wininet.SetUrlCacheEntryGroup(
      URL_A,
      wininet.INTERNET_CACHE_GROUP_ADD,
      group,
    );

    const path = await commitFile(URL_A, "newer");

    const info = await wininet.GetUrlCacheEntryInfo(URL_A);
    assertEquals([info.dwHitRate, info.dwSizeLow, info.lpszLocalFileName], [
      2,
      5,
      path,
    ]);
    await assertRejects(() => Deno.stat(old), Deno.errors.NotFound);
    assertEquals(
      await urlsOf(wininet.FindFirstUrlCacheEntryEx(null, 0, 1, group)),
      [URL_A],
    );
    // Committing the same file again does not delete it.
    await wininet.CommitUrlCacheEntry(URL_A, path, null, null, 1);
    assertEquals(await Deno.readTextFile(path), "newer");
  });

  test("a truncated file is removed, and a longer one is used", async () => {
    const path = await commitFile(URL_A, "text");
    await Deno.writeTextFile(path, "longer text");
    await wininet.RetrieveUrlCacheEntryFile(URL_A);
    await wininet.UnlockUrlCacheEntryFile(URL_A);
    await Deno.truncate(path, 2);
    assertEquals(
      await codeOf(() => wininet.RetrieveUrlCacheEntryFile(URL_A)),
      MISSING,
    );
    assertEquals(
      await codeOf(() => wininet.GetUrlCacheEntryInfo(URL_A)),
      MISSING,
    );
  });

  test("CreateUrlCacheEntry() refuses URLs without a host and sizes that do not fit", async () => {
    const invalid = wininet.ERROR_INTERNET_INVALID_URL;
    assertEquals(
      await codeOf(() => wininet.CreateUrlCacheEntry("https:////x")),
      invalid,
    );
    const full = wininet.ERROR_DISK_FULL;
    assertEquals(
      await codeOf(() => wininet.CreateUrlCacheEntry(URL_A, 2 ** 40)),
      full,
    );
  });

  test("names of files stay in their directory", async () => {
    for (
      const [url, extension] of [
        ["http://a.example/x", "../../../x"],
        ["http://a.example/x", "a/b\\c"],
        ["http://a.example/..%2f", "."],
        ["http://a.example/\u{1f600}".repeat(60), "\u{1f600}".repeat(60)],
        ["x:\\..\\..", null],
      ] as const
    ) {
      const path = await wininet.CreateUrlCacheEntry(url, 0, extension);
      await wininet.CommitUrlCacheEntry(url, path, null, null, 1);
      assertEquals(
        (await wininet.GetUrlCacheEntryInfo(url)).lpszLocalFileName,
        path,
      );
    }
  });

  test("an enumeration finds each entry once, while others are deleted", async () => {
    for (const url of ["http://a.example/", "http://b.example/", HISTORY]) {
      await commit(url);
    }
    assertEquals(await urlsOf(wininet.FindFirstUrlCacheEntry("VISITED:")), [
      HISTORY,
    ]);
    const { hEnumHandle, info } = await wininet.FindFirstUrlCacheEntry();
    await wininet.DeleteUrlCacheEntry(info.lpszSourceUrlName);
    const next = await wininet.FindNextUrlCacheEntry(hEnumHandle);
    assertEquals(next?.lpszSourceUrlName, "http://b.example/");
    await wininet.DeleteUrlCacheEntry(HISTORY);
    assertEquals(await wininet.FindNextUrlCacheEntry(hEnumHandle), null);
    assertEquals(await wininet.FindNextUrlCacheEntryEx(hEnumHandle), null);
    wininet.FindCloseUrlCache(hEnumHandle);
    const closed = wininet.ERROR_INVALID_HANDLE;
    assertEquals(
      await codeOf(() => wininet.FindNextUrlCacheEntry(hEnumHandle)),
      closed,
    );
    assertEquals(
      await codeOf(() => wininet.FindCloseUrlCache(hEnumHandle)),
      closed,
    );
    assertEquals(
      await codeOf(() => wininet.FindFirstUrlCacheEntry("visited:")),
      wininet.ERROR_NO_MORE_ITEMS,
    );
    assertEquals(
      await codeOf(() => wininet.FindFirstUrlCacheEntryEx("feeds:")),
      wininet.ERROR_NO_MORE_FILES,
    );
  });

  test("the variants of a response are one entry for the functions", async () => {
    const cache = openedCache() as UrlCache;
    for (const varied of ["a: 1", "a: 2"]) {
      const now = Date.now();
      cache.write(URL_A, "", null).commit({
        type: 1,
        status: 200,
        head: `${varied}\r\n\r\n`,
        varied,
        identity: "",
        requested: now,
        received: now,
        expires: null,
        modified: null,
      });
    }
    assertEquals(await urlsOf(wininet.FindFirstUrlCacheEntry()), [URL_A]);
    assertEquals(
      (await wininet.GetUrlCacheEntryInfo(URL_A)).lpHeaderInfo,
      "a: 2\r\n\r\n",
    );
    await wininet.DeleteUrlCacheEntry(URL_A);
    assertEquals(cache.find(URL_A, ""), []);
  });

  test("GetUrlCacheEntryInfoEx() follows five redirects, and no loop", async () => {
    const url = (at: number) => `http://r.example/${at}`;
    await commit(url(0), wininet.INSTALLED_CACHE_ENTRY);
    for (let at = 1; at <= 6; at++) {
      await wininet.CommitUrlCacheEntry(
        url(at),
        null,
        null,
        null,
        wininet.REDIRECT_CACHE_ENTRY,
        `HTTP/1.1 301 X\r\nLocation: /${at - 1}\r\n\r\n`,
      );
    }
    assertEquals(
      (await wininet.GetUrlCacheEntryInfoEx(url(5))).lpszSourceUrlName,
      url(0),
    );
    assertEquals(
      await codeOf(() => wininet.GetUrlCacheEntryInfoEx(url(6))),
      MISSING,
    );
    assertEquals(
      await codeOf(() => wininet.GetUrlCacheEntryInfoEx(url(5), 0x200)),
      0,
    );
    await wininet.CommitUrlCacheEntry(
      url(0),
      null,
      null,
      null,
      wininet.REDIRECT_CACHE_ENTRY,
      "HTTP/1.1 301 X\r\nLocation: /1\r\n\r\n",
    );
    assertEquals(
      await codeOf(() => wininet.GetUrlCacheEntryInfoEx(url(1))),
      MISSING,
    );
    await commit(url(7));
    assertEquals(
      await codeOf(() => wininet.GetUrlCacheEntryInfoEx(url(7), 0x200)),
      MISSING,
    );
  });

  test("a stream is read as a Web stream, and is not an HINTERNET", async () => {
    await commitFile(URL_A, "some text");
    const { hUrlCacheStream } = await wininet.RetrieveUrlCacheEntryStream(
      URL_A,
    );
    assertEquals((await wininet.GetUrlCacheEntryInfo(URL_A)).dwUseCount, 1);
    assertEquals(
      await new Response(wininet.readable(hUrlCacheStream)).text(),
      "some text",
    );
    const wrong = hUrlCacheStream as unknown as wininet.HINTERNET;
    const error = assertThrows(
      () => wininet.InternetReadFile(wrong, new Uint8Array(1)),
      wininet.InternetError,
    );
    assertEquals(error.code, wininet.ERROR_INVALID_HANDLE);
    await wininet.readable(hUrlCacheStream).cancel();
    assertEquals(hUrlCacheStream.closed, true);
    assertEquals((await wininet.GetUrlCacheEntryInfo(URL_A)).dwUseCount, 0);
    assertThrows(
      () => wininet.readable(hUrlCacheStream),
      wininet.InternetError,
    );
  });

  test("UnlockUrlCacheEntryFile() releases only locks of RetrieveUrlCacheEntryFile", async () => {
    await commitFile(URL_A, "text");
    assertEquals(
      await codeOf(() => wininet.UnlockUrlCacheEntryFile(URL_A)),
      MISSING,
    );
    const { hUrlCacheStream } = await wininet.RetrieveUrlCacheEntryStream(
      URL_A,
    );
    assertEquals(
      await codeOf(() => wininet.UnlockUrlCacheEntryFile(URL_A)),
      MISSING,
    );
    await wininet.UnlockUrlCacheEntryStream(hUrlCacheStream);
    await wininet.RetrieveUrlCacheEntryFile(URL_A);
    await wininet.RetrieveUrlCacheEntryFile(URL_A);
    assertEquals((await wininet.GetUrlCacheEntryInfo(URL_A)).dwUseCount, 2);
    await wininet.UnlockUrlCacheEntryFile(URL_A);
    await wininet.UnlockUrlCacheEntryFile(URL_A);
    assertEquals(
      await codeOf(() => wininet.UnlockUrlCacheEntryFile(URL_A)),
      MISSING,
    );
  });

  test("groups have attributes, which a program can change", async () => {
    assertEquals(
      await codeOf(() => wininet.FindFirstUrlCacheGroup()),
      wininet.ERROR_NO_MORE_FILES,
    );
    const group = await wininet.CreateUrlCacheGroup(
      wininet.CACHEGROUP_FLAG_NONPURGEABLE,
    );
    const other = await wininet.CreateUrlCacheGroup();
    const number = await wininet.CreateUrlCacheGroup(
      wininet.CACHEGROUP_FLAG_GIDONLY,
    );
    await commitFile(URL_A, "x".repeat(1500));
    for (const gid of [group, number]) {
      await wininet.SetUrlCacheEntryGroup(
        URL_A,
        wininet.INTERNET_CACHE_GROUP_ADD,
        gid,
      );
    }
    const change = {
      dwGroupType: 4,
      dwDiskQuota: 9,
      szGroupName: "news",
      dwOwnerStorage: [1, 2, 3, 4],
    };
    await wininet.SetUrlCacheGroupAttribute(
      group,
      0,
      wininet.CACHEGROUP_READWRITE_MASK,
      change,
    );
    const all = wininet.CACHEGROUP_ATTRIBUTE_GET_ALL;
    assertEquals(await wininet.GetUrlCacheGroupAttribute(group, 0, all), {
      ...change,
      dwGroupFlags: 1,
      dwDiskUsage: 2,
    });
    const name = wininet.CACHEGROUP_ATTRIBUTE_GROUPNAME;
    assertEquals(await wininet.GetUrlCacheGroupAttribute(group, 0, name), {
      dwGroupFlags: 0,
      dwGroupType: 0,
      dwDiskUsage: 0,
      dwDiskQuota: 0,
      dwOwnerStorage: [0, 0, 0, 0],
      szGroupName: "news",
    });
    const long = { szGroupName: "x".repeat(120) };
    assertEquals(
      await codeOf(() =>
        wininet.SetUrlCacheGroupAttribute(group, 0, name, long)
      ),
      WRONG,
    );
    assertEquals(
      await codeOf(() => wininet.GetUrlCacheGroupAttribute(number, 0, name)),
      MISSING,
    );

    const { hFind, GroupId } = await wininet.FindFirstUrlCacheGroup();
    assertEquals([GroupId, await wininet.FindNextUrlCacheGroup(hFind)], [
      group,
      other,
    ]);
    assertEquals(await wininet.FindNextUrlCacheGroup(hFind), null);
    assertEquals(
      await codeOf(() => wininet.FindNextUrlCacheEntry(hFind)),
      wininet.ERROR_INVALID_HANDLE,
    );
    wininet.FindCloseUrlCache(hFind);
    await wininet.DeleteUrlCacheGroup(group);
    assertEquals(
      await codeOf(() => wininet.DeleteUrlCacheGroup(group)),
      MISSING,
    );
    assertEquals((await wininet.GetUrlCacheEntryInfo(URL_A)).dwUseCount, 0);
  });

  test("sticky entries are in the built-in group", async () => {
    await commit(URL_A, wininet.STICKY_CACHE_ENTRY);
    await commit("http://b.example/");
    const sticky = wininet.CACHEGROUP_ID_BUILTIN_STICKY;
    const found = wininet.FindFirstUrlCacheEntryEx(
      null,
      0,
      wininet.ANY_CACHE_ENTRY,
      sticky,
    );
    assertEquals(await urlsOf(found), [URL_A]);
    assertEquals(
      await codeOf(() => wininet.DeleteUrlCacheGroup(sticky)),
      WRONG,
    );
  });

  test("containers split the cache by the longest prefix", async () => {
    assertEquals(
      await wininet.CreateUrlCacheContainer("Feeds", "feed:", null, 64),
      true,
    );
    assertEquals(await wininet.CreateUrlCacheContainer("Feeds", "feed:"), true);
    await wininet.CreateUrlCacheContainer("News", "feed:news");
    const exists = wininet.ERROR_ALREADY_EXISTS;
    assertEquals(
      await codeOf(() => wininet.CreateUrlCacheContainer("Feeds", "other:")),
      exists,
    );
    assertEquals(
      await codeOf(() => wininet.CreateUrlCacheContainer("Other", "feed:")),
      exists,
    );
    await commitFile("feed:a", "a");
    await commitFile("feed:news/b", "b");
    assertEquals(await urlsOf(wininet.FindFirstUrlCacheEntry("feed:")), [
      "feed:a",
    ]);
    assertEquals(await urlsOf(wininet.FindFirstUrlCacheEntry("FEED:NEWS")), [
      "feed:news/b",
    ]);
    await wininet.DeleteUrlCacheContainer("Feeds");
    assertEquals(
      await codeOf(() => wininet.GetUrlCacheEntryInfo("feed:a")),
      MISSING,
    );
    assertEquals(
      (await wininet.GetUrlCacheEntryInfo("feed:news/b")).CacheEntryType,
      1,
    );
    assertEquals(
      await codeOf(() => wininet.DeleteUrlCacheContainer("Feeds")),
      MISSING,
    );
    assertEquals(
      await codeOf(() => wininet.DeleteUrlCacheContainer("Content")),
      WRONG,
    );
  });

  test("the configuration has the directory and the use of a container", async (folder) => {
    await commitFile(URL_A, "x".repeat(3000));
    await commitFile("Cookie: c", "c");
    const info = await wininet.GetUrlCacheConfigInfo();
    const path = folder === "" ? "" : `${folder}/content/`;
    assertEquals(info, {
      dwContainer: 0,
      dwQuota: 262_144,
      fPerUser: true,
      dwSyncMode: 1,
      dwNumCachePaths: 1,
      CachePath: path,
      dwCacheSize: 262_144,
      dwNormalUsage: 3,
      dwExemptUsage: 0,
    });
    await wininet.SetUrlCacheEntryInfo(
      URL_A,
      { CacheEntryType: wininet.STICKY_CACHE_ENTRY },
      wininet.CACHE_ENTRY_ATTRIBUTE_FC,
    );
    const sticky = await wininet.GetUrlCacheConfigInfo();
    assertEquals([sticky.dwNormalUsage, sticky.dwExemptUsage], [0, 3]);
    await wininet.DeleteUrlCacheEntry(URL_A);
    const empty = await wininet.GetUrlCacheConfigInfo();
    assertEquals([empty.dwNormalUsage, empty.dwExemptUsage], [0, 0]);
    const cookies = await wininet.GetUrlCacheConfigInfo(
      wininet.CACHE_CONFIG_COOKIES_PATHS_FC,
    );
    assertEquals(cookies.dwNormalUsage, 1);
    const fields = wininet.CACHE_CONFIG_QUOTA_FC |
      wininet.CACHE_CONFIG_SYNC_MODE_FC;
    await wininet.SetUrlCacheConfigInfo({ dwQuota: 8, dwSyncMode: 3 }, fields);
    const { dwQuota, dwSyncMode } = await wininet.GetUrlCacheConfigInfo();
    assertEquals([dwQuota, dwSyncMode, openedCache()!.syncMode], [8, 3, 3]);
  });

  test("an entry expires at its time", async () => {
    const [past, future] = [new Date(1000), new Date(Date.now() + 100_000)];
    await wininet.CommitUrlCacheEntry("a:past", null, past, past, 0);
    await wininet.CommitUrlCacheEntry("a:future", null, future, null, 0);
    await commit("a:unknown");
    const expired: unknown[] = [];
    for (const url of ["a:past", "a:future", "a:unknown", "a:missing"]) {
      expired.push((await wininet.IsUrlCacheEntryExpired(url)).expired);
    }
    assertEquals(expired, [true, false, false, false]);
    assertEquals(
      (await wininet.IsUrlCacheEntryExpired("a:past")).LastModifiedTime,
      past,
    );
  });
}

Deno.test("the functions work before a cache is opened, and closing removes their entries", async () => {
  await commit(URL_A);
  assertEquals(openedCache(), null);
  assertEquals(await codeOf(() => wininet.GetUrlCacheEntryInfo(URL_A)), 0);
  await wininet.closeUrlCache();
  assertEquals(
    await codeOf(() => wininet.GetUrlCacheEntryInfo(URL_A)),
    MISSING,
  );
  await wininet.closeUrlCache();
});

Deno.test("a temporary file of a cache in memory is removed with the cache", async () => {
  await wininet.openUrlCache({ path: null });
  await storeBody(openedCache() as UrlCache, URL_A, "word", 100_000);
  assertEquals(
    (await wininet.GetUrlCacheEntryInfo(URL_A)).lpszLocalFileName,
    null,
  );
  const { lpszLocalFileName } = await wininet.RetrieveUrlCacheEntryFile(URL_A);
  assertEquals((await Deno.stat(lpszLocalFileName!)).size, 100_000);
  assertEquals(
    (await wininet.GetUrlCacheEntryInfo(URL_A)).lpszLocalFileName,
    lpszLocalFileName,
  );
  await wininet.closeUrlCache();
  await assertRejects(
    () => Deno.stat(lpszLocalFileName!),
    Deno.errors.NotFound,
  );
});

interface Dependency {
  readonly isDynamic?: boolean;
  readonly code?: { readonly specifier?: string };
}

interface Module {
  readonly specifier: string;
  readonly dependencies?: readonly Dependency[];
}

Deno.test("a program that does not use the cache loads neither node:sqlite nor the store", async () => {
  const root = new URL("../../", import.meta.url);
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["info", "--json", "mod.ts"],
    cwd: root,
  }).output();
  const modules: Module[] =
    JSON.parse(new TextDecoder().decode(stdout)).modules;
  const loaded = new Set([new URL("mod.ts", root).href]);
  for (const specifier of loaded) {
    const found = modules.find((module) => module.specifier === specifier);
    for (const { isDynamic, code } of found?.dependencies ?? []) {
      if (!isDynamic && code?.specifier) loaded.add(code.specifier);
    }
  }
  assert(loaded.has(new URL("cache.ts", root).href));
  assert(
    modules.some(({ dependencies }) =>
      dependencies?.some(({ code }) => code?.specifier === "node:sqlite")
    ),
  );
  assertEquals(loaded.has("node:sqlite"), false);
  assertEquals(loaded.has(new URL("_cache/url_cache.ts", root).href), false);
});
