// Copyright 2026 the wininet authors. MIT license.

/** FtpFindFirstFile and InternetFindNextFile. */

import { assert, assertEquals, assertRejects } from "@std/assert";
import {
  ERROR_FTP_NO_PASSIVE_MODE,
  ERROR_INTERNET_CONNECTION_ABORTED,
  ERROR_INTERNET_EXTENDED_ERROR,
  ERROR_NO_MORE_FILES,
  InternetError,
} from "../../error.ts";
import {
  FILE_ATTRIBUTE_DIRECTORY,
  FILE_ATTRIBUTE_NORMAL,
} from "../../flags.ts";
import { FTP_OPTION_MACHINE_LISTINGS } from "../../ftp_options.ts";
import {
  FtpFindFirstFile,
  FtpGetCurrentDirectory,
  FtpSetCurrentDirectory,
} from "../../ftp.ts";
import {
  InternetFindNextFile,
  InternetQueryOption,
  InternetSetOption,
} from "../../internet.ts";
import {
  INTERNET_HANDLE_TYPE_FTP_FIND,
  INTERNET_OPTION_DATA_RECEIVE_TIMEOUT,
  INTERNET_OPTION_HANDLE_TYPE,
} from "../../options.ts";
import type { HINTERNET, WIN32_FIND_DATA } from "../../structures.ts";
import { completions, rejectedCode } from "../helpers/calls.ts";
import { MODES, openFtp, SESSIONS } from "../helpers/ftp_calls.ts";
import type { FtpServerOptions } from "../servers/ftp_server.ts";

const FILES: FtpServerOptions = {
  files: {
    "/one.txt": "1",
    "/two.txt": "22",
    "/three.bin": "333",
    "/pub/welcome": "hello",
    "/pub/words": "a b c",
    "/pub/other": "",
  },
  directories: ["/empty"],
};

/**
 * Returns all names of an enumeration in order, read with InternetFindNextFile,
 * and closes the handle.
 */
async function namesOf(
  hConnect: HINTERNET,
  search?: string | null,
): Promise<string[]> {
  const { hFind, findData } = await FtpFindFirstFile(hConnect, search);
  const names = [findData.cFileName];
  for (let next; (next = await InternetFindNextFile(hFind)) !== null;) {
    names.push((next as WIN32_FIND_DATA).cFileName);
  }
  hFind[Symbol.dispose]();
  return names;
}

const ALL = ["empty", "one.txt", "pub", "three.bin", "two.txt"];

const SEARCHES: [search: string | null | undefined, names: string[]][] = [
  [undefined, ALL],
  [null, ALL],
  ["", ALL],
  ["*", ALL],
  ["*.*", ALL],
  ["/", ALL],
  ["*.txt", ["one.txt", "two.txt"]],
  ["t*", ["three.bin", "two.txt"]],
  ["???.txt", ["one.txt", "two.txt"]],
  ["one.txt", ["one.txt"]],
  ["pub", ["other", "welcome", "words"]],
  ["/pub", ["other", "welcome", "words"]],
  ["pub/", ["other", "welcome", "words"]],
  ["pub/w*", ["welcome", "words"]],
  ["/pub/w*", ["welcome", "words"]],
  ["pub/*", ["other", "welcome", "words"]],
  ["pub/welcome", ["welcome"]],
];

for (const machine of [true, false]) {
  const by = machine ? "MLSD" : "LIST";
  for (const [search, names] of SEARCHES) {
    Deno.test(`FtpFindFirstFile(${JSON.stringify(search)}) finds matching entries, with ${by}`, async () => {
      await using scene = await openFtp(FILES);
      InternetSetOption(scene.hConnect, FTP_OPTION_MACHINE_LISTINGS, machine);
      assertEquals(await namesOf(scene.hConnect, search), names);
      assertEquals(
        scene.sent().some((line) => line.startsWith("MLSD")),
        machine,
      );
      assertEquals(await FtpGetCurrentDirectory(scene.hConnect), "/");
    });
  }

  /** Names that do not exist, and the error code for them. */
  const MISSING: [search: string, code: number][] = [
    ["none", ERROR_INTERNET_EXTENDED_ERROR],
    ["none/none", ERROR_INTERNET_EXTENDED_ERROR],
    ["none/*", ERROR_INTERNET_EXTENDED_ERROR],
    ["p*/welcome", ERROR_INTERNET_EXTENDED_ERROR],
    ["*.none", ERROR_NO_MORE_FILES],
    ["pub/x*", ERROR_NO_MORE_FILES],
    ["empty", ERROR_NO_MORE_FILES],
    ["empty/*", ERROR_NO_MORE_FILES],
  ];

  for (const [search, code] of MISSING) {
    Deno.test(`FtpFindFirstFile(${JSON.stringify(search)}) fails with ${code}, with ${by}, and the connection is free`, async () => {
      await using scene = await openFtp(FILES, { dwContext: 1 });
      const { hConnect, watched } = scene;
      InternetSetOption(hConnect, FTP_OPTION_MACHINE_LISTINGS, machine);
      watched.log.length = 0;
      const call = FtpFindFirstFile(hConnect, search, 0, 2);
      assertEquals(await rejectedCode(call), code);
      assertEquals(watched.names(2).at(-1), "HANDLE_CLOSING");
      assertEquals(completions(watched, 2), [{ dwResult: 0, dwError: code }]);
      assertEquals(await FtpGetCurrentDirectory(hConnect), "/");
    });
  }
}

for (const [mode, passive] of MODES) {
  for (const [kind, asynchronous] of SESSIONS) {
    Deno.test(`FtpFindFirstFile() enumerates, ${mode}, ${kind}`, async () => {
      await using scene = await openFtp(FILES, { passive, asynchronous });
      assertEquals(await namesOf(scene.hConnect), ALL);
      assertEquals(scene.sent().map((line) => line.split(" ")[0]), [
        "FEAT",
        "OPTS",
        "TYPE",
        passive ? "EPSV" : "EPRT",
        "MLSD",
      ]);
    });
  }
}

Deno.test("FtpFindFirstFile() returns the kind of each entry", async () => {
  await using scene = await openFtp(FILES);
  const { hFind, findData } = await FtpFindFirstFile(scene.hConnect, "/");
  assertEquals(
    [findData.cFileName, findData.dwFileAttributes, findData.nFileSize],
    ["empty", FILE_ATTRIBUTE_DIRECTORY, 0],
  );
  assertEquals(findData.ftLastWriteTime, scene.server.defaultTime);
  const next = await InternetFindNextFile(hFind) as WIN32_FIND_DATA;
  assertEquals(
    [next.cFileName, next.dwFileAttributes, next.nFileSize],
    ["one.txt", FILE_ATTRIBUTE_NORMAL, 1],
  );
  assertEquals(
    InternetQueryOption(hFind, INTERNET_OPTION_HANDLE_TYPE),
    INTERNET_HANDLE_TYPE_FTP_FIND,
  );
});

Deno.test("FtpFindFirstFile() is relative to the current directory", async () => {
  await using scene = await openFtp(FILES);
  await FtpSetCurrentDirectory(scene.hConnect, "pub");
  assertEquals(await namesOf(scene.hConnect, "w*"), ["welcome", "words"]);
});

Deno.test("InternetFindNextFile() returns null at the end, at every call", async () => {
  await using scene = await openFtp(FILES, { dwContext: 1 });
  const { hConnect, watched } = scene;
  const { hFind } = await FtpFindFirstFile(hConnect, "*.bin", 0, 2);
  watched.log.length = 0;
  for (let time = 0; time < 3; time++) {
    assertEquals(await InternetFindNextFile(hFind), null);
  }
  assertEquals(
    completions(watched, 2),
    Array(3).fill({ dwResult: null, dwError: 0 }),
  );
});

Deno.test("InternetFindNextFile() called several times without waiting returns entries in order", async () => {
  await using scene = await openFtp(FILES);
  const { hFind } = await FtpFindFirstFile(scene.hConnect);
  const found = await Promise.all(
    [1, 2, 3, 4, 5, 6].map(() => InternetFindNextFile(hFind)),
  );
  assertEquals(
    found.map((entry) => entry && (entry as WIN32_FIND_DATA).cFileName),
    [...ALL.slice(1), null, null],
  );
});

Deno.test("FtpFindFirstFile() uses LIST if the server has no MLSD", async () => {
  await using scene = await openFtp({ ...FILES, features: ["SIZE"] });
  assertEquals(await namesOf(scene.hConnect, "pub"), [
    "other",
    "welcome",
    "words",
  ]);
  assertEquals(scene.sent().at(-1), "LIST pub");
});

Deno.test("FtpFindFirstFile() uses LIST if the server has no FEAT", async () => {
  await using scene = await openFtp({
    ...FILES,
    on: { FEAT: (call) => call.reply("500 What?") },
  });
  assertEquals(await namesOf(scene.hConnect), ALL);
  assertEquals(scene.sent().at(-1), "LIST");
});

Deno.test("FtpFindFirstFile() uses LIST if MLSD is announced and refused", async () => {
  await using scene = await openFtp({
    ...FILES,
    on: { MLSD: (call) => call.reply("500 Not today") },
  });
  assertEquals(await namesOf(scene.hConnect), ALL);
  assertEquals(scene.sent().at(-1), "LIST");
});

for (const name of ["-la", " pub", "[pub]", "pub ", "{a}"]) {
  Deno.test(`FtpFindFirstFile(${JSON.stringify(name)}) changes the directory for LIST and back`, async () => {
    await using scene = await openFtp({
      files: { [`/${name}/file`]: "x", "/other": "y" },
    });
    const { hConnect } = scene;
    InternetSetOption(hConnect, FTP_OPTION_MACHINE_LISTINGS, false);
    assertEquals(await namesOf(hConnect, name), ["file"]);
    assertEquals(await FtpGetCurrentDirectory(hConnect), "/");
    assert(scene.sent().includes("LIST"));
  });
}

/** Replies of servers to an empty listing, without a data connection. */
const NOTHING: [name: string, reply: string][] = [
  ["226", "226 Nothing to list"],
  ["450 no files", "450 No files found"],
  ["550 empty", "550 Directory is empty"],
];

for (const [name, reply] of NOTHING) {
  for (const [mode, passive] of MODES) {
    Deno.test(`FtpFindFirstFile() treats ${name} as an empty directory, ${mode}`, async () => {
      await using scene = await openFtp({
        on: {
          async MLSD(call) {
            call.session.dropTarget();
            await call.reply(reply);
          },
        },
      }, { passive });
      // The time limit for the server to open a data connection after that.
      InternetSetOption(
        scene.hConnect,
        INTERNET_OPTION_DATA_RECEIVE_TIMEOUT,
        100,
      );
      assertEquals(
        await rejectedCode(FtpFindFirstFile(scene.hConnect)),
        ERROR_NO_MORE_FILES,
      );
      assertEquals(await FtpGetCurrentDirectory(scene.hConnect), "/");
    });
  }
}

Deno.test("FtpFindFirstFile() fails if the server has no passive mode", async () => {
  await using scene = await openFtp({
    on: {
      EPSV: (call) => call.reply("500 No"),
      PASV: (call) => call.reply("502 No"),
    },
  });
  const error = await assertRejects(
    () => FtpFindFirstFile(scene.hConnect),
    InternetError,
  );
  assertEquals(error.code, ERROR_FTP_NO_PASSIVE_MODE);
  assertEquals(error.responseText, "502 No");
});

Deno.test("InternetFindNextFile() fails after the received entries if the listing is incomplete", async () => {
  await using scene = await openFtp({
    on: {
      async MLSD(call) {
        await call.reply("150 Here");
        const data = await call.data();
        await data.write("type=file;size=1; a\r\ntype=file;size=2; b\r\n");
        await data.reset();
        await call.reply("426 Broken");
      },
    },
  });
  const names: string[] = [];
  const enumerate = async () => {
    const { hFind, findData } = await FtpFindFirstFile(scene.hConnect);
    names.push(findData.cFileName);
    for (;;) {
      const next = await InternetFindNextFile(hFind) as WIN32_FIND_DATA;
      names.push(next.cFileName);
    }
  };
  const error = await assertRejects(enumerate, InternetError);
  assert(
    [ERROR_INTERNET_EXTENDED_ERROR, ERROR_INTERNET_CONNECTION_ABORTED]
      .includes(error.code),
    error.message,
  );
  assertEquals(names, ["a", "b"].slice(0, names.length));
});

Deno.test("FtpFindFirstFile() does not wait for the end of the listing", async () => {
  const goOn = Promise.withResolvers<void>();
  await using scene = await openFtp({
    on: {
      async MLSD(call) {
        const data = await call.data();
        await call.reply("150 Here");
        await data.write("type=file;size=1; a\r\n");
        await call.until(goOn.promise);
        await data.write("type=file;size=2; b\r\n");
        await data.end();
        await call.reply("226 Done");
      },
    },
  });
  const { hFind, findData } = await FtpFindFirstFile(scene.hConnect);
  assertEquals(findData.cFileName, "a");
  goOn.resolve();
  const next = await InternetFindNextFile(hFind) as WIN32_FIND_DATA;
  assertEquals(next.cFileName, "b");
  assertEquals(await InternetFindNextFile(hFind), null);
});

Deno.test("an enumeration of many entries is complete", async () => {
  const lines = Array.from(
    { length: 50_000 },
    (_, at) => `type=file;size=${at}; file ${at}\r\n`,
  );
  await using scene = await openFtp({
    on: {
      async MLSD(call) {
        const data = await call.data();
        await call.reply("150 Here");
        await data.write(lines.join(""));
        await data.end();
        await call.reply("226 Done");
      },
    },
  });
  const names = await namesOf(scene.hConnect);
  assertEquals([names.length, names.at(-1)], [50_000, "file 49999"]);
});

Deno.test("FtpFindFirstFile() fails for a directory whose MLSD is refused, though MLST describes it", async () => {
  await using scene = await openFtp({
    ...FILES,
    on: { MLSD: (call) => call.reply("550 Permission denied") },
  });
  const code = await rejectedCode(FtpFindFirstFile(scene.hConnect, "/pub"));
  assertEquals(code, ERROR_INTERNET_EXTENDED_ERROR);
  assertEquals(await namesOf(scene.hConnect, "/one.txt"), ["one.txt"]);
});
