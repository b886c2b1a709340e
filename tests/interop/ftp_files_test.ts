// Copyright 2026 the wininet authors. MIT license.

import { assert, assertEquals } from "@std/assert";
import {
  ERROR_INTERNET_OPERATION_CANCELLED,
  ERROR_NOT_SUPPORTED,
} from "../../error.ts";
import {
  FILE_BEGIN,
  FILE_END,
  FTP_TRANSFER_TYPE_ASCII,
  GENERIC_READ,
  GENERIC_WRITE,
} from "../../flags.ts";
import {
  FtpDeleteFile,
  FtpGetCurrentDirectory,
  FtpGetFile,
  FtpGetFileSize,
  FtpOpenFile,
  FtpPutFile,
} from "../../ftp.ts";
import { FTP_OPTION_KEEP_TIMES, FTP_OPTION_VERIFY } from "../../ftp_options.ts";
import {
  InternetCloseHandle,
  InternetReadFile,
  InternetSetFilePointer,
  InternetSetOption,
  InternetWriteFile,
} from "../../internet.ts";
import { readable, writable } from "../../streams.ts";
import { rejectedCode } from "../helpers/calls.ts";
import {
  assertSameFile,
  CONTENT,
  eachServerTest,
  list,
  namesOf,
  openProgram,
  type TestPlaces,
} from "./ftp_calls.ts";
import { deterministicBytes } from "./nginx.ts";

/** For tests that do not depend on TLS. */
const PLAIN: TestPlaces = { securities: ["plain"] };

const BIG = 20_000_003;

/** The number of aborted transfers in one session. */
const ABORTS = 5;

eachServerTest(
  "empty files are transferred in both directions",
  async (server, security) => {
    await using program = await openProgram(server, { security });
    const { hConnect, path } = program;
    const nothing = new Uint8Array();
    await FtpPutFile(
      hConnect,
      await program.localFile("up", nothing),
      "put",
    );
    await assertSameFile(`${server.home}/put`, nothing);
    await FtpGetFile(hConnect, "put", path("down"));
    await assertSameFile(path("down"), nothing);
    {
      await using _ = await FtpOpenFile(hConnect, "written", GENERIC_WRITE);
    }
    await assertSameFile(`${server.home}/written`, nothing);
    await using hFile = await FtpOpenFile(hConnect, "written", GENERIC_READ);
    assertEquals(await InternetReadFile(hFile, new Uint8Array(10)), 0);
  },
  PLAIN,
);

eachServerTest(
  "a big file is transferred in both directions",
  async (server, security) => {
    await using program = await openProgram(server, { security });
    const { hConnect, path } = program;
    const bytes = deterministicBytes(BIG);
    await FtpPutFile(hConnect, await program.localFile("up", bytes), "big");
    await assertSameFile(`${server.home}/big`, bytes);
    await FtpGetFile(hConnect, "big", path("down"));
    await assertSameFile(path("down"), bytes);
  },
  PLAIN,
);

eachServerTest(
  "streams are transferred in both directions",
  async (server, security) => {
    await using program = await openProgram(server, { security });
    const { hConnect } = program;
    const writer = await FtpOpenFile(hConnect, "streamed", GENERIC_WRITE);
    await new Blob([CONTENT]).stream().pipeTo(writable(writer));
    await assertSameFile(`${server.home}/streamed`, CONTENT);
    InternetCloseHandle(writer);
    await using reader = await FtpOpenFile(hConnect, "streamed", GENERIC_READ);
    const bytes = await new Response(readable(reader)).bytes();
    assertEquals(bytes, CONTENT);
  },
);

eachServerTest("texts get the local line ends", async (server, security) => {
  await using program = await openProgram(server, { security });
  const { hConnect, path } = program;
  await server.addFile("text", "one\ntwo\n");
  const type = FTP_TRANSFER_TYPE_ASCII;
  await FtpGetFile(hConnect, "text", path("text"), false, 0, type);
  assertEquals(await Deno.readTextFile(path("text")), "one\ntwo\n");
  await FtpPutFile(hConnect, path("text"), "copy", type);
  // Each server converts CR LF differently.
  const copy = await Deno.readTextFile(`${server.home}/copy`);
  assertEquals(copy.replaceAll("\r", ""), "one\ntwo\n");
}, PLAIN);

eachServerTest(
  "InternetSetFilePointer() reads from any position",
  async (server, security) => {
    await using program = await openProgram(server, { security });
    const { hConnect } = program;
    await server.addFile("file", CONTENT);
    await using hFile = await FtpOpenFile(hConnect, "file", GENERIC_READ);
    for (const [distance, method] of [[90_000, 0], [5, 0], [-7, FILE_END]]) {
      const at = await InternetSetFilePointer(hFile, distance!, method);
      const buffer = new Uint8Array(7);
      assertEquals(await InternetReadFile(hFile, buffer), 7);
      assertEquals(buffer, CONTENT.slice(at, at + 7));
    }
    await InternetSetFilePointer(hFile, 0, FILE_BEGIN);
    const bytes = await new Response(readable(hFile)).bytes();
    assertEquals(bytes, CONTENT);
  },
  PLAIN,
);

eachServerTest(
  "FTP_OPTION_KEEP_TIMES keeps times",
  async (server, security) => {
    await using program = await openProgram(server, { security });
    const { hConnect, path } = program;
    InternetSetOption(hConnect, FTP_OPTION_KEEP_TIMES, true);
    const time = new Date("2021-03-04T05:06:07Z");
    await Deno.utime(await program.localFile("up", CONTENT), time, time);
    await FtpPutFile(hConnect, path("up"), "file");
    assertEquals((await Deno.stat(`${server.home}/file`)).mtime, time);
    await FtpGetFile(hConnect, "file", path("down"));
    assertEquals((await Deno.stat(path("down"))).mtime, time);
  },
);

eachServerTest("FTP_OPTION_VERIFY compares checksums", async (
  server,
  security,
) => {
  await using program = await openProgram(server, { security });
  const { hConnect, path } = program;
  InternetSetOption(hConnect, FTP_OPTION_VERIFY, true);
  await server.addFile("there", CONTENT);
  const local = await program.localFile("up", CONTENT);
  const put = () => FtpPutFile(hConnect, local, "file");
  const get = () => FtpGetFile(hConnect, "there", path("down"));
  if (server.name === "proftpd") {
    await put();
    await get();
    await assertSameFile(path("down"), CONTENT);
  } else {
    assertEquals(await rejectedCode(put()), ERROR_NOT_SUPPORTED);
    assertEquals(await rejectedCode(get()), ERROR_NOT_SUPPORTED);
    assertEquals(namesOf(await list(hConnect)), ["there"]);
  }
});

eachServerTest("downloads can be aborted", async (server, security) => {
  await using program = await openProgram(server, { security });
  const { hConnect, path } = program;
  await server.addFile("big", deterministicBytes(BIG));
  await server.addFile("small", CONTENT);
  for (let count = 0; count < ABORTS; count++) {
    const unread = await FtpOpenFile(hConnect, "big", GENERIC_READ);
    InternetCloseHandle(unread);
    const begun = await FtpOpenFile(hConnect, "big", GENERIC_READ);
    await InternetReadFile(begun, new Uint8Array(100_000));
    InternetCloseHandle(begun);
    const busy = await FtpOpenFile(hConnect, "big", GENERIC_READ);
    const reading = InternetReadFile(busy, new Uint8Array(BIG + 1));
    InternetCloseHandle(busy);
    assertEquals(
      await rejectedCode(reading),
      ERROR_INTERNET_OPERATION_CANCELLED,
    );
    assertEquals(await FtpGetCurrentDirectory(hConnect), server.root);
    await FtpGetFile(hConnect, "small", path("down"));
    await assertSameFile(path("down"), CONTENT);
  }
});

eachServerTest("uploads can be aborted", async (server, security) => {
  await using program = await openProgram(server, { security });
  const { hConnect } = program;
  const bytes = deterministicBytes(BIG);
  for (let count = 0; count < ABORTS; count++) {
    const hFile = await FtpOpenFile(hConnect, "half", GENERIC_WRITE);
    await InternetWriteFile(hFile, CONTENT);
    const writing = InternetWriteFile(hFile, bytes);
    InternetCloseHandle(hFile);
    assertEquals(
      await rejectedCode(writing),
      ERROR_INTERNET_OPERATION_CANCELLED,
    );
    assertEquals(await FtpGetCurrentDirectory(hConnect), server.root);
    assertEquals(await Array.fromAsync(Deno.readDir(server.home)), []);
    await FtpPutFile(
      hConnect,
      await program.localFile("up", CONTENT),
      "whole",
    );
    await assertSameFile(`${server.home}/whole`, CONTENT);
    await FtpDeleteFile(hConnect, "whole");
  }
});

eachServerTest("a size of more than 4 GiB is reported", async (
  server,
  security,
) => {
  const size = 5_000_000_000;
  await server.addFile("huge", "");
  await Deno.truncate(`${server.home}/huge`, size);
  await using program = await openProgram(server, { security });
  const { hConnect } = program;
  const found = await list(hConnect);
  assertEquals(found.map(({ nFileSize }) => nFileSize), [size]);
  await using hFile = await FtpOpenFile(hConnect, "huge", GENERIC_READ);
  assertEquals(await FtpGetFileSize(hFile), size);
  await InternetSetFilePointer(hFile, -10, FILE_END);
  assert(await InternetReadFile(hFile, new Uint8Array(100)) === 10);
}, PLAIN);
