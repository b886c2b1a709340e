// Copyright 2026 the wininet authors. MIT license.

import { assertMatch } from "@std/assert";
import { fileURLToPath } from "node:url";
import { runProgram } from "../helpers/programs.ts";
import { FtpServer } from "../servers/ftp_server.ts";

const CLI = fileURLToPath(new URL("../../cli.ts", import.meta.url));

Deno.test("FTP with a permission for its port alone names the one for data connections, whose ports change", async () => {
  await using server = new FtpServer({ files: { "/a": "content" } });
  const place = `127.0.0.1:${server.port}`;
  const { stderr } = await runProgram(Deno.execPath(), [
    ...["run", "--no-check", "--no-prompt", `--allow-net=${place}`, CLI],
    ...["get", "-q", "-o", "-", "--retry", "0", `ftp://${place}/a`],
  ]);
  assertMatch(stderr, /run it with --allow-net=127\.0\.0\.1 /);
});
