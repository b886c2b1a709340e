// Copyright 2026 the wininet authors. MIT license.

/**
 * The time of a program that downloads one small file, from the start of its
 * process to its end, compared with `fetch` and curl.
 *
 * @module
 */

import { fileURLToPath } from "node:url";
import { findProgram } from "../tests/interop/processes.ts";
import { atMost, type Figure, type Group, median } from "./figure.ts";
import { type Racer, run } from "./race.ts";
import { startFileServer } from "./server.ts";

const ROUNDS = 20;

/** The goal for one GET in milliseconds; `fetch` takes 46. */
const GET_LIMIT = 90;

/** The group. */
export const startUp: Group = {
  name: "start_up",
  title: `one GET of 12 bytes in a new process, ${ROUNDS} rounds`,
  notShown: "the first start of a program, when Deno compiles it",
  async run(): Promise<Figure[]> {
    await using server = await startFileServer();
    const url = server.smallUrl;
    const racers = [
      program("empty"),
      program("load"),
      program("get", url),
      program("fetch", url),
      ...curl(url),
    ];
    const results = await run({
      racers,
      rounds: ROUNDS,
      tidyUp: () => Promise.resolve(),
    });
    const fetched = median(results.get("fetch")!.seconds);
    return [...results].map(([name, { seconds }]) =>
      report(name, seconds, fetched)
    );
  },
};

function report(
  name: string,
  seconds: readonly number[],
  fetched: number,
): Figure {
  const time = median(seconds);
  const [least, most] = [Math.min(...seconds), Math.max(...seconds)]
    .map((time) => (time * 1000).toFixed(0));
  return atMost(
    NAMES[name]!,
    time * 1000,
    name === "get" ? GET_LIMIT : null,
    " ms",
    `${(time / fetched).toFixed(1)} x fetch, rounds ${least}-${most}`,
  );
}

const NAMES: Readonly<Record<string, string>> = {
  empty: "an empty program",
  load: "a program that only loads the library",
  get: "one GET with the library",
  fetch: "one GET with fetch",
  curl: "curl",
};

function program(name: string, ...args: readonly string[]): Racer {
  const path = fileURLToPath(new URL(`start_up/${name}.ts`, import.meta.url));
  const flags = ["--no-prompt", "--allow-net=127.0.0.1", "--allow-env"];
  return { name, command: [Deno.execPath(), "run", ...flags, path, ...args] };
}

function curl(url: string): Racer[] {
  const path = findProgram("curl");
  if (path === undefined) return [];
  return [{ name: "curl", command: [path, "-sS", "-o", "/dev/null", url] }];
}
