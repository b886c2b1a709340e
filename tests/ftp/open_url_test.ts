// Copyright 2026 the wininet authors. MIT license.

/** InternetOpenUrl for ftp: and ftps:. */

import { assert, assertEquals, assertRejects } from "@std/assert";
import {
  ERROR_FILE_NOT_FOUND,
  ERROR_INTERNET_CANNOT_CONNECT,
  ERROR_INTERNET_EXTENDED_ERROR,
  ERROR_INTERNET_INCORRECT_HANDLE_TYPE,
  ERROR_INTERNET_INVALID_URL,
  ERROR_INTERNET_LOGIN_FAILURE,
  ERROR_INVALID_PARAMETER,
  InternetError,
} from "../../error.ts";
import {
  FTP_TRANSFER_TYPE_ASCII,
  INTERNET_FLAG_OFFLINE,
  INTERNET_FLAG_PASSIVE,
  INTERNET_FLAG_RAW_DATA,
  INTERNET_FLAG_SECURE,
} from "../../flags.ts";
import { FtpDeleteFile, FtpGetFileSize } from "../../ftp.ts";
import {
  InternetFindNextFile,
  InternetOpen,
  InternetOpenUrl,
  InternetQueryDataAvailable,
  InternetQueryOption,
  InternetReadFile,
  InternetSetFilePointer,
} from "../../internet.ts";
import {
  INTERNET_HANDLE_TYPE_FTP_FILE,
  INTERNET_HANDLE_TYPE_FTP_FIND,
  INTERNET_HANDLE_TYPE_FTP_FIND_HTML,
  INTERNET_OPTION_HANDLE_TYPE,
  INTERNET_OPTION_PARENT_HANDLE,
} from "../../options.ts";
import { entries } from "../../streams.ts";
import type { HINTERNET, WIN32_FIND_DATA } from "../../structures.ts";
import {
  completions,
  readText,
  rejectedCode,
  thrownCode,
} from "../helpers/calls.ts";
import { LOGIN, MODES, readAll, SESSIONS } from "../helpers/ftp_calls.ts";
import { closedPort } from "../servers/closed_port.ts";
import { FtpServer, type FtpServerOptions } from "../servers/ftp_server.ts";
import { type Watch, watch } from "../helpers/watch.ts";

const FILES: FtpServerOptions = {
  files: {
    "/f": "0123456789",
    "/text": "a\nb",
    "/pub/a": "1",
    '/pub/<b> & "c"': "22",
    "/pub/what? #1": "q",
    "/ü": "umlaut",
  },
  directories: ["/empty"],
};

const ALL_PUB = ['<b> & "c"', "a", "what? #1"];

interface Scene extends AsyncDisposable {
  readonly server: FtpServer;
  readonly watched: Watch;
  open(path: string, flags?: number, dwContext?: unknown): Promise<HINTERNET>;
}

async function openScene(
  options: FtpServerOptions = FILES,
  asynchronous: boolean = true,
): Promise<Scene> {
  await using stack = new AsyncDisposableStack();
  const server = stack.use(new FtpServer(options));
  const watched = stack.use(watch({ asynchronous }));
  const all = stack.move();
  return {
    server,
    watched,
    open: (path, flags = INTERNET_FLAG_PASSIVE, dwContext) =>
      InternetOpenUrl(
        watched.hInternet,
        `ftp://${server.host}:${server.port}/${path}`,
        null,
        flags,
        dwContext,
      ),
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}

function typeOf(handle: HINTERNET): unknown {
  return InternetQueryOption(handle, INTERNET_OPTION_HANDLE_TYPE);
}

// ---- files ----

for (const [mode, passive] of MODES) {
  for (const [kind, asynchronous] of SESSIONS) {
    Deno.test(`InternetOpenUrl() reads a file, ${mode}, ${kind}`, async () => {
      await using scene = await openScene(FILES, asynchronous);
      const { server, watched } = scene;
      const flags = passive ? INTERNET_FLAG_PASSIVE : 0;
      const hFile = await scene.open("f", flags, 1);
      assertEquals(typeOf(hFile), INTERNET_HANDLE_TYPE_FTP_FILE);
      assert(
        InternetQueryOption(hFile, INTERNET_OPTION_PARENT_HANDLE) ===
          watched.hInternet,
      );
      assertEquals(await FtpGetFileSize(hFile), 10);
      assertEquals(await InternetQueryDataAvailable(hFile), 10);
      assertEquals(await readText(hFile), "0123456789");
      assertEquals(await InternetSetFilePointer(hFile, 8), 8);
      assertEquals(await readText(hFile), "89");
      await hFile[Symbol.asyncDispose]();
      const names = watched.names();
      assertEquals(names[0], "HANDLE_CREATED");
      // The login is kept for the next URL.
      assertEquals(names.at(-1), "HANDLE_CLOSING");
      assert(!names.includes("CLOSING_CONNECTION"));
      await watched.hInternet[Symbol.asyncDispose]();
      await server.allClosed();
      assertEquals(server.commands.at(-1), "QUIT");
      if (!asynchronous) return assertEquals(completions(watched), []);
      assert(completions(watched)[0]!.dwResult === hFile);
    });
  }
}

const PATHS: [path: string, line: string, content: string][] = [
  ["f", "RETR f", "0123456789"],
  ["%2Ff", "RETR /f", "0123456789"],
  ["pub/a", "RETR pub/a", "1"],
  ["%2Fpub/a", "RETR /pub/a", "1"],
  ["pub/what%3F%20%231", "RETR pub/what? #1", "q"],
  ["pub/what?%20%231#part", "RETR pub/what? #1", "q"],
  ["%C3%BC", "RETR \xc3\xbc", "umlaut"],
  ["ü", "RETR \xc3\xbc", "umlaut"],
  ["text;type=i", "RETR text", "a\nb"],
  ["text;type=a", "RETR text", "a\nb"],
  ["text;TYPE=A", "RETR text", "a\nb"],
];

for (const [path, line, content] of PATHS) {
  Deno.test(`InternetOpenUrl() opens /${path}`, async () => {
    await using scene = await openScene();
    const hFile = await scene.open(path);
    assertEquals(await readAll(hFile), content);
    const { commands } = scene.server;
    assert(commands.includes(line), commands.join());
    assertEquals(
      commands.filter((text) => /^TYPE/.test(text)),
      [/type=a/i.test(path) ? "TYPE A" : "TYPE I"],
    );
  });
}

Deno.test("InternetOpenUrl() with FTP_TRANSFER_TYPE_ASCII reads a text, unless the URL has another type", async () => {
  await using scene = await openScene();
  const flags = INTERNET_FLAG_PASSIVE | FTP_TRANSFER_TYPE_ASCII;
  await readAll(await scene.open("text", flags));
  await readAll(await scene.open("text;type=i", flags));
  assertEquals(
    scene.server.commands.filter((line) => /^TYPE/.test(line)),
    ["TYPE A", "TYPE I"],
  );
});

Deno.test("InternetOpenUrl() fails if there is neither a file nor a directory", async () => {
  await using scene = await openScene();
  const error = await assertRejects(
    () => scene.open("none", INTERNET_FLAG_PASSIVE, 1),
    InternetError,
  );
  assertEquals(error.code, ERROR_INTERNET_EXTENDED_ERROR);
  assertEquals(error.responseText, "550 No such file");
  assertEquals(scene.watched.names().slice(-1), ["HANDLE_CLOSING"]);
  await scene.watched.hInternet[Symbol.asyncDispose]();
  await scene.server.allClosed();
});

const NOT_ABOUT_THE_NAME = ["314 What?", "425 No connection", "522 No TLS"];

for (const reply of NOT_ABOUT_THE_NAME) {
  Deno.test(`InternetOpenUrl() does not treat a file as a directory after "${reply}"`, async () => {
    await using scene = await openScene({
      ...FILES,
      on: { RETR: (call) => call.reply(reply) },
    });
    const error = await assertRejects(() => scene.open("pub"), InternetError);
    assertEquals(error.code, ERROR_INTERNET_EXTENDED_ERROR);
    assertEquals(error.responseText, reply);
    assert(!scene.server.commands.includes("CWD pub"));
  });
}

// ---- directories ----

const DIRECTORIES = ["pub/", "pub", "%2Fpub/", "pub;type=d"];

for (const path of DIRECTORIES) {
  Deno.test(`InternetOpenUrl() returns a page for /${path}`, async () => {
    await using scene = await openScene();
    const hFind = await scene.open(path);
    assertEquals(typeOf(hFind), INTERNET_HANDLE_TYPE_FTP_FIND_HTML);
    const page = await readAll(hFind);
    assert(page.startsWith("<!DOCTYPE html>\n<html>"));
    assert(page.endsWith("</html>\n"));
    const rows = [...page.matchAll(/<a href="([^"]*)">([^<]*)<\/a>/g)]
      .map(([, href, text]) => [href, text]);
    // If the URL does not end with a slash, links are relative to its parent.
    const [up, base] = path === "pub" ? ["./", "./pub/"] : ["../", "./"];
    assertEquals(rows, [
      [up, "../"],
      [
        `${base}%3Cb%3E%20%26%20%22c%22`,
        "&lt;b&gt; &amp; &quot;c&quot;",
      ],
      [`${base}a`, "a"],
      [`${base}what%3F%20%231`, "what? #1"],
    ]);
  });

  Deno.test(`InternetOpenUrl() with INTERNET_FLAG_RAW_DATA enumerates /${path}`, async () => {
    await using scene = await openScene();
    const flags = INTERNET_FLAG_PASSIVE | INTERNET_FLAG_RAW_DATA;
    const hFind = await scene.open(path, flags);
    assertEquals(typeOf(hFind), INTERNET_HANDLE_TYPE_FTP_FIND);
    const names: string[] = [];
    for await (const entry of entries(hFind)) {
      names.push((entry as WIN32_FIND_DATA).cFileName);
    }
    assertEquals(names, ALL_PUB);
    assert(hFind.closed);
    await scene.watched.hInternet[Symbol.asyncDispose]();
    await scene.server.allClosed();
  });
}

Deno.test("InternetFindNextFile() returns the entries of a URL from the first one", async () => {
  await using scene = await openScene();
  const flags = INTERNET_FLAG_PASSIVE | INTERNET_FLAG_RAW_DATA;
  const hFind = await scene.open("pub/", flags);
  const names: string[] = [];
  for (let next; (next = await InternetFindNextFile(hFind)) !== null;) {
    names.push((next as WIN32_FIND_DATA).cFileName);
  }
  assertEquals(names, ALL_PUB);
  assertEquals(
    thrownCode(() => InternetReadFile(hFind, new Uint8Array(1))),
    ERROR_INTERNET_INCORRECT_HANDLE_TYPE,
  );
});

for (const path of ["", "empty/", "empty"]) {
  Deno.test(`InternetOpenUrl() returns a page for /${path}, which may be empty`, async () => {
    const options = path === "" ? {} : FILES;
    await using scene = await openScene(options);
    const page = await readAll(await scene.open(path));
    assertEquals(page.match(/<a /g)?.length ?? 0, path === "" ? 0 : 1);
    assert(page.endsWith("</table>\n</body>\n</html>\n"));
  });
}

Deno.test("InternetOpenUrl() enumerates no entries for an empty directory", async () => {
  await using scene = await openScene();
  const flags = INTERNET_FLAG_PASSIVE | INTERNET_FLAG_RAW_DATA;
  assertEquals(
    await InternetFindNextFile(await scene.open("empty/", flags)),
    null,
  );
  const hFind = await scene.open("empty/", flags);
  for await (const _entry of entries(hFind)) throw new Error("unreachable");
});

Deno.test("InternetOpenUrl() fails for a missing directory", async () => {
  await using scene = await openScene();
  assertEquals(
    await rejectedCode(scene.open("none/")),
    ERROR_INTERNET_EXTENDED_ERROR,
  );
  await scene.watched.hInternet[Symbol.asyncDispose]();
  await scene.server.allClosed();
});

// ---- logins, and invalid URLs ----

const CREDENTIALS: [userinfo: string, commands: readonly string[]][] = [
  ["", LOGIN],
  ["jo:pw@", ["USER jo", "PASS pw"]],
  ["jo%40a.test:p%3Aw%2F@", ["USER jo@a.test", "PASS p:w/"]],
  ["jo@a.test:p:w@", ["USER jo@a.test", "PASS p:w"]],
  ["guest@", ["USER guest", "PASS "]],
  ["@", LOGIN],
];

for (const [userinfo, commands] of CREDENTIALS) {
  Deno.test(`InternetOpenUrl() logs in with ${JSON.stringify(userinfo)}`, async () => {
    const users = { jo: "pw", "jo@a.test": "p:w/", guest: "" };
    if (userinfo === "jo@a.test:p:w@") users["jo@a.test"] = "p:w";
    await using server = new FtpServer({ ...FILES, users });
    await using watched = watch();
    const hFile = await InternetOpenUrl(
      watched.hInternet,
      `ftp://${userinfo}127.0.0.1:${server.port}/f`,
      null,
      INTERNET_FLAG_PASSIVE,
    );
    assertEquals(await readAll(hFile), "0123456789");
    assertEquals(server.commands.slice(0, commands.length), commands);
  });
}

Deno.test("InternetOpenUrl() fails if the login is refused, and shows no password", async () => {
  await using server = new FtpServer(FILES);
  await using watched = watch();
  const error = await assertRejects(
    () =>
      InternetOpenUrl(
        watched.hInternet,
        `ftp://jo:hunter2@127.0.0.1:${server.port}/f`,
      ),
    InternetError,
  );
  assertEquals(error.code, ERROR_INTERNET_LOGIN_FAILURE);
  assert(!Deno.inspect(error).includes("hunter2"));
});

const WRONG: [url: string, code: number][] = [
  ["ftp://", ERROR_INTERNET_INVALID_URL],
  ["ftp:///f", ERROR_INTERNET_INVALID_URL],
  ["ftp:f", ERROR_INTERNET_INVALID_URL],
  ["ftp://127.0.0.1:70000/", ERROR_INTERNET_INVALID_URL],
  ["ftp://a b/", ERROR_INTERNET_INVALID_URL],
  ["ftp://127.0.0.1/a%0D%0ADELE%20b", ERROR_INTERNET_INVALID_URL],
  ["ftp://127.0.0.1/a\r\nDELE b", ERROR_INTERNET_INVALID_URL],
  ["ftp://127.0.0.1/a%00", ERROR_INTERNET_INVALID_URL],
  ["ftp://127.0.0.1/a%zz", ERROR_INTERNET_INVALID_URL],
  ["ftp://jo%0d%0aDELE%20b:x@127.0.0.1/", ERROR_INTERNET_INVALID_URL],
  ["ftp://jo:x%0a@127.0.0.1/", ERROR_INTERNET_INVALID_URL],
  ["ftp://:secret@127.0.0.1/", ERROR_INVALID_PARAMETER],
];

for (const [url, code] of WRONG) {
  Deno.test(`InternetOpenUrl() refuses ${JSON.stringify(url)} immediately and without a status`, async () => {
    await using watched = watch();
    const call = () => InternetOpenUrl(watched.hInternet, url, null, 0, 1);
    assertEquals(thrownCode(call), code);
    assertEquals(watched.names(), []);
  });
}

Deno.test("InternetOpenUrl() refuses ftp: on an offline session, and fails without a listener", async () => {
  using offline = InternetOpen("x", 0, null, null, INTERNET_FLAG_OFFLINE);
  const url = `ftp://127.0.0.1:${closedPort()}/f`;
  assertEquals(
    thrownCode(() => InternetOpenUrl(offline, url)),
    ERROR_FILE_NOT_FOUND,
  );
  await using watched = watch();
  assertEquals(
    await rejectedCode(InternetOpenUrl(watched.hInternet, url)),
    ERROR_INTERNET_CANNOT_CONNECT,
  );
});

Deno.test("the handle of InternetOpenUrl() is not a connection", async () => {
  await using scene = await openScene();
  const hFile = await scene.open("f");
  assertEquals(
    thrownCode(() => FtpDeleteFile(hFile, "f")),
    ERROR_INTERNET_INCORRECT_HANDLE_TYPE,
  );
});

// ---- TLS ----

const SECURE: [
  name: string,
  scheme: string,
  flags: number,
  implicit: boolean,
][] = [
  ["ftps:", "ftps", 0, true],
  ["FTPS: and INTERNET_FLAG_SECURE", "FTPS", INTERNET_FLAG_SECURE, true],
  ["INTERNET_FLAG_SECURE", "ftp", INTERNET_FLAG_SECURE, false],
];

for (const [name, scheme, flags, implicit] of SECURE) {
  for (const [mode, passive] of MODES) {
    Deno.test(`InternetOpenUrl() with ${name} uses TLS for everything, ${mode}`, async () => {
      await using server = new FtpServer({ ...FILES, implicit });
      await using watched = watch();
      for (const [path, text] of [["f", "0123456789"], ["pub/", "</html>"]]) {
        const hFile = await InternetOpenUrl(
          watched.hInternet,
          `${scheme}://localhost:${server.port}/${path}`,
          null,
          flags | (passive ? INTERNET_FLAG_PASSIVE : 0),
        );
        assert((await readAll(hFile)).includes(text!));
        hFile[Symbol.dispose]();
      }
      assertEquals(server.reused.length, 2);
      assertEquals(server.commands[0], implicit ? LOGIN[0] : "AUTH TLS");
      assert(server.commands.includes("PROT P"));
    });
  }
}
