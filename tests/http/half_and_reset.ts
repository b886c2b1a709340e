// Copyright 2026 the wininet authors. MIT license.

/**
 * A worker with a server. Its first response on a connection is complete; its
 * second one is half of a body without a length, followed by an RST. It posts
 * its URL.
 *
 * The server has a separate thread, because the client must be reading when the
 * RST arrives; in one thread that never happens.
 *
 * @module
 */

import { RawHttpServer } from "../servers/raw_http_server.ts";

/** The number of bytes of the first response. */
export const WHOLE = 30_000;

const OK = "HTTP/1.1 200 OK\r\n";

function start(): void {
  const body = "x".repeat(WHOLE);
  const server = new RawHttpServer(async (call) => {
    if (call.number === 0) {
      return await call.write(`${OK}Content-Length: ${WHOLE}\r\n\r\n${body}`);
    }
    const half = body.slice(0, WHOLE / 2);
    await call.write(`${OK}Connection: close\r\n\r\n${half}`);
    await call.reset();
  });
  postMessage({ url: server.url, port: server.port });
}

declare function postMessage(message: unknown): void;

if ("WorkerGlobalScope" in globalThis) start();
