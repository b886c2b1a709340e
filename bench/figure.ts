// Copyright 2026 the wininet authors. MIT license.

/**
 * The result of a benchmark, and the comparison of two sides.
 *
 * The machine is shared and its speed changes from second to second, so
 * absolute figures are not meaningful. Both sides run in turn against the same
 * server, and the figure is the median of the ratios of neighbouring runs.
 *
 * @module
 */

import type { Child } from "./child.ts";

/** A line of the result. */
export interface Figure {
  /** The quantity that was measured. */
  readonly what: string;
  /** The figure, with its unit. */
  readonly measured: string;
  /** The goal; `""` if there is none. */
  readonly target: string;
  /** `true` if the goal is met; `null` if there is none. */
  readonly passed: boolean | null;
  /** The absolute figures. */
  readonly details: string;
}

/** A group of figures. */
export interface Group {
  /** The name for `deno task bench`, to run this group alone. */
  readonly name: string;
  /** The measurement, with the sizes. */
  readonly title: string;
  /** The limits of the measurement. */
  readonly notShown: string;
  /** Measures. */
  run(): Promise<Figure[]>;
}

/** One round of one side. */
export interface Round {
  readonly seconds: number;
  /** The processor time of all threads, if it is measured. */
  readonly cpu?: number;
  /** The maximum memory (RSS) observed, in bytes. */
  readonly rss: number;
}

/** Both sides over all rounds. */
export interface Comparison {
  /** The speed relative to the baseline: the median of the rounds. */
  readonly ratio: number;
  /** The lowest and the highest round. */
  readonly range: string;
  /** The median time of the side and of the baseline, in seconds. */
  readonly seconds: number;
  readonly baselineSeconds: number;
  /** The median processor time of the side and of the baseline, in seconds. */
  readonly cpu: number;
  readonly baselineCpu: number;
  /** The maximum memory of any round, including the warm-up. */
  readonly rss: number;
  readonly baselineRss: number;
}

/** Compares a side with the baseline: each round runs both, in alternating order. */
export async function compare(
  baseline: Child,
  side: Child,
  rounds: number,
  question: string = "",
): Promise<Comparison> {
  const ours: Round[] = [];
  const theirs: Round[] = [];
  for (let round = -1; round < rounds; round++) {
    const swapped = round % 2 !== 0;
    if (swapped) theirs.push(await baseline.ask<Round>(question));
    ours.push(await side.ask<Round>(question));
    if (!swapped) theirs.push(await baseline.ask<Round>(question));
  }
  const rss = Math.max(...ours.map((round) => round.rss));
  const baselineRss = Math.max(...theirs.map((round) => round.rss));
  ours.shift(); // The warm-up.
  theirs.shift();
  const ratios = ours.map(({ seconds }, at) => theirs[at]!.seconds / seconds);
  return {
    ratio: median(ratios),
    range: `${Math.min(...ratios).toFixed(2)}-${
      Math.max(...ratios).toFixed(2)
    }`,
    seconds: median(ours.map((round) => round.seconds)),
    baselineSeconds: median(theirs.map((round) => round.seconds)),
    cpu: median(ours.map((round) => round.cpu ?? NaN)),
    baselineCpu: median(theirs.map((round) => round.cpu ?? NaN)),
    rss,
    baselineRss,
  };
}

/** Returns a figure that should be high; a target of `null` means no goal. */
export function atLeast(
  what: string,
  value: number,
  target: number | null,
  unit: string,
  details: string,
): Figure {
  return {
    what,
    measured: `${format(value)}${unit}`,
    target: target === null ? "" : `>= ${format(target)}`,
    passed: target === null ? null : value >= target,
    details,
  };
}

/** Returns a figure that should be low; a target of `null` means no goal. */
export function atMost(
  what: string,
  value: number,
  target: number | null,
  unit: string,
  details: string,
): Figure {
  return {
    what,
    measured: `${format(value)}${unit}`,
    target: target === null ? "" : `<= ${format(target)}`,
    passed: target === null ? null : value <= target,
    details,
  };
}

/**
 * Returns the processor time per unit. The elapsed time on a shared machine
 * varies by a factor of two; the processor time does not.
 */
export function processorTime(
  what: string,
  { cpu, baselineCpu }: Comparison,
  units: number,
  unit: string,
): Figure {
  const baseline = (baselineCpu / units * 1e6).toFixed(0);
  const ratio = (baselineCpu / cpu).toFixed(2);
  return atMost(
    `${what}, processor time`,
    cpu / units * 1e6,
    null,
    ` µs per ${unit}`,
    `fetch ${baseline} µs: ${ratio} x fetch`,
  );
}

/** Returns the median. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? sorted[middle]!
    : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** Formats bytes in MiB. */
export function mebibytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(0)} MiB`;
}

function format(value: number): string {
  return value.toFixed(value < 1 ? 3 : value < 10 ? 2 : value < 100 ? 1 : 0);
}
