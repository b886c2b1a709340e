// Copyright 2026 the wininet authors. MIT license.

import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import {
  ERROR_INTERNET_CONNECTION_ABORTED,
  ERROR_INTERNET_CONNECTION_RESET,
  ERROR_INTERNET_EXTENDED_ERROR,
  InternetError,
} from "../../../error.ts";
import { GENERIC_WRITE } from "../../../flags.ts";
import { FtpGetFile, FtpGetFileSize, FtpOpenFile } from "../../../ftp.ts";
import { InternetReadFile } from "../../../internet.ts";
import { rejectedCode } from "../../helpers/calls.ts";
import {
  fileText,
  folder,
  type FtpScene,
  openToRead,
  readAll,
} from "../../helpers/ftp_calls.ts";
import {
  answer,
  assertTells,
  assertUsable,
  failedGet,
  failedPut,
  got,
  listed,
  put,
  quirkTest,
  sendData,
  sending,
} from "./quirks.ts";
import type { FtpCall, FtpScript } from "../../servers/ftp_server.ts";
import { turns } from "../../helpers/turns.ts";

const LINE = "-rw-r--r-- 1 u g 5 Jan  1 2020 name\r\n";

/** Sends the data, and waits until the client has seen its end. */
async function sendSlowly(call: FtpCall, text: string): Promise<void> {
  await sendData(call, text);
  await turns(10);
}

const ORDERS: [name: string, script: (text: string) => FtpScript][] = [
  ["226 arrives before the data", (text) => async (call) => {
    await call.reply("150 Now");
    await call.reply("226 Done");
    await turns(10);
    await sendData(call, text);
  }],
  ["226 arrives during the data", (text) => async (call) => {
    await call.reply("150 Now");
    const data = await call.data();
    await data.write(text.slice(0, 3));
    await call.reply("226 Done");
    await turns(10);
    await data.write(text.slice(3));
    await data.end();
  }],
  ["226 arrives after the data", (text) => async (call) => {
    await call.reply("150 Now");
    await sendSlowly(call, text);
    await call.reply("226 Done");
  }],
  ["the data arrives before 150", (text) => async (call) => {
    await sendSlowly(call, text);
    await call.reply("150 Now");
    await turns(10);
    await call.reply("226 Done");
  }],
  ["125 and 150 come", (text) => async (call) => {
    await call.reply("125 Already open");
    await call.reply("150 Now");
    await sendData(call, text);
    await call.reply("226 Done");
  }],
  ["no 150 comes", (text) => async (call) => {
    await sendSlowly(call, text);
    await call.reply("226 Done");
  }],
  ["no 150 arrives, and 226 before the data", (text) => async (call) => {
    await call.reply("226 Done");
    await turns(10);
    await sendData(call, text);
  }],
];

for (const [name, script] of ORDERS) {
  quirkTest(`FtpGetFile() works if ${name}`, {
    on: { RETR: script("content") },
  }, async (scene) => {
    assertEquals(await got(scene.hConnect), "content");
    await assertUsable(scene);
  });

  quirkTest(`FtpFindFirstFile() works if ${name}`, {
    features: [],
    on: { LIST: script(LINE) },
  }, async (scene) => {
    assertEquals(await listed(scene.hConnect), ["name"]);
    await assertUsable(scene);
  });
}

const UPLOADS: [name: string, begin: string, end: string][] = [
  ["125 and 150 come", "125 Open\r\n150 Now\r\n", "226 Done\r\n"],
  ["150 arrives twice", "150 Now\r\n150 Now\r\n", "226 Done\r\n"],
  ["150 arrives after the data", "", "150 Now\r\n226 Done\r\n"],
];

for (const [name, begin, end] of UPLOADS) {
  quirkTest(`FtpPutFile() sends a file once if ${name}`, {
    on: {
      async STOR(call) {
        if (begin !== "") await call.raw(begin);
        const data = await call.data();
        if (begin === "") await call.raw("150-Now\r\n150 Now\r\n");
        call.server.add(call.path, await data.readAll());
        await data.close();
        await call.raw(end);
      },
    },
  }, async (scene) => {
    await put(scene.hConnect, "content");
    assertEquals(fileText(scene.server, "/a"), "content");
    await assertUsable(scene);
  });
}

// ---- ends that are none ----

for (const ending of ["426 Lost", "451 Error", "552 No room", "550 No"]) {
  quirkTest(`FtpGetFile() fails after all bytes and ${ending} have arrived`, {
    on: { RETR: sending("content", ending) },
  }, async (scene) => {
    const error = await failedGet(scene.hConnect);
    assertEquals(error.code, ERROR_INTERNET_EXTENDED_ERROR);
    assertTells(error, ending);
    await assertUsable(scene);
  });

  quirkTest(
    `a failed FtpGetFile() keeps the existing file (${ending})`,
    {
      on: { RETR: sending("content", ending) },
    },
    async (scene) => {
      using files = folder();
      const local = files.write("a", "old");
      const code = await rejectedCode(FtpGetFile(scene.hConnect, "a", local));
      assertEquals(code, ERROR_INTERNET_EXTENDED_ERROR);
      assertEquals(files.names(), ["a"]);
      assertEquals(files.text("a"), "old");
    },
  );

  quirkTest(
    `FtpPutFile() fails after all bytes were sent and ${ending} arrives`,
    {
      files: { "/a": "old" },
      on: {
        async STOR(call) {
          await call.reply("150 Now");
          const data = await call.data();
          call.server.add(call.path, await data.readAll());
          await data.close();
          await call.reply(ending);
        },
      },
    },
    async (scene) => {
      const error = await failedPut(scene.hConnect, "content");
      assertEquals(error.code, ERROR_INTERNET_EXTENDED_ERROR);
      assertTells(error, ending);
      await assertUsable(scene);
      assertEquals([...scene.server.files.keys()], ["/a", "/usable"]);
      assertEquals(fileText(scene.server, "/a"), "old");
    },
  );
}

/** Sends a text, and resets the data connection after the client has received it. */
function resetting(text: string, ending: string) {
  const read = Promise.withResolvers<void>();
  const script: FtpScript = async (call) => {
    await call.reply("150 Now");
    const data = await call.data();
    await data.write(text);
    await call.until(read.promise);
    await data.reset();
    if (ending !== "") await call.reply(ending);
  };
  return { script, read: () => read.resolve() };
}

async function readReset(
  { hConnect, server }: FtpScene,
  text: string,
  ending: string,
): Promise<number> {
  const { script, read } = resetting(text, ending);
  server.options.on!.RETR = script;
  await using hFile = await openToRead(hConnect, "a");
  const buffer = new Uint8Array(100);
  assertEquals(
    await InternetReadFile(hFile, buffer.subarray(0, text.length)),
    text.length,
  );
  read();
  return await InternetReadFile(hFile, buffer);
}

for (const size of ["213 7\r\n", "500 What?\r\n213 7\r\n"]) {
  quirkTest(
    `a reset after all bytes is not an error with 226 (SIZE ${size.trim()})`,
    {
      on: {
        SIZE: (call) =>
          call.reply(
            size.split(
              "\r\n",
            )[
              call.server.commands.filter((line) => line.startsWith("SIZE"))
                .length - 1
            ] || "213 7",
          ),
      },
    },
    async (scene) => {
      assertEquals(await readReset(scene, "content", "226 Done"), 0);
      await assertUsable(scene);
    },
  );
}

quirkTest("a reset before all bytes is an error in spite of 226", {
  on: { SIZE: answer("213 8\r\n") },
}, async (scene) => {
  const code = await rejectedCode(readReset(scene, "content", "226 Done"));
  assertEquals(code, ERROR_INTERNET_CONNECTION_ABORTED);
  await assertUsable(scene);
});

quirkTest("a reset is an error with 226 if the size is not known", {
  on: { SIZE: answer("500 What?\r\n") },
}, async (scene) => {
  const code = await rejectedCode(readReset(scene, "content", "226 Done"));
  assertEquals(code, ERROR_INTERNET_CONNECTION_RESET);
  await assertUsable(scene);
});

quirkTest("a reset is reported with the final reply", {
  on: { SIZE: answer("213 7\r\n") },
}, async (scene) => {
  const error = await assertRejects(
    () => readReset(scene, "content", "426 Lost"),
    InternetError,
  );
  assertTells(error, "426 Lost");
  await assertUsable(scene);
});

quirkTest(
  "a reset of the data connection of an empty directory is an error in spite of 226",
  {
    features: [],
    on: {
      async LIST(call) {
        await call.reply("150 Now");
        await (await call.data()).reset();
        await call.reply("226 Done");
      },
    },
  },
  async (scene) => {
    const code = await rejectedCode(listed(scene.hConnect));
    assertEquals(code, ERROR_INTERNET_CONNECTION_RESET);
    await assertUsable(scene);
  },
);

quirkTest(
  "FtpGetFile() fails if the data ends before a known size",
  {
    on: {
      SIZE: answer("213 8\r\n"),
      async RETR(call) {
        await call.reply("150 Now (8 bytes)");
        await sendData(call, "content");
        await call.reply("426 Lost");
      },
    },
  },
  async (scene) => {
    assertTells(await failedGet(scene.hConnect), "426 Lost");
    await assertUsable(scene);
  },
);

for (const announced of ["(1 bytes)", "(1234,5 kbytes)"]) {
  quirkTest(`a file is read to its end if 150 announces ${announced}`, {
    on: {
      SIZE: answer("500 What?\r\n"),
      async RETR(call) {
        await call.reply(`150 Now ${announced}`);
        await sendData(call, "content");
        await call.reply("226 Done");
      },
    },
  }, async (scene) => {
    assertEquals(await got(scene.hConnect), "content");
    await using hFile = await openToRead(scene.hConnect, "a");
    assertEquals(await readAll(hFile), "content");
    assertEquals(await FtpGetFileSize(hFile), 7);
  });
}

for (const size of ["500 What?", "213 99999"]) {
  quirkTest(
    `a file that is shorter than 150 announces is an error (SIZE ${size})`,
    {
      on: {
        SIZE: answer(`${size}\r\n`),
        async RETR(call) {
          await call.reply("150 Now (99999 bytes)");
          await sendData(call, "content");
          await call.reply("226 Done");
        },
      },
    },
    async (scene) => {
      const error = await failedGet(scene.hConnect);
      assertEquals(error.code, ERROR_INTERNET_CONNECTION_ABORTED);
      assertStringIncludes(error.message, "7 of 99999 bytes");
      await assertUsable(scene);
    },
  );
}

for (const [mode, passive] of [["passive", true], ["active", false]] as const) {
  quirkTest(
    `files without bytes are transferred in both directions (${mode})`,
    {
      files: { "/empty": "" },
    },
    async (scene) => {
      assertEquals(await got(scene.hConnect, "empty"), "");
      await put(scene.hConnect, "");
      assertEquals(fileText(scene.server, "/a"), "");
      const hFile = await FtpOpenFile(scene.hConnect, "b", GENERIC_WRITE);
      await hFile[Symbol.asyncDispose]();
      assertEquals(fileText(scene.server, "/b"), "");
      await assertUsable(scene);
    },
    { passive },
  );
}
