// Copyright 2026 the wininet authors. MIT license.

/**
 * A connection does one thing at a time: while a file or an enumeration is
 * open, or a call is in progress, every other call fails with
 * ERROR_FTP_TRANSFER_IN_PROGRESS and sends nothing.
 */

import { assertEquals } from "@std/assert";
import {
  ERROR_FTP_TRANSFER_IN_PROGRESS,
  ERROR_INVALID_PARAMETER,
} from "../../error.ts";
import { GENERIC_READ, GENERIC_WRITE } from "../../flags.ts";
import {
  FtpCommand,
  FtpCreateDirectory,
  FtpDeleteFile,
  FtpFindFirstFile,
  FtpGetCurrentDirectory,
  FtpGetFile,
  FtpOpenFile,
  FtpPutFile,
  FtpRemoveDirectory,
  FtpRenameFile,
  FtpSetCurrentDirectory,
} from "../../ftp.ts";
import { InternetGetLastResponseInfo } from "../../internet.ts";
import type { HINTERNET } from "../../structures.ts";
import { NEVER, rejectedCode, thrownCode } from "../helpers/calls.ts";
import {
  connectFtp,
  type Folder,
  folder,
  openFtp,
  readAll,
} from "../helpers/ftp_calls.ts";
import type { FtpServerOptions } from "../servers/ftp_server.ts";

type Call = (hConnect: HINTERNET, files: Folder) => Promise<unknown>;

const CALLS: [name: string, call: Call][] = [
  ["FtpCreateDirectory", (h) => FtpCreateDirectory(h, "new")],
  ["FtpRemoveDirectory", (h) => FtpRemoveDirectory(h, "d")],
  ["FtpSetCurrentDirectory", (h) => FtpSetCurrentDirectory(h, "d")],
  ["FtpGetCurrentDirectory", (h) => FtpGetCurrentDirectory(h)],
  ["FtpDeleteFile", (h) => FtpDeleteFile(h, "a")],
  ["FtpRenameFile", (h) => FtpRenameFile(h, "a", "b")],
  ["FtpFindFirstFile", (h) => FtpFindFirstFile(h)],
  ["FtpOpenFile for reading", (h) => FtpOpenFile(h, "a", GENERIC_READ)],
  ["FtpOpenFile for writing", (h) => FtpOpenFile(h, "a", GENERIC_WRITE)],
  ["FtpGetFile", (h, files) => FtpGetFile(h, "a", files.path("a"))],
  ["FtpPutFile", (h, files) => FtpPutFile(h, files.write("p", "x"), "p")],
  ["FtpCommand", (h) => FtpCommand(h, false, 0, "NOOP")],
  ["FtpCommand with data", (h) => FtpCommand(h, true, 0, "LIST")],
];

const HOLDERS: [name: string, open: (h: HINTERNET) => Promise<HINTERNET>][] = [
  ["a file is open for reading", (h) => FtpOpenFile(h, "a", GENERIC_READ)],
  ["a file is open for writing", (h) => FtpOpenFile(h, "w", GENERIC_WRITE)],
  ["an enumeration is open", async (h) => (await FtpFindFirstFile(h)).hFind],
  [
    "a command with data is open",
    (h) => FtpCommand(h, true, 0, "NLST") as Promise<HINTERNET>,
  ],
];

const FILES = { files: { "/a": "text" }, directories: ["/d"] };

for (const [state, open] of HOLDERS) {
  for (const [name, call] of CALLS) {
    Deno.test(`${name} fails with 12110 while ${state}, and succeeds after it`, async () => {
      using files = folder();
      await using scene = await openFtp(FILES, { dwContext: 1 });
      const { hConnect, server, watched } = scene;
      const holder = await open(hConnect);
      const before = server.commands.length;
      const told = watched.log.length;
      assertEquals(
        thrownCode(() => call(hConnect, files)),
        ERROR_FTP_TRANSFER_IN_PROGRESS,
      );
      assertEquals(server.commands.length, before);
      assertEquals(watched.log.length, told);
      await holder[Symbol.asyncDispose]();
      await call(hConnect, files);
    });
  }
}

/** Calls in progress: the server does not reply to this command. */
const PENDING: [name: string, verb: string, call: Call][] = [
  ["FtpCreateDirectory", "MKD", (h) => FtpCreateDirectory(h, "new")],
  ["FtpGetCurrentDirectory", "PWD", (h) => FtpGetCurrentDirectory(h)],
  ["FtpGetFile", "RETR", (h, files) => FtpGetFile(h, "a", files.path("a"))],
  [
    "FtpPutFile",
    "STOR",
    (h, files) => FtpPutFile(h, files.write("p", "x"), "p"),
  ],
  ["FtpCommand", "NOOP", (h) => FtpCommand(h, false, 0, "NOOP")],
  ["FtpOpenFile", "RETR", (h) => FtpOpenFile(h, "a", GENERIC_READ)],
  ["FtpFindFirstFile", "MLSD", (h) => FtpFindFirstFile(h)],
];

for (const [name, verb, pending] of PENDING) {
  Deno.test(`every call fails with 12110 while ${name} waits for ${verb}`, async () => {
    using files = folder();
    const reached = Promise.withResolvers<void>();
    const options: FtpServerOptions = {
      ...FILES,
      on: {
        async [verb](call) {
          reached.resolve();
          await call.until(NEVER);
        },
      },
    };
    await using scene = await openFtp(options);
    const { hConnect, server } = scene;
    const first = pending(hConnect, files);
    const outcome = rejectedCode(first);
    await reached.promise;
    const before = server.commands.length;
    for (const [other, call] of CALLS) {
      assertEquals(
        thrownCode(() => call(hConnect, files)),
        ERROR_FTP_TRANSFER_IN_PROGRESS,
        other,
      );
    }
    assertEquals(server.commands.length, before);
    hConnect[Symbol.dispose]();
    await outcome;
  });
}

Deno.test("a wrong argument is reported before a busy connection", async () => {
  await using scene = await openFtp(FILES);
  await FtpOpenFile(scene.hConnect, "a", GENERIC_READ);
  assertEquals(
    [
      thrownCode(() => FtpDeleteFile(scene.hConnect, "")),
      thrownCode(() => FtpOpenFile(scene.hConnect, "a", 0)),
      thrownCode(() => FtpCommand(scene.hConnect, false, 5, "NOOP")),
    ],
    Array(3).fill(ERROR_INVALID_PARAMETER),
  );
});

Deno.test("the next call may follow InternetCloseHandle immediately, because it waits for the end of the file", async () => {
  await using scene = await openFtp({
    files: { "/a": "text", "/big": new Uint8Array(2 ** 22) },
  });
  const { hConnect } = scene;
  const hWrite = await FtpOpenFile(hConnect, "w", GENERIC_WRITE);
  hWrite[Symbol.dispose]();
  const hBig = await FtpOpenFile(hConnect, "big", GENERIC_READ);
  hBig[Symbol.dispose]();
  const { hFind } = await FtpFindFirstFile(hConnect);
  hFind[Symbol.dispose]();
  const hRead = await FtpOpenFile(hConnect, "a", GENERIC_READ);
  assertEquals(await readAll(hRead), "text");
  hRead[Symbol.dispose]();
  assertEquals(await FtpGetCurrentDirectory(hConnect), "/");
  assertEquals(
    InternetGetLastResponseInfo(hConnect).text,
    '257 "/" is current',
  );
});

Deno.test("two connections of one session do not wait for each other", async () => {
  await using scene = await openFtp(FILES);
  const { hInternet, server, hConnect } = scene;
  const other = await connectFtp(hInternet, server);
  const hOne = await FtpOpenFile(hConnect, "a", GENERIC_READ);
  const hTwo = await FtpOpenFile(other, "a", GENERIC_READ);
  assertEquals(await readAll(hTwo), "text");
  assertEquals(await readAll(hOne), "text");
});
