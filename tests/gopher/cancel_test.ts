// Copyright 2026 the wininet authors. MIT license.

/**
 * Closing Gopher handles at every stage of every call: the call in progress
 * ends with ERROR_INTERNET_OPERATION_CANCELLED, the server sees the end of its
 * connection, HANDLE_CLOSING is the last status, and no resources are left.
 */

import { assert, assertEquals } from "@std/assert";
import { ERROR_INTERNET_OPERATION_CANCELLED } from "../../error.ts";
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
import { closeOn, entries, readable } from "../../streams.ts";
import type { HINTERNET } from "../../structures.ts";
import { NEVER, rejectedCode } from "../helpers/calls.ts";
import { SESSIONS } from "../helpers/ftp_calls.ts";
import { type GopherScene, openGopher } from "../helpers/gopher_calls.ts";
import { BLACK_HOLES, BlackHole } from "../servers/black_hole.ts";
import type { GopherScript } from "../servers/gopher_server.ts";
import { TcpServer, WireReader } from "../servers/tcp_server.ts";
import { turns } from "../helpers/turns.ts";

const CONTEXT = "cancelled";

/** Sends a text, and then waits until the client disconnects. */
function half(text: string): GopherScript {
  return async (call) => {
    await call.write(text);
    await call.clientClosed();
  };
}

const ITEM = "0One\t/1\ta.example\t70\r\n";

const REPLIES: Record<string, GopherScript> = {
  "": half(""),
  "/silent": half(""),
  "/silent\t+": half(""),
  "/silent\t!": half(""),
  "/silent\t$": half(""),
  "/header\t+": half("+5"),
  "/text": half("half"),
  "/dot": half("half\r\n."),
  "/plus\t+": half("+9\r\nhalf"),
  "/plus\t!": half("+-1\r\n+INFO: "),
  "/menu": half(`${ITEM}0Tw`),
  "/informed": half("iOnly\r\niinformation\r\n"),
  "/menu\t$": half(`+-1\r\n+INFO: ${ITEM}+ADMIN:\r\n`),
  "/error\t+": half("--1\r\n1 Ann"),
  "query name=ann": half("-200:1:name: Ann\r\n"),
  "caps.txt": half("CAPS\r\n"),
};

/** A call that waits, with the handle that it creates, if any. */
interface Stage {
  readonly name: string;
  readonly start: (scene: GopherScene) => Promise<unknown>;
  /** `true` if the call waits on the connection handle. */
  readonly onConnection?: boolean;
}

function open(
  scene: GopherScene,
  type: string,
  selector: string,
  extra?: string,
): Promise<HINTERNET> {
  const item = scene.locator(type, selector, extra);
  return GopherOpenFile(scene.hConnect, item, null, 0, CONTEXT);
}

async function find(
  scene: GopherScene,
  selector: string,
  extra?: string,
): Promise<HINTERNET> {
  const item = scene.locator("1", selector, extra);
  const { hFind } = await GopherFindFirstFile(
    scene.hConnect,
    item,
    null,
    0,
    CONTEXT,
  );
  return hFind;
}

function read(hFile: HINTERNET): Promise<number> {
  return InternetReadFile(hFile, new Uint8Array(100_000));
}

function url(scene: GopherScene, path: string): Promise<HINTERNET> {
  const { hInternet, server } = scene;
  return InternetOpenUrl(hInternet, server.url + path, null, 0, CONTEXT);
}

const STAGES: readonly Stage[] = [
  {
    name: "GopherOpenFile() before the first byte",
    start: (scene) => open(scene, "0", "/silent"),
  },
  {
    name: "GopherOpenFile() of Gopher+ before the header",
    start: (scene) => open(scene, "9", "/silent", "+"),
  },
  {
    name: "GopherOpenFile() in the header",
    start: (scene) => open(scene, "9", "/header", "+"),
  },
  {
    name: "GopherOpenFile() in an error",
    start: (scene) => open(scene, "9", "/error", "+"),
  },
  {
    name: "a read of a text",
    start: async (scene) => await read(await open(scene, "0", "/text")),
  },
  {
    name: "a read after a dot",
    start: async (scene) => await read(await open(scene, "0", "/dot")),
  },
  {
    name: "a read of a binary file",
    start: async (scene) => await read(await open(scene, "9", "/text")),
  },
  {
    name: "a read of Gopher+",
    start: async (scene) => await read(await open(scene, "9", "/plus", "+")),
  },
  {
    name: "two successive reads",
    start: async (scene) => {
      const hFile = await open(scene, "9", "/plus", "+");
      const first = read(hFile);
      const second = rejectedCode(read(hFile));
      try {
        return await first;
      } finally {
        assertEquals(await second, ERROR_INTERNET_OPERATION_CANCELLED);
      }
    },
  },
  {
    name: "GopherFindFirstFile() before the first byte",
    start: (scene) => find(scene, "/silent"),
  },
  {
    name: "GopherFindFirstFile() of Gopher+ before the header",
    start: (scene) => find(scene, "/silent", "+"),
  },
  {
    name: "GopherFindFirstFile() before an item with a target",
    start: (scene) => find(scene, "/informed"),
  },
  {
    name: "InternetFindNextFile()",
    start: async (scene) => InternetFindNextFile(await find(scene, "/menu")),
  },
  {
    name: "GopherFindFirstFile() in the first item of Gopher+",
    start: (scene) => find(scene, "/menu", "+"),
  },
  {
    name: "InternetFindNextFile() of a phone book",
    start: async (scene) => {
      const book = scene.locator("2", "");
      const { hFind } = await GopherFindFirstFile(
        scene.hConnect,
        book,
        "name=ann",
        0,
        CONTEXT,
      );
      return await InternetFindNextFile(hFind);
    },
  },
  {
    name: "GopherGetAttribute() before the header",
    start: (scene) =>
      GopherGetAttribute(
        scene.hConnect,
        scene.locator("0", "/silent", "+"),
        null,
        null,
        CONTEXT,
      ),
    onConnection: true,
  },
  {
    name: "GopherGetAttribute() in the attributes",
    start: (scene) =>
      GopherGetAttribute(
        scene.hConnect,
        scene.locator("0", "/plus", "+"),
        null,
        null,
        CONTEXT,
      ),
    onConnection: true,
  },
  {
    name: "GopherGetAttribute() after another one",
    start: async (scene) => {
      const { hConnect } = scene;
      const item = scene.locator("0", "/plus", "+");
      const first = rejectedCode(
        GopherGetAttribute(hConnect, item, null, null, "first"),
      );
      try {
        return await GopherGetAttribute(hConnect, item, null, null, CONTEXT);
      } finally {
        assertEquals(await first, ERROR_INTERNET_OPERATION_CANCELLED);
        assertEquals(scene.server.connections, 1);
      }
    },
    onConnection: true,
  },
  {
    name: "queryCaps()",
    start: (scene) => queryCaps(scene.hConnect, CONTEXT),
    onConnection: true,
  },
  {
    name: "a read of a page",
    start: async (scene) => {
      const hPage = await url(scene, "/1/menu");
      for (;;) await read(hPage);
    },
  },
];

/** The handle that a test closes. */
const TARGETS = ["own", "connection", "session"] as const;

/** Returns the handle made by the call, or the connection, or the session. */
function targetOf(
  scene: GopherScene,
  target: typeof TARGETS[number],
  stage: Stage,
): HINTERNET {
  if (target === "session") return scene.hInternet;
  const made = scene.watched.log.filter(({ name, dwContext }) =>
    name === "HANDLE_CREATED" && dwContext === CONTEXT
  );
  const isPage = stage.name.endsWith("page");
  return stage.onConnection || target === "connection" && !isPage
    ? scene.hConnect
    : made.at(-1)!.information as HINTERNET;
}

for (const [kind, asynchronous] of SESSIONS) {
  for (const target of TARGETS) {
    for (const stage of STAGES) {
      Deno.test(`${stage.name} is cancelled by closing its ${target} handle, ${kind}`, async () => {
        await using scene = await openGopher(REPLIES, {}, { asynchronous });
        const { watched, server } = scene;
        const call = rejectedCode(stage.start(scene));
        await server.received(1);
        // The data sent by the server has been read.
        await turns(5);
        await targetOf(scene, target, stage)[Symbol.asyncDispose]();
        assertEquals(await call, ERROR_INTERNET_OPERATION_CANCELLED);
        await server.allClosed();
        assertEquals(server.lost, []);
        await turns(1);
        const told = watched.names(CONTEXT);
        if (stage.onConnection) {
          assertEquals(told.includes("HANDLE_CLOSING"), false);
          assertEquals(told.includes("REQUEST_COMPLETE"), asynchronous);
        } else assertEquals(told.at(-1), "HANDLE_CLOSING");
        const closes = watched.names().filter((name) =>
          name === "CONNECTION_CLOSED"
        );
        assertEquals(closes.length, server.connections);
      });
    }
  }
}

// ---- before there is a connection ----

Deno.test("GopherOpenFile() is cancelled before its first turn", async () => {
  await using scene = await openGopher(REPLIES);
  const call = rejectedCode(open(scene, "0", "/silent"));
  await scene.hConnect[Symbol.asyncDispose]();
  assertEquals(await call, ERROR_INTERNET_OPERATION_CANCELLED);
  await scene.server.allClosed();
});

Deno.test({
  name: "GopherOpenFile() is cancelled while it connects",
  ignore: !BLACK_HOLES,
  async fn() {
    using hole = await BlackHole.open();
    await using scene = await openGopher();
    const { hConnect } = scene;
    const item = `0\t\t127.0.0.1\t${hole.port}\r\n`;
    const call = rejectedCode(GopherOpenFile(hConnect, item));
    await turns(5);
    await hConnect[Symbol.asyncDispose]();
    assertEquals(await call, ERROR_INTERNET_OPERATION_CANCELLED);
  },
});

Deno.test("GopherOpenFile() is cancelled in the TLS handshake", async () => {
  const hello = Promise.withResolvers<void>();
  await using server = new TcpServer(async (conn) => {
    const reader = new WireReader(conn);
    await reader.readSome();
    hello.resolve();
    await reader.peerClosed();
  });
  await using scene = await openGopher({}, { tls: true });
  const item = `0\t\tlocalhost\t${server.port}\r\n`;
  const call = rejectedCode(
    GopherOpenFile(scene.hConnect, item, null, 0, CONTEXT),
  );
  await hello.promise;
  const closing = scene.hConnect[Symbol.asyncDispose]();
  assertEquals(await call, ERROR_INTERNET_OPERATION_CANCELLED);
  // rustls releases a socket during the handshake only when an event arrives on
  // it.
  await server[Symbol.asyncDispose]();
  await closing;
  assertEquals(scene.watched.names(CONTEXT).at(-1), "HANDLE_CLOSING");
});

Deno.test("submitAsk() is cancelled while it sends a file that the server does not read", async () => {
  const reached = Promise.withResolvers<void>();
  await using server = new TcpServer(async (conn) => {
    await new WireReader(conn).readLine();
    reached.resolve();
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
  const item = `0\t/f\t127.0.0.1\t${server.port}\t?\r\n`;
  const file = new Uint8Array(32 * 2 ** 20);
  const call = rejectedCode(
    submitAsk(hConnect, item, form, [file], null, 0, CONTEXT),
  );
  await reached.promise;
  await turns(5);
  await hConnect[Symbol.asyncDispose]();
  assertEquals(await call, ERROR_INTERNET_OPERATION_CANCELLED);
  assertEquals(scene.watched.names(CONTEXT).at(-1), "HANDLE_CLOSING");
});

// ---- from inside the callback ----

const STATUSES = [
  "HANDLE_CREATED",
  "RESOLVING_NAME",
  "NAME_RESOLVED",
  "CONNECTING_TO_SERVER",
  "CONNECTED_TO_SERVER",
  "SENDING_REQUEST",
  "REQUEST_SENT",
  "RECEIVING_RESPONSE",
  "RESPONSE_RECEIVED",
  "REDIRECT",
  "CLOSING_CONNECTION",
  "CONNECTION_CLOSED",
];

/** An item that has moved to an item for which the server never replies. */
const MOVED: Record<string, GopherScript> = {
  "/old\t+": ({ server }) =>
    `--1\r\n3 Moved\r\n${server.item("9", "", "/silent", "+")}.\r\n`,
  "/silent\t+": half(""),
};

for (const [kind, asynchronous] of SESSIONS) {
  for (const wanted of STATUSES) {
    Deno.test(`GopherOpenFile() is cancelled from inside the callback at ${wanted}, ${kind}`, async () => {
      let seen = 0;
      await using scene = await openGopher(MOVED, {}, {
        asynchronous,
        onStatus({ name, dwContext, hInternet, information }) {
          if (dwContext !== CONTEXT || name !== wanted || seen++ > 0) return;
          const handle = name === "HANDLE_CREATED" ? information : hInternet;
          (handle as HINTERNET)[Symbol.dispose]();
        },
      });
      const { server, hConnect, watched } = scene;
      const item = `9\t/old\tlocalhost\t${server.port}\t+\r\n`;
      const code = await rejectedCode(
        GopherOpenFile(hConnect, item, null, 0, CONTEXT),
      );
      assertEquals(code, ERROR_INTERNET_OPERATION_CANCELLED);
      assertEquals(seen > 0, true);
      await hConnect[Symbol.asyncDispose]();
      await server.allClosed();
      assertEquals(watched.names(CONTEXT).at(-1), "HANDLE_CLOSING");
    });
  }
}

// Some steps between two statuses do not post a status.
for (const from of ["CONNECTING_TO_SERVER", "CONNECTED_TO_SERVER"]) {
  for (const secure of [false, true]) {
    Deno.test(`GopherOpenFile() is cancelled at any step after ${from}${secure ? ", TLS" : ""}`, async () => {
      for (let steps = 0; steps < 24; steps++) {
        await using scene = await openGopher(REPLIES, { tls: secure }, {
          async onStatus({ name, hInternet }) {
            if (name !== from) return;
            for (let step = 0; step < steps; step++) await null;
            hInternet[Symbol.dispose]();
          },
        });
        const code = await rejectedCode(open(scene, "0", "/silent"));
        assertEquals(code, ERROR_INTERNET_OPERATION_CANCELLED);
        await scene.hInternet[Symbol.asyncDispose]();
        await scene.server.allClosed();
      }
    });
  }
}

Deno.test("a connection that is made just after its handle was closed is also closed", async () => {
  const { connect } = Deno;
  for (let steps = 0; steps < 16; steps++) {
    await using scene = await openGopher(REPLIES);
    // Closes the handle some steps after the connection has been established.
    const stub = async (options: Deno.ConnectOptions) => {
      const conn = await connect(options);
      (async () => {
        for (let step = 0; step < steps; step++) await null;
        scene.hConnect[Symbol.dispose]();
      })();
      return conn;
    };
    Object.assign(Deno, { connect: stub });
    try {
      const code = await rejectedCode(open(scene, "0", "/silent"));
      assertEquals(code, ERROR_INTERNET_OPERATION_CANCELLED);
      await scene.hInternet[Symbol.asyncDispose]();
      await scene.server.allClosed();
    } finally {
      Object.assign(Deno, { connect });
    }
  }
});

// ---- between calls, and by other ways ----

const BIG = new Uint8Array(8 * 2 ** 20);

for (
  const [type, selector, extra] of [
    ["0", "/big", undefined],
    ["9", "/big", undefined],
    ["9", "/big", "+"],
  ] as const
) {
  Deno.test(`a file of type ${type}${extra ?? ""} is closed between two reads`, async () => {
    await using scene = await openBig();
    const hFile = await open(scene, type, selector, extra);
    await InternetReadFile(hFile, new Uint8Array(1000));
    await hFile[Symbol.asyncDispose]();
    await scene.server.allClosed();
    const names = scene.watched.names(CONTEXT);
    assertEquals(names.slice(-3), [
      "CLOSING_CONNECTION",
      "CONNECTION_CLOSED",
      "HANDLE_CLOSING",
    ]);
  });

  Deno.test(`readable() of a file of type ${type}${extra ?? ""} is cancelled`, async () => {
    await using scene = await openBig();
    const hFile = await open(scene, type, selector, extra);
    const reader = readable(hFile).getReader();
    await reader.read();
    await reader.cancel();
    assert(hFile.closed);
    await scene.server.allClosed();
  });

  Deno.test(`closeOn() of a file of type ${type}${extra ?? ""} ends its readable()`, async () => {
    await using scene = await openBig();
    const hFile = await open(scene, type, selector, extra);
    const controller = new AbortController();
    closeOn(controller.signal, hFile);
    const reader = readable(hFile).getReader();
    await reader.read();
    controller.abort();
    const code = await rejectedCode((async () => {
      while (!(await reader.read()).done);
    })());
    assertEquals(code, ERROR_INTERNET_OPERATION_CANCELLED);
    await scene.server.allClosed();
  });
}

/** Opens a server with a file that fills all buffers. */
function openBig(): Promise<GopherScene> {
  return openGopher({
    "/big": BIG,
    "/big\t+": async (call) => {
      await call.write(`+${BIG.length}\r\n`);
      return BIG;
    },
  });
}

Deno.test("leaving the loop of entries() closes the enumeration and its connection", async () => {
  const menu = ITEM.repeat(100_000);
  await using scene = await openGopher({ "": menu });
  const { hFind } = await GopherFindFirstFile(scene.hConnect);
  let count = 0;
  for await (const _item of entries(hFind)) if (++count === 3) break;
  assert(hFind.closed);
  await scene.server.allClosed();
});

Deno.test("an enumeration is closed while its reading waits for the program", async () => {
  const menu = ITEM.repeat(200_000);
  await using scene = await openGopher({ "": menu });
  const { hFind } = await GopherFindFirstFile(scene.hConnect);
  await turns(20);
  await hFind[Symbol.asyncDispose]();
  await scene.server.allClosed();
});

Deno.test("closeOn() ends a waiting GopherFindFirstFile()", async () => {
  await using scene = await openGopher(REPLIES);
  const controller = new AbortController();
  closeOn(controller.signal, scene.hConnect);
  const call = rejectedCode(GopherFindFirstFile(scene.hConnect));
  await scene.server.received(1);
  controller.abort();
  assertEquals(await call, ERROR_INTERNET_OPERATION_CANCELLED);
  await scene.server.allClosed();
});

Deno.test("one of two transfers is cancelled, and the other one continues", async () => {
  const go = Promise.withResolvers<void>();
  await using scene = await openGopher({
    ...REPLIES,
    "/other": async (call) => {
      await call.write("first ");
      await call.until(go.promise);
      return "second";
    },
  });
  const cancelled = await open(scene, "9", "/text");
  const other = await open(scene, "9", "/other");
  await cancelled[Symbol.asyncDispose]();
  go.resolve();
  assertEquals(await new Response(readable(other)).text(), "first second");
});

Deno.test("a hundred transfers are cancelled by closing the session", async () => {
  await using scene = await openGopher(REPLIES);
  const calls = Array.from(
    { length: 100 },
    () => rejectedCode(open(scene, "0", "/silent")),
  );
  await scene.server.received(100);
  await scene.hInternet[Symbol.asyncDispose]();
  const codes = new Set(await Promise.all(calls));
  assertEquals([...codes], [ERROR_INTERNET_OPERATION_CANCELLED]);
  await scene.server.allClosed();
});
