// Copyright 2026 the wininet authors. MIT license.

/**
 * Connections that break or end too early, at every byte of every kind of
 * reply. Incomplete data is an error. Complete data is not, even if a fault
 * follows, and the data before a fault can be read.
 */

import { assert, assertEquals, assertRejects } from "@std/assert";
import {
  ERROR_GOPHER_ATTRIBUTE_NOT_FOUND,
  ERROR_GOPHER_DATA_ERROR,
  ERROR_GOPHER_NOT_GOPHER_PLUS,
  ERROR_INTERNET_CANNOT_CONNECT,
  ERROR_INTERNET_CONNECTION_ABORTED,
  ERROR_INTERNET_CONNECTION_RESET,
  ERROR_INTERNET_NAME_NOT_RESOLVED,
  ERROR_NO_MORE_FILES,
  InternetError,
} from "../../error.ts";
import {
  GopherFindFirstFile,
  GopherGetAttribute,
  GopherOpenFile,
} from "../../gopher.ts";
import { InternetFindNextFile, InternetReadFile } from "../../internet.ts";
import { readable } from "../../streams.ts";
import { rejectedCode } from "../helpers/calls.ts";
import {
  type GopherScene,
  listMenu,
  openGopher,
} from "../helpers/gopher_calls.ts";
import { closedPort } from "../servers/closed_port.ts";
import type { GopherReply, GopherScript } from "../servers/gopher_server.ts";

const RESET = ERROR_INTERNET_CONNECTION_RESET;
const ABORTED = ERROR_INTERNET_CONNECTION_ABORTED;

/** The ways to end a connection. */
const ENDS = ["FIN", "RST"] as const;
type End = typeof ENDS[number];

/**
 * Sends the start of a reply, and ends the connection after the client has read
 * it: an RST discards unread data.
 */
function cut(reply: string, length: number, end: End): GopherScript {
  return async (call) => {
    if (end === "FIN") return reply.slice(0, length);
    await call.write(reply.slice(0, length));
    await readByClient(call.server, length);
    await call.reset();
  };
}

/** The number of bytes that each client has read. */
const readCounts = new WeakMap<object, { count: number; wake: () => void }>();

async function readByClient(server: object, length: number): Promise<void> {
  while ((readCounts.get(server)?.count ?? 0) < length) {
    const { promise, resolve } = Promise.withResolvers<void>();
    const count = readCounts.get(server)?.count ?? 0;
    readCounts.set(server, { count, wake: resolve });
    await promise;
  }
}

/** Opens a server whose client reports the number of bytes that it has read. */
async function openCounted(
  replies: Record<string, GopherReply>,
): Promise<GopherScene> {
  let server: object = {};
  const scene = await openGopher(replies, {}, {
    dwContext: 1,
    onStatus({ name, information }) {
      if (name !== "RESPONSE_RECEIVED") return;
      const { count, wake } = readCounts.get(server) ??
        { count: 0, wake: () => {} };
      readCounts.set(server, { count: count + Number(information), wake });
      wake();
    },
  });
  server = scene.server;
  return scene;
}

/** Returns the data before the error, and the error code. */
async function outcomeOf(
  scene: GopherScene,
  locator: string,
): Promise<{ text: string; code: number }> {
  let text = "";
  try {
    using hFile = await GopherOpenFile(scene.hConnect, locator, null, 0, 1);
    const buffer = new Uint8Array(1000);
    for (;;) {
      const count = await InternetReadFile(hFile, buffer.subarray(0, 1));
      if (count === 0) return { text, code: 0 };
      text += String.fromCharCode(buffer[0]!);
    }
  } catch (error) {
    assert(error instanceof InternetError, String(error));
    return { text, code: error.code };
  }
}

// ---- files of Gopher+ ----

for (const end of ENDS) {
  Deno.test(`GopherOpenFile() of Gopher+ with a length reports a ${end} at every byte but the last`, async () => {
    const reply = "+5\r\nhello";
    const replies: Record<string, GopherReply> = {};
    for (let at = 0; at <= reply.length; at++) {
      replies["/f\t+"] = cut(reply, at, end);
      await using scene = await openCounted(replies);
      const outcome = await outcomeOf(scene, scene.locator("9", "/f", "+"));
      const isHeader = at < 4;
      // A header that is cut is treated as the data of a server without
      // Gopher+.
      const text = end === "FIN" && isHeader
        ? reply.slice(0, at)
        : reply.slice(4, at);
      const fault = end === "RST" ? RESET : isHeader ? 0 : ABORTED;
      assertEquals(outcome, {
        text,
        code: at === reply.length ? 0 : fault,
      }, `${at}`);
      await scene.server.allClosed();
    }
  });

  Deno.test(`GopherOpenFile() of Gopher+ with a dot reports a ${end} at every byte before the dot`, async () => {
    const reply = "+-1\r\none\r\n..two\r\n.\r\n";
    const dot = reply.length - 3;
    for (let at = 5; at <= reply.length; at++) {
      await using scene = await openCounted({ "/f\t+": cut(reply, at, end) });
      const { text, code } = await outcomeOf(
        scene,
        scene.locator("0", "/f", "+"),
      );
      const fault = end === "FIN" ? ABORTED : RESET;
      // A FIN also ends the line of the dot. If an RST follows, the line needs
      // at least its CR: without it, the dot may be the start of a longer line.
      const whole = at > dot + (end === "FIN" ? 0 : 1);
      const atFirstDot = at === 11;
      if (end === "FIN" && atFirstDot) assertEquals(code, 0);
      else assertEquals(code, whole ? 0 : fault, `${at}: ${text}`);
      if (whole) assertEquals(text, "one\r\n.two\r\n");
      else assert("one\r\n.two\r\n".startsWith(text), text);
    }
  });

  Deno.test(`GopherOpenFile() of a binary file returns all bytes before a ${end}`, async () => {
    for (let at = 0; at <= 5; at++) {
      await using scene = await openCounted({ "/f": cut("hello", at, end) });
      const outcome = await outcomeOf(scene, scene.locator("9", "/f"));
      const code = end === "FIN" ? 0 : RESET;
      assertEquals(outcome, { text: "hello".slice(0, at), code }, `${at}`);
    }
  });

  Deno.test(`GopherOpenFile() of a text returns all text before a ${end}`, async () => {
    const reply = "one\r\ntwo\r\n.\r\n";
    for (let at = 0; at <= reply.length; at++) {
      await using scene = await openCounted({ "/f": cut(reply, at, end) });
      const { text, code } = await outcomeOf(scene, scene.locator("0", "/f"));
      assertEquals(text, reply.slice(0, Math.min(at, 10)), `${at}`);
      // The dot and its line end show that the data is complete.
      const isWhole = end === "FIN" || at > 11;
      assertEquals(code, isWhole ? 0 : RESET, `${at}`);
    }
  });
}

// ---- menus ----

const MENU = "0One\t/1\ta.example\t70\r\n1Two\t/2\tb.example\t70\r\n.\r\n";
const FIRST = MENU.indexOf("\n") + 1;
const SECOND = MENU.length - 3;

for (const end of ENDS) {
  Deno.test(`GopherFindFirstFile() returns the items before a ${end} at every byte`, async () => {
    for (let at = 0; at <= MENU.length; at++) {
      await using scene = await openCounted({ "": cut(MENU, at, end) });
      const names: string[] = [];
      let code = 0;
      try {
        const { hFind, findData } = await GopherFindFirstFile(
          scene.hConnect,
          null,
          null,
          0,
          1,
        );
        names.push(findData.DisplayString);
        using _find = hFind;
        for (;;) {
          const next = await InternetFindNextFile(hFind);
          if (next === null) break;
          if ("DisplayString" in next) names.push(next.DisplayString);
        }
      } catch (error) {
        code = (error as InternetError).code;
      }
      const wholeLines = at >= SECOND ? 2 : at >= FIRST ? 1 : 0;
      if (end === "RST") {
        // The dot ends the menu; the client does not wait for its line end,
        // which may or may not arrive.
        const ended = at >= SECOND + 2;
        assertEquals(code, ended ? 0 : RESET, `${at}`);
        assert(names.length >= wholeLines - 1, `${at}`);
        assertEquals(names, ["One", "Two"].slice(0, names.length));
      } else if (at === 0) {
        assertEquals(code, ERROR_NO_MORE_FILES);
      } else if (at >= FIRST) {
        assertEquals(code, 0, `${at}`);
        assert(names.length >= wholeLines, `${at}`);
      } else {
        // A line that is cut is either not a menu, or an item without a line
        // end.
        assert([0, ERROR_GOPHER_DATA_ERROR].includes(code), `${at}: ${code}`);
      }
    }
  });

  Deno.test(`GopherGetAttribute() reports a ${end} at every byte of the attributes`, async () => {
    const reply = "+-1\r\n+INFO: 0F\t/f\ta.example\t70\t+\r\n+ADMIN:\r\n" +
      " Admin: Ann <ann@b.example>\r\n.\r\n";
    const dot = reply.length - 3;
    for (let at = 0; at <= reply.length; at++) {
      await using scene = await openCounted({ "/f\t!": cut(reply, at, end) });
      const item = scene.locator("0", "/f", "+");
      let code = 0;
      try {
        await GopherGetAttribute(scene.hConnect, item, null, null, 1);
      } catch (error) {
        code = (error as InternetError).code;
      }
      const whole = at > dot + (end === "FIN" ? 0 : 1);
      if (whole) assertEquals(code, 0, `${at}`);
      else if (end === "RST") assertEquals(code, RESET, `${at}`);
      else if (at >= 5) assertEquals(code, ABORTED, `${at}`);
      else {
        assert(
          [
            ERROR_GOPHER_NOT_GOPHER_PLUS,
            ERROR_GOPHER_ATTRIBUTE_NOT_FOUND,
          ].includes(code),
          `${at}: ${code}`,
        );
      }
    }
  });
}

// ---- ends that are not faults ----

Deno.test("GopherOpenFile() closes the connection after the announced bytes, and ignores further data", async () => {
  await using scene = await openGopher({
    "/f\t+": async (call) => {
      await call.write("+5\r\nhello and more");
      await call.clientClosed();
    },
  });
  const outcome = await outcomeOf(scene, scene.locator("9", "/f", "+"));
  assertEquals(outcome, { text: "hello", code: 0 });
  await scene.server.allClosed();
});

Deno.test("an RST after a complete menu is not an error", async () => {
  await using scene = await openGopher({
    "": async (call) => {
      await call.write(MENU);
      await call.clientClosed();
      await call.reset();
    },
  });
  assertEquals((await listMenu(scene.hConnect)).length, 2);
});

Deno.test("an announced length of 0 is an empty file", async () => {
  await using scene = await openGopher({ "/f\t+": "+0\r\n" });
  const outcome = await outcomeOf(scene, scene.locator("9", "/f", "+"));
  assertEquals(outcome, { text: "", code: 0 });
});

Deno.test("an announced length that is never reached is an error at the end of the file, not at its start", async () => {
  await using scene = await openGopher({ "/f\t+": "+999999999999999\r\nabc" });
  const outcome = await outcomeOf(scene, scene.locator("9", "/f", "+"));
  assertEquals(outcome, { text: "abc", code: ABORTED });
});

Deno.test("the error of a truncated file is the error of every later read", async () => {
  await using scene = await openGopher({ "/f\t+": "+9\r\nabc" });
  const item = scene.locator("9", "/f", "+");
  using hFile = await GopherOpenFile(scene.hConnect, item);
  const buffer = new Uint8Array(3);
  assertEquals(await InternetReadFile(hFile, buffer), 3);
  for (let read = 0; read < 3; read++) {
    assertEquals(await rejectedCode(InternetReadFile(hFile, buffer)), ABORTED);
  }
});

Deno.test("readable() returns the bytes of a truncated file and then its error", async () => {
  await using scene = await openGopher({ "/f\t+": "+9\r\nabc" });
  const item = scene.locator("9", "/f", "+");
  const hFile = await GopherOpenFile(scene.hConnect, item);
  const reader = readable(hFile).getReader();
  assertEquals((await reader.read()).value, new Uint8Array([97, 98, 99]));
  await assertRejects(() => reader.read(), InternetError);
});

// ---- faults before the first byte ----

Deno.test("GopherOpenFile() reports that a server resets before it has read the request", async () => {
  await using scene = await openGopher({ "/f": (call) => call.reset() });
  const outcome = await outcomeOf(scene, scene.locator("9", "/f"));
  assertEquals(outcome, { text: "", code: RESET });
});

for (const type of ["0", "9"]) {
  Deno.test(`GopherOpenFile() of type ${type} returns an empty file if the server closes without sending data`, async () => {
    await using scene = await openGopher({ "/f": (call) => call.cut() });
    const outcome = await outcomeOf(scene, scene.locator(type, "/f"));
    assertEquals(outcome, { text: "", code: 0 });
  });
}

Deno.test("GopherOpenFile() and GopherFindFirstFile() report a refused connection", async () => {
  await using scene = await openGopher();
  const port = closedPort();
  for (
    const call of [
      () => GopherOpenFile(scene.hConnect, `0\t\t127.0.0.1\t${port}\r\n`),
      () => GopherFindFirstFile(scene.hConnect, `1\t\t127.0.0.1\t${port}\r\n`),
      () =>
        GopherGetAttribute(scene.hConnect, `0\t\t127.0.0.1\t${port}\t+\r\n`),
    ]
  ) {
    assertEquals(await rejectedCode(call()), ERROR_INTERNET_CANNOT_CONNECT);
  }
});

Deno.test("GopherOpenFile() and GopherFindFirstFile() report an unknown host", async () => {
  await using scene = await openGopher();
  for (
    const call of [
      () => GopherOpenFile(scene.hConnect, "0\t\tnone.invalid\t70\r\n"),
      () => GopherFindFirstFile(scene.hConnect, "1\t\tnone.invalid\t70\r\n"),
      () => GopherGetAttribute(scene.hConnect, "0\t\tnone.invalid\t70\t+\r\n"),
    ]
  ) {
    assertEquals(await rejectedCode(call()), ERROR_INTERNET_NAME_NOT_RESOLVED);
  }
});

Deno.test("a connection can be used after every failure", async () => {
  await using scene = await openGopher({
    "/reset": (call) => call.reset(),
    "/good": "good",
  });
  const bad = scene.locator("9", "/reset");
  assertEquals((await outcomeOf(scene, bad)).code, RESET);
  assertEquals(await scene.text("/good"), "good");
});
