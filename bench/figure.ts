// Copyright 2026 the wininet authors. MIT license.

/**
 * What a benchmark finds out, and how two sides are compared.
 *
 * The machine is shared and its speed changes from second to second, so absolute
 * figures mean little. Both sides run in turn against the same server, and the
 * figure is the median of the ratios of neighbours.
 *
 * @module
 */

import type { Child } from "./child.ts";

/** A line of the result. */
export interface Figure {
  /** What was measured. */
  readonly what: string;
  /** The figure, with its unit. */
  readonly measured: string;
  /** What it should be; `""` for information. */
  readonly target: string;
  /** Whether it is; `null` for information. */
  readonly passed: boolean | null;
  /** The absolute figures behind it. */
  readonly details: string;
}

/** A group of figures. */
export interface Group {
  /** What `deno task bench` is told to run this group alone. */
  readonly name: string;
  /** What it measures, with the sizes. */
  readonly title: string;
  /** What it does not show. */
  readonly notShown: string;
  /** Measures. */
  run(): Promise<Figure[]>;
}

/** One round of one side. */
export interface Round {
  readonly seconds: number;
  /** Processor time of all threads, where it is measured. */
  readonly cpu?: number;
  /** The most memory (RSS) that was seen, in bytes. */
  readonly rss: number;
}

/** Both sides over all rounds. */
export interface Comparison {
  /** How much faster than the baseline: the median of the rounds. */
  readonly ratio: number;
  /** The lowest and the highest round. */
  readonly range: string;
  /** Median seconds of the side and of the baseline. */
  readonly seconds: number;
  readonly baselineSeconds: number;
  /** Median processor time of the side and of the baseline, in seconds. */
  readonly cpu: number;
  readonly baselineCpu: number;
  /** The most memory of any round, warm-up included. */
  readonly rss: number;
  readonly baselineRss: number;
}

/** Runs a side against the baseline: each round asks both, in changing order. */
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

/** A figure that should be high; a target of `null` is none. */
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

/** A figure that should be low; a target of `null` is none. */
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
 * What a unit costs of the processor: wall times of a shared machine scatter by a
 * factor of two, this does not.
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
    ` µs a ${unit}`,
    `fetch ${baseline} µs: ${ratio} x fetch`,
  );
}

/** The value in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? sorted[middle]!
    : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** Bytes in MiB, as a text. */
export function mebibytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(0)} MiB`;
}

function format(value: number): string {
  return value.toFixed(value < 1 ? 3 : value < 10 ? 2 : value < 100 ? 1 : 0);
}
