// Copyright 2026 the wininet authors. MIT license.

import { assert, assertEquals, assertRejects } from "@std/assert";
import {
  ERROR_FTP_DROPPED,
  ERROR_INTERNET_CONNECTION_ABORTED,
  ERROR_INTERNET_EXTENDED_ERROR,
  ERROR_INTERNET_LOGIN_FAILURE,
  InternetError,
} from "../../../error.ts";
import {
  FtpCreateDirectory,
  FtpDeleteFile,
  FtpGetCurrentDirectory,
  FtpGetFile,
  FtpGetFileSize,
  FtpRemoveDirectory,
  FtpRenameFile,
} from "../../../ftp.ts";
import {
  FTP_OPTION_ACCOUNT,
  FTP_OPTION_FEATURES,
  FTP_OPTION_KEEP_TIMES,
} from "../../../ftp_options.ts";
import {
  InternetCloseHandle,
  InternetQueryOption,
  InternetSetOption,
} from "../../../internet.ts";
import { INTERNET_OPTION_CODEPAGE } from "../../../options.ts";
import { rejectedCode } from "../../helpers/calls.ts";
import {
  connectFtp,
  folder,
  openToRead,
  readAll,
} from "../../helpers/ftp_calls.ts";
import {
  answer,
  assertTells,
  assertUsable,
  failedConnectTest,
  failedGet,
  found,
  got,
  listed,
  put,
  quirkTest,
  say,
  sending,
} from "./quirks.ts";
import { type FtpScript, FtpServer } from "../../servers/ftp_server.ts";
import { watch } from "../../helpers/watch.ts";

// ---- logging in ----

const REFUSALS: [reply: string, code: number][] = [
  ["530 Sorry, the maximum number of connections", 12003],
  ["530 Too many users", 12003],
  ["530 Login incorrect", 12015],
  ["430 Invalid user", 12015],
];

for (const [reply, code] of REFUSALS) {
  failedConnectTest(
    `InternetConnect() fails with ${code} after "${reply}"`,
    {
      on: { PASS: answer(`${reply}\r\n`) },
    },
    async ({ error, server }) => {
      assertEquals(error.code, code);
      assertTells(error, reply);
      await server.allClosed();
    },
  );
}

failedConnectTest(
  "InternetConnect() fails if the server requires an account and there is none",
  {
    account: "box",
  },
  ({ error }) => assertEquals(error.code, ERROR_INTERNET_LOGIN_FAILURE),
);

failedConnectTest("InternetConnect() fails if the account is wrong", {
  account: "box",
}, ({ error }) => {
  assertEquals(error.code, ERROR_INTERNET_LOGIN_FAILURE);
  assert(!error.message.includes("other"));
}, { settings: [[FTP_OPTION_ACCOUNT, "other"]] });

Deno.test("InternetConnect() sends the account after the password", async () => {
  await using server = new FtpServer({ account: "box" });
  await using watched = watch();
  InternetSetOption(watched.hInternet, FTP_OPTION_ACCOUNT, "box");
  await connectFtp(watched.hInternet, server);
  assertEquals(server.commands.at(-1), "ACCT box");
});

quirkTest("FtpGetFile() sends the account if RETR requires it", {
  on: {
    RETR: (call) =>
      call.server.commands.includes("ACCT box")
        ? sending("content")(call)
        : call.reply("332 Need an account for this file"),
    ACCT: answer("200 Thanks\r\n"),
  },
}, async (scene) => {
  InternetSetOption(scene.hConnect, FTP_OPTION_ACCOUNT, "box");
  assertEquals(await got(scene.hConnect), "content");
  await assertUsable(scene);
});

quirkTest(
  "FtpGetFile() fails if RETR requires an account and there is none",
  {
    on: { RETR: answer("332 Need an account\r\n") },
  },
  async (scene) => {
    assertTells(await failedGet(scene.hConnect), "332 Need an account");
    await assertUsable(scene);
  },
);

const LOGINS: [user: string, pass: string][] = [
  ["230 Welcome", ""],
  ["232 Welcome", ""],
  ["331 Password", "202 No need"],
  ["331 Password", "230-Hello\r\n many lines\r\n230 Welcome"],
];

for (const [user, pass] of LOGINS) {
  const lenient = (reply: string): FtpScript => (call) => {
    call.session.loggedIn = true;
    return call.reply(reply);
  };
  const name = `InternetConnect() accepts ${user.slice(0, 3)} to USER${
    pass && ` and ${pass.slice(0, 3)} to PASS`
  }`;
  quirkTest(name, {
    on: { USER: lenient(user), PASS: lenient(pass) },
  }, async (scene) => {
    assertEquals(scene.server.commands.length, pass === "" ? 1 : 2);
    await assertUsable(scene);
  });
}

// ---- other codes than those of RFC 959 ----

quirkTest("the reply 200 means success", {
  on: {
    DELE: answer("200 ok\r\n"),
    MKD: answer("200 ok\r\n"),
    RMD: answer("200 ok\r\n"),
    RNFR: answer("250 ok\r\n"),
    RNTO: answer("200 ok\r\n"),
    CWD: answer("226 ok\r\n"),
  },
}, async (scene) => {
  const { hConnect } = scene;
  await FtpDeleteFile(hConnect, "a");
  await FtpCreateDirectory(hConnect, "a");
  await FtpRemoveDirectory(hConnect, "a");
  await FtpRenameFile(hConnect, "a", "b");
  await assertUsable(scene);
});

quirkTest("250 ends a transfer", {
  on: {
    RETR: sending("content", "250 Done"),
    LIST: sending("-rw-r--r-- 1 u g 5 Jan  1 2020 name\r\n", "250 Done"),
    async STOR(call) {
      await call.reply("150 Now");
      const data = await call.data();
      call.server.add(call.path, await data.readAll());
      await data.close();
      await call.reply("250 Done");
    },
  },
  features: [],
}, async (scene) => {
  assertEquals(await got(scene.hConnect), "content");
  assertEquals(await listed(scene.hConnect), ["name"]);
  await put(scene.hConnect, "content", "b");
  await assertUsable(scene);
});

quirkTest("226 is accepted as the reply to TYPE", {
  on: { TYPE: answer("226 Type set\r\n") },
}, assertUsable);

const DIRECTORIES: [reply: string, path: string | null][] = [
  ['257 "/x', null],
  ['257 ""', null],
  ['257 "/a\x07b"', null],
  ['257 "/a""b" is current', '/a"b'],
  ['257 Current: "/x" ok', "/x"],
  ["257 /x is current", "/x"],
];

for (const [reply, path] of DIRECTORIES) {
  quirkTest(
    `FtpGetCurrentDirectory() ${path === null ? "fails" : "works"} with ${
      JSON.stringify(reply)
    }`,
    {
      on: { PWD: answer(`${reply}\r\n`) },
    },
    async (scene) => {
      const { hConnect } = scene;
      if (path !== null) {
        assertEquals(await FtpGetCurrentDirectory(hConnect), path);
      } else {
        const error = await assertRejects(
          () => FtpGetCurrentDirectory(hConnect),
          InternetError,
        );
        assertEquals(error.code, ERROR_FTP_DROPPED);
      }
      await assertUsable(scene);
    },
  );
}

quirkTest("an echo and telnet commands before a reply are ignored", {
  on: {
    CWD: answer("CWD x\r\n\xff\xf1250 In\r\n"),
    DELE: answer("\xff\xfd\x06250 Gone\r\n"),
  },
}, async (scene) => {
  await FtpDeleteFile(scene.hConnect, "x");
  await say(scene.hConnect, "CWD x");
  await assertUsable(scene);
});

quirkTest("a byte 0xFF of a name is sent twice", {
  on: { DELE: answer("250 Gone\r\n") },
}, async ({ hConnect, server }) => {
  InternetSetOption(hConnect, INTERNET_OPTION_CODEPAGE, 1252);
  await FtpDeleteFile(hConnect, "\xff");
  assertEquals(server.commands.at(-1), "DELE \xff\xff");
});

// ---- sizes and times ----

const SIZES: [reply: string, size: number][] = [
  ["213 7, more or less", 7],
  ["213 many", 8],
  ["213 0", 8],
  ["550 SIZE ist im ASCII-Modus nicht erlaubt", 8],
  ["500 What?", 8],
  ["213 5,555", 8],
];

for (const [reply, size] of SIZES) {
  quirkTest(`a file is read to its end after "${reply}" to SIZE`, {
    on: {
      SIZE: answer(`${reply}\r\n`),
      async RETR(call) {
        await call.reply("150 Now (8 bytes)");
        const data = await call.data();
        await data.write("content");
        await data.end();
        await call.reply("226 Done");
      },
    },
  }, async (scene) => {
    const hFile = await openToRead(scene.hConnect, "a");
    assertEquals(await FtpGetFileSize(hFile), size);
    // The size in 150 is used if SIZE does not report one.
    if (size === 7) assertEquals(await readAll(hFile), "content");
    else {
      const code = await rejectedCode(readAll(hFile));
      assertEquals(code, ERROR_INTERNET_CONNECTION_ABORTED);
    }
    InternetCloseHandle(hFile);
    await assertUsable(scene);
  });
}

const TIMES: [reply: string, time: string | null][] = [
  ["213 20200102030405", "2020-01-02T03:04:05.000Z"],
  ["213 191200102030405", "2020-01-02T03:04:05.000Z"],
  ["213 20200102030405.678", "2020-01-02T03:04:05.678Z"],
  ["213 soon", null],
  ["213 20209902030405", null],
  ["550 No time", null],
];

for (const [reply, time] of TIMES) {
  quirkTest(
    `FtpGetFile() ${
      time === null ? "leaves" : "sets"
    } the time after "${reply}" to MDTM`,
    {
      on: { MDTM: answer(`${reply}\r\n`) },
      files: { "/a": "content" },
    },
    async ({ hConnect }) => {
      InternetSetOption(hConnect, FTP_OPTION_KEEP_TIMES, true);
      using files = folder();
      const start = Date.now() - 60_000;
      await FtpGetFile(hConnect, "a", files.path("a"));
      const { mtime } = await Deno.stat(files.path("a"));
      if (time !== null) assertEquals(mtime?.toISOString(), time);
      else assert(mtime!.getTime() > start);
    },
  );
}

// ---- features ----

const FEATURES: [name: string, reply: string][] = [
  ["without indents", "211-Features\r\nMLST type*;size*;\r\nUTF8\r\n211 End"],
  [
    "with 211 on each line",
    "211-Features\r\n211-MLST type*;\r\n211-UTF8\r\n211 End",
  ],
  ["in small letters", "211-Features\r\n mlst type*;\r\n utf8\r\n211 End"],
  [
    "with lines that look like another reply",
    "211-Features\r\n200 no\r\n MLST type*;\r\n UTF8\r\n211 End",
  ],
];

for (const [name, reply] of FEATURES) {
  quirkTest(`the reply to FEAT is parsed ${name}`, {
    on: { FEAT: answer(`${reply}\r\n`) },
    files: { "/ü": "" },
  }, async ({ hConnect, sent }) => {
    assertEquals(await listed(hConnect), ["ü"]);
    assert(sent().includes("OPTS UTF8 ON"));
    assert(sent().includes("MLSD"));
    const features = InternetQueryOption(hConnect, FTP_OPTION_FEATURES);
    assertEquals((features as string[]).includes("UTF8"), true);
  });
}

for (const reply of ["500 What?", "502 No", "530 Log in first", "211 None"]) {
  quirkTest(`everything works after "${reply}" to FEAT`, {
    on: { FEAT: answer(`${reply}\r\n`) },
    files: { "/ü": "content" },
  }, async (scene) => {
    assertEquals(await listed(scene.hConnect), ["ü"]);
    assertEquals(await got(scene.hConnect, "ü"), "content");
    await assertUsable(scene);
  });
}

for (const reply of ["500 What?", "502 No", "504 Not that"]) {
  quirkTest(
    `LIST is sent if MLSD is a feature and fails with "${reply}"`,
    {
      on: { MLSD: answer(`${reply}\r\n`), MLST: answer(`${reply}\r\n`) },
      files: { "/a": "12345", "/d/b": "1" },
    },
    async (scene) => {
      assertEquals(await listed(scene.hConnect), ["a", "d"]);
      assertEquals((await found(scene.hConnect, "a"))[0]?.nFileSize, 5);
      assertEquals(await listed(scene.hConnect, "d"), ["b"]);
      await assertUsable(scene);
    },
  );
}

quirkTest("LIST is sent for a file if MLSD works and MLST does not", {
  on: { MLST: answer("500 What?\r\n") },
  files: { "/a": "12345" },
}, async (scene) => {
  assertEquals((await found(scene.hConnect, "a"))[0]?.nFileSize, 5);
  await assertUsable(scene);
});

const UTF8_REPLIES = [
  "200 Fine",
  "202 Always on",
  "451 No",
  "500 What?",
  "501 No",
  "504 Not that",
];
for (const reply of UTF8_REPLIES) {
  quirkTest(`"${reply}" to OPTS UTF8 ON changes nothing`, {
    on: { OPTS: answer(`${reply}\r\n`) },
    files: { "/ü": "content" },
  }, async (scene) => {
    assertEquals(await got(scene.hConnect, "ü"), "content");
    assertEquals(await listed(scene.hConnect), ["ü"]);
    await assertUsable(scene);
  });
}

for (const verb of ["RETR", "LIST"]) {
  quirkTest(`${verb} refused in another language is refused`, {
    on: { [verb]: answer("550 Fichier introuvable\r\n") },
    features: [],
  }, async (scene) => {
    const error = await (verb === "RETR"
      ? failedGet(scene.hConnect)
      : assertRejects(() =>
        listed(scene.hConnect, "x"), InternetError));
    assertEquals(error.code, ERROR_INTERNET_EXTENDED_ERROR);
    assertTells(error, "550 Fichier introuvable");
    await assertUsable(scene);
  });
}
