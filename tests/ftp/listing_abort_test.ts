// Copyright 2026 the wininet authors. MIT license.

import { assertEquals, assertRejects } from "@std/assert";
import { ERROR_FTP_DROPPED, InternetError } from "../../error.ts";
import {
  FtpCreateDirectory,
  FtpFindFirstFile,
  FtpGetCurrentDirectory,
} from "../../ftp.ts";
import { InternetFindNextFile } from "../../internet.ts";
import { openFtp } from "../helpers/ftp_calls.ts";

Deno.test("InternetFindNextFile() sends ABOR for a line without an end, before it returns to the directory", async () => {
  const found = Promise.withResolvers<void>();
  const aborted = Promise.withResolvers<void>();
  await using scene = await openFtp({
    features: [],
    on: {
      async LIST(call) {
        await call.reply("150 Here");
        const data = await call.data();
        await data.write("-rw-r--r-- 1 a b 1 Jan  1 12:00 a\r\n");
        await call.until(found.promise);
        await data.write("x".repeat(70_000));
        await call.until(aborted.promise);
        await call.reply("426 Cut\r\n226 Aborted");
      },
      ABOR: () => aborted.resolve(),
    },
  });
  const { hConnect } = scene;
  await FtpCreateDirectory(hConnect, "[x]");
  // The server could interpret the name as a pattern, so the library changes
  // the directory.
  const { hFind } = await FtpFindFirstFile(hConnect, "[x]");
  found.resolve();
  const error = await assertRejects(
    () => InternetFindNextFile(hFind),
    InternetError,
  );
  assertEquals(error.code, ERROR_FTP_DROPPED);
  await hFind[Symbol.asyncDispose]();
  const sent = scene.sent();
  assertEquals(sent.slice(sent.indexOf("LIST")), [
    "LIST",
    "ABOR",
    "PWD",
    "CWD /",
  ]);
  assertEquals(await FtpGetCurrentDirectory(hConnect), "/");
});
