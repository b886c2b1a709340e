// Copyright 2026 the wininet authors. MIT license.

/** INTERNET_OPTION_CODEPAGE: the bytes of names in listings and in commands. */

import { assertEquals } from "@std/assert";
import { ERROR_NO_UNICODE_TRANSLATION } from "../../error.ts";
import { FTP_OPTION_MACHINE_LISTINGS } from "../../ftp_options.ts";
import {
  FtpCommand,
  FtpCreateDirectory,
  FtpDeleteFile,
  FtpFindFirstFile,
  FtpGetCurrentDirectory,
  FtpGetFile,
  FtpPutFile,
  FtpRenameFile,
} from "../../ftp.ts";
import {
  InternetGetLastResponseInfo,
  InternetSetOption,
} from "../../internet.ts";
import { INTERNET_OPTION_CODEPAGE } from "../../options.ts";
import { entries } from "../../streams.ts";
import type { HINTERNET, WIN32_FIND_DATA } from "../../structures.ts";
import { rejectedCode } from "../helpers/calls.ts";
import { connectFtp, folder, openFtp } from "../helpers/ftp_calls.ts";
import { FtpServer, type FtpServerOptions } from "../servers/ftp_server.ts";
import { watch } from "../helpers/watch.ts";

/** A code page, a name, and its bytes in that code page. */
const PAGES: [page: number, name: string, bytes: number[]][] = [
  [932, "日本.txt", [0x93, 0xfa, 0x96, 0x7b]],
  [932, "ソ表.txt", [0x83, 0x5c, 0x95, 0x5c]],
  [1251, "Мир.txt", [0xcc, 0xe8, 0xf0]],
  [28_591, "Ärger ÿ.txt", [0xc4, 0x72, 0x67, 0x65, 0x72, 0x20, 0xff]],
  [1252, "€ œ.txt", [0x80, 0x20, 0x9c]],
  [65_001, "日本 ü.txt", [
    0xe6,
    0x97,
    0xa5,
    0xe6,
    0x9c,
    0xac,
    0x20,
    0xc3,
    0xbc,
  ]],
];

/** Returns a line as the server records it: one character for each byte, with 0xFF doubled. */
function wire(bytes: number[]): string {
  return String.fromCharCode(...bytes.flatMap((b) => b === 0xff ? [b, b] : b)) +
    ".txt";
}

/** A server that lists a name with these bytes and accepts every command. */
function serverOf(bytes: number[]): FtpServerOptions {
  const name = String.fromCharCode(...bytes) + ".txt";
  const list = (line: string) =>
  async (
    call: Parameters<NonNullable<FtpServerOptions["on"]>[string]>[0],
  ) => {
    const data = await call.data();
    await call.reply("150 Here");
    await data.write(`${line}${name}\r\n`);
    await data.end();
    await call.reply("226 Done");
  };
  return {
    on: {
      MLSD: list("type=file;size=1; "),
      LIST: list("-rw-r--r-- 1 ftp ftp 1 Jan  1  2024 "),
      PWD: (call) => call.reply(`257 "/${name}"`),
      DELE: (call) => call.reply(`250 Deleted ${name}`),
      MKD: (call) => call.reply("257 Made"),
      RNFR: (call) => call.reply("350 More"),
      RNTO: (call) => call.reply("250 Renamed"),
      SITE: (call) => call.reply("200 OK"),
    },
  };
}

async function namesOf(hConnect: HINTERNET): Promise<string[]> {
  const { hFind } = await FtpFindFirstFile(hConnect);
  const names: string[] = [];
  for await (const entry of entries(hFind)) {
    names.push((entry as WIN32_FIND_DATA).cFileName);
  }
  return names;
}

for (const [page, name, bytes] of PAGES) {
  const line = wire(bytes);

  for (const machine of [true, false]) {
    Deno.test(`code page ${page} reads the name ${name} of ${machine ? "MLSD" : "LIST"}`, async () => {
      await using scene = await openFtp(serverOf(bytes));
      InternetSetOption(scene.hConnect, INTERNET_OPTION_CODEPAGE, page);
      InternetSetOption(scene.hConnect, FTP_OPTION_MACHINE_LISTINGS, machine);
      assertEquals(await namesOf(scene.hConnect), [name]);
    });
  }

  Deno.test(`code page ${page} writes the name ${name} in every command`, async () => {
    await using scene = await openFtp(serverOf(bytes));
    const { hConnect } = scene;
    InternetSetOption(hConnect, INTERNET_OPTION_CODEPAGE, page);
    await FtpDeleteFile(hConnect, name);
    await FtpCreateDirectory(hConnect, name);
    await FtpRenameFile(hConnect, name, `x${name}`);
    await FtpCommand(hConnect, false, 0, `SITE ${name}`);
    assertEquals(
      scene.sent().filter((text) => !/^(FEAT|OPTS)/.test(text)),
      [
        `DELE ${line}`,
        `MKD ${line}`,
        `RNFR ${line}`,
        `RNTO x${line}`,
        `SITE ${line}`,
      ],
    );
  });

  Deno.test(`code page ${page} reads ${name} in replies`, async () => {
    await using scene = await openFtp(serverOf(bytes));
    const { hConnect } = scene;
    InternetSetOption(hConnect, INTERNET_OPTION_CODEPAGE, page);
    assertEquals(await FtpGetCurrentDirectory(hConnect), `/${name}`);
    await FtpDeleteFile(hConnect, "x");
    assertEquals(
      InternetGetLastResponseInfo(hConnect).text,
      `250 Deleted ${name}`,
    );
  });
}

Deno.test("the code page of the session is inherited by its connections, also for the login", async () => {
  await using server = new FtpServer({ users: { "\xcc\xe8\xf0": "\xe4" } });
  await using watched = watch();
  InternetSetOption(watched.hInternet, INTERNET_OPTION_CODEPAGE, 1251);
  await connectFtp(watched.hInternet, server, { user: "Мир", password: "д" });
  assertEquals(server.commands, ["USER \xcc\xe8\xf0", "PASS \xe4"]);
});

Deno.test("a name with a character that the code page lacks fails, and nothing is sent", async () => {
  using files = folder();
  await using scene = await openFtp();
  const { hConnect } = scene;
  InternetSetOption(hConnect, INTERNET_OPTION_CODEPAGE, 1251);
  const calls = [
    () => FtpDeleteFile(hConnect, "日本"),
    () => FtpRenameFile(hConnect, "日本", "x"),
    () => FtpGetFile(hConnect, "日本", files.path("x")),
    () => FtpPutFile(hConnect, files.write("y", "y"), "日本"),
    () => FtpCommand(hConnect, false, 0, "SITE 日本"),
    () => FtpFindFirstFile(hConnect, "日本"),
  ];
  for (const call of calls) {
    const failing = (async () => await call())();
    assertEquals(await rejectedCode(failing), ERROR_NO_UNICODE_TRANSLATION);
  }
  assertEquals(
    scene.sent().filter((line) =>
      /^(DELE|RN|RETR|STOR|SITE|MLSD|LIST)/.test(line)
    ),
    [],
  );
  assertEquals(await FtpGetCurrentDirectory(hConnect), "/");
  assertEquals(files.names(), ["y"]);
});

Deno.test("names that are not UTF-8 are preserved byte for byte", async () => {
  const bytes = [0xc4, 0x72, 0x20, 0xff];
  await using scene = await openFtp(serverOf(bytes));
  const { hConnect } = scene;
  assertEquals(await namesOf(hConnect), ["Är ÿ.txt"]);
  await FtpDeleteFile(hConnect, "Är ÿ.txt");
  await FtpDeleteFile(hConnect, "Är.txt");
  assertEquals(scene.sent().slice(-2), [
    `DELE ${wire(bytes)}`,
    "DELE \xc3\x84r.txt",
  ]);
});

Deno.test("OPTS UTF8 ON is sent once, before the first name that is not ASCII", async () => {
  await using scene = await openFtp();
  const { hConnect } = scene;
  await FtpCreateDirectory(hConnect, "a");
  await FtpCreateDirectory(hConnect, "ä");
  await FtpCreateDirectory(hConnect, "ö");
  assertEquals(scene.sent(), [
    "MKD a",
    "FEAT",
    "OPTS UTF8 ON",
    "MKD \xc3\xa4",
    "MKD \xc3\xb6",
  ]);
});
