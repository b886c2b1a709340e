// Copyright 2026 the wininet authors. MIT license.

/** Reading a file of the server: FtpOpenFile with GENERIC_READ. */

import { assert, assertEquals, assertRejects } from "@std/assert";
import {
  ERROR_INTERNET_EXTENDED_ERROR,
  ERROR_INTERNET_INVALID_OPERATION,
  ERROR_INVALID_PARAMETER,
  ERROR_NEGATIVE_SEEK,
  GetLastError,
  InternetError,
} from "../../error.ts";
import {
  FILE_BEGIN,
  FILE_CURRENT,
  FILE_END,
  FTP_TRANSFER_TYPE_ASCII,
  GENERIC_READ,
  IRF_NO_WAIT,
} from "../../flags.ts";
import { FTP_OPTION_RESUME, FTP_RESUME_OR_RESTART } from "../../ftp_options.ts";
import {
  FtpGetCurrentDirectory,
  FtpGetFileSize,
  FtpOpenFile,
} from "../../ftp.ts";
import {
  InternetQueryDataAvailable,
  InternetQueryOption,
  InternetReadFile,
  InternetReadFileEx,
  InternetSetFilePointer,
  InternetSetOption,
} from "../../internet.ts";
import {
  INTERNET_HANDLE_TYPE_FTP_FILE,
  INTERNET_OPTION_HANDLE_TYPE,
  INTERNET_OPTION_PARENT_HANDLE,
} from "../../options.ts";
import { readText, rejectedCode } from "../helpers/calls.ts";
import {
  MODES,
  openFtp,
  openToRead,
  pattern,
  readAll,
  readBytes,
  SESSIONS,
} from "../helpers/ftp_calls.ts";
import type { FtpScript } from "../servers/ftp_server.ts";

const DIGITS = { files: { "/f": "0123456789" } };

for (const [mode, passive] of MODES) {
  for (const [kind, asynchronous] of SESSIONS) {
    Deno.test(`FtpOpenFile() reads a file, ${mode}, ${kind}`, async () => {
      await using scene = await openFtp(DIGITS, { passive, asynchronous });
      const hFile = await openToRead(scene.hConnect, "f");
      assertEquals(GetLastError(), 0);
      assertEquals(
        InternetQueryOption(hFile, INTERNET_OPTION_HANDLE_TYPE),
        INTERNET_HANDLE_TYPE_FTP_FILE,
      );
      assert(
        InternetQueryOption(hFile, INTERNET_OPTION_PARENT_HANDLE) ===
          scene.hConnect,
      );
      assertEquals(await readText(hFile), "0123456789");
      assertEquals(await readText(hFile), "");
      assertEquals(await readText(hFile), "");
      assertEquals(scene.sent().map((line) => line.split(" ")[0]), [
        "TYPE",
        "SIZE",
        passive ? "EPSV" : "EPRT",
        "RETR",
      ]);
      hFile[Symbol.dispose]();
      assertEquals(await FtpGetCurrentDirectory(scene.hConnect), "/");
    });
  }

  for (const size of [1, 1000, 20_000, 65_536, 1_000_000]) {
    Deno.test(`InternetReadFile() fills buffers of ${size} bytes, ${mode}`, async () => {
      const content = pattern(1_234_567);
      await using scene = await openFtp({ files: { "/f": content } }, {
        passive,
      });
      const hFile = await openToRead(scene.hConnect, "f");
      const buffer = new Uint8Array(size);
      const end = size === 1 ? 5000 : content.length;
      for (let at = 0; at < end; at += size) {
        const read = await InternetReadFile(hFile, buffer);
        assertEquals(read, Math.min(size, content.length - at));
        const wanted = content.subarray(at, at + read);
        assert(wanted.every((byte, index) => byte === buffer[index]));
      }
      if (size > 1) assertEquals(await InternetReadFile(hFile, buffer), 0);
    });
  }
}

/** A server that sends a file in two parts, the second one when `goOn` resolves. */
function inParts(goOn: Promise<void>): FtpScript {
  return async (call) => {
    const data = await call.data();
    await call.reply("150 Opening");
    await data.write("first");
    await call.until(goOn);
    await data.write("second");
    await data.end();
    await call.reply("226 Done");
  };
}

Deno.test("InternetReadFile() waits until the buffer is full, IRF_NO_WAIT returns the available data", async () => {
  const goOn = Promise.withResolvers<void>();
  await using scene = await openFtp({ on: { RETR: inParts(goOn.promise) } });
  const hFile = await openToRead(scene.hConnect, "f");
  const buffer = new Uint8Array(100);
  assertEquals(await InternetReadFileEx(hFile, buffer, IRF_NO_WAIT), 5);
  const rest = readText(hFile);
  goOn.resolve();
  assertEquals(await rest, "second");
  assertEquals(await InternetReadFileEx(hFile, buffer, IRF_NO_WAIT), 0);
});

Deno.test("InternetReadFile() joins parts of the data", async () => {
  const goOn = Promise.withResolvers<void>();
  await using scene = await openFtp({ on: { RETR: inParts(goOn.promise) } });
  const hFile = await openToRead(scene.hConnect, "f");
  const call = readText(hFile, 11);
  goOn.resolve();
  assertEquals(await call, "firstsecond");
});

Deno.test("InternetReadFileEx() sets dwBufferLength", async () => {
  await using scene = await openFtp(DIGITS);
  const hFile = await openToRead(scene.hConnect, "f");
  const buffers = {
    dwStructSize: 56,
    lpvBuffer: new Uint8Array(20),
    dwBufferLength: 4,
  } as unknown as Parameters<typeof InternetReadFileEx>[1] & {
    dwBufferLength: number;
  };
  assertEquals(await InternetReadFileEx(hFile, buffers), 4);
  assertEquals(buffers.dwBufferLength, 4);
  buffers.dwBufferLength = 20;
  assertEquals(await InternetReadFileEx(hFile, buffers), 6);
  assertEquals(buffers.dwBufferLength, 6);
});

Deno.test("InternetQueryDataAvailable() returns the number of bytes that a read gets immediately, 0 at the end", async () => {
  const goOn = Promise.withResolvers<void>();
  await using scene = await openFtp({ on: { RETR: inParts(goOn.promise) } });
  const hFile = await openToRead(scene.hConnect, "f");
  assertEquals(await InternetQueryDataAvailable(hFile), 5);
  assertEquals(await readText(hFile, 2), "fi");
  assertEquals(await InternetQueryDataAvailable(hFile), 3);
  assertEquals(await readText(hFile, 3), "rst");
  const waiting = InternetQueryDataAvailable(hFile);
  goOn.resolve();
  assertEquals(await waiting, 6);
  assertEquals(await readText(hFile), "second");
  assertEquals(await InternetQueryDataAvailable(hFile), 0);
});

Deno.test("reads that are started at the same time are completed in order", async () => {
  await using scene = await openFtp(DIGITS);
  const hFile = await openToRead(scene.hConnect, "f");
  const [one, two, available, three] = await Promise.all([
    readText(hFile, 3),
    readText(hFile, 3),
    InternetQueryDataAvailable(hFile),
    readText(hFile, 10),
  ]);
  assertEquals([one, two, available, three], ["012", "345", 4, "6789"]);
});

Deno.test("FtpGetFileSize() returns the size at any position of the file", async () => {
  await using scene = await openFtp(DIGITS);
  const hFile = await openToRead(scene.hConnect, "f");
  assertEquals(await FtpGetFileSize(hFile), 10);
  await readText(hFile, 5);
  assertEquals(await FtpGetFileSize(hFile), 10);
  await readAll(hFile);
  assertEquals(await FtpGetFileSize(hFile), 10);
});

const SIZE_UNKNOWN = {
  ...DIGITS,
  on: { SIZE: (call) => call.reply("500 What?") } as Record<string, FtpScript>,
};

Deno.test("FtpGetFileSize() uses the size from the first reply without SIZE", async () => {
  await using scene = await openFtp(SIZE_UNKNOWN);
  const hFile = await openToRead(scene.hConnect, "f");
  assertEquals(await FtpGetFileSize(hFile), 10);
});

Deno.test("FtpGetFileSize() fails if the server does not send the size, until the file is read", async () => {
  const goOn = Promise.withResolvers<void>();
  goOn.resolve();
  await using scene = await openFtp({ on: { RETR: inParts(goOn.promise) } });
  const hFile = await openToRead(scene.hConnect, "f");
  assertEquals(
    await rejectedCode(FtpGetFileSize(hFile)),
    ERROR_INTERNET_INVALID_OPERATION,
  );
  await readAll(hFile);
  assertEquals(await FtpGetFileSize(hFile), 11);
});

// ---- InternetSetFilePointer ----

const SEEKS: [
  name: string,
  distance: number,
  method: number,
  position: number,
  rest: string,
  restart: string | null,
][] = [
  ["forward", 7, FILE_BEGIN, 7, "789", "REST 7"],
  ["backward", 1, FILE_BEGIN, 1, "123456789", "REST 1"],
  ["to the start", 0, FILE_BEGIN, 0, "0123456789", "REST 0"],
  ["by a distance", 2, FILE_CURRENT, 5, "56789", "REST 5"],
  ["back by a distance", -1, FILE_CURRENT, 2, "23456789", "REST 2"],
  ["nowhere", 0, FILE_CURRENT, 3, "3456789", null],
  ["from the end", -4, FILE_END, 6, "6789", "REST 6"],
  ["to the end", 0, FILE_END, 10, "", null],
  ["beyond the end", 5, FILE_END, 15, "", null],
  ["far past the end", 2 ** 40, FILE_BEGIN, 2 ** 40, "", null],
];

for (const [mode, passive] of MODES) {
  for (const [name, distance, method, position, rest, line] of SEEKS) {
    Deno.test(`InternetSetFilePointer() moves ${name}, ${mode}`, async () => {
      await using scene = await openFtp(DIGITS, { passive });
      const hFile = await openToRead(scene.hConnect, "f");
      assertEquals(await readText(hFile, 3), "012");
      assertEquals(
        await InternetSetFilePointer(hFile, distance, method),
        position,
      );
      assertEquals(await readText(hFile), rest);
      const restarts = scene.sent().filter((text) => /^REST/.test(text));
      // The transfer would start at 0 anyway, so REST 0 is not needed.
      const expected = line === null || line === "REST 0" ? [] : [line];
      assertEquals(restarts, expected);
      hFile[Symbol.dispose]();
      assertEquals(await FtpGetCurrentDirectory(scene.hConnect), "/");
    });
  }
}

Deno.test("InternetSetFilePointer() back to the start sends REST 0 after another REST", async () => {
  await using scene = await openFtp(DIGITS);
  const hFile = await openToRead(scene.hConnect, "f");
  await InternetSetFilePointer(hFile, 5);
  assertEquals(await readText(hFile), "56789");
  await InternetSetFilePointer(hFile, 0);
  assertEquals(await readText(hFile), "0123456789");
  assertEquals(
    scene.sent().filter((text) => /^REST/.test(text)),
    ["REST 5", "REST 0"],
  );
});

Deno.test("InternetSetFilePointer() called several times sends one request", async () => {
  await using scene = await openFtp(DIGITS);
  const hFile = await openToRead(scene.hConnect, "f");
  for (const position of [9, 1, 8, 4]) {
    assertEquals(await InternetSetFilePointer(hFile, position), position);
  }
  assertEquals(await readText(hFile), "456789");
  assertEquals(scene.sent().filter((line) => /^RETR/.test(line)).length, 2);
});

const WRONG_SEEKS: [distance: number, method: number, code: number][] = [
  [-1, FILE_BEGIN, ERROR_NEGATIVE_SEEK],
  [-4, FILE_CURRENT, ERROR_NEGATIVE_SEEK],
  [-11, FILE_END, ERROR_NEGATIVE_SEEK],
  [1.5, FILE_BEGIN, ERROR_INVALID_PARAMETER],
  [NaN, FILE_BEGIN, ERROR_INVALID_PARAMETER],
  [1, 3, ERROR_INVALID_PARAMETER],
];

for (const [distance, method, code] of WRONG_SEEKS) {
  Deno.test(`InternetSetFilePointer(${distance}, ${method}) fails, and the file continues at its position`, async () => {
    await using scene = await openFtp(DIGITS);
    const hFile = await openToRead(scene.hConnect, "f");
    await readText(hFile, 3);
    const call = (async () =>
      await InternetSetFilePointer(hFile, distance, method))();
    assertEquals(await rejectedCode(call), code);
    assertEquals(await readText(hFile), "3456789");
  });
}

Deno.test("InternetSetFilePointer() in the middle of much data leaves a session that works", async () => {
  const content = pattern(3_000_000);
  await using scene = await openFtp({ files: { "/f": content } });
  const hFile = await openToRead(scene.hConnect, "f");
  for (const position of [2_999_990, 10, 1_500_000, 0]) {
    await InternetReadFile(hFile, new Uint8Array(100));
    await InternetSetFilePointer(hFile, position);
    const buffer = new Uint8Array(10);
    assertEquals(await InternetReadFile(hFile, buffer), 10);
    assertEquals(buffer, content.slice(position, position + 10));
  }
  await InternetSetFilePointer(hFile, 2_000_000);
  const rest = await readBytes(hFile);
  assertEquals(rest.length, 1_000_000);
  assert(rest.every((byte, at) => byte === content[2_000_000 + at]));
});

Deno.test("InternetSetFilePointer() in text mode fails", async () => {
  await using scene = await openFtp(DIGITS);
  const hFile = await FtpOpenFile(
    scene.hConnect,
    "f",
    GENERIC_READ,
    FTP_TRANSFER_TYPE_ASCII,
  );
  assertEquals(
    await rejectedCode(InternetSetFilePointer(hFile, 1)),
    ERROR_INTERNET_INVALID_OPERATION,
  );
  assertEquals(await readText(hFile), "0123456789");
});

Deno.test("InternetSetFilePointer() from the end fails if the size is not known", async () => {
  await using scene = await openFtp(SIZE_UNKNOWN);
  const hFile = await openToRead(scene.hConnect, "f");
  assertEquals(
    await rejectedCode(InternetSetFilePointer(hFile, 0, FILE_END)),
    ERROR_INTERNET_INVALID_OPERATION,
  );
});

const NO_REST = {
  ...DIGITS,
  on: { REST: (call) => call.reply("502 No REST") } as Record<
    string,
    FtpScript
  >,
};

Deno.test("a read after InternetSetFilePointer() fails if the server has no REST", async () => {
  await using scene = await openFtp(NO_REST);
  const hFile = await openToRead(scene.hConnect, "f");
  await InternetSetFilePointer(hFile, 4);
  const error = await assertRejects(() => readText(hFile), InternetError);
  assertEquals(error.code, ERROR_INTERNET_EXTENDED_ERROR);
  assertEquals(error.responseText, "502 No REST");
});

Deno.test("FTP_RESUME_OR_RESTART reads from the start if the server has no REST", async () => {
  await using scene = await openFtp(NO_REST);
  InternetSetOption(scene.hConnect, FTP_OPTION_RESUME, FTP_RESUME_OR_RESTART);
  const hFile = await openToRead(scene.hConnect, "f");
  await InternetSetFilePointer(hFile, 4);
  assertEquals(await readText(hFile), "456789");
});
