// Copyright 2026 the wininet authors. MIT license.

/**
 * An HTTP proxy on a loopback address that does what real ones do: it forwards
 * requests in absolute form, opens tunnels for CONNECT, and requires Basic or
 * Digest (MD5). With a certificate, clients connect to it with TLS.
 *
 *     await using proxy = new HttpProxy({ password: "user:pw" });
 *     // ...
 *     proxy.asked; // ["GET http://127.0.0.1:1234/", "CONNECT localhost:1235"]
 *
 * @module
 */

import { createHash } from "node:crypto";
import {
  FakeHttpServer,
  type FakeHttpServerOptions,
  type FakeRequest,
  type Reply,
  type RouteHandler,
} from "./http_server.ts";
import { closeQuietly, concat, isClosing, send } from "./tcp_server.ts";
import { WireReader } from "./tcp_server.ts";

/** Fields that a proxy does not forward. */
const HOP_BY_HOP = /^(connection|proxy-connection|proxy-authorization)$/i;

/** The differences from a proxy without authentication. */
export interface HttpProxyOptions extends FakeHttpServerOptions {
  /** `user:password`, which every request must have. */
  password?: string;
  /**
   * The authentication scheme. @default {"Basic"}
   */
  scheme?: "Basic" | "Digest";
  /**
   * Returns the address to connect to for `host:port`. @default {that address}
   */
  route?: (place: string) => string;
  /** Handles requests instead of everything above. */
  instead?: RouteHandler;
}

/** A proxy on a free port of 127.0.0.1. */
export class HttpProxy extends FakeHttpServer {
  /** The requests in order: the method and the target. */
  readonly asked: string[] = [];
  /** The Proxy-Authorization of each request; `""` if it had none. */
  readonly answers: string[] = [];
  /** The text of its refusals. */
  static readonly REFUSAL = "who are you?";

  constructor(options: HttpProxyOptions = {}) {
    const { password, scheme = "Basic" } = options;
    const { route = (place: string) => place, instead } = options;
    let nonces = 0;
    super({
      "*": async (request, reply) => {
        const answer = request.header("proxy-authorization") ?? "";
        this.asked.push(`${request.method} ${request.target}`);
        this.answers.push(answer);
        if (instead) return await instead(request, reply);
        if (password !== undefined && !isRight(answer, request, password)) {
          return await reply({
            status: 407,
            headers: [
              ["Proxy-Authenticate", challenge(scheme, ++nonces)],
              ["Set-Cookie", "of=the-proxy"],
            ],
            body: HttpProxy.REFUSAL,
          });
        }
        await passOn(request, reply, route);
      },
    }, options);
  }
}

/** Forwards a request, or opens the tunnel that it asks for. */
export async function passOn(
  request: FakeRequest,
  reply: Reply,
  route: (place: string) => string = (place) => place,
): Promise<void> {
  const pass = request.method === "CONNECT" ? tunnel : forward;
  await pass(request, reply, route);
}

function challenge(scheme: "Basic" | "Digest", count: number): string {
  return scheme === "Basic"
    ? 'Basic realm="fake proxy"'
    : `Digest realm="fake proxy", qop="auth", nonce="nonce${count}"`;
}

function isRight(
  answer: string,
  request: FakeRequest,
  password: string,
): boolean {
  const basic = /^Basic (\S+)$/.exec(answer)?.[1];
  if (basic) {
    return new TextDecoder().decode(Uint8Array.fromBase64(basic)) === password;
  }
  if (!answer.startsWith("Digest ")) return false;
  const terms = new Map(
    [...answer.matchAll(/(\w+)=(?:"([^"]*)"|([^,\s]*))/g)].map((
      [, name, quoted, plain],
    ) => [name!, quoted ?? plain ?? ""]),
  );
  const term = (name: string) => terms.get(name) ?? "";
  const [user, secret] = password.split(":") as [string, string];
  // It must be the request line's own target.
  if (term("uri") !== request.target || term("username") !== user) return false;
  const ha1 = md5(`${user}:fake proxy:${secret}`);
  const ha2 = md5(`${request.method}:${request.target}`);
  const mixed = [term("nonce"), term("nc"), term("cnonce"), term("qop")];
  return term("response") === md5([ha1, ...mixed, ha2].join(":"));
}

function md5(text: string): string {
  return createHash("md5").update(text).digest("hex");
}

/** Connects; returns `null` if there is no server. */
async function reach(place: string): Promise<Deno.TcpConn | null> {
  const colon = place.lastIndexOf(":");
  const hostname = place.slice(0, colon).replace(/^\[|\]$/g, "");
  try {
    const port = Number(place.slice(colon + 1));
    const conn = await Deno.connect({ hostname, port });
    conn.setNoDelay(true);
    return conn;
  } catch (error) {
    if (error instanceof Deno.errors.ConnectionRefused) return null;
    throw error;
  }
}

/** Forwards the request on a separate connection, and returns the response. */
async function forward(
  request: FakeRequest,
  reply: Reply,
  route: (place: string) => string,
): Promise<void> {
  const url = URL.parse(request.target);
  if (url?.protocol !== "http:") {
    return await reply({ status: 400, body: "no absolute form" });
  }
  const upstream = await reach(route(`${url.hostname}:${url.port || 80}`));
  if (upstream === null) return await reply({ status: 502 });
  try {
    const fields = request.headers.filter(([name]) => !HOP_BY_HOP.test(name));
    fields.push(["Connection", "close"]);
    const lines = fields.map(([name, value]) => `${name}: ${value}\r\n`);
    const line = `${request.method} ${url.pathname}${url.search} HTTP/1.1\r\n`;
    const head = new TextEncoder().encode(`${line}${lines.join("")}\r\n`);
    await send(upstream, concat([head, request.body]));
    const answer = new WireReader(upstream).readToEnd();
    await reply.raw(await reply.until(answer));
  } finally {
    closeQuietly(upstream);
  }
}

/** Opens a tunnel and copies bytes until both sides have ended. */
async function tunnel(
  request: FakeRequest,
  reply: Reply,
  route: (place: string) => string,
): Promise<void> {
  const upstream = await reach(route(request.target));
  if (upstream === null) return await reply({ status: 502 });
  const { conn, reader } = reply;
  try {
    await reply.raw("HTTP/1.1 200 Connection established\r\n\r\n");
    const down = new WireReader(upstream);
    const moved = Promise.all([move(reader, upstream), move(down, conn)]);
    await Promise.race([moved, stop(reply)]);
  } catch (error) {
    if (!isClosing(error)) throw error;
  } finally {
    closeQuietly(upstream);
    closeQuietly(conn);
  }
}

/** Rejects when the proxy is disposed: both ends are closed then. */
function stop(reply: Reply): Promise<never> {
  return reply.until(new Promise<never>(() => {}));
}

async function move(from: WireReader, to: Deno.Conn): Promise<void> {
  for (;;) {
    const piece = await from.readSome();
    if (piece === null) return await to.closeWrite();
    await send(to, piece);
  }
}
