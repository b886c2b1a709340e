// Copyright 2026 the wininet authors. MIT license.

import {
  assert,
  assertEquals,
  assertLess,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { delay } from "@std/async";
import { ERROR_INTERNET_TIMEOUT, InternetError } from "../../error.ts";
import { INTERNET_FLAG_SECURE } from "../../flags.ts";
import {
  HttpEndRequest,
  HttpOpenRequest,
  HttpSendRequest,
  HttpSendRequestEx,
} from "../../http.ts";
import {
  InternetConnect,
  InternetOpenUrl,
  InternetQueryDataAvailable,
  InternetQueryOption,
  InternetReadFile,
  InternetSetOption,
  InternetWriteFile,
} from "../../internet.ts";
import {
  INTERNET_OPTION_CONNECT_RETRIES,
  INTERNET_OPTION_CONNECT_TIMEOUT,
  INTERNET_OPTION_MAX_CONNS_PER_SERVER,
  INTERNET_OPTION_RECEIVE_TIMEOUT,
  INTERNET_OPTION_REQUEST_FLAGS,
  INTERNET_OPTION_SEND_TIMEOUT,
  INTERNET_REQFLAG_NET_TIMEOUT,
} from "../../options.ts";
import type { HINTERNET } from "../../structures.ts";
import { BLACK_HOLES, BlackHole } from "../servers/black_hole.ts";
import { FakeHttpServer } from "../servers/http_server.ts";
import { send, TcpServer, WireReader } from "../servers/tcp_server.ts";
import { type Watch, watch } from "../helpers/watch.ts";

const TIMEOUT = 80;
/** The maximum delay of a timeout on a busy machine, in milliseconds. */
const BOUND = 5000;
/** A body that is larger than the buffers of two loopback connections. */
const BIG = new Uint8Array(32 * 2 ** 20);

/** Opens a request for a URL. */
async function open(
  hInternet: HINTERNET,
  url: string,
  verb: string,
  dwContext: unknown,
): Promise<HINTERNET> {
  const { protocol, hostname, port } = new URL(url);
  const flags = protocol === "https:" ? INTERNET_FLAG_SECURE : 0;
  const hConnect = await InternetConnect(hInternet, hostname, Number(port));
  return await HttpOpenRequest(
    hConnect,
    verb,
    "/",
    null,
    null,
    null,
    flags,
    dwContext,
  );
}

/** A server that accepts connections, reads, and never responds. */
function silent(): TcpServer {
  return new TcpServer((conn) => new WireReader(conn).peerClosed());
}

/** A server that sends the start of a body and then nothing more. */
function stalling(): TcpServer {
  return new TcpServer(async (conn) => {
    const reader = new WireReader(conn);
    await reader.readHead();
    await send(conn, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc");
    await reader.peerClosed();
  });
}

/** A server that reads a head and nothing more, until `stop` resolves. */
function deaf(stop: Promise<void>): TcpServer {
  return new TcpServer(async (conn) => {
    await new WireReader(conn).readHead();
    await stop;
  });
}

/**
 * Single bytes with pauses between them. Each pause is much shorter than the
 * timeout, so that it is kept on a busy machine; all of them together are
 * longer.
 */
const TRICKLE = { pieces: 12, pause: 100, timeout: 1_000 };

async function* trickle(): AsyncGenerator<string> {
  for (let piece = 0; piece < TRICKLE.pieces; piece++) {
    yield "a";
    await delay(TRICKLE.pause);
  }
}

/** Checks that a request fails within the timeout and reports it. */
async function assertTimesOut(
  hRequest: HINTERNET,
  call: () => Promise<unknown>,
): Promise<void> {
  const start = performance.now();
  const error = await assertRejects(call, InternetError);
  assertEquals(error.code, ERROR_INTERNET_TIMEOUT, error.message);
  assertLess(performance.now() - start, BOUND);
  assertStringIncludes(error.message, "ERROR_INTERNET_TIMEOUT");
  const flags = InternetQueryOption(hRequest, INTERNET_OPTION_REQUEST_FLAGS);
  assert(
    Number(flags) & INTERNET_REQFLAG_NET_TIMEOUT,
    "NET_TIMEOUT is missing",
  );
}

/** Checks that the last statuses report the closed connection and the failed call. */
function assertClosed(log: Watch, observed: boolean): void {
  if (!observed) return assertEquals(log.log, []);
  const names = log.names("request");
  assertEquals(names.slice(-3), [
    "CLOSING_CONNECTION",
    "CONNECTION_CLOSED",
    "REQUEST_COMPLETE",
  ], `${names}`);
}

for (const observed of [true, false]) {
  const how = observed ? "observed" : "unobserved";
  const dwContext = observed ? "request" : 0;

  Deno.test({
    name:
      `HttpSendRequest() times out if the connection is not accepted, ${how}`,
    ignore: !BLACK_HOLES,
    async fn() {
      using hole = await BlackHole.open();
      await using log = watch();
      const hRequest = await open(log.hInternet, hole.url, "GET", dwContext);
      InternetSetOption(hRequest, INTERNET_OPTION_CONNECT_TIMEOUT, TIMEOUT);
      await assertTimesOut(hRequest, () => HttpSendRequest(hRequest));
      assertEquals(
        log.names("request").slice(1),
        observed ? ["CONNECTING_TO_SERVER", "REQUEST_COMPLETE"] : [],
      );
    },
  });

  Deno.test(`HttpSendRequest() times out without a reply to the ClientHello, ${how}`, async () => {
    const secondIsClosed = Promise.withResolvers<void>();
    await using server = new TcpServer(async (conn, index) => {
      const reader = new WireReader(conn);
      // Deno keeps the first socket open until the server sends something
      // (`_net/tls.ts`).
      if (index === 0) await secondIsClosed.promise;
      else await reader.peerClosed();
      secondIsClosed.resolve();
    });
    await using log = watch();
    const url = server.url.replace("http:", "https:");
    for (let left = 2; left > 0; left--) {
      const hRequest = await open(log.hInternet, url, "GET", dwContext);
      InternetSetOption(hRequest, INTERNET_OPTION_CONNECT_TIMEOUT, TIMEOUT);
      await assertTimesOut(hRequest, () => HttpSendRequest(hRequest));
      assertClosed(log, observed);
    }
    await secondIsClosed.promise;
    await server.allClosed();
  });

  Deno.test(`HttpSendRequest() times out if the server stops reading, ${how}`, async () => {
    const stop = Promise.withResolvers<void>();
    await using server = deaf(stop.promise);
    await using log = watch();
    const hRequest = await open(log.hInternet, server.url, "POST", dwContext);
    InternetSetOption(hRequest, INTERNET_OPTION_SEND_TIMEOUT, TIMEOUT);
    await assertTimesOut(hRequest, () => HttpSendRequest(hRequest, null, BIG));
    stop.resolve();
    assertClosed(log, observed);
  });

  Deno.test(`InternetWriteFile() times out if the server stops reading, ${how}`, async () => {
    const stop = Promise.withResolvers<void>();
    await using server = deaf(stop.promise);
    await using log = watch();
    const hRequest = await open(log.hInternet, server.url, "POST", dwContext);
    InternetSetOption(hRequest, INTERNET_OPTION_SEND_TIMEOUT, TIMEOUT);
    await HttpSendRequestEx(hRequest, { dwBufferTotal: BIG.length });
    const start = performance.now();
    const error = await assertRejects(
      () => InternetWriteFile(hRequest, BIG),
      InternetError,
    );
    assertEquals(error.code, ERROR_INTERNET_TIMEOUT, error.message);
    assertLess(performance.now() - start, BOUND);
    stop.resolve();
    assertClosed(log, observed);
  });

  Deno.test(`HttpSendRequest() times out if no head arrives, ${how}`, async () => {
    await using server = silent();
    await using log = watch();
    const hRequest = await open(log.hInternet, server.url, "GET", dwContext);
    InternetSetOption(hRequest, INTERNET_OPTION_RECEIVE_TIMEOUT, TIMEOUT);
    await assertTimesOut(hRequest, () => HttpSendRequest(hRequest));
    await server.allClosed();
    assertClosed(log, observed);
  });

  Deno.test(`HttpEndRequest() times out if no head arrives, ${how}`, async () => {
    await using server = silent();
    await using log = watch();
    const hRequest = await open(log.hInternet, server.url, "POST", dwContext);
    InternetSetOption(hRequest, INTERNET_OPTION_RECEIVE_TIMEOUT, TIMEOUT);
    await HttpSendRequestEx(hRequest, { dwBufferTotal: 3 });
    await InternetWriteFile(hRequest, "abc");
    await assertTimesOut(hRequest, () => HttpEndRequest(hRequest));
    await server.allClosed();
    assertClosed(log, observed);
  });

  for (
    const [name, call] of [
      [
        "InternetReadFile",
        (hRequest: HINTERNET) =>
          InternetReadFile(hRequest, new Uint8Array(100)),
      ],
      ["InternetQueryDataAvailable", async (hRequest: HINTERNET) => {
        await InternetReadFile(hRequest, new Uint8Array(3));
        await InternetQueryDataAvailable(hRequest);
      }],
    ] as const
  ) {
    Deno.test(`${name}() times out if the body stalls, ${how}`, async () => {
      await using server = stalling();
      await using log = watch();
      const hRequest = await open(log.hInternet, server.url, "GET", dwContext);
      InternetSetOption(hRequest, INTERNET_OPTION_RECEIVE_TIMEOUT, TIMEOUT);
      await HttpSendRequest(hRequest);
      const error = await assertRejects(() => call(hRequest), InternetError);
      assertEquals(error.code, ERROR_INTERNET_TIMEOUT, error.message);
      await server.allClosed();
      assertClosed(log, observed);
    });
  }

  Deno.test(`InternetReadFile() does not time out while data arrives, ${how}`, async () => {
    const { pieces, timeout } = TRICKLE;
    await using server = new FakeHttpServer({
      "/": (_request, reply) => reply.chunked(trickle()),
    });
    await using log = watch();
    const hRequest = await open(log.hInternet, server.url, "GET", dwContext);
    InternetSetOption(hRequest, INTERNET_OPTION_RECEIVE_TIMEOUT, timeout);
    await HttpSendRequest(hRequest);
    const buffer = new Uint8Array(100);
    assertEquals(await InternetReadFile(hRequest, buffer), pieces);
  });
}

Deno.test("HttpSendRequest() works again after a timeout and clears NET_TIMEOUT", async () => {
  let calls = 0;
  await using server = new FakeHttpServer({
    "/": (_request, reply) =>
      calls++ === 0
        ? reply.until(new Promise<void>(() => {}))
        : reply({ body: "ok" }),
  });
  await using log = watch();
  const hRequest = await open(log.hInternet, server.url, "GET", "request");
  InternetSetOption(hRequest, INTERNET_OPTION_RECEIVE_TIMEOUT, TIMEOUT);
  await assertTimesOut(hRequest, () => HttpSendRequest(hRequest));
  InternetSetOption(hRequest, INTERNET_OPTION_RECEIVE_TIMEOUT, BOUND);
  await HttpSendRequest(hRequest);
  assertEquals(InternetQueryOption(hRequest, INTERNET_OPTION_REQUEST_FLAGS), 0);
});

Deno.test("InternetReadFile() is not limited between two calls", async () => {
  const gate = Promise.withResolvers<void>();
  await using server = new FakeHttpServer({
    "/": (_request, reply) =>
      reply({ body: ["abc", gate.promise, "def"], length: 6 }),
  });
  await using log = watch();
  const hRequest = await open(log.hInternet, server.url, "GET", "request");
  InternetSetOption(hRequest, INTERNET_OPTION_RECEIVE_TIMEOUT, TIMEOUT);
  await HttpSendRequest(hRequest);
  assertEquals(await InternetReadFile(hRequest, new Uint8Array(3)), 3);
  // Time passes without a read.
  await delay(2 * TIMEOUT);
  gate.resolve();
  assertEquals(await InternetReadFile(hRequest, new Uint8Array(6)), 3);
});

for (
  const [name, option] of Object.entries({
    CONNECT_TIMEOUT: INTERNET_OPTION_CONNECT_TIMEOUT,
    SEND_TIMEOUT: INTERNET_OPTION_SEND_TIMEOUT,
    RECEIVE_TIMEOUT: INTERNET_OPTION_RECEIVE_TIMEOUT,
    CONNECT_RETRIES: INTERNET_OPTION_CONNECT_RETRIES,
  })
) {
  Deno.test(`INTERNET_OPTION_${name} is copied only to handles created later`, async () => {
    await using log = watch();
    const { hInternet } = log;
    InternetSetOption(hInternet, option, 7);
    const hConnect = await InternetConnect(hInternet, "127.0.0.1");
    InternetSetOption(hInternet, option, 8);
    const hRequest = await HttpOpenRequest(hConnect);
    InternetSetOption(hConnect, option, 9);
    assertEquals(
      [hInternet, hConnect, hRequest].map((handle) =>
        InternetQueryOption(handle, option)
      ),
      [8, 9, 7],
    );
  });
}

Deno.test("InternetOpenUrl() uses the RECEIVE_TIMEOUT of its session", async () => {
  await using server = silent();
  await using log = watch();
  InternetSetOption(log.hInternet, INTERNET_OPTION_RECEIVE_TIMEOUT, TIMEOUT);
  const error = await assertRejects(
    () => InternetOpenUrl(log.hInternet, server.url, null, 0, "url"),
    InternetError,
  );
  assertEquals(error.code, ERROR_INTERNET_TIMEOUT);
  assertEquals(log.names("url").slice(-2), [
    "REQUEST_COMPLETE",
    "HANDLE_CLOSING",
  ]);
});

Deno.test("InternetReadFile() of a small body of known length does not time out while data arrives", async () => {
  const { pieces, timeout } = TRICKLE;
  await using server = new FakeHttpServer({
    "/": (_request, reply) => reply({ length: pieces, body: trickle() }),
  });
  await using log = watch();
  const hRequest = await open(log.hInternet, server.url, "GET", "request");
  InternetSetOption(hRequest, INTERNET_OPTION_RECEIVE_TIMEOUT, timeout);
  await HttpSendRequest(hRequest);
  assertEquals(await InternetReadFile(hRequest, new Uint8Array(100)), pieces);
});

Deno.test("INTERNET_OPTION_CONNECT_TIMEOUT limits the wait for a slot under MAX_CONNS_PER_SERVER", async () => {
  InternetSetOption(null, INTERNET_OPTION_MAX_CONNS_PER_SERVER, 1);
  try {
    await using server = silent();
    await using log = watch();
    const first = await open(log.hInternet, server.url, "GET", "first");
    const firstCall = HttpSendRequest(first);
    firstCall.catch(() => {});
    await server.accepted(1);
    const second = await open(log.hInternet, server.url, "GET", "second");
    InternetSetOption(second, INTERNET_OPTION_CONNECT_TIMEOUT, TIMEOUT);
    await assertTimesOut(second, () => HttpSendRequest(second));
  } finally {
    InternetSetOption(null, INTERNET_OPTION_MAX_CONNS_PER_SERVER, 0xffffffff);
  }
});
