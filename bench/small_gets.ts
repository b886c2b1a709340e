// Copyright 2026 the wininet authors. MIT license.

/**
 * Many small requests on kept connections: opening, reading to the end and
 * closing, compared with `fetch` and `arrayBuffer`.
 *
 * @module
 */

import {
  InternetCloseHandle,
  InternetOpenUrl,
  InternetReadFile,
} from "../internet.ts";
import { answerQuestions, Child, startClock } from "./child.ts";
import {
  atLeast,
  compare,
  type Comparison,
  type Figure,
  type Group,
  processorTime,
} from "./figure.ts";
import { type FileServer, startFileServer } from "./server.ts";
import { openProgram, plainFetch, type Program, type Side } from "./sides.ts";

const ROUNDS = 9;
const BUFFER_SIZE = 4096;

/** The number of requests in a round of the latency group, and the number at the same time. */
const LATENCY_REQUESTS = 4000;
const LATENCY_AT_A_TIME = 64;

interface Case {
  readonly scheme: "http" | "https";
  readonly side: Side;
  readonly atATime: number;
  readonly requests: number;
  readonly target: number | null;
}

const CASES: readonly Case[] = [
  {
    scheme: "http",
    side: "unobserved",
    atATime: 64,
    requests: 8000,
    target: 0.9,
  },
  {
    scheme: "http",
    side: "observed",
    atATime: 64,
    requests: 8000,
    target: 1.1,
  },
  {
    scheme: "https",
    side: "unobserved",
    atATime: 64,
    requests: 8000,
    target: 0.9,
  },
  { scheme: "https", side: "observed", atATime: 64, requests: 8000, target: 1 },
  {
    scheme: "http",
    side: "unobserved",
    atATime: 1,
    requests: 2000,
    target: null,
  },
  {
    scheme: "http",
    side: "observed",
    atATime: 1,
    requests: 2000,
    target: null,
  },
];

/** The group of rates. */
export const smallGets: Group = {
  name: "small_gets",
  title: `GET of 12 bytes on kept connections, ${ROUNDS} rounds of 8000 ` +
    "requests 64 at a time and of 2000 one at a time",
  notShown: "new connections, larger bodies, and the work of a callback",
  async run(): Promise<Figure[]> {
    await using server = await startFileServer();
    const figures: Figure[] = [];
    for (const one of CASES) {
      const { scheme, side, atATime, requests, target } = one;
      const comparison = await measure(server, one);
      const { ratio, range, seconds, baselineSeconds } = comparison;
      const rate = (time: number) => `${(requests / time).toFixed(0)}/s`;
      const name = `${scheme}, ${side}, ${atATime} at a time`;
      figures.push(
        atLeast(
          name,
          ratio,
          target,
          " x fetch",
          `${rate(seconds)} against ${rate(baselineSeconds)}, rounds ${range}`,
        ),
        processorTime(name, comparison, requests, "request"),
      );
    }
    return figures;
  },
};

/** The group of latencies. */
export const latency: Group = {
  name: "latency",
  title: `latency (99th percentile) of GETs of 12 bytes, ${ROUNDS} rounds of ` +
    `${LATENCY_REQUESTS} requests ${LATENCY_AT_A_TIME} at a time`,
  notShown: "network latency",
  async run(): Promise<Figure[]> {
    await using server = await startFileServer();
    const figures: Figure[] = [];
    for (const side of ["unobserved", "observed"] as const) {
      const { ratio, range, seconds, baselineSeconds } = await measure(server, {
        scheme: "http",
        side,
        atATime: LATENCY_AT_A_TIME,
        requests: LATENCY_REQUESTS,
      }, "p99");
      const time = (seconds: number) => `${(seconds * 1000).toFixed(1)} ms`;
      figures.push(atLeast(
        `http, ${side}`,
        ratio,
        side === "observed" ? 1 : null,
        " x fetch",
        `${time(seconds)} against ${time(baselineSeconds)}, rounds ${range}`,
      ));
    }
    return figures;
  },
};

/**
 * For the question `"p99"`, the time of a round is that of its slowest
 * requests, in seconds.
 */
async function measure(
  server: FileServer,
  { scheme, side, atATime, requests }: Omit<Case, "target">,
  question: string = "",
): Promise<Comparison> {
  const url = scheme === "http" ? server.smallUrl : server.smallTlsUrl;
  const args = [url, `${atATime}`, `${requests}`];
  await using baseline = Child.start("small_gets.ts", ["fetch", ...args]);
  await using child = Child.start("small_gets.ts", [side, ...args]);
  return await compare(baseline, child, ROUNDS, question);
}

// ---- the measuring process ----

/**
 * Runs a function `count` times, several at a time; returns the time of each
 * run in milliseconds.
 */
async function repeat(
  times: number,
  atATime: number,
  run: (buffer: Uint8Array) => Promise<number>,
): Promise<Float64Array> {
  const took = new Float64Array(times);
  let left = times;
  const work = async () => {
    const buffer = new Uint8Array(BUFFER_SIZE);
    while (left > 0) {
      const at = --left;
      const start = performance.now();
      if (await run(buffer) !== 12) throw new Error("Cannot measure: no body");
      took[at] = performance.now() - start;
    }
  };
  await Promise.all(Array.from({ length: atATime }, work));
  return took;
}

/** Returns the 99th percentile. */
function slowest(times: Float64Array): number {
  return times.toSorted()[Math.ceil(times.length * 0.99) - 1]!;
}

async function getByFetch(url: string): Promise<number> {
  const response = await plainFetch(url);
  return (await response.arrayBuffer()).byteLength;
}

async function getByLibrary(
  { hInternet, context }: Program,
  url: string,
  buffer: Uint8Array,
): Promise<number> {
  const hRequest = await InternetOpenUrl(hInternet, url, null, 0, context);
  let total = 0;
  for (let read; (read = await InternetReadFile(hRequest, buffer)) > 0;) {
    total += read;
  }
  InternetCloseHandle(hRequest);
  return total;
}

if (import.meta.main) {
  const [side, url, atATime, requests] = Deno.args as [Side, ...string[]];
  const program = side === "fetch" ? null : openProgram(side);
  await answerQuestions(async (question) => {
    const passed = startClock();
    const took = await repeat(
      Number(requests),
      Number(atATime),
      (buffer) =>
        program ? getByLibrary(program, url!, buffer) : getByFetch(url!),
    );
    const { seconds, cpu } = passed();
    return {
      seconds: question === "p99" ? slowest(took) / 1000 : seconds,
      cpu,
      rss: Deno.memoryUsage().rss,
    };
  });
}
