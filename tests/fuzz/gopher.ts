// Copyright 2026 the wininet authors. MIT license.

/**
 * Random Gopher programs (`gopher_client.ts`) against a server that answers
 * anything (`gopher_server.ts`), many conversations at the same time. Each
 * conversation is generated from a seed, and can be repeated:
 *
 *     deno run -A --cert=tests/tls/ca.pem --v8-flags=--expose-gc tests/fuzz/gopher.ts --count 100000
 *     deno run -A --cert=tests/tls/ca.pem tests/fuzz/gopher.ts --seed 1234 --count 1 --trace
 *
 * @module
 */

import {
  type FuzzLane,
  type FuzzOptions,
  fuzzProgram,
  type FuzzReport,
  holdConversations,
  inTime,
} from "./run.ts";
import { Random } from "./random.ts";
import { GopherConversation } from "./gopher_client.ts";
import { answerAnything } from "./gopher_server.ts";
import { GopherServer } from "../servers/gopher_server.ts";

/** Only a conversation that hangs reaches this time limit. */
const PATIENCE = 10_000;

/** A server with and one without TLS, for one conversation after the other. */
class Lane implements FuzzLane {
  #random = new Random(0);
  readonly #otherwise = {
    otherwise: (call: Parameters<typeof answerAnything>[0]) =>
      answerAnything(call, this.#random.split()),
  };
  readonly plain = new GopherServer({}, this.#otherwise);
  readonly secure = new GopherServer({}, { ...this.#otherwise, tls: true });

  /** The server of a conversation, whose behaviour depends on the seed. */
  serverOf(random: Random, secureShare: number): GopherServer {
    this.#random = random;
    const server = random.chance(secureShare) ? this.secure : this.plain;
    for (const list of [server.requests, server.lost, server.blocks]) {
      list.length = 0;
    }
    return server;
  }

  converse(seed: number, secureShare: number): Promise<GopherConversation> {
    const random = new Random(seed);
    return converse(this.serverOf(random.split(), secureShare), random);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.plain[Symbol.asyncDispose]();
    await this.secure[Symbol.asyncDispose]();
  }
}

/** Holds conversations. */
export function fuzzGopher(options: FuzzOptions): Promise<FuzzReport> {
  return holdConversations(options, () => new Lane());
}

async function converse(
  server: GopherServer,
  random: Random,
): Promise<GopherConversation> {
  const { port } = server;
  const secure = server.options.tls ?? false;
  const conversation = new GopherConversation({ random, port, secure });
  const { problems } = conversation;
  let problem = await inTime(conversation.run(), PATIENCE, "it does not end");
  // node:tls does not always notify a server that an aborted connection is
  // closed.
  if (!secure) {
    problem ??= await inTime(
      server.allClosed(),
      PATIENCE,
      "connections stay open",
    );
  }
  if (problem !== null) problems.push(problem);
  return conversation;
}

if (import.meta.main) await fuzzProgram(fuzzGopher);
