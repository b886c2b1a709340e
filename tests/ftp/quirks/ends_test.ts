// Copyright 2026 the wininet authors. MIT license.

import { assert, assertEquals, assertRejects } from "@std/assert";
import {
  ERROR_FTP_DROPPED,
  ERROR_INTERNET_CONNECTION_ABORTED,
  ERROR_INTERNET_EXTENDED_ERROR,
  ERROR_INTERNET_TIMEOUT,
  ERROR_INVALID_DATA,
  InternetError,
} from "../../../error.ts";
import {
  FTP_TRANSFER_TYPE_ASCII,
  GENERIC_WRITE,
  INTERNET_FLAG_PASSIVE,
} from "../../../flags.ts";
import {
  FtpGetCurrentDirectory,
  FtpGetFile,
  FtpOpenFile,
  FtpPutFile,
} from "../../../ftp.ts";
import {
  FTP_OPTION_DIRECT_UPLOAD,
  FTP_OPTION_KEEP_ALIVE,
  FTP_OPTION_TRANSFER_KEEP_ALIVE,
} from "../../../ftp_options.ts";
import {
  InternetGetLastResponseInfo,
  InternetOpenUrl,
  InternetReadFile,
  InternetWriteFile,
} from "../../../internet.ts";
import {
  INTERNET_OPTION_DATA_RECEIVE_TIMEOUT,
  INTERNET_OPTION_RECEIVE_TIMEOUT,
} from "../../../options.ts";
import type { HINTERNET } from "../../../structures.ts";
import { rejectedCode } from "../../helpers/calls.ts";
import {
  fileText,
  folder,
  openToRead,
  pattern,
  readAll,
} from "../../helpers/ftp_calls.ts";
import {
  answer,
  assertTells,
  assertUsable,
  failedGet,
  failedPut,
  got,
  put,
  quirkTest,
  sendData,
  set,
} from "./quirks.ts";
import { heldTimers } from "../../helpers/held_timers.ts";
import type { FtpScript } from "../../servers/ftp_server.ts";
import { turns } from "../../helpers/turns.ts";

// ---- servers that stop reading ----

const MUCH = pattern(20_000_000);

for (
  const [how, end] of [
    ["closes", "close"],
    ["resets", "reset"],
    ["keeps", null],
  ] as const
) {
  quirkTest(
    `FtpPutFile() fails with the reply if the server stops reading and ${how} the connection`,
    {
      files: { "/a": "old" },
      on: {
        async STOR(call) {
          await call.reply("150 Now");
          const data = await call.data();
          await data.read();
          if (end !== null) await data[end]();
          await call.reply("552 Quota exceeded");
        },
      },
    },
    async (scene) => {
      const error = await failedPut(scene.hConnect, MUCH);
      assertEquals(error.code, ERROR_INTERNET_EXTENDED_ERROR);
      assertTells(error, "552 Quota exceeded");
      assertEquals(fileText(scene.server, "/a"), "old");
      await assertUsable(scene);
    },
  );
}

quirkTest(
  "InternetWriteFile() fails with the reply if the server stops reading",
  {
    on: {
      async STOR(call) {
        await call.reply("150 Now");
        await (await call.data()).read();
        await call.reply("552 Quota exceeded");
      },
    },
  },
  async (scene) => {
    const hFile = await FtpOpenFile(scene.hConnect, "a", GENERIC_WRITE);
    const error = await assertRejects(
      () => InternetWriteFile(hFile, MUCH),
      InternetError,
    );
    assertTells(error, "552 Quota exceeded");
    await hFile[Symbol.asyncDispose]();
    await assertUsable(scene);
  },
);

/** Waits until the client has read this reply. */
async function lastReply(hInternet: HINTERNET, text: string): Promise<void> {
  while (InternetGetLastResponseInfo(hInternet).text !== text) await turns(1);
}

const EARLY: FtpScript = async (call) => {
  await call.reply("150 Now");
  await (await call.data()).read();
  await call.reply("226 Done");
};

quirkTest(
  "FtpPutFile() fails if 226 arrives early and the server stops reading",
  {
    on: { STOR: EARLY },
  },
  async (scene) => {
    using timers = heldTimers();
    const failed = failedPut(scene.hConnect, MUCH);
    await lastReply(scene.hConnect, "226 Done");
    while (timers.size === 0) await turns(1);
    timers.fire();
    assertEquals((await failed).code, ERROR_INTERNET_TIMEOUT);
    await assertUsable(scene);
  },
);

quirkTest("InternetWriteFile() fails if 226 has arrived before", {
  on: { STOR: EARLY },
}, async (scene) => {
  const hFile = await FtpOpenFile(scene.hConnect, "a", GENERIC_WRITE);
  await InternetWriteFile(hFile, new Uint8Array(1));
  await lastReply(hFile, "226 Done");
  assertEquals(
    await rejectedCode(InternetWriteFile(hFile, new Uint8Array(1))),
    ERROR_INTERNET_CONNECTION_ABORTED,
  );
  await hFile[Symbol.asyncDispose]();
  await assertUsable(scene);
});

// ---- time ----

quirkTest("a slow program does not time out", {
  files: { "/a": "content" },
}, async ({ hConnect }) => {
  set(hConnect, [
    [INTERNET_OPTION_DATA_RECEIVE_TIMEOUT, 50],
    [INTERNET_OPTION_RECEIVE_TIMEOUT, 50],
  ]);
  await using hFile = await openToRead(hConnect, "a");
  const buffer = new Uint8Array(4);
  assertEquals(await InternetReadFile(hFile, buffer), 4);
  using timers = heldTimers();
  await turns(20);
  assertEquals(timers.size, 0);
  assertEquals(await readAll(hFile), "ent");
});

quirkTest("a slow server times out, and the session can be used", {
  on: {
    async RETR(call) {
      await call.reply("150 Now");
      const data = await call.data();
      await data.write("cont");
      await data.readAll();
      await call.reply("426 Lost");
    },
  },
}, async (scene) => {
  set(scene.hConnect, [[INTERNET_OPTION_DATA_RECEIVE_TIMEOUT, 100]]);
  const error = await failedGet(scene.hConnect);
  assertEquals(error.code, ERROR_INTERNET_TIMEOUT);
  await assertUsable(scene);
});

const STUCK: FtpScript = async (call) => {
  await call.reply("150 Now");
  await sendData(call, "content");
  await call.until(new Promise(() => {}));
};

quirkTest(
  "a download of known size succeeds without 226, and the session is closed",
  {
    files: { "/a": "content" },
    on: { RETR: STUCK },
  },
  async ({ hConnect }) => {
    const hFile = await openToRead(hConnect, "a");
    set(hFile, [[INTERNET_OPTION_RECEIVE_TIMEOUT, 100]]);
    assertEquals(await readAll(hFile), "content");
    await hFile[Symbol.asyncDispose]();
    assertEquals(
      await rejectedCode(FtpGetCurrentDirectory(hConnect)),
      ERROR_FTP_DROPPED,
    );
  },
);

quirkTest("a download of known size waits at most five seconds for 226", {
  files: { "/a": "content" },
  on: { RETR: STUCK },
}, async ({ hConnect }) => {
  using timers = heldTimers();
  await using hFile = await openToRead(hConnect, "a");
  const read = readAll(hFile);
  while (timers.size === 0) await turns(1);
  timers.fire();
  assertEquals(await read, "content");
});

quirkTest("a download of unknown size fails without 226", {
  on: { RETR: STUCK },
}, async ({ hConnect }) => {
  using files = folder();
  set(hConnect, [[INTERNET_OPTION_RECEIVE_TIMEOUT, 100]]);
  const code = await rejectedCode(
    FtpGetFile(hConnect, "a", files.path("local")),
  );
  assertEquals(code, ERROR_INTERNET_TIMEOUT);
  // The file may be complete.
  assertEquals(files.names().length, 1);
  assertEquals(files.text(files.names()[0]!), "content");
});

quirkTest(
  "a download of known size succeeds if the control connection closes without 226",
  {
    files: { "/a": "content" },
    on: {
      async RETR(call) {
        await call.reply("150 Now");
        await sendData(call, "content");
        await call.close();
      },
    },
  },
  async ({ hConnect }) => {
    await using hFile = await openToRead(hConnect, "a");
    assertEquals(await readAll(hFile), "content");
  },
);

quirkTest("an upload fails without 226", {
  on: {
    async STOR(call) {
      await call.reply("150 Now");
      const data = await call.data();
      await data.readAll();
      await data.close();
      await call.until(new Promise(() => {}));
    },
  },
}, async ({ hConnect }) => {
  set(hConnect, [[INTERNET_OPTION_RECEIVE_TIMEOUT, 100]]);
  const error = await failedPut(hConnect, "content");
  assertEquals(error.code, ERROR_INTERNET_TIMEOUT);
});

quirkTest(
  "NOOP is sent during transfers, unless FTP_OPTION_TRANSFER_KEEP_ALIVE is empty",
  {
    on: {
      async RETR(call) {
        await call.reply("150 Now");
        const data = await call.data();
        await data.write("con");
        await new Promise((resolve) => setTimeout(resolve, 60));
        await data.write("tent");
        await data.end();
        await call.reply("226 Done");
      },
    },
  },
  async (scene) => {
    const { hConnect } = scene;
    set(hConnect, [[FTP_OPTION_TRANSFER_KEEP_ALIVE, ""]]);
    set(hConnect, [[FTP_OPTION_KEEP_ALIVE, 10]]);
    assertEquals(await got(hConnect), "content");
    assertEquals(scene.sent().at(-1), "RETR a");
    set(hConnect, [[FTP_OPTION_TRANSFER_KEEP_ALIVE, "NOOP"]]);
    assertEquals(await got(hConnect), "content");
    const sent = scene.sent();
    assertEquals(sent[sent.lastIndexOf("RETR a") + 1], "NOOP");
  },
);

const TEXTS: [wire: string[], local: string][] = [
  [["a\r", "\nb\r\n"], "a\nb\n"],
  [["a\rb\nc\r\n"], "a\rb\nc\n"],
  [["a\r\r\n\r", "\n"], "a\r\n\n"],
  [["a\r"], "a\r"],
];

for (const [wire, local] of TEXTS) {
  quirkTest(
    `the text ${JSON.stringify(wire)} becomes ${JSON.stringify(local)}`,
    {
      on: {
        async RETR(call) {
          await call.reply("150 Now (3 bytes)");
          const data = await call.data();
          for (const piece of wire) {
            await data.write(piece);
            await turns(5);
          }
          await data.end();
          await call.reply("226 Done");
        },
      },
    },
    async ({ hConnect }) => {
      assertEquals(await got(hConnect, "a", FTP_TRANSFER_TYPE_ASCII), local);
    },
  );
}

for (
  const [local, wire] of [
    ["a\nb\n", "a\r\nb\r\n"],
    ["a\r\nb\r\n", "a\r\nb\r\n"],
    ["a\rb", "a\rb"],
  ] as const
) {
  quirkTest(
    `the text ${JSON.stringify(local)} is sent as ${JSON.stringify(wire)}`,
    {
      on: {
        async STOR(call) {
          await call.reply("150 Now");
          const data = await call.data();
          call.server.add(call.path, await data.readAll());
          await data.close();
          await call.reply("226 Done");
        },
      },
    },
    async ({ hConnect, server }) => {
      await put(hConnect, local, "a", FTP_TRANSFER_TYPE_ASCII);
      assertEquals(fileText(server, "/a"), wire);
    },
  );
}

quirkTest("a directory is not a file, also if SIZE returns its size", {
  directories: ["/d"],
  on: { SIZE: answer("213 4096\r\n") },
}, async (scene) => {
  assertTells(await failedGet(scene.hConnect, "d"), "550");
  assertEquals(
    await rejectedCode(openToRead(scene.hConnect, "d")),
    ERROR_INTERNET_EXTENDED_ERROR,
  );
  await assertUsable(scene);
});

quirkTest("InternetOpenUrl() lists a directory if SIZE returns its size", {
  files: { "/d/name": "" },
  on: { SIZE: answer("213 4096\r\n") },
}, async ({ hInternet, server }) => {
  await using hUrl = await InternetOpenUrl(
    hInternet,
    `ftp://127.0.0.1:${server.port}/d`,
    null,
    INTERNET_FLAG_PASSIVE,
  );
  assert((await readAll(hUrl)).includes("name"));
});

quirkTest(
  "FtpPutFile() fails if the file grows during the upload, and removes the sent part",
  {
    on: {
      async STOR(call) {
        await Deno.writeTextFile(local, "more", { append: true });
        await call.server.serve(call);
      },
    },
  },
  async (scene) => {
    using files = folder();
    local = files.write("a", "content");
    set(scene.hConnect, [[FTP_OPTION_DIRECT_UPLOAD, true]]);
    const code = await rejectedCode(FtpPutFile(scene.hConnect, local, "a"));
    assertEquals(code, ERROR_INVALID_DATA);
    assertEquals([...scene.server.files.keys()], []);
    await assertUsable(scene);
  },
);

let local = "";
