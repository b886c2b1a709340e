// Copyright 2026 the wininet authors. MIT license.

/** The command line as a process of its own. */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { folder, pattern } from "../helpers/ftp_calls.ts";
import { runProgram } from "../helpers/programs.ts";
import { FtpServer } from "../servers/ftp_server.ts";
import { RangeServer } from "../servers/range_server.ts";
import { killed, RUN } from "./kills.ts";

const FILE = pattern(1_000_000);

/** Waits until a file has so many bytes. */
async function grown(directory: string, name: string, size: number) {
  for await (const _ of Deno.watchFs(directory)) {
    const info = await Deno.stat(`${directory}/${name}`).catch(() => null);
    if (info !== null && info.size >= size) return;
  }
}

function start(args: readonly string[]): Deno.ChildProcess {
  return new Deno.Command(Deno.execPath(), {
    args: [...RUN, ...args],
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

Deno.test("wininet ends its process with its exit code, and redirected output has no bars", async () => {
  await using http = new RangeServer(FILE);
  const good = await runProgram(Deno.execPath(), [
    ...[...RUN, "get", "-o", "-", `${http.url}/a`],
  ]);
  assertEquals([good.code, good.stdout.length > 0], [0, true]);
  assert(!good.stderr.includes("\x1b"), good.stderr);
  const bad = await runProgram(Deno.execPath(), [...RUN, "get"]);
  assertEquals([bad.code, bad.stdout], [2, ""]);
});

Deno.test("wininet --ca trusts the authority of a file, with HTTP and with both kinds of FTPS", async () => {
  await using ftp = new FtpServer({ files: { "/a": "x" } });
  const ca = ["--ca", "tests/tls/ca.pem"];
  const url = `ftp://localhost:${ftp.port}/a`;
  const args = [...RUN, "get", "-q", "-o", "-", "--tls", url];
  const options = { env: { DENO_CERT: "" } };
  const without = await runProgram(Deno.execPath(), args, options);
  assertEquals(without.code, 5, without.stderr);
  const trusted = await runProgram(Deno.execPath(), [...args, ...ca], options);
  assertEquals([trusted.code, trusted.stdout], [0, "x"], trusted.stderr);
});

Deno.test("Ctrl-C stops wininet get, which says how to go on; the next run continues", async () => {
  const half = FILE.length / 2;
  await using http = new RangeServer(
    FILE,
    ({ number }) => number === 0 ? { stallAfter: half } : {},
  );
  using files = folder();
  const args = ["get", "-C", "-P", files.path(""), `${http.url}/a`];
  const child = start(args);
  const output = child.output();
  await grown(files.path(""), "a.part", half);
  child.kill("SIGINT");
  const { code, stderr } = await output;
  assertEquals(code, 130);
  assertStringIncludes(new TextDecoder().decode(stderr), "with -C downloads");
  assertEquals(files.names(), ["a.part", "a.part.note"]);
  const next = await runProgram(Deno.execPath(), [...RUN, ...args]);
  assertEquals(next.code, 0, next.stderr);
  assertEquals(files.read("a"), FILE);
  assertEquals(http.fields("range").at(-1), `bytes=${half}-`);
});

for (const command of ["get", "mirror"] as const) {
  Deno.test(`kill -9 at random moments of wininet ${command}: the next run completes it`, async () => {
    const { interrupted, problems } = await killed(command, 3, Math.random);
    assertEquals(problems, []);
    assert(interrupted > 0);
  });
}
