// Copyright 2026 the wininet authors. MIT license.

/** Uploads by programs that are killed: their parts are continued, removed and listed. */

import { assert, assertEquals } from "@std/assert";
import { FtpPutFile, listParts } from "../../ftp.ts";
import {
  FTP_OPTION_RESUME,
  FTP_RESUME_NEVER,
  FTP_RESUME_OR_FAIL,
} from "../../ftp_options.ts";
import { InternetSetOption } from "../../internet.ts";
import { killedUpload } from "../helpers/killed_upload.ts";
import { until } from "../helpers/programs.ts";
import {
  assertSameFile,
  eachServerTest,
  type FtpProgram,
  openProgram,
  type TestPlaces,
} from "./ftp_calls.ts";
import type { RealFtpServer } from "./ftp_servers.ts";

const PLAIN: TestPlaces = { securities: ["plain"] };

/**
 * More bytes than the buffers of a connection can hold, and than a fast server
 * writes before the kill.
 */
const SIZE = 2 ** 27;

/**
 * Uploads a file in a program that is killed; returns the path of its part
 * after the server has finished.
 */
async function left(
  server: RealFtpServer,
  { hConnect }: FtpProgram,
  local: string,
  resume: number,
): Promise<string> {
  const sizeOfPart = async () => (await listParts(hConnect))[0]?.size ?? 0;
  const upload = { local, remote: "up", resume };
  await killedUpload(server, upload, async () => await sizeOfPart() > 0);
  let size = 0;
  await until(async () => {
    const before = size;
    size = await sizeOfPart();
    return size > 0 && size === before;
  }, "the server has written what it got");
  const [part, ...others] = await listParts(hConnect);
  assertEquals(others, []);
  assertEquals(part!.target, "up");
  assert(part!.size < SIZE, `${part!.size}`);
  return `${server.home}/${part!.path}`;
}

async function namesIn(folder: string): Promise<string[]> {
  const entries = await Array.fromAsync(Deno.readDir(folder));
  return entries.map(({ name }) => name);
}

eachServerTest(
  "the upload of a killed program is continued",
  async (server, security) => {
    await using program = await openProgram(server, { security });
    const content = new Uint8Array(SIZE).fill(1);
    const local = await program.localFile("f", content);
    const part = await left(server, program, local, FTP_RESUME_OR_FAIL);
    // Only an upload that starts from the beginning would overwrite this byte.
    content[0] = 2;
    using file = await Deno.open(part, { write: true });
    await file.write(content.subarray(0, 1));
    InternetSetOption(program.hConnect, FTP_OPTION_RESUME, FTP_RESUME_OR_FAIL);
    await FtpPutFile(program.hConnect, local, "up");
    await assertSameFile(`${server.home}/up`, content);
    assertEquals(await namesIn(server.home), ["up"]);
    assertEquals(await listParts(program.hConnect), []);
  },
  PLAIN,
);

eachServerTest(
  "the upload of a killed program restarts if the local file has changed",
  async (server, security) => {
    await using program = await openProgram(server, { security });
    const local = await program.localFile("f", new Uint8Array(SIZE).fill(1));
    await left(server, program, local, FTP_RESUME_OR_FAIL);
    const content = new Uint8Array(SIZE).fill(2);
    await program.localFile("f", content);
    InternetSetOption(program.hConnect, FTP_OPTION_RESUME, FTP_RESUME_OR_FAIL);
    await FtpPutFile(program.hConnect, local, "up");
    await assertSameFile(`${server.home}/up`, content);
    // It does not support patterns.
    if (server.name === "pyftpdlib") return;
    assertEquals(await namesIn(server.home), ["up"]);
  },
  PLAIN,
);

eachServerTest(
  "an upload with FTP_OPTION_RESUME removes the part of a killed program without it",
  async (server, security) => {
    await using program = await openProgram(server, { security });
    const content = new Uint8Array(SIZE).fill(1);
    const local = await program.localFile("f", content);
    await left(server, program, local, FTP_RESUME_NEVER);
    InternetSetOption(program.hConnect, FTP_OPTION_RESUME, FTP_RESUME_OR_FAIL);
    await FtpPutFile(program.hConnect, local, "up");
    await assertSameFile(`${server.home}/up`, content);
    if (server.name === "pyftpdlib") return;
    assertEquals(await namesIn(server.home), ["up"]);
  },
  PLAIN,
);
