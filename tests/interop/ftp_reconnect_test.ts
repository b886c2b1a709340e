// Copyright 2026 the wininet authors. MIT license.

/** A session logs in again after a real server has ended it while it was idle. */

import { assert, assertEquals } from "@std/assert";
import { INTERNET_FLAG_PASSIVE, INTERNET_SERVICE_FTP } from "../../flags.ts";
import {
  FtpCommand,
  FtpCreateDirectory,
  FtpFindFirstFile,
  FtpGetCurrentDirectory,
  FtpSetCurrentDirectory,
} from "../../ftp.ts";
import { InternetConnect } from "../../internet.ts";
import type { HINTERNET } from "../../structures.ts";
import { turns } from "../helpers/turns.ts";
import { type Watch, watch } from "../helpers/watch.ts";
import { type RealFtpServer, realFtpTest } from "./ftp_servers.ts";

function connect(watched: Watch, server: RealFtpServer): Promise<HINTERNET> {
  return InternetConnect(
    watched.hInternet,
    server.host,
    server.port,
    server.user,
    server.password,
    INTERNET_SERVICE_FTP,
    INTERNET_FLAG_PASSIVE,
    1,
  );
}

/** Works in a directory, lets the server end the session, and continues. */
async function goOnAfter(
  server: RealFtpServer,
  end: (hConnect: HINTERNET) => Promise<void>,
): Promise<void> {
  await server.addDirectory("d");
  await server.addFile("d/f", "text");
  await using watched = watch();
  const hConnect = await connect(watched, server);
  await FtpSetCurrentDirectory(hConnect, "d");
  const path = await FtpGetCurrentDirectory(hConnect);
  await end(hConnect);
  watched.log.length = 0;
  await FtpCreateDirectory(hConnect, "new");
  const names = watched.names();
  assert(names.includes("CONNECTION_CLOSED"), names.join());
  assert(names.includes("CONNECTED_TO_SERVER"), names.join());
  assertEquals(await FtpGetCurrentDirectory(hConnect), path);
  assert((await Deno.stat(`${server.home}/d/new`)).isDirectory);
  const { hFind, findData } = await FtpFindFirstFile(hConnect, "f");
  assertEquals(findData.nFileSize, 4);
  await hFind[Symbol.asyncDispose]();
}

/** Returns the server processes that serve a session: those whose parent is also the server. */
function sessionsOf(server: RealFtpServer): number[] {
  const folder = server.home.slice(0, server.home.lastIndexOf("/"));
  const { stdout } = new Deno.Command("ps", { args: ["-eo", "pid,ppid,args"] })
    .outputSync();
  const parents = new Map(
    new TextDecoder().decode(stdout).split("\n")
      .filter((line) => line.includes(folder) && !line.includes("sh -c"))
      .filter((line) => !line.includes("<defunct>"))
      .map((line) => line.trim().split(/\s+/, 2).map(Number))
      .map(([process, parent]) => [process!, parent!]),
  );
  return [...parents].filter(([, parent]) => parents.has(parent))
    .map(([process]) => process);
}

realFtpTest(
  "vsftpd",
  "a call logs in again after the process of its session was killed",
  (server) =>
    goOnAfter(server, async () => {
      const sessions = sessionsOf(server);
      assert(sessions.length > 0);
      for (const process of sessions) Deno.kill(process, "SIGKILL");
      while (sessionsOf(server).some((process) => sessions.includes(process))) {
        await turns(10);
      }
      await turns(100);
    }),
);

realFtpTest(
  "pure-ftpd",
  "a call logs in again after an idle timeout",
  (server) =>
    goOnAfter(server, async (hConnect) => {
      await FtpCommand(hConnect, false, 0, "SITE IDLE 1");
      await new Promise((resolve) => setTimeout(resolve, 3_000));
    }),
);
