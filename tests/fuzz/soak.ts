// Copyright 2026 the wininet authors. MIT license.
// deno-lint-ignore-file no-console

/**
 * Transfers of every protocol (`soak_program.ts`), in plain text and over TLS, against servers that
 * truncate, stall, reset and send false data at random (`soak_servers.ts`), for some time. Every
 * successful transfer is compared byte for byte; every REQUEST_COMPLETE, HANDLE_CLOSING and promise
 * is counted; and descriptors and heap must not grow:
 *
 *     deno task soak --minutes 10
 *     deno task soak --seed 1234 --count 1 --trace
 *
 * `--protocols ftp,gopher` uses only these. The exit code is 1 if anything is wrong; its seed is
 * named.
 *
 * @module
 */

import { FtpServer } from "../servers/ftp_server.ts";
import type { GopherServer } from "../servers/gopher_server.ts";
import type { RawHttpServer } from "../servers/raw_http_server.ts";
import { type Flatness, FlatnessWatch } from "./flatness.ts";
import { Random } from "./random.ts";
import {
  type FuzzOptions,
  holdConversations,
  inTime,
  numberOf,
  printReport,
  watchRejections,
} from "./run.ts";
import { newName } from "./soak_content.ts";
import { type Protocol, PROTOCOLS, SoakConversation } from "./soak_program.ts";
import {
  Mischief,
  soakFtpServer,
  soakGopherServer,
  soakHttpServer,
} from "./soak_servers.ts";

/** Only a conversation that hangs reaches this time limit. */
const PATIENCE = 30_000;

const SECURE_SHARE = 0.3;

/** The number of files on an FTP server. */
const FILES = 4;

/** The options of a soak. */
export interface SoakOptions extends FuzzOptions {
  /** @default {PROTOCOLS} */
  readonly protocols?: readonly Protocol[];
}

/** The result of a soak. */
export interface SoakReport {
  readonly conversations: number;
  /** The number of successful transfers. */
  readonly completed: number;
  /** Calls that have started. */
  readonly calls: number;
  readonly problems: readonly string[];
  readonly outcomes: ReadonlyMap<number, number>;
  readonly slow: ReadonlyMap<number, number>;
}

/** Holds conversations. */
export async function soak(options: SoakOptions): Promise<SoakReport> {
  const { protocols = PROTOCOLS, secureShare = SECURE_SHARE } = options;
  const counts = { conversations: 0, completed: 0, calls: 0 };
  const root = await Deno.makeTempDir({ prefix: "wininet_soak_" });
  try {
    const report = await holdConversations({ ...options, secureShare }, () => ({
      async converse(seed, secureShare) {
        const random = new Random(seed);
        const folder = `${root}/${seed}`;
        await Deno.mkdir(folder);
        const conversation = await converse(random, {
          protocol: random.pick(protocols),
          secure: random.chance(secureShare),
          folder,
        });
        await Deno.remove(folder, { recursive: true });
        counts.conversations++;
        counts.completed += conversation.completed;
        counts.calls += conversation.ledger.started;
        return conversation;
      },
      [Symbol.asyncDispose]: () => Promise.resolve(),
    }));
    return { ...report, ...counts };
  } finally {
    await Deno.remove(root, { recursive: true });
  }
}

interface Setting {
  readonly protocol: Protocol;
  readonly secure: boolean;
  readonly folder: string;
}

async function converse(
  random: Random,
  setting: Setting,
): Promise<SoakConversation> {
  const { protocol, secure } = setting;
  const names = Array.from({ length: FILES }, () => newName("b", random));
  const server = openServer(random.split(), setting, names);
  const conversation = new SoakConversation({
    ...setting,
    random,
    port: server.port,
    asynchronous: random.chance(0.6),
    names,
    stored: (name) =>
      server instanceof FtpServer ? server.files.get(`/${name}`) : undefined,
  });
  conversation.trace.push(protocol, secure ? "over TLS" : "in clear");
  const { problems, ledger } = conversation;
  const wait = async (run: () => Promise<void>, otherwise: string) => {
    const problem = await inTime(run(), PATIENCE, otherwise);
    if (problem !== null) problems.push(problem);
  };
  await wait(() => conversation.run(), "it does not end");
  if (problems.length > 0) {
    problems.push(...ledger.unsettled.map((call) => `${call} has not settled`));
  }
  // Deno keeps the socket of an abandoned handshake open (`_net/tls.ts`).
  if (!secure) await wait(() => server.allClosed(), "connections stay open");
  await wait(() => server[Symbol.asyncDispose](), "the server does not end");
  return conversation;
}

function openServer(
  random: Random,
  { protocol, secure }: Setting,
  names: readonly string[],
): FtpServer | GopherServer | RawHttpServer {
  const mischief = new Mischief(random);
  switch (protocol) {
    case "http":
      return soakHttpServer(mischief, secure);
    case "ftp":
      return soakFtpServer(mischief, names);
    case "gopher":
      return soakGopherServer(mischief, secure);
  }
}

// ---- the program ----

function protocolsOf(args: readonly string[]): Protocol[] {
  const at = args.indexOf("--protocols");
  const wanted = at < 0 ? PROTOCOLS : args[at + 1]!.split(",");
  return PROTOCOLS.filter((protocol) => wanted.includes(protocol));
}

/** The kinds of problems. */
const KINDS = [
  "wrong bytes",
  "wrong listing",
  "REQUEST_COMPLETE",
  "HANDLE_CLOSING",
  "has not settled",
  "does not end",
  "connections stay open",
];

function printKinds(problems: readonly string[]): void {
  for (const kind of KINDS) {
    const count = problems.filter((text) => text.includes(kind)).length;
    console.log(`${count} x ${kind}`);
  }
}

function printFlatness({ descriptors, heap, problems }: Flatness): void {
  const [first, last, before, after] = descriptors;
  console.log(
    `descriptors: at least ${first} in the first third, ${last} in the last; ` +
      `${before} before and ${after} after the run`,
  );
  console.log(
    `heap in MiB: at least ${heap[0]} in the first third, ${
      heap[1]
    } in the last`,
  );
  for (const problem of problems) console.log(problem);
}

async function soakProgram(): Promise<void> {
  const seconds = numberOf("--seconds", 60 * numberOf("--minutes", 1));
  const count = numberOf("--count", Infinity);
  const rejections = watchRejections();
  using flatness = new FlatnessWatch(seconds * 1000);
  const report = await soak({
    seed: numberOf("--seed", Date.now() % 1_000_000_000),
    count,
    duration: count === Infinity ? seconds * 1000 : Infinity,
    lanes: numberOf("--lanes", 8),
    secureShare: numberOf("--secure-share", SECURE_SHARE),
    protocols: protocolsOf(Deno.args),
    onEnd(_seed, { trace }) {
      if (Deno.args.includes("--trace")) console.log(trace.join("\n"));
    },
  });
  const flat = await flatness.end();
  printReport(report);
  if (count === Infinity) printFlatness(flat);
  for (const problem of report.problems) console.log(problem);
  printKinds(report.problems);
  const { conversations, completed, calls, problems } = report;
  const bad = problems.length + rejections.count +
    (count === Infinity ? flat.problems.length : 0);
  console.log(
    `${conversations} conversations, ${calls} calls, ${completed} transfers compared, ` +
      `${problems.length} problems, ${rejections.count} unhandled rejections`,
  );
  Deno.exitCode = bad > 0 ? 1 : 0;
}

if (import.meta.main) await soakProgram();
