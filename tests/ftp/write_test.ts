// Copyright 2026 the wininet authors. MIT license.

/** Writing a file to the server: FtpOpenFile with GENERIC_WRITE. */

import { assert, assertEquals } from "@std/assert";
import {
  ERROR_INTERNET_INVALID_OPERATION,
  ERROR_INVALID_PARAMETER,
  ERROR_NEGATIVE_SEEK,
} from "../../error.ts";
import {
  FILE_BEGIN,
  FILE_CURRENT,
  FILE_END,
  FTP_TRANSFER_TYPE_ASCII,
  GENERIC_WRITE,
} from "../../flags.ts";
import {
  FTP_OPTION_RESUME,
  FTP_RESUME_OR_FAIL,
  FTP_RESUME_OR_RESTART,
} from "../../ftp_options.ts";
import {
  FtpGetCurrentDirectory,
  FtpGetFileSize,
  FtpOpenFile,
} from "../../ftp.ts";
import {
  InternetCloseHandle,
  InternetSetFilePointer,
  InternetSetOption,
  InternetWriteFile,
} from "../../internet.ts";
import type { HINTERNET } from "../../structures.ts";
import { rejectedCode, thrownCode } from "../helpers/calls.ts";
import {
  fileText,
  type FtpScene,
  MODES,
  openFtp,
  pattern,
  SESSIONS,
} from "../helpers/ftp_calls.ts";

function openToWrite(
  scene: FtpScene,
  name: string = "f",
  flags: number = 0,
): Promise<HINTERNET> {
  return FtpOpenFile(scene.hConnect, name, GENERIC_WRITE, flags);
}

for (const [mode, passive] of MODES) {
  for (const [kind, asynchronous] of SESSIONS) {
    Deno.test(`FtpOpenFile() writes a file, ${mode}, ${kind}`, async () => {
      await using scene = await openFtp({}, { passive, asynchronous });
      const { hConnect, server } = scene;
      const hFile = await openToWrite(scene);
      assertEquals(await InternetWriteFile(hFile, "hello "), 6);
      assertEquals(await FtpGetFileSize(hFile), 6);
      assertEquals(await InternetWriteFile(hFile, new Uint8Array()), 0);
      assertEquals(await InternetWriteFile(hFile, "wörld"), 6);
      assertEquals(await FtpGetFileSize(hFile), 12);
      InternetCloseHandle(hFile);
      assertEquals(await FtpGetCurrentDirectory(hConnect), "/");
      assertEquals(fileText(server, "/f"), "hello wörld");
      assertEquals(scene.sent().map((line) => line.split(" ")[0]), [
        "TYPE",
        passive ? "EPSV" : "EPRT",
        "STOR",
        "PWD",
      ]);
    });

    Deno.test(`a file of 0 bytes is written by closing it, ${mode}, ${kind}`, async () => {
      await using scene = await openFtp({ files: { "/f": "old" } }, {
        passive,
        asynchronous,
      });
      const hFile = await openToWrite(scene);
      await hFile[Symbol.asyncDispose]();
      assertEquals(fileText(scene.server, "/f"), "");
    });
  }

  Deno.test(`InternetWriteFile() writes 5 MB in pieces of many sizes, ${mode}`, async () => {
    await using scene = await openFtp({}, { passive });
    const content = pattern(5_000_000);
    const hFile = await openToWrite(scene);
    for (let at = 0; at < content.length;) {
      const end = 3 * at + 1;
      await InternetWriteFile(hFile, content.subarray(at, end));
      at = end;
    }
    await hFile[Symbol.asyncDispose]();
    const stored = scene.server.files.get("/f")!;
    assertEquals(stored.length, content.length);
    assert(stored.every((byte, at) => byte === content[at]));
  });
}

Deno.test("InternetWriteFile() called several times without waiting writes in order, and copies the bytes immediately", async () => {
  await using scene = await openFtp();
  const hFile = await openToWrite(scene);
  const buffer = new Uint8Array(1);
  const calls = [65, 66, 67].map((letter) => {
    buffer[0] = letter;
    return InternetWriteFile(hFile, buffer);
  });
  assertEquals(await Promise.all(calls), [1, 1, 1]);
  await hFile[Symbol.asyncDispose]();
  assertEquals(fileText(scene.server, "/f"), "ABC");
});

Deno.test("InternetWriteFile() refuses values that are not bytes", async () => {
  await using scene = await openFtp();
  const hFile = await openToWrite(scene);
  for (const wrong of [null, undefined, 5, [1]]) {
    assertEquals(
      thrownCode(() => InternetWriteFile(hFile, wrong as unknown as string)),
      ERROR_INVALID_PARAMETER,
    );
  }
  await InternetWriteFile(hFile, "x");
  await hFile[Symbol.asyncDispose]();
  assertEquals(fileText(scene.server, "/f"), "x");
});

Deno.test("InternetWriteFile() in text mode sends CR LF, for any split of the lines", async () => {
  const wire: Uint8Array[] = [];
  await using scene = await openFtp({
    on: {
      async STOR(call) {
        await call.reply("150 Send");
        const data = await call.data();
        wire.push(await data.readAll());
        await data.end();
        await call.reply("226 Done");
      },
    },
  });
  const hFile = await openToWrite(scene, "f", FTP_TRANSFER_TYPE_ASCII);
  for (const part of ["a\n", "b\r", "\nc", "\n\n"]) {
    await InternetWriteFile(hFile, part);
  }
  await hFile[Symbol.asyncDispose]();
  assertEquals(new TextDecoder().decode(wire[0]), "a\r\nb\r\nc\r\n\r\n");
  assertEquals(scene.sent()[0], "TYPE A");
});

// ---- InternetSetFilePointer ----

Deno.test("InternetSetFilePointer() fails without FTP_OPTION_RESUME", async () => {
  await using scene = await openFtp();
  const hFile = await openToWrite(scene);
  assertEquals(
    thrownCode(() => InternetSetFilePointer(hFile, 1)),
    ERROR_INTERNET_INVALID_OPERATION,
  );
});

const SEEKS: [
  name: string,
  distance: number,
  method: number,
  position: number,
  content: string,
  command: RegExp,
][] = [
  ["the start", 0, FILE_BEGIN, 0, "NEW", /^STOR f$/],
  ["the middle", 2, FILE_BEGIN, 2, "01NEW56789", /^REST 2,STOR f$/],
  ["a distance", 4, FILE_CURRENT, 4, "0123NEW789", /^REST 4,STOR f$/],
  ["the end", 0, FILE_END, 10, "0123456789NEW", /^APPE f$/],
  ["before the end", -3, FILE_END, 7, "0123456NEW", /^REST 7,STOR f$/],
];

for (const [name, distance, method, position, content, command] of SEEKS) {
  Deno.test(`with FTP_OPTION_RESUME a file is written from ${name}`, async () => {
    await using scene = await openFtp({ files: { "/f": "0123456789" } });
    InternetSetOption(scene.hConnect, FTP_OPTION_RESUME, FTP_RESUME_OR_FAIL);
    const hFile = await openToWrite(scene);
    assertEquals(
      await InternetSetFilePointer(hFile, distance, method),
      position,
    );
    await InternetWriteFile(hFile, "NEW");
    assertEquals(await FtpGetFileSize(hFile), position + 3);
    assertEquals(
      thrownCode(() => InternetSetFilePointer(hFile, 0)),
      ERROR_INTERNET_INVALID_OPERATION,
    );
    await hFile[Symbol.asyncDispose]();
    assertEquals(fileText(scene.server, "/f"), content);
    const lines = scene.sent().filter((line) => /^(REST|STOR|APPE)/.test(line));
    assert(command.test(lines.join(",")), lines.join(","));
  });
}

Deno.test("with FTP_OPTION_RESUME invalid positions fail, and writing 0 bytes creates a file", async () => {
  await using scene = await openFtp();
  InternetSetOption(scene.hConnect, FTP_OPTION_RESUME, FTP_RESUME_OR_RESTART);
  const hFile = await openToWrite(scene);
  const codes: number[] = [];
  for (const [distance, method] of [[-1, 0], [0.5, 0], [0, 3]] as const) {
    const call = InternetSetFilePointer(hFile, distance, method);
    codes.push(await rejectedCode(call));
  }
  assertEquals(codes, [
    ERROR_NEGATIVE_SEEK,
    ERROR_INVALID_PARAMETER,
    ERROR_INVALID_PARAMETER,
  ]);
  await hFile[Symbol.asyncDispose]();
  assertEquals(fileText(scene.server, "/f"), "");
});
