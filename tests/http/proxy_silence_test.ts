// Copyright 2026 the wininet authors. MIT license.

/** HTTP proxies that stop responding: cancelled requests, and timeouts. */

import { assertEquals } from "@std/assert";
import {
  ERROR_INTERNET_OPERATION_CANCELLED,
  ERROR_INTERNET_TIMEOUT,
} from "../../error.ts";
import { INTERNET_FLAG_SECURE } from "../../flags.ts";
import { HttpSendRequest } from "../../http.ts";
import { InternetReadFile, InternetSetOption } from "../../internet.ts";
import {
  INTERNET_OPTION_CONNECT_TIMEOUT,
  INTERNET_OPTION_RECEIVE_TIMEOUT,
} from "../../options.ts";
import type { HINTERNET } from "../../structures.ts";
import { BOTH, NEVER, openRequest, rejectedCode } from "../helpers/calls.ts";
import {
  assertFails,
  get,
  httpProxy,
  LOCALHOST,
  openBy,
  SCHEMES,
  serverOf,
} from "../helpers/http_proxy_calls.ts";
import { BLACK_HOLES, BlackHole } from "../servers/black_hole.ts";
import { send, TcpServer, WireReader } from "../servers/tcp_server.ts";

const LOGIN = "user:hush-hush@";
const PLACE = { hostname: "server.invalid", port: 80 };

/**
 * The point at which a proxy stops: it reads this many heads, and responds to
 * all but the last.
 */
interface Stop {
  readonly name: string;
  readonly scheme: typeof SCHEMES[number];
  readonly tls?: boolean;
  /** The response to the first head, or `null` if there is none. */
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
    name: "after its response to CONNECT",
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
    name: "with TLS, after its response to CONNECT",
    scheme: "https",
    tls: true,
    answer: "HTTP/1.1 200 OK\r\n\r\n",
  },
];

/**
 * A proxy that stops; `reached` resolves when it does. Deno keeps the socket of
 * an abandoned TLS handshake open until the other side sends something
 * (`_net/tls.ts`); `speak` makes the proxy do that.
 */
function stoppingProxy({ tls, answer }: Stop) {
  const stopped = Promise.withResolvers<void>();
  const spoken = Promise.withResolvers<void>();
  const server = new TcpServer(async (conn) => {
    const reader = new WireReader(conn);
    await reader.readHead();
    if (answer !== null) await send(conn, answer);
    stopped.resolve();
    const closed = reader.peerClosed();
    await Promise.race([spoken.promise, closed]);
    await conn.write(new Uint8Array(1)).catch(() => {});
    await closed;
  }, tls ? { tls: LOCALHOST } : {});
  return Object.assign(server, {
    reached: stopped.promise,
    speak: () => spoken.resolve(),
  });
}

/** Sends a request to a missing server through a proxy. */
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
    Deno.test(`a request is cancelled if the proxy stops ${stop.name}, ${how}`, async () => {
      await using proxy = stoppingProxy(stop);
      const scheme = stop.tls ? "https" : "http";
      await using hInternet = openBy(`${scheme}://127.0.0.1:${proxy.port}`);
      const hRequest = await waiting(hInternet, stop.scheme, dwContext);
      const call = rejectedCode(HttpSendRequest(hRequest));
      await proxy.reached;
      await hRequest[Symbol.asyncDispose]();
      assertEquals(await call, ERROR_INTERNET_OPERATION_CANCELLED);
      proxy.speak();
      await proxy.allClosed();
    });
  }

  Deno.test(`a request waits until its timeouts if the proxy stops ${stop.name}`, async () => {
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
    proxy.speak();
    await proxy.allClosed();
  });
}

for (const scheme of SCHEMES) {
  Deno.test(
    `${scheme} waits for a proxy that does not accept the connection until CONNECT_TIMEOUT`,
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

  Deno.test(`${scheme} waits for the TLS handshake of a silent proxy until CONNECT_TIMEOUT`, async () => {
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
    // The forwarding fake proxy responds after it has read everything, so only
    // a tunnel reaches this point.
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
