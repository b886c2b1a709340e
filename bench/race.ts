// Copyright 2026 the wininet authors. MIT license.

/**
 * Compares whole programs: each round runs every program once, as a separate
 * process from start to end, in alternating order. As in `figure.ts`, the
 * figure is the median of the ratios of neighbouring runs.
 *
 * @module
 */

import { atLeast, type Figure, median } from "./figure.ts";

/** One of the programs that perform the same task. */
export interface Racer {
  readonly name: string;
  /**
   * The program and its arguments. Our program prints its memory in bytes as a
   * line of its output.
   */
  readonly command: readonly string[];
}

/** The task of all programs in a race. */
export interface Race {
  readonly racers: readonly Racer[];
  readonly rounds: number;
  /** Throws unless the previous program has completed the task; removes its files. */
  tidyUp(racer: Racer): Promise<void>;
}

/** The result of a program. */
export interface Result {
  /** A figure for each round. */
  readonly seconds: readonly number[];
  /** The maximum memory (RSS) of any round in bytes; 0 if the program does not report it. */
  readonly rss: number;
}

/** Runs a race, with one additional round to warm up. */
export async function run(race: Race): Promise<Map<string, Result>> {
  const results = new Map(
    race.racers.map(({ name }) => [name, { seconds: [] as number[], rss: 0 }]),
  );
  for (let round = -1; round < race.rounds; round++) {
    for (let turn = 0; turn < race.racers.length; turn++) {
      const racer = race.racers[(turn + round + 1) % race.racers.length]!;
      const { seconds, rss } = await runOnce(racer);
      await race.tidyUp(racer);
      const result = results.get(racer.name)!;
      if (round >= 0) result.seconds.push(seconds);
      result.rss = Math.max(result.rss, rss);
    }
  }
  return results;
}

/** Returns how many times faster the first program is: the median of the rounds. */
export function faster(
  what: string,
  ours: Result,
  theirs: Result,
  rival: string,
  target: number | null,
  rate: (seconds: number) => string,
): Figure {
  const ratios = ours.seconds.map((seconds, at) =>
    theirs.seconds[at]! / seconds
  );
  return atLeast(
    what,
    median(ratios),
    target,
    ` x ${rival}`,
    `${rate(median(ours.seconds))} against ${
      rate(median(theirs.seconds))
    }, rounds ${Math.min(...ratios).toFixed(2)}-${
      Math.max(...ratios).toFixed(2)
    }`,
  );
}

async function runOnce(
  { name, command }: Racer,
): Promise<{ seconds: number; rss: number }> {
  const [program, ...args] = command;
  const start = performance.now();
  const { success, stdout, stderr } = await new Deno.Command(program!, {
    args,
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).output();
  const seconds = (performance.now() - start) / 1000;
  const text = new TextDecoder().decode(stdout);
  if (success) {
    return { seconds, rss: Number(/^rss (\d+)$/m.exec(text)?.[1]) || 0 };
  }
  throw new Error(
    `Cannot measure ${name}: ${text}${new TextDecoder().decode(stderr)}`,
  );
}
