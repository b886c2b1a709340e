// Copyright 2026 the wininet authors. MIT license.

import { assertEquals, assertMatch } from "@std/assert";
import {
  INTERNET_FLAG_PASSIVE,
  INTERNET_FLAG_RAW_DATA,
  INTERNET_FLAG_SECURE,
} from "../../flags.ts";
import { InternetOpen, InternetOpenUrl } from "../../internet.ts";
import { entries, readable } from "../../streams.ts";
import type { WIN32_FIND_DATA } from "../../structures.ts";
import { CONTENT, namesOf } from "./ftp_calls.ts";
import {
  REAL_FTP_SERVERS,
  type RealFtpServer,
  realFtpTest,
} from "./ftp_servers.ts";

/** The schemes, with the additional flags of each. */
const SCHEMES = [
  ["ftp", 0],
  ["ftp", INTERNET_FLAG_SECURE],
  ["ftps", 0],
] as const;

for (const name of REAL_FTP_SERVERS) {
  for (const [scheme, flags] of SCHEMES) {
    if (name === "pure-ftpd" && scheme === "ftps") continue;
    const security = flags === 0 ? "" : " with INTERNET_FLAG_SECURE";
    realFtpTest(
      name,
      `InternetOpenUrl() opens files and directories by ${scheme}${security}`,
      (server, context) => openAll(server, scheme, flags, context),
    );
  }
}

async function openAll(
  server: RealFtpServer,
  scheme: "ftp" | "ftps",
  flags: number,
  context: Deno.TestContext,
): Promise<void> {
  await server.addDirectory("d");
  await server.addFile("d/a file", CONTENT);
  await server.addFile("d/grüße;type=a", "umlaut");
  await using hInternet = InternetOpen("interop/1");
  const all = flags | INTERNET_FLAG_PASSIVE;
  const open = (path: string, more: number = 0) =>
    InternetOpenUrl(hInternet, urlOf(server, scheme) + path, null, all | more);
  await context.step("a file", async () => {
    const hFile = await open("/d/a%20file");
    assertEquals(await new Response(readable(hFile)).bytes(), CONTENT);
  });
  await context.step("a file with a strange name", async () => {
    const hFile = await open("/d/gr%C3%BC%C3%9Fe%3Btype=a;type=i");
    assertEquals(await new Response(readable(hFile)).text(), "umlaut");
  });
  for (const path of ["/d/", "/d", "/d;type=d"]) {
    await context.step(`the directory ${path}`, async () => {
      const page = await new Response(readable(await open(path))).text();
      assertMatch(page, /a%20file/);
      assertMatch(page, />grüße;type=a</);
    });
  }
  await context.step("a directory to enumerate", async () => {
    const hFind = await open("/d/", INTERNET_FLAG_RAW_DATA);
    const found = await Array.fromAsync(entries(hFind));
    const names = namesOf(found as WIN32_FIND_DATA[]);
    assertEquals(names, ["a file", "grüße;type=a"]);
  });
}

function urlOf(server: RealFtpServer, scheme: "ftp" | "ftps"): string {
  const { user, password, host } = server;
  const port = scheme === "ftps" ? server.implicitPort : server.port;
  return `${scheme}://${user}:${encodeURIComponent(password)}@${host}:${port}`;
}
