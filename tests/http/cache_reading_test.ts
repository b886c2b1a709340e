// Copyright 2026 the wininet authors. MIT license.

/**
 * Responses that are read from the cache or written into it: their statuses,
 * reads, files and locks.
 */

import { assert, assertEquals, assertNotEquals } from "@std/assert";
import {
  ERROR_FILE_NOT_FOUND,
  ERROR_INTERNET_ITEM_NOT_FOUND,
  ERROR_INTERNET_UNABLE_TO_CACHE_FILE,
  ERROR_NEGATIVE_SEEK,
} from "../../error.ts";
import {
  FILE_BEGIN,
  FILE_CURRENT,
  FILE_END,
  HTTP_QUERY_AGE,
  HTTP_QUERY_FLAG_NUMBER,
  INTERNET_FLAG_NEED_FILE,
} from "../../flags.ts";
import { GetUrlCacheEntryInfo } from "../../cache.ts";
import { HttpQueryInfo, HttpSendRequest } from "../../http.ts";
import {
  InternetQueryDataAvailable,
  InternetQueryOption,
  InternetReadFile,
  InternetSetFilePointer,
  InternetSetOption,
} from "../../internet.ts";
import {
  INTERNET_OPTION_CACHE_TIMESTAMPS,
  INTERNET_OPTION_DATAFILE_EXT,
  INTERNET_OPTION_DATAFILE_NAME,
} from "../../options.ts";
import type { HINTERNET } from "../../structures.ts";
import { InternetLockRequestFile } from "../../system.ts";
import {
  BOTH,
  completions,
  HELLO,
  openScene,
  readText,
  rejectedCode,
  thrownCode,
} from "../helpers/calls.ts";
import {
  openCacheScene,
  readAll,
  sendAndRead,
  shiftedClock,
} from "../helpers/http_cache.ts";
import { STORES } from "../helpers/url_cache.ts";
import type { FakeRequest, Reply } from "../servers/http_server.ts";

const FRESH = { "Cache-Control": "max-age=3600" };
/** A text that contains its position at every tenth character. */
const TEXT = Array.from(
  { length: 20_000 },
  (_, at) => `[${String(at).padStart(8, "0")}]`,
).join("");

function fresh(_request: FakeRequest, reply: Reply): Promise<void> {
  return reply({ headers: FRESH, body: TEXT });
}

function fileOf(hRequest: HINTERNET): string {
  return InternetQueryOption(hRequest, INTERNET_OPTION_DATAFILE_NAME) as string;
}

async function exists(path: string): Promise<boolean> {
  return await Deno.stat(path).then(() => true, () => false);
}

Deno.test("HttpSendRequest() that is answered from the cache posts only REQUEST_COMPLETE", async () => {
  await using scene = await openCacheScene(fresh);
  await scene.get({ dwContext: 1 });
  scene.watched.log.length = 0;
  const hRequest = await scene.open({ dwContext: 2 });
  await sendAndRead(hRequest);
  hRequest[Symbol.dispose]();
  await scene.watched.until("HANDLE_CLOSING", 2);
  const names = new Set(scene.watched.names(2));
  assertEquals([...names], [
    "HANDLE_CREATED",
    "REQUEST_COMPLETE",
    "HANDLE_CLOSING",
  ]);
  assert(completions(scene.watched, 2).every(({ dwError }) => dwError === 0));
});

Deno.test("HttpSendRequest() that is validated posts the exchange, and reads post nothing", async () => {
  await using scene = await openCacheScene((request, reply) =>
    request.header("if-none-match") === undefined
      ? reply({ headers: { ETag: '"a"' }, body: TEXT })
      : reply({ status: 304 })
  );
  await scene.get({ dwContext: 1 });
  scene.watched.log.length = 0;
  using hRequest = await scene.open({ dwContext: 2 });
  await HttpSendRequest(hRequest);
  assertEquals(scene.watched.names(2), [
    "HANDLE_CREATED",
    "SENDING_REQUEST",
    "REQUEST_SENT",
    "RECEIVING_RESPONSE",
    "RESPONSE_RECEIVED",
    "REQUEST_COMPLETE",
  ]);
  scene.watched.log.length = 0;
  assertEquals(await readAll(hRequest), TEXT);
  assertEquals([...new Set(scene.watched.names(2))], ["REQUEST_COMPLETE"]);
});

Deno.test("HttpQueryInfo() returns the Age of a stored response", async () => {
  using clock = shiftedClock();
  await using scene = await openCacheScene(fresh);
  await scene.get();
  clock.advance(100);
  using hRequest = await scene.open();
  await HttpSendRequest(hRequest);
  const age = HttpQueryInfo(hRequest, HTTP_QUERY_AGE | HTTP_QUERY_FLAG_NUMBER);
  assert(age as number >= 100 && age as number < 110);
});

for (const store of STORES) {
  for (const [observed, dwContext] of BOTH) {
    const where = `${
      store === "folder" ? "in a folder" : "in memory"
    }, ${observed}`;

    Deno.test(`InternetQueryDataAvailable() returns the whole rest of a stored response ${where}`, async () => {
      await using scene = await openCacheScene(fresh, { store });
      await scene.get({ dwContext });
      using hRequest = await scene.open({ dwContext });
      await HttpSendRequest(hRequest);
      assertEquals(await InternetQueryDataAvailable(hRequest), TEXT.length);
      await readText(hRequest, 1000);
      assertEquals(
        await InternetQueryDataAvailable(hRequest),
        TEXT.length - 1000,
      );
    });

    Deno.test(`InternetSetFilePointer() moves in the file of a stored response ${where}`, async () => {
      await using scene = await openCacheScene(fresh, { store });
      await scene.get({ dwContext });
      using hRequest = await scene.open({ dwContext });
      await HttpSendRequest(hRequest);
      assertEquals(
        await InternetSetFilePointer(hRequest, 5000, FILE_BEGIN),
        5000,
      );
      assertEquals(await readText(hRequest, 10), "[00000500]");
      assertEquals(
        await InternetSetFilePointer(hRequest, -20, FILE_CURRENT),
        4990,
      );
      assertEquals(await readText(hRequest, 10), "[00000499]");
      assertEquals(
        await InternetSetFilePointer(hRequest, -10, FILE_END),
        TEXT.length - 10,
      );
      assertEquals(await readText(hRequest, 100), "[00019999]");
      assertEquals(
        await InternetSetFilePointer(hRequest, 0, FILE_END),
        TEXT.length,
      );
      assertEquals(await readText(hRequest, 10), "");
      assertEquals(
        await rejectedCode(InternetSetFilePointer(hRequest, -1)),
        ERROR_NEGATIVE_SEEK,
      );
      assertEquals(scene.requests.length, 1);
    });

    Deno.test(`InternetSetFilePointer() moves in a response while it is written ${where}`, async () => {
      await using scene = await openCacheScene(fresh, { store });
      using hRequest = await scene.open({ dwContext });
      await HttpSendRequest(hRequest);
      assertEquals(await readText(hRequest, 10), "[00000000]");
      await InternetSetFilePointer(hRequest, 100_000);
      assertEquals(await readText(hRequest, 10), "[00010000]");
      await InternetSetFilePointer(hRequest, 10);
      assertEquals(await readText(hRequest, 10), "[00000001]");
      await InternetSetFilePointer(hRequest, 0);
      assertEquals(await readAll(hRequest), TEXT);
      await InternetSetFilePointer(hRequest, 20);
      assertEquals(await readText(hRequest, 10), "[00000002]");
      assertEquals((await scene.get({ dwContext })).body, TEXT);
      assertEquals(scene.requests.length, 1);
    });

    Deno.test(`INTERNET_OPTION_DATAFILE_NAME is a file that grows ${where}`, async () => {
      const gate = Promise.withResolvers<string>();
      await using scene = await openCacheScene(
        (_request, reply) =>
          reply({ headers: FRESH, length: 10, body: ["first", gate.promise] }),
        { store },
      );
      using hRequest = await scene.open({ dwContext });
      assertEquals(
        thrownCode(() => fileOf(hRequest)),
        ERROR_INTERNET_ITEM_NOT_FOUND,
      );
      await HttpSendRequest(hRequest);
      const path = fileOf(hRequest);
      assertEquals(await Deno.readTextFile(path), "");
      await readText(hRequest, 5);
      assertEquals(await Deno.readTextFile(path), "first");
      gate.resolve("later");
      await readAll(hRequest);
      assertEquals(await Deno.readTextFile(path), "firstlater");
      assertEquals(fileOf(hRequest), path);
    });

    Deno.test(`InternetLockRequestFile() keeps the file of a stored response ${where}`, async () => {
      let body = "old";
      await using scene = await openCacheScene(
        (_request, reply) => reply({ body }),
        { store },
      );
      const hRequest = await scene.open({ dwContext });
      assertEquals(
        thrownCode(() => InternetLockRequestFile(hRequest)),
        ERROR_FILE_NOT_FOUND,
      );
      const { url } = await sendAndRead(hRequest);
      const path = fileOf(hRequest);
      const lock = InternetLockRequestFile(hRequest);
      assertEquals(InternetLockRequestFile(hRequest), lock);
      hRequest[Symbol.dispose]();
      body = "new";
      assertEquals((await scene.get({ dwContext })).body, "new");
      assertEquals(await Deno.readTextFile(path), "old");
      assertEquals((await GetUrlCacheEntryInfo(url)).dwUseCount, 1);
      lock[Symbol.dispose]();
      assertEquals((await GetUrlCacheEntryInfo(url)).dwUseCount, 1);
      lock[Symbol.dispose]();
      assertEquals((await GetUrlCacheEntryInfo(url)).dwUseCount, 0);
      assertEquals((await scene.get({ dwContext })).body, "new");
      assertEquals((await GetUrlCacheEntryInfo(url)).dwSizeLow, 3);
    });
  }
}

for (const [observed, dwContext] of BOTH) {
  Deno.test(`INTERNET_FLAG_NEED_FILE makes a temporary file without a cache, ${observed}`, async () => {
    await using scene = openScene();
    const hRequest = await scene.sent({
      dwContext,
      dwFlags: INTERNET_FLAG_NEED_FILE,
    });
    const path = fileOf(hRequest);
    assertEquals(await Deno.readTextFile(path), "");
    assertEquals(await readAll(hRequest), HELLO);
    assertEquals(await Deno.readTextFile(path), HELLO);
    await InternetSetFilePointer(hRequest, 1);
    assertEquals(await readAll(hRequest), HELLO.slice(1));
    hRequest[Symbol.dispose]();
    assertEquals(await exists(path), false);
  });

  Deno.test(`InternetLockRequestFile() keeps a temporary file after its handle is closed, ${observed}`, async () => {
    await using scene = openScene();
    const hRequest = await scene.sent({
      dwContext,
      dwFlags: INTERNET_FLAG_NEED_FILE,
    });
    const path = fileOf(hRequest);
    await readAll(hRequest);
    const lock = InternetLockRequestFile(hRequest);
    hRequest[Symbol.dispose]();
    assertEquals(await Deno.readTextFile(path), HELLO);
    lock[Symbol.dispose]();
    assertEquals(await exists(path), false);
  });
}

Deno.test("INTERNET_FLAG_NEED_FILE has a separate file for each send", async () => {
  await using scene = openScene();
  using hRequest = await scene.sent({ dwFlags: INTERNET_FLAG_NEED_FILE });
  const first = fileOf(hRequest);
  await HttpSendRequest(hRequest);
  assertEquals(await exists(first), false);
  assertNotEquals(fileOf(hRequest), first);
  assertEquals(await readAll(hRequest), HELLO);
});

Deno.test("INTERNET_FLAG_NEED_FILE works for uploads", async () => {
  await using scene = openScene();
  using hRequest = await scene.open({
    verb: "POST",
    path: "/upload",
    dwFlags: INTERNET_FLAG_NEED_FILE,
  });
  await HttpSendRequest(hRequest, null, "sent");
  assertEquals(await readAll(hRequest), "sent");
  assertEquals(await Deno.readTextFile(fileOf(hRequest)), "sent");
});

Deno.test("INTERNET_FLAG_NEED_FILE fails with ERROR_INTERNET_UNABLE_TO_CACHE_FILE if the file cannot be created", async () => {
  const { makeTempDirSync } = Deno;
  await using scene = await openCacheScene(fresh, { store: "folder" });
  await Deno.remove(scene.folder, { recursive: true });
  try {
    Object.assign(Deno, {
      makeTempDirSync: () => {
        throw new Deno.errors.NotFound("no folder");
      },
    });
    const failed = scene.get({ dwFlags: INTERNET_FLAG_NEED_FILE });
    assertEquals(
      await rejectedCode(failed),
      ERROR_INTERNET_UNABLE_TO_CACHE_FILE,
    );
  } finally {
    Object.assign(Deno, { makeTempDirSync });
  }
});

Deno.test("INTERNET_OPTION_CACHE_TIMESTAMPS has the times of the entry", async () => {
  await using scene = await openCacheScene((_request, reply) =>
    reply({
      headers: {
        Expires: "Fri, 01 Jan 2100 00:00:00 GMT",
        "Last-Modified": "Sat, 01 Jan 2000 00:00:00 GMT",
      },
    })
  );
  const times = (hRequest: HINTERNET) =>
    InternetQueryOption(hRequest, INTERNET_OPTION_CACHE_TIMESTAMPS);
  await scene.get();
  using hRequest = await scene.open();
  assertEquals(thrownCode(() => times(hRequest)), ERROR_FILE_NOT_FOUND);
  await HttpSendRequest(hRequest);
  assertEquals(times(hRequest), {
    ftExpires: new Date("2100-01-01T00:00:00Z"),
    ftLastModified: new Date("2000-01-01T00:00:00Z"),
  });
});

Deno.test("INTERNET_OPTION_DATAFILE_EXT is the extension of the file, otherwise that of the URL", async () => {
  await using scene = await openCacheScene(fresh, { store: "folder" });
  const extension = async (path: string) => {
    using hRequest = await scene.open({ path });
    await sendAndRead(hRequest);
    return fileOf(hRequest).split(".").at(-1);
  };
  assertEquals(await extension("/a.css?b.js"), "css");
  InternetSetOption(scene.hInternet, INTERNET_OPTION_DATAFILE_EXT, "dat");
  assertEquals(await extension("/b.css"), "dat");
});

Deno.test("HttpSendRequest() again on one handle uses the cache", async () => {
  await using scene = await openCacheScene(fresh);
  using hRequest = await scene.open();
  for (let time = 0; time < 3; time++) {
    assertEquals((await sendAndRead(hRequest)).body, TEXT);
  }
  assertEquals(scene.requests.length, 1);
});

Deno.test("InternetReadFile() of a stored response fills the buffer", async () => {
  await using scene = await openCacheScene(fresh);
  await scene.get();
  using hRequest = await scene.open();
  await HttpSendRequest(hRequest);
  const buffer = new Uint8Array(TEXT.length + 1);
  assertEquals(await InternetReadFile(hRequest, buffer), TEXT.length);
  assertEquals(await InternetReadFile(hRequest, buffer), 0);
});
