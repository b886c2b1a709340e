// Copyright 2026 the wininet authors. MIT license.

import { assert, assertEquals, assertRejects } from "@std/assert";
import tls from "node:tls";
import {
  ERROR_INTERNET_INVALID_CA,
  ERROR_INTERNET_OPERATION_CANCELLED,
  ERROR_INTERNET_SEC_CERT_CN_INVALID,
  ERROR_INTERNET_SEC_CERT_DATE_INVALID,
  ERROR_INTERNET_SEC_INVALID_CERT,
  ERROR_INTERNET_TIMEOUT,
  InternetError,
} from "../../error.ts";
import {
  INTERNET_FLAG_IGNORE_CERT_CN_INVALID,
  INTERNET_FLAG_IGNORE_CERT_DATE_INVALID,
  INTERNET_FLAG_NO_UI,
  INTERNET_FLAG_PRAGMA_NOCACHE,
  INTERNET_FLAG_SECURE,
} from "../../flags.ts";
import { HttpOpenRequest, HttpSendRequest } from "../../http.ts";
import {
  InternetCloseHandle,
  InternetConnect,
  InternetOpenUrl,
  InternetQueryOption,
  InternetSetOption,
} from "../../internet.ts";
import {
  INTERNET_OPTION_CONNECT_TIMEOUT,
  INTERNET_OPTION_SECURITY_FLAGS,
  SECURITY_FLAG_IGNORE_CERT_CN_INVALID,
  SECURITY_FLAG_IGNORE_CERT_DATE_INVALID,
  SECURITY_FLAG_IGNORE_UNKNOWN_CA,
  SECURITY_FLAG_IGNORE_WRONG_USAGE,
  SECURITY_FLAG_SECURE,
} from "../../options.ts";
import type { HINTERNET } from "../../structures.ts";
import { ERROR_NAMES } from "../../_base/error_names.ts";
import { HELLO, readText, rejectedCode } from "../helpers/calls.ts";
import { fixture, pem } from "../helpers/certificates.ts";
import { FakeHttpServer, type Routes } from "../servers/http_server.ts";
import { TcpServer, WireReader } from "../servers/tcp_server.ts";
import { watch } from "../helpers/watch.ts";

const NAME = SECURITY_FLAG_IGNORE_CERT_CN_INVALID;
const DATE = SECURITY_FLAG_IGNORE_CERT_DATE_INVALID;
const AUTHORITY = SECURITY_FLAG_IGNORE_UNKNOWN_CA;
const USAGE = SECURITY_FLAG_IGNORE_WRONG_USAGE;

const FLAG_NAMES: [flag: number, name: string][] = [
  [NAME, "CERT_CN_INVALID"],
  [DATE, "CERT_DATE_INVALID"],
  [AUTHORITY, "UNKNOWN_CA"],
  [USAGE, "WRONG_USAGE"],
];

/**
 * A program cannot read the certificates that --cert adds; this list applies to
 * this test file only.
 */
(tls as unknown as { setDefaultCACertificates(list: string[]): void })
  .setDefaultCACertificates([pem("ca.pem")]);

/** A server with one of the certificates from tests/tls. */
function tlsServer(name: string, routes: Routes = {}): FakeHttpServer {
  const options = { tls: fixture(name) };
  return new FakeHttpServer({
    "/": (_request, reply) => reply({ body: HELLO }),
    ...routes,
  }, options);
}

/** Opens a request for `/` with a host name that the valid certificates are for. */
async function open(
  hInternet: HINTERNET,
  port: number,
  dwFlags: number = 0,
  dwContext: unknown = "request",
): Promise<HINTERNET> {
  const hConnect = await InternetConnect(hInternet, "localhost", port);
  const flags = INTERNET_FLAG_SECURE | dwFlags;
  return await HttpOpenRequest(
    hConnect,
    null,
    "/",
    null,
    null,
    null,
    flags,
    dwContext,
  );
}

const CONNECTING = [
  "RESOLVING_NAME",
  "NAME_RESOLVED",
  "CONNECTING_TO_SERVER",
  "CONNECTED_TO_SERVER",
];

function namesOf(flags: number): string {
  const names = FLAG_NAMES.filter(([flag]) => flags & flag);
  return names.map(([, name]) => name).join(" and ") || "nothing";
}

// ---- ignored and other errors ----

const FORGIVEN: [certificate: string, flags: number][] = [
  ["wronghost", NAME],
  ["expired", DATE],
  ["notyet", DATE],
  ["expired_wronghost", NAME | DATE],
  ["unknown_ca", AUTHORITY],
  ["self_signed", AUTHORITY],
  ["client_usage", USAGE],
  ["localhost", NAME | DATE | AUTHORITY | USAGE],
];

const REFUSED: [certificate: string, flags: number, code: number][] = [
  ["wronghost", DATE | AUTHORITY | USAGE, ERROR_INTERNET_SEC_CERT_CN_INVALID],
  ["expired", NAME | AUTHORITY | USAGE, ERROR_INTERNET_SEC_CERT_DATE_INVALID],
  ["notyet", NAME, ERROR_INTERNET_SEC_CERT_DATE_INVALID],
  ["expired_wronghost", NAME, ERROR_INTERNET_SEC_CERT_DATE_INVALID],
  ["expired_wronghost", DATE, ERROR_INTERNET_SEC_CERT_CN_INVALID],
  ["unknown_ca", NAME | DATE | USAGE, ERROR_INTERNET_INVALID_CA],
  ["client_usage", NAME | DATE, ERROR_INTERNET_SEC_INVALID_CERT],
];

for (const dwContext of ["request", 0]) {
  const how = dwContext ? "observed" : "unobserved";

  for (const [certificate, flags] of FORGIVEN) {
    Deno.test(`SECURITY_FLAG_IGNORE_* forgives ${namesOf(flags)} of ${certificate}, ${how}`, async () => {
      await using server = tlsServer(certificate);
      await using log = watch();
      const hRequest = await open(log.hInternet, server.port, 0, dwContext);
      InternetSetOption(hRequest, INTERNET_OPTION_SECURITY_FLAGS, flags);
      await HttpSendRequest(hRequest);
      assertEquals(await readText(hRequest), HELLO);
      assertEquals(
        InternetQueryOption(hRequest, INTERNET_OPTION_SECURITY_FLAGS),
        flags | SECURITY_FLAG_SECURE,
      );
    });
  }

  for (const [certificate, flags, code] of REFUSED) {
    Deno.test(
      `HttpSendRequest() fails with ${
        ERROR_NAMES.get(code)
      } for ${certificate} if ${namesOf(flags)} is forgiven, ${how}`,
      async () => {
        await using server = tlsServer(certificate);
        await using log = watch();
        const hRequest = await open(log.hInternet, server.port, 0, dwContext);
        InternetSetOption(hRequest, INTERNET_OPTION_SECURITY_FLAGS, flags);
        assertEquals(await rejectedCode(HttpSendRequest(hRequest)), code);
        assertEquals(server.requests.length, 0);
      },
    );
  }
}

const BY_FLAG: [name: string, flag: number, certificate: string][] = [
  ["CERT_CN_INVALID", INTERNET_FLAG_IGNORE_CERT_CN_INVALID, "wronghost"],
  ["CERT_DATE_INVALID", INTERNET_FLAG_IGNORE_CERT_DATE_INVALID, "expired"],
];

for (const [name, flag, certificate] of BY_FLAG) {
  Deno.test(`HttpOpenRequest() with INTERNET_FLAG_IGNORE_${name} forgives ${certificate}`, async () => {
    await using server = tlsServer(certificate);
    await using log = watch();
    const hRequest = await open(log.hInternet, server.port, flag);
    await HttpSendRequest(hRequest);
    assertEquals(await readText(hRequest), HELLO);
  });

  Deno.test(`InternetOpenUrl() with INTERNET_FLAG_IGNORE_${name} forgives ${certificate}`, async () => {
    await using server = tlsServer(certificate);
    await using log = watch();
    const { hInternet } = log;
    const url = `https://localhost:${server.port}/`;
    const hRequest = await InternetOpenUrl(hInternet, url, null, flag, "url");
    assertEquals(await readText(hRequest), HELLO);
    await assertRejects(
      () => InternetOpenUrl(hInternet, url, null, 0, "url"),
      InternetError,
    );
  });
}

// 0x100 and 0x200 are IGNORE_UNKNOWN_CA and IGNORE_WRONG_USAGE as security flags.
const OTHER_MEANING: [name: string, flag: number, certificate: string][] = [
  ["PRAGMA_NOCACHE", INTERNET_FLAG_PRAGMA_NOCACHE, "unknown_ca"],
  ["NO_UI", INTERNET_FLAG_NO_UI, "client_usage"],
];

for (const [name, flag, certificate] of OTHER_MEANING) {
  Deno.test(`INTERNET_FLAG_${name} does not forgive ${certificate}`, async () => {
    await using server = tlsServer(certificate);
    await using log = watch();
    const hRequest = await open(log.hInternet, server.port, flag);
    const code = await rejectedCode(HttpSendRequest(hRequest));
    const expected = certificate === "unknown_ca"
      ? ERROR_INTERNET_INVALID_CA
      : ERROR_INTERNET_SEC_INVALID_CERT;
    assertEquals(code, expected);
    assertEquals(server.requests.length, 0);
  });
}

// ---- for one request ----

for (
  const [certificate, flags] of [
    ["wronghost", NAME],
    ["expired", DATE],
    ["unknown_ca", AUTHORITY],
  ] as const
) {
  Deno.test(`SECURITY_FLAG_IGNORE_* of one request does not forgive ${certificate} for another one`, async () => {
    await using server = tlsServer(certificate);
    await using log = watch();
    const { hInternet } = log;
    const get = async (forgiven: number) => {
      const hRequest = await open(hInternet, server.port);
      InternetSetOption(hRequest, INTERNET_OPTION_SECURITY_FLAGS, forgiven);
      await HttpSendRequest(hRequest);
      return await readText(hRequest);
    };
    assertEquals(await get(flags), HELLO);
    // The connection of the first request is kept.
    await assertRejects(() => get(0), InternetError);
    assertEquals(await get(flags), HELLO);
    assertEquals(server.requests.map(({ number }) => number), [0, 1]);
  });

  Deno.test(`HttpSendRequest() works again after SECURITY_FLAG_IGNORE_* was set for ${certificate}`, async () => {
    await using server = tlsServer(certificate);
    await using log = watch();
    const hRequest = await open(log.hInternet, server.port);
    await assertRejects(() => HttpSendRequest(hRequest), InternetError);
    const before = InternetQueryOption(
      hRequest,
      INTERNET_OPTION_SECURITY_FLAGS,
    ) as number;
    InternetSetOption(
      hRequest,
      INTERNET_OPTION_SECURITY_FLAGS,
      before | flags,
    );
    await HttpSendRequest(hRequest);
    assertEquals(await readText(hRequest), HELLO);
    InternetCloseHandle(hRequest);
    const next = await open(log.hInternet, server.port);
    await assertRejects(() => HttpSendRequest(next), InternetError);
  });
}

Deno.test("SECURITY_FLAG_IGNORE_* applies after a redirect, because the flags are those of the request", async () => {
  await using target = tlsServer("wronghost");
  await using server = tlsServer("wronghost", {
    "/": (_request, reply) =>
      reply.redirect(`https://localhost:${target.port}/`),
  });
  await using log = watch();
  const hRequest = await open(log.hInternet, server.port);
  InternetSetOption(hRequest, INTERNET_OPTION_SECURITY_FLAGS, NAME);
  await HttpSendRequest(hRequest);
  assertEquals(await readText(hRequest), HELLO);
});

Deno.test("SECURITY_FLAG_IGNORE_* ignores no other error after a redirect", async () => {
  await using target = tlsServer("expired");
  await using server = tlsServer("wronghost", {
    "/": (_request, reply) =>
      reply.redirect(`https://localhost:${target.port}/`),
  });
  await using log = watch();
  const hRequest = await open(log.hInternet, server.port);
  InternetSetOption(hRequest, INTERNET_OPTION_SECURITY_FLAGS, NAME);
  assertEquals(
    await rejectedCode(HttpSendRequest(hRequest)),
    ERROR_INTERNET_SEC_CERT_DATE_INVALID,
  );
  assertEquals(target.requests.length, 0);
});

// ---- statuses ----

for (const [certificate, flags] of FORGIVEN) {
  Deno.test(`SECURITY_FLAG_IGNORE_* for ${certificate} keeps statuses and counts correct`, async () => {
    await using server = tlsServer(certificate);
    await using log = watch();
    const hRequest = await open(log.hInternet, server.port);
    InternetSetOption(hRequest, INTERNET_OPTION_SECURITY_FLAGS, flags);
    log.log.length = 0;
    await HttpSendRequest(hRequest);
    assertEquals(await readText(hRequest), HELLO);
    // If the name has several addresses, more than one may be tried.
    const names = log.names().filter((name, index, all) =>
      name !== "REQUEST_COMPLETE" && name !== all[index - 1]
    );
    // rustls is used first; after an error that is ignored, a second connection
    // is opened.
    const twice = (flags & (DATE | USAGE)) !== 0 && (flags & AUTHORITY) === 0;
    assertEquals(names, [
      ...(twice
        ? [...CONNECTING, "CLOSING_CONNECTION", "CONNECTION_CLOSED"]
        : []),
      ...CONNECTING,
      "SENDING_REQUEST",
      "REQUEST_SENT",
      "RECEIVING_RESPONSE",
      "RESPONSE_RECEIVED",
    ], `${names}`);
    const bytes = (name: string) =>
      log.log.filter((entry) => entry.name === name)
        .reduce((sum, { information }) => sum + Number(information), 0);
    // The counts are those of HTTP, without TLS.
    assertEquals(bytes("REQUEST_SENT"), server.requests[0]?.rawHead.length);
    const answer = `HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n${HELLO}`;
    assertEquals(bytes("RESPONSE_RECEIVED"), answer.length);
  });
}

// ---- in the handshake ----

for (const [flags, name] of FLAG_NAMES) {
  Deno.test(`InternetCloseHandle() cancels the handshake if ${name} is forgiven`, async () => {
    const hello = Promise.withResolvers<void>();
    const over = Promise.withResolvers<void>();
    await using server = new TcpServer(async (conn) => {
      await new WireReader(conn).readSome();
      hello.resolve();
      await over.promise;
    });
    await using log = watch();
    const hRequest = await open(log.hInternet, server.port);
    InternetSetOption(hRequest, INTERNET_OPTION_SECURITY_FLAGS, flags);
    const code = rejectedCode(HttpSendRequest(hRequest));
    await hello.promise;
    InternetCloseHandle(hRequest);
    assertEquals(await code, ERROR_INTERNET_OPERATION_CANCELLED);
    // rustls closes its socket when the server does.
    over.resolve();
  });

  Deno.test(`INTERNET_OPTION_CONNECT_TIMEOUT limits the handshake if ${name} is forgiven`, async () => {
    const over = Promise.withResolvers<void>();
    await using server = new TcpServer(async (conn) => {
      await new WireReader(conn).readSome();
      await over.promise;
    });
    await using log = watch();
    const hRequest = await open(log.hInternet, server.port);
    InternetSetOption(hRequest, INTERNET_OPTION_SECURITY_FLAGS, flags);
    InternetSetOption(hRequest, INTERNET_OPTION_CONNECT_TIMEOUT, 80);
    const code = await rejectedCode(HttpSendRequest(hRequest));
    assertEquals(code, ERROR_INTERNET_TIMEOUT);
    assert(!log.names().includes("SENDING_REQUEST"));
    over.resolve();
  });
}
