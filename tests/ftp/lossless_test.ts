// Copyright 2026 the wininet authors. MIT license.

/** No data may be lost if a server does not do what was requested. */

import { assert, assertEquals } from "@std/assert";
import {
  ERROR_FTP_DROPPED,
  ERROR_INTERNET_EXTENDED_ERROR,
  ERROR_INTERNET_TIMEOUT,
} from "../../error.ts";
import { GENERIC_READ, GENERIC_WRITE } from "../../flags.ts";
import {
  FTP_OPTION_ACCOUNT,
  FTP_OPTION_MACHINE_LISTINGS,
  FTP_OPTION_RESUME,
  FTP_RESUME_OR_RESTART,
} from "../../ftp_options.ts";
import {
  FtpCommand,
  FtpDeleteFile,
  FtpFindFirstFile,
  FtpGetCurrentDirectory,
  FtpGetFile,
  FtpOpenFile,
  FtpPutFile,
} from "../../ftp.ts";
import {
  InternetCloseHandle,
  InternetGetLastResponseInfo,
  InternetReadFile,
  InternetSetOption,
  InternetSetStatusCallback,
} from "../../internet.ts";
import { INTERNET_OPTION_DATA_RECEIVE_TIMEOUT } from "../../options.ts";
import { INTERNET_STATUS_RESPONSE_RECEIVED } from "../../status.ts";
import { entries } from "../../streams.ts";
import { readText, rejectedCode } from "../helpers/calls.ts";
import { fileText, folder, openFtp } from "../helpers/ftp_calls.ts";
import type { FtpScript } from "../servers/ftp_server.ts";

Deno.test("FtpPutFile() with FTP_OPTION_RESUME does not continue a file with other content", async () => {
  using files = folder();
  await using scene = await openFtp({
    files: { "/g": "old" },
    on: { RNFR: (call) => call.reply("502 No RNFR") },
  });
  const { hConnect, server } = scene;
  InternetSetOption(hConnect, FTP_OPTION_RESUME, FTP_RESUME_OR_RESTART);
  const local = files.write("f", "NEWNEWNEW");
  await FtpPutFile(hConnect, local, "g");
  assertEquals(fileText(server, "/g"), "NEWNEWNEW");
  await FtpPutFile(hConnect, files.write("f", "333333333"), "g");
  assertEquals(fileText(server, "/g"), "333333333");
});

Deno.test("FtpOpenFile() leaves no empty file if its data connection fails after 150", async () => {
  await using scene = await openFtp({
    on: {
      async STOR(call) {
        call.server.files.set("/g", new Uint8Array());
        await call.reply("150 Go\r\n425 No data connection");
      },
    },
  });
  const { hConnect, server } = scene;
  assertEquals(
    await rejectedCode(FtpOpenFile(hConnect, "g", GENERIC_WRITE)),
    ERROR_INTERNET_EXTENDED_ERROR,
  );
  await FtpGetCurrentDirectory(hConnect);
  assertEquals([...server.files.keys()], []);
});

Deno.test("FtpGetFile() with FTP_OPTION_RESUME keeps its part if the server aborts the transfer", async () => {
  using files = folder();
  const read = Promise.withResolvers<void>();
  await using scene = await openFtp({
    files: { "/a": "0123456789" },
    on: {
      async RETR(call) {
        if (call.session.rest > 0) return false;
        await call.reply("150 Here");
        const data = await call.data();
        await data.write("01234");
        await call.until(read.promise);
        await call.reply("426 Cut");
        await data.write("56");
        await data.end();
      },
    } as Record<string, FtpScript>,
  });
  const { hConnect } = scene;
  InternetSetStatusCallback(hConnect, (_h, _c, status, information) => {
    if (status !== INTERNET_STATUS_RESPONSE_RECEIVED) return;
    if (information === 5) read.resolve();
  });
  InternetSetOption(hConnect, FTP_OPTION_RESUME, FTP_RESUME_OR_RESTART);
  const local = files.path("a");
  assertEquals(
    await rejectedCode(FtpGetFile(hConnect, "a", local, false, 0, 0, 1)),
    ERROR_INTERNET_EXTENDED_ERROR,
  );
  assertEquals(await Deno.readTextFile(`${local}.part`), "0123456");
  await FtpGetFile(hConnect, "a", local);
  assertEquals(await Deno.readTextFile(local), "0123456789");
  assert(scene.sent().includes("REST 7"));
});

Deno.test("a call after a read that timed out gets its own reply, closed immediately", async () => {
  const aborted = Promise.withResolvers<void>();
  await using scene = await openFtp({
    files: { "/a": "content", "/b": "other" },
    on: {
      async RETR(call) {
        await call.reply("150 Here");
        const data = await call.data();
        await call.until(aborted.promise);
        await data.close();
        await call.reply("426 Aborted\r\n226 Done");
      },
      ABOR: () => aborted.resolve(),
    },
  });
  const { hConnect, server } = scene;
  const hFile = await FtpOpenFile(hConnect, "a", GENERIC_READ);
  InternetSetOption(hFile, INTERNET_OPTION_DATA_RECEIVE_TIMEOUT, 30);
  const read = rejectedCode(InternetReadFile(hFile, new Uint8Array(9)));
  await server.received(server.commands.length + 1); // ABOR
  InternetCloseHandle(hFile);
  await FtpDeleteFile(hConnect, "b");
  assert([ERROR_INTERNET_TIMEOUT, 12017].includes(await read));
  assertEquals([...server.files.keys()], ["/a"]);
  assertEquals(await FtpGetCurrentDirectory(hConnect), "/");
});

Deno.test("FtpFindFirstFile() ends the session if it cannot return to the directory", async () => {
  let inside = false;
  await using scene = await openFtp({
    files: { "/[x]/a": "1", "/[x]/precious": "1" },
    on: {
      CWD(call) {
        if (inside) return call.reply("550 No way back");
        inside = true;
        return false;
      },
    } as Record<string, FtpScript>,
  });
  const { hConnect, server } = scene;
  InternetSetOption(hConnect, FTP_OPTION_MACHINE_LISTINGS, false);
  const { hFind } = await FtpFindFirstFile(hConnect, "[x]");
  for await (const _ of entries(hFind));
  assertEquals(
    await rejectedCode(FtpDeleteFile(hConnect, "precious")),
    ERROR_FTP_DROPPED,
  );
  assert(server.files.has("/[x]/precious"));
});

Deno.test("FtpOpenFile() does not show an account that the server repeats", async () => {
  await using scene = await openFtp({
    files: { "/a": "content" },
    on: {
      RETR: (call) => call.reply("332 Need account"),
      ACCT: (call) => call.reply(`530 No ${call.argument}`),
    },
  });
  const { hConnect } = scene;
  InternetSetOption(hConnect, FTP_OPTION_ACCOUNT, "s3cret");
  const error = await FtpOpenFile(hConnect, "a", GENERIC_READ)
    .then(() => null, (error) => error);
  assertEquals(error.code, ERROR_INTERNET_EXTENDED_ERROR);
  assertEquals(
    `${error.message}${error.responseText}`.includes("s3cret"),
    false,
  );
  const { text } = InternetGetLastResponseInfo(hConnect);
  assertEquals(text.includes("s3cret"), false);
});

Deno.test("FtpCommand() with data sends no blank after a command without an argument", async () => {
  await using scene = await openFtp({ files: { "/a": "content" } });
  const hFile = await FtpCommand(scene.hConnect, true, 0, "NLST");
  assert(hFile !== true);
  assertEquals((await readText(hFile)).trim(), "a");
  assertEquals(scene.sent().at(-1), "NLST");
});

Deno.test("FtpGetFile() downloads the whole file after any REST of the program", async () => {
  using files = folder();
  await using scene = await openFtp({ files: { "/a": "0123456789" } });
  await FtpCommand(scene.hConnect, false, 0, "REST 5");
  const local = files.path("a");
  await FtpGetFile(scene.hConnect, "a", local);
  assertEquals(await Deno.readTextFile(local), "0123456789");
});
