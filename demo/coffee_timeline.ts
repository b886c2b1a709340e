// Copyright 2026 the wininet authors. MIT license.

/**
 * The eight events of the coffee demo, and when each of them happened.
 *
 * @module
 */

import type { Download } from "./download.ts";
import { formatBytes } from "./terminal.ts";

/** How a version of the program downloads. */
export type Mode = "synchronous" | "asynchronous";

/** When an event happened and what the program was doing. */
export interface Moment {
  /** Milliseconds from the beginning. */
  readonly at: number;
  /** What the program was doing then. */
  readonly doing: string;
}

/** Two downloads: the first site's and the second site's. */
export type Pair<Value> = readonly [Value, Value];

/** The event that ends the program. */
const COMPARED = 8;

/** What the eight events are called, from event 1 on. */
export function eventNames([first, second]: Pair<string>): string[] {
  return [
    `The program starts and asks ${first} for its prices`,
    `${second} is asked for its prices`,
    `${first} answers`,
    `${second} answers`,
    `The first prices of ${first} arrive`,
    "One of the two lists is complete",
    "The other list is complete, too",
    "The prices are compared",
  ];
}

/** Notes the events of one version while it runs. */
export class Timeline {
  readonly #mode: Mode;
  readonly #startedAt = performance.now();
  readonly #moments = new Map<number, Moment>();

  constructor(mode: Mode) {
    this.#mode = mode;
  }

  /** Looks at both downloads after a change of one of them. */
  note(downloads: Pair<Download>): void {
    const [first, second] = downloads;
    const happened: readonly boolean[] = [
      first.phase !== "idle",
      second.phase !== "idle",
      hasAnswered(first),
      hasAnswered(second),
      first.bytes > 0,
      first.phase === "complete" || second.phase === "complete",
      first.phase === "complete" && second.phase === "complete",
    ];
    for (const [index, yes] of happened.entries()) {
      if (yes) this.#record(index + 1, () => this.#describe(downloads));
    }
  }

  /** Notes that the prices were compared. */
  noteComparison(): void {
    this.#record(COMPARED, () => "done");
  }

  /** Milliseconds from the beginning until now. */
  get elapsed(): number {
    return performance.now() - this.#startedAt;
  }

  /** When an event happened, from 1 to 8; `null` when it did not. */
  moment(event: number): Moment | null {
    return this.#moments.get(event) ?? null;
  }

  #record(event: number, describe: () => string): void {
    if (this.#moments.has(event)) return;
    this.#moments.set(event, { at: this.elapsed, doing: describe() });
  }

  #describe(downloads: Pair<Download>): string {
    const text = downloads.map(describe).join(", ");
    if (downloads.every(({ phase, over }) => over || phase === "idle")) {
      return text;
    }
    return this.#mode === "synchronous" ? `waits: ${text}` : `goes on: ${text}`;
  }
}

function hasAnswered({ phase }: Download): boolean {
  return phase === "answered" || phase === "reading" || phase === "complete";
}

function describe(download: Download): string {
  const { label, phase, bytes, total, interrupted } = download;
  switch (phase) {
    case "idle":
      return `${label} not asked yet`;
    case "asked":
      return `no answer from ${label} yet`;
    case "answered":
      return `${label} has answered`;
    case "reading":
      return `${formatBytes(bytes, total)} from ${label}`;
    case "complete":
      return `${label} complete`;
    case "failed":
      return `${label} ${interrupted ? "interrupted" : "failed"}`;
  }
}
