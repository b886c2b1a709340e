// Copyright 2026 the wininet authors. MIT license.

/** INTERNET_OPTION_HTTP_PROTOCOL_USED. */

import { assertEquals } from "@std/assert";
import { ERROR_INTERNET_INVALID_OPERATION } from "../../error.ts";
import {
  HttpEndRequest,
  HttpOpenRequest,
  HttpSendRequestEx,
} from "../../http.ts";
import { HSR_CHUNKED, INTERNET_FLAG_SECURE } from "../../flags.ts";
import {
  InternetConnect,
  InternetOpen,
  InternetOpenUrl,
  InternetQueryOption,
  InternetSetOption,
  InternetWriteFile,
} from "../../internet.ts";
import {
  HTTP_PROTOCOL_FLAG_HTTP2,
  INTERNET_OPTION_ENABLE_HTTP_PROTOCOL,
  INTERNET_OPTION_HTTP_PROTOCOL_USED,
} from "../../options.ts";
import type { HINTERNET } from "../../structures.ts";
import { protocolUsed } from "../../_http/wire/request_facts.ts";
import { HELLO, readText, thrownCode, usualServer } from "../helpers/calls.ts";
import { fixture } from "../helpers/certificates.ts";
import { FakeHttpServer } from "../servers/http_server.ts";

function session(): HINTERNET {
  const hInternet = InternetOpen("agent");
  const option = INTERNET_OPTION_ENABLE_HTTP_PROTOCOL;
  InternetSetOption(hInternet, option, HTTP_PROTOCOL_FLAG_HTTP2);
  return hInternet;
}

function used(hRequest: HINTERNET): number {
  return InternetQueryOption(hRequest, INTERNET_OPTION_HTTP_PROTOCOL_USED);
}

/** An HTTP/2 server that returns the request. */
function echo(port = 0): Deno.HttpServer<Deno.NetAddr> {
  return Deno.serve(
    { hostname: "127.0.0.1", port, ...fixture("localhost"), onListen() {} },
    async (request) => new Response(await request.text()),
  );
}

Deno.test("INTERNET_OPTION_HTTP_PROTOCOL_USED is also HTTP/2 for an upload", async () => {
  await using server = echo();
  await using hInternet = session();
  const { port } = server.addr;
  using hConnect = await InternetConnect(hInternet, "localhost", port);
  using hRequest = await HttpOpenRequest(
    hConnect,
    "POST",
    "/",
    null,
    null,
    null,
    INTERNET_FLAG_SECURE,
  );
  assertEquals(used(hRequest), 0);
  await HttpSendRequestEx(hRequest, null, HSR_CHUNKED);
  await InternetWriteFile(hRequest, new TextEncoder().encode("hello"));
  await HttpEndRequest(hRequest);
  assertEquals(await readText(hRequest), "hello");
  assertEquals(used(hRequest), HTTP_PROTOCOL_FLAG_HTTP2);
});

Deno.test("INTERNET_OPTION_HTTP_PROTOCOL_USED is 0 without TLS, where the version is not negotiated", async () => {
  await using server = usualServer();
  await using hInternet = session();
  using hRequest = await InternetOpenUrl(hInternet, `${server.url}/`);
  assertEquals(await readText(hRequest), HELLO);
  assertEquals(used(hRequest), 0);
  assertEquals(server.connections, 1);
});

for (const alpn of [[], ["http/1.1"]]) {
  Deno.test(`INTERNET_OPTION_HTTP_PROTOCOL_USED is 0 if ALPN has [${alpn}]`, async () => {
    await using server = new FakeHttpServer(
      { "/": (_request, reply) => reply({ body: HELLO }) },
      { tls: fixture("localhost"), alpnProtocols: alpn },
    );
    await using hInternet = session();
    for (let count = 0; count < 2; count++) {
      const url = `https://localhost:${server.port}/`;
      using hRequest = await InternetOpenUrl(hInternet, url);
      assertEquals(await readText(hRequest), HELLO);
      assertEquals(used(hRequest), 0);
    }
    // One connection negotiates, and one serves both requests.
    assertEquals(server.connections, 2);
  });
}

Deno.test("protocolUsed() fails with ERROR_INTERNET_INVALID_OPERATION if fetch has chosen the version", () => {
  assertEquals(
    thrownCode(() => protocolUsed({ protocol: null })),
    ERROR_INTERNET_INVALID_OPERATION,
  );
});
