// Copyright 2026 the wininet authors. MIT license.
// deno-lint-ignore-file no-console

/**
 * `wininet get` and `wininet mirror`, killed at random moments. After each
 * kill, the next run must complete all files, and must not download complete
 * files again.
 *
 *     deno run -A tests/cli/kills.ts --rounds 30 --seed 1
 *
 * @module
 */

import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { type Folder, folder, pattern } from "../helpers/ftp_calls.ts";
import { kill, runProgram } from "../helpers/programs.ts";
import { FtpServer } from "../servers/ftp_server.ts";
import { RangeServer } from "../servers/range_server.ts";

const CLI = fileURLToPath(new URL("../../cli.ts", import.meta.url));

/** The arguments with which Deno runs the command line. */
export const RUN: readonly string[] = [
  "run",
  "--no-check",
  "--no-prompt",
  "-A",
  CLI,
];

/** The sizes of the files, in bytes. Some files do not fit into the buffers of a socket. */
const SIZES = [70_000, 3, 900_000, 0, 1_500_000, 200_000, 1000, 300_000];
const NAMES: readonly string[] = SIZES.map((_, at) => `${at % 3}/${at}`);

/** The result of the rounds. */
export interface KillOutcome {
  /** The number of rounds in which a file was missing after the kill. */
  readonly interrupted: number;
  /** The problems that were found. */
  readonly problems: readonly string[];
}

/** A server, and the command line that copies its files. */
interface Scene extends AsyncDisposable {
  readonly args: readonly string[];
  /** The names of the files requested so far, in order. */
  readonly requests: readonly string[];
  /** Resolves when the server receives the request or command with this number. */
  seen(number: number): Promise<void>;
  /** The maximum number of requests or commands of a run. */
  readonly moments: number;
}

function contentOf(name: string): Uint8Array<ArrayBuffer> {
  return pattern(SIZES[Number(name.slice(2))]!);
}

/** Counts events, and notifies the rounds that wait for one of them. */
class Counter {
  #count = 0;
  readonly #waiting = new Map<number, () => void>();

  seen(number: number): Promise<void> {
    return new Promise((resolve) => this.#waiting.set(number, resolve));
  }

  count(): void {
    this.#waiting.get(++this.#count)?.();
  }
}

function getScene(files: Folder): Scene {
  const requests: string[] = [];
  const counter = new Counter();
  const server = new RangeServer(new Uint8Array(), ({ target, method }) => {
    const name = target.slice(1);
    // HEAD only compares the size of an existing file.
    if (method === "GET") requests.push(name);
    counter.count();
    return { content: contentOf(name), tag: `"${name}"` };
  });
  const list = NAMES.map((name) => `${server.url}/${name} ${name}`);
  const args = ["get", "-C", "-j", "3", "-P", files.path("copy"), "-i"];
  return {
    args: [...args, files.write("list", list.join("\n"))],
    requests,
    seen: (number) => counter.seen(number),
    moments: NAMES.length,
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

function mirrorScene(files: Folder): Scene {
  const requests: string[] = [];
  const server: FtpServer = new FtpServer({
    files: Object.fromEntries(
      NAMES.map((name) => [`/pub/${name}`, contentOf(name)]),
    ),
    on: {
      RETR(call) {
        requests.push(call.argument.replace(/^.*pub\//, ""));
        return server.serve(call);
      },
    },
  });
  const url = `ftp://127.0.0.1:${server.port}/pub`;
  return {
    args: ["mirror", "-j", "3", url, files.path("copy")],
    requests,
    seen: (number) => server.received(number),
    moments: 60,
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

/** Kills a command a number of times, each time with an empty directory. */
export async function killed(
  command: "get" | "mirror",
  rounds: number,
  random: () => number,
): Promise<KillOutcome> {
  const problems: string[] = [];
  let interrupted = 0;
  for (let round = 0; round < rounds; round++) {
    using files = folder();
    await using scene = command === "get"
      ? getScene(files)
      : mirrorScene(files);
    await killOnce(scene, random);
    const whole = NAMES.filter((name) => isThere(files.path(`copy/${name}`)));
    if (whole.length < NAMES.length) interrupted++;
    const before = scene.requests.length;
    const end = await runProgram(Deno.execPath(), [...RUN, ...scene.args]);
    if (end.code !== 0) problems.push(`${round}: ${end.stderr}`);
    const again = scene.requests.slice(before);
    problems.push(
      ...wrongIn(files).map((name) => `${round}: ${name} is wrong`),
      ...whole.filter((name) => again.includes(name))
        .map((name) => `${round}: ${name} was downloaded again`),
    );
  }
  return { interrupted, problems };
}

async function killOnce(scene: Scene, random: () => number): Promise<void> {
  const moment = 1 + Math.floor(random() * scene.moments);
  const child = new Deno.Command(Deno.execPath(), {
    args: [...RUN, ...scene.args],
    stdin: "null",
    stdout: "null",
    stderr: "null",
  }).spawn();
  await Promise.race([scene.seen(moment), child.status]);
  kill(child);
  await child.status;
}

/** Returns the names of files that are wrong, missing or unexpected. */
function wrongIn(files: Folder): string[] {
  const there = new Set(
    ["0", "1", "2"].flatMap((directory) =>
      files.names(`copy/${directory}`).map((name) => `${directory}/${name}`)
    ),
  );
  const wrong = NAMES.filter((name) =>
    !there.delete(name) ||
    files.read(`copy/${name}`).toHex() !== contentOf(name).toHex()
  );
  return [...wrong, ...there];
}

function isThere(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: { rounds: { type: "string" }, seed: { type: "string" } },
  });
  const { rounds = "30", seed = "1" } = values;
  let state = Number(seed);
  const random = () => (state = state * 48_271 % 2_147_483_647) / 2_147_483_647;
  for (const command of ["get", "mirror"] as const) {
    const outcome = await killed(command, Number(rounds), random);
    console.log(command, outcome);
  }
}
