// Copyright 2026 the wininet authors. MIT license.

import { assert, assertEquals, assertRejects } from "@std/assert";
import {
  ERROR_FTP_DROPPED,
  ERROR_INTERNET_EXTENDED_ERROR,
  InternetError,
} from "../../../error.ts";
import { FtpFindFirstFile, FtpGetCurrentDirectory } from "../../../ftp.ts";
import { FTP_OPTION_MACHINE_LISTINGS } from "../../../ftp_options.ts";
import { InternetCloseHandle } from "../../../internet.ts";
import { INTERNET_OPTION_CODEPAGE } from "../../../options.ts";
import { rejectedCode } from "../../helpers/calls.ts";
import type { FtpScene } from "../../helpers/ftp_calls.ts";
import {
  answer,
  assertUsable,
  found,
  got,
  listed,
  quirkTest,
  sending,
  set,
} from "./quirks.ts";
import type { FtpScript, FtpServerOptions } from "../../servers/ftp_server.ts";
import { turns } from "../../helpers/turns.ts";

/** A server without MLSD. */
const PLAIN: FtpServerOptions = { features: [] };

function lineOf(name: string): string {
  return `-rw-r--r-- 1 u g 5 Jan  1 2020 ${name}\r\n`;
}

/** A listing that continues until its data connection is closed. */
const ENDLESS: FtpScript = async (call) => {
  await call.reply("150 Now");
  const data = await call.data();
  try {
    for (;;) await data.write(lineOf("name").repeat(1000));
  } finally {
    await data.close();
    await call.reply("426 Aborted");
  }
};

// ---- the argument of LIST ----

quirkTest("LIST has no blank at its end and no options", {
  ...PLAIN,
  files: { "/d/a": "" },
}, async (scene) => {
  assertEquals(await listed(scene.hConnect), ["d"]);
  assertEquals(await listed(scene.hConnect, "d"), ["a"]);
  assertEquals(await listed(scene.hConnect, "d/*"), ["a"]);
  assertEquals(
    scene.sent().filter((line) => line.startsWith("LIST")),
    ["LIST", "LIST d", "LIST d"],
  );
  await assertUsable(scene);
});

// ---- empty directories ----

const EMPTY: [name: string, script: FtpScript, on?: string][] = [
  ["550 No files found", answer("550 No files found\r\n")],
  ["450 No files found", answer("450 No files found\r\n")],
  ["450 Directory is empty", answer("450 Directory is empty\r\n")],
  ["226 with no data", sending("")],
  ["total 0", sending("total 0\r\n")],
  ["blank lines", sending("\r\n\r\n")],
  ["only dots", sending(lineOf(".") + lineOf(".."))],
];

for (const [name, script] of EMPTY) {
  quirkTest(`${name} is an empty directory`, {
    ...PLAIN,
    on: { LIST: script },
  }, async (scene) => {
    assertEquals(await listed(scene.hConnect), []);
    await assertUsable(scene);
  });
}

quirkTest("150 and 550 No files found is an empty directory", {
  ...PLAIN,
  on: { LIST: sending("", "550 No files found") },
}, async (scene) => {
  assertEquals(await listed(scene.hConnect), []);
  await assertUsable(scene);
});

quirkTest(
  "MLSD with only dots is an empty directory",
  {},
  async (scene) => {
    assertEquals(await listed(scene.hConnect), []);
    await assertUsable(scene);
  },
);

quirkTest("550 for a requested directory is an error", {
  ...PLAIN,
}, async (scene) => {
  assertEquals(
    await rejectedCode(listed(scene.hConnect, "nowhere")),
    ERROR_INTERNET_EXTENDED_ERROR,
  );
  await assertUsable(scene);
});

// ---- awkward names ----

const AWKWARD = [
  "a b",
  " a",
  "a ",
  "[a]",
  "-a",
  "{a}",
  "~a",
  "a\tb",
  "a;b=c",
  "ü",
];

for (const name of AWKWARD) {
  for (
    const [how, features] of [["LIST", []], ["MLSD", ["MLST type*;"]]] as const
  ) {
    quirkTest(
      `the directory ${JSON.stringify(name)} is listed with ${how}`,
      {
        features: [...features],
        files: { [`/${name}/x`]: "content" },
        on: {
          // As a server that passes the argument to ls.
          LIST: (call) =>
            /^-|[[*{~]|^ | $/.test(call.argument)
              ? call.reply("550 No such directory")
              : false,
        },
      },
      async (scene) => {
        assertEquals(await listed(scene.hConnect, name), ["x"]);
        assertEquals(await listed(scene.hConnect), [name]);
        assertEquals(await got(scene.hConnect, `${name}/x`), "content");
        await assertUsable(scene);
      },
    );
  }
}

quirkTest(
  "an unusual directory that is listed in part does not change the directory of the session",
  {
    ...PLAIN,
    directories: ["/-a"],
    on: { LIST: ENDLESS },
  },
  async (scene) => {
    const { hFind } = await FtpFindFirstFile(scene.hConnect, "-a");
    InternetCloseHandle(hFind);
    await assertUsable(scene);
  },
);

for (const reply of ["550 Permission denied", "450 Busy", "226 Nothing"]) {
  quirkTest(
    `an unusual directory with the reply "${reply}" does not change the directory of the session`,
    {
      ...PLAIN,
      directories: ["/-a"],
      on: {
        LIST(call) {
          call.session.dropTarget();
          return call.reply(reply);
        },
      },
    },
    async (scene) => {
      await listed(scene.hConnect, "-a").catch(() => {});
      await assertUsable(scene);
    },
  );
}

quirkTest(
  "an unusual name that is not a directory is sent after ./",
  {
    ...PLAIN,
    files: { "/-a": "12345" },
  },
  async (scene) => {
    assertEquals((await found(scene.hConnect, "-a"))[0]?.nFileSize, 5);
    assertEquals(scene.sent().includes("LIST ./-a"), true);
    await assertUsable(scene);
  },
);

// ---- names that lead elsewhere ----

quirkTest("dots, the directory itself and its parent are not entries", {
  on: {
    MLSD: sending(
      [
        "type=cdir; .",
        "type=pdir; ..",
        "type=cdir; /home/me",
        "type=dir; d",
      ].map((line) => `${line}\r\n`).join(""),
    ),
  },
}, async (scene) => {
  assertEquals(await listed(scene.hConnect), ["d"]);
});

for (const machine of [true, false]) {
  quirkTest(
    `names of ${machine ? "MLSD" : "LIST"} that lead elsewhere are not entries`,
    {
      ...(machine ? {} : PLAIN),
      on: {
        [machine ? "MLSD" : "LIST"]: sending(
          ["../../x", "/etc/x", "a/b", "../x", "a\0b", "good"].map((name) =>
            machine ? `type=file;size=1; ${name}\r\n` : lineOf(name)
          ).join(""),
        ),
      },
    },
    async (scene) => {
      const names = await listed(scene.hConnect);
      assertEquals(names.includes("good"), true);
      // deno-lint-ignore no-control-regex
      assertEquals(names.filter((name) => /[/\x00]/.test(name)), []);
    },
  );
}

// ---- endless listings ----

quirkTest("a line without end is an error", {
  ...PLAIN,
  on: {
    async LIST(call) {
      await call.reply("150 Now");
      const data = await call.data();
      for (;;) await data.write("x".repeat(65_536));
    },
  },
}, async ({ hConnect, server }) => {
  assertEquals(await rejectedCode(listed(hConnect)), ERROR_FTP_DROPPED);
  assert(server.commands.includes("LIST"));
});

quirkTest("a listing without end is read only as far as the program reads", {
  ...PLAIN,
  on: { LIST: ENDLESS },
}, async (scene) => {
  const { hFind, findData } = await FtpFindFirstFile(scene.hConnect);
  assertEquals(findData.cFileName, "name");
  InternetCloseHandle(hFind);
  await assertUsable(scene);
});

// ---- names and times that go there and back ----

const FOREIGN: [name: string, bytes: string, codePage: number, text: string][] =
  [
    ["ISO 8859-1 read as it is", "caf\xe9", 65_001, "caf\xe9"],
    ["Windows-1251", "\xef\xf0\xe8", 1251, "\u043f\u0440\u0438"],
    ["KOI8-R", "\xd0\xd2\xc9", 20_866, "\u043f\u0440\u0438"],
    ["Shift_JIS", "\xe0\x5c\xb1", 932, "\u6fec\uff71"],
    ["GBK", "\xc4\xe3", 936, "\u4f60"],
  ];

for (const [name, bytes, codePage, text] of FOREIGN) {
  for (const verb of ["LIST", "MLSD"]) {
    quirkTest(`a name in ${name} is preserved in both directions (${verb})`, {
      features: verb === "LIST" ? [] : ["MLST type*;"],
      on: {
        async [verb](call) {
          await call.reply("150 Now");
          const data = await call.data();
          const line = verb === "LIST"
            ? lineOf(bytes)
            : `type=file; ${bytes}\r\n`;
          for (const byte of line) await data.write(byte);
          await data.end();
          await call.reply("226 Done");
        },
        RETR: (call) =>
          call.argument === bytes
            ? sending("content")(call)
            : call.reply("550 No such file"),
      },
    }, async (scene) => {
      set(scene.hConnect, [[INTERNET_OPTION_CODEPAGE, codePage]]);
      assertEquals(await listed(scene.hConnect), [text]);
      assertEquals(await got(scene.hConnect, text), "content");
      await assertUsable(scene);
    });
  }
}

for (const first of [1, 20, -3, -2, -1]) {
  quirkTest(`a line that is split at ${first} is one line`, {
    ...PLAIN,
    on: {
      async LIST(call) {
        await call.reply("150 Now");
        const data = await call.data();
        const line = lineOf("\xc3\xbc");
        for (const piece of [line.slice(0, first), line.slice(first)]) {
          await data.write(piece);
          await turns(20);
        }
        await data.end();
        await call.reply("226 Done");
      },
    },
  }, async ({ hConnect }) => assertEquals(await listed(hConnect), ["\xfc"]));
}

quirkTest("a name that is not UTF-8 does not change the others", {
  ...PLAIN,
  on: {
    LIST: sending(lineOf("\xc3\xbc") + lineOf("\xe9") + lineOf("\xc3\xb6")),
    RETR: (call) => sending(call.argument)(call),
  },
}, async ({ hConnect, server }) => {
  assertEquals(await listed(hConnect), ["\xfc", "\xe9", "\xf6"]);
  for (const name of ["\xfc", "\xe9", "\xf6"]) await got(hConnect, name);
  assertEquals(
    server.commands.filter((line) => line.startsWith("RETR")),
    ["RETR \xc3\xbc", "RETR \xe9", "RETR \xc3\xb6"],
  );
});

quirkTest("times of MLSD are UTC", {
  on: { MLSD: sending("type=file;modify=20200102030405.678; a\r\n") },
}, async ({ hConnect }) => {
  const [entry] = await found(hConnect);
  assertEquals(
    entry?.ftLastWriteTime?.toISOString(),
    "2020-01-02T03:04:05.678Z",
  );
});

quirkTest("FTP_OPTION_MACHINE_LISTINGS prevents MLSD", {
  files: { "/a": "" },
}, async (scene: FtpScene) => {
  set(scene.hConnect, [[FTP_OPTION_MACHINE_LISTINGS, false]]);
  assertEquals(await listed(scene.hConnect), ["a"]);
  assertEquals(scene.sent().includes("LIST"), true);
  assertEquals(await FtpGetCurrentDirectory(scene.hConnect), "/");
  await assertRejects(() => listed(scene.hConnect, "none"), InternetError);
});
