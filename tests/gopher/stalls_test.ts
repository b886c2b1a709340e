// Copyright 2026 the wininet authors. MIT license.

/**
 * Slow servers, and servers that never end: each timeout applies only to its
 * own phase, a dot ends a text after some time, and endless data ends at a
 * limit.
 */

import {
  assert,
  assertEquals,
  assertGreaterOrEqual,
  assertLess,
  assertRejects,
} from "@std/assert";
import {
  ERROR_GOPHER_PROTOCOL_ERROR,
  ERROR_INTERNET_TIMEOUT,
  InternetError,
} from "../../error.ts";
import {
  GopherFindFirstFile,
  GopherGetAttribute,
  GopherOpenFile,
  queryCaps,
  submitAsk,
} from "../../gopher.ts";
import { GOPHER_OPTION_DOT_PATIENCE } from "../../gopher_options.ts";
import {
  InternetFindNextFile,
  InternetReadFile,
  InternetSetOption,
} from "../../internet.ts";
import {
  INTERNET_OPTION_CONNECT_TIMEOUT,
  INTERNET_OPTION_RECEIVE_TIMEOUT,
  INTERNET_OPTION_SEND_TIMEOUT,
} from "../../options.ts";
import { entries, readable } from "../../streams.ts";
import { NEVER, rejectedCode } from "../helpers/calls.ts";
import {
  type GopherScene,
  listMenu,
  openGopher,
} from "../helpers/gopher_calls.ts";
import { heldClock } from "../helpers/held_clock.ts";
import { BLACK_HOLES, BlackHole } from "../servers/black_hole.ts";
import type { GopherCall, GopherScript } from "../servers/gopher_server.ts";
import { TcpServer, WireReader } from "../servers/tcp_server.ts";

const TIMEOUT = 80;
/**
 * The number of milliseconds by which a timer may be early, measured with the
 * clock of the test.
 */
const EARLY = 2;
/** The maximum delay of a timeout on a busy machine, in milliseconds. */
const BOUND = 8_000;

/** Checks that the call fails with a timeout, on time and not earlier. */
async function assertTimesOut(call: () => Promise<unknown>): Promise<void> {
  const start = performance.now();
  const error = await assertRejects(call, InternetError);
  const elapsed = performance.now() - start;
  assertEquals(error.code, ERROR_INTERNET_TIMEOUT, error.message);
  assertGreaterOrEqual(elapsed, TIMEOUT - EARLY);
  assertLess(elapsed, BOUND);
}

/** Sends a text and then nothing until the client disconnects. */
function stalls(text: string): GopherScript {
  return async (call) => {
    await call.write(text);
    await call.clientClosed();
  };
}

const ITEM = "0One\t/1\ta.example\t70\r\n";

/** A call, and the bytes that the server sends before it stops responding. */
const RECEIVES: readonly (readonly [
  name: string,
  request: string,
  sent: string,
  run: (scene: GopherScene) => Promise<unknown>,
])[] = [
  [
    "GopherOpenFile() before the first byte",
    "/f",
    "",
    (scene) => GopherOpenFile(scene.hConnect, scene.locator("9", "/f")),
  ],
  [
    "GopherOpenFile() in the header of Gopher+",
    "/f\t+",
    "+12",
    (scene) => GopherOpenFile(scene.hConnect, scene.locator("9", "/f", "+")),
  ],
  [
    "a read of a binary file",
    "/f",
    "half",
    (scene) => scene.bytes(scene.locator("9", "/f")),
  ],
  [
    "a read of Gopher+",
    "/f\t+",
    "+12\r\nhalf",
    (scene) => scene.bytes(scene.locator("9", "/f", "+")),
  ],
  [
    "a read of a text",
    "/f",
    "half\r\n",
    (scene) => scene.bytes(scene.locator("0", "/f")),
  ],
  [
    "GopherFindFirstFile() before the first byte",
    "/f",
    "",
    (scene) => GopherFindFirstFile(scene.hConnect, scene.locator("1", "/f")),
  ],
  [
    "InternetFindNextFile()",
    "/f",
    ITEM,
    async (scene) => {
      const item = scene.locator("1", "/f");
      const { hFind } = await GopherFindFirstFile(scene.hConnect, item);
      return await InternetFindNextFile(hFind);
    },
  ],
  [
    "a phone book",
    "query ann",
    "102:There were 5 matches.\r\n",
    (scene) =>
      GopherFindFirstFile(scene.hConnect, scene.locator("2", ""), "ann"),
  ],
  [
    "GopherGetAttribute()",
    "/f\t!",
    "+-1\r\n+INFO: ",
    (scene) =>
      GopherGetAttribute(scene.hConnect, scene.locator("0", "/f", "+")),
  ],
  [
    "queryCaps()",
    "caps.txt",
    "",
    (scene) => queryCaps(scene.hConnect),
  ],
];

for (const [name, request, sent, run] of RECEIVES) {
  Deno.test(`RECEIVE_TIMEOUT ends ${name}`, async () => {
    await using scene = await openGopher({ [request]: stalls(sent) });
    InternetSetOption(scene.hConnect, INTERNET_OPTION_RECEIVE_TIMEOUT, TIMEOUT);
    await assertTimesOut(() => run(scene));
    await scene.server.allClosed();
  });
}

Deno.test("RECEIVE_TIMEOUT counts from byte to byte, and not in total", async () => {
  await using scene = await openGopher({
    "/f": async (call) => {
      for (let piece = 0; piece < 8; piece++) {
        await call.write("a");
        await new Promise((resolve) => setTimeout(resolve, TIMEOUT));
      }
    },
  });
  const { hConnect } = scene;
  InternetSetOption(hConnect, INTERNET_OPTION_RECEIVE_TIMEOUT, 5 * TIMEOUT);
  const bytes = await scene.bytes(scene.locator("9", "/f"));
  assertEquals(bytes.length, 8);
});

Deno.test("RECEIVE_TIMEOUT does not count while the program does not read", async () => {
  const content = new Uint8Array(8 * 2 ** 20);
  await using scene = await openGopher({ "/f": content });
  const { hConnect } = scene;
  InternetSetOption(hConnect, INTERNET_OPTION_RECEIVE_TIMEOUT, TIMEOUT);
  const item = scene.locator("9", "/f");
  using clock = heldClock();
  const hFile = await GopherOpenFile(hConnect, item);
  await InternetReadFile(hFile, new Uint8Array(10));
  clock.advance(2 * TIMEOUT);
  const rest = await new Response(readable(hFile)).bytes();
  assertEquals(rest.length, content.length - 10);
});

Deno.test("RECEIVE_TIMEOUT does not count while an enumeration waits for the program", async () => {
  // Encoded before the test, because encoding a string takes too long during
  // it.
  const menu = new TextEncoder().encode(ITEM.repeat(200_000));
  await using scene = await openGopher({ "": menu });
  const { hConnect } = scene;
  InternetSetOption(hConnect, INTERNET_OPTION_RECEIVE_TIMEOUT, TIMEOUT);
  using clock = heldClock();
  const { hFind } = await GopherFindFirstFile(hConnect);
  clock.advance(2 * TIMEOUT);
  let count = 0;
  for await (const _item of entries(hFind)) count++;
  assertEquals(count, 200_000);
});

Deno.test({
  name: "CONNECT_TIMEOUT ends a GopherOpenFile() that gets no connection",
  ignore: !BLACK_HOLES,
  async fn() {
    using hole = await BlackHole.open();
    await using scene = await openGopher();
    const { hConnect } = scene;
    InternetSetOption(hConnect, INTERNET_OPTION_CONNECT_TIMEOUT, TIMEOUT);
    const item = `0\t\t127.0.0.1\t${hole.port}\r\n`;
    await assertTimesOut(() => GopherOpenFile(hConnect, item));
  },
});

Deno.test("CONNECT_TIMEOUT ends a TLS handshake that is not answered", async () => {
  await using server = new TcpServer(async (conn) => {
    await new WireReader(conn).peerClosed();
  });
  await using scene = await openGopher({}, { tls: true });
  const { hConnect } = scene;
  InternetSetOption(hConnect, INTERNET_OPTION_CONNECT_TIMEOUT, TIMEOUT);
  const item = `0\t\tlocalhost\t${server.port}\r\n`;
  await assertTimesOut(() => GopherOpenFile(hConnect, item));
});

Deno.test("SEND_TIMEOUT ends a submitAsk() whose file is not read", async () => {
  await using server = new TcpServer(async (conn) => {
    await new WireReader(conn).readLine();
    await server.until(NEVER);
  });
  await using scene = await openGopher({
    "/f\t!": "+-1\r\n+INFO: 0F\t/f\ta.example\t70\t?\r\n" +
      "+ASK:\r\n ChooseF: File?\r\n.\r\n",
  });
  const { hConnect } = scene;
  const form = await GopherGetAttribute(
    hConnect,
    scene.locator("0", "/f", "?"),
  );
  InternetSetOption(hConnect, INTERNET_OPTION_SEND_TIMEOUT, TIMEOUT);
  const item = `0\t/f\t127.0.0.1\t${server.port}\t?\r\n`;
  const file = new Uint8Array(32 * 2 ** 20);
  await assertTimesOut(() => submitAsk(hConnect, item, form, [file]));
});

// ---- patience with dots ----

Deno.test("a text ends at its dot if the server neither sends nor closes for DOT_PATIENCE", async () => {
  await using scene = await openGopher({ "/f": stalls("one\r\n.\r\n") });
  InternetSetOption(scene.hConnect, GOPHER_OPTION_DOT_PATIENCE, TIMEOUT);
  const start = performance.now();
  assertEquals(await scene.text("/f"), "one\r\n");
  assertGreaterOrEqual(performance.now() - start, TIMEOUT - EARLY);
  await scene.server.allClosed();
});

for (const dot of [".\r", ".\n", ". \r\n"]) {
  Deno.test(`DOT_PATIENCE ends a text with the dot ${JSON.stringify(dot)}`, async () => {
    await using scene = await openGopher({ "/f": stalls(`one\r\n${dot}`) });
    InternetSetOption(scene.hConnect, GOPHER_OPTION_DOT_PATIENCE, 1);
    assertEquals(await scene.text("/f"), "one\r\n");
  });
}

Deno.test("DOT_PATIENCE does not end a text at a dot that may start a longer line", async () => {
  await using scene = await openGopher({ "/f": stalls("one\r\n.") });
  const { hConnect } = scene;
  InternetSetOption(hConnect, GOPHER_OPTION_DOT_PATIENCE, 1);
  InternetSetOption(hConnect, INTERNET_OPTION_RECEIVE_TIMEOUT, TIMEOUT);
  await assertTimesOut(() => scene.text("/f"));
});

Deno.test("a text continues after a dot while the server sends within DOT_PATIENCE", async () => {
  const go = Promise.withResolvers<void>();
  await using scene = await openGopher({
    "/f": async (call) => {
      await call.write("one\r\n.\r\n");
      await call.until(go.promise);
      return "two\r\n.\r\n";
    },
  });
  InternetSetOption(scene.hConnect, GOPHER_OPTION_DOT_PATIENCE, BOUND);
  const text = scene.text("/f");
  await scene.server.received(1);
  go.resolve();
  assertEquals(await text, "one\r\n.\r\ntwo\r\n");
});

Deno.test("DOT_PATIENCE does not end an item that is not a text", async () => {
  await using scene = await openGopher({
    "/f": stalls("one\r\n.\r\n"),
    "/f\t+": stalls("+20\r\none\r\n.\r\n"),
  });
  const { hConnect } = scene;
  InternetSetOption(hConnect, GOPHER_OPTION_DOT_PATIENCE, 1);
  InternetSetOption(hConnect, INTERNET_OPTION_RECEIVE_TIMEOUT, TIMEOUT);
  await assertTimesOut(() => scene.bytes(scene.locator("9", "/f")));
  await assertTimesOut(() => scene.bytes(scene.locator("0", "/f", "+")));
});

Deno.test("RECEIVE_TIMEOUT applies if it is shorter than DOT_PATIENCE", async () => {
  await using scene = await openGopher({ "/f": stalls("one\r\n.\r\n") });
  const { hConnect } = scene;
  InternetSetOption(hConnect, INTERNET_OPTION_RECEIVE_TIMEOUT, TIMEOUT);
  // The dot proves that the text is complete, so the silence ends it.
  assertEquals(await scene.text("/f"), "one\r\n");
  InternetSetOption(hConnect, GOPHER_OPTION_DOT_PATIENCE, 0);
  assertEquals(await scene.text("/f"), "one\r\n");
});

// ---- endless data ----

/** Sends the same data forever, as fast as the client reads it. */
function endless(head: string, text: string): GopherScript {
  const piece = new TextEncoder().encode(
    text.repeat(Math.max(1, Math.ceil(65_536 / text.length))),
  );
  return async (call: GopherCall) => {
    await call.write(head);
    try {
      for (;;) await call.write(piece);
    } catch {
      // The client has closed the connection.
    }
  };
}

/** Replies without an end, and the minimum and maximum number of items before the error. */
const ENDLESS: readonly (readonly [
  name: string,
  extra: string | undefined,
  head: string,
  text: string,
  items: number,
])[] = [
  ["items", undefined, "", ITEM, 500_000],
  ["information", undefined, "", "ihi\r\n", 500_000],
  ["a line without an end", undefined, ITEM, "x", 1],
  ["a first line without an end", undefined, "", "x", 0],
  ["an item of Gopher+ without an end", "+", "+-1\r\n+INFO: 0", "x", 0],
];

for (const [name, extra, head, text, items] of ENDLESS) {
  Deno.test(`an enumeration of ${name} fails with ERROR_GOPHER_PROTOCOL_ERROR`, async () => {
    const request = extra === undefined ? "/f" : "/f\t$";
    await using scene = await openGopher({ [request]: endless(head, text) });
    let count = 0;
    const code = await rejectedCode((async () => {
      const item = scene.locator("1", "/f", extra);
      const { hFind } = await GopherFindFirstFile(scene.hConnect, item);
      for await (const _entry of entries(hFind)) count++;
    })());
    assertEquals(code, ERROR_GOPHER_PROTOCOL_ERROR);
    assertEquals(count, items);
    await scene.server.allClosed();
  });
}

for (
  const [name, head, text] of [
    [
      "attributes",
      "+-1\r\n+INFO: 0F\t/f\ta.example\t70\t+\r\n+X:\r\n",
      " x\r\n",
    ],
    ["a line of attributes", "+-1\r\n+INFO: ", "x"],
    ["blocks", "+-1\r\n+INFO: 0F\t/f\ta.example\t70\t+\r\n", "+X:\r\n"],
  ] as const
) {
  Deno.test(`GopherGetAttribute() fails with ERROR_GOPHER_PROTOCOL_ERROR for ${name} without an end`, async () => {
    await using scene = await openGopher({ "/f\t!": endless(head, text) });
    const item = scene.locator("0", "/f", "+");
    const code = await rejectedCode(GopherGetAttribute(scene.hConnect, item));
    assertEquals(code, ERROR_GOPHER_PROTOCOL_ERROR);
    await scene.server.allClosed();
  });
}

Deno.test("queryCaps() fails with ERROR_GOPHER_PROTOCOL_ERROR for a file without an end", async () => {
  await using scene = await openGopher({
    "caps.txt": endless("CAPS\r\n", "A=b\r\n"),
  });
  const code = await rejectedCode(queryCaps(scene.hConnect));
  assertEquals(code, ERROR_GOPHER_PROTOCOL_ERROR);
  await scene.server.allClosed();
});

Deno.test("GopherOpenFile() limits an error without an end, and returns its start", async () => {
  await using scene = await openGopher({
    "/f\t+": endless("--2\r\n1 Ann <ann@b.example>\r\nGo away", " really"),
  });
  const item = scene.locator("9", "/f", "+");
  const error = await assertRejects(
    () => GopherOpenFile(scene.hConnect, item),
    InternetError,
    "Go away really",
  );
  assertLess(error.responseText?.length ?? 0, 70_000);
  await scene.server.allClosed();
});

Deno.test("a file without an end is read as long as the program reads, in little memory", async () => {
  await using scene = await openGopher({ "/f": endless("", "x\r\n.y\r\n") });
  const item = scene.locator("0", "/f");
  using hFile = await GopherOpenFile(scene.hConnect, item);
  const buffer = new Uint8Array(65_536);
  for (let read = 0; read < 500; read++) {
    assert(await InternetReadFile(hFile, buffer) > 0);
  }
});

// ---- every step of every conversation ----

/** A call, and a reply that stops after each of its bytes. */
const CONVERSATIONS: readonly (readonly [
  name: string,
  reply: string,
  run: (scene: GopherScene, selector: string) => Promise<unknown>,
])[] = [
  [
    "a text",
    "one\r\n..two\r\n.\r\n",
    (scene, selector) => scene.bytes(scene.locator("0", selector)),
  ],
  [
    "an error instead of a file",
    "3No\t\terror.host\t1\r\n.\r\n",
    (scene, selector) => scene.bytes(scene.locator("9", selector)),
  ],
  [
    "a file with a length",
    "+5\r\nhello",
    (scene, selector) => scene.bytes(scene.locator("9", selector, "+")),
  ],
  [
    "a file with a dot",
    "+-1\r\nhello\r\n.\r\n",
    (scene, selector) => scene.bytes(scene.locator("0", selector, "+")),
  ],
  [
    "a refusal of Gopher+",
    "--1\r\n1 Ann <a@b.example>\r\nNo\r\n.\r\n",
    (scene, selector) => scene.bytes(scene.locator("0", selector, "+")),
  ],
  [
    "a menu",
    `${ITEM}iText\r\n.\r\n`,
    (scene, selector) => listMenu(scene.hConnect, scene.locator("1", selector)),
  ],
  [
    "a search",
    `${ITEM}.\r\n`,
    (scene, selector) =>
      listMenu(scene.hConnect, scene.locator("7", selector), "words"),
  ],
  [
    "a menu of Gopher+, refused first",
    "--1\r\n1 a@b.example\r\nNo\r\n.\r\n",
    (scene, selector) =>
      listMenu(scene.hConnect, scene.locator("1", selector, "+")),
  ],
  [
    "a menu of Gopher+",
    `+-1\r\n+INFO: ${ITEM}+VIEWS:\r\n text/plain: <1k>\r\n.\r\n`,
    (scene, selector) =>
      listMenu(scene.hConnect, scene.locator("1", selector, "+")),
  ],
  [
    "attributes",
    `+-1\r\n+INFO: ${ITEM}+ADMIN:\r\n Admin: A <a@b>\r\n.\r\n`,
    (scene, selector) =>
      GopherGetAttribute(scene.hConnect, scene.locator("0", selector, "+")),
  ],
  [
    "a form",
    "+-1\r\nThanks\r\n.\r\n",
    async (scene, selector) => {
      const item = scene.locator("0", selector, "?");
      using hFile = await submitAsk(scene.hConnect, item, [], []);
      return await new Response(readable(hFile)).bytes();
    },
  ],
];

for (const tls of [false, true]) {
  for (const [name, reply, run] of CONVERSATIONS) {
    Deno.test(`${name} ends in time if the server stops at any point, TLS ${tls}`, async () => {
      await using scene = await openGopher({}, {
        tls,
        otherwise: async (call) => {
          const length = Number(call.fields[0]!.slice(1));
          await call.write(reply.slice(0, length));
          await call.clientClosed();
        },
      });
      const { hConnect } = scene;
      InternetSetOption(hConnect, INTERNET_OPTION_RECEIVE_TIMEOUT, TIMEOUT);
      InternetSetOption(hConnect, GOPHER_OPTION_DOT_PATIENCE, TIMEOUT);
      const start = performance.now();
      // Ten at a time: all of them at the same time would delay each other.
      for (let at = 0; at <= reply.length; at += 10) {
        const cuts = Array.from(
          { length: Math.min(10, reply.length + 1 - at) },
          (_, index) => run(scene, `/${at + index}`),
        );
        for (const result of await Promise.allSettled(cuts)) {
          if (result.status === "fulfilled") continue;
          assert(result.reason instanceof InternetError, String(result.reason));
        }
      }
      assertLess(performance.now() - start, 2 * BOUND);
      await scene.server.allClosed();
    });
  }
}
