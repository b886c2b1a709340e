// Copyright 2026 the wininet authors. MIT license.

/**
 * The functions that send one or two commands: directories, names, FtpCommand,
 * and the reply of the server (InternetGetLastResponseInfo).
 */

import { assertEquals, assertRejects } from "@std/assert";
import {
  ERROR_FTP_DROPPED,
  ERROR_INTERNET_CONNECTION_ABORTED,
  ERROR_INTERNET_CONNECTION_RESET,
  ERROR_INTERNET_EXTENDED_ERROR,
  ERROR_INTERNET_TIMEOUT,
  GetLastError,
  InternetError,
} from "../../error.ts";
import { FTP_TRANSFER_TYPE_ASCII, GENERIC_READ } from "../../flags.ts";
import {
  FtpCommand,
  FtpCreateDirectory,
  FtpDeleteFile,
  FtpFindFirstFile,
  FtpGetCurrentDirectory,
  FtpOpenFile,
  FtpPutFile,
  FtpRemoveDirectory,
  FtpRenameFile,
  FtpSetCurrentDirectory,
} from "../../ftp.ts";
import { FTP_OPTION_RECONNECT } from "../../ftp_options.ts";
import {
  InternetGetLastResponseInfo,
  InternetSetOption,
  InternetWriteFile,
} from "../../internet.ts";
import { INTERNET_OPTION_RECEIVE_TIMEOUT } from "../../options.ts";
import { writable } from "../../streams.ts";
import type { HINTERNET } from "../../structures.ts";
import { rejectedCode } from "../helpers/calls.ts";
import {
  connectFtp,
  fileText,
  folder,
  MODES,
  openFtp,
  readAll,
  SESSIONS,
} from "../helpers/ftp_calls.ts";
import type { FtpScript, FtpServerOptions } from "../servers/ftp_server.ts";

/** The files of the server at the start. */
const FILES: FtpServerOptions = {
  files: { "/a": "text", "/pub/b": "other" },
  directories: ["/empty"],
};

/**
 * A call, its result, the commands that it sends, and the files that are on the
 * server afterwards.
 */
const ORDERS: [
  name: string,
  call: (h: HINTERNET) => Promise<unknown>,
  result: unknown,
  commands: string[],
  names: string[],
][] = [
  [
    "FtpCreateDirectory()",
    (h) => FtpCreateDirectory(h, "a new one"),
    true,
    ["MKD a new one"],
    ["/", "/a new one", "/empty", "/pub", "/a", "/pub/b"],
  ],
  [
    "FtpRemoveDirectory()",
    (h) => FtpRemoveDirectory(h, "empty"),
    true,
    ["RMD empty"],
    ["/", "/pub", "/a", "/pub/b"],
  ],
  [
    "FtpSetCurrentDirectory()",
    (h) => FtpSetCurrentDirectory(h, "pub"),
    true,
    ["CWD pub"],
    ["/", "/empty", "/pub", "/a", "/pub/b"],
  ],
  [
    "FtpGetCurrentDirectory()",
    (h) => FtpGetCurrentDirectory(h),
    "/",
    ["PWD"],
    ["/", "/empty", "/pub", "/a", "/pub/b"],
  ],
  [
    "FtpDeleteFile()",
    (h) => FtpDeleteFile(h, "/pub/b"),
    true,
    ["DELE /pub/b"],
    ["/", "/empty", "/pub", "/a"],
  ],
  [
    "FtpRenameFile()",
    (h) => FtpRenameFile(h, "a", "pub/c"),
    true,
    ["RNFR a", "RNTO pub/c"],
    ["/", "/empty", "/pub", "/pub/b", "/pub/c"],
  ],
  [
    "FtpCommand()",
    (h) => FtpCommand(h, false, 0, "NOOP"),
    true,
    ["NOOP"],
    ["/", "/empty", "/pub", "/a", "/pub/b"],
  ],
];

for (const [name, call, result, commands, names] of ORDERS) {
  for (const [kind, asynchronous] of SESSIONS) {
    Deno.test(`${name} succeeds, ${kind}`, async () => {
      await using scene = await openFtp(FILES, { asynchronous });
      assertEquals(await call(scene.hConnect), result);
      assertEquals(GetLastError(), 0);
      assertEquals(scene.sent(), commands);
      const { directories, files } = scene.server;
      assertEquals([...[...directories].sort(), ...[...files.keys()].sort()], [
        ...names.filter((path) => directories.has(path)),
        ...names.filter((path) => files.has(path)),
      ]);
      assertEquals(names.length, directories.size + files.size);
    });
  }
}

/** Calls that the server refuses. */
const REFUSED: [
  name: string,
  call: (h: HINTERNET) => Promise<unknown>,
  text: string,
][] = [
  [
    "FtpCreateDirectory()",
    (h) => FtpCreateDirectory(h, "a"),
    "550 File exists",
  ],
  [
    "FtpRemoveDirectory()",
    (h) => FtpRemoveDirectory(h, "pub"),
    "550 Directory not empty",
  ],
  [
    "FtpSetCurrentDirectory()",
    (h) => FtpSetCurrentDirectory(h, "a"),
    "550 No such directory",
  ],
  ["FtpDeleteFile()", (h) => FtpDeleteFile(h, "none"), "550 No such file"],
  [
    "FtpRenameFile(), the old name,",
    (h) => FtpRenameFile(h, "none", "b"),
    "550 No such file or directory",
  ],
  [
    "FtpRenameFile(), the new name,",
    (h) => FtpRenameFile(h, "a", "none/b"),
    "553 No such directory",
  ],
  [
    "FtpCommand()",
    (h) => FtpCommand(h, false, 0, "HELLO"),
    "500 HELLO not understood",
  ],
  [
    "FtpOpenFile()",
    (h) => FtpOpenFile(h, "none", GENERIC_READ),
    "550 No such file",
  ],
  [
    "FtpFindFirstFile()",
    (h) => FtpFindFirstFile(h, "none"),
    "550 No such file or directory",
  ],
];

for (const [name, call, text] of REFUSED) {
  for (const [kind, asynchronous] of SESSIONS) {
    Deno.test(`${name} fails with the text of the server, ${kind}`, async () => {
      await using scene = await openFtp(FILES, { asynchronous });
      const { hConnect } = scene;
      const error = await assertRejects(() => call(hConnect), InternetError);
      assertEquals(error.code, ERROR_INTERNET_EXTENDED_ERROR);
      assertEquals(error.responseText, text);
      const response = { dwError: ERROR_INTERNET_EXTENDED_ERROR, text };
      assertEquals(InternetGetLastResponseInfo(hConnect), response);
      assertEquals(InternetGetLastResponseInfo(), response);
      assertEquals(await FtpGetCurrentDirectory(hConnect), "/");
      assertEquals(GetLastError(), 0);
    });
  }
}

Deno.test("InternetGetLastResponseInfo() keeps the text of a success, with error 0", async () => {
  await using scene = await openFtp({
    ...FILES,
    on: { MKD: (call) => call.reply("257-One\r\n two\r\n257 three") },
  });
  await FtpCreateDirectory(scene.hConnect, "d");
  assertEquals(InternetGetLastResponseInfo(scene.hConnect), {
    dwError: 0,
    text: "257-One\r\n two\r\n257 three",
  });
});

Deno.test("InternetGetLastResponseInfo() returns the text of the server for each connection", async () => {
  await using scene = await openFtp(FILES);
  const { hInternet, hConnect, server } = scene;
  const other = await connectFtp(hInternet, server);
  await rejectedCode(FtpDeleteFile(other, "none"));
  assertEquals(InternetGetLastResponseInfo(hConnect).text, "230 Logged in");
  assertEquals(InternetGetLastResponseInfo(other).text, "550 No such file");
  assertEquals(InternetGetLastResponseInfo().text, "550 No such file");
});

Deno.test("InternetGetLastResponseInfo() returns the text of the server for an open file", async () => {
  await using scene = await openFtp(FILES);
  const hFile = await FtpOpenFile(scene.hConnect, "a", GENERIC_READ);
  assertEquals(await readAll(hFile), "text");
  assertEquals(
    InternetGetLastResponseInfo(hFile).text,
    "226 Transfer complete",
  );
});

// ---- FtpCommand ----

for (
  const line of [
    "  NOOP",
    "NOOP  ",
    "SITE  CHMOD  600 a",
    "noop",
    "SITE ü",
    "STAT -a",
  ]
) {
  Deno.test(`FtpCommand() sends ${JSON.stringify(line)} unchanged`, async () => {
    const on = { "*": (call) => call.reply("200 OK") } satisfies Record<
      string,
      FtpScript
    >;
    await using server = await openFtp({
      on: { ...on, USER: () => false, PASS: () => false, FEAT: () => false },
    });
    await FtpCommand(server.hConnect, false, 0, line);
    const latin1 = server.sent().at(-1)!;
    const bytes = Uint8Array.from(latin1, (char) => char.charCodeAt(0));
    assertEquals(new TextDecoder().decode(bytes), line);
  });
}

const REPLIES: [reply: string, code: number | true][] = [
  ["200 OK", true],
  ["331 More", true],
  ["350 Ready", true],
  ["150 Wait\r\n200 OK", true],
  ["450 Busy", ERROR_INTERNET_EXTENDED_ERROR],
  ["500 No", ERROR_INTERNET_EXTENDED_ERROR],
  ["150 Wait\r\n550 No", ERROR_INTERNET_EXTENDED_ERROR],
  ["421 Bye", ERROR_FTP_DROPPED],
];

for (const [reply, code] of REPLIES) {
  Deno.test(`FtpCommand() returns ${code} for ${JSON.stringify(reply)}`, async () => {
    await using scene = await openFtp({
      on: { SITE: (call) => call.reply(reply) },
    });
    const call = FtpCommand(scene.hConnect, false, 0, "SITE X");
    assertEquals(code === true ? await call : await rejectedCode(call), code);
  });
}

Deno.test("FtpCommand() may change the transfer type, which is set again before the next transfer", async () => {
  await using scene = await openFtp(FILES);
  const { hConnect } = scene;
  const read = async () => {
    await using hFile = await FtpOpenFile(hConnect, "a", GENERIC_READ);
    return await readAll(hFile);
  };
  await read();
  await FtpCommand(hConnect, false, 0, "TYPE A");
  await read();
  assertEquals(
    scene.sent().filter((line) => line.startsWith("TYPE")),
    ["TYPE I", "TYPE A", "TYPE I"],
  );
});

for (const [mode, passive] of MODES) {
  Deno.test(`FtpCommand() with data reads the data of the server, ${mode}`, async () => {
    await using scene = await openFtp(FILES, { passive });
    const hFile = await FtpCommand(
      scene.hConnect,
      true,
      FTP_TRANSFER_TYPE_ASCII,
      "NLST pub",
    ) as HINTERNET;
    assertEquals(await readAll(hFile), "b\n");
    hFile[Symbol.dispose]();
    const way = scene.sent()[1]!.split(" ")[0];
    assertEquals(way, passive ? "EPSV" : "EPRT");
    assertEquals([scene.sent()[0], scene.sent()[2]], ["TYPE A", "NLST pub"]);
  });
}

for (const verb of ["STOR", "stor", "APPE", "STOU"]) {
  Deno.test(`FtpCommand() with data writes for ${verb}`, async () => {
    await using scene = await openFtp({ files: { "/a": "old," } });
    const hFile = await FtpCommand(
      scene.hConnect,
      true,
      0,
      `${verb} a`,
    ) as HINTERNET;
    assertEquals(await InternetWriteFile(hFile, "new"), 3);
    await writable(hFile).close();
    hFile[Symbol.dispose]();
    assertEquals(scene.sent().at(-1), `${verb} a`);
    const { server } = scene;
    const expected = {
      STOR: ["new", undefined],
      APPE: ["old,new", undefined],
      STOU: ["old,", "new"],
    }[verb.toUpperCase()];
    assertEquals([fileText(server, "/a"), fileText(server, "/a.1")], expected);
  });
}

// ---- connections that end ----

const ENDS: [
  name: string,
  script: FtpScript,
  code: number,
][] = [
  ["hangs up", (call) => call.close(), ERROR_INTERNET_CONNECTION_ABORTED],
  ["resets", (call) => call.reset(), ERROR_INTERNET_CONNECTION_RESET],
  [
    "hangs up within its reply",
    async (call) => {
      await call.raw('257 "/');
      await call.close();
    },
    ERROR_INTERNET_CONNECTION_ABORTED,
  ],
  ["says 421", (call) => call.reply("421 Bye"), ERROR_FTP_DROPPED],
  ["has not responded", () => {}, ERROR_INTERNET_TIMEOUT],
];

for (const [name, script, code] of ENDS) {
  Deno.test(`a call fails if the server ${name}, and later ones report that the session is closed`, async () => {
    using files = folder();
    await using scene = await openFtp({ ...FILES, on: { PWD: script } });
    const { hConnect, server } = scene;
    InternetSetOption(hConnect, INTERNET_OPTION_RECEIVE_TIMEOUT, 100);
    InternetSetOption(hConnect, FTP_OPTION_RECONNECT, false);
    const call = FtpGetCurrentDirectory(hConnect);
    assertEquals(await rejectedCode(call), code);
    const later = [
      () => FtpDeleteFile(hConnect, "a"),
      () => FtpFindFirstFile(hConnect),
      () => FtpOpenFile(hConnect, "a", GENERIC_READ),
      () => FtpPutFile(hConnect, files.write("x", "x"), "x"),
      () => FtpCommand(hConnect, false, 0, "NOOP"),
    ];
    for (const run of later) {
      assertEquals(await rejectedCode(run()), ERROR_FTP_DROPPED);
    }
    await server.allClosed();
    assertEquals(scene.sent(), ["PWD"]);
  });
}

Deno.test("a call reports that the session is closed if the server has disconnected in the meantime", async () => {
  await using scene = await openFtp(FILES);
  const { hConnect, server } = scene;
  await server.sessions[0]!.reply("421 Idle for too long");
  await server.sessions[0]!.close();
  const error = await assertRejects(
    () => FtpDeleteFile(hConnect, "a"),
    InternetError,
  );
  assertEquals(error.code, ERROR_FTP_DROPPED);
});
