// Copyright 2026 the wininet authors. MIT license.

/** The permissions that HTTP proxies need, and the handles that keep the program alive. */

import { fileURLToPath } from "node:url";
import { assertEquals } from "@std/assert";
import { ERROR_ACCESS_DENIED } from "../../error.ts";
import { httpProxy, LOCALHOST, serverOf } from "../helpers/http_proxy_calls.ts";
import { outputOf } from "../helpers/programs.ts";

const PROGRAM = new URL("proxy_program.ts", import.meta.url).href;

/**
 * Returns the error code with which a program reads a URL through a proxy, 0 on
 * success, and the body.
 */
async function run(
  permissions: string[],
  list: string,
  url: string,
  dwContext: string,
): Promise<{ code: number; body: string }> {
  const ca = fileURLToPath(new URL("../tls/ca.pem", import.meta.url));
  const options = ["--no-prompt", `--cert=${ca}`, ...permissions];
  const args = ["run", ...options, PROGRAM, list, url, dwContext];
  return JSON.parse(await outputOf(Deno.execPath(), args));
}

for (const dwContext of ["observed", ""]) {
  const how = dwContext || "unobserved";
  Deno.test(`a proxy of the program needs permission only for it and for the server, ${how}`, async () => {
    await using server = serverOf("http");
    await using proxy = httpProxy();
    const url = `http://localhost:${server.port}/`;
    const list = `localhost:${proxy.port}`;
    const allowed = `--allow-net=localhost:${server.port},${list}`;
    const got = await run([allowed], list, url, dwContext);
    assertEquals(got, { code: 0, body: "by the server" });
    assertEquals(proxy.connections, 1);
  });

  Deno.test(`a program without permission for the proxy, or for the server, gets ERROR_ACCESS_DENIED, ${how}`, async () => {
    await using server = serverOf("http");
    await using proxy = httpProxy();
    const url = `http://localhost:${server.port}/`;
    const list = `[::1]:${proxy.port}`;
    const noProxy = `--allow-net=127.0.0.1,localhost`;
    const noServer = `--allow-net=127.0.0.1,[::1]`;
    for (const allowed of [noProxy, noServer]) {
      const { code } = await run([allowed], list, url, dwContext);
      assertEquals(code, ERROR_ACCESS_DENIED);
    }
    assertEquals([server.connections, proxy.connections], [0, 0]);
  });
}

for (const kind of ["http", "https"] as const) {
  Deno.test(`an idle connection to a ${kind} proxy does not keep a program alive`, async () => {
    await using server = serverOf("http");
    await using proxy = httpProxy(kind === "https" ? { tls: LOCALHOST } : {});
    const url = `http://127.0.0.1:${server.port}/`;
    const got = await run(["--allow-net"], proxy.list(), url, "left open");
    assertEquals(got, { code: 0, body: "by the server" });
  });
}
