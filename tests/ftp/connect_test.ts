// Copyright 2026 the wininet authors. MIT license.

/** InternetConnect for FTP: the login, and its failures. */

import { assert, assertEquals, assertRejects } from "@std/assert";
import {
  ERROR_FTP_DROPPED,
  ERROR_INTERNET_CANNOT_CONNECT,
  ERROR_INTERNET_CONNECTION_ABORTED,
  ERROR_INTERNET_CONNECTION_RESET,
  ERROR_INTERNET_EXTENDED_ERROR,
  ERROR_INTERNET_LOGIN_FAILURE,
  ERROR_INTERNET_NAME_NOT_RESOLVED,
  ERROR_INTERNET_NO_DIRECT_ACCESS,
  ERROR_INTERNET_SECURITY_CHANNEL_ERROR,
  ERROR_INTERNET_TIMEOUT,
  ERROR_INVALID_PARAMETER,
  GetLastError,
  InternetError,
} from "../../error.ts";
import {
  INTERNET_FLAG_OFFLINE,
  INTERNET_FLAG_SECURE,
  INTERNET_SERVICE_FTP,
} from "../../flags.ts";
import { FTP_OPTION_ACCOUNT } from "../../ftp_options.ts";
import { FtpGetCurrentDirectory, FtpSetCurrentDirectory } from "../../ftp.ts";
import {
  InternetConnect,
  InternetOpen,
  InternetQueryOption,
  InternetSetOption,
} from "../../internet.ts";
import {
  INTERNET_HANDLE_TYPE_CONNECT_FTP,
  INTERNET_OPTION_CODEPAGE,
  INTERNET_OPTION_HANDLE_TYPE,
  INTERNET_OPTION_PARENT_HANDLE,
  INTERNET_OPTION_RECEIVE_TIMEOUT,
} from "../../options.ts";
import { rejectedCode, thrownCode } from "../helpers/calls.ts";
import { connectFtp, LOGIN, openFtp, SESSIONS } from "../helpers/ftp_calls.ts";
import { closedPort } from "../servers/closed_port.ts";
import { FtpServer, type FtpServerOptions } from "../servers/ftp_server.ts";
import { watch } from "../helpers/watch.ts";
import { lacks } from "../helpers/lacks.ts";

for (const [kind, asynchronous] of SESSIONS) {
  Deno.test(`InternetConnect() logs in as anonymous, ${kind}`, async () => {
    await using scene = await openFtp({}, { asynchronous });
    const { hConnect, hInternet, server } = scene;
    assertEquals(GetLastError(), 0);
    assertEquals(server.commands, LOGIN);
    assertEquals(
      InternetQueryOption(hConnect, INTERNET_OPTION_HANDLE_TYPE),
      INTERNET_HANDLE_TYPE_CONNECT_FTP,
    );
    assert(
      InternetQueryOption(hConnect, INTERNET_OPTION_PARENT_HANDLE) ===
        hInternet,
    );
  });
}

const CREDENTIALS: [
  user: string | null,
  password: string | null,
  commands: readonly string[],
][] = [
  [null, null, LOGIN],
  ["", null, LOGIN],
  [null, "", LOGIN],
  ["", "", LOGIN],
  ["anonymous", "me@a.test", ["USER anonymous", "PASS me@a.test"]],
  ["anonymous", null, ["USER anonymous", "PASS "]],
  ["jo", "secret word", ["USER jo", "PASS secret word"]],
  ["nobody", "", ["USER nobody", "PASS "]],
];

for (const [user, password, commands] of CREDENTIALS) {
  Deno.test(`InternetConnect() logs in with ${JSON.stringify([user, password])}`, async () => {
    const users = { jo: "secret word", nobody: "" };
    await using scene = await openFtp({ users }, { user, password });
    assertEquals(scene.server.commands, commands);
  });
}

const BAD_CREDENTIALS: [user: unknown, password: unknown][] = [
  [null, "secret"],
  ["", "secret"],
  ["jo\r\nDELE x", "secret"],
  ["jo\0", "secret"],
  ["jo", "secret\r\nDELE x"],
  ["jo", "secret\n"],
  [5, "secret"],
  ["jo", 5],
];

for (const [user, password] of BAD_CREDENTIALS) {
  Deno.test(`InternetConnect() refuses the credentials ${JSON.stringify([user, password])} before it connects`, async () => {
    await using server = new FtpServer();
    await using watched = watch();
    const call = () =>
      connectFtp(watched.hInternet, server, {
        user: user as string,
        password: password as string,
        dwContext: 1,
      });
    assertEquals(thrownCode(call), ERROR_INVALID_PARAMETER);
    assertEquals(GetLastError(), ERROR_INVALID_PARAMETER);
    assertEquals(server.connections, 0);
    assertEquals(watched.names(), []);
  });
}

Deno.test("InternetConnect() refuses invalid hosts, ports and flags before it connects", () => {
  using hInternet = InternetOpen("agent");
  const wrong: [host: unknown, port: number, flags: number][] = [
    [null, 21, 0],
    ["", 21, 0],
    ["a b", 21, 0],
    ["a\r\n", 21, 0],
    ["127.0.0.1", -1, 0],
    ["127.0.0.1", 65_536, 0],
    ["127.0.0.1", 21, 0x1_0000_0000],
    ["127.0.0.1", 21, 1.5],
  ];
  for (const [host, port, flags] of wrong) {
    const call = () =>
      InternetConnect(
        hInternet,
        host as string,
        port,
        null,
        null,
        INTERNET_SERVICE_FTP,
        flags,
      );
    assertEquals(thrownCode(call), ERROR_INVALID_PARAMETER, `${host}`);
  }
});

Deno.test("InternetConnect() refuses to connect on an offline session", () => {
  using hInternet = InternetOpen(
    "agent",
    undefined,
    null,
    null,
    INTERNET_FLAG_OFFLINE,
  );
  const call = () => connectFtp(hInternet, { host: "127.0.0.1", port: 1 });
  assertEquals(thrownCode(call), ERROR_INTERNET_NO_DIRECT_ACCESS);
});

Deno.test("InternetConnect() refuses an unknown code page", async () => {
  await using server = new FtpServer();
  using hInternet = InternetOpen("agent");
  InternetSetOption(hInternet, INTERNET_OPTION_CODEPAGE, 1);
  assertEquals(
    thrownCode(() => connectFtp(hInternet, server)),
    ERROR_INVALID_PARAMETER,
  );
  assertEquals(server.connections, 0);
});

Deno.test("InternetConnect() accepts a host in brackets", {
  ignore: lacks("::1"),
}, async () => {
  await using server = new FtpServer({ host: "::1" });
  await using watched = watch();
  for (const host of ["::1", "[::1]"]) {
    const hConnect = await connectFtp(watched.hInternet, {
      host,
      port: server.port,
    });
    assertEquals(await FtpGetCurrentDirectory(hConnect), "/");
  }
});

/** Refused logins: the script, the error code, and the text of the server. */
const REFUSALS: [
  name: string,
  options: FtpServerOptions,
  code: number,
  text: string | undefined,
][] = [
  [
    "refuses the user",
    { on: { USER: (call) => call.reply("530 No such user") } },
    ERROR_INTERNET_LOGIN_FAILURE,
    "530 No such user",
  ],
  [
    "refuses the password",
    { anonymous: false },
    ERROR_INTERNET_LOGIN_FAILURE,
    "530 Login incorrect",
  ],
  [
    "requires an account",
    { account: "acme" },
    ERROR_INTERNET_LOGIN_FAILURE,
    "332 Account required",
  ],
  [
    "is full",
    { on: { PASS: (call) => call.reply("530 Sorry, too many users") } },
    ERROR_INTERNET_EXTENDED_ERROR,
    "530 Sorry, too many users",
  ],
  [
    "refuses by its greeting",
    { greeting: "500 Go away" },
    ERROR_INTERNET_EXTENDED_ERROR,
    "500 Go away",
  ],
  [
    "leaves by its greeting",
    { greeting: "421-Busy\r\n421 Too busy" },
    ERROR_FTP_DROPPED,
    "421-Busy\r\n421 Too busy",
  ],
  [
    "disconnects after USER",
    { on: { USER: (call) => call.reply("421 Timeout") } },
    ERROR_FTP_DROPPED,
    "421 Timeout",
  ],
  [
    "hangs up instead of greeting",
    { greeting: (call) => call.close() },
    ERROR_INTERNET_CONNECTION_ABORTED,
    undefined,
  ],
  [
    "closes the connection after PASS",
    { on: { PASS: (call) => call.close() } },
    ERROR_INTERNET_CONNECTION_ABORTED,
    undefined,
  ],
  [
    "resets the connection after PASS",
    { on: { PASS: (call) => call.reset() } },
    ERROR_INTERNET_CONNECTION_RESET,
    undefined,
  ],
  [
    "speaks something else",
    { greeting: (call) => call.raw("\x15\x03\x01\0\x02\x02\x16") },
    ERROR_FTP_DROPPED,
    undefined,
  ],
];

for (const [name, options, code, text] of REFUSALS) {
  Deno.test(`InternetConnect() fails if the server ${name}`, async () => {
    await using server = new FtpServer(options);
    await using watched = watch();
    const error = await assertRejects(
      () => connectFtp(watched.hInternet, server, { dwContext: 1 }),
      InternetError,
    );
    assertEquals(error.code, code);
    assertEquals(error.responseText, text);
    assertEquals(GetLastError(), code);
    assertEquals(watched.names().slice(-2), [
      "REQUEST_COMPLETE",
      "HANDLE_CLOSING",
    ]);
    await server.allClosed();
  });
}

Deno.test("InternetConnect() fails if the server does not send a greeting in time", async () => {
  await using server = new FtpServer({ greeting: "" });
  await using watched = watch();
  InternetSetOption(watched.hInternet, INTERNET_OPTION_RECEIVE_TIMEOUT, 50);
  assertEquals(
    await rejectedCode(connectFtp(watched.hInternet, server)),
    ERROR_INTERNET_TIMEOUT,
  );
  await server.allClosed();
});

Deno.test("InternetConnect() fails without a listener", async () => {
  await using watched = watch();
  const call = connectFtp(watched.hInternet, {
    host: "127.0.0.1",
    port: closedPort(),
  });
  assertEquals(await rejectedCode(call), ERROR_INTERNET_CANNOT_CONNECT);
});

Deno.test("InternetConnect() fails if the host has no address", async () => {
  await using watched = watch();
  const call = connectFtp(watched.hInternet, {
    host: "nowhere.invalid",
    port: 21,
  });
  assertEquals(await rejectedCode(call), ERROR_INTERNET_NAME_NOT_RESOLVED);
});

Deno.test("InternetConnect() does not continue in plain text if the server has no TLS", async () => {
  await using server = new FtpServer({ tls: false });
  await using watched = watch();
  const call = connectFtp(watched.hInternet, server, {
    flags: INTERNET_FLAG_SECURE,
  });
  assertEquals(
    await rejectedCode(call),
    ERROR_INTERNET_SECURITY_CHANNEL_ERROR,
  );
  assertEquals(server.commands, ["AUTH TLS", "AUTH SSL"]);
});

Deno.test("InternetConnect() does not show the password if the server repeats it", async () => {
  const script = {
    PASS: (call: { reply(text: string): Promise<void> }) =>
      call.reply("530 jo may not log in with hunter2"),
  };
  await using server = new FtpServer({ on: script });
  await using watched = watch();
  const error = await assertRejects(
    () =>
      connectFtp(watched.hInternet, server, {
        user: "jo",
        password: "hunter2",
      }),
    InternetError,
  );
  assertEquals(error.responseText, "530 jo may not log in with ***");
  assert(!Deno.inspect(error).includes("hunter2"));
});

const LOGINS: [name: string, options: FtpServerOptions, commands: string[]][] =
  [
    ["120 arrives first", { greeting: "120 Wait\r\n220 Now" }, [...LOGIN]],
    ["the greeting is 230", { greeting: "230 Welcome" }, []],
    [
      "USER is answered with 230",
      { on: { USER: loggedIn } },
      ["USER anonymous"],
    ],
    [
      "the replies arrive byte by byte",
      { splitReplies: "bytes" },
      [...LOGIN],
    ],
  ];

async function loggedIn(
  call: Parameters<NonNullable<FtpServerOptions["on"]>[string]>[0],
): Promise<void> {
  call.session.loggedIn = true;
  await call.reply("230 Come in");
}

for (const [name, options, commands] of LOGINS) {
  Deno.test(`InternetConnect() logs in if ${name}`, async () => {
    await using scene = await openFtp(options);
    assertEquals(scene.server.commands, commands);
  });
}

Deno.test("InternetConnect() sends FTP_OPTION_ACCOUNT if the server requires one", async () => {
  await using server = new FtpServer({ account: "acme", directories: ["/d"] });
  await using watched = watch();
  InternetSetOption(watched.hInternet, FTP_OPTION_ACCOUNT, "acme");
  const hConnect = await connectFtp(watched.hInternet, server);
  assertEquals(await FtpSetCurrentDirectory(hConnect, "d"), true);
  assertEquals(server.commands, [...LOGIN, "ACCT acme", "CWD d"]);
});

Deno.test("a connection sends QUIT when it is closed", async () => {
  await using scene = await openFtp();
  await scene.hConnect[Symbol.asyncDispose]();
  await scene.server.allClosed();
  assertEquals(scene.sent(), ["QUIT"]);
});
