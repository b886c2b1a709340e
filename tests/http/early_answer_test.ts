// Copyright 2026 the wininet authors. MIT license.

import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import {
  ERROR_INTERNET_CONNECTION_ABORTED,
  InternetError,
} from "../../error.ts";
import type { HttpExchange } from "../../_http/handles/exchange.ts";
import type { WireExchange } from "../../_http/net/transport.ts";
import { Upload } from "../../_http/handles/upload.ts";
import { ResponseHead } from "../../_http/wire/response_head.ts";
import {
  HttpEndRequest,
  HttpSendRequest,
  HttpSendRequestEx,
} from "../../http.ts";
import { InternetWriteFile } from "../../internet.ts";
import { BOTH, openRequest, readText } from "../helpers/calls.ts";
import { send, TcpServer, WireReader } from "../servers/tcp_server.ts";
import { turns } from "../helpers/turns.ts";
import { watch } from "../helpers/watch.ts";

/** Returns a started upload whose exchange has this response. */
async function started(
  answer: Promise<ResponseHead>,
  write: () => Promise<void> = () => Promise.resolve(),
): Promise<Upload> {
  const exchange: Partial<HttpExchange> = {
    startUpload: () => Promise.resolve(),
    wire: { response: answer, write } as Partial<WireExchange> as WireExchange,
  };
  const upload = new Upload(2, false);
  await upload.start(() => exchange as HttpExchange, new Uint8Array());
  await turns(1);
  return upload;
}

function headOf(status: number): Promise<ResponseHead> {
  return Promise.resolve(new ResponseHead(null, status, "", []));
}

const PIECE = new Uint8Array(1);

Deno.test("Upload.write() leaves no reaction on the awaited response", async () => {
  let reactions = 0;
  const answer = new Promise<never>(() => {});
  const then = answer.then.bind(answer);
  Object.defineProperty(answer, "then", {
    value(...handlers: Parameters<typeof then>) {
      reactions++;
      return then(...handlers);
    },
  });
  const upload = await started(answer);
  const before = reactions;
  for (let left = 100; left > 0; left--) await upload.write(PIECE);
  assertEquals(reactions - before, 0);
});

for (const status of [200, 201, 299]) {
  Deno.test(`Upload.write() continues after an early ${status}`, async () => {
    const upload = await started(headOf(status));
    assertEquals(await upload.write(PIECE), 1);
    // The body must still be complete.
    assertThrows(() => upload.checkComplete(), InternetError);
  });
}

for (const status of [101, 302, 401, 413, 500]) {
  Deno.test(`Upload.write() fails after an early ${status}, which ends the body`, async () => {
    const upload = await started(headOf(status));
    const error = await assertRejects(() => upload.write(PIECE), InternetError);
    assertEquals(error.code, ERROR_INTERNET_CONNECTION_ABORTED);
    upload.checkComplete();
  });
}

Deno.test("Upload.write() fails if the connection breaks after an early 200", async () => {
  const broken = () => Promise.reject(new Error("broken"));
  const upload = await started(headOf(200), broken);
  const error = await assertRejects(() => upload.write(PIECE), InternetError);
  assertEquals(error.code, ERROR_INTERNET_CONNECTION_ABORTED);
  upload.checkComplete();
});

for (const [how, dwContext] of BOTH) {
  Deno.test(`InternetWriteFile() continues while a server sends back the bytes that it reads, ${how}`, async () => {
    await using server: TcpServer = new TcpServer(async (conn, index) => {
      const reader = new WireReader(conn);
      await reader.readHead();
      await send(
        conn,
        `HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: ${
          index > 0 ? 0 : 4
        }\r\n\r\n`,
      );
      // Other requests have no body.
      if (index > 0) return;
      for (let left = 4; left > 0; left--) {
        await send(conn, await reader.readBytes(1));
      }
    });
    await using watched = watch();
    const hRequest = await openRequest(watched.hInternet, server, {
      verb: "POST",
      dwContext,
    });
    await HttpSendRequestEx(hRequest, { dwBufferTotal: 4 });
    for (const letter of "abcd") {
      await InternetWriteFile(hRequest, letter);
      // When a whole other request has finished, the head of the response has
      // arrived.
      const other = await openRequest(watched.hInternet, server);
      await HttpSendRequest(other);
    }
    await HttpEndRequest(hRequest);
    assertEquals(await readText(hRequest), "abcd");
  });
}
