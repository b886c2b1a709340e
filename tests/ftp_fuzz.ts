// Copyright 2026 the wininet authors. MIT license.
// deno-lint-ignore-file no-console

/**
 * Random FTP programs (`ftp_fuzz_client.ts`) against a server that answers
 * anything (`ftp_fuzz_server.ts`), many conversations at the same time. Each of
 * them is made from a seed, and can be had again:
 *
 *     deno run -A --cert=tests/tls/ca.pem --v8-flags=--expose-gc tests/ftp_fuzz.ts --count 100000
 *     deno run -A --cert=tests/tls/ca.pem tests/ftp_fuzz.ts --seed 1234 --count 1 --trace
 *
 * @module
 */

import { ERROR_NAMES } from "../_error_names.ts";
import { Conversation } from "./ftp_fuzz_client.ts";
import { Random } from "./ftp_fuzz_random.ts";
import { HostileServer } from "./ftp_fuzz_server.ts";

/** Nothing takes longer; it is only reached when something hangs. */
const PATIENCE = 40_000;
/** What takes longer than this is told: with timeouts this short little should. */
const SLOW = 5_000;

/** With more of them the timeouts tell of a busy machine and of nothing else. */
const LANES = 8;

const SECURE_SHARE = 0.08;

/** What is to be done. */
export interface FuzzOptions {
  /** The seed of the first conversation; each next one has the next number. */
  readonly seed: number;
  /** How many conversations there are. */
  readonly count: number;
  /** How many of them go on at the same time. @default {8} */
  readonly lanes?: number;
  /** How many of them are over TLS, from 0 to 1. @default {0.08} */
  readonly secureShare?: number;
  /** Is told of the end of each conversation. */
  readonly onEnd?: (seed: number, conversation: Conversation) => void;
}

/** What has come of it. */
export interface FuzzReport {
  /** What should not have happened, with the seed. */
  readonly problems: readonly string[];
  /** How often each error came; 0 counts the calls that succeeded. */
  readonly outcomes: ReadonlyMap<number, number>;
  /** Seeds of conversations that took long, and how many milliseconds. */
  readonly slow: ReadonlyMap<number, number>;
}

/** What all conversations share. */
interface Scenery {
  readonly root: string;
  readonly sources: readonly string[];
  readonly secureShare: number;
}

/** Holds conversations. */
export async function fuzz(options: FuzzOptions): Promise<FuzzReport> {
  const { seed: first, count, lanes = LANES, onEnd = () => {} } = options;
  const { secureShare = SECURE_SHARE } = options;
  const root = await Deno.makeTempDir({ prefix: "wininet_fuzz_" });
  const report = {
    problems: [] as string[],
    outcomes: new Map<number, number>(),
    slow: new Map<number, number>(),
  };
  const scenery = { root, sources: writeSources(root), secureShare };
  let next = first;
  const lane = async () => {
    await using server = await HostileServer.open();
    while (next < first + count) {
      const seed = next++;
      const conversation = await converse(server, seed, scenery, report);
      onEnd(seed, conversation);
    }
  };
  try {
    await Promise.all(Array.from({ length: Math.min(lanes, count) }, lane));
  } finally {
    await Deno.remove(root, { recursive: true });
  }
  return report;
}

async function converse(
  server: HostileServer,
  seed: number,
  { root, sources, secureShare }: Scenery,
  { problems, outcomes, slow }: {
    problems: string[];
    outcomes: Map<number, number>;
    slow: Map<number, number>;
  },
): Promise<Conversation> {
  const random = new Random(seed);
  const folder = `${root}/${seed}`;
  await Deno.mkdir(folder);
  await using _scene = server.begin(random.split());
  const { port } = server;
  const conversation = new Conversation({
    random,
    port,
    secureShare,
    folder,
    sources,
  });
  const startedAt = performance.now();
  const problem = await inTime(conversation.run());
  if (problem !== null) conversation.problems.push(problem);
  const duration = performance.now() - startedAt;
  if (duration > SLOW) slow.set(seed, duration);
  for (const text of conversation.problems) {
    problems.push(
      `seed ${seed}: ${text} [${conversation.trace.slice(-12).join(", ")}]`,
    );
  }
  for (const [code, times] of conversation.outcomes) {
    outcomes.set(code, (outcomes.get(code) ?? 0) + times);
  }
  await Deno.remove(folder, { recursive: true });
  return conversation;
}

/** What is wrong with the end of a conversation, `null` for nothing. */
async function inTime(run: Promise<void>): Promise<string | null> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve("it does not end"), PATIENCE);
  });
  try {
    return await Promise.race([run.then(() => null), late]);
  } catch (error) {
    return `the program failed: ${(error as Error).stack}`;
  } finally {
    clearTimeout(timer);
  }
}

/** Files to be uploaded; the last one is not there. */
function writeSources(root: string): string[] {
  const sizes = [0, 10, 5000, 300_000];
  for (const size of sizes) {
    Deno.writeFileSync(`${root}/source${size}`, new Uint8Array(size).fill(10));
  }
  return [...sizes, "none"].map((size) => `${root}/source${size}`);
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
  const seed = numberOf("--seed", 1);
  const count = numberOf("--count", 1000);
  const lanes = numberOf("--lanes", LANES);
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
  const { problems, outcomes, slow } = await fuzz({
    seed,
    count,
    lanes,
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
  const slowest = [...slow].sort((a, b) => b[1] - a[1]).slice(0, 20)
    .map(([seed, time]) => `${seed} (${Math.round(time)} ms)`).join(", ");
  console.log(`${slow.size} took long: ${slowest}`);
  console.log(
    `${count} conversations in ${
      seconds.toFixed(1)
    } s, ${problems.length} problems, ${unhandled} unhandled rejections`,
  );
  Deno.exitCode = problems.length + unhandled > 0 ? 1 : 0;
}

if (import.meta.main) await main();
