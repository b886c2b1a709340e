// Copyright 2026 the wininet authors. MIT license.

import { assertEquals, assertLess, assertRejects } from "@std/assert";
import {
  ERROR_INTERNET_OPERATION_CANCELLED,
  InternetError,
} from "../../error.ts";
import { INTERNET_FLAG_PASSIVE } from "../../flags.ts";
import {
  InternetCloseHandle,
  InternetOpen,
  InternetOpenUrl,
  InternetReadFile,
} from "../../internet.ts";
import { FtpServer } from "../servers/ftp_server.ts";

/** The connection of InternetOpenUrl is used only for its handle. */
async function assertClosedAtOnce(
  server: FtpServer,
  hInternet: AsyncDisposable,
  call: Promise<unknown>,
): Promise<void> {
  const startedAt = performance.now();
  const error = await assertRejects(() => call, InternetError);
  assertEquals(error.code, ERROR_INTERNET_OPERATION_CANCELLED);
  await hInternet[Symbol.asyncDispose]();
  await server.allClosed();
  // If other handles used the session, the library would wait up to 15 s for a
  // reply.
  assertLess(performance.now() - startedAt, 5000);
}

Deno.test("InternetCloseHandle() ends InternetOpenUrl immediately if the server does not reply to RETR", async () => {
  const asked = Promise.withResolvers<void>();
  await using server = new FtpServer({
    on: {
      async RETR(call) {
        asked.resolve();
        await call.until(new Promise(() => {}));
      },
    },
  });
  const hInternet = InternetOpen("test");
  const call = InternetOpenUrl(
    hInternet,
    `ftp://127.0.0.1:${server.port}/a`,
    null,
    INTERNET_FLAG_PASSIVE,
  );
  await asked.promise;
  InternetCloseHandle(hInternet);
  await assertClosedAtOnce(server, hInternet, call);
});

Deno.test("InternetCloseHandle() ends a read of InternetOpenUrl immediately if the server stalls", async () => {
  await using server = new FtpServer({
    on: {
      async RETR(call) {
        await call.reply("150 Here");
        await call.data();
        await call.until(new Promise(() => {}));
      },
    },
  });
  const hInternet = InternetOpen("test");
  const hUrl = await InternetOpenUrl(
    hInternet,
    `ftp://127.0.0.1:${server.port}/a`,
    null,
    INTERNET_FLAG_PASSIVE,
  );
  const call = InternetReadFile(hUrl, new Uint8Array(9));
  InternetCloseHandle(hUrl);
  await assertClosedAtOnce(server, hInternet, call);
});
