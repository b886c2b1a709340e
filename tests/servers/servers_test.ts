// Copyright 2026 the wininet authors. MIT license.

import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import { nginxTest } from "../interop/nginx.ts";
import { fixture, pem } from "../helpers/certificates.ts";
import { BLACK_HOLES, BlackHole } from "./black_hole.ts";
import { FakeHttpServer } from "./http_server.ts";
import { ResetServer, type ResetStage } from "./reset_server.ts";
import { response, send, TcpServer, WireReader } from "./tcp_server.ts";

const CERTIFICATES: [name: string, error: RegExp][] = [
  ["localhost", /^$/],
  ["chained", /^$/],
  ["wronghost", /not valid for name/],
  ["expired", /certificate expired/],
  ["notyet", /certificate not valid yet/],
  ["expired_wronghost", /certificate expired/],
  ["unknown_ca", /UnknownIssuer/],
  ["self_signed", /UnknownIssuer/],
  ["ca", /CaUsedAsEndEntity/],
];

const RESETS: [stage: ResetStage, error: RegExp][] = [
  ["accept", /Connection reset by peer/],
  ["request", /^Connection reset by peer/],
  ["head", /^Connection reset by peer/],
  ["length-body", /^error reading a body from connection/],
  ["chunked-body", /^error reading a body from connection/],
  ["close-body", /^error reading a body from connection/],
  ["client-hello", /Connection reset by peer/],
];

Deno.test("TcpServer counts connections and notices their end", async () => {
  const heads: string[] = [];
  await using server = new TcpServer(async (conn, index) => {
    const reader = new WireReader(conn);
    heads[index] = await reader.readHead();
    await send(conn, response({ body: `number ${index}` }));
    await reader.readToEnd();
  });
  const accepted = server.accepted(2);
  for (const index of [0, 1]) {
    using client = Deno.createHttpClient({});
    const reply = await fetch(`${server.url}/${index}`, { client });
    assertEquals(await reply.text(), `number ${index}`);
    assert(server.open > 0);
  }
  await accepted;
  await server.allClosed();
  assertEquals(server.connections, 2);
  assertEquals(server.open, 0);
  assertMatch(heads[1] ?? "", /^GET \/1 HTTP\/1.1\r\n(.+\r\n)+\r\n$/);
});

Deno.test("TcpServer rethrows the error of a handler at disposal", async () => {
  await assertRejects(async () => {
    await using server = new TcpServer(() => {
      throw new RangeError("from the handler");
    });
    await fetchText(server.url);
  }, RangeError);
});

Deno.test("TcpServer disposes of handlers that hang", async () => {
  await using server: TcpServer = new TcpServer(async (conn, index) => {
    if (index === 0) await server.stopped;
    else await new WireReader(conn).readToEnd();
  });
  const controller = new AbortController();
  const { signal } = controller;
  const pending = [fetchText(server.url, { signal })];
  await server.accepted(1);
  pending.push(fetchText(server.url, { signal }));
  await server.accepted(2);
  controller.abort();
  for (const result of await Promise.all(pending)) assertMatch(result, /abort/);
});

for (const [name, error] of CERTIFICATES) {
  Deno.test(`fetch() receives the certificate ${name}`, async () => {
    await using server = new FakeHttpServer(
      { "/": (_request, reply) => reply({ body: "ok" }) },
      { tls: fixture(name) },
    );
    using client = Deno.createHttpClient({ caCerts: [pem("ca.pem")] });
    const result = await fetchText(server.url, { client });
    if (error.source === "^$") assertEquals(result, "ok");
    else assertMatch(result, error);
    if (error.source !== "^$") await server.allClosed();
    assertEquals(server.lost.length, error.source === "^$" ? 0 : 1);
  });
}

for (const [stage, error] of RESETS) {
  Deno.test(`ResetServer resets at the stage ${stage}`, async () => {
    await using server = await ResetServer.start(stage);
    assertMatch(await fetchText(server.url), error);
  });
}

Deno.test("ResetServer does not reset valid requests and other connections", async () => {
  await using server = await ResetServer.start("length-body", {
    goodRequests: 1,
    faulty: (index) => index === 0,
  });
  using client = Deno.createHttpClient({});
  assertEquals(await fetchText(server.url, { client }), "ok");
  assertMatch(await fetchText(server.url, { client }), /error reading/);
  assertEquals(await fetchText(server.url, { client }), "ok");
  assertEquals(await fetchText(server.url, { client }), "ok");
  assertEquals(server.connections, 2);
});

Deno.test({
  name: "BlackHole leaves a connect pending",
  ignore: !BLACK_HOLES,
  async fn() {
    using hole = await BlackHole.open();
    const controller = new AbortController();
    const { port } = hole;
    const { signal } = controller;
    const options = { hostname: "127.0.0.1", port, signal };
    let settled = false;
    const pending = Deno.connect(options).finally(() => settled = true);
    pending.catch(() => {});
    // A connection attempt that is refused or accepted would have settled after
    // a whole exchange.
    await using server = new FakeHttpServer({});
    await fetchText(server.url);
    assertEquals(settled, false);
    controller.abort();
    await assertRejects(() => pending);
  },
});

Deno.test("FakeHttpServer keeps a connection after all kinds of bodies", async () => {
  const gate = Promise.withResolvers<void>();
  await using server = new FakeHttpServer({
    "/fixed": (_request, reply) => reply({ body: "fixed" }),
    "/chunked": (_request, reply) =>
      reply.chunked(["one,", gate.promise, "two"], { trailer: { "X-T": "1" } }),
    "PUT /early": async (request, reply) => {
      await reply.informational(103, { Link: "</x>" });
      await reply({ status: 201, body: request.body });
    },
    "/none": (_request, reply) => reply({ status: 204 }),
    "/away": (_request, reply) => reply.redirect("/fixed?x"),
    "/last": (_request, reply) => reply.untilClose(["to the", " end"]),
  });
  using client = Deno.createHttpClient({});
  const get = (path: string, init?: RequestInit) =>
    fetchText(server.url + path, { client, ...init });
  assertEquals(await get("/fixed"), "fixed");
  const slow = await fetch(`${server.url}/chunked`, { client });
  const reader = slow.body!.pipeThrough(new TextDecoderStream()).getReader();
  assertEquals((await reader.read()).value, "one,");
  gate.resolve();
  assertEquals((await reader.read()).value, "two");
  assertEquals((await reader.read()).done, true);
  const body = ReadableStream.from(["ab", "cde"])
    .pipeThrough(new TextEncoderStream());
  assertEquals(await get("/early", { method: "PUT", body }), "abcde");
  assertEquals(await get("/none"), "");
  assertEquals(await get("/fixed", { method: "HEAD" }), "");
  assertEquals(await get("/away"), "fixed");
  assertEquals(await get("/nowhere"), "no such route\n");
  assertEquals(await get("/last"), "to the end");
  // fetch() does not use a connection again after a response with a trailer.
  assertEquals(server.connections, 2);
  assertEquals(server.requests.map((request) => request.number), [
    ...[0, 1],
    ...[0, 1, 2, 3, 4, 5, 6],
  ]);
  await server.allClosed();
});

Deno.test("FakeHttpServer responds to Expect: 100-continue before the body", async () => {
  await using server = new FakeHttpServer({
    "POST /": (request, reply) => reply({ body: request.body }),
  });
  using conn = await Deno.connect({ hostname: "127.0.0.1", port: server.port });
  const reader = new WireReader(conn);
  await send(
    conn,
    "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n" +
      "Expect: 100-continue\r\n\r\n",
  );
  assertEquals(await reader.readHead(), "HTTP/1.1 100 Continue\r\n\r\n");
  await send(conn, "1\r\na\r\n2;x=y\r\nbc\r\n0\r\nT: 1\r\n\r\n");
  assertMatch(await reader.readHead(), /^HTTP\/1.1 200 OK\r\n/);
  assertEquals(await reader.readBytes(3), new TextEncoder().encode("abc"));
  assertEquals(server.requests[0]?.chunks, [1, 2]);
  assertEquals(server.requests[0]?.trailer, "T: 1\r\n");
});

Deno.test("FakeHttpServer responds early without reading the body", async () => {
  await using server = new FakeHttpServer({}, {
    early: (_request, reply) => reply({ status: 413, body: "too much" }),
  });
  const body = new Uint8Array(2 ** 22);
  using client = Deno.createHttpClient({});
  const reply = await fetch(server.url, { client, method: "POST", body });
  assertEquals([reply.status, await reply.text()], [413, "too much"]);
});

Deno.test("FakeHttpServer notices a client that disconnects while a reply waits", async () => {
  const never = new Promise<void>(() => {});
  await using server = new FakeHttpServer({
    "/short": (_request, reply) => reply({ body: "short", length: 100 }),
    "/drop": () => {},
    "/waits": (_request, reply) => reply({ body: ["ab", never, "cd"] }),
  });
  assertMatch(await fetchText(`${server.url}/short`), /error reading a body/);
  assertMatch(
    await fetchText(`${server.url}/drop`),
    /before message completed/,
  );
  const reply = await fetch(`${server.url}/waits`);
  const reader = reply.body!.getReader();
  await reader.read();
  await reader.cancel();
  await server.allClosed();
  assertEquals(server.lost.length, 1);
});

nginxTest("nginx serves over http and https", async (nginx) => {
  using client = Deno.createHttpClient({ caCerts: [pem("ca.pem")] });
  for (const url of [nginx.url, nginx.tlsUrl, nginx.h2Url]) {
    const text = await fetchText(`${url}/r302`, { client });
    assertEquals(text, "Hello, http\n");
    const headers = { range: "bytes=1048570-" };
    const part = await fetch(`${url}/bin1m.bin`, { client, headers });
    assertEquals([part.status, (await part.bytes()).length], [206, 6]);
  }
  const init = { client, method: "PUT", body: "stored" };
  assertEquals(await fetchText(`${nginx.url}/dav/a.txt`, init), "");
  assertEquals(await fetchText(`${nginx.url}/dav/a.txt`, { client }), "stored");
  await nginx.addSparseFile("huge.bin");
  const reply = await fetch(`${nginx.url}/huge.bin`, {
    client,
    method: "HEAD",
  });
  assertEquals(reply.headers.get("content-length"), String(2 ** 30));
  assertEquals(await nginx.errorLog(), "");
});

/** The body, or the text of the error. */
async function fetchText(
  url: string,
  init: RequestInit & { client?: Deno.HttpClient } = {},
): Promise<string> {
  try {
    using client = init.client ? undefined : Deno.createHttpClient({});
    const reply = await fetch(url, { ...(client && { client }), ...init });
    return await reply.text();
  } catch (error) {
    const { message, cause } = error as Error;
    return cause instanceof Error ? cause.message : message;
  }
}
