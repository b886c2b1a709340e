// Copyright 2026 the wininet authors. MIT license.

import { assert, assertEquals } from "@std/assert";
import {
  ERROR_INTERNET_INCORRECT_HANDLE_STATE,
  ERROR_INVALID_HANDLE,
  ERROR_INVALID_PARAMETER,
} from "../../error.ts";
import { HSR_CHUNKED, HTTP_QUERY_STATUS_CODE } from "../../flags.ts";
import { HttpQueryInfo, HttpSendRequestEx } from "../../http.ts";
import { InternetOpen } from "../../internet.ts";
import { writable } from "../../streams.ts";
import type { HINTERNET } from "../../structures.ts";
import {
  openRequest,
  readText,
  rejectedCode,
  sentRequest,
  usualServer,
} from "../helpers/calls.ts";
import {
  response,
  send,
  TcpServer,
  WireReader,
} from "../servers/tcp_server.ts";
import { stall } from "../helpers/stall.ts";
import { watch } from "../helpers/watch.ts";

const MEBIBYTE = 2 ** 20;

/** More bytes than all buffers between two sockets can hold. */
const MUCH = 64 * MEBIBYTE;

const UPLOAD = { verb: "POST", path: "/upload", dwContext: 1 };

Deno.test("writable() sends a body of known length in pieces", async () => {
  await using server = usualServer();
  await using watched = watch();
  const hRequest = await openRequest(watched.hInternet, server, UPLOAD);
  await HttpSendRequestEx(hRequest, { dwBufferTotal: 7 });
  const writer = writable(hRequest).getWriter();
  await writer.write(new TextEncoder().encode("abc"));
  await writer.write("d\u00e9f");
  await writer.close();
  assertEquals(await readText(hRequest), "abcd\u00e9f");
  assertEquals(server.requests[0]?.header("content-length"), "7");
});

Deno.test("writable() sends a body of unknown length in chunks", async () => {
  await using server = usualServer();
  await using watched = watch();
  const hRequest = await openRequest(watched.hInternet, server, UPLOAD);
  await HttpSendRequestEx(hRequest, null, HSR_CHUNKED);
  await ReadableStream.from(["one ", "two ", "three"])
    .pipeTo(writable(hRequest));
  assertEquals(await readText(hRequest), "one two three");
  assertEquals(server.requests[0]?.header("content-length"), undefined);
});

Deno.test("writable() ends the request when it is closed, and leaves the handle open", async () => {
  await using server = usualServer();
  await using watched = watch();
  const hRequest = await openRequest(watched.hInternet, server, UPLOAD);
  await HttpSendRequestEx(hRequest, null, HSR_CHUNKED);
  assertEquals(server.requests.length, 0);
  await writable(hRequest).close();
  assertEquals(server.requests.length, 1);
  assert(!hRequest.closed);
  assertEquals(HttpQueryInfo(hRequest, HTTP_QUERY_STATUS_CODE), "200");
});

Deno.test("writable() closes the handle and the connection when it is aborted", async () => {
  await using server = usualServer();
  await using watched = watch();
  const hRequest = await openRequest(watched.hInternet, server, UPLOAD);
  await HttpSendRequestEx(hRequest, null, HSR_CHUNKED);
  const writer = writable(hRequest).getWriter();
  await writer.write("half");
  await writer.abort("given up");
  assert(hRequest.closed);
  await server.allClosed();
  assertEquals(server.requests.length, 0);
});

Deno.test("writable() waits while the server does not read", async () => {
  await using server = new HoldingServer();
  await using watched = watch();
  const hRequest = await openRequest(watched.hInternet, server, UPLOAD);
  await HttpSendRequestEx(hRequest, { dwBufferTotal: MUCH });
  const writer = writable(hRequest).getWriter();
  const piece = new Uint8Array(MEBIBYTE);
  let written = 0;
  const writing = (async () => {
    while (written < MUCH) {
      await writer.write(piece);
      written += piece.length;
    }
    await writer.close();
  })();
  writing.catch(() => {});
  await stall(() => written);
  assert(written < MUCH / 2, `${written} bytes were written`);
  server.letGo();
  await writing;
  assertEquals(written, MUCH);
  assertEquals(await readText(hRequest), String(MUCH));
});

Deno.test("writable() fails for more data than announced, and for values that are not data", async () => {
  await using server = usualServer();
  await using watched = watch();
  for (const chunk of ["too long", 5 as unknown as string]) {
    const hRequest = await openRequest(watched.hInternet, server, UPLOAD);
    await HttpSendRequestEx(hRequest, { dwBufferTotal: 2 });
    const writer = writable(hRequest).getWriter();
    const closed = rejectedCode(writer.closed);
    assertEquals(
      await rejectedCode(writer.write(chunk)),
      ERROR_INVALID_PARAMETER,
    );
    assertEquals(await closed, ERROR_INVALID_PARAMETER);
  }
});

Deno.test("writable() fails if less data than announced is written", async () => {
  await using server = usualServer();
  await using watched = watch();
  const hRequest = await openRequest(watched.hInternet, server, UPLOAD);
  await HttpSendRequestEx(hRequest, { dwBufferTotal: 2 });
  assertEquals(
    await rejectedCode(writable(hRequest).close()),
    ERROR_INTERNET_INCORRECT_HANDLE_STATE,
  );
});

Deno.test("writable() fails at the first write to a handle that is not open for writing", async () => {
  await using server = usualServer();
  await using hInternet = InternetOpen("agent");
  const hRequest = await sentRequest(hInternet, server);
  const cases: [handle: HINTERNET, code: number][] = [
    [hInternet, ERROR_INVALID_HANDLE],
    [hRequest, ERROR_INTERNET_INCORRECT_HANDLE_STATE],
  ];
  for (const [handle, code] of cases) {
    const writer = writable(handle).getWriter();
    writer.closed.catch(() => {});
    assertEquals(await rejectedCode(writer.write("x")), code);
  }
});

/** Does not read the body until it is released. */
class HoldingServer extends TcpServer {
  letGo: () => void;

  constructor() {
    const gate = Promise.withResolvers<void>();
    super(async (conn) => {
      const reader = new WireReader(conn);
      await reader.readHead();
      await this.until(gate.promise);
      const { length } = await reader.readBytes(MUCH);
      await send(conn, response({ body: String(length) }));
    });
    this.letGo = () => gate.resolve();
  }
}
