// Copyright 2026 the wininet authors. MIT license.

import { assertEquals } from "@std/assert";
import { GENERIC_WRITE } from "../../flags.ts";
import { FtpGetCurrentDirectory, FtpOpenFile } from "../../ftp.ts";
import { InternetCloseHandle, InternetWriteFile } from "../../internet.ts";
import { connectFtp } from "../helpers/ftp_calls.ts";
import { FtpServer } from "../servers/ftp_server.ts";
import { watch } from "../helpers/watch.ts";

Deno.test("InternetCloseHandle() of an upload reports on the connection that the last reply is awaited, and its arrival", async () => {
  const closed = Promise.withResolvers<void>();
  await using server = new FtpServer({
    on: {
      async STOR(call) {
        await call.reply("150 Send");
        await (await call.data()).readAll();
        await call.until(closed.promise);
        await call.reply("226 Got it");
      },
    },
  });
  await using watched = watch();
  const hConnect = await connectFtp(watched.hInternet, server, {
    dwContext: "connection",
  });
  const hFile = await FtpOpenFile(hConnect, "a", GENERIC_WRITE, 0, "file");
  await InternetWriteFile(hFile, "content");
  watched.log.length = 0;
  InternetCloseHandle(hFile);
  closed.resolve();
  await FtpGetCurrentDirectory(hConnect);
  assertEquals(watched.names("connection").slice(0, 4), [
    "RECEIVING_RESPONSE",
    "RESPONSE_RECEIVED",
    "SENDING_REQUEST",
    "REQUEST_SENT",
  ]);
});
