// Copyright 2026 the wininet authors. MIT license.

/**
 * An unread response when the request is sent again.
 *
 * @module
 */

import { assertEquals } from "@std/assert";
import { ERROR_INTERNET_OPERATION_CANCELLED } from "../../error.ts";
import { HttpSendRequest } from "../../http.ts";
import { InternetCloseHandle } from "../../internet.ts";
import { rejectedCode } from "../helpers/calls.ts";
import { send, TcpServer, WireReader } from "../servers/tcp_server.ts";
import { watch } from "../helpers/watch.ts";
import { requestOf, sendAndRead } from "./outcomes.ts";

const CHALLENGE =
  "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: NTLM type2\r\n";
const FIRST = "Authorization: NTLM type1";
const SECOND = "Authorization: NTLM type3";
const LONG = "x".repeat(200_000);

/** Responses in two parts: the second is sent when the gate opens. */
const CHALLENGES: [what: string, first: string, second: string][] = [
  [
    "chunks, the last one late",
    `${CHALLENGE}Transfer-Encoding: chunked\r\n\r\n5\r\ngo on\r\n`,
    "0\r\n\r\n",
  ],
  [
    "chunks, all of them late",
    `${CHALLENGE}Transfer-Encoding: chunked\r\n\r\n`,
    "5\r\ngo on\r\n0\r\n\r\n",
  ],
  [
    "a long body",
    `${CHALLENGE}Content-Length: ${LONG.length}\r\n\r\n`,
    LONG,
  ],
];

for (const [what, first, second] of CHALLENGES) {
  Deno.test(`HttpSendRequest() continues NTLM on its connection if the challenge has ${what}`, async () => {
    const gate = Promise.withResolvers<void>();
    await using server: TcpServer = new TcpServer(async (conn, index) => {
      const reader = new WireReader(conn);
      await reader.readHead();
      if (index === 0) {
        await send(conn, first);
        await gate.promise;
        await send(conn, second);
        await reader.readHead();
      }
      const body = `connection ${index}`;
      await send(
        conn,
        `HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
      );
    });
    await using watched = watch();
    const hRequest = await requestOf(watched.hInternet, server, {
      dwContext: 1,
    });
    await HttpSendRequest(hRequest, FIRST);
    const again = sendAndRead(hRequest, { headers: SECOND });
    gate.resolve();
    assertEquals((await again).body, "connection 0");
  });
}

Deno.test("InternetCloseHandle() ends a send that waits for the rest of the previous response", async () => {
  await using server: TcpServer = new TcpServer(async (conn) => {
    const reader = new WireReader(conn);
    await reader.readHead();
    await send(conn, `${CHALLENGE}Content-Length: 10\r\n\r\ngo`);
    await reader.peerClosed();
  });
  await using watched = watch();
  const hRequest = await requestOf(watched.hInternet, server, { dwContext: 1 });
  await HttpSendRequest(hRequest, FIRST);
  const again = rejectedCode(HttpSendRequest(hRequest, SECOND));
  InternetCloseHandle(hRequest);
  assertEquals(await again, ERROR_INTERNET_OPERATION_CANCELLED);
  await watched.until("HANDLE_CLOSING", 1);
  assertEquals(
    watched.names(1).filter((name) => /CLOS/.test(name)),
    ["CLOSING_CONNECTION", "CONNECTION_CLOSED", "HANDLE_CLOSING"],
  );
});
