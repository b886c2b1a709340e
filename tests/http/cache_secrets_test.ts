// Copyright 2026 the wininet authors. MIT license.

/**
 * Credentials, cookies and keys of requests whose responses are stored.
 */

import { assert, assertEquals } from "@std/assert";
import { InternetSetCookie } from "../../cookie.ts";
import { openCacheScene } from "../helpers/http_cache.ts";
import type { FakeRequest, Reply } from "../servers/http_server.ts";

const FRESH = { "Cache-Control": "max-age=3600" };

function counting(headers: Record<string, string> = FRESH) {
  let count = 0;
  return (_request: FakeRequest, reply: Reply) =>
    reply({ headers, body: String(++count) });
}

Deno.test("HttpSendRequest() stores no possibly secret value of the Vary fields in the index", async () => {
  await using scene = await openCacheScene(
    counting({ ...FRESH, Vary: "Cookie, X-Api-Key, Accept" }),
    { store: "folder" },
  );
  const url = `http://${scene.server.hostname}:${scene.server.port}/`;
  InternetSetCookie(url, "sid", "topsecret");
  const get = async (key: string) =>
    (await scene.get({ headers: { "X-Api-Key": key, Accept: "a,b" } })).body;
  assertEquals(await get("topsecret-1, x"), "1");
  assertEquals(await get("topsecret-1 ,x"), "1");
  assertEquals(await get("topsecret-2"), "2");
  InternetSetCookie(url, "sid", "topsecret too");
  assertEquals(await get("topsecret-2"), "3");
  for (const name of ["index.db", "index.db-wal"]) {
    const text = await Deno.readTextFile(`${scene.folder}/${name}`);
    assert(!text.includes("topsecret"), name);
  }
});

for (
  const [kind, first, second] of [
    ["without a user", ":topsecret", ":other"],
    ["without a colon", "topsecret", "other"],
  ] as const
) {
  Deno.test(`HttpSendRequest() does not use a response for other credentials ${kind}`, async () => {
    await using scene = await openCacheScene(counting(), { store: "folder" });
    const get = async (credentials: string) => {
      const Authorization = `Basic ${btoa(credentials)}`;
      return (await scene.get({ headers: { Authorization } })).body;
    };
    assertEquals([await get(first), await get(first)], ["1", "1"]);
    assertEquals(await get(second), "2");
    assertEquals((await scene.get()).body, "3");
    const index = await Deno.readTextFile(`${scene.folder}/index.db-wal`);
    assert(!index.includes("topsecret"));
  });
}
