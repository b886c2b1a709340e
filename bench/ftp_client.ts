// Copyright 2026 the wininet authors. MIT license.
// deno-lint-ignore-file no-console

/**
 * The process that measures FTP: one session that does one task and reports its
 * memory.
 *
 * @module
 */

import {
  INTERNET_FLAG_PASSIVE,
  INTERNET_FLAG_SECURE,
  INTERNET_SERVICE_FTP,
} from "../flags.ts";
import { FtpFindFirstFile, FtpGetFile, FtpPutFile } from "../ftp.ts";
import { InternetConnect, InternetOpen } from "../internet.ts";
import { entries } from "../streams.ts";
import { downloadTree } from "../trees.ts";
import type { HINTERNET, WIN32_FIND_DATA } from "../structures.ts";

/** A task. */
export interface FtpTask {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly tls: boolean;
  /** The local file, or the directory for many files. */
  readonly local: string;
  /** The file or the directory on the server. */
  readonly remote: string;
  readonly action: "get" | "put" | "get-all" | "list" | "mirror";
}

async function act(hConnect: HINTERNET, task: FtpTask): Promise<void> {
  const { local, remote } = task;
  switch (task.action) {
    case "get":
      await FtpGetFile(hConnect, remote, local);
      return;
    case "put":
      await FtpPutFile(hConnect, local, remote);
      return;
    case "get-all": {
      const names: string[] = [];
      const { hFind } = await FtpFindFirstFile(hConnect, remote);
      for await (const entry of entries(hFind)) {
        names.push((entry as WIN32_FIND_DATA).cFileName);
      }
      for (const name of names) {
        await FtpGetFile(hConnect, `${remote}/${name}`, `${local}/${name}`);
      }
      return;
    }
    case "mirror":
      await downloadTree(hConnect, remote, local);
      return;
    case "list": {
      const { hFind } = await FtpFindFirstFile(hConnect, remote);
      console.log((await Array.fromAsync(entries(hFind))).length);
    }
  }
}

/** Returns the maximum memory of this process so far, in bytes. */
function peak(): number {
  const status = Deno.readTextFileSync("/proc/self/status");
  return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1]) * 1024;
}

if (import.meta.main) {
  const task: FtpTask = JSON.parse(Deno.args[0]!);
  const hInternet = InternetOpen("bench/1");
  const hConnect = await InternetConnect(
    hInternet,
    task.host,
    task.port,
    task.user,
    task.password,
    INTERNET_SERVICE_FTP,
    INTERNET_FLAG_PASSIVE | (task.tls ? INTERNET_FLAG_SECURE : 0),
  );
  await act(hConnect, task);
  await hInternet[Symbol.asyncDispose]();
  console.log(`rss ${peak()}`);
}
