// Copyright 2026 the wininet authors. MIT license.

/**
 * Many requests that wait for their responses at the same time: the memory and
 * files per request, the number of completed requests, the behaviour when the
 * system refuses more open files, and the time to close all requests with their
 * session.
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
  atLeast,
  atMost,
  type Figure,
  type Group,
  mebibytes,
  median,
} from "./figure.ts";
import { type HoldingServer, startHoldingServer } from "./server.ts";
import { openProgram, plainFetch, type Program, type Side } from "./sides.ts";

const CLOSED = 500;
const CLOSE_ROUNDS = 5;

/** The limit of open files for a process in the group of limits, including its own 20 to 30. */
const MAX_FILES = 256;
/**
 * The number of requests at the same time in that group, and the number after
 * them.
 */
const TOO_MANY = 400;
const AFTERWARDS = 50;

/** The expected error when no more files can be opened. */
const CLEAR_ERROR = "ERROR_TOO_MANY_OPEN_FILES";

/** The time after which a request counts as hanging, in milliseconds. */
const PATIENCE = 60_000;

/** The sender: a side, or bare sockets, which show the minimum cost of any client. */
type Sending = Side | "sockets";

interface Case {
  readonly scheme: "http" | "https";
  readonly sending: Sending;
  readonly count: number;
  /** The goal for the memory of a request: in KiB, or as a multiple of that of bare sockets. */
  readonly memory: number | null;
  /** The maximum number of files of a request. */
  readonly files: number | null;
}

const CASES: readonly Case[] = [
  {
    scheme: "http",
    sending: "fetch",
    count: 10_000,
    memory: null,
    files: null,
  },
  {
    scheme: "http",
    sending: "unobserved",
    count: 10_000,
    memory: 100,
    files: null,
  },
  { scheme: "http", sending: "observed", count: 10_000, memory: 40, files: 1 },
  {
    scheme: "https",
    sending: "sockets",
    count: 1000,
    memory: null,
    files: null,
  },
  { scheme: "https", sending: "fetch", count: 1000, memory: null, files: null },
  {
    scheme: "https",
    sending: "unobserved",
    count: 1000,
    memory: null,
    files: null,
  },
  { scheme: "https", sending: "observed", count: 1000, memory: 1.1, files: 1 },
];

/** The group of waiting requests. */
export const inFlight: Group = {
  name: "in_flight",
  title: "requests that wait for their responses at the same time, " +
    "10,000 over http and 1,000 over https",
  notShown:
    "the memory of the system for a connection, and bodies being transferred",
  async run(): Promise<Figure[]> {
    const figures: Figure[] = [];
    let sockets = NaN;
    for (const one of CASES) {
      try {
        const load = await measureLoad(one);
        if (one.sending === "sockets") sockets = load.memory;
        figures.push(...report(one, load, sockets));
      } catch (error) {
        figures.push(died(`${one.scheme}, ${one.sending}`, error));
      }
    }
    return figures;
  },
};

/** The group of requests that are closed before their response. */
export const closing: Group = {
  name: "closing",
  title:
    `a session closed with ${CLOSED} requests in progress, ${CLOSE_ROUNDS} ` +
    "rounds",
  notShown: "requests whose body is being transferred",
  async run(): Promise<Figure[]> {
    const figures: Figure[] = [];
    for (const side of ["fetch", "unobserved", "observed"] as const) {
      figures.push(await measureClosing(side));
    }
    return figures;
  },
};

/** The group with more requests than open files are allowed. */
export const fileLimit: Group = {
  name: "file_limit",
  title: `${TOO_MANY} requests at the same time in a process with a limit of ` +
    `${MAX_FILES} open files, then ${AFTERWARDS} requests`,
  notShown: "a system whose own limit of open files is reached",
  async run(): Promise<Figure[]> {
    const figures: Figure[] = [];
    for (const sending of ["fetch", "unobserved", "observed"] as const) {
      figures.push(await measureFileLimit(sending));
    }
    return figures;
  },
};

/** The resources used by waiting requests. */
interface Load {
  /** KiB per request. */
  readonly memory: number;
  /** Files per request; `null` if the system does not report it. */
  readonly files: number | null;
  /** The number of requests that waited at the same time. */
  readonly held: number;
  readonly outcome: Outcome;
  /** The absolute figures. */
  readonly details: string;
}

async function measureLoad({ scheme, sending, count }: Case): Promise<Load> {
  await using server = await startHoldingServer();
  const url = scheme === "http" ? server.url : server.tlsUrl;
  await using child = Child.start("in_flight.ts", [sending, url]);
  await warmUp(server, child);
  const before = await child.ask<number>("rss");
  const filesBefore = await child.openFiles();
  const start = performance.now();
  await child.ask(`send ${count}`);
  const held = await server.held(count);
  const sent = performance.now() - start;
  const during = await child.ask<number>("rss");
  const files = await child.openFiles();
  const answered = performance.now();
  await server.release();
  const outcome = await child.ask<Outcome>("finish");
  const received = performance.now() - answered;
  return {
    memory: (during - before) / 1024 / held,
    files: files === null || filesBefore === null
      ? null
      : (files - filesBefore) / held,
    held,
    outcome,
    details:
      `${mebibytes(before)} before, ${
        mebibytes(during)
      } during all requests; ` +
      `sent in ${sent.toFixed(0)} ms, answered in ${received.toFixed(0)} ms`,
  };
}

function report(
  { scheme, sending, count, memory, files }: Case,
  load: Load,
  sockets: number,
): Figure[] {
  const name = `${scheme}, ${sending}`;
  // A limit below ten is a multiple.
  const limit = memory !== null && memory < 10 ? memory * sockets : memory;
  const target = files === null ? null : count;
  return [
    atLeast(
      `${name}, completed`,
      load.outcome.completed,
      target,
      ` of ${count}`,
      `${load.held} at the same time; ${told(load.outcome)}`,
    ),
    atMost(
      `${name}, memory per request`,
      load.memory,
      limit,
      " KiB",
      load.details,
    ),
    ...(load.files === null ? [] : [
      atMost(
        `${name}, files per request`,
        Number(load.files.toFixed(2)),
        files,
        "",
        "",
      ),
    ]),
  ];
}

/** Describes the requests that did not complete. */
function told({ failed, hanging }: Outcome): string {
  const errors = Object.entries(failed).map(([name, count]) =>
    `${count} x ${name}`
  );
  return [...errors, `${hanging} hanging`].join(", ");
}

async function warmUp(server: HoldingServer, child: Child): Promise<void> {
  await child.ask("send 10");
  await server.held(10);
  await server.release();
  await child.ask("finish");
  await server.hold();
}

/** Measures the requests that ended successfully or with an error that names the reason. */
async function measureFileLimit(sending: Side): Promise<Figure> {
  const name = `http, ${sending}`;
  await using server = await startHoldingServer();
  await using child = Child.start(
    "in_flight.ts",
    [sending, server.url],
    [],
    MAX_FILES,
  );
  try {
    await child.ask(`send ${TOO_MANY}`);
    const held = await server.held(TOO_MANY);
    await server.release();
    const outcome = await child.ask<Outcome>("finish");
    await child.ask(`send ${AFTERWARDS}`);
    const after = await child.ask<Outcome>("finish");
    const clear = outcome.completed + (outcome.failed[CLEAR_ERROR] ?? 0);
    const target = sending === "fetch" ? null : TOO_MANY;
    const figure = atLeast(
      name,
      clear,
      target,
      ` of ${TOO_MANY}`,
      `${held} at the same time, ${outcome.completed} completed, ` +
        `${told(outcome)}; afterwards ${after.completed} of ${AFTERWARDS}`,
    );
    return target === null || after.completed === AFTERWARDS
      ? figure
      : { ...figure, passed: false };
  } catch (error) {
    return died(name, error);
  }
}

/** Returns the figure for a process that ended before it had measured. */
function died(what: string, error: unknown): Figure {
  const details = `${error instanceof Error ? error.message : error}`;
  return { what, measured: "none", target: "", passed: false, details };
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
    await server.hold();
  }
  rounds.shift();
  const time = (part: keyof Closing) =>
    median(rounds.map((round) => round[part]));
  return atMost(
    `${side}, no work left`,
    time("done"),
    null,
    " ms",
    `the closing call itself ${time("call").toFixed(1)} ms, ` +
      `calls ended after ${time("ended").toFixed(1)} ms`,
  );
}

// ---- the measuring process ----

/** Milliseconds since the closing call. */
interface Closing {
  /** Until the closing call returned. */
  readonly call: number;
  /** Until all calls that were in progress had ended. */
  readonly ended: number;
  /** Until no work was left. */
  readonly done: number;
}

/** The results of requests. */
interface Outcome {
  readonly completed: number;
  /** The number of failures for each error. */
  readonly failed: Record<string, number>;
  /** The number of requests that did not end in time. */
  readonly hanging: number;
}

/** The sender of one side, with requests in progress. */
interface Sender {
  /** Sends a request and reads the response; resolves with the length of the body. */
  send(): Promise<number>;
  /** Ends everything. */
  close(): void;
  /** Resolves when no work is left. */
  closed(): PromiseLike<void>;
}

/** Connects, sends and reads: the minimum of any client. */
function socketSender(url: string): Sender {
  const { protocol, hostname, port, pathname } = new URL(url);
  const request = new TextEncoder().encode(
    `GET ${pathname} HTTP/1.1\r\nHost: ${hostname}\r\n\r\n`,
  );
  return {
    async send() {
      const tcp = await Deno.connect({ hostname, port: Number(port) });
      using conn = protocol === "https:"
        ? await Deno.startTls(tcp, { hostname, alpnProtocols: ["http/1.1"] })
        : tcp;
      await conn.write(request);
      const buffer = new Uint8Array(1024);
      const text = new TextDecoder().decode(
        buffer.subarray(0, await conn.read(buffer) ?? 0),
      );
      return text.length - text.indexOf("\r\n\r\n") - 4;
    },
    close: () => {},
    closed: () => Promise.resolve(),
  };
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

/** Waits for requests for a limited time. */
async function outcomeOf(
  running: readonly Promise<number>[],
): Promise<Outcome> {
  const failed: Record<string, number> = {};
  let completed = 0;
  let hanging = running.length;
  const watched = running.map(async (request) => {
    try {
      if (await request === 12) completed++;
      else count("wrong body");
    } catch (error) {
      count(nameOf(error));
    }
    hanging--;
  });
  const count = (name: string) => failed[name] = (failed[name] ?? 0) + 1;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const patience = new Promise((resolve) => {
    timer = setTimeout(resolve, PATIENCE);
  });
  await Promise.race([Promise.all(watched), patience]);
  clearTimeout(timer);
  return { completed, failed, hanging };
}

/**
 * Returns the constant at the end of the message of an InternetError, or else
 * the class of the error.
 */
function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return `${error}`;
  return /\((ERROR_\w+)\)$/.exec(error.message)?.[1] ?? error.name;
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

/**
 * Makes Deno open the files that it needs for signals. Otherwise it does that
 * when it first waits for an event, and panics if no more files can be opened
 * (2.9.6).
 */
function prepareSignals(): void {
  const listener = () => {};
  Deno.addSignalListener("SIGUSR2", listener);
  Deno.removeSignalListener("SIGUSR2", listener);
}

function openSender(sending: Sending, url: string): Sender {
  if (sending === "fetch") return fetchSender(url);
  if (sending === "sockets") return socketSender(url);
  return librarySender(openProgram(sending), url);
}

async function serveQuestions(sending: Sending, url: string): Promise<void> {
  const open = () => openSender(sending, url);
  let sender = open();
  let running: Promise<number>[] = [];
  await answerQuestions(async (question) => {
    const [verb, count] = question.split(" ");
    if (verb === "rss") return Deno.memoryUsage().rss;
    if (verb === "send") {
      running = Array.from({ length: Number(count) }, () => sender.send());
      // They may fail before they are awaited.
      for (const request of running) request.catch(() => {});
      return null;
    }
    if (verb === "finish") return await outcomeOf(running);
    const closing = await closeAll(sender, running);
    sender = open();
    return closing;
  });
}

if (import.meta.main) {
  if (Deno.build.os !== "windows") prepareSignals();
  const [sending, url] = Deno.args as [Sending, string];
  await serveQuestions(sending, url);
}
