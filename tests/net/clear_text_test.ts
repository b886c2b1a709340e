// Copyright 2026 the wininet authors. MIT license.

import { assertEquals } from "@std/assert";
import { runProgram } from "../helpers/programs.ts";
import { TcpServer, WireReader } from "../servers/tcp_server.ts";

const PROGRAM = new URL("forgiving_program.ts", import.meta.url).href;

Deno.test("an https request with ignored certificate errors is never sent in plain text, even if NO_PROXY cannot be hidden", async () => {
  const seen: string[] = [];
  await using server: TcpServer = new TcpServer(async (conn) => {
    const bytes = await new WireReader(conn).readSome(4096);
    seen.push(new TextDecoder("latin1").decode(bytes ?? new Uint8Array(0)));
  });
  const options = ["--no-check", "--no-prompt", "--allow-net"];
  const { stdout } = await runProgram(
    Deno.execPath(),
    ["run", ...options, PROGRAM, String(server.port)],
    { env: { NO_PROXY: "127.0.0.1", NO_COLOR: "1" } },
  );

  assertEquals(stdout, "failed");
  assertEquals(seen.filter((bytes) => /sesame|HTTP/.test(bytes)), []);
});
