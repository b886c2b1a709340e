// Copyright 2026 the wininet authors. MIT license.

/**
 * Detects resources that a long run does not release: its heap and its descriptors are measured
 * continuously, and the minimum of the last third is compared with that of the first third.
 *
 * @module
 */

import { delay } from "@std/async";

const SAMPLES = 60;
const MEBIBYTE = 1_048_576;

/** The allowed growth of the heap: compiled code, caches, and work in progress. */
const HEAP_GROWTH = 8 * MEBIBYTE;
/** The allowed variation of the minimum number of descriptors while conversations continue. */
const DESCRIPTOR_GROWTH = 40;
/**
 * The number of descriptors that may be left at the end: modules that were
 * loaded during the run.
 */
const MOST_LEFT = 4;
/** The maximum wait for closed sockets, in milliseconds. */
const PATIENCE = 5_000;

/**
 * The minimum in the first and in the last third, and the values before and
 * after the run.
 */
export interface Flatness {
  readonly descriptors: readonly string[];
  readonly heap: readonly string[];
  readonly problems: readonly string[];
}

/** The number of descriptors that were open before a run and after it. */
export interface Descriptors {
  readonly before: number;
  readonly after: number;
}

/** The measurements during a run. */
export interface Samples {
  readonly descriptors: readonly number[];
  /** In bytes. */
  readonly heap: readonly number[];
}

/**
 * Compares the minimum of the last third with that of the first third, and the
 * end with the start.
 */
export function flatnessOf(
  samples: Samples,
  { before, after }: Descriptors = { before: 0, after: 0 },
): Flatness {
  const descriptors = leastOf(samples.descriptors);
  const heap = leastOf(samples.heap);
  const problems: string[] = [];
  if (descriptors[1] - descriptors[0] > DESCRIPTOR_GROWTH) {
    problems.push("more and more descriptors are open");
  }
  if (heap[1] - heap[0] > HEAP_GROWTH) problems.push("the heap grows");
  if (after - before > MOST_LEFT) {
    problems.push(`${after - before} descriptors are left open`);
  }
  return {
    descriptors: [...descriptors, before, after].map(String),
    heap: heap.map((bytes) => (bytes / MEBIBYTE).toFixed(1)),
    problems,
  };
}

/** Measures until it is disposed. */
export class FlatnessWatch implements Disposable {
  readonly #samples = { descriptors: [] as number[], heap: [] as number[] };
  readonly #before: number = countDescriptors();
  readonly #timer: ReturnType<typeof setInterval>;

  /** @param duration The duration of the run, in milliseconds. */
  constructor(duration: number) {
    this.#timer = setInterval(() => this.#measure(), duration / SAMPLES);
  }

  /** Ends the measurement, after everything was closed. */
  async end(): Promise<Flatness> {
    this[Symbol.dispose]();
    const before = this.#before;
    const latest = performance.now() + PATIENCE;
    while (countDescriptors() > before && performance.now() < latest) {
      await delay(50);
    }
    const after = countDescriptors();
    return flatnessOf(this.#samples, { before, after });
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }

  #measure(): void {
    this.#samples.descriptors.push(countDescriptors());
    // Before a garbage collection the size is not meaningful.
    const { gc } = globalThis as { gc?: () => void };
    gc?.();
    this.#samples.heap.push(gc ? Deno.memoryUsage().heapUsed : 0);
  }
}

/** Returns the number of open descriptors; 0 on systems that do not report it. */
function countDescriptors(): number {
  try {
    return [...Deno.readDirSync("/proc/self/fd")].length;
  } catch {
    return 0;
  }
}

function leastOf(samples: readonly number[]): [first: number, last: number] {
  const third = Math.max(1, Math.floor(samples.length / 3));
  return [
    Math.min(...samples.slice(0, third)),
    Math.min(...samples.slice(-third)),
  ];
}
