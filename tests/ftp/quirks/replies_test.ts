// Copyright 2026 the wininet authors. MIT license.

import { assertEquals, assertRejects } from "@std/assert";
import {
  ERROR_FTP_DROPPED,
  ERROR_INTERNET_CONNECTION_ABORTED,
  ERROR_INTERNET_EXTENDED_ERROR,
  InternetError,
} from "../../../error.ts";
import {
  FtpDeleteFile,
  FtpGetCurrentDirectory,
  FtpRenameFile,
  FtpSetCurrentDirectory,
} from "../../../ftp.ts";
import {
  InternetCloseHandle,
  InternetGetLastResponseInfo,
} from "../../../internet.ts";
import { openToRead } from "../../helpers/ftp_calls.ts";
import {
  answer,
  assertUsable,
  failedConnectTest,
  failedGet,
  found,
  got,
  listed,
  put,
  quirkTest,
  say,
  sendData,
} from "./quirks.ts";
import type { FtpServerOptions } from "../../servers/ftp_server.ts";
import { turns } from "../../helpers/turns.ts";

quirkTest("every call works if each byte of a reply arrives alone", {
  splitReplies: "bytes",
  features: ["MLST type*;size*;modify*;", "UTF8"],
  files: { "/a": "content", "/ü/b": "" },
}, async (scene) => {
  const { hConnect } = scene;
  await FtpSetCurrentDirectory(hConnect, "ü");
  assertEquals(await FtpGetCurrentDirectory(hConnect), "/ü");
  assertEquals(await listed(hConnect), ["b"]);
  await FtpSetCurrentDirectory(hConnect, "/");
  await put(hConnect, "more", "c");
  InternetCloseHandle(await openToRead(hConnect, "a"));
  await assertUsable(scene);
});

quirkTest(
  "a 331 directly after the greeting is not used as the reply to USER",
  {
    greeting: "220 Hello\r\n331 Name?",
    users: { me: "secret" },
    anonymous: false,
  },
  assertUsable,
  { user: "me", password: "secret" },
);

quirkTest("150 and 226 in one segment end one transfer", {
  on: {
    async RETR(call) {
      await call.raw("150 Now\r\n226 Done\r\n");
      await sendData(call, "content");
    },
  },
}, async (scene) => {
  assertEquals(await got(scene.hConnect), "content");
  await assertUsable(scene);
});

const ODD_LINES = "200-a\r\n230 b\r\n200-c\r\n 200 d\r\n\r\n2000 e\r\n200e";

quirkTest("a reply ends with its own code and a blank", {
  on: { SITE: answer(`${ODD_LINES}\r\n200 f\r\n`) },
}, async (scene) => {
  await say(scene.hConnect, "SITE x");
  assertEquals(
    InternetGetLastResponseInfo(scene.hConnect).text,
    `${ODD_LINES}\r\n200 f`,
  );
  await assertUsable(scene);
});

quirkTest("a multi-line reply may be closed by another code", {
  on: { CWD: answer("250-Welcome\r\n many lines\r\n200 End\r\n") },
}, async (scene) => {
  await FtpSetCurrentDirectory(scene.hConnect, "x");
  await assertUsable(scene);
});

quirkTest("a line with only 200 is a reply", {
  on: { CWD: answer("200\r\n"), DELE: answer("200 \r\n") },
}, async (scene) => {
  await FtpSetCurrentDirectory(scene.hConnect, "x");
  await FtpDeleteFile(scene.hConnect, "x");
  await assertUsable(scene);
});

quirkTest("lines may end with only LF, or with several CRs", {
  on: { CWD: answer("250-a\nb\r\r\n250 c\n"), DELE: answer("250 x\r\r\n") },
}, async (scene) => {
  await FtpSetCurrentDirectory(scene.hConnect, "x");
  await FtpDeleteFile(scene.hConnect, "x");
  await assertUsable(scene);
});

quirkTest("a NUL in a reply ends the session", {
  on: { CWD: answer("250 a\0b\r\n") },
}, async ({ hConnect }) => {
  const error = await assertRejects(
    () => FtpSetCurrentDirectory(hConnect, "x"),
    InternetError,
    "NUL",
  );
  assertEquals(error.code, ERROR_FTP_DROPPED);
  await assertLost(hConnect);
});

quirkTest("a NUL after a reply does not remove the reply", {
  on: { CWD: answer("250 Fine\r\n\0") },
}, async ({ hConnect }) => {
  await FtpSetCurrentDirectory(hConnect, "x");
  await assertLost(hConnect);
});

async function assertLost(hConnect: Parameters<typeof say>[0]) {
  const error = await assertRejects(
    () => FtpGetCurrentDirectory(hConnect),
    InternetError,
  );
  assertEquals(error.code, ERROR_FTP_DROPPED);
}

const GREETINGS: [name: string, greeting: FtpServerOptions["greeting"]][] = [
  ["120 and 220 in one segment", "120 Wait\r\n220 Ready"],
  ["120, and 220 later", async (call) => {
    await call.reply("120 Wait");
    await turns(5);
    await call.reply("220 Ready");
  }],
  ["forty lines", `220-Hi${"\r\n220-line".repeat(40)}\r\n220 Ready`],
  [
    "telnet commands before it",
    (call) => call.raw("\xff\xfb\x01220 Ready\r\n"),
  ],
];

for (const [name, greeting = ""] of GREETINGS) {
  quirkTest(`InternetConnect() accepts a greeting of ${name}`, {
    greeting,
  }, assertUsable);
}

failedConnectTest(
  "InternetConnect() accepts only an FTP greeting",
  {
    greeting: (call) => call.raw("SSH-2.0-OpenSSH_9.2\r\n"),
  },
  async ({ error, server }) => {
    assertEquals(error.code, ERROR_FTP_DROPPED);
    await server.allClosed();
  },
);

quirkTest("InternetConnect() does not log in after the greeting 230", {
  greeting(call) {
    call.session.loggedIn = true;
    return call.reply("230 You are in");
  },
}, async (scene) => {
  assertEquals(scene.server.commands, []);
  await assertUsable(scene);
});

const BAD_GREETINGS: [
  name: string,
  greeting: FtpServerOptions["greeting"],
  code: number,
][] = [
  ["with 421", "421 Too many connections", ERROR_FTP_DROPPED],
  ["with 120 and 421", "120 Wait\r\n421 No", ERROR_FTP_DROPPED],
  ["with 530", "530 Not you", ERROR_INTERNET_EXTENDED_ERROR],
  [
    "with 120 repeatedly",
    "120 Wait\r\n".repeat(60) + "220 Ready",
    ERROR_INTERNET_EXTENDED_ERROR,
  ],
  [
    "with nothing",
    (call) => call.close(),
    ERROR_INTERNET_CONNECTION_ABORTED,
  ],
  ["in the middle of a line", async (call) => {
    await call.raw("220 Hel");
    await call.close();
  }, ERROR_INTERNET_CONNECTION_ABORTED],
  [
    "with a line without end",
    (call) => call.raw("220 ".padEnd(70_000, "x")),
    ERROR_FTP_DROPPED,
  ],
  [
    "with lines without end",
    (call) => call.raw("220-Welcome\r\n".repeat(90_000)),
    ERROR_FTP_DROPPED,
  ],
  [
    "with invalid data without end",
    (call) => call.raw("Welcome\r\n".repeat(120_000)),
    ERROR_FTP_DROPPED,
  ],
];

for (const [name, greeting = "", code] of BAD_GREETINGS) {
  failedConnectTest(
    `InternetConnect() fails if greeted ${name}`,
    {
      greeting,
    },
    async ({ error, server }) => {
      assertEquals(error.code, code);
      assertEquals(server.commands, []);
      await server.allClosed();
    },
  );
}

// ---- unsolicited replies ----

quirkTest("a duplicate 226 is not used as the next reply", {
  files: { "/b": "b" },
  on: {
    async RETR(call) {
      await call.reply("150 Now");
      await sendData(call, "content");
      await call.raw("226 Done\r\n226 Done\r\n");
    },
  },
}, async (scene) => {
  assertEquals(await got(scene.hConnect), "content");
  await FtpDeleteFile(scene.hConnect, "b");
  const error = await assertRejects(
    () => FtpDeleteFile(scene.hConnect, "b"),
    InternetError,
  );
  assertEquals(error.code, ERROR_INTERNET_EXTENDED_ERROR);
  await assertUsable(scene);
});

for (const verb of ["PWD", "EPSV", "PASV"]) {
  quirkTest(
    `a 226 that arrives after ${verb} is not used as its reply`,
    {
      on: {
        async [verb](call) {
          await call.reply("226 Done");
          return false;
        },
        ...(verb === "PASV" && { EPSV: answer("500 No\r\n") }),
      },
    },
    assertUsableTwice,
  );
}

async function assertUsableTwice(scene: Parameters<typeof assertUsable>[0]) {
  const { hConnect, server } = scene;
  server.add("/usable", "still usable");
  for (let turn = 0; turn < 2; turn++) {
    assertEquals(await FtpGetCurrentDirectory(hConnect), "/");
    assertEquals(await got(hConnect, "usable"), "still usable");
  }
}

quirkTest("unexpected replies are dropped", {
  on: { CWD: answer("250 In\r\n200 NOOP ok\r\n226 Late\r\n550 No\r\n") },
}, async (scene) => {
  await FtpSetCurrentDirectory(scene.hConnect, "x");
  await assertUsable(scene);
});

quirkTest("421 without a command ends the session", {}, async (scene) => {
  const { hConnect, server } = scene;
  await server.sessions[0]?.raw("421 Timeout, closing\r\n");
  const gone = assertRejects(
    () => FtpGetCurrentDirectory(hConnect),
    InternetError,
    "421 Timeout, closing",
  );
  assertEquals((await gone).code, ERROR_FTP_DROPPED);
  await assertLost(hConnect);
});

for (const verb of ["CWD", "TYPE", "EPSV", "RETR", "PWD"]) {
  quirkTest(`421 to ${verb} ends the session`, {
    on: { [verb]: answer("421 Timeout, closing\r\n") },
  }, async ({ hConnect }) => {
    const error = await (verb === "RETR" || verb === "TYPE" || verb === "EPSV"
      ? failedGet(hConnect)
      : assertRejects(
        () =>
          verb === "CWD"
            ? FtpSetCurrentDirectory(hConnect, "x")
            : FtpGetCurrentDirectory(hConnect),
        InternetError,
      ));
    assertEquals(error.code, ERROR_FTP_DROPPED);
    assertEquals(error.responseText, "421 Timeout, closing");
    await assertLost(hConnect);
  });
}

for (const verb of ["USER", "PASS"]) {
  failedConnectTest(`421 to ${verb} ends the session`, {
    on: { [verb]: answer("421 Too many users\r\n") },
  }, ({ error }) => {
    assertEquals(error.code, ERROR_FTP_DROPPED);
    assertEquals(error.responseText, "421 Too many users");
  });
}

quirkTest("421 during a transfer ends the transfer and the session", {
  on: {
    async RETR(call) {
      await call.reply("150 Now");
      const data = await call.data();
      await data.write("cont");
      await call.reply("421 Shutting down");
      await data.readAll();
    },
  },
}, async ({ hConnect }) => {
  const error = await failedGet(hConnect);
  assertEquals(error.code, ERROR_FTP_DROPPED);
  await assertLost(hConnect);
});

quirkTest("421 directly after 226 does not change the transfer", {
  on: {
    async RETR(call) {
      await call.reply("150 Now");
      await sendData(call, "content");
      await call.raw("226 Done\r\n421 Bye\r\n");
    },
  },
}, async ({ hConnect }) => {
  assertEquals(await got(hConnect), "content");
  await assertLost(hConnect);
});

quirkTest("a flood of replies ends the session", {}, async (scene) => {
  await scene.server.sessions[0]?.raw("200 Hello\r\n".repeat(1000));
  await scene.server.allClosed();
  await assertLost(scene.hConnect);
});

quirkTest("no command is sent before the reply to the previous one", {
  files: { "/ü/a": "content" },
  on: {
    async "*"(call) {
      const { length } = call.server.commands;
      await turns(3);
      assertEquals(call.server.commands.length, length);
      return false;
    },
  },
}, async ({ hConnect }) => {
  assertEquals((await found(hConnect, "ü")).length, 1);
  assertEquals(await got(hConnect, "ü/a"), "content");
  await put(hConnect, "more", "b");
  await FtpRenameFile(hConnect, "b", "c");
});
