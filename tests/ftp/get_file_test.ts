// Copyright 2026 the wininet authors. MIT license.

/**
 * FtpGetFile: downloads whole files, and never leaves an incomplete file under
 * a final name.
 */

import {
  assert,
  assertEquals,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import {
  ERROR_ACCESS_DENIED,
  ERROR_FILE_EXISTS,
  ERROR_INTERNET_CONNECTION_ABORTED,
  ERROR_INTERNET_CONNECTION_RESET,
  ERROR_INTERNET_EXTENDED_ERROR,
  ERROR_INTERNET_OPERATION_CANCELLED,
  ERROR_INTERNET_TIMEOUT,
  ERROR_PATH_NOT_FOUND,
  GetLastError,
  InternetError,
} from "../../error.ts";
import {
  FTP_TRANSFER_TYPE_ASCII,
  FTP_TRANSFER_TYPE_BINARY,
  FTP_TRANSFER_TYPE_UNKNOWN,
} from "../../flags.ts";
import { FtpGetCurrentDirectory, FtpGetFile } from "../../ftp.ts";
import { InternetSetOption } from "../../internet.ts";
import { INTERNET_OPTION_DATA_RECEIVE_TIMEOUT } from "../../options.ts";
import { NEVER, rejectedCode } from "../helpers/calls.ts";
import {
  folder,
  MODES,
  openFtp,
  pattern,
  SESSIONS,
} from "../helpers/ftp_calls.ts";
import type { FtpData, FtpScript } from "../servers/ftp_server.ts";

const BIG = pattern(5_000_000);

const SIZES: [name: string, content: Uint8Array][] = [
  ["0 bytes", pattern(0)],
  ["1 byte", pattern(1)],
  ["100 kB", pattern(100_000)],
  ["5 MB", BIG],
];

for (const [mode, passive] of MODES) {
  for (const [kind, asynchronous] of SESSIONS) {
    for (const [size, content] of SIZES) {
      Deno.test(`FtpGetFile() downloads ${size}, ${mode}, ${kind}`, async () => {
        using files = folder();
        const options = { passive, asynchronous };
        await using scene = await openFtp(
          { files: { "/f": content } },
          options,
        );
        const { hConnect } = scene;
        assertEquals(await FtpGetFile(hConnect, "f", files.path("g")), true);
        assertEquals(GetLastError(), 0);
        assertEquals(files.names(), ["g"]);
        assert(equal(files.read("g"), content));
        assertEquals(scene.sent().map((line) => line.split(" ")[0]), [
          "TYPE",
          passive ? "EPSV" : "EPRT",
          "RETR",
        ]);
      });
    }
  }
}

/** assertEquals takes seconds for millions of bytes. */
function equal(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length &&
    one.every((byte, at) => byte === other[at]);
}

const TYPES: [name: string, flags: number, line: string, text: string][] = [
  ["no flags", 0, "TYPE I", "a\r\nb\n\r\nc"],
  ["UNKNOWN", FTP_TRANSFER_TYPE_UNKNOWN, "TYPE I", "a\r\nb\n\r\nc"],
  ["BINARY", FTP_TRANSFER_TYPE_BINARY, "TYPE I", "a\r\nb\n\r\nc"],
  [
    "ASCII",
    FTP_TRANSFER_TYPE_ASCII,
    "TYPE A",
    Deno.build.os === "windows" ? "a\r\nb\r\n\r\nc" : "a\nb\n\nc",
  ],
];

for (const [name, flags, line, text] of TYPES) {
  Deno.test(`FtpGetFile() with ${name} sends ${line} and converts the line ends`, async () => {
    using files = folder();
    await using scene = await openFtp({ files: { "/f": "a\r\nb\n\r\nc" } });
    await FtpGetFile(scene.hConnect, "f", files.path("g"), false, 0, flags);
    assertEquals(scene.sent()[0], line);
    assertEquals(files.text("g"), text);
  });
}

Deno.test("FtpGetFile() overwrites an existing file", async () => {
  using files = folder();
  await using scene = await openFtp({ files: { "/f": "new" } });
  const local = files.write("g", "something longer");
  await FtpGetFile(scene.hConnect, "f", local);
  assertEquals(files.text("g"), "new");
  assertEquals(files.names(), ["g"]);
});

Deno.test("FtpGetFile() fails with ERROR_FILE_EXISTS before it sends a command", async () => {
  using files = folder();
  await using scene = await openFtp({ files: { "/f": "new" } });
  const local = files.write("g", "old");
  assertEquals(
    await rejectedCode(FtpGetFile(scene.hConnect, "none", local, true)),
    ERROR_FILE_EXISTS,
  );
  assertEquals(GetLastError(), ERROR_FILE_EXISTS);
  assertEquals(scene.sent(), []);
  assertEquals(files.text("g"), "old");
  assertEquals(await FtpGetCurrentDirectory(scene.hConnect), "/");
});

Deno.test("FtpGetFile() with fFailIfExists downloads a file that does not exist yet", async () => {
  using files = folder();
  await using scene = await openFtp({ files: { "/f": "new" } });
  await FtpGetFile(scene.hConnect, "f", files.path("g"), true);
  assertEquals(files.text("g"), "new");
});

Deno.test("FtpGetFile() with fFailIfExists keeps a file that is created during the download", async () => {
  using files = folder();
  await using scene = await openFtp({
    files: { "/f": "new" },
    on: {
      RETR() {
        files.write("g", "theirs");
        return false;
      },
    },
  });
  assertEquals(
    await rejectedCode(
      FtpGetFile(scene.hConnect, "f", files.path("g"), true),
    ),
    ERROR_FILE_EXISTS,
  );
  assertEquals(files.names(), ["g"]);
  assertEquals(files.text("g"), "theirs");
});

Deno.test("FtpGetFile() reports an error in the local path before it sends a command", async () => {
  using files = folder();
  await using scene = await openFtp({ files: { "/f": "new" } });
  await Deno.mkdir(files.path("d"));
  files.write("file", "");
  const wrong: [path: string, code: number][] = [
    ["none/g", ERROR_PATH_NOT_FOUND],
    ["file/g", ERROR_PATH_NOT_FOUND],
    ["d", ERROR_ACCESS_DENIED],
  ];
  for (const [path, code] of wrong) {
    const call = FtpGetFile(scene.hConnect, "f", files.path(path));
    assertEquals(await rejectedCode(call), code, path);
  }
  assertEquals(scene.sent(), []);
  assertEquals(files.names(), ["d", "file"]);
});

Deno.test("FtpGetFile() that the server refuses leaves no file, and the old one unchanged", async () => {
  using files = folder();
  await using scene = await openFtp();
  const old = files.write("old", "old");
  for (const local of [files.path("new"), old]) {
    const error = await assertRejects(
      () => FtpGetFile(scene.hConnect, "none", local),
      InternetError,
    );
    assertEquals(error.code, ERROR_INTERNET_EXTENDED_ERROR);
    assertEquals(error.responseText, "550 No such file");
  }
  assertEquals(files.names(), ["old"]);
  assertEquals(files.text("old"), "old");
  assertEquals(await FtpGetCurrentDirectory(scene.hConnect), "/");
});

/** A socket without a reader does not notice that the peer has disconnected. */
async function clientGone(data: FtpData): Promise<void> {
  await data.readAll();
  await data.end();
}

/** Servers that cut a download before its end. */
const CUTS: [name: string, script: FtpScript, code: number, alive: boolean][] =
  [
    [
      "ends the data and sends 426",
      async (call) => {
        await call.reply("150 Opening (1000 bytes)");
        const data = await call.data();
        await data.write("half");
        await data.end();
        await call.reply("426 Transfer aborted");
      },
      ERROR_INTERNET_EXTENDED_ERROR,
      true,
    ],
    [
      "resets the data and sends 426",
      async (call) => {
        await call.reply("150 Opening");
        const data = await call.data();
        await data.write("half");
        await data.reset();
        await call.reply("426 Transfer aborted");
      },
      ERROR_INTERNET_EXTENDED_ERROR,
      true,
    ],
    [
      "sends 451 during the transfer",
      async (call) => {
        await call.reply("150 Opening");
        const data = await call.data();
        await data.write("half");
        await call.reply("451 Disk on fire");
        await clientGone(data);
      },
      ERROR_INTERNET_EXTENDED_ERROR,
      true,
    ],
    [
      "hangs up altogether",
      async (call) => {
        await call.reply("150 Opening");
        const data = await call.data();
        await data.write("half");
        await call.close();
        await data.end();
      },
      ERROR_INTERNET_CONNECTION_ABORTED,
      false,
    ],
    [
      "resets the control connection",
      async (call) => {
        await call.reply("150 Opening");
        const data = await call.data();
        await data.write("half");
        await call.reset();
        await clientGone(data);
      },
      ERROR_INTERNET_CONNECTION_RESET,
      false,
    ],
    [
      "sends nothing more",
      async (call) => {
        await call.reply("150 Opening");
        const data = await call.data();
        await data.write("half");
        await clientGone(data);
        await call.reply("426 Transfer aborted");
      },
      ERROR_INTERNET_TIMEOUT,
      true,
    ],
  ];

for (const [mode, passive] of MODES) {
  for (const [name, script, code, alive] of CUTS) {
    Deno.test(`FtpGetFile() leaves no partial file if the server ${name}, ${mode}`, async () => {
      using files = folder();
      const local = files.write("g", "old");
      await using scene = await openFtp({ on: { RETR: script } }, { passive });
      const { hConnect, server } = scene;
      InternetSetOption(hConnect, INTERNET_OPTION_DATA_RECEIVE_TIMEOUT, 200);
      const call = FtpGetFile(hConnect, "f", local);
      const error = await assertRejects(() => call, InternetError);
      assertEquals(error.code, code);
      const parts = files.names().filter((file) => file !== "g");
      // Without a size, half a file could be a complete one. The part is kept,
      // and the error names it.
      assertEquals(parts.length, name === "hangs up altogether" ? 1 : 0);
      for (const part of parts) {
        assertEquals(files.text(part), "half");
        assertStringIncludes(error.message, files.path(part));
      }
      assertEquals(files.text("g"), "old");
      if (alive) assertEquals(await FtpGetCurrentDirectory(hConnect), "/");
      else await server.allClosed();
    });
  }
}

Deno.test("FtpGetFile() does not complete before the final reply", async () => {
  using files = folder();
  const goOn = Promise.withResolvers<void>();
  const ended = Promise.withResolvers<void>();
  await using scene = await openFtp({
    on: {
      async RETR(call) {
        await call.reply("150 Opening");
        const data = await call.data();
        await data.write("all");
        await data.end();
        ended.resolve();
        await call.until(goOn.promise);
        await call.reply("226 Done");
      },
    },
  });
  let done = false;
  const call = FtpGetFile(scene.hConnect, "f", files.path("g"))
    .then(() => done = true);
  await ended.promise;
  assertEquals(done, false);
  assert(!files.names().includes("g"));
  goOn.resolve();
  await call;
  assertEquals(files.text("g"), "all");
});

Deno.test("FtpGetFile() completes if 226 arrives before the data ends", async () => {
  using files = folder();
  await using scene = await openFtp({
    on: {
      async RETR(call) {
        await call.reply("150 Opening\r\n226 Done");
        const data = await call.data();
        await data.write("all");
        await data.end();
      },
    },
  });
  await FtpGetFile(scene.hConnect, "f", files.path("g"));
  assertEquals(files.text("g"), "all");
});

Deno.test("FtpGetFile() leaves no file if it is cancelled", async () => {
  using files = folder();
  const reached = Promise.withResolvers<void>();
  await using scene = await openFtp({
    on: {
      async RETR(call) {
        await call.reply("150 Opening");
        const data = await call.data();
        await data.write("half");
        reached.resolve();
        await call.until(NEVER);
      },
    },
  });
  const call = rejectedCode(
    FtpGetFile(scene.hConnect, "f", files.write("g", "old")),
  );
  await reached.promise;
  await scene.hConnect[Symbol.asyncDispose]();
  assertEquals(await call, ERROR_INTERNET_OPERATION_CANCELLED);
  await scene.server.allClosed();
  assertEquals(files.names(), ["g"]);
  assertEquals(files.text("g"), "old");
});
