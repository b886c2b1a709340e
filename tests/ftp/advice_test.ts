// Copyright 2026 the wininet authors. MIT license.

/**
 * Errors that contain advice: servers that require TLS, use another protocol,
 * or stop responding.
 */

import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import {
  ERROR_FTP_DROPPED,
  ERROR_INTERNET_EXTENDED_ERROR,
  ERROR_INTERNET_LOGIN_FAILURE,
  ERROR_INTERNET_TIMEOUT,
  InternetError,
} from "../../error.ts";
import { INTERNET_FLAG_SECURE } from "../../flags.ts";
import { FtpGetFile, FtpPutFile } from "../../ftp.ts";
import {
  InternetGetLastResponseInfo,
  InternetQueryOption,
  InternetSetOption,
} from "../../internet.ts";
import { INTERNET_OPTION_RECEIVE_TIMEOUT } from "../../options.ts";
import { NEVER } from "../helpers/calls.ts";
import { connectFtp, folder, openFtp } from "../helpers/ftp_calls.ts";
import { heldClock } from "../helpers/held_clock.ts";
import { turns } from "../helpers/turns.ts";
import { watch } from "../helpers/watch.ts";
import { FtpServer, type FtpServerOptions } from "../servers/ftp_server.ts";
import { send, TcpServer } from "../servers/tcp_server.ts";

/** Returns the error of connecting to a server. */
async function failure(
  server: { readonly host: string; readonly port: number },
  flags = 0,
  timeout: number | null = null,
): Promise<InternetError> {
  await using watched = watch();
  const { hInternet } = watched;
  if (timeout !== null) {
    InternetSetOption(hInternet, INTERNET_OPTION_RECEIVE_TIMEOUT, timeout);
  }
  return await assertRejects(
    () => connectFtp(hInternet, server, { user: "jo", password: "pw", flags }),
    InternetError,
  );
}

// ---- servers that require TLS ----

const ADVICE = /; the server requires TLS: try INTERNET_FLAG_SECURE \(ERROR_/;

/** Refusals of real servers, and the command that they reply to. */
const DEMANDS: [command: string, reply: string, code: number][] = [
  [
    "USER",
    "530 Non-anonymous sessions must use encryption.",
    ERROR_INTERNET_LOGIN_FAILURE,
  ],
  [
    "USER",
    "550 SSL/TLS required on the control channel",
    ERROR_INTERNET_LOGIN_FAILURE,
  ],
  [
    "USER",
    "534-Policy requires SSL.\r\n534 Win32 error: Access is denied.",
    ERROR_INTERNET_LOGIN_FAILURE,
  ],
  ["USER", "503 Use AUTH first.", ERROR_INTERNET_LOGIN_FAILURE],
  ["PASS", "534 Denied for policy reasons", ERROR_INTERNET_LOGIN_FAILURE],
  ["PASS", "522 No", ERROR_INTERNET_LOGIN_FAILURE],
  [
    "PASS",
    "530 Sorry, insecure logins are not allowed",
    ERROR_INTERNET_LOGIN_FAILURE,
  ],
  [
    "USER",
    "421-Sorry, cleartext sessions are not accepted on this server.\r\n421 Please reconnect using TLS security mechanisms.",
    ERROR_FTP_DROPPED,
  ],
  ["greeting", "421 FTPS only", ERROR_FTP_DROPPED],
  ["greeting", "500 Connect with TLS", ERROR_INTERNET_EXTENDED_ERROR],
];

for (const [command, reply, code] of DEMANDS) {
  Deno.test(`InternetConnect() recommends TLS if the reply to ${command} is ${JSON.stringify(reply)}`, async () => {
    await using server = new FtpServer(
      command === "greeting"
        ? { greeting: reply }
        : { on: { [command]: (call) => call.reply(reply) } },
    );
    const error = await failure(server);
    assertMatch(error.message, ADVICE);
    assert(error.message.includes(reply.split("\r\n").at(-1)!));
    assertEquals(error.code, code);
    assertEquals(error.responseText, reply);
    assertEquals(InternetGetLastResponseInfo().text, reply);
    assert(!server.commands.includes("FEAT"));
  });
}

/**
 * Refused passwords: the behaviour of the server, `true` if TLS is advised, and
 * `true` if FEAT is sent.
 */
const PASSWORDS: [
  name: string,
  options: FtpServerOptions,
  flags: number,
  advised: boolean,
  asked: boolean,
][] = [
  ["offers TLS", {}, 0, true, true],
  ["has no TLS", { tls: false, features: ["SIZE"] }, 0, false, true],
  [
    "does not support FEAT",
    { on: { FEAT: (call) => call.reply("500 What?") } },
    0,
    false,
    true,
  ],
  ["leaves at FEAT", { on: { FEAT: (call) => call.close() } }, 0, false, true],
  ["has TLS already", {}, INTERNET_FLAG_SECURE, false, false],
  [
    "is full",
    { on: { PASS: (call) => call.reply("530 Too many users") } },
    0,
    false,
    false,
  ],
];

for (const [name, options, flags, advised, asked] of PASSWORDS) {
  Deno.test(`InternetConnect() with a refused password ${advised ? "recommends" : "does not recommend"} TLS if the server ${name}`, async () => {
    await using server = new FtpServer({ users: { jo: "other" }, ...options });
    const error = await failure(
      { host: "localhost", port: server.port },
      flags,
    );
    assertEquals(
      error.message.includes(
        "the server has TLS, and may require it for this user: try INTERNET_FLAG_SECURE",
      ),
      advised,
      error.message,
    );
    assertMatch(error.responseText!, /^530 /);
    assertEquals(InternetGetLastResponseInfo().text, error.responseText);
    assertEquals(server.commands.includes("FEAT"), asked);
  });
}

Deno.test("InternetConnect() with a refused password waits only briefly for FEAT", async () => {
  await using server = new FtpServer({
    users: {},
    on: { FEAT: (call) => call.until(NEVER) },
  });
  using clock = heldClock();
  const failing = failure(server);
  await server.received(3);
  while (!clock.delays.includes(5_000)) await turns(1);
  clock.advance(5_000);
  const error = await failing;
  assertEquals(error.code, ERROR_INTERNET_LOGIN_FAILURE);
});

for (
  const [flags, advised] of [[0, true], [INTERNET_FLAG_SECURE, false]] as const
) {
  Deno.test(`FtpGetFile() ${advised ? "recommends" : "does not recommend"} TLS if the data connection is refused with 522, flags ${flags}`, async () => {
    using files = folder();
    await using server = new FtpServer({
      on: {
        RETR: (call) => call.reply("522 Data connections must be encrypted."),
      },
    });
    await using watched = watch();
    const hConnect = await connectFtp(watched.hInternet, {
      host: "localhost",
      port: server.port,
    }, { flags });
    const error = await assertRejects(
      () => FtpGetFile(hConnect, "f", files.path("f")),
      InternetError,
    );
    assertEquals(ADVICE.test(error.message), advised, error.message);
    assertEquals(error.code, ERROR_INTERNET_EXTENDED_ERROR);
  });
}

// ---- other protocols ----

/** The bytes that a server sends after the first line of the client, without a greeting. */
const STRANGERS: [name: string, answer: string, advice: RegExp][] = [
  [
    "HTTP server",
    "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n",
    /no greeting for 50 ms; it is an HTTP server; use an http: URL, or the port of its FTP server/,
  ],
  [
    "HTTP server that sends no head",
    "<html><h1>400 Bad Request</h1></html>",
    /no greeting for 50 ms; it is an HTTP server; use an http: URL/,
  ],
  [
    "TLS server",
    "\x15\x03\x01\0\x02\x02\x46",
    /no greeting for 50 ms; it expects TLS from the start; use port 990 or an ftps: URL, or FTP_OPTION_IMPLICIT/,
  ],
  [
    "server that only closes",
    "",
    /no greeting for 50 ms; check that it is an FTP port; if the server expects TLS from the start, use port 990 or an ftps: URL/,
  ],
  [
    "FTP server that is late",
    "221 Goodbye\r\n",
    /no greeting for 50 ms; check that it is an FTP port/,
  ],
];

for (const [name, answer, advice] of STRANGERS) {
  Deno.test(`InternetConnect() fails with advice at a ${name}, which waits for the client`, async () => {
    await using server = new TcpServer(async (conn) => {
      await conn.read(new Uint8Array(100));
      await send(conn, answer);
    });
    const { hostname: host, port } = server;
    const error = await failure({ host, port }, 0, 50);
    assertEquals(error.code, ERROR_INTERNET_TIMEOUT);
    assertMatch(error.message, advice);
  });
}

Deno.test("InternetConnect() in plain text fails with advice at a server with implicit TLS", async () => {
  await using server = new FtpServer({ implicit: true });
  const error = await failure(server, 0, 50);
  assertEquals(error.code, ERROR_INTERNET_TIMEOUT);
  assertMatch(
    error.message,
    /TLS from the start[;,] use port 990 or an ftps: URL/,
  );
});

Deno.test("InternetConnect() to an HTTP port ends at the default time limit", async () => {
  await using server = new TcpServer(async (conn) => {
    await conn.read(new Uint8Array(100));
    await send(conn, "HTTP/1.1 400 Bad Request\r\n\r\n");
  });
  const { hostname: host, port } = server;
  using clock = heldClock();
  const failing = failure({ host, port });
  while (!clock.delays.includes(120_000)) await turns(1);
  clock.advance(120_000);
  const error = await failing;
  assertMatch(error.message, /no greeting for 120000 ms; it is an HTTP server/);
});

for (
  const [greeting, advice] of [
    [
      "HTTP/1.0 408 Request Timeout\r\n\r\n",
      "it is an HTTP server; use an http: URL",
    ],
    [
      "\x15\x03\x03\0\x02\x02\x46",
      "it expects TLS from the start; use port 990",
    ],
    [
      "SSH-2.0-OpenSSH_9.2\r\n",
      '"SSH-2.0-OpenSSH_9.2"; check that it is an FTP port',
    ],
  ] as const
) {
  Deno.test(`InternetConnect() fails with advice at the greeting ${JSON.stringify(greeting)}`, async () => {
    await using server = new FtpServer({
      greeting: (call) => call.raw(greeting),
    });
    const error = await failure(server);
    assertEquals(error.code, ERROR_FTP_DROPPED);
    assert(error.message.includes(advice), error.message);
  });
}

// ---- an upload that is not confirmed ----

Deno.test("FtpPutFile() whose 226 never arrives ends at the time limit, and reports the state", async () => {
  using files = folder();
  await using scene = await openFtp({
    on: {
      async STOR(call) {
        await call.reply("150 Send");
        const data = await call.data();
        await data.readAll();
        await call.until(NEVER);
      },
    },
  });
  const local = files.write("f", "0123456789");
  const limit = INTERNET_OPTION_RECEIVE_TIMEOUT;
  assertEquals(InternetQueryOption(scene.hConnect, limit), 120_000);
  InternetSetOption(scene.hConnect, limit, 400);
  const put = assertRejects(
    () => FtpPutFile(scene.hConnect, local, "g"),
    InternetError,
  );
  const error = await put;
  assertEquals(error.code, ERROR_INTERNET_TIMEOUT);
  assertMatch(
    error.message,
    /^Cannot put "g": all 10 bytes are sent, but the server has not confirmed them, so look at the file there or send it again; .* has not responded for 400 ms; INTERNET_OPTION_RECEIVE_TIMEOUT/,
  );
});
