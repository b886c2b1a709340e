// Copyright 2026 the wininet authors. MIT license.

/**
 * Random FTP programs (`ftp_client.ts`) against a server that answers anything
 * (`ftp_server.ts`), many conversations at the same time. Each conversation is
 * generated from a seed, and can be repeated:
 *
 *     deno run -A --cert=tests/tls/ca.pem --v8-flags=--expose-gc tests/fuzz/ftp.ts --count 100000
 *     deno run -A --cert=tests/tls/ca.pem tests/fuzz/ftp.ts --seed 1234 --count 1 --trace
 *
 * @module
 */

import { Conversation } from "./ftp_client.ts";
import { HostileServer } from "./ftp_server.ts";
import {
  type FuzzOptions,
  fuzzProgram,
  type FuzzReport,
  holdConversations,
  inTime,
} from "./run.ts";
import { Random } from "./random.ts";

/** Only a conversation that hangs reaches this time limit. */
const PATIENCE = 40_000;

/** The parts that all conversations share. */
interface Scenery {
  readonly root: string;
  readonly sources: readonly string[];
}

/** Holds conversations. */
export async function fuzz(options: FuzzOptions): Promise<FuzzReport> {
  const root = await Deno.makeTempDir({ prefix: "wininet_fuzz_" });
  const scenery = { root, sources: writeSources(root) };
  try {
    return await holdConversations(options, async () => {
      const server = await HostileServer.open();
      return {
        converse: (seed, secureShare) =>
          converse(server, seed, secureShare, scenery),
        [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
      };
    });
  } finally {
    await Deno.remove(root, { recursive: true });
  }
}

async function converse(
  server: HostileServer,
  seed: number,
  secureShare: number,
  { root, sources }: Scenery,
): Promise<Conversation> {
  const random = new Random(seed);
  const folder = `${root}/${seed}`;
  await Deno.mkdir(folder);
  await using _scene = server.begin(random.split());
  const { port } = server;
  const conversation = new Conversation({
    random,
    port,
    secure: random.chance(secureShare),
    folder,
    sources,
  });
  const problem = await inTime(conversation.run(), PATIENCE, "it does not end");
  if (problem !== null) conversation.problems.push(problem);
  await Deno.remove(folder, { recursive: true });
  return conversation;
}

/** Files to upload; the last one does not exist. */
function writeSources(root: string): string[] {
  const sizes = [0, 10, 5000, 300_000];
  for (const size of sizes) {
    Deno.writeFileSync(`${root}/source${size}`, new Uint8Array(size).fill(10));
  }
  return [...sizes, "none"].map((size) => `${root}/source${size}`);
}

if (import.meta.main) await fuzzProgram(fuzz);
