// Copyright 2026 the wininet authors. MIT license.

/**
 * Many small requests on kept connections: opening, reading to the end, closing,
 * against `fetch` and `arrayBuffer`.
 *
 * @module
 */

import {
  InternetCloseHandle,
  InternetOpenUrl,
  InternetReadFile,
} from "../internet.ts";
import { answerQuestions, Child } from "./child.ts";
import { atLeast, compare, type Figure, type Group } from "./figure.ts";
import { startFileServer } from "./server.ts";
import { openProgram, plainFetch, type Program, type Side } from "./sides.ts";

const ROUNDS = 9;
const BUFFER_SIZE = 4096;

interface Case {
  readonly side: Side;
  readonly atATime: number;
  readonly requests: number;
  readonly target: number | null;
}

const CASES: readonly Case[] = [
  { side: "unobserved", atATime: 64, requests: 8000, target: 0.8 },
  { side: "observed", atATime: 64, requests: 8000, target: 0.5 },
  { side: "unobserved", atATime: 1, requests: 2000, target: null },
  { side: "observed", atATime: 1, requests: 2000, target: null },
];

/** The group. */
export const smallGets: Group = {
  name: "small_gets",
  title: `GET of 12 bytes on kept connections, ${ROUNDS} rounds of 8000 ` +
    "requests 64 at a time, of 2000 one at a time",
  notShown: "new connections, bigger bodies, https, and a callback that works",
  async run(): Promise<Figure[]> {
    await using server = await startFileServer();
    const figures: Figure[] = [];
    for (const { side, atATime, requests, target } of CASES) {
      const args = [server.smallUrl, `${atATime}`, `${requests}`];
      await using baseline = Child.start("small_gets.ts", ["fetch", ...args]);
      await using child = Child.start("small_gets.ts", [side, ...args]);
      const comparison = await compare(baseline, child, ROUNDS);
      const { ratio, range, seconds, baselineSeconds } = comparison;
      const rate = (time: number) => `${(requests / time).toFixed(0)}/s`;
      figures.push(atLeast(
        `${side}, ${atATime} at a time`,
        ratio,
        target,
        " x fetch",
        `${rate(seconds)} against ${rate(baselineSeconds)}, rounds ${range}`,
      ));
    }
    return figures;
  },
};

// ---- the process that measures ----

/** Runs something so many times, so many at a time. */
async function repeat(
  times: number,
  atATime: number,
  run: (buffer: Uint8Array) => Promise<number>,
): Promise<void> {
  let left = times;
  const work = async () => {
    const buffer = new Uint8Array(BUFFER_SIZE);
    while (left-- > 0) {
      if (await run(buffer) !== 12) throw new Error("Cannot measure: no body");
    }
  };
  await Promise.all(Array.from({ length: atATime }, work));
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
  await answerQuestions(async () => {
    const start = performance.now();
    await repeat(
      Number(requests),
      Number(atATime),
      (buffer) =>
        program ? getByLibrary(program, url!, buffer) : getByFetch(url!),
    );
    const seconds = (performance.now() - start) / 1000;
    return { seconds, rss: Deno.memoryUsage().rss };
  });
}
