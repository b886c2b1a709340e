// Copyright 2026 the wininet authors. MIT license.

/** FTP_OPTION_RECONNECT: the next call replaces a login that was lost while it was idle. */

import { assert, assertEquals, assertRejects } from "@std/assert";
import {
  ERROR_FTP_DROPPED,
  ERROR_INTERNET_OPERATION_CANCELLED,
  ERROR_INTERNET_TIMEOUT,
  InternetError,
} from "../../error.ts";
import {
  GENERIC_READ,
  GENERIC_WRITE,
  INTERNET_FLAG_SECURE,
} from "../../flags.ts";
import {
  FtpCommand,
  FtpCreateDirectory,
  FtpDeleteFile,
  FtpFindFirstFile,
  FtpGetCurrentDirectory,
  FtpGetFile,
  FtpOpenFile,
  FtpPutFile,
  FtpRemoveDirectory,
  FtpRenameFile,
  FtpSetCurrentDirectory,
} from "../../ftp.ts";
import {
  FTP_OPTION_LOGIN_COMMAND,
  FTP_OPTION_RECONNECT,
} from "../../ftp_options.ts";
import {
  InternetConnect,
  InternetReadFile,
  InternetSetOption,
  InternetWriteFile,
} from "../../internet.ts";
import { INTERNET_OPTION_RECEIVE_TIMEOUT } from "../../options.ts";
import { INTERNET_FLAG_PASSIVE, INTERNET_SERVICE_FTP } from "../../flags.ts";
import type { HINTERNET } from "../../structures.ts";
import { NEVER, rejectedCode } from "../helpers/calls.ts";
import {
  fileText,
  type Folder,
  folder,
  type FtpScene,
  LOGIN,
  openFtp,
  readAll,
} from "../helpers/ftp_calls.ts";
import { turns } from "../helpers/turns.ts";
import type { FtpServerOptions } from "../servers/ftp_server.ts";

const FILES = { files: { "/d/f": "text" }, directories: ["/d/e"] };

/** The ways in which a server ends an idle connection. */
const LOSSES: [name: string, lose: (scene: FtpScene) => Promise<void>][] = [
  ["421", async ({ server }) => {
    await server.sessions.at(-1)!.reply("421 Idle for too long");
    await server.sessions.at(-1)!.close();
  }],
  ["421 without an end", async ({ server }) => {
    await server.sessions.at(-1)!.reply("421 Idle for too long");
  }],
  ["an end", ({ server }) => server.sessions.at(-1)!.close()],
  ["a reset", ({ server }) => server.sessions.at(-1)!.reset()],
];

/** Ends the connection and waits until the client has detected it. */
async function lost(
  scene: FtpScene,
  lose: (scene: FtpScene) => Promise<void>,
): Promise<void> {
  await turns(2);
  await lose(scene);
  await scene.server.allClosed();
  await turns(100);
}

type Call = (hConnect: HINTERNET, files: Folder) => Promise<unknown>;

const CALLS: [name: string, call: Call, check?: (scene: FtpScene) => void][] = [
  [
    "FtpGetCurrentDirectory",
    async (h) => assertEquals(await FtpGetCurrentDirectory(h), "/d"),
  ],
  ["FtpSetCurrentDirectory", (h) => FtpSetCurrentDirectory(h, "e")],
  [
    "FtpCreateDirectory",
    (h) => FtpCreateDirectory(h, "new"),
    ({ server }) => assert(server.directories.has("/d/new")),
  ],
  ["FtpRemoveDirectory", (h) => FtpRemoveDirectory(h, "e")],
  ["FtpDeleteFile", (h) => FtpDeleteFile(h, "f")],
  ["FtpRenameFile", (h) => FtpRenameFile(h, "f", "g")],
  ["FtpGetFile", async (h, files) => {
    await FtpGetFile(h, "f", files.path("f"));
    assertEquals(files.text("f"), "text");
  }],
  ["FtpPutFile", (h, files) => FtpPutFile(h, files.write("p", "put"), "p"), ({
    server,
  }) => assertEquals(fileText(server, "/d/p"), "put")],
  ["FtpOpenFile to read", async (h) => {
    await using hFile = await FtpOpenFile(h, "f", GENERIC_READ);
    assertEquals(await readAll(hFile), "text");
  }],
  ["FtpOpenFile to write", async (h) => {
    await using hFile = await FtpOpenFile(h, "w", GENERIC_WRITE);
    await InternetWriteFile(hFile, "written");
  }, ({ server }) => assertEquals(fileText(server, "/d/w"), "written")],
  ["FtpFindFirstFile", async (h) => {
    const { hFind, findData } = await FtpFindFirstFile(h, "f");
    assertEquals(findData.cFileName, "f");
    hFind[Symbol.dispose]();
  }],
  ["FtpCommand", (h) => FtpCommand(h, false, 0, "NOOP")],
  ["FtpCommand with data", async (h) => {
    await using hFile = await FtpCommand(h, true, 0, "NLST") as HINTERNET;
    assertEquals((await readAll(hFile)).includes("f\r\n"), true);
  }],
];

for (const [loss, lose] of LOSSES) {
  for (const [name, call, check] of CALLS) {
    Deno.test(`${name} logs in again after ${loss}, and works in the same directory`, async () => {
      using files = folder();
      await using scene = await openFtp(FILES);
      const { hConnect, server } = scene;
      await FtpSetCurrentDirectory(hConnect, "d");
      await lost(scene, lose);
      await call(hConnect, files);
      check?.(scene);
      assertEquals(server.connections, 2);
      const again = server.commands.slice(server.commands.indexOf("CWD d") + 1);
      assertEquals(again.slice(0, 3), [...LOGIN, "CWD d"]);
      await FtpGetCurrentDirectory(hConnect);
      assertEquals(server.connections, 2);
    });
  }
}

Deno.test("the statuses of a call show that it logged in again", async () => {
  await using scene = await openFtp(FILES, { dwContext: 1 });
  const { hConnect, watched } = scene;
  await lost(scene, LOSSES[0]![1]);
  watched.log.length = 0;
  await FtpGetCurrentDirectory(hConnect);
  const names = watched.names();
  assertEquals(names.slice(0, 2), ["CLOSING_CONNECTION", "CONNECTION_CLOSED"]);
  const connected = names.indexOf("CONNECTED_TO_SERVER");
  assert(connected > names.indexOf("CONNECTING_TO_SERVER"));
  assertEquals(
    names.slice(connected).filter((name) => name === "REQUEST_SENT").length,
    LOGIN.length + 1,
  );
  assertEquals(names.at(-1), "REQUEST_COMPLETE");
});

Deno.test("a new login repeats the login command and the settings", async () => {
  const options: FtpServerOptions = {
    ...FILES,
    on: { SITE: (call) => call.reply("200 OK") },
  };
  await using scene = await openFtp(options);
  const { hInternet, server } = scene;
  await scene.hConnect[Symbol.asyncDispose]();
  InternetSetOption(hInternet, FTP_OPTION_LOGIN_COMMAND, "SITE IDLE 1");
  const hConnect = await InternetConnect(
    hInternet,
    server.host,
    server.port,
    null,
    null,
    INTERNET_SERVICE_FTP,
    INTERNET_FLAG_PASSIVE,
  );
  await FtpCommand(hConnect, false, 0, "SITE UMASK 027");
  await FtpSetCurrentDirectory(hConnect, "/d");
  await FtpGetCurrentDirectory(hConnect);
  await lost(scene, LOSSES[0]![1]);
  const before = server.commands.length;
  await FtpDeleteFile(hConnect, "f");
  assertEquals(server.commands.slice(before), [
    ...LOGIN,
    "SITE IDLE 1",
    "SITE UMASK 027",
    "CWD /d",
    "DELE f",
  ]);
});

Deno.test("a new login uses TLS again", async () => {
  await using server = new (await import("../servers/ftp_server.ts")).FtpServer(
    FILES,
  );
  const { watch } = await import("../helpers/watch.ts");
  await using watched = watch();
  const hConnect = await InternetConnect(
    watched.hInternet,
    "localhost",
    server.port,
    null,
    null,
    INTERNET_SERVICE_FTP,
    INTERNET_FLAG_PASSIVE | INTERNET_FLAG_SECURE,
  );
  await turns(2);
  await server.sessions.at(-1)!.close();
  await turns(50);
  const hFile = await FtpOpenFile(hConnect, "d/f", GENERIC_READ);
  assertEquals(await readAll(hFile), "text");
  assertEquals(server.commands.filter((line) => line === "PROT P").length, 2);
});

/** A server that ends the first connection after a command. */
function endsAt(verb: string, reply?: string): FtpServerOptions {
  return {
    ...FILES,
    on: {
      async [verb](call) {
        if (call.session.index > 0) return false;
        if (reply !== undefined) await call.reply(reply);
        await call.session.close();
      },
    },
  };
}

const HARMLESS: [verb: string, call: Call][] = [
  ["PWD", (h) => FtpGetCurrentDirectory(h)],
  ["CWD", (h) => FtpSetCurrentDirectory(h, "d")],
  ["RNFR", (h) => FtpRenameFile(h, "d/f", "d/g")],
  ["TYPE", (h, files) => FtpPutFile(h, files.write("p", "put"), "p")],
  ["TYPE", (h, files) => FtpGetFile(h, "d/f", files.path("f"))],
  ["TYPE", async (h) => {
    await using hFile = await FtpOpenFile(h, "w", GENERIC_WRITE);
    await InternetWriteFile(hFile, "written");
  }],
];

for (const [verb, call] of HARMLESS) {
  for (const reply of [undefined, "421 Bye"]) {
    Deno.test(`a call restarts if ${verb} gets ${reply ?? "an end"}`, async () => {
      using files = folder();
      await using scene = await openFtp(endsAt(verb, reply));
      await call(scene.hConnect, files);
      assertEquals(scene.server.connections, 2);
    });
  }
}

Deno.test("a call notices a 421 that arrived while the program kept the event loop busy", async () => {
  await using scene = await openFtp(FILES);
  const { hConnect, server } = scene;
  await turns(2);
  await server.sessions[0]!.reply("421 Idle for too long");
  const end = performance.now() + 60;
  while (performance.now() < end);
  await FtpDeleteFile(hConnect, "d/f");
  assertEquals(server.connections, 2);
});

Deno.test("a call restarts only once", async () => {
  await using scene = await openFtp({
    on: { PWD: (call) => call.session.close() },
  });
  await assertRejects(() => FtpGetCurrentDirectory(scene.hConnect));
  assertEquals(scene.server.connections, 2);
});

const CHANGING: [verb: string, call: Call][] = [
  ["MKD", (h) => FtpCreateDirectory(h, "new")],
  ["RMD", (h) => FtpRemoveDirectory(h, "d/e")],
  ["DELE", (h) => FtpDeleteFile(h, "d/f")],
  ["RNTO", (h) => FtpRenameFile(h, "d/f", "d/g")],
  ["STOR", (h, files) => FtpPutFile(h, files.write("p", "put"), "p")],
  ["SITE", (h) => FtpCommand(h, false, 0, "SITE CHMOD 600 d/f")],
];

for (const [verb, call] of CHANGING) {
  for (const reply of [undefined, "421 Bye"]) {
    Deno.test(`${verb} is never sent twice, although it gets ${reply ?? "an end"}`, async () => {
      using files = folder();
      await using scene = await openFtp(endsAt(verb, reply));
      const { hConnect, server } = scene;
      await assertRejects(() => call(hConnect, files), InternetError);
      assertEquals(
        await rejectedCode(FtpGetCurrentDirectory(hConnect)),
        ERROR_FTP_DROPPED,
      );
      assertEquals(server.connections, 1);
      assertEquals(
        server.commands.filter((line) => line.startsWith(verb)).length,
        1,
      );
    });
  }
}

Deno.test("FTP_OPTION_RECONNECT turns off the new login", async () => {
  await using scene = await openFtp(FILES);
  const { hConnect, server } = scene;
  InternetSetOption(hConnect, FTP_OPTION_RECONNECT, false);
  await lost(scene, LOSSES[0]![1]);
  assertEquals(
    await rejectedCode(FtpGetCurrentDirectory(hConnect)),
    ERROR_FTP_DROPPED,
  );
  assertEquals(server.connections, 1);
  InternetSetOption(hConnect, FTP_OPTION_RECONNECT, true);
  assertEquals(await FtpGetCurrentDirectory(hConnect), "/");
});

Deno.test("no new login is made for an open file, or after the loss of one", async () => {
  await using scene = await openFtp({
    ...FILES,
    on: {
      async RETR(call) {
        await call.reply("150 Opening");
        await (await call.data()).write("te");
        await call.until(NEVER);
      },
    },
  });
  const { hConnect, server } = scene;
  const hFile = await FtpOpenFile(hConnect, "d/f", GENERIC_READ);
  await InternetReadFile(hFile, new Uint8Array(2));
  await lost(scene, LOSSES[2]![1]);
  await assertRejects(() => InternetReadFile(hFile, new Uint8Array(9)));
  hFile[Symbol.dispose]();
  assertEquals(
    await rejectedCode(FtpGetCurrentDirectory(hConnect)),
    ERROR_FTP_DROPPED,
  );
  assertEquals(server.connections, 1);
});

Deno.test("a server that does not reply in time is not treated as the loss of an idle connection", async () => {
  await using scene = await openFtp({
    on: { PWD: (call) => call.until(NEVER) },
  });
  const { hConnect, server } = scene;
  InternetSetOption(hConnect, INTERNET_OPTION_RECEIVE_TIMEOUT, 50);
  assertEquals(
    await rejectedCode(FtpGetCurrentDirectory(hConnect)),
    ERROR_INTERNET_TIMEOUT,
  );
  assertEquals(server.connections, 1);
});

Deno.test("a new login that fails causes ERROR_FTP_DROPPED with the reason, and the next call tries again", async () => {
  let refused = true;
  await using scene = await openFtp({
    on: {
      USER(call) {
        if (call.session.index === 0 || !refused) return false;
        return call.reply("530 Too many users");
      },
    },
  });
  const { hConnect, server } = scene;
  await lost(scene, LOSSES[0]![1]);
  const error = await assertRejects(
    () => FtpGetCurrentDirectory(hConnect),
    InternetError,
    "530 Too many users",
  );
  assertEquals(error.code, ERROR_FTP_DROPPED);
  assert(error.message.includes("421 Idle for too long"), error.message);
  assertEquals(error.responseText, "530 Too many users");
  refused = false;
  assertEquals(await FtpGetCurrentDirectory(hConnect), "/");
  assertEquals(server.connections, 3);
});

Deno.test("a call does not continue in another directory than before", async () => {
  await using scene = await openFtp(FILES);
  const { hConnect, server } = scene;
  await FtpSetCurrentDirectory(hConnect, "d/e");
  server.directories.delete("/d/e");
  await lost(scene, LOSSES[0]![1]);
  const error = await assertRejects(
    () => FtpDeleteFile(hConnect, "f"),
    InternetError,
    "CWD d/e",
  );
  assertEquals(error.code, ERROR_FTP_DROPPED);
  assertEquals(server.commands.includes("DELE f"), false);
});

Deno.test("closing the connection during a new login cancels it", async () => {
  const reached = Promise.withResolvers<void>();
  await using scene = await openFtp({
    on: {
      async USER(call) {
        if (call.session.index === 0) return false;
        reached.resolve();
        await call.until(NEVER);
      },
    },
  });
  const { hConnect } = scene;
  await lost(scene, LOSSES[0]![1]);
  const code = rejectedCode(FtpGetCurrentDirectory(hConnect));
  await reached.promise;
  await hConnect[Symbol.asyncDispose]();
  assertEquals(await code, ERROR_INTERNET_OPERATION_CANCELLED);
});
