// Copyright 2026 the wininet authors. MIT license.

import { assert, assertEquals } from "@std/assert";
import { INTERNET_FLAG_SECURE } from "../../flags.ts";
import {
  HttpEndRequest,
  HttpSendRequest,
  HttpSendRequestEx,
} from "../../http.ts";
import { InternetReadFile, InternetWriteFile } from "../../internet.ts";
import { NEVER, openRequest, readText, sentRequest } from "../helpers/calls.ts";
import { fixture } from "../helpers/certificates.ts";
import { FakeHttpServer, type Routes } from "../servers/http_server.ts";
import { watch } from "../helpers/watch.ts";

const TLS = fixture("localhost");

function secureServer(routes: Routes): FakeHttpServer {
  return new FakeHttpServer(routes, { tls: TLS });
}

/** Returns the options for a server that has a certificate for its name. */
function at(server: FakeHttpServer): { hostname: string; port: number } {
  return { hostname: "localhost", port: server.port };
}

const OPTIONS = { dwFlags: INTERNET_FLAG_SECURE, dwContext: 1 };

const EXCHANGE = [
  "SENDING_REQUEST",
  "REQUEST_SENT",
  "RECEIVING_RESPONSE",
  "RESPONSE_RECEIVED",
  "REQUEST_COMPLETE",
];

for (const length of [0, 5, 5000, 100_000]) {
  Deno.test(`the stages of a request with ${length} bytes over TLS are reported, on a new connection and a kept one`, async () => {
    await using server = secureServer({ "*": (_request, reply) => reply() });
    await using watched = watch();
    const hRequest = await openRequest(watched.hInternet, at(server), {
      ...OPTIONS,
      verb: "POST",
    });
    await HttpSendRequest(hRequest, null, new Uint8Array(length));
    assertEquals(
      watched.names().filter((name) => EXCHANGE.includes(name)),
      EXCHANGE,
    );
    const sent = watched.log.find(({ name }) => name === "REQUEST_SENT")!;
    const text = server.requests[0]!.rawHead.length + length;
    // The number of bytes on the wire: each record has an overhead of 22 bytes
    // and carries up to 16 KiB.
    assert(Number(sent.information) >= text);
    assert(Number(sent.information) < text + 22 * (3 + length / 4096));
    watched.log.length = 0;
    await HttpSendRequest(hRequest, null, new Uint8Array(length));
    assertEquals(watched.names(), EXCHANGE);
  });
}

Deno.test("the stages of a body that is written over TLS are reported one by one", async () => {
  await using server = secureServer({
    "*": ({ body }, reply) => reply({ body }),
  });
  await using watched = watch();
  const hRequest = await openRequest(watched.hInternet, at(server), {
    ...OPTIONS,
    verb: "POST",
  });
  await HttpSendRequestEx(hRequest, { dwBufferTotal: 10 });
  watched.log.length = 0;
  await InternetWriteFile(hRequest, "hello");
  await InternetWriteFile(hRequest, "world");
  const write = ["SENDING_REQUEST", "REQUEST_SENT", "REQUEST_COMPLETE"];
  assertEquals(watched.names(), [...write, ...write]);
  await HttpEndRequest(hRequest);
  assertEquals(await readText(hRequest), "helloworld");
});

for (const missing of [1, 100, 400, 1000]) {
  Deno.test(`a body over TLS with ${missing} bytes missing is not treated as complete`, async () => {
    await using server = secureServer({
      "*": (_request, reply) =>
        reply({ length: 5000, body: [new Uint8Array(5000 - missing), NEVER] }),
    });
    await using watched = watch();
    const hRequest = await sentRequest(watched.hInternet, at(server), OPTIONS);
    await InternetReadFile(hRequest, new Uint8Array(5000 - missing));
    watched.log.length = 0;
    const reading = InternetReadFile(hRequest, new Uint8Array(1));
    reading.catch(() => {});
    assertEquals(
      (await watched.until("RECEIVING_RESPONSE")).name,
      "RECEIVING_RESPONSE",
    );
    await hRequest[Symbol.asyncDispose]();
    await server.allClosed();
    assertEquals(watched.names(), [
      "RECEIVING_RESPONSE",
      "CLOSING_CONNECTION",
      "CONNECTION_CLOSED",
      "REQUEST_COMPLETE",
      "HANDLE_CLOSING",
    ]);
  });

  Deno.test(`a body over TLS with ${missing} bytes missing is abandoned at close`, async () => {
    await using server = secureServer({
      "*": (_request, reply) =>
        reply({ length: 5000, body: [new Uint8Array(5000 - missing), NEVER] }),
    });
    await using watched = watch();
    const hRequest = await sentRequest(watched.hInternet, at(server), OPTIONS);
    await InternetReadFile(hRequest, new Uint8Array(1000));
    await hRequest[Symbol.asyncDispose]();
    await server.allClosed();
  });
}

Deno.test("a small response over TLS that has arrived completely is read at close, and its connection kept", async () => {
  await using server = secureServer({
    "*": (_request, reply) => reply({ body: "hello" }),
  });
  await using watched = watch();
  for (let left = 3; left > 0; left--) {
    const hRequest = await sentRequest(watched.hInternet, at(server), OPTIONS);
    await hRequest[Symbol.asyncDispose]();
  }
  assertEquals(watched.names().includes("CLOSING_CONNECTION"), false);
  assertEquals(server.connections, 1);
});
