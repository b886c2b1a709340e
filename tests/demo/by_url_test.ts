// Copyright 2026 the wininet authors. MIT license.

/** The demo and the library, loaded from a file server that has only the published files. */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { publishedFiles } from "../../_tools/library.ts";
import { folder } from "../helpers/ftp_calls.ts";
import { runProgram } from "../helpers/programs.ts";

/** Opens a server of the published files. */
function packageServer(): Deno.HttpServer<Deno.NetAddr> {
  const published = new Set(publishedFiles());
  return Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    async ({ url }) => {
      const path = new URL(url).pathname.slice(1);
      if (!published.has(path)) return new Response(null, { status: 404 });
      const file = await Deno.open(path);
      const headers = { "content-type": "application/typescript" };
      return new Response(file.readable, { headers });
    },
  );
}

Deno.test("coffee runs from a URL, in an empty directory", async () => {
  await using server = packageServer();
  using empty = folder();
  const url = `http://127.0.0.1:${server.addr.port}/demo/coffee.ts`;
  const { code, stdout, stderr } = await runProgram(
    Deno.execPath(),
    ["run", "--allow-net", "--allow-write=.", url, "--trace", "trace.html"],
    {
      cwd: empty.path(""),
      env: { DENO_DIR: empty.path("deno"), NO_COLOR: "1" },
    },
  );
  assertEquals(code, 0, stderr);
  assertStringIncludes(stdout, "The synchronous version took");
  assert(empty.names().includes("trace.html"));
});

Deno.test("a program can import mod.ts by URL from the published files", async () => {
  await using server = packageServer();
  using empty = folder();
  const host = `127.0.0.1:${server.addr.port}`;
  empty.write(
    "program.ts",
    `import { InternetCrackUrl } from "http://${host}/mod.ts";
console.log(InternetCrackUrl("ftp://example.com/x").lpszHostName);
`,
  );
  const { code, stdout, stderr } = await runProgram(
    Deno.execPath(),
    ["run", "--check", `--allow-import=${host}`, "program.ts"],
    {
      cwd: empty.path(""),
      env: { DENO_DIR: empty.path("deno"), NO_COLOR: "1" },
    },
  );
  assertEquals([code, stdout], [0, "example.com\n"], stderr);
});
