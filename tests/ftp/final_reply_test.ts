// Copyright 2026 the wininet authors. MIT license.

import { assertEquals, assertRejects } from "@std/assert";
import { ERROR_INTERNET_TIMEOUT, InternetError } from "../../error.ts";
import { FtpGetCurrentDirectory, FtpGetFile, FtpPutFile } from "../../ftp.ts";
import {
  FTP_OPTION_KEEP_ALIVE,
  FTP_OPTION_TRANSFER_KEEP_ALIVE,
} from "../../ftp_options.ts";
import {
  InternetCloseHandle,
  InternetReadFile,
  InternetSetOption,
} from "../../internet.ts";
import { INTERNET_OPTION_RECEIVE_TIMEOUT } from "../../options.ts";
import type { HINTERNET } from "../../structures.ts";
import {
  type Folder,
  folder,
  openFtp,
  openToRead,
} from "../helpers/ftp_calls.ts";
import type { FtpCall, FtpServerOptions } from "../servers/ftp_server.ts";

/** Sends another preliminary reply and no final reply. */
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
  Deno.test(`${name} times out if another preliminary reply arrives instead of the final one`, async () => {
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
        // The server does not reply to ABOR.
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

/** A server whose data connection breaks, and that is then asked for the size. */
function breakingServer(
  isRead: Promise<void>,
  answerSize: () => Promise<unknown>,
): FtpServerOptions {
  let asked = 0;
  return {
    on: {
      async RETR(call) {
        await call.reply("150 Here");
        const data = await call.data();
        await data.write("hello");
        await call.until(isRead);
        await data.reset();
        await call.reply("226 That was all");
      },
      async SIZE(call) {
        if (asked++ === 0) return await call.reply("550 Not known yet");
        await call.until(answerSize());
        await call.reply("213 5");
      },
    },
  };
}

Deno.test("InternetReadFile() is not affected by FTP_OPTION_KEEP_ALIVE when it requests the size at the end", async () => {
  const isRead = Promise.withResolvers<void>();
  // Long enough for many NOOP commands.
  const later = () => new Promise((resolve) => setTimeout(resolve, 30));
  await using scene = await openFtp(breakingServer(isRead.promise, later));
  InternetSetOption(scene.hConnect, FTP_OPTION_KEEP_ALIVE, 1);
  InternetSetOption(scene.hConnect, FTP_OPTION_TRANSFER_KEEP_ALIVE, "");
  await using hFile = await openToRead(scene.hConnect, "a");
  assertEquals(await InternetReadFile(hFile, new Uint8Array(5)), 5);
  isRead.resolve();
  assertEquals(await InternetReadFile(hFile, new Uint8Array(5)), 0);
  const sent = scene.sent();
  const end = sent.lastIndexOf("SIZE a");
  assertEquals(sent.slice(sent.indexOf("RETR a"), end + 1), [
    "RETR a",
    "SIZE a",
  ]);
});

Deno.test("InternetCloseHandle() waits for the size that is requested at the end before the next command", async () => {
  const isRead = Promise.withResolvers<void>();
  const isAsked = Promise.withResolvers<void>();
  const mayAnswer = Promise.withResolvers<void>();
  await using scene = await openFtp(
    breakingServer(isRead.promise, () => {
      isAsked.resolve();
      return mayAnswer.promise;
    }),
  );
  const { hConnect } = scene;
  const hFile = await openToRead(hConnect, "a");
  await InternetReadFile(hFile, new Uint8Array(5));
  isRead.resolve();
  const read = assertRejects(
    () => InternetReadFile(hFile, new Uint8Array(5)),
    InternetError,
  );
  await isAsked.promise;
  InternetCloseHandle(hFile);
  await read;
  const directory = FtpGetCurrentDirectory(hConnect);
  mayAnswer.resolve();
  assertEquals(await directory, "/");
});
