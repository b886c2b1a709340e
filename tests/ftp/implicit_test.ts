// Copyright 2026 the wininet authors. MIT license.

/** Implicit TLS on any port: FTP_OPTION_IMPLICIT, and server names with ftps:. */

import { assertEquals } from "@std/assert";
import { ERROR_INVALID_PARAMETER } from "../../error.ts";
import {
  GENERIC_READ,
  INTERNET_FLAG_PASSIVE,
  INTERNET_SERVICE_FTP,
  INTERNET_SERVICE_GOPHER,
  INTERNET_SERVICE_HTTP,
} from "../../flags.ts";
import { FtpOpenFile } from "../../ftp.ts";
import { FTP_OPTION_IMPLICIT } from "../../ftp_options.ts";
import {
  InternetConnect,
  InternetOpenUrl,
  InternetSetOption,
} from "../../internet.ts";
import type { HINTERNET } from "../../structures.ts";
import { thrownCode } from "../helpers/calls.ts";
import { LOGIN, readAll } from "../helpers/ftp_calls.ts";
import { watch } from "../helpers/watch.ts";
import { FtpServer } from "../servers/ftp_server.ts";

type Connect = (hInternet: HINTERNET, port: number) => Promise<HINTERNET>;

function connect(
  hInternet: HINTERNET,
  name: string,
  port = 0,
): Promise<HINTERNET> {
  return InternetConnect(
    hInternet,
    name,
    port,
    null,
    null,
    INTERNET_SERVICE_FTP,
    INTERNET_FLAG_PASSIVE,
  );
}

const WAYS: [name: string, connect: Connect][] = [
  ["FTP_OPTION_IMPLICIT", (h, port) => {
    InternetSetOption(h, FTP_OPTION_IMPLICIT, true);
    return connect(h, "localhost", port);
  }],
  ["ftps://host:port", (h, port) => connect(h, `ftps://localhost:${port}`)],
  ["FTPS://host:port/", (h, port) => connect(h, `FTPS://localhost:${port}/`)],
  ["ftps://host and a port", (h, port) => connect(h, "ftps://localhost", port)],
  [
    "the same port twice",
    (h, port) => connect(h, `ftps://localhost:${port}`, port),
  ],
];

for (const [name, connect] of WAYS) {
  Deno.test(`InternetConnect() with ${name} starts with TLS on any port`, async () => {
    await using server = new FtpServer({
      files: { "/f": "text" },
      implicit: true,
    });
    await using watched = watch();
    const hConnect = await connect(watched.hInternet, server.port);
    const hFile = await FtpOpenFile(hConnect, "f", GENERIC_READ);
    assertEquals(await readAll(hFile), "text");
    assertEquals(server.commands.slice(0, 4), [...LOGIN, "PBSZ 0", "PROT P"]);
    assertEquals(server.reused.length, 1);
  });
}

Deno.test("InternetOpenUrl() of ftp: with FTP_OPTION_IMPLICIT starts with TLS", async () => {
  await using server = new FtpServer({
    files: { "/f": "text" },
    implicit: true,
  });
  await using watched = watch();
  InternetSetOption(watched.hInternet, FTP_OPTION_IMPLICIT, true);
  using hFile = await InternetOpenUrl(
    watched.hInternet,
    `ftp://localhost:${server.port}/f`,
    null,
    INTERNET_FLAG_PASSIVE,
  );
  assertEquals(await readAll(hFile), "text");
});

const WRONG: [name: string, port: number][] = [
  ["ftps://", 0],
  ["ftps://localhost:70000", 0],
  ["ftps://localhost:x", 0],
  ["ftps://localhost:2121", 2122],
  ["ftps://jo@localhost", 0],
  ["ftps://jo:secret@localhost:2121", 0],
  ["ftps://localhost/path", 0],
  ["ftp://localhost", 0],
  ["ftps:localhost", 0],
];

for (const [name, port] of WRONG) {
  Deno.test(`InternetConnect() refuses the server name ${name} with port ${port}`, async () => {
    await using watched = watch();
    const code = thrownCode(() => connect(watched.hInternet, name, port));
    assertEquals(code, ERROR_INVALID_PARAMETER);
    assertEquals(watched.names(), []);
  });
}

for (const service of [INTERNET_SERVICE_HTTP, INTERNET_SERVICE_GOPHER]) {
  Deno.test(`InternetConnect() accepts ftps: only for the FTP service, not for ${service}`, async () => {
    await using watched = watch();
    assertEquals(
      thrownCode(() =>
        InternetConnect(watched.hInternet, "ftps://a:1", 0, null, null, service)
      ),
      ERROR_INVALID_PARAMETER,
    );
  });
}
