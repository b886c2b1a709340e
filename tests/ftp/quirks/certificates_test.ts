// Copyright 2026 the wininet authors. MIT license.

import tls from "node:tls";
import { assert, assertEquals, assertRejects } from "@std/assert";
import type { AddressInfo } from "node:net";
import { createServer } from "node:tls";
import {
  ERROR_INTERNET_EXTENDED_ERROR,
  ERROR_INTERNET_INVALID_CA,
  ERROR_INTERNET_LOGIN_FAILURE,
  ERROR_INTERNET_SEC_CERT_CN_INVALID,
  ERROR_INTERNET_SEC_CERT_DATE_INVALID,
  ERROR_INTERNET_TIMEOUT,
  InternetError,
} from "../../../error.ts";
import {
  INTERNET_FLAG_IGNORE_CERT_CN_INVALID,
  INTERNET_FLAG_IGNORE_CERT_DATE_INVALID,
  INTERNET_FLAG_PASSIVE,
  INTERNET_FLAG_SECURE,
} from "../../../flags.ts";
import { InternetOpenUrl } from "../../../internet.ts";
import { INTERNET_OPTION_CONNECT_TIMEOUT } from "../../../options.ts";
import {
  fileText,
  type FtpConnectOptions,
  openFtp,
} from "../../helpers/ftp_calls.ts";
import {
  assertUsable,
  failedConnectTest,
  failedGet,
  put,
  quirkTest,
  set,
} from "./quirks.ts";
import type { FtpScript } from "../../servers/ftp_server.ts";
import { fixture, pem } from "../../helpers/certificates.ts";
import { watch } from "../../helpers/watch.ts";

// Ignoring a wrong date requires the authorities, and --cert passes them only
// to Deno.
(tls as unknown as { setDefaultCACertificates(list: string[]): void })
  .setDefaultCACertificates([pem("ca.pem")]);

const TLS: FtpConnectOptions = { flags: INTERNET_FLAG_SECURE };

// ---- certificates ----

const CERTIFICATES: [name: string, code: number][] = [
  ["expired", ERROR_INTERNET_SEC_CERT_DATE_INVALID],
  ["notyet", ERROR_INTERNET_SEC_CERT_DATE_INVALID],
  ["wronghost", ERROR_INTERNET_SEC_CERT_CN_INVALID],
  ["unknown_ca", ERROR_INTERNET_INVALID_CA],
  ["self_signed", ERROR_INTERNET_INVALID_CA],
];

/**
 * A server whose data connections have another certificate, and that does not
 * resume sessions.
 */
function otherCertificate(name: string): Record<string, FtpScript> {
  return {
    async EPSV(call) {
      const listener = Deno.listenTls({
        hostname: "127.0.0.1",
        port: 0,
        ...fixture(name),
      });
      call.server.options.on!.RETR = async (call) => {
        using _listener = listener;
        await call.reply("150 Now");
        using conn = await listener.accept();
        await conn.handshake().catch(() => {});
        delete call.server.options.on!.EPSV;
        await call.reply("226 Done");
      };
      await call.reply(`229 (|||${listener.addr.port}|)`);
    },
  };
}

for (const [certificate, code] of CERTIFICATES) {
  failedConnectTest(
    `InternetConnect() fails with the certificate ${certificate}`,
    {
      certificate,
    },
    ({ error, server }) => {
      assertEquals(error.code, code);
      assertEquals(server.commands, ["AUTH TLS"]);
    },
    TLS,
  );

  quirkTest(
    `FtpGetFile() fails with the certificate ${certificate} on the data connection`,
    {
      on: otherCertificate(certificate),
    },
    async (scene) => {
      const error = await failedGet(scene.hConnect);
      assertEquals(error.code, code);
      await assertUsable(scene);
    },
    TLS,
  );
}

for (
  const [certificate, flag] of [
    ["expired", INTERNET_FLAG_IGNORE_CERT_DATE_INVALID],
    ["wronghost", INTERNET_FLAG_IGNORE_CERT_CN_INVALID],
  ] as const
) {
  quirkTest(
    `faults that are forgiven (${certificate}) are also forgiven on data connections`,
    {
      certificate,
    },
    async (scene) => {
      await put(scene.hConnect, "content");
      assertEquals(fileText(scene.server, "/a"), "content");
      await assertUsable(scene);
    },
    { flags: INTERNET_FLAG_SECURE | flag },
  );
}

// ---- handshakes that never end ----

failedConnectTest("a handshake of the control connection times out", {
  on: {
    async AUTH(call) {
      await call.reply("234 Go");
      await call.until(new Promise(() => {}));
    },
  },
}, async ({ error, server }) => {
  assertEquals(error.code, ERROR_INTERNET_TIMEOUT);
  await server.allClosed();
}, { ...TLS, settings: [[INTERNET_OPTION_CONNECT_TIMEOUT, 100]] });

Deno.test("a handshake of a data connection times out", async () => {
  await using scene = await openFtp({
    on: {
      async RETR(call) {
        call.session.protection = "C";
        const data = await call.data();
        call.session.protection = "P";
        await call.reply("150 Now");
        await data.readAll().catch(() => {});
        await call.reply("426 No handshake");
      },
    },
  }, TLS);
  set(scene.hConnect, [[INTERNET_OPTION_CONNECT_TIMEOUT, 100]]);
  const error = await failedGet(scene.hConnect);
  assert(
    [ERROR_INTERNET_TIMEOUT, ERROR_INTERNET_EXTENDED_ERROR].includes(
      error.code,
    ),
    error.message,
  );
  await assertUsable(scene);
});

// ---- servers with TLS 1.3 alone ----

/**
 * A server with TLS 1.3 from the start that refuses every login; reports the
 * handshakes that have failed.
 */
function newestServer() {
  const failures: string[] = [];
  const server = createServer({
    ...fixture("localhost"),
    minVersion: "TLSv1.3",
  }, (socket) => {
    socket.on("error", () => {});
    socket.write("220 Ready\r\n");
    socket.on("data", () => socket.write("530 Not you\r\n"));
  });
  server.on("tlsClientError", (error) => failures.push(error.message));
  const { promise, resolve } = Promise.withResolvers<void>();
  server.listen(0, "127.0.0.1", resolve);
  return {
    failures,
    listening: promise,
    get port() {
      return (server.address() as AddressInfo).port;
    },
    [Symbol.asyncDispose]: () =>
      new Promise<void>((done) => server.close(() => done())),
  };
}

Deno.test("a server that requires TLS 1.3 is reached with a second attempt", async () => {
  await using server = newestServer();
  await server.listening;
  await using watched = watch();
  const error = await assertRejects(
    () =>
      InternetOpenUrl(
        watched.hInternet,
        `ftps://127.0.0.1:${server.port}/a`,
        null,
        INTERNET_FLAG_PASSIVE,
      ),
    InternetError,
  );
  assertEquals(error.code, ERROR_INTERNET_LOGIN_FAILURE);
  assertEquals(server.failures.length, 1);
});
