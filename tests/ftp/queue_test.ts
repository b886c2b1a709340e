// Copyright 2026 the wininet authors. MIT license.

/** FTP_OPTION_QUEUE: calls on a busy connection wait for their turn. */

import { assertEquals, assertRejects } from "@std/assert";
import {
  ERROR_FTP_TRANSFER_IN_PROGRESS,
  ERROR_INTERNET_EXTENDED_ERROR,
  ERROR_INTERNET_OPERATION_CANCELLED,
  InternetError,
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
  FtpRenameFile,
} from "../../ftp.ts";
import { FTP_OPTION_QUEUE } from "../../ftp_options.ts";
import { InternetSetOption, InternetWriteFile } from "../../internet.ts";
import type { HINTERNET } from "../../structures.ts";
import { NEVER, rejectedCode, thrownCode } from "../helpers/calls.ts";
import {
  fileText,
  folder,
  type FtpScene,
  openFtp,
  pattern,
  readAll,
} from "../helpers/ftp_calls.ts";
import { turns } from "../helpers/turns.ts";
import type { FtpServerOptions } from "../servers/ftp_server.ts";

const FILES = { files: { "/a": "text", "/b": "other" } };

async function openQueue(
  options: FtpServerOptions = FILES,
): Promise<FtpScene> {
  const scene = await openFtp(options, { dwContext: "connection" });
  InternetSetOption(scene.hConnect, FTP_OPTION_QUEUE, true);
  return scene;
}

Deno.test("FTP_OPTION_QUEUE makes Promise.all() of several FtpGetFile() succeed", async () => {
  using files = folder();
  const big = pattern(300_000);
  await using scene = await openQueue({ files: { "/a": "text", "/big": big } });
  const names = ["a", "big", "a", "big", "a"];
  const done = await Promise.all(
    names.map((name, at) =>
      FtpGetFile(scene.hConnect, name, files.path(`${at}`))
    ),
  );
  assertEquals(done, names.map(() => true));
  for (const [at, name] of names.entries()) {
    const content = files.read(String(at));
    assertEquals(content.length, name === "big" ? big.length : 4);
  }
  assertEquals(scene.server.connections, 1);
});

Deno.test("FTP_OPTION_QUEUE runs calls of every kind one after the other, in order", async () => {
  using files = folder();
  await using scene = await openQueue();
  const { hConnect, server } = scene;
  const calls = await Promise.all([
    FtpCreateDirectory(hConnect, "d"),
    FtpPutFile(hConnect, files.write("p", "put"), "p"),
    FtpRenameFile(hConnect, "p", "d/q"),
    FtpDeleteFile(hConnect, "a"),
    FtpGetFile(hConnect, "d/q", files.path("q")),
    FtpCommand(hConnect, false, 0, "NOOP"),
    FtpGetCurrentDirectory(hConnect),
  ]);
  assertEquals(calls, [true, true, true, true, true, true, "/"]);
  assertEquals(fileText(server, "/d/q"), "put");
  assertEquals(files.text("q"), "put");
});

Deno.test("a call in the queue waits until an open file is closed", async () => {
  await using scene = await openQueue();
  const { hConnect, server, sent } = scene;
  const hFile = await FtpOpenFile(hConnect, "w", GENERIC_WRITE);
  await InternetWriteFile(hFile, "written");
  const before = sent().length;
  const size = FtpCommand(hConnect, false, 0, "SIZE w");
  const opening = FtpOpenFile(hConnect, "w", GENERIC_READ);
  await turns(5);
  assertEquals(sent().length, before);
  hFile[Symbol.dispose]();
  assertEquals(await size, true);
  assertEquals(fileText(server, "/w"), "written");
  const hRead = await opening;
  assertEquals(await readAll(hRead), "written");
});

Deno.test("handles in the queue open one after the other", async () => {
  await using scene = await openQueue();
  const { hConnect } = scene;
  const read = async (name: string) => {
    await using hFile = await FtpOpenFile(hConnect, name, GENERIC_READ);
    return await readAll(hFile);
  };
  const find = async () => {
    const { hFind, findData } = await FtpFindFirstFile(hConnect);
    await hFind[Symbol.asyncDispose]();
    return findData.cFileName;
  };
  assertEquals(
    await Promise.all([read("a"), find(), read("b"), read("a")]),
    ["text", "a", "other", "text"],
  );
});

Deno.test("a call that fails lets the next one in the queue run", async () => {
  await using scene = await openQueue();
  const { hConnect } = scene;
  const none = rejectedCode(FtpDeleteFile(hConnect, "none"));
  const opening = rejectedCode(FtpOpenFile(hConnect, "none", GENERIC_READ));
  const directory = FtpGetCurrentDirectory(hConnect);
  assertEquals(await none, ERROR_INTERNET_EXTENDED_ERROR);
  assertEquals(await opening, ERROR_INTERNET_EXTENDED_ERROR);
  assertEquals(await directory, "/");
});

Deno.test("statuses of calls in the queue have the contexts of their calls, in order", async () => {
  using files = folder();
  await using scene = await openQueue();
  const { hConnect, watched } = scene;
  watched.log.length = 0;
  const get = (context: string) =>
    FtpGetFile(hConnect, "a", files.path(context), false, 0, 0, context);
  await Promise.all([get("x"), get("y"), get("z")]);
  const contexts = watched.log.map(({ dwContext }) => dwContext as string);
  assertEquals(contexts, contexts.toSorted());
  assertEquals([...new Set(contexts)], ["x", "y", "z"]);
  for (const context of ["x", "y", "z"]) {
    assertEquals(watched.names(context).at(-1), "REQUEST_COMPLETE");
  }
});

Deno.test("closing a handle that waits in the queue cancels only that call", async () => {
  await using scene = await openQueue();
  const { hConnect, watched, server } = scene;
  const hFile = await FtpOpenFile(hConnect, "a", GENERIC_READ);
  const waiting = rejectedCode(
    FtpOpenFile(hConnect, "b", GENERIC_READ, 0, "waiting"),
  );
  const created = await watched.until("HANDLE_CREATED", "waiting");
  (created.information as HINTERNET)[Symbol.dispose]();
  assertEquals(await waiting, ERROR_INTERNET_OPERATION_CANCELLED);
  assertEquals(await readAll(hFile), "text");
  hFile[Symbol.dispose]();
  assertEquals(await FtpGetCurrentDirectory(hConnect), "/");
  assertEquals(server.commands.includes("RETR b"), false);
  assertEquals(server.connections, 1);
});

Deno.test("closing the connection cancels every call in the queue, and sends none", async () => {
  const reached = Promise.withResolvers<void>();
  await using scene = await openQueue({
    ...FILES,
    on: {
      async PWD(call) {
        reached.resolve();
        await call.until(NEVER);
      },
    },
  });
  const { hConnect, sent } = scene;
  const codes = [
    FtpGetCurrentDirectory(hConnect),
    FtpDeleteFile(hConnect, "a"),
    FtpOpenFile(hConnect, "b", GENERIC_READ),
    FtpCreateDirectory(hConnect, "d"),
  ].map(rejectedCode);
  await reached.promise;
  await hConnect[Symbol.asyncDispose]();
  assertEquals(
    await Promise.all(codes),
    codes.map(() => ERROR_INTERNET_OPERATION_CANCELLED),
  );
  assertEquals(sent(), ["PWD"]);
});

Deno.test("closing the connection completes an open upload, although a call waits for it", async () => {
  await using scene = await openQueue();
  const { hConnect, server } = scene;
  const hFile = await FtpOpenFile(hConnect, "w", GENERIC_WRITE);
  await InternetWriteFile(hFile, "written");
  const waiting = rejectedCode(FtpDeleteFile(hConnect, "w"));
  await hConnect[Symbol.asyncDispose]();
  assertEquals(await waiting, ERROR_INTERNET_OPERATION_CANCELLED);
  await server.allClosed();
  assertEquals(fileText(server, "/w"), "written");
});

Deno.test("without FTP_OPTION_QUEUE the error of a second call names the option", async () => {
  await using scene = await openFtp(FILES);
  const { hConnect } = scene;
  const first = FtpGetCurrentDirectory(hConnect);
  assertEquals(
    thrownCode(() => FtpGetCurrentDirectory(hConnect)),
    ERROR_FTP_TRANSFER_IN_PROGRESS,
  );
  await assertRejects(
    // deno-lint-ignore require-await
    async () => FtpGetCurrentDirectory(hConnect),
    InternetError,
    "FTP_OPTION_QUEUE",
  );
  await first;
});
