// Copyright 2026 the wininet authors. MIT license.

import { assert, assertEquals, assertRejects } from "@std/assert";
import { assertInstanceOf } from "@std/assert";
import { pem } from "../helpers/certificates.ts";
import { GopherServer } from "./gopher_server.ts";
import { closeQuietly, latin1Of, send, WireReader } from "./tcp_server.ts";
import { lacks } from "../helpers/lacks.ts";

async function open(server: GopherServer): Promise<Deno.Conn> {
  const { host: hostname, port, options } = server;
  if (!options.tls) return await Deno.connect({ hostname, port });
  const caCerts = [pem("ca.pem")];
  return await Deno.connectTls({ hostname, port, caCerts });
}

async function ask(server: GopherServer, request: string): Promise<string> {
  const conn = await open(server);
  try {
    await send(conn, request);
    return latin1Of(await new WireReader(conn).readToEnd());
  } finally {
    closeQuietly(conn);
  }
}

const BYTES = Uint8Array.from({ length: 100_000 }, (_, at) => at * 7);

const ANSWERS: [request: string, answer: string][] = [
  ["\r\n", "iRoot\t\t\t\r\n.\r\n"],
  ["/\xe4\r\n", "\xff\0"],
  ["/find\ttwo words\r\n", "found"],
  ["/bytes\r\n", latin1Of(BYTES)],
  ["/script\r\n", "first second"],
  ["/none\r\n", ""],
  ["/nope\tx\r\n", '3"/nope" not found\t\terror.host\t1\r\n.\r\n'],
];

const OPTIONS = [
  { host: "127.0.0.1" },
  { host: "::1" },
  { host: "127.0.0.1", tls: true },
];

for (const options of OPTIONS) {
  const place = `on ${options.host}${options.tls ? " over TLS" : ""}`;
  const ignore = options.host === "::1" && lacks("::1");
  Deno.test(
    `GopherServer responds with its table ${place}`,
    { ignore },
    async () => {
      await using server = new GopherServer({
        "": "iRoot\t\t\t\r\n.\r\n",
        "/\xe4": "\xff\0",
        "/find\ttwo words": "found",
        "/bytes": BYTES,
        async "/script"(call) {
          await call.write("first ");
          return "second";
        },
        "/none": "",
      }, options);
      for (const [request, answer] of ANSWERS) {
        assertEquals(await ask(server, request), answer);
      }
      await server.allClosed();
      const lines = ANSWERS.map(([request]) => request.slice(0, -2));
      assertEquals(server.requests, lines);
      assertEquals(server.connections, ANSWERS.length);
      assertEquals(server.lost, []);
    },
  );
}

Deno.test("GopherServer sends byte by byte", async () => {
  await using server = new GopherServer({ "a": "abc\r\n" }, {
    byteByByte: true,
  });
  assertEquals(await ask(server, "a\r\n"), "abc\r\n");
});

Deno.test("GopherServer responds to other requests with an option", async () => {
  await using server = new GopherServer({}, {
    otherwise: ({ fields, index }) => `${index}: ${fields.join("|")}`,
  });
  assertEquals(await ask(server, "a\tb\t\r\n"), "0: a|b|");
  assertEquals(await ask(server, "__proto__\r\n"), "1: __proto__");
});

Deno.test("GopherServer writes menu lines that refer to itself", async () => {
  await using server = new GopherServer({
    "": ({ server }) =>
      server.item("0", "A", "/a") + server.item("1", "B", "/b", "+"),
  });
  const place = `127.0.0.1\t${server.port}`;
  assertEquals(
    await ask(server, "\r\n"),
    `0A\t/a\t${place}\r\n1B\t/b\t${place}\t+\r\n`,
  );
  assertEquals(server.url, `gopher://127.0.0.1:${server.port}`);
});

Deno.test("GopherServer waits between pieces for the test", async () => {
  const goOn = Promise.withResolvers<void>();
  await using server = new GopherServer({
    async "/slow"(call) {
      await call.write("first");
      await call.until(goOn.promise);
      return "second";
    },
  });
  using conn = await open(server);
  const reader = new WireReader(conn);
  await send(conn, "/slow\r\n");
  assertEquals(latin1Of(await reader.readBytes(5)), "first");
  goOn.resolve();
  assertEquals(latin1Of(await reader.readToEnd()), "second");
});

Deno.test("GopherServer does not close before the client", async () => {
  await using server = new GopherServer({
    async "/open"(call) {
      await call.write(".\r\n");
      await call.clientClosed();
    },
  });
  const conn = await open(server);
  await send(conn, "/open\r\n");
  assertEquals((await new WireReader(conn).readBytes(3)).length, 3);
  assertEquals(server.open, 1);
  conn.close();
  await server.allClosed();
  assertEquals(server.lost, []);
});

Deno.test("GopherServer resets the connection", async () => {
  const got = Promise.withResolvers<void>();
  await using server = new GopherServer({
    async "/gone"(call) {
      await call.write("some");
      await call.until(got.promise);
      await call.reset();
    },
  });
  using conn = await open(server);
  const reader = new WireReader(conn);
  await send(conn, "/gone\r\n");
  assertEquals(latin1Of(await reader.readBytes(4)), "some");
  got.resolve();
  await assertRejects(() => reader.readSome(), Deno.errors.ConnectionReset);
  await server.allClosed();
});

for (const byOption of [true, false]) {
  const how = byOption ? "for all answers" : "by a script";
  Deno.test(`GopherServer ends TLS without close_notify ${how}`, async () => {
    await using server = new GopherServer({
      async "/cut"(call) {
        await call.write("content");
        if (!byOption) await call.cut();
      },
    }, { tls: true, closeNotify: !byOption });
    using conn = await open(server);
    const reader = new WireReader(conn);
    await send(conn, "/cut\r\n");
    assertEquals(latin1Of(await reader.readBytes(7)), "content");
    await assertRejects(() => reader.readSome(), Deno.errors.UnexpectedEof);
  });
}

const BLOCKS: [name: string, block: string, ends: boolean][] = [
  ["lines to a dot", "+-1\r\nMe\r\n..dot\r\n.\r\n", false],
  ["no lines", "+-1\r\n.\r\n", false],
  ["counted bytes", "+5\r\n\r\n.\r\n", false],
  ["no bytes", "+0\r\n", false],
  ["bytes to the end", "+-2\r\n\0\xff\r\n.\r\nmore", true],
];

for (const [name, block, ends] of BLOCKS) {
  for (const tls of [false, true]) {
    const title = `GopherServer reads a data block of ${name}`;
    Deno.test(`${title}${tls ? " over TLS" : ""}`, async () => {
      const request = "/ask\t+\t1";
      await using server = new GopherServer({ [request]: "thanks" }, { tls });
      using conn = await open(server);
      await send(conn, `${request}\r\n${block}`);
      if (ends) await conn.closeWrite();
      const answer = await new WireReader(conn).readToEnd();
      assertEquals(latin1Of(answer), "thanks");
      assertEquals(server.blocks.map(latin1Of), [block]);
      assertEquals(server.requests, [request]);
    });
  }
}

Deno.test("GopherServer leaves a data block to a script", async () => {
  await using server = new GopherServer({
    async "/ask\tx\t+v\t1"(call) {
      await call.write("early ");
      const block = await call.readBlock();
      return `${block.length} ${latin1Of(await call.readBytes(4))}`;
    },
  });
  const request = "/ask\tx\t+v\t1\r\n+-1\r\na\r\n.\r\nmore";
  assertEquals(await ask(server, request), "early 11 more");
});

Deno.test("GopherServer does not treat search words as a data block", async () => {
  await using server = new GopherServer({ "/find\t1": "found" });
  assertEquals(await ask(server, "/find\t1\r\n"), "found");
});

Deno.test("GopherServer keeps the LF of a line without CR", async () => {
  await using server = new GopherServer();
  await ask(server, "a\n");
  assertEquals(server.requests, ["a\n"]);
});

Deno.test("GopherServer records no request of a client that only closes", async () => {
  await using server = new GopherServer();
  const conn = await open(server);
  await send(conn, "/half");
  conn.close();
  await server.accepted(1);
  await server.allClosed();
  assertEquals(server.requests, []);
  assertEquals(server.lost, []);
});

Deno.test("GopherServer records a TLS handshake that failed", async () => {
  await using server = new GopherServer({}, {
    tls: true,
    certificate: "expired",
  });
  const conn = await open(server) as Deno.TlsConn;
  await assertRejects(() => conn.handshake(), Deno.errors.InvalidData);
  closeQuietly(conn);
  await server.accepted(1);
  await server.allClosed();
  assertEquals(server.lost.length, 1);
});

Deno.test("GopherServer throws at disposal the error that a script has thrown", async () => {
  const failure = new TypeError("wrong");
  const server = new GopherServer({
    "/a"() {
      throw failure;
    },
  });
  await ask(server, "/a\r\n").catch(() => "");
  const error = await assertRejects(
    async () => await server[Symbol.asyncDispose](),
  );
  assertEquals(error, failure);
});

Deno.test("GopherServer ends waiting scripts at disposal", async () => {
  const server = new GopherServer({
    "/never": (call) => call.until(new Promise<void>(() => {})),
    "/open": (call) => call.clientClosed(),
  });
  const conns = [await open(server), await open(server), await open(server)];
  await send(conns[0]!, "/never\r\n");
  await send(conns[1]!, "/open\r\n");
  await server.received(2);
  await server[Symbol.asyncDispose]();
  assertEquals(server.open, 0);
  for (const conn of conns) conn.close();
  assertEquals(server.lost, []);
});

Deno.test("GopherServer records a client that disconnected before its response", async () => {
  await using server = new GopherServer({
    async "/big"(call) {
      await call.until(closed.promise);
      // The kernel may still buffer the first write.
      for (;;) await call.write(BYTES);
    },
  });
  const closed = Promise.withResolvers<void>();
  const conn = await open(server);
  await send(conn, "/big\r\n");
  await server.received(1);
  conn.close();
  closed.resolve();
  await server.allClosed();
  assert(server.lost.length === 1);
  assertInstanceOf(server.lost[0], Error);
});
