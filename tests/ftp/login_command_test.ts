// Copyright 2026 the wininet authors. MIT license.

/** FTP_OPTION_LOGIN_COMMAND: the time at which it is sent, and the effect of a refusal. */

import { assertEquals, assertRejects } from "@std/assert";
import {
  ERROR_FTP_DROPPED,
  ERROR_INTERNET_EXTENDED_ERROR,
  ERROR_INVALID_PARAMETER,
  InternetError,
} from "../../error.ts";
import { INTERNET_FLAG_SECURE } from "../../flags.ts";
import { FTP_OPTION_LOGIN_COMMAND } from "../../ftp_options.ts";
import { FtpCommand, FtpGetCurrentDirectory } from "../../ftp.ts";
import { InternetOpenUrl, InternetSetOption } from "../../internet.ts";
import { rejectedCode } from "../helpers/calls.ts";
import { connectFtp, LOGIN, readAll } from "../helpers/ftp_calls.ts";
import {
  type FtpScript,
  FtpServer,
  type FtpServerOptions,
} from "../servers/ftp_server.ts";
import { watch } from "../helpers/watch.ts";

const UMASK = "SITE UMASK 027";

/** A server that replies to every SITE command. */
function site(reply: string): FtpServerOptions {
  return { on: { SITE: (call) => call.reply(reply) } };
}

function watchWith(command: string) {
  const watched = watch();
  InternetSetOption(watched.hInternet, FTP_OPTION_LOGIN_COMMAND, command);
  return watched;
}

const TAKEN: [name: string, options: FtpServerOptions, sent: string[]][] = [
  ["after the login", site("200 OK"), [...LOGIN, UMASK]],
  [
    "if the greeting is a login",
    { ...site("200 OK"), greeting: "230 Welcome" },
    [UMASK],
  ],
  [
    "and waits for its final reply",
    site("150 Wait\r\n200 OK"),
    [...LOGIN, UMASK],
  ],
];

for (const [name, options, sent] of TAKEN) {
  Deno.test(`InternetConnect() sends FTP_OPTION_LOGIN_COMMAND ${name}`, async () => {
    await using server = new FtpServer({
      ...options,
      on: { ...options.on, PWD: (call) => call.reply('257 "/here"') },
    });
    await using watched = watchWith(UMASK);
    const hConnect = await connectFtp(watched.hInternet, server);
    assertEquals(await FtpGetCurrentDirectory(hConnect), "/here");
    assertEquals(server.commands, [...sent, "PWD"]);
  });
}

Deno.test("InternetConnect() sends FTP_OPTION_LOGIN_COMMAND after the TLS set-up", async () => {
  await using server = new FtpServer(site("200 OK"));
  await using watched = watchWith(UMASK);
  await connectFtp(watched.hInternet, server, {
    flags: INTERNET_FLAG_SECURE,
  });
  assertEquals(server.commands.slice(-3), ["PBSZ 0", "PROT P", UMASK]);
});

Deno.test("InternetConnect() requests the features before an FTP_OPTION_LOGIN_COMMAND that is not ASCII", async () => {
  await using server = new FtpServer(site("200 OK"));
  await using watched = watchWith("SITE \u00e9");
  await connectFtp(watched.hInternet, server);
  assertEquals(server.commands.includes("FEAT"), true);
  assertEquals(server.commands.at(-1), "SITE \u00c3\u00a9");
});

Deno.test("InternetOpenUrl() sends FTP_OPTION_LOGIN_COMMAND", async () => {
  await using server = new FtpServer({
    ...site("200 OK"),
    files: { "/f": "x" },
  });
  await using watched = watchWith(UMASK);
  const url = `ftp://${server.host}:${server.port}/f`;
  const hFile = await InternetOpenUrl(watched.hInternet, url);
  assertEquals(await readAll(hFile), "x");
  assertEquals(server.commands.filter((line) => line === UMASK).length, 1);
});

Deno.test("a connection that is already open sends no FTP_OPTION_LOGIN_COMMAND", async () => {
  await using server = new FtpServer();
  await using watched = watch();
  const hConnect = await connectFtp(watched.hInternet, server);
  InternetSetOption(hConnect, FTP_OPTION_LOGIN_COMMAND, UMASK);
  assertEquals(await FtpGetCurrentDirectory(hConnect), "/");
  assertEquals(server.commands, [...LOGIN, "PWD"]);
});

const REFUSALS: [reply: string, code: number][] = [
  ["550 Not allowed", ERROR_INTERNET_EXTENDED_ERROR],
  ["450-Busy\r\n450 Later", ERROR_INTERNET_EXTENDED_ERROR],
  ["421 Go away", ERROR_FTP_DROPPED],
];

for (const [reply, code] of REFUSALS) {
  Deno.test(`InternetConnect() fails if the reply to FTP_OPTION_LOGIN_COMMAND is ${JSON.stringify(reply)}`, async () => {
    await using server = new FtpServer(site(reply));
    await using watched = watchWith(UMASK);
    const error = await assertRejects(
      () => connectFtp(watched.hInternet, server),
      InternetError,
    );
    assertEquals(error.code, code);
    assertEquals(error.responseText, reply);
    await server.allClosed();
  });
}

Deno.test("InternetConnect() names FTP_OPTION_LOGIN_COMMAND if it is refused", async () => {
  await using server = new FtpServer(site("550 Not allowed"));
  await using watched = watchWith(UMASK);
  await assertRejects(
    () => connectFtp(watched.hInternet, server),
    InternetError,
    "Cannot log in with FTP_OPTION_LOGIN_COMMAND: 550 Not allowed",
  );
});

for (const command of ["SITE \ud800", "a".repeat(32_769)]) {
  Deno.test(`InternetConnect() does not connect with an FTP_OPTION_LOGIN_COMMAND such as ${JSON.stringify(command.slice(0, 6))}`, async () => {
    await using server = new FtpServer();
    await using watched = watchWith(command);
    assertEquals(
      await rejectedCode(connectFtp(watched.hInternet, server)),
      ERROR_INVALID_PARAMETER,
    );
    assertEquals(server.connections, 0);
  });
}

for (const command of ["PASS s3cret", "ACCT\ts3cret", "SITE PSWD s3cret"]) {
  Deno.test(`no error shows the secret of ${JSON.stringify(command)}, although the server repeats it`, async () => {
    let isIn = false;
    const repeats: FtpScript = async (call) => {
      if (!isIn) return false;
      await call.reply(`500 "${command}"?`);
    };
    await using server = new FtpServer({ on: { "*": repeats } });
    await using watched = watch();
    const hConnect = await connectFtp(watched.hInternet, server);
    isIn = true;
    const error = await assertRejects(
      () => FtpCommand(hConnect, false, 0, command),
      InternetError,
      `Cannot carry out "${command.split(/\s/, 1)[0]}": 500 "`,
    );
    assertEquals(
      JSON.stringify(error).includes("s3cret"),
      false,
      error.message,
    );
  });
}
