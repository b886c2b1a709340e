// Copyright 2026 the wininet authors. MIT license.

/** Handles as Web streams; statusEvents and closeOn are in status_events_test.ts. */

import {
  assert,
  assertEquals,
  assertRejects,
  assertStrictEquals,
} from "@std/assert";
import {
  ERROR_INTERNET_CONNECTION_ABORTED,
  ERROR_INTERNET_INCORRECT_HANDLE_STATE,
  ERROR_INTERNET_INCORRECT_HANDLE_TYPE,
  ERROR_INTERNET_OPERATION_CANCELLED,
  ERROR_INVALID_HANDLE,
  ERROR_INVALID_PARAMETER,
  InternetError,
} from "../error.ts";
import { HSR_CHUNKED, HTTP_QUERY_STATUS_CODE } from "../flags.ts";
import { HttpQueryInfo, HttpSendRequestEx } from "../http.ts";
import {
  InternetCloseHandle,
  InternetConnect,
  InternetOpen,
  InternetOpenUrl,
  InternetReadFile,
} from "../internet.ts";
import { readable, writable } from "../streams.ts";
import type { HINTERNET } from "../structures.ts";
import {
  HELLO,
  openRequest,
  readText,
  rejectedCode,
  sentRequest,
  usualServer,
} from "./calls.ts";
import { FakeHttpServer } from "./servers/http_server.ts";
import { response, send, TcpServer, WireReader } from "./servers/tcp_server.ts";
import { watch } from "./watch.ts";

const MEBIBYTE = 2 ** 20;

/** More than all buffers between two sockets hold. */
const MUCH = 64 * MEBIBYTE;

/** So many round trips without progress mean that nothing moves any more. */
const ROUND_TRIPS = 500;

const UPLOAD = { verb: "POST", path: "/upload", dwContext: 1 };

Deno.test("readable() gives the body to a default reader, and its end", async () => {
  await using server = usualServer();
  await using hInternet = InternetOpen("agent");
  const reader = readable(await InternetOpenUrl(hInternet, server.url))
    .getReader();
  const { value, done } = await reader.read();
  assertEquals(new TextDecoder().decode(value), HELLO);
  assert(!done);
  assert((await reader.read()).done);
});

Deno.test("readable() fills the buffers of a BYOB reader", async () => {
  await using server = usualServer();
  await using hInternet = InternetOpen("agent");
  const reader = readable(await InternetOpenUrl(hInternet, server.url))
    .getReader({ mode: "byob" });
  const pieces: string[] = [];
  for (;;) {
    const { value, done } = await reader.read(new Uint8Array(2));
    if (done) break;
    pieces.push(new TextDecoder().decode(value));
  }
  assertEquals(pieces, ["he", "ll", "o"]);
});

Deno.test("readable() of an empty body ends at once, for both readers", async () => {
  await using server = usualServer();
  await using hInternet = InternetOpen("agent");
  const url = `${server.url}/empty`;
  const first = readable(await InternetOpenUrl(hInternet, url)).getReader();
  assert((await first.read()).done);
  const second = readable(await InternetOpenUrl(hInternet, url))
    .getReader({ mode: "byob" });
  assert((await second.read(new Uint8Array(2))).done);
});

Deno.test("readable() leaves the handle open at the end", async () => {
  await using server = usualServer();
  await using hInternet = InternetOpen("agent");
  const hUrl = await InternetOpenUrl(hInternet, server.url);
  assertEquals(await new Response(readable(hUrl)).text(), HELLO);
  assert(!hUrl.closed);
  assertEquals(HttpQueryInfo(hUrl, HTTP_QUERY_STATUS_CODE), "200");
});

Deno.test("readable() goes on where InternetReadFile() stopped", async () => {
  await using server = usualServer();
  await using hInternet = InternetOpen("agent");
  const hUrl = await InternetOpenUrl(hInternet, server.url);
  await InternetReadFile(hUrl, new Uint8Array(2));
  assertEquals(await new Response(readable(hUrl)).text(), "llo");
});

Deno.test("readable() takes nothing before it is read", async () => {
  await using server = usualServer();
  await using watched = watch();
  const hUrl = await InternetOpenUrl(
    watched.hInternet,
    server.url,
    null,
    0,
    1,
  );
  const before = watched.log.length;
  const stream = readable(hUrl);
  await new Promise((resolve) => setTimeout(resolve, 0));
  assertEquals(watched.log.length, before, "no read was started");
  assertEquals(await new Response(stream).text(), HELLO);
});

for (const dwContext of [1, 0]) {
  const what = dwContext === 0 ? "unobserved" : "observed";
  Deno.test(`readable() does not drain a server while nobody reads (${what})`, async () => {
    await using server = new PouringServer();
    await using watched = watch();
    const url = server.url;
    const hUrl = await InternetOpenUrl(
      watched.hInternet,
      url,
      null,
      0,
      dwContext,
    );
    const reader = readable(hUrl).getReader();
    await reader.read();
    await server.stalled;
    assert(server.poured < MUCH / 2, `${server.poured} bytes were taken`);
    await reader.cancel();
    await server.allClosed();
  });
}

Deno.test("readable() closes handle and connection when it is cancelled", async () => {
  await using server = usualServer();
  await using hInternet = InternetOpen("agent");
  const hUrl = await InternetOpenUrl(hInternet, `${server.url}/stuck`);
  const reader = readable(hUrl).getReader();
  await reader.read();
  await reader.cancel("enough");
  assert(hUrl.closed);
  await server.allClosed();
});

Deno.test("readable() can be cancelled while a read waits", async () => {
  await using server = usualServer();
  await using hInternet = InternetOpen("agent");
  const hUrl = await InternetOpenUrl(hInternet, `${server.url}/stuck`);
  const reader = readable(hUrl).getReader();
  await reader.read();
  const waiting = reader.read();
  await reader.cancel();
  assert((await waiting).done);
  await server.allClosed();
});

Deno.test("readable() closes the handle when a loop over it is left", async () => {
  await using server = usualServer();
  await using hInternet = InternetOpen("agent");
  const hUrl = await InternetOpenUrl(hInternet, `${server.url}/stuck`);
  for await (const piece of readable(hUrl)) {
    assertEquals(new TextDecoder().decode(piece), HELLO);
    break;
  }
  assert(hUrl.closed);
});

Deno.test("readable() fails as InternetReadFile() does when the body is cut short", async () => {
  await using server = new FakeHttpServer({
    "/": (_request, reply) => reply({ length: 10, body: HELLO }),
  });
  await using hInternet = InternetOpen("agent");
  const reader = readable(await InternetOpenUrl(hInternet, server.url))
    .getReader();
  await reader.read();
  const error = await assertRejects(() => reader.read(), InternetError);
  assertEquals(error.code, ERROR_INTERNET_CONNECTION_ABORTED);
  assertStrictEquals(await reader.closed.catch((e) => e), error);
});

Deno.test("readable() fails when its handle is closed", async () => {
  await using server = usualServer();
  await using hInternet = InternetOpen("agent");
  const hUrl = await InternetOpenUrl(hInternet, `${server.url}/stuck`);
  const reader = readable(hUrl).getReader();
  await reader.read();
  const waiting = reader.read();
  InternetCloseHandle(hUrl);
  assertEquals(await rejectedCode(waiting), ERROR_INTERNET_OPERATION_CANCELLED);
});

Deno.test("readable() fails at the first read of a handle that cannot be read", async () => {
  await using hInternet = InternetOpen("agent");
  const hConnect = await InternetConnect(hInternet, "localhost");
  for (const handle of [hInternet, hConnect]) {
    assertEquals(
      await rejectedCode(readable(handle).getReader().read()),
      ERROR_INTERNET_INCORRECT_HANDLE_TYPE,
    );
  }
});

Deno.test("readable() pipes into a file", async () => {
  const body = new Uint8Array(3 * MEBIBYTE).map((_, at) => at % 251);
  await using server = new FakeHttpServer({
    "/": (_request, reply) => reply({ body }),
  });
  await using hInternet = InternetOpen("agent");
  const path = await Deno.makeTempFile();
  try {
    const hUrl = await InternetOpenUrl(hInternet, server.url);
    await readable(hUrl).pipeTo((await Deno.create(path)).writable);
    assertEquals(await Deno.readFile(path), body);
  } finally {
    await Deno.remove(path);
  }
});

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

Deno.test("writable() holds back what the server does not take", async () => {
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

Deno.test("writable() fails for more than was announced, and for what is no data", async () => {
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

Deno.test("writable() fails when less than was announced is written", async () => {
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

/** Resolves when a number has not risen during many round trips on another socket. */
async function stall(measure: () => number): Promise<void> {
  await using echo = new TcpServer((conn) =>
    conn.readable.pipeTo(conn.writable)
  );
  using conn = await Deno.connect({ port: echo.port });
  const byte = new Uint8Array(1);
  let quiet = 0;
  for (let before = measure(); quiet < ROUND_TRIPS; before = measure()) {
    await conn.write(byte);
    await conn.read(byte);
    quiet = measure() === before ? quiet + 1 : 0;
  }
}

/** Sends much to whoever asks, and tells when nobody takes it any more. */
class PouringServer extends FakeHttpServer {
  poured = 0;

  constructor() {
    super({
      "*": async (_request, reply) => {
        const pour = () => this.#pour();
        await reply({ length: MUCH, body: pour() });
      },
    });
  }

  get stalled(): Promise<void> {
    return stall(() => this.poured);
  }

  async *#pour(): AsyncGenerator<Uint8Array> {
    const piece = new Uint8Array(65536);
    while (this.poured < MUCH) {
      yield await Promise.resolve(piece);
      this.poured += piece.length;
    }
  }
}

/** Takes no body before it is let go. */
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
