// Copyright 2026 the wininet authors. MIT license.

/**
 * Servers that misbehave, each in one way.
 *
 * @module
 */

import { fileURLToPath } from "node:url";
import { deadline } from "@std/async";
import { fixture } from "../helpers/certificates.ts";
import { kill } from "../helpers/programs.ts";
import { findProgram } from "../interop/processes.ts";
import { BlackHole } from "./black_hole.ts";
import { closedPort } from "./closed_port.ts";
import { ResetServer, type ResetStage } from "./reset_server.ts";
import { send, TcpServer, WireReader } from "./tcp_server.ts";

/** The maximum start time of a program; only a program that hangs reaches it. */
const PATIENCE = 60_000;

const TLS_FOLDER = new URL("../tls/", import.meta.url);

/** A server that is open until it is disposed. */
export interface FaultyServer extends AsyncDisposable {
  /** The URL, without a final slash. */
  readonly url: string;
}

/** Opens a faulty server. */
export type OpenFaulty = () => Promise<FaultyServer>;

/** A URL without a server. */
export function nowhere(url: string): OpenFaulty {
  return () => Promise.resolve({ url, [Symbol.asyncDispose]: async () => {} });
}

/** A port that refuses connections. */
export function refusing(): Promise<FaultyServer> {
  return nowhere(`http://127.0.0.1:${closedPort()}`)();
}

/** A port that neither accepts nor refuses a connection. */
export async function blackHole(): Promise<FaultyServer> {
  const hole = await BlackHole.open();
  return {
    url: hole.url,
    [Symbol.asyncDispose]() {
      hole[Symbol.dispose]();
      return Promise.resolve();
    },
  };
}

/** A server that resets the connection. */
export function resetting(stage: ResetStage): OpenFaulty {
  return () => ResetServer.start(stage);
}

/** A server that answers every request with these bytes and ends the connection. */
export function answering(answer: string): OpenFaulty {
  return () =>
    Promise.resolve(
      new TcpServer(async (conn) => {
        await new WireReader(conn).readHead();
        await send(conn, answer);
      }),
    );
}

/** A TLS server with one of the certificates of tests/tls; it answers correctly. */
export function certified(name: string, hostname = "localhost"): OpenFaulty {
  return () => {
    const server = new TcpServer(async (conn) => {
      await new WireReader(conn).readHead();
      await send(conn, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
    }, { tls: fixture(name) });
    return Promise.resolve({
      url: `https://${hostname}:${server.port}`,
      [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
    });
  };
}

/** A server without TLS where the client expects TLS: it answers in plain text. */
export function plainForTls(answer: string): OpenFaulty {
  return () => {
    const server = new TcpServer(async (conn) => {
      await new WireReader(conn).readSome();
      await send(conn, answer);
    });
    return Promise.resolve({
      url: server.url.replace("http:", "https:"),
      [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
    });
  };
}

/** `true` if openssl is installed. */
export function hasOpenssl(): boolean {
  return findProgram("openssl") !== undefined;
}

/** A server whose latest TLS version is 1.1, run by `openssl s_server`. */
export async function oldTls(): Promise<FaultyServer> {
  const server = await opensslServer([
    ...["-tls1_1", "-cipher", "ALL:@SECLEVEL=0"],
    ...["-cert", pathOf("localhost.pem"), "-key", pathOf("localhost.key")],
  ]);
  return { url: `https://localhost:${server.port}`, ...server };
}

/** A running `openssl s_server`. */
export interface OpensslServer extends AsyncDisposable {
  readonly port: number;
}

/** Starts `openssl s_server` in a folder, on a free port of 127.0.0.1. */
export async function opensslServer(
  args: readonly string[],
  cwd: string = ".",
): Promise<OpensslServer> {
  const process = new Deno.Command("openssl", {
    args: ["s_server", "-accept", "127.0.0.1:0", ...args],
    cwd,
    // It ends when its input ends.
    stdin: "piped",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  const output = process.stdout.pipeThrough(new TextDecoderStream())
    .getReader();
  const end = async () => {
    kill(process);
    await process.stdin.abort().catch(() => {});
    await output.cancel();
    await process.status;
  };
  try {
    const port = Number(await deadline(portIn(output), PATIENCE));
    return { port, [Symbol.asyncDispose]: end };
  } catch (error) {
    await end();
    throw error;
  }
}

function pathOf(name: string): string {
  return fileURLToPath(new URL(name, TLS_FOLDER));
}

/** Reads until `openssl s_server` prints its port. */
async function portIn(
  output: ReadableStreamDefaultReader<string>,
): Promise<string> {
  for (let text = "";;) {
    const { value, done } = await output.read();
    if (done) throw new Error(`Cannot start openssl: "${text}"`);
    text += value;
    const port = /ACCEPT .*:(\d+)\s/.exec(text)?.[1];
    if (port !== undefined) return port;
  }
}
