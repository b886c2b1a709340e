// Copyright 2026 the wininet authors. MIT license.

/**
 * Many requests that wait for their answers at the same time: what each of them
 * costs in memory and files, that all are answered, and how long it takes to
 * close them with their session.
 *
 * @module
 */

import {
  InternetCloseHandle,
  InternetOpenUrl,
  InternetReadFile,
} from "../internet.ts";
import { answerQuestions, Child } from "./child.ts";
import {
  atMost,
  type Figure,
  type Group,
  mebibytes,
  median,
} from "./figure.ts";
import { type HoldingServer, startHoldingServer } from "./server.ts";
import { openProgram, plainFetch, type Program, type Side } from "./sides.ts";

const IN_FLIGHT = 2000;
const CLOSED = 500;
const CLOSE_ROUNDS = 5;

/** The most memory of a request, in KiB. */
const LIMITS: Record<Side, number | null> = {
  fetch: null,
  unobserved: 100,
  observed: 256,
};

/** The group of waiting requests. */
export const inFlight: Group = {
  name: "in_flight",
  title: `${IN_FLIGHT} requests that wait for their answers at the same time`,
  notShown: "what the system keeps for a connection, and bodies under way",
  async run(): Promise<Figure[]> {
    const figures: Figure[] = [];
    for (const side of ["fetch", "unobserved", "observed"] as const) {
      await using server = await startHoldingServer();
      figures.push(await measureMemory(server, side));
    }
    return figures;
  },
};

/** The group of requests that are closed. */
export const closing: Group = {
  name: "closing",
  title:
    `a session closed with ${CLOSED} requests under way, ${CLOSE_ROUNDS} ` +
    "rounds",
  notShown: "requests with a body under way",
  async run(): Promise<Figure[]> {
    const figures: Figure[] = [];
    for (const side of ["fetch", "unobserved", "observed"] as const) {
      figures.push(await measureClosing(side));
    }
    return figures;
  },
};

async function measureMemory(
  server: HoldingServer,
  side: Side,
): Promise<Figure> {
  await using child = Child.start("in_flight.ts", [side, server.url]);
  await warmUp(server, child);
  const before = await child.ask<number>("rss");
  const filesBefore = await child.openFiles();
  const start = performance.now();
  await child.ask(`send ${IN_FLIGHT}`);
  await server.held(IN_FLIGHT);
  const sent = performance.now() - start;
  const during = await child.ask<number>("rss");
  const files = await child.openFiles();
  const answered = performance.now();
  await server.release();
  const completed = await child.ask<number>("finish");
  const received = performance.now() - answered;
  const figure = atMost(
    `${side}, memory of a request`,
    (during - before) / 1024 / IN_FLIGHT,
    LIMITS[side],
    " KiB",
    `${mebibytes(before)} before, ${mebibytes(during)} with all; ` +
      `${filesPerRequest(filesBefore, files)} files each; ` +
      `sent in ${sent.toFixed(0)} ms, answered in ${received.toFixed(0)} ms; ` +
      `${completed} of ${IN_FLIGHT} completed`,
  );
  return completed === IN_FLIGHT ? figure : { ...figure, passed: false };
}

async function warmUp(server: HoldingServer, child: Child): Promise<void> {
  await child.ask("send 10");
  await server.held(10);
  await server.release();
  await child.ask("finish");
}

async function measureClosing(side: Side): Promise<Figure> {
  await using server = await startHoldingServer();
  await using child = Child.start("in_flight.ts", [side, server.url]);
  await warmUp(server, child);
  const rounds: Closing[] = [];
  for (let round = -1; round < CLOSE_ROUNDS; round++) {
    await child.ask(`send ${CLOSED}`);
    await server.held(CLOSED);
    rounds.push(await child.ask<Closing>("close"));
    await server.release();
  }
  rounds.shift();
  const time = (part: keyof Closing) =>
    median(rounds.map((round) => round[part]));
  return atMost(
    `${side}, all done`,
    time("done"),
    null,
    " ms",
    `the closing call itself ${time("call").toFixed(1)} ms, ` +
      `calls ended after ${time("ended").toFixed(1)} ms`,
  );
}

function filesPerRequest(before: number | null, during: number | null): string {
  return before === null || during === null
    ? "unknown"
    : ((during - before) / IN_FLIGHT).toFixed(2);
}

// ---- the process that measures ----

/** Milliseconds since the closing call was made. */
interface Closing {
  /** The call came back. */
  readonly call: number;
  /** All calls that were under way had ended. */
  readonly ended: number;
  /** Nothing was left. */
  readonly done: number;
}

/** A side with requests under way. */
interface Sender {
  /** Sends a request and reads its answer; resolves with the length of the body. */
  send(): Promise<number>;
  /** Ends everything. */
  close(): void;
  /** Resolves when nothing is left. */
  closed(): PromiseLike<void>;
}

function fetchSender(url: string): Sender {
  const controller = new AbortController();
  return {
    async send() {
      const response = await plainFetch(url, controller.signal);
      return (await response.arrayBuffer()).byteLength;
    },
    close: () => controller.abort(),
    closed: () => Promise.resolve(),
  };
}

function librarySender(program: Program, url: string): Sender {
  const { hInternet, context } = program;
  return {
    async send() {
      const hRequest = await InternetOpenUrl(hInternet, url, null, 0, context);
      const buffer = new Uint8Array(1024);
      const read = await InternetReadFile(hRequest, buffer);
      InternetCloseHandle(hRequest);
      return read;
    },
    close: () => void InternetCloseHandle(hInternet),
    closed: () => hInternet[Symbol.asyncDispose](),
  };
}

async function closeAll(
  sender: Sender,
  running: Promise<unknown>[],
): Promise<Closing> {
  const start = performance.now();
  const since = () => performance.now() - start;
  sender.close();
  const call = since();
  await Promise.allSettled(running);
  const ended = since();
  await sender.closed();
  return { call, ended, done: since() };
}

async function serveQuestions(side: Side, url: string): Promise<void> {
  const open = () =>
    side === "fetch" ? fetchSender(url) : librarySender(openProgram(side), url);
  let sender = open();
  let running: Promise<number>[] = [];
  await answerQuestions(async (question) => {
    const [verb, count] = question.split(" ");
    if (verb === "rss") return Deno.memoryUsage().rss;
    if (verb === "send") {
      running = Array.from({ length: Number(count) }, () => sender.send());
      return null;
    }
    if (verb === "finish") {
      return (await Promise.all(running)).filter((read) => read === 12).length;
    }
    const closing = await closeAll(sender, running);
    sender = open();
    return closing;
  });
}

if (import.meta.main) {
  const [side, url] = Deno.args as [Side, string];
  await serveQuestions(side, url);
}
