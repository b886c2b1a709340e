// Copyright 2026 the wininet authors. MIT license.

/** The demo and the first example from a file server with the published files alone. */

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

Deno.test("coffee runs from a URL, in an empty folder", async () => {
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
