// Copyright 2026 the wininet authors. MIT license.

/**
 * INTERNET_OPTION_HSTS. Each session is private, so that the tests do not
 * affect one another.
 */

import { assertEquals } from "@std/assert";
import { ERROR_INTERNET_SEC_CERT_DATE_INVALID } from "../../error.ts";
import {
  INTERNET_FLAG_IGNORE_CERT_CN_INVALID,
  INTERNET_FLAG_IGNORE_CERT_DATE_INVALID,
  INTERNET_SERVICE_HTTP,
} from "../../flags.ts";
import { HttpOpenRequest, HttpSendRequest } from "../../http.ts";
import { HTTP_OPTION_TRANSPORT } from "../../http_options.ts";
import {
  InternetConnect,
  InternetOpenUrl,
  InternetQueryOption,
  InternetSetOption,
} from "../../internet.ts";
import { INTERNET_OPTION_HSTS, INTERNET_OPTION_URL } from "../../options.ts";
import { SESSION_OPTION_PRIVATE } from "../../session_options.ts";
import type { HINTERNET } from "../../structures.ts";
import { readText, rejectedCode } from "../helpers/calls.ts";
import { fixture } from "../helpers/certificates.ts";
import { withCache } from "../helpers/url_cache.ts";
import { type Watch, watch } from "../helpers/watch.ts";
import { FakeHttpServer } from "../servers/http_server.ts";

const DEMAND = { "Strict-Transport-Security": "max-age=1000" };

/** A server that requires https, and reports whether credentials were sent. */
function strictServer(certificate = "localhost"): FakeHttpServer {
  return new FakeHttpServer({
    "/": (_request, reply) => reply({ headers: DEMAND, body: "strict" }),
    "/kept": (_request, reply) =>
      reply({
        headers: { ...DEMAND, "Cache-Control": "max-age=1000" },
        body: "kept",
      }),
    "/forget": (_request, reply) =>
      reply({ headers: { "Strict-Transport-Security": "max-age=0" } }),
    "/back": (request, reply) =>
      reply({
        status: 302,
        headers: { Location: `http://${request.header("host")}/` },
      }),
    "/login": (request, reply) => {
      const sent = request.header("authorization");
      return sent === undefined
        ? reply({
          status: 401,
          headers: { "WWW-Authenticate": 'Basic realm="r"' },
        })
        : reply({ body: sent });
    },
  }, { tls: fixture(certificate) });
}

function strictSession(): Watch {
  const log = watch({ asynchronous: false });
  InternetSetOption(log.hInternet, SESSION_OPTION_PRIVATE, true);
  InternetSetOption(log.hInternet, INTERNET_OPTION_HSTS, true);
  return log;
}

async function open(log: Watch, url: string): Promise<HINTERNET> {
  return await InternetOpenUrl(log.hInternet, url, null, 0, 1);
}

async function get(log: Watch, url: string): Promise<string> {
  using hRequest = await open(log, url);
  return await readText(hRequest);
}

function redirects({ log }: Watch): unknown[] {
  return log.filter(({ name }) => name === "REDIRECT")
    .map(({ information }) => information);
}

for (const transport of ["sockets", "fetch"] as const) {
  Deno.test(`INTERNET_OPTION_HSTS sends an http request over https with ${transport}`, async () => {
    await using server = strictServer();
    await using log = strictSession();
    InternetSetOption(log.hInternet, HTTP_OPTION_TRANSPORT, transport);
    const { port } = server;
    await get(log, `https://localhost:${port}/`);
    assertEquals(redirects(log), []);
    using hRequest = await open(log, `http://localhost:${port}/`);
    assertEquals(await readText(hRequest), "strict");
    const secured = `https://localhost:${port}/`;
    assertEquals(redirects(log), [secured]);
    assertEquals(InternetQueryOption(hRequest, INTERNET_OPTION_URL), secured);
  });
}

Deno.test("INTERNET_OPTION_HSTS is off at first, and nothing is learned or changed", async () => {
  await using server = strictServer();
  await using log = strictSession();
  const { hInternet } = log;
  const { port } = server;
  InternetSetOption(hInternet, INTERNET_OPTION_HSTS, false);
  await get(log, `https://localhost:${port}/`);
  InternetSetOption(hInternet, INTERNET_OPTION_HSTS, true);
  await rejectedCode(get(log, `http://localhost:${port}/`));
  assertEquals(redirects(log), []);
  await get(log, `https://localhost:${port}/`);
  InternetSetOption(hInternet, INTERNET_OPTION_HSTS, false);
  await rejectedCode(get(log, `http://localhost:${port}/`));
  assertEquals(redirects(log), []);
});

Deno.test("INTERNET_OPTION_HSTS removes a host that sends max-age=0", async () => {
  await using server = strictServer();
  await using log = strictSession();
  const { port } = server;
  await get(log, `https://localhost:${port}/`);
  await get(log, `http://localhost:${port}/forget`);
  const before = redirects(log).length;
  await rejectedCode(get(log, `http://localhost:${port}/`));
  assertEquals(redirects(log).length, before);
});

Deno.test("INTERNET_OPTION_HSTS learns nothing over http, from an address, or with an ignored certificate error", async () => {
  await using log = strictSession();
  await using plain = new FakeHttpServer({
    "/": (_request, reply) => reply({ headers: DEMAND, body: "plain" }),
  });
  const url = `http://localhost:${plain.port}/`;
  assertEquals(await get(log, url), "plain");
  assertEquals(await get(log, url), "plain");
  await using server = strictServer();
  await get(log, `https://127.0.0.1:${server.port}/`);
  await rejectedCode(get(log, `http://127.0.0.1:${server.port}/`));
  await using other = strictServer("wronghost");
  const flags = INTERNET_FLAG_IGNORE_CERT_CN_INVALID;
  using hRequest = await InternetOpenUrl(
    log.hInternet,
    `https://localhost:${other.port}/`,
    null,
    flags,
    1,
  );
  assertEquals(await readText(hRequest), "strict");
  await rejectedCode(get(log, `http://localhost:${other.port}/`));
  assertEquals(redirects(log), []);
});

Deno.test("INTERNET_OPTION_HSTS ignores no certificate error", async () => {
  await using server = strictServer();
  await using old = strictServer("expired");
  await using log = strictSession();
  await get(log, `https://localhost:${server.port}/`);
  const opening = InternetOpenUrl(
    log.hInternet,
    `https://localhost:${old.port}/`,
    null,
    INTERNET_FLAG_IGNORE_CERT_DATE_INVALID,
    1,
  );
  assertEquals(
    await rejectedCode(opening),
    ERROR_INTERNET_SEC_CERT_DATE_INVALID,
  );
});

Deno.test("INTERNET_OPTION_HSTS follows a redirect to http over https", async () => {
  await using server = strictServer();
  await using log = strictSession();
  const { port } = server;
  await get(log, `https://localhost:${port}/`);
  // Without HSTS, this change of the scheme would be refused.
  assertEquals(await get(log, `https://localhost:${port}/back`), "strict");
  assertEquals(redirects(log), [`https://localhost:${port}/`]);
});

Deno.test("INTERNET_OPTION_HSTS follows a redirect from http to a host that requires https", async () => {
  await using server = strictServer();
  const { port } = server;
  await using plain = new FakeHttpServer({
    "/": (_request, reply) => reply.redirect(`http://localhost:${port}/`),
  });
  await using log = strictSession();
  await get(log, `https://localhost:${port}/`);
  // The redirect itself does not change the scheme, so it is not refused.
  assertEquals(await get(log, `http://127.0.0.1:${plain.port}/`), "strict");
  assertEquals(redirects(log), [`https://localhost:${port}/`]);
});

Deno.test("INTERNET_OPTION_HSTS of a private session applies only to that session", async () => {
  await using server = strictServer();
  await using first = strictSession();
  await using second = strictSession();
  const { port } = server;
  await get(first, `https://localhost:${port}/`);
  await rejectedCode(get(second, `http://localhost:${port}/`));
  assertEquals(redirects(second), []);
});

Deno.test("INTERNET_OPTION_HSTS sends the credentials of the program over https", async () => {
  await using server = strictServer();
  await using log = strictSession();
  const { port } = server;
  await get(log, `https://localhost:${port}/`);
  using hConnect = await InternetConnect(
    log.hInternet,
    "localhost",
    port,
    "anna",
    "secret",
    INTERNET_SERVICE_HTTP,
    0,
    1,
  );
  using hRequest = await HttpOpenRequest(
    hConnect,
    "GET",
    "/login",
    null,
    null,
    null,
    0,
    1,
  );
  for (let count = 0; count < 2; count++) {
    await HttpSendRequest(hRequest);
    assertEquals(await readText(hRequest), `Basic ${btoa("anna:secret")}`);
  }
});

Deno.test("INTERNET_OPTION_HSTS searches the cache for the URL with https", async () => {
  await withCache("memory", async () => {
    await using server = strictServer();
    await using log = strictSession();
    const { port } = server;
    await get(log, `https://localhost:${port}/kept`);
    using hRequest = await open(log, `http://localhost:${port}/kept`);
    assertEquals(await readText(hRequest), "kept");
    assertEquals(
      InternetQueryOption(hRequest, INTERNET_OPTION_URL),
      `https://localhost:${port}/kept`,
    );
    assertEquals(server.requests.length, 1);
  });
});
