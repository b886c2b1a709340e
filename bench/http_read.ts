// Copyright 2026 the wininet authors. MIT license.

/**
 * Reading a large body with InternetReadFile, compared with `fetch` and a BYOB
 * reader with the same buffer size.
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
  atMost,
  compare,
  type Comparison,
  type Figure,
  type Group,
  mebibytes,
  processorTime,
  type Round,
} from "./figure.ts";
import { BIG_SIZE, type FileServer, startFileServer } from "./server.ts";
import { openProgram, plainFetch, type Program, type Side } from "./sides.ts";

const ROUNDS = 7;
const BUFFER_SIZE = 262144;

/** The number of bytes between two measurements of the memory. */
const RSS_INTERVAL = 2 ** 24;

/** The goal for the maximum memory during the transfer, in MiB. */
const RSS_LIMIT = 120;

interface Case {
  readonly scheme: "http" | "https";
  readonly side: Side;
  readonly target: number | null;
}

const CASES: readonly Case[] = [
  { scheme: "http", side: "unobserved", target: 0.95 },
  { scheme: "http", side: "observed", target: 1.3 },
  { scheme: "https", side: "unobserved", target: null },
  { scheme: "https", side: "observed", target: 1 },
];

/** The group. */
export const httpRead: Group = {
  name: "http_read",
  title: `1 GiB with a buffer of 256 KiB, ${ROUNDS} rounds`,
  notShown: "a network: loopback has no loss and no delay, and only the " +
    "processor limits it, so the relative cost of the library is at its maximum",
  async run(): Promise<Figure[]> {
    await using server = await startFileServer();
    const figures: Figure[] = [];
    for (const { scheme, side, target } of CASES) {
      const comparison = await measure(server, scheme, side);
      figures.push(...report(`${scheme}, ${side}`, comparison, target));
    }
    return figures;
  },
};

async function measure(
  server: FileServer,
  scheme: "http" | "https",
  side: Side,
): Promise<Comparison> {
  const url = scheme === "http" ? server.bigUrl : server.bigTlsUrl;
  await using baseline = Child.start("http_read.ts", ["fetch", url]);
  await using child = Child.start("http_read.ts", [side, url]);
  return await compare(baseline, child, ROUNDS);
}

function report(
  name: string,
  comparison: Comparison,
  target: number | null,
): Figure[] {
  const { ratio, range, seconds, baselineSeconds } = comparison;
  return [
    atLeast(
      name,
      ratio,
      target,
      " x fetch",
      `${speed(seconds)} against ${speed(baselineSeconds)}, rounds ${range}`,
    ),
    processorTime(name, comparison, BIG_SIZE / 2 ** 20, "MiB"),
    atMost(
      `${name}, memory`,
      comparison.rss / 2 ** 20,
      RSS_LIMIT,
      " MiB",
      `fetch ${mebibytes(comparison.baselineRss)}`,
    ),
  ];
}

function speed(seconds: number): string {
  return `${mebibytes(BIG_SIZE / seconds)}/s`;
}

// ---- the measuring process ----

async function round(read: (sample: () => void) => Promise<number>) {
  let rss = 0;
  const sample = () => rss = Math.max(rss, Deno.memoryUsage().rss);
  const passed = startClock();
  const bytes = await read(sample);
  const times = passed();
  if (bytes !== BIG_SIZE) throw new Error(`Cannot measure: ${bytes} bytes`);
  return { ...times, rss } satisfies Round;
}

async function readByFetch(url: string, sample: () => void): Promise<number> {
  const response = await plainFetch(url);
  const reader = response.body!.getReader({ mode: "byob" });
  let buffer = new ArrayBuffer(BUFFER_SIZE);
  let total = 0;
  for (let next = 0;;) {
    const { value, done } = await reader.read(new Uint8Array(buffer));
    if (done) return total;
    buffer = value.buffer;
    total += value.length;
    if (total < next) continue;
    next += RSS_INTERVAL;
    sample();
  }
}

async function readByLibrary(
  { hInternet, context }: Program,
  url: string,
  sample: () => void,
): Promise<number> {
  const hRequest = await InternetOpenUrl(hInternet, url, null, 0, context);
  const buffer = new Uint8Array(BUFFER_SIZE);
  let total = 0;
  let next = 0;
  for (let read; (read = await InternetReadFile(hRequest, buffer)) > 0;) {
    total += read;
    if (total < next) continue;
    next += RSS_INTERVAL;
    sample();
  }
  InternetCloseHandle(hRequest);
  return total;
}

if (import.meta.main) {
  const [side, url] = Deno.args as [Side, string];
  if (side === "fetch") {
    await answerQuestions(() => round((sample) => readByFetch(url, sample)));
  } else {
    const program = openProgram(side);
    await answerQuestions(() =>
      round((sample) => readByLibrary(program, url, sample))
    );
  }
}
