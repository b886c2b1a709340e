// Copyright 2026 the wininet authors. MIT license.

import {
  assert,
  assertEquals,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import {
  ERROR_FTP_DROPPED,
  ERROR_INTERNET_CONNECTION_ABORTED,
  ERROR_INTERNET_EXTENDED_ERROR,
  ERROR_INTERNET_SECURITY_CHANNEL_ERROR,
  InternetError,
} from "../../../error.ts";
import { GENERIC_WRITE, INTERNET_FLAG_SECURE } from "../../../flags.ts";
import { FtpOpenFile } from "../../../ftp.ts";
import { FTP_OPTION_UNCERTAIN_END } from "../../../ftp_options.ts";
import { InternetSetOption, InternetWriteFile } from "../../../internet.ts";
import {
  connectFtp,
  fileText,
  type FtpConnectOptions,
  openToRead,
  pattern,
  readAll,
} from "../../helpers/ftp_calls.ts";
import {
  answer,
  assertTells,
  assertUsable,
  failedConnectTest,
  failedGet,
  got,
  listed,
  put,
  quirkTest,
  sendData,
} from "./quirks.ts";
import { heldTimers } from "../../helpers/held_timers.ts";
import type {
  FtpCall,
  FtpScript,
  FtpServerOptions,
} from "../../servers/ftp_server.ts";
import { FtpServer } from "../../servers/ftp_server.ts";
import { turns } from "../../helpers/turns.ts";
import { watch } from "../../helpers/watch.ts";

const TLS: FtpConnectOptions = { flags: INTERNET_FLAG_SECURE };
const FILES = { "/a": "content" };

// ---- sessions that are resumed ----

for (const requireReuse of [true, "close"] as const) {
  for (const host of ["127.0.0.1", "localhost"]) {
    Deno.test(`any number of transfers resume the TLS session of the control connection (${requireReuse}, ${host})`, async () => {
      await using server = new FtpServer({ requireReuse, files: FILES });
      await using watched = watch();
      const hConnect = await connectFtp(
        watched.hInternet,
        { host, port: server.port },
        TLS,
      );
      for (let turn = 0; turn < 3; turn++) {
        await put(hConnect, "content", "b");
        assertEquals(await got(hConnect), "content");
      }
      assertEquals(await listed(hConnect), ["a", "b"]);
      assertEquals(server.reused, Array(7).fill(true));
    });
  }
}

Deno.test("two simultaneous connections with one host name resume their own TLS sessions", async () => {
  await using server = new FtpServer({ requireReuse: true, files: FILES });
  await using watched = watch();
  const target = { host: "localhost", port: server.port };
  const [one, two] = await Promise.all([
    connectFtp(watched.hInternet, target, TLS),
    connectFtp(watched.hInternet, target, TLS),
  ]);
  for (let turn = 0; turn < 3; turn++) {
    await Promise.all([got(one!), put(two!, "content", "b")]);
    await put(one!, "content", "c");
    assertEquals(await got(two!), "content");
  }
  assertEquals(server.reused, Array(12).fill(true));
});

for (const passive of [true, false]) {
  quirkTest(
    `a server may reply to RETR as late as after the handshake (${
      passive ? "passive" : "active"
    })`,
    {
      on: {
        async RETR(call) {
          const data = await call.data();
          await data.secured;
          await call.reply("150 Now");
          await data.write("content");
          await data.end();
          await call.reply("226 Done");
        },
      },
    },
    async (scene) => {
      {
        using timers = heldTimers(MINUTE);
        const content = got(scene.hConnect);
        await fireBehind(scene.server, "RETR", timers);
        assertEquals(await content, "content");
      }
      await assertUsable(scene);
    },
    { ...TLS, passive },
  );
}

/** The default timeouts are longer. */
const MINUTE = 60_000;

/** Fires the timer that waits after a command. */
async function fireBehind(
  server: FtpServer,
  verb: string,
  timers: { readonly size: number; fire(): void },
): Promise<void> {
  while (!server.commands.at(-1)?.startsWith(verb)) await turns(1);
  while (timers.size === 0) await turns(1);
  timers.fire();
}

quirkTest(
  "a reply that arrives before the data connection in active mode is accepted",
  {
    on: {
      async RETR(call) {
        await call.until(slow.promise);
        await call.reply("150 Now");
        await turns(50);
        await sendData(call, "content");
        await call.reply("226 Done");
      },
    },
  },
  async (scene) => {
    {
      using timers = heldTimers(MINUTE);
      const content = got(scene.hConnect);
      await fireBehind(scene.server, "RETR", timers);
      slow.resolve();
      assertEquals(await content, "content");
    }
    await assertUsable(scene);
  },
  { ...TLS, passive: false },
);

const slow = Promise.withResolvers<void>();

quirkTest("a late refusal does not change the session", {
  on: {
    async RETR(call) {
      await call.until(refusing.promise);
      call.session.dropTarget();
      await turns(50);
      await call.reply("550 No such file");
    },
  },
}, async (scene) => {
  {
    using timers = heldTimers(MINUTE);
    const failed = failedGet(scene.hConnect);
    await fireBehind(scene.server, "RETR", timers);
    refusing.resolve();
    assertTells(await failed, "550 No such file");
  }
  await assertUsable(scene);
}, TLS);

const refusing = Promise.withResolvers<void>();

// ---- ends of the data ----

/** Sends a text, and then FIN without close_notify. */
function cutOff(text: string): FtpScript {
  return async (call) => {
    await call.reply("150 Now");
    const data = await call.data();
    await data.write(text);
    await data.fin();
    await call.reply("226 Done");
  };
}

for (const size of ["213 7", "500 What?"]) {
  const known = size.startsWith("213");
  quirkTest(
    `a file that ends without close_notify is complete with 226${
      known ? " and its size" : " if FTP_OPTION_UNCERTAIN_END allows it"
    }`,
    {
      files: FILES,
      on: { RETR: cutOff("content"), SIZE: answer(`${size}\r\n`) },
    },
    async (scene) => {
      InternetSetOption(scene.hConnect, FTP_OPTION_UNCERTAIN_END, !known);
      assertEquals(await got(scene.hConnect), "content");
      const hFile = await openToRead(scene.hConnect, "a");
      assertEquals(await readAll(hFile), "content");
      await hFile[Symbol.asyncDispose]();
      await assertUsable(scene);
    },
    TLS,
  );
}

quirkTest(
  "a file that ends early and without close_notify is an error in spite of 226",
  {
    files: FILES,
    on: { RETR: cutOff("cont") },
  },
  async (scene) => {
    const error = await failedGet(scene.hConnect);
    assertEquals(error.code, ERROR_INTERNET_CONNECTION_ABORTED);
    const hFile = await openToRead(scene.hConnect, "a");
    const second = await assertRejects(() => readAll(hFile), InternetError);
    assertEquals(second.code, ERROR_INTERNET_CONNECTION_ABORTED);
    await hFile[Symbol.asyncDispose]();
    await assertUsable(scene);
  },
  TLS,
);

quirkTest(
  "a listing that ends without close_notify is an error, unless FTP_OPTION_UNCERTAIN_END allows that",
  {
    features: [],
    on: { LIST: cutOff("-rw-r--r-- 1 u g 5 Jan  1 2020 name\r\n") },
  },
  async (scene) => {
    const error = await assertRejects(
      () => listed(scene.hConnect),
      InternetError,
    );
    assertEquals(error.code, ERROR_INTERNET_CONNECTION_ABORTED);
    assertStringIncludes(error.message, "FTP_OPTION_UNCERTAIN_END");
    await assertUsable(scene);
    InternetSetOption(scene.hConnect, FTP_OPTION_UNCERTAIN_END, true);
    assertEquals(await listed(scene.hConnect), ["name"]);
    await assertUsable(scene);
  },
  TLS,
);

quirkTest(
  "an upload ends with close_notify, and has arrived",
  {},
  async (scene) => {
    const bytes = pattern(300_000);
    await put(scene.hConnect, bytes);
    assertEquals(scene.server.files.get("/a"), bytes);
    const hFile = await FtpOpenFile(scene.hConnect, "b", GENERIC_WRITE);
    await InternetWriteFile(hFile, bytes);
    await hFile[Symbol.asyncDispose]();
    assertEquals(scene.server.files.get("/b"), bytes);
    await assertUsable(scene);
  },
  TLS,
);

for (const passive of [true, false]) {
  quirkTest(
    `files without bytes are transferred in both directions over TLS (${
      passive ? "passive" : "active"
    })`,
    {
      requireReuse: true,
      files: { "/empty": "" },
    },
    async (scene) => {
      assertEquals(await got(scene.hConnect, "empty"), "");
      await put(scene.hConnect, "");
      assertEquals(fileText(scene.server, "/a"), "");
      await assertUsable(scene);
    },
    { ...TLS, passive },
  );
}

quirkTest("an upload fails with the reply that follows it", {
  on: {
    async STOR(call) {
      await call.reply("150 Now");
      const data = await call.data();
      await data.readAll();
      await data.end();
      await call.reply("426 TLS session of data connection not resumed");
    },
  },
}, async (scene) => {
  const error = await assertRejects(
    () => put(scene.hConnect, "content"),
    InternetError,
  );
  assertEquals(error.code, ERROR_INTERNET_EXTENDED_ERROR);
  assertTells(error, "426");
  await assertUsable(scene);
}, TLS);

// ---- before TLS ----

const INJECTED = ["200 injected\r\n", "230 You are in\r\n331 x\r\n", "2", "\0"];

for (const text of INJECTED) {
  failedConnectTest(
    `${JSON.stringify(text)} after 234 in one segment is an error`,
    {
      on: { AUTH: (call) => call.upgrade(`234 Go\r\n${text}`) },
    },
    ({ error, server }) => {
      assertEquals(error.code, ERROR_FTP_DROPPED);
      assertEquals(server.commands, ["AUTH TLS"]);
    },
    TLS,
  );
}

failedConnectTest("text that arrives in clear instead of TLS is an error", {
  on: {
    async AUTH(call) {
      await call.reply("234 Go");
      await turns(20);
      await call.raw("200 injected\r\n");
    },
  },
}, ({ error, server }) => {
  // It arrives in the same read as 234, or in a later one.
  assert(
    [ERROR_FTP_DROPPED, ERROR_INTERNET_SECURITY_CHANNEL_ERROR]
      .includes(error.code),
  );
  assertEquals(server.commands.some((line) => /USER|PASS/.test(line)), false);
}, TLS);

quirkTest("the greeting 230 skips neither TLS nor the login", {
  greeting: "230 You are in",
}, async (scene) => {
  assertEquals(scene.server.commands.slice(0, 3), [
    ...["AUTH TLS", "USER anonymous", "PASS anonymous@"],
  ]);
  assertEquals(scene.server.sessions[0]?.secure, true);
  await assertUsable(scene);
}, TLS);

for (
  const reply of ["500 What?", "502 No", "504 No", "431 Not now", "633 No"]
) {
  failedConnectTest(
    `InternetConnect() does not log in after "${reply}" to AUTH`,
    {
      on: { AUTH: answer(`${reply}\r\n`) },
    },
    async ({ error, server }) => {
      assertEquals(error.code, ERROR_INTERNET_SECURITY_CHANNEL_ERROR);
      assertTells(error, reply);
      assertEquals(server.commands, ["AUTH TLS", "AUTH SSL"]);
      await server.allClosed();
    },
    TLS,
  );
}

function upgrading(reply: string, mechanism: string): FtpScript {
  return (call: FtpCall) =>
    call.argument === mechanism
      ? call.upgrade(`${reply}\r\n`)
      : call.reply("504 Unknown");
}

const ACCEPTED: [name: string, on: FtpServerOptions["on"]][] = [
  ["only AUTH SSL is supported", { AUTH: upgrading("234 Go", "SSL") }],
  ["AUTH is answered with 334", { AUTH: upgrading("334 Go", "TLS") }],
  ["PBSZ is unknown", { PBSZ: answer("500 What?\r\n") }],
  ["FEAT does not list AUTH", {
    FEAT: answer("211-F\r\n SIZE\r\n211 End\r\n"),
  }],
];

for (const [name, on = {}] of ACCEPTED) {
  quirkTest(`TLS works if ${name}`, { on }, async (scene) => {
    assertEquals(scene.server.sessions[0]?.protection, "P");
    await assertUsable(scene);
  }, TLS);
}

failedConnectTest("InternetConnect() fails if PROT P is refused", {
  on: { PROT: answer("536 Not P\r\n") },
}, ({ error }) => {
  assertEquals(error.code, ERROR_INTERNET_SECURITY_CHANNEL_ERROR);
  assertTells(error, "536 Not P");
}, TLS);
