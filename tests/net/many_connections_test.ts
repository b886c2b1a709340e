// Copyright 2026 the wininet authors. MIT license.

/** More simultaneous calls than the program may have open files. */

import { fileURLToPath } from "node:url";
import { assert, assertEquals } from "@std/assert";
import { ERROR_TOO_MANY_OPEN_FILES } from "../../error.ts";
import { INTERNET_FLAG_PASSIVE } from "../../flags.ts";
import { outputOf } from "../helpers/programs.ts";
import type { ManyOutcome } from "./many_connections_program.ts";
import { FtpServer } from "../servers/ftp_server.ts";
import { GopherServer } from "../servers/gopher_server.ts";

const COUNT = 150;
const FILES = 64;

/** Runs the program with few file descriptors. */
async function openMany(url: string, flags: number): Promise<ManyOutcome> {
  const program = fileURLToPath(
    new URL("many_connections_program.ts", import.meta.url),
  );
  const args = [
    ...["run", "--quiet", "--no-prompt", "--allow-net=127.0.0.1,localhost"],
    ...[program, url, String(COUNT), String(flags)],
  ];
  const limit = { descriptors: FILES };
  return JSON.parse(await outputOf(Deno.execPath(), args, limit));
}

const FTP = () => new FtpServer({ files: { "/a": "hello" } });
const GOPHER = () => new GopherServer({ "": "hello" });

/** The call, the server, the scheme and the path, and flags. */
const CALLS = [
  ["FTP, passive", FTP, "ftp", "/a", INTERNET_FLAG_PASSIVE],
  ["FTP, active", FTP, "ftp", "/a", 0],
  ["Gopher", GOPHER, "gopher", "/0", 0],
] as const;

for (const [what, start, scheme, path, flags] of CALLS) {
  for (const host of ["127.0.0.1", "localhost"]) {
    Deno.test({
      name:
        `${what}: calls without a free descriptor fail with ERROR_TOO_MANY_OPEN_FILES, and later ones succeed, ${host}`,
      ignore: Deno.build.os !== "linux",
      async fn() {
        await using server = start();
        const url = `${scheme}://${host}:${server.port}${path}`;
        const { opened, failed, afterwards } = await openMany(url, flags);
        assertEquals(failed, { [ERROR_TOO_MANY_OPEN_FILES]: COUNT - opened });
        assert(opened < FILES);
        assertEquals(afterwards, "hello");
      },
    });
  }
}
