// Copyright 2026 the wininet authors. MIT license.

/**
 * A request without TLS to a TLS server, and the reverse: the call ends in
 * time, and its error names the possible cause. The behaviour of servers was
 * measured: OpenSSL waits for five bytes, and sends an alert or nothing; Go
 * closes without sending a byte.
 */

import { assert, assertEquals, assertRejects } from "@std/assert";
import {
  ERROR_GOPHER_PROTOCOL_ERROR,
  ERROR_INTERNET_CONNECTION_RESET,
  ERROR_INTERNET_TIMEOUT,
  ERROR_NO_MORE_FILES,
  InternetError,
} from "../../error.ts";
import {
  GopherFindFirstFile,
  GopherGetAttribute,
  GopherOpenFile,
  queryCaps,
} from "../../gopher.ts";
import {
  InternetOpenUrl,
  InternetQueryOption,
  InternetSetOption,
} from "../../internet.ts";
import {
  INTERNET_OPTION_CONNECT_TIMEOUT,
  INTERNET_OPTION_RECEIVE_TIMEOUT,
  INTERNET_OPTION_SEND_TIMEOUT,
} from "../../options.ts";
import { type GopherScene, openGopher } from "../helpers/gopher_calls.ts";
import { type GopherScript, GopherServer } from "../servers/gopher_server.ts";
import { TcpServer, WireReader } from "../servers/tcp_server.ts";

const TIMEOUT = 200;

async function errorOf(work: Promise<unknown>): Promise<InternetError> {
  return await assertRejects(() => work, InternetError);
}

const CALLS: [name: string, call: (scene: GopherScene) => Promise<unknown>][] =
  [
    ["GopherFindFirstFile()", ({ hConnect }) => GopherFindFirstFile(hConnect)],
    [
      "GopherOpenFile()",
      (scene) => GopherOpenFile(scene.hConnect, scene.locator("9", "")),
    ],
    [
      "GopherOpenFile() of Gopher+",
      (scene) => GopherOpenFile(scene.hConnect, scene.locator("9", "", "+")),
    ],
    [
      "GopherFindFirstFile() of Gopher+",
      (scene) =>
        GopherFindFirstFile(scene.hConnect, scene.locator("1", "", "+")),
    ],
    [
      "GopherFindFirstFile() of a phone book",
      (scene) =>
        GopherFindFirstFile(scene.hConnect, scene.locator("2", ""), "x"),
    ],
    [
      "GopherGetAttribute()",
      (scene) =>
        GopherGetAttribute(scene.hConnect, scene.locator("9", "", "+")),
    ],
    ["queryCaps()", ({ hConnect }) => queryCaps(hConnect)],
    [
      "InternetOpenUrl()",
      ({ hInternet, server }) => InternetOpenUrl(hInternet, server.url),
    ],
  ];

/** The reaction of a TLS server to a request without TLS, and the code of the error. */
const SERVERS: [name: string, script: GopherScript, code: number][] = [
  ["is silent", (call) => call.clientClosed(), ERROR_INTERNET_TIMEOUT],
  ["resets", (call) => call.reset(), ERROR_INTERNET_CONNECTION_RESET],
  [
    "sends an alert",
    () => "\x15\x03\x01\x00\x02\x02\x46",
    ERROR_GOPHER_PROTOCOL_ERROR,
  ],
  [
    "sends an alert byte by byte",
    async (call) => {
      for (const byte of "\x15\x03\x03\x00\x02\x02\x0a") await call.write(byte);
    },
    ERROR_GOPHER_PROTOCOL_ERROR,
  ],
];

for (const [name, script, code] of SERVERS) {
  for (const [call, run] of CALLS) {
    Deno.test(`${call} reports that the server may require gophers if it ${name}`, async () => {
      await using scene = await openGopher({}, { otherwise: script });
      const { hInternet, hConnect } = scene;
      for (const handle of [hInternet, hConnect]) {
        InternetSetOption(handle, INTERNET_OPTION_RECEIVE_TIMEOUT, TIMEOUT);
      }
      const error = await errorOf(run(scene));
      assertEquals(error.code, code, error.message);
      assert(error.message.includes("gophers"), error.message);
      await scene.server.allClosed();
    });
  }
}

Deno.test("GopherFindFirstFile() reports that the server may require gophers if it closes without a byte", async () => {
  await using scene = await openGopher({ "": "", "/empty": ".\r\n" });
  const error = await errorOf(GopherFindFirstFile(scene.hConnect));
  assertEquals(error.code, ERROR_NO_MORE_FILES);
  assert(error.message.includes("gophers"), error.message);
  const item = scene.locator("1", "/empty");
  const empty = await errorOf(GopherFindFirstFile(scene.hConnect, item));
  assertEquals(empty.code, ERROR_NO_MORE_FILES);
  assert(!empty.message.includes("gophers"), empty.message);
});

Deno.test("a real server with TLS is distinguished from a silent one", async () => {
  await using server = new GopherServer({}, { tls: true });
  await using scene = await openGopher();
  InternetSetOption(scene.hConnect, INTERNET_OPTION_RECEIVE_TIMEOUT, TIMEOUT);
  for (const selector of ["", "/a/long/selector"]) {
    const item = `1\t${selector}\t127.0.0.1\t${server.port}\r\n`;
    const error = await errorOf(GopherFindFirstFile(scene.hConnect, item));
    assert(error.message.includes("gophers"), error.message);
  }
});

const DATA = [
  "\x15",
  "\x15\x03\x03\x00\x02\x02",
  "\x15\x03\x03\x00\x02\x02\x46!",
  "\x15\x03\x03\x00\x02\x03\x46",
  "\x15\x04\x03\x00\x02\x02\x46",
];

for (const data of DATA) {
  for (const byteByByte of [false, true]) {
    Deno.test(`GopherOpenFile() treats ${JSON.stringify(data)} as data, byteByByte ${byteByByte}`, async () => {
      await using scene = await openGopher({ "/f": data }, { byteByByte });
      const bytes = await scene.bytes(scene.locator("9", "/f"));
      assertEquals(bytes, Uint8Array.from(data, (byte) => byte.charCodeAt(0)));
    });
  }
}

Deno.test("a reply over TLS that looks like an alert is data", async () => {
  const data = "\x15\x03\x03\x00\x02\x02\x46";
  await using scene = await openGopher({ "/f": data }, { tls: true });
  const bytes = await scene.bytes(scene.locator("9", "/f"));
  assertEquals(bytes.length, data.length);
});

Deno.test("CONNECT_TIMEOUT ends a TLS handshake, and the error mentions that the server may not support TLS", async () => {
  await using server = new TcpServer(async (conn) => {
    await new WireReader(conn).peerClosed();
  });
  await using scene = await openGopher({}, { tls: true });
  InternetSetOption(scene.hConnect, INTERNET_OPTION_CONNECT_TIMEOUT, TIMEOUT);
  const item = `0\t\tlocalhost\t${server.port}\r\n`;
  const error = await errorOf(GopherOpenFile(scene.hConnect, item));
  assertEquals(error.code, ERROR_INTERNET_TIMEOUT);
  assert(error.message.includes("may not support TLS"), error.message);
});

Deno.test("a connection, a file and a menu of Gopher have the Gopher timeouts until a program sets others", async () => {
  await using scene = await openGopher({ "/f": "a", "": "iA\r\n.\r\n" });
  const { hConnect, hInternet, server } = scene;
  const handles = [
    hConnect,
    await GopherOpenFile(hConnect, scene.locator("9", "/f")),
    (await GopherFindFirstFile(hConnect)).hFind,
    await InternetOpenUrl(hInternet, `${server.url}/9/f`),
  ];
  const options = [
    INTERNET_OPTION_CONNECT_TIMEOUT,
    INTERNET_OPTION_SEND_TIMEOUT,
    INTERNET_OPTION_RECEIVE_TIMEOUT,
  ];
  for (const handle of handles) {
    const timeouts = options.map((option) =>
      InternetQueryOption(handle, option)
    );
    assertEquals(timeouts, [60_000, 120_000, 120_000]);
  }
});
