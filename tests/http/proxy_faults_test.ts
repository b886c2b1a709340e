// Copyright 2026 the wininet authors. MIT license.

/** HTTP proxies that do not work, cancelled requests, and error texts. */

import { assert, assertEquals } from "@std/assert";
import {
  ERROR_CALL_NOT_IMPLEMENTED,
  ERROR_HTTP_INVALID_SERVER_RESPONSE,
  ERROR_INTERNET_CANNOT_CONNECT,
  ERROR_INTERNET_NAME_NOT_RESOLVED,
  ERROR_INTERNET_PROXY_SERVER_UNREACHABLE,
} from "../../error.ts";
import { InternetOpenUrl } from "../../internet.ts";
import { readable } from "../../streams.ts";
import { BOTH } from "../helpers/calls.ts";
import {
  assertFails,
  forgetAll,
  get,
  httpProxy,
  openBy,
  PROXY_KINDS,
  SCHEMES,
  serverOf,
} from "../helpers/http_proxy_calls.ts";
import { closedPort } from "../servers/closed_port.ts";
import { send, TcpServer, WireReader } from "../servers/tcp_server.ts";

const LOGIN = "user:hush-hush@";

for (const kind of PROXY_KINDS) {
  for (const scheme of SCHEMES) {
    for (const [how, dwContext] of BOTH) {
      Deno.test(`${scheme} fails if there is no ${kind} proxy, ${how}`, async () => {
        const list = `${kind}://${LOGIN}127.0.0.1:${closedPort()}`;
        await using hInternet = openBy(list);
        await assertFails(
          get(hInternet, `${scheme}://server.invalid/`, dwContext),
          ERROR_INTERNET_PROXY_SERVER_UNREACHABLE,
        );
      });
    }
  }

  Deno.test(`a request fails if the name of the ${kind} proxy does not exist`, async () => {
    await using hInternet = openBy(`${kind}://${LOGIN}proxy.invalid:1`);
    await assertFails(
      get(hInternet, "http://127.0.0.1/"),
      ERROR_INTERNET_NAME_NOT_RESOLVED,
    );
  });
}

for (const scheme of SCHEMES) {
  Deno.test(`${scheme} cannot use an FTP proxy`, async () => {
    await using hInternet = openBy(`ftp://${LOGIN}127.0.0.1:1`);
    await assertFails(
      get(hInternet, `${scheme}://server.invalid/`),
      ERROR_CALL_NOT_IMPLEMENTED,
    );
  });
}

// ---- proxies that respond incorrectly ----

/**
 * The first bytes from a proxy, and the error codes for http (forwarded) and
 * https (CONNECT).
 */
const ANSWERS: readonly [
  name: string,
  answer: string,
  forwarded: number,
  tunnelled: number,
][] = [
  [
    "closes",
    "",
    ERROR_HTTP_INVALID_SERVER_RESPONSE,
    ERROR_INTERNET_CANNOT_CONNECT,
  ],
  [
    "answers nonsense",
    "220 FTP here\r\n\r\n",
    ERROR_HTTP_INVALID_SERVER_RESPONSE,
    ERROR_INTERNET_CANNOT_CONNECT,
  ],
  [
    "answers bytes",
    "\x05\xff\x00\x00\r\n\r\n",
    ERROR_HTTP_INVALID_SERVER_RESPONSE,
    ERROR_INTERNET_CANNOT_CONNECT,
  ],
  [
    "closes within its head",
    "HTTP/1.1 200 OK\r\nA: b\r\n",
    ERROR_HTTP_INVALID_SERVER_RESPONSE,
    ERROR_INTERNET_CANNOT_CONNECT,
  ],
];

for (const [name, answer, forwarded, tunnelled] of ANSWERS) {
  for (const scheme of SCHEMES) {
    for (const [how, dwContext] of BOTH) {
      Deno.test(`${scheme} fails through a proxy that ${name}, ${how}`, async () => {
        await using proxy = new TcpServer(async (conn) => {
          const reader = new WireReader(conn);
          await reader.readSome();
          await send(conn, answer);
          await conn.closeWrite();
          await reader.peerClosed();
        });
        await using hInternet = openBy(`${LOGIN}127.0.0.1:${proxy.port}`);
        await assertFails(
          get(hInternet, `${scheme}://server.invalid/`, dwContext),
          scheme === "http" ? forwarded : tunnelled,
        );
        await proxy.allClosed();
      });
    }
  }
}

for (const [how, dwContext] of BOTH) {
  Deno.test(`the 502 of a forwarding proxy can be read, ${how}`, async () => {
    await using proxy = httpProxy({
      instead: (_request, reply) => reply({ status: 502, body: "nobody" }),
    });
    await using hInternet = openBy(proxy.list());
    const got = await get(hInternet, "http://server.invalid/", dwContext);
    assertEquals([got.status, got.text], [502, "nobody"]);
  });

  for (const status of [200, 302, 403, 500, 502]) {
    Deno.test(`${status} instead of a tunnel is ${status === 200 ? "treated as one" : "ERROR_INTERNET_CANNOT_CONNECT"}, ${how}`, async () => {
      await using server = serverOf("https");
      const place = status === 200
        ? `127.0.0.1:${server.port}`
        : "server.invalid:8443";
      await using proxy = httpProxy(
        status === 200 ? {} : {
          instead: (_request, reply) =>
            reply({
              status,
              headers: { Location: "http://127.0.0.1:1/" },
              body: "hush-hush",
            }),
        },
      );
      await using hInternet = openBy(proxy.list(LOGIN));
      const call = get(hInternet, `https://${place}/`, dwContext);
      if (status === 200) return assertEquals((await call).status, 200);
      await assertFails(call, ERROR_INTERNET_CANNOT_CONNECT);
      assertEquals(proxy.asked, [`CONNECT ${place}`]);
    });
  }
}

Deno.test("the size of the response head to CONNECT is limited", async () => {
  await using proxy = new TcpServer(async (conn) => {
    await new WireReader(conn).readHead();
    await send(conn, "HTTP/1.1 200 OK\r\n");
    for (;;) await send(conn, "A: endless\r\n".repeat(100));
  });
  await using hInternet = openBy(`127.0.0.1:${proxy.port}`);
  await assertFails(
    get(hInternet, "https://server.invalid/"),
    ERROR_INTERNET_CANNOT_CONNECT,
  );
  await proxy.allClosed();
});

Deno.test("the number of attempts is limited for a proxy that sends challenges endlessly", async () => {
  forgetAll();
  for (const scheme of SCHEMES) {
    let count = 0;
    await using proxy = httpProxy({
      instead: (_request, reply) =>
        reply({
          status: 407,
          headers: {
            "Proxy-Authenticate":
              `Digest realm="r${++count}", nonce="n${count}", stale=true`,
          },
        }),
    });
    await using hInternet = openBy(proxy.list(LOGIN));
    const got = await get(hInternet, `${scheme}://server.invalid/`);
    assertEquals(got.status, 407);
    assert(proxy.asked.length <= 6, `${proxy.asked.length} requests`);
  }
});

Deno.test("the body of a refused CONNECT is read if its end is known, valid and not too far away", async () => {
  forgetAll();
  const bodies: Record<string, string> = {
    "Content-Length: 5\r\n\r\nhello and more": "hello",
    "Content-Length: 70000\r\n\r\nhello": "",
    "Content-Length: -1\r\n\r\nhello": "",
    "Content-Length: 5\r\n\r\nhel": "",
    "\r\nhello": "",
    "Transfer-Encoding: gzip, chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n": "",
    "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n5\r\nhello\r\n0\r\n\r\n":
      "",
  };
  const chunked: Record<string, string> = {
    "5\r\nhello\r\n0\r\n\r\nand more": "hello",
    "2 ; a=b\r\nhe\r\n003\r\nllo\r\n0\r\nA: b\r\n\r\n": "hello",
    "0\r\n\r\n": "",
    "5\r\nhello\r\n0\r\n": "",
    "5\r\nhello!\r\n0\r\n\r\n": "",
    "5\nhello\r\n0\r\n\r\n": "",
    "-5\r\nhello\r\n0\r\n\r\n": "",
    "7fffffff\r\nhello": "",
  };
  for (const [answer, text] of Object.entries(chunked)) {
    bodies[`Transfer-Encoding: Chunked\r\n\r\n${answer}`] = text;
  }
  for (const [answer, text] of Object.entries(bodies)) {
    await using proxy = new TcpServer(async (conn) => {
      const reader = new WireReader(conn);
      await reader.readHead();
      await send(conn, `HTTP/1.1 407 Who?\r\n${answer}`);
      await conn.closeWrite();
      await reader.peerClosed();
    });
    await using hInternet = openBy(`127.0.0.1:${proxy.port}`);
    const got = await get(hInternet, "https://server.invalid/");
    assertEquals([got.status, got.text], [407, text]);
  }
});

for (const [how, dwContext] of BOTH) {
  Deno.test(`the body of a refused CONNECT can be read in pieces, ${how}`, async () => {
    forgetAll();
    const body = "who? ".repeat(2000);
    await using proxy = httpProxy({
      instead: (_request, reply) => reply({ status: 407, body }),
    });
    await using hInternet = openBy(proxy.list());
    const url = "https://server.invalid/";
    const hRequest = await InternetOpenUrl(hInternet, url, null, 0, dwContext);
    assertEquals(await new Response(readable(hRequest)).text(), body);
  });
}
