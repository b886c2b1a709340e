// Copyright 2026 the wininet authors. MIT license.

/**
 * The flags and options that control the use of the cache, each with and
 * without an effect, by both transports.
 */

import { assertEquals } from "@std/assert";
import {
  ERROR_FILE_NOT_FOUND,
  ERROR_INTERNET_CANNOT_CONNECT,
  ERROR_INTERNET_INVALID_OPERATION,
} from "../../error.ts";
import {
  EDITED_CACHE_ENTRY,
  HTTP_QUERY_STATUS_TEXT,
  INTERNET_FLAG_CACHE_ASYNC,
  INTERNET_FLAG_CACHE_IF_NET_FAIL,
  INTERNET_FLAG_FROM_CACHE,
  INTERNET_FLAG_FWD_BACK,
  INTERNET_FLAG_HYPERLINK,
  INTERNET_FLAG_MAKE_PERSISTENT,
  INTERNET_FLAG_NEED_FILE,
  INTERNET_FLAG_NO_CACHE_WRITE,
  INTERNET_FLAG_OFFLINE,
  INTERNET_FLAG_PRAGMA_NOCACHE,
  INTERNET_FLAG_RELOAD,
  INTERNET_FLAG_RESYNCHRONIZE,
  WININET_SYNC_MODE_ONCE_PER_SESSION,
} from "../../flags.ts";
import {
  CommitUrlCacheEntry,
  CreateUrlCacheEntry,
  GetUrlCacheEntryInfo,
} from "../../cache.ts";
import { HttpQueryInfo } from "../../http.ts";
import {
  InternetOpen,
  InternetSetFilePointer,
  InternetSetOption,
} from "../../internet.ts";
import {
  INTERNET_OPTION_BYPASS_EDITED_ENTRY,
  INTERNET_OPTION_END_BROWSER_SESSION,
  INTERNET_OPTION_FROM_CACHE_TIMEOUT,
  INTERNET_OPTION_RESET_URLCACHE_SESSION,
  INTERNET_OPTION_SECONDARY_CACHE_KEY,
  INTERNET_REQFLAG_CACHE_WRITE_DISABLED,
  INTERNET_REQFLAG_FROM_CACHE,
  INTERNET_REQFLAG_NET_TIMEOUT,
} from "../../options.ts";
import { BOTH, NEVER, openRequest, rejectedCode } from "../helpers/calls.ts";
import {
  type CacheScene,
  type GetOptions,
  openCacheScene,
  sendAndRead,
  shiftedClock,
} from "../helpers/http_cache.ts";
import type { FakeRequest, Reply } from "../servers/http_server.ts";

type Headers = Record<string, string>;

const FRESH: Headers = { "Cache-Control": "max-age=3600", ETag: '"a"' };
const STALE: Headers = { "Cache-Control": "max-age=0", ETag: '"a"' };
const SILENT: Headers = { ETag: '"a"' };

/** A server that responds with a number, and with 304 to conditional requests. */
function numbered(
  headers: Headers,
): (request: FakeRequest, reply: Reply) => Promise<void> {
  let count = 0;
  return (request, reply) =>
    request.header("if-none-match") === undefined
      ? reply({ headers, body: String(++count) })
      : reply({ status: 304 });
}

/**
 * Returns the kind of request that the server received (`-` for none, `?` for a
 * conditional one, `!` for any other), followed by the body that the program
 * read.
 */
async function outcome(
  scene: CacheScene,
  options: GetOptions,
): Promise<string> {
  const before = scene.requests.length;
  const { body } = await scene.get(options);
  const [request] = scene.requests.slice(before);
  const seen = request === undefined
    ? "-"
    : request.header("if-none-match") !== undefined
    ? "?"
    : "!";
  return seen + body;
}

/**
 * The flags of the second request, and its result if the response is fresh,
 * stale, or has no freshness information.
 */
const FLAGS: readonly [
  name: string,
  flags: number,
  fresh: string,
  stale: string,
  silent: string,
][] = [
  ["no flag", 0, "-1", "?1", "?1"],
  ["RELOAD", INTERNET_FLAG_RELOAD, "!2", "!2", "!2"],
  ["RESYNCHRONIZE", INTERNET_FLAG_RESYNCHRONIZE, "?1", "?1", "?1"],
  ["HYPERLINK", INTERNET_FLAG_HYPERLINK, "-1", "?1", "!2"],
  ["NO_CACHE_WRITE", INTERNET_FLAG_NO_CACHE_WRITE, "-1", "?1", "?1"],
  ["PRAGMA_NOCACHE", INTERNET_FLAG_PRAGMA_NOCACHE, "!2", "!2", "!2"],
  ["NEED_FILE", INTERNET_FLAG_NEED_FILE, "-1", "?1", "?1"],
  ["CACHE_IF_NET_FAIL", INTERNET_FLAG_CACHE_IF_NET_FAIL, "-1", "?1", "?1"],
  ["FROM_CACHE", INTERNET_FLAG_FROM_CACHE, "-1", "-1", "-1"],
  ["OFFLINE", INTERNET_FLAG_OFFLINE, "-1", "-1", "-1"],
  ["FWD_BACK", INTERNET_FLAG_FWD_BACK, "-1", "-1", "-1"],
  ["MAKE_PERSISTENT", INTERNET_FLAG_MAKE_PERSISTENT, "-1", "?1", "?1"],
  ["CACHE_ASYNC", INTERNET_FLAG_CACHE_ASYNC, "-1", "?1", "?1"],
  [
    "OFFLINE with RELOAD",
    INTERNET_FLAG_OFFLINE | INTERNET_FLAG_RELOAD,
    "-1",
    "-1",
    "-1",
  ],
  [
    "RELOAD with RESYNCHRONIZE",
    INTERNET_FLAG_RELOAD | INTERNET_FLAG_RESYNCHRONIZE,
    "!2",
    "!2",
    "!2",
  ],
  [
    "RESYNCHRONIZE with HYPERLINK",
    INTERNET_FLAG_RESYNCHRONIZE | INTERNET_FLAG_HYPERLINK,
    "?1",
    "?1",
    "?1",
  ],
  [
    "FWD_BACK with RELOAD",
    INTERNET_FLAG_FWD_BACK | INTERNET_FLAG_RELOAD,
    "!2",
    "!2",
    "!2",
  ],
  [
    "FWD_BACK with RESYNCHRONIZE",
    INTERNET_FLAG_FWD_BACK | INTERNET_FLAG_RESYNCHRONIZE,
    "?1",
    "?1",
    "?1",
  ],
];

for (const [name, flags, ...expected] of FLAGS) {
  for (const [observed, dwContext] of BOTH) {
    Deno.test(`HttpSendRequest() with ${name} sends the expected request, ${observed}`, async () => {
      for (const [index, headers] of [FRESH, STALE, SILENT].entries()) {
        await using scene = await openCacheScene(numbered(headers));
        await scene.get({ dwContext });
        assertEquals(
          await outcome(scene, { dwContext, dwFlags: flags >>> 0 }),
          expected[index],
        );
      }
    });
  }
}

/** Flags of the first request, and `true` if its response is stored. */
const WRITES: readonly [name: string, flags: number, isStored: boolean][] = [
  ["no flag", 0, true],
  ["RELOAD", INTERNET_FLAG_RELOAD, true],
  ["RESYNCHRONIZE", INTERNET_FLAG_RESYNCHRONIZE, true],
  ["HYPERLINK", INTERNET_FLAG_HYPERLINK, true],
  ["NO_CACHE_WRITE", INTERNET_FLAG_NO_CACHE_WRITE, false],
  [
    "NO_CACHE_WRITE and NEED_FILE",
    INTERNET_FLAG_NO_CACHE_WRITE | INTERNET_FLAG_NEED_FILE,
    false,
  ],
  ["PRAGMA_NOCACHE", INTERNET_FLAG_PRAGMA_NOCACHE, true],
  ["NEED_FILE", INTERNET_FLAG_NEED_FILE, true],
  ["CACHE_IF_NET_FAIL", INTERNET_FLAG_CACHE_IF_NET_FAIL, true],
  ["FWD_BACK", INTERNET_FLAG_FWD_BACK, true],
];

for (const [name, flags, isStored] of WRITES) {
  for (const [observed, dwContext] of BOTH) {
    Deno.test(`HttpSendRequest() with ${name} ${isStored ? "stores" : "does not store"} the response, ${observed}`, async () => {
      await using scene = await openCacheScene(numbered(FRESH));
      const { flags: shown } = await scene.get({
        dwContext,
        dwFlags: flags >>> 0,
      });
      assertEquals(shown, isStored ? 0 : INTERNET_REQFLAG_CACHE_WRITE_DISABLED);
      assertEquals(await outcome(scene, { dwContext }), isStored ? "-1" : "!2");
    });
  }
}

Deno.test("HttpSendRequest() with RESYNCHRONIZE allows no response from intermediate caches", async () => {
  await using scene = await openCacheScene(numbered(FRESH));
  await scene.get();
  await scene.get({ dwFlags: INTERNET_FLAG_RESYNCHRONIZE });
  assertEquals(scene.requests.at(-1)!.header("cache-control"), "max-age=0");
});

Deno.test("HttpSendRequest() with PRAGMA_NOCACHE sends Pragma", async () => {
  await using scene = await openCacheScene(numbered(FRESH));
  await scene.get({ dwFlags: INTERNET_FLAG_PRAGMA_NOCACHE });
  assertEquals(scene.requests[0]!.header("pragma"), "no-cache");
});

Deno.test("InternetOpen() passes the cache flags to all requests", async () => {
  await using scene = await openCacheScene(numbered(FRESH));
  await scene.get();
  for (
    const [flags, body] of [[INTERNET_FLAG_RELOAD, "2"], [
      INTERNET_FLAG_OFFLINE,
      "2",
    ]] as const
  ) {
    await using hInternet = InternetOpen("flags", 0, null, null, flags);
    using hRequest = await openRequest(hInternet, scene.server);
    assertEquals((await sendAndRead(hRequest)).body, body);
  }
  assertEquals(scene.requests.length, 2);
});

for (const [observed, dwContext] of BOTH) {
  Deno.test(`HttpSendRequest() fails with ERROR_FILE_NOT_FOUND if only the cache may be used and has no entry, ${observed}`, async () => {
    await using scene = await openCacheScene(numbered(FRESH));
    const send = (options: GetOptions) =>
      rejectedCode(scene.get({ dwContext, ...options }));
    assertEquals(
      await send({ dwFlags: INTERNET_FLAG_FROM_CACHE }),
      ERROR_FILE_NOT_FOUND,
    );
    assertEquals(
      await send({ headers: { "Cache-Control": "only-if-cached" } }),
      ERROR_FILE_NOT_FOUND,
    );
    assertEquals(
      await send({ verb: "POST", body: "x", dwFlags: INTERNET_FLAG_OFFLINE }),
      ERROR_FILE_NOT_FOUND,
    );
    assertEquals(scene.requests.length, 0);
    await scene.get({ dwContext });
    const found = await scene.get({
      dwContext,
      headers: { "Cache-Control": "only-if-cached" },
    });
    assertEquals(found.body, "1");
  });

  Deno.test(`HttpSendRequest() with CACHE_IF_NET_FAIL uses the cache if the server is down, ${observed}`, async () => {
    const clock = shiftedClock();
    using _restored = clock;
    await using scene = await openCacheScene(numbered(STALE));
    await scene.get({ dwContext });
    await scene.server[Symbol.asyncDispose]();
    assertEquals(
      await rejectedCode(scene.get({ dwContext })),
      ERROR_INTERNET_CANNOT_CONNECT,
    );
    const got = await scene.get({
      dwContext,
      dwFlags: INTERNET_FLAG_CACHE_IF_NET_FAIL,
    });
    assertEquals([got.status, got.body, got.flags], [
      200,
      "1",
      INTERNET_REQFLAG_FROM_CACHE,
    ]);
  });

  Deno.test(`HttpSendRequest() with CACHE_IF_NET_FAIL obeys must-revalidate, ${observed}`, async () => {
    await using scene = await openCacheScene(
      numbered({ "Cache-Control": "max-age=0, must-revalidate" }),
    );
    await scene.get({ dwContext });
    await scene.server[Symbol.asyncDispose]();
    const failed = scene.get({
      dwContext,
      dwFlags: INTERNET_FLAG_CACHE_IF_NET_FAIL,
    });
    assertEquals(await rejectedCode(failed), ERROR_INTERNET_CANNOT_CONNECT);
  });

  Deno.test(`HttpSendRequest() with CACHE_IF_NET_FAIL obeys stale-if-error, ${observed}`, async () => {
    let status = 200;
    await using scene = await openCacheScene((_request, reply) =>
      reply({
        status,
        body: String(status),
        headers: { "Cache-Control": "max-age=0, stale-if-error=60" },
      })
    );
    await scene.get({ dwContext });
    status = 503;
    assertEquals((await scene.get({ dwContext })).body, "503");
    const covered = await scene.get({
      dwContext,
      dwFlags: INTERNET_FLAG_CACHE_IF_NET_FAIL,
    });
    assertEquals([covered.status, covered.body], [200, "200"]);
  });

  Deno.test(`INTERNET_OPTION_FROM_CACHE_TIMEOUT uses the cache if the server is silent, ${observed}`, async () => {
    let isSilent = false;
    await using scene = await openCacheScene((_request, reply) =>
      isSilent ? reply.until(NEVER) : reply({ headers: STALE, body: "1" })
    );
    await scene.get({ dwContext });
    isSilent = true;
    using hRequest = await scene.open({ dwContext });
    InternetSetOption(hRequest, INTERNET_OPTION_FROM_CACHE_TIMEOUT, 20);
    const got = await sendAndRead(hRequest);
    assertEquals(got.body, "1");
    assertEquals(
      got.flags,
      INTERNET_REQFLAG_FROM_CACHE | INTERNET_REQFLAG_NET_TIMEOUT,
    );
  });

  Deno.test(`INTERNET_OPTION_SECONDARY_CACHE_KEY separates entries, ${observed}`, async () => {
    await using scene = await openCacheScene(numbered(FRESH));
    const get = async (key: string) => {
      using hRequest = await scene.open({ dwContext });
      InternetSetOption(hRequest, INTERNET_OPTION_SECONDARY_CACHE_KEY, key);
      return (await sendAndRead(hRequest)).body;
    };
    assertEquals([
      await get("a"),
      await get("b"),
      await get("a"),
      await get(""),
    ], ["1", "2", "1", "3"]);
  });
}

async function editedScene(): Promise<CacheScene> {
  const scene = await openCacheScene(numbered(STALE), { store: "folder" });
  const { url } = await scene.get();
  const file = await CreateUrlCacheEntry(url);
  await Deno.writeTextFile(file, "edited");
  const { lpHeaderInfo } = await GetUrlCacheEntryInfo(url);
  await CommitUrlCacheEntry(
    url,
    file,
    null,
    null,
    EDITED_CACHE_ENTRY,
    lpHeaderInfo,
  );
  return scene;
}

Deno.test("HttpSendRequest() uses an edited entry without validation, and does not overwrite it", async () => {
  await using scene = await editedScene();
  assertEquals(await outcome(scene, {}), "-edited");
  assertEquals(
    await outcome(scene, { dwFlags: INTERNET_FLAG_RESYNCHRONIZE }),
    "-edited",
  );
  assertEquals(await outcome(scene, { dwFlags: INTERNET_FLAG_RELOAD }), "!2");
  assertEquals(await outcome(scene, {}), "-edited");
});

Deno.test("INTERNET_OPTION_BYPASS_EDITED_ENTRY treats an edited entry like others", async () => {
  await using scene = await editedScene();
  InternetSetOption(scene.hInternet, INTERNET_OPTION_BYPASS_EDITED_ENTRY, true);
  assertEquals(await outcome(scene, {}), "?edited");
  assertEquals(await outcome(scene, { dwFlags: INTERNET_FLAG_RELOAD }), "!2");
  assertEquals(await outcome(scene, {}), "?2");
});

Deno.test("INTERNET_OPTION_RESET_URLCACHE_SESSION and END_BROWSER_SESSION make WININET_SYNC_MODE_ONCE_PER_SESSION validate again", async () => {
  using clock = shiftedClock();
  const cache = { syncMode: WININET_SYNC_MODE_ONCE_PER_SESSION };
  await using scene = await openCacheScene(numbered(SILENT), { cache });
  await scene.get();
  clock.advance(5);
  assertEquals(await outcome(scene, {}), "-1");
  for (
    const option of [
      INTERNET_OPTION_RESET_URLCACHE_SESSION,
      INTERNET_OPTION_END_BROWSER_SESSION,
    ]
  ) {
    InternetSetOption(null, option, null);
    clock.advance(1);
    assertEquals(await outcome(scene, {}), "?1");
    assertEquals(await outcome(scene, {}), "-1");
  }
});

Deno.test("InternetSetFilePointer() is refused with NO_CACHE_WRITE, and not with NEED_FILE", async () => {
  await using scene = await openCacheScene(numbered(FRESH));
  const seek = async (dwFlags: number) => {
    using hRequest = await scene.open({ dwFlags });
    await sendAndRead(hRequest);
    return await InternetSetFilePointer(hRequest, 0);
  };
  const refused = seek(INTERNET_FLAG_NO_CACHE_WRITE);
  assertEquals(await rejectedCode(refused), ERROR_INTERNET_INVALID_OPERATION);
  assertEquals(
    await seek(INTERNET_FLAG_NO_CACHE_WRITE | INTERNET_FLAG_NEED_FILE),
    0,
  );
});

Deno.test("HttpQueryInfo() of an entry without headers returns a generated status line", async () => {
  await using scene = await openCacheScene(numbered(FRESH), {
    store: "folder",
  });
  const { hostname, port } = scene.server;
  const url = `http://${hostname}:${port}/`;
  const file = await CreateUrlCacheEntry(url);
  await Deno.writeTextFile(file, "of a program");
  await CommitUrlCacheEntry(url, file, null, null, 0, null);
  using hRequest = await scene.open({ dwFlags: INTERNET_FLAG_FROM_CACHE });
  const { status, body, head } = await sendAndRead(hRequest);
  assertEquals([status, body, head], [
    200,
    "of a program",
    "HTTP/1.0 200 OK\r\n\r\n",
  ]);
  assertEquals(HttpQueryInfo(hRequest, HTTP_QUERY_STATUS_TEXT), "OK");
});
