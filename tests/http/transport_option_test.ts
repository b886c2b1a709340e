// Copyright 2026 the wininet authors. MIT license.

/** HTTP_OPTION_TRANSPORT, and the features of each transport. */

import {
  assert,
  assertEquals,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import {
  ERROR_ACCESS_DENIED,
  ERROR_INTERNET_INCORRECT_HANDLE_TYPE,
  ERROR_INVALID_PARAMETER,
  InternetError,
} from "../../error.ts";
import {
  HSR_CHUNKED,
  HTTP_ADDREQ_FLAG_ADD,
  INTERNET_FLAG_IGNORE_CERT_CN_INVALID,
  INTERNET_OPEN_TYPE_PROXY,
  INTERNET_SERVICE_GOPHER,
} from "../../flags.ts";
import {
  HttpAddRequestHeaders,
  HttpOpenRequest,
  HttpSendRequest,
  HttpSendRequestEx,
} from "../../http.ts";
import {
  HTTP_OPTION_TRANSPORT,
  type HttpTransport,
} from "../../http_options.ts";
import {
  InternetConnect,
  InternetOpen,
  InternetQueryOption,
  InternetSetOption,
} from "../../internet.ts";
import {
  HTTP_PROTOCOL_FLAG_HTTP2,
  INTERNET_OPTION_ENABLE_HTTP_PROTOCOL,
  INTERNET_OPTION_PARENT_HANDLE,
} from "../../options.ts";
import type { HINTERNET } from "../../structures.ts";
import {
  BOTH,
  HELLO,
  openRequest,
  readText,
  sentRequest,
  thrownCode,
  usualServer,
} from "../helpers/calls.ts";
import { fixture } from "../helpers/certificates.ts";
import { outputOf } from "../helpers/programs.ts";
import { watch } from "../helpers/watch.ts";
import { requestOf } from "./outcomes.ts";
import { countTransports } from "./transports.ts";

const VALUES: readonly HttpTransport[] = ["sockets", "fetch", "auto"];

const LEVELS = ["the process", "a session", "a connection", "a request"];

/** The process, a session, a connection and a request, each the parent of the next. */
async function levelsOf(
  hInternet: HINTERNET,
): Promise<(HINTERNET | null)[]> {
  const hRequest = await openRequest(hInternet, {
    hostname: "127.0.0.1",
    port: 1,
  });
  const hConnect = InternetQueryOption(hRequest, INTERNET_OPTION_PARENT_HANDLE);
  return [null, hInternet, hConnect, hRequest];
}

const query = (handle: HINTERNET | null) =>
  InternetQueryOption(handle, HTTP_OPTION_TRANSPORT);
const set = (handle: HINTERNET | null, value: unknown) =>
  InternetSetOption(handle, HTTP_OPTION_TRANSPORT, value as never);

for (const [at, level] of LEVELS.entries()) {
  Deno.test(`HTTP_OPTION_TRANSPORT of ${level} is "auto" until it is set, and accepts only its values`, async () => {
    await using hInternet = InternetOpen("agent");
    const handle = (await levelsOf(hInternet))[at]!;
    assertEquals(query(handle), "auto");
    for (const value of VALUES) {
      assertEquals(set(handle, value), true);
      assertEquals(query(handle), value);
    }
    for (const value of ["", "Fetch", "socket", 0, 1, null, undefined, true]) {
      assertEquals(
        thrownCode(() => set(handle, value)),
        ERROR_INVALID_PARAMETER,
      );
      assertEquals(query(handle), "auto");
    }
  });
}

Deno.test("HTTP_OPTION_TRANSPORT is copied to a handle when it is created", async () => {
  await using hInternet = InternetOpen("agent");
  const before = await levelsOf(hInternet);
  set(hInternet, "sockets");
  const after = await levelsOf(hInternet);
  set(hInternet, "fetch");
  assertEquals(before.map(query), ["auto", "fetch", "auto", "auto"]);
  assertEquals(after.map(query), ["auto", "fetch", "sockets", "sockets"]);
  set(null, "fetch");
  try {
    using later = InternetOpen("agent");
    assertEquals(query(later), "fetch");
  } finally {
    set(null, "auto");
  }
});

Deno.test("HTTP_OPTION_TRANSPORT is an error for a connection of another protocol", async () => {
  await using hInternet = InternetOpen("agent");
  const hGopher = await InternetConnect(
    hInternet,
    "a.test",
    70,
    null,
    null,
    INTERNET_SERVICE_GOPHER,
  );
  for (const call of [() => query(hGopher), () => set(hGopher, "auto")]) {
    assertEquals(thrownCode(call), ERROR_INTERNET_INCORRECT_HANDLE_TYPE);
  }
});

// ---- the transport of a request ----

for (const [how, dwContext] of BOTH) {
  for (const [at, level] of LEVELS.entries()) {
    for (const value of VALUES) {
      const expected = value === "auto" ? "sockets" : value;
      Deno.test(`"${value}" on ${level} sends a request with ${expected}, ${how}`, async () => {
        await using server = usualServer();
        if (at === 0) set(null, value);
        try {
          await using watched = watch();
          if (at === 1) set(watched.hInternet, value);
          const hConnect = await InternetConnect(
            watched.hInternet,
            server.hostname,
            server.port,
          );
          if (at === 2) set(hConnect, value);
          const hRequest = await HttpOpenRequest(
            hConnect,
            "GET",
            "/",
            null,
            null,
            null,
            0,
            dwContext,
          );
          if (at === 3) set(hRequest, value);
          using counts = countTransports();
          await HttpSendRequest(hRequest);
          assertEquals(await readText(hRequest), HELLO);
          assertEquals(
            [counts.fetch, counts.sockets],
            expected === "fetch" ? [1, 0] : [0, 1],
          );
        } finally {
          set(null, "auto");
        }
      });
    }
  }
}

for (const [how, dwContext] of BOTH) {
  const expected = dwContext ? "sockets" : "fetch";
  Deno.test(`"auto" sends a request that requests HTTP/2 with ${expected}, ${how}`, async () => {
    await using server = usualServer();
    await using watched = watch();
    InternetSetOption(
      watched.hInternet,
      INTERNET_OPTION_ENABLE_HTTP_PROTOCOL,
      HTTP_PROTOCOL_FLAG_HTTP2,
    );
    using counts = countTransports();
    const hRequest = await sentRequest(watched.hInternet, server, {
      dwContext,
    });
    assertEquals(await readText(hRequest), HELLO);
    assertEquals(
      [counts.fetch, counts.sockets],
      expected === "fetch" ? [1, 0] : [0, 1],
    );
  });
}

Deno.test('"fetch" posts what is then known, and no stage that is not', async () => {
  await using server = usualServer();
  await using watched = watch({ asynchronous: true });
  set(watched.hInternet, "fetch");
  const hRequest = await sentRequest(watched.hInternet, server, {
    dwContext: 1,
  });
  assertEquals(watched.names(1), ["HANDLE_CREATED", "REQUEST_COMPLETE"]);
  assertEquals(await readText(hRequest), HELLO);
  const received = watched.log.filter(({ name }) =>
    name === "RESPONSE_RECEIVED"
  );
  // The bytes of the body; the size of the head is unknown.
  assertEquals(received.map(({ information }) => information), [HELLO.length]);
  assertEquals(watched.names(1).slice(2), [
    "RECEIVING_RESPONSE",
    "RESPONSE_RECEIVED",
    "REQUEST_COMPLETE",
  ]);
});

Deno.test('"fetch" posts REDIRECT, which does not come from a socket', async () => {
  await using server = usualServer();
  await using watched = watch();
  set(watched.hInternet, "fetch");
  await sentRequest(watched.hInternet, server, {
    path: "/redirect",
    dwContext: 1,
  });
  assert(watched.names(1).includes("REDIRECT"));
});

Deno.test('"sockets" says nothing to a callback without a context', async () => {
  await using server = usualServer();
  await using watched = watch();
  set(watched.hInternet, "sockets");
  const hRequest = await sentRequest(watched.hInternet, server, {
    dwContext: 0,
  });
  assertEquals(await readText(hRequest), HELLO);
  assertEquals(watched.names(0), []);
});

// ---- features that fetch lacks ----

/** A request that requires a feature that `fetch` lacks, and its name in the error. */
interface Beyond {
  readonly title: string;
  readonly what: string;
  readonly accessType?: number;
  readonly proxy?: string;
  readonly send: (hInternet: HINTERNET, dwContext: number) => Promise<unknown>;
}

async function sentWith(
  hInternet: HINTERNET,
  dwContext: number,
  header: string,
): Promise<void> {
  const hRequest = await openRequest(hInternet, {
    hostname: "127.0.0.1",
    port: 8080,
  }, { verb: "POST", dwContext });
  HttpAddRequestHeaders(hRequest, header, HTTP_ADDREQ_FLAG_ADD);
  if (!header.startsWith("Transfer")) await HttpSendRequest(hRequest);
  else {
    const buffers = { dwBufferTotal: 0 };
    await HttpSendRequestEx(hRequest, buffers, HSR_CHUNKED);
  }
}

const BEYOND: readonly Beyond[] = [
  {
    title: "an ignored certificate error",
    what: "ignore a certificate error",
    send: async (hInternet, dwContext) => {
      const place = { url: "https://localhost:8443", port: 8443 };
      const hRequest = await requestOf(hInternet, place, {
        dwFlags: INTERNET_FLAG_IGNORE_CERT_CN_INVALID,
        dwContext,
      });
      await HttpSendRequest(hRequest);
    },
  },
  {
    title: "a proxy of the session",
    what: "use the proxy of the session",
    accessType: INTERNET_OPEN_TYPE_PROXY,
    proxy: "127.0.0.1:1",
    send: async (hInternet, dwContext) => {
      const place = { hostname: "a.test", port: 80 };
      await sentRequest(hInternet, place, { dwContext });
    },
  },
  ...["Authorization: NTLM abc", "Proxy-Authorization: Negotiate abc"].map(
    (header): Beyond => ({
      title: `"${header}"`,
      what: "authenticate a connection",
      send: (hInternet, dwContext) => sentWith(hInternet, dwContext, header),
    }),
  ),
  {
    title: "custom chunks",
    what: "send chunks that the program frames",
    send: (hInternet, dwContext) =>
      sentWith(hInternet, dwContext, "Transfer-Encoding: chunked"),
  },
];

for (const { title, what, accessType = 1, proxy, send } of BEYOND) {
  for (const dwContext of [0, 1]) {
    Deno.test(`"fetch" with ${title} fails with ERROR_ACCESS_DENIED, with context ${dwContext}, and sends nothing`, async () => {
      await using hInternet = InternetOpen("agent", accessType, proxy);
      set(hInternet, "fetch");
      using counts = countTransports();
      const error = await assertRejects(
        () => send(hInternet, dwContext),
        InternetError,
      );
      assertEquals(error.code, ERROR_ACCESS_DENIED);
      assertStringIncludes(
        error.message,
        `Cannot ${what} by fetch: set HTTP_OPTION_TRANSPORT to "auto" or "sockets"`,
      );
      assertEquals([counts.fetch, counts.sockets], [0, 0]);
    });
  }
}

// ---- HTTP/2 ----

/**
 * A server that closes a connection after its handshake, and reports the
 * negotiated protocol.
 */
class AlpnServer implements AsyncDisposable {
  readonly #listener: Deno.TlsListener;
  readonly #running: Promise<void>;
  readonly protocols: (string | null)[] = [];

  constructor() {
    this.#listener = Deno.listenTls({
      hostname: "127.0.0.1",
      port: 0,
      ...fixture("localhost"),
      alpnProtocols: ["h2", "http/1.1"],
    });
    this.#running = this.#run();
  }

  get url(): string {
    return `https://localhost:${this.port}`;
  }

  get port(): number {
    return (this.#listener.addr as Deno.NetAddr).port;
  }

  async #run(): Promise<void> {
    for await (const conn of this.#listener) {
      const { alpnProtocol } = await conn.handshake();
      this.protocols.push(alpnProtocol);
      conn.close();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#listener.close();
    await this.#running;
  }
}

for (
  const [transport, flag, protocol] of [
    ["auto", 0, "http/1.1"],
    ["auto", HTTP_PROTOCOL_FLAG_HTTP2, "h2"],
    ["fetch", 0, "http/1.1"],
    ["fetch", HTTP_PROTOCOL_FLAG_HTTP2, "h2"],
    ["sockets", 0, "http/1.1"],
    ["sockets", HTTP_PROTOCOL_FLAG_HTTP2, "http/1.1"],
  ] as const
) {
  Deno.test(`INTERNET_OPTION_ENABLE_HTTP_PROTOCOL of ${flag} with "${transport}" negotiates ${protocol}`, async () => {
    await using server = new AlpnServer();
    await using hInternet = InternetOpen("agent");
    set(hInternet, transport);
    InternetSetOption(hInternet, INTERNET_OPTION_ENABLE_HTTP_PROTOCOL, flag);
    const hRequest = await requestOf(hInternet, server, {});
    await assertRejects(() => HttpSendRequest(hRequest), InternetError);
    assertEquals(new Set(server.protocols), new Set([protocol]));
  });
}

Deno.test("INTERNET_OPTION_ENABLE_HTTP_PROTOCOL gets a response over HTTP/2", async () => {
  await using server = Deno.serve(
    {
      hostname: "127.0.0.1",
      port: 0,
      ...fixture("localhost"),
      onListen: () => {},
    },
    async (request) =>
      new Response(`${request.method} ${await request.text()}`),
  );
  const { port } = server.addr;
  await using hInternet = InternetOpen("agent");
  InternetSetOption(
    hInternet,
    INTERNET_OPTION_ENABLE_HTTP_PROTOCOL,
    HTTP_PROTOCOL_FLAG_HTTP2,
  );
  const place = { url: `https://localhost:${port}`, port };
  for (const dwContext of [0, 1]) {
    const hRequest = await requestOf(hInternet, place, {
      verb: "POST",
      dwContext,
    });
    await HttpSendRequest(hRequest, null, "hello");
    assertEquals(await readText(hRequest), "POST hello");
  }
});

// ---- a runtime without sockets ----

const PROGRAM = new URL("no_sockets_program.ts", import.meta.url).href;

/** Runs a program without `Deno.connect` that reads a URL; returns its output. */
async function withoutSockets(url: string, header: string): Promise<unknown> {
  const options = ["--no-prompt", "--allow-net=127.0.0.1"];
  const args = ["run", ...options, PROGRAM, url, header];
  return JSON.parse(await outputOf(Deno.execPath(), args));
}

Deno.test("a watched request uses fetch if Deno.connect does not exist", async () => {
  await using server = usualServer();
  assertEquals(await withoutSockets(server.url, ""), {
    body: HELLO,
    code: 0,
    message: "",
    names: ["HANDLE_CREATED", "REQUEST_COMPLETE"],
  });
});

Deno.test("a request that fetch does not support fails with ERROR_ACCESS_DENIED if Deno.connect does not exist", async () => {
  const outcome = await withoutSockets(
    "http://127.0.0.1:8080/",
    "Authorization: NTLM abc",
  ) as { code: number; message: string };
  assertEquals(outcome.code, ERROR_ACCESS_DENIED);
  assertStringIncludes(
    outcome.message,
    "Cannot authenticate a connection by fetch",
  );
});
