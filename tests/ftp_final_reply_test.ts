// Copyright 2026 the wininet authors. MIT license.

import { assertEquals, assertRejects } from "@std/assert";
import { ERROR_INTERNET_TIMEOUT, InternetError } from "../error.ts";
import { FtpGetFile, FtpPutFile } from "../ftp.ts";
import { InternetSetOption } from "../internet.ts";
import { INTERNET_OPTION_RECEIVE_TIMEOUT } from "../options.ts";
import type { HINTERNET } from "../structures.ts";
import { type Folder, folder, openFtp } from "./ftp_calls.ts";
import type { FtpCall } from "./servers/ftp_server.ts";

/** Says that it goes on, and then nothing. */
async function goOn(call: FtpCall): Promise<void> {
  const data = await call.data();
  if (call.verb === "RETR") await data.end();
  else await data.readAll();
  await call.reply("110 Still at it");
  await call.until(new Promise(() => {}));
}

const CALLS: Readonly<
  Record<string, (hConnect: HINTERNET, files: Folder) => Promise<unknown>>
> = {
  "FtpGetFile()": (hConnect, files) =>
    FtpGetFile(hConnect, "a", files.path("a")),
  "FtpPutFile()": (hConnect, files) =>
    FtpPutFile(hConnect, files.write("a", "text"), "a"),
};

for (const [name, run] of Object.entries(CALLS)) {
  Deno.test(`${name} times out when another preliminary reply comes instead of the final one`, async () => {
    using files = folder();
    await using scene = await openFtp({
      on: {
        async RETR(call) {
          await call.reply("150 Here");
          await goOn(call);
        },
        async STOR(call) {
          await call.reply("150 Go on");
          await goOn(call);
        },
        // What is left of a file is not asked for after that.
        ABOR: () => {},
      },
    });
    InternetSetOption(scene.hConnect, INTERNET_OPTION_RECEIVE_TIMEOUT, 100);
    const error = await assertRejects(
      () => run(scene.hConnect, files),
      InternetError,
    );
    assertEquals(error.code, ERROR_INTERNET_TIMEOUT);
  });
}
