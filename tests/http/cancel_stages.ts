// Copyright 2026 the wininet authors. MIT license.

/**
 * The stages at which a request can be cancelled, each with a server that holds
 * the request there and reports when its connection has ended.
 *
 * @module
 */

import dns from "node:dns";
import {
  HttpEndRequest,
  HttpSendRequest,
  HttpSendRequestEx,
} from "../../http.ts";
import {
  InternetQueryDataAvailable,
  InternetReadFile,
  InternetSetFilePointer,
  InternetWriteFile,
} from "../../internet.ts";
import type { HINTERNET } from "../../structures.ts";
import { NEVER } from "../helpers/calls.ts";
import { BLACK_HOLES, BlackHole } from "../servers/black_hole.ts";
import { FakeHttpServer, type Routes } from "../servers/http_server.ts";
import { TcpServer, WireReader } from "../servers/tcp_server.ts";
import { turns } from "../helpers/turns.ts";
import type { Watch } from "../helpers/watch.ts";

/** A body that is larger than the buffers of two loopback connections. */
const BIG = new Uint8Array(32 * 2 ** 20);

type LookupDone = (
  error: null,
  found: { address: string; family: number }[],
) => void;

/** A server that holds a request. */
export interface HoldingServer extends AsyncDisposable {
  readonly url: string;
  /** Resolves when the client has reached the stage, as far as the server can detect. */
  readonly reached: () => Promise<void>;
  /** Resolves when the client has ended all connections. */
  readonly ended: () => Promise<void>;
}

/** A request at its stage. */
export interface Scene {
  readonly hRequest: HINTERNET;
  readonly server: HoldingServer;
  readonly log: Watch;
}

/** A stage. */
export interface Stage {
  readonly name: string;
  /** The verb of the request. @default {"GET"} */
  readonly verb?: string;
  readonly serve: () => HoldingServer | Promise<HoldingServer>;
  /** Starts calls and resolves with them when the stage is reached. */
  readonly reach: (scene: Scene) => Promise<Promise<unknown>[]>;
  /** The status in whose callback the handle is closed; for observed requests only. */
  readonly closeAt?: string;
  /** `true` if a connection exists that must be closed. */
  readonly connected: boolean;
  /** `true` if calls are in progress; `"observed"` if they are only for observed requests. */
  readonly pending: boolean | "observed";
  readonly ignore?: boolean;
}

/** A server of routes; `requests` is the number of requests to wait for. */
function routed(routes: Routes, requests: number = 1): HoldingServer {
  const server = new FakeHttpServer(routes);
  return holding(server, () => server.requested(requests));
}

function holding(
  server: TcpServer,
  reached: () => Promise<void>,
  url: string = server.url,
): HoldingServer {
  return {
    url,
    reached,
    ended: () => server.allClosed(),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

/** A server that never responds. */
function mute(): HoldingServer {
  return routed({ "*": (_request, reply) => reply.until(NEVER) });
}

/**
 * Resolving the name lasts until the client should have disconnected; then the
 * address arrives too late.
 */
function unresolving(): HoldingServer {
  const server = mute();
  const { lookup } = dns;
  let answer = () => {};
  const stub = (_host: string, _options: unknown, done: LookupDone) => {
    answer = () => done(null, [{ address: "127.0.0.1", family: 4 }]);
  };
  Object.assign(dns, { lookup: stub });
  return {
    ...server,
    url: server.url.replace("127.0.0.1", "localhost"),
    ended() {
      answer();
      return turns(3);
    },
    [Symbol.asyncDispose]() {
      Object.assign(dns, { lookup });
      return server[Symbol.asyncDispose]();
    },
  };
}

/**
 * A server that accepts a connection and does not respond to the ClientHello.
 * Deno keeps the socket of an abandoned handshake open until the server sends
 * something (`_net/tls.ts`), so the server does that when `ended` is called.
 */
function withoutTls(): HoldingServer {
  const hello = Promise.withResolvers<void>();
  const asked = Promise.withResolvers<void>();
  const server = new TcpServer(async (conn) => {
    const reader = new WireReader(conn);
    await reader.readSome();
    hello.resolve();
    await asked.promise;
    await conn.write(new Uint8Array(1)).catch(() => {});
    await reader.peerClosed();
  });
  const url = server.url.replace("http:", "https:");
  return {
    ...holding(server, () => hello.promise, url),
    ended() {
      asked.resolve();
      return server.allClosed();
    },
  };
}

/** A server that reads a head and then nothing until `ended` is called. */
function deaf(): HoldingServer {
  const head = Promise.withResolvers<void>();
  const listen = Promise.withResolvers<void>();
  const server = new TcpServer(async (conn) => {
    const reader = new WireReader(conn);
    await reader.readHead();
    head.resolve();
    await server.until(listen.promise);
    await reader.discardToEnd();
  });
  const ended = () => {
    listen.resolve();
    return server.allClosed();
  };
  return { ...holding(server, () => head.promise), ended };
}

/** A server that sends an endless body as fast as the client reads it. */
function flooding(): HoldingServer {
  async function* flood(): AsyncGenerator<Uint8Array> {
    for (;;) yield await Promise.resolve(BIG.subarray(0, 65536));
  }
  return routed({
    "*": (_request, reply) => reply({ body: flood(), length: 2 ** 40 }),
  });
}

/** A server that sends 3 of 100 bytes. */
function stalling(): HoldingServer {
  return routed({
    "*": (_request, reply) => reply({ body: ["abc", NEVER], length: 100 }),
  });
}

async function hole(): Promise<HoldingServer> {
  const blackHole = await BlackHole.open();
  return {
    url: blackHole.url,
    reached: () => turns(5),
    ended: () => Promise.resolve(),
    [Symbol.asyncDispose]() {
      blackHole[Symbol.dispose]();
      return Promise.resolve();
    },
  };
}

/** Sends a request, and waits until the server holds it. */
async function sent({ hRequest, server }: Scene): Promise<Promise<unknown>[]> {
  const call = HttpSendRequest(hRequest);
  await server.reached();
  return [call];
}

/** Sends a request without waiting for any event. */
function sentNow({ hRequest }: Scene): Promise<Promise<unknown>[]> {
  return Promise.resolve([HttpSendRequest(hRequest)]);
}

async function sentBig(scene: Scene): Promise<Promise<unknown>[]> {
  const call = HttpSendRequest(scene.hRequest, null, BIG);
  await scene.server.reached();
  return [call];
}

const SENDING: Stage[] = [
  {
    name: "before its first turn",
    serve: mute,
    reach: sentNow,
    connected: false,
    pending: true,
  },
  {
    name: "while it resolves",
    serve: unresolving,
    reach: sentNow,
    closeAt: "RESOLVING_NAME",
    connected: false,
    pending: true,
  },
  {
    name: "while it connects",
    serve: hole,
    reach: sent,
    connected: false,
    pending: true,
    ignore: !BLACK_HOLES,
  },
  {
    name: "in the TLS handshake",
    serve: withoutTls,
    reach: sent,
    connected: true,
    pending: true,
  },
  {
    name: "while it sends the head",
    serve: mute,
    reach: sentNow,
    closeAt: "SENDING_REQUEST",
    connected: true,
    pending: true,
  },
  {
    name: "while it sends a body that the server does not read",
    verb: "POST",
    serve: deaf,
    reach: sentBig,
    connected: true,
    pending: true,
  },
  {
    name: "while it waits for the head",
    serve: mute,
    reach: sent,
    connected: true,
    pending: true,
  },
  {
    name: "while it is redirected",
    serve: () => ({
      ...routed({
        "/": (_request, reply) => reply.redirect("/target"),
        "/target": () => {
          throw new Error("the redirect was followed");
        },
      }),
      // The connection is idle, so it is kept.
      ended: () => Promise.resolve(),
    }),
    reach: sentNow,
    closeAt: "REDIRECT",
    connected: false,
    pending: true,
  },
];

const WRITING: Stage[] = [
  {
    name: "in HttpSendRequestEx",
    verb: "POST",
    serve: deaf,
    async reach({ hRequest, server }) {
      const call = HttpSendRequestEx(hRequest, { lpvBuffer: BIG });
      await server.reached();
      return [call];
    },
    connected: true,
    pending: "observed",
  },
  {
    name: "between HttpSendRequestEx and InternetWriteFile",
    verb: "POST",
    serve: deaf,
    async reach({ hRequest, server }) {
      const call = HttpSendRequestEx(hRequest, { dwBufferTotal: 10 });
      await server.reached();
      await call;
      return [call];
    },
    connected: true,
    pending: false,
  },
  {
    name: "in InternetWriteFile",
    verb: "POST",
    serve: deaf,
    async reach({ hRequest, server }) {
      // fetch accepts the first pieces before it has sent them.
      const piece = BIG.subarray(0, BIG.length / 4);
      const dwBufferTotal = 6 * piece.length;
      await HttpSendRequestEx(hRequest, { dwBufferTotal });
      const calls = Array.from(
        { length: 6 },
        () => InternetWriteFile(hRequest, piece),
      );
      await server.reached();
      return calls;
    },
    connected: true,
    pending: true,
  },
  {
    name: "in HttpEndRequest",
    verb: "POST",
    serve: mute,
    async reach({ hRequest, server }) {
      await HttpSendRequestEx(hRequest, { dwBufferTotal: 3 });
      await InternetWriteFile(hRequest, "abc");
      const call = HttpEndRequest(hRequest);
      await server.reached();
      return [call];
    },
    connected: true,
    pending: true,
  },
];

function reading(
  name: string,
  serve: () => HoldingServer,
  pending: boolean,
  start: (hRequest: HINTERNET) => Promise<Promise<unknown>[]>,
): Stage {
  return {
    name,
    serve,
    async reach({ hRequest }) {
      await HttpSendRequest(hRequest);
      return await start(hRequest);
    },
    connected: true,
    pending,
  };
}

const read = (hRequest: HINTERNET, size: number) =>
  InternetReadFile(hRequest, new Uint8Array(size));

const READING: Stage[] = [
  reading(
    "before its body is read",
    flooding,
    false,
    () => Promise.resolve([]),
  ),
  reading("between two reads", flooding, false, async (hRequest) => {
    await read(hRequest, 100_000);
    return [];
  }),
  reading("in InternetReadFile", stalling, true, async (hRequest) => {
    await read(hRequest, 3);
    return [read(hRequest, 100)];
  }),
  reading("in InternetQueryDataAvailable", stalling, true, async (hRequest) => {
    await read(hRequest, 3);
    return [InternetQueryDataAvailable(hRequest)];
  }),
  reading("with two reads one behind the other", stalling, true, (hRequest) => {
    return Promise.resolve([read(hRequest, 50), read(hRequest, 50)]);
  }),
  reading("with a seek behind a read", stalling, true, (hRequest) => {
    return Promise.resolve([
      read(hRequest, 50),
      InternetSetFilePointer(hRequest, 1),
      read(hRequest, 50),
    ]);
  }),
  {
    name: "while it requests a range",
    serve: () =>
      routed({
        "*": (request, reply) =>
          request.header("range") === undefined
            ? reply({ body: BIG.subarray(0, 200_000) })
            : reply.until(NEVER),
      }, 2),
    async reach({ hRequest, server }) {
      await HttpSendRequest(hRequest);
      await InternetSetFilePointer(hRequest, 150_000);
      const call = read(hRequest, 100);
      await server.reached();
      return [call];
    },
    connected: true,
    pending: true,
  },
];

/** All stages. */
export const STAGES: readonly Stage[] = [...SENDING, ...WRITING, ...READING];
