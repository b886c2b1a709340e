// Copyright 2026 the wininet authors. MIT license.

/** Proxies that are reached over TLS: their certificates, and FTP and Gopher through them. */

import { assert, assertEquals, assertRejects } from "@std/assert";
import {
  ERROR_INTERNET_INVALID_CA,
  ERROR_INTERNET_SEC_CERT_CN_INVALID,
  ERROR_INTERNET_SEC_CERT_DATE_INVALID,
  ERROR_INTERNET_SECURITY_CHANNEL_ERROR,
  InternetError,
} from "../../error.ts";
import {
  INTERNET_FLAG_IGNORE_CERT_CN_INVALID,
  INTERNET_FLAG_IGNORE_CERT_DATE_INVALID,
  INTERNET_FLAG_SECURE,
} from "../../flags.ts";
import { FtpGetFile, FtpPutFile } from "../../ftp.ts";
import { GopherOpenFile } from "../../gopher.ts";
import { InternetOpenUrl } from "../../internet.ts";
import { readable } from "../../streams.ts";
import { fixture } from "../helpers/certificates.ts";
import { connectFtp, folder, pattern } from "../helpers/ftp_calls.ts";
import { connectGopher } from "../helpers/gopher_calls.ts";
import {
  forgetAll,
  get,
  httpProxy,
  LOCALHOST,
  openBy,
  SCHEMES,
  serverOf,
} from "../helpers/http_proxy_calls.ts";
import { FtpServer } from "../servers/ftp_server.ts";
import { GopherServer } from "../servers/gopher_server.ts";
import { send, TcpServer, WireReader } from "../servers/tcp_server.ts";

/** A certificate of the proxy, and the code of the error. */
const BAD_CERTIFICATES: readonly [name: string, code: number][] = [
  ["expired", ERROR_INTERNET_SEC_CERT_DATE_INVALID],
  ["notyet", ERROR_INTERNET_SEC_CERT_DATE_INVALID],
  ["wronghost", ERROR_INTERNET_SEC_CERT_CN_INVALID],
  ["unknown_ca", ERROR_INTERNET_INVALID_CA],
];

for (const [name, code] of BAD_CERTIFICATES) {
  for (const scheme of SCHEMES) {
    Deno.test(`${scheme} does not trust a proxy with the certificate "${name}", even if every certificate error of the server is ignored`, async () => {
      await using server = serverOf(scheme);
      await using proxy = httpProxy({ tls: fixture(name) });
      await using hInternet = openBy(proxy.list("user:hush-hush@"));
      const flags = INTERNET_FLAG_IGNORE_CERT_CN_INVALID |
        INTERNET_FLAG_IGNORE_CERT_DATE_INVALID;
      for (const dwFlags of [0, flags]) {
        const error = await assertRejects(
          () => get(hInternet, server.url, 1, dwFlags),
          InternetError,
        );
        assertEquals(error.code, code, error.message);
        assert(!Deno.inspect(error, { depth: 9 }).includes("hush-hush"));
      }
      assertEquals([proxy.requests.length, server.connections], [0, 0]);
    });
  }
}

for (const scheme of SCHEMES) {
  Deno.test(`${scheme} fails if an https proxy does not use TLS`, async () => {
    await using server = serverOf(scheme);
    await using proxy = new TcpServer(async (conn) => {
      const reader = new WireReader(conn);
      await reader.readSome();
      await send(conn, "HTTP/1.1 400 Bad Request\r\n\r\n");
      await reader.peerClosed();
    });
    await using hInternet = openBy(`https://127.0.0.1:${proxy.port}`);
    const error = await assertRejects(
      () => get(hInternet, server.url),
      InternetError,
    );
    assertEquals(error.code, ERROR_INTERNET_SECURITY_CHANNEL_ERROR);
    assertEquals(server.connections, 0);
  });
}

Deno.test("the certificate of the server is also checked behind an https proxy", async () => {
  await using server = serverOf("https");
  await using proxy = httpProxy({
    tls: LOCALHOST,
    route: () => `127.0.0.1:${server.port}`,
  });
  await using hInternet = openBy(proxy.list());
  const url = "https://server.invalid/";
  const error = await assertRejects(() => get(hInternet, url), InternetError);
  assertEquals(error.code, ERROR_INTERNET_SEC_CERT_CN_INVALID);
  const flags = INTERNET_FLAG_IGNORE_CERT_CN_INVALID;
  assertEquals((await get(hInternet, url, 0, flags)).text, "by the server");
});

Deno.test("a large response arrives completely through TLS within TLS", async () => {
  const body = pattern(3_000_000);
  await using server = serverOf("https", (_request, reply) => reply({ body }));
  await using proxy = httpProxy({ tls: LOCALHOST });
  await using hInternet = openBy(proxy.list());
  const hRequest = await InternetOpenUrl(hInternet, server.url);
  assertEquals(await new Response(readable(hRequest)).bytes(), body);
});

// ---- FTP and Gopher ----

for (const security of ["plain", "TLS"] as const) {
  for (const authentication of ["Basic", "Digest"] as const) {
    Deno.test(`FTP works through an https proxy with ${authentication}, ${security}`, async () => {
      forgetAll();
      const content = pattern(300_000);
      await using server = new FtpServer({ files: { "/a": content } });
      await using proxy = httpProxy({
        tls: LOCALHOST,
        password: "user:pw",
        scheme: authentication,
      });
      await using hInternet = openBy(proxy.list("user:pw@"));
      await using hConnect = await connectFtp(
        hInternet,
        { host: "localhost", port: server.port },
        { flags: security === "TLS" ? INTERNET_FLAG_SECURE : 0 },
      );
      using files = folder();
      await FtpGetFile(hConnect, "a", files.path("a"));
      assertEquals(files.read("a"), content);
      await FtpPutFile(hConnect, files.path("a"), "b");
      assertEquals(server.files.get("/b"), content);
      await hConnect[Symbol.asyncDispose]();
      assert(
        proxy.asked.every((line) => line.startsWith("CONNECT localhost:")),
      );
      // The credentials are requested once and then remembered.
      assertEquals(proxy.answers.filter((answer) => answer === "").length, 1);
      assertEquals(proxy.connections, 4);
    });
  }
}

for (const secure of [false, true]) {
  Deno.test(`Gopher works through an https proxy${secure ? ", TLS" : ""}`, async () => {
    forgetAll();
    const bytes = pattern(300_000);
    await using server = new GopherServer({ "/bin": bytes }, { tls: secure });
    await using proxy = httpProxy({ tls: LOCALHOST, password: "user:pw" });
    await using hInternet = openBy(proxy.list("user:pw@"));
    const hConnect = await connectGopher(hInternet, server);
    const host = secure ? "localhost" : server.host;
    const item = `9\t/bin\t${host}\t${server.port}\r\n`;
    const hFile = await GopherOpenFile(hConnect, item);
    assertEquals(await new Response(readable(hFile)).bytes(), bytes);
    assertEquals(
      new Set(proxy.asked),
      new Set([`CONNECT ${host}:${server.port}`]),
    );
    await server.allClosed();
    await proxy.allClosed();
  });
}
