// Copyright 2026 the wininet authors. MIT license.

/**
 * Small proxies on loopback, SOCKS and HTTP with CONNECT: correct ones, and
 * ones in which the test writes every byte.
 *
 *     await using proxy = new FakeProxy("socks5", { password: "user:pw" });
 *     // ...
 *     proxy.targets; // ["localhost:21", "localhost:40001"]
 *
 * @module
 */

import { shortAddress } from "../../_base/host.ts";
import {
  closeQuietly,
  isClosing,
  send,
  TcpServer,
  WireReader,
} from "./tcp_server.ts";

/** The protocol of a proxy. */
export type ProxyKind = "socks4" | "socks4a" | "socks5" | "http";

/** Writes all bytes itself; the connection is closed when it returns. */
export type ProxyScript = (
  conn: Deno.Conn,
  reader: WireReader,
) => Promise<unknown> | void;

/** The differences from a correct proxy without authentication. */
export interface FakeProxyOptions {
  /** `user:password`, which every request must have; only the user for SOCKS4. */
  password?: string;
  /** `true` if each byte of its answers is sent separately. */
  splits?: boolean;
  /** The answer to a request, instead of a connection: a reply of SOCKS or an HTTP status. */
  refusal?: (target: string) => number | undefined;
  /** Handles connections instead of everything above. */
  script?: ProxyScript;
}

/** A proxy on a free port of 127.0.0.1. */
export class FakeProxy implements AsyncDisposable {
  readonly host = "127.0.0.1";
  readonly kind: ProxyKind;
  /** The requested targets, in order. */
  readonly targets: string[] = [];
  /** The received credentials, in order. */
  readonly credentials: string[] = [];
  readonly #options: FakeProxyOptions;
  readonly #server: TcpServer;

  constructor(kind: ProxyKind, options: FakeProxyOptions = {}) {
    this.kind = kind;
    this.#options = options;
    this.#server = new TcpServer((conn) => this.#serve(conn));
  }

  get port(): number {
    return this.#server.port;
  }

  /** The number of connections that it has accepted. */
  get connections(): number {
    return this.#server.connections;
  }

  /** Resolves once no connection is open. */
  allClosed(): Promise<void> {
    return this.#server.allClosed();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#server[Symbol.asyncDispose]();
  }

  async #serve(conn: Deno.Conn): Promise<void> {
    const reader = new WireReader(conn);
    const { script } = this.#options;
    if (script) return void await this.#server.until(run(script, conn, reader));
    const target = await this.#greet(conn, reader);
    if (target === null) return;
    this.targets.push(target);
    const refusal = this.#options.refusal?.(target);
    if (refusal !== undefined) return await this.#answer(conn, refusal);
    const upstream = await reach(target);
    const { granted, unreachable } = CODES[this.kind];
    if (upstream === null) return await this.#answer(conn, unreachable);
    upstream.setNoDelay(true);
    this.#server.stopped.then(() => closeQuietly(upstream));
    await this.#answer(conn, granted);
    await pipe(conn, reader, upstream);
  }

  #greet(conn: Deno.Conn, reader: WireReader): Promise<string | null> {
    switch (this.kind) {
      case "http":
        return this.#greetHttp(conn, reader);
      case "socks5":
        return this.#greetSocks(conn, reader);
      default:
        return this.#greetSocks4(conn, reader);
    }
  }

  // ---- SOCKS4 and SOCKS4a ----

  async #greetSocks4(
    conn: Deno.Conn,
    reader: WireReader,
  ): Promise<string | null> {
    const [version, command, high, low, ...address] = await reader.readBytes(8);
    if (version !== 4 || command !== 1) throw new TypeError("Cannot do this");
    const user = await readToNul(reader);
    this.credentials.push(user);
    const isName = address[0] === 0 && address[1] === 0 && address[2] === 0;
    const host = isName ? await readToNul(reader) : address.join(".");
    const { password = user } = this.#options;
    if (password === user) return `${host}:${high! * 256 + low!}`;
    await this.#answer(conn, 93);
    return null;
  }

  // ---- SOCKS5 ----

  async #greetSocks(
    conn: Deno.Conn,
    reader: WireReader,
  ): Promise<string | null> {
    const { password } = this.#options;
    const [, count] = await reader.readBytes(2);
    const methods = await reader.readBytes(count!);
    const method = password === undefined ? 0 : 2;
    if (!methods.includes(method)) {
      await this.#say(conn, [5, 255]);
      return null;
    }
    await this.#say(conn, [5, method]);
    if (password !== undefined && !await this.#login(conn, reader)) return null;
    const [, command, , type] = await reader.readBytes(4);
    if (command !== 1) throw new TypeError("Cannot do the SOCKS command");
    const host = await readSocksHost(reader, type!);
    const [high, low] = await reader.readBytes(2);
    return `${host}:${high! * 256 + low!}`;
  }

  async #login(conn: Deno.Conn, reader: WireReader): Promise<boolean> {
    await reader.readBytes(1);
    const user = textOf(await readCounted(reader));
    const password = textOf(await readCounted(reader));
    this.credentials.push(`${user}:${password}`);
    const right = `${user}:${password}` === this.#options.password;
    await this.#say(conn, [1, right ? 0 : 1]);
    return right;
  }

  // ---- HTTP ----

  async #greetHttp(
    conn: Deno.Conn,
    reader: WireReader,
  ): Promise<string | null> {
    const { password } = this.#options;
    const head = await reader.readHead();
    const target = /^CONNECT (\S+) HTTP\/1\.1\r\n/.exec(head)?.[1];
    if (target === undefined) throw new TypeError(`Cannot serve "${head}"`);
    const base64 = /\r\nProxy-Authorization: Basic (\S+)\r\n/.exec(head)?.[1];
    if (base64) this.credentials.push(textOf(Uint8Array.fromBase64(base64)));
    if (password === undefined || this.credentials.at(-1) === password) {
      return target;
    }
    await this.#answer(conn, 407);
    return null;
  }

  // ---- both ----

  #answer(conn: Deno.Conn, code: number): Promise<void> {
    if (this.kind === "http") {
      return this.#say(conn, `HTTP/1.1 ${code} Answer\r\n${CHALLENGE}\r\n\r\n`);
    }
    const head = this.kind === "socks5" ? [5, code, 0, 1] : [0, code];
    return this.#say(conn, [...head, 0, 0, 0, 0, 0, 0]);
  }

  async #say(conn: Deno.Conn, data: number[] | string): Promise<void> {
    const bytes = typeof data === "string"
      ? new TextEncoder().encode(data)
      : Uint8Array.from(data);
    const size = this.#options.splits ? 1 : bytes.length;
    for (let at = 0; at < bytes.length; at += size) {
      await send(conn, bytes.subarray(at, at + size));
      // The client can read the piece before the next one is sent.
      if (size === 1) await new Promise((resolve) => setTimeout(resolve));
    }
  }
}

/** The reply codes of each protocol. */
const CODES: Readonly<
  Record<ProxyKind, { granted: number; unreachable: number }>
> = {
  socks4: { granted: 90, unreachable: 91 },
  socks4a: { granted: 90, unreachable: 91 },
  socks5: { granted: 0, unreachable: 5 },
  http: { granted: 200, unreachable: 502 },
};

async function readToNul(reader: WireReader): Promise<string> {
  const bytes: number[] = [];
  for (;;) {
    const [byte] = await reader.readBytes(1);
    if (byte === 0) return textOf(Uint8Array.from(bytes));
    bytes.push(byte!);
  }
}

/** A name, or an address in its short form. */
async function readSocksHost(
  reader: WireReader,
  type: number,
): Promise<string> {
  if (type === 1) return (await reader.readBytes(4)).join(".");
  if (type !== 4) return textOf(await readCounted(reader));
  const hex = (await reader.readBytes(16)).toHex();
  return shortAddress(hex.match(/.{4}/g)!.join(":"));
}

/** The response of a proxy that requires a password. */
const CHALLENGE = 'Proxy-Authenticate: Basic realm="fake"';

/** Connects to `host:port`; returns `null` if there is no server. */
async function reach(target: string): Promise<Deno.TcpConn | null> {
  const colon = target.lastIndexOf(":");
  const hostname = target.slice(0, colon).replace(/^\[|\]$/g, "");
  try {
    return await Deno.connect({
      hostname,
      port: Number(target.slice(colon + 1)),
    });
  } catch (error) {
    if (error instanceof Deno.errors.ConnectionRefused) return null;
    throw error;
  }
}

async function run(
  script: ProxyScript,
  conn: Deno.Conn,
  reader: WireReader,
): Promise<void> {
  await script(conn, reader);
}

async function readCounted(reader: WireReader): Promise<Uint8Array> {
  const [count] = await reader.readBytes(1);
  return await reader.readBytes(count!);
}

function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

/** Copies bytes in both directions until both have ended. */
async function pipe(
  conn: Deno.Conn,
  reader: WireReader,
  upstream: Deno.Conn,
): Promise<void> {
  const down = new WireReader(upstream);
  try {
    await Promise.all([move(reader, upstream), move(down, conn)]);
  } catch (error) {
    if (!isClosing(error)) throw error;
  } finally {
    closeQuietly(upstream);
    closeQuietly(conn);
  }
}

async function move(from: WireReader, to: Deno.Conn): Promise<void> {
  for (;;) {
    const piece = await from.readSome();
    if (piece === null) return await to.closeWrite();
    await send(to, piece);
  }
}
