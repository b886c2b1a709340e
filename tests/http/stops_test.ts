// Copyright 2026 the wininet authors. MIT license.

/** A server or a proxy that stops responding, at every step of every HTTP conversation. */

import { INTERNET_FLAG_SECURE, INTERNET_OPEN_TYPE_PROXY } from "../../flags.ts";
import {
  HttpEndRequest,
  HttpSendRequest,
  HttpSendRequestEx,
} from "../../http.ts";
import { InternetSetOption, InternetWriteFile } from "../../internet.ts";
import { INTERNET_OPTION_PROXY } from "../../options.ts";
import { readable } from "../../streams.ts";
import type { HINTERNET } from "../../structures.ts";
import { openRequest } from "../helpers/calls.ts";
import { fixture } from "../helpers/certificates.ts";
import { assertEndsAtEveryStop, type StoppedScene } from "../helpers/stops.ts";
import type { Wire } from "../servers/ftp_wire.ts";
import { Incoming } from "../servers/gopher_incoming.ts";
import { type RawCall, RawHttpServer } from "../servers/raw_http_server.ts";
import type { Stopper } from "../servers/stopper.ts";
import { latin1Of } from "../servers/tcp_server.ts";
import { WireServer } from "../servers/wire_server.ts";

/** A body that is larger than the buffers of a loopback connection. */
const BIG = new Uint8Array(32 * 2 ** 20);

const OK = "HTTP/1.1 200 OK\r\n";
const WHOLE = `${OK}Content-Length: 5\r\n\r\nhello`;

/** Sends a request and reads its response. */
type Program = (hRequest: HINTERNET) => Promise<void>;

/** A conversation without a proxy. */
interface Direct {
  readonly verb?: string;
  readonly answer: (call: RawCall) => Promise<void>;
  /** @default {sends the request without a body} */
  readonly program?: Program;
}

async function readToEnd(hRequest: HINTERNET): Promise<void> {
  await new Response(readable(hRequest)).bytes();
}

const sending =
  (headers: string | null, body: Uint8Array | null): Program =>
  async (hRequest) => {
    await HttpSendRequest(hRequest, headers, body);
    await readToEnd(hRequest);
  };

const inPieces: Program = async (hRequest) => {
  await HttpSendRequestEx(hRequest, { dwBufferTotal: BIG.length });
  await InternetWriteFile(hRequest, BIG.subarray(1));
  await InternetWriteFile(hRequest, BIG.subarray(0, 1));
  await HttpEndRequest(hRequest);
  await readToEnd(hRequest);
};

const echoing = async (call: RawCall) => {
  await call.readBody();
  await call.write(WHOLE);
};

const DIRECT: Readonly<Record<string, Direct>> = {
  "a body of known length": {
    async answer(call) {
      await call.write(`${OK}Content-Length: 10\r\n\r\n`);
      await call.write("hello");
      await call.write("world");
    },
  },
  "a chunked body with a trailer": {
    async answer(call) {
      await call.write(`${OK}Transfer-Encoding: chunked\r\n\r\n`);
      await call.write("5\r\nhello\r\n");
      await call.write("5;a=b\r\nworld\r\n");
      await call.write("0\r\n");
      await call.write("A: b\r\n\r\n");
    },
  },
  "a body that ends with the connection": {
    async answer(call) {
      await call.write(`${OK}Connection: close\r\n\r\nhello`);
      await call.end();
    },
  },
  "an interim response": {
    async answer(call) {
      await call.write("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n");
      await call.write(WHOLE);
    },
  },
  "Expect: 100-continue": {
    verb: "POST",
    async answer(call) {
      await call.write("HTTP/1.1 100 Continue\r\n\r\n");
      await echoing(call);
    },
    program: sending("Expect: 100-continue", new Uint8Array(100)),
  },
  "a redirect": {
    answer: (call) =>
      call.write(
        call.target === "/there"
          ? WHOLE
          : "HTTP/1.1 302 There\r\nLocation: /there\r\nContent-Length: 0\r\n\r\n",
      ),
  },
  "a body that no buffer holds": {
    verb: "POST",
    answer: echoing,
    program: sending(null, BIG),
  },
  "a body that is written in pieces": {
    verb: "POST",
    answer: echoing,
    program: inPieces,
  },
};

for (const tls of [false, true]) {
  for (const [name, conversation] of Object.entries(DIRECT)) {
    Deno.test(`HTTP ends in time if the server stops at any point: ${name}, TLS ${tls}`, () =>
      assertEndsAtEveryStop({
        name,
        open: (stopper) => directScene(tls, conversation, stopper),
      }));
  }
}

function directScene(
  tls: boolean,
  { verb = "GET", answer, program = sending(null, null) }: Direct,
  stopper: Stopper,
): StoppedScene {
  const server = new RawHttpServer(answer, { tls, onWire: stopper.watch });
  return {
    async run(hInternet) {
      const { port } = server;
      await program(await open(hInternet, port, tls, verb));
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

function open(
  hInternet: HINTERNET,
  port: number,
  tls: boolean,
  verb: string = "GET",
): Promise<HINTERNET> {
  const place = { hostname: tls ? "localhost" : "127.0.0.1", port };
  const dwFlags = tls ? INTERNET_FLAG_SECURE : 0;
  return openRequest(hInternet, place, { verb, dwFlags });
}

// ---- proxies ----

/** Sends the response of a proxy before it acts as the server. */
type Tunnel = (wire: Wire, incoming: Incoming) => Promise<void>;

async function readHead(incoming: Incoming): Promise<void> {
  for (let line = " "; line !== "" && line !== "\r\n";) {
    line = latin1Of(await incoming.line() ?? new Uint8Array());
  }
}

const bytes = (...codes: number[]) => Uint8Array.from(codes);

const PROXIES: Readonly<Record<string, readonly [scheme: string, Tunnel]>> = {
  "an HTTP proxy that forwards": ["http", () => Promise.resolve()],
  "a tunnel by CONNECT": ["http", async (wire, incoming) => {
    await readHead(incoming);
    await wire.write("HTTP/1.1 200 Connected\r\n\r\n");
  }],
  "a SOCKS5 proxy": ["socks5", async (wire, incoming) => {
    const [, count] = await incoming.bytes(2);
    await incoming.bytes(count!);
    await wire.write(bytes(5, 2));
    const [, userLength] = await incoming.bytes(2);
    await incoming.bytes(userLength!);
    const [passwordLength] = await incoming.bytes(1);
    await incoming.bytes(passwordLength!);
    await wire.write(bytes(1, 0));
    const request = await incoming.bytes(5);
    // A name or an IPv4 address, and the port.
    await incoming.bytes(request[3] === 3 ? request[4]! + 2 : 5);
    await wire.write(bytes(5, 0, 0, 1, 127, 0, 0, 1, 0, 80));
  }],
};

for (const [name, [scheme, tunnel]] of Object.entries(PROXIES)) {
  for (const tls of [false, true]) {
    const isForwarding = name.endsWith("forwards");
    const isConnect = name.endsWith("CONNECT");
    if (tls ? isForwarding : isConnect) continue;
    Deno.test(`HTTP ends in time if a proxy stops at any point: ${name}, TLS ${tls}`, () =>
      assertEndsAtEveryStop({
        name,
        open: (stopper) => proxyScene(scheme, tunnel, tls, stopper),
      }));
  }
}

function proxyScene(
  scheme: string,
  tunnel: Tunnel,
  tls: boolean,
  stopper: Stopper,
): StoppedScene {
  const proxy = new WireServer(async (wire) => {
    await tunnel(wire, new Incoming(wire));
    if (tls) wire.startTls(fixture("localhost"), "");
    await readHead(new Incoming(wire));
    await wire.write(WHOLE);
    await wire.end();
  }, { onWire: stopper.watch });
  return {
    async run(hInternet) {
      InternetSetOption(hInternet, INTERNET_OPTION_PROXY, {
        dwAccessType: INTERNET_OPEN_TYPE_PROXY,
        lpszProxy: `${scheme}://user:pw@127.0.0.1:${proxy.port}`,
        lpszProxyBypass: "<-loopback>",
      });
      // The port of the server does not matter.
      const hRequest = await open(hInternet, 8080, tls);
      await HttpSendRequest(hRequest);
      await readToEnd(hRequest);
    },
    [Symbol.asyncDispose]: () => proxy[Symbol.asyncDispose](),
  };
}
