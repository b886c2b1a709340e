// Copyright 2026 the wininet authors. MIT license.

/**
 * Random HTTP programs (`http_client.ts`) against a server that answers
 * anything (`http_server.ts`), many conversations at the same time. Each
 * conversation is generated from a seed, and can be repeated:
 *
 *     deno run -A --cert=tests/tls/ca.pem --v8-flags=--expose-gc tests/fuzz/http.ts --count 100000
 *     deno run -A --cert=tests/tls/ca.pem tests/fuzz/http.ts --seed 1234 --count 1 --trace
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
import { HttpConversation } from "./http_client.ts";
import { answerAnything } from "./http_server.ts";
import { type RawCall, RawHttpServer } from "../servers/raw_http_server.ts";

/** Only a conversation that hangs reaches this time limit. */
const PATIENCE = 10_000;

/** A server with and one without TLS, for one conversation after the other. */
class Lane implements FuzzLane {
  #random = new Random(0);
  readonly #answer = (call: RawCall) =>
    answerAnything(call, this.#random.split());
  readonly #plain = new RawHttpServer(this.#answer);
  readonly #secure = new RawHttpServer(this.#answer, { tls: true });

  async converse(seed: number, secureShare: number): Promise<HttpConversation> {
    const random = new Random(seed);
    this.#random = random.split();
    const secure = random.chance(secureShare);
    const server = secure ? this.#secure : this.#plain;
    server.lost.length = 0;
    const { port } = server;
    const conversation = new HttpConversation({ random, port, secure });
    const problem = await inTime(
      conversation.run(),
      PATIENCE,
      "it does not end",
    );
    if (problem !== null) conversation.problems.push(problem);
    return conversation;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#plain[Symbol.asyncDispose]();
    await this.#secure[Symbol.asyncDispose]();
  }
}

/** Holds conversations. */
export function fuzzHttp(options: FuzzOptions): Promise<FuzzReport> {
  return holdConversations(options, () => new Lane());
}

if (import.meta.main) await fuzzProgram(fuzzHttp);
