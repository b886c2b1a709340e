// Copyright 2026 the wininet authors. MIT license.

/**
 * Real FTP servers, clients and disks under real conditions: idle sessions that
 * end, servers that are restarted, full disks, quotas, and programs that are
 * killed.
 */

import { assert, assertEquals } from "@std/assert";
import { statfs } from "node:fs/promises";
import {
  ERROR_DISK_FULL,
  ERROR_FTP_DROPPED,
  ERROR_INTERNET_EXTENDED_ERROR,
} from "../../error.ts";
import {
  FtpCommand,
  FtpGetCurrentDirectory,
  FtpGetFile,
  FtpPutFile,
  FtpSetCurrentDirectory,
} from "../../ftp.ts";
import { FTP_OPTION_RESUME, FTP_RESUME_OR_FAIL } from "../../ftp_options.ts";
import { InternetSetOption } from "../../internet.ts";
import type { HINTERNET } from "../../structures.ts";
import { rejectedCode } from "../helpers/calls.ts";
import { outputOf, runProgram, until } from "../helpers/programs.ts";
import {
  assertSameFile,
  CONTENT,
  type FtpProgram,
  openProgram,
} from "./ftp_calls.ts";
import {
  ftpServerTests,
  openFtpServer,
  REAL_FTP_SERVERS,
  type RealFtpServer,
} from "./ftp_servers.ts";
import { deterministicBytes } from "./nginx.ts";

/** More bytes than a full disk accepts, and more than pure-ftpd allows. */
const BIG = deterministicBytes(3_000_001);

/** The number of bytes after which a program kills itself. */
const ENOUGH = 1_000_000;

/** The idle timeout of a server, in seconds. */
const IDLE = 2;

const SMALL_DISK = "size=256k";

for (const name of REAL_FTP_SERVERS) {
  // pyftpdlib ends the session of an upload that finds its disk full only after
  // this timeout.
  const tests = ftpServerTests(
    name,
    name === "pyftpdlib" ? { idle: IDLE } : {},
  );

  // The timeout of pyftpdlib 1.5.7 does not end a session that has sent a
  // command.
  if (name !== "pyftpdlib") {
    // A server of its own: on a busy machine, a login may take longer.
    ftpServerTests(name, { idle: IDLE }).add(
      `a call after an idle timeout logs in again (${name})`,
      (server) => goOnAfter(server, (hConnect) => idleTime(server, hConnect)),
    );
  }

  tests.add(
    `a call after a restart of the server logs in again (${name})`,
    async () => {
      // Not the shared server, whose process would then belong to this test.
      await using server = await openFtpServer(name);
      if (server) await goOnAfter(server, () => server.restart());
    },
  );

  tests.add(
    `a full disk of the server fails an upload (${name})`,
    async (server) => {
      await server.addDirectory("small");
      await using disk = await smallDisk(`${server.home}/small`, server.home);
      if (disk === null) return;
      await assertUploadFails(server, "small/");
    },
  );

  tests.add(
    `a full disk of this machine fails a download (${name})`,
    async (server) => {
      await server.addFile("big", BIG);
      await server.addFile("little", CONTENT);
      await using program = await openProgram(server);
      const { hConnect } = program;
      await Deno.mkdir(program.path("small"));
      await using disk = await smallDisk(program.path("small"));
      if (disk === null) return;
      const get = (name: string) =>
        FtpGetFile(hConnect, name, program.path(`small/${name}`));
      assertEquals(await rejectedCode(get("big")), ERROR_DISK_FULL);
      assertEquals(await namesIn(program.path("small")), []);
      await untilFree(program.path("small"));
      await get("little");
      await assertSameFile(program.path("small/little"), CONTENT);
    },
  );

  for (const isUpload of [false, true]) {
    const what = isUpload ? "an upload" : "a download";
    tests.add(
      `${what} of a killed program is continued (${name})`,
      (server) => assertContinued(server, isUpload),
    );
  }
}

ftpServerTests("pure-ftpd", { quota: 1 }).add(
  "a quota fails an upload (pure-ftpd)",
  (server) => assertUploadFails(server, ""),
);

// ---- sessions that end ----

/** Works in a directory, lets the session end, and continues. */
async function goOnAfter(
  server: RealFtpServer,
  end: (hConnect: HINTERNET) => Promise<void>,
): Promise<void> {
  await server.addDirectory("d");
  await server.addFile("d/f", CONTENT);
  await using program = await openProgram(server);
  const { hConnect } = program;
  await FtpSetCurrentDirectory(hConnect, "d");
  const path = await FtpGetCurrentDirectory(hConnect);
  await end(hConnect);
  assertEquals(await FtpGetCurrentDirectory(hConnect), path);
  await FtpGetFile(hConnect, "f", program.path("f"));
  await assertSameFile(program.path("f"), CONTENT);
}

/** Waits until the server has ended an idle session. */
async function idleTime(
  { name, port }: RealFtpServer,
  hConnect: HINTERNET,
): Promise<void> {
  if (name === "pure-ftpd") {
    await FtpCommand(hConnect, false, 0, "SITE IDLE 1");
  }
  const lost = async () => !await isConnected(port);
  await until(lost, "the server has ended the session");
}

/** Returns `true` if a local connection to the port is open in both directions. */
async function isConnected(port: number): Promise<boolean> {
  const hex = port.toString(16).toUpperCase().padStart(4, "0");
  // Deno cannot read files below /proc/net without all permissions.
  const connections = await outputOf("cat", ["/proc/net/tcp"]);
  return new RegExp(`^ *\\d+: \\S+ \\S+:${hex} 01 `, "m").test(connections);
}

// ---- disks ----

/**
 * Mounts a small disk on a directory and sets its owner; returns `null` if that
 * is not allowed.
 */
async function smallDisk(
  folder: string,
  like: string = folder,
): Promise<AsyncDisposable | null> {
  const { uid, gid } = await Deno.stat(like);
  const options = `${SMALL_DISK},uid=${uid},gid=${gid},mode=755`;
  const { code } = await runProgram("mount", [
    ...["-t", "tmpfs", "-o", options, "tmpfs", folder],
  ]);
  if (code !== 0) {
    const sentence = "no disk can be mounted here: full disks are not tried\n";
    Deno.stderr.writeSync(new TextEncoder().encode(sentence));
    return null;
  }
  return {
    async [Symbol.asyncDispose]() {
      await runProgram("umount", ["-l", folder]);
    },
  };
}

/**
 * Waits until a disk has space again. A program that another test was just
 * starting may have had a copy of the descriptor of the removed file.
 */
async function untilFree(folder: string): Promise<void> {
  const isFree = async () => {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize >= CONTENT.length;
  };
  await until(isFree, `"${folder}" has space`);
}

/**
 * Checks that an upload that is too large fails and leaves no file, and that
 * the session continues.
 */
async function assertUploadFails(
  server: RealFtpServer,
  folder: string,
): Promise<void> {
  await using program = await openProgram(server);
  const big = await program.localFile("big", BIG);
  const put = FtpPutFile(program.hConnect, big, `${folder}big`);
  const code = await rejectedCode(put);
  const left = await namesIn(`${server.home}/${folder}`);
  if (server.name !== "pyftpdlib") {
    assertEquals(code, ERROR_INTERNET_EXTENDED_ERROR);
    assertEquals(left, []);
    return await assertUploads(program, server, folder);
  }
  // The server does not reply when its disk is full, and its timeout ends the
  // session. After that, the part cannot be removed.
  assertEquals(code, ERROR_FTP_DROPPED);
  for (const part of left) {
    assert(part.endsWith(".part"), part);
    await Deno.remove(`${server.home}/${folder}${part}`);
  }
  await using next = await openProgram(server);
  await assertUploads(next, server, folder);
}

async function assertUploads(
  { hConnect, localFile }: FtpProgram,
  { home }: RealFtpServer,
  folder: string,
): Promise<void> {
  await untilFree(`${home}/${folder}`);
  const little = await localFile("little", CONTENT);
  await FtpPutFile(hConnect, little, `${folder}little`);
  await assertSameFile(`${home}/${folder}little`, CONTENT);
}

/** Returns the names in a directory, except for the notes of pure-ftpd. */
async function namesIn(folder: string): Promise<string[]> {
  const entries = await Array.fromAsync(Deno.readDir(folder));
  return entries.map(({ name }) => name).filter((name) => name !== ".ftpquota");
}

// ---- programs that are killed ----

/** A program that transfers a file and kills itself during the transfer. */
const PROGRAM = `
const [root, port, user, password, call, from, to, enough] = Deno.args;
const w = await import(root);
const hInternet = w.InternetOpen("killed/1");
w.InternetSetOption(hInternet, w.FTP_OPTION_RESUME, w.FTP_RESUME_OR_FAIL);
let moved = 0;
w.InternetSetStatusCallback(hInternet, (handle, context, status, bytes) => {
  if (context !== "transfer") return;
  if (status === w.INTERNET_STATUS_RESPONSE_RECEIVED ||
    status === w.INTERNET_STATUS_REQUEST_SENT) moved += bytes;
  if (moved > Number(enough)) Deno.kill(Deno.pid, "SIGKILL");
});
const hConnect = await w.InternetConnect(
  hInternet, "127.0.0.1", Number(port), user, password, 1, 0x08000000, "connection");
if (call === "put") await w.FtpPutFile(hConnect, from, to, 0, "transfer");
else await w.FtpGetFile(hConnect, from, to, false, 0, 0, "transfer");
`;

async function assertContinued(
  server: RealFtpServer,
  isUpload: boolean,
): Promise<void> {
  await server.addFile("big", BIG);
  await using program = await openProgram(server);
  const { hConnect } = program;
  const local = isUpload
    ? await program.localFile("big", BIG)
    : program.path("copy");
  const [from, to] = isUpload ? [local, "put"] : ["big", local];
  const { code } = await runProgram(Deno.execPath(), [
    ...["run", "--no-check", "-A", "-", import.meta.resolve("../../mod.ts")],
    ...[`${server.port}`, server.user, server.password],
    ...[isUpload ? "put" : "get", from, to, `${ENOUGH}`],
  ], { input: PROGRAM });
  assertEquals(code, 137);
  const folder = isUpload ? server.home : program.path("");
  const target = isUpload ? "put" : "copy";
  const parts = (await namesIn(folder)).filter((name) =>
    name.startsWith(target)
  );
  assert(parts.length > 0 && !parts.includes(target), parts.join());
  InternetSetOption(hConnect, FTP_OPTION_RESUME, FTP_RESUME_OR_FAIL);
  if (isUpload) await FtpPutFile(hConnect, from, to);
  else await FtpGetFile(hConnect, from, to);
  await assertSameFile(`${folder}/${target}`, BIG);
  const left = (await namesIn(folder)).filter((name) =>
    name.startsWith(target)
  );
  assertEquals(left, [target]);
}
