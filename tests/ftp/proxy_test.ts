// Copyright 2026 the wininet authors. MIT license.

/** FTP through proxies: all connections use the proxy. */

import {
  assert,
  assertEquals,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import {
  ERROR_INTERNET_CANNOT_CONNECT,
  ERROR_INTERNET_PROXY_SERVER_UNREACHABLE,
  ERROR_INTERNET_TIMEOUT,
  ERROR_INVALID_PARAMETER,
  InternetError,
} from "../../error.ts";
import {
  INTERNET_FLAG_ASYNC,
  INTERNET_FLAG_SECURE,
  INTERNET_OPEN_TYPE_PROXY,
} from "../../flags.ts";
import {
  FtpFindFirstFile,
  FtpGetCurrentDirectory,
  FtpGetFile,
  FtpPutFile,
} from "../../ftp.ts";
import {
  InternetOpen,
  InternetOpenUrl,
  InternetSetOption,
  InternetSetStatusCallback,
} from "../../internet.ts";
import { INTERNET_OPTION_CONNECT_TIMEOUT } from "../../options.ts";
import { INTERNET_STATUS_CONNECTED_TO_SERVER } from "../../status.ts";
import { entries } from "../../streams.ts";
import type { HINTERNET, WIN32_FIND_DATA } from "../../structures.ts";
import { NEVER, thrownCode } from "../helpers/calls.ts";
import {
  connectFtp,
  folder,
  MODES,
  openToRead,
  pattern,
  readAll,
} from "../helpers/ftp_calls.ts";
import { inTime } from "./fault_programs.ts";
import { closedPort } from "../servers/closed_port.ts";
import { FtpServer, type FtpServerOptions } from "../servers/ftp_server.ts";
import { FakeProxy, type FakeProxyOptions } from "../servers/proxy_servers.ts";

const CONTENT = pattern(300_000);
const KINDS = ["socks5", "http"] as const;

/** Opens a session that uses a proxy for FTP, even for local addresses. */
function openBy(list: string, dwFlags: number = 0): HINTERNET {
  return InternetOpen(
    "proxy/1",
    INTERNET_OPEN_TYPE_PROXY,
    list,
    "<-loopback>",
    dwFlags,
  );
}

/** Returns the proxy string for `InternetOpen`. */
function listOf({ kind, port }: FakeProxy, userinfo: string = ""): string {
  return kind === "socks5"
    ? `ftp=socks5://${userinfo}127.0.0.1:${port}`
    : `http://${userinfo}127.0.0.1:${port}`;
}

/** Opens a server, a proxy, a session and a connection. */
async function open(
  kind: typeof KINDS[number],
  serverOptions: FtpServerOptions = {},
  proxyOptions: FakeProxyOptions = {},
) {
  await using stack = new AsyncDisposableStack();
  const server = stack.use(new FtpServer(serverOptions));
  const proxy = stack.use(new FakeProxy(kind, proxyOptions));
  const hInternet = stack.use(openBy(listOf(proxy)));
  const hConnect = stack.use(await connectFtp(hInternet, server));
  const all = stack.move();
  return {
    server,
    proxy,
    hInternet,
    hConnect,
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}

for (const kind of KINDS) {
  for (const security of ["plain", "TLS"] as const) {
    for (const [mode, passive] of MODES) {
      Deno.test(`FTP works through a ${kind} proxy, ${security}, with ${mode} mode requested`, async () => {
        await using server = new FtpServer({ files: { "/a": CONTENT } });
        // Basic authentication does not support a colon in the user name.
        const user = kind === "socks5" ? "us:er" : "user";
        const password = `${user}:p w`;
        await using proxy = new FakeProxy(kind, { password });
        const userinfo = `${encodeURIComponent(user)}:p%20w@`;
        await using hInternet = openBy(listOf(proxy, userinfo));
        await using hConnect = await connectFtp(
          hInternet,
          { host: "localhost", port: server.port },
          { flags: security === "TLS" ? INTERNET_FLAG_SECURE : 0, passive },
        );
        await transferAll(hConnect, server);
        await hConnect[Symbol.asyncDispose]();
        await inTime(Promise.all([server.allClosed(), proxy.allClosed()]));
        assertAllThrough(server, proxy, password);
      });
    }
  }
}

/** Transfers a file in both directions and through a handle, and reads a listing. */
async function transferAll(
  hConnect: HINTERNET,
  server: FtpServer,
): Promise<void> {
  using files = folder();
  await FtpGetFile(hConnect, "a", files.path("a"));
  assertEquals(files.read("a"), CONTENT);
  await FtpPutFile(hConnect, files.path("a"), "b");
  assertEquals(server.files.get("/b"), CONTENT);
  const { hFind } = await FtpFindFirstFile(hConnect);
  using _find = hFind;
  const names = await Array.fromAsync(
    entries(hFind),
    (entry) => (entry as WIN32_FIND_DATA).cFileName,
  );
  assertEquals(names.sort(), ["a", "b"]);
}

/**
 * Checks that there were one control connection and three data connections with
 * PASV, all to the host by its name.
 */
function assertAllThrough(
  server: FtpServer,
  proxy: FakeProxy,
  password: string,
): void {
  assertEquals(proxy.credentials, Array(4).fill(password));
  const verbs = server.commands.map((line) => line.split(" ")[0]!);
  assertEquals(verbs.filter((verb) => verb === "PASV").length, 3);
  for (const verb of ["EPSV", "PORT", "EPRT"]) assert(!verbs.includes(verb));
  const hosts = proxy.targets.map((target) => target.split(":")[0]!);
  assertEquals(hosts, Array(4).fill("localhost"));
  assertEquals(proxy.targets[0], `localhost:${server.port}`);
  assertEquals(new Set(proxy.targets).size, 4);
}

for (const kind of KINDS) {
  Deno.test(`FTP data goes to the control host through a ${kind} proxy, with any address in PASV`, async () => {
    await using scene = await open(kind, {
      files: { "/a": "text" },
      on: {
        async PASV(call) {
          const port = call.listen();
          await call.reply(`227 Here (10,9,8,7,${port >> 8},${port & 255})`);
        },
      },
    });
    using hFile = await openToRead(scene.hConnect, "a");
    assertEquals(await readAll(hFile), "text");
    const hosts = scene.proxy.targets.map((target) => target.split(":")[0]);
    assertEquals(hosts, ["127.0.0.1", "127.0.0.1"]);
  });

  Deno.test(`InternetOpenUrl() opens an FTP URL through a ${kind} proxy`, async () => {
    await using server = new FtpServer({ files: { "/a": "text" } });
    await using proxy = new FakeProxy(kind);
    await using hInternet = openBy(listOf(proxy));
    const url = `ftp://127.0.0.1:${server.port}/a`;
    using hFile = await InternetOpenUrl(hInternet, url);
    assertEquals(await readAll(hFile), "text");
    assertEquals(proxy.connections, 2);
  });

  Deno.test(`FtpGetFile() fails if a ${kind} proxy refuses the data connection`, async () => {
    let isRefusing = false;
    await using scene = await open(kind, { files: { "/a": "text" } }, {
      refusal: () => isRefusing ? (kind === "http" ? 403 : 2) : undefined,
    });
    const { hConnect } = scene;
    using files = folder();
    isRefusing = true;
    const error = await inTime(assertRejects(
      () => FtpGetFile(hConnect, "a", files.path("a")),
      InternetError,
    ));
    assertEquals(error.code, ERROR_INTERNET_CANNOT_CONNECT, error.message);
    assertEquals(files.names(), []);
    isRefusing = false;
    assertEquals(await FtpGetCurrentDirectory(hConnect), "/");
    await FtpGetFile(hConnect, "a", files.path("a"));
    assertEquals(files.text("a"), "text");
  });

  Deno.test(`InternetConnect() shows no password that a ${kind} proxy refuses`, async () => {
    await using server = new FtpServer();
    await using proxy = new FakeProxy(kind, { password: "other:word" });
    await using hInternet = openBy(listOf(proxy, "user:hush-hush@"));
    const error = await assertRejects(
      () => connectFtp(hInternet, server),
      InternetError,
    );
    assertEquals(error.code, ERROR_INTERNET_CANNOT_CONNECT);
    assertStringIncludes(error.message, `"127.0.0.1:${proxy.port}"`);
    assert(!Deno.inspect(error).includes("hush-hush"));
    assertEquals(server.connections, 0);
  });

  Deno.test(`InternetConnect() waits for a silent ${kind} proxy until CONNECT_TIMEOUT`, async () => {
    await using proxy = new FakeProxy(kind, { script: () => NEVER });
    await using hInternet = openBy(listOf(proxy));
    InternetSetOption(hInternet, INTERNET_OPTION_CONNECT_TIMEOUT, 80);
    const error = await inTime(assertRejects(
      () => connectFtp(hInternet, { host: "localhost", port: 21 }),
      InternetError,
    ));
    assertEquals(error.code, ERROR_INTERNET_TIMEOUT);
  });

  Deno.test(`InternetConnect() fails if there is no ${kind} proxy`, async () => {
    const scheme = kind === "http" ? "http" : "socks5";
    await using hInternet = openBy(`${scheme}://127.0.0.1:${closedPort()}`);
    const error = await assertRejects(
      () => connectFtp(hInternet, { host: "localhost", port: 21 }),
      InternetError,
    );
    assertEquals(error.code, ERROR_INTERNET_PROXY_SERVER_UNREACHABLE);
  });
}

Deno.test("INTERNET_STATUS_CONNECTED_TO_SERVER names the proxy", async () => {
  await using server = new FtpServer();
  await using proxy = new FakeProxy("socks5");
  await using hInternet = openBy(listOf(proxy), INTERNET_FLAG_ASYNC);
  const addresses: unknown[] = [];
  InternetSetStatusCallback(hInternet, (_handle, _context, status, info) => {
    if (status === INTERNET_STATUS_CONNECTED_TO_SERVER) addresses.push(info);
  });
  const target = { host: "localhost", port: server.port };
  await using _hConnect = await connectFtp(hInternet, target, { dwContext: 1 });
  assertEquals(addresses, ["127.0.0.1"]);
});

const PAST: readonly [name: string, list: string, bypass: string | null][] = [
  ["this machine", "ftp=127.0.0.1:1", null],
  ["a host of the bypass list", "ftp=127.0.0.1:1", "<-loopback>;127.*"],
  ["FTP that has no proxy", "http=127.0.0.1:1", "<-loopback>"],
];

for (const [name, list, bypass] of PAST) {
  Deno.test(`InternetConnect() bypasses the proxy: ${name}`, async () => {
    await using server = new FtpServer({ files: { "/a": "text" } });
    await using hInternet = InternetOpen(
      "proxy/1",
      INTERNET_OPEN_TYPE_PROXY,
      list,
      bypass,
    );
    await using hConnect = await connectFtp(hInternet, server);
    using hFile = await openToRead(hConnect, "a");
    assertEquals(await readAll(hFile), "text");
  });
}

Deno.test("InternetOpen() refuses a bad list of proxies without showing it", () => {
  for (const list of ["", "ftp=", "socks6://a:b@c:1", "user:hush-hush@x:0"]) {
    assertEquals(thrownCode(() => openBy(list)), ERROR_INVALID_PARAMETER);
    try {
      openBy(list);
    } catch (error) {
      assert(!Deno.inspect(error).includes("hush-hush"));
    }
  }
});
