// Copyright 2026 the wininet authors. MIT license.

/**
 * A client that sends exactly the lines of a test, for the tests of the servers
 * themselves.
 *
 * @module
 */

import { pem } from "../helpers/certificates.ts";
import { send, WireReader } from "./tcp_server.ts";

/** A client that sends exactly the lines of a test. */
export class RawClient implements Disposable {
  conn: Deno.TcpConn | Deno.TlsConn;
  reader: WireReader;
  #hostname: string;

  private constructor(conn: Deno.TcpConn, hostname: string) {
    this.conn = conn;
    this.reader = new WireReader(conn);
    this.#hostname = hostname;
  }

  static async open(
    server: { host: string; port: number },
  ): Promise<RawClient> {
    const { host: hostname, port } = server;
    return new RawClient(await Deno.connect({ hostname, port }), hostname);
  }

  /** Logs in, after the greeting. */
  static async login(
    server: { host: string; port: number },
  ): Promise<RawClient> {
    const client = await RawClient.open(server);
    await client.reply();
    await client.say("USER anonymous");
    await client.say("PASS guest");
    return client;
  }

  /** All lines of the next reply, with LF between them. */
  async reply(): Promise<string> {
    const lines = [await this.reader.readLine()];
    const code = lines[0]?.slice(0, 3);
    if (lines[0]?.[3] !== "-") return lines.join("\n");
    while (!lines.at(-1)?.startsWith(`${code} `)) {
      lines.push(await this.reader.readLine());
    }
    return lines.join("\n");
  }

  /** Sends a line of latin1 text and does not wait for its reply. */
  async send(line: string): Promise<void> {
    await send(this.conn, `${line}\r\n`);
  }

  /** Sends a line and reads the next reply. */
  async say(line: string): Promise<string> {
    await this.send(line);
    return await this.reply();
  }

  /** Connects to the port in the reply to PASV or EPSV. */
  async data(command = "EPSV"): Promise<Deno.TcpConn> {
    const reply = await this.say(command);
    const numbers = reply.slice(4).match(/\d+/g)?.map(Number) ?? [];
    const [low = 0, high = 0] = numbers.reverse();
    const port = command === "PASV" ? high * 256 + low : low;
    return await Deno.connect({ hostname: this.#hostname, port });
  }

  async secure(conn: Deno.TcpConn): Promise<Deno.TlsConn> {
    const caCerts = [pem("ca.pem")];
    return await Deno.startTls(conn, { hostname: "localhost", caCerts });
  }

  async startTls(): Promise<void> {
    this.conn = await this.secure(this.conn as Deno.TcpConn);
    this.reader = new WireReader(this.conn);
  }

  /** Sends the command and reads its data and its two replies. */
  async download(command: string, conn: Deno.TcpConn): Promise<string[]> {
    const opening = await this.say(command);
    const text = await readText(conn);
    return [opening, text, await this.reply()];
  }

  [Symbol.dispose](): void {
    this.conn.close();
  }
}

/** Reads to the end, closes, and decodes UTF-8. */
export async function readText(conn: Deno.Conn): Promise<string> {
  const bytes = await new WireReader(conn).readToEnd();
  conn.close();
  return new TextDecoder().decode(bytes);
}

/** Sends the data, and closes the connection. */
export async function upload(conn: Deno.Conn, content: string): Promise<void> {
  await send(conn, content);
  await conn.closeWrite();
  conn.close();
}
