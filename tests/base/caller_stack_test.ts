// Copyright 2026 the wininet authors. MIT license.

import { fileURLToPath } from "node:url";
import { assert, assertMatch, assertRejects, assertThrows } from "@std/assert";
import {
  FindFirstUrlCacheEntry,
  GetUrlCacheEntryInfo,
  openUrlCache,
} from "../../cache.ts";
import { openCookieFile } from "../../cookie.ts";
import { FtpGetFileSize, listParts } from "../../ftp.ts";
import { InternetCheckConnection } from "../../system.ts";
import { HttpOpenRequest, HttpSendRequest } from "../../http.ts";
import {
  InternetCloseHandle,
  InternetConnect,
  InternetOpen,
  InternetOpenUrl,
  InternetReadFile,
  InternetSetStatusCallback,
} from "../../internet.ts";
import { InternetError } from "../../error.ts";
import { GopherFindFirstFile } from "../../gopher.ts";
import { entries } from "../../streams.ts";
import { download, downloadAll } from "../../transfers.ts";
import { GopherServer } from "../servers/gopher_server.ts";
import {
  FLAG_ICC_FORCE_CONNECTION,
  INTERNET_FLAG_ASYNC,
  INTERNET_SERVICE_GOPHER,
} from "../../flags.ts";

const HERE =
  /^\s+at (?:async )?(?:\w+ \()?file:\/\/.*caller_stack_test\.ts:\d+:\d+/;

/** Asserts that the first frame is in this file, and none is the library's. */
function assertNamesCaller(error: Error): void {
  const [message, first = "", ...rest] = error.stack!.split("\n");
  assertMatch(message!, /^InternetError: Cannot .*\(ERROR_\w+\)$/);
  assertMatch(first, HERE);
  assert(!rest.some((line) => /\/_\w+\/.*\.ts:|ext:/.test(line)), error.stack);
}

async function unreachable(flags: number = 0): Promise<void> {
  using hInternet = InternetOpen("agent", 1, null, null, flags);
  await InternetOpenUrl(hInternet, "http://no.invalid/", null, 0, 1);
}

Deno.test("the stack of a thrown error starts with the caller", () => {
  const closed = InternetOpen("agent");
  InternetCloseHandle(closed);
  const call = () => InternetReadFile(closed, new Uint8Array(1));
  assertNamesCaller(assertThrows(call, InternetError));
  assertNamesCaller(
    assertThrows(() => InternetCloseHandle(closed), InternetError),
  );
  assertNamesCaller(assertThrows(() => FtpGetFileSize(closed), InternetError));
});

Deno.test("the stack of a rejection starts with the code that awaits it", async () => {
  assertNamesCaller(await assertRejects(() => unreachable(), InternetError));
});

Deno.test("the stack of a rejection on an asynchronous session starts with the code that awaits it", async () => {
  const call = async () => {
    using hInternet = InternetOpen("agent", 1, null, null, INTERNET_FLAG_ASYNC);
    InternetSetStatusCallback(hInternet, () => {});
    await InternetOpenUrl(hInternet, "ftp://no.invalid/", null, 0, 1);
  };
  assertNamesCaller(await assertRejects(call, InternetError));
});

Deno.test("the stack of a rejection in Promise.all names its list", async () => {
  const error = await assertRejects(async () => {
    await Promise.all([unreachable(), unreachable()]);
  }, InternetError);
  assertNamesCaller(error);
  assertMatch(error.stack!, /at async Promise\.all/);
});

Deno.test("each await of a failed call has its own stack", async () => {
  using hInternet = InternetOpen("agent");
  const hConnect = await InternetConnect(hInternet, "no.invalid");
  const first = async () => {
    const hRequest = await HttpOpenRequest(hConnect);
    await HttpSendRequest(hRequest);
  };
  assertNamesCaller(await assertRejects(first, InternetError));
});

Deno.test("a rejection that is not awaited keeps a stack", async () => {
  using hInternet = InternetOpen("agent");
  const error = await new Promise<Error>((resolve) => {
    InternetOpenUrl(hInternet, "http://no.invalid/").catch(resolve);
  });
  assertMatch(error.stack!, /^InternetError: .*\n\s+at /);
});

/** A file, so it cannot contain other files. */
const FILE = fileURLToPath(import.meta.url);

/** Calls that fail and do not use a handle. */
const OTHER_CALLS: Record<string, () => Promise<unknown>> = {
  InternetCheckConnection: async () =>
    await InternetCheckConnection(
      "http://127.0.0.1:1/",
      FLAG_ICC_FORCE_CONNECTION,
    ),
  openCookieFile: async () => await openCookieFile(`${FILE}/cookies`),
  listParts: async () => {
    await listParts(`${FILE}/parts`);
  },
  openUrlCache: async () => await openUrlCache({ path: `${FILE}/cache` }),
  GetUrlCacheEntryInfo: async () =>
    await GetUrlCacheEntryInfo("http://no.invalid/"),
  FindFirstUrlCacheEntry: async () => {
    await FindFirstUrlCacheEntry("none");
  },
  download: async () => {
    await download("http://no.invalid/", "");
  },
  downloadAll: async () => {
    await Array.fromAsync(downloadAll([], ""));
  },
};

for (const [name, call] of Object.entries(OTHER_CALLS)) {
  Deno.test(`the stack of a rejection of ${name} starts with the code that awaits it`, async () => {
    assertNamesCaller(await assertRejects(call, InternetError));
  });
}

Deno.test("the stack of a failed enumeration starts with its loop", async () => {
  await using server = new GopherServer({
    "": async (call) => {
      await call.write(server.item("0", "a text", "/a").repeat(3));
      await firstSeen.promise;
      await call.reset();
    },
  });
  const firstSeen = Promise.withResolvers<void>();
  using hInternet = InternetOpen("agent");
  const hConnect = await InternetConnect(
    hInternet,
    server.host,
    server.port,
    null,
    null,
    INTERNET_SERVICE_GOPHER,
  );
  const { hFind } = await GopherFindFirstFile(hConnect);
  const error = await assertRejects(async () => {
    for await (const _ of entries(hFind)) firstSeen.resolve();
  }, InternetError);
  assertNamesCaller(error);
});
