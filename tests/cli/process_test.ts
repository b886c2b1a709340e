// Copyright 2026 the wininet authors. MIT license.

/** The command line as a separate process. */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { folder, pattern } from "../helpers/ftp_calls.ts";
import { runProgram } from "../helpers/programs.ts";
import { fixture } from "../helpers/certificates.ts";
import { FtpServer } from "../servers/ftp_server.ts";
import { GopherServer } from "../servers/gopher_server.ts";
import { FakeHttpServer } from "../servers/http_server.ts";
import { RangeServer } from "../servers/range_server.ts";
import { killed, RUN } from "./kills.ts";
import { lacks } from "../helpers/lacks.ts";

const FILE = pattern(1_000_000);

/** Waits until a file has a given size. */
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

Deno.test("wininet ends its process with its exit code, and shows no bars if its output is redirected", async () => {
  await using http = new RangeServer(FILE);
  const good = await runProgram(Deno.execPath(), [
    ...[...RUN, "get", "-o", "-", `${http.url}/a`],
  ]);
  assertEquals([good.code, good.stdout.length > 0], [0, true]);
  assert(!good.stderr.includes("\x1b"), good.stderr);
  const bad = await runProgram(Deno.execPath(), [...RUN, "get"]);
  assertEquals([bad.code, bad.stdout], [2, ""]);
});

Deno.test("wininet that may not read WININET_PASSWORD names the permission", async () => {
  await using ftp = new FtpServer({ users: { anna: "secret" } });
  const url = `ftp://127.0.0.1:${ftp.port}/`;
  const args = ["run", "--no-prompt", "--allow-net", "cli.ts"];
  const { code, stderr } = await runProgram(
    Deno.execPath(),
    [...args, "ls", url, "--user", "anna"],
    { env: { WININET_PASSWORD: "secret" } },
  );
  assertEquals(code, 2);
  assertStringIncludes(stderr, "--allow-env=WININET_PASSWORD");
});

Deno.test("wininet --ca trusts the authority in a file, with every protocol over TLS", async () => {
  const { cert, key } = fixture("localhost");
  await using http = new FakeHttpServer(
    { "/a": (_request, reply) => reply({ body: "https " }) },
    { tls: { cert, key } },
  );
  await using ftp = new FtpServer({ files: { "/a": "ftp " } });
  await using ftps = new FtpServer({
    files: { "/a": "ftps " },
    implicit: true,
  });
  await using gopher = new GopherServer({ "/a": "gophers" }, { tls: true });
  const ca = ["--ca", "tests/tls/ca.pem"];
  const get = (...args: string[]) =>
    runProgram(Deno.execPath(), [
      ...RUN,
      ...["get", "-q", "-o", "-", "--retry", "0", ...args],
    ]);
  const urls = [
    `https://localhost:${http.port}/a`,
    `ftps://localhost:${ftps.port}/a`,
    `gophers://localhost:${gopher.port}/9/a`,
  ];
  const explicit = ["--tls", `ftp://localhost:${ftp.port}/a`];
  for (const args of [...urls.map((url) => [url]), explicit]) {
    const { code, stderr } = await get(...args);
    assertEquals(code, 5, stderr);
  }
  const trusted = await get(...ca, ...urls);
  assertEquals(trusted.stdout, "https ftps gophers", trusted.stderr);
  assertEquals((await get(...ca, ...explicit)).stdout, "ftp ");
});

Deno.test("wininet --ca resumes the TLS session of FTP, which a server may require", async () => {
  await using ftp = new FtpServer({
    files: { "/a": "one ", "/b": "two" },
    requireReuse: true,
  });
  const url = `ftp://localhost:${ftp.port}`;
  const { stdout, stderr } = await runProgram(Deno.execPath(), [
    ...[...RUN, "get", "-q", "-o", "-", "--retry", "0", "--tls"],
    ...["--ca", "tests/tls/ca.pem", `${url}/a`, `${url}/b`],
  ]);
  assertEquals(stdout, "one two", stderr);
});

Deno.test(
  "Ctrl-C stops wininet get, which reports how to continue; the next run continues",
  { ignore: lacks("POSIX signals") },
  async () => {
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
  },
);

for (const command of ["get", "mirror"] as const) {
  Deno.test(`kill -9 at random moments of wininet ${command}: the next run completes it`, async () => {
    const moments = [0.1, 0.4, 0.7];
    const { interrupted, problems } = await killed(
      command,
      moments.length,
      () => moments.shift()!,
    );
    assertEquals(problems, []);
    assert(interrupted > 0);
  });
}

/** Returns `true` if `script` of util-linux, which provides a terminal, is available. */
async function hasScript(): Promise<boolean> {
  if (Deno.build.os !== "linux") return false;
  try {
    const { code } = await runProgram("script", ["--version"]);
    return code === 0;
  } catch {
    return false;
  }
}

Deno.test({
  name: "a password that is entered on a terminal is not shown",
  ignore: !await hasScript(),
  async fn() {
    await using ftp = new FtpServer({ users: { anna: "s3cret" } });
    const url = `ftp://127.0.0.1:${ftp.port}/`;
    const line = [Deno.execPath(), ...RUN, "ls", "--user", "anna", url];
    const child = new Deno.Command("script", {
      args: ["-qec", line.join(" "), "/dev/null"],
      stdin: "piped",
      stdout: "piped",
    }).spawn();
    const writer = child.stdin.getWriter();
    let shown = "";
    let isAsked = false;
    for await (const bytes of child.stdout) {
      shown += new TextDecoder().decode(bytes);
      if (isAsked || !shown.includes("Password of anna: ")) continue;
      isAsked = true;
      await writer.write(new TextEncoder().encode("s3x\x7fcret\r"));
    }
    await writer.close().catch(() => {});
    assertEquals((await child.status).code, 0, shown);
    assert(isAsked && !shown.includes("cret"), shown);
  },
});

Deno.test({
  name:
    "wininet ls ends with 3 if its output cannot be written, and silently with 141 if the reader has closed it",
  ignore: Deno.build.os === "windows",
  async fn() {
    const names = Array.from({ length: 5000 }, (_, at) => `/file${at}`);
    await using ftp = new FtpServer({
      files: Object.fromEntries(names.map((name) => [name, ""])),
    });
    const command = [Deno.execPath(), ...RUN, "ls"].join(" ");
    const line = `${command} ftp://127.0.0.1:${ftp.port}/`;
    const full = await runProgram("bash", ["-c", `${line} > /dev/full`]);
    assertEquals(full.code, 3, full.stderr);
    assertStringIncludes(full.stderr, "Cannot write to the standard output");
    const closed = await runProgram("bash", [
      ...["-c", `${line} | head -1; exit \${PIPESTATUS[0]}`],
    ]);
    assertEquals([closed.code, closed.stderr], [141, ""]);
  },
});
