// Copyright 2026 the wininet authors. MIT license.

import { assertEquals } from "@std/assert";
import { ERROR_INTERNET_EXTENDED_ERROR } from "../../error.ts";
import { GENERIC_READ } from "../../flags.ts";
import {
  FtpCreateDirectory,
  FtpDeleteFile,
  FtpGetCurrentDirectory,
  FtpGetFile,
  FtpGetFileSize,
  FtpOpenFile,
  FtpPutFile,
  FtpRemoveDirectory,
  FtpRenameFile,
  FtpSetCurrentDirectory,
} from "../../ftp.ts";
import { FTP_OPTION_RESUME, FTP_RESUME_OR_FAIL } from "../../ftp_options.ts";
import { InternetSetOption } from "../../internet.ts";
import { readable } from "../../streams.ts";
import type { HINTERNET } from "../../structures.ts";
import { rejectedCode } from "../helpers/calls.ts";
import { resumedPart } from "../helpers/ftp_calls.ts";
import {
  assertSameFile,
  CONTENT,
  type FtpProgram,
  list,
  namesOf,
  openProgram,
  type Security,
} from "./ftp_calls.ts";
import {
  REAL_FTP_SERVERS,
  type RealFtpServer,
  realFtpTest,
} from "./ftp_servers.ts";

const HALF = 50_000;

for (const name of REAL_FTP_SERVERS) {
  for (const security of ["plain", "explicit", "implicit"] as const) {
    if (name === "pure-ftpd" && security === "implicit") continue;
    realFtpTest(
      name,
      `the FTP functions work, ${security}`,
      (server, context) => allWays(server, security, context),
    );
  }
}

async function allWays(
  server: RealFtpServer,
  security: Security,
  context: Deno.TestContext,
): Promise<void> {
  for (const ipv6 of [false, true]) {
    if (ipv6 && (server.ipv6Port === null || security === "implicit")) continue;
    for (const active of [false, true]) {
      const family = ipv6 ? "IPv6" : "IPv4";
      const mode = active ? "active" : "passive";
      await context.step(`${family}, ${mode}`, async (context) => {
        const program = await openProgram(server, { security, ipv6, active });
        await using _ = program;
        await oneWay(server, program, `${family} ${mode}`, context);
      });
    }
  }
}

/** Tests one session from login to end. */
async function oneWay(
  server: RealFtpServer,
  program: FtpProgram,
  directory: string,
  context: Deno.TestContext,
): Promise<void> {
  const { hConnect } = program;
  const home = `${server.home}/${directory}`;
  await context.step("FtpGetCurrentDirectory() returns the root", async () => {
    assertEquals(await FtpGetCurrentDirectory(hConnect), server.root);
  });
  await context.step("FtpCreateDirectory() creates a directory", async () => {
    await FtpCreateDirectory(hConnect, directory);
    assertEquals((await Deno.stat(home)).isDirectory, true);
  });
  await context.step("FtpSetCurrentDirectory() enters it", async () => {
    await FtpSetCurrentDirectory(hConnect, directory);
    const root = server.root.replace(/\/$/, "");
    assertEquals(
      await FtpGetCurrentDirectory(hConnect),
      `${root}/${directory}`,
    );
  });
  await transfers(program, home, context);
  await resumptions(server, program, directory, context);
  await listings(hConnect, context);
  await changes(hConnect, home, context);
  await context.step("FtpRemoveDirectory() removes it", async () => {
    await FtpSetCurrentDirectory(hConnect, "..");
    await FtpRemoveDirectory(hConnect, directory);
    assertEquals(await Deno.stat(home).catch(() => null), null);
  });
}

async function transfers(
  program: FtpProgram,
  home: string,
  context: Deno.TestContext,
): Promise<void> {
  const { hConnect, path } = program;
  await context.step("FtpPutFile() uploads", async () => {
    await FtpPutFile(
      hConnect,
      await program.localFile("up", CONTENT),
      "file.bin",
    );
    await assertSameFile(`${home}/file.bin`, CONTENT);
  });
  await context.step("FtpGetFile() downloads", async () => {
    await FtpGetFile(hConnect, "file.bin", path("down"));
    await assertSameFile(path("down"), CONTENT);
  });
  await context.step("FtpOpenFile() reads, with its size", async () => {
    await using hFile = await FtpOpenFile(hConnect, "file.bin", GENERIC_READ);
    assertEquals(await FtpGetFileSize(hFile), CONTENT.length);
    const bytes = await new Response(readable(hFile)).bytes();
    assertEquals(bytes.length, CONTENT.length);
  });
  await context.step("FtpGetFile() fails for a missing file", async () => {
    assertEquals(
      await rejectedCode(FtpGetFile(hConnect, "nothing", path("nothing"))),
      ERROR_INTERNET_EXTENDED_ERROR,
    );
  });
}

/** The first half of each part differs from the file, so a new transfer would overwrite it. */
async function resumptions(
  server: RealFtpServer,
  program: FtpProgram,
  directory: string,
  context: Deno.TestContext,
): Promise<void> {
  const { hConnect, path } = program;
  const half = CONTENT.slice(0, HALF).reverse();
  const whole = CONTENT.slice();
  whole.set(half);
  InternetSetOption(hConnect, FTP_OPTION_RESUME, FTP_RESUME_OR_FAIL);
  await context.step("FtpGetFile() continues a download", async () => {
    await program.localFile("resumed.part", half);
    await FtpGetFile(hConnect, "file.bin", path("resumed"));
    await assertSameFile(path("resumed"), whole);
  });
  await context.step("FtpPutFile() continues an upload", async () => {
    const part = resumedPart(path("up"), "resumed");
    await server.addFile(`${directory}/${part}`, half);
    await FtpPutFile(hConnect, path("up"), "resumed");
    await assertSameFile(`${server.home}/${directory}/resumed`, whole);
  });
  InternetSetOption(hConnect, FTP_OPTION_RESUME, 0);
}

async function listings(
  hConnect: HINTERNET,
  context: Deno.TestContext,
): Promise<void> {
  for (const machine of [true, false]) {
    const command = machine ? "MLSD, if it can" : "LIST";
    await context.step(`FtpFindFirstFile() lists with ${command}`, async () => {
      const found = await list(hConnect, null, machine);
      assertEquals(namesOf(found), ["file.bin", "resumed"]);
      const sizes = found.map(({ nFileSize }) => nFileSize);
      assertEquals(sizes, [CONTENT.length, CONTENT.length]);
      const [one] = await list(hConnect, "*.bin", machine);
      assertEquals(one?.cFileName, "file.bin");
      // LIST has a resolution of minutes, in the server's time zone.
      const age = Date.now() - (one?.ftLastWriteTime?.getTime() ?? 0);
      assertEquals(Math.abs(age) < 86_400_000, true, `${age} ms`);
    });
  }
}

async function changes(
  hConnect: HINTERNET,
  home: string,
  context: Deno.TestContext,
): Promise<void> {
  await context.step("FtpRenameFile() renames", async () => {
    await FtpRenameFile(hConnect, "file.bin", "other.bin");
    await assertSameFile(`${home}/other.bin`, CONTENT);
  });
  await context.step("FtpDeleteFile() deletes", async () => {
    await FtpDeleteFile(hConnect, "other.bin");
    await FtpDeleteFile(hConnect, "resumed");
    assertEquals(await Array.fromAsync(Deno.readDir(home)), []);
  });
}
