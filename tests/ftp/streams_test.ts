// Copyright 2026 the wininet authors. MIT license.

/** readable, writable, entries, statusEvents and closeOn on FTP handles. */

import { assert, assertEquals, assertRejects } from "@std/assert";
import {
  ERROR_INTERNET_CONNECTION_RESET,
  ERROR_INTERNET_EXTENDED_ERROR,
  ERROR_INTERNET_INCORRECT_HANDLE_TYPE,
  ERROR_INTERNET_OPERATION_CANCELLED,
  ERROR_INVALID_HANDLE,
  InternetError,
} from "../../error.ts";
import { GENERIC_READ, GENERIC_WRITE } from "../../flags.ts";
import {
  FtpFindFirstFile,
  FtpGetCurrentDirectory,
  FtpOpenFile,
} from "../../ftp.ts";
import { InternetFindNextFile, InternetReadFile } from "../../internet.ts";
import {
  INTERNET_STATUS_HANDLE_CLOSING,
  INTERNET_STATUS_HANDLE_CREATED,
  INTERNET_STATUS_REQUEST_SENT,
} from "../../status.ts";
import {
  closeOn,
  entries,
  readable,
  statusEvents,
  writable,
} from "../../streams.ts";
import type { HINTERNET, WIN32_FIND_DATA } from "../../structures.ts";
import { NEVER, rejectedCode, thrownCode } from "../helpers/calls.ts";
import {
  fileText,
  type FtpScene,
  MODES,
  openFtp,
  pattern,
  readBytes,
} from "../helpers/ftp_calls.ts";

const BIG = pattern(5_000_000);

function openFile(scene: FtpScene, access: number): Promise<HINTERNET> {
  return FtpOpenFile(scene.hConnect, "f", access);
}

for (const [mode, passive] of MODES) {
  Deno.test(`readable() returns the file, and the handle stays open after it, ${mode}`, async () => {
    await using scene = await openFtp({ files: { "/f": BIG } }, { passive });
    const hFile = await openFile(scene, GENERIC_READ);
    const bytes = await readBytes(hFile);
    assertEquals(bytes.length, BIG.length);
    assert(bytes.every((byte, at) => byte === BIG[at]));
    assert(!hFile.closed);
    assertEquals(await InternetReadFile(hFile, new Uint8Array(1)), 0);
  });

  Deno.test(`readable() that is cancelled closes the handle, and the connection continues, ${mode}`, async () => {
    await using scene = await openFtp({ files: { "/f": BIG } }, { passive });
    const hFile = await openFile(scene, GENERIC_READ);
    for await (const _chunk of readable(hFile)) break;
    assert(hFile.closed);
    assertEquals(await FtpGetCurrentDirectory(scene.hConnect), "/");
  });

  Deno.test(`a file goes through pipeTo() from one connection to another, ${mode}`, async () => {
    await using from = await openFtp({ files: { "/f": BIG } }, { passive });
    await using to = await openFtp({}, { passive });
    const hFrom = await openFile(from, GENERIC_READ);
    const hTo = await openFile(to, GENERIC_WRITE);
    await readable(hFrom).pipeTo(writable(hTo));
    const stored = to.server.files.get("/f")!;
    assertEquals(stored.length, BIG.length);
    assert(stored.every((byte, at) => byte === BIG[at]));
  });
}

Deno.test("readable() fails like InternetReadFile", async () => {
  await using scene = await openFtp({
    on: {
      async RETR(call) {
        await call.reply("150 Opening");
        await (await call.data()).write("half");
        await call.reset();
      },
    },
  });
  const hFile = await openFile(scene, GENERIC_READ);
  assertEquals(
    await rejectedCode(readBytes(hFile)),
    ERROR_INTERNET_CONNECTION_RESET,
  );
});

Deno.test("readable() uses the buffer of the reader", async () => {
  await using scene = await openFtp({ files: { "/f": "0123456789" } });
  const hFile = await openFile(scene, GENERIC_READ);
  const reader = readable(hFile).getReader({ mode: "byob" });
  const { value } = await reader.read(new Uint8Array(4));
  assertEquals(value, new TextEncoder().encode("0123"));
  await reader.cancel();
  assert(hFile.closed);
});

Deno.test("writable() accepts bytes and strings, and its closing waits for the server", async () => {
  await using scene = await openFtp();
  const hFile = await openFile(scene, GENERIC_WRITE);
  const writer = writable(hFile).getWriter();
  await writer.write("wör");
  await writer.write(new Uint8Array([108, 100]));
  await writer.close();
  assertEquals(fileText(scene.server, "/f"), "wörld");
  hFile[Symbol.dispose]();
  assertEquals(await FtpGetCurrentDirectory(scene.hConnect), "/");
});

Deno.test("writable() is refused by handles that cannot be written", async () => {
  await using scene = await openFtp({ files: { "/f": "text" } });
  const hFile = await openFile(scene, GENERIC_READ);
  const writer = writable(hFile).getWriter();
  await assertRejects(() => writer.write("x"), InternetError);
  await assertRejects(() => writer.closed, InternetError);
});

// ---- entries ----

const NAMES = ["a", "b", "c"];
const THREE = { files: { "/a": "", "/b": "", "/c": "" } };

async function namesOf(hFind: HINTERNET): Promise<string[]> {
  const names: string[] = [];
  for await (const entry of entries(hFind)) {
    names.push((entry as WIN32_FIND_DATA).cFileName);
  }
  return names;
}

Deno.test("entries() yields all entries, including the first one, and closes the handle", async () => {
  await using scene = await openFtp(THREE);
  const { hFind } = await FtpFindFirstFile(scene.hConnect);
  assertEquals(await namesOf(hFind), NAMES);
  assert(hFind.closed);
  assertEquals(await FtpGetCurrentDirectory(scene.hConnect), "/");
});

Deno.test("entries() after InternetFindNextFile() yields the remaining entries and the first one", async () => {
  await using scene = await openFtp(THREE);
  const { hFind } = await FtpFindFirstFile(scene.hConnect);
  const second = await InternetFindNextFile(hFind) as WIN32_FIND_DATA;
  assertEquals(second.cFileName, "b");
  assertEquals(await namesOf(hFind), ["a", "c"]);
});

Deno.test("entries() closes the handle if the loop is left early, and the connection continues", async () => {
  await using scene = await openFtp(THREE);
  const { hFind } = await FtpFindFirstFile(scene.hConnect);
  for await (const _entry of entries(hFind)) break;
  assert(hFind.closed);
  assertEquals(await FtpGetCurrentDirectory(scene.hConnect), "/");
});

Deno.test("entries() fails and closes the handle if the listing is incomplete", async () => {
  await using scene = await openFtp({
    on: {
      async MLSD(call) {
        await call.reply("150 Here");
        const data = await call.data();
        await data.write("type=file;size=1; a\r\n");
        await data.end();
        await call.reply("451 Disk on fire");
      },
    },
  });
  let hFind: HINTERNET | undefined;
  const enumerate = async () => {
    ({ hFind } = await FtpFindFirstFile(scene.hConnect));
    return await namesOf(hFind);
  };
  assertEquals(
    await rejectedCode(enumerate()),
    ERROR_INTERNET_EXTENDED_ERROR,
  );
  assert(hFind === undefined || hFind.closed);
  assertEquals(await FtpGetCurrentDirectory(scene.hConnect), "/");
});

Deno.test("entries() refuses handles that enumerate nothing", async () => {
  await using scene = await openFtp({ files: { "/f": "text" } });
  const hFile = await openFile(scene, GENERIC_READ);
  assertEquals(
    thrownCode(() => entries(hFile)),
    ERROR_INTERNET_INCORRECT_HANDLE_TYPE,
  );
  hFile[Symbol.dispose]();
  assertEquals(thrownCode(() => entries(hFile)), ERROR_INVALID_HANDLE);
});

// ---- statusEvents and closeOn ----

Deno.test("statusEvents() of a connection yields the statuses of its files, without a context", async () => {
  await using scene = await openFtp({ files: { "/f": "text" } });
  const events = statusEvents(scene.hConnect);
  const hFile = await openFile(scene, GENERIC_READ);
  await readBytes(hFile);
  await hFile[Symbol.asyncDispose]();
  await scene.hConnect[Symbol.asyncDispose]();
  const all = await Array.fromAsync(events);
  assertEquals(all[0]!.dwInternetStatus, INTERNET_STATUS_HANDLE_CREATED);
  assert(all[0]!.lpvStatusInformation === hFile);
  assert(all.some((event) =>
    event.hInternet === hFile &&
    event.dwInternetStatus === INTERNET_STATUS_REQUEST_SENT &&
    event.lpvStatusInformation === "RETR f\r\n".length
  ));
  const closings = all.filter((event) =>
    event.dwInternetStatus === INTERNET_STATUS_HANDLE_CLOSING
  );
  assert(closings[0]!.hInternet === hFile);
  assert(closings[1]!.hInternet === scene.hConnect);
  assertEquals(closings.length, 2);
  assert(all.at(-1) === closings[1]);
  assertEquals(scene.watched.log, []);
});

for (const which of ["file", "connection", "session"] as const) {
  Deno.test(`closeOn() the ${which} cancels a read with the reason of the signal`, async () => {
    await using scene = await openFtp({
      on: {
        async RETR(call) {
          await call.reply("150 Opening");
          await (await call.data()).write("half");
          await call.until(NEVER);
        },
      },
      immediate: ["ABOR", "PWD"],
    });
    const hFile = await openFile(scene, GENERIC_READ);
    const controller = new AbortController();
    const { hConnect, hInternet } = scene;
    const handle = { file: hFile, connection: hConnect, session: hInternet };
    closeOn(controller.signal, handle[which]);
    const call = assertRejects(
      () => InternetReadFile(hFile, new Uint8Array(100)),
      InternetError,
    );
    const reason = new Error("enough");
    controller.abort(reason);
    const error = await call;
    assertEquals(error.code, ERROR_INTERNET_OPERATION_CANCELLED);
    assert(error.cause === reason);
    assert(hFile.closed);
    assertEquals(hConnect.closed, which !== "file");
    assertEquals(hInternet.closed, which === "session");
    // Otherwise the client would ask the server to end the transfer, which this
    // server never does.
    hConnect[Symbol.dispose]();
  });
}
