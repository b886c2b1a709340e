// Copyright 2026 the wininet authors. MIT license.

/**
 * The servers of the benchmarks, in a separate process: nginx if it is
 * installed, otherwise one on raw sockets. A third one, always on raw sockets,
 * holds its responses until it receives a command to send them.
 *
 * The process answers `ports`, `held N` (when N requests wait, or no more
 * arrive), `release` (waiting and later requests are answered) and `hold`.
 *
 * @module
 */

import { fileURLToPath } from "node:url";
import { findNginx, Nginx } from "../tests/interop/nginx.ts";
import { answerQuestions, Child } from "./child.ts";

/** The size of the large file in bytes. */
export const BIG_SIZE: number = 2 ** 30;

const BIG_PATH = "/big.bin";
const SMALL_PATH = "/hello.txt";
const PAGE_PATH = "/page.bin";
/** The size of the page in bytes. */
export const PAGE_SIZE = 1024;
const HELD_PATH = "/held";

/**
 * The time without a new request after which no more requests are expected, in
 * milliseconds.
 */
const QUIET = 5000;

/** The maximum on Linux. Further connections wait for a second. */
const BACKLOG = 4096;

const TLS_FOLDER = fileURLToPath(new URL("../tests/tls/", import.meta.url));

/** A server of files. */
export interface FileServer extends AsyncDisposable {
  /** The name of the program. */
  readonly name: string;
  readonly bigUrl: string;
  readonly bigTlsUrl: string;
  readonly smallUrl: string;
  readonly smallTlsUrl: string;
  /** A file of 1 KiB. */
  readonly pageUrl: string;
}

/** A server that holds its responses. */
export interface HoldingServer extends AsyncDisposable {
  readonly url: string;
  readonly tlsUrl: string;
  /**
   * Resolves when `count` requests wait for their responses, or no more arrive;
   * resolves with their number.
   */
  held(count: number): Promise<number>;
  /** Answers the waiting requests, and all later ones. */
  release(): Promise<void>;
  /** Holds later requests, as at the start. */
  hold(): Promise<void>;
}

/** Starts a file server. */
export async function startFileServer(): Promise<FileServer> {
  const server = findNginx() ? await startNginx() : await startOwn();
  const { name, url, tlsUrl } = server;
  return {
    name,
    bigUrl: url + BIG_PATH,
    bigTlsUrl: tlsUrl + BIG_PATH,
    smallUrl: url + SMALL_PATH,
    smallTlsUrl: tlsUrl + SMALL_PATH,
    pageUrl: url + PAGE_PATH,
    [Symbol.asyncDispose]: () => server.process[Symbol.asyncDispose](),
  };
}

/** Starts a server that holds its responses. */
export async function startHoldingServer(): Promise<HoldingServer> {
  const { url, tlsUrl, process } = await startOwn();
  return {
    url: url + HELD_PATH,
    tlsUrl: tlsUrl + HELD_PATH,
    held: (count) => process.ask(`held ${count}`),
    release: () => process.ask("release"),
    hold: () => process.ask("hold"),
    [Symbol.asyncDispose]: () => process[Symbol.asyncDispose](),
  };
}

interface Started {
  readonly name: string;
  readonly url: string;
  readonly tlsUrl: string;
}

async function startNginx(): Promise<Started & { process: Nginx }> {
  const nginx = await Nginx.start();
  await nginx.addSparseFile(BIG_PATH.slice(1), BIG_SIZE);
  await nginx.addSparseFile(PAGE_PATH.slice(1), PAGE_SIZE);
  const { url, tlsUrl } = nginx;
  return { name: "nginx", url, tlsUrl, process: nginx };
}

async function startOwn(): Promise<Started & { process: Child }> {
  const child = Child.start("server.ts", [], [`--allow-read=${TLS_FOLDER}`]);
  const [plain, tls] = await child.ask<number[]>("ports");
  return {
    name: "raw sockets",
    url: `http://127.0.0.1:${plain}`,
    tlsUrl: `https://127.0.0.1:${tls}`,
    process: child,
  };
}

// ---- the process on raw sockets ----

const ZEROS = new Uint8Array(262144);

/** `true` if requests are answered immediately. */
let open = false;
const waiting: (() => void)[] = [];
/** Called for each waiting request. */
let onWaiting = () => {};

async function serve(
  listener: Deno.TcpListener | Deno.TlsListener,
): Promise<void> {
  for await (const connection of listener) {
    if ("setNoDelay" in connection) connection.setNoDelay(true);
    serveConnection(connection).catch(() => {}).finally(() => {
      try {
        connection.close();
      } catch {
        // The connection has failed and is closed.
      }
    });
  }
}

async function serveConnection(connection: Deno.Conn): Promise<void> {
  const buffer = new Uint8Array(2048);
  const decoder = new TextDecoder("latin1");
  let text = "";
  for (let count; (count = await connection.read(buffer)) !== null;) {
    text += decoder.decode(buffer.subarray(0, count));
    if (!text.endsWith("\r\n\r\n")) continue;
    await respond(connection, text.split(" ", 2)[1]!);
    text = "";
  }
}

async function respond(connection: Deno.Conn, path: string): Promise<void> {
  if (path === BIG_PATH) return await respondBig(connection);
  if (path === HELD_PATH && !open) await hold();
  const isPage = path.startsWith(PAGE_PATH);
  const body = isPage ? "\0".repeat(PAGE_SIZE) : "Hello, http\n";
  await writeAll(
    connection,
    new TextEncoder().encode(head(body.length) + body),
  );
}

async function respondBig(connection: Deno.Conn): Promise<void> {
  await writeAll(connection, new TextEncoder().encode(head(BIG_SIZE)));
  for (let left = BIG_SIZE; left > 0; left -= ZEROS.length) {
    await writeAll(connection, ZEROS);
  }
}

function hold(): Promise<void> {
  return new Promise((resolve) => {
    waiting.push(resolve);
    onWaiting();
  });
}

function held(count: number): Promise<number> {
  return new Promise((resolve) => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const tell = () => {
      onWaiting = () => {};
      resolve(waiting.length);
    };
    onWaiting = () => {
      clearTimeout(timer);
      if (waiting.length >= count) tell();
      else timer = setTimeout(tell, QUIET);
    };
    onWaiting();
  });
}

function head(length: number): string {
  return `HTTP/1.1 200 OK\r\nContent-Length: ${length}\r\n\r\n`;
}

async function writeAll(
  connection: Deno.Conn,
  bytes: Uint8Array,
): Promise<void> {
  for (let at = 0; at < bytes.length;) {
    at += await connection.write(bytes.subarray(at));
  }
}

function listen(): number[] {
  const hostname = "127.0.0.1";
  const plain = Deno.listen({ hostname, port: 0, tcpBacklog: BACKLOG });
  const tls = Deno.listenTls({
    hostname,
    port: 0,
    tcpBacklog: BACKLOG,
    cert: Deno.readTextFileSync(`${TLS_FOLDER}localhost.pem`),
    key: Deno.readTextFileSync(`${TLS_FOLDER}localhost.key`),
  });
  serve(plain);
  serve(tls);
  return [plain.addr.port, tls.addr.port];
}

if (import.meta.main) {
  const ports = listen();
  await answerQuestions((question) => {
    const [verb, count] = question.split(" ");
    if (verb === "ports") return ports;
    if (verb === "held") return held(Number(count));
    open = verb === "release";
    if (open) { for (const answer of waiting.splice(0)) answer(); }
    return null;
  });
}
