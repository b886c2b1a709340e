// Copyright 2026 the wininet authors. MIT license.

/**
 * Whole programs against each other: each round runs every program once, as a
 * process of its own from its start to its end, in changing order. As in
 * `figure.ts` the figure is the median of the ratios of neighbours.
 *
 * @module
 */

import { atLeast, type Figure, median } from "./figure.ts";

/** A program that does the same as the others. */
export interface Racer {
  readonly name: string;
  /** The program and its arguments. Ours answers its memory, in bytes, as a line of its output. */
  readonly command: readonly string[];
}

/** What all programs of a race do. */
export interface Race {
  readonly racers: readonly Racer[];
  readonly rounds: number;
  /** Throws unless the program before has done its work; and removes what it has made. */
  tidyUp(racer: Racer): Promise<void>;
}

/** What came of a program. */
export interface Result {
  /** A figure for each round. */
  readonly seconds: readonly number[];
  /** The most memory (RSS) of any round, in bytes; 0 where the program does not tell. */
  readonly rss: number;
}

/** Runs a race; one round more than that, to warm up. */
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

/** How much faster the first one is than another one: the median of the rounds. */
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
