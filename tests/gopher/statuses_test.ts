// Copyright 2026 the wininet authors. MIT license.

/**
 * The statuses of every Gopher call, in order: the handle, the context, and the
 * number of bytes.
 */

import { assert, assertEquals } from "@std/assert";
import { ERROR_GOPHER_DATA_ERROR } from "../../error.ts";
import { INTERNET_FLAG_ASYNC } from "../../flags.ts";
import {
  GopherFindFirstFile,
  GopherGetAttribute,
  GopherOpenFile,
  queryCaps,
  submitAsk,
} from "../../gopher.ts";
import {
  InternetFindNextFile,
  InternetOpenUrl,
  InternetReadFile,
} from "../../internet.ts";
import { entries, readable } from "../../streams.ts";
import type { GOPHER_ATTRIBUTE_TYPE, HINTERNET } from "../../structures.ts";
import { completions, rejectedCode } from "../helpers/calls.ts";
import { SESSIONS } from "../helpers/ftp_calls.ts";
import { type GopherScene, openGopher } from "../helpers/gopher_calls.ts";
import type { WatchedStatus } from "../helpers/watch.ts";
import { closedPort } from "../servers/closed_port.ts";
import type { GopherReply } from "../servers/gopher_server.ts";

const CALL = "call";
const CONNECTION = "connection";

const MENU = "0One\t/1\ta.example\t70\r\n1Two\t/2\ta.example\t70\r\n.\r\n";
const TEXT = "one\r\ntwo\r\n.\r\n";
const CAPS = "CAPS\r\nServerSoftware=test\r\n";
const ATTRIBUTES = "+INFO: 0Form\t/plus\ta.example\t70\t?\r\n" +
  "+ADMIN:\r\n Admin: Ann <ann@b.example>\r\n" +
  "+ASK:\r\n Ask: Name?\r\n.\r\n";

const REFUSAL = "--1\r\n1 Ann <ann@b.example>\r\nGo away\r\n.\r\n";

const REPLIES: Record<string, GopherReply> = {
  "": MENU,
  "/text": TEXT,
  "/binary": "\0\x01\x02",
  "/plus\t+": "+5\r\nhello",
  "/plus\t!": `+-1\r\n${ATTRIBUTES}`,
  "/plus\t+\t1": "+-1\r\nthanks\r\n.\r\n",
  "/old\t+": ({ server }) =>
    `--1\r\n3 Moved\r\n${server.item("0", "", "/plus", "+")}.\r\n`,
  "/refused\t+": REFUSAL,
  "caps.txt": CAPS,
};

/** Formats statuses as strings: the name, and the information if it is a number or a string. */
function texts(log: readonly WatchedStatus[]): string[] {
  return log.map(({ name, information }) =>
    typeof information === "number" || typeof information === "string"
      ? `${name} ${information}`
      : name
  );
}

/** Returns the statuses of a connection and a request. */
function sent(line: string, block: number = 0): string[] {
  return [
    "CONNECTING_TO_SERVER 127.0.0.1",
    "CONNECTED_TO_SERVER 127.0.0.1",
    "SENDING_REQUEST",
    `REQUEST_SENT ${line.length + 2 + block}`,
  ];
}

/** Returns the statuses of one read from the network. */
function received(size: number): string[] {
  return ["RECEIVING_RESPONSE", `RESPONSE_RECEIVED ${size}`];
}

const CLOSED = ["CLOSING_CONNECTION", "CONNECTION_CLOSED"];
/** The statuses of a read that finds the end of the connection. */
const READ_END = ["RECEIVING_RESPONSE", ...CLOSED];

/** A call that creates a handle, and the statuses until the handle is closed. */
interface Row {
  readonly name: string;
  readonly open: (scene: GopherScene, dwContext: unknown) => Promise<HINTERNET>;
  /** The statuses of the opening, without HANDLE_CREATED and REQUEST_COMPLETE. */
  readonly opening: readonly string[];
  /** Reads with a call; `reading` is the statuses after it. */
  readonly then: (handle: HINTERNET) => Promise<unknown>;
  readonly reading: readonly string[];
}

const read = (handle: HINTERNET) =>
  InternetReadFile(handle, new Uint8Array(1000));

const ROWS: readonly Row[] = [
  {
    name: "GopherOpenFile() of a text",
    open: (scene, dwContext) =>
      GopherOpenFile(
        scene.hConnect,
        scene.locator("0", "/text"),
        null,
        0,
        dwContext,
      ),
    opening: [...sent("/text"), ...received(TEXT.length)],
    then: read,
    reading: READ_END,
  },
  {
    name: "GopherOpenFile() of a binary file",
    open: (scene, dwContext) =>
      GopherOpenFile(
        scene.hConnect,
        scene.locator("9", "/binary"),
        null,
        0,
        dwContext,
      ),
    opening: [...sent("/binary"), ...received(3)],
    then: read,
    reading: READ_END,
  },
  {
    name: "GopherOpenFile() of Gopher+ with a length",
    open: (scene, dwContext) =>
      GopherOpenFile(
        scene.hConnect,
        scene.locator("0", "/plus", "+"),
        null,
        0,
        dwContext,
      ),
    opening: [...sent("/plus\t+"), ...received(9), ...CLOSED],
    then: read,
    reading: [],
  },
  {
    name: "GopherFindFirstFile()",
    open: async (scene, dwContext) =>
      (await GopherFindFirstFile(scene.hConnect, null, null, 0, dwContext))
        .hFind,
    opening: [...sent(""), ...received(MENU.length), ...CLOSED],
    then: InternetFindNextFile,
    reading: [],
  },
  {
    name: "submitAsk()",
    open: (scene, dwContext) =>
      submitAsk(
        scene.hConnect,
        scene.locator("0", "/plus", "?"),
        QUESTIONS,
        ["Ann"],
        null,
        0,
        dwContext,
      ),
    opening: [
      ...sent("/plus\t+\t1", "+-1\r\nAnn\r\n.\r\n".length),
      ...received("+-1\r\nthanks\r\n.\r\n".length),
      ...CLOSED,
    ],
    then: read,
    reading: [],
  },
  {
    name: "InternetOpenUrl()",
    open: (scene, dwContext) =>
      InternetOpenUrl(
        scene.hInternet,
        `${scene.server.url}/9/binary`,
        null,
        0,
        dwContext,
      ),
    opening: [...sent("/binary"), ...received(3)],
    then: read,
    reading: READ_END,
  },
];

const QUESTIONS: readonly GOPHER_ATTRIBUTE_TYPE[] = await (async () => {
  await using scene = await openGopher(REPLIES);
  return await GopherGetAttribute(
    scene.hConnect,
    scene.locator("0", "/plus", "?"),
    "+ASK",
  );
})();

for (const [kind, asynchronous] of SESSIONS) {
  const end = asynchronous ? ["REQUEST_COMPLETE"] : [];
  const options = { asynchronous, dwContext: CONNECTION };

  Deno.test(`InternetConnect() of Gopher reports only the handle, ${kind}`, async () => {
    await using scene = await openGopher(REPLIES, {}, options);
    const { watched, hConnect, hInternet } = scene;
    assertEquals(watched.names(), ["HANDLE_CREATED"]);
    assert(watched.log[0]!.hInternet === hInternet);
    assert(watched.log[0]!.information === hConnect);
    assertEquals(watched.log[0]!.dwContext, CONNECTION);
    assertEquals(scene.server.connections, 0);
    await hConnect[Symbol.asyncDispose]();
    assertEquals(watched.names(), ["HANDLE_CREATED", "HANDLE_CLOSING"]);
  });

  for (const { name, open, opening, then, reading } of ROWS) {
    Deno.test(`${name} reports its handle, each byte and its end, ${kind}`, async () => {
      await using scene = await openGopher(REPLIES, {}, options);
      const { watched, hConnect, hInternet } = scene;
      watched.log.length = 0;
      const handle = await open(scene, CALL);
      await then(handle);
      await handle[Symbol.asyncDispose]();
      const created = watched.log[0]!;
      assertEquals(created.name, "HANDLE_CREATED");
      const parent = name.startsWith("InternetOpenUrl") ? hInternet : hConnect;
      assert(created.hInternet === parent);
      assert(created.information === handle);
      const steps = [...opening, ...end, ...reading, ...end];
      assertEquals(texts(watched.log.slice(1)), [...steps, "HANDLE_CLOSING"]);
      assert(
        watched.log.slice(1).every(({ hInternet }) => hInternet === handle),
      );
      assert(watched.log.every(({ dwContext }) => dwContext === CALL));
      for (const { dwError } of completions(watched)) assertEquals(dwError, 0);
      assert(watched.log.at(-1)!.information === handle);
    });

    Deno.test(`${name} reports nothing with the context 0, ${kind}`, async () => {
      await using scene = await openGopher(REPLIES, {}, options);
      scene.watched.log.length = 0;
      const handle = await open(scene, 0);
      await then(handle);
      await handle[Symbol.asyncDispose]();
      assertEquals(scene.watched.names(), []);
    });
  }

  for (const [context, told] of [[CALL, CALL], [0, CONNECTION]] as const) {
    Deno.test(`GopherGetAttribute() reports the connection with the context ${told} for ${context}, ${kind}`, async () => {
      await using scene = await openGopher(REPLIES, {}, options);
      const { watched, hConnect } = scene;
      watched.log.length = 0;
      const item = scene.locator("0", "/plus", "?");
      await GopherGetAttribute(hConnect, item, null, null, context);
      assertEquals(texts(watched.log), [
        ...sent("/plus\t!"),
        ...received(5 + ATTRIBUTES.length),
        ...CLOSED,
        ...end,
      ]);
      assert(
        watched.log.every(({ hInternet, dwContext }) =>
          hInternet === hConnect && dwContext === told
        ),
      );
    });

    Deno.test(`queryCaps() reports the connection with the context ${told} for ${context}, ${kind}`, async () => {
      await using scene = await openGopher(REPLIES, {}, options);
      const { watched, hConnect } = scene;
      watched.log.length = 0;
      await queryCaps(hConnect, context);
      assertEquals(texts(watched.log), [
        ...sent("caps.txt"),
        ...received(CAPS.length),
        ...READ_END,
        ...end,
      ]);
      assert(
        watched.log.every(({ hInternet, dwContext }) =>
          hInternet === hConnect && dwContext === told
        ),
      );
    });
  }

  Deno.test(`GopherOpenFile() reports an item that has moved, ${kind}`, async () => {
    await using scene = await openGopher(REPLIES, {}, options);
    const { watched, hConnect, server } = scene;
    watched.log.length = 0;
    const old = scene.locator("0", "/old", "+");
    using _file = await GopherOpenFile(hConnect, old, null, 0, CALL);
    const names = texts(watched.log);
    const redirects = names.filter((name) => name.startsWith("REDIRECT"));
    assertEquals(redirects, [`REDIRECT ${server.url}/0/plus%09%09+`]);
    const at = names.indexOf(redirects[0]!);
    assertEquals(names[at - 1], "CONNECTION_CLOSED");
    assertEquals(names[at + 1], "CONNECTING_TO_SERVER 127.0.0.1");
    assertEquals(names.filter((name) => name === "HANDLE_CREATED").length, 1);
  });

  Deno.test(`GopherOpenFile() that is refused reports it, and the end of its handle, ${kind}`, async () => {
    await using scene = await openGopher(REPLIES, {}, options);
    const { watched, hConnect } = scene;
    watched.log.length = 0;
    const item = scene.locator("0", "/refused", "+");
    await rejectedCode(GopherOpenFile(hConnect, item, null, 0, CALL));
    await watched.until("HANDLE_CLOSING");
    assertEquals(texts(watched.log), [
      "HANDLE_CREATED",
      ...sent("/refused\t+"),
      ...received(REFUSAL.length),
      ...CLOSED,
      ...end,
      "HANDLE_CLOSING",
    ]);
    const codes = completions(watched).map(({ dwError }) => dwError);
    assertEquals(codes, asynchronous ? [ERROR_GOPHER_DATA_ERROR] : []);
  });

  Deno.test(`GopherFindFirstFile() reports the lookup of a name, ${kind}`, async () => {
    await using scene = await openGopher(REPLIES, {}, options);
    const { watched, hConnect, server } = scene;
    watched.log.length = 0;
    const item = `1Menu\t\tlocalhost\t${server.port}\r\n`;
    await GopherFindFirstFile(hConnect, item, null, 0, CALL);
    const names = texts(watched.log);
    assertEquals(names[1], "RESOLVING_NAME localhost");
    assert(names[2]!.startsWith("NAME_RESOLVED "));
  });

  Deno.test(`GopherOpenFile() reports no connection if there is none, ${kind}`, async () => {
    await using scene = await openGopher(REPLIES, {}, options);
    const { watched, hConnect } = scene;
    watched.log.length = 0;
    const item = `0Gone\t\t127.0.0.1\t${closedPort()}\r\n`;
    await rejectedCode(GopherOpenFile(hConnect, item, null, 0, CALL));
    await watched.until("HANDLE_CLOSING");
    assertEquals(texts(watched.log), [
      "HANDLE_CREATED",
      "CONNECTING_TO_SERVER 127.0.0.1",
      ...end,
      "HANDLE_CLOSING",
    ]);
  });
}

Deno.test("REQUEST_COMPLETE of GopherOpenFile() and GopherFindFirstFile() has the handle as dwResult", async () => {
  await using scene = await openGopher(REPLIES);
  const { hConnect, watched } = scene;
  const text = scene.locator("0", "/text");
  const hFile = await GopherOpenFile(hConnect, text, null, 0, 1);
  const { hFind } = await GopherFindFirstFile(hConnect, null, null, 0, 2);
  assert(completions(watched, 1)[0]!.dwResult === hFile);
  const found = completions(watched, 2)[0]!.dwResult as { hFind?: unknown };
  assert(found.hFind === hFind);
});

Deno.test("the statuses of simultaneous transfers are distinguished by their contexts", async () => {
  const gates = Array.from(
    { length: 8 },
    () => Promise.withResolvers<void>(),
  );
  const replies = Object.fromEntries(gates.map((gate, at) =>
    [
      `/${at}`,
      async (call) => {
        await call.write("x".repeat(at + 1));
        await call.until(gate.promise);
        return "y".repeat(10 * at);
      },
    ] satisfies [string, GopherReply]
  ));
  await using scene = await openGopher(replies);
  const { hConnect, watched, server } = scene;
  const files = await Promise.all(gates.map((_, at) =>
    GopherOpenFile(
      hConnect,
      scene.locator("9", `/${at}`),
      null,
      0,
      `file ${at}`,
    )
  ));
  assertEquals(server.open, gates.length);
  // They end in the reverse of the order in which they started.
  for (const at of gates.keys().toArray().reverse()) {
    gates[at]!.resolve();
    const bytes = await new Response(readable(files[at]!)).bytes();
    assertEquals(bytes.length, 11 * at + 1);
  }
  await server.allClosed();
  for (const at of gates.keys()) {
    const own = watched.log.filter((entry) => entry.dwContext === `file ${at}`);
    const counts = own.filter(({ name }) => name === "RESPONSE_RECEIVED")
      .map(({ information }) => information as number);
    assertEquals(counts.reduce((sum, count) => sum + count, 0), 11 * at + 1);
    assertEquals(own[0]!.name, "HANDLE_CREATED");
    assert(own.slice(1).every(({ hInternet }) => hInternet === files[at]));
  }
});

for (const byteByByte of [false, true]) {
  Deno.test(`RESPONSE_RECEIVED counts every byte on the wire, ${byteByByte ? "one by one" : "in one piece"}`, async () => {
    const menu = "0One\t/1\ta.example\t70\r\n".repeat(50) + ".\r\n";
    const replies = { ...REPLIES, "": menu };
    await using scene = await openGopher(replies, { byteByByte });
    const { hConnect, watched } = scene;
    const { hFind } = await GopherFindFirstFile(hConnect, null, null, 0, 1);
    await Array.fromAsync(entries(hFind));
    const text = scene.locator("0", "/text");
    const hFile = await GopherOpenFile(hConnect, text, null, 0, 2);
    await new Response(readable(hFile)).text();
    const sum = (context: number) =>
      watched.log.filter(({ name, dwContext }) =>
        name === "RESPONSE_RECEIVED" && dwContext === context
      ).reduce((sum, { information }) => sum + (information as number), 0);
    assert(sum(1) <= menu.length && sum(1) >= menu.length - 2, `${sum(1)}`);
    assertEquals(sum(2), TEXT.length);
    // Each read that has started also ends.
    const begun = watched.names(2).filter((name) =>
      name === "RECEIVING_RESPONSE"
    );
    const ended = watched.names(2).filter((name) =>
      name === "RESPONSE_RECEIVED"
    );
    assertEquals(begun.length, ended.length + 1);
  });
}

const SHORT_ATTRIBUTES =
  "+-1\r\n+INFO: 0a\t/a\th\t70\t+\r\n+ADMIN:\r\n Site: s\r\n.\r\n";

Deno.test("GopherGetAttribute() does not mix contexts while an enumerator is called", async () => {
  await using scene = await openGopher(
    { "/a\t!": SHORT_ATTRIBUTES, "/b\t!": SHORT_ATTRIBUTES },
    {},
    { flags: INTERNET_FLAG_ASYNC },
  );
  const { hConnect, server, watched } = scene;
  const get = (selector: string) =>
    GopherGetAttribute(
      hConnect,
      scene.locator("0", selector, "+"),
      null,
      () => true,
      selector,
    );
  await Promise.all([get("/a"), get("/b")]);
  const counts = ["/a", "/b"].map((context) =>
    watched.log.filter((event) => event.dwContext === context).length
  );
  assertEquals(counts[0], counts[1]);
  assertEquals(server.requests, ["/a\t!", "/b\t!"]);
});
