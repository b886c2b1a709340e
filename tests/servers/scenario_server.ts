// Copyright 2026 the wininet authors. MIT license.

/**
 * The servers of the recorded scenarios. The name of a scenario determines the
 * behaviour of its server.
 *
 * @module
 */

import { FakeHttpServer, type Reply } from "./http_server.ts";
import { response, send, TcpServer, WireReader } from "./tcp_server.ts";

/** A server that behaves as the names of the scenarios describe. */
export function scenarioServer(
  gates: (() => void)[],
  tls?: { cert: string; key: string },
): FakeHttpServer {
  const gate = () => new Promise<void>((resolve) => gates.push(resolve));
  const never = new Promise<never>(() => {});
  const parts = (count: number) =>
    Array.from({ length: count }, () => [gate(), new Uint8Array(500)]).flat();
  const post = (status: number) => (_: unknown, reply: Reply) =>
    reply.redirect("/small", status);
  const server: FakeHttpServer = new FakeHttpServer({
    "/small": (_request, reply) => reply({ body: "small" }),
    "/204": (_request, reply) => reply({ status: 204 }),
    "/300": post(300),
    "/302": post(302),
    "/307": post(307),
    "/308": post(308),
    "/401": (_request, reply) => reply({ status: 401, body: "who?" }),
    "/404": (_request, reply) => reply({ status: 404, body: "where?" }),
    "/endless": (_request, reply) =>
      reply({ length: 10_000, body: [...parts(2), never] }),
    "/stuck": (_request, reply) => reply({ length: 5, body: [never] }),
    "/wait": (_request, reply) => reply.until(never),
    "/redirect": post(302),
    "/redirect_ftp": (_request, reply) => reply.redirect("ftp://127.0.0.1/x"),
    "/redirect_relative": (_request, reply) => reply.redirect("small?x=1"),
    "/redirect_xhost": (_request, reply) =>
      reply.redirect(`http://localhost:${server.port}/small`),
    "/http10_ka": (_request, reply) =>
      reply({
        version: "HTTP/1.0",
        body: "x",
        headers: { Connection: "keep-alive" },
      }),
    "/keepalive": ({ number }, reply) =>
      reply({
        body: "x",
        headers: number === 1 ? { Connection: "close" } : {},
      }),
    "/no_header": async (_request, reply) => {
      await reply.raw("just a text");
      reply.close();
    },
    "/no_response": (_request, reply) => reply.close(),
    "/partial_header": async (_request, reply) => {
      await reply.raw("HTTP/1.1 200 OK\r\nContent-");
      reply.close();
    },
    "/early_close_chunked": async (_request, reply) => {
      // The first read returns its five bytes; the second one is waiting when
      // the connection ends.
      gates.push(() => {});
      const second = gate();
      await reply.raw(
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
      );
      await reply.until(second);
      reply.close();
    },
    "/four": (_request, reply) => reply.chunked(parts(4)),
    "/parts": (_request, reply) => reply.chunked(parts(5)),
  }, tls ? { tls } : {});
  return server;
}

/** A server that answers any input, even a ClientHello, with a text. */
export function textServer(): TcpServer {
  return new TcpServer(async (conn) => {
    await new WireReader(conn).readSome();
    await send(conn, response({ status: 400 }));
  });
}
