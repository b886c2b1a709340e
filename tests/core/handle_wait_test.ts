// Copyright 2026 the wininet authors. MIT license.

import { assertEquals } from "@std/assert";
import { runProgram } from "../helpers/programs.ts";

/**
 * Runs a program that uses the library in a separate process; returns its exit
 * code and output.
 */
async function run(
  code: string,
): Promise<{ code: number; out: string }> {
  const library = new URL("../../mod.ts", import.meta.url).href;
  const program = `import * as wininet from ${
    JSON.stringify(library)
  };\n${code}`;
  const args = ["eval", "--no-check", program];
  const env = { NO_COLOR: "1" };
  const end = await runProgram(Deno.execPath(), args, { env });
  return { code: end.code, out: end.stdout + end.stderr };
}

Deno.test("await using at the top level waits for an aborted lookup and continues", async () => {
  const result = await run(`
    {
      await using hInternet = wininet.InternetOpen("agent", 0, null, null, wininet.INTERNET_FLAG_ASYNC);
      wininet.InternetSetStatusCallback(hInternet, () => {});
      wininet.InternetOpenUrl(hInternet, "http://host.invalid/", null, 0, 1).catch(() => {});
      await Promise.resolve();
    }
    console.log("behind it");
  `);

  assertEquals(result, { code: 0, out: "behind it\n" });
});

Deno.test("a session that is not closed does not keep a program alive", async () => {
  const result = await run(`
    const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, () => new Response("answer"));
    const hInternet = wininet.InternetOpen("agent", 0, null, null, wininet.INTERNET_FLAG_ASYNC);
    wininet.InternetSetStatusCallback(hInternet, () => {});
    const url = "http://127.0.0.1:" + server.addr.port + "/";
    const hRequest = await wininet.InternetOpenUrl(hInternet, url, null, 0, 1);
    console.log(await wininet.InternetReadFile(hRequest, new Uint8Array(100)));
    server.unref();
  `);

  assertEquals(result, { code: 0, out: "6\n" });
});
