// Copyright 2026 the wininet authors. MIT license.

/** InternetOpenUrl for FTP keeps logins for the following URLs. */

import { assert, assertEquals } from "@std/assert";
import {
  INTERNET_FLAG_PASSIVE,
  INTERNET_FLAG_RAW_DATA,
  INTERNET_FLAG_SECURE,
} from "../../flags.ts";
import {
  FTP_OPTION_LOGIN_COMMAND,
  FTP_OPTION_RECONNECT,
} from "../../ftp_options.ts";
import {
  InternetOpenUrl,
  InternetReadFile,
  InternetSetOption,
} from "../../internet.ts";
import { entries } from "../../streams.ts";
import type { HINTERNET } from "../../structures.ts";
import { rejectedCode } from "../helpers/calls.ts";
import { readAll } from "../helpers/ftp_calls.ts";
import { turns } from "../helpers/turns.ts";
import { type Watch, watch } from "../helpers/watch.ts";
import {
  type FtpScript,
  FtpServer,
  type FtpServerOptions,
} from "../servers/ftp_server.ts";

const FILES: FtpServerOptions = {
  files: {
    "/f": "first",
    "/g": "second",
    "/d/a": "1",
    "/big": new Uint8Array(2 ** 25),
  },
  users: { jo: "pw", ann: "pw" },
};

interface Scene extends AsyncDisposable {
  readonly server: FtpServer;
  readonly watched: Watch;
  open(path: string, userinfo?: string, flags?: number): Promise<HINTERNET>;
  /** Reads a URL to its end. */
  read(path: string, userinfo?: string, flags?: number): Promise<string>;
}

async function openScene(options = FILES): Promise<Scene> {
  await using stack = new AsyncDisposableStack();
  const server = stack.use(new FtpServer(options));
  const watched = stack.use(watch());
  const all = stack.move();
  const open = (path: string, userinfo = "", flags = INTERNET_FLAG_PASSIVE) =>
    InternetOpenUrl(
      watched.hInternet,
      `ftp://${userinfo}localhost:${server.port}/${path}`,
      null,
      flags,
    );
  return {
    server,
    watched,
    open,
    async read(path, userinfo, flags) {
      await using hFile = await open(path, userinfo, flags);
      return await readAll(hFile);
    },
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}

Deno.test("InternetOpenUrl() logs in once for 150 successive URLs", async () => {
  await using scene = await openScene();
  for (let count = 0; count < 75; count++) {
    assertEquals(await scene.read("f"), "first");
    assertEquals(await scene.read("g;type=a"), "second");
  }
  assertEquals(scene.server.connections, 1);
});

Deno.test("InternetOpenUrl() uses one login for each simultaneous URL, and keeps them", async () => {
  await using scene = await openScene();
  const { server } = scene;
  for (let round = 0; round < 3; round++) {
    const texts = await Promise.all(
      ["f", "g", "f"].map((path) => scene.read(path)),
    );
    assertEquals(texts, ["first", "second", "first"]);
  }
  assertEquals(server.connections, 3);
});

Deno.test("InternetOpenUrl() keeps the login of a refused file, and of a directory", async () => {
  await using scene = await openScene();
  await rejectedCode(scene.open("none"));
  assert((await scene.read("d/")).includes("</html>"));
  assertEquals(await scene.read("f"), "first");
  assertEquals(scene.server.connections, 1);
});

for (
  const [kind, flags] of [["page", 0], ["raw", INTERNET_FLAG_RAW_DATA]] as const
) {
  Deno.test(`InternetOpenUrl() returns from a directory without a slash, and keeps its login, ${kind}`, async () => {
    await using scene = await openScene();
    const { server } = scene;
    for (const _ of [1, 2]) {
      const hFile = await scene.open("d", "", INTERNET_FLAG_PASSIVE | flags);
      if (kind === "page") assert((await readAll(hFile)).includes("</html>"));
      else assertEquals((await Array.fromAsync(entries(hFile))).length, 1);
      await hFile[Symbol.asyncDispose]();
      assertEquals(await scene.read("d/a"), "1");
    }
    assertEquals(server.connections, 1);
    assertEquals(server.commands.filter((line) => /^(CWD|PWD)/.test(line)), [
      ...["PWD", "CWD d", "CWD /"],
      ...["PWD", "CWD d", "CWD /"],
    ]);
  });
}

Deno.test("InternetOpenUrl() keeps the login of a directory whose path the server could interpret", async () => {
  await using scene = await openScene({
    files: { "/-d/a": "1", "/f": "first" },
    features: [],
  });
  assert((await scene.read("-d/")).includes("</html>"));
  assertEquals(await scene.read("f"), "first");
  assertEquals(scene.server.connections, 1);
});

for (
  const [name, on] of Object.entries({
    "does not say where it is": { PWD: (call) => call.reply("500 What?") },
    "does not return": {
      CWD: (call) => call.text === "/" ? call.reply("550 No way back") : false,
    },
  } as Record<string, Record<string, FtpScript>>)
) {
  Deno.test(`InternetOpenUrl() does not reuse a login that is in another directory: the server ${name}`, async () => {
    await using scene = await openScene({ ...FILES, on });
    assert((await scene.read("d")).includes("</html>"));
    assertEquals(await scene.read("d/a"), "1");
    assertEquals(scene.server.connections, 2);
  });
}

Deno.test("InternetOpenUrl() does not reuse a login whose file was not read to its end", async () => {
  await using scene = await openScene();
  const hFile = await scene.open("big");
  await InternetReadFile(hFile, new Uint8Array(10));
  await hFile[Symbol.asyncDispose]();
  assertEquals(await scene.read("f"), "first");
  assertEquals(scene.server.connections, 2);
});

const WAYS: [title: string, userinfo: string, flags: number][] = [
  ["nobody", "", INTERNET_FLAG_PASSIVE],
  ["one user", "jo:pw@", INTERNET_FLAG_PASSIVE],
  ["another user", "ann:pw@", INTERNET_FLAG_PASSIVE],
  ["TLS", "jo:pw@", INTERNET_FLAG_PASSIVE | INTERNET_FLAG_SECURE],
  ["active mode", "jo:pw@", 0],
];

Deno.test("a login is never reused for another user or route", async () => {
  await using scene = await openScene();
  const { server } = scene;
  for (const [at, [title, userinfo, flags]] of WAYS.entries()) {
    for (let count = 0; count < 2; count++) {
      assertEquals(await scene.read("f", userinfo, flags), "first", title);
      assertEquals(server.connections, at + 1, title);
    }
    const user = userinfo.split(":")[0] || "anonymous";
    assertEquals(server.sessions.at(-1)!.user, user);
  }
  await rejectedCode(scene.open("f", "jo:wrong@"));
  assertEquals(server.connections, WAYS.length + 1);
});

Deno.test("a login is never reused by another session, or one with another login command", async () => {
  await using scene = await openScene();
  assertEquals(await scene.read("f"), "first");
  await using other = watch();
  using hFile = await InternetOpenUrl(
    other.hInternet,
    `ftp://localhost:${scene.server.port}/f`,
    null,
    INTERNET_FLAG_PASSIVE,
  );
  assertEquals(await readAll(hFile), "first");
  assertEquals(scene.server.connections, 2);
  const { hInternet } = scene.watched;
  InternetSetOption(hInternet, FTP_OPTION_LOGIN_COMMAND, "NOOP");
  assertEquals(await scene.read("f"), "first");
  assertEquals(scene.server.connections, 3);
});

for (const reconnect of [true, false]) {
  Deno.test(`a login that was lost while idle fails no URL, FTP_OPTION_RECONNECT ${reconnect}`, async () => {
    await using scene = await openScene();
    const { server, watched } = scene;
    InternetSetOption(watched.hInternet, FTP_OPTION_RECONNECT, reconnect);
    for (let count = 1; count < 4; count++) {
      assertEquals(await scene.read("f"), "first");
      assertEquals(server.connections, count);
      await server.sessions.at(-1)!.close();
      // The client may or may not have seen the end of the connection.
      await turns(count * 10);
    }
  });
}

Deno.test("closing the session ends the idle logins, with QUIT", async () => {
  await using scene = await openScene();
  await scene.read("f");
  await scene.read("f", "jo:pw@");
  assertEquals(scene.server.connections, 2);
  await scene.watched.hInternet[Symbol.asyncDispose]();
  await scene.server.allClosed();
  const quits = scene.server.commands.filter((line) => line === "QUIT");
  assertEquals(quits.length, 2);
});

Deno.test("a login that is kept posts no end, and one that ends does", async () => {
  await using scene = await openScene();
  const { watched, server } = scene;
  const open = (context: unknown) =>
    InternetOpenUrl(
      watched.hInternet,
      `ftp://localhost:${server.port}/big`,
      null,
      INTERNET_FLAG_PASSIVE,
      context,
    );
  const whole = await open("whole");
  await readAll(whole);
  await whole[Symbol.asyncDispose]();
  assertEquals(watched.names("whole").includes("CLOSING_CONNECTION"), false);
  const half = await open("half");
  await half[Symbol.asyncDispose]();
  assertEquals(watched.names("half").slice(-3), [
    "CLOSING_CONNECTION",
    "CONNECTION_CLOSED",
    "HANDLE_CLOSING",
  ]);
  assertEquals(watched.names("half").includes("CONNECTING_TO_SERVER"), false);
});
