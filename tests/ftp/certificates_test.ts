// Copyright 2026 the wininet authors. MIT license.

/** The certificates of FTP with TLS, for servers and clients. */

import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import {
  ERROR_INTERNET_CLIENT_AUTH_CERT_NEEDED,
  ERROR_INTERNET_INVALID_CA,
  ERROR_INTERNET_INVALID_OPERATION,
  ERROR_INTERNET_SECURITY_CHANNEL_ERROR,
  ERROR_INVALID_PARAMETER,
} from "../../error.ts";
import {
  INTERNET_FLAG_IGNORE_CERT_CN_INVALID,
  INTERNET_FLAG_SECURE,
} from "../../flags.ts";
import {
  InternetOpen,
  InternetOpenUrl,
  InternetQueryOption,
  InternetSetOption,
} from "../../internet.ts";
import {
  INTERNET_OPTION_CLIENT_CERT_CONTEXT,
  INTERNET_OPTION_SECURITY_CERTIFICATE_STRUCT,
} from "../../options.ts";
import { SESSION_OPTION_CERTIFICATES } from "../../session_options.ts";
import type { HINTERNET } from "../../structures.ts";
import { rejectedCode, thrownCode } from "../helpers/calls.ts";
import { fixture, unreadableChain } from "../helpers/certificates.ts";
import { connectFtp, openToRead, readAll } from "../helpers/ftp_calls.ts";
import { FakeHttpServer } from "../servers/http_server.ts";
import { FtpServer } from "../servers/ftp_server.ts";
import { TcpServer } from "../servers/tcp_server.ts";

const FLAGS = { flags: INTERNET_FLAG_SECURE };
const FILES = { files: { "/a.txt": "secret" } };

function subjectOf(handle: HINTERNET): string {
  return InternetQueryOption(
    handle,
    INTERNET_OPTION_SECURITY_CERTIFICATE_STRUCT,
  ).lpszSubjectInfo;
}

Deno.test("INTERNET_OPTION_SECURITY_CERTIFICATE_STRUCT is available for a control connection with TLS", async () => {
  await using server = new FtpServer(FILES);
  await using hInternet = InternetOpen("certificates");
  using hConnect = await connectFtp(hInternet, server, FLAGS);
  assertEquals(subjectOf(hConnect), "localhost");
});

Deno.test("INTERNET_OPTION_SECURITY_CERTIFICATE_STRUCT is an error on a control connection without TLS", async () => {
  await using server = new FtpServer(FILES);
  await using hInternet = InternetOpen("certificates");
  using hConnect = await connectFtp(hInternet, server);
  assertEquals(
    thrownCode(() => subjectOf(hConnect)),
    ERROR_INTERNET_INVALID_OPERATION,
  );
});

Deno.test("SESSION_OPTION_CERTIFICATES shows a certificate whose wrong name is ignored", async () => {
  await using server = new FtpServer({ ...FILES, certificate: "wronghost" });
  await using hInternet = InternetOpen("certificates");
  const flags = INTERNET_FLAG_SECURE | INTERNET_FLAG_IGNORE_CERT_CN_INVALID;
  using unknown = await connectFtp(hInternet, server, { flags });
  assertEquals(
    thrownCode(() => subjectOf(unknown)),
    ERROR_INTERNET_INVALID_OPERATION,
  );
  InternetSetOption(hInternet, SESSION_OPTION_CERTIFICATES, true);
  using known = await connectFtp(hInternet, server, { flags });
  assertEquals(subjectOf(known), "other.example");
});

Deno.test("INTERNET_OPTION_CLIENT_CERT_CONTEXT is sent on control and data connections", async () => {
  await using server = new FtpServer({ ...FILES, clientCertificates: true });
  await using hInternet = InternetOpen("certificates");
  assertEquals(
    await rejectedCode(connectFtp(hInternet, server, FLAGS)),
    ERROR_INTERNET_CLIENT_AUTH_CERT_NEEDED,
  );
  const option = INTERNET_OPTION_CLIENT_CERT_CONTEXT;
  InternetSetOption(hInternet, option, fixture("localhost"));
  using hConnect = await connectFtp(hInternet, server, FLAGS);
  for (let count = 0; count < 3; count++) {
    using hFile = await openToRead(hConnect, "a.txt");
    assertEquals(await readAll(hFile), "secret");
  }
  const { cert } = fixture("localhost");
  InternetSetOption(hInternet, option, { cert, key: fixture("expired").key });
  const before = server.commands.length;
  assertEquals(
    await rejectedCode(connectFtp(hInternet, server, FLAGS)),
    ERROR_INVALID_PARAMETER,
  );
  assertEquals(server.commands.length, before);
});

Deno.test("an FTP server that requests a certificate and has an invalid one itself causes the error for the invalid one", async () => {
  await using server = new FtpServer({
    ...FILES,
    clientCertificates: true,
    certificate: "unknown_ca",
  });
  await using hInternet = InternetOpen("certificates");
  assertEquals(
    await rejectedCode(connectFtp(hInternet, server, FLAGS)),
    ERROR_INTERNET_INVALID_CA,
  );
});

Deno.test("a chain that cannot be read fails only the connection, also with TLS 1.2", async () => {
  await using server = new TcpServer(() => {}, { tls: unreadableChain() });
  await using hInternet = InternetOpen("certificates");
  const url = `ftps://localhost:${server.port}/a.txt`;
  assertEquals(
    await rejectedCode(InternetOpenUrl(hInternet, url)),
    ERROR_INTERNET_SECURITY_CHANNEL_ERROR,
  );
});

/** The settings that prevent the resumption of TLS sessions, and their names in the error. */
const PREVENTING: [name: string, flags: number, certificate: boolean][] = [
  ["INTERNET_OPTION_CLIENT_CERT_CONTEXT", 0, true],
  ["INTERNET_FLAG_IGNORE_CERT_*", INTERNET_FLAG_IGNORE_CERT_CN_INVALID, false],
];

for (const requireReuse of [true, "close"] as const) {
  for (const [name, flags, certificate] of PREVENTING) {
    Deno.test(`the error of an FTP server that requires resumption (${requireReuse}) names ${name}, which prevents it`, async () => {
      await using server = new FtpServer({ ...FILES, requireReuse });
      await using hInternet = InternetOpen("certificates");
      if (certificate) {
        const option = INTERNET_OPTION_CLIENT_CERT_CONTEXT;
        InternetSetOption(hInternet, option, fixture("localhost"));
      }
      using hConnect = await connectFtp(hInternet, server, {
        flags: INTERNET_FLAG_SECURE | flags,
      });
      const error = await assertRejects(async () => {
        using hFile = await openToRead(hConnect, "a.txt");
        await readAll(hFile);
      });
      assertStringIncludes(String(error), name);
    });
  }
}

Deno.test("SESSION_OPTION_CERTIFICATES of HTTP leaves FTP sessions resumable", async () => {
  await using web = new FakeHttpServer({
    "/": (_request, reply) => reply(),
  }, { tls: fixture("localhost") });
  await using server = new FtpServer({ ...FILES, requireReuse: true });
  await using hInternet = InternetOpen("certificates");
  InternetSetOption(hInternet, SESSION_OPTION_CERTIFICATES, true);
  const get = async () => {
    await using hRequest = await InternetOpenUrl(
      hInternet,
      `https://localhost:${web.port}/`,
      "Connection: close",
    );
    await readAll(hRequest);
  };
  await get();
  const place = { host: "localhost", port: server.port };
  using hConnect = await connectFtp(hInternet, place, FLAGS);
  for (let count = 0; count < 3; count++) {
    await get();
    using hFile = await openToRead(hConnect, "a.txt");
    assertEquals(await readAll(hFile), "secret");
  }
});

Deno.test("InternetOpenUrl() uses a kept login only with the same certificate", async () => {
  await using server = new FtpServer({ ...FILES, implicit: true });
  await using hInternet = InternetOpen("certificates");
  const open = async () => {
    const url = `ftps://localhost:${server.port}/a.txt`;
    await using hFile = await InternetOpenUrl(hInternet, url);
    assertEquals(await readAll(hFile), "secret");
  };
  await open();
  await open();
  const logins = () => server.commands.filter((line) => /^USER/.test(line));
  assertEquals(logins().length, 1);
  InternetSetOption(
    hInternet,
    INTERNET_OPTION_CLIENT_CERT_CONTEXT,
    fixture("localhost"),
  );
  await open();
  assertEquals(logins().length, 2);
});
