// Copyright 2026 the wininet authors. MIT license.
// deno-lint-ignore-file no-console

/**
 * The code shared by all fuzz runs: many random conversations at the same time,
 * each generated from a seed and limited in time, their results, and the
 * command line.
 *
 * @module
 */

import { ERROR_NAMES } from "../../_base/error_names.ts";
import type { FuzzConversation } from "./conversation.ts";

/** Conversations that take longer are reported: with short timeouts there should be few. */
const SLOW = 5_000;

/** With more conversations, timeouts would only show that the machine is busy. */
const LANES = 8;

const SECURE_SHARE = 0.08;

/** The options of a run. */
export interface FuzzOptions {
  /** The seed of the first conversation; the next ones have the next numbers. */
  readonly seed: number;
  /** The number of conversations. */
  readonly count: number;
  /**
   * The time in milliseconds after which no conversation starts. @default
   * {Infinity}
   */
  readonly duration?: number;
  /**
   * The number of conversations at the same time. @default {8}
   */
  readonly lanes?: number;
  /** The proportion of conversations over TLS, from 0 to 1. @default {0.08} */
  readonly secureShare?: number;
  /** Called at the end of each conversation. */
  readonly onEnd?: (seed: number, conversation: FuzzConversation) => void;
}

/** The result of a run. */
export interface FuzzReport {
  /** The violations of invariants, each with its seed. */
  readonly problems: readonly string[];
  /** The number of calls with each error; 0 counts the successful ones. */
  readonly outcomes: ReadonlyMap<number, number>;
  /** The seeds of slow conversations, with their duration in milliseconds. */
  readonly slow: ReadonlyMap<number, number>;
}

/** Runs one conversation after the other, in parallel with others. */
export interface FuzzLane extends AsyncDisposable {
  /** Runs the conversation of a seed to its end, with a time limit. */
  converse(seed: number, secureShare: number): Promise<FuzzConversation>;
}

/** Holds conversations. */
export async function holdConversations(
  options: FuzzOptions,
  openLane: () => FuzzLane | Promise<FuzzLane>,
): Promise<FuzzReport> {
  const { seed: first, count, lanes = LANES, onEnd = () => {} } = options;
  const { secureShare = SECURE_SHARE, duration = Infinity } = options;
  const end = performance.now() + duration;
  const report = {
    problems: [] as string[],
    outcomes: new Map<number, number>(),
    slow: new Map<number, number>(),
  };
  let next = first;
  const converse = async (lane: FuzzLane, seed: number): Promise<boolean> => {
    const startedAt = performance.now();
    const conversation = await lane.converse(seed, secureShare);
    const duration = performance.now() - startedAt;
    if (duration > SLOW) report.slow.set(seed, duration);
    note(report, seed, conversation);
    onEnd(seed, conversation);
    return conversation.problems.length === 0;
  };
  const goesOn = () => next < first + count && performance.now() < end;
  const run = async () => {
    while (goesOn()) {
      await using lane = await openLane();
      // Resources left open by one conversation must not be attributed to the
      // next one.
      while (goesOn() && await converse(lane, next++));
    }
  };
  await Promise.all(Array.from({ length: Math.min(lanes, count) }, run));
  return report;
}

function note(
  { problems, outcomes }: {
    problems: string[];
    outcomes: Map<number, number>;
  },
  seed: number,
  conversation: FuzzConversation,
): void {
  for (const text of conversation.problems) {
    const end = conversation.trace.slice(-12).join(", ");
    problems.push(`seed ${seed}: ${text} [${end}]`);
  }
  for (const [code, times] of conversation.outcomes) {
    outcomes.set(code, (outcomes.get(code) ?? 0) + times);
  }
}

/** Returns the problem with the end of some work, or `null` if there is none. */
export async function inTime(
  run: Promise<void>,
  patience: number,
  otherwise: string,
): Promise<string | null> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve(otherwise), patience);
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

/** Returns the number after an option of the command line. */
export function numberOf(name: string, otherwise: number): number {
  const at = Deno.args.indexOf(name);
  return at < 0 ? otherwise : Number(Deno.args[at + 1]);
}

function memory(): string {
  (globalThis as { gc?: () => void }).gc?.();
  const { rss, heapUsed } = Deno.memoryUsage();
  const descriptors = [...Deno.readDirSync("/proc/self/fd")].length;
  const mebibytes = (bytes: number) => (bytes / 1048576).toFixed(1);
  return `heap ${mebibytes(heapUsed)} MiB, resident ${
    mebibytes(rss)
  } MiB, ${descriptors} descriptors`;
}

/** Counts and prints unhandled rejections. */
export function watchRejections(): { readonly count: number } {
  const seen = { count: 0 };
  globalThis.addEventListener("unhandledrejection", (event) => {
    event.preventDefault();
    seen.count++;
    console.log("unhandled rejection:", event.reason);
  });
  return seen;
}

/** Prints the number of each error, and the slow conversations. */
export function printReport(
  { outcomes, slow }: Pick<FuzzReport, "outcomes" | "slow">,
): void {
  for (const [code, times] of [...outcomes].sort((a, b) => b[1] - a[1])) {
    console.log(`${times} x ${code === 0 ? "success" : ERROR_NAMES.get(code)}`);
  }
  const slowest = [...slow].sort((a, b) => b[1] - a[1]).slice(0, 20)
    .map(([seed, time]) => `${seed} (${Math.round(time)} ms)`).join(", ");
  console.log(`${slow.size} took long: ${slowest}`);
}

/** Runs the conversations of the command line and prints the result. */
export async function fuzzProgram(
  fuzz: (options: FuzzOptions) => Promise<FuzzReport>,
): Promise<void> {
  const count = numberOf("--count", 1000);
  const step = Math.max(Math.floor(count / 10), 1);
  const startedAt = performance.now();
  const rejections = watchRejections();
  let ended = 0;
  console.log(`at the start: ${memory()}`);
  const report = await fuzz({
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
  printReport(report);
  const bad = report.problems.length;
  console.log(
    `${count} conversations in ${
      seconds.toFixed(1)
    } s, ${bad} problems, ${rejections.count} unhandled rejections`,
  );
  Deno.exitCode = bad + rejections.count > 0 ? 1 : 0;
}
