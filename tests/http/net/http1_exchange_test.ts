// Copyright 2026 the wininet authors. MIT license.

import { assert, assertEquals, assertRejects } from "@std/assert";
import type { Header } from "../../../_http/wire/header_list.ts";
import { Http1Connection } from "../../../_http/net/http1_connection.ts";
import { PoolLease } from "../../../_http/net/connections.ts";
import type {
  ExchangeRequest,
  RequestBody,
} from "../../../_http/net/transport.ts";
import { WireError } from "../../../_http/wire/fields.ts";
import { MAX_RESPONSE_HEAD } from "../../../_http/wire/response_head.ts";
import { heldClock } from "../../helpers/held_clock.ts";
import { everyTwoCuts, latin1 } from "../../helpers/splits.ts";
import { turns } from "../../helpers/turns.ts";
import {
  exchangeOf,
  ORIGIN,
  type Recorded,
  textOf,
  whole,
} from "./exchanges.ts";
import { connectingTo, FakeChannel } from "./fake_channel.ts";

const HOST = "Host: 127.0.0.1:8080\r\n";
const GET = `GET / HTTP/1.1\r\n${HOST}\r\n`;
const OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

/** A session whose pool contains connections; the last one is used first. */
class Scene implements AsyncDisposable {
  readonly lease: PoolLease = new PoolLease();
  readonly channels: FakeChannel[] = [];

  constructor(waiting: number = 0) {
    for (let count = 0; count < waiting; count++) {
      const channel = new FakeChannel();
      this.channels.unshift(channel);
      this.lease.keep(new Http1Connection(ORIGIN, channel));
    }
  }

  exchange(parts: Partial<ExchangeRequest> = {}): Recorded {
    return exchangeOf(this.lease, parts);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.lease.close();
  }
}

/** A body that the program writes later. */
function later(length: number | null): RequestBody {
  const framing = length === null ? "chunked" : "length";
  return { bytes: null, length, framing };
}

function bytes(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}

// ---- the request ----

const REQUESTS: [
  title: string,
  parts: Partial<ExchangeRequest>,
  wire: string,
][] = [
  ["a plain GET", {}, GET],
  [
    "a path and a query as they are",
    { url: new URL(`${ORIGIN}/a%20b/AT&T?c=d&e#f`) },
    `GET /a%20b/AT&T?c=d&e HTTP/1.1\r\n${HOST}\r\n`,
  ],
  [
    "fields in their order and case, and bytes beyond ASCII",
    { headers: [["x-b", "2"], ["X-A", "1"], ["X-A", "\xe4"]] },
    `GET / HTTP/1.1\r\nx-b: 2\r\nX-A: 1\r\nX-A: \xe4\r\n${HOST}\r\n`,
  ],
  [
    "a Host of the program",
    { headers: [["host", "other.test"]] },
    "GET / HTTP/1.1\r\nhost: other.test\r\n\r\n",
  ],
  [
    "no empty User-Agent",
    { headers: [["User-Agent", ""], ["X-A", ""]] },
    `GET / HTTP/1.1\r\nX-A: \r\n${HOST}\r\n`,
  ],
  ...["HEAD", "DELETE", "OPTIONS", "TRACE"].map((
    method,
  ): typeof REQUESTS[number] => [
    `${method} without a body`,
    { method },
    `${method} / HTTP/1.1\r\n${HOST}\r\n`,
  ]),
  ...["POST", "PUT", "PATCH", "PROPFIND", "RPC_IN_DATA"].map((
    method,
  ): typeof REQUESTS[number] => [
    `${method} without a body, which says so`,
    { method },
    `${method} / HTTP/1.1\r\n${HOST}Content-Length: 0\r\n\r\n`,
  ]),
  [
    "a body",
    { method: "POST", body: whole("hello") },
    `POST / HTTP/1.1\r\n${HOST}Content-Length: 5\r\n\r\nhello`,
  ],
  [
    "a long body",
    { method: "PUT", body: whole("x".repeat(100_000)) },
    `PUT / HTTP/1.1\r\n${HOST}Content-Length: 100000\r\n\r\n${
      "x".repeat(100_000)
    }`,
  ],
  [
    "a body of DELETE",
    { method: "DELETE", body: whole("hello") },
    `DELETE / HTTP/1.1\r\n${HOST}Content-Length: 5\r\n\r\nhello`,
  ],
];

for (const [title, parts, wire] of REQUESTS) {
  for (const most of [Infinity, 7]) {
    Deno.test(`Http1Exchange.run() sends ${title}, ${most} bytes at a time, and counts the bytes`, async () => {
      await using scene = new Scene(1);
      const [channel] = scene.channels;
      channel!.mostWritten = most;
      const { exchange, stages } = scene.exchange(parts);
      const answer = exchange.run();
      await channel!.hasWritten(wire.length);
      await turns(1);
      channel!.send("HTTP/1.1 204 None\r\n\r\n");
      assertEquals((await answer).status, 204);
      assert(channel!.written === wire, channel!.written.slice(0, 1000));
      assertEquals(
        stages,
        ["reused", "sending", `sent ${wire.length}`, "receiving"],
      );
      exchange.release();
    });
  }
}

Deno.test("Http1Exchange.run() sends nothing if a field would break the head", async () => {
  await using scene = new Scene();
  const channel = new FakeChannel();
  using _connect = connectingTo(channel);
  const headers: Header[] = [["A", "b\r\nC: d"]];
  const { exchange } = scene.exchange({ headers });
  await assertRejects(() => exchange.run(), WireError);
  assertEquals(channel.written, "");
  exchange.close(null);
});

Deno.test("Http1Exchange.run() sends the whole URL to a forwarding proxy", async () => {
  await using scene = new Scene();
  const channel = new FakeChannel();
  using _connect = connectingTo(channel);
  const { exchange } = scene.exchange({
    url: new URL("http://a.test/b?c"),
    proxy: {
      kind: "http",
      host: "127.0.0.1",
      port: 3128,
      user: "",
      password: "",
    },
  });
  channel.send(OK);
  await exchange.run();
  assertEquals(
    channel.written,
    "GET http://a.test/b?c HTTP/1.1\r\nHost: a.test\r\n\r\n",
  );
  exchange.close(null);
});

for (const value of ["close", "Close", "x, close"]) {
  Deno.test(`Http1Exchange does not keep a connection that the program's "Connection: ${value}" ends`, async () => {
    await using scene = new Scene(1);
    const [channel] = scene.channels;
    const { exchange } = scene.exchange({ headers: [["connection", value]] });
    channel!.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    await exchange.run();
    exchange.release();
    assert(channel!.isClosed);
  });
}

Deno.test("Http1Exchange.finishBody() does not report a response that can no longer arrive", async () => {
  await using scene = new Scene(1);
  const { exchange, stages } = scene.exchange({
    method: "POST",
    body: later(10),
  });
  await exchange.startUpload(bytes(""));
  exchange.response.catch(() => {});
  exchange.close(new Error("over"));
  await exchange.finishBody();
  assertEquals(stages.filter((stage) => stage === "receiving"), []);
});

Deno.test("Http1Exchange.run() also counts the bytes sent after an early response", async () => {
  await using scene = new Scene(1);
  const [channel] = scene.channels;
  const room = channel!.holdWrites();
  const { exchange, stages } = scene.exchange({
    method: "POST",
    body: whole("hello"),
  });
  const answer = exchange.run();
  channel!.send(OK);
  await answer;
  room();
  const wire = `POST / HTTP/1.1\r\n${HOST}Content-Length: 5\r\n\r\nhello`;
  await channel!.hasWritten(wire.length);
  await turns(1);
  const sent = stages.filter((stage) => stage.startsWith("sent"));
  assertEquals(sent, ["sent 0", `sent ${wire.length}`]);
  exchange.close(null);
});

Deno.test("Http1Exchange.write() has a time limit although the response has arrived", async () => {
  await using scene = new Scene(1);
  const [channel] = scene.channels;
  const { exchange, clocks } = scene.exchange({
    method: "POST",
    body: later(2),
  });
  await exchange.startUpload(bytes("a"));
  channel!.send(OK);
  await exchange.response;
  clocks.length = 0;
  await exchange.write(bytes("b"));
  assertEquals(clocks, ["room", null]);
  exchange.close(null);
});

/** Requests that cannot be sent again, sent by both methods. */
const POSTS: [name: string, send: (recorded: Recorded) => Promise<unknown>][] =
  [
    ["run", ({ exchange }) => exchange.run()],
    ["begin", ({ exchange }) => exchange.startUpload(bytes("hello"))],
  ];

for (const [name, send] of POSTS) {
  const parts = {
    method: "POST",
    body: name === "run" ? whole("hello") : later(5),
  };

  Deno.test(`Http1Exchange.${name}() notices that an old connection was closed while the program was busy`, async () => {
    using clock = heldClock();
    await using scene = new Scene(1);
    const fresh = new FakeChannel();
    using _connect = connectingTo(fresh);
    clock.advance(1000);
    scene.channels[0]!.end();
    const recorded = scene.exchange(parts);
    const sent = send(recorded);
    await turns(1);
    clock.advance(5);
    fresh.send(OK);
    await sent;
    assertEquals(scene.channels[0]!.written, "");
    assert(fresh.written.endsWith("hello"));
    recorded.exchange.close(null);
  });

  Deno.test(`Http1Exchange.${name}() uses a young connection immediately`, async () => {
    using clock = heldClock();
    await using scene = new Scene(1);
    clock.advance(999);
    const recorded = scene.exchange(parts);
    scene.channels[0]!.send(OK);
    await send(recorded);
    assert(scene.channels[0]!.written.endsWith("hello"));
    recorded.exchange.close(null);
  });

  Deno.test(`Http1Exchange.close() ends ${name}() while it checks an old connection`, async () => {
    using clock = heldClock();
    await using scene = new Scene(1);
    clock.advance(1000);
    const recorded = scene.exchange(parts);
    const sent = assertRejects(() => send(recorded));
    recorded.exchange.close(null);
    await sent;
    assertEquals(scene.channels[0]!.written, "");
  });
}

// ---- the response ----

const ANSWERS: [title: string, wire: string, status: number, body: string][] = [
  ["with a length", OK, 200, "ok"],
  [
    "in chunks",
    "HTTP/1.1 404 No\nTransfer-Encoding: chunked\n\n2\r\nok\r\n0\r\n\r\n",
    404,
    "ok",
  ],
  [
    "after empty lines and 1xx",
    "\r\n\nHTTP/1.1 100 C\r\n\r\nHTTP/1.1 103\n\nHTTP/1.1 204 N\r\n\r\n",
    204,
    "",
  ],
];

for (const [title, wire, status, body] of ANSWERS) {
  Deno.test(`Http1Exchange reads a response ${title}, at every pair of positions, and keeps the connection`, async () => {
    await using scene = new Scene();
    for (const pieces of everyTwoCuts(latin1(wire))) {
      const channel = new FakeChannel();
      scene.lease.keep(new Http1Connection(ORIGIN, channel));
      const { exchange } = scene.exchange();
      const answer = exchange.run();
      await turns(1);
      for (const piece of pieces) if (piece.length > 0) channel.send(piece);
      assertEquals((await answer).status, status);
      assertEquals(await textOf(exchange.body), body);
      assertEquals(exchange.received, wire.length);
      exchange.release();
      assertEquals([channel.isClosed, exchange.received], [false, wire.length]);
      scene.lease.take(ORIGIN)!.close();
    }
  });
}

Deno.test("Http1Exchange reports connecting, sending and receiving on a new connection, and its closing", async () => {
  await using scene = new Scene();
  const channel = new FakeChannel();
  using connect = connectingTo(channel);
  const { exchange, stages, clocks } = scene.exchange();
  channel.send("HTTP/1.1 103 Hints\r\n\r\n").send(OK);
  await exchange.run();
  assertEquals(stages, [
    "connecting 127.0.0.1",
    "connected 127.0.0.1",
    "sending",
    `sent ${GET.length}`,
    "receiving",
    "intermediate 103",
  ]);
  assertEquals(clocks, ["connection", "room", "response", null]);
  exchange.close(null);
  assertEquals(stages.at(-1), "closed");
  assertEquals([connect.count, channel.isClosed], [1, true]);
});

Deno.test("Http1Exchange counts the received bytes, without earlier responses on the same connection", async () => {
  await using scene = new Scene(1);
  const [channel] = scene.channels;
  for (let round = 0; round < 3; round++) {
    const { exchange } = scene.exchange();
    const answer = exchange.run();
    await turns(1);
    channel!.send(OK);
    await answer;
    assertEquals(exchange.received, OK.length);
    await textOf(exchange.body);
    exchange.release();
    assertEquals(exchange.received, OK.length);
  }
});

const REFUSED: [title: string, wire: string, text: string][] = [
  ["of HTTP/0.9", "<", "the server did not respond in HTTP/1; check the port"],
  [
    "of FTP, before its line has ended",
    "220 r",
    "the server did not respond in HTTP/1; check the port",
  ],
  [
    "of HTTP/2",
    "HTTP/2",
    "the server did not respond in HTTP/1; check the port",
  ],
  [
    "whose head has no end",
    `HTTP/1.1 200 OK\r\nA: ${"b".repeat(MAX_RESPONSE_HEAD)}`,
    `its head is longer than ${MAX_RESPONSE_HEAD} bytes`,
  ],
  [
    "whose head is too long",
    `HTTP/1.1 200 OK\r\nA: ${"b".repeat(MAX_RESPONSE_HEAD - 23)}\r\n\r\n`,
    `its head is longer than ${MAX_RESPONSE_HEAD} bytes`,
  ],
  [
    "after too many empty lines",
    "\r\n".repeat(MAX_RESPONSE_HEAD / 2) + OK,
    `its head is longer than ${MAX_RESPONSE_HEAD} bytes`,
  ],
  [
    "with two lengths",
    "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
    "it has two different Content-Lengths",
  ],
  [
    "after 1xx without end",
    "HTTP/1.1 100 C\r\n\r\n".repeat(10_001),
    "it keeps sending 1xx responses",
  ],
];

for (const [title, wire, text] of REFUSED) {
  Deno.test(`Http1Exchange refuses a response ${title}`, async () => {
    await using scene = new Scene();
    const channel = new FakeChannel().send(wire);
    using _connect = connectingTo(channel);
    const { exchange } = scene.exchange();
    const error = await assertRejects(() => exchange.run(), WireError);
    assertEquals(error.message, text);
    exchange.close(error);
    assertEquals(channel.isClosed, true);
  });
}

Deno.test("Http1Exchange accepts the longest head", async () => {
  await using scene = new Scene();
  const line = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nA: ";
  const value = "b".repeat(MAX_RESPONSE_HEAD - line.length - 4);
  const channel = new FakeChannel().send(`${line}${value}\r\n\r\n`);
  using _connect = connectingTo(channel);
  const { exchange } = scene.exchange();
  assertEquals((await exchange.run()).get("a")?.length, value.length);
  exchange.close(null);
});

for (const wire of ["", "HTTP/1.1 200 OK\r\nContent-Le"]) {
  Deno.test(`Http1Exchange fails if the connection ends after ${wire.length} bytes`, async () => {
    await using scene = new Scene();
    const channel = new FakeChannel();
    if (wire !== "") channel.send(wire);
    channel.end();
    using _connect = connectingTo(channel);
    const { exchange } = scene.exchange();
    const error = await assertRejects(
      () => exchange.run(),
      Deno.errors.UnexpectedEof,
    );
    assertEquals(
      error.message,
      "the server closed the connection before it had responded",
    );
    exchange.close(error);
  });
}

// ---- the end ----

const KEPT: [
  title: string,
  wire: string,
  isKept: boolean,
  parts?: Partial<ExchangeRequest>,
][] = [
  ["was read to its end", OK, true],
  ["has no body", "HTTP/1.1 204 None\r\n\r\n", true],
  ["answers HEAD", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n", true, {
    method: "HEAD",
  }],
  [
    "announces close",
    `${OK.replace("\r\n", "\r\nConnection: close\r\n")}`,
    false,
  ],
  ["is of HTTP/1.0", OK.replace("1.1", "1.0"), false],
  ["is followed by bytes", `${OK}x`, false],
  [
    "has chunks and a length",
    "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n",
    false,
  ],
  ["switches protocols", "HTTP/1.1 101 Switching\r\nUpgrade: a\r\n\r\n", false],
];

for (const [title, wire, isKept, parts] of KEPT) {
  Deno.test(`Http1Exchange.release() ${isKept ? "keeps" : "closes"} the connection if the response ${title}`, async () => {
    await using scene = new Scene();
    const channel = new FakeChannel().send(wire);
    using _connect = connectingTo(channel);
    const { exchange, stages } = scene.exchange(parts);
    await exchange.run();
    await textOf(exchange.body);
    exchange.release();
    assertEquals(channel.isClosed, !isKept);
    assertEquals(stages.includes("closed"), !isKept);
    assertEquals(channel.isReferenced, !isKept);
  });
}

Deno.test("Http1Exchange.close() ends a request that waits for its connection", async () => {
  await using scene = new Scene();
  const { connect } = Deno;
  const { promise, resolve } = Promise.withResolvers<AbortSignal>();
  Object.assign(Deno, {
    connect: ({ signal }: { signal: AbortSignal }) =>
      new Promise((_, reject) => {
        signal.addEventListener("abort", () => reject(signal.reason));
        resolve(signal);
      }),
  });
  try {
    const { exchange } = scene.exchange();
    const answer = exchange.run();
    answer.catch(() => {});
    await promise;
    const reason = new TypeError("given up");
    exchange.close(reason);
    assertEquals(await assertRejects(() => answer), reason);
  } finally {
    Object.assign(Deno, { connect });
  }
});

Deno.test("Http1Exchange.close() ends a request that waits for its response, and is not tried again", async () => {
  await using scene = new Scene(2);
  const { exchange, stages } = scene.exchange();
  const answer = exchange.run();
  await scene.channels[0]!.hasWritten(GET.length);
  await turns(1);
  exchange.close(null);
  await assertRejects(() => answer);
  assertEquals(stages, [
    "reused",
    "sending",
    `sent ${GET.length}`,
    "receiving",
    "closed",
  ]);
  assertEquals(scene.channels.map(({ isClosed }) => isClosed), [true, false]);
});

// ---- a connection that the server has closed while it was idle ----

const RESET = new Deno.errors.ConnectionReset("reset");

/** Breaks a connection when its request has arrived, or while it is written. */
async function breakAfter(
  channel: FakeChannel,
  how: "end" | "fail",
): Promise<void> {
  await channel.hasWritten(1);
  if (how === "end") channel.end();
  else channel.fail(RESET);
}

for (const how of ["end", "fail"] as const) {
  for (
    const [method, body] of [
      ["GET", null],
      ["HEAD", null],
      ["OPTIONS", null],
      ["DELETE", null],
      ["PUT", whole("hello")],
    ] as const
  ) {
    Deno.test(`Http1Exchange sends ${method} again if a reused connection is lost (${how}), as often as necessary`, async () => {
      await using scene = new Scene(2);
      const fresh = new FakeChannel();
      using connect = connectingTo(fresh);
      const { exchange, stages } = scene.exchange({ method, body });
      const answer = exchange.run();
      for (const channel of scene.channels) await breakAfter(channel, how);
      await fresh.hasWritten(1);
      fresh.send("HTTP/1.1 204 None\r\n\r\n");
      assertEquals((await answer).status, 204);
      assertEquals(connect.count, 1);
      assertEquals(scene.channels.map(({ isClosed }) => isClosed), [
        true,
        true,
      ]);
      assertEquals(
        stages.filter((stage) => /reused|connec|closed/.test(stage)),
        [
          "reused",
          "closed",
          "reused",
          "closed",
          "connecting 127.0.0.1",
          "connected 127.0.0.1",
        ],
      );
      exchange.release();
      assertEquals(fresh.isClosed, false);
    });
  }

  for (
    const [method, body] of [
      ["POST", whole("hello")],
      ["POST", null],
      ["PATCH", whole("hello")],
      ["PROPFIND", null],
    ] as const
  ) {
    Deno.test(`Http1Exchange does not send ${method} ${body === null ? "without" : "with"} a body again if a reused connection is lost (${how})`, async () => {
      await using scene = new Scene(2);
      using connect = connectingTo(new FakeChannel());
      const { exchange } = scene.exchange({ method, body });
      const answer = exchange.run();
      answer.catch(() => {});
      await breakAfter(scene.channels[0]!, how);
      await assertRejects(() => answer);
      assertEquals(connect.count, 0);
      assertEquals(scene.channels[1]!.written, "");
      exchange.close(null);
    });
  }

  Deno.test(`Http1Exchange does not send GET again if a new connection is lost (${how})`, async () => {
    await using scene = new Scene();
    const channel = new FakeChannel();
    using connect = connectingTo(channel, new FakeChannel());
    const { exchange } = scene.exchange();
    const answer = exchange.run();
    answer.catch(() => {});
    await breakAfter(channel, how);
    await assertRejects(() => answer);
    assertEquals(connect.count, 1);
    exchange.close(null);
  });

  for (const some of ["HTTP/1.1 2", "HTTP/1.1 100 Continue\r\n\r\n"]) {
    Deno.test(`Http1Exchange does not send GET again after ${JSON.stringify(some)} has arrived (${how})`, async () => {
      await using scene = new Scene(2);
      const { exchange } = scene.exchange();
      const answer = exchange.run();
      answer.catch(() => {});
      await scene.channels[0]!.hasWritten(1);
      scene.channels[0]!.send(some);
      await turns(1);
      await breakAfter(scene.channels[0]!, how);
      await assertRejects(() => answer);
      assertEquals(scene.channels[1]!.written, "");
      exchange.close(null);
    });
  }

  Deno.test(`Http1Exchange.startUpload() does not send a body of the program again if a reused connection is lost (${how})`, async () => {
    await using scene = new Scene(2);
    const { exchange } = scene.exchange({ method: "PUT", body: later(5) });
    await exchange.startUpload(bytes("he"));
    await breakAfter(scene.channels[0]!, how);
    await assertRejects(() => exchange.response);
    assertEquals(scene.channels[1]!.written, "");
    exchange.close(null);
  });
}

// ---- a body that the program writes ----

for (
  const [title, body, wire] of [
    ["of known length", later(5), "Content-Length: 5\r\n\r\nhello"],
    [
      "in chunks",
      later(null),
      "Transfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n",
    ],
    [
      "in custom chunks",
      { bytes: null, length: null, framing: "raw" },
      "Transfer-Encoding: chunked\r\n\r\nhello",
    ],
  ] as const
) {
  Deno.test(`Http1Exchange sends a body ${title} as it is written, and counts the bytes`, async () => {
    await using scene = new Scene(1);
    const [channel] = scene.channels;
    const { exchange, stages, clocks } = scene.exchange({
      method: "POST",
      body,
    });
    await exchange.startUpload(bytes("he"));
    const first = channel!.written.length;
    await exchange.write(bytes("llo"));
    const second = channel!.written.length - first;
    await exchange.finishBody();
    assertEquals(channel!.written, `POST / HTTP/1.1\r\n${HOST}${wire}`);
    assertEquals(stages, [
      "reused",
      "sending",
      `sent ${first}`,
      "sending",
      `sent ${second}`,
      "receiving",
    ]);
    assertEquals(clocks.at(-1), "response");
    channel!.send(OK);
    assertEquals((await exchange.response).status, 200);
    assertEquals(clocks.at(-1), null);
    await textOf(exchange.body);
    exchange.release();
    // It is unknown if the chunks that the program framed were complete.
    assertEquals(channel!.isClosed, body.framing === "raw");
  });
}

Deno.test("Http1Exchange.startUpload() of a body without bytes keeps the connection", async () => {
  await using scene = new Scene(1);
  const [channel] = scene.channels;
  const { exchange } = scene.exchange({ method: "POST" });
  await exchange.startUpload(bytes(""));
  await exchange.finishBody();
  channel!.send(OK);
  await exchange.response;
  await textOf(exchange.body);
  exchange.release();
  assertEquals(channel!.isClosed, false);
  assertEquals(
    channel!.written,
    `POST / HTTP/1.1\r\n${HOST}Content-Length: 0\r\n\r\n`,
  );
});

Deno.test("Http1Exchange.run() accepts a response that arrives while the body is written, sets no timeout for the rest, and does not keep the connection", async () => {
  await using scene = new Scene();
  const channel = new FakeChannel();
  channel.mostWritten = 1000;
  using _connect = connectingTo(channel);
  const goOn = channel.holdWrites();
  const { exchange, stages, clocks } = scene.exchange({
    method: "POST",
    body: whole("x".repeat(100_000)),
  });
  channel.send(OK.replace("200 OK", "413 Too Large"));
  assertEquals((await exchange.run()).status, 413);
  assertEquals(channel.written, "");
  assertEquals(stages.slice(2), ["sending", "sent 0", "receiving"]);
  const before = clocks.length;
  assertEquals(clocks.at(-1), null);
  goOn();
  await channel.hasWritten(2000);
  assertEquals(clocks.length, before);
  assertEquals(await textOf(exchange.body), "ok");
  exchange.release();
  assertEquals(channel.isClosed, true);
  await turns(1);
});

Deno.test("Http1Exchange.run() reads the response of a connection that breaks during a write", async () => {
  await using scene = new Scene();
  const channel = new FakeChannel();
  using _connect = connectingTo(channel);
  const { write } = channel;
  channel.write = () => Promise.reject(new Deno.errors.BrokenPipe("pipe"));
  const { exchange } = scene.exchange({ method: "POST", body: whole("hello") });
  const answer = exchange.run();
  await turns(1);
  channel.send(OK.replace("200 OK", "413 Too Large"));
  assertEquals((await answer).status, 413);
  channel.write = write;
  exchange.release();
  assertEquals(channel.isClosed, true);
});

for (
  const [title, body] of [
    ["of known length", later(10)],
    ["in chunks", later(null)],
  ] as const
) {
  Deno.test(`Http1Exchange.release() does not keep a connection whose response arrived before a body ${title} was written, because the server would read the next request as its rest`, async () => {
    await using scene = new Scene();
    const channel = new FakeChannel();
    using _connect = connectingTo(channel);
    const { exchange } = scene.exchange({ method: "POST", body });
    await exchange.startUpload(bytes("he"));
    const goOn = channel.holdWrites();
    const writing = exchange.write(bytes("llo"));
    writing.catch(() => {});
    channel.send(OK);
    await exchange.response;
    await exchange.finishBody();
    await textOf(exchange.body);
    exchange.release();
    assertEquals(channel.isClosed, true);
    goOn();
    await turns(1);
    assert(!channel.written.endsWith("0\r\n\r\n"), channel.written);
  });
}

Deno.test("Http1Exchange.release() does not keep a connection if fewer bytes were written than announced", async () => {
  await using scene = new Scene();
  const channel = new FakeChannel();
  using _connect = connectingTo(channel);
  const { exchange } = scene.exchange({ method: "POST", body: later(10) });
  await exchange.startUpload(bytes("hello"));
  channel.send(OK);
  await exchange.response;
  await exchange.finishBody();
  await textOf(exchange.body);
  exchange.release();
  assertEquals(channel.isClosed, true);
});

Deno.test("Http1Exchange.startUpload() accepts a response that arrives before the first write", async () => {
  await using scene = new Scene();
  const channel = new FakeChannel();
  using _connect = connectingTo(channel);
  const goOn = channel.holdWrites();
  const { exchange, clocks } = scene.exchange({
    method: "POST",
    body: later(5),
  });
  channel.send(OK.replace("200 OK", "401 Who"));
  await exchange.startUpload(bytes("hello"));
  assertEquals((await exchange.response).status, 401);
  assertEquals(clocks.at(-1), null);
  goOn();
  await turns(1);
  exchange.close(null);
});

// ---- the identity of a connection ----

Deno.test("Http1Exchange keeps a connection only for its own identity", async () => {
  await using scene = new Scene();
  const [alices, anybodys] = [new FakeChannel(), new FakeChannel()];
  using connect = connectingTo(alices, anybodys);
  const identity = "identity 1";
  const run = async (parts: Partial<ExchangeRequest>) => {
    const { exchange, stages } = scene.exchange(parts);
    await exchange.run();
    await textOf(exchange.body);
    exchange.release();
    return stages[0];
  };
  alices.send(OK);
  assertEquals(await run({ identity }), "connecting 127.0.0.1");
  anybodys.send(OK);
  assertEquals(await run({}), "connecting 127.0.0.1");
  assertEquals(connect.count, 2);
  const again = scene.exchange({ identity });
  const answer = again.exchange.run();
  await turns(1);
  alices.send(OK);
  await answer;
  assertEquals(again.stages[0], "reused");
  again.exchange.close(null);
});
