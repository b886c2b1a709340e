// Copyright 2026 the wininet authors. MIT license.

/** Replies that are cut off or never end, and the limit or error that ends each of them. */

import { assertEquals, assertRejects } from "@std/assert";
import {
  ERROR_GOPHER_DATA_ERROR,
  ERROR_GOPHER_PROTOCOL_ERROR,
  ERROR_INTERNET_CONNECTION_ABORTED,
  ERROR_INTERNET_CONNECTION_RESET,
  ERROR_INTERNET_TIMEOUT,
  InternetError,
} from "../../error.ts";
import {
  GopherFindFirstFile,
  GopherGetAttribute,
  GopherOpenFile,
  queryCaps,
} from "../../gopher.ts";
import { InternetSetOption } from "../../internet.ts";
import { INTERNET_OPTION_RECEIVE_TIMEOUT } from "../../options.ts";
import { rejectedCode } from "../helpers/calls.ts";
import { openGopher } from "../helpers/gopher_calls.ts";
import type { GopherScript } from "../servers/gopher_server.ts";

async function errorOf(work: Promise<unknown>): Promise<InternetError> {
  return await assertRejects(() => work, InternetError);
}

const CUT: [string, GopherScript, code: number, tls: boolean][] = [
  [
    "resets",
    async (call) => {
      await call.write("CAPS\r\nServerTLSPort=74");
      await call.reset();
    },
    ERROR_INTERNET_CONNECTION_RESET,
    false,
  ],
  [
    "ends TLS without close_notify",
    async (call) => {
      await call.write("CAPS\r\nServerTLSPort=74");
      await call.cut();
    },
    ERROR_INTERNET_CONNECTION_ABORTED,
    true,
  ],
  [
    "falls silent",
    async (call) => {
      await call.write("CAPS\r\nServerTLSPort=74");
      await call.clientClosed();
    },
    ERROR_INTERNET_TIMEOUT,
    false,
  ],
];

for (const [name, script, code, tls] of CUT) {
  Deno.test(`queryCaps() returns no partial values if the server ${name}`, async () => {
    await using scene = await openGopher({ "caps.txt": script }, { tls });
    InternetSetOption(scene.hConnect, INTERNET_OPTION_RECEIVE_TIMEOUT, 300);
    assertEquals(await rejectedCode(queryCaps(scene.hConnect)), code);
  });
}

Deno.test("GopherOpenFile() does not wait for more of an error than it keeps", async () => {
  await using scene = await openGopher({
    "/a\t+": async (call) => {
      await call.write(`--2\r\n${"a".repeat(65_536)}`);
      await call.clientClosed();
    },
  });
  const error = await errorOf(
    GopherOpenFile(scene.hConnect, scene.locator("0", "/a", "+")),
  );
  assertEquals(error.code, ERROR_GOPHER_DATA_ERROR);
  await scene.server.allClosed();
});

/** Sends lines outside of any block, until the client closes the connection. */
const JUNK: GopherScript = async (call) => {
  const junk = "junk\n".repeat(20_000);
  await call.write("+-2\r\n");
  for (;;) await call.write(junk);
};

Deno.test("GopherGetAttribute() limits lines without an end outside blocks", async () => {
  await using scene = await openGopher({ "/a\t!": JUNK });
  const code = await rejectedCode(
    GopherGetAttribute(scene.hConnect, scene.locator("0", "/a", "+")),
  );
  assertEquals(code, ERROR_GOPHER_PROTOCOL_ERROR);
  await scene.server.allClosed();
});

Deno.test("GopherFindFirstFile() limits lines without an end outside blocks", async () => {
  await using scene = await openGopher({ "/m\t$": JUNK });
  const code = await rejectedCode(
    GopherFindFirstFile(scene.hConnect, scene.locator("1", "/m", "+")),
  );
  assertEquals(code, ERROR_GOPHER_PROTOCOL_ERROR);
  await scene.server.allClosed();
});

Deno.test("GopherFindFirstFile() keeps at most 65,536 characters of an error", async () => {
  const line = `3${"x".repeat(40_000)}\t\terror.host\t1\r\n`;
  await using scene = await openGopher({ "": `${line.repeat(5)}.\r\n` });
  const error = await errorOf(GopherFindFirstFile(scene.hConnect));
  assertEquals(error.responseText?.length, 65_536);
});
