// Copyright 2026 the wininet authors. MIT license.

import { assertEquals, assertRejects } from "@std/assert";
import {
  ERROR_INTERNET_EXTENDED_ERROR,
  InternetError,
} from "../../../error.ts";
import { FILE_BEGIN, FILE_END, GENERIC_WRITE } from "../../../flags.ts";
import { FtpGetFile, FtpOpenFile, FtpPutFile } from "../../../ftp.ts";
import {
  FTP_OPTION_RESUME,
  FTP_RESUME_OR_FAIL,
  FTP_RESUME_OR_RESTART,
} from "../../../ftp_options.ts";
import {
  InternetCloseHandle,
  InternetSetFilePointer,
  InternetWriteFile,
} from "../../../internet.ts";
import { rejectedCode } from "../../helpers/calls.ts";
import {
  fileText,
  folder,
  openToRead,
  readAll,
  resumedPart,
} from "../../helpers/ftp_calls.ts";
import {
  answer,
  assertTells,
  assertUsable,
  got,
  quirkTest,
  set,
} from "./quirks.ts";

const FILES = { "/a": "content" };
const RESUME = [[FTP_OPTION_RESUME, FTP_RESUME_OR_RESTART]] as const;

// ---- REST ----

quirkTest(
  "REST is sent before RETR, and REST 0 before the next one",
  {
    files: FILES,
  },
  async (scene) => {
    const hFile = await openToRead(scene.hConnect, "a");
    await InternetSetFilePointer(hFile, 3, FILE_BEGIN);
    assertEquals(await readAll(hFile), "tent");
    await hFile[Symbol.asyncDispose]();
    assertEquals(await got(scene.hConnect), "content");
    assertEquals(await got(scene.hConnect), "content");
    const order = scene.sent().filter((line) => /^(REST|RETR|EPSV)/.test(line));
    assertEquals(order, [
      ...["EPSV", "RETR a", "EPSV", "REST 3", "RETR a"],
      ...["EPSV", "REST 0", "RETR a", "EPSV", "RETR a"],
    ]);
    await assertUsable(scene);
  },
);

for (const reply of ["500 What?", "502 No", "501 Not in this mode"]) {
  quirkTest(`a read somewhere in a file fails with "${reply}" to REST`, {
    files: FILES,
    on: { REST: answer(`${reply}\r\n`) },
  }, async (scene) => {
    const hFile = await openToRead(scene.hConnect, "a");
    await InternetSetFilePointer(hFile, 3, FILE_BEGIN);
    const error = await assertRejects(() => readAll(hFile), InternetError);
    assertTells(error, reply);
    InternetCloseHandle(hFile);
    await assertUsable(scene);
  });

  quirkTest(
    `a read with FTP_RESUME_OR_RESTART restarts after "${reply}" to REST`,
    {
      files: FILES,
      on: { REST: answer(`${reply}\r\n`) },
    },
    async (scene) => {
      set(scene.hConnect, RESUME);
      const hFile = await openToRead(scene.hConnect, "a");
      await InternetSetFilePointer(hFile, 3, FILE_BEGIN);
      assertEquals(await readAll(hFile), "tent");
      InternetCloseHandle(hFile);
      await assertUsable(scene);
    },
  );
}

for (const position of [7, 8, 1e9]) {
  quirkTest(`at byte ${position} of 7 the file has ended`, {
    files: FILES,
  }, async (scene) => {
    const hFile = await openToRead(scene.hConnect, "a");
    await InternetSetFilePointer(hFile, position, FILE_BEGIN);
    assertEquals(await readAll(hFile), "");
    await InternetSetFilePointer(hFile, -1, FILE_END);
    assertEquals(await readAll(hFile), "t");
    InternetCloseHandle(hFile);
    await assertUsable(scene);
  });
}

quirkTest(
  "RETR refused after REST is an error, and the file can be read at another position",
  {
    files: FILES,
    on: { SIZE: answer("500 What?\r\n") },
  },
  async (scene) => {
    const hFile = await openToRead(scene.hConnect, "a");
    await InternetSetFilePointer(hFile, 100, FILE_BEGIN);
    const error = await assertRejects(() => readAll(hFile), InternetError);
    assertTells(error, "554");
    await InternetSetFilePointer(hFile, 3, FILE_BEGIN);
    assertEquals(await readAll(hFile), "tent");
    InternetCloseHandle(hFile);
    await assertUsable(scene);
  },
);

for (const position of [2 ** 31, 2 ** 32 + 1, Number.MAX_SAFE_INTEGER]) {
  quirkTest(`REST has ${position} with all digits`, {
    on: {
      SIZE: answer("500 What?\r\n"),
      async RETR(call) {
        await call.reply("150 Now");
        const data = await call.data();
        if (call.session.rest > 0) await data.write(`${call.session.rest}`);
        await data.end();
        await call.reply("226 Done");
      },
    },
  }, async ({ hConnect }) => {
    const hFile = await openToRead(hConnect, "a");
    await InternetSetFilePointer(hFile, position, FILE_BEGIN);
    assertEquals(await readAll(hFile), `${position}`);
    InternetCloseHandle(hFile);
  });
}

quirkTest(
  "positions beyond 2^53 are refused",
  { files: FILES },
  async (scene) => {
    const hFile = await openToRead(scene.hConnect, "a");
    const move = (distance: number) =>
      InternetSetFilePointer(hFile, distance, FILE_BEGIN);
    assertEquals(await rejectedCode(move(2 ** 53)), 87);
    assertEquals(await rejectedCode(move(Infinity)), 87);
    assertEquals(await readAll(hFile), "content");
    InternetCloseHandle(hFile);
  },
);

// ---- uploads that are continued ----

quirkTest(
  "FtpPutFile() continues with APPE at the size that SIZE returns",
  {},
  async (scene) => {
    set(scene.hConnect, RESUME);
    using files = folder();
    const local = files.write("a", "content");
    const part = resumedPart(local, "a");
    scene.server.add(`/${part}`, "cont");
    await FtpPutFile(scene.hConnect, local, "a");
    assertEquals(fileText(scene.server, "/a"), "content");
    assertEquals(scene.sent().includes(`APPE ${part}`), true);
    assertEquals(scene.sent().some((line) => /^(REST|STOR)/.test(line)), false);
    await assertUsable(scene);
  },
);

quirkTest(
  "InternetWriteFile() continues at the end with APPE, elsewhere with REST",
  {
    files: FILES,
  },
  async (scene) => {
    set(scene.hConnect, RESUME);
    for (const position of [7, 3]) {
      const hFile = await FtpOpenFile(scene.hConnect, "a", GENERIC_WRITE);
      await InternetSetFilePointer(hFile, position, FILE_BEGIN);
      await InternetWriteFile(hFile, new TextEncoder().encode("!"));
      await hFile[Symbol.asyncDispose]();
    }
    assertEquals(fileText(scene.server, "/a"), "con!ent!");
    const order = scene.sent().filter((line) => /^(REST|STOR|APPE)/.test(line));
    assertEquals(order, ["APPE a", "REST 3", "STOR a"]);
    await assertUsable(scene);
  },
);

quirkTest("FtpGetFile() continues at the end of the file", {
  files: FILES,
}, async (scene) => {
  set(scene.hConnect, RESUME);
  using files = folder();
  files.write("a.part", "cont");
  await FtpGetFile(scene.hConnect, "a", files.path("a"));
  assertEquals(files.text("a"), "content");
  assertEquals(files.names(), ["a"]);
  assertEquals(scene.sent().includes("REST 4"), true);
  await assertUsable(scene);
});

for (
  const [resume, code] of [
    [FTP_RESUME_OR_RESTART, null],
    [FTP_RESUME_OR_FAIL, ERROR_INTERNET_EXTENDED_ERROR],
  ] as const
) {
  quirkTest(
    `FtpGetFile() ${
      code === null ? "restarts" : "fails"
    } if REST is refused and FTP_OPTION_RESUME is ${resume}`,
    {
      files: FILES,
      on: { REST: answer("502 No\r\n") },
    },
    async (scene) => {
      set(scene.hConnect, [[FTP_OPTION_RESUME, resume]]);
      using files = folder();
      files.write("a.part", "CONT");
      const call = FtpGetFile(scene.hConnect, "a", files.path("a"));
      if (code !== null) assertEquals(await rejectedCode(call), code);
      else {
        await call;
        assertEquals(files.text("a"), "content");
      }
      set(scene.hConnect, [[FTP_OPTION_RESUME, 0]]);
      await assertUsable(scene);
    },
  );
}
