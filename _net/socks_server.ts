// Copyright 2026 the wininet authors. MIT license.

/**
 * The server's side of a SOCKS5 conversation, as much of it as `fetch` speaks.
 *
 * @module
 */

import { writeAll } from "./connection.ts";

/** A greeting, a user and a request are at most this long together with what follows. */
const MAX_MESSAGE = 1024;

/** What a server answers to a request. */
export type SocksReply = "granted" | "refused" | "unreachable" | "not allowed";

const REPLY_CODES: Record<SocksReply, number> = {
  "granted": 0,
  "not allowed": 2,
  "unreachable": 4,
  "refused": 5,
};

const latin1 = new TextDecoder("latin1");

/** Reads what a client says, and answers. */
export class SocksReader {
  readonly #client: Deno.TcpConn;
  readonly #buffer = new Uint8Array(MAX_MESSAGE);
  #have = 0;

  constructor(client: Deno.TcpConn) {
    this.#client = client;
  }

  /** Reads the greeting and asks for user and password. */
  async readMethods(): Promise<void> {
    const [version, count] = await this.#take(2);
    if (version !== 5) throw stranger();
    const methods = await this.#take(count!);
    if (!methods.includes(2)) throw stranger();
    await writeAll(this.#client, new Uint8Array([5, 2]));
  }

  /** Reads who calls. */
  async readUser(): Promise<{ name: string; password: string }> {
    const [, nameLength] = await this.#take(2);
    const name = await this.#take(nameLength!);
    const [passwordLength] = await this.#take(1);
    const password = await this.#take(passwordLength!);
    return { name: latin1.decode(name), password: latin1.decode(password) };
  }

  /** Answers whether the caller is known. */
  async answerUser(known: boolean): Promise<void> {
    await writeAll(this.#client, new Uint8Array([1, known ? 0 : 1]));
  }

  /** Reads where the caller wants to go. */
  async readRequest(): Promise<{ host: string; port: number }> {
    const [, , , kind] = await this.#take(4);
    const host = await this.#readHost(kind!);
    const [high, low] = await this.#take(2);
    return { host, port: high! << 8 | low! };
  }

  async #readHost(kind: number): Promise<string> {
    if (kind === 1) return (await this.#take(4)).join(".");
    if (kind === 4) return formatIpv6(await this.#take(16));
    const [length] = await this.#take(1);
    return latin1.decode(await this.#take(length!));
  }

  /** Takes exactly `count` bytes. */
  async #take(count: number): Promise<Uint8Array> {
    while (this.#have < count) {
      const read = await this.#client.read(this.#buffer.subarray(this.#have));
      if (read === null) throw new Error("the caller hung up");
      this.#have += read;
    }
    const taken = this.#buffer.slice(0, count);
    this.#buffer.copyWithin(0, count, this.#have);
    this.#have -= count;
    return taken;
  }
}

/** Answers a request. */
export async function answerRequest(
  client: Deno.TcpConn,
  reply: SocksReply,
): Promise<void> {
  await writeAll(
    client,
    new Uint8Array([5, REPLY_CODES[reply], 0, 1, 0, 0, 0, 0, 0, 0]),
  );
}

function stranger(): Error {
  return new Error("the caller is no client of this process");
}

function formatIpv6(bytes: Uint8Array): string {
  const groups = Array.from(
    { length: 8 },
    (_, at) => (bytes[2 * at]! << 8 | bytes[2 * at + 1]!).toString(16),
  );
  return groups.join(":");
}
