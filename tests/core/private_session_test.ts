// Copyright 2026 the wininet authors. MIT license.

/** SESSION_OPTION_PRIVATE: two users of one program never see each other's data. */

import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import {
  closeUrlCache,
  GetUrlCacheEntryInfo,
  openUrlCache,
} from "../../cache.ts";
import { InternetGetCookie, InternetSetCookie } from "../../cookie.ts";
import {
  ERROR_INTERNET_INCORRECT_HANDLE_STATE,
  InternetError,
} from "../../error.ts";
import {
  HTTP_QUERY_STATUS_CODE,
  INTERNET_FLAG_KEEP_CONNECTION,
  INTERNET_FLAG_PASSIVE,
  INTERNET_FLAG_SECURE,
  INTERNET_OPEN_TYPE_DIRECT,
  INTERNET_OPEN_TYPE_PROXY,
} from "../../flags.ts";
import { HttpOpenRequest, HttpQueryInfo, HttpSendRequest } from "../../http.ts";
import {
  InternetConnect,
  InternetOpen,
  InternetOpenUrl,
  InternetQueryOption,
  InternetReadFile,
  InternetSetOption,
} from "../../internet.ts";
import {
  INTERNET_OPTION_END_BROWSER_SESSION,
  INTERNET_OPTION_PASSWORD,
  INTERNET_OPTION_PROXY_PASSWORD,
  INTERNET_OPTION_PROXY_USERNAME,
  INTERNET_OPTION_USERNAME,
} from "../../options.ts";
import { SESSION_OPTION_PRIVATE } from "../../session_options.ts";
import { combineFlags } from "../../_base/bits.ts";
import type { HINTERNET } from "../../structures.ts";
import { Guard, PASSWORD, USER } from "../servers/auth_servers.ts";
import { FtpServer } from "../servers/ftp_server.ts";
import { HttpProxy } from "../servers/http_proxy.ts";
import { FakeHttpServer } from "../servers/http_server.ts";
import { fixture } from "../helpers/certificates.ts";

/** Opens a session; with `null`, a session that uses the shared state of the process. */
function openFor(user: string | null, proxy: string | null = null): HINTERNET {
  const hInternet = InternetOpen(
    "agent",
    proxy === null ? INTERNET_OPEN_TYPE_DIRECT : INTERNET_OPEN_TYPE_PROXY,
    proxy,
    proxy === null ? null : "<-loopback>",
  );
  InternetSetOption(hInternet, SESSION_OPTION_PRIVATE, user !== null);
  return hInternet;
}

/** Reads a URL to its end; resolves with the status. */
async function get(hInternet: HINTERNET, url: string): Promise<string> {
  const flags = INTERNET_FLAG_KEEP_CONNECTION;
  using hRequest = await InternetOpenUrl(hInternet, url, null, flags);
  const buffer = new Uint8Array(1000);
  while (await InternetReadFile(hRequest, buffer) > 0);
  return HttpQueryInfo(hRequest, HTTP_QUERY_STATUS_CODE);
}

/** Sends a request with separate credentials. */
async function getAs(
  hInternet: HINTERNET,
  url: string,
  credentials: Record<number, string>,
): Promise<string> {
  const { hostname, port, protocol } = new URL(url);
  const hConnect = await InternetConnect(hInternet, hostname, Number(port));
  const flags = combineFlags(
    INTERNET_FLAG_KEEP_CONNECTION,
    protocol === "https:" ? INTERNET_FLAG_SECURE : 0,
  );
  using hRequest = await HttpOpenRequest(
    hConnect,
    "GET",
    "/",
    null,
    null,
    null,
    flags,
  );
  for (const [option, value] of Object.entries(credentials)) {
    InternetSetOption(hRequest, Number(option), value);
  }
  await HttpSendRequest(hRequest);
  const buffer = new Uint8Array(1000);
  while (await InternetReadFile(hRequest, buffer) > 0);
  return HttpQueryInfo(hRequest, HTTP_QUERY_STATUS_CODE);
}

Deno.test("private sessions have separate cookies", async () => {
  await using server = new FakeHttpServer({
    "/anna": (_request, reply) =>
      reply({ headers: { "Set-Cookie": "user=anna; path=/" } }),
    "/": (_request, reply) => reply(),
  });
  using anna = openFor("anna");
  using bert = openFor("bert");
  using others = openFor(null);
  await get(anna, `${server.url}/anna`);
  InternetSetCookie(`${server.url}/`, "user", "bert", bert);
  for (const session of [anna, bert, others]) await get(session, server.url);
  assertEquals(
    server.requests.slice(1).map((request) => request.header("cookie")),
    ["user=anna", "user=bert", undefined],
  );
  assertEquals(InternetGetCookie(server.url, null, anna), "user=anna");
  assertThrows(() => InternetGetCookie(server.url), InternetError);
});

Deno.test("private sessions have separate connections, which end with them", async () => {
  await using server = new FakeHttpServer({
    "/": (_request, reply) => reply(),
  });
  using bert = openFor("bert");
  using others = openFor(null);
  {
    using anna = openFor("anna");
    for (const session of [anna, bert, others, anna, bert, others]) {
      await get(session, server.url);
    }
  }
  await get(bert, server.url);
  const connections = server.requests.map(({ connection }) => connection);
  assertEquals(connections, [0, 1, 2, 0, 1, 2, 1]);
});

Deno.test("private sessions have separate credentials", async () => {
  const guard = new Guard();
  await using server = new FakeHttpServer({ "/": guard.guard() });
  using anna = openFor("anna");
  using bert = openFor("bert");
  using others = openFor(null);
  const credentials = {
    [INTERNET_OPTION_USERNAME]: USER,
    [INTERNET_OPTION_PASSWORD]: PASSWORD,
  };
  assertEquals(await getAs(anna, server.url, credentials), "200");
  for (const session of [bert, others]) {
    assertEquals(await get(session, server.url), "401");
    assertEquals(server.requests.at(-1)!.header("authorization"), undefined);
  }
  assertEquals(await get(anna, server.url), "200");
  InternetSetOption(null, INTERNET_OPTION_END_BROWSER_SESSION);
  assertEquals(await get(anna, server.url), "401");
});

for (const scheme of ["http", "https"] as const) {
  Deno.test(`private sessions have separate credentials at a proxy for ${scheme}`, async () => {
    await using proxy = new HttpProxy({ password: "anna:secret" });
    await using server = new FakeHttpServer(
      { "/": (_request, reply) => reply() },
      scheme === "https" ? { tls: fixture("localhost") } : {},
    );
    using anna = openFor("anna", proxy.url);
    using bert = openFor("bert", proxy.url);
    const url = `${scheme}://localhost:${server.port}/`;
    const credentials = {
      [INTERNET_OPTION_PROXY_USERNAME]: "anna",
      [INTERNET_OPTION_PROXY_PASSWORD]: "secret",
    };
    assertEquals(await getAs(anna, url, credentials), "200");
    assertEquals(await get(anna, url), "200");
    const asked = proxy.answers.length;
    assertEquals(await get(bert, url), "407");
    assertEquals(proxy.answers.slice(asked), [""]);
  });
}

Deno.test("private sessions have separate caches", async () => {
  await using server = new FakeHttpServer({
    "/": (_request, reply) =>
      reply({ headers: { "Cache-Control": "max-age=60" } }),
  });
  await openUrlCache({ path: null });
  await using _closing = { [Symbol.asyncDispose]: () => closeUrlCache() };
  const url = `${server.url}/`;
  await using anna = openFor("anna");
  await using bert = openFor("bert");
  using others = openFor(null);
  for (const session of [anna, anna, bert, bert]) await get(session, url);
  assertEquals(server.requests.length, 2);
  await assertRejects(() => GetUrlCacheEntryInfo(url), InternetError);
  for (const session of [others, others]) await get(session, url);
  assertEquals(server.requests.length, 3);
  assertEquals((await GetUrlCacheEntryInfo(url)).lpszSourceUrlName, url);
});

Deno.test("private sessions have separate FTP logins", async () => {
  await using server = new FtpServer({ files: { "/a.txt": "text" } });
  using anna = openFor("anna");
  using bert = openFor("bert");
  for (const session of [anna, bert, anna, bert]) {
    const url = `ftp://localhost:${server.port}/a.txt`;
    const flags = INTERNET_FLAG_PASSIVE;
    await using hFile = await InternetOpenUrl(session, url, null, flags);
    while (await InternetReadFile(hFile, new Uint8Array(100)) > 0);
  }
  assertEquals(server.connections, 2);
});

Deno.test("SESSION_OPTION_PRIVATE must be set before the first connection", async () => {
  using hInternet = InternetOpen("agent");
  assertEquals(InternetQueryOption(hInternet, SESSION_OPTION_PRIVATE), false);
  await InternetConnect(hInternet, "a.example");
  const error = assertThrows(
    () => InternetSetOption(hInternet, SESSION_OPTION_PRIVATE, true),
    InternetError,
  );
  assertEquals(error.code, ERROR_INTERNET_INCORRECT_HANDLE_STATE);
  assert(error.message.includes("right after InternetOpen"));
});
