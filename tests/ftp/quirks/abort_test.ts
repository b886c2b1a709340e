// Copyright 2026 the wininet authors. MIT license.

import { assertEquals } from "@std/assert";
import {
  ERROR_FTP_DROPPED,
  ERROR_INTERNET_EXTENDED_ERROR,
  ERROR_INTERNET_INVALID_OPERATION,
} from "../../../error.ts";
import { FILE_BEGIN, GENERIC_WRITE } from "../../../flags.ts";
import {
  FtpCreateDirectory,
  FtpDeleteFile,
  FtpGetCurrentDirectory,
  FtpOpenFile,
} from "../../../ftp.ts";
import {
  InternetCloseHandle,
  InternetReadFile,
  InternetSetFilePointer,
  InternetWriteFile,
} from "../../../internet.ts";
import { INTERNET_OPTION_RECEIVE_TIMEOUT } from "../../../options.ts";
import { rejectedCode } from "../../helpers/calls.ts";
import { openToRead, readAll } from "../../helpers/ftp_calls.ts";
import { abortable, assertUsable, quirkTest, set } from "./quirks.ts";
import { heldTimers } from "../../helpers/held_timers.ts";
import type { FtpScript } from "../../servers/ftp_server.ts";
import { turns } from "../../helpers/turns.ts";

const FILES = { "/a": "content" };

// ---- ABOR ----

const ABORTS: [name: string, replies: string][] = [
  ["426 and 226", "426 Aborted\r\n226 Done\r\n"],
  ["426 and 225", "426 Aborted\r\n225 Done\r\n"],
  ["426 and 200", "426 Aborted\r\n200 Done\r\n"],
  ["426 and 500", "426 Lost\r\n500 What?\r\n"],
  ["451 and 226", "451 Aborted\r\n226 Done\r\n"],
  ["426 alone", "426 Aborted\r\n"],
  ["226 alone", "226 Done\r\n"],
  ["225 alone", "225 Done\r\n"],
  ["226 twice", "226 Done\r\n226 Done\r\n"],
  ["226 and 200", "226 Done\r\n200 Fine\r\n"],
  ["226 and 500", "226 Done\r\n500 What?\r\n"],
  ["226 and 502", "226 Done\r\n502 No ABOR\r\n"],
  ["426, 226 and 226", "426 Lost\r\n226 Done\r\n226 Aborted\r\n"],
];

/** Sends data, and waits for ABOR. */
const waiting = async (
  call: Parameters<FtpScript>[0],
  aborted: Promise<void>,
) => {
  await call.reply("150 Now");
  const data = await call.data();
  await data.write("content");
  await call.until(aborted);
};

for (const pieces of ["together", "one by one"]) {
  for (const [name, replies] of ABORTS) {
    quirkTest(
      `closing a file leaves a usable session if the reply to ABOR is ${name}, ${pieces}`,
      {
        files: { ...FILES, "/b": "b" },
        on: pieces === "together"
          ? abortable(waiting, replies)
          : oneByOne(replies),
      },
      async (scene) => {
        const { hConnect, server } = scene;
        const hFile = await openToRead(hConnect, "a");
        await InternetReadFile(hFile, new Uint8Array(3));
        InternetCloseHandle(hFile);
        await FtpDeleteFile(hConnect, "b");
        assertEquals(
          await rejectedCode(FtpDeleteFile(hConnect, "b")),
          ERROR_INTERNET_EXTENDED_ERROR,
        );
        await FtpCreateDirectory(hConnect, "d");
        assertEquals(server.directories.has("/d"), true);
        await assertUsable(scene);
        assertEquals(scene.sent().filter((line) => line === "ABOR").length, 1);
      },
    );
  }
}

/**
 * Sends the first reply to ABOR immediately, and the others only after the next
 * command has arrived.
 */
function oneByOne(replies: string): Record<string, FtpScript> {
  const [first, ...others] = replies.split(/(?<=\n)/) as [string];
  const { RETR, ABOR } = abortable(waiting, first);
  return {
    RETR,
    async ABOR(call) {
      const { length } = call.server.commands;
      await ABOR(call);
      await call.server.received(length + 1);
      await call.raw(others.join(""));
    },
    async "*"(call) {
      await turns(200);
      return call.verb === "";
    },
  };
}

quirkTest(
  "a server that does not reply to ABOR is disconnected after fifteen seconds",
  {
    on: {
      async RETR(call) {
        await call.reply("150 Now");
        await call.data();
        await call.until(new Promise(() => {}));
      },
      ABOR: () => {},
    },
  },
  async ({ hConnect, server }) => {
    using timers = heldTimers();
    const hFile = await openToRead(hConnect, "a");
    InternetCloseHandle(hFile);
    const next = rejectedCode(FtpGetCurrentDirectory(hConnect));
    await server.received(server.commands.indexOf("RETR a") + 2);
    assertEquals(server.commands.at(-1), "ABOR");
    while (timers.size === 0) await turns(1);
    timers.fire();
    assertEquals(await next, ERROR_FTP_DROPPED);
    await server.allClosed();
  },
);

quirkTest(
  "INTERNET_OPTION_RECEIVE_TIMEOUT applies to ABOR if it is shorter",
  {
    on: {
      async RETR(call) {
        await call.reply("150 Now");
        await call.data();
        await call.until(new Promise(() => {}));
      },
      ABOR: () => {},
    },
  },
  async ({ hConnect }) => {
    set(hConnect, [[INTERNET_OPTION_RECEIVE_TIMEOUT, 50]]);
    InternetCloseHandle(await openToRead(hConnect, "a"));
    assertEquals(
      await rejectedCode(FtpGetCurrentDirectory(hConnect)),
      ERROR_FTP_DROPPED,
    );
  },
);

quirkTest(
  "moving in a file does not read the rest of the previous transfer",
  {
    files: { "/a": "x".repeat(1_000_000) + "end" },
  },
  async (scene) => {
    const hFile = await openToRead(scene.hConnect, "a");
    for (const position of [1_000_000, 5, 1_000_001]) {
      await InternetReadFile(hFile, new Uint8Array(1));
      await InternetSetFilePointer(hFile, position, FILE_BEGIN);
    }
    assertEquals(await readAll(hFile), "nd");
    InternetCloseHandle(hFile);
    await assertUsable(scene);
  },
);

/** An upload of which the server reads only one piece, and that ends with ABOR. */
function stuckUpload(): Record<string, FtpScript> {
  const { RETR, ABOR } = abortable(async (call, aborted) => {
    await call.reply("150 Now");
    await (await call.data()).read();
    await call.until(aborted);
  });
  return { STOR: RETR, ABOR };
}

quirkTest("closing an upload during a write aborts it", {
  on: stuckUpload(),
}, async (scene) => {
  const hFile = await FtpOpenFile(scene.hConnect, "a", GENERIC_WRITE);
  const write = InternetWriteFile(hFile, new Uint8Array(20_000_000));
  const code = rejectedCode(write);
  await turns(10);
  InternetCloseHandle(hFile);
  assertEquals(await code, 12017);
  await assertUsable(scene);
});

quirkTest(
  "a text has no positions",
  { files: FILES },
  async ({ hConnect }) => {
    const hFile = await FtpOpenFile(hConnect, "a", 0x80000000, 1);
    assertEquals(
      await rejectedCode(InternetSetFilePointer(hFile, 3, FILE_BEGIN)),
      ERROR_INTERNET_INVALID_OPERATION,
    );
    assertEquals(await readAll(hFile), "content");
    InternetCloseHandle(hFile);
  },
);
