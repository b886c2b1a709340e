// Copyright 2026 the wininet authors. MIT license.

/**
 * The size of README.md, and its programs, which run against the servers of
 * this test.
 */

import {
  assert,
  assertEquals,
  assertLess,
  assertStringIncludes,
} from "@std/assert";
import { HELLO, usualServer } from "../helpers/calls.ts";
import { fileText, folder } from "../helpers/ftp_calls.ts";
import { type ProgramEnd, runProgram } from "../helpers/programs.ts";
import { FtpServer } from "../servers/ftp_server.ts";
import { GopherServer } from "../servers/gopher_server.ts";

const README = Deno.readTextFileSync("README.md");

/** The programs by the name in their first line, `// deno run FLAGS name.ts`. */
const PROGRAMS = new Map(
  [...README.matchAll(/```ts\n\/\/ deno run (.*) (\w+)\.ts\n([^]*?)```/g)]
    .map(([, flags = "", name = "", source = ""]) => [
      name,
      { flags: flags.split(" "), source },
    ]),
);

/**
 * Runs a program in a folder, with the URLs in it replaced by those of test
 * servers.
 */
async function run(
  name: string,
  servers: readonly (readonly [from: string, to: string])[],
  cwd: string,
): Promise<ProgramEnd> {
  const { flags, source } = PROGRAMS.get(name)!;
  const root = `file://${Deno.cwd()}`;
  const imports = { "jsr:@wininet/wininet": `${root}/mod.ts` };
  let text = source;
  for (const [from, to] of servers) {
    assertStringIncludes(text, from);
    text = text.replaceAll(from, to);
  }
  await Deno.writeTextFile(`${cwd}/${name}.ts`, text);
  await Deno.writeTextFile(`${cwd}/map.json`, JSON.stringify({ imports }));
  const program = ["--no-check", "--no-prompt", "--import-map=map.json"];
  const certificate = `--cert=${Deno.cwd()}/tests/tls/ca.pem`;
  return await runProgram(
    Deno.execPath(),
    ["run", ...program, certificate, ...flags, `${name}.ts`],
    { cwd, env: { NO_COLOR: "1" } },
  );
}

Deno.test("README.md is short", () => {
  assertLess(new TextEncoder().encode(README).length, 9_000);
  assertEquals(PROGRAMS.size, 6);
  assertEquals(README.match(/```ts/g)?.length, 6);
  assertLess(PROGRAMS.get("example")!.source.split("\n").length, 15);
});

for (const name of ["example", "cancel", "trace"]) {
  Deno.test(`README.md: the program ${name}.ts runs`, async () => {
    await using server = usualServer();
    using files = folder();
    const { code, stdout, stderr } = await run(
      name,
      [["http://example.com/", `${server.url}/`]],
      files.path(""),
    );
    assertEquals([code, stderr], [0, ""]);
    if (name !== "trace") assertStringIncludes(stdout, HELLO);
    else assert(files.names().includes("trace.html"));
  });
}

Deno.test("README.md: the program files.ts downloads the missing files, and names a failure", async () => {
  await using ftp = new FtpServer({ files: { "/b.zip": "b" } });
  await using server = usualServer();
  using files = folder();
  const runAgain = () =>
    run(
      "files",
      [
        ["http://example.com/", `${server.url}/`],
        ["ftp://ftp.example.com/", `ftp://127.0.0.1:${ftp.port}/`],
      ],
      files.path(""),
    );
  const first = await runAgain();
  assertEquals([first.code, first.stderr], [0, ""]);
  assertEquals(files.names("downloads"), ["b.zip"]);
  assertStringIncludes(first.stdout, "b.zip is in downloads/b.zip");
  assertStringIncludes(first.stdout, "404");

  const second = await runAgain();
  assertEquals([second.code, second.stderr], [0, ""]);
  assertStringIncludes(second.stdout, "404");
  assert(!second.stdout.includes("b.zip"));
});

Deno.test("README.md: the program upload.ts uploads with TLS", async () => {
  await using ftp = new FtpServer({ users: { anna: "secret" }, tls: true });
  using files = folder();
  files.write("report.txt", "all well");
  const { code, stdout, stderr } = await run(
    "upload",
    [['"ftp.example.com",\n    21', `"localhost",\n    ${ftp.port}`]],
    files.path(""),
  );
  assertEquals([code, stderr, stdout], [0, "", "uploaded\n"]);
  assertEquals(fileText(ftp, "/report.txt"), "all well");
});

Deno.test("README.md: the program menu.ts lists a menu", async () => {
  await using gopher = new GopherServer({
    "": ({ server }) => server.item("0", "About us", "/about") + ".\r\n",
  });
  using files = folder();
  const { code, stdout, stderr } = await run(
    "menu",
    [['"gopher.example.org",\n  70', `"127.0.0.1",\n  ${gopher.port}`]],
    files.path(""),
  );
  assertEquals([code, stderr, stdout], [0, "", "About us\n"]);
});
