// Copyright 2026 the wininet authors. MIT license.

import { assert, assertEquals } from "@std/assert";
import { HttpSendRequest } from "../../http.ts";
import { InternetCloseHandle } from "../../internet.ts";
import {
  BOTH,
  HELLO,
  openRequest,
  readText,
  sentRequest,
  usualServer,
} from "../helpers/calls.ts";
import { FakeHttpServer } from "../servers/http_server.ts";
import {
  response,
  send,
  TcpServer,
  WireReader,
} from "../servers/tcp_server.ts";
import { type Watch, watch } from "../helpers/watch.ts";

type Address = { hostname: string; port: number };

/** Sends a request and reads its response to the end. */
async function exchange(
  watched: Watch,
  server: Address,
  dwContext: unknown,
): Promise<string> {
  const hRequest = await sentRequest(watched.hInternet, server, { dwContext });
  const text = await readText(hRequest);
  await readText(hRequest);
  InternetCloseHandle(hRequest);
  return text;
}

for (const [how, dwContext] of BOTH) {
  Deno.test(`a connection is kept if the response was read to its end, ${how}`, async () => {
    await using server = usualServer();
    await using watched = watch();
    for (let left = 5; left > 0; left--) {
      assertEquals(await exchange(watched, server, dwContext), HELLO);
    }
    assertEquals(server.connections, 1);
  });

  Deno.test(`a connection is not kept if the server sends Connection: close, ${how}`, async () => {
    await using server = new FakeHttpServer({
      "*": (_request, reply) =>
        reply({ body: HELLO, headers: { Connection: "close" } }),
    });
    await using watched = watch();
    for (let left = 3; left > 0; left--) {
      assertEquals(await exchange(watched, server, dwContext), HELLO);
    }
    assertEquals(server.connections, 3);
  });

  Deno.test(`a connection is not kept if the response is not read to its end, ${how}`, async () => {
    await using server = usualServer();
    await using watched = watch();
    const hRequest = await sentRequest(watched.hInternet, server, {
      path: "/stuck",
      dwContext,
    });
    assertEquals(await readText(hRequest, 2), "he");
    InternetCloseHandle(hRequest);
    await server.allClosed();
    assertEquals(await exchange(watched, server, dwContext), HELLO);
    assertEquals(server.connections, 2);
  });

  Deno.test(`a dead connection is replaced without an error, ${how}`, async () => {
    await using server = new TcpServer(async (conn) => {
      await new WireReader(conn).readHead();
      await send(conn, response({ body: HELLO }));
    });
    await using watched = watch();
    for (let left = 4; left > 0; left--) {
      assertEquals(await exchange(watched, server, dwContext), HELLO);
      await server.allClosed();
    }
    assertEquals(server.connections, 4);
  });

  Deno.test(`bytes after a response are not used for the next one, ${how}`, async () => {
    const extra = "HTTP/1.1 211 Extra\r\nContent-Length: 3\r\n\r\nbad";
    await using server = new FakeHttpServer({
      "*": ({ connection }, reply) =>
        connection === 0
          ? reply.raw(response({ body: HELLO }) + extra)
          : reply({ body: "next" }),
    });
    await using watched = watch();
    assertEquals(await exchange(watched, server, dwContext), HELLO);
    assertEquals(await exchange(watched, server, dwContext), "next");
  });

  Deno.test(`simultaneous requests have separate connections, ${how}`, async () => {
    const gate = Promise.withResolvers<void>();
    await using server = new FakeHttpServer({
      "*": (_request, reply) => reply({ body: [gate.promise, HELLO] }),
    });
    await using watched = watch();
    const exchanges = [1, 2, 3].map(() => exchange(watched, server, dwContext));
    await server.requested(3);
    assertEquals(server.connections, 3);
    gate.resolve();
    assertEquals(await Promise.all(exchanges), [HELLO, HELLO, HELLO]);
    assertEquals(await exchange(watched, server, dwContext), HELLO);
    assertEquals(server.connections, 3);
  });

  Deno.test(`connections of different ports are not mixed up, ${how}`, async () => {
    await using first = new FakeHttpServer({
      "*": (_request, reply) => reply({ body: "first" }),
    });
    await using second = new FakeHttpServer({
      "*": (_request, reply) => reply({ body: "second" }),
    });
    await using watched = watch();
    for (let left = 2; left > 0; left--) {
      assertEquals(await exchange(watched, first, dwContext), "first");
      assertEquals(await exchange(watched, second, dwContext), "second");
    }
    assertEquals([first.connections, second.connections], [1, 1]);
  });
}

Deno.test("a kept connection is used by another session", async () => {
  await using server = usualServer();
  await using other = watch();
  {
    await using watched = watch();
    assertEquals(await exchange(other, server, 1), HELLO);
    assertEquals(await exchange(watched, server, 1), HELLO);
  }
  assertEquals(await exchange(other, server, 1), HELLO);
  assertEquals(server.connections, 1);
});

Deno.test("the last session closes the kept connections", async () => {
  await using server = usualServer();
  {
    await using watched = watch();
    await exchange(watched, server, 1);
    await exchange(watched, server, 0);
    assertEquals(server.open, 2);
  }
  await server.allClosed();
});

Deno.test("a kept connection is used without a connecting stage", async () => {
  await using server = usualServer();
  await using watched = watch();
  await exchange(watched, server, 1);
  watched.log.length = 0;
  const hRequest = await openRequest(watched.hInternet, server, {
    dwContext: 2,
  });
  await HttpSendRequest(hRequest);
  assertEquals(watched.names(2), [
    "HANDLE_CREATED",
    "SENDING_REQUEST",
    "REQUEST_SENT",
    "RECEIVING_RESPONSE",
    "RESPONSE_RECEIVED",
    "REQUEST_COMPLETE",
  ]);
});

Deno.test("a small response that has arrived completely is read at close, and its connection kept", async () => {
  await using server = usualServer();
  await using watched = watch();
  const hRequest = await sentRequest(watched.hInternet, server, {
    dwContext: 1,
  });
  await hRequest[Symbol.asyncDispose]();
  assertEquals(watched.names().includes("CLOSING_CONNECTION"), false);
  assertEquals(await exchange(watched, server, 1), HELLO);
  assertEquals(server.connections, 1);
});

Deno.test("a connection that the server closes is reported after the response was read", async () => {
  await using server = new FakeHttpServer({
    "*": (_request, reply) => reply.untilClose([HELLO]),
  });
  await using watched = watch();
  const hRequest = await sentRequest(watched.hInternet, server, {
    dwContext: 1,
  });
  assert(!watched.names().includes("CLOSING_CONNECTION"));
  await readText(hRequest);
  await hRequest[Symbol.asyncDispose]();
  assertEquals(watched.names().slice(-4), [
    "CLOSING_CONNECTION",
    "CONNECTION_CLOSED",
    "REQUEST_COMPLETE",
    "HANDLE_CLOSING",
  ]);
});

Deno.test("a response that is abandoned closes its connection before HANDLE_CLOSING", async () => {
  await using server = usualServer();
  await using watched = watch();
  const hRequest = await sentRequest(watched.hInternet, server, {
    path: "/stuck",
    dwContext: 1,
  });
  watched.log.length = 0;
  await hRequest[Symbol.asyncDispose]();
  assertEquals(watched.names(), [
    "CLOSING_CONNECTION",
    "CONNECTION_CLOSED",
    "HANDLE_CLOSING",
  ]);
});
