// Copyright 2026 the wininet authors. MIT license.

/**
 * A Gopher server for benchmarks with one large binary item in memory.
 *
 * Real servers write files in pieces, which takes longer than reading them, so
 * all clients would be as fast as the server. This one is a program of a few
 * lines that uses sendfile.
 *
 * @module
 */

import { Daemon } from "../tests/interop/daemon.ts";
import { findProgram, freePorts } from "../tests/interop/processes.ts";
import { memoryFolder } from "./memory.ts";

/** The size of the item in bytes. */
export const BIG_SIZE: number = 2 ** 28;

/** Sends the file in response to any request. */
const SERVER = `
import socketserver, sys
class Handler(socketserver.StreamRequestHandler):
    def handle(self):
        self.rfile.readline()
        with open(sys.argv[1], "rb") as file:
            self.request.sendfile(file)
with socketserver.TCPServer(("127.0.0.1", int(sys.argv[2])), Handler) as server:
    server.serve_forever()
`;

/** A running server. */
export interface GopherSite extends AsyncDisposable {
  /** `127.0.0.1`. */
  readonly host: string;
  readonly port: number;
}

/** Starts a server; returns `null` if Python is not installed. */
export async function openGopherSite(): Promise<GopherSite | null> {
  const python = findProgram("python3");
  if (python === undefined) return null;
  await using stack = new AsyncDisposableStack();
  const folder = await Deno.makeTempDir({ dir: memoryFolder() });
  stack.defer(() => Deno.remove(folder, { recursive: true }));
  const file = `${folder}/big`;
  await writeBig(file);
  const host = "127.0.0.1";
  const port = freePorts(1)[0]!;
  const command = [python, "-c", SERVER, file, `${port}`];
  const server = new Daemon(command, `${folder}/log`);
  stack.defer(() => server.stop());
  if (!await Daemon.listens([server], { host, port })) {
    const log = await Deno.readTextFile(`${folder}/log`);
    throw new Error(`Cannot start the server: ${log}`);
  }
  const all = stack.move();
  return {
    host,
    port,
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}

/** Fills a file with varying bytes. */
async function writeBig(path: string): Promise<void> {
  const block = new Uint8Array(2 ** 20);
  for (let at = 0; at < block.length; at += 65_536) {
    crypto.getRandomValues(block.subarray(at, at + 65_536));
  }
  using file = await Deno.create(path);
  for (let size = 0; size < BIG_SIZE; size += block.length) {
    await file.write(block);
  }
}
