// Copyright 2026 the wininet authors. MIT license.

/** More calls at once than the program may have files open. */

import { assert, assertEquals } from "@std/assert";
import { ERROR_TOO_MANY_OPEN_FILES } from "../error.ts";
import type { ManyOutcome } from "./_net/many_program.ts";
import { FtpServer } from "./servers/ftp_server.ts";
import { GopherServer } from "./servers/gopher_server.ts";

const COUNT = 150;
const FILES = 64;

/** Runs the program with few files. */
async function openMany(url: string): Promise<ManyOutcome> {
  const program = new URL("_net/many_program.ts", import.meta.url).pathname;
  const deno = [
    Deno.execPath(),
    ...["run", "--quiet", "--no-prompt", "--allow-net=127.0.0.1,localhost"],
    ...[program, url, String(COUNT)],
  ];
  const limited = `ulimit -n ${FILES} && exec "$@"`;
  const { success, stdout, stderr } = await new Deno.Command("sh", {
    args: ["-c", limited, "sh", ...deno],
  }).output();
  assert(success, new TextDecoder().decode(stderr));
  return JSON.parse(new TextDecoder().decode(stdout));
}

const SERVERS = {
  ftp: () => new FtpServer({ files: { "/a": "hello" } }),
  gopher: () => new GopherServer({ "": "hello" }),
};

const PATHS = { ftp: "/a", gopher: "/0" };

for (const scheme of ["ftp", "gopher"] as const) {
  for (const host of ["127.0.0.1", "localhost"]) {
    Deno.test({
      name:
        `${scheme}: calls for which ${host} leaves no file end with ERROR_TOO_MANY_OPEN_FILES, and those after them work`,
      ignore: Deno.build.os !== "linux",
      async fn() {
        await using server = SERVERS[scheme]();
        const { opened, failed, afterwards } = await openMany(
          `${scheme}://${host}:${server.port}${PATHS[scheme]}`,
        );
        assertEquals(failed, { [ERROR_TOO_MANY_OPEN_FILES]: COUNT - opened });
        assert(opened < FILES);
        assertEquals(afterwards, "hello");
      },
    });
  }
}
