// Copyright 2026 the wininet authors. MIT license.

/** Responses that must not be stored, or must no longer be used. */

import { assert, assertEquals } from "@std/assert";
import { ERROR_FILE_NOT_FOUND, type InternetError } from "../../error.ts";
import { GetUrlCacheEntryInfo } from "../../cache.ts";
import { type CacheScene, openCacheScene } from "../helpers/http_cache.ts";
import { bodiesIn, STORES } from "../helpers/url_cache.ts";
import type { FakeRequest, Reply } from "../servers/http_server.ts";

const FRESH = { "Cache-Control": "max-age=3600" };
const TAGGED = { "Cache-Control": "max-age=0", ETag: '"a"' };

function counting(headers: Record<string, string> = FRESH) {
  let count = 0;
  return (_request: FakeRequest, reply: Reply) =>
    reply({ headers, body: String(++count) });
}

function urlOf({ server }: CacheScene, path: string = "/"): string {
  return `http://${server.hostname}:${server.port}${path}`;
}

async function isStored(url: string): Promise<boolean> {
  return await GetUrlCacheEntryInfo(url).then(() => true, (error) => {
    assertEquals((error as InternetError).code, ERROR_FILE_NOT_FOUND);
    return false;
  });
}

Deno.test("HttpSendRequest() of an unsafe method removes the entries of its URL and of Location with any fragment", async () => {
  await using scene = await openCacheScene((request, reply) =>
    request.method === "GET"
      ? reply({ headers: FRESH })
      : reply({ headers: { Location: "/b#third" } })
  );
  const paths = ["/a", "/a#one", "/b", "/b#two", "/ab", "/a$", "/a?b"];
  for (const path of paths) await scene.get({ path });
  await scene.get({ verb: "PUT", path: "/a#four", body: "x" });
  const kept = [];
  for (const path of paths) {
    if (await isStored(urlOf(scene, path))) kept.push(path);
  }
  assertEquals(kept, ["/ab", "/a$", "/a?b"]);
});

Deno.test("HttpSendRequest() with a Range stores nothing, even if the server ignores it", async () => {
  await using scene = await openCacheScene(counting());
  const { body } = await scene.get({ headers: { Range: "bytes=0-9" } });
  assertEquals([body, (await scene.get()).body], ["1", "2"]);
});

Deno.test("HttpSendRequest() uses no response with a no-cache next to one with a value", async () => {
  await using scene = await openCacheScene(
    counting({ "Cache-Control": 'no-cache="a", no-cache, max-age=60' }),
  );
  assertEquals([(await scene.get()).body, (await scene.get()).body], [
    "1",
    "2",
  ]);
});

Deno.test("HttpSendRequest() hides the fields of each no-cache", async () => {
  const headers = {
    ...FRESH,
    "Cache-Control": 'max-age=60, no-cache="a", no-cache="b, c"',
    A: "1",
    B: "2",
    C: "3",
    D: "4",
  };
  await using scene = await openCacheScene(counting(headers));
  await scene.get();
  const { lpHeaderInfo } = await GetUrlCacheEntryInfo(urlOf(scene));
  assertEquals(lpHeaderInfo.toLowerCase().match(/^[a-d](?=:)/gm)?.join(), "d");
});

for (const store of STORES) {
  Deno.test(`HttpSendRequest() removes an entry whose 304 has no-store, after its body was read, ${store}`, async () => {
    await using scene = await openCacheScene(
      (request, reply) =>
        request.header("If-None-Match") === undefined
          ? reply({ headers: TAGGED, body: "one" })
          : reply({ status: 304, headers: { "Cache-Control": "no-store" } }),
      { store },
    );
    await scene.get();
    assertEquals((await scene.get()).body, "one");
    assertEquals(await isStored(urlOf(scene)), false);
    if (store === "folder") assertEquals(bodiesIn(scene.folder), []);
  });
}

Deno.test("HttpSendRequest() with no-store changes no entry by a 304", async () => {
  await using scene = await openCacheScene((request, reply) =>
    request.header("If-None-Match") === undefined
      ? reply({ headers: TAGGED, body: "one" })
      : reply({ status: 304, headers: { ...FRESH, "X-New": "1" } })
  );
  await scene.get();
  const { body, head } = await scene.get({
    headers: { "Cache-Control": "no-store" },
  });
  assertEquals(body, "one");
  assert(/x-new: 1/i.test(head), head);
  const { lpHeaderInfo } = await GetUrlCacheEntryInfo(urlOf(scene));
  assert(!/x-new/i.test(lpHeaderInfo), lpHeaderInfo);
});
