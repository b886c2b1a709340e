// Copyright 2026 the wininet authors. MIT license.

/** Gopher through proxies: all connections use the proxy. */

import { assertEquals, assertRejects } from "@std/assert";
import {
  ERROR_INTERNET_CANNOT_CONNECT,
  ERROR_INTERNET_OPERATION_CANCELLED,
  InternetError,
} from "../../error.ts";
import { INTERNET_OPEN_TYPE_PROXY } from "../../flags.ts";
import {
  GopherFindFirstFile,
  GopherGetAttribute,
  GopherOpenFile,
} from "../../gopher.ts";
import { InternetOpen, InternetOpenUrl } from "../../internet.ts";
import { readable } from "../../streams.ts";
import type { HINTERNET } from "../../structures.ts";
import { NEVER, rejectedCode } from "../helpers/calls.ts";
import { connectGopher, listMenu } from "../helpers/gopher_calls.ts";
import { closedPort } from "../servers/closed_port.ts";
import { GopherServer } from "../servers/gopher_server.ts";
import { FakeProxy, type FakeProxyOptions } from "../servers/proxy_servers.ts";
import { turns } from "../helpers/turns.ts";

const KINDS = ["socks5", "http"] as const;
const MENU = "0One\t/1\ta.example\t70\r\n.\r\n";
const BYTES = new Uint8Array(300_000).map((_, at) => at % 251);

const REPLIES = {
  "": MENU,
  "/a": "text\r\n.\r\n",
  "/bin": BYTES,
  "/a\t!": "+-1\r\n+INFO: 0A\t/a\ta.example\t70\t+\r\n.\r\n",
};

/** Opens a session that uses a proxy for Gopher, even for local addresses. */
function openBy(list: string, bypass: string = "<-loopback>"): HINTERNET {
  return InternetOpen("proxy/1", INTERNET_OPEN_TYPE_PROXY, list, bypass);
}

function listOf({ kind, port }: FakeProxy, userinfo: string = ""): string {
  return `gopher=${kind}://${userinfo}127.0.0.1:${port}`;
}

for (const kind of KINDS) {
  for (const secure of [false, true]) {
    for (const splits of [false, true]) {
      Deno.test(`Gopher works through a ${kind} proxy${secure ? ", TLS" : ""}${splits ? ", byte by byte" : ""}`, async () => {
        await using server = new GopherServer(REPLIES, { tls: secure });
        // Basic authentication does not support a colon in the user name.
        const user = kind === "socks5" ? "us:er" : "user";
        const password = `${user}:p w`;
        await using proxy = new FakeProxy(kind, { password, splits });
        const userinfo = `${encodeURIComponent(user)}:p%20w@`;
        await using hInternet = openBy(listOf(proxy, userinfo));
        const hConnect = await connectGopher(hInternet, server);
        assertEquals(proxy.connections, 0);
        assertEquals((await listMenu(hConnect)).length, 1);
        const host = secure ? "localhost" : server.host;
        const item = (line: string) => `${line}\t${host}\t${server.port}`;
        const hFile = await GopherOpenFile(hConnect, `${item("9\t/bin")}\r\n`);
        assertEquals(await new Response(readable(hFile)).bytes(), BYTES);
        await GopherGetAttribute(hConnect, `${item("0\t/a")}\t+\r\n`);
        const url = server.url.replace("127.0.0.1", host);
        const hUrl = await InternetOpenUrl(hInternet, `${url}/0/a`);
        assertEquals(await new Response(readable(hUrl)).text(), "text\r\n");
        assertEquals(
          proxy.targets,
          Array(4).fill(`${host}:${server.port}`),
        );
        assertEquals(proxy.credentials, Array(4).fill(password));
        assertEquals(server.connections, 4);
        await server.allClosed();
        await proxy.allClosed();
      });
    }
  }

  Deno.test(`the ${kind} proxy looks up the name`, async () => {
    await using proxy = new FakeProxy(kind, {
      refusal: () => kind === "socks5" ? 4 : 502,
    });
    await using hInternet = openBy(listOf(proxy));
    const call = InternetOpenUrl(hInternet, "gopher://nobody.invalid:7070/0a");
    await assertRejects(() => call, InternetError);
    assertEquals(proxy.targets, ["nobody.invalid:7070"]);
  });

  Deno.test(`a link to another server also uses the ${kind} proxy`, async () => {
    await using server = new GopherServer(REPLIES);
    await using other = new GopherServer(REPLIES);
    await using proxy = new FakeProxy(kind);
    await using hInternet = openBy(listOf(proxy));
    const hConnect = await connectGopher(hInternet, server);
    const hFile = await GopherOpenFile(hConnect, other.item("0", "", "/a"));
    assertEquals(await new Response(readable(hFile)).text(), "text\r\n");
    assertEquals(proxy.targets, [`127.0.0.1:${other.port}`]);
    assertEquals(server.connections, 0);
  });

  Deno.test(`a wrong password for the ${kind} proxy is an error, and the server receives nothing`, async () => {
    await using server = new GopherServer(REPLIES);
    await using proxy = new FakeProxy(kind, { password: "a:b" });
    await using hInternet = openBy(listOf(proxy, "a:c@"));
    const hConnect = await connectGopher(hInternet, server);
    await assertRejects(() => GopherFindFirstFile(hConnect), InternetError);
    assertEquals(server.connections, 0);
    await proxy.allClosed();
  });

  Deno.test(`closing the connection cancels calls that wait for the ${kind} proxy`, async () => {
    const reached = Promise.withResolvers<void>();
    const options: FakeProxyOptions = {
      async script(_conn, reader) {
        await reader.readSome();
        reached.resolve();
        await NEVER;
      },
    };
    await using server = new GopherServer(REPLIES);
    await using proxy = new FakeProxy(kind, options);
    await using hInternet = openBy(listOf(proxy));
    const hConnect = await connectGopher(hInternet, server);
    const call = rejectedCode(GopherFindFirstFile(hConnect));
    await reached.promise;
    await turns(2);
    await hConnect[Symbol.asyncDispose]();
    assertEquals(await call, ERROR_INTERNET_OPERATION_CANCELLED);
    assertEquals(server.connections, 0);
  });
}

Deno.test("hosts of the bypass list are reached without the proxy", async () => {
  await using server = new GopherServer(REPLIES);
  await using proxy = new FakeProxy("socks5");
  await using hInternet = openBy(listOf(proxy), "<-loopback>;127.0.0.1");
  const hConnect = await connectGopher(hInternet, server);
  assertEquals((await listMenu(hConnect)).length, 1);
  assertEquals(proxy.connections, 0);
  // The bypass list is checked for each server, not for the connection handle.
  const item = `1\t\tlocalhost\t${server.port}\r\n`;
  assertEquals((await listMenu(hConnect, item)).length, 1);
  assertEquals(proxy.targets, [`localhost:${server.port}`]);
});

Deno.test("a proxy of another protocol is not used for Gopher", async () => {
  await using server = new GopherServer(REPLIES);
  await using proxy = new FakeProxy("socks5");
  await using hInternet = openBy(`ftp=socks5://127.0.0.1:${proxy.port}`);
  const hConnect = await connectGopher(hInternet, server);
  assertEquals((await listMenu(hConnect)).length, 1);
  assertEquals(proxy.connections, 0);
});

Deno.test("a missing proxy is an error, and the server receives nothing", async () => {
  await using server = new GopherServer(REPLIES);
  await using hInternet = openBy(`gopher=socks5://127.0.0.1:${closedPort()}`);
  const hConnect = await connectGopher(hInternet, server);
  const code = await rejectedCode(GopherFindFirstFile(hConnect));
  assertEquals(code !== 0 && code !== ERROR_INTERNET_CANNOT_CONNECT, true);
  assertEquals(server.connections, 0);
});
