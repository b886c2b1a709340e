// Copyright 2026 the wininet authors. MIT license.

/**
 * The responses that are stored, the users for whom they are stored, and their
 * invalidation.
 */

import { assert, assertEquals } from "@std/assert";
import {
  ERROR_FILE_NOT_FOUND,
  ERROR_INTERNET_CONNECTION_ABORTED,
  ERROR_INTERNET_OPERATION_CANCELLED,
  type InternetError,
} from "../../error.ts";
import {
  HTTP_1_1_CACHE_ENTRY,
  HTTP_STATUS_NOT_FOUND,
  INTERNET_FLAG_NEED_FILE,
  INTERNET_FLAG_NO_AUTO_REDIRECT,
  INTERNET_FLAG_NO_CACHE_WRITE,
  INTERNET_FLAG_RELOAD,
  MUST_REVALIDATE_CACHE_ENTRY,
  NORMAL_CACHE_ENTRY,
  REDIRECT_CACHE_ENTRY,
} from "../../flags.ts";
import { DeleteUrlCacheEntry, GetUrlCacheEntryInfo } from "../../cache.ts";
import { InternetSetCookie } from "../../cookie.ts";
import {
  HttpEndRequest,
  HttpSendRequest,
  HttpSendRequestEx,
} from "../../http.ts";
import { InternetSetOption, InternetWriteFile } from "../../internet.ts";
import {
  INTERNET_OPTION_ENABLE_REDIRECT_CACHE_READ,
  INTERNET_OPTION_HTTP_DECODING,
  INTERNET_OPTION_PASSWORD,
  INTERNET_OPTION_USERNAME,
} from "../../options.ts";
import type { HINTERNET } from "../../structures.ts";
import { BOTH, NEVER, readText, rejectedCode } from "../helpers/calls.ts";
import {
  type CacheScene,
  openCacheScene,
  sendAndRead,
} from "../helpers/http_cache.ts";
import type { FakeRequest, Reply } from "../servers/http_server.ts";

type Headers = Record<string, string>;

const FRESH: Headers = { "Cache-Control": "max-age=3600" };
const TAGGED: Headers = { "Cache-Control": "max-age=0", ETag: '"a"' };

function counting(
  headers: Headers = FRESH,
): (request: FakeRequest, reply: Reply) => Promise<void> {
  let count = 0;
  return (_request, reply) => reply({ headers, body: String(++count) });
}

function urlOf(scene: CacheScene, path: string = "/"): string {
  return `http://${scene.server.hostname}:${scene.server.port}${path}`;
}

async function isStored(url: string): Promise<boolean> {
  return await GetUrlCacheEntryInfo(url).then(() => true, (error) => {
    assertEquals((error as InternetError).code, ERROR_FILE_NOT_FOUND);
    return false;
  });
}

/** Returns the body files in the directory of a cache. */
async function bodiesIn(folder: string): Promise<string[]> {
  const found: string[] = [];
  for await (const { name } of Deno.readDir(`${folder}/content`)) {
    const files = await Array.fromAsync(
      Deno.readDir(`${folder}/content/${name}`),
    );
    found.push(...files.map(({ name }) => name));
  }
  return found;
}

const GZIP = await new Response(
  new Response("decoded").body!.pipeThrough(new CompressionStream("gzip")),
).bytes();

for (const [observed, dwContext] of BOTH) {
  Deno.test(`HttpSendRequest() stores decoded bytes without the fields of their coding, ${observed}`, async () => {
    const headers = {
      ...FRESH,
      "Content-Encoding": "gzip",
      Vary: "Accept-Encoding",
    };
    await using scene = await openCacheScene((_request, reply) =>
      reply({ headers, body: GZIP })
    );
    InternetSetOption(scene.hInternet, INTERNET_OPTION_HTTP_DECODING, true);
    const asked = { dwContext, headers: { "Accept-Encoding": "gzip" } };
    assertEquals((await scene.get(asked)).body, "decoded");
    const { lpHeaderInfo, dwSizeLow } = await GetUrlCacheEntryInfo(
      urlOf(scene),
    );
    assertEquals(dwSizeLow, "decoded".length);
    assert(!/content-(?:encoding|length)/i.test(lpHeaderInfo), lpHeaderInfo);
    InternetSetOption(scene.hInternet, INTERNET_OPTION_HTTP_DECODING, false);
    assertEquals((await scene.get({ dwContext })).body, "decoded");
    assertEquals(scene.requests.length, 1);
  });

  Deno.test(`HttpSendRequest() stores encoded bytes unchanged if the program does not decode, ${observed}`, async () => {
    const headers = { ...FRESH, "Content-Encoding": "gzip" };
    await using scene = await openCacheScene((_request, reply) =>
      reply({ headers, body: GZIP })
    );
    const asked = { dwContext, headers: { "Accept-Encoding": "gzip" } };
    await scene.get(asked);
    InternetSetOption(scene.hInternet, INTERNET_OPTION_HTTP_DECODING, true);
    const again = await scene.get(asked);
    assert(/content-encoding: gzip/i.test(again.head));
    assert(again.body !== "decoded");
    assertEquals(scene.requests.length, 1);
  });

  Deno.test(`a body that is not read to its end leaves neither entry nor file, ${observed}`, async () => {
    await using scene = await openCacheScene(
      (_request, reply) =>
        reply({ headers: FRESH, length: 20, body: ["0123456789", NEVER] }),
      { store: "folder" },
    );
    const hRequest = await scene.open({ dwContext });
    await HttpSendRequest(hRequest);
    assertEquals(await readText(hRequest, 5), "01234");
    assertEquals((await bodiesIn(scene.folder)).length, 1);
    hRequest[Symbol.dispose]();
    assertEquals(await bodiesIn(scene.folder), []);
    assertEquals(await isStored(urlOf(scene)), false);
  });

  Deno.test(`a truncated body leaves neither entry nor file, ${observed}`, async () => {
    await using scene = await openCacheScene(
      (_request, reply) =>
        reply({ headers: FRESH, length: 20, body: "0123456789" }),
      { store: "folder" },
    );
    let start = "";
    const inspect = async (hRequest: HINTERNET) => {
      start = await readText(hRequest, 5);
    };
    const code = await rejectedCode(scene.get({ dwContext, inspect }));
    assertEquals(start, "01234");
    assertEquals(code, ERROR_INTERNET_CONNECTION_ABORTED);
    assertEquals(await bodiesIn(scene.folder), []);
    assertEquals(await isStored(urlOf(scene)), false);
  });

  Deno.test(`HttpSendRequest() uses the entry of a GET for a HEAD, ${observed}`, async () => {
    await using scene = await openCacheScene(counting());
    await scene.get({ dwContext });
    const { status, body, head } = await scene.get({ dwContext, verb: "HEAD" });
    assertEquals([status, body], [200, ""]);
    assert(/content-length: 1\r\n/i.test(head));
    assertEquals(scene.requests.length, 1);
    await scene.get({ dwContext, verb: "HEAD", dwFlags: INTERNET_FLAG_RELOAD });
    assertEquals(scene.requests.length, 2);
    assertEquals((await scene.get({ dwContext })).body, "1");
  });

  Deno.test(`HttpSendRequest() continues without a writable cache, ${observed}`, async () => {
    await using scene = await openCacheScene(counting(), { store: "folder" });
    await scene.get({ dwContext });
    await Deno.remove(scene.folder, { recursive: true });
    assertEquals((await scene.get({ dwContext, path: "/other" })).body, "2");
    const { body } = await scene.get({ dwContext });
    assert(body === "3" || body === "1");
  });

  Deno.test(`HttpSendRequest() sends the request again if the entry disappears during validation, ${observed}`, async () => {
    let isDeleting = false;
    await using scene = await openCacheScene(async (request, reply) => {
      if (request.header("if-none-match") === undefined) {
        return reply({ headers: TAGGED, body: "whole" });
      }
      if (isDeleting) await DeleteUrlCacheEntry(urlOf(scene));
      return reply({ status: 304 });
    });
    await scene.get({ dwContext });
    isDeleting = true;
    assertEquals((await scene.get({ dwContext })).body, "whole");
    assertEquals(scene.requests.length, 3);
  });
}

Deno.test("HttpSendRequest() stores the type of the response in entries", async () => {
  await using scene = await openCacheScene((request, reply) =>
    request.target === "/moved"
      ? reply({ status: 301, headers: { Location: "/" } })
      : reply({ headers: { "Cache-Control": "no-cache" } })
  );
  await scene.get({ path: "/moved" });
  const type = async (path: string) =>
    (await GetUrlCacheEntryInfo(urlOf(scene, path))).CacheEntryType;
  const usual = NORMAL_CACHE_ENTRY | HTTP_1_1_CACHE_ENTRY;
  assertEquals(await type("/"), usual | MUST_REVALIDATE_CACHE_ENTRY);
  assertEquals(await type("/moved"), usual | REDIRECT_CACHE_ENTRY);
});

Deno.test("HttpSendRequest() keeps the body for the handle if a locked entry cannot be replaced", async () => {
  await using scene = await openCacheScene(counting(), { store: "folder" });
  await scene.get();
  using reader = await scene.open();
  await HttpSendRequest(reader);
  {
    using writer = await scene.open({ dwFlags: INTERNET_FLAG_RELOAD });
    assertEquals((await sendAndRead(writer)).body, "2");
    assertEquals((await bodiesIn(scene.folder)).length, 2);
  }
  assertEquals((await bodiesIn(scene.folder)).length, 1);
  assertEquals(await readText(reader), "1");
});

Deno.test("HttpSendRequest() removes an entry whose resource no longer exists", async () => {
  let status = 200;
  await using scene = await openCacheScene((_request, reply) =>
    reply({
      status,
      headers: status === 200 ? TAGGED : { "Cache-Control": "no-store" },
    })
  );
  await scene.get();
  status = 503;
  await scene.get();
  assertEquals(await isStored(urlOf(scene)), true);
  status = HTTP_STATUS_NOT_FOUND;
  await scene.get();
  assertEquals(await isStored(urlOf(scene)), false);
});

// ---- redirects ----

function redirecting(
  headers: Headers,
): (request: FakeRequest, reply: Reply) => Promise<void> {
  return (request, reply) =>
    request.target === "/"
      ? reply({ status: 301, headers: { ...headers, Location: "/target" } })
      : reply({ headers: FRESH, body: "target" });
}

for (const [observed, dwContext] of BOTH) {
  Deno.test(`HttpSendRequest() requests a redirect again, and reads its target from the cache, ${observed}`, async () => {
    await using scene = await openCacheScene(redirecting(FRESH));
    for (let time = 0; time < 2; time++) {
      const { body, url } = await scene.get({ dwContext });
      assertEquals([body, url], ["target", urlOf(scene, "/target")]);
    }
    assertEquals(scene.requests.map(({ target }) => target), [
      "/",
      "/target",
      "/",
    ]);
  });

  Deno.test(`INTERNET_OPTION_ENABLE_REDIRECT_CACHE_READ follows stored redirects, ${observed}`, async () => {
    await using scene = await openCacheScene(redirecting(FRESH));
    await scene.get({ dwContext });
    scene.watched.log.length = 0;
    using hRequest = await scene.open({ dwContext });
    InternetSetOption(
      hRequest,
      INTERNET_OPTION_ENABLE_REDIRECT_CACHE_READ,
      true,
    );
    const { body, url } = await sendAndRead(hRequest);
    assertEquals([body, url], ["target", urlOf(scene, "/target")]);
    assertEquals(scene.requests.length, 2);
    const statuses = new Set(scene.watched.names(dwContext));
    for (const name of ["HANDLE_CREATED", "HANDLE_CLOSING"]) {
      statuses.delete(name);
    }
    assertEquals(
      [...statuses],
      dwContext ? ["REDIRECT", "REQUEST_COMPLETE"] : [],
    );
  });
}

Deno.test("HttpSendRequest() with NO_AUTO_REDIRECT returns a stored redirect", async () => {
  await using scene = await openCacheScene(redirecting(FRESH));
  const dwFlags = INTERNET_FLAG_NO_AUTO_REDIRECT;
  assertEquals((await scene.get({ dwFlags })).status, 301);
  const { status, head } = await scene.get({ dwFlags });
  assertEquals(status, 301);
  assert(/location: \/target/i.test(head));
  assertEquals(scene.requests.length, 1);
});

// ---- invalidation ----

Deno.test("HttpSendRequest() of an unsafe method removes the entries of its URL and of Location", async () => {
  await using scene = await openCacheScene((request, reply) =>
    request.method === "GET" ? reply({ headers: FRESH }) : reply({
      status: 201,
      headers: { Location: "/b", "Content-Location": "http://127.0.0.2/c" },
    })
  );
  for (const path of ["/a", "/b", "/c"]) await scene.get({ path });
  await scene.get({ verb: "PUT", path: "/a", body: "x" });
  const stored = [];
  for (const path of ["/a", "/b", "/c"]) {
    stored.push(await isStored(urlOf(scene, path)));
  }
  assertEquals(stored, [false, false, true]);
});

Deno.test("HttpEndRequest() removes the entry of its URL", async () => {
  await using scene = await openCacheScene((_request, reply) =>
    reply({ headers: FRESH })
  );
  await scene.get();
  using hRequest = await scene.open({ verb: "POST" });
  await HttpSendRequestEx(hRequest, { dwBufferTotal: 1 });
  await InternetWriteFile(hRequest, new Uint8Array(1));
  assertEquals(await isStored(urlOf(scene)), true);
  await HttpEndRequest(hRequest);
  assertEquals(await isStored(urlOf(scene)), false);
});

Deno.test("HttpSendRequest() of a failed POST removes nothing", async () => {
  await using scene = await openCacheScene((request, reply) =>
    reply({ status: request.method === "GET" ? 200 : 500, headers: FRESH })
  );
  await scene.get();
  await scene.get({ verb: "POST", body: "x" });
  assertEquals(await isStored(urlOf(scene)), true);
});

// ---- users and variants ----

function basic(user: string): Headers {
  return { Authorization: `Basic ${btoa(`${user}:secret`)}` };
}

const IDENTITIES: readonly [
  name: string,
  control: string,
  first: Headers,
  second: Headers,
  isUsed: boolean,
][] = [
  ["the same user", "max-age=60", basic("a"), basic("a"), true],
  ["another user", "max-age=60", basic("a"), basic("b"), false],
  ["no user", "max-age=60", basic("a"), {}, false],
  [
    "a user, with a response stored without one",
    "max-age=60",
    {},
    basic("a"),
    false,
  ],
  ["no user, of a public response", "max-age=60, public", basic("a"), {}, true],
  [
    "a user, with a public response stored without one",
    "max-age=60, public",
    {},
    basic("a"),
    true,
  ],
  [
    "another user, of a public response",
    "max-age=60, public",
    basic("a"),
    basic("b"),
    false,
  ],
  ["the same token", "max-age=60", { Authorization: "Bearer x" }, {
    Authorization: "Bearer x",
  }, true],
  ["another token", "max-age=60", { Authorization: "Bearer x" }, {
    Authorization: "Bearer y",
  }, false],
];

for (const [name, control, first, second, isUsed] of IDENTITIES) {
  Deno.test(`HttpSendRequest() ${isUsed ? "uses" : "does not use"} a stored response for ${name}`, async () => {
    await using scene = await openCacheScene(
      counting({ "Cache-Control": control }),
    );
    await scene.get({ headers: first });
    assertEquals(
      (await scene.get({ headers: second })).body,
      isUsed ? "1" : "2",
    );
    assertEquals((await scene.get({ headers: first })).body, "1");
  });
}

for (const [observed, dwContext] of BOTH) {
  Deno.test(`HttpSendRequest() that responds to a challenge stores for its user, ${observed}`, async () => {
    await using scene = await openCacheScene((request, reply) =>
      request.header("authorization") === undefined
        ? reply({
          status: 401,
          headers: { ...FRESH, "WWW-Authenticate": 'Basic realm="cache"' },
        })
        : reply({
          headers: FRESH,
          body: atob(request.header("authorization")!.slice(6)),
        })
    );
    const get = async (user: string) => {
      using hRequest = await scene.open({ dwContext });
      InternetSetOption(hRequest, INTERNET_OPTION_USERNAME, user);
      InternetSetOption(hRequest, INTERNET_OPTION_PASSWORD, "secret");
      return (await sendAndRead(hRequest)).body;
    };
    assertEquals(await get("eve"), "eve:secret");
    const before = scene.requests.length;
    assertEquals(await get("eve"), "eve:secret");
    assertEquals(scene.requests.length, before);
    assertEquals(await get("bob"), "bob:secret");
  });
}

Deno.test("HttpSendRequest() stores no credentials in the index", async () => {
  await using scene = await openCacheScene(
    counting({ ...FRESH, Vary: "Authorization" }),
    { store: "folder" },
  );
  for (const headers of [basic("a"), { Authorization: "Bearer topsecret" }]) {
    await scene.get({ headers });
    assertEquals((await scene.get({ headers })).flags, 1);
  }
  for (const name of ["index.db", "index.db-wal"]) {
    const text = await Deno.readTextFile(`${scene.folder}/${name}`);
    assert(!text.includes("topsecret") && !text.includes(btoa("a:secret")));
  }
});

Deno.test("HttpSendRequest() compares the cookies that Vary names", async () => {
  await using scene = await openCacheScene(
    counting({ ...FRESH, Vary: "Cookie" }),
  );
  const url = urlOf(scene, "/cookies");
  const get = async () => (await scene.get({ path: "/cookies" })).body;
  InternetSetCookie(url, "kept", "1");
  assertEquals([await get(), await get()], ["1", "1"]);
  InternetSetCookie(url, "kept", "2");
  assertEquals([await get(), await get()], ["2", "2"]);
  InternetSetCookie(url, "kept", "1");
  assertEquals(await get(), "1");
});

Deno.test("HttpSendRequest() neither accepts nor sends cookies for a stored response", async () => {
  await using scene = await openCacheScene(
    counting({ ...FRESH, "Set-Cookie": "once=1" }),
  );
  await scene.get({ dwContext: 1 });
  scene.watched.log.length = 0;
  const { head } = await scene.get({ dwContext: 2 });
  assert(/set-cookie: once=1/i.test(head));
  assertEquals(
    scene.watched.names(2).filter((name) => name.startsWith("COOKIE")),
    [],
  );
});

Deno.test("INTERNET_FLAG_NEED_FILE decodes into the temporary file", async () => {
  const headers = { "Cache-Control": "no-store", "Content-Encoding": "gzip" };
  await using scene = await openCacheScene((_request, reply) =>
    reply({ headers, body: GZIP })
  );
  InternetSetOption(scene.hInternet, INTERNET_OPTION_HTTP_DECODING, true);
  const dwFlags = (INTERNET_FLAG_NEED_FILE | INTERNET_FLAG_NO_CACHE_WRITE) >>>
    0;
  const got = await scene.get({
    dwFlags,
    headers: { "Accept-Encoding": "gzip" },
  });
  assertEquals(got.body, "decoded");
});

// ---- closing ----

for (const [observed, dwContext] of BOTH) {
  Deno.test(`closing a request while its entry is validated leaves no lock, ${observed}`, async () => {
    let isSilent = false;
    await using scene = await openCacheScene((_request, reply) =>
      isSilent ? reply.until(NEVER) : reply({ headers: TAGGED, body: "1" })
    );
    const { url } = await scene.get({ dwContext });
    isSilent = true;
    const hRequest = await scene.open({ dwContext });
    const sending = HttpSendRequest(hRequest);
    await scene.server.requested(2);
    hRequest[Symbol.dispose]();
    assertEquals(
      await rejectedCode(sending),
      ERROR_INTERNET_OPERATION_CANCELLED,
    );
    assertEquals((await GetUrlCacheEntryInfo(url)).dwUseCount, 0);
  });

  Deno.test(`closing a request that is answered from the cache leaves no lock, ${observed}`, async () => {
    await using scene = await openCacheScene(counting());
    const { url } = await scene.get({ dwContext });
    const hRequest = await scene.open({ dwContext });
    const sending = HttpSendRequest(hRequest);
    hRequest[Symbol.dispose]();
    assertEquals(
      await rejectedCode(sending),
      ERROR_INTERNET_OPERATION_CANCELLED,
    );
    await scene.hInternet[Symbol.asyncDispose]();
    assertEquals((await GetUrlCacheEntryInfo(url)).dwUseCount, 0);
  });
}
