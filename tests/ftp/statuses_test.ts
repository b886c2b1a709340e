// Copyright 2026 the wininet authors. MIT license.

/**
 * The statuses of every FTP call, in order: the handle, the context, and the
 * number of bytes. A line of a table is one command, with the bytes sent and
 * received.
 */

import { assert, assertEquals } from "@std/assert";
import { GENERIC_READ, GENERIC_WRITE } from "../../flags.ts";
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
  InternetFindNextFile,
  InternetReadFile,
  InternetWriteFile,
} from "../../internet.ts";
import type { HINTERNET } from "../../structures.ts";
import { completions, rejectedCode } from "../helpers/calls.ts";
import {
  connectFtp,
  type Folder,
  folder,
  openFtp,
  SESSIONS,
} from "../helpers/ftp_calls.ts";
import type { FtpServerOptions } from "../servers/ftp_server.ts";
import { FtpServer } from "../servers/ftp_server.ts";
import { watch, type WatchedStatus } from "../helpers/watch.ts";

const CONNECTION = "connection";
const CALL = "call";

/** The statuses of one command. */
function command(line: string, ...replies: string[]): string[] {
  const size = (text: string) => new TextEncoder().encode(text).length + 2;
  return [
    "SENDING_REQUEST",
    `REQUEST_SENT ${size(line)}`,
    ...replies.flatMap((reply) => [
      "RECEIVING_RESPONSE",
      `RESPONSE_RECEIVED ${size(reply)}`,
    ]),
  ];
}

/** The statuses of a reply without a command. */
function reply(text: string): string[] {
  return ["RECEIVING_RESPONSE", `RESPONSE_RECEIVED ${text.length + 2}`];
}

/** Formats statuses as strings: the name, and the information if it is a number or a string. */
function texts(log: WatchedStatus[]): string[] {
  return log.map(({ name, information }) =>
    typeof information === "number" || typeof information === "string"
      ? `${name} ${information}`
      : name
  );
}

const LOGIN = [
  ...reply("220 Test server ready"),
  ...command("USER anonymous", "331 Password required"),
  ...command("PASS anonymous@", "230 Logged in"),
];

for (const [kind, asynchronous] of SESSIONS) {
  const end = asynchronous ? ["REQUEST_COMPLETE"] : [];

  Deno.test(`InternetConnect() reports the connection and each command, ${kind}`, async () => {
    await using server = new FtpServer();
    await using watched = watch({ asynchronous });
    const hConnect = await connectFtp(watched.hInternet, server, {
      dwContext: CONNECTION,
    });
    assertEquals(texts(watched.log), [
      "HANDLE_CREATED",
      "CONNECTING_TO_SERVER 127.0.0.1",
      "CONNECTED_TO_SERVER 127.0.0.1",
      ...LOGIN,
      ...end,
    ]);
    const [created, ...others] = watched.log;
    assert(created!.hInternet === watched.hInternet);
    assert(created!.information === hConnect);
    assert(others.every((entry) => entry.hInternet === hConnect));
    assert(watched.log.every(({ dwContext }) => dwContext === CONNECTION));
    const results = completions(watched);
    assertEquals(results.length, end.length);
    for (const { dwResult, dwError } of results) {
      assert(dwResult === hConnect);
      assertEquals(dwError, 0);
    }
  });

  Deno.test(`InternetConnect() reports the lookup of a name, ${kind}`, async () => {
    await using server = new FtpServer();
    await using watched = watch({ asynchronous });
    await connectFtp(watched.hInternet, {
      host: "localhost",
      port: server.port,
    }, { dwContext: CONNECTION });
    const told = texts(watched.log);
    assertEquals(told.slice(0, 2), [
      "HANDLE_CREATED",
      "RESOLVING_NAME localhost",
    ]);
    assert(told[2]!.startsWith("NAME_RESOLVED "));
    assert(told.includes("CONNECTED_TO_SERVER 127.0.0.1"));
  });

  Deno.test(`a connection that is closed reports its end, ${kind}`, async () => {
    await using scene = await openFtp({}, {
      asynchronous,
      dwContext: CONNECTION,
    });
    scene.watched.log.length = 0;
    await scene.hConnect[Symbol.asyncDispose]();
    assertEquals(scene.watched.names(), [
      "CLOSING_CONNECTION",
      "CONNECTION_CLOSED",
      "HANDLE_CLOSING",
    ]);
    assert(
      scene.watched.log.every((entry) =>
        entry.hInternet === scene.hConnect && entry.dwContext === CONNECTION
      ),
    );
  });
}

const FILES: FtpServerOptions = {
  files: { "/a": "text" },
  directories: ["/d"],
};

/** Calls on the connection, and the expected statuses. */
const CALLS: [
  name: string,
  call: (h: HINTERNET, files: Folder) => Promise<unknown>,
  context: string,
  statuses: string[],
  result: unknown,
][] = [
  [
    "FtpCreateDirectory()",
    (h) => FtpCreateDirectory(h, "ä"),
    CONNECTION,
    [
      ...command("FEAT", featReply()),
      ...command("OPTS UTF8 ON", "200 UTF8 set to on"),
      ...command("MKD ä", '257 "/ä" created'),
    ],
    true,
  ],
  [
    "FtpRemoveDirectory()",
    (h) => FtpRemoveDirectory(h, "d"),
    CONNECTION,
    command("RMD d", "250 RMD command successful"),
    true,
  ],
  [
    "FtpSetCurrentDirectory()",
    (h) => FtpSetCurrentDirectory(h, "d"),
    CONNECTION,
    command("CWD d", "250 CWD command successful"),
    true,
  ],
  [
    "FtpGetCurrentDirectory()",
    (h) => FtpGetCurrentDirectory(h),
    CONNECTION,
    command("PWD", '257 "/" is current'),
    "/",
  ],
  [
    "FtpDeleteFile()",
    (h) => FtpDeleteFile(h, "a"),
    CONNECTION,
    command("DELE a", "250 DELE command successful"),
    true,
  ],
  [
    "FtpRenameFile()",
    (h) => FtpRenameFile(h, "a", "b"),
    CONNECTION,
    [
      ...command("RNFR a", "350 Ready for RNTO"),
      ...command("RNTO b", "250 Rename successful"),
    ],
    true,
  ],
  [
    "FtpCommand()",
    (h) => FtpCommand(h, false, 0, "NOOP", CALL),
    CALL,
    command("NOOP", "200 NOOP ok"),
    true,
  ],
  [
    "FtpGetFile()",
    (h, files) => FtpGetFile(h, "a", files.path("a"), false, 0, 0, CALL),
    CALL,
    [
      ...command("TYPE I", "200 Type set to I"),
      ...command("EPSV", epsvReply()),
      ...command("RETR a", "150 Opening data connection (4 bytes)"),
    ],
    true,
  ],
  [
    "FtpPutFile()",
    (h, files) => FtpPutFile(h, files.write("p", "text"), "p", 0, CALL),
    CALL,
    [
      ...command("TYPE I", "200 Type set to I"),
      ...command("EPSV", epsvReply()),
      ...command("STOR p.12345678.part", "150 Opening data connection"),
    ],
    true,
  ],
];

/** The reply to EPSV with a port of five digits. */
function epsvReply(): string {
  return "229 Entering Extended Passive Mode (|||12345|)";
}

function featReply(): string {
  return [
    "211-Features:",
    " AUTH TLS",
    " PBSZ",
    " PROT",
    " EPRT",
    " EPSV",
    " HASH CRC32;MD5;SHA-1;SHA-256*;SHA-512",
    " MDTM",
    " MFMT",
    " MLST type*;size*;modify*;perm*;unique*;",
    " REST STREAM",
    " SIZE",
    " TVFS",
    " UTF8",
    " XCRC",
    "211 End",
  ].join("\r\n");
}

for (const [name, call, context, statuses, result] of CALLS) {
  for (const [kind, asynchronous] of SESSIONS) {
    Deno.test(`${name} reports each command with its bytes, ${kind}`, async () => {
      using files = folder();
      await using scene = await openFtp(FILES, {
        asynchronous,
        dwContext: CONNECTION,
      });
      const { hConnect, watched } = scene;
      watched.log.length = 0;
      assertEquals(await call(hConnect, files), result);
      const told = texts(watched.log);
      assertEquals(told.slice(0, statuses.length), statuses);
      assert(
        watched.log.every((entry) =>
          entry.hInternet === hConnect && entry.dwContext === context
        ),
      );
      const ends = completions(watched, context);
      const expected = { dwResult: result, dwError: 0 };
      assertEquals(ends, asynchronous ? [expected] : []);
      if (asynchronous) assertEquals(told.at(-1), "REQUEST_COMPLETE");
    });

    Deno.test(`${name} reports nothing if the connection has no context, ${kind}`, async () => {
      using files = folder();
      await using scene = await openFtp(FILES, { asynchronous, dwContext: 0 });
      await call(scene.hConnect, files);
      assertEquals(scene.watched.names(CONNECTION), []);
      assertEquals(scene.watched.log.length > 0, context === CALL);
    });
  }
}

/** Calls with a separate context, which is 0 here. */
const CONTEXTLESS: [
  name: string,
  call: (h: HINTERNET, files: Folder) => Promise<unknown>,
][] = [
  ["FtpGetFile()", (h, files) => FtpGetFile(h, "a", files.path("a"))],
  ["FtpPutFile()", (h, files) => FtpPutFile(h, files.write("p", "x"), "p")],
  ["FtpCommand()", (h) => FtpCommand(h, false, 0, "NOOP", 0)],
  [
    "FtpOpenFile()",
    async (h) => {
      const hFile = await FtpOpenFile(h, "a", GENERIC_READ);
      await InternetReadFile(hFile, new Uint8Array(10));
      await hFile[Symbol.asyncDispose]();
    },
  ],
  [
    "FtpFindFirstFile()",
    async (h) => {
      const { hFind } = await FtpFindFirstFile(h);
      await InternetFindNextFile(hFind);
      await hFind[Symbol.asyncDispose]();
    },
  ],
  ["FtpGetFile() that fails", (h) => rejectedCode(FtpGetFile(h, "x", "/x/y"))],
];

for (const [name, call] of CONTEXTLESS) {
  Deno.test(`${name} with context 0 reports nothing, although the connection has a context`, async () => {
    using files = folder();
    await using scene = await openFtp(FILES, { dwContext: CONNECTION });
    scene.watched.log.length = 0;
    await call(scene.hConnect, files);
    assertEquals(scene.watched.log, []);
    assertEquals(await FtpGetCurrentDirectory(scene.hConnect), "/");
    assertEquals(scene.watched.names(CONNECTION).at(-1), "REQUEST_COMPLETE");
  });
}

// ---- handles that calls make ----

/** The calls that open, use and close a file or an enumeration. */
const HANDLES: [
  name: string,
  open: (h: HINTERNET) => Promise<HINTERNET>,
  use: (handle: HINTERNET) => Promise<unknown>,
][] = [
  [
    "FtpOpenFile() for reading",
    (h) => FtpOpenFile(h, "a", GENERIC_READ, 0, CALL),
    (hFile) => InternetReadFile(hFile, new Uint8Array(100)),
  ],
  [
    "FtpOpenFile() for writing",
    (h) => FtpOpenFile(h, "b", GENERIC_WRITE, 0, CALL),
    (hFile) => InternetWriteFile(hFile, "text"),
  ],
  [
    "FtpFindFirstFile()",
    (h) => FtpFindFirstFile(h, null, 0, CALL).then(({ hFind }) => hFind),
    (hFind) => InternetFindNextFile(hFind),
  ],
  [
    "FtpCommand() with data",
    (h) => FtpCommand(h, true, 0, "NLST", CALL) as Promise<HINTERNET>,
    (hFile) => InternetReadFile(hFile, new Uint8Array(100)),
  ],
];

for (const [name, open, use] of HANDLES) {
  for (const [kind, asynchronous] of SESSIONS) {
    Deno.test(`${name} reports its handle first and its closing last, ${kind}`, async () => {
      await using scene = await openFtp(FILES, {
        asynchronous,
        dwContext: CONNECTION,
      });
      const { hConnect, watched } = scene;
      watched.log.length = 0;
      const handle = await open(hConnect);
      await use(handle);
      await handle[Symbol.asyncDispose]();
      const [created, ...others] = watched.log.filter(({ dwContext }) =>
        dwContext === CALL
      );
      assertEquals(created!.name, "HANDLE_CREATED");
      assert(created!.hInternet === hConnect);
      assert(created!.information === handle);
      assert(others.every(({ hInternet }) => hInternet === handle));
      assertEquals(others.at(-1)!.name, "HANDLE_CLOSING");
      const names = watched.names(CALL);
      assertEquals(names.filter((text) => /HANDLE/.test(text)).length, 2);
      assertEquals(completions(watched, CALL).length, asynchronous ? 2 : 0);
      assertEquals(
        completions(watched, CALL).map(({ dwError }) => dwError),
        asynchronous ? [0, 0] : [],
      );
    });
  }
}
