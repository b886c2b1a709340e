// Copyright 2026 the wininet authors. MIT license.
// deno-lint-ignore-file no-console

/**
 * Random Gopher programs (`gopher_fuzz_client.ts`) against a server that answers
 * anything (`gopher_fuzz_server.ts`), many conversations at the same time. Each of
 * them is made from a seed, and can be had again:
 *
 *     deno run -A --cert=tests/tls/ca.pem --v8-flags=--expose-gc tests/gopher_fuzz.ts --count 100000
 *     deno run -A --cert=tests/tls/ca.pem tests/gopher_fuzz.ts --seed 1234 --count 1 --trace
 *
 * @module
 */

import { ERROR_NAMES } from "../_error_names.ts";
import { Random } from "./ftp_fuzz_random.ts";
import { GopherConversation } from "./gopher_fuzz_client.ts";
import { answerAnything } from "./gopher_fuzz_server.ts";
import { GopherServer } from "./servers/gopher_server.ts";

/** Nothing takes longer; it is only reached when something hangs. */
const PATIENCE = 10_000;

/** With more of them the timeouts tell of a busy machine and of nothing else. */
const LANES = 8;

const SECURE_SHARE = 0.08;

/** What is to be done. */
export interface GopherFuzzOptions {
  /** The seed of the first conversation; each next one has the next number. */
  readonly seed: number;
  /** How many conversations there are. */
  readonly count: number;
  /** How many of them go on at the same time. @default {8} */
  readonly lanes?: number;
  /** How many of them are over TLS, from 0 to 1. @default {0.08} */
  readonly secureShare?: number;
  /** Is told of the end of each conversation. */
  readonly onEnd?: (seed: number, conversation: GopherConversation) => void;
}

/** What has come of it. */
export interface GopherFuzzReport {
  /** What should not have happened, with the seed. */
  readonly problems: readonly string[];
  /** How often each error came; 0 counts the calls that succeeded. */
  readonly outcomes: ReadonlyMap<number, number>;
}

/** A server with and one without TLS, for one conversation after the other. */
class Lane implements AsyncDisposable {
  #random = new Random(0);
  readonly #otherwise = {
    otherwise: (call: Parameters<typeof answerAnything>[0]) =>
      answerAnything(call, this.#random.split()),
  };
  readonly plain = new GopherServer({}, this.#otherwise);
  readonly secure = new GopherServer({}, { ...this.#otherwise, tls: true });

  /** The server of a conversation, which answers as the seed says. */
  serverOf(random: Random, secureShare: number): GopherServer {
    this.#random = random;
    const server = random.chance(secureShare) ? this.secure : this.plain;
    for (const list of [server.requests, server.lost, server.blocks]) {
      list.length = 0;
    }
    return server;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.plain[Symbol.asyncDispose]();
    await this.secure[Symbol.asyncDispose]();
  }
}

/** Holds conversations. */
export async function fuzzGopher(
  options: GopherFuzzOptions,
): Promise<GopherFuzzReport> {
  const { seed: first, count, lanes = LANES, onEnd = () => {} } = options;
  const { secureShare = SECURE_SHARE } = options;
  const problems: string[] = [];
  const outcomes = new Map<number, number>();
  let next = first;
  const run = async () => {
    while (next < first + count) {
      await using lane = new Lane();
      // What stays open behind a conversation must not be blamed on the next one.
      while (next < first + count && await converseOnce(lane, next++));
    }
  };
  const converseOnce = async (lane: Lane, seed: number): Promise<boolean> => {
    const random = new Random(seed);
    const server = lane.serverOf(random.split(), secureShare);
    const conversation = await converse(server, random);
    for (const text of conversation.problems) {
      const end = conversation.trace.slice(-12).join(", ");
      problems.push(`seed ${seed}: ${text} [${end}]`);
    }
    for (const [code, times] of conversation.outcomes) {
      outcomes.set(code, (outcomes.get(code) ?? 0) + times);
    }
    onEnd(seed, conversation);
    return conversation.problems.length === 0;
  };
  await Promise.all(Array.from({ length: Math.min(lanes, count) }, run));
  return { problems, outcomes };
}

async function converse(
  server: GopherServer,
  random: Random,
): Promise<GopherConversation> {
  const { port } = server;
  const secure = server.options.tls ?? false;
  const conversation = new GopherConversation({ random, port, secure });
  const { problems } = conversation;
  let problem = await inTime(conversation.run(), "it does not end");
  // node:tls does not always tell a server that an aborted connection is closed.
  if (!secure) {
    problem ??= await inTime(server.allClosed(), "connections stay open");
  }
  if (problem !== null) problems.push(problem);
  return conversation;
}

/** What is wrong with the end of something, `null` for nothing. */
async function inTime(
  run: Promise<void>,
  otherwise: string,
): Promise<string | null> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve(otherwise), PATIENCE);
  });
  try {
    return await Promise.race([run.then(() => null), late]);
  } catch (error) {
    return `the program failed: ${(error as Error).stack}`;
  } finally {
    clearTimeout(timer);
  }
}

// ---- the program ----

function memory(): string {
  (globalThis as { gc?: () => void }).gc?.();
  const { rss, heapUsed } = Deno.memoryUsage();
  const descriptors = [...Deno.readDirSync("/proc/self/fd")].length;
  const mebibytes = (bytes: number) => (bytes / 1048576).toFixed(1);
  return `heap ${mebibytes(heapUsed)} MiB, resident ${
    mebibytes(rss)
  } MiB, ${descriptors} descriptors`;
}

function numberOf(name: string, otherwise: number): number {
  const at = Deno.args.indexOf(name);
  return at < 0 ? otherwise : Number(Deno.args[at + 1]);
}

async function main(): Promise<void> {
  const count = numberOf("--count", 1000);
  const step = Math.max(Math.floor(count / 10), 1);
  const startedAt = performance.now();
  let unhandled = 0;
  let ended = 0;
  globalThis.addEventListener("unhandledrejection", (event) => {
    event.preventDefault();
    unhandled++;
    console.log("unhandled rejection:", event.reason);
  });
  console.log(`at the start: ${memory()}`);
  const { problems, outcomes } = await fuzzGopher({
    seed: numberOf("--seed", 1),
    count,
    lanes: numberOf("--lanes", LANES),
    secureShare: numberOf("--secure-share", SECURE_SHARE),
    onEnd(seed, { trace, problems }) {
      if (Deno.args.includes("--trace")) console.log(trace.join("\n"));
      if (problems.length > 0) console.log(`seed ${seed}:`, problems);
      if (++ended % step === 0) console.log(`after ${ended}: ${memory()}`);
    },
  });
  const seconds = (performance.now() - startedAt) / 1000;
  console.log(`at the end: ${memory()}`);
  for (const [code, times] of [...outcomes].sort((a, b) => b[1] - a[1])) {
    console.log(`${times} x ${code === 0 ? "success" : ERROR_NAMES.get(code)}`);
  }
  console.log(
    `${count} conversations in ${
      seconds.toFixed(1)
    } s, ${problems.length} problems, ${unhandled} unhandled rejections`,
  );
  Deno.exitCode = problems.length + unhandled > 0 ? 1 : 0;
}

if (import.meta.main) await main();
