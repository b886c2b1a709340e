// Copyright 2026 the wininet authors. MIT license.

/** Proxies of HTTP that do not work, requests that are given up, and what errors tell. */

import { assert, assertEquals, assertRejects } from "@std/assert";
import {
  ERROR_ACCESS_DENIED,
  ERROR_CALL_NOT_IMPLEMENTED,
  ERROR_HTTP_INVALID_SERVER_RESPONSE,
  ERROR_INTERNET_CANNOT_CONNECT,
  ERROR_INTERNET_NAME_NOT_RESOLVED,
  ERROR_INTERNET_OPERATION_CANCELLED,
  ERROR_INTERNET_PROXY_SERVER_UNREACHABLE,
  ERROR_INTERNET_TIMEOUT,
  InternetError,
} from "../error.ts";
import { INTERNET_FLAG_SECURE } from "../flags.ts";
import { HttpSendRequest } from "../http.ts";
import { InternetReadFile, InternetSetOption } from "../internet.ts";
import {
  INTERNET_OPTION_CONNECT_TIMEOUT,
  INTERNET_OPTION_RECEIVE_TIMEOUT,
} from "../options.ts";
import type { HINTERNET } from "../structures.ts";
import { BOTH, NEVER, openRequest, rejectedCode } from "./calls.ts";
import {
  forgetAll,
  get,
  httpProxy,
  LOCALHOST,
  openBy,
  PROXY_KINDS,
  SCHEMES,
  serverOf,
} from "./http_proxy_calls.ts";
import { BLACK_HOLES, BlackHole } from "./servers/black_hole.ts";
import { closedPort } from "./servers/closed_port.ts";
import { send, TcpServer, WireReader } from "./servers/tcp_server.ts";

const LOGIN = "user:hush-hush@";
const PLACE = { hostname: "server.invalid", port: 80 };

/** Fails unless the call does with this code, and the error shows no password. */
async function assertFails(
  call: Promise<unknown>,
  code: number,
): Promise<void> {
  const error = await assertRejects(() => call, InternetError);
  assertEquals(error.code, code, error.message);
  const shown = Deno.inspect(error, { depth: 20, showHidden: true });
  assert(!shown.includes("hush-hush"), shown);
  assert(!shown.includes(btoa("user:hush-hush")), shown);
}

for (const kind of PROXY_KINDS) {
  for (const scheme of SCHEMES) {
    for (const [how, dwContext] of BOTH) {
      Deno.test(`${scheme} fails where there is no ${kind} proxy, ${how}`, async () => {
        const list = `${kind}://${LOGIN}127.0.0.1:${closedPort()}`;
        await using hInternet = openBy(list);
        await assertFails(
          get(hInternet, `${scheme}://server.invalid/`, dwContext),
          ERROR_INTERNET_PROXY_SERVER_UNREACHABLE,
        );
      });
    }
  }

  Deno.test(`a request fails where nobody knows the name of the ${kind} proxy`, async () => {
    await using hInternet = openBy(`${kind}://${LOGIN}proxy.invalid:1`);
    await assertFails(
      get(hInternet, "http://127.0.0.1/"),
      ERROR_INTERNET_NAME_NOT_RESOLVED,
    );
  });
}

for (const scheme of SCHEMES) {
  Deno.test(`${scheme} cannot use a proxy of FTP itself`, async () => {
    await using hInternet = openBy(`ftp://${LOGIN}127.0.0.1:1`);
    await assertFails(
      get(hInternet, `${scheme}://server.invalid/`),
      ERROR_CALL_NOT_IMPLEMENTED,
    );
  });
}

// ---- proxies that answer wrongly ----

/** What a proxy says to the first bytes, the code of http (forwarded) and of https (CONNECT). */
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
  Deno.test(`the 502 of a proxy that forwards can be read, ${how}`, async () => {
    await using proxy = httpProxy({
      instead: (_request, reply) => reply({ status: 502, body: "nobody" }),
    });
    await using hInternet = openBy(proxy.list());
    const got = await get(hInternet, "http://server.invalid/", dwContext);
    assertEquals([got.status, got.text], [502, "nobody"]);
  });

  for (const status of [200, 302, 403, 500, 502]) {
    Deno.test(`${status} in place of a tunnel is ${status === 200 ? "taken for one" : "ERROR_INTERNET_CANNOT_CONNECT"}, ${how}`, async () => {
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

Deno.test("the head of an answer to CONNECT has an end, or the request has", async () => {
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

Deno.test("a proxy that asks for ever anew is asked a few times only", async () => {
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

Deno.test("the body of a refused CONNECT is read when its length is known, right and not too great", async () => {
  forgetAll();
  const bodies: Record<string, string> = {
    "Content-Length: 5\r\n\r\nhello and more": "hello",
    "Content-Length: 70000\r\n\r\nhello": "",
    "Content-Length: -1\r\n\r\nhello": "",
    "Content-Length: 5\r\n\r\nhel": "",
    "\r\nhello": "",
    "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n": "",
  };
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

// ---- silence, and giving up ----

/** Where a proxy stops: it reads this many heads, and answers all but the last. */
interface Stop {
  readonly name: string;
  readonly scheme: typeof SCHEMES[number];
  readonly tls?: boolean;
  /** What is said to the first head; `null` says nothing. */
  readonly answer: string | null;
}

const STOPS: readonly Stop[] = [
  { name: "before it forwards", scheme: "http", answer: null },
  {
    name: "within the head of an answer",
    scheme: "http",
    answer: "HTTP/1.1 200 OK\r\nA: b",
  },
  { name: "before it answers CONNECT", scheme: "https", answer: null },
  {
    name: "within the head of its answer to CONNECT",
    scheme: "https",
    answer: "HTTP/1.1 200 OK\r\nA: b",
  },
  {
    name: "within its refusal of CONNECT",
    scheme: "https",
    answer: "HTTP/1.1 407 No\r\nContent-Length: 9\r\n\r\nhalf",
  },
  {
    name: "behind its answer to CONNECT",
    scheme: "https",
    answer: "HTTP/1.1 200 OK\r\n\r\n",
  },
  {
    name: "with TLS, before it forwards",
    scheme: "http",
    tls: true,
    answer: null,
  },
  {
    name: "with TLS, behind its answer to CONNECT",
    scheme: "https",
    tls: true,
    answer: "HTTP/1.1 200 OK\r\n\r\n",
  },
];

/** A proxy that stops; `stopped` resolves when it does. */
function stoppingProxy({ tls, answer }: Stop) {
  const stopped = Promise.withResolvers<void>();
  const server = new TcpServer(async (conn) => {
    const reader = new WireReader(conn);
    await reader.readHead();
    if (answer !== null) await send(conn, answer);
    stopped.resolve();
    await reader.peerClosed();
  }, tls ? { tls: LOCALHOST } : {});
  return Object.assign(server, { reached: stopped.promise });
}

/** A request to nobody through a proxy. */
async function waiting(
  hInternet: HINTERNET,
  scheme: typeof SCHEMES[number],
  dwContext: unknown,
): Promise<HINTERNET> {
  return await openRequest(hInternet, PLACE, {
    dwContext,
    dwFlags: scheme === "https" ? INTERNET_FLAG_SECURE : 0,
  });
}

for (const stop of STOPS) {
  for (const [how, dwContext] of BOTH) {
    Deno.test(`a request is cancelled when the proxy stops ${stop.name}, ${how}`, async () => {
      await using proxy = stoppingProxy(stop);
      const scheme = stop.tls ? "https" : "http";
      await using hInternet = openBy(`${scheme}://127.0.0.1:${proxy.port}`);
      const hRequest = await waiting(hInternet, stop.scheme, dwContext);
      const call = rejectedCode(HttpSendRequest(hRequest));
      await proxy.reached;
      await hRequest[Symbol.asyncDispose]();
      assertEquals(await call, ERROR_INTERNET_OPERATION_CANCELLED);
      await proxy.allClosed();
    });
  }

  Deno.test(`a request does not wait longer than its timeouts when the proxy stops ${stop.name}`, async () => {
    await using proxy = stoppingProxy(stop);
    const scheme = stop.tls ? "https" : "http";
    await using hInternet = openBy(`${scheme}://127.0.0.1:${proxy.port}`);
    const isForwarded = stop.scheme === "http";
    const option = isForwarded
      ? INTERNET_OPTION_RECEIVE_TIMEOUT
      : INTERNET_OPTION_CONNECT_TIMEOUT;
    InternetSetOption(hInternet, option, 150);
    const hRequest = await waiting(hInternet, stop.scheme, 0);
    await assertFails(HttpSendRequest(hRequest), ERROR_INTERNET_TIMEOUT);
    await proxy.allClosed();
  });
}

for (const scheme of SCHEMES) {
  Deno.test(
    `${scheme} waits for a proxy that takes no connection no longer than CONNECT_TIMEOUT`,
    { ignore: !BLACK_HOLES },
    async () => {
      using hole = await BlackHole.open();
      await using hInternet = openBy(`${LOGIN}127.0.0.1:${hole.port}`);
      InternetSetOption(hInternet, INTERNET_OPTION_CONNECT_TIMEOUT, 100);
      await assertFails(
        get(hInternet, `${scheme}://server.invalid/`),
        ERROR_INTERNET_TIMEOUT,
      );
    },
  );

  Deno.test(`${scheme} is cancelled while it connects to the proxy`, {
    ignore: !BLACK_HOLES,
  }, async () => {
    using hole = await BlackHole.open();
    await using hInternet = openBy(`${LOGIN}127.0.0.1:${hole.port}`);
    const hRequest = await waiting(hInternet, scheme, 1);
    const call = rejectedCode(HttpSendRequest(hRequest));
    await new Promise((resolve) => setTimeout(resolve));
    await hRequest[Symbol.asyncDispose]();
    assertEquals(await call, ERROR_INTERNET_OPERATION_CANCELLED);
  });

  Deno.test(`${scheme} waits for the TLS of a silent proxy no longer than CONNECT_TIMEOUT`, async () => {
    await using proxy = new TcpServer((conn) =>
      new WireReader(conn).peerClosed()
    );
    await using hInternet = openBy(`https://127.0.0.1:${proxy.port}`);
    InternetSetOption(hInternet, INTERNET_OPTION_CONNECT_TIMEOUT, 100);
    await assertFails(
      get(hInternet, `${scheme}://server.invalid/`),
      ERROR_INTERNET_TIMEOUT,
    );
  });

  Deno.test(`a read of ${scheme} is cancelled while the server behind the proxy is silent`, async () => {
    await using server = serverOf(
      scheme,
      (_request, reply) => reply({ length: 10, body: ["half", NEVER] }),
    );
    await using proxy = httpProxy();
    await using hInternet = openBy(proxy.list());
    const hRequest = await openRequest(hInternet, server, {
      dwFlags: scheme === "https" ? INTERNET_FLAG_SECURE : 0,
    });
    // The forwarding fake proxy answers when it has all, so only a tunnel gets this far.
    const sending = HttpSendRequest(hRequest);
    await server.requested(1);
    if (scheme === "https") {
      await sending;
      const reading = rejectedCode(
        InternetReadFile(hRequest, new Uint8Array(10)),
      );
      await hRequest[Symbol.asyncDispose]();
      assertEquals(await reading, ERROR_INTERNET_OPERATION_CANCELLED);
    } else {
      const sent = rejectedCode(sending);
      await hRequest[Symbol.asyncDispose]();
      assertEquals(await sent, ERROR_INTERNET_OPERATION_CANCELLED);
    }
    await proxy.allClosed();
    await server.allClosed();
  });
}

// ---- permissions ----

const PROGRAM = new URL("http_proxy_program.ts", import.meta.url).href;

/** The code of a program that gets a URL through a proxy, 0 when it got it, and what it printed. */
async function run(
  permissions: string[],
  list: string,
  url: string,
  dwContext: string,
): Promise<{ code: number; body: string }> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--no-prompt",
      `--cert=${new URL("tls/ca.pem", import.meta.url).pathname}`,
      ...permissions,
      PROGRAM,
      list,
      url,
      dwContext,
    ],
    stdin: "null",
  }).output();
  assert(success, new TextDecoder().decode(stderr));
  return JSON.parse(new TextDecoder().decode(stdout));
}

for (const dwContext of ["observed", ""]) {
  const how = dwContext || "unobserved";
  Deno.test(`a proxy of the program needs --allow-net=127.0.0.1, ${how}`, async () => {
    await using server = serverOf("http");
    await using proxy = httpProxy();
    const url = `http://localhost:${server.port}/`;
    const list = `localhost:${proxy.port}`;
    const allowed = `--allow-net=localhost:${server.port},${list}`;
    const denied = await run([allowed], list, url, dwContext);
    assertEquals(denied.code, ERROR_ACCESS_DENIED);
    assertEquals([server.connections, proxy.connections], [0, 0]);
    const more = `${allowed},127.0.0.1`;
    const got = await run([more], list, url, dwContext);
    assertEquals(got, { code: 0, body: "by the server" });
    assertEquals(proxy.connections, 1);
  });

  Deno.test(`a program without permission for the proxy, or for the server, hears ERROR_ACCESS_DENIED, ${how}`, async () => {
    await using server = serverOf("http");
    await using proxy = httpProxy();
    const url = `http://localhost:${server.port}/`;
    const list = `[::1]:${proxy.port}`;
    const noProxy = `--allow-net=127.0.0.1,localhost`;
    const noServer = `--allow-net=127.0.0.1,[::1]`;
    for (const allowed of [noProxy, noServer]) {
      const { code } = await run([allowed], list, url, dwContext);
      assertEquals(code, ERROR_ACCESS_DENIED);
    }
    assertEquals([server.connections, proxy.connections], [0, 0]);
  });
}

for (const kind of ["http", "https"] as const) {
  Deno.test(`a connection that waits in a ${kind} proxy keeps no program alive`, async () => {
    await using server = serverOf("http");
    await using proxy = httpProxy(kind === "https" ? { tls: LOCALHOST } : {});
    const url = `http://127.0.0.1:${server.port}/`;
    const got = await run(["--allow-net"], proxy.list(), url, "left open");
    assertEquals(got, { code: 0, body: "by the server" });
  });
}
