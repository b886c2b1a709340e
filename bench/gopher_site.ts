// Copyright 2026 the wininet authors. MIT license.

/**
 * A Gopher server for benchmarks that has one big binary item in memory.
 *
 * Real servers write files piece by piece, which takes longer than reading them: all
 * clients would be as fast as the server. This one is a program of a few lines that
 * lets the system send the file.
 *
 * @module
 */

import { findProgram } from "../tests/interop/processes.ts";

/** Bytes of the item. */
export const BIG_SIZE: number = 2 ** 28;

const MEMORY = "/dev/shm";

/** Whatever it is asked for, it sends the file; its first words are its port. */
const SERVER = `
import socketserver, sys
class Handler(socketserver.StreamRequestHandler):
    def handle(self):
        self.rfile.readline()
        with open(sys.argv[1], "rb") as file:
            self.request.sendfile(file)
with socketserver.TCPServer(("127.0.0.1", 0), Handler) as server:
    print(server.server_address[1], flush=True)
    server.serve_forever()
`;

/** A running server. */
export interface GopherSite extends AsyncDisposable {
  /** `127.0.0.1`. */
  readonly host: string;
  readonly port: number;
}

/** Starts a server; `null` where there is no python. */
export async function openGopherSite(): Promise<GopherSite | null> {
  const python = findProgram("python3");
  if (python === undefined) return null;
  await using stack = new AsyncDisposableStack();
  const folder = await Deno.makeTempDir({
    prefix: "wininet-bench-",
    ...(Deno.build.os === "linux" && { dir: MEMORY }),
  });
  stack.defer(() => Deno.remove(folder, { recursive: true }));
  const file = `${folder}/big`;
  await writeBig(file);
  const server = new Deno.Command(python, {
    args: ["-c", SERVER, file],
    stdin: "null",
    stdout: "piped",
  }).spawn();
  stack.defer(async () => {
    server.kill();
    await server.status;
  });
  const output = server.stdout.pipeThrough(new TextDecoderStream());
  const reader = output.getReader();
  stack.defer(() => reader.cancel());
  const port = Number((await reader.read()).value);
  const all = stack.move();
  return {
    host: "127.0.0.1",
    port,
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}

/** Fills a file with bytes that are not all the same. */
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
