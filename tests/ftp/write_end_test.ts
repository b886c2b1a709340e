// Copyright 2026 the wininet authors. MIT license.

/**
 * The end of a file that is being written: success, a refusal by the server, or
 * cancellation by the program. No incomplete file may be left, and no file may
 * be lost.
 */

import { assert, assertEquals, assertRejects } from "@std/assert";
import {
  ERROR_INTERNET_CONNECTION_ABORTED,
  ERROR_INTERNET_EXTENDED_ERROR,
  ERROR_INTERNET_INCORRECT_HANDLE_STATE,
  ERROR_INTERNET_OPERATION_CANCELLED,
  InternetError,
} from "../../error.ts";
import { GENERIC_WRITE } from "../../flags.ts";
import { FTP_OPTION_RESUME, FTP_RESUME_OR_RESTART } from "../../ftp_options.ts";
import { FtpGetCurrentDirectory, FtpOpenFile } from "../../ftp.ts";
import {
  InternetCloseHandle,
  InternetSetOption,
  InternetWriteFile,
} from "../../internet.ts";
import { closeOn, writable } from "../../streams.ts";
import type { HINTERNET } from "../../structures.ts";
import { NEVER, rejectedCode, thrownCode } from "../helpers/calls.ts";
import {
  fileText,
  type FtpScene,
  openFtp,
  pattern,
} from "../helpers/ftp_calls.ts";
import type { FtpScript } from "../servers/ftp_server.ts";

function openToWrite(
  scene: FtpScene,
  name: string = "f",
  flags: number = 0,
): Promise<HINTERNET> {
  return FtpOpenFile(scene.hConnect, name, GENERIC_WRITE, flags);
}

/** Refuses the file after all of it has arrived. */
const LATE: FtpScript = async (call) => {
  await call.reply("150 Send");
  const data = await call.data();
  call.server.files.set(call.path, await data.readAll());
  await data.end();
  await call.reply("552 Quota exceeded");
};

/** The calls that report to a program that the file was refused at the end. */
const TELLING: [name: string, run: (hFile: HINTERNET) => Promise<unknown>][] = [
  ["writable().close()", (hFile) => writable(hFile).close()],
  ["Symbol.asyncDispose", async (hFile) => await hFile[Symbol.asyncDispose]()],
  [
    "await using",
    async (hFile) => {
      await using held = hFile;
      await InternetWriteFile(held, "more");
    },
  ],
];

for (const [name, run] of TELLING) {
  Deno.test(`${name} fails with the late refusal of the server, and the file is removed`, async () => {
    await using scene = await openFtp({ on: { STOR: LATE } });
    const hFile = await openToWrite(scene);
    await InternetWriteFile(hFile, "data");
    const error = await assertRejects(() => run(hFile), InternetError);
    assertEquals(error.code, ERROR_INTERNET_EXTENDED_ERROR);
    assertEquals(error.responseText, "552 Quota exceeded");
    await hFile[Symbol.asyncDispose]();
    assertEquals(await FtpGetCurrentDirectory(scene.hConnect), "/");
    assertEquals(fileText(scene.server, "/f"), undefined);
  });
}

Deno.test("InternetCloseHandle() does not report a late refusal, and the connection continues", async () => {
  await using scene = await openFtp({ on: { STOR: LATE } });
  const hFile = await openToWrite(scene);
  await InternetWriteFile(hFile, "data");
  InternetCloseHandle(hFile);
  assertEquals(await FtpGetCurrentDirectory(scene.hConnect), "/");
});

Deno.test("writing after the end is an error of the state", async () => {
  await using scene = await openFtp();
  const hFile = await openToWrite(scene);
  await writable(hFile).close();
  assertEquals(
    thrownCode(() => InternetWriteFile(hFile, "more")),
    ERROR_INTERNET_INCORRECT_HANDLE_STATE,
  );
  hFile[Symbol.dispose]();
  assertEquals(await FtpGetCurrentDirectory(scene.hConnect), "/");
  assertEquals(scene.sent().at(-2), "STOR f");
});

/** Scripts that end an upload prematurely. */
const CUTS: [name: string, script: FtpScript, code: number, alive: boolean][] =
  [
    [
      "says 452",
      async (call) => {
        await call.reply("150 Send");
        const data = await call.data();
        call.server.files.set(call.path, (await data.read())!);
        await call.reply("452 Disk full");
        await data.reset();
      },
      ERROR_INTERNET_EXTENDED_ERROR,
      true,
    ],
    [
      "hangs up",
      async (call) => {
        await call.reply("150 Send");
        const data = await call.data();
        await data.read();
        await call.close();
        await data.reset();
      },
      ERROR_INTERNET_CONNECTION_ABORTED,
      false,
    ],
  ];

for (const [name, script, code, alive] of CUTS) {
  Deno.test(`InternetWriteFile() fails if the server ${name}`, async () => {
    await using scene = await openFtp({ on: { STOR: script } });
    const hFile = await openToWrite(scene);
    const writeAll = async () => {
      for (;;) await InternetWriteFile(hFile, new Uint8Array(100_000));
    };
    assertEquals(await rejectedCode(writeAll()), code);
    assertEquals(
      thrownCode(() => InternetWriteFile(hFile, "more")),
      ERROR_INTERNET_INCORRECT_HANDLE_STATE,
    );
    await hFile[Symbol.asyncDispose]();
    if (!alive) return await scene.server.allClosed();
    assertEquals(await FtpGetCurrentDirectory(scene.hConnect), "/");
    assertEquals(fileText(scene.server, "/f"), undefined);
    assertEquals(scene.sent().slice(-2), ["DELE f", "PWD"]);
  });
}

/** Reads only the first bytes, until the client aborts. */
function stuck(reached: () => void): FtpScript {
  return async (call) => {
    await call.reply("150 Send");
    const data = await call.data();
    call.server.files.set(call.path, (await data.read())!);
    reached();
    await call.until(Promise.race([NEVER, data.closed]));
  };
}

Deno.test("an upload that is cancelled is removed from the server", async () => {
  const reached = Promise.withResolvers<void>();
  await using scene = await openFtp({
    on: {
      STOR: stuck(reached.resolve),
      // The script above does not handle ABOR.
      ABOR: (call) => call.reply("426 Aborted\r\n226 Done"),
    },
    immediate: ["ABOR", "DELE", "PWD"],
  });
  const { hConnect, server } = scene;
  const hFile = await openToWrite(scene);
  const call = rejectedCode(InternetWriteFile(hFile, pattern(20_000_000)));
  await reached.promise;
  InternetCloseHandle(hFile);
  assertEquals(await call, ERROR_INTERNET_OPERATION_CANCELLED);
  await hFile[Symbol.asyncDispose]();
  assertEquals(scene.sent().slice(-3), ["ABOR", "PWD", "DELE f"]);
  assertEquals(fileText(server, "/f"), undefined);
  hConnect[Symbol.dispose]();
});

/** Ways to abandon an upload while no call is in progress. */
const ABORTS: [name: string, run: (hFile: HINTERNET) => Promise<void>][] = [
  ["writable().abort()", (hFile) => writable(hFile).abort()],
  [
    "a stream that fails before writable()",
    async (hFile) => {
      const source = new ReadableStream<string>({
        start: (controller) => controller.enqueue("more"),
        pull: (controller) => controller.error(new Error("lost")),
      });
      await assertRejects(() => source.pipeTo(writable(hFile)), Error, "lost");
    },
  ],
  [
    "closeOn()",
    (hFile) => {
      const controller = new AbortController();
      closeOn(controller.signal, hFile);
      controller.abort();
      return Promise.resolve();
    },
  ],
];

for (const [name, run] of ABORTS) {
  Deno.test(`${name} removes the partial file from the server`, async () => {
    await using scene = await openFtp();
    const hFile = await openToWrite(scene);
    await InternetWriteFile(hFile, "half");
    await run(hFile);
    assert(hFile.closed);
    assertEquals(await FtpGetCurrentDirectory(scene.hConnect), "/");
    assertEquals(fileText(scene.server, "/f"), undefined);
    assertEquals(scene.sent().slice(-2), ["DELE f", "PWD"]);
  });
}

Deno.test("a file that the server does not allow to be written is unchanged", async () => {
  await using scene = await openFtp({
    files: { "/f": "old" },
    on: { STOR: (call) => call.reply("450 Busy") },
  });
  const { hConnect, server } = scene;
  assertEquals(
    await rejectedCode(openToWrite(scene)),
    ERROR_INTERNET_EXTENDED_ERROR,
  );
  InternetSetOption(hConnect, FTP_OPTION_RESUME, FTP_RESUME_OR_RESTART);
  const hFile = await openToWrite(scene);
  const call = InternetWriteFile(hFile, "new");
  assertEquals(await rejectedCode(call), ERROR_INTERNET_EXTENDED_ERROR);
  await hFile[Symbol.asyncDispose]();
  assertEquals(await FtpGetCurrentDirectory(hConnect), "/");
  assertEquals(fileText(server, "/f"), "old");
});

Deno.test("a file that is refused while the handle is closed is unchanged", async () => {
  const asked = Promise.withResolvers<void>();
  const goOn = Promise.withResolvers<void>();
  await using scene = await openFtp({
    files: { "/f": "old" },
    on: {
      async STOR(call) {
        asked.resolve();
        await call.until(goOn.promise);
        await call.reply("450 Busy");
      },
    },
  }, {
    onStatus: ({ name, information }) => {
      if (name === "HANDLE_CREATED") hFile = information as HINTERNET;
    },
  });
  let hFile: HINTERNET | null = null;
  const call = rejectedCode(
    FtpOpenFile(scene.hConnect, "f", GENERIC_WRITE, 0, 1),
  );
  await asked.promise;
  InternetCloseHandle(hFile!);
  goOn.resolve();
  assertEquals(await call, ERROR_INTERNET_OPERATION_CANCELLED);
  assertEquals(await FtpGetCurrentDirectory(scene.hConnect), "/");
  assertEquals(fileText(scene.server, "/f"), "old");
});
