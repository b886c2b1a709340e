// Copyright 2026 the wininet authors. MIT license.

/**
 * FTP through real proxies, with the fake FTP server: a proxy does not change
 * its behaviour, and it records the commands.
 */

import { lookup } from "node:dns/promises";
import { assert, assertEquals, assertRejects } from "@std/assert";
import { ERROR_INTERNET_CANNOT_CONNECT, InternetError } from "../../error.ts";
import {
  INTERNET_FLAG_SECURE,
  INTERNET_OPEN_TYPE_PROXY,
  INTERNET_SERVICE_FTP,
} from "../../flags.ts";
import { FtpFindFirstFile, FtpGetFile, FtpPutFile } from "../../ftp.ts";
import { InternetConnect, InternetOpen } from "../../internet.ts";
import { entries } from "../../streams.ts";
import type { HINTERNET, WIN32_FIND_DATA } from "../../structures.ts";
import { closedPort } from "../servers/closed_port.ts";
import { folder } from "../helpers/ftp_calls.ts";
import { FtpServer } from "../servers/ftp_server.ts";
import { deterministicBytes } from "./nginx.ts";
import { REAL_PROXIES, type RealProxy, realProxyTest } from "./proxies.ts";

const CONTENT = deterministicBytes(2_000_003);

/** Opens a session that uses the proxy for all connections. */
function openBy(
  { scheme, host, port, user, password }: RealProxy,
  wrong: string = "",
): HINTERNET {
  const list = `ftp=${scheme}://${user}:${password}${wrong}@${host}:${port}`;
  return InternetOpen(
    "proxy/1",
    INTERNET_OPEN_TYPE_PROXY,
    list,
    "<-loopback>",
  );
}

/**
 * A host name if it leads proxies to the fake servers; on many systems it also
 * has the address ::1.
 */
const HOST = (await lookup("localhost", { all: true }))
    .every(({ address }) => address === "127.0.0.1")
  ? "localhost"
  : "127.0.0.1";

function connect(
  hInternet: HINTERNET,
  port: number,
  dwFlags: number = 0,
): Promise<HINTERNET> {
  return InternetConnect(
    hInternet,
    HOST,
    port,
    null,
    null,
    INTERNET_SERVICE_FTP,
    dwFlags,
  );
}

for (const name of REAL_PROXIES) {
  for (
    const [security, flags] of [["plain", 0], [
      "TLS",
      INTERNET_FLAG_SECURE,
    ]] as const
  ) {
    realProxyTest(
      name,
      `FTP works through a proxy, ${security}`,
      async (proxy) => {
        await using server = new FtpServer({ files: { "/a": CONTENT } });
        await using hInternet = openBy(proxy);
        await using hConnect = await connect(hInternet, server.port, flags);
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
        assert(!server.commands.some((line) => /^(EPSV|EPRT|PORT)/.test(line)));
      },
    );
  }

  realProxyTest(
    name,
    "FTP fails when the proxy refuses the password",
    async (proxy) => {
      await using server = new FtpServer();
      await using hInternet = openBy(proxy, "wrong");
      await assertCannotConnect(connect(hInternet, server.port), proxy);
      assertEquals(server.connections, 0);
    },
  );

  realProxyTest(
    name,
    "FTP fails when the proxy finds no server",
    async (proxy) => {
      await using hInternet = openBy(proxy);
      await assertCannotConnect(connect(hInternet, closedPort()), proxy);
    },
  );
}

async function assertCannotConnect(
  call: Promise<unknown>,
  { password }: RealProxy,
): Promise<void> {
  const error = await assertRejects(() => call, InternetError);
  assertEquals(error.code, ERROR_INTERNET_CANNOT_CONNECT, error.message);
  assert(!Deno.inspect(error).includes(password));
}
