// Copyright 2026 the wininet authors. MIT license.

/** Reading a stream to its end frees the connection of its file. */

import { assertEquals } from "@std/assert";
import {
  ERROR_FTP_TRANSFER_IN_PROGRESS,
  ERROR_INTERNET_CONNECTION_ABORTED,
  ERROR_INTERNET_OPERATION_CANCELLED,
} from "../../error.ts";
import {
  FtpDeleteFile,
  FtpGetCurrentDirectory,
  FtpGetFileSize,
} from "../../ftp.ts";
import {
  InternetQueryDataAvailable,
  InternetReadFile,
  InternetSetFilePointer,
} from "../../internet.ts";
import { readable } from "../../streams.ts";
import { NEVER, readText, rejectedCode, thrownCode } from "../helpers/calls.ts";
import { openFtp, openToRead, readAll } from "../helpers/ftp_calls.ts";

const FILES = { files: { "/a": "0123456789", "/b": "other" } };

Deno.test("a stream that was read to its end frees the connection", async () => {
  await using scene = await openFtp(FILES, { dwContext: "connection" });
  const { hConnect } = scene;
  const hFile = await openToRead(hConnect, "a");
  assertEquals(await new Response(readable(hFile)).text(), "0123456789");
  assertEquals(await FtpGetCurrentDirectory(hConnect), "/");
  const hOther = await openToRead(hConnect, "b");
  assertEquals(await readAll(hOther), "other");
  assertEquals(hFile.closed, false);
  assertEquals(await InternetReadFile(hFile, new Uint8Array(9)), 0);
  assertEquals(await InternetQueryDataAvailable(hFile), 0);
  assertEquals(await FtpGetFileSize(hFile), 10);
  hFile[Symbol.dispose]();
  hOther[Symbol.dispose]();
  assertEquals(await FtpDeleteFile(hConnect, "a"), true);
});

Deno.test("a stream that was not read to its end keeps the connection busy", async () => {
  await using scene = await openFtp(FILES);
  const { hConnect } = scene;
  const hFile = await openToRead(hConnect, "a");
  const reader = readable(hFile).getReader();
  await reader.read();
  assertEquals(
    thrownCode(() => FtpGetCurrentDirectory(hConnect)),
    ERROR_FTP_TRANSFER_IN_PROGRESS,
  );
  assertEquals((await reader.read()).done, true);
  assertEquals(await FtpGetCurrentDirectory(hConnect), "/");
});

Deno.test("moving the pointer of a file that was read by a stream occupies the connection again", async () => {
  await using scene = await openFtp(FILES);
  const { hConnect } = scene;
  const hFile = await openToRead(hConnect, "a");
  await readAll(hFile);
  assertEquals(await FtpGetCurrentDirectory(hConnect), "/");
  assertEquals(await InternetSetFilePointer(hFile, 7), 7);
  assertEquals(
    thrownCode(() => FtpGetCurrentDirectory(hConnect)),
    ERROR_FTP_TRANSFER_IN_PROGRESS,
  );
  assertEquals(await readText(hFile), "789");
  hFile[Symbol.dispose]();
  assertEquals(await FtpGetCurrentDirectory(hConnect), "/");
});

Deno.test("moving the pointer fails while another file uses the connection", async () => {
  await using scene = await openFtp(FILES);
  const { hConnect } = scene;
  const hFile = await openToRead(hConnect, "a");
  await readAll(hFile);
  const hOther = await openToRead(hConnect, "b");
  assertEquals(
    thrownCode(() => InternetSetFilePointer(hFile, 7)),
    ERROR_FTP_TRANSFER_IN_PROGRESS,
  );
  assertEquals(await readAll(hOther), "other");
  assertEquals(await InternetSetFilePointer(hFile, 7), 7);
  assertEquals(await readText(hFile), "789");
});

Deno.test("a stream that fails keeps the connection busy until the file is closed", async () => {
  await using scene = await openFtp({
    ...FILES,
    on: {
      async RETR(call) {
        await call.reply("150 Opening");
        const data = await call.data();
        await data.write("01");
        await data.end();
        await call.session.close();
      },
    },
  });
  const { hConnect } = scene;
  const hFile = await openToRead(hConnect, "a");
  const failed = new Response(readable(hFile)).text();
  assertEquals(await rejectedCode(failed), ERROR_INTERNET_CONNECTION_ABORTED);
  assertEquals(
    thrownCode(() => FtpGetCurrentDirectory(hConnect)),
    ERROR_FTP_TRANSFER_IN_PROGRESS,
  );
});

Deno.test("closing a file whose connection is free does not wait for a call on it", async () => {
  const reached = Promise.withResolvers<void>();
  await using scene = await openFtp({
    ...FILES,
    on: {
      async PWD(call) {
        reached.resolve();
        await call.until(NEVER);
      },
    },
  });
  const { hConnect } = scene;
  const hFile = await openToRead(hConnect, "a");
  await readAll(hFile);
  const call = rejectedCode(FtpGetCurrentDirectory(hConnect));
  await reached.promise;
  await hFile[Symbol.asyncDispose]();
  hConnect[Symbol.dispose]();
  assertEquals(await call, ERROR_INTERNET_OPERATION_CANCELLED);
});
