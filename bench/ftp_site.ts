// Copyright 2026 the wininet authors. MIT license.

/**
 * A real FTP server for benchmarks, with its files in memory.
 *
 * vsftpd is the fastest for downloads and for LIST, pure-ftpd for everything else.
 *
 * @module
 */

import {
  openFtpServer,
  type RealFtpServer,
  type RealFtpServerName,
} from "../tests/interop/ftp_servers.ts";
import type { FtpTask } from "./ftp_client.ts";
import { memoryFolder } from "./memory.ts";

/** The size of the large file in bytes. */
export const BIG_SIZE: number = 2 ** 30;

/** A server, and a local directory. */
export interface FtpSite extends AsyncDisposable {
  readonly server: RealFtpServer;
  /** Returns a local path. */
  local(name: string): string;
  /** Returns a task for all clients. */
  task(
    action: FtpTask["action"],
    local: string,
    remote: string,
    tls?: boolean,
  ): FtpTask;
}

/** Starts a server; returns `null` if it is not installed. */
export async function openSite(
  name: RealFtpServerName,
): Promise<FtpSite | null> {
  // The server creates its directory in the temporary directory.
  Deno.env.set("TMPDIR", memoryFolder());
  const server = await openFtpServer(name);
  if (server === null) return null;
  const folder = await Deno.makeTempDir({ prefix: "wininet-bench-" });
  const { host, port, user, password } = server;
  return {
    server,
    local: (name) => `${folder}/${name}`,
    task: (action, local, remote, tls = false) => ({
      action,
      local: `${folder}/${local}`,
      remote,
      tls,
      host,
      port,
      user,
      password,
    }),
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      await Deno.remove(folder, { recursive: true });
    },
  };
}

/** Fills a file with varying bytes. */
export async function writeBig(path: string): Promise<void> {
  const block = new Uint8Array(2 ** 20);
  for (let at = 0; at < block.length; at += 65_536) {
    crypto.getRandomValues(block.subarray(at, at + 65_536));
  }
  using file = await Deno.create(path);
  for (let size = 0; size < BIG_SIZE; size += block.length) {
    await file.write(block);
  }
}

/** Throws unless a file has the expected size; removes it. */
export async function take(path: string, size: number): Promise<void> {
  const info = await Deno.stat(path);
  if (info.size !== size) {
    throw new Error(`Cannot measure: ${info.size} of ${size} bytes arrived`);
  }
  await Deno.remove(path);
}
