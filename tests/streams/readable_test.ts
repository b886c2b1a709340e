// Copyright 2026 the wininet authors. MIT license.

/**
 * readable; writable is in writable_test.ts, statusEvents and closeOn in
 * status_events_test.ts.
 */

import {
  assert,
  assertEquals,
  assertRejects,
  assertStrictEquals,
} from "@std/assert";
import {
  ERROR_INTERNET_CONNECTION_ABORTED,
  ERROR_INTERNET_INCORRECT_HANDLE_TYPE,
  ERROR_INTERNET_OPERATION_CANCELLED,
  InternetError,
} from "../../error.ts";
import { HTTP_QUERY_STATUS_CODE } from "../../flags.ts";
import { HttpQueryInfo } from "../../http.ts";
import {
  InternetCloseHandle,
  InternetConnect,
  InternetOpen,
  InternetOpenUrl,
  InternetReadFile,
} from "../../internet.ts";
import { readable } from "../../streams.ts";
import { HELLO, rejectedCode, usualServer } from "../helpers/calls.ts";
import { FakeHttpServer } from "../servers/http_server.ts";
import { stall } from "../helpers/stall.ts";
import { watch } from "../helpers/watch.ts";

const MEBIBYTE = 2 ** 20;

/** More bytes than all buffers between two sockets can hold. */
const MUCH = 64 * MEBIBYTE;

Deno.test("readable() returns the body to a default reader, and its end", async () => {
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

Deno.test("readable() of an empty body ends immediately, for both kinds of reader", async () => {
  await using server = usualServer();
  await using hInternet = InternetOpen("agent");
  const url = `${server.url}/empty`;
  const first = readable(await InternetOpenUrl(hInternet, url)).getReader();
  assert((await first.read()).done);
  const second = readable(await InternetOpenUrl(hInternet, url))
    .getReader({ mode: "byob" });
  assert((await second.read(new Uint8Array(2))).done);
});

Deno.test("readable() returns the received part of a small body that is not complete", async () => {
  await using server = usualServer();
  await using watched = watch();
  for (const dwContext of [0, 1]) {
    const hUrl = await InternetOpenUrl(
      watched.hInternet,
      `${server.url}/stuck`,
      null,
      0,
      dwContext,
    );
    const { value } = await readable(hUrl).getReader().read();
    assertEquals(new TextDecoder().decode(value), HELLO);
  }
});

Deno.test("readable() leaves the handle open at the end", async () => {
  await using server = usualServer();
  await using hInternet = InternetOpen("agent");
  const hUrl = await InternetOpenUrl(hInternet, server.url);
  assertEquals(await new Response(readable(hUrl)).text(), HELLO);
  assert(!hUrl.closed);
  assertEquals(HttpQueryInfo(hUrl, HTTP_QUERY_STATUS_CODE), "200");
});

Deno.test("readable() continues after the last InternetReadFile()", async () => {
  await using server = usualServer();
  await using hInternet = InternetOpen("agent");
  const hUrl = await InternetOpenUrl(hInternet, server.url);
  await InternetReadFile(hUrl, new Uint8Array(2));
  assertEquals(await new Response(readable(hUrl)).text(), "llo");
});

Deno.test("readable() reads nothing before it is read", async () => {
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
  Deno.test(`readable() does not drain a server without a reader (${what})`, async () => {
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

Deno.test("readable() closes the handle and the connection when it is cancelled", async () => {
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

Deno.test("readable() fails like InternetReadFile() if the body is truncated", async () => {
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

Deno.test("readable() fails at the first read for a handle that cannot be read", async () => {
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

/** Sends many bytes for each request, and reports when the client stops reading. */
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
