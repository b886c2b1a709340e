// Copyright 2026 the wininet authors. MIT license.

/**
 * gophers: TLS from the start, certificate checks, no fallback to plain text,
 * and ends that an attacker may have caused.
 */

import tls from "node:tls";
import { assert, assertEquals } from "@std/assert";
import {
  ERROR_INTERNET_CONNECTION_ABORTED,
  ERROR_INTERNET_INVALID_CA,
  ERROR_INTERNET_SEC_CERT_CN_INVALID,
  ERROR_INTERNET_SEC_CERT_DATE_INVALID,
  ERROR_INTERNET_SECURITY_CHANNEL_ERROR,
} from "../../error.ts";
import {
  INTERNET_FLAG_IGNORE_CERT_CN_INVALID,
  INTERNET_FLAG_IGNORE_CERT_DATE_INVALID,
  INTERNET_FLAG_RAW_DATA,
  INTERNET_FLAG_SECURE,
  INTERNET_SERVICE_GOPHER,
} from "../../flags.ts";
import {
  GopherFindFirstFile,
  GopherGetAttribute,
  GopherOpenFile,
  queryCaps,
} from "../../gopher.ts";
import { GOPHER_OPTION_UNCERTAIN_END } from "../../gopher_options.ts";
import {
  InternetConnect,
  InternetFindNextFile,
  InternetOpenUrl,
  InternetReadFile,
  InternetSetOption,
} from "../../internet.ts";
import { entries, readable } from "../../streams.ts";
import { rejectedCode } from "../helpers/calls.ts";
import { pem } from "../helpers/certificates.ts";
import { listMenu, openGopher, shown } from "../helpers/gopher_calls.ts";
import { type GopherReply, GopherServer } from "../servers/gopher_server.ts";
import { closeQuietly, TcpServer } from "../servers/tcp_server.ts";
import { watch } from "../helpers/watch.ts";

// Ignoring a wrong date requires the authorities, and --cert passes them only
// to Deno.
(tls as unknown as { setDefaultCACertificates(list: string[]): void })
  .setDefaultCACertificates([pem("ca.pem")]);

const TLS = { tls: true };
const MENU = "0One\t/1\ta.example\t70\r\n0Two\t/2\ta.example\t70\r\n.\r\n";

const REPLIES: Record<string, GopherReply> = {
  "": MENU,
  "/a": "text\r\n.\r\n",
  "/bin": "bytes",
  "/a\t+": "+5\r\nhello",
  "/a\t!": "+-1\r\n+INFO: 0A\t/a\ta.example\t70\t+\r\n+ADMIN:\r\n" +
    " Admin: Ann <a@b.example>\r\n.\r\n",
  "caps.txt": "CAPS\r\nServerSoftware=test\r\n",
};

Deno.test("INTERNET_FLAG_SECURE uses TLS for files, menus, attributes and caps.txt", async () => {
  await using scene = await openGopher(REPLIES, TLS);
  const { hConnect, server } = scene;
  assertEquals(await scene.text("/a"), "text\r\n");
  assertEquals(shown(await listMenu(hConnect)), ["One", "Two"]);
  const item = scene.locator("0", "/a", "+");
  assertEquals(await scene.bytes(item), new TextEncoder().encode("hello"));
  assertEquals((await GopherGetAttribute(hConnect, item)).length > 0, true);
  assertEquals((await queryCaps(hConnect))?.get("ServerSoftware"), "test");
  assertEquals(server.requests.length, 5);
});

Deno.test("a gophers URL uses TLS for a file, a menu and a page", async () => {
  await using server = new GopherServer(REPLIES, TLS);
  await using watched = watch();
  const url = server.url.replace("127.0.0.1", "localhost");
  const hFile = await InternetOpenUrl(watched.hInternet, `${url}/0/a`);
  assertEquals(await new Response(readable(hFile)).text(), "text\r\n");
  const hPage = await InternetOpenUrl(watched.hInternet, url);
  const page = await new Response(readable(hPage)).text();
  assert(page.includes("gopher://a.example/0/1".replace("gopher", "gophers")));
  const hFind = await InternetOpenUrl(
    watched.hInternet,
    url,
    null,
    INTERNET_FLAG_RAW_DATA,
  );
  assertEquals((await Array.fromAsync(entries(hFind))).length, 2);
});

// ---- certificates ----

const CERTIFICATES: readonly (readonly [
  name: string,
  code: number,
  flags: number,
])[] = [
  [
    "expired",
    ERROR_INTERNET_SEC_CERT_DATE_INVALID,
    INTERNET_FLAG_IGNORE_CERT_DATE_INVALID,
  ],
  [
    "notyet",
    ERROR_INTERNET_SEC_CERT_DATE_INVALID,
    INTERNET_FLAG_IGNORE_CERT_DATE_INVALID,
  ],
  [
    "wronghost",
    ERROR_INTERNET_SEC_CERT_CN_INVALID,
    INTERNET_FLAG_IGNORE_CERT_CN_INVALID,
  ],
  [
    "expired_wronghost",
    ERROR_INTERNET_SEC_CERT_DATE_INVALID,
    INTERNET_FLAG_IGNORE_CERT_DATE_INVALID |
    INTERNET_FLAG_IGNORE_CERT_CN_INVALID,
  ],
  ["unknown_ca", ERROR_INTERNET_INVALID_CA, 0],
  ["self_signed", ERROR_INTERNET_INVALID_CA, 0],
];

const ALL_FLAGS = INTERNET_FLAG_IGNORE_CERT_DATE_INVALID |
  INTERNET_FLAG_IGNORE_CERT_CN_INVALID;

for (const [certificate, code, flags] of CERTIFICATES) {
  Deno.test(`the certificate ${certificate} is refused, and no request is sent`, async () => {
    await using scene = await openGopher(REPLIES, { ...TLS, certificate });
    const { hConnect, server, hInternet } = scene;
    const item = scene.locator("0", "/a");
    const plus = scene.locator("0", "/a", "+");
    const url = server.url.replace("127.0.0.1", "localhost");
    for (
      const call of [
        () => GopherOpenFile(hConnect, item),
        () => GopherFindFirstFile(hConnect),
        () => GopherGetAttribute(hConnect, plus),
        () => InternetOpenUrl(hInternet, `${url}/0/a`),
      ]
    ) {
      assertEquals(await rejectedCode(call()), code);
    }
    assertEquals(server.requests, []);
    await server.allClosed();
  });

  if (flags === 0) {
    Deno.test(`the certificate ${certificate} is refused with all flags that forgive`, async () => {
      await using scene = await openGopher(
        REPLIES,
        { ...TLS, certificate },
        { flags: ALL_FLAGS },
      );
      const code = await rejectedCode(listMenu(scene.hConnect));
      assertEquals(code, ERROR_INTERNET_INVALID_CA);
      assertEquals(scene.server.requests, []);
    });
  } else {
    Deno.test(`the certificate ${certificate} is accepted with the flags that forgive it`, async () => {
      await using scene = await openGopher(
        REPLIES,
        { ...TLS, certificate },
        { flags },
      );
      const { hConnect, hInternet, server } = scene;
      assertEquals(await scene.text("/a"), "text\r\n");
      assertEquals((await listMenu(hConnect)).length, 2);
      const url = server.url.replace("127.0.0.1", "localhost");
      const hFile = await InternetOpenUrl(
        hInternet,
        `${url}/9/bin`,
        null,
        flags,
      );
      assertEquals(await new Response(readable(hFile)).text(), "bytes");
    });
  }
}

for (
  const [certificate, flags] of [
    ["expired", INTERNET_FLAG_IGNORE_CERT_CN_INVALID],
    ["wronghost", INTERNET_FLAG_IGNORE_CERT_DATE_INVALID],
    ["expired_wronghost", INTERNET_FLAG_IGNORE_CERT_DATE_INVALID],
    ["expired_wronghost", INTERNET_FLAG_IGNORE_CERT_CN_INVALID],
  ] as const
) {
  Deno.test(`the certificate ${certificate} is refused with the flags 0x${flags.toString(16)} that forgive something else`, async () => {
    await using scene = await openGopher(
      REPLIES,
      { ...TLS, certificate },
      { flags },
    );
    const code = await rejectedCode(listMenu(scene.hConnect));
    assert([
      ERROR_INTERNET_SEC_CERT_DATE_INVALID,
      ERROR_INTERNET_SEC_CERT_CN_INVALID,
    ].includes(code));
    assertEquals(scene.server.requests, []);
  });
}

// ---- no way back ----

/** A server without TLS that responds to any input with a menu. */
function plainServer() {
  const received: Uint8Array[] = [];
  const server = new TcpServer(async (conn) => {
    const buffer = new Uint8Array(65_536);
    const count = await conn.read(buffer);
    if (count !== null) received.push(buffer.slice(0, count));
    await conn.write(new TextEncoder().encode(MENU)).catch(() => {});
    closeQuietly(conn);
  });
  return {
    received,
    server,
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

Deno.test("a server without TLS gets one connection, a ClientHello and no request", async () => {
  await using plain = plainServer();
  await using watched = watch();
  const { hInternet } = watched;
  const hConnect = await InternetConnect(
    hInternet,
    "localhost",
    plain.server.port,
    null,
    null,
    INTERNET_SERVICE_GOPHER,
    INTERNET_FLAG_SECURE,
  );
  const calls = [
    () => GopherFindFirstFile(hConnect),
    () => GopherOpenFile(hConnect, "0\t/secret\t\t0\r\n"),
    () => GopherGetAttribute(hConnect, "0\t/secret\t\t0\t+\r\n"),
    () => queryCaps(hConnect),
    () =>
      InternetOpenUrl(
        hInternet,
        `gophers://localhost:${plain.server.port}/0/secret`,
      ),
  ];
  for (const call of calls) {
    const code = await rejectedCode(call());
    assertEquals(code, ERROR_INTERNET_SECURITY_CHANNEL_ERROR);
  }
  assertEquals(plain.server.connections, calls.length);
  for (const bytes of plain.received) {
    // A TLS handshake record, without any part of the selector.
    assertEquals(bytes[0], 0x16);
    assert(!new TextDecoder("latin1").decode(bytes).includes("secret"));
  }
});

Deno.test("a link to another host also uses TLS", async () => {
  await using plain = plainServer();
  await using other = new GopherServer({ "/b": "other\r\n.\r\n" }, TLS);
  await using scene = await openGopher(REPLIES, TLS);
  const { hConnect } = scene;
  const hFile = await GopherOpenFile(
    hConnect,
    `0\t/b\tlocalhost\t${other.port}\r\n`,
  );
  assertEquals(await new Response(readable(hFile)).text(), "other\r\n");
  const code = await rejectedCode(
    GopherOpenFile(hConnect, `0\t/b\tlocalhost\t${plain.server.port}\r\n`),
  );
  assertEquals(code, ERROR_INTERNET_SECURITY_CHANNEL_ERROR);
  assertEquals(plain.received.every((bytes) => bytes[0] === 0x16), true);
});

Deno.test("an item that has moved to a server without TLS is not requested there in plain text", async () => {
  await using plain = plainServer();
  await using scene = await openGopher({
    "/a\t+":
      `--1\r\n3 Moved\r\n0A\t/b\tlocalhost\t${plain.server.port}\t+\r\n.\r\n`,
  }, TLS);
  const item = scene.locator("0", "/a", "+");
  const code = await rejectedCode(GopherOpenFile(scene.hConnect, item));
  assertEquals(code, ERROR_INTERNET_SECURITY_CHANNEL_ERROR);
  assertEquals(plain.received.map((bytes) => bytes[0]), [0x16]);
});

Deno.test("a Gopher+ menu that is refused is requested again only over TLS", async () => {
  await using scene = await openGopher({
    "/m\t$": "--1\r\n1 a@b.example\r\nNo\r\n.\r\n",
    "/m": MENU,
  }, TLS);
  const item = scene.locator("1", "/m", "+");
  assertEquals((await listMenu(scene.hConnect, item)).length, 2);
  assertEquals(scene.server.requests, ["/m\t$", "/m"]);
});

Deno.test("the reply of a server with TLS is an error without TLS", async () => {
  await using server = new GopherServer(REPLIES, TLS);
  await using watched = watch();
  const hConnect = await InternetConnect(
    watched.hInternet,
    "localhost",
    server.port,
    null,
    null,
    INTERNET_SERVICE_GOPHER,
  );
  const failed = await GopherFindFirstFile(hConnect).then(
    () => false,
    () => true,
  );
  assert(failed);
  assertEquals(server.requests, []);
});

// ---- ends without close_notify ----

/** Data that ends without close_notify, and `true` if its end can be recognized. */
const ENDS: readonly (readonly [
  name: string,
  type: string,
  extra: string | undefined,
  reply: string,
  data: string,
  proven: boolean,
])[] = [
  ["bytes", "9", undefined, "bytes", "bytes", false],
  ["no bytes", "9", undefined, "", "", false],
  ["a text with a dot", "0", undefined, "text\r\n.\r\n", "text\r\n", true],
  ["a text without a dot", "0", undefined, "text\r\n", "text\r\n", false],
  [
    "a text whose dot has no line end",
    "0",
    undefined,
    "text\r\n.",
    "text\r\n",
    false,
  ],
  ["counted bytes", "9", "+", "+5\r\nhello", "hello", true],
  ["lines with a dot", "0", "+", "+-1\r\nline\r\n.\r\n", "line\r\n", true],
  ["everything until the end", "9", "+", "+-2\r\nbytes", "bytes", false],
];

for (const [name, type, extra, reply, data, proven] of ENDS) {
  for (const allowed of [false, true]) {
    Deno.test(`${name} without close_notify ${proven || allowed ? "is complete" : "is an error after the last byte"}, UNCERTAIN_END ${allowed}`, async () => {
      const request = extra === undefined ? "/e" : "/e\t+";
      await using scene = await openGopher(
        { [request]: reply },
        { ...TLS, closeNotify: false },
      );
      InternetSetOption(scene.hConnect, GOPHER_OPTION_UNCERTAIN_END, allowed);
      const item = scene.locator(type, "/e", extra);
      let text = "";
      let code = 0;
      try {
        using hFile = await GopherOpenFile(scene.hConnect, item);
        const buffer = new Uint8Array(1);
        while (await InternetReadFile(hFile, buffer) > 0) {
          text += String.fromCharCode(buffer[0]!);
        }
      } catch (error) {
        code = (error as { code: number }).code;
      }
      assertEquals(text, data);
      assertEquals(
        code,
        proven || allowed ? 0 : ERROR_INTERNET_CONNECTION_ABORTED,
      );
    });
  }
}

for (
  const [dot, allowed] of [[true, false], [false, false], [
    false,
    true,
  ]] as const
) {
  Deno.test(`a menu ${dot ? "with" : "without"} a dot and without close_notify, UNCERTAIN_END ${allowed}`, async () => {
    const menu = dot ? MENU : MENU.replace(".\r\n", "");
    await using scene = await openGopher(
      { "": menu },
      { ...TLS, closeNotify: false },
    );
    const { hConnect } = scene;
    InternetSetOption(hConnect, GOPHER_OPTION_UNCERTAIN_END, allowed);
    const { hFind } = await GopherFindFirstFile(hConnect);
    assert(await InternetFindNextFile(hFind) !== null);
    if (dot || allowed) assertEquals(await InternetFindNextFile(hFind), null);
    else {
      assertEquals(
        await rejectedCode(InternetFindNextFile(hFind)),
        ERROR_INTERNET_CONNECTION_ABORTED,
      );
    }
  });
}

Deno.test("a plain-text connection does not need close_notify", async () => {
  await using scene = await openGopher({ "/bin": "bytes" });
  const bytes = await scene.bytes(scene.locator("9", "/bin"));
  assertEquals(bytes.length, 5);
});
